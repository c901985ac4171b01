//! Decisions on reports, and the mails about them.
//!
//! The attendee receives the reason. The owners of the sponsor's team receive the lead's id, which they know,
//! and nothing that the attendee or the organiser wrote.

use consent::self_view;
use protocol::{AttendeeId, SponsorId};

use crate::Backend;
use crate::event::Event;
use crate::leads::lead_id;
use crate::mail::{self, MailKind, Message};
use crate::people::members;
use crate::privacy::attendees;
use crate::privacy::reports::{self, NewDecision, ReportError};
use backend_db::{DbError, Tx};
use backend_model::MemberRole;
use backend_text::Language;

/// Decides a report and queues the mails to both sides, in the recipient's language or else in `language`. Wake
/// the outbox after the commit.
///
/// # Errors
/// [`ReportError::Unknown`], [`ReportError::Decided`], [`ReportError::NoReason`], [`ReportError::TooLong`].
pub async fn decide(
    backend: &Backend,
    tx: &mut Tx,
    event: &Event,
    decision: &NewDecision<'_>,
    language: Language,
) -> Result<(), ReportError> {
    let NewDecision { report, uphold, .. } = *decision;
    let slug = &event.slug;
    reports::decide(tx, slug, decision, backend.now()).await?;
    let row = tx
        .query_one(
            "SELECT r.attendee, r.sponsor, s.name AS sponsor_name, r.decision FROM report r
             JOIN sponsor s ON s.event = r.event AND s.sponsor = r.sponsor
             WHERE r.event = $1 AND r.report = $2",
            &[slug.into(), report.into()],
        )
        .await?
        .ok_or(ReportError::Unknown(*report))?;
    let (attendee, sponsor): (AttendeeId, SponsorId) = (row.get("attendee")?, row.get("sponsor")?);
    let (sponsor_name, reason): (String, String) = (row.get("sponsor_name")?, row.get("decision")?);
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
    let team = members::of_sponsor(slug, &sponsor);
    for owner in team.list(tx).await? {
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

/// Returns the language in which the attendee last used the pages.
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
    let tag = row.map_or(Ok(None), |row| row.get::<Option<String>>("language"))?;
    Ok(tag.as_deref().and_then(Language::of_tag))
}
