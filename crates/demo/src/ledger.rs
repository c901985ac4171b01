//! The demo's own account of which attendee granted which fields to which sponsor, independent of the
//! backend's, and the search for values that a sponsor received without a grant.

use std::collections::{BTreeMap, BTreeSet};

use protocol::{Field, FieldSet, LeadId};
use serde_json::Value;

use crate::people::Person;

/// The fields that attendees have granted to one sponsor.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ledger {
    granted: BTreeMap<String, FieldSet>,
}

/// The result of a search.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// Granted values that the sponsor received.
    pub(crate) shared: usize,
    /// Granted values that the sponsor did not receive.
    pub(crate) missing: usize,
    /// Values that were not granted.
    pub(crate) withheld: usize,
    /// Values that were not granted and that the sponsor received.
    pub(crate) leaked: usize,
    /// Leads that were searched.
    pub(crate) leads: usize,
}

impl Found {
    /// Adds the result for another sponsor.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self {
            shared: self.shared + other.shared,
            missing: self.missing + other.missing,
            withheld: self.withheld + other.withheld,
            leaked: self.leaked + other.leaked,
            leads: self.leads + other.leads,
        }
    }

    /// Adds a number of leads.
    pub(crate) const fn and_leads(self, leads: usize) -> Self {
        Self {
            leads: self.leads + leads,
            ..self
        }
    }
}

/// The least length of a value that is searched for within longer texts. Shorter values would match by
/// chance, so they have to match a whole text.
const FOUND_WITHIN: usize = 5;

impl Ledger {
    /// Records that an attendee granted these fields.
    pub(crate) fn grant(&mut self, person: &Person, fields: FieldSet) {
        self.granted.insert(person.registration.clone(), fields);
    }

    /// Records that an attendee took these fields away.
    pub(crate) fn remove(&mut self, person: &Person, fields: FieldSet) {
        if let Some(granted) = self.granted.get_mut(&person.registration) {
            *granted = granted.difference(fields);
        }
    }

    /// The fields that an attendee has granted.
    #[must_use]
    pub(crate) fn of(&self, person: &Person) -> FieldSet {
        self.granted
            .get(&person.registration)
            .copied()
            .unwrap_or_default()
    }

    /// Searches the JSON values and texts that the sponsor received for every value of every person.
    ///
    /// A value that another attendee has granted (a country, a job title) is not counted as a leak, because
    /// it does not show whose it is. Matches within the id of a lead are not counted either.
    #[must_use]
    pub(crate) fn search(&self, people: &[Person], got: &[Value], texts: &[String]) -> Found {
        let texts: Vec<String> = texts.iter().map(|text| without_ids(text)).collect();
        let mut leaves = BTreeSet::new();
        got.iter().for_each(|value| collect(value, &mut leaves));
        let granted: BTreeSet<&str> = people
            .iter()
            .flat_map(|person| person.values(self.of(person)))
            .map(|(_, value)| value)
            .collect();
        let suspicious: Vec<&str> = leaves
            .iter()
            .copied()
            .filter(|leaf| !granted.contains(leaf) && leaf.parse::<LeadId>().is_err())
            .collect();
        let mut found = Found::default();
        for person in people {
            for (_, value) in person.values(self.of(person)) {
                if leaves.contains(value) {
                    found.shared += 1;
                } else {
                    found.missing += 1;
                }
            }
            for value in person.values_except(self.of(person)) {
                if granted.contains(value) {
                    continue;
                }
                found.withheld += 1;
                let long = value.len() >= FOUND_WITHIN;
                let within_granted = granted.iter().any(|granted| granted.contains(value));
                let in_json = suspicious
                    .iter()
                    .any(|leaf| *leaf == value || (long && leaf.contains(value)));
                let in_text =
                    long && !within_granted && texts.iter().any(|text| text.contains(value));
                if in_json || in_text {
                    found.leaked += 1;
                }
            }
        }
        found
    }
}

/// Removes the ids of leads from a text. They are random, and contain the digits of a postal code now and
/// then.
fn without_ids(text: &str) -> String {
    let ends = |letter: char| !letter.is_ascii_alphanumeric() && letter != '-';
    text.split_inclusive(ends)
        .map(|piece| {
            let word = piece.trim_end_matches(ends);
            match word.parse::<LeadId>() {
                Ok(_) => &piece[word.len()..],
                Err(_) => piece,
            }
        })
        .collect()
}

fn collect<'a>(value: &'a Value, leaves: &mut BTreeSet<&'a str>) {
    match value {
        Value::String(text) => {
            leaves.insert(text);
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, leaves)),
        Value::Object(map) => map.values().for_each(|value| collect(value, leaves)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// All fields except these.
#[must_use]
pub(crate) fn all_but(fields: &[Field]) -> FieldSet {
    FieldSet::ALL.difference(fields.iter().copied().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::io::Write as _;

    fn people() -> Vec<Person> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(
            b"registration_id,first_name,last_name,email,country,phone\n\
              1,Ada,Lovelace,ada@example.org,Chile,+1 555 0100\n\
              2,Bo,Li,bo@example.org,Chile,+1 555 0101\n",
        )
        .unwrap();
        Person::load_all(file.path()).unwrap()
    }

    #[test]
    fn a_value_that_was_not_granted_is_a_leak_wherever_it_occurs() {
        let people = people();
        let mut ledger = Ledger::default();
        ledger.grant(
            &people[0],
            FieldSet::NONE.with(Field::FirstName).with(Field::Country),
        );
        let right = json!([{ "first_name": "Ada", "country": "Chile" }]);
        let found = ledger.search(&people, std::slice::from_ref(&right), &[]);
        assert_eq!(
            found,
            Found {
                shared: 2,
                missing: 0,
                withheld: 7,
                leaked: 0,
                leads: 0
            }
        );
        let wrong = json!([{ "note": "Lovelace" }, { "deep": { "er": ["call +1 555 0101"] } }]);
        assert_eq!(ledger.search(&people, &[right, wrong], &[]).leaked, 2);
        let text = ["name\nbo@example.org\n".to_owned()];
        assert_eq!(ledger.search(&people, &[], &text).leaked, 1);
    }

    #[test]
    fn the_digits_of_a_random_id_are_not_a_leak_and_the_same_digits_elsewhere_are() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"registration_id,first_name,postal_code\n1,Ada,69002\n")
            .unwrap();
        let people = Person::load_all(file.path()).unwrap();
        let leaked = |lead: &str| {
            let text = format!("\"lead\",\"state\"\n\"{lead}\",\"shared\"\n");
            let (json, ledger) = (json!({ "lead": lead }), Ledger::default());
            [
                ledger.search(&people, &[json], &[]).leaked,
                ledger.search(&people, &[], &[text]).leaked,
            ]
        };
        assert_eq!(leaked("1069002a-4b4d-4b06-ba55-9e8ea594993d"), [0, 0]);
        assert_eq!(leaked("69002"), [1, 1]);
        assert_eq!(leaked("x69002y-4b4d-4b06-ba55-9e8ea594993d"), [1, 1]);
        assert_eq!(leaked("a04d6fb8-8b4b-4d1f-814e-9b94a3295ebd 69002"), [1, 1]);
    }

    #[test]
    fn a_granted_value_that_was_not_received_is_missing() {
        let people = people();
        let mut ledger = Ledger::default();
        ledger.grant(&people[0], FieldSet::ALL);
        ledger.remove(&people[0], FieldSet::NONE.with(Field::Email));
        let found = ledger.search(&people, &[json!({ "first_name": "Ada" })], &[]);
        assert_eq!((found.shared, found.missing), (1, 2));
    }
}
