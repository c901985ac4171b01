//! Lead ids: an HMAC of sponsor and attendee, which is not stored.

use protocol::{AttendeeId, LeadId, SecretBytes, SponsorId};
use ring::hmac;

use crate::event::Event;
use crate::leads::error::LeadError;
use crate::leads::keyset::{self, CHUNK, Order};
use backend_db::Tx;

/// Computes lead ids: HMAC-SHA256 (RFC 2104) with the event's lead key over sponsor and attendee, truncated to a
/// UUID. A pair always has the same id, and two sponsors cannot tell whether their ids belong to the same
/// attendee.
pub(crate) struct LeadIds(hmac::Key);

impl LeadIds {
    pub(crate) fn of(key: &SecretBytes<32>) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, key.expose()))
    }

    pub(crate) fn id(&self, sponsor: &SponsorId, attendee: &AttendeeId) -> LeadId {
        let mut context = hmac::Context::with_key(&self.0);
        context.update(b"lanyard lead id v1");
        context.update(sponsor.as_bytes());
        context.update(attendee.as_bytes());
        let tag = context.sign();
        let (first, _) = tag
            .as_ref()
            .split_first_chunk::<16>()
            .expect("SHA-256 gives 32 bytes");
        LeadId::from_random(*first)
    }
}

/// The id of the lead that a sponsor has, or would have, of an attendee.
pub(crate) fn lead_id(event: &Event, sponsor: &SponsorId, attendee: &AttendeeId) -> LeadId {
    LeadIds::of(&event.lead_key).id(sponsor, attendee)
}

/// Finds the attendee of a lead by computing the ids of all leads. Ids are not stored, so that the database alone
/// does not link an id to a person.
pub(crate) async fn attendee_of(
    tx: &mut Tx,
    event: &Event,
    sponsor: &SponsorId,
    lead: &LeadId,
) -> Result<AttendeeId, LeadError> {
    let ids = LeadIds::of(&event.lead_key);
    let mut after = None;
    loop {
        let known = keyset::next(
            tx,
            &event.slug,
            sponsor,
            Order::LastScanned,
            after,
            4 * CHUNK,
        )
        .await?;
        let found = known
            .iter()
            .find(|(attendee, _)| ids.id(sponsor, attendee) == *lead);
        if let Some((attendee, _)) = found {
            return Ok(*attendee);
        }
        after = Some(known.last().ok_or(LeadError::Unknown)?.1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lead_ids_are_stable_and_unrelated_between_sponsors() {
        let ids = LeadIds::of(&SecretBytes::new([1; 32]));
        let other_event = LeadIds::of(&SecretBytes::new([2; 32]));
        let (ana, ben) = (
            SponsorId::from_random([1; 16]),
            SponsorId::from_random([2; 16]),
        );
        let ada = AttendeeId::from_random([3; 16]);
        assert_eq!(ids.id(&ana, &ada), ids.id(&ana, &ada));
        assert_ne!(ids.id(&ana, &ada), ids.id(&ben, &ada));
        assert_ne!(ids.id(&ana, &ada), other_event.id(&ana, &ada));
        assert_ne!(ids.id(&ana, &ada).as_bytes(), ada.as_bytes());
    }
}
