//! How a code gets into the device: seen by a camera, or typed by a hand or a hardware scanner.

mod in_view;
mod lookout;
mod typed;

pub use lookout::{Look, Lookout, Seen};
pub use typed::TypedCodes;
pub(crate) use typed::spellings;
