use std::fmt;

/// The seven fields as the registration gave them, and the alias for sponsors. The open form, for
/// getting data in; [`Attendee`] is what the backend holds.
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
    /// The address that sponsors get in place of the registration's, where the attendee set one.
    pub sponsor_email: Option<String>,
}

impl fmt::Debug for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Registration(…)")
    }
}

/// A person at an event, with the seven fields locked in.
///
/// There is no way from here to a sponsor but [`lead_view`](crate::lead_view):
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
    /// Locks a registration in.
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
