//! Bearer tokens for the APIs. The database holds their hashes alone.

use std::fmt;

use protocol::{SecretBytes, decode_base32, encode_base32};
use ring::digest::{SHA256, digest};

use crate::keys::random::random;

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
