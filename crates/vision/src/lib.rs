//! A luminance frame in, QR texts out.
//!
//! Pure: no I/O, no clock, no threads, so that it also runs in a browser.
//!
//! ```
//! let picture = vision::OwnedFrame::filled(640, 480, 255)?;
//! let sightings = vision::Reader::new().read(&picture.as_frame());
//! assert!(sightings.is_empty());
//! # Ok::<(), vision::FrameError>(())
//! ```

#![warn(missing_docs)]

mod caught;
mod decoders;
mod frame;
mod geometry;
#[cfg(test)]
mod noise;
mod own;
mod reader;
mod sighting;
mod stack;
mod view;

pub use caught::in_decoder;
pub use frame::{Frame, FrameError, MAX_PIXELS, OwnedFrame, pixel_count};
pub use reader::{MAX_TEXT_BYTES, Reader};
pub use sighting::{Decoder, Point, Sighting};
