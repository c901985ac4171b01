//! The positions of the columns in a file, found by mappings and names.

use std::collections::BTreeMap;

use protocol::FieldSet;

use crate::registration::import::columns::{Column, MappedHeading, Mapping, plain};
use crate::registration::import::error::ImportError;

/// The positions of the columns in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ColumnMap {
    places: BTreeMap<Column, usize>,
    pub(crate) width: usize,
}

impl ColumnMap {
    /// Finds the columns among a file's headings. Mappings take precedence over names.
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

    /// Takes the columns by their position.
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

    /// Returns the fields that the file has.
    pub(crate) fn fields(&self) -> FieldSet {
        self.places
            .keys()
            .filter_map(|column| match column {
                Column::Field(field) => Some(*field),
                _ => None,
            })
            .collect()
    }

    /// Returns the imported columns in the file's order, and the headings of the dropped ones.
    pub(crate) fn split(&self, headings: &[&str]) -> (Vec<MappedHeading>, Vec<String>) {
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

/// Counts the headings that name columns. The delimiter with the highest count is the right one.
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

/// Finds the one heading that names the column. The column's own name takes precedence over a synonym; two
/// headings of the same rank are ambiguous.
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

/// The most characters of a heading that a report shows.
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
    use protocol::Field;

    fn layout(headings: &[&str], mappings: &[&str]) -> Result<ColumnMap, ImportError> {
        let mappings: Vec<Mapping> = mappings.iter().map(|text| text.parse().unwrap()).collect();
        ColumnMap::of(headings, &mappings)
    }

    #[test]
    fn every_other_column_is_dropped_and_told() {
        let headings = ["Registration ID", "Phone", "Email", "Dietary needs"];
        let layout = layout(&headings, &[]).unwrap();
        let (taken, dropped) = layout.split(&headings);
        assert_eq!(taken.len(), 2);
        assert_eq!(dropped, ["Phone", "Dietary needs"]);
    }

    #[test]
    fn a_mapping_goes_before_a_name() {
        let headings = ["ID", "Company", "Works for"];
        let layout = layout(&headings, &["id=registration id", "works FOR=employer"]).unwrap();
        assert_eq!(layout.place(Column::RegistrationId), Some(0));
        assert_eq!(layout.place(Column::Field(Field::Employer)), Some(2));
        assert_eq!(layout.split(&headings).1, ["Company"]);
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
