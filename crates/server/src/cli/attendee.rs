//! The command `attendee`: makes tokens and sign-in links for an attendee, and erases one.

use backend::privacy::erasure;
use clap::Subcommand;
use protocol::FieldSet;
use serde::Serialize;

use crate::cli::event_option::WhichEvent;
use crate::cli::output::Output;
use backend::Backend;
use backend::audit;
use backend::people::sessions::Subject;
use backend::people::sign_in;
use backend::privacy::attendees;
use backend::privacy::consent_history::ActionSource;
use backend_model::Action;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make an API token with which the attendee sees what sponsors have, and withdraws it. It is shown once.
    #[command(after_help = "Example: lanyard-server attendee token R-1001")]
    Token {
        /// The registration id.
        registration_id: String,
        #[command(flatten)]
        event: WhichEvent,
    },
    /// Make a link that signs an attendee in, for the help desk. It works once, in the first
    /// browser that uses it, for ten minutes.
    #[command(after_help = "Example: lanyard-server attendee link R-1001")]
    Link {
        /// The registration id.
        registration_id: String,
        #[command(flatten)]
        event: WhichEvent,
    },
    /// Erase an attendee's fields and what was written about them, permanently. Sponsors are asked to delete
    /// their copies, and an import does not bring it back. What stays: the registration id, who scanned
    /// the badge when, and the devices' signed records as they came, with the notes' texts in them.
    #[command(after_help = "Example: lanyard-server attendee erase R-1001 --yes")]
    Erase {
        /// The registration id.
        registration_id: String,
        /// Confirms the erasure.
        #[arg(long, required = true)]
        yes: bool,
        #[command(flatten)]
        event: WhichEvent,
    },
}

#[derive(Serialize)]
struct NewToken<'a> {
    registration_id: &'a str,
    token: &'a str,
}

#[derive(Serialize)]
struct NewLink<'a> {
    registration_id: &'a str,
    link: &'a str,
    minutes: i64,
}

#[derive(Serialize)]
struct Erased<'a> {
    erased: &'a str,
}

impl Command {
    pub(crate) async fn run(self, backend: &Backend, output: Output) -> anyhow::Result<()> {
        match self {
            Self::Token {
                registration_id,
                event,
            } => {
                let mut tx = backend.db().write().await?;
                let event = event.load(backend, &mut tx).await?.slug;
                let attendee = attendees::find(&mut tx, &event, &registration_id).await?;
                let now = backend.now();
                let token = attendees::new_token(&mut tx, &event, &attendee, now).await?;
                let entry = audit::Entry {
                    actor: audit::Actor::Organiser,
                    action: Action::MakeAttendeeToken,
                    sponsor: None,
                    leads: 1,
                    fields: FieldSet::NONE,
                    detail: &attendee.to_string(),
                };
                audit::write(&mut tx, &event, now, &entry).await?;
                tx.commit().await?;
                let token = token.expose();
                let shown = NewToken {
                    registration_id: &registration_id,
                    token: &token,
                };
                output.print(&shown, || {
                    format!(
                        "{token}\n\nThis is shown once, and works for 30 days. Its bearer can act as \
                         this attendee."
                    )
                })
            }
            Self::Link {
                registration_id,
                event,
            } => {
                let mut tx = backend.db().write().await?;
                let event = event.load(backend, &mut tx).await?.slug;
                let attendee = attendees::find(&mut tx, &event, &registration_id).await?;
                let subject = Subject::Attendee(attendee);
                let life = sign_in::LINK_LIFE;
                let link = sign_in::link_for(backend, &mut tx, &event, &subject, life).await?;
                let entry = audit::Entry {
                    actor: audit::Actor::Organiser,
                    action: Action::MakeAttendeeLink,
                    sponsor: None,
                    leads: 1,
                    fields: FieldSet::NONE,
                    detail: &attendee.to_string(),
                };
                audit::write(&mut tx, &event, backend.now(), &entry).await?;
                tx.commit().await?;
                let link = link.url(backend);
                let shown = NewLink {
                    registration_id: &registration_id,
                    link: &link,
                    minutes: life / 60_000,
                };
                output.print(&shown, || {
                    format!(
                        "{link}\n\nThe first browser that opens it acts as this attendee: check that it is \
                         their own. It works once, for ten minutes."
                    )
                })
            }
            Self::Erase {
                registration_id,
                yes: _,
                event,
            } => {
                let mut tx = backend.db().read().await?;
                let event = event.load(backend, &mut tx).await?.slug;
                let attendee = attendees::find(&mut tx, &event, &registration_id).await?;
                drop(tx);
                erasure::erase(backend, &event, &attendee, ActionSource::Organiser).await?;
                let shown = Erased {
                    erased: &registration_id,
                };
                output.print(&shown, || {
                    format!(
                        "Erased {registration_id}. The devices' signed records stay as evidence, and may contain the text \
                         of notes."
                    )
                })
            }
        }
    }
}
