//! The command `badges`: prints badges as PDF and SVG, reprints and revokes them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context;
use badge::draw::{Fonts, Format, MissingGlyphs, Paper};
use clap::{Args, Subcommand, ValueEnum};
use protocol::{BadgeId, HumanCode};
use serde::Serialize;

use crate::cli::event_option::WhichEvent;
use crate::cli::output::Output;
use backend::Backend;
use backend::audit;
use backend::event::Event;
use backend::registration::badges::{self, BadgeSelection, NewBadge};
use backend::registration::fonts;

/// Time between two lines of progress.
const EVERY: Duration = Duration::from_secs(1);

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print badges for attendees who have none.
    #[command(after_help = "Examples:
  lanyard-server badges print --pdf badges.pdf
  lanyard-server badges print --attendee R-1001 --attendee R-1002 --svg-dir badges/")]
    Print {
        /// Only these registration ids. An attendee who has a badge gets a new one, and the old one is revoked.
        #[arg(
            long = "attendee",
            value_name = "REGISTRATION_ID",
            conflicts_with = "all"
        )]
        attendees: Vec<String>,
        /// Every attendee. All badges printed before are revoked.
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        paper: PaperArgs,
        #[command(flatten)]
        event: WhichEvent,
    },
    /// Print an attendee's badge again, with a new code. The old badge is revoked.
    #[command(after_help = "Example: lanyard-server badges reprint R-1001 --pdf badge.pdf")]
    Reprint {
        /// The registration id.
        registration_id: String,
        #[command(flatten)]
        paper: PaperArgs,
        #[command(flatten)]
        event: WhichEvent,
    },
    /// Revoke a badge by the code under its symbol. Devices learn of it at their next sync.
    #[command(after_help = "Example: lanyard-server badges revoke ABCD-EFGH")]
    Revoke {
        /// The 8 characters.
        code: HumanCode,
        #[command(flatten)]
        event: WhichEvent,
    },
}

#[derive(Debug, Args)]
pub(crate) struct PaperArgs {
    /// Write all badges on sheets into this file.
    #[arg(long, value_name = "FILE", required_unless_present = "svg_dir")]
    pdf: Option<PathBuf>,
    /// Write each badge into this folder, in a file named after its printed code.
    #[arg(long, value_name = "FOLDER")]
    svg_dir: Option<PathBuf>,
    /// The size that badges are cut to.
    #[arg(long, value_enum, default_value = "four-by-three")]
    format: FormatArg,
    /// The sheets.
    #[arg(long, value_enum, default_value = "a4")]
    paper: SheetArg,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FormatArg {
    /// 4 × 3 inches.
    FourByThree,
    /// 105 × 148 mm.
    A6,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SheetArg {
    /// 297 × 210 mm.
    A4,
    /// 11 × 8½ inches.
    Letter,
}

/// The result for programs. It contains no names.
#[derive(Serialize)]
struct Manifest<'a> {
    badges: Vec<Printed<'a>>,
    pdf: Option<&'a Path>,
    /// Older badges that were revoked.
    revoked: usize,
    /// Scripts that no font has.
    missing_scripts: BTreeSet<&'static str>,
}

#[derive(Serialize)]
struct Printed<'a> {
    registration_id: &'a str,
    badge: BadgeId,
    human_code: HumanCode,
    do_not_scan: bool,
    svg: Option<PathBuf>,
}

impl Command {
    pub(crate) async fn run(self, backend: &Backend, output: Output) -> anyhow::Result<()> {
        match self {
            Self::Print {
                attendees,
                all,
                paper,
                event,
            } => {
                let whose = match (all, attendees.is_empty()) {
                    (true, _) => BadgeSelection::All,
                    (false, true) => BadgeSelection::WithoutBadge,
                    (false, false) => BadgeSelection::Registrations(attendees),
                };
                print(backend, &event, &whose, &paper, output).await
            }
            Self::Reprint {
                registration_id,
                paper,
                event,
            } => {
                let whose = BadgeSelection::Registrations(vec![registration_id]);
                print(backend, &event, &whose, &paper, output).await
            }
            Self::Revoke { code, event } => {
                let mut tx = backend.db().write().await?;
                let event = event.load(backend, &mut tx).await?.slug;
                let badge = badges::revoke(&mut tx, &event, &code, backend.now()).await?;
                tx.commit().await?;
                #[derive(Serialize)]
                struct Revoked {
                    revoked: BadgeId,
                }
                output.print(&Revoked { revoked: badge }, || {
                    format!("Revoked the badge {code}. Devices learn of it at their next sync.")
                })
            }
        }
    }
}

async fn print(
    backend: &Backend,
    event: &WhichEvent,
    whose: &BadgeSelection,
    paper: &PaperArgs,
    output: Output,
) -> anyhow::Result<()> {
    let mut tx = backend.db().read().await?;
    let event = event.load(backend, &mut tx).await?;
    let badges = badges::prepare(&mut tx, &event, whose).await?;
    drop(tx);
    let mut written = Files::default();
    let missing = draw(&event, &badges, paper, &mut written)?;
    // A badge is registered only once its file is complete, and files are removed if that fails.
    let mut tx = backend.db().write().await?;
    let revoked = badges::register(
        &mut tx,
        &event,
        &badges,
        audit::Actor::Organiser,
        backend.now(),
    )
    .await?;
    tx.commit().await?;
    written.keep();

    let manifest = Manifest {
        badges: badges
            .iter()
            .map(|badge| Printed {
                registration_id: &badge.registration_id,
                badge: badge.code.id(),
                human_code: badge.code.human_code(),
                do_not_scan: badge.do_not_scan,
                svg: paper.svg_path(badge),
            })
            .collect(),
        pdf: paper.pdf.as_deref().filter(|_| !badges.is_empty()),
        revoked,
        missing_scripts: missing.iter().flat_map(MissingGlyphs::scripts).collect(),
    };
    for missing in &missing {
        eprintln!("Some names lack glyphs: {missing}.");
    }
    output.print(&manifest, || {
        let count = manifest.badges.len();
        if count == 0 {
            return "Every attendee has a badge; --all reprints all of them.".to_owned();
        }
        let mut text = format!("Printed {count} badges.");
        if revoked > 0 {
            text.push_str(&format!(
                " {revoked} older ones are revoked; devices learn of it at their next sync."
            ));
        }
        text
    })
}

impl PaperArgs {
    const fn format(&self) -> Format {
        match self.format {
            FormatArg::FourByThree => Format::FourByThree,
            FormatArg::A6 => Format::A6,
        }
    }

    const fn paper(&self) -> Paper {
        match self.paper {
            SheetArg::A4 => Paper::A4,
            SheetArg::Letter => Paper::Letter,
        }
    }

    fn svg_path(&self, badge: &NewBadge) -> Option<PathBuf> {
        let name = format!("{}.svg", badge.code.human_code().as_str());
        self.svg_dir.as_ref().map(|folder| folder.join(name))
    }
}

fn draw(
    event: &Event,
    badges: &[NewBadge],
    paper: &PaperArgs,
    written: &mut Files,
) -> anyhow::Result<Vec<MissingGlyphs>> {
    if badges.is_empty() {
        return Ok(Vec::new());
    }
    let fonts: Fonts = fonts::load()?;
    let mut missing = Vec::new();
    let mut lacking = |found: MissingGlyphs| {
        if !found.is_empty() && !missing.contains(&found) {
            missing.push(found);
        }
    };
    let mut progress = Progress::new();
    if let Some(folder) = &paper.svg_dir {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot make {}", folder.display()))?;
        for (done, badge) in (1..).zip(badges) {
            let (svg, found) = badges::draw(event, badge, paper.format(), &fonts)?;
            lacking(found);
            if let Some(path) = paper.svg_path(badge) {
                written.write(path, svg.as_bytes())?;
            }
            progress.tell(done, badges.len());
        }
    }
    if let Some(path) = &paper.pdf {
        let (pdf, found) = badges::draw_sheets(
            event,
            badges,
            paper.format(),
            paper.paper(),
            &fonts,
            |done, all| progress.tell(done, all),
        )?;
        lacking(found);
        written.write(path.clone(), &pdf)?;
    }
    Ok(missing)
}

struct Progress {
    last: Instant,
}

impl Progress {
    fn new() -> Self {
        Self {
            last: Instant::now(),
        }
    }

    fn tell(&mut self, done: usize, all: usize) {
        if self.last.elapsed() > EVERY {
            eprintln!("{done} of {all} badges drawn");
            self.last = Instant::now();
        }
    }
}

/// Files that are removed again unless they are kept: a drawing of a badge that was never written down
/// must not get to the printer.
#[derive(Default)]
struct Files(Vec<PathBuf>);

impl Files {
    fn write(&mut self, path: PathBuf, bytes: &[u8]) -> anyhow::Result<()> {
        let shown = path.display().to_string();
        self.0.push(path.clone());
        std::fs::write(path, bytes).with_context(|| format!("cannot write {shown}"))
    }

    fn keep(&mut self) {
        self.0.clear();
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        for path in &self.0 {
            // One that was not written is not there.
            let _ = std::fs::remove_file(path);
        }
    }
}
