//! Who is asking. A handler that takes one of these extractors can't be reached without it.

use std::time::Instant;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use protocol::{AttendeeId, EventSlug, SponsorId};

use crate::{Problem, RateLimit};
use backend::Backend;
use backend::keys::token::{Token, TokenHash, TokenKind};
use backend::leads::{Access, Principal};
use backend::people::sponsors;
use backend_db::Tenant;

/// Somebody with a sponsor's token.
#[derive(Debug, Clone)]
pub struct SponsorAuth {
    /// The event of the token.
    pub event: EventSlug,
    /// The sponsor of the token.
    pub sponsor: SponsorId,
    /// The token's hash: it may be revoked before the request has got what it asks for.
    pub token: TokenHash,
}

impl SponsorAuth {
    /// What leads are asked for with.
    #[must_use]
    pub const fn asking(&self) -> Access<'_> {
        Access {
            event: &self.event,
            sponsor: &self.sponsor,
            principal: Principal::Token(&self.token),
        }
    }
}

/// Somebody with an attendee's token.
#[derive(Debug, Clone)]
pub struct AttendeeAuth {
    /// The event of the token.
    pub event: EventSlug,
    /// The attendee of the token.
    pub attendee: AttendeeId,
}

impl<S> FromRequestParts<S> for SponsorAuth
where
    Backend: FromRef<S>,
    RateLimit<TokenHash>: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match caller(parts, state).await? {
            Caller::Sponsor(sponsor) => Ok(sponsor),
            Caller::Attendee(_) => Err(Problem::FORBIDDEN),
        }
    }
}

impl<S> FromRequestParts<S> for AttendeeAuth
where
    Backend: FromRef<S>,
    RateLimit<TokenHash>: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match caller(parts, state).await? {
            Caller::Attendee(attendee) => Ok(attendee),
            Caller::Sponsor(_) => Err(Problem::FORBIDDEN),
        }
    }
}

enum Caller {
    Sponsor(SponsorAuth),
    Attendee(AttendeeAuth),
}

impl Caller {
    const fn tenant(&self) -> Tenant<'_> {
        match self {
            Self::Sponsor(auth) => Tenant::Sponsor(&auth.event, &auth.sponsor),
            Self::Attendee(auth) => Tenant::Attendee(&auth.event, &auth.attendee),
        }
    }
}

/// The token's owner. A token that is unknown, revoked or run out is refused as none at all, so that
/// only who holds a valid one learns that it is of the wrong kind.
async fn caller<S>(parts: &Parts, state: &S) -> Result<Caller, Problem>
where
    Backend: FromRef<S>,
    RateLimit<TokenHash>: FromRef<S>,
{
    let backend = Backend::from_ref(state);
    let token = bearer(parts)
        .and_then(Token::parse)
        .ok_or(Problem::UNAUTHENTICATED)?;
    let hash = token.hash();
    let now = backend.now();
    let mut is_due = false;
    let mut tx = backend.db().read().await?;
    let caller = match token.kind() {
        TokenKind::Sponsor => tx
            .query_one(
                "SELECT event, sponsor, last_used FROM sponsor_token
                 WHERE token_hash = $1 AND revoked IS NULL",
                &[hash.as_bytes().into()],
            )
            .await?
            .map(|row| {
                is_due = sponsors::is_use_due(row.get(2)?, now);
                Ok(Caller::Sponsor(SponsorAuth {
                    event: row.get(0)?,
                    sponsor: row.get(1)?,
                    token: hash,
                }))
            }),
        TokenKind::Attendee => tx
            .query_one(
                "SELECT event, attendee FROM attendee_token
                 WHERE token_hash = $1 AND expires > $2",
                &[hash.as_bytes().into(), now.into()],
            )
            .await?
            .map(|row| {
                Ok(Caller::Attendee(AttendeeAuth {
                    event: row.get(0)?,
                    attendee: row.get(1)?,
                }))
            }),
    }
    .unwrap_or(Err(Problem::UNAUTHENTICATED))?;
    // Only tokens that exist have a bucket, so that nobody fills the memory with made-up ones.
    RateLimit::<TokenHash>::from_ref(state).take(hash, Instant::now())?;
    if is_due {
        drop(tx);
        let mut tx = backend.db().write_as(caller.tenant()).await?;
        sponsors::note_use(&mut tx, &hash, now).await?;
        tx.commit().await?;
    }
    Ok(caller)
}

/// The token of an `Authorization: Bearer` header (RFC 6750 §2.1).
fn bearer(parts: &Parts) -> Option<&str> {
    let value = parts.headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim_start_matches(' '))
}
