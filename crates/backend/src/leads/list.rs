//! The list of a sponsor's leads on the pages: filtered, and one page at a time.

use protocol::{AttendeeId, SponsorId, UnixMillis, decode_base32, encode_base32};
use serde::{Deserialize, Serialize};

use crate::Backend;
use crate::event::Event;
use crate::leads::access::{Access, begin, check};
use crate::leads::detail::Lead;
use crate::leads::disclosure;
use crate::leads::error::LeadError;
use crate::leads::gather::gather;
use crate::leads::keyset::{self, CHUNK, Order, Position};
use backend_db::Tenant;
use backend_model::Action;
use backend_model::Scope;

/// The leads of one page.
pub const LEADS_PER_PAGE: usize = 50;
/// The most leads that are read for one page. If a filter matches few of them, the page offers to continue, so that
/// a request is short however many leads there are.
const MAX_READ: usize = 40 * CHUNK;
/// The most characters of a text to search for.
const MAX_TEXT_CHARS: usize = 120;
const SEALED: &str = "leads.view";

/// A filter of leads by their state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateFilter {
    #[default]
    All,
    Shared,
    /// Withheld leads.
    Deleted,
}

impl StateFilter {
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

/// The conditions on listed leads. An empty text is no condition.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Filter {
    /// Words that must all occur in the shared fields or in notes, in any case.
    pub text: String,
    /// The lowest rating.
    pub rating: Option<u32>,
    /// A tag in any case.
    pub tag: String,
    /// An operator of a scan or a note, in any case.
    pub operator: String,
    /// A calendar day of scans, as the visitor typed it.
    pub day: String,
    /// The beginning of that day, and of the next one.
    pub hours: Option<(UnixMillis, UnixMillis)>,
    pub kind: StateFilter,
}

impl Filter {
    /// Whether it has no condition.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Truncates the texts to a length that fits into a URL.
    #[must_use]
    pub fn truncated(mut self) -> Self {
        for text in [&mut self.text, &mut self.tag, &mut self.operator] {
            *text = text.trim().chars().take(MAX_TEXT_CHARS).collect();
        }
        self
    }

    /// Whether a lead fulfils the conditions. A tombstone has no content, so it matches only by its state.
    fn matches(&self, lead: &Lead) -> bool {
        let has_state = match self.kind {
            StateFilter::All => true,
            StateFilter::Shared => !lead.is_withheld(),
            StateFilter::Deleted => lead.is_withheld(),
        };
        has_state
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
        let mut content = String::new();
        for value in lead.view().values() {
            content.push_str(&value.value().to_lowercase());
            content.push('\n');
        }
        for note in lead.notes() {
            content.push_str(&note.text.to_lowercase());
            content.push('\n');
        }
        let text = self.text.to_lowercase();
        text.split_whitespace().all(|word| content.contains(word))
    }
}

/// A request for a page of the list: a filter, and the position after which the page begins.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LeadQuery {
    pub filter: Filter,
    #[serde(rename = "place")]
    after: Option<Position>,
}

impl LeadQuery {
    /// The query for the first page.
    #[must_use]
    pub const fn first(filter: Filter) -> Self {
        Self {
            filter,
            after: None,
        }
    }

    #[must_use]
    pub const fn is_first(&self) -> bool {
        self.after.is_none()
    }

    /// Seals the query for a URL, because it may contain names, and browsers, proxies and logs keep URLs.
    #[must_use]
    pub fn seal(&self, backend: &Backend, sponsor: &SponsorId) -> String {
        let text = serde_json::to_vec(self).expect("texts and numbers make JSON");
        encode_base32(&backend.sealer().seal(SEALED, &[sponsor.as_bytes()], &text))
    }

    /// Unseals a query from a URL; `None` if it was not sealed here for this sponsor.
    #[must_use]
    pub fn unseal(backend: &Backend, sponsor: &SponsorId, text: &str) -> Option<Self> {
        let sealed = decode_base32(text).ok()?;
        let row = &[sponsor.as_bytes().as_slice()];
        let text = backend.sealer().unseal(SEALED, row, &sealed).ok()?;
        serde_json::from_slice(&text).ok()
    }
}

/// A page of the list.
#[derive(Debug)]
pub struct ListPage {
    /// The leads, the last scanned one first.
    pub leads: Vec<Lead>,
    /// The query for the next page, if there may be one.
    pub next: Option<LeadQuery>,
    /// The number of all leads, whether they match or not.
    pub total: u64,
}

/// Reads one page of the leads that match.
pub async fn list(
    backend: &Backend,
    access: Access<'_>,
    query: &LeadQuery,
) -> Result<ListPage, LeadError> {
    let (matching, position) = find_matching(backend, access, query).await?;
    // A lead may have changed since it was found, so it is read again in the transaction of its disclosure.
    let (mut tx, event) = begin(backend, access, Scope::Leads).await?;
    let mut leads = gather(&mut tx, &event, access.sponsor, &matching).await?;
    leads.retain(|lead| query.filter.matches(lead));
    let total = keyset::count(&mut tx, access.event, access.sponsor).await?;
    disclosure::record(backend, &mut tx, access, &leads, Action::ListLeads, false).await?;
    tx.commit().await?;
    Ok(ListPage {
        leads,
        next: position.map(|position| LeadQuery {
            filter: query.filter.clone(),
            after: Some(position),
        }),
        total,
    })
}

/// The next attendees whose leads match, and the position after which to continue, if there may be more.
async fn find_matching(
    backend: &Backend,
    access: Access<'_>,
    query: &LeadQuery,
) -> Result<(Vec<AttendeeId>, Option<Position>), LeadError> {
    let Access { event, sponsor, .. } = access;
    let tenant = Tenant::Sponsor(event, sponsor);
    let mut tx = backend.db().read_as(tenant).await?;
    check(&mut tx, access, Scope::Leads).await?;
    let loaded = Event::load(backend, &mut tx, event).await?;
    let mut found = Vec::new();
    let mut position = query.after;
    let mut read = 0;
    // Without a filter each lead matches, so one more than the page holds is enough.
    let limit = if query.filter.is_empty() {
        LEADS_PER_PAGE + 1
    } else {
        CHUNK
    };
    while read < MAX_READ {
        let chunk =
            keyset::next(&mut tx, event, sponsor, Order::LastScanned, position, limit).await?;
        if chunk.is_empty() {
            return Ok((found, None));
        }
        read += chunk.len();
        let attendees: Vec<AttendeeId> = chunk.iter().map(|(attendee, _)| *attendee).collect();
        let leads = gather(&mut tx, &loaded, sponsor, &attendees).await?;
        for lead in leads.iter().filter(|lead| query.filter.matches(lead)) {
            if found.len() == LEADS_PER_PAGE {
                return Ok((found, position));
            }
            found.push(*lead.attendee());
            position = chunk
                .iter()
                .find(|(attendee, _)| attendee == lead.attendee())
                .map(|(_, position)| *position);
        }
        if found.len() < LEADS_PER_PAGE {
            position = chunk.last().map(|(_, position)| *position);
        }
    }
    Ok((found, position))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_truncated_to_fit_into_a_url() {
        let filter = Filter {
            text: "é".repeat(5000),
            ..Filter::default()
        };
        assert_eq!(filter.truncated().text.chars().count(), MAX_TEXT_CHARS);
    }
}
