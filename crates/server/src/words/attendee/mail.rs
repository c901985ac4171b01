/// The mail about sponsors that scanned the badge for the first time.
pub struct DigestWords {
    /// The subject, without a name: it shows on locked telephones.
    pub subject: fn(event: &str) -> String,
    /// Before the sponsors' names.
    pub lead: fn(count: usize, event: &str) -> String,
    /// How many more there are than fit.
    pub more: fn(count: usize) -> String,
    /// Before the address of the list.
    pub see: &'static str,
    /// Before the address where the mails are turned off.
    pub off: &'static str,
    /// The page there: its title, what it asks, and its button.
    pub stop: (&'static str, &'static str, &'static str),
    /// What it says afterwards: its title, and where the mails are turned on again.
    pub stopped: (&'static str, &'static str),
}
