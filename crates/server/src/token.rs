//! Bearer tokens for the APIs. The database holds their hashes alone.

use std::fmt;

use protocol::{SecretBytes, decode_base32, encode_base32};
use ring::digest::{SHA256, digest};

use crate::random::random;

/// Whom a token stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A sponsor's program or person.
    Sponsor,
    /// An attendee.
    Attendee,
}

impl TokenKind {
    /// What its tokens begin with, so that a person, and a scanner of leaked secrets, can tell them.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Sponsor => "lsp_",
            Self::Attendee => "lat_",
        }
    }
}

/// What a sponsor's program may do with its token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Read leads and their changes.
    Leads,
    /// Take all leads as a file.
    Exports,
    /// Read the state of booth devices.
    Devices,
    /// Acknowledge deletions.
    Deletions,
}

impl Scope {
    /// All scopes.
    pub const ALL: [Self; 4] = [Self::Leads, Self::Exports, Self::Devices, Self::Deletions];

    /// The name used in the database, in forms and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Leads => "leads",
            Self::Exports => "exports",
            Self::Devices => "devices",
            Self::Deletions => "deletions",
        }
    }

    /// The scope of that name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

/// Some scopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scopes(u8);

impl Scopes {
    /// No scope.
    pub const NONE: Self = Self(0);
    /// Every scope.
    pub const ALL: Self = Self(0b1111);

    /// The scopes and this one.
    #[must_use]
    pub const fn with(self, scope: Scope) -> Self {
        Self(self.0 | 1 << scope as u8)
    }

    /// Whether this scope is among them.
    #[must_use]
    pub const fn has(self, scope: Scope) -> bool {
        self.0 & 1 << scope as u8 != 0
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those that are named, with blanks between them. A name that is unknown gives nothing.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        text.split(' ')
            .filter_map(Scope::of_name)
            .fold(Self::NONE, Self::with)
    }

    /// Their names, with blanks between them.
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

/// SHA-256 of a token's 32 random bytes. A fast hash will do: nobody guesses 256 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    /// The hash's bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// A token, to be shown once.
pub struct Token {
    kind: TokenKind,
    secret: SecretBytes<32>,
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({}…)", self.kind.prefix())
    }
}

impl Token {
    /// A new one.
    #[must_use]
    pub fn new(kind: TokenKind) -> Self {
        Self {
            kind,
            secret: SecretBytes::new(random()),
        }
    }

    /// Reads a token's text, or gives nothing where it is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [TokenKind::Sponsor, TokenKind::Attendee]
            .into_iter()
            .find_map(|kind| {
                let bytes = decode_base32(text.strip_prefix(kind.prefix())?).ok()?;
                let secret = SecretBytes::try_from(bytes.as_slice()).ok()?;
                Some(Self { kind, secret })
            })
    }

    /// Whom it stands for, by what it says itself.
    #[must_use]
    pub const fn kind(&self) -> TokenKind {
        self.kind
    }

    /// Its text, at a call that is easy to find.
    #[must_use]
    pub fn expose(&self) -> String {
        format!(
            "{}{}",
            self.kind.prefix(),
            encode_base32(self.secret.expose())
        )
    }

    /// What the database holds of it.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        hash_secret(self.secret.expose())
    }
}

/// The hash under which a random secret is stored.
#[must_use]
pub fn hash_secret(secret: &[u8]) -> TokenHash {
    let digest = digest(&SHA256, secret);
    TokenHash(digest.as_ref().try_into().expect("SHA-256 gives 32 bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_back_and_keeps_its_kind_and_hash() {
        for kind in [TokenKind::Sponsor, TokenKind::Attendee] {
            let token = Token::new(kind);
            let read = Token::parse(&token.expose()).unwrap();
            assert_eq!((read.kind(), read.hash()), (kind, token.hash()));
        }
    }

    #[test]
    fn scopes_are_read_back_by_their_names_and_a_stranger_s_word_is_none() {
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

    #[test]
    fn what_is_no_token_is_none() {
        let token = Token::new(TokenKind::Sponsor).expose();
        for bad in ["", "lsp_", &token[1..], &token[..token.len() - 1], "lxx_00"] {
            assert!(Token::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_token_does_not_show_in_debug() {
        let token = Token::new(TokenKind::Sponsor);
        assert_eq!(format!("{token:?}"), "Token(lsp_…)");
    }
}
