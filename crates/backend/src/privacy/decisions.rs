//! Deciding a report, and telling both sides.
//!
//! The attendee is told the reason. The sponsor's owners are told which lead it is about, by the id that
//! they have of it anyway, and nothing of what the attendee or the organiser wrote.

use consent::self_view;
use protocol::{AttendeeId, SponsorId};

use crate::Backend;
use crate::event::Event;
use crate::leads::lead_id;
use crate::mail::{self, MailKind, Message};
use crate::people::members;
use crate::privacy::attendees;
use crate::privacy::reports::{self, Decision, ReportError};
use backend_db::{DbError, Tx};
use backend_model::MemberRole;
use backend_text::Language;

/// Decides a report, and writes the mails to both sides, in `language` to whoever has chosen none. Wake the
/// outbox once this is committed.
///
/// # Errors
/// [`ReportError::Unknown`], [`ReportError::Decided`], [`ReportError::NoReason`],
/// [`ReportError::TooLong`].
pub async fn decide(
    backend: &Backend,
    tx: &mut Tx,
    event: &Event,
    decision: &Decision<'_>,
    language: Language,
) -> Result<(), ReportError> {
    let Decision { report, uphold, .. } = *decision;
    let slug = &event.slug;
    reports::decide(tx, slug, decision, backend.now()).await?;
    let row = tx
        .query_one(
            "SELECT r.attendee, r.sponsor, s.name, r.decision FROM report r
             JOIN sponsor s ON s.event = r.event AND s.sponsor = r.sponsor
             WHERE r.event = $1 AND r.report = $2",
            &[slug.into(), report.into()],
        )
        .await?
        .ok_or(ReportError::Unknown(*report))?;
    let (attendee, sponsor): (AttendeeId, SponsorId) = (row.get(0)?, row.get(1)?);
    let (sponsor_name, reason): (String, String) = (row.get(2)?, row.get(3)?);
    let url = backend.public_url();

    if let Some(person) = attendees::load(tx, slug, &attendee).await? {
        let to = self_view(&person).email;
        let language = language_of(tx, event, &attendee).await?.unwrap_or(language);
        let mails = &language.words().organiser.mails;
        let text = if uphold {
            mails.upheld_text
        } else {
            mails.dismissed_text
        };
        if !to.is_empty() {
            let message = Message {
                to,
                subject: (mails.report_subject)(&event.name),
                text: text(&sponsor_name, &reason, url),
                unsubscribe: None,
            };
            mail::enqueue(backend, tx, slug, MailKind::Report, &message).await?;
        }
    }

    let lead = lead_id(event, &sponsor, &attendee).to_string();
    for owner in members::list(tx, slug, &sponsor).await? {
        if owner.role == MemberRole::Owner {
            let language = owner.language.unwrap_or(language);
            let mails = &language.words().organiser.mails;
            let text = if uphold {
                mails.sponsor_upheld
            } else {
                mails.sponsor_dismissed
            };
            let message = Message {
                to: owner.email,
                subject: (mails.sponsor_subject)(&event.name),
                text: text(&lead, url),
                unsubscribe: None,
            };
            mail::enqueue(backend, tx, slug, MailKind::Report, &message).await?;
        }
    }
    Ok(())
}

/// The language in which the attendee last used the pages.
async fn language_of(
    tx: &mut Tx,
    event: &Event,
    attendee: &AttendeeId,
) -> Result<Option<Language>, DbError> {
    let row = tx
        .query_one(
            "SELECT language FROM attendee_mail WHERE event = $1 AND attendee = $2",
            &[(&event.slug).into(), attendee.into()],
        )
        .await?;
    let tag = row.map_or(Ok(None), |row| row.get::<Option<String>>(0))?;
    Ok(tag.as_deref().and_then(Language::of_tag))
}
