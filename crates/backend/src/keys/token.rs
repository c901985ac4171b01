//! Bearer tokens of the APIs. The database holds only their hashes.

use std::fmt;

use protocol::{SecretBytes, decode_base32, encode_base32};
use ring::digest::{SHA256, digest};

use crate::keys::random::random;

/// The kind of caller that a token authenticates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    Sponsor,
    Attendee,
}

impl TokenKind {
    /// Returns the prefix of the kind's tokens, by which people and scanners for leaked secrets recognise them.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Sponsor => "lsp_",
            Self::Attendee => "lat_",
        }
    }
}

/// The SHA-256 of a token's 32 random bytes. A fast hash suffices, because 256 random bits cannot be guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// A token. Its text can be shown only when it is made.
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
    #[must_use]
    pub fn new(kind: TokenKind) -> Self {
        Self {
            kind,
            secret: SecretBytes::new(random()),
        }
    }

    /// Parses a token's text.
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

    /// Returns the kind that the token's prefix claims.
    #[must_use]
    pub const fn kind(&self) -> TokenKind {
        self.kind
    }

    /// Returns the token's text. The name makes its calls easy to find.
    #[must_use]
    pub fn expose(&self) -> String {
        format!(
            "{}{}",
            self.kind.prefix(),
            encode_base32(self.secret.expose())
        )
    }

    /// Returns the hash that the database holds.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        hash_secret(self.secret.expose())
    }
}

/// Returns the hash under which a random secret is stored.
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
