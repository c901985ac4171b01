//! What runs inside the virtual machine of `cargo xtask test --camera`: a small event with the real
//! programs, and cameras of the system that are fed with printed badges, pulled out, silenced and
//! occupied.

#[cfg(target_os = "linux")]
mod guest;

use std::process::ExitCode;

#[cfg(target_os = "linux")]
fn main() -> ExitCode {
    guest::run()
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    eprintln!("This runs in a virtual machine with Linux: cargo xtask test --camera");
    ExitCode::FAILURE
}
