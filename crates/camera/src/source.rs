//! What all sources have in common.

use std::time::Duration;

use vision::OwnedFrame;

use crate::{CameraError, Picture};

/// One frame, and its place in the stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CapturedFrame {
    /// Its luminance.
    pub frame: OwnedFrame,
    /// 0, 1, 2 … in the order of capture. A gap is frames that the reader was too slow for.
    pub sequence: u64,
    /// When it was captured, from the start of the source. For a video this is its time in the film, which says nothing
    /// about when it was read.
    pub at: Duration,
    /// The frame as it was sent, where a person may look at it: of a live camera that this program reads itself.
    pub picture: Option<Picture>,
}

/// What happens next.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event {
    /// A frame.
    Frame(CapturedFrame),
    /// One picture could not be used; the next may be.
    Skipped(CameraError),
    /// Nothing happened in the time given.
    Nothing,
    /// The camera is open and has given no frame for `silent_for`, and long enough to tell the user. Said once; the
    /// next frame ends it.
    Stalled {
        /// Since the last frame, or since the camera was opened.
        silent_for: Duration,
    },
    /// The camera is gone. It is looked for again and again.
    Unplugged,
    /// Another program has the camera. It is tried again every few seconds, and its next event but this and
    /// [`Unplugged`](Event::Unplugged) is [`Replugged`](Event::Replugged).
    Busy,
    /// The camera is back: plugged in again, or let go by the other program.
    Replugged,
    /// There are no more frames, and everything before this was read. A source says this again whenever it is asked.
    Ended,
    /// The source is broken for good. After this it says [`Ended`](Event::Ended).
    Failed(CameraError),
}

/// Something that gives frames.
pub trait Source: Send {
    /// Waits for what happens next, at most `timeout`.
    ///
    /// Files are read in the call, however long a disk or pipe takes, and never answer [`Event::Nothing`].
    fn next(&mut self, timeout: Duration) -> Event;

    /// What it is, to show to a user: a camera's name, a file's name.
    fn describe(&self) -> String;
}

impl<S: Source + ?Sized> Source for Box<S> {
    fn next(&mut self, timeout: Duration) -> Event {
        (**self).next(timeout)
    }

    fn describe(&self) -> String {
        (**self).describe()
    }
}
