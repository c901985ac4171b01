//! Fields as text and as form values, and the card that a form is about.

use backend::privacy::dashboard::SponsorCard;
use backend_text::Words;
use protocol::{Field, FieldSet, SponsorId};

use crate::Problem;
use crate::pages::form::Form;

/// The card of one sponsor, or [`Problem::NOT_FOUND`] if the sponsor has not scanned the attendee.
pub(crate) fn card_of(
    cards: Vec<SponsorCard>,
    sponsor: &SponsorId,
) -> Result<SponsorCard, Problem> {
    cards
        .into_iter()
        .find(|card| card.sponsor == *sponsor)
        .ok_or(Problem::NOT_FOUND)
}

/// The fields' names, separated by commas.
pub(crate) fn listed(words: &Words, fields: FieldSet) -> String {
    let names: Vec<&str> = fields.iter().map(|field| words.field(field)).collect();
    names.join(", ")
}

/// The fields that a form lists under `name`; other values are ignored.
pub(crate) fn fields_of(form: &Form, name: &str) -> FieldSet {
    form.all(name)
        .filter_map(|text| text.parse::<Field>().ok())
        .collect()
}
