//! Scopes of a sponsor's API tokens.

/// An operation that a sponsor's API token allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Reads leads and their changes.
    Leads,
    /// Exports all leads as a file.
    Exports,
    /// Reads the state of booth devices.
    Devices,
    /// Acknowledges deletions.
    Deletions,
}

impl Scope {
    /// All scopes.
    pub const ALL: [Self; 4] = [Self::Leads, Self::Exports, Self::Devices, Self::Deletions];

    /// The scope's name in the database, in forms and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Leads => "leads",
            Self::Exports => "exports",
            Self::Devices => "devices",
            Self::Deletions => "deletions",
        }
    }

    /// The scope with this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

/// A set of scopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scopes(u8);

impl Scopes {
    /// The empty set.
    pub const NONE: Self = Self(0);
    /// The set of all scopes.
    pub const ALL: Self = Self(0b1111);

    /// The set with this scope added.
    #[must_use]
    pub const fn with(self, scope: Scope) -> Self {
        Self(self.0 | 1 << scope as u8)
    }

    /// Whether the set contains this scope.
    #[must_use]
    pub const fn has(self, scope: Scope) -> bool {
        self.0 & 1 << scope as u8 != 0
    }

    /// Whether the set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Parses names that are separated by blanks. Unknown names are ignored.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        text.split(' ')
            .filter_map(Scope::of_name)
            .fold(Self::NONE, Self::with)
    }

    /// The names of the scopes, separated by blanks.
    #[must_use]
    pub fn names(self) -> String {
        let names: Vec<&str> = Scope::ALL
            .into_iter()
            .filter(|scope| self.has(*scope))
            .map(Scope::name)
            .collect();
        names.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_parsed_from_their_names_and_unknown_names_are_ignored() {
        for scope in Scope::ALL {
            let one = Scopes::NONE.with(scope);
            assert_eq!(Scopes::parse(&one.names()), one);
            assert_eq!(
                Scope::ALL
                    .into_iter()
                    .filter(|other| one.has(*other))
                    .count(),
                1
            );
        }
        assert_eq!(Scopes::parse(&Scopes::ALL.names()), Scopes::ALL);
        assert!(Scopes::parse("everything leads,exports").is_empty());
    }
}
