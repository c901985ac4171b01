//! Inviting people: a mail tells each how to sign in. The mail holds no sign-in link, because it may lie unread
//! for days.

use protocol::{EventSlug, MemberId, SponsorId, StaffId};

use crate::Backend;
use crate::event::Event;
use crate::mail::{self, MailKind, Message};
use crate::people::accounts::AccountError;
use crate::people::{members, staff};
use crate::registration::email::normalize_email;
use backend_db::Tx;
use backend_model::{MemberRole, StaffRole};
use backend_text::Language;

/// A person to invite.
#[derive(Clone, Copy)]
pub struct Invitation<'a> {
    pub email: &'a str,
    pub name: &'a str,
    /// The language of the mail.
    pub language: Language,
}

/// Adds an account of the organiser's staff, and queues the invitation. Wake the outbox after the commit.
///
/// # Errors
/// [`AccountError`].
pub async fn invite_staff(
    backend: &Backend,
    tx: &mut Tx,
    event: &Event,
    invitation: Invitation<'_>,
    role: StaffRole,
) -> Result<StaffId, AccountError> {
    let Invitation {
        email,
        name,
        language,
    } = invitation;
    let id = staff::of_event(&event.slug)
        .add(backend, tx, email, name, role)
        .await?;
    let words = &language.words().organiser;
    let role = match role {
        StaffRole::Organiser => words.people.organiser,
        StaffRole::Support => words.people.support,
        StaffRole::Auditor => words.people.auditor,
    };
    let message = Message {
        to: normalize_email(email).ok_or(AccountError::Email)?,
        subject: (words.mails.staff_subject)(&event.name),
        text: (words.mails.staff_text)(&event.name, role, backend.public_url()),
        unsubscribe: None,
    };
    mail::enqueue(backend, tx, &event.slug, MailKind::Invitation, &message).await?;
    Ok(id)
}

/// Adds an owner to a sponsor's team, and queues the invitation. Wake the outbox after the commit.
///
/// # Errors
/// [`AccountError`].
pub async fn invite_owner(
    backend: &Backend,
    tx: &mut Tx,
    event: &Event,
    (sponsor, sponsor_name): (&SponsorId, &str),
    invitation: Invitation<'_>,
) -> Result<MemberId, AccountError> {
    let Invitation {
        email,
        name,
        language,
    } = invitation;
    let slug = &event.slug;
    let id = members::of_sponsor(slug, sponsor)
        .add(backend, tx, email, name, MemberRole::Owner)
        .await?;
    let mails = &language.words().organiser.mails;
    let message = Message {
        to: normalize_email(email).ok_or(AccountError::Email)?,
        subject: (mails.owner_subject)(sponsor_name, &event.name),
        text: (mails.owner_text)(sponsor_name, &event.name, backend.public_url()),
        unsubscribe: None,
    };
    mail::enqueue(backend, tx, slug, MailKind::Invitation, &message).await?;
    Ok(id)
}

/// Queues the invitation of a member who has an account, in the member's own language or else in `language`.
/// Wake the outbox after the commit.
///
/// # Errors
/// [`AccountError::Unknown`].
pub async fn invite_member(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    member: &MemberId,
    language: Language,
) -> Result<(), AccountError> {
    let member = members::of_sponsor(event, sponsor)
        .load(tx, member)
        .await?
        .ok_or(AccountError::Unknown)?;
    let row = tx
        .query_one(
            "SELECT s.name AS sponsor_name, e.name AS event_name
             FROM sponsor s JOIN event e ON e.event = s.event
             WHERE s.event = $1 AND s.sponsor = $2",
            &[event.into(), sponsor.into()],
        )
        .await?
        .ok_or(AccountError::Unknown)?;
    let (sponsor_name, event_name): (String, String) =
        (row.get("sponsor_name")?, row.get("event_name")?);
    let words = &member.language.unwrap_or(language).words().sponsor.team;
    let url = format!("{}/sign-in", backend.public_url());
    let message = Message {
        subject: words.mail_subject.into(),
        text: (words.mail_text)(&member.name, &sponsor_name, &event_name, &url),
        to: member.email,
        unsubscribe: None,
    };
    mail::enqueue(backend, tx, event, MailKind::Invitation, &message).await?;
    Ok(())
}
