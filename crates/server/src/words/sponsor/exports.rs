/// Taking leads out, and deleting what was taken back.
pub struct ExportWords {
    /// What the page is for.
    pub lead: &'static str,
    /// Heads the formats.
    pub take: &'static str,
    /// The formats: name and what it is good for. CSV, XLSX, JSON, Salesforce, HubSpot.
    pub formats: [(&'static str, &'static str); 5],
    /// Takes one.
    pub download: &'static str,
    /// What every file has in it.
    pub in_it: &'static str,
    /// How many were deleted since the last export.
    pub since_last: fn(usize) -> String,
    /// Leads to the deletions.
    pub to_deletions: &'static str,
    /// Heads the exports that were taken.
    pub taken: &'static str,
    /// None was.
    pub none_taken: &'static str,
    /// When.
    pub when: &'static str,
    /// As what.
    pub format: &'static str,
    /// By whom.
    pub by: &'static str,
    /// By a program.
    pub by_program: &'static str,
    /// How many leads.
    pub leads: &'static str,
    /// How many deletions.
    pub deletions: &'static str,
}

/// Deletions to acknowledge.
pub struct DeletionWords {
    /// How many there are to do.
    pub count: fn(usize) -> String,
    /// What to do.
    pub lead: &'static str,
    /// There is nothing to do: heading and what would be here.
    pub empty: (&'static str, &'static str),
    /// Heads the list.
    pub pending: &'static str,
    /// There are more than are shown.
    pub more: &'static str,
    /// A lead's id.
    pub id: &'static str,
    /// Why.
    pub reason: &'static str,
    /// Since when.
    pub since: &'static str,
    /// When it was last exported.
    pub exported: &'static str,
    /// It never was.
    pub never_exported: &'static str,
    /// Says that the copies are deleted.
    pub acknowledge: &'static str,
    /// Says so of all that are shown.
    pub acknowledge_all: fn(usize) -> String,
    /// What saying so means.
    pub means: &'static str,
    /// Heads those that are done.
    pub done: &'static str,
    /// When it was said.
    pub done_at: &'static str,
    /// It was said just now.
    pub acknowledged: &'static str,
    /// Heads the column of what can be done.
    pub act: &'static str,
}
