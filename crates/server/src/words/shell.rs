/// What stands around each page.
pub struct Shell {
    /// Jumps over the menu, for keyboards.
    pub skip: &'static str,
    /// Names the menu, for screen readers.
    pub menu: &'static str,
    /// Above the list of languages.
    pub language: &'static str,
    /// Chooses the language.
    pub choose: &'static str,
    /// Signs out.
    pub sign_out: &'static str,
    /// Links to the sign-in page.
    pub sign_in: &'static str,
    /// Beside a time that is shown in the event's zone.
    pub times_in: fn(zone: &str) -> String,
    /// Goes back to where one came from.
    pub back: &'static str,
    /// Says what a page's first visit can't be about yet.
    pub never: &'static str,
    /// The menu's entries.
    pub attendee: AttendeeMenu,
    /// The sponsor's menu.
    pub sponsor: SponsorMenu,
    /// The organiser's menu.
    pub organiser: OrganiserMenu,
    /// Pages that say that something does not go.
    pub problem: ProblemWords,
    /// Dates and times.
    pub dates: Dates,
}

/// The attendee's menu.
pub struct AttendeeMenu {
    /// Who has what.
    pub sponsors: &'static str,
    /// What holds for all sponsors.
    pub sharing: &'static str,
    /// Downloading and erasing.
    pub data: &'static str,
}

/// The sponsor's menu.
pub struct SponsorMenu {
    /// The leads.
    pub leads: &'static str,
    /// Taking them out.
    pub exports: &'static str,
    /// Deletions to acknowledge.
    pub deletions: &'static str,
    /// Booth devices.
    pub devices: &'static str,
    /// Charts.
    pub charts: &'static str,
    /// The team.
    pub team: &'static str,
    /// Tokens and webhooks.
    pub programs: &'static str,
}

/// The organiser's menu.
pub struct OrganiserMenu {
    /// The event at a glance.
    pub overview: &'static str,
    /// Reports of improper scans.
    pub reports: &'static str,
    /// Registrations and their import.
    pub attendees: &'static str,
    /// Badges.
    pub badges: &'static str,
    /// Sponsors.
    pub sponsors: &'static str,
    /// Booth devices.
    pub devices: &'static str,
    /// Records in quarantine.
    pub quarantine: &'static str,
    /// The audit log.
    pub audit: &'static str,
    /// What holds for the event.
    pub settings: &'static str,
    /// Retention.
    pub retention: &'static str,
    /// The organiser's people and passkeys.
    pub people: &'static str,
}

/// What happened and what to do, for the problems that a person can meet on any page.
pub struct ProblemWords {
    /// 404.
    pub not_found: (&'static str, &'static str),
    /// 401.
    pub unauthenticated: (&'static str, &'static str),
    /// 403.
    pub forbidden: (&'static str, &'static str),
    /// A form that came from another site.
    pub cross_origin: (&'static str, &'static str),
    /// 400 and its like.
    pub bad_request: (&'static str, &'static str),
    /// 413.
    pub too_large: (&'static str, &'static str),
    /// 429.
    pub too_many_requests: (&'static str, &'static str),
    /// 503.
    pub busy: (&'static str, &'static str),
    /// 409: somebody else was faster.
    pub conflict: (&'static str, &'static str),
    /// 500.
    pub internal: (&'static str, &'static str),
}

/// How dates and times are written.
pub struct Dates {
    /// The months' names, January first.
    pub months: [&'static str; 12],
    /// A day of this year: day and month.
    pub day: fn(day: i8, month: &str) -> String,
    /// A day of another year.
    pub day_of_year: fn(day: i8, month: &str, year: i16) -> String,
    /// A time of today.
    pub today: fn(time: &str) -> String,
    /// A time of another day.
    pub at: fn(day: &str, time: &str) -> String,
}
