/// Signing in and out.
pub struct SignIn {
    /// The page's heading.
    pub title: &'static str,
    /// What happens.
    pub lead: &'static str,
    /// Names the address.
    pub email: &'static str,
    /// Asks for the link.
    pub send: &'static str,
    /// What was typed is no address.
    pub not_an_address: &'static str,
    /// The page after: its heading.
    pub sent_title: &'static str,
    /// The same words, whether the address is known or not.
    pub sent: &'static str,
    /// What to do where nothing comes.
    pub nothing_came: &'static str,
    /// Asks for another.
    pub another: &'static str,
    /// The page that a link opens.
    pub confirm_title: &'static str,
    /// Before the button.
    pub confirm_lead: &'static str,
    /// The button.
    pub confirm: &'static str,
    /// A link that does not work: heading and what to do.
    pub dead: (&'static str, &'static str),
    /// A link that another browser asked for.
    pub other_browser: (&'static str, &'static str),
    /// No mail is sent from here.
    pub no_mail: (&'static str, &'static str),
    /// The mail's subject.
    pub mail_subject: &'static str,
    /// The mail's text before the links.
    pub mail_lead: &'static str,
    /// Before each link: what for.
    pub mail_attendee: fn(event: &str, first_name: &str) -> String,
    /// As one of a sponsor's team.
    pub mail_member: fn(event: &str, sponsor: &str) -> String,
    /// As one of the organiser's.
    pub mail_staff: fn(event: &str) -> String,
    /// The mail's end.
    pub mail_end: &'static str,
    /// Signed out: heading and text.
    pub signed_out: (&'static str, &'static str),
    /// Who one is signed in as.
    pub as_attendee: &'static str,
    /// As one of the organiser's, with a role.
    pub as_organiser: &'static str,
    /// As support.
    pub as_support: &'static str,
    /// As auditor.
    pub as_auditor: &'static str,
}
