//! Inviting people: each is told by mail how to sign in. The mail holds no link that lets anybody in,
//! because it may lie unread for days.

use protocol::{EventSlug, MemberId, SponsorId, StaffId};

use crate::Backend;
use crate::event::Event;
use crate::mail::{self, MailKind, Message};
use crate::people::members::{self, MemberError};
use crate::people::staff::{self, StaffError, address_of};
use backend_db::Tx;
use backend_model::MemberRole;
use backend_model::StaffRole;
use backend_text::Language;

/// Somebody who is to be invited.
#[derive(Clone, Copy)]
pub struct Invited<'a> {
    /// Their address.
    pub email: &'a str,
    /// Their name.
    pub name: &'a str,
    /// In which language the mail is written.
    pub language: Language,
}

/// Adds somebody to the organiser's people.
///
/// # Errors
/// [`StaffError`].
pub async fn to_staff(
    backend: &Backend,
    tx: &mut Tx,
    event: &Event,
    invited: Invited<'_>,
    role: StaffRole,
) -> Result<StaffId, StaffError> {
    let Invited {
        email,
        name,
        language,
    } = invited;
    let id = staff::add(backend, tx, &event.slug, email, name, role).await?;
    let words = &language.words().organiser;
    let role = match role {
        StaffRole::Organiser => words.people.organiser,
        StaffRole::Support => words.people.support,
        StaffRole::Auditor => words.people.auditor,
    };
    let message = Message {
        to: address_of(email).ok_or(StaffError::Email)?,
        subject: (words.mails.staff_subject)(&event.name),
        text: (words.mails.staff_text)(&event.name, role, backend.public_url()),
        unsubscribe: None,
    };
    mail::enqueue(backend, tx, &event.slug, MailKind::Invitation, &message).await?;
    Ok(id)
}

/// Adds an owner to a sponsor's team.
///
/// # Errors
/// [`MemberError`].
pub async fn to_own(
    backend: &Backend,
    tx: &mut Tx,
    event: &Event,
    sponsor: (&SponsorId, &str),
    invited: Invited<'_>,
) -> Result<MemberId, MemberError> {
    let Invited {
        email,
        name,
        language,
    } = invited;
    let (sponsor, sponsor_name) = sponsor;
    let slug = &event.slug;
    let id = members::invite(backend, tx, slug, sponsor, email, name, MemberRole::Owner).await?;
    let mails = &language.words().organiser.mails;
    let message = Message {
        to: address_of(email).ok_or(MemberError::Email)?,
        subject: (mails.owner_subject)(sponsor_name, &event.name),
        text: (mails.owner_text)(sponsor_name, &event.name, backend.public_url()),
        unsubscribe: None,
    };
    mail::enqueue(backend, tx, slug, MailKind::Invitation, &message).await?;
    Ok(id)
}

/// Writes the mail that tells somebody of the team where to sign in, in `language` where they have not
/// chosen one. Wake the outbox after the commit.
///
/// # Errors
/// [`MemberError::Unknown`].
pub async fn to_team(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    member: &MemberId,
    language: Language,
) -> Result<(), MemberError> {
    let one = members::load(tx, event, sponsor, member)
        .await?
        .ok_or(MemberError::Unknown)?;
    let row = tx
        .query_one(
            "SELECT s.name, e.name FROM sponsor s JOIN event e ON e.event = s.event
             WHERE s.event = $1 AND s.sponsor = $2",
            &[event.into(), sponsor.into()],
        )
        .await?
        .ok_or(MemberError::Unknown)?;
    let (sponsor_name, event_name): (String, String) = (row.get(0)?, row.get(1)?);
    let words = &one.language.unwrap_or(language).words().sponsor.team;
    let url = format!("{}/sign-in", backend.public_url());
    let message = Message {
        subject: words.mail_subject.into(),
        text: (words.mail_text)(&one.name, &sponsor_name, &event_name, &url),
        to: one.email,
        unsubscribe: None,
    };
    mail::enqueue(backend, tx, event, MailKind::Invitation, &message).await?;
    Ok(())
}
