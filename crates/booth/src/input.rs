//! The two ways in which a code reaches the device: read by a camera, or typed by a person or a hardware
//! scanner.

mod scan_loop;
mod typed;
mod visible_codes;

pub use scan_loop::{ScanLoop, ScanStep, ScannedFrame};
pub use typed::TypedCodes;
pub(crate) use typed::spellings;
