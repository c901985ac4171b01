//! Who visits a page. A handler that takes one of these can't be reached by anybody else.

use std::time::Instant;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use protocol::{AttendeeId, EventSlug, MemberId, SponsorId, StaffId};

use crate::pages::cookies;
use crate::pages::layout::{Menu, Page};
use crate::routes::Caller;
use crate::{Problem, RateLimit};
use backend::Backend;
use backend::keys::token::TokenHash;
use backend::people::members;
use backend::people::sessions::{self, Session, Subject};
use backend::people::staff;
use backend_db::{DbError, Tenant, Tx};
use backend_model::MemberRole;
use backend_model::StaffRole;
use backend_text::Language;

/// The language to answer in: the one that was chosen, or else the first that the browser asks for.
pub(crate) fn language_of(headers: &HeaderMap) -> Language {
    let accepted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    cookies::language(headers)
        .and_then(Language::of_tag)
        .or_else(|| accepted.and_then(Language::of_accept))
        .unwrap_or(Language::English)
}

fn page_of(parts: &Parts, backend: &Backend) -> Page {
    let said = parts.uri.query().and_then(|query| {
        form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == "said")
            .map(|(_, value)| value.into_owned())
    });
    let path = parts.uri.path().to_owned();
    Page::new(language_of(&parts.headers), path, said, backend.now())
}

/// Anybody.
pub struct Visit {
    /// What stands around the page.
    pub page: Page,
}

impl<S> FromRequestParts<S> for Visit
where
    Backend: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let page = page_of(parts, &Backend::from_ref(state));
        Ok(Self { page })
    }
}

/// An attendee who is signed in.
pub struct AttendeeVisit {
    /// What stands around the page.
    pub page: Page,
    /// Of which event.
    pub event: EventSlug,
    /// Who.
    pub attendee: AttendeeId,
}

impl AttendeeVisit {
    /// Whose rows a transaction for this visit may touch.
    pub const fn tenant(&self) -> Tenant<'_> {
        Tenant::Attendee(&self.event, &self.attendee)
    }
}

/// Somebody of a sponsor's team who is signed in.
pub struct MemberVisit {
    /// What stands around the page.
    pub page: Page,
    /// Of which event.
    pub event: EventSlug,
    /// Of which sponsor.
    pub sponsor: SponsorId,
    /// The sponsor's name.
    pub sponsor_name: String,
    /// Who.
    pub member: MemberId,
    /// What they may do.
    pub role: MemberRole,
}

impl MemberVisit {
    /// Whose rows a transaction for this visit may touch.
    pub const fn tenant(&self) -> Tenant<'_> {
        Tenant::Sponsor(&self.event, &self.sponsor)
    }
}

/// Somebody of the organiser's who is signed in.
pub struct StaffVisit {
    /// What stands around the page.
    pub page: Page,
    /// Of which event.
    pub event: EventSlug,
    /// Who.
    pub staff: StaffId,
    /// What they may do.
    pub role: StaffRole,
}

impl StaffVisit {
    /// Whose rows a transaction for this visit may touch.
    pub const fn tenant(&self) -> Tenant<'_> {
        Tenant::Event(&self.event)
    }
}

impl<S> FromRequestParts<S> for AttendeeVisit
where
    Backend: FromRef<S>,
    RateLimit<TokenHash>: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let backend = Backend::from_ref(state);
        let (mut tx, session) = signed_in(parts, state, &backend).await?;
        let Subject::Attendee(attendee) = session.subject else {
            return Err(Problem::FORBIDDEN);
        };
        allows(parts, |caller| matches!(caller, Caller::AttendeePage))?;
        let there = tx
            .query_one(
                "SELECT 1 FROM attendee WHERE event = $1 AND attendee = $2 AND erased IS NULL",
                &[(&session.event).into(), (&attendee).into()],
            )
            .await?;
        there.ok_or(Problem::UNAUTHENTICATED)?;
        let mut page = page_of(parts, &backend);
        name_event(&mut tx, &mut page, &session.event).await?;
        page.menu = Menu::Attendee;
        page.signed_in_as = page.words.sign_in.as_attendee.into();
        Ok(Self {
            page,
            event: session.event,
            attendee,
        })
    }
}

impl<S> FromRequestParts<S> for MemberVisit
where
    Backend: FromRef<S>,
    RateLimit<TokenHash>: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let backend = Backend::from_ref(state);
        let (mut tx, session) = signed_in(parts, state, &backend).await?;
        let Subject::Member(sponsor, id) = session.subject else {
            return Err(Problem::FORBIDDEN);
        };
        let member = members::of_sponsor(&session.event, &sponsor)
            .load(&mut tx, &id)
            .await?
            .ok_or(Problem::UNAUTHENTICATED)?;
        allows(parts, |caller| match caller {
            Caller::Member(least) => member.role >= least,
            _ => false,
        })?;
        let sponsor_name: String = tx
            .query_one(
                "SELECT name FROM sponsor WHERE event = $1 AND sponsor = $2",
                &[(&session.event).into(), (&sponsor).into()],
            )
            .await?
            .ok_or(Problem::UNAUTHENTICATED)?
            .get(0)?;
        let mut page = page_of(parts, &backend);
        name_event(&mut tx, &mut page, &session.event).await?;
        page.menu = Menu::Member(member.role);
        page.signed_in_as.clone_from(&sponsor_name);
        Ok(Self {
            page,
            event: session.event,
            sponsor,
            sponsor_name,
            member: id,
            role: member.role,
        })
    }
}

impl<S> FromRequestParts<S> for StaffVisit
where
    Backend: FromRef<S>,
    RateLimit<TokenHash>: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let backend = Backend::from_ref(state);
        let (mut tx, session) = signed_in(parts, state, &backend).await?;
        let Subject::Staff(id) = session.subject else {
            return Err(Problem::FORBIDDEN);
        };
        let one = staff::of_event(&session.event)
            .load(&mut tx, &id)
            .await?
            .ok_or(Problem::UNAUTHENTICATED)?;
        allows(parts, |caller| match caller {
            Caller::Staff(permission) => one.role.may(permission),
            _ => false,
        })?;
        let mut page = page_of(parts, &backend);
        name_event(&mut tx, &mut page, &session.event).await?;
        page.menu = Menu::Staff(one.role);
        let words = &page.words.sign_in;
        page.signed_in_as = match one.role {
            StaffRole::Organiser => words.as_organiser,
            StaffRole::Support => words.as_support,
            StaffRole::Auditor => words.as_auditor,
        }
        .into();
        Ok(Self {
            page,
            event: session.event,
            staff: id,
            role: one.role,
        })
    }
}

/// Whether the route's entry in the list lets such a caller in. A route without an entry lets nobody in.
fn allows(parts: &Parts, lets_in: impl FnOnce(Caller) -> bool) -> Result<(), Problem> {
    let caller = parts.extensions.get::<Caller>().copied();
    if caller.is_some_and(lets_in) {
        Ok(())
    } else {
        Err(Problem::FORBIDDEN)
    }
}

/// The session of the browser's cookie, and a transaction to look further in, at nothing but what is theirs.
async fn signed_in<S>(parts: &Parts, state: &S, backend: &Backend) -> Result<(Tx, Session), Problem>
where
    RateLimit<TokenHash>: FromRef<S>,
{
    let secret = cookies::session(&parts.headers).ok_or(Problem::UNAUTHENTICATED)?;
    let now = backend.now();
    let mut tx = backend.db().read().await?;
    let session = sessions::find(&mut tx, &secret, now)
        .await?
        .ok_or(Problem::UNAUTHENTICATED)?;
    RateLimit::<TokenHash>::from_ref(state).take(session.hash, Instant::now())?;
    if session.is_due {
        drop(tx);
        let mut write = backend.db().write_as(session.tenant()).await?;
        sessions::note_use(&mut write, &session, now).await?;
        write.commit().await?;
        tx = backend.db().read_as(session.tenant()).await?;
    } else {
        tx.narrow(session.tenant()).await?;
    }
    Ok((tx, session))
}

async fn name_event(tx: &mut Tx, page: &mut Page, event: &EventSlug) -> Result<(), DbError> {
    let row = tx
        .query_one(
            "SELECT name, zone FROM event WHERE event = $1",
            &[event.into()],
        )
        .await?
        .ok_or_else(|| DbError::Statement("there is no such event".into()))?;
    page.set_event(row.get(0)?, row.get(1)?);
    Ok(())
}
