//! Reading codes from a source of frames.

use std::time::{Duration, Instant};

use camera::{CameraError, Event, Picture, Source};
use vision::{Reader, Sighting};

use super::visible_codes::VisibleCodes;

/// Reads a source's frames, and tells codes that appear from codes that were visible before.
pub struct ScanLoop<S> {
    source: S,
    reader: Reader,
    visible: VisibleCodes,
    frames: Frames,
}

/// How the frames of a source are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frames {
    /// Each follows the one before it: a code stays visible from one to the next.
    Moving,
    /// Each stands alone.
    Still,
}

/// One step of a [`ScanLoop`].
#[derive(Debug)]
#[non_exhaustive]
pub enum ScanStep {
    /// A frame was read.
    Frame(ScannedFrame),
    /// One picture could not be used. The next one may be.
    Skipped(CameraError),
    /// Nothing happened within the time-out.
    Nothing,
    /// The camera is open and gives no frames.
    Stalled {
        /// For how long.
        silent_for: Duration,
    },
    /// The camera is gone. It is looked for again and again.
    Unplugged,
    /// Another program uses the camera. It is tried again and again.
    Busy,
    /// The camera is back.
    Replugged,
    /// The source has no more frames.
    Ended,
    /// The source is broken for good.
    Failed(CameraError),
}

/// The codes that were read in one frame.
#[derive(Debug)]
pub struct ScannedFrame {
    /// The frame's place in the stream, from 0.
    pub frame: u64,
    /// When the frame was handed over, for telling how long a scan took.
    pub since: Instant,
    /// The frame's width in pixels, in which the corners of codes are given.
    pub width: u32,
    /// The frame's height in pixels.
    pub height: u32,
    /// The frame as the camera sent it, to be shown. Only a camera that this program reads itself has one.
    pub picture: Option<Picture>,
    /// Codes that have just appeared: these are to be scanned.
    pub appeared: Vec<Sighting>,
    /// Codes that were visible before: these are only to be drawn.
    pub still_visible: Vec<Sighting>,
}

impl<S: Source> ScanLoop<S> {
    /// Reads a camera or a video.
    pub fn moving(source: S) -> Self {
        Self::new(source, Frames::Moving)
    }

    /// Reads unrelated pictures: each is read with more effort, and a code counts in each.
    pub fn still(source: S) -> Self {
        Self::new(source, Frames::Still)
    }

    fn new(source: S, frames: Frames) -> Self {
        Self {
            source,
            reader: Reader::new(),
            visible: VisibleCodes::default(),
            frames,
        }
    }

    /// The source's name, to show to a user.
    pub fn describe(&self) -> String {
        self.source.describe()
    }

    /// Waits for the next step, for at most `timeout` if the source is a camera.
    pub fn next(&mut self, timeout: Duration) -> ScanStep {
        let captured = match self.source.next(timeout) {
            Event::Frame(captured) => captured,
            Event::Skipped(error) => return ScanStep::Skipped(error),
            Event::Stalled { silent_for } => return ScanStep::Stalled { silent_for },
            Event::Unplugged => return ScanStep::Unplugged,
            Event::Busy => return ScanStep::Busy,
            Event::Replugged => return ScanStep::Replugged,
            Event::Ended => return ScanStep::Ended,
            Event::Failed(error) => return ScanStep::Failed(error),
            // Events that a later version of `camera` may add say nothing about codes.
            _ => return ScanStep::Nothing,
        };
        let since = Instant::now();
        let frame = captured.frame.as_frame();
        let sightings = match self.frames {
            Frames::Moving => self.reader.read(&frame),
            Frames::Still => self.reader.read_still(&frame),
        };
        let (appeared, still_visible) = sightings.into_iter().partition(|sighting| {
            self.frames == Frames::Still || self.visible.appears(&sighting.text, captured.at)
        });
        ScanStep::Frame(ScannedFrame {
            frame: captured.sequence,
            since,
            width: captured.frame.width(),
            height: captured.frame.height(),
            picture: captured.picture,
            appeared,
            still_visible,
        })
    }
}
