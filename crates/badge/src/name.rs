//! The name that is sealed into a badge code.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use unicode_segmentation::UnicodeSegmentation;

/// The reason why a text is not a badge name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BadgeNameError {
    /// The text is longer than [`BadgeName::MAX_BYTES`].
    #[error(
        "a badge name of {bytes} bytes is above the limit of {}",
        BadgeName::MAX_BYTES
    )]
    TooLong {
        /// The text's length in UTF-8, in bytes.
        bytes: usize,
    },
    /// The text has a control character, or one that changes the writing direction.
    #[error("a badge name has a character that cannot be shown")]
    Unshowable,
}

/// The name with which the booth's screen greets an attendee: at most 24 bytes of UTF-8, without control characters
/// and without marks that change the writing direction. It may be empty.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct BadgeName(String);

impl BadgeName {
    /// The maximum length, in bytes. With 24 bytes the symbol has at most 37 modules per side for every event; with 12
    /// it has 33.
    pub const MAX_BYTES: usize = 24;

    /// Makes a badge name of any name. Characters that cannot be shown are dropped, and runs of blanks become one. A name
    /// that is too long is cut after its last whole word that fits, or, if its first word is too long, after the last
    /// whole grapheme cluster, so that no accent, vowel sign or emoji is split.
    #[must_use]
    pub fn shortened(name: &str) -> Self {
        let clean = showable(name);
        if clean.len() <= Self::MAX_BYTES {
            return Self(clean);
        }
        let mut kept = 0;
        for (start, cluster) in clean.grapheme_indices(true) {
            if start + cluster.len() > Self::MAX_BYTES {
                break;
            }
            kept = start + cluster.len();
        }
        let at_word_end = clean[kept..].starts_with(' ');
        let head = &clean[..kept];
        let end = match head.rfind(' ') {
            Some(blank) if !at_word_end => blank,
            _ => kept,
        };
        Self(clean[..end].trim_end().to_owned())
    }

    /// Returns the name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether the name is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromStr for BadgeName {
    type Err = BadgeNameError;

    /// Accepts the text unchanged, or refuses it.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() > Self::MAX_BYTES {
            return Err(BadgeNameError::TooLong { bytes: text.len() });
        }
        if text.contains(is_unshowable) {
            return Err(BadgeNameError::Unshowable);
        }
        Ok(Self(text.to_owned()))
    }
}

// A name is personal data, which must not reach a log through `{:?}`.
impl fmt::Debug for BadgeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BadgeName(…)")
    }
}

/// Returns whether a character must not be shown: control characters, line separators, noncharacters, and the marks
/// of the Unicode Bidirectional Algorithm (UAX #9), with which a name could reorder the text beside it.
pub(crate) fn is_unshowable(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{061c}'
                | '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{fdd0}'..='\u{fdef}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
        || u32::from(character) & 0xfffe == 0xfffe
}

/// Returns the text without characters that cannot be shown, with each run of blanks as one space and none at the
/// ends.
pub(crate) fn showable(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let words = text.split(|character: char| character.is_whitespace());
    for word in words {
        let shown = word.chars().filter(|character| !is_unshowable(*character));
        let before = clean.len();
        if before > 0 {
            clean.push(' ');
        }
        let start = clean.len();
        clean.extend(shown);
        if clean.len() == start {
            clean.truncate(before);
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_fits_is_kept_whole() {
        for name in ["", "A", "Ada Lovelace", "山田太郎", "Nguyễn Thị Minh Khai"] {
            assert_eq!(BadgeName::shortened(name).as_str(), name);
            assert_eq!(name.parse::<BadgeName>().unwrap().as_str(), name);
        }
    }

    #[test]
    fn a_long_name_ends_after_a_whole_word() {
        let name = BadgeName::shortened("Maximiliana Elisabetta Featherstonehaugh");
        assert_eq!(name.as_str(), "Maximiliana Elisabetta");
        let exact = BadgeName::shortened("Maximiliana Elisabetta J Featherstonehaugh");
        assert_eq!(exact.as_str(), "Maximiliana Elisabetta J");
    }

    #[test]
    fn a_long_word_ends_after_a_whole_cluster() {
        // Each of these clusters is "e" and a combining accent: 3 bytes.
        let name = BadgeName::shortened(&"e\u{301}".repeat(30));
        assert_eq!(name.as_str(), "e\u{301}".repeat(8));
        // A family emoji of 25 bytes does not fit, and no part of it is kept.
        assert!(BadgeName::shortened("👨‍👩‍👧‍👦").is_empty());
        // Devanagari: a consonant with its vowel sign stays together.
        assert_eq!(BadgeName::shortened("किकिकिकिकि").as_str(), "किकिकिकि");
    }

    #[test]
    fn marks_that_turn_the_writing_direction_are_left_out_or_refused() {
        for hostile in [
            "Ada\u{202e}",
            "\u{2066}Ada",
            "A\u{200f}da",
            "Ad\u{0}a",
            "A\u{feff}da\u{fffe}",
        ] {
            assert_eq!(BadgeName::shortened(hostile).as_str(), "Ada");
            assert_eq!(
                hostile.parse::<BadgeName>(),
                Err(BadgeNameError::Unshowable)
            );
        }
    }

    #[test]
    fn blanks_of_any_kind_become_one_space() {
        let name = BadgeName::shortened("\t\u{a0}Ada \r\n \u{202e} Lovelace\u{3000}");
        assert_eq!(name.as_str(), "Ada Lovelace");
    }

    #[test]
    fn a_name_over_the_limit_is_not_taken_as_it_is() {
        let name = "x".repeat(25);
        assert_eq!(
            name.parse::<BadgeName>(),
            Err(BadgeNameError::TooLong { bytes: 25 })
        );
    }

    #[test]
    fn a_name_does_not_show_in_debug() {
        assert!(!format!("{:?}", BadgeName::shortened("Ada")).contains("Ada"));
    }
}
