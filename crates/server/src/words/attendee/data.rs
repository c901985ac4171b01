/// Downloading and erasing.
pub struct DataWords {
    /// The heading.
    pub title: &'static str,
    /// Above what is held.
    pub held: &'static str,
    /// Nothing stands in a field.
    pub empty: &'static str,
    /// Where a mistake is mended.
    pub held_hint: &'static str,
    /// Above the download of everything.
    pub all: &'static str,
    /// What is in it.
    pub all_hint: &'static str,
    /// Downloads.
    pub download: &'static str,
    /// Above the receipts.
    pub receipts: &'static str,
    /// What they are good for.
    pub receipts_hint: &'static str,
    /// There is none yet.
    pub no_receipts: &'static str,
    /// Downloads one: what it is of.
    pub receipt_of: fn(sponsor: &str) -> String,
    /// How to check one.
    pub check: &'static str,
    /// Names the backend's key.
    pub key: &'static str,
    /// Above erasing.
    pub erase: &'static str,
    /// What it is, in a line.
    pub erase_hint: &'static str,
    /// Leads to the page that says what it means.
    pub to_erase: &'static str,
}

/// Erasing.
pub struct EraseWords {
    /// The heading.
    pub title: &'static str,
    /// Above what goes.
    pub goes: &'static str,
    /// What goes, point by point.
    pub going: [&'static str; 4],
    /// Above what stays.
    pub stays: &'static str,
    /// What stays, point by point.
    pub staying: [&'static str; 4],
    /// A copy first.
    pub first: &'static str,
    /// The tick.
    pub sure: &'static str,
    /// It was not ticked.
    pub not_sure: &'static str,
    /// The button.
    pub confirm: &'static str,
    /// Done: heading and text.
    pub done: (&'static str, &'static str),
}
