//! Audit entries of changes that people make on pages and that concern no lead.

use backend::Backend;
use backend::audit::{self, Actor, Entry};
use backend_db::{DbError, Tx};
use backend_model::Action;
use protocol::{FieldSet, SponsorId};

use crate::pages::visit::{MemberVisit, StaffVisit};

impl MemberVisit {
    /// Writes an audit entry of a change by a member of a sponsor's team. The caller commits.
    pub(crate) async fn audit(
        &self,
        backend: &Backend,
        tx: &mut Tx,
        action: Action,
        detail: &str,
    ) -> Result<(), DbError> {
        let actor = Actor::Member(&self.member);
        let entry = entry(actor, action, Some(&self.sponsor), detail);
        audit::write(tx, &self.event, backend.now(), &entry).await
    }
}

impl StaffVisit {
    /// Writes an audit entry of a change by the organiser's staff. The caller commits.
    pub(crate) async fn audit(
        &self,
        backend: &Backend,
        tx: &mut Tx,
        action: Action,
        sponsor: Option<&SponsorId>,
        detail: &str,
    ) -> Result<(), DbError> {
        let entry = entry(Actor::Staff(&self.staff), action, sponsor, detail);
        audit::write(tx, &self.event, backend.now(), &entry).await
    }
}

const fn entry<'a>(
    actor: Actor<'a>,
    action: Action,
    sponsor: Option<&'a SponsorId>,
    detail: &'a str,
) -> Entry<'a> {
    Entry {
        actor,
        action,
        sponsor,
        leads: 0,
        fields: FieldSet::NONE,
        detail,
    }
}
