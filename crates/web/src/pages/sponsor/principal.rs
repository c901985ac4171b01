//! What a member of a sponsor's team may do, and as whom they read leads.

use crate::pages::visit::MemberVisit;
use backend::leads::{Access, Principal};
use backend_model::MemberRole;

impl MemberVisit {
    /// The access to leads that the member has.
    pub(crate) const fn asking(&self) -> Access<'_> {
        Access {
            event: &self.event,
            sponsor: &self.sponsor,
            principal: Principal::Member(&self.member),
        }
    }

    /// Whether the member may manage the team, devices, tokens and webhooks.
    pub(crate) const fn is_owner(&self) -> bool {
        matches!(self.role, MemberRole::Owner)
    }
}
