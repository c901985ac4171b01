//! The command line of `lanyard-booth`.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use protocol::{FieldSet, ReadMethod, ScanId};

/// Scan badges at a sponsor's booth, with or without a network.
#[derive(Debug, Parser)]
#[command(name = "lanyard-booth", version, max_term_width = 100, after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The folder with this device's scans and key.
    /// Without it, the one that LANYARD_HOME names, or else `lanyard` in the place for programs' data.
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) home: Option<PathBuf>,

    /// Write one JSON object a line.
    #[arg(long, global = true)]
    pub(crate) json: bool,

    /// Keep a new folder's key in a file, not in the computer's keychain.
    #[arg(long, global = true)]
    pub(crate) key_file: bool,

    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  lanyard-booth enrol 'https://lanyard.example/enrol#8K2M…'   take part, with the code of your sponsor's page
  lanyard-booth scan --camera --operator Ana --sync           scan with the camera, and send as you go
  lanyard-booth scan --stdin --method scanner                 scan with a hardware scanner that types
  lanyard-booth list --search ada                             find a scan
  lanyard-booth sync                                          send everything; exit 0 says all is held
  lanyard-booth export scans.lanyard                          with no network: a file for the sponsor's page

What is saved survives a power cut. Diagnostics: set RUST_LOG=info. They hold no names.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Enrol(Enrol),
    Scan(Scan),
    Note(Note),
    Narrow(Narrow),
    Void(Void),
    List(List),
    Sync(Sync),
    /// Show what waits, whether the day can be closed, and where the data is.
    #[command(after_help = "\
Example:
  lanyard-booth status --json | jq .pending")]
    Status,
    Export(Export),
    /// List the cameras of this computer.
    #[command(after_help = "\
Example:
  lanyard-booth cameras        then `lanyard-booth scan --camera NAME`")]
    Cameras,
    Read(Read),
    /// List the sponsors and events that this device is enrolled for.
    #[command(after_help = "\
Example:
  lanyard-booth enrolments")]
    Enrolments,
    Use(Use),
}

/// Enrol this device with the one-time code of the sponsor's page.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("from").required(true).args(["enrolment_code", "server", "camera", "image"])),
    after_help = "\
Examples:
  lanyard-booth enrol 'https://lanyard.example/enrol#8K2M…' --label 'Front table'
  lanyard-booth enrol --server https://lanyard.example --code 8K2M-4TQ9-0XYZ-11AB
  lanyard-booth enrol --camera        then hold the page's code into the camera")]
pub(crate) struct Enrol {
    /// The whole code: https://…/enrol#…
    #[arg(value_name = "CODE")]
    pub(crate) enrolment_code: Option<String>,
    /// The backend's address, for a code typed by hand.
    #[arg(long, value_name = "URL", requires = "code")]
    pub(crate) server: Option<String>,
    /// The code's 16 letters and digits.
    #[arg(long, value_name = "SECRET", requires = "server")]
    pub(crate) code: Option<String>,
    /// Read the code with a camera: the first one, or the one named.
    #[arg(long, value_name = "CAMERA", num_args = 0..=1)]
    pub(crate) camera: Option<Option<String>>,
    /// Read the code from a picture.
    #[arg(long, value_name = "FILE")]
    pub(crate) image: Option<PathBuf>,
    /// What the device is called on the sponsor's page, where that is not to be what the code says.
    #[arg(long, value_name = "NAME")]
    pub(crate) label: Option<String>,
}

/// Scan badges. Each line of standard output says what became of one.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("from").required(true).args(["camera", "video", "images", "stdin", "codes"])),
    after_help = "\
Standard output, a line for each badge, written once it is so:
  saved SCAN_ID       committed to the disk
  already SCAN_ID     scanned before under this enrolment; nothing new was stored
  do-not-scan         its holder asks not to be scanned; nothing was stored
  not-shared          the attendee was asked and did not say yes; nothing was stored
  refused REASON      not a usable badge of the event; nothing was stored
  not-saved REASON    it could NOT be stored; the exit status says so too
With --json each is an object with result, scan, name, checked, frame and ms.

The exit status is 0 when every badge was dealt with, and 1 when one could not be stored or the
source broke. With --sync too: whether all was sent, the closing lines say, and `sync` by its status.
Ctrl-C ends a scan as the end of its source would. A second Ctrl-C ends the program at once, by the
signal SIGINT. What was called saved is saved.

Examples:
  lanyard-booth scan --camera --operator Ana --sync
  lanyard-booth scan --images photos/*.jpg --json
  ffmpeg … -f yuv4mpegpipe - | lanyard-booth scan --video -
  lanyard-booth scan 8K2M-4TQ9 --method manual")]
pub(crate) struct Scan {
    /// The codes themselves, or the short codes printed under them.
    #[arg(value_name = "CODE")]
    pub(crate) codes: Vec<String>,
    /// Scan with a camera: the first one, or the one named (see `cameras`).
    #[arg(long, value_name = "CAMERA", num_args = 0..=1)]
    pub(crate) camera: Option<Option<String>>,
    /// Scan from a Y4M or MJPEG video; - is standard input.
    #[arg(long, value_name = "FILE")]
    pub(crate) video: Option<PathBuf>,
    /// Scan from pictures.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(crate) images: Vec<PathBuf>,
    /// Scan from lines of standard input: a hardware scanner, or a pipe.
    #[arg(long)]
    pub(crate) stdin: bool,
    /// How the codes got here, where it is not what the source suggests.
    #[arg(long, value_enum)]
    pub(crate) method: Option<Method>,
    /// The operator's name; remembered for later commands.
    #[arg(long, value_name = "NAME")]
    pub(crate) operator: Option<String>,
    /// The fields the attendee shares; those the event does not allow are left out.
    #[arg(long, value_name = "FIELD,…")]
    pub(crate) fields: Option<FieldSet>,
    /// The enrolment to scan for: its sponsor's name or its device id.
    #[arg(long, value_name = "NAME|ID")]
    pub(crate) enrolment: Option<String>,
    /// Send scans as they are made, and what waits at the end.
    #[arg(long)]
    pub(crate) sync: bool,
    /// No sentences and no questions: only the result lines.
    #[arg(long)]
    pub(crate) rapid: bool,
    /// The attendee has said yes elsewhere; do not ask.
    #[arg(long)]
    pub(crate) confirmed: bool,
}

/// How a code got into the device.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Method {
    /// A camera, or pictures of one.
    Camera,
    /// A hardware scanner that types.
    #[value(alias = "hardware_scanner", alias = "hardware-scanner")]
    Scanner,
    /// A person who types.
    Manual,
}

impl From<Method> for ReadMethod {
    fn from(method: Method) -> Self {
        match method {
            Method::Camera => Self::Camera,
            Method::Scanner => Self::HardwareScanner,
            Method::Manual => Self::Manual,
        }
    }
}

/// Add a note to a scan. Notes are only ever added.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  lanyard-booth note 6f9c… --text 'Wants a demo' --rating 4 --tag hot --answer 1=more --operator Ana")]
pub(crate) struct Note {
    /// The scan.
    pub(crate) scan: ScanId,
    /// Free text.
    #[arg(long, default_value = "")]
    pub(crate) text: String,
    /// 1 to 5.
    #[arg(long, value_name = "1-5")]
    pub(crate) rating: Option<u8>,
    /// A short word for sorting; may be given more than once.
    #[arg(long = "tag", value_name = "TAG")]
    pub(crate) tags: Vec<String>,
    /// An answer to one of the event's questions; may be given more than once.
    #[arg(long = "answer", value_name = "ID=VALUE")]
    pub(crate) answers: Vec<String>,
    /// The operator's name.
    #[arg(long, value_name = "NAME")]
    pub(crate) operator: Option<String>,
}

/// Take fields away from a scan, as its attendee wishes.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  lanyard-booth narrow 6f9c… --remove email,country")]
pub(crate) struct Narrow {
    /// The scan.
    pub(crate) scan: ScanId,
    /// The fields that the sponsor is not to have.
    #[arg(long, value_name = "FIELD,…")]
    pub(crate) remove: FieldSet,
    /// The operator's name.
    #[arg(long, value_name = "NAME")]
    pub(crate) operator: Option<String>,
}

/// Take a scan back: it was a mistake.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  lanyard-booth void 6f9c… --reason 'wrong person'")]
pub(crate) struct Void {
    /// The scan.
    pub(crate) scan: ScanId,
    /// Why.
    #[arg(long, default_value = "")]
    pub(crate) reason: String,
    /// The operator's name.
    #[arg(long, value_name = "NAME")]
    pub(crate) operator: Option<String>,
}

/// List scans, the newest first.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  lanyard-booth list --search ada --state pending")]
pub(crate) struct List {
    /// Only those with this in the name, code, operator or notes.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) search: String,
    /// Only those in this state.
    #[arg(long, value_enum)]
    pub(crate) state: Option<State>,
    /// At most so many.
    #[arg(long, value_name = "N", default_value_t = 50, conflicts_with = "all")]
    pub(crate) limit: u32,
    /// Every one.
    #[arg(long)]
    pub(crate) all: bool,
    /// The enrolment: its sponsor's name or its device id; without it, all of them.
    #[arg(long, value_name = "NAME|ID")]
    pub(crate) enrolment: Option<String>,
}

/// The state of a scan.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum State {
    /// Not held by the backend yet.
    Pending,
    /// Held.
    Acknowledged,
    /// Held, and not used.
    Quarantined,
    /// Taken back.
    Voided,
}

/// Send what waits, for every enrolment. The exit status is 0 when the backend holds all of it.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  lanyard-booth sync && echo 'switch it off'")]
pub(crate) struct Sync {
    /// Go on until interrupted, and send what is scanned meanwhile.
    #[arg(long)]
    pub(crate) watch: bool,
}

/// Write what waits into an encrypted file, which the backend's upload page takes from any browser.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  lanyard-booth export /media/stick/scans.lanyard")]
pub(crate) struct Export {
    /// The file to make. Where several enrolments have something, each gets its own, named after it.
    pub(crate) file: PathBuf,
    /// Only this enrolment: its sponsor's name or its device id.
    #[arg(long, value_name = "NAME|ID")]
    pub(crate) enrolment: Option<String>,
}

/// Read the QR codes in pictures and store nothing: a JSON line for each picture.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  lanyard-booth read photos/*.jpg")]
pub(crate) struct Read {
    /// The pictures.
    #[arg(value_name = "IMAGE", required = true)]
    pub(crate) images: Vec<PathBuf>,
}

/// Choose the enrolment that scans go to when none is named.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  lanyard-booth use 'Example Corp'")]
pub(crate) struct Use {
    /// Its sponsor's name or its device id.
    #[arg(value_name = "NAME|ID")]
    pub(crate) enrolment: String,
}
