//! Plural categories by the rules of Unicode's CLDR.

use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralOperands, PluralRules};

/// The plural category of a number in a language.
pub(crate) fn category(locale: Locale, number: impl Into<PluralOperands>) -> PluralCategory {
    // The rules are compiled in, and an unknown language has the root's.
    PluralRules::try_new_cardinal(locale.into())
        .map_or(PluralCategory::Other, |rules| rules.category_for(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use icu_locale_core::locale;

    #[test]
    fn each_language_has_its_own_plural_forms() {
        let of = |locale: Locale, numbers: [u64; 5]| {
            numbers.map(|number| category(locale.clone(), number))
        };
        use PluralCategory::{Few, Many, One, Other, Two, Zero};
        assert_eq!(
            of(locale!("en"), [0, 1, 2, 5, 22]),
            [Other, One, Other, Other, Other]
        );
        assert_eq!(
            of(locale!("pl"), [0, 1, 2, 5, 22]),
            [Many, One, Few, Many, Few]
        );
        assert_eq!(
            of(locale!("ar"), [0, 1, 2, 5, 22]),
            [Zero, One, Two, Few, Many]
        );
    }
}
