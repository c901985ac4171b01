//! A luminance frame in, QR texts out.
//!
//! Pure: no I/O, no clock, no threads, so that it also runs in a browser.

mod frame;

pub use frame::{Frame, FrameError, MAX_PIXELS, OwnedFrame, pixel_count};
