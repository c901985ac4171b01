//! The sample registrations, with everything that a registration system knows: also what Lanyard never
//! stores, so that it can be looked for.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;
use protocol::{Field, FieldSet};

/// One fictional attendee.
#[derive(Clone)]
pub(crate) struct Person {
    /// The registration id.
    pub(crate) registration: String,
    /// Each column that is not empty, by its heading.
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
    /// Reads the file.
    ///
    /// # Errors
    /// Where it can't be read or has no registration id.
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

    /// A column's value, where it has one.
    #[must_use]
    pub(crate) fn column(&self, heading: &str) -> Option<&str> {
        self.columns.get(heading).map(String::as_str)
    }

    /// Whether the badge says "do not scan me".
    #[must_use]
    pub(crate) fn asks_not_to_be_scanned(&self) -> bool {
        self.column("do_not_scan")
            .is_some_and(|wish| matches!(wish, "yes" | "true" | "1"))
    }

    /// The values of these fields.
    pub(crate) fn values(&self, fields: FieldSet) -> impl Iterator<Item = (Field, &str)> {
        HEADINGS
            .into_iter()
            .filter(move |(field, _)| fields.contains(*field))
            .filter_map(|(field, heading)| Some((field, self.column(heading)?)))
    }

    /// Every value but those of these fields: what must not be shared.
    pub(crate) fn values_except(&self, fields: FieldSet) -> impl Iterator<Item = &str> {
        self.columns
            .iter()
            .filter(move |(heading, _)| {
                !HEADINGS
                    .iter()
                    .any(|(field, name)| name == heading && fields.contains(*field))
            })
            // Numbers of Lanyard's own making, and a wish: neither is personal data.
            .filter(|(heading, _)| !matches!(heading.as_str(), "registration_id" | "do_not_scan"))
            .map(|(_, value)| value.as_str())
    }
}
