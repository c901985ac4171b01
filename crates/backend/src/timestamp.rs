//! Points in time as the API and the pages write them.

use std::fmt;

use protocol::UnixMillis;
use serde::{Serialize, Serializer};

/// A point in time, written as RFC 3339 in UTC to the millisecond.
///
/// A device's clock may show any time. A time outside the years -9999 to 9999 has no such form: it is `null` in
/// JSON and an empty text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(pub UnixMillis);

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0.0) {
            Ok(moment) => write!(f, "{moment:.3}"),
            Err(_) => Ok(()),
        }
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.to_string();
        if text.is_empty() {
            serializer.serialize_none()
        } else {
            serializer.serialize_str(&text)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_rfc_3339_and_a_mad_clock_gives_none() {
        let shown = |millis| Timestamp(UnixMillis(millis)).to_string();
        assert_eq!(shown(1_800_000_000_123), "2027-01-15T08:00:00.123Z");
        assert_eq!(shown(0), "1970-01-01T00:00:00.000Z");
        for mad in [i64::MIN, i64::MAX] {
            assert_eq!(shown(mad), "");
            let json = serde_json::to_string(&Timestamp(UnixMillis(mad))).unwrap();
            assert_eq!(json, "null");
        }
    }
}
