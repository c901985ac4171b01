//! Which column of a file means what.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use protocol::{Field, FieldSet};
use serde::Serialize;

use crate::registration::import::ImportError;

/// What an import can take from a column. There is no other: whatever else a file holds is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// Names the registration, for ever.
    RegistrationId,
    /// One of the seven fields.
    Field(Field),
    /// The first segment of a foreign badge code.
    AccessCode,
    /// The last segment of a foreign badge code.
    Validator,
    /// The wish not to be scanned.
    DoNotScan,
}

impl Column {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::RegistrationId,
        Self::Field(Field::FirstName),
        Self::Field(Field::LastName),
        Self::Field(Field::Email),
        Self::Field(Field::JobTitle),
        Self::Field(Field::Employer),
        Self::Field(Field::Region),
        Self::Field(Field::Country),
        Self::AccessCode,
        Self::Validator,
        Self::DoNotScan,
    ];

    /// Its name in reports and in `--map`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::RegistrationId => "registration_id",
            Self::Field(field) => field.name(),
            Self::AccessCode => "access_code",
            Self::Validator => "validator",
            Self::DoNotScan => "do_not_scan",
        }
    }

    /// Other headings under which registration systems export it. A bare "title" is not among them,
    /// because it is as often "Dr".
    const fn synonyms(self) -> &'static [&'static str] {
        match self {
            Self::RegistrationId => &[
                "registrationid",
                "registration",
                "registration_number",
                "registration_no",
                "reg_id",
                "regid",
                "attendee_id",
                "ticket_id",
            ],
            Self::Field(Field::FirstName) => &[
                "firstname",
                "first",
                "given_name",
                "givenname",
                "given_names",
                "forename",
            ],
            Self::Field(Field::LastName) => {
                &["lastname", "last", "surname", "family_name", "familyname"]
            }
            Self::Field(Field::Email) => &[
                "e_mail",
                "email_address",
                "e_mail_address",
                "emailaddress",
                "mail",
            ],
            Self::Field(Field::JobTitle) => {
                &["jobtitle", "job", "job_role", "job_position", "occupation"]
            }
            Self::Field(Field::Employer) => &[
                "company",
                "company_name",
                "companyname",
                "organization",
                "organisation",
                "organization_name",
                "organisation_name",
                "affiliation",
            ],
            Self::Field(Field::Region) => &[
                "state",
                "province",
                "state_province",
                "state_or_province",
                "stateprovince",
                "state_region",
                "province_state",
            ],
            Self::Field(Field::Country) => {
                &["country_of_residence", "country_name", "residence_country"]
            }
            Self::AccessCode => &["accesscode"],
            Self::Validator => &["badge_validator"],
            Self::DoNotScan => &[
                "donotscan",
                "do_not_scan_me",
                "no_scan",
                "no_scanning",
                "dont_scan",
                "don_t_scan",
            ],
        }
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Column {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// The name is no column's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "write --map \"Their heading=column\", with one of registration_id, first_name, last_name, email, \
     job_title, employer, region, country, access_code, validator and do_not_scan"
)]
pub struct UnknownColumn;

impl FromStr for Column {
    type Err = UnknownColumn;

    /// Takes synonyms too.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain = plain(text);
        Self::ALL
            .into_iter()
            .find(|column| column.name() == plain || column.synonyms().contains(&plain.as_str()))
            .ok_or(UnknownColumn)
    }
}

/// Says what a heading means, where its name does not: `Their heading=employer`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// The heading as it stands in the file, capitals and blanks around it aside.
    pub heading: String,
    /// What it means.
    pub column: Column,
}

impl FromStr for Mapping {
    type Err = UnknownColumn;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (heading, column) = text.rsplit_once('=').ok_or(UnknownColumn)?;
        Ok(Self {
            heading: heading.trim().to_owned(),
            column: column.parse()?,
        })
    }
}

/// Where each column stands in the file at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layout {
    places: BTreeMap<Column, usize>,
    pub(crate) width: usize,
}

/// A heading and what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MappedHeading {
    /// As it stands in the file.
    pub heading: String,
    /// What it means.
    pub column: Column,
}

impl Layout {
    /// Finds the columns among a file's headings. What `mappings` say goes before what names say.
    pub(crate) fn of(headings: &[&str], mappings: &[Mapping]) -> Result<Self, ImportError> {
        let mut places = BTreeMap::new();
        for mapping in mappings {
            let place = find_heading(headings, &mapping.heading)?;
            if places.insert(mapping.column, place).is_some() {
                return Err(ImportError::MappedTwice {
                    column: mapping.column,
                });
            }
        }
        for column in Column::ALL {
            if places.contains_key(&column) {
                continue;
            }
            let free = |place: &usize| !places.values().any(|taken| taken == place);
            if let Some(place) = by_name(headings, column, free)? {
                places.insert(column, place);
            }
        }
        if !places.contains_key(&Column::RegistrationId) {
            return Err(ImportError::NoRegistrationId);
        }
        Ok(Self {
            places,
            width: headings.len(),
        })
    }

    /// Takes the columns for what they are said to be, by their place.
    pub(crate) fn exactly(
        headings: &[&str],
        columns: &[Option<Column>],
    ) -> Result<Self, ImportError> {
        let mut places = BTreeMap::new();
        for (place, column) in columns.iter().enumerate().take(headings.len()) {
            if let Some(column) = column
                && places.insert(*column, place).is_some()
            {
                return Err(ImportError::MappedTwice { column: *column });
            }
        }
        if !places.contains_key(&Column::RegistrationId) {
            return Err(ImportError::NoRegistrationId);
        }
        Ok(Self {
            places,
            width: headings.len(),
        })
    }

    pub(crate) fn place(&self, column: Column) -> Option<usize> {
        self.places.get(&column).copied()
    }

    /// The fields that the file holds.
    pub(crate) fn fields(&self) -> FieldSet {
        self.places
            .keys()
            .filter_map(|column| match column {
                Column::Field(field) => Some(*field),
                _ => None,
            })
            .collect()
    }

    /// What was taken, in the file's order, and what was dropped.
    pub(crate) fn told(&self, headings: &[&str]) -> (Vec<MappedHeading>, Vec<String>) {
        let mut taken = Vec::new();
        let mut dropped = Vec::new();
        for (place, heading) in headings.iter().enumerate() {
            let heading = shown(heading);
            let column = self.places.iter().find(|(_, at)| **at == place);
            match column {
                Some((column, _)) => taken.push(MappedHeading {
                    heading,
                    column: *column,
                }),
                None => dropped.push(heading),
            }
        }
        (taken, dropped)
    }
}

/// How many columns the headings name; the delimiter that names most is the right one.
pub(crate) fn known_among(headings: &[&str], mappings: &[Mapping]) -> usize {
    headings
        .iter()
        .filter(|heading| {
            heading.parse::<Column>().is_ok()
                || mappings
                    .iter()
                    .any(|mapping| same_heading(heading, &mapping.heading))
        })
        .count()
}

fn find_heading(headings: &[&str], wanted: &str) -> Result<usize, ImportError> {
    let mut found = (0..headings.len()).filter(|place| same_heading(headings[*place], wanted));
    match (found.next(), found.next()) {
        (Some(place), None) => Ok(place),
        (None, _) => Err(ImportError::NoSuchHeading {
            heading: wanted.to_owned(),
        }),
        (Some(_), Some(_)) => Err(ImportError::HeadingTwice {
            heading: wanted.to_owned(),
        }),
    }
}

fn same_heading(heading: &str, wanted: &str) -> bool {
    heading.trim().to_lowercase() == wanted.trim().to_lowercase()
}

/// The one heading that names the column. Its own name goes before a synonym; two of a kind are
/// ambiguous.
fn by_name(
    headings: &[&str],
    column: Column,
    free: impl Fn(&usize) -> bool,
) -> Result<Option<usize>, ImportError> {
    let named = |names: &dyn Fn(&str) -> bool| -> Vec<usize> {
        (0..headings.len())
            .filter(|place| names(&plain(headings[*place])))
            .filter(&free)
            .collect()
    };
    let mut found = named(&|heading| heading == column.name());
    if found.is_empty() {
        found = named(&|heading| column.synonyms().contains(&heading));
    }
    match found.as_slice() {
        [] => Ok(None),
        [place] => Ok(Some(*place)),
        several => Err(ImportError::Ambiguous {
            column,
            headings: several
                .iter()
                .map(|place| shown(headings[*place]))
                .collect(),
        }),
    }
}

/// Small letters and digits, with one underscore for whatever lies between.
fn plain(heading: &str) -> String {
    let lower = heading.to_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.join("_")
}

/// Longest part of a heading that a report shows: a heading is a few words.
const SHOWN_HEADING: usize = 60;

pub(crate) fn shown(heading: &str) -> String {
    heading
        .trim()
        .chars()
        .filter(|letter| !letter.is_control())
        .take(SHOWN_HEADING)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(headings: &[&str], mappings: &[&str]) -> Result<Layout, ImportError> {
        let mappings: Vec<Mapping> = mappings.iter().map(|text| text.parse().unwrap()).collect();
        Layout::of(headings, &mappings)
    }

    #[test]
    fn headings_are_known_in_the_spellings_people_use() {
        for (heading, column) in [
            ("Registration ID", Column::RegistrationId),
            ("registrationId", Column::RegistrationId),
            ("Given Name", Column::Field(Field::FirstName)),
            ("E-mail", Column::Field(Field::Email)),
            ("Job Title", Column::Field(Field::JobTitle)),
            ("Organisation", Column::Field(Field::Employer)),
            ("State/Province", Column::Field(Field::Region)),
            ("state_or_province", Column::Field(Field::Region)),
            ("Country of residence", Column::Field(Field::Country)),
            ("do_not_scan", Column::DoNotScan),
        ] {
            assert_eq!(heading.parse(), Ok(column), "{heading}");
        }
        for heading in ["Phone", "Diet", "Title", "Address", "T-shirt size", ""] {
            assert_eq!(heading.parse::<Column>(), Err(UnknownColumn), "{heading}");
        }
    }

    #[test]
    fn every_other_column_is_dropped_and_told() {
        let headings = ["Registration ID", "Phone", "Email", "Dietary needs"];
        let layout = layout(&headings, &[]).unwrap();
        let (taken, dropped) = layout.told(&headings);
        assert_eq!(taken.len(), 2);
        assert_eq!(dropped, ["Phone", "Dietary needs"]);
    }

    #[test]
    fn a_mapping_goes_before_a_name() {
        let headings = ["ID", "Company", "Works for"];
        let layout = layout(&headings, &["id=registration id", "works FOR=employer"]).unwrap();
        assert_eq!(layout.place(Column::RegistrationId), Some(0));
        assert_eq!(layout.place(Column::Field(Field::Employer)), Some(2));
        assert_eq!(layout.told(&headings).1, ["Company"]);
    }

    #[test]
    fn an_own_name_goes_before_a_synonym_and_two_synonyms_are_ambiguous() {
        let own = layout(&["registration_id", "company", "employer"], &[]).unwrap();
        assert_eq!(own.place(Column::Field(Field::Employer)), Some(2));
        assert!(matches!(
            layout(&["registration_id", "company", "organization"], &[]),
            Err(ImportError::Ambiguous { .. })
        ));
        assert!(matches!(
            layout(&["registration_id", "email", "Email"], &[]),
            Err(ImportError::Ambiguous { .. })
        ));
    }

    #[test]
    fn a_mapping_that_fits_nothing_is_refused() {
        assert!("Phone=phone".parse::<Mapping>().is_err());
        assert!("Phone".parse::<Mapping>().is_err());
        assert!(matches!(
            layout(&["registration_id"], &["Nowhere=email"]),
            Err(ImportError::NoSuchHeading { .. })
        ));
        assert!(matches!(
            layout(&["registration_id", "a", "b"], &["a=email", "b=email"]),
            Err(ImportError::MappedTwice { .. })
        ));
        assert!(matches!(
            layout(&["email"], &[]),
            Err(ImportError::NoRegistrationId)
        ));
    }
}
