//! `lanyard-server`: the backend's command line.

use std::process::ExitCode;

use clap::Parser;
use server::cli::{Cli, run};
use tokio::runtime::Runtime;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("lanyard-server: cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    let ran = runtime.block_on(run(cli));
    // Every connection of the database is held by `run` or by a task. Dropping the runtime ends the tasks
    // and joins its threads, so that the database is closed before `main` returns. SQLCipher (4.19.0, as
    // bundled) releases its global state in an exit handler, and a connection that another thread uses or
    // closes after that touches freed memory.
    drop(runtime);
    match ran {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("lanyard-server: {error:#}");
            ExitCode::FAILURE
        }
    }
}
