//! The seven fields that an attendee can share with a sponsor, and sets of them.

use std::fmt;
use std::str::FromStr;

use minicbor::decode::{self, Decoder};
use minicbor::encode::{self, Encoder, Write};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// One of the seven fields that a sponsor may receive. There are no others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// E-mail address: the attendee's alias for sponsors, if one is set.
    Email,
    /// Job title, as registered.
    JobTitle,
    /// Employer, as registered.
    Employer,
    /// State or province; may be empty.
    Region,
    /// Country of residence.
    Country,
}

impl Field {
    /// All seven fields, in the order of the privacy notice.
    pub const ALL: [Self; 7] = [
        Self::FirstName,
        Self::LastName,
        Self::Email,
        Self::JobTitle,
        Self::Employer,
        Self::Region,
        Self::Country,
    ];

    /// Returns the name that is used in JSON, CSV headings and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Email => "email",
            Self::JobTitle => "job_title",
            Self::Employer => "employer",
            Self::Region => "region",
            Self::Country => "country",
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The text is not the name of a field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "no such field; the seven are first_name, last_name, email, job_title, employer, region and country"
)]
pub struct UnknownField;

impl FromStr for Field {
    type Err = UnknownField;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|field| field.name() == text)
            .ok_or(UnknownField)
    }
}

/// A set of fields. In CBOR it is an unsigned integer, with bit 0 for the first name up to bit 6 for the country; in
/// JSON it is an array of names.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct FieldSet(u8);

impl FieldSet {
    /// The empty set.
    pub const NONE: Self = Self(0);
    /// The set of all seven fields.
    pub const ALL: Self = Self(0x7f);

    /// Returns the set with these bits, or `None` if a bit after the seventh is set.
    #[must_use]
    pub const fn from_bits(bits: u8) -> Option<Self> {
        if bits & !Self::ALL.0 == 0 {
            Some(Self(bits))
        } else {
            None
        }
    }

    /// Returns the set as bits: bit 0 for the first name up to bit 6 for the country.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Returns whether the set contains the field.
    #[must_use]
    pub const fn contains(self, field: Field) -> bool {
        self.0 & field.bit() != 0
    }

    /// Returns whether the set contains every field of `other`.
    #[must_use]
    pub const fn contains_all(self, other: Self) -> bool {
        other.0 & !self.0 == 0
    }

    /// Returns the set with `field` added.
    #[must_use]
    pub const fn with(self, field: Field) -> Self {
        Self(self.0 | field.bit())
    }

    /// Returns the fields that are in both sets.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Returns the fields that are in either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns the fields of this set that are not in `other`.
    #[must_use]
    pub const fn difference(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Returns whether the set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns the number of fields, 0 to 7.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Returns the fields, in the order of [`Field::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Field> {
        Field::ALL
            .into_iter()
            .filter(move |field| self.contains(*field))
    }
}

impl FromIterator<Field> for FieldSet {
    fn from_iter<T: IntoIterator<Item = Field>>(fields: T) -> Self {
        fields.into_iter().fold(Self::NONE, Self::with)
    }
}

impl fmt::Debug for FieldSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl fmt::Display for FieldSet {
    /// Formats the set as names separated by commas, or as `none`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("none");
        }
        for (index, field) in self.iter().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            f.write_str(field.name())?;
        }
        Ok(())
    }
}

impl FromStr for FieldSet {
    type Err = UnknownField;

    /// Parses the format of [`fmt::Display`]. Blanks around commas, and `all`, are accepted too.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.trim() {
            "" | "none" => Ok(Self::NONE),
            "all" => Ok(Self::ALL),
            list => list.split(',').map(|name| name.trim().parse()).collect(),
        }
    }
}

impl Serialize for FieldSet {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for FieldSet {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<Field>::deserialize(deserializer)?
            .into_iter()
            .collect())
    }
}

impl<C> Encode<C> for FieldSet {
    fn encode<W: Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), encode::Error<W::Error>> {
        e.u8(self.0)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for FieldSet {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
        Self::from_bits(d.u8()?).ok_or_else(|| decode::Error::message("no such field"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_bit_and_a_name_of_its_own() {
        let all: FieldSet = Field::ALL.into_iter().collect();
        assert_eq!(all, FieldSet::ALL);
        assert_eq!(all.len(), 7);
        for field in Field::ALL {
            assert_eq!(field.name().parse(), Ok(field));
        }
    }

    #[test]
    fn a_set_is_read_back_from_its_text() {
        let set: FieldSet = "email, country".parse().unwrap();
        assert_eq!(set.to_string(), "email,country");
        assert_eq!("all".parse(), Ok(FieldSet::ALL));
        assert_eq!(
            FieldSet::NONE.to_string().parse::<FieldSet>(),
            Ok(FieldSet::NONE)
        );
        assert_eq!("email,phone".parse::<FieldSet>(), Err(UnknownField));
    }

    #[test]
    fn an_eighth_field_does_not_exist_on_the_wire() {
        assert_eq!(FieldSet::from_bits(0x80), None);
        assert!(minicbor::decode::<FieldSet>(&[0x18, 0x80]).is_err());
    }
}
