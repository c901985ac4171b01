//! The budget of live frames: work that a frame costs beyond its share is debt, which later frames pay back.
//!
//! Work is counted in units of about a microsecond by fixed costs of each step, and not by a clock, so that a reader does the
//! same on every machine.

use crate::tuning;

/// Work of the current frame, and the debt of those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Budget {
    debt: u32,
    spent: u32,
}

impl Budget {
    /// Begins a new frame.
    pub(crate) fn begin_frame(&mut self) {
        self.spent = 0;
    }

    /// Counts work of the current frame.
    pub(crate) fn spend(&mut self, work: u32) {
        self.spent = self.spent.saturating_add(work);
    }

    /// Whether earlier frames cost more than their share.
    pub(crate) fn is_in_debt(&self) -> bool {
        self.debt > 0
    }

    /// Whether the frame must save work: there is debt or a burst is spent, and no symbol is likely.
    pub(crate) fn must_save(&self, likely: bool) -> bool {
        (self.debt > 0 || self.spent > tuning::BUDGET_BURST.get()) && !likely
    }

    /// Whether the frame has cost so much that additional stages are deferred to the next frame.
    pub(crate) fn must_defer(&self) -> bool {
        self.spent > tuning::BUDGET_DEFER.get()
    }

    /// Work that the next stage may cost.
    pub(crate) fn stage_work(&self, likely: bool) -> u32 {
        let frame = match (self.debt, likely) {
            (0, _) | (_, true) => tuning::BUDGET_BURST.get(),
            _ => tuning::BUDGET_IDLE.get(),
        };
        let least = if likely {
            tuning::BUDGET_LIKELY_STAGE_MIN.get()
        } else {
            tuning::BUDGET_STAGE_MIN.get()
        };
        frame.saturating_sub(self.spent).max(least)
    }

    /// Cost up to which the first grid of the next stage is refined even beyond its work: the largest symbols wait until
    /// the debt is paid back.
    pub(crate) fn first_grid(&self, likely: bool) -> u32 {
        if self.must_save(likely) {
            tuning::BUDGET_FIRST_GRID.get()
        } else {
            u32::MAX
        }
    }

    /// Ends a frame that was not read. What a frame costs that is read is never paid back.
    pub(crate) fn end_unread_frame(&mut self, likely: bool) {
        let share = if likely {
            tuning::BUDGET_LIKELY.get()
        } else {
            tuning::BUDGET_IDLE.get()
        };
        self.debt = (self.debt + self.spent)
            .saturating_sub(share)
            .min(tuning::BUDGET_DEBT_MAX.get());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(debt: u32, spent: u32) -> Budget {
        Budget { debt, spent }
    }

    #[test]
    fn a_frame_beyond_its_share_leaves_debt_that_cheap_frames_pay_back() {
        let idle = tuning::BUDGET_IDLE.get();
        let mut budget = Budget::default();
        budget.begin_frame();
        budget.spend(3 * idle);
        budget.end_unread_frame(false);
        assert_eq!(budget.debt, 2 * idle);
        for paid in 1..=2 {
            budget.begin_frame();
            budget.end_unread_frame(false);
            assert_eq!(budget.debt, (2 - paid) * idle);
        }
        assert!(!budget.is_in_debt());
    }

    #[test]
    fn debt_has_a_limit_and_a_likely_symbol_pays_more_back() {
        let mut budget = Budget::default();
        for _ in 0..50 {
            budget.begin_frame();
            budget.spend(u32::MAX / 2);
            budget.end_unread_frame(false);
        }
        assert_eq!(budget.debt, tuning::BUDGET_DEBT_MAX.get());
        budget.begin_frame();
        budget.end_unread_frame(true);
        assert_eq!(
            budget.debt,
            tuning::BUDGET_DEBT_MAX.get() - tuning::BUDGET_LIKELY.get()
        );
    }

    #[test]
    fn debt_and_spent_work_decide_what_the_next_stage_may_cost() {
        let (burst, idle) = (tuning::BUDGET_BURST.get(), tuning::BUDGET_IDLE.get());
        let (least, likely_least) = (
            tuning::BUDGET_STAGE_MIN.get(),
            tuning::BUDGET_LIKELY_STAGE_MIN.get(),
        );
        for (debt, spent, likely, work, saves) in [
            (0, 0, false, burst, false),
            (0, 700, false, burst - 700, false),
            (0, burst + 1, false, least, true),
            (1, 0, false, idle, true),
            (1, idle, false, least, true),
            (1, 0, true, burst, false),
            (9000, burst, true, likely_least, false),
        ] {
            let budget = after(debt, spent);
            assert_eq!(budget.stage_work(likely), work, "{budget:?} {likely}");
            assert_eq!(budget.must_save(likely), saves, "{budget:?} {likely}");
            let first = budget.first_grid(likely);
            assert_eq!(first < u32::MAX, saves, "{budget:?} {likely}");
        }
        let limit = tuning::BUDGET_DEFER.get();
        assert!(after(0, limit + 1).must_defer() && !after(9000, limit).must_defer());
    }
}
