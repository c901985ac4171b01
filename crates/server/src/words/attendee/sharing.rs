/// What holds for all sponsors.
pub struct SharingWords {
    /// The heading.
    pub title: &'static str,
    /// What it is about.
    pub lead: &'static str,
    /// Above the seven fields.
    pub fields: &'static str,
    /// What a tick means.
    pub fields_hint: &'static str,
    /// Beside a field that the event gives nobody.
    pub not_allowed: &'static str,
    /// Above the address for sponsors.
    pub email: &'static str,
    /// What it is for.
    pub email_hint: fn(address: &str) -> String,
    /// Names the box.
    pub email_label: &'static str,
    /// What was typed is no address.
    pub email_fault: &'static str,
    /// Takes the address away.
    pub email_remove: &'static str,
    /// Above the wish not to be scanned.
    pub do_not_scan: &'static str,
    /// What it does.
    pub do_not_scan_off: &'static str,
    /// What holds while it is on.
    pub do_not_scan_on: &'static str,
    /// Turns it on.
    pub do_not_scan_set: &'static str,
    /// Turns it off.
    pub do_not_scan_lift: &'static str,
    /// Above the mails.
    pub mails: &'static str,
    /// What they are.
    pub mails_hint: &'static str,
    /// The tick.
    pub mails_label: &'static str,
    /// Saves.
    pub save: &'static str,
    /// The fields were saved.
    pub done_fields: &'static str,
    /// The address was saved.
    pub done_email: &'static str,
    /// The address was taken away.
    pub done_email_removed: &'static str,
    /// The wish was set.
    pub done_do_not_scan: &'static str,
    /// The wish was lifted.
    pub done_scan: &'static str,
    /// The mails' setting was saved.
    pub done_mails: &'static str,
    /// Above withdrawing from all.
    pub withdraw: &'static str,
    /// What it is, against the ticks above.
    pub withdraw_hint: &'static str,
}
