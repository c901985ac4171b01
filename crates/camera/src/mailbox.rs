//! Where one thread leaves frames and another picks them up: only ever the newest frame, so that a slow reader sees what
//! is in front of the camera now, and memory does not grow.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use vision::OwnedFrame;

use crate::{CameraError, CapturedFrame, Event, Picture};

/// That a camera went or came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plug {
    /// It is not there.
    Out,
    /// It is there, and another program has it.
    Busy,
    In,
}

#[derive(Debug)]
enum Stage {
    Running,
    /// Nothing more comes; what is in the box may still be taken.
    Closed(Option<CameraError>),
}

pub(crate) struct Mailbox {
    started: Instant,
    /// The silence after which a reader is told of a stall, if ever.
    stall_after: Option<Duration>,
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    stage: Stage,
    frame: Option<CapturedFrame>,
    skipped: Option<CameraError>,
    /// At most one absence and one return, in this order or alone.
    plugs: VecDeque<Plug>,
    /// Why the camera was away when it last was.
    absence: Option<Plug>,
    sequence: u64,
    /// The last frame, or the last time the camera was opened.
    last_sign: Instant,
    /// No frame is expected, or the reader knows already that none comes.
    silence_is_known: bool,
    reader_left: bool,
}

impl Mailbox {
    pub(crate) fn new(stall_after: Option<Duration>) -> Self {
        let started = Instant::now();
        let state = State {
            stage: Stage::Running,
            frame: None,
            skipped: None,
            plugs: VecDeque::new(),
            absence: None,
            sequence: 0,
            last_sign: started,
            silence_is_known: false,
            reader_left: false,
        };
        Self {
            started,
            stall_after,
            state: Mutex::new(state),
            changed: Condvar::new(),
        }
    }

    /// Replaces the frame that waits, if any. `false` once nobody takes frames any more.
    pub(crate) fn put(&self, frame: OwnedFrame, picture: Option<Picture>) -> bool {
        self.change(|state| {
            let now = Instant::now();
            let at = now.duration_since(self.started);
            state.frame = Some(CapturedFrame {
                frame,
                sequence: state.sequence,
                at,
                picture,
            });
            state.sequence += 1;
            state.last_sign = now;
            state.silence_is_known = false;
        })
    }

    /// Tells of a frame that could not be used. It is a sign of life all the same.
    pub(crate) fn skip(&self, error: CameraError) -> bool {
        self.change(|state| {
            state.skipped = Some(error);
            state.sequence += 1;
            state.last_sign = Instant::now();
            state.silence_is_known = false;
        })
    }

    pub(crate) fn plug(&self, plug: Plug) -> bool {
        self.change(|state| {
            state.tell(plug);
            state.frame = None;
            state.skipped = None;
            state.last_sign = Instant::now();
            state.silence_is_known = plug != Plug::In;
        })
    }

    /// Says that nothing more comes, and why if something broke. Only the first reason counts.
    pub(crate) fn close(&self, error: Option<CameraError>) {
        self.change(|state| state.stage = Stage::Closed(error));
    }

    /// Says that nobody takes frames any more.
    pub(crate) fn leave(&self) {
        self.lock().reader_left = true;
        self.changed.notify_all();
    }

    /// Waits until the reader has left, at most `pause`. `false` if it has.
    pub(crate) fn pause(&self, pause: Duration) -> bool {
        let state = self.lock();
        let waited = self
            .changed
            .wait_timeout_while(state, pause, |state| !state.reader_left);
        !waited.unwrap_or_else(PoisonError::into_inner).0.reader_left
    }

    /// Takes what comes next, waiting at most `timeout`.
    pub(crate) fn take(&self, timeout: Duration) -> Event {
        let deadline = Instant::now().checked_add(timeout);
        let mut state = self.lock();
        loop {
            let now = Instant::now();
            if let Some(event) = state.take(now, self.stall_after) {
                return event;
            }
            let until_stall = self
                .stall_after
                .filter(|_| !state.silence_is_known)
                .map(|limit| limit.saturating_sub(now.duration_since(state.last_sign)));
            let left = deadline.map(|deadline| deadline.saturating_duration_since(now));
            if left == Some(Duration::ZERO) {
                return Event::Nothing;
            }
            state = match [left, until_stall].into_iter().flatten().min() {
                Some(wait) => {
                    self.changed
                        .wait_timeout(state, wait)
                        .unwrap_or_else(PoisonError::into_inner)
                        .0
                }
                None => self
                    .changed
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    fn change(&self, change: impl FnOnce(&mut State)) -> bool {
        let mut state = self.lock();
        if state.reader_left || matches!(state.stage, Stage::Closed(_)) {
            return false;
        }
        change(&mut state);
        self.changed.notify_all();
        true
    }

    /// The state is whole after every change, so a panic elsewhere does not make it unusable.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Queues what the reader must know, and no more than that.
    fn tell(&mut self, plug: Plug) {
        if plug == Plug::In {
            self.plugs.push_back(plug);
            return;
        }
        // A camera that came and went again before the reader looked did not come.
        let unseen_return = self.plugs.back() == Some(&Plug::In) && self.plugs.pop_back().is_some();
        // Nor does it matter why it was away before that. An absence in the queue is one that the reader has not seen.
        let unseen_absence = self.plugs.pop_back().is_some();
        let known = unseen_return && !unseen_absence && self.absence == Some(plug);
        if !known {
            self.plugs.push_back(plug);
        }
        self.absence = Some(plug);
    }

    fn take(&mut self, now: Instant, stall_after: Option<Duration>) -> Option<Event> {
        if let Some(plug) = self.plugs.pop_front() {
            return Some(match plug {
                Plug::Out => Event::Unplugged,
                Plug::Busy => Event::Busy,
                Plug::In => Event::Replugged,
            });
        }
        if let Some(frame) = self.frame.take() {
            return Some(Event::Frame(frame));
        }
        if let Some(error) = self.skipped.take() {
            return Some(Event::Skipped(error));
        }
        if let Stage::Closed(error) = &mut self.stage {
            return Some(error.take().map_or(Event::Ended, Event::Failed));
        }
        let silent_for = now.duration_since(self.last_sign);
        if !self.silence_is_known && stall_after.is_some_and(|limit| silent_for >= limit) {
            self.silence_is_known = true;
            return Some(Event::Stalled { silent_for });
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Duration = Duration::ZERO;

    fn frame(shade: u8) -> OwnedFrame {
        OwnedFrame::filled(1, 1, shade).unwrap()
    }

    #[test]
    fn a_slow_reader_gets_the_newest_frame_and_can_see_the_gap() {
        let mailbox = Mailbox::new(None);
        for shade in 0..5 {
            assert!(mailbox.put(frame(shade), None));
        }
        let Event::Frame(newest) = mailbox.take(NOW) else {
            panic!()
        };
        assert_eq!((newest.frame, newest.sequence), (frame(4), 4));
        assert!(matches!(mailbox.take(NOW), Event::Nothing));
    }

    #[test]
    fn a_plug_that_came_and_went_unseen_leaves_one_event() {
        let mailbox = Mailbox::new(None);
        mailbox.put(frame(0), None);
        for _ in 0..100 {
            mailbox.plug(Plug::Out);
            mailbox.plug(Plug::In);
        }
        assert_eq!(mailbox.lock().plugs, [Plug::Out, Plug::In]);
        mailbox.plug(Plug::Out);
        assert!(matches!(mailbox.take(NOW), Event::Unplugged));
        // A frame from before would be seen as one from after.
        assert!(matches!(mailbox.take(NOW), Event::Nothing));
        mailbox.plug(Plug::In);
        mailbox.plug(Plug::Out);
        assert!(matches!(mailbox.take(NOW), Event::Nothing));
        mailbox.plug(Plug::In);
        assert!(matches!(mailbox.take(NOW), Event::Replugged));
    }

    #[test]
    fn a_reader_is_told_why_the_camera_is_away_now_and_not_why_it_was() {
        let mailbox = Mailbox::new(Some(NOW));
        mailbox.plug(Plug::Out);
        mailbox.plug(Plug::Busy);
        assert!(matches!(mailbox.take(NOW), Event::Busy));
        assert!(matches!(mailbox.take(NOW), Event::Nothing));
        // It goes on being away, for another reason.
        mailbox.plug(Plug::Out);
        assert!(matches!(mailbox.take(NOW), Event::Unplugged));
        // It came back and was taken before the reader looked.
        mailbox.plug(Plug::In);
        mailbox.plug(Plug::Busy);
        assert!(matches!(mailbox.take(NOW), Event::Busy));
        // It came back and was taken again: the reader knows no better than before.
        mailbox.plug(Plug::In);
        mailbox.plug(Plug::Busy);
        assert!(matches!(mailbox.take(NOW), Event::Nothing));
        mailbox.plug(Plug::In);
        assert!(matches!(mailbox.take(NOW), Event::Replugged));
    }

    #[test]
    fn silence_is_said_once_and_a_frame_ends_it() {
        let mailbox = Mailbox::new(Some(NOW));
        assert!(matches!(mailbox.take(NOW), Event::Stalled { .. }));
        assert!(matches!(mailbox.take(NOW), Event::Nothing));
        mailbox.put(frame(0), None);
        assert!(matches!(mailbox.take(NOW), Event::Frame(_)));
        assert!(matches!(mailbox.take(NOW), Event::Stalled { .. }));
    }

    #[test]
    fn a_camera_that_is_gone_is_not_called_silent() {
        let mailbox = Mailbox::new(Some(NOW));
        mailbox.plug(Plug::Out);
        assert!(matches!(mailbox.take(NOW), Event::Unplugged));
        assert!(matches!(mailbox.take(NOW), Event::Nothing));
        mailbox.plug(Plug::In);
        assert!(matches!(mailbox.take(NOW), Event::Replugged));
        assert!(matches!(mailbox.take(NOW), Event::Stalled { .. }));
    }

    #[test]
    fn what_was_put_before_the_end_is_taken_before_the_end() {
        let mailbox = Mailbox::new(None);
        mailbox.put(frame(1), None);
        mailbox.close(Some(CameraError::NoSuchCamera { camera: "x".into() }));
        assert!(!mailbox.put(frame(2), None));
        assert!(matches!(
            mailbox.take(NOW),
            Event::Frame(CapturedFrame { sequence: 0, .. })
        ));
        assert!(matches!(
            mailbox.take(NOW),
            Event::Failed(CameraError::NoSuchCamera { .. })
        ));
        assert!(matches!(mailbox.take(NOW), Event::Ended));
        assert!(matches!(mailbox.take(Duration::MAX), Event::Ended));
    }

    #[test]
    fn a_reader_that_left_takes_no_more_frames() {
        let mailbox = Mailbox::new(None);
        assert!(mailbox.pause(NOW));
        mailbox.leave();
        assert!(!mailbox.put(frame(0), None));
        assert!(!mailbox.pause(Duration::MAX));
    }

    #[test]
    fn a_waiting_reader_is_woken_by_a_frame() {
        let mailbox = Mailbox::new(None);
        std::thread::scope(|scope| {
            let reader = scope.spawn(|| mailbox.take(Duration::MAX));
            mailbox.put(frame(7), None);
            assert!(matches!(
                reader.join().unwrap(),
                Event::Frame(CapturedFrame { sequence: 0, .. })
            ));
        });
    }
}
