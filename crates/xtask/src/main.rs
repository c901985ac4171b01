//! The project's own commands: `cargo xtask demo`, `window`, `test`, `lint`, `bench`, `ui`, `package`,
//! `setup`.
//!
//! This program must build on a machine that has only Rust and a linker, because it installs everything else.

mod bench;
mod camera_vm;
mod cargo;
mod lint;
mod package;
mod postgres;
mod setup;
mod test;
mod ui;

use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use setup::Need;

/// Lanyard's development commands. On Debian and Ubuntu they install missing packages, after listing them and asking
/// (as root and with --yes, without asking).
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Plays a sample conference day with the real programs, and shows each role's view.
    Demo(Forward),
    /// Builds and opens the booth's window.
    Window(Forward),
    /// Runs all tests: of the programs, of the screens, and of both together. With --postgres, runs the backend's tests on
    /// PostgreSQL; with --camera (see `test --camera --help`), the camera tests in a virtual machine.
    Test(TestArguments),
    /// Checks formatting, types, lints, the documentation's links, unused dependencies, licences and bans.
    Lint(Consent),
    /// Measures the programs, each figure beside its bound from the same run. With `reader` as the first word, measures the
    /// badge reader beside other readers; with `comeback`, all devices that return at once while PostgreSQL fails over.
    Bench(Forward),
    /// Builds the screens, if they have changed.
    Ui(Consent),
    /// Builds the Debian package of the booth's window.
    Package(package::Arguments),
    /// Installs the packages that the build and the tests need, and does nothing else.
    Setup(Consent),
}

#[derive(Args)]
struct Consent {
    /// Install missing packages without asking.
    #[arg(long)]
    yes: bool,
}

#[derive(Args)]
#[command(disable_help_flag = true)]
struct Forward {
    /// Install missing packages without asking.
    #[arg(long)]
    yes: bool,
    /// Arguments for the demo, the window, `cargo test`, or the benchmark. Try `--help`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

#[derive(Args)]
#[command(disable_help_flag = true)]
struct TestArguments {
    /// Run only the camera tests, in a virtual machine.
    #[arg(long)]
    camera: bool,
    /// Run only the backend's tests, on a temporary PostgreSQL.
    #[arg(long, conflicts_with = "camera")]
    postgres: bool,
    /// Run only the test in which all devices return at once while the backend's PostgreSQL fails over.
    #[arg(long, conflicts_with_all = ["camera", "postgres"])]
    comeback: bool,
    #[command(flatten)]
    forward: Forward,
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Demo(forward) => demo(forward),
        Command::Window(forward) => window(forward),
        Command::Test(TestArguments {
            camera,
            postgres,
            comeback,
            forward,
        }) => {
            if comeback {
                test::comeback(forward.yes, &forward.rest)
            } else if postgres {
                test::on_postgres(forward.yes, &forward.rest)
            } else if camera {
                camera_vm::run(forward.yes, &forward.rest)
            } else {
                test::run(forward.yes, &forward.rest)
            }
        }
        Command::Lint(consent) => {
            setup::install(Need::Build, consent.yes).and_then(|()| lint::run())
        }
        Command::Bench(forward) => bench::run(forward.yes, &forward.rest),
        Command::Ui(consent) => setup::install(Need::Build, consent.yes).and_then(|()| ui::build()),
        Command::Package(arguments) => package::run(&arguments),
        Command::Setup(consent) => setup::install(Need::Test, consent.yes),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\ncargo xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn demo(forward: Forward) -> anyhow::Result<()> {
    setup::install(Need::Build, forward.yes)?;
    let mut packages = vec!["server", "booth", "demo"];
    let says = |flag: &str| forward.rest.iter().any(|word| word == flag);
    if says("--window") || (has_display() && !says("--no-window")) {
        ui::build()?;
        packages.push("lanyard");
    }
    eprintln!("Building the programs (a few minutes the first time) …");
    let mut arguments = vec!["build", "--bins"];
    for name in packages {
        arguments.extend(["--package", name]);
    }
    cargo::run(&arguments)?;
    cargo::run_built("lanyard-demo", &forward.rest)
}

/// Returns whether there is a display for a window. The demo decides in the same way whether to open one.
fn has_display() -> bool {
    cfg!(any(windows, target_os = "macos"))
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .into_iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

fn window(forward: Forward) -> anyhow::Result<()> {
    setup::install(Need::Build, forward.yes)?;
    ui::build()?;
    eprintln!("Building the window (several minutes the first time) …");
    cargo::run(&["build", "--bins", "--package", "lanyard"])?;
    cargo::run_built("lanyard", &forward.rest)
}
