//! The command `retention`: shows and runs the erasure of an event's personal data.

use clap::Subcommand;
use protocol::UnixMillis;
use serde::Serialize;

use crate::cli::event_option::WhichEvent;
use crate::cli::output::{Output, shown};
use backend::Backend;
use backend::audit::Actor;
use backend::event::retention::{self, RetentionPlan};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Tell what a run would erase, and when it may.
    Show {
        #[command(flatten)]
        event: WhichEvent,
    },
    /// Erase what is about people, once the event's retention is over. There is no way back.
    #[command(
        after_help = "The retention counts from the event's end; `event set --retention-days` sets it.

Examples:
  lanyard-server retention show
  lanyard-server retention run"
    )]
    Run {
        #[command(flatten)]
        event: WhichEvent,
    },
}

#[derive(Serialize)]
struct Shown<'a> {
    erased: bool,
    keep_until: UnixMillis,
    is_over: bool,
    tables: Vec<Rows<'a>>,
    rows: u64,
    unacknowledged_deletions: u64,
}

#[derive(Serialize)]
struct Rows<'a> {
    table: &'a str,
    rows: u64,
}

impl Command {
    pub(crate) async fn run(self, backend: &Backend, output: Output) -> anyhow::Result<()> {
        match self {
            Self::Show { event } => {
                let mut tx = backend.db().read().await?;
                let event = event.load(backend, &mut tx).await?.slug;
                let plan = retention::plan(backend, &mut tx, &event).await?;
                print(&plan, false, output)
            }
            Self::Run { event } => {
                let mut tx = backend.db().write().await?;
                let event = event.load(backend, &mut tx).await?.slug;
                let plan = retention::run(backend, &mut tx, &event, Actor::Organiser).await?;
                tx.commit().await?;
                // What was erased is on the disk no more.
                backend.db().fold().await?;
                print(&plan, true, output)
            }
        }
    }
}

fn print(plan: &RetentionPlan, erased: bool, output: Output) -> anyhow::Result<()> {
    let value = Shown {
        erased,
        keep_until: plan.keep_until,
        is_over: plan.is_over,
        tables: plan
            .tables
            .iter()
            .map(|(table, rows)| Rows { table, rows: *rows })
            .collect(),
        rows: plan.rows(),
        unacknowledged_deletions: plan.unacknowledged,
    };
    output.print(&value, || {
        let verb = match (erased, plan.is_over) {
            (true, _) => "Erased:",
            (false, true) => "A run erases:",
            (false, false) => "A run would erase, and may not yet:",
        };
        let mut text = format!("The data is kept until {}.\n{verb}", shown(plan.keep_until));
        if plan.tables.is_empty() {
            text.push_str("\n  nothing: there is nothing left");
        }
        for (table, rows) in &plan.tables {
            text.push_str(&format!("\n  {rows:>8}  {table}"));
        }
        if plan.unacknowledged > 0 && !erased {
            text.push_str(&format!(
                "\n{} withdrawn leads were not acknowledged as deleted by their sponsors; they are \
                 not announced again.",
                plan.unacknowledged
            ));
        }
        text
    })
}
