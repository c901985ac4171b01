use std::fmt;

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// A moment by somebody's wall clock: milliseconds since 1970-01-01 UTC, as that clock said.
///
/// Nothing orders records by it; a device's clock may be ten years off.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Encode,
    Decode,
    Serialize,
    Deserialize,
)]
#[cbor(transparent)]
#[serde(transparent)]
pub struct UnixMillis(#[n(0)] pub i64);

impl UnixMillis {
    /// How much later `self` is than `earlier`, in milliseconds; negative where it is earlier.
    #[must_use]
    pub fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The moment `millis` later.
    #[must_use]
    pub fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }
}

impl fmt::Display for UnixMillis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ms", self.0)
    }
}
