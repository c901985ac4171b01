//! The checks, and the cameras that they play with.
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

/// Runs the checks; or, for the host, says which lines it is to expect.
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

/// Every check is run on the same stage, one after the other; after one that fails, nothing can be said
/// of the rest.
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
