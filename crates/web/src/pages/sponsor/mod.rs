//! What a sponsor's team sees: its leads, and what belongs to them.

mod charts;
mod deletions;
mod devices;
mod exports;
mod lead;
mod leads;
mod programs;
mod team;
mod webhooks;

pub(crate) use crate::pages::sponsor::charts::show as charts;
pub(crate) use crate::pages::sponsor::deletions::{
    acknowledge as acknowledge_deletions, list as deletions_to_do,
};
pub(crate) use crate::pages::sponsor::devices::{
    cancel_code, list as devices, new_code, rename as rename_device, revoke as revoke_device,
};
pub(crate) use crate::pages::sponsor::exports::{list as exports, take as take_export};
pub(crate) use crate::pages::sponsor::lead::show as lead;
pub(crate) use crate::pages::sponsor::leads::{find, list as leads};
pub(crate) use crate::pages::sponsor::programs::{list as programs, new_token, revoke_token};
pub(crate) use crate::pages::sponsor::team::{
    invite, list as team, remove as remove_member, send_again, set_role,
};
pub(crate) use crate::pages::sponsor::webhooks::{
    act as act_on_webhook, add as add_webhook, redeliver, show as webhook,
};

use protocol::FieldSet;

use crate::Problem;
use crate::pages::layout::{Page, done, shown};
use crate::pages::{Form, MemberVisit};
use backend::Backend;
use backend::audit;
use backend::leads::{Access, Principal};
use backend_db::{DbError, Tx};
use backend_model::Action;
use backend_model::MemberRole;

impl MemberVisit {
    /// What leads are asked for with.
    pub(crate) const fn asking(&self) -> Access<'_> {
        Access {
            event: &self.event,
            sponsor: &self.sponsor,
            principal: Principal::Member(&self.member),
        }
    }

    /// Whether they manage what belongs to the sponsor.
    fn is_owner(&self) -> bool {
        self.role == MemberRole::Owner
    }
}

/// Writes into the audit log what the team did that is no reading of leads. The caller commits.
async fn write_down(
    visit: &MemberVisit,
    backend: &Backend,
    tx: &mut Tx,
    action: Action,
    detail: &str,
) -> Result<(), DbError> {
    let entry = audit::Entry {
        actor: audit::Actor::Member(&visit.member),
        action,
        sponsor: Some(&visit.sponsor),
        leads: 0,
        fields: FieldSet::NONE,
        detail,
    };
    audit::write(tx, &visit.event, backend.now(), &entry).await
}

/// An id out of the address. What is none is nobody's.
fn id<T: std::str::FromStr>(text: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| Problem::NOT_FOUND)
}
