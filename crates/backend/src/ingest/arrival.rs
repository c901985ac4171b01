//! The circumstances in which a record arrived.

use protocol::UnixMillis;

/// The way in which a request reached the backend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The device has sent it just now.
    Network,
    /// A bundle contained it.
    Bundle,
}

/// The circumstances of a record's arrival. They are stored with the record, so that its verdict can be reached
/// again later.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arrival {
    /// The backend's time.
    pub(crate) received: UnixMillis,
    /// How far the device's clock was ahead, in milliseconds.
    pub(crate) skew: i64,
    /// Whether the device was revoked.
    pub(crate) after_revocation: bool,
}

impl Arrival {
    /// The best estimate of when a record was made: the device's time, corrected by its skew, and not later than
    /// the arrival.
    pub(crate) fn estimated_time(self, wall: UnixMillis) -> UnixMillis {
        wall.plus_millis(self.skew.saturating_neg())
            .min(self.received)
    }
}
