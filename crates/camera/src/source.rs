//! The trait of all sources of frames, and their events.

use std::time::Duration;

use vision::OwnedFrame;

use crate::{CameraError, Picture};

/// A frame and its place in the stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CapturedFrame {
    /// The luminance.
    pub frame: OwnedFrame,
    /// Number in the order of capture, from 0. Gaps are frames that were dropped because the reader was too slow.
    pub sequence: u64,
    /// Time of capture since the start of the source; for a video, the time in the video.
    pub at: Duration,
    /// The picture for display, if the source is a camera that this program reads itself.
    pub picture: Option<Picture>,
}

/// An event of a source.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event {
    /// A frame.
    Frame(CapturedFrame),
    /// A frame was unusable; later ones may be usable.
    Skipped(CameraError),
    /// Nothing happened within the time-out.
    Nothing,
    /// The camera is open and has sent no frame for `silent_for`, which is long enough to tell the user. Reported once; the
    /// next frame ends the stall.
    Stalled {
        /// Time since the last frame, or since the camera was opened.
        silent_for: Duration,
    },
    /// The camera is unplugged. Opening it is tried again periodically.
    Unplugged,
    /// Another program uses the camera. Opening it is tried again every few seconds; the next event other than this one and
    /// [`Unplugged`](Event::Unplugged) is [`Replugged`](Event::Replugged).
    Busy,
    /// The camera is available again: it was plugged in, or the other program released it.
    Replugged,
    /// There are no more frames, and all earlier events were read. Returned again by every later call.
    Ended,
    /// The source has failed permanently. Later calls return [`Ended`](Event::Ended).
    Failed(CameraError),
}

/// A source of frames.
pub trait Source: Send {
    /// Waits for the next event, at most `timeout`.
    ///
    /// Files are read in this call, however long that takes, and never return [`Event::Nothing`].
    fn next(&mut self, timeout: Duration) -> Event;

    /// The name for display: of the camera or of the file.
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
