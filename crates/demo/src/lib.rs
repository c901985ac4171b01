//! Runs the real programs: a backend and booth devices, as processes with folders of their own.
//!
//! The demo plays a sample day with them, and the tests that cross crates break them on purpose. With
//! the feature `webdriver`, the tests use the booth's window as a person would.

mod backend;
mod device;
#[cfg(feature = "webdriver")]
mod display;
mod prints;
mod program;
#[cfg(feature = "webdriver")]
mod running;
#[cfg(unix)]
mod virtual_camera;
#[cfg(feature = "webdriver")]
mod webdriver;
#[cfg(feature = "webdriver")]
mod window;

pub use backend::{Answer, Backend};
pub use device::{Device, ScanLine};
#[cfg(feature = "webdriver")]
pub use display::Display;
pub use prints::Print;
pub use program::{Program, until};
#[cfg(unix)]
pub use virtual_camera::VirtualCamera;
#[cfg(feature = "webdriver")]
pub use window::{Opening, Window};
