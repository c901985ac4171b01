//! The command `event`: creates, changes, shows and lists events.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};
use protocol::{ConsentMode, EventSlug, FieldSet, Question, UnixMillis};
use serde::Serialize;

use crate::cli::event_option::WhichEvent;
use crate::cli::output::{Output, shown};
use backend::Backend;
use backend::clock::DAY;
use backend::event::{self, Event, EventChange, NewEvent, consent_mode_name};

/// Days from creation until an event ends, by default.
const DAYS_UNTIL_END: i64 = 30;
/// Days after the end for which devices keep their records, by default.
const RETENTION_DAYS: u32 = 30;
/// The default privacy notice.
const NOTICE: &str = "If you let a sponsor scan your badge, the organiser shares your first name, last \
name, e-mail address, job title, employer, state or province, and country of residence with that \
sponsor. You can see which sponsors have received your data, take it back, and report a scan that you \
did not allow.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make an event.
    #[command(after_help = "Examples:
  lanyard-server event create PYCON2027 --name 'PyCon 2027' --ends 2027-05-20
  lanyard-server event create TINY --name 'Tiny Conf' --consent-mode confirm \\
      --allowed-fields first_name,last_name,email --notice notice.txt

Questions are a JSON array:
  [{\"id\": 1, \"text\": \"Budget?\", \"kind\": \"yes_no\"},
   {\"id\": 2, \"text\": \"Team size\", \"kind\": {\"choice\": [\"1\", \"2-10\", \"more\"]}},
   {\"id\": 3, \"text\": \"Interest\", \"kind\": {\"scale\": 5}},
   {\"id\": 4, \"text\": \"Remarks\", \"kind\": \"text\"}]")]
    Create {
        /// The short name in badge codes: 1 to 12 letters, digits and hyphens.
        slug: EventSlug,
        #[command(flatten)]
        settings: Settings,
    },
    /// Change an event's settings. A changed notice gets a new version, and devices receive it at their next sync.
    #[command(after_help = "Example: lanyard-server event set --allowed-fields first_name,email")]
    Set {
        #[command(flatten)]
        event: WhichEvent,
        #[command(flatten)]
        settings: Settings,
    },
    /// Show an event's settings.
    Show {
        #[command(flatten)]
        event: WhichEvent,
    },
    /// List the events.
    List,
}

#[derive(Debug, Args)]
pub(crate) struct Settings {
    /// The full name.
    #[arg(long)]
    name: Option<String>,
    /// How consent is given: by showing the badge, or by a tap on "share" too.
    #[arg(long)]
    consent_mode: Option<Mode>,
    /// Which fields sponsors may have: "all", or names with commas between them.
    #[arg(long)]
    allowed_fields: Option<FieldSet>,
    /// Take codes of the ACCESSCODE:…:VALIDATOR kind too.
    #[arg(long, num_args = 0..=1, default_missing_value = "true", value_name = "true|false")]
    foreign_codes: Option<bool>,
    /// A text file with the privacy notice.
    #[arg(long, value_name = "FILE")]
    notice: Option<PathBuf>,
    /// When it ends: a day (its end, UTC) or a time such as 2027-05-20T18:00:00Z.
    #[arg(long, value_name = "DATE", value_parser = end_of)]
    ends: Option<UnixMillis>,
    /// Days after the end for which devices keep their records.
    #[arg(long, value_name = "N")]
    retention_days: Option<u32>,
    /// The time zone that the event is in, such as America/Los_Angeles: pages show times in it.
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,
    /// A JSON file with the qualifier questions.
    #[arg(long, value_name = "FILE")]
    questions: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Mode {
    /// Showing the badge is the consent.
    Handover,
    /// The attendee also taps "share".
    Confirm,
}

impl From<Mode> for ConsentMode {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Handover => Self::Handover,
            Mode::Confirm => Self::Confirm,
        }
    }
}

#[derive(Serialize)]
struct Shown<'a> {
    event: &'a EventSlug,
    name: &'a str,
    consent_mode: ConsentMode,
    allowed_fields: FieldSet,
    foreign_codes: bool,
    notice_version: u32,
    notice: &'a str,
    questions: &'a [Question],
    ends: UnixMillis,
    retention_days: u32,
    zone: &'a str,
}

impl Command {
    pub(crate) async fn run(self, backend: &Backend, output: Output) -> anyhow::Result<()> {
        match self {
            Self::Create { slug, settings } => create(backend, slug, settings, output).await,
            Self::Set { event, settings } => set(backend, &event, settings, output).await,
            Self::Show { event } => {
                let mut tx = backend.db().read().await?;
                show(&event.load(backend, &mut tx).await?, output)
            }
            Self::List => {
                let mut tx = backend.db().read().await?;
                let events = event::list(&mut tx).await?;
                output.print(&events, || {
                    if events.is_empty() {
                        return "There is no event yet; `event create` makes one.".to_owned();
                    }
                    let lines: Vec<_> = events.iter().map(EventSlug::as_str).collect();
                    lines.join("\n")
                })
            }
        }
    }
}

async fn create(
    backend: &Backend,
    slug: EventSlug,
    settings: Settings,
    output: Output,
) -> anyhow::Result<()> {
    let change = settings.read()?;
    let zone = EventChange {
        zone: change.zone.clone(),
        ..EventChange::default()
    };
    let new = NewEvent {
        name: change.name.unwrap_or_else(|| slug.to_string()),
        slug,
        consent_mode: change.consent_mode.unwrap_or(ConsentMode::Handover),
        allowed_fields: change.allowed_fields.unwrap_or(FieldSet::ALL),
        foreign_codes: change.foreign_codes.unwrap_or(false),
        notice: change.notice.unwrap_or_else(|| NOTICE.to_owned()),
        questions: change.questions.unwrap_or_default(),
        ends: change
            .ends
            .unwrap_or_else(|| backend.now().plus_millis(DAYS_UNTIL_END * DAY)),
        retention_days: change.retention_days.unwrap_or(RETENTION_DAYS),
    };
    let mut tx = backend.db().write().await?;
    event::create(backend, &mut tx, &new).await?;
    event::change(backend, &mut tx, &new.slug, &zone).await?;
    let event = Event::load(backend, &mut tx, &new.slug).await?;
    tx.commit().await?;
    show(&event, output)
}

async fn set(
    backend: &Backend,
    which: &WhichEvent,
    settings: Settings,
    output: Output,
) -> anyhow::Result<()> {
    let change = settings.read()?;
    let mut tx = backend.db().write().await?;
    let slug = which.load(backend, &mut tx).await?.slug;
    event::change(backend, &mut tx, &slug, &change).await?;
    let event = Event::load(backend, &mut tx, &slug).await?;
    tx.commit().await?;
    show(&event, output)
}

impl Settings {
    fn read(self) -> anyhow::Result<EventChange> {
        let notice = self.notice.as_deref().map(read_text).transpose()?;
        let questions = self.questions.as_deref().map(read_questions).transpose()?;
        Ok(EventChange {
            name: self.name,
            consent_mode: self.consent_mode.map(Into::into),
            allowed_fields: self.allowed_fields,
            foreign_codes: self.foreign_codes,
            notice,
            questions,
            ends: self.ends,
            retention_days: self.retention_days,
            zone: self.zone,
        })
    }
}

fn read_text(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn read_questions(path: &Path) -> anyhow::Result<Vec<Question>> {
    serde_json::from_str(&read_text(path)?)
        .with_context(|| format!("{} is not a list of questions", path.display()))
}

fn end_of(text: &str) -> Result<UnixMillis, String> {
    if let Ok(time) = text.parse::<jiff::Timestamp>() {
        return Ok(UnixMillis(time.as_millisecond()));
    }
    text.parse::<jiff::civil::Date>()
        .and_then(jiff::civil::Date::tomorrow)
        .and_then(|next| jiff::tz::TimeZone::UTC.to_timestamp(next.at(0, 0, 0, 0)))
        .map(|midnight| UnixMillis(midnight.as_millisecond()))
        .map_err(|_| "a date looks like 2027-05-20, a time like 2027-05-20T18:00:00Z".to_owned())
}

fn show(event: &Event, output: Output) -> anyhow::Result<()> {
    let value = Shown {
        event: &event.slug,
        name: &event.name,
        consent_mode: event.consent_mode,
        allowed_fields: event.allowed_fields,
        foreign_codes: event.foreign_codes,
        notice_version: event.notice.version.0,
        notice: &event.notice.text,
        questions: &event.questions,
        ends: event.ends,
        retention_days: event.retention_days,
        zone: &event.zone,
    };
    output.print(&value, || {
        format!(
            "event           {}\nname            {}\nconsent mode    {}\nallowed fields  {}\n\
             foreign codes   {}\nnotice          version {}, {} bytes\nquestions       {}\n\
             ends            {}\nretention       {} days\nzone            {}",
            event.slug,
            event.name,
            consent_mode_name(event.consent_mode),
            event.allowed_fields,
            if event.foreign_codes {
                "taken"
            } else {
                "not taken"
            },
            event.notice.version,
            event.notice.text.len(),
            event.questions.len(),
            shown(event.ends),
            event.retention_days,
            event.zone,
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_at_its_midnight_and_a_time_is_itself() {
        assert_eq!(end_of("1970-01-01"), Ok(UnixMillis(DAY)));
        assert_eq!(end_of("1970-01-01T00:00:01Z"), Ok(UnixMillis(1000)));
        assert!(end_of("tomorrow").is_err());
    }

    #[test]
    fn the_questions_of_the_help_text_are_read() {
        let questions: Vec<Question> = serde_json::from_str(
            r#"[{"id": 1, "text": "Budget?", "kind": "yes_no"},
                {"id": 2, "text": "Team size", "kind": {"choice": ["1", "2-10", "more"]}},
                {"id": 3, "text": "Interest", "kind": {"scale": 5}},
                {"id": 4, "text": "Remarks", "kind": "text"}]"#,
        )
        .unwrap();
        assert_eq!(questions.len(), 4);
    }
}
