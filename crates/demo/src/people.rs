//! The sample registrations with all their columns, also those that Lanyard never stores, so that the demo
//! can search for leaked values.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;
use protocol::{Field, FieldSet};

/// One fictional attendee.
#[derive(Clone)]
pub(crate) struct Person {
    /// The registration id.
    pub(crate) registration: String,
    /// The columns that are not empty, by heading.
    columns: BTreeMap<String, String>,
}

/// The heading of each of the seven fields in the sample file.
const HEADINGS: [(Field, &str); 7] = [
    (Field::FirstName, "first_name"),
    (Field::LastName, "last_name"),
    (Field::Email, "email"),
    (Field::JobTitle, "job_title"),
    (Field::Employer, "employer"),
    (Field::Region, "state_or_province"),
    (Field::Country, "country"),
];

impl Person {
    /// Reads the registrations from a CSV file.
    ///
    /// # Errors
    /// Fails if the file can't be read or a row has no registration id.
    pub(crate) fn load_all(path: &Path) -> anyhow::Result<Vec<Self>> {
        let mut reader =
            csv::Reader::from_path(path).with_context(|| path.display().to_string())?;
        let headings = reader.headers()?.clone();
        let mut people = Vec::new();
        for row in reader.records() {
            let row = row?;
            let columns: BTreeMap<String, String> = headings
                .iter()
                .zip(row.iter())
                .map(|(heading, value)| (heading.to_owned(), value.trim().to_owned()))
                .filter(|(_, value)| !value.is_empty())
                .collect();
            let registration = columns
                .get("registration_id")
                .context("a row without an id")?
                .clone();
            people.push(Self {
                registration,
                columns,
            });
        }
        Ok(people)
    }

    /// The value of a column, unless it is empty.
    #[must_use]
    pub(crate) fn column(&self, heading: &str) -> Option<&str> {
        self.columns.get(heading).map(String::as_str)
    }

    /// Whether the attendee asks not to be scanned.
    #[must_use]
    pub(crate) fn asks_not_to_be_scanned(&self) -> bool {
        self.column("do_not_scan")
            .is_some_and(|wish| matches!(wish, "yes" | "true" | "1"))
    }

    /// The values of these fields that are not empty.
    pub(crate) fn values(&self, fields: FieldSet) -> impl Iterator<Item = (Field, &str)> {
        HEADINGS
            .into_iter()
            .filter(move |(field, _)| fields.contains(*field))
            .filter_map(|(field, heading)| Some((field, self.column(heading)?)))
    }

    /// Every value except those of these fields: the values that must not be shared.
    pub(crate) fn values_except(&self, fields: FieldSet) -> impl Iterator<Item = &str> {
        self.columns
            .iter()
            .filter(move |(heading, _)| {
                !HEADINGS
                    .iter()
                    .any(|(field, name)| name == heading && fields.contains(*field))
            })
            // The id is shared as an id, and the wish has no distinctive value to search for.
            .filter(|(heading, _)| !matches!(heading.as_str(), "registration_id" | "do_not_scan"))
            .map(|(_, value)| value.as_str())
    }
}
