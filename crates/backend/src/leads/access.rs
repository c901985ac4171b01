//! Who asks for leads, and whether they still may.

use protocol::{EventSlug, MemberId, SponsorId};

use crate::Backend;
use crate::audit;
use crate::event::Event;
use crate::keys::token::TokenHash;
use crate::leads::LeadError;
use backend_db::{Tenant, Tx};
use backend_model::{Scope, Scopes};

/// Who asks, for which sponsor.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// The event.
    pub event: &'a EventSlug,
    /// The sponsor.
    pub sponsor: &'a SponsorId,
    /// By what they ask.
    pub by: By<'a>,
}

/// By what somebody asks.
#[derive(Debug, Clone, Copy)]
pub enum By<'a> {
    /// A program, by a token of the sponsor's.
    Token(&'a TokenHash),
    /// One of the sponsor's team, who is signed in.
    Member(&'a MemberId),
}

impl<'a> Asking<'a> {
    /// Who stands in the audit log.
    pub(crate) const fn actor(self) -> audit::Actor<'a> {
        match self.by {
            By::Token(_) => audit::Actor::Sponsor(self.sponsor),
            By::Member(member) => audit::Actor::Member(member),
        }
    }

    /// The member who asks; none where it is a program.
    pub(crate) const fn member(self) -> Option<&'a MemberId> {
        match self.by {
            By::Token(_) => None,
            By::Member(member) => Some(member),
        }
    }
}

/// Begins the transaction that hands something out. Token or member are looked at once more in it: since
/// the request was let in they may have been revoked or removed, and from that commit on nothing leaves.
pub(crate) async fn begin(
    backend: &Backend,
    asking: Asking<'_>,
    scope: Scope,
) -> Result<(Tx, Event), LeadError> {
    let tenant = Tenant::Sponsor(asking.event, asking.sponsor);
    let mut tx = backend.db().write_as(tenant).await?;
    check(&mut tx, asking, scope).await?;
    let event = Event::load(backend, &mut tx, asking.event).await?;
    Ok((tx, event))
}

/// Whether they may still ask, and for this.
pub(crate) async fn check(tx: &mut Tx, asking: Asking<'_>, scope: Scope) -> Result<(), LeadError> {
    let Asking { event, sponsor, by } = asking;
    match by {
        By::Token(token) => {
            let scopes: String = tx
                .query_one(
                    "SELECT scopes FROM sponsor_token
                     WHERE event = $1 AND sponsor = $2 AND token_hash = $3 AND revoked IS NULL",
                    &[event.into(), sponsor.into(), token.as_bytes().into()],
                )
                .await?
                .ok_or(LeadError::Revoked)?
                .get(0)?;
            if Scopes::parse(&scopes).has(scope) {
                Ok(())
            } else {
                Err(LeadError::OutOfScope)
            }
        }
        By::Member(member) => tx
            .query_one(
                "SELECT 1 FROM member
                 WHERE event = $1 AND sponsor = $2 AND member = $3 AND removed IS NULL",
                &[event.into(), sponsor.into(), member.into()],
            )
            .await?
            .map(drop)
            .ok_or(LeadError::Revoked),
    }
}
