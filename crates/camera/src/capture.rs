//! The capture thread: waits for the frames of a camera, because that may block for ever.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::mailbox::{Availability, Mailbox};
use crate::picture::Shot;
use crate::{CameraError, Event};

/// Opens a camera, repeatedly if it is unplugged.
pub(crate) trait Opener: Send + 'static {
    type Capturer: Capturer;

    /// Opens the camera. Implementations that block check `mailbox` for whether a reader is left.
    fn open(&mut self, mailbox: &Arc<Mailbox>) -> Result<Self::Capturer, CameraError>;
}

/// An open camera, which is used in the capture thread only.
pub(crate) trait Capturer {
    /// Waits for the next frame without a time-out.
    fn capture(&mut self) -> Result<Shot, Fault>;
}

pub(crate) enum Fault {
    /// The frame is unusable.
    Frame(CameraError),
    /// The camera is gone.
    Camera,
}

/// Silence after which a camera has stalled: longer than any adjustment of the exposure.
pub(crate) const STALL_AFTER: Duration = Duration::from_secs(2);

/// Time-outs of the capture thread.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    /// Silence after which a stall is reported.
    pub(crate) stall_after: Duration,
    /// Interval between attempts to open an unplugged camera.
    pub(crate) reopen_every: Duration,
    /// Interval between attempts to open a camera that another program uses.
    pub(crate) retry_busy_every: Duration,
}

/// A camera that is being captured from.
pub(crate) struct Capture {
    mailbox: Arc<Mailbox>,
}

impl Capture {
    /// Starts the thread. If the camera does not open, the first event is [`Event::Busy`], or [`Event::Failed`] for every
    /// other reason.
    pub(crate) fn start(opener: impl Opener, pace: Pace) -> Result<Self, CameraError> {
        let mailbox = Arc::new(Mailbox::new(Some(pace.stall_after)));
        let in_thread = Arc::clone(&mailbox);
        thread::Builder::new()
            .name("camera".to_owned())
            .spawn(move || {
                let ended = run(opener, &in_thread, pace);
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
    /// Lets the thread end at its next frame. It is not joined, because there may be no next frame.
    fn drop(&mut self) {
        self.mailbox.leave();
    }
}

fn run(mut opener: impl Opener, mailbox: &Arc<Mailbox>, pace: Pace) -> Result<(), CameraError> {
    let first = match open(&mut opener, mailbox) {
        Err(CameraError::Busy { .. }) if mailbox.report(Availability::Busy) => {
            reopen(&mut opener, mailbox, pace, Availability::Busy)
        }
        first => Some(first?),
    };
    let Some(mut capturer) = first else {
        return Ok(());
    };
    loop {
        if !pass_frames(&mut capturer, mailbox) || !mailbox.report(Availability::Unplugged) {
            close(capturer);
            return Ok(());
        }
        // A system that still holds the lost device open may not give the new one its place.
        close(capturer);
        capturer = match reopen(&mut opener, mailbox, pace, Availability::Unplugged) {
            Some(capturer) => capturer,
            None => return Ok(()),
        };
    }
}

fn open<S: Opener>(opener: &mut S, mailbox: &Arc<Mailbox>) -> Result<S::Capturer, CameraError> {
    catching_panics(|| opener.open(mailbox)).unwrap_or_else(|| {
        Err(CameraError::Device {
            doing: "open",
            camera: "the camera".into(),
            reason: "its interface panicked".into(),
        })
    })
}

/// Tries until the camera opens; `None` if the reader has left. `absence` is the absence that was reported last.
fn reopen<S: Opener>(
    opener: &mut S,
    mailbox: &Arc<Mailbox>,
    pace: Pace,
    mut absence: Availability,
) -> Option<S::Capturer> {
    loop {
        let pause = match absence {
            Availability::Busy => pace.retry_busy_every,
            Availability::Unplugged | Availability::Available => pace.reopen_every,
        };
        if !mailbox.pause(pause) {
            return None;
        }
        let found = match open(opener, mailbox) {
            Ok(capturer) if mailbox.report(Availability::Available) => return Some(capturer),
            Ok(capturer) => {
                close(capturer);
                return None;
            }
            Err(CameraError::Busy { .. }) => Availability::Busy,
            Err(_) => Availability::Unplugged,
        };
        if found != absence && !mailbox.report(found) {
            return None;
        }
        absence = found;
    }
}

/// Passes frames on. Returns `true` if the camera was unplugged, `false` if the reader has left.
fn pass_frames(capturer: &mut impl Capturer, mailbox: &Mailbox) -> bool {
    loop {
        let goes_on = match catching_panics(|| capturer.capture()) {
            Some(Ok((frame, picture))) => mailbox.put(frame, Some(picture)),
            Some(Err(Fault::Frame(error))) => mailbox.skip(error),
            Some(Err(Fault::Camera)) | None => return true,
        };
        if !goes_on {
            return false;
        }
    }
}

/// Calls a camera interface and catches its panics: interfaces panic on misbehaving devices, even when these are closed.
fn catching_panics<T>(call: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(call)).ok()
}

fn close(capturer: impl Capturer) {
    catching_panics(|| drop(capturer));
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

    use vision::OwnedFrame;

    use super::*;
    use crate::{CapturedFrame, Picture, PixelFormat};

    /// The next action of a capturer.
    enum Order {
        Give(u8),
        GiveNothingUsable,
        Vanish,
        Panic,
    }

    /// A camera that opens when the test says so, and reports every attempt.
    struct FakeOpener {
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

    impl Opener for FakeOpener {
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

    /// A time-out that is only reached by a broken test.
    const FOR_EVER: Duration = Duration::from_secs(3600);

    impl Bench {
        fn new(stall_after: Duration) -> Self {
            let (tries_in, tries) = sync_channel(64);
            let (opens, opens_out) = sync_channel(64);
            let opener = FakeOpener {
                tries: tries_in,
                opens: opens_out,
            };
            let capture = Capture::start(
                opener,
                Pace {
                    stall_after,
                    reopen_every: Duration::ZERO,
                    retry_busy_every: Duration::ZERO,
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
