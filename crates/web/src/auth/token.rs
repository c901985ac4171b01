//! Callers with a bearer token: programs of sponsors and of attendees.

use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use backend::keys::token::{Token, TokenHash};
use backend::leads::{Access, Principal};
use backend::people::api_tokens::{self, ApiToken, TokenOwner};
use backend::people::sponsors;
use backend_db::{DbError, Tenant, Tx};
use protocol::{AttendeeId, EventSlug, SponsorId, UnixMillis};

use crate::auth::credential::{Authenticate, Credential, extractors};
use crate::{App, Problem};

/// A program with a sponsor's token.
#[derive(Debug, Clone)]
pub(crate) struct SponsorAuth {
    event: EventSlug,
    sponsor: SponsorId,
    /// Checked again while the request runs, because the token may be revoked in the meantime.
    token: TokenHash,
}

impl SponsorAuth {
    /// Returns the sponsor and the token in whose name leads are read.
    pub(crate) const fn asking(&self) -> Access<'_> {
        Access {
            event: &self.event,
            sponsor: &self.sponsor,
            principal: Principal::Token(&self.token),
        }
    }
}

/// A program with an attendee's token.
#[derive(Debug, Clone)]
pub(crate) struct AttendeeAuth {
    pub(crate) event: EventSlug,
    pub(crate) attendee: AttendeeId,
}

impl Credential for ApiToken {
    type Secret = Token;

    fn secret(parts: &Parts) -> Option<Token> {
        Token::parse(bearer(parts)?)
    }

    async fn find(tx: &mut Tx, token: &Token, now: UnixMillis) -> Result<Option<Self>, DbError> {
        api_tokens::find(tx, token, now).await
    }

    fn hash(&self) -> TokenHash {
        self.hash
    }

    fn tenant(&self) -> Tenant<'_> {
        Self::tenant(self)
    }

    fn is_use_due(&self) -> bool {
        self.is_use_due
    }

    async fn note_use(&self, tx: &mut Tx, now: UnixMillis) -> Result<(), DbError> {
        sponsors::note_use(tx, &self.hash, now).await
    }
}

impl Authenticate for SponsorAuth {
    type Credential = ApiToken;

    async fn admit(
        credential: ApiToken,
        _: Option<Tx>,
        _: &Parts,
        _: &App,
    ) -> Result<Self, Problem> {
        match credential.owner {
            TokenOwner::Sponsor(sponsor) => Ok(Self {
                event: credential.event,
                sponsor,
                token: credential.hash,
            }),
            TokenOwner::Attendee(_) => Err(Problem::FORBIDDEN),
        }
    }
}

impl Authenticate for AttendeeAuth {
    type Credential = ApiToken;

    async fn admit(
        credential: ApiToken,
        _: Option<Tx>,
        _: &Parts,
        _: &App,
    ) -> Result<Self, Problem> {
        match credential.owner {
            TokenOwner::Attendee(attendee) => Ok(Self {
                event: credential.event,
                attendee,
            }),
            TokenOwner::Sponsor(_) => Err(Problem::FORBIDDEN),
        }
    }
}

extractors!(SponsorAuth, AttendeeAuth);

/// Returns the token of an `Authorization: Bearer` header (RFC 6750 §2.1).
pub(crate) fn bearer(parts: &Parts) -> Option<&str> {
    let value = parts.headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim_start_matches(' '))
}
