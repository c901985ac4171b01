//! The checks of the camera test, and their simulated cameras.
//!
//! Each line on standard output that begins with `pass` or `fail` names a check; the host reads them.

mod checks;
mod feed;
mod loopback;
mod scanner;
mod usb_camera;
mod usbip;
mod webcam;

use std::process::ExitCode;

use checks::{CHECKS, Stage};

/// Runs the checks, or with `--list` prints their names for the host.
pub(crate) fn run() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("--list") {
        for (name, _) in CHECKS {
            println!("{name}");
        }
        return ExitCode::SUCCESS;
    }
    match run_checks() {
        Ok(()) => ExitCode::SUCCESS,
        Err(()) => ExitCode::FAILURE,
    }
}

/// Runs all checks in order on the same stage. The first failure ends the run, because later checks depend on earlier ones.
fn run_checks() -> Result<(), ()> {
    let mut stage =
        Stage::set().map_err(|error| println!("fail the event is set up: {error:#}"))?;
    for (name, check) in CHECKS {
        match check(&mut stage) {
            Ok(()) => println!("pass {name}"),
            Err(error) => {
                println!("fail {name}: {error:#}");
                return Err(());
            }
        }
    }
    Ok(())
}
