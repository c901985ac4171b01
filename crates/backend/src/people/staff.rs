//! The accounts of the organiser's staff.

use backend_model::StaffRole;
use protocol::{EventSlug, StaffId};

use crate::keys::random::random;
use crate::people::accounts::{Account, AccountRole, Accounts};

/// An account of the organiser's staff.
pub type Staff = Account<StaffRole>;

/// The staff of an event.
#[must_use]
pub const fn of_event(event: &EventSlug) -> Accounts<'_, StaffRole> {
    Accounts::new(event, None)
}

impl AccountRole for StaffRole {
    type Id = StaffId;
    const TABLE: &'static str = "staff";
    const LANGUAGE: &'static str = "CAST(NULL AS TEXT)";
    const MANAGER: Self = Self::Organiser;
    const DELETE_CREDENTIALS: Option<&'static str> =
        Some("DELETE FROM passkey WHERE event = $1 AND staff = $2");

    fn name(self) -> &'static str {
        self.name()
    }

    fn of_name(name: &str) -> Option<Self> {
        Self::of_name(name)
    }

    fn new_id() -> StaffId {
        StaffId::from_random(random())
    }

    fn id_bytes(id: &StaffId) -> &[u8; 16] {
        id.as_bytes()
    }
}
