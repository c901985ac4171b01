//! The views of the three audiences.

use std::fmt;

use protocol::{Field, FieldSet, LeadId};
use serde::Serialize;

use crate::attendee::{Attendee, Registration};
use crate::rule::{Decision, Withheld};

/// A shared field with its value, which is not empty.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct FieldValue {
    field: Field,
    value: String,
}

impl FieldValue {
    /// Returns the field.
    #[must_use]
    pub const fn field(&self) -> Field {
        self.field
    }

    /// Returns the value.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }
}

impl fmt::Debug for FieldValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FieldValue({}, …)", self.field)
    }
}

/// A sponsor's view of an attendee: either fields or a tombstone.
///
/// It can't be constructed outside this crate:
///
/// ```compile_fail
/// fn forge(lead: protocol::LeadId, shared: protocol::FieldSet) -> consent::LeadView {
///     consent::LeadView { lead, withheld: None, shared, values: Vec::new() }
/// }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct LeadView {
    lead: LeadId,
    withheld: Option<Withheld>,
    shared: FieldSet,
    values: Vec<FieldValue>,
}

impl LeadView {
    /// Returns the lead's id, which reveals nothing about the attendee.
    #[must_use]
    pub const fn lead(&self) -> LeadId {
        self.lead
    }

    /// Returns the reason of a tombstone, or `None` for a shared lead.
    #[must_use]
    pub const fn withheld(&self) -> Option<Withheld> {
        self.withheld
    }

    /// Returns the shared fields, including those that are empty in the registration.
    #[must_use]
    pub const fn shared(&self) -> FieldSet {
        self.shared
    }

    /// Returns the shared fields that are not empty.
    #[must_use]
    pub fn values(&self) -> &[FieldValue] {
        &self.values
    }

    /// Returns the value of a field, or `None` if it is not shared or is empty.
    #[must_use]
    pub fn value(&self, field: Field) -> Option<&str> {
        self.values
            .iter()
            .find(|value| value.field == field)
            .map(FieldValue::value)
    }
}

impl fmt::Debug for LeadView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LeadView({}, {:?})", self.lead, self.shared)
    }
}

/// Builds a sponsor's view, or returns `None` if the sponsor must not know of the attendee.
///
/// `attendee` is needed only if fields are shown. A tombstone needs none, and an erased attendee has no data.
#[must_use]
pub fn lead_view(
    lead: LeadId,
    decision: Decision,
    attendee: Option<&Attendee>,
) -> Option<LeadView> {
    match (decision, attendee) {
        (Decision::Never, _) => None,
        (Decision::Withheld(why), _) => Some(tombstone(lead, why)),
        // The fields may be shown but the data is missing: an erasure is in progress.
        (Decision::Shown(_), None) => Some(tombstone(lead, Withheld::Erased)),
        (Decision::Shown(shared), Some(attendee)) => Some(LeadView {
            lead,
            withheld: None,
            shared,
            values: for_sponsor(&attendee.fields, shared),
        }),
    }
}

const fn tombstone(lead: LeadId, why: Withheld) -> LeadView {
    LeadView {
        lead,
        withheld: Some(why),
        shared: FieldSet::NONE,
        values: Vec::new(),
    }
}

fn for_sponsor(fields: &Registration, shared: FieldSet) -> Vec<FieldValue> {
    // Destructured exhaustively, so that a new field does not compile until its audience is decided.
    let Registration {
        first_name,
        last_name,
        email,
        job_title,
        employer,
        region,
        country,
        sponsor_email,
    } = fields;
    let value_of = |field| match field {
        Field::FirstName => first_name,
        Field::LastName => last_name,
        Field::Email => sponsor_email.as_ref().unwrap_or(email),
        Field::JobTitle => job_title,
        Field::Employer => employer,
        Field::Region => region,
        Field::Country => country,
    };
    shared
        .iter()
        .map(|field| FieldValue {
            field,
            value: value_of(field).clone(),
        })
        .filter(|field| !field.value.is_empty())
        .collect()
}

/// An attendee's view of themselves: all fields.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct SelfView {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// E-mail address of the registration.
    pub email: String,
    /// Job title.
    pub job_title: String,
    /// Employer.
    pub employer: String,
    /// State or province.
    pub region: String,
    /// Country of residence.
    pub country: String,
    /// The e-mail address that sponsors receive in place of [`email`](Self::email).
    pub sponsor_email: Option<String>,
}

/// Builds the attendee's view. The caller must have authenticated the attendee.
#[must_use]
pub fn self_view(attendee: &Attendee) -> SelfView {
    let Registration {
        first_name,
        last_name,
        email,
        job_title,
        employer,
        region,
        country,
        sponsor_email,
    } = attendee.fields.clone();
    SelfView {
        first_name,
        last_name,
        email,
        job_title,
        employer,
        region,
        country,
        sponsor_email,
    }
}

/// The texts that are printed on a badge in the clear.
#[derive(Clone, PartialEq, Eq)]
pub struct PrintView {
    /// First and last name.
    pub name: String,
    /// The name in the badge code, which a device shows: the first name, or the last name if there is none.
    pub short_name: String,
    /// Employer; `None` if the registration has none.
    pub employer: Option<String>,
}

/// Builds the view of the organiser's badge printer.
#[must_use]
pub fn print_view(attendee: &Attendee) -> PrintView {
    let Registration {
        first_name,
        last_name,
        email: _,
        job_title: _,
        employer,
        region: _,
        country: _,
        sponsor_email: _,
    } = &attendee.fields;
    PrintView {
        name: format!("{first_name} {last_name}").trim().to_owned(),
        short_name: if first_name.is_empty() {
            last_name
        } else {
            first_name
        }
        .clone(),
        employer: (!employer.is_empty()).then(|| employer.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ada() -> Attendee {
        Attendee::new(Registration {
            first_name: "Ada".into(),
            last_name: "Lovelace".into(),
            email: "ada@example.org".into(),
            job_title: "Analyst".into(),
            employer: "Engines".into(),
            region: String::new(),
            country: "United Kingdom".into(),
            sponsor_email: Some("ada+sponsors@example.org".into()),
        })
    }

    fn lead() -> LeadId {
        LeadId::from_random([1; 16])
    }

    #[test]
    fn a_sponsor_gets_the_shown_fields_and_no_other() {
        let shown = Decision::Shown([Field::FirstName, Field::Region].into_iter().collect());
        let view = lead_view(lead(), shown, Some(&ada())).unwrap();
        assert_eq!(view.value(Field::FirstName), Some("Ada"));
        assert_eq!(view.values().len(), 1, "an empty region is left out");
        assert!(view.shared().contains(Field::Region));
    }

    #[test]
    fn a_sponsor_gets_the_alias_and_never_the_registrations_address() {
        let view = lead_view(lead(), Decision::Shown(FieldSet::ALL), Some(&ada())).unwrap();
        assert_eq!(view.value(Field::Email), Some("ada+sponsors@example.org"));
        assert!(
            view.values()
                .iter()
                .all(|value| value.value() != "ada@example.org")
        );
    }

    #[test]
    fn a_tombstone_holds_no_value() {
        let withheld = Decision::Withheld(Withheld::Withdrawn);
        let view = lead_view(lead(), withheld, Some(&ada())).unwrap();
        assert_eq!(view.withheld(), Some(Withheld::Withdrawn));
        assert_eq!((view.values(), view.shared()), (&[][..], FieldSet::NONE));
    }

    #[test]
    fn an_attendee_without_a_scan_has_no_view_for_sponsors() {
        assert_eq!(lead_view(lead(), Decision::Never, Some(&ada())), None);
    }
}
