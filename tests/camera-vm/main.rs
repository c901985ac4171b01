//! The program inside the virtual machine of `cargo xtask test --camera`. It runs a small event with the real programs,
//! and system cameras that show printed badges, are unplugged, stall or are in use.

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
