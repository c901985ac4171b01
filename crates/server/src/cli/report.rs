//! The command `report`: lists attendees' reports and decides them.

use clap::Subcommand;
use protocol::ReportId;
use serde::Serialize;

use crate::cli::event_option::WhichEvent;
use crate::cli::output::{Output, shown};
use backend::Backend;
use backend::audit::Actor;
use backend::paging::PageRange;
use backend::privacy::decisions;
use backend::privacy::reports::{self, NewDecision, Report, ReportState};
use backend_model::StaffRole;
use backend_text::Language;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the reports, the oldest first.
    List {
        /// Only those that are not decided.
        #[arg(long)]
        open: bool,
        #[command(flatten)]
        event: WhichEvent,
    },
    /// Uphold a report: the lead stays withheld until the attendee allows the sponsor again.
    #[command(
        after_help = "Example: lanyard-server report uphold ID --reason 'The booth did not ask.'"
    )]
    Uphold {
        /// The report's id.
        report: ReportId,
        /// Why; the attendee reads it.
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        event: WhichEvent,
    },
    /// Dismiss a report: the lead is shared again, as far as the attendee shares it.
    #[command(
        after_help = "Example: lanyard-server report dismiss ID --reason 'You scanned together.'"
    )]
    Dismiss {
        /// The report's id.
        report: ReportId,
        /// Why; the attendee reads it.
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        event: WhichEvent,
    },
}

#[derive(Serialize)]
struct Decided {
    report: ReportId,
    upheld: bool,
}

impl Command {
    pub(crate) async fn run(self, backend: &Backend, output: Output) -> anyhow::Result<()> {
        match self {
            Self::List { open, event } => list(backend, &event, open, output).await,
            Self::Uphold {
                report,
                reason,
                event,
            } => decide(backend, &event, report, true, &reason, output).await,
            Self::Dismiss {
                report,
                reason,
                event,
            } => decide(backend, &event, report, false, &reason, output).await,
        }
    }
}

async fn list(
    backend: &Backend,
    event: &WhichEvent,
    open: bool,
    output: Output,
) -> anyhow::Result<()> {
    let mut tx = backend.db().write().await?;
    let event = event.load(backend, &mut tx).await?.slug;
    let (all, by) = (PageRange::ALL, Actor::Organiser);
    let reports = reports::list(&mut tx, &event, open, all, by, backend.now()).await?;
    tx.commit().await?;
    output.print(&reports, || {
        if reports.is_empty() {
            return "There is no report.".to_owned();
        }
        let lines: Vec<String> = reports.iter().map(line).collect();
        lines.join("\n")
    })
}

fn of(decided: &reports::Decision) -> String {
    let by = decided.by.map(|role| format!(" by {}", role.name()));
    format!(
        "{}{}: {}",
        shown(decided.at),
        by.unwrap_or_default(),
        decided.decision
    )
}

fn line(report: &Report) -> String {
    let standing = match &report.state {
        ReportState::Open => "open".to_owned(),
        ReportState::Upheld(decided) => format!("upheld {}", of(decided)),
        ReportState::Dismissed(decided) => format!("dismissed {}", of(decided)),
    };
    let mut line = format!(
        "{}  {}  {}  {}  {standing}",
        report.report,
        shown(report.opened),
        report.sponsor_name,
        report.reason.name(),
    );
    for text in report.text.lines() {
        line.push_str("\n    ");
        line.push_str(text);
    }
    line
}

async fn decide(
    backend: &Backend,
    event: &WhichEvent,
    report: ReportId,
    uphold: bool,
    reason: &str,
    output: Output,
) -> anyhow::Result<()> {
    let mut tx = backend.db().write().await?;
    let event = event.load(backend, &mut tx).await?;
    let decision = NewDecision {
        report: &report,
        uphold,
        reason,
        by: Actor::Organiser,
        role: StaffRole::Organiser,
    };
    decisions::decide(backend, &mut tx, &event, &decision, Language::English).await?;
    tx.commit().await?;
    let decided = Decided {
        report,
        upheld: uphold,
    };
    output.print(&decided, || {
        if uphold {
            format!("Upheld {report}. The lead stays withheld until the attendee allows it.")
        } else {
            format!(
                "Dismissed {report}. The lead is shared again, as far as the attendee shares it."
            )
        }
    })
}
