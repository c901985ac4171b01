//! The personal data of an attendee, in a type that does not reveal it.

use std::fmt;

/// The seven fields of a registration, and the alias for sponsors. It is the open form for input; the backend works with
/// [`Attendee`].
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Registration {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// E-mail address of the registration.
    pub email: String,
    /// Job title; may be empty.
    pub job_title: String,
    /// Employer; may be empty.
    pub employer: String,
    /// State or province; may be empty.
    pub region: String,
    /// Country of residence; may be empty.
    pub country: String,
    /// The e-mail address that sponsors receive in place of the registration's, if the attendee set one.
    pub sponsor_email: Option<String>,
}

impl fmt::Debug for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Registration(…)")
    }
}

/// An attendee of an event, with private fields.
///
/// The only way of a field to a sponsor is [`lead_view`](crate::lead_view):
///
/// ```compile_fail
/// fn leak(attendee: &consent::Attendee) -> String {
///     serde_json::to_string(attendee).unwrap()
/// }
/// ```
///
/// ```compile_fail
/// fn leak(attendee: consent::Attendee) -> String {
///     attendee.fields.email
/// }
/// ```
pub struct Attendee {
    pub(crate) fields: Registration,
}

impl Attendee {
    /// Wraps a registration.
    #[must_use]
    pub const fn new(fields: Registration) -> Self {
        Self { fields }
    }
}

impl fmt::Debug for Attendee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Attendee(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_personal_data() {
        let registration = Registration {
            first_name: "Ada".into(),
            email: "ada@example.org".into(),
            ..Registration::default()
        };
        let shown = format!("{registration:?} {:?}", Attendee::new(registration.clone()));
        assert_eq!(shown, "Registration(…) Attendee(…)");
    }
}
