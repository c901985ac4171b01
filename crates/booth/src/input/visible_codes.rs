//! The codes that a camera sees at present, so that a badge shown for two seconds is one scan.

use std::collections::HashMap;
use std::time::Duration;

/// A code that was not read for this long is gone. Shorter gaps are frames in which it was blurred or half
/// covered by a hand.
pub(crate) const GONE_AFTER: Duration = Duration::from_secs(2);

/// The codes read lately, by the source's own time.
#[derive(Default)]
pub(crate) struct VisibleCodes {
    last_seen: HashMap<String, Duration>,
}

impl VisibleCodes {
    /// Records that `text` was read at `at`, and returns whether it has just appeared.
    pub(crate) fn appears(&mut self, text: &str, at: Duration) -> bool {
        // Codes that are gone are forgotten, so that a stream of ever new codes does not fill the memory.
        self.last_seen
            .retain(|_, seen| at.saturating_sub(*seen) <= GONE_AFTER);
        self.last_seen.insert(text.to_owned(), at).is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn a_badge_held_in_view_comes_once() {
        let mut view = VisibleCodes::default();
        let appeared = (0..200_u32).filter(|frame| view.appears("A", MS * 33 * *frame));
        assert_eq!(appeared.count(), 1);
    }

    #[test]
    fn a_badge_shown_again_later_comes_again() {
        let mut view = VisibleCodes::default();
        assert!(view.appears("A", MS));
        assert!(!view.appears("A", MS + GONE_AFTER));
        assert!(view.appears("A", MS * 3 + GONE_AFTER * 2));
    }

    #[test]
    fn two_badges_in_view_do_not_hide_each_other() {
        let mut view = VisibleCodes::default();
        assert!(view.appears("A", MS) && view.appears("B", MS));
        assert!(!view.appears("A", MS * 2) && !view.appears("B", MS * 2));
    }

    #[test]
    fn what_went_away_is_forgotten() {
        let mut view = VisibleCodes::default();
        for second in 0..1000_u32 {
            view.appears(&second.to_string(), Duration::from_secs(1) * second);
        }
        assert!(view.last_seen.len() <= 3);
    }
}
