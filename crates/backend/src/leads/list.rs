//! A sponsor's leads for people to look through: searched, filtered, a page at a time.

use protocol::{AttendeeId, SponsorId, UnixMillis, decode_base32, encode_base32};
use serde::{Deserialize, Serialize};

use crate::Backend;
use crate::leads::keyset::{self, Order, Place, STEP};
use crate::leads::{Asking, Lead, LeadError, begin, gather, write_down};
use backend_db::Tenant;
use backend_model::Action;
use backend_model::Scope;

/// Leads of one page.
pub const LIST: usize = 50;
/// Leads that are looked at for one page. Where a search finds little, the reader is asked whether to
/// go on, so that no request takes long however many leads there are.
const LOOKED_AT: usize = 40 * STEP;
/// Longest text to search for, in characters.
const TEXT: usize = 120;
const SEALED: &str = "leads.view";

/// Which leads are asked for, by how they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// All.
    #[default]
    All,
    /// Those that are shared.
    Shared,
    /// Those that were taken away.
    Deleted,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::All, Self::Shared, Self::Deleted];

    /// The name used in forms.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Shared => "shared",
            Self::Deleted => "deleted",
        }
    }
}

/// What leads must have to be listed. Empty texts ask for nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Filter {
    /// Words that stand in the shared fields or in notes, each somewhere, whatever their case.
    pub text: String,
    /// The lowest rating.
    pub rating: Option<u32>,
    /// A tag, whatever its case.
    pub tag: String,
    /// An operator who scanned or wrote, whatever the case.
    pub operator: String,
    /// A calendar day of scans, as the reader wrote it.
    pub day: String,
    /// That day's first moment, and the next one's.
    pub hours: Option<(UnixMillis, UnixMillis)>,
    /// How they stand.
    pub kind: Kind,
}

impl Filter {
    /// Whether it asks for nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Cut to a size that an address can carry.
    #[must_use]
    pub fn cut(mut self) -> Self {
        for text in [&mut self.text, &mut self.tag, &mut self.operator] {
            *text = text.trim().chars().take(TEXT).collect();
        }
        self
    }

    /// A tombstone matches by being one alone: what it held finds it no more.
    fn matches(&self, lead: &Lead) -> bool {
        let stands = match self.kind {
            Kind::All => true,
            Kind::Shared => !lead.is_withheld(),
            Kind::Deleted => lead.is_withheld(),
        };
        stands
            && self.has_words(lead)
            && self.rating.is_none_or(|least| {
                lead.notes()
                    .iter()
                    .any(|note| note.rating.is_some_and(|rating| rating >= least))
            })
            && (self.tag.is_empty() || {
                let tag = self.tag.to_lowercase();
                let mut tags = lead.notes().iter().flat_map(|note| &note.tags);
                tags.any(|one| one.to_lowercase() == tag)
            })
            && (self.operator.is_empty() || {
                let operator = self.operator.to_lowercase();
                let scanned = lead.scans().iter().map(|scan| &scan.operator);
                let wrote = lead.notes().iter().map(|note| &note.operator);
                scanned
                    .chain(wrote)
                    .any(|one| one.to_lowercase() == operator)
            })
            && self.hours.is_none_or(|(from, to)| {
                lead.scans()
                    .iter()
                    .any(|scan| scan.scanned_at.0 >= from && scan.scanned_at.0 < to)
            })
    }

    fn has_words(&self, lead: &Lead) -> bool {
        if self.text.is_empty() {
            return true;
        }
        let mut hay = String::new();
        for value in lead.view().values() {
            hay.push_str(&value.value().to_lowercase());
            hay.push('\n');
        }
        for note in lead.notes() {
            hay.push_str(&note.text.to_lowercase());
            hay.push('\n');
        }
        let text = self.text.to_lowercase();
        text.split_whitespace().all(|word| hay.contains(word))
    }
}

/// A page that was asked for: what is looked for, and how far the reader has come.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct View {
    /// What is looked for.
    pub filter: Filter,
    place: Option<Place>,
}

impl View {
    /// The first page.
    #[must_use]
    pub const fn first(filter: Filter) -> Self {
        Self {
            filter,
            place: None,
        }
    }

    /// Whether it is the first page.
    #[must_use]
    pub const fn is_first(&self) -> bool {
        self.place.is_none()
    }

    /// For an address. It is sealed, because people look for names, and addresses are kept by browsers,
    /// proxies and logs.
    #[must_use]
    pub fn seal(&self, backend: &Backend, sponsor: &SponsorId) -> String {
        let text = serde_json::to_vec(self).expect("texts and numbers make JSON");
        encode_base32(&backend.sealer().seal(SEALED, &[sponsor.as_bytes()], &text))
    }

    /// Out of an address; nothing where it was not made here for this sponsor.
    #[must_use]
    pub fn open(backend: &Backend, sponsor: &SponsorId, text: &str) -> Option<Self> {
        let sealed = decode_base32(text).ok()?;
        let row = &[sponsor.as_bytes().as_slice()];
        let text = backend.sealer().unseal(SEALED, row, &sealed).ok()?;
        serde_json::from_slice(&text).ok()
    }
}

/// What was found.
#[derive(Debug)]
pub struct Found {
    /// The leads, the one scanned last first.
    pub leads: Vec<Lead>,
    /// The page behind these, if there may be more.
    pub next: Option<View>,
    /// How many leads there are altogether, whatever is looked for.
    pub total: u64,
}

/// One page of the leads that match.
///
/// # Errors
/// [`LeadError`].
pub async fn list(backend: &Backend, asking: Asking<'_>, view: &View) -> Result<Found, LeadError> {
    let (matching, place) = look(backend, asking, view).await?;
    // What was found may have been taken away since: it is read again where it is written down.
    let (mut tx, event) = begin(backend, asking, Scope::Leads).await?;
    let mut leads = gather(&mut tx, &event, asking.sponsor, &matching).await?;
    leads.retain(|lead| view.filter.matches(lead));
    let total = keyset::count(&mut tx, asking.event, asking.sponsor).await?;
    write_down(backend, &mut tx, asking, &leads, Action::ListLeads, false).await?;
    tx.commit().await?;
    Ok(Found {
        leads,
        next: place.map(|place| View {
            filter: view.filter.clone(),
            place: Some(place),
        }),
        total,
    })
}

/// The next attendees whose leads match, and where to go on, if there may be more.
async fn look(
    backend: &Backend,
    asking: Asking<'_>,
    view: &View,
) -> Result<(Vec<AttendeeId>, Option<Place>), LeadError> {
    let Asking { event, sponsor, .. } = asking;
    let tenant = Tenant::Sponsor(event, sponsor);
    let mut tx = backend.db().read_as(tenant).await?;
    crate::leads::check(&mut tx, asking, Scope::Leads).await?;
    let event_now = crate::event::Event::load(backend, &mut tx, event).await?;
    let mut found = Vec::new();
    let mut place = view.place;
    let mut looked_at = 0;
    // Without a filter each lead matches: then one more than the page holds is enough.
    let step = if view.filter.is_empty() {
        LIST + 1
    } else {
        STEP
    };
    while looked_at < LOOKED_AT {
        let next = keyset::next(&mut tx, event, sponsor, Order::LastScanned, place, step).await?;
        if next.is_empty() {
            return Ok((found, None));
        }
        looked_at += next.len();
        let attendees: Vec<AttendeeId> = next.iter().map(|(attendee, _)| *attendee).collect();
        let leads = gather(&mut tx, &event_now, sponsor, &attendees).await?;
        for lead in leads.iter().filter(|lead| view.filter.matches(lead)) {
            if found.len() == LIST {
                return Ok((found, place));
            }
            found.push(*lead.attendee());
            place = next
                .iter()
                .find(|(attendee, _)| attendee == lead.attendee())
                .map(|(_, place)| *place);
        }
        if found.len() < LIST {
            place = next.last().map(|(_, place)| *place);
        }
    }
    Ok((found, place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_cut_to_what_an_address_can_carry() {
        let filter = Filter {
            text: "é".repeat(5000),
            ..Filter::default()
        };
        assert_eq!(filter.cut().text.chars().count(), TEXT);
    }
}
