//! Choosing a language by its tag or by a browser's preferences.

use crate::Language;

impl Language {
    /// The language with this BCP 47 tag. The region is ignored.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split('-').next()?;
        Self::ALL
            .into_iter()
            .find(|language| language.words().tag.eq_ignore_ascii_case(primary))
    }

    /// The preferred known language of an `Accept-Language` header (RFC 9110 §12.5.4), by weight.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preferred_known_language_is_chosen() {
        let of = Language::of_accept;
        assert_eq!(of("es-MX,es;q=0.9,en;q=0.8"), Some(Language::Spanish));
        assert_eq!(of("ja,en;q=0.5,es;q=0.7"), Some(Language::Spanish));
        assert_eq!(of("en"), Some(Language::English));
        assert_eq!(of("es;q=0,ja"), None);
        assert_eq!(of(""), None);
    }

    #[test]
    fn each_language_is_found_by_its_own_tag() {
        for language in Language::ALL {
            assert_eq!(Language::of_tag(language.words().tag), Some(language));
        }
    }
}
