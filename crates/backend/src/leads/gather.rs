//! Builds leads: the only way from an attendee's row to a sponsor. It loads the facts, has [`consent`] decide, and
//! makes the views.

use consent::{Decision, LeadView, Withheld};
use protocol::{AttendeeId, SponsorId};

use crate::event::Event;
use crate::leads::detail::{self, Lead};
use crate::leads::lead_id::LeadIds;
use crate::privacy::attendees;
use crate::privacy::consent_history::{self, History, HistoryScope};
use crate::timestamp::Timestamp;
use backend_db::{DbError, Tx};

/// The sponsor's leads of these attendees, in the same order. An attendee without a lead is skipped.
pub(crate) async fn gather(
    tx: &mut Tx,
    event: &Event,
    sponsor: &SponsorId,
    attendees: &[AttendeeId],
) -> Result<Vec<Lead>, DbError> {
    let of = HistoryScope::Attendees(sponsor, attendees);
    let mut histories = consent_history::histories(tx, &event.slug, of).await?;
    let people = attendees::load_these(tx, &event.slug, attendees).await?;
    let mut records = detail::records(tx, event, sponsor, attendees).await?;
    let ids = LeadIds::of(&event.lead_key);
    let leads = attendees.iter().filter_map(|attendee| {
        let history = histories.remove(&(*sponsor, *attendee)).unwrap_or_default();
        let decision = decide(event, &history);
        let id = ids.id(sponsor, attendee);
        let view = consent::lead_view(id, decision, people.get(attendee))?;
        let since = withheld_since(&view, &history);
        let records = records.remove(attendee).unwrap_or_default();
        Some(Lead::new(*attendee, view, since, records))
    });
    Ok(leads.collect())
}

/// Decides by the consent rule, with one addition: if the scans of a lead that the sponsor knows are no longer
/// accepted, the lead is withheld as voided.
fn decide(event: &Event, history: &History) -> Decision {
    match history.decide(event.allowed_fields) {
        Decision::Never => Decision::Withheld(Withheld::Voided),
        decision => decision,
    }
}

fn withheld_since(view: &LeadView, history: &History) -> Option<Timestamp> {
    view.withheld()?;
    history.withheld_since().map(Timestamp)
}
