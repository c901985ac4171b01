//! The texts of the backend's pages and mails, in every language.
//!
//! The texts are in `texts/`, one [Fluent](https://projectfluent.org) file per language. The build script
//! compiles them to structs: [`Words`] holds all texts of one language, as strings and, for texts with
//! variables, as functions. `en.ftl` is the reference, and the build fails if another language lacks one of
//! its messages, attributes or variables. A further language is one further file.

mod actions;
mod language;
mod names;
mod plural;

mod catalogue {
    #![allow(missing_docs, dead_code, unused_imports, clippy::all)]
    include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));
}

#[cfg(test)]
#[path = "../generator/mod.rs"]
mod generator;

pub use catalogue::*;

/// A name for use within a sentence: on one line, between Unicode isolates (UAX #9), so that a name in a
/// right-to-left script does not reorder the text around it.
#[must_use]
pub fn isolated(name: &str) -> String {
    format!("\u{2068}{}\u{2069}", in_one_line(name))
}

/// A name without line breaks, other control characters, and directional formatting characters.
#[must_use]
pub fn in_one_line(name: &str) -> String {
    name.chars()
        .filter(|letter| !letter.is_control())
        .filter(|letter| !matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_not_change_the_direction_of_the_text_around_it() {
        assert_eq!(isolated("Ada"), "\u{2068}Ada\u{2069}");
        assert_eq!(
            isolated("\u{202e}gro\u{2069}.\r\nBcc:"),
            "\u{2068}gro.Bcc:\u{2069}"
        );
    }
}
