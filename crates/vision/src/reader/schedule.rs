//! Which stages a frame goes through.
//!
//! A still goes through all stages until something is found. A live frame has little time, and a badge is held up for many
//! frames: the base stages run in each frame, the densest window is searched in every fourth, and the extra stages take
//! turns. All decisions here are pure functions of the frame's number and of what earlier stages saw.

use crate::tuning;
use crate::view::View;

/// What searches a view for symbols.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detector {
    /// Lanyard's engine, with finder patterns by their edges.
    Edges,
    /// Lanyard's engine, with finder patterns by template matching.
    Template,
    /// The crate rxing, with the detector of ZXing-C++.
    Rxing,
    /// The crate rxing, with the detector of ZXing.
    RxingClassic,
    /// The crate rqrr.
    Rqrr,
}

impl Detector {
    /// A stable name for programs.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Edges => "edges",
            Self::Template => "template",
            Self::Rxing => "rxing",
            Self::RxingClassic => "rxing_classic",
            Self::Rqrr => "rqrr",
        }
    }
}

/// A detector on a view.
pub(crate) type Stage = (Detector, View);

/// The stages of every live frame.
const LIVE_BASE: [Stage; 3] = [
    (Detector::Edges, View::Plain),
    (Detector::Edges, View::Downscaled(2)),
    (Detector::Edges, View::Downscaled(4)),
];

/// The stage of every fourth live frame, on the densest window of edges only: reads distant and defocused badges.
const LIVE_WINDOW: Stage = (Detector::Edges, View::UpscaledSharp);

/// The extra stages of live frames, one a frame in turn.
const LIVE_EXTRA: [Stage; 4] = [
    (Detector::Edges, View::Sharpened),
    (Detector::Rxing, View::Downscaled(4)),
    (Detector::Edges, View::Blurred),
    (Detector::Edges, View::Sharpened),
];

/// The stages of a still, until something is found and no finder pattern is left over.
pub(crate) const STILL: [Stage; 17] = [
    (Detector::Edges, View::Plain),
    (Detector::Edges, View::Downscaled(2)),
    (Detector::Rxing, View::Plain),
    (Detector::Edges, View::Blurred),
    (Detector::Edges, View::Sharpened),
    (Detector::Edges, View::Downscaled(4)),
    (Detector::Rxing, View::Blurred),
    (Detector::RxingClassic, View::Plain),
    (Detector::Edges, View::Upscaled),
    (Detector::Rxing, View::Downscaled(2)),
    (Detector::Rqrr, View::Plain),
    (Detector::Rqrr, View::Downscaled(2)),
    (Detector::Rxing, View::Upscaled),
    (Detector::Rxing, View::Downscaled(4)),
    (Detector::Edges, View::UpscaledSharp),
    (Detector::Template, View::Plain),
    (Detector::Template, View::Downscaled(2)),
];

/// The stages of the stacked window, until something is found.
pub(crate) const STACKED: [Stage; 2] = [
    (Detector::Edges, View::UpscaledSharp),
    (Detector::Template, View::Plain),
];

/// The role of a stage in a live frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A stage of every frame.
    Base,
    /// The search of the densest window.
    Window,
    /// An extra stage, which takes turns with others.
    Extra,
}

/// What earlier stages of a frame saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Progress {
    /// Symbols that were found.
    pub(crate) found: usize,
    /// Most finder patterns that a library saw in a view.
    pub(crate) finders: usize,
    /// Most finder patterns beyond those of found symbols that the engine saw in a view.
    pub(crate) unmatched_finders: usize,
    /// Most blocks of 8x8 pixels with edges in a view.
    pub(crate) edge_blocks: usize,
    /// All blocks of 8x8 pixels of the frame.
    pub(crate) blocks: usize,
    /// Whether a symbol is likely that was not decoded.
    pub(crate) likely: bool,
    /// Whether a window of the frame stands out by its edges.
    pub(crate) has_window: bool,
    /// Whether that window was searched.
    pub(crate) searched_window: bool,
}

impl Progress {
    /// Whether no finder pattern was seen. With edges all over the frame, one may be there that is not seen.
    fn is_quiet(&self) -> bool {
        self.unmatched_finders == 0 && 2 * self.edge_blocks < self.blocks
    }

    /// Whether a view had too few edges for a symbol.
    fn is_empty(&self) -> bool {
        self.edge_blocks <= tuning::EMPTY_EDGE_BLOCKS.get()
    }

    /// Whether a library is worth calling: the engine found nothing though there are edges, and the search of the library
    /// is bounded.
    fn suits(&self, detector: Detector) -> bool {
        let bounded = self.finders <= tuning::LIBRARY_FINDERS_MAX.get();
        match detector {
            Detector::Edges => true,
            Detector::Template | Detector::Rxing => self.found == 0 && !self.is_empty(),
            Detector::RxingClassic | Detector::Rqrr => {
                self.found == 0 && !self.is_empty() && bounded
            }
        }
    }

    /// Whether a still is done after a stage that decoded `new` symbols and left `unmatched` finder patterns.
    pub(crate) fn ends_still(&self, view: View, new: usize, unmatched: usize) -> bool {
        new > 0 && unmatched < 1 || self.is_empty() && view != View::Plain
    }

    /// Whether a live frame is done after a stage that decoded `new` symbols and left `unmatched` finder patterns. Later
    /// frames follow, so a frame with a symbol ends with the next stage at the latest.
    pub(crate) fn ends_live(&self, view: View, new: usize, unmatched: usize) -> bool {
        // Another symbol would have three finder patterns, unless they are too small to be seen.
        new > 0 && unmatched < 3 || self.found > new || self.is_empty() && view != View::Plain
    }
}

/// What the budget demands of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Demand {
    /// Work must be saved.
    pub(crate) save: bool,
    /// Extra stages must be deferred.
    pub(crate) defer: bool,
}

/// What to do about a planned stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    /// Run the stage.
    Run,
    /// Skip the stage; an extra stage keeps its turn.
    Skip,
    /// Skip the stage; the next frame has the next extra stage.
    SkipTurn,
    /// End the frame.
    Stop,
    /// End the frame; the next frame has only this stage.
    Defer,
}

/// Whether a stage of a still is run.
pub(crate) fn runs_on_still(stage: Stage, progress: &Progress) -> bool {
    progress.suits(stage.0)
}

/// The position of a live source in its cadences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Schedule {
    frames: usize,
    turn: usize,
    deferred: bool,
}

impl Schedule {
    /// The plan of the next frame.
    pub(crate) fn next_frame(&mut self, in_debt: bool) -> FramePlan {
        self.frames = self.frames.wrapping_add(1);
        FramePlan {
            number: self.frames,
            extra: LIVE_EXTRA[self.turn % LIVE_EXTRA.len()],
            only_extra: std::mem::take(&mut self.deferred),
            in_debt,
        }
    }

    /// Gives the turn to the next extra stage.
    pub(crate) fn next_turn(&mut self) {
        self.turn = self.turn.wrapping_add(1);
    }

    /// Lets the next frame have only the extra stage whose turn it is.
    pub(crate) fn defer(&mut self) {
        self.deferred = true;
    }
}

/// The plan of one live frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FramePlan {
    /// Number of the frame, from 1.
    pub(crate) number: usize,
    extra: Stage,
    only_extra: bool,
    in_debt: bool,
}

impl FramePlan {
    /// The stages of the frame, of which [`FramePlan::decide`] may skip some.
    pub(crate) fn stages(self) -> impl Iterator<Item = (Stage, Role)> {
        let base = LIVE_BASE.into_iter().map(|stage| (stage, Role::Base));
        let window = (self.number % 4 == 2).then_some((LIVE_WINDOW, Role::Window));
        base.chain(window)
            .filter(move |_| !self.only_extra)
            .chain([(self.extra, Role::Extra)])
    }

    /// Triples of finder patterns that go to the end of the list: the likeliest come first but in every fifth frame, or
    /// every other where little can be tried.
    pub(crate) fn skipped_triples(self) -> usize {
        let turn = match self.number {
            number if self.in_debt && number.is_multiple_of(2) => number / 2,
            number if number.is_multiple_of(5) => number / 5,
            _ => 0,
        };
        turn * 3
    }

    /// What to do about a stage, by what earlier stages of the frame saw and by what the budget demands.
    pub(crate) fn decide(
        self,
        (stage, role): (Stage, Role),
        progress: &Progress,
        demand: Demand,
    ) -> Decision {
        if role != Role::Base {
            // Every other frame without finder patterns is left alone.
            let rests = !self.number.is_multiple_of(2) && !self.only_extra && progress.is_quiet();
            let saves = demand.save && !self.number.is_multiple_of(5);
            if rests || saves {
                return Decision::Stop;
            }
            if !progress.likely && demand.defer {
                return Decision::Defer;
            }
            if !progress.likely && progress.searched_window {
                return Decision::Stop;
            }
        }
        // Frames that must save work search one of the smaller views.
        if demand.save && stage.1 == self.spared_view() {
            return Decision::Skip;
        }
        match role {
            Role::Base => Decision::Run,
            Role::Window if demand.save || !progress.has_window => Decision::Skip,
            Role::Window => Decision::Run,
            // Libraries need three finder patterns, of which the engine sees one if there are any.
            Role::Extra if stage.0 != Detector::Edges && progress.is_quiet() => Decision::SkipTurn,
            Role::Extra if !progress.suits(stage.0) => Decision::SkipTurn,
            Role::Extra => Decision::Run,
        }
    }

    fn spared_view(self) -> View {
        View::Downscaled(if (self.number / 2).is_multiple_of(2) {
            2
        } else {
            4
        })
    }
}

#[cfg(test)]
pub(crate) const TURNS: usize = LIVE_EXTRA.len();

#[cfg(test)]
mod tests {
    use super::*;

    const RELAXED: Demand = Demand {
        save: false,
        defer: false,
    };
    const SAVING: Demand = Demand {
        save: true,
        defer: false,
    };
    const LATE: Demand = Demand {
        save: false,
        defer: true,
    };

    /// A frame with edges in which no finder pattern was seen.
    const QUIET: Progress = Progress {
        found: 0,
        finders: 0,
        unmatched_finders: 0,
        edge_blocks: 100,
        blocks: 14_400,
        likely: false,
        has_window: true,
        searched_window: false,
    };

    /// The same with a finder pattern.
    const SEEN: Progress = Progress {
        unmatched_finders: 1,
        ..QUIET
    };

    fn plan(number: usize, extra: Stage) -> FramePlan {
        FramePlan {
            number,
            extra,
            only_extra: false,
            in_debt: false,
        }
    }

    #[test]
    fn every_frame_has_the_base_stages_every_fourth_the_window_and_extras_take_turns() {
        let mut schedule = Schedule::default();
        for number in 1..=12 {
            let plan = schedule.next_frame(false);
            let stages: Vec<_> = plan.stages().collect();
            let has_window = stages.contains(&(LIVE_WINDOW, Role::Window));
            assert_eq!(has_window, number % 4 == 2, "{number}");
            assert_eq!(stages.len(), 4 + usize::from(has_window));
            assert_eq!(stages[..3], LIVE_BASE.map(|stage| (stage, Role::Base)));
            let extra = LIVE_EXTRA[(number - 1) % LIVE_EXTRA.len()];
            assert_eq!(stages.last(), Some(&(extra, Role::Extra)), "{number}");
            schedule.next_turn();
        }
    }

    #[test]
    fn a_deferred_stage_has_the_next_frame_for_itself_and_only_that() {
        let mut schedule = Schedule::default();
        schedule.next_frame(false);
        schedule.defer();
        let stages: Vec<_> = schedule.next_frame(false).stages().collect();
        assert_eq!(stages, [(LIVE_EXTRA[0], Role::Extra)]);
        assert!(schedule.next_frame(false).stages().count() > 3);
    }

    #[test]
    fn the_likeliest_triples_come_first_but_now_and_then() {
        let skipped = |number, in_debt| {
            FramePlan {
                in_debt,
                ..plan(number, LIVE_EXTRA[0])
            }
            .skipped_triples()
        };
        for (number, without_debt, in_debt) in [
            (1, 0, 0),
            (2, 0, 3),
            (3, 0, 0),
            (4, 0, 6),
            (5, 3, 3),
            (10, 6, 15),
        ] {
            assert_eq!(skipped(number, false), without_debt, "{number}");
            assert_eq!(skipped(number, true), in_debt, "{number}");
        }
    }

    #[test]
    fn each_live_stage_is_decided_by_progress_and_budget() {
        let base = |at: usize| (LIVE_BASE[at], Role::Base);
        let window = (LIVE_WINDOW, Role::Window);
        let edges = (LIVE_EXTRA[0], Role::Extra);
        let library = (LIVE_EXTRA[1], Role::Extra);
        let likely = Progress {
            likely: true,
            ..SEEN
        };
        let searched = Progress {
            searched_window: true,
            ..SEEN
        };
        let found = Progress { found: 1, ..SEEN };
        let windowless = Progress {
            has_window: false,
            ..SEEN
        };
        let empty = Progress {
            edge_blocks: tuning::EMPTY_EDGE_BLOCKS.get(),
            ..SEEN
        };
        // Edges all over may hide a finder pattern.
        let crowded = Progress {
            edge_blocks: 9000,
            ..QUIET
        };
        use Decision::{Defer, Run, Skip, SkipTurn, Stop};
        for (number, stage, progress, demand, expected) in [
            (1, base(0), QUIET, RELAXED, Run),
            (1, base(0), QUIET, SAVING, Run),
            // One of the smaller views is spared, in turn.
            (1, base(1), QUIET, SAVING, Skip),
            (1, base(2), QUIET, SAVING, Run),
            (2, base(1), QUIET, SAVING, Run),
            (2, base(2), QUIET, SAVING, Skip),
            (2, base(2), QUIET, RELAXED, Run),
            // Odd frames without finder patterns rest.
            (1, edges, QUIET, RELAXED, Stop),
            (2, edges, QUIET, RELAXED, Run),
            (1, edges, SEEN, RELAXED, Run),
            (1, edges, crowded, RELAXED, Run),
            // Frames that save work have no extras, but for every fifth.
            (2, edges, SEEN, SAVING, Stop),
            (5, edges, SEEN, SAVING, Run),
            (15, library, SEEN, SAVING, Skip),
            (2, edges, SEEN, LATE, Defer),
            (2, edges, likely, LATE, Run),
            (2, edges, searched, LATE, Defer),
            (2, edges, searched, RELAXED, Stop),
            (2, window, SEEN, RELAXED, Run),
            (2, window, windowless, RELAXED, Skip),
            (10, window, SEEN, SAVING, Skip),
            (2, window, SEEN, LATE, Defer),
            // Libraries are called where the engine saw something and read nothing.
            (2, library, SEEN, RELAXED, Run),
            (2, library, QUIET, RELAXED, SkipTurn),
            (2, library, found, RELAXED, SkipTurn),
            (2, library, empty, RELAXED, SkipTurn),
            (2, edges, found, RELAXED, Run),
        ] {
            let plan = plan(number, stage.0);
            let decision = plan.decide(stage, &progress, demand);
            assert_eq!(
                decision, expected,
                "frame {number}: {stage:?} {progress:?} {demand:?}"
            );
        }
    }

    #[test]
    fn a_deferred_stage_does_not_rest() {
        let deferred = FramePlan {
            only_extra: true,
            ..plan(1, LIVE_EXTRA[0])
        };
        let stage = (LIVE_EXTRA[0], Role::Extra);
        assert_eq!(deferred.decide(stage, &QUIET, RELAXED), Decision::Run);
    }

    #[test]
    fn libraries_look_at_a_still_only_where_the_engine_found_nothing_and_their_search_is_bounded() {
        let crowd = Progress {
            finders: tuning::LIBRARY_FINDERS_MAX.get() + 1,
            ..SEEN
        };
        let found = Progress { found: 1, ..SEEN };
        let empty = Progress {
            edge_blocks: 0,
            ..SEEN
        };
        for (detector, quiet, crowded, after_a_find, without_edges) in [
            (Detector::Edges, true, true, true, true),
            (Detector::Template, true, true, false, false),
            (Detector::Rxing, true, true, false, false),
            (Detector::RxingClassic, true, false, false, false),
            (Detector::Rqrr, true, false, false, false),
        ] {
            let runs = |progress| runs_on_still((detector, View::Plain), &progress);
            assert_eq!(
                [runs(QUIET), runs(crowd), runs(found), runs(empty)],
                [quiet, crowded, after_a_find, without_edges],
                "{detector:?}"
            );
        }
    }

    #[test]
    fn a_frame_ends_when_nothing_is_left_to_read() {
        let small = View::Downscaled(2);
        let with = |found| Progress { found, ..QUIET };
        for (found, new, unmatched, still, live) in [
            (0, 0, 5, false, false),
            (1, 1, 0, true, true),
            (1, 1, 2, false, true),
            (1, 1, 3, false, false),
            // A live frame with an earlier find ends in any case.
            (1, 0, 9, false, true),
        ] {
            assert_eq!(with(found).ends_still(small, new, unmatched), still);
            assert_eq!(with(found).ends_live(small, new, unmatched), live);
        }
        let empty = Progress::default();
        assert!(empty.ends_still(small, 0, 0) && empty.ends_live(small, 0, 0));
        assert!(!empty.ends_still(View::Plain, 0, 0) && !empty.ends_live(View::Plain, 0, 0));
    }
}
