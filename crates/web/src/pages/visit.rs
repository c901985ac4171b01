//! The people who visit pages. A handler that takes one of these types can't be reached by other people.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use backend::Backend;
use backend::keys::token::TokenHash;
use backend::people::sessions::{self, Session, SessionSecret, Subject};
use backend::people::{members, page_frame, staff};
use backend_db::{DbError, Tenant, Tx};
use backend_model::{MemberRole, StaffRole};
use backend_text::Language;
use protocol::{AttendeeId, EventSlug, MemberId, SponsorId, StaffId, UnixMillis};

use crate::auth::{Authenticate, Credential, extractors};
use crate::pages::cookies;
use crate::pages::layout::Menu;
use crate::pages::layout::Page;
use crate::routes::Caller;
use crate::{App, Problem};

/// Returns the language to answer in: the chosen one, or else the first that the browser accepts.
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
    let flash = parts.uri.query().and_then(|query| {
        form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == "said")
            .map(|(_, value)| value.into_owned())
    });
    let path = parts.uri.path().to_owned();
    Page::new(language_of(&parts.headers), path, flash, backend.now())
}

/// Any visitor.
pub(crate) struct Visit {
    pub(crate) page: Page,
}

impl FromRequestParts<App> for Visit {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let page = page_of(parts, &app.backend);
        Ok(Self { page })
    }
}

/// An attendee who is signed in.
pub(crate) struct AttendeeVisit {
    pub(crate) page: Page,
    pub(crate) event: EventSlug,
    pub(crate) attendee: AttendeeId,
}

impl AttendeeVisit {
    /// Returns whose rows a transaction for this visit may touch.
    pub(crate) const fn tenant(&self) -> Tenant<'_> {
        Tenant::Attendee(&self.event, &self.attendee)
    }
}

/// A member of a sponsor's team who is signed in.
pub(crate) struct MemberVisit {
    pub(crate) page: Page,
    pub(crate) event: EventSlug,
    pub(crate) sponsor: SponsorId,
    pub(crate) member: MemberId,
    pub(crate) role: MemberRole,
}

impl MemberVisit {
    /// Returns whose rows a transaction for this visit may touch.
    pub(crate) const fn tenant(&self) -> Tenant<'_> {
        Tenant::Sponsor(&self.event, &self.sponsor)
    }
}

/// A member of the organiser's staff who is signed in.
pub(crate) struct StaffVisit {
    pub(crate) page: Page,
    pub(crate) event: EventSlug,
    pub(crate) staff: StaffId,
    pub(crate) role: StaffRole,
}

impl StaffVisit {
    /// Returns whose rows a transaction for this visit may touch.
    pub(crate) const fn tenant(&self) -> Tenant<'_> {
        Tenant::Event(&self.event)
    }
}

impl Credential for Session {
    type Secret = SessionSecret;

    fn secret(parts: &Parts) -> Option<SessionSecret> {
        cookies::session(&parts.headers)
    }

    async fn find(
        tx: &mut Tx,
        secret: &SessionSecret,
        now: UnixMillis,
    ) -> Result<Option<Self>, DbError> {
        sessions::find(tx, secret, now).await
    }

    fn hash(&self) -> TokenHash {
        self.hash
    }

    fn tenant(&self) -> Tenant<'_> {
        self.subject.tenant(&self.event)
    }

    fn is_use_due(&self) -> bool {
        self.is_due
    }

    async fn note_use(&self, tx: &mut Tx, now: UnixMillis) -> Result<(), DbError> {
        sessions::note_use(tx, self, now).await
    }
}

impl Authenticate for AttendeeVisit {
    type Credential = Session;

    async fn admit(
        session: Session,
        tx: Option<Tx>,
        parts: &Parts,
        app: &App,
    ) -> Result<Self, Problem> {
        let Subject::Attendee(attendee) = session.subject else {
            return Err(Problem::FORBIDDEN);
        };
        allows(parts, |caller| matches!(caller, Caller::AttendeePage))?;
        let mut tx = own_rows(tx, &session, app).await?;
        if !page_frame::is_registered(&mut tx, &session.event, &attendee).await? {
            return Err(Problem::UNAUTHENTICATED);
        }
        let mut page = page_of_event(parts, app, &mut tx, &session.event).await?;
        page.menu = Menu::Attendee;
        page.signed_in_as = page.words.sign_in.as_attendee.into();
        Ok(Self {
            page,
            event: session.event,
            attendee,
        })
    }
}

impl Authenticate for MemberVisit {
    type Credential = Session;

    async fn admit(
        session: Session,
        tx: Option<Tx>,
        parts: &Parts,
        app: &App,
    ) -> Result<Self, Problem> {
        let Subject::Member(sponsor, id) = session.subject else {
            return Err(Problem::FORBIDDEN);
        };
        let mut tx = own_rows(tx, &session, app).await?;
        let member = members::of_sponsor(&session.event, &sponsor)
            .load(&mut tx, &id)
            .await?
            .ok_or(Problem::UNAUTHENTICATED)?;
        allows(parts, |caller| match caller {
            Caller::Member(least) => member.role >= least,
            _ => false,
        })?;
        let sponsor_name = page_frame::sponsor_name(&mut tx, &session.event, &sponsor)
            .await?
            .ok_or(Problem::UNAUTHENTICATED)?;
        let mut page = page_of_event(parts, app, &mut tx, &session.event).await?;
        page.menu = Menu::Member(member.role);
        page.signed_in_as = sponsor_name;
        Ok(Self {
            page,
            event: session.event,
            sponsor,
            member: id,
            role: member.role,
        })
    }
}

impl Authenticate for StaffVisit {
    type Credential = Session;

    async fn admit(
        session: Session,
        tx: Option<Tx>,
        parts: &Parts,
        app: &App,
    ) -> Result<Self, Problem> {
        let Subject::Staff(id) = session.subject else {
            return Err(Problem::FORBIDDEN);
        };
        let mut tx = own_rows(tx, &session, app).await?;
        let one = staff::of_event(&session.event)
            .load(&mut tx, &id)
            .await?
            .ok_or(Problem::UNAUTHENTICATED)?;
        allows(parts, |caller| match caller {
            Caller::Staff(permission) => one.role.may(permission),
            _ => false,
        })?;
        let mut page = page_of_event(parts, app, &mut tx, &session.event).await?;
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

extractors!(AttendeeVisit, MemberVisit, StaffVisit);

/// Checks that the route's entry in the list admits the caller. A route without an entry admits no caller.
fn allows(parts: &Parts, admits: impl FnOnce(Caller) -> bool) -> Result<(), Problem> {
    let caller = parts.extensions.get::<Caller>().copied();
    if caller.is_some_and(admits) {
        Ok(())
    } else {
        Err(Problem::FORBIDDEN)
    }
}

/// Returns a transaction that sees no rows but the visitor's own.
async fn own_rows(tx: Option<Tx>, session: &Session, app: &App) -> Result<Tx, DbError> {
    match tx {
        Some(mut tx) => {
            tx.narrow(session.tenant()).await?;
            Ok(tx)
        }
        None => app.backend.db().read_as(session.tenant()).await,
    }
}

async fn page_of_event(
    parts: &Parts,
    app: &App,
    tx: &mut Tx,
    event: &EventSlug,
) -> Result<Page, DbError> {
    let mut page = page_of(parts, &app.backend);
    let (name, zone) = page_frame::event_name_and_zone(tx, event).await?;
    page.set_event(name, zone);
    Ok(page)
}
