//! The token of monitoring clients.

use backend::keys::token::{TokenHash, hash_secret};
use subtle::ConstantTimeEq;

/// The hash of the token that a monitoring client must present, if one is configured.
#[derive(Debug, Clone, Default)]
pub(crate) struct MonitorToken(Option<TokenHash>);

impl MonitorToken {
    pub(crate) fn new(token: Option<&str>) -> Self {
        Self(token.map(|token| hash_secret(token.as_bytes())))
    }

    /// Returns whether the presented token is the right one, or `None` if none is configured.
    pub(crate) fn accepts(&self, presented: Option<&str>) -> Option<bool> {
        let expected = self.0.as_ref()?;
        Some(presented.is_some_and(|token| {
            let presented = hash_secret(token.as_bytes());
            presented.as_bytes().ct_eq(expected.as_bytes()).into()
        }))
    }
}
