//! Reads QR codes: a luminance frame in, texts and corners out.
//!
//! The crate is pure: it does no I/O, reads no clock and starts no threads, so that it also runs in a browser.
//! `docs/reader.md` explains the pipeline.
//!
//! ```
//! let picture = vision::OwnedFrame::filled(640, 480, 255)?;
//! let sightings = vision::Reader::new().read(&picture.as_frame());
//! assert!(sightings.is_empty());
//! # Ok::<(), vision::FrameError>(())
//! ```

#![warn(missing_docs)]

mod catch_unwind;
mod decoders;
mod engine;
pub mod explain;
mod frame;
mod geometry;
mod reader;
mod sighting;
mod stack;
#[cfg(test)]
mod test_frames;
mod tuning;
mod view;

pub use catch_unwind::in_decoder;
pub use frame::{Frame, FrameError, MAX_PIXELS, OwnedFrame, pixel_count};
pub use reader::{MAX_TEXT_BYTES, Reader};
pub use sighting::{Decoder, Point, Sighting};
#[cfg(feature = "sweep")]
pub use tuning::sweep;
