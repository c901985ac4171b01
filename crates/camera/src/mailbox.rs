//! A mailbox between the capture thread and the reader. It keeps the newest frame only, so that a slow reader sees the
//! present frame and memory does not grow.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use vision::OwnedFrame;

use crate::{CameraError, CapturedFrame, Event, Picture};

/// Whether a camera is available.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Availability {
    /// The camera is unplugged.
    Unplugged,
    /// Another program uses the camera.
    Busy,
    /// The camera is open.
    Available,
}

#[derive(Debug)]
enum Stage {
    Running,
    /// Nothing more arrives; what is in the mailbox can still be taken.
    Closed(Option<CameraError>),
}

pub(crate) struct Mailbox {
    started: Instant,
    /// Silence after which a stall is reported, if at all.
    stall_after: Option<Duration>,
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    stage: Stage,
    frame: Option<CapturedFrame>,
    skipped: Option<CameraError>,
    /// Unreported events: at most one absence and one return, in this order.
    changes: VecDeque<Availability>,
    /// The reason of the last absence.
    absence: Option<Availability>,
    sequence: u64,
    /// Time of the last frame, or of the last opening.
    last_sign: Instant,
    /// Whether no frame is expected, or the stall was already reported.
    stall_reported: bool,
    reader_left: bool,
}

impl Mailbox {
    pub(crate) fn new(stall_after: Option<Duration>) -> Self {
        let started = Instant::now();
        let state = State {
            stage: Stage::Running,
            frame: None,
            skipped: None,
            changes: VecDeque::new(),
            absence: None,
            sequence: 0,
            last_sign: started,
            stall_reported: false,
            reader_left: false,
        };
        Self {
            started,
            stall_after,
            state: Mutex::new(state),
            changed: Condvar::new(),
        }
    }

    /// Puts a frame in place of one that waits. Returns `false` if the reader has left.
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
            state.stall_reported = false;
        })
    }

    /// Reports an unusable frame, which counts as a sign of life.
    pub(crate) fn skip(&self, error: CameraError) -> bool {
        self.change(|state| {
            state.skipped = Some(error);
            state.sequence += 1;
            state.last_sign = Instant::now();
            state.stall_reported = false;
        })
    }

    pub(crate) fn report(&self, change: Availability) -> bool {
        self.change(|state| {
            state.queue(change);
            state.frame = None;
            state.skipped = None;
            state.last_sign = Instant::now();
            state.stall_reported = change != Availability::Available;
        })
    }

    /// Closes the mailbox, with the error if there was one. Only the first call counts.
    pub(crate) fn close(&self, error: Option<CameraError>) {
        self.change(|state| state.stage = Stage::Closed(error));
    }

    /// Records that the reader has left.
    pub(crate) fn leave(&self) {
        self.lock().reader_left = true;
        self.changed.notify_all();
    }

    /// Waits for `pause`, or until the reader has left; returns `false` in that case.
    pub(crate) fn pause(&self, pause: Duration) -> bool {
        let state = self.lock();
        let waited = self
            .changed
            .wait_timeout_while(state, pause, |state| !state.reader_left);
        !waited.unwrap_or_else(PoisonError::into_inner).0.reader_left
    }

    /// Takes the next event, waiting at most `timeout`.
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
                .filter(|_| !state.stall_reported)
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

    /// The state is consistent after every change, so a poisoned lock can be used.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Queues a change, dropping those that it makes obsolete.
    fn queue(&mut self, change: Availability) {
        if change == Availability::Available {
            self.changes.push_back(change);
            return;
        }
        // A return that the reader has not seen is dropped when the camera goes again.
        let unseen_return = self.changes.back() == Some(&Availability::Available)
            && self.changes.pop_back().is_some();
        // So is an absence that the reader has not seen, because only the present reason matters.
        let unseen_absence = self.changes.pop_back().is_some();
        let known = unseen_return && !unseen_absence && self.absence == Some(change);
        if !known {
            self.changes.push_back(change);
        }
        self.absence = Some(change);
    }

    fn take(&mut self, now: Instant, stall_after: Option<Duration>) -> Option<Event> {
        if let Some(change) = self.changes.pop_front() {
            return Some(match change {
                Availability::Unplugged => Event::Unplugged,
                Availability::Busy => Event::Busy,
                Availability::Available => Event::Replugged,
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
        if !self.stall_reported && stall_after.is_some_and(|limit| silent_for >= limit) {
            self.stall_reported = true;
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
            mailbox.report(Availability::Unplugged);
            mailbox.report(Availability::Available);
        }
        assert_eq!(
            mailbox.lock().changes,
            [Availability::Unplugged, Availability::Available]
        );
        mailbox.report(Availability::Unplugged);
        assert!(matches!(mailbox.take(NOW), Event::Unplugged));
        // A frame from before would be seen as one from after.
        assert!(matches!(mailbox.take(NOW), Event::Nothing));
        mailbox.report(Availability::Available);
        mailbox.report(Availability::Unplugged);
        assert!(matches!(mailbox.take(NOW), Event::Nothing));
        mailbox.report(Availability::Available);
        assert!(matches!(mailbox.take(NOW), Event::Replugged));
    }

    #[test]
    fn only_the_present_reason_of_an_absence_is_reported() {
        let mailbox = Mailbox::new(Some(NOW));
        mailbox.report(Availability::Unplugged);
        mailbox.report(Availability::Busy);
        assert!(matches!(mailbox.take(NOW), Event::Busy));
        assert!(matches!(mailbox.take(NOW), Event::Nothing));
        // It goes on being away, for another reason.
        mailbox.report(Availability::Unplugged);
        assert!(matches!(mailbox.take(NOW), Event::Unplugged));
        // It came back and was taken before the reader looked.
        mailbox.report(Availability::Available);
        mailbox.report(Availability::Busy);
        assert!(matches!(mailbox.take(NOW), Event::Busy));
        // It came back and was taken again: the reader knows no better than before.
        mailbox.report(Availability::Available);
        mailbox.report(Availability::Busy);
        assert!(matches!(mailbox.take(NOW), Event::Nothing));
        mailbox.report(Availability::Available);
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
        mailbox.report(Availability::Unplugged);
        assert!(matches!(mailbox.take(NOW), Event::Unplugged));
        assert!(matches!(mailbox.take(NOW), Event::Nothing));
        mailbox.report(Availability::Available);
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
