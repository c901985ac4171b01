//! Which codes are being held up, so that a badge shown for two seconds is one scan.

use std::collections::HashMap;
use std::time::Duration;

/// A code not read for so long was taken away: shorter gaps are frames in which it was blurred or half
/// covered by a hand.
pub(crate) const GONE_AFTER: Duration = Duration::from_secs(2);

/// The codes seen lately, by the source's own time.
#[derive(Default)]
pub(crate) struct InView {
    last_seen: HashMap<String, Duration>,
}

impl InView {
    /// Notes that `text` is seen at `at`, and says whether it has just come into view.
    pub(crate) fn came(&mut self, text: &str, at: Duration) -> bool {
        // What went away is forgotten, so that no stream of ever new codes fills the memory.
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
        let mut view = InView::default();
        let came = (0..200_u32).filter(|frame| view.came("A", MS * 33 * *frame));
        assert_eq!(came.count(), 1);
    }

    #[test]
    fn a_badge_shown_again_later_comes_again() {
        let mut view = InView::default();
        assert!(view.came("A", MS));
        assert!(!view.came("A", MS + GONE_AFTER));
        assert!(view.came("A", MS * 3 + GONE_AFTER * 2));
    }

    #[test]
    fn two_badges_in_view_do_not_hide_each_other() {
        let mut view = InView::default();
        assert!(view.came("A", MS) && view.came("B", MS));
        assert!(!view.came("A", MS * 2) && !view.came("B", MS * 2));
    }

    #[test]
    fn what_went_away_is_forgotten() {
        let mut view = InView::default();
        for second in 0..1000_u32 {
            view.came(&second.to_string(), Duration::from_secs(1) * second);
        }
        assert!(view.last_seen.len() <= 3);
    }
}
