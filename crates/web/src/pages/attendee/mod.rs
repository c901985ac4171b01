//! The attendee's pages: who has what, and taking it back.

mod card;
mod dashboard;
mod data;
mod report;
mod sharing;
mod sponsor;

use protocol::{Field, FieldSet, SponsorId};

use crate::Problem;
use backend::privacy::dashboard::SponsorCard;
use backend_text::{Words, isolated};

pub(crate) use crate::pages::attendee::dashboard::{ask_withdraw_all, show, withdraw_all};
pub(crate) use crate::pages::attendee::data::{ask_erase, data, erase, everything, receipt};
pub(crate) use crate::pages::attendee::report::{ask as ask_report, send as send_report};
pub(crate) use crate::pages::attendee::sharing::{
    set_do_not_scan, set_email, set_fields, set_mails, sharing,
};
pub(crate) use crate::pages::attendee::sponsor::{
    allow, ask_allow, ask_change, ask_withdraw, change, notice, withdraw,
};

fn sponsor_id(text: &str) -> Result<SponsorId, Problem> {
    text.parse().map_err(|_| Problem::NOT_FOUND)
}

/// The card of one sponsor; none of a sponsor that has nothing to do with the attendee.
fn card_of(cards: Vec<SponsorCard>, sponsor: &SponsorId) -> Result<SponsorCard, Problem> {
    cards
        .into_iter()
        .find(|card| card.sponsor == *sponsor)
        .ok_or(Problem::NOT_FOUND)
}

/// The fields' names, with commas between them.
fn listed(words: &Words, fields: FieldSet) -> String {
    let names: Vec<&str> = fields.iter().map(|field| words.field(field)).collect();
    names.join(", ")
}

/// The fields that a form names under `name`; what is no field is left out.
fn fields_of(form: &crate::pages::Form, name: &str) -> FieldSet {
    form.all(name)
        .filter_map(|text| text.parse::<Field>().ok())
        .collect()
}
