/// Charts of what the booth has done.
pub struct ChartWords {
    /// What they count.
    pub lead: &'static str,
    /// Nothing was scanned yet: heading and what to do.
    pub empty: (&'static str, &'static str),
    /// All scans.
    pub total: &'static str,
    /// Attendees scanned for the first time.
    pub new: &'static str,
    /// Attendees scanned again.
    pub repeated: &'static str,
    /// Heads the chart of hours.
    pub by_hour: &'static str,
    /// Heads the chart of devices.
    pub by_device: &'static str,
    /// Heads the chart of operators.
    pub by_operator: &'static str,
    /// An hour.
    pub hour: &'static str,
    /// A device.
    pub device: &'static str,
    /// An operator.
    pub operator: &'static str,
    /// Nobody gave a name.
    pub no_operator: &'static str,
    /// Shows the numbers behind a drawing.
    pub numbers: &'static str,
    /// What a drawing shows, for screen readers.
    pub drawing: fn(day: &str, scans: u64) -> String,
    /// Scans that belong to no hour.
    pub undated: fn(u64) -> String,
}
