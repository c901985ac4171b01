//! Access to leads: who reads them, for which sponsor, and whether this is still allowed.

use protocol::{EventSlug, MemberId, SponsorId};

use crate::Backend;
use crate::audit;
use crate::event::Event;
use crate::keys::token::TokenHash;
use crate::leads::error::LeadError;
use backend_db::{Tenant, Tx};
use backend_model::{Scope, Scopes};

/// An authorised access to the leads of a sponsor.
#[derive(Debug, Clone, Copy)]
pub struct Access<'a> {
    pub event: &'a EventSlug,
    pub sponsor: &'a SponsorId,
    pub principal: Principal<'a>,
}

/// The principal on whose authority leads are read.
#[derive(Debug, Clone, Copy)]
pub enum Principal<'a> {
    /// A program with a token of the sponsor.
    Token(&'a TokenHash),
    /// A member of the sponsor's team who is signed in.
    Member(&'a MemberId),
}

impl<'a> Access<'a> {
    /// The actor for the audit log.
    pub(crate) const fn actor(self) -> audit::Actor<'a> {
        match self.principal {
            Principal::Token(_) => audit::Actor::Sponsor(self.sponsor),
            Principal::Member(member) => audit::Actor::Member(member),
        }
    }

    /// The member; `None` if the principal is a program.
    pub(crate) const fn member(self) -> Option<&'a MemberId> {
        match self.principal {
            Principal::Token(_) => None,
            Principal::Member(member) => Some(member),
        }
    }
}

/// Begins a transaction that hands out data. It checks the principal again, because the token may have been
/// revoked, or the member removed, since the request was authorised.
pub(crate) async fn begin(
    backend: &Backend,
    access: Access<'_>,
    scope: Scope,
) -> Result<(Tx, Event), LeadError> {
    let tenant = Tenant::Sponsor(access.event, access.sponsor);
    let mut tx = backend.db().write_as(tenant).await?;
    check(&mut tx, access, scope).await?;
    let event = Event::load(backend, &mut tx, access.event).await?;
    Ok((tx, event))
}

/// Checks that the principal is still authorised, and for this scope.
pub(crate) async fn check(tx: &mut Tx, access: Access<'_>, scope: Scope) -> Result<(), LeadError> {
    let Access {
        event,
        sponsor,
        principal,
    } = access;
    match principal {
        Principal::Token(token) => {
            let scopes: String = tx
                .query_one(
                    "SELECT scopes FROM sponsor_token
                     WHERE event = $1 AND sponsor = $2 AND token_hash = $3 AND revoked IS NULL",
                    &[event.into(), sponsor.into(), token.as_bytes().into()],
                )
                .await?
                .ok_or(LeadError::Revoked)?
                .get("scopes")?;
            if Scopes::parse(&scopes).has(scope) {
                Ok(())
            } else {
                Err(LeadError::OutOfScope)
            }
        }
        Principal::Member(member) => tx
            .query_one(
                "SELECT member FROM member
                 WHERE event = $1 AND sponsor = $2 AND member = $3 AND removed IS NULL",
                &[event.into(), sponsor.into(), member.into()],
            )
            .await?
            .map(drop)
            .ok_or(LeadError::Revoked),
    }
}
