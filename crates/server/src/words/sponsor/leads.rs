use consent::Withheld;

/// The list of leads, and the page of one.
pub struct LeadWords {
    /// How many there are.
    pub count: fn(u64) -> String,
    /// There is none yet: heading and what to do.
    pub empty: (&'static str, &'static str),
    /// Heads the filters.
    pub find: &'static str,
    /// Words to look for.
    pub text: &'static str,
    /// Where they are looked for.
    pub text_hint: &'static str,
    /// The lowest rating.
    pub rating: &'static str,
    /// Any rating, any kind.
    pub any: &'static str,
    /// So many or better.
    pub at_least: fn(u32) -> String,
    /// A tag.
    pub tag: &'static str,
    /// An operator.
    pub operator: &'static str,
    /// A day.
    pub day: &'static str,
    /// How leads stand: label, all, shared, deleted.
    pub kind: &'static str,
    /// The kinds: all, shared, deleted.
    pub kinds: [&'static str; 3],
    /// Looks.
    pub apply: &'static str,
    /// Looks for nothing in particular.
    pub clear: &'static str,
    /// Nothing was found: heading and what to do.
    pub none_found: (&'static str, &'static str),
    /// Nothing was found yet, and there is more to look at.
    pub none_yet: &'static str,
    /// The next page.
    pub next: &'static str,
    /// The first page.
    pub first: &'static str,
    /// Names the list, for screen readers.
    pub list: &'static str,
    /// Heads the column of names.
    pub lead: &'static str,
    /// Heads the column of tags.
    pub tags: &'static str,
    /// Heads the column of the last scan's time.
    pub last_scan: &'static str,
    /// Heads the column of operators.
    pub operators: &'static str,
    /// In place of a name.
    pub no_name: &'static str,
    /// The lead was taken away.
    pub deleted: &'static str,
    /// Why it was taken away.
    pub reason: fn(Withheld) -> &'static str,
    /// Heads the shared fields.
    pub fields: &'static str,
    /// In place of what is shared but empty.
    pub empty_field: &'static str,
    /// In place of what is not shared.
    pub not_shared: &'static str,
    /// What that means.
    pub not_shared_note: &'static str,
    /// Heads the notes.
    pub notes: &'static str,
    /// There are no notes.
    pub no_notes: &'static str,
    /// So many of five.
    pub stars: fn(u32) -> String,
    /// Heads the scans.
    pub scans: &'static str,
    /// When.
    pub when: &'static str,
    /// By which device.
    pub device: &'static str,
    /// How the badge was read.
    pub method: &'static str,
    /// By a camera.
    pub by_camera: &'static str,
    /// By a hardware scanner.
    pub by_scanner: &'static str,
    /// Typed.
    pub by_hand: &'static str,
    /// The booth took the scan back.
    pub voided: &'static str,
    /// Nobody said who they were.
    pub no_operator: &'static str,
    /// An answer whose question is asked no more.
    pub old_question: &'static str,
    /// Yes.
    pub yes: &'static str,
    /// No.
    pub no: &'static str,
    /// The page of a lead that was taken away: what to do.
    pub delete_copies: &'static str,
    /// Since when.
    pub since: fn(when: &str) -> String,
}
