//! What became of a code that was scanned.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use protocol::{FieldSet, ScanId, ScannedCode, UnixMillis};

use crate::error::BoothError;
use crate::reading::Refusal;

/// What became of a code that was scanned. "Saved" is said only after the commit.
#[derive(Debug)]
pub enum ScanResult {
    /// It is stored, and on the disk.
    Saved(Saved),
    /// It was scanned before under this enrolment: nothing new was stored, and no second consent was
    /// invented.
    AlreadyScanned(AlreadyScanned),
    /// Its holder asks not to be scanned: nothing was stored.
    DoNotScan {
        /// The name on the badge, for a polite answer.
        name: Option<String>,
    },
    /// The event wants the attendee to say yes first: nothing was stored.
    NeedsConfirmation(Confirmation),
    /// Not a usable badge: nothing was stored.
    Refused(Refusal),
    /// It should have been stored, and could not be.
    NotSaved(BoothError),
}

/// A scan that is on the disk.
#[derive(Clone, PartialEq, Eq)]
pub struct Saved {
    /// Its id.
    pub scan: ScanId,
    /// The name on the badge, if its code holds one.
    pub name: Option<String>,
    /// Whether the badge itself was checked.
    pub checked: Checked,
    /// The fields that were consented to.
    pub fields: FieldSet,
}

/// A scan that was there before.
#[derive(Clone, PartialEq, Eq)]
pub struct AlreadyScanned {
    /// Its id.
    pub scan: ScanId,
    /// The name on the badge, if its code holds one.
    pub name: Option<String>,
    /// When it was made, by the device's clock.
    pub at: UnixMillis,
    /// Who made it; may be empty.
    pub operator: String,
}

/// A question to the attendee.
#[derive(Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// The name on the badge, if its code holds one.
    pub name: Option<String>,
    /// Who is to get the fields.
    pub sponsor_name: String,
    /// What it would get.
    pub fields: FieldSet,
}

/// When a badge is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// Now: its seal is genuine.
    Offline,
    /// Once the backend has it: the code can't be checked offline.
    WhenOnline,
}

impl Checked {
    pub(crate) const fn of(code: &ScannedCode) -> Self {
        match code {
            ScannedCode::Badge(_) => Self::Offline,
            ScannedCode::Foreign(_) | ScannedCode::Human(_) => Self::WhenOnline,
        }
    }

    /// A stable word for it, for programs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Offline => "offline",
            Self::WhenOnline => "when_online",
        }
    }
}

impl ScanResult {
    /// A stable word for it, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Saved(_) => "saved",
            Self::AlreadyScanned(_) => "already",
            Self::DoNotScan { .. } => "do_not_scan",
            Self::NeedsConfirmation(_) => "needs_confirmation",
            Self::Refused(_) => "refused",
            Self::NotSaved(_) => "not_saved",
        }
    }

    /// The scan that was made, or that was there.
    #[must_use]
    pub const fn scan(&self) -> Option<ScanId> {
        match self {
            Self::Saved(saved) => Some(saved.scan),
            Self::AlreadyScanned(already) => Some(already.scan),
            _ => None,
        }
    }

    /// The name on the badge, if its code holds one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Saved(saved) => saved.name.as_deref(),
            Self::AlreadyScanned(already) => already.name.as_deref(),
            Self::DoNotScan { name } => name.as_deref(),
            Self::NeedsConfirmation(confirmation) => confirmation.name.as_deref(),
            Self::Refused(_) | Self::NotSaved(_) => None,
        }
    }

    /// What happened and what to do, for the booth's screen. `now` is the device's wall clock; times
    /// are told in its zone, and with the day where that is another one.
    #[must_use]
    pub fn sentence(&self, event_name: &str, now: UnixMillis) -> String {
        match self {
            Self::Saved(saved) => {
                let unchecked = match saved.checked {
                    Checked::Offline => "",
                    Checked::WhenOnline => " Its badge is checked when online.",
                };
                match &saved.name {
                    Some(name) => format!("Saved. {name}{unchecked}"),
                    None => format!("Saved.{unchecked}"),
                }
            }
            Self::AlreadyScanned(already) => {
                let name = already
                    .name
                    .as_ref()
                    .map_or(String::new(), |name| format!(" {name}"));
                let by = if already.operator.is_empty() {
                    String::new()
                } else {
                    format!(" by {}", already.operator)
                };
                let at = time_of_day(already.at, now);
                format!("Already scanned {at}{by}.{name}")
            }
            Self::DoNotScan { name } => format!(
                "{} asked not to be scanned. Nothing was stored.",
                name.as_deref().unwrap_or("This attendee")
            ),
            Self::NeedsConfirmation(confirmation) => confirmation.question(),
            Self::Refused(refusal) => refusal.sentence(event_name),
            Self::NotSaved(error) => format!("Not saved: {error}."),
        }
    }
}

impl Confirmation {
    /// What to ask the attendee.
    #[must_use]
    pub fn question(&self) -> String {
        let hello = self
            .name
            .as_ref()
            .map_or(String::new(), |name| format!("Hello {name}. "));
        let fields: Vec<_> = self.fields.iter().map(field_words).collect();
        format!(
            "{hello}{} gets: {}; share?",
            self.sponsor_name,
            fields.join(", ")
        )
    }
}

/// A field as people call it.
#[must_use]
pub const fn field_words(field: protocol::Field) -> &'static str {
    use protocol::Field;
    match field {
        Field::FirstName => "first name",
        Field::LastName => "last name",
        Field::Email => "e-mail address",
        Field::JobTitle => "job title",
        Field::Employer => "employer",
        Field::Region => "state or province",
        Field::Country => "country",
    }
}

/// A code as people read it on the badge: the short one that is printed under the symbol, or the
/// access code.
#[must_use]
pub fn printed_code(code: &ScannedCode) -> String {
    match code {
        ScannedCode::Badge(badge) => badge.human_code().to_string(),
        ScannedCode::Human(code) => code.to_string(),
        ScannedCode::Foreign(code) => code.access_code().to_owned(),
    }
}

/// "at 10:42", with the day in front where it is not today's.
fn time_of_day(at: UnixMillis, now: UnixMillis) -> String {
    time_in(&TimeZone::system(), at, now)
}

fn time_in(zone: &TimeZone, at: UnixMillis, now: UnixMillis) -> String {
    let local = |moment: UnixMillis| {
        Timestamp::from_millisecond(moment.0)
            .ok()
            .map(|moment| moment.to_zoned_datetime(zone.clone()))
    };
    let Some(at) = local(at) else {
        return "at an unknown time".into();
    };
    let is_today = local(now).is_some_and(|now| now.date() == at.date());
    if is_today {
        at.strftime("at %H:%M").to_string()
    } else {
        at.strftime("on %Y-%m-%d at %H:%M").to_string()
    }
}

// Names are for the screen, not for logs.
impl std::fmt::Debug for Saved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Saved({}, {:?}, {:?})",
            self.scan, self.checked, self.fields
        )
    }
}

impl std::fmt::Debug for AlreadyScanned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AlreadyScanned({})", self.scan)
    }
}

impl std::fmt::Debug for Confirmation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Confirmation({:?})", self.fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: UnixMillis = UnixMillis(1_810_036_800_000);

    fn saved(name: Option<&str>, checked: Checked) -> ScanResult {
        ScanResult::Saved(Saved {
            scan: ScanId::from_random([1; 16]),
            name: name.map(Into::into),
            checked,
            fields: FieldSet::ALL,
        })
    }

    #[test]
    fn the_sentences_are_the_ones_agreed_on() {
        let sentence = |result: &ScanResult| result.sentence("PyCon US 2027", NOON);
        assert_eq!(
            sentence(&saved(Some("Ada"), Checked::Offline)),
            "Saved. Ada"
        );
        assert_eq!(
            sentence(&saved(None, Checked::WhenOnline)),
            "Saved. Its badge is checked when online."
        );
        let wish = ScanResult::DoNotScan {
            name: Some("Ada".into()),
        };
        assert_eq!(
            sentence(&wish),
            "Ada asked not to be scanned. Nothing was stored."
        );
    }

    #[test]
    fn a_time_is_told_with_the_day_where_it_is_not_today() {
        let minutes = |count: i64| NOON.plus_millis(count * 60_000);
        let told = |at| time_in(&TimeZone::UTC, at, NOON);
        assert_eq!(told(minutes(-1)), "at 11:59");
        assert_eq!(told(minutes(-24 * 60)), "on 2027-05-10 at 12:00");
        assert_eq!(told(UnixMillis(i64::MAX)), "at an unknown time");
    }

    #[test]
    fn the_question_lists_the_fields_in_plain_words() {
        let confirmation = Confirmation {
            name: Some("Ada".into()),
            sponsor_name: "Example Corp".into(),
            fields: "first_name,email".parse().unwrap(),
        };
        assert_eq!(
            confirmation.question(),
            "Hello Ada. Example Corp gets: first name, e-mail address; share?"
        );
    }

    #[test]
    fn debug_shows_no_name() {
        let result = saved(Some("Ada"), Checked::Offline);
        assert!(!format!("{result:?}").contains("Ada"));
    }
}
