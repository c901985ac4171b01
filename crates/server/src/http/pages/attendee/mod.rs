//! The attendee's pages: who has what, and taking it back.

mod card;
mod dashboard;
mod report;
mod sponsor;

use protocol::{Field, FieldSet, SponsorId};

use super::super::Problem;
use crate::dashboard::SponsorCard;
use crate::words::Words;

pub(in super::super) use dashboard::{ask_withdraw_all, show, withdraw_all};
pub(in super::super) use report::{ask as ask_report, send as send_report};
pub(in super::super) use sponsor::{
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

/// A name in the midst of a sentence. Isolates (UAX #9) keep a name that is written from right to left,
/// or holds marks that turn the writing, from turning the rest of the sentence.
fn isolated(name: &str) -> String {
    let is_mark =
        |letter: &char| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let name: String = name.chars().filter(|letter| !is_mark(letter)).collect();
    format!("\u{2068}{name}\u{2069}")
}

/// The fields' names, with commas between them.
fn listed(words: &Words, fields: FieldSet) -> String {
    let names: Vec<&str> = fields.iter().map(|field| words.field(field)).collect();
    names.join(", ")
}

/// The fields that a form names under `name`; what is no field is left out.
fn fields_of(form: &super::Form, name: &str) -> FieldSet {
    form.all(name)
        .filter_map(|text| text.parse::<Field>().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_turns_no_writing_but_its_own() {
        assert_eq!(isolated("Ada"), "\u{2068}Ada\u{2069}");
        assert_eq!(isolated("\u{202e}gro\u{2069}."), "\u{2068}gro.\u{2069}");
    }
}
