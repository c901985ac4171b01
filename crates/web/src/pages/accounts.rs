//! Changes of accounts, which the pages of the organiser's staff and of sponsors' teams have in common.

use protocol::{EventSlug, FieldSet, SponsorId};

use crate::Problem;
use backend::Backend;
use backend::audit;
use backend::people::accounts::{AccountError, AccountRole, Accounts};
use backend_db::Tenant;
use backend_model::Action;

/// A visitor who manages the accounts of a group.
pub(crate) trait AccountManager {
    type Role: AccountRole;
    const SET_ROLE: Action;
    const REMOVE: Action;

    fn accounts(&self) -> Accounts<'_, Self::Role>;
    fn event(&self) -> &EventSlug;
    /// The sponsor whose team it is.
    fn sponsor(&self) -> Option<&SponsorId>;
    fn tenant(&self) -> Tenant<'_>;
    fn actor(&self) -> audit::Actor<'_>;
}

/// A change of one account.
#[derive(Clone, Copy)]
pub(crate) enum Change<R> {
    Role(R),
    Remove,
}

/// Changes an account, and writes that into the audit log.
pub(crate) async fn change<V: AccountManager>(
    backend: &Backend,
    visit: &V,
    id: &<V::Role as AccountRole>::Id,
    change: Change<V::Role>,
) -> Result<(), AccountError> {
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let accounts = visit.accounts();
    let (action, detail) = match change {
        Change::Role(role) => {
            accounts.set_role(&mut tx, id, role).await?;
            (V::SET_ROLE, format!("{id} {}", role.name()))
        }
        Change::Remove => {
            accounts.remove(backend, &mut tx, id).await?;
            (V::REMOVE, id.to_string())
        }
    };
    let entry = audit::Entry {
        actor: visit.actor(),
        action,
        sponsor: visit.sponsor(),
        leads: 0,
        fields: FieldSet::NONE,
        detail: &detail,
    };
    audit::write(&mut tx, visit.event(), backend.now(), &entry).await?;
    tx.commit().await?;
    Ok(())
}

impl From<AccountError> for Problem {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Unknown => Self::NOT_FOUND,
            AccountError::Db(error) => error.into(),
            AccountError::Email
            | AccountError::Name
            | AccountError::Exists
            | AccountError::LastManager(_) => Self::BAD_REQUEST,
        }
    }
}
