//! The lookup of API tokens of sponsors and of attendees.

use backend_db::{DbError, Tenant, Tx};
use protocol::{AttendeeId, EventSlug, SponsorId, UnixMillis};

use crate::keys::token::{Token, TokenHash, TokenKind};
use crate::people::sponsors;

/// A valid API token.
#[derive(Debug, Clone)]
pub struct ApiToken {
    pub hash: TokenHash,
    pub event: EventSlug,
    pub owner: TokenOwner,
    /// Whether the time of its last use must be written.
    pub is_use_due: bool,
}

/// The owner of an API token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenOwner {
    Sponsor(SponsorId),
    Attendee(AttendeeId),
}

impl ApiToken {
    /// Returns whose rows the owner may touch.
    #[must_use]
    pub const fn tenant(&self) -> Tenant<'_> {
        match &self.owner {
            TokenOwner::Sponsor(sponsor) => Tenant::Sponsor(&self.event, sponsor),
            TokenOwner::Attendee(attendee) => Tenant::Attendee(&self.event, attendee),
        }
    }
}

/// Finds a token, if it is known, and neither revoked nor expired.
///
/// # Errors
/// [`DbError`].
pub async fn find(
    tx: &mut Tx,
    token: &Token,
    now: UnixMillis,
) -> Result<Option<ApiToken>, DbError> {
    let hash = token.hash();
    let (owner, is_use_due, event) = match token.kind() {
        TokenKind::Sponsor => {
            let row = tx
                .query_one(
                    "SELECT event, sponsor, last_used FROM sponsor_token
                     WHERE token_hash = $1 AND revoked IS NULL",
                    &[hash.as_bytes().into()],
                )
                .await?;
            let Some(row) = row else { return Ok(None) };
            let is_use_due = sponsors::is_use_due(row.get("last_used")?, now);
            let owner = TokenOwner::Sponsor(row.get("sponsor")?);
            (owner, is_use_due, row.get("event")?)
        }
        TokenKind::Attendee => {
            let row = tx
                .query_one(
                    "SELECT event, attendee FROM attendee_token
                     WHERE token_hash = $1 AND expires > $2",
                    &[hash.as_bytes().into(), now.into()],
                )
                .await?;
            let Some(row) = row else { return Ok(None) };
            let owner = TokenOwner::Attendee(row.get("attendee")?);
            (owner, false, row.get("event")?)
        }
    };
    Ok(Some(ApiToken {
        hash,
        event,
        owner,
        is_use_due,
    }))
}
