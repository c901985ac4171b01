//! The program `lanyard-bridge`: its command line, its log, and the order in which it ends.

use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use bridge::{EndRequests, Token, has_pages, router, serve};
use clap::builder::FalseyValueParser;
use clap::{Parser, ValueEnum};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;
use window::api::CameraOwner;
use window::{KeyChoice, Options, Window};

/// Open the booth's screens in a browser on this computer.
///
/// For trying the screens, and for cameras that only a browser can open. The printed address gives
/// control of the device until this program ends. It can't be reached from other computers.
#[derive(Debug, Parser)]
#[command(
    name = "lanyard-bridge",
    version,
    max_term_width = 100,
    after_help = "\
Examples:
  lanyard-bridge --home /tmp/try --key-file                      the screens, with this computer's camera
  lanyard-bridge --home /tmp/try --key-file --camera webview     the browser opens the camera

It writes JSON lines without personal data to standard error; LANYARD_LOG sets how much
(error, warn, info, debug)."
)]
struct Arguments {
    /// The folder with this device's scans and key.
    /// Without it, the one that LANYARD_HOME names, or else `lanyard` in the place for programs' data.
    #[arg(long, value_name = "DIR")]
    home: Option<PathBuf>,

    /// Keep a new folder's key in a file, not in the computer's keychain.
    #[arg(long, env = "LANYARD_KEY_FILE", value_parser = FalseyValueParser::new())]
    key_file: bool,

    /// The port; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,

    /// Who opens the camera.
    #[arg(long, value_enum, default_value_t = Camera::Program)]
    camera: Camera,

    /// Offer the pictures of a Y4M or Motion-JPEG stream as a camera too.
    #[arg(long, value_name = "FILE", env = "LANYARD_VIRTUAL_CAMERA")]
    virtual_camera: Option<PathBuf>,

    /// Where exported bundles go. Without it, the user's folder of downloads.
    #[arg(long, value_name = "DIR")]
    downloads: Option<PathBuf>,

    /// The folder with the built pages.
    #[arg(long, value_name = "DIR", default_value = "ui/dist-web")]
    ui: PathBuf,

    /// End when standard input does, as it does when the program that started this one ends.
    #[arg(long)]
    until_stdin_closes: bool,

    /// Print one line of JSON with the address.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Camera {
    /// This program.
    Program,
    /// The browser.
    Webview,
}

/// How long requests that still wait, for example for a keychain, may delay the end.
const LAST_WAIT: Duration = Duration::from_secs(1);

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}.");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<()> {
    log()?;
    ensure!(
        has_pages(&arguments.ui),
        "{} has no pages. Run `npm run build:web` in ui, or name the folder with --ui",
        arguments.ui.display()
    );
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start")?;
    let window = Window::open(options(&arguments));
    let served = runtime.block_on(serve_at_a_port(&arguments, Arc::clone(&window)));
    // The window is closed first: that ends what the requests still under way wait for, and from then on
    // no thread can reach the database.
    drop(window);
    runtime.shutdown_timeout(LAST_WAIT);
    served
}

async fn serve_at_a_port(arguments: &Arguments, window: Arc<Window>) -> anyhow::Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, arguments.port))
        .await
        .with_context(|| format!("cannot listen on port {}", arguments.port))?;
    let port = listener
        .local_addr()
        .context("cannot tell the port")?
        .port();
    let token = Token::random().context("the system has no randomness to give")?;
    let address = format!("http://127.0.0.1:{port}/{}/", token.expose());
    let (ending, is_ending) = watch::channel(false);
    let router = router(window, token, port, &arguments.ui, is_ending);
    let end =
        EndRequests::listen(arguments.until_stdin_closes).context("cannot listen for signals")?;
    announce(&address, arguments.json).context("cannot print the address")?;
    serve(listener, router, ending, end.first())
        .await
        .context("cannot go on listening")
}

/// Prints the address. The secret in it is written nowhere else.
fn announce(address: &str, json: bool) -> std::io::Result<()> {
    use std::io::Write;
    let mut stdout = std::io::stdout().lock();
    if json {
        writeln!(stdout, "{}", serde_json::json!({ "address": address }))?;
    } else {
        writeln!(
            stdout,
            "Open this in a browser on this computer, and keep it secret:\n{address}\nCtrl-C ends it."
        )?;
    }
    stdout.flush()
}

fn options(arguments: &Arguments) -> Options {
    Options {
        home: arguments.home.clone(),
        key: if arguments.key_file {
            KeyChoice::File
        } else {
            KeyChoice::KeychainFirst
        },
        camera_owner: match arguments.camera {
            Camera::Program => CameraOwner::Program,
            Camera::Webview => CameraOwner::Webview,
        },
        virtual_camera: arguments.virtual_camera.clone(),
        downloads: arguments.downloads.clone(),
        ..Options::default()
    }
}

fn log() -> anyhow::Result<()> {
    let filter = match std::env::var("LANYARD_LOG") {
        Ok(text) => EnvFilter::try_new(text).context("LANYARD_LOG is not a log filter")?,
        Err(_) => EnvFilter::new("warn"),
    };
    tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init()
        .map_err(|error| anyhow::anyhow!("cannot log: {error}"))?;
    // A panic's message may quote data such as a name. Its place in the code never does.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "a panic");
    }));
    Ok(())
}
