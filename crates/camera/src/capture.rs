//! The thread that waits for a camera, so that nobody else has to: asking a camera for a frame may take for ever.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::mailbox::{Mailbox, Plug};
use crate::picture::Shot;
use crate::{CameraError, Event};

/// How a camera is opened, again and again.
pub(crate) trait Socket: Send + 'static {
    type Capturer: Capturer;

    /// `mailbox` tells whether anybody still reads, where opening or capturing goes on until nobody does.
    fn open(&mut self, mailbox: &Arc<Mailbox>) -> Result<Self::Capturer, CameraError>;
}

/// An open camera. It is made, used and dropped in the capture thread.
pub(crate) trait Capturer {
    /// Waits for the next frame, as long as it takes.
    fn capture(&mut self) -> Result<Shot, Fault>;
}

pub(crate) enum Fault {
    /// This frame is of no use.
    Frame(CameraError),
    /// The camera is gone.
    Camera,
}

/// Two seconds without a frame are not a camera that adjusts itself to the light.
pub(crate) const STALL_AFTER: Duration = Duration::from_secs(2);

/// When to do what.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    /// The silence after which a reader is told of a stall.
    pub(crate) stall_after: Duration,
    /// Between two tries to open a camera that is gone.
    pub(crate) reopen_every: Duration,
    /// Between two tries to open a camera that another program has.
    pub(crate) ask_again_every: Duration,
}

/// A camera that is being captured from.
pub(crate) struct Capture {
    mailbox: Arc<Mailbox>,
}

impl Capture {
    /// Starts the thread. That the camera does not open is the first event: [`Event::Busy`], or [`Event::Failed`] for
    /// every other reason.
    pub(crate) fn start(socket: impl Socket, pace: Pace) -> Result<Self, CameraError> {
        let mailbox = Arc::new(Mailbox::new(Some(pace.stall_after)));
        let in_thread = Arc::clone(&mailbox);
        thread::Builder::new()
            .name("camera".to_owned())
            .spawn(move || {
                let ended = run(socket, &in_thread, pace);
                in_thread.close(ended.err());
            })
            .map_err(|source| CameraError::Thread { source })?;
        Ok(Self { mailbox })
    }

    pub(crate) fn next(&self, timeout: Duration) -> Event {
        self.mailbox.take(timeout)
    }
}

impl Drop for Capture {
    /// The thread ends at its next frame. It is not waited for, because that may be never.
    fn drop(&mut self) {
        self.mailbox.leave();
    }
}

fn run(mut socket: impl Socket, mailbox: &Arc<Mailbox>, pace: Pace) -> Result<(), CameraError> {
    let first = match open(&mut socket, mailbox) {
        Err(CameraError::Busy { .. }) if mailbox.plug(Plug::Busy) => {
            open_again(&mut socket, mailbox, pace, Plug::Busy)
        }
        first => Some(first?),
    };
    let Some(mut capturer) = first else {
        return Ok(());
    };
    loop {
        if !until_gone(&mut capturer, mailbox) || !mailbox.plug(Plug::Out) {
            close(capturer);
            return Ok(());
        }
        // A system that still holds the lost device open may not give the new one its place.
        close(capturer);
        capturer = match open_again(&mut socket, mailbox, pace, Plug::Out) {
            Some(capturer) => capturer,
            None => return Ok(()),
        };
    }
}

fn open<S: Socket>(socket: &mut S, mailbox: &Arc<Mailbox>) -> Result<S::Capturer, CameraError> {
    guarded(|| socket.open(mailbox)).unwrap_or_else(|| {
        Err(CameraError::Device {
            doing: "open",
            camera: "the camera".into(),
            reason: "its interface panicked".into(),
        })
    })
}

/// Tries until the camera opens; `None` once the reader has left. `absence` is what the reader was told.
fn open_again<S: Socket>(
    socket: &mut S,
    mailbox: &Arc<Mailbox>,
    pace: Pace,
    mut absence: Plug,
) -> Option<S::Capturer> {
    loop {
        let pause = match absence {
            Plug::Busy => pace.ask_again_every,
            Plug::Out | Plug::In => pace.reopen_every,
        };
        if !mailbox.pause(pause) {
            return None;
        }
        let found = match open(socket, mailbox) {
            Ok(capturer) if mailbox.plug(Plug::In) => return Some(capturer),
            Ok(capturer) => {
                close(capturer);
                return None;
            }
            Err(CameraError::Busy { .. }) => Plug::Busy,
            Err(_) => Plug::Out,
        };
        if found != absence && !mailbox.plug(found) {
            return None;
        }
        absence = found;
    }
}

/// Passes frames on until the camera is gone: `true`; or the reader: `false`.
fn until_gone(capturer: &mut impl Capturer, mailbox: &Mailbox) -> bool {
    loop {
        let goes_on = match guarded(|| capturer.capture()) {
            Some(Ok((frame, picture))) => mailbox.put(frame, Some(picture)),
            Some(Err(Fault::Frame(error))) => mailbox.skip(error),
            Some(Err(Fault::Camera)) | None => return true,
        };
        if !goes_on {
            return false;
        }
    }
}

/// Camera interfaces panic where devices misbehave, even when they are closed; that must cost the camera and not the
/// thread.
fn guarded<T>(call: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(call)).ok()
}

fn close(capturer: impl Capturer) {
    guarded(|| drop(capturer));
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

    use vision::OwnedFrame;

    use super::*;
    use crate::{CapturedFrame, Picture, PixelFormat};

    /// What a capturer is to do next.
    enum Order {
        Give(u8),
        GiveNothingUsable,
        Vanish,
        Panic,
    }

    /// Opens when told to; every try is reported.
    struct FakeSocket {
        tries: SyncSender<()>,
        opens: Receiver<Result<FakeCapturer, CameraError>>,
    }

    struct FakeCapturer {
        orders: Receiver<Order>,
        closed: Sender<()>,
    }

    fn error() -> CameraError {
        CameraError::NoSuchCamera {
            camera: "fake".into(),
        }
    }

    impl Socket for FakeSocket {
        type Capturer = FakeCapturer;

        fn open(&mut self, _: &Arc<Mailbox>) -> Result<FakeCapturer, CameraError> {
            self.tries.send(()).ok();
            self.opens.recv().unwrap_or_else(|_| Err(error()))
        }
    }

    impl Capturer for FakeCapturer {
        fn capture(&mut self) -> Result<Shot, Fault> {
            match self.orders.recv() {
                Ok(Order::Give(shade)) => Ok((
                    OwnedFrame::filled(1, 1, shade).unwrap(),
                    Picture::new(PixelFormat::Gray, vec![shade].into(), 1, 1),
                )),
                Ok(Order::GiveNothingUsable) => Err(Fault::Frame(error())),
                Ok(Order::Panic) => panic!("a broken camera interface"),
                Ok(Order::Vanish) | Err(_) => Err(Fault::Camera),
            }
        }
    }

    impl Drop for FakeCapturer {
        fn drop(&mut self) {
            self.closed.send(()).ok();
        }
    }

    struct Bench {
        capture: Capture,
        tries: Receiver<()>,
        opens: SyncSender<Result<FakeCapturer, CameraError>>,
        orders: Sender<Order>,
        closed: Receiver<()>,
    }

    /// Long enough that a test which waits for it is broken.
    const FOR_EVER: Duration = Duration::from_secs(3600);

    impl Bench {
        fn new(stall_after: Duration) -> Self {
            let (tries_in, tries) = sync_channel(64);
            let (opens, opens_out) = sync_channel(64);
            let socket = FakeSocket {
                tries: tries_in,
                opens: opens_out,
            };
            let capture = Capture::start(
                socket,
                Pace {
                    stall_after,
                    reopen_every: Duration::ZERO,
                    ask_again_every: Duration::ZERO,
                },
            )
            .unwrap();
            let (orders, closed) = (channel().0, channel().1);
            Self {
                capture,
                tries,
                opens,
                orders,
                closed,
            }
        }

        fn plug_in(&mut self) {
            let (orders, orders_out) = channel();
            let (closed_in, closed) = channel();
            self.tries.recv().unwrap();
            self.opens
                .send(Ok(FakeCapturer {
                    orders: orders_out,
                    closed: closed_in,
                }))
                .unwrap();
            (self.orders, self.closed) = (orders, closed);
        }

        fn refuse(&self) {
            self.tries.recv().unwrap();
            self.opens.send(Err(error())).unwrap();
        }

        fn refuse_as_busy(&self) {
            self.tries.recv().unwrap();
            let camera = "fake".into();
            self.opens.send(Err(CameraError::Busy { camera })).unwrap();
        }

        fn order(&self, order: Order) {
            self.orders.send(order).unwrap();
        }

        fn next(&self) -> Event {
            self.capture.next(FOR_EVER)
        }

        #[track_caller]
        fn expect_frame(&self, shade: u8) -> CapturedFrame {
            match self.next() {
                Event::Frame(frame) => {
                    assert_eq!(frame.frame.pixels(), [shade]);
                    let seen = Picture::new(PixelFormat::Gray, vec![shade].into(), 1, 1);
                    assert_eq!(frame.picture, Some(seen));
                    frame
                }
                other => panic!("{other:?} in place of a frame"),
            }
        }
    }

    fn plugged(stall_after: Duration) -> Bench {
        let mut bench = Bench::new(stall_after);
        bench.plug_in();
        bench
    }

    #[test]
    fn frames_come_in_order_and_a_useless_one_is_skipped() {
        let bench = plugged(FOR_EVER);
        bench.order(Order::Give(1));
        assert_eq!(bench.expect_frame(1).sequence, 0);
        bench.order(Order::GiveNothingUsable);
        assert!(matches!(bench.next(), Event::Skipped(_)));
        bench.order(Order::Give(2));
        assert_eq!(bench.expect_frame(2).sequence, 2);
    }

    #[test]
    fn a_camera_that_does_not_open_at_first_has_failed() {
        let bench = Bench::new(FOR_EVER);
        bench.refuse();
        assert!(matches!(
            bench.next(),
            Event::Failed(CameraError::NoSuchCamera { .. })
        ));
        assert!(matches!(bench.next(), Event::Ended));
    }

    #[test]
    fn a_camera_that_gives_nothing_is_stalled_until_it_does() {
        let bench = plugged(Duration::ZERO);
        assert!(matches!(bench.next(), Event::Stalled { .. }));
        assert!(matches!(bench.capture.next(Duration::ZERO), Event::Nothing));
        bench.order(Order::Give(3));
        bench.expect_frame(3);
        assert!(matches!(bench.next(), Event::Stalled { .. }));
    }

    #[test]
    fn a_camera_pulled_out_is_tried_until_it_is_back() {
        let mut bench = plugged(FOR_EVER);
        bench.order(Order::Give(1));
        bench.expect_frame(1);
        bench.order(Order::Vanish);
        assert!(matches!(bench.next(), Event::Unplugged));
        bench.closed.recv().unwrap();
        for _ in 0..3 {
            bench.refuse();
        }
        bench.plug_in();
        assert!(matches!(bench.next(), Event::Replugged));
        bench.order(Order::Give(2));
        assert_eq!(bench.expect_frame(2).sequence, 1);
    }

    #[test]
    fn a_camera_that_another_program_has_is_tried_until_it_is_free() {
        let mut bench = Bench::new(FOR_EVER);
        bench.refuse_as_busy();
        assert!(matches!(bench.next(), Event::Busy));
        for _ in 0..3 {
            bench.refuse_as_busy();
        }
        bench.plug_in();
        assert!(matches!(bench.next(), Event::Replugged));
        bench.order(Order::Give(1));
        bench.expect_frame(1);
    }

    #[test]
    fn a_camera_plugged_in_again_and_taken_by_another_program_is_busy_and_not_lost() {
        let mut bench = plugged(FOR_EVER);
        bench.order(Order::Vanish);
        assert!(matches!(bench.next(), Event::Unplugged));
        bench.refuse_as_busy();
        assert!(matches!(bench.next(), Event::Busy));
        bench.refuse();
        assert!(matches!(bench.next(), Event::Unplugged));
        bench.plug_in();
        assert!(matches!(bench.next(), Event::Replugged));
    }

    #[test]
    fn a_reader_that_leaves_a_busy_camera_ends_the_tries() {
        let bench = Bench::new(FOR_EVER);
        bench.refuse_as_busy();
        assert!(matches!(bench.next(), Event::Busy));
        let Bench {
            capture,
            tries,
            opens,
            ..
        } = bench;
        drop(capture);
        drop(opens);
        // The thread drops its end when it ends.
        while tries.recv().is_ok() {}
    }

    #[test]
    fn a_camera_interface_that_panics_is_a_camera_pulled_out() {
        let mut bench = plugged(FOR_EVER);
        bench.order(Order::Panic);
        assert!(matches!(bench.next(), Event::Unplugged));
        bench.plug_in();
        assert!(matches!(bench.next(), Event::Replugged));
    }

    #[test]
    fn a_slow_reader_gets_the_newest_frame() {
        let bench = plugged(FOR_EVER);
        for shade in 1..=9 {
            bench.order(Order::Give(shade));
        }
        // Captured after all frames, and read after the newest of them.
        bench.order(Order::GiveNothingUsable);
        loop {
            if matches!(bench.next(), Event::Frame(frame) if frame.frame.pixels() == [9]) {
                break;
            }
        }
        assert!(matches!(bench.next(), Event::Skipped(_)));
        assert!(matches!(bench.capture.next(Duration::ZERO), Event::Nothing));
    }

    #[test]
    fn the_camera_is_closed_at_the_next_frame_after_the_reader_has_left() {
        let Bench {
            capture,
            orders,
            closed,
            tries: _tries,
            opens: _opens,
        } = plugged(FOR_EVER);
        drop(capture);
        orders.send(Order::Give(1)).unwrap();
        closed.recv().unwrap();
    }
}
