//! Roles of the organiser's staff, and the permissions that each role has.

use serde::Serialize;

/// The role of a member of the organiser's staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StaffRole {
    /// Reads everything and changes nothing.
    Auditor,
    /// Helps attendees and sponsors, and exports no data.
    Support,
    /// Has every permission.
    Organiser,
}

/// A permission that a page or an action of the organiser's requires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// Reads pages.
    View,
    /// Makes day-to-day changes: reports, devices, badges.
    Operate,
    /// Exports data in bulk.
    Export,
    /// Changes what applies to everybody: settings, imports, staff, retention.
    Administer,
}

impl StaffRole {
    /// All roles, the least powerful first.
    pub const ALL: [Self; 3] = [Self::Auditor, Self::Support, Self::Organiser];

    /// The role's name in the database and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auditor => "auditor",
            Self::Support => "support",
            Self::Organiser => "organiser",
        }
    }

    /// The role with this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Whether the role has this permission.
    #[must_use]
    pub const fn may(self, permission: Permission) -> bool {
        match permission {
            Permission::View => true,
            Permission::Operate => matches!(self, Self::Support | Self::Organiser),
            // An audit needs copies as evidence; support works on the pages alone.
            Permission::Export => matches!(self, Self::Auditor | Self::Organiser),
            Permission::Administer => matches!(self, Self::Organiser),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_has_its_permissions_and_no_others() {
        let permissions = [
            Permission::View,
            Permission::Operate,
            Permission::Export,
            Permission::Administer,
        ];
        let of = |role: StaffRole| permissions.map(|permission| role.may(permission));
        assert_eq!(of(StaffRole::Auditor), [true, false, true, false]);
        assert_eq!(of(StaffRole::Support), [true, true, false, false]);
        assert_eq!(of(StaffRole::Organiser), [true; 4]);
    }

    #[test]
    fn a_role_is_found_by_its_name() {
        for role in StaffRole::ALL {
            assert_eq!(StaffRole::of_name(role.name()), Some(role));
        }
        assert_eq!(StaffRole::of_name("root"), None);
    }
}
