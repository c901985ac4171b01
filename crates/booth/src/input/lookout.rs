//! A source of frames, looked at until a code comes into view.

use std::time::{Duration, Instant};

use camera::{CameraError, Event, Picture, Source};
use vision::{Reader, Sighting};

use super::in_view::InView;

/// Looks at a source's frames and says which codes come into view.
pub struct Lookout<S> {
    source: S,
    reader: Reader,
    in_view: InView,
    frames: Frames,
}

/// What the frames of a source have to do with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frames {
    /// They follow each other: a code stays in view from one to the next.
    Moving,
    /// Each stands alone.
    Still,
}

/// What there was to see.
#[derive(Debug)]
#[non_exhaustive]
pub enum Look {
    /// A frame, and the codes in it.
    Frame(Seen),
    /// One picture could not be used; the next may be.
    Skipped(CameraError),
    /// Nothing happened in the time given.
    Nothing,
    /// The camera is open and silent.
    Stalled {
        /// For how long.
        silent_for: Duration,
    },
    /// The camera is gone, and looked for again and again.
    Unplugged,
    /// Another program has the camera, and it is tried again and again.
    Busy,
    /// It is back.
    Replugged,
    /// There are no more frames.
    Ended,
    /// The source is broken for good.
    Failed(CameraError),
}

/// The codes of one frame.
#[derive(Debug)]
pub struct Seen {
    /// The frame's place in the stream, from 0.
    pub frame: u64,
    /// When the frame was handed over, for telling how long a scan took.
    pub since: Instant,
    /// The frame's pixels per row: what places in it are counted in.
    pub width: u32,
    /// The frame's rows.
    pub height: u32,
    /// The frame as the camera sent it, to be shown; only of a camera that this program reads itself.
    pub picture: Option<Picture>,
    /// Codes that have just come into view: these are to be scanned.
    pub came: Vec<Sighting>,
    /// Codes that were in view before: these are only to be drawn.
    pub stays: Vec<Sighting>,
}

impl<S: Source> Lookout<S> {
    /// For a camera or a video.
    pub fn moving(source: S) -> Self {
        Self::new(source, Frames::Moving)
    }

    /// For pictures that stand alone: each is read with more care, and a code counts in each.
    pub fn still(source: S) -> Self {
        Self::new(source, Frames::Still)
    }

    fn new(source: S, frames: Frames) -> Self {
        Self {
            source,
            reader: Reader::new(),
            in_view: InView::default(),
            frames,
        }
    }

    /// What the source is, to show to a user.
    pub fn describe(&self) -> String {
        self.source.describe()
    }

    /// Waits for what there is to see next, at most `timeout` where the source is a camera.
    pub fn look(&mut self, timeout: Duration) -> Look {
        let captured = match self.source.next(timeout) {
            Event::Frame(captured) => captured,
            Event::Skipped(error) => return Look::Skipped(error),
            Event::Stalled { silent_for } => return Look::Stalled { silent_for },
            Event::Unplugged => return Look::Unplugged,
            Event::Busy => return Look::Busy,
            Event::Replugged => return Look::Replugged,
            Event::Ended => return Look::Ended,
            Event::Failed(error) => return Look::Failed(error),
            // Events that a later source may bring say nothing about codes.
            _ => return Look::Nothing,
        };
        let since = Instant::now();
        let frame = captured.frame.as_frame();
        let sightings = match self.frames {
            Frames::Moving => self.reader.read(&frame),
            Frames::Still => self.reader.read_still(&frame),
        };
        let (came, stays) = sightings.into_iter().partition(|sighting| {
            self.frames == Frames::Still || self.in_view.came(&sighting.text, captured.at)
        });
        Look::Frame(Seen {
            frame: captured.sequence,
            since,
            width: captured.frame.width(),
            height: captured.frame.height(),
            picture: captured.picture,
            came,
            stays,
        })
    }
}
