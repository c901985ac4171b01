//! What the backend's pages and mails say. Each language is a value of the same types, so that a text
//! that is missing in one does not compile.

mod en;
mod es;

mod api;
mod attendee;
mod booth;
mod fields;
pub(crate) mod organiser;
mod shell;
mod sign_in;
mod sponsor;

pub use api::Api;
pub use attendee::AttendeeWords;
pub use booth::BoothWords;
pub use fields::Fields;
pub use organiser::OrganiserWords;
pub use shell::{ProblemWords, Shell};
pub use sign_in::SignIn;
pub use sponsor::{
    ChartWords, DeletionWords, DeviceWords, ExportWords, LeadWords, ProgramWords, SponsorWords,
    TeamWords,
};

use protocol::Field;

/// A language that the pages can be read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Spanish.
    Spanish,
}

/// All that is said in one language.
pub struct Words {
    /// The language's BCP 47 tag.
    pub tag: &'static str,
    /// The language's own name.
    pub name: &'static str,
    /// The seven fields.
    pub fields: Fields,
    /// What stands around each page.
    pub shell: Shell,
    /// Signing in and out.
    pub sign_in: SignIn,
    /// What booth staff open with a browser.
    pub booth: BoothWords,
    /// The page that describes the API.
    pub api: Api,
    /// The attendee's pages and mails.
    pub attendee: AttendeeWords,
    /// The sponsor's pages and mails.
    pub sponsor: SponsorWords,
    /// The organiser's pages and mails.
    pub organiser: OrganiserWords,
}

impl Language {
    /// All languages, the one for everybody else first.
    pub const ALL: [Self; 2] = [Self::English, Self::Spanish];

    /// The language's texts.
    #[must_use]
    pub const fn words(self) -> &'static Words {
        match self {
            Self::English => &en::WORDS,
            Self::Spanish => &es::WORDS,
        }
    }

    /// The language with this BCP 47 tag, whatever its region.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split('-').next()?;
        Self::ALL
            .into_iter()
            .find(|language| language.words().tag.eq_ignore_ascii_case(primary))
    }

    /// The first language of an `Accept-Language` header (RFC 9110 §12.5.4) that is known, by weight.
    #[must_use]
    pub fn of_accept(header: &str) -> Option<Self> {
        let mut best: Option<(Self, f32)> = None;
        for entry in header.split(',').take(32) {
            let mut parts = entry.split(';');
            let Some(language) = parts.next().and_then(Self::of_tag) else {
                continue;
            };
            let weight = parts
                .find_map(|part| part.trim().strip_prefix("q="))
                .map_or(1.0, |text| text.parse().unwrap_or(0.0));
            if weight > 0.0 && best.is_none_or(|(_, most)| weight > most) {
                best = Some((language, weight));
            }
        }
        best.map(|(language, _)| language)
    }
}

impl Words {
    /// A field's name.
    #[must_use]
    pub const fn field(&self, field: Field) -> &'static str {
        match field {
            Field::FirstName => self.fields.first_name,
            Field::LastName => self.fields.last_name,
            Field::Email => self.fields.email,
            Field::JobTitle => self.fields.job_title,
            Field::Employer => self.fields.employer,
            Field::Region => self.fields.region,
            Field::Country => self.fields.country,
        }
    }
}

/// "1 scan", "2 scans": both languages tell one from the rest.
pub(crate) fn plural(count: usize, one: &str, other: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { other })
}

/// A name in the midst of a sentence. Isolates (UAX #9) keep a name that is written from right to left,
/// or holds marks that turn the writing, from turning the rest of the sentence.
pub(crate) fn isolated(name: &str) -> String {
    format!("\u{2068}{}\u{2069}", in_one_line(name))
}

/// A name without line breaks, other control characters, and marks that turn the writing.
pub(crate) fn in_one_line(name: &str) -> String {
    name.chars()
        .filter(|letter| !letter.is_control())
        .filter(|letter| !matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_turns_no_writing_but_its_own() {
        assert_eq!(isolated("Ada"), "\u{2068}Ada\u{2069}");
        assert_eq!(
            isolated("\u{202e}gro\u{2069}.\r\nBcc:"),
            "\u{2068}gro.Bcc:\u{2069}"
        );
    }

    #[test]
    fn the_reader_s_first_known_language_is_taken() {
        let of = Language::of_accept;
        assert_eq!(of("es-MX,es;q=0.9,en;q=0.8"), Some(Language::Spanish));
        assert_eq!(of("ja,en;q=0.5,es;q=0.7"), Some(Language::Spanish));
        assert_eq!(of("en"), Some(Language::English));
        assert_eq!(of("es;q=0,ja"), None);
        assert_eq!(of(""), None);
    }
}
