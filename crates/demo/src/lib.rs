//! Runs the programs of the workspace as processes: a backend and booth devices, each in its own folder.
//!
//! The demo plays a sample day with them, and tests that cross crates use them. The feature `webdriver`
//! adds `Window`, which drives the booth's window through WebDriver.

mod backend;
#[cfg(feature = "webdriver")]
mod child_guard;
mod device;
#[cfg(feature = "webdriver")]
mod display;
mod prints;
mod program;
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
