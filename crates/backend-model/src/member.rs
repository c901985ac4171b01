//! Roles in a sponsor's team.

/// The role of a member of a sponsor's team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MemberRole {
    /// Reads, searches and exports leads, and acknowledges deletions.
    Member,
    /// Also manages the team, devices, tokens and webhooks.
    Owner,
}

impl MemberRole {
    /// All roles, the least powerful first.
    pub const ALL: [Self; 2] = [Self::Member, Self::Owner];

    /// The role's name in the database and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Owner => "owner",
        }
    }

    /// The role with this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_found_by_its_name() {
        for role in MemberRole::ALL {
            assert_eq!(MemberRole::of_name(role.name()), Some(role));
        }
        assert_eq!(MemberRole::of_name("Owner"), None);
    }
}
