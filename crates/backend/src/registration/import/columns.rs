//! The columns of a file and their meaning.

use std::fmt;
use std::str::FromStr;

use protocol::Field;
use serde::Serialize;

/// A column that an import can take. All other columns are dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The permanent id of the registration.
    RegistrationId,
    Field(Field),
    /// The first segment of a foreign badge code.
    AccessCode,
    /// The last segment of a foreign badge code.
    Validator,
    /// The wish not to be scanned.
    DoNotScan,
}

impl Column {
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

    /// Returns the column's name in reports and in `--map`.
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

    /// Returns other headings under which registration systems export the column. A bare "title" is not among
    /// them, because it often means "Dr".
    pub(crate) const fn synonyms(self) -> &'static [&'static str] {
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

/// The name is not that of a column.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "write --map \"Their heading=column\", with one of registration_id, first_name, last_name, email, \
     job_title, employer, region, country, access_code, validator and do_not_scan"
)]
pub struct UnknownColumn;

impl FromStr for Column {
    type Err = UnknownColumn;

    /// Parses a name or a synonym.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain = plain(text);
        Self::ALL
            .into_iter()
            .find(|column| column.name() == plain || column.synonyms().contains(&plain.as_str()))
            .ok_or(UnknownColumn)
    }
}

/// The meaning of a heading whose name is not known: `Their heading=employer`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// The heading in the file, regardless of capitals and outer blanks.
    pub heading: String,
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

/// A heading and the column that it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MappedHeading {
    pub heading: String,
    pub column: Column,
}

/// Returns the heading in lower case, with one underscore in place of each run of other characters than letters
/// and digits.
pub(crate) fn plain(heading: &str) -> String {
    let lower = heading.to_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
