//! The reader: takes each frame through the stages of its schedule, within its budget.

mod budget;
mod schedule;

use budget::Budget;
use schedule::{Decision, Demand, Detector, Progress, Role, STACKED, STILL, Schedule, Stage};

use crate::catch_unwind;
use crate::decoders::{Decode, Reading, Rqrr, Rxing, RxingClassic};
use crate::engine::{Engine, Limits, Scan, WINDOW_PIXELS};
use crate::explain::{ExplainedStage, Explanation};
use crate::frame::Frame;
use crate::sighting::{Point, Sighting};
use crate::stack::Stack;
use crate::tuning;
use crate::view::{View, ViewBuffers};

/// The longest text of a sighting, in bytes. The largest symbol holds 2,953 bytes; longer texts are no badge and are
/// dropped.
pub const MAX_TEXT_BYTES: usize = 4096;

/// Smallest side of a view that is searched: a symbol has at least 21 modules a side, and none is read below a pixel a
/// module.
const MIN_SIDE: u32 = 21;

/// Pixels above which a frame is downscaled first. The search takes more than twice as long for twice the pixels, and a
/// badge needs no more in a photograph of a hall.
const MAX_SEARCHED_PIXELS: u64 = 16 * 1024 * 1024;

/// Size of the densest window.
const WINDOW: (u32, u32) = (WINDOW_PIXELS, WINDOW_PIXELS);

/// Reads QR codes, one frame after the other.
///
/// Keep one reader for each source of frames: it reuses its buffers, and spreads work that would take too long for one
/// frame over successive ones.
pub struct Reader {
    libraries: Libraries,
    views: ViewBuffers,
    fine_views: ViewBuffers,
    engine: Engine,
    stack: Stack,
    schedule: Schedule,
    budget: Budget,
    /// The stages so far, while a picture is explained.
    explained: Option<Vec<ExplainedStage>>,
}

struct Libraries {
    rxing: Box<dyn Decode>,
    rxing_classic: Box<dyn Decode>,
    rqrr: Box<dyn Decode>,
}

impl Default for Reader {
    fn default() -> Self {
        Self::new()
    }
}

impl Reader {
    /// A reader without any frames.
    #[must_use]
    pub fn new() -> Self {
        Self::with_libraries(Libraries {
            rxing: Box::new(Rxing),
            rxing_classic: Box::new(RxingClassic::new()),
            rqrr: Box::new(Rqrr),
        })
    }

    fn with_libraries(libraries: Libraries) -> Self {
        Self {
            libraries,
            views: ViewBuffers::default(),
            fine_views: ViewBuffers::default(),
            engine: Engine::default(),
            stack: Stack::default(),
            schedule: Schedule::default(),
            budget: Budget::default(),
            explained: None,
        }
    }

    /// Reads all symbols of one frame of a live source, each once.
    ///
    /// Fast enough for 15 frames of 1280x720 a second. Symbols may have any orientation and perspective, and be light on
    /// dark. A symbol that is hard to read may take a few frames.
    pub fn read(&mut self, frame: &Frame<'_>) -> Vec<Sighting> {
        let mut buffers = ViewBuffers::default();
        let (frame, scale) = searched(*frame, &mut buffers);
        self.engine.next_frame();
        self.budget.begin_frame();
        let mut search = FrameSearch::new(frame, scale, self.engine.is_accumulating());
        self.read_live_stages(&mut search);
        if !search.found.is_empty() {
            self.stack.reset();
            self.engine.release();
            return search.found;
        }
        if self.stack.is_active() || search.window.is_some() {
            search.found = self.read_stack(frame, search.window);
        }
        if search.found.is_empty() {
            self.budget.end_unread_frame(search.progress.likely);
        }
        search.found
    }

    /// Reads all symbols of a picture that comes alone, each once: a photograph, or a file that a user opens.
    ///
    /// Takes many times as long as [`read`](Self::read) if there is nothing to find.
    pub fn read_still(&mut self, frame: &Frame<'_>) -> Vec<Sighting> {
        self.engine.reset();
        self.stack.reset();
        let mut buffers = ViewBuffers::default();
        let (frame, scale) = searched(*frame, &mut buffers);
        let mut search = FrameSearch::new(frame, scale, false);
        let limits = Limits {
            grids: tuning::STILL_GRIDS.get(),
            grids_per_triple: tuning::STILL_GRIDS_PER_TRIPLE.get(),
            skipped_triples: 0,
            work: u32::MAX,
            first_grid: u32::MAX,
            scan: Scan::Exhaustive,
            origin: (0.0, 0.0),
            hold: false,
        };
        for stage in STILL {
            if !schedule::runs_on_still(stage, &search.progress) {
                continue;
            }
            let reading = self.run_stage(frame, stage, limits);
            let unmatched = reading.unmatched_finders;
            let new = search.merge(reading);
            if search.progress.ends_still(stage.1, new, unmatched) {
                break;
            }
        }
        search.found
    }

    /// Reads a picture as [`read_still`](Self::read_still) does, and tells what was tried and why it was refused.
    pub fn explain_still(&mut self, frame: &Frame<'_>) -> Explanation {
        self.explained = Some(Vec::new());
        self.engine.start_trace();
        let sightings = self.read_still(frame);
        self.engine.stop_trace();
        let scale = f32::from(downscaling(*frame));
        let mut stages = self.explained.take().unwrap_or_default();
        for stage in &mut stages {
            stage.scale(scale);
        }
        Explanation { stages, sightings }
    }

    fn read_live_stages(&mut self, search: &mut FrameSearch<'_>) {
        let plan = self.schedule.next_frame(self.budget.is_in_debt());
        let mut limits = Limits {
            grids: tuning::LIVE_GRIDS.get(),
            grids_per_triple: tuning::LIVE_GRIDS_PER_TRIPLE.get(),
            skipped_triples: plan.skipped_triples(),
            work: 0,
            first_grid: 0,
            scan: if self.budget.is_in_debt() {
                Scan::AlternateRows(plan.number)
            } else {
                Scan::AllRows
            },
            origin: (0.0, 0.0),
            hold: false,
        };
        for (stage, role) in plan.stages() {
            let likely = search.progress.likely;
            let demand = Demand {
                save: self.budget.must_save(likely),
                defer: self.budget.must_defer(),
            };
            match plan.decide((stage, role), &search.progress, demand) {
                Decision::Run => {}
                Decision::Skip => continue,
                Decision::SkipTurn => {
                    self.schedule.next_turn();
                    continue;
                }
                Decision::Stop => break,
                Decision::Defer => {
                    self.schedule.defer();
                    break;
                }
            }
            if role == Role::Extra {
                self.schedule.next_turn();
            }
            limits.work = self.budget.stage_work(likely);
            limits.first_grid = self.budget.first_grid(likely);
            let window = search.window.filter(|_| role == Role::Window);
            let reading = match window.and_then(|at| Some((at, search.frame.part(at, WINDOW)?))) {
                Some(((x, y), part)) => {
                    limits.origin = (x as f32, y as f32);
                    let mut reading = self.run_stage(part, stage, limits);
                    translate(&mut reading.found, limits.origin);
                    reading
                }
                None => self.run_stage(search.frame, stage, limits),
            };
            if stage == (Detector::Edges, View::Plain) {
                search.window = self.engine.densest_window(self.stack.excluded());
                search.progress.has_window = search.window.is_some();
            }
            search.progress.searched_window |= role == Role::Window;
            self.budget.spend(reading.work);
            let unmatched = reading.unmatched_finders;
            let new = search.merge(reading);
            if search.progress.ends_live(stage.1, new, unmatched) {
                break;
            }
        }
    }

    /// Stacks the frame on those before it, and reads the stacked window.
    fn read_stack(&mut self, frame: Frame<'_>, window: Option<(u32, u32)>) -> Vec<Sighting> {
        let mut stack = std::mem::take(&mut self.stack);
        let worth_reading = stack.add(frame, window);
        if !worth_reading {
            self.engine.release();
        }
        let mut found = Vec::new();
        if let Some((window, origin)) = stack.window().filter(|_| worth_reading) {
            found = self.read_stacked_window(window, origin);
            translate(&mut found, origin);
            if self.engine.holds_pose() || !found.is_empty() {
                stack.keep();
            }
        }
        self.budget.spend(tuning::COST_STACK.get());
        self.stack = stack;
        found
    }

    /// Reads the stacked window: at the pose that is held from the frame before, or else by the stages of [`STACKED`].
    fn read_stacked_window(&mut self, window: Frame<'_>, origin: (f32, f32)) -> Vec<Sighting> {
        if self.engine.holds_pose()
            && let Some(drawn) = self.views.draw(window, View::UpscaledSharp)
        {
            let engine = &mut self.engine;
            let reading = catch_unwind::or_default(|| engine.read_held(drawn.frame, drawn.scale));
            self.budget.spend(reading.work);
            if !reading.found.is_empty() {
                return reading.found;
            }
        }
        if self.engine.holds_pose() {
            return Vec::new();
        }
        let limits = Limits {
            grids: tuning::STACK_GRIDS.get(),
            grids_per_triple: tuning::STACK_GRIDS_PER_TRIPLE.get(),
            skipped_triples: 0,
            work: tuning::BUDGET_LIKELY.get(),
            first_grid: u32::MAX,
            scan: Scan::AllRows,
            origin,
            hold: true,
        };
        for stage in STACKED {
            let reading = self.run_stage(window, stage, limits);
            self.budget.spend(reading.work);
            if !reading.found.is_empty() {
                return reading.found;
            }
        }
        Vec::new()
    }

    fn run_stage(&mut self, frame: Frame<'_>, stage: Stage, limits: Limits) -> Reading {
        let reading = self.run_detector(frame, stage, limits);
        if let Some(stages) = &mut self.explained {
            let trace = self.engine.take_trace();
            stages.push(ExplainedStage {
                detector: stage.0.name(),
                view: stage.1.to_string(),
                finders: trace.finders,
                grids: trace.grids,
                work: reading.work,
                decoded: reading.found.len(),
            });
        }
        reading
    }

    fn run_detector(
        &mut self,
        frame: Frame<'_>,
        (detector, view): Stage,
        mut limits: Limits,
    ) -> Reading {
        let Some(drawn) = self.views.draw(frame, view) else {
            return Reading::default();
        };
        if drawn.frame.width().min(drawn.frame.height()) < MIN_SIDE {
            return Reading::default();
        }
        let library = match detector {
            Detector::Edges | Detector::Template => {
                let engine = &mut self.engine;
                let mut fine = None;
                if detector == Detector::Template {
                    limits.scan = Scan::Template;
                    fine = self.fine_views.draw(drawn.frame, View::UpscaledSharp);
                }
                let fine = fine.map(|fine| fine.frame);
                let reading = catch_unwind::or_default(|| {
                    engine.read(drawn.frame, fine, drawn.scale, limits)
                });
                return Reading {
                    found: reading.found,
                    finders: 0,
                    unmatched_finders: reading.unmatched_finders,
                    edge_blocks: reading.edge_blocks,
                    likely: reading.likely > 0,
                    work: reading.work,
                };
            }
            Detector::Rxing => &mut self.libraries.rxing,
            Detector::RxingClassic => &mut self.libraries.rxing_classic,
            Detector::Rqrr => &mut self.libraries.rqrr,
        };
        let Reading { found, finders, .. } =
            catch_unwind::or_default(|| library.decode(drawn.frame));
        let found = each_once(
            found
                .into_iter()
                .map(|sighting| scaled(sighting, drawn.scale)),
        );
        Reading {
            found,
            finders,
            work: drawn.frame.width() * drawn.frame.height() / tuning::COST_LIBRARY_PIXELS.get(),
            ..Reading::default()
        }
    }
}

/// The search of one frame.
struct FrameSearch<'a> {
    /// The frame, or a smaller version of a large one.
    frame: Frame<'a>,
    /// Pixels of the original frame a pixel of `frame`.
    scale: f32,
    found: Vec<Sighting>,
    progress: Progress,
    /// The top left corner of the densest window of edges.
    window: Option<(u32, u32)>,
}

impl<'a> FrameSearch<'a> {
    fn new(frame: Frame<'a>, scale: f32, likely: bool) -> Self {
        Self {
            frame,
            scale,
            found: Vec::new(),
            progress: Progress {
                blocks: (frame.width() / 8) as usize * (frame.height() / 8) as usize,
                likely,
                ..Progress::default()
            },
            window: None,
        }
    }

    /// Adds what a stage made of the frame, and returns the number of symbols that are new.
    fn merge(&mut self, reading: Reading) -> usize {
        let before = self.found.len();
        let progress = &mut self.progress;
        progress.likely |= reading.likely;
        progress.finders = progress.finders.max(reading.finders);
        progress.edge_blocks = progress.edge_blocks.max(reading.edge_blocks);
        progress.unmatched_finders = progress.unmatched_finders.max(reading.unmatched_finders);
        let scale = self.scale;
        let new = reading
            .found
            .into_iter()
            .map(|sighting| scaled(sighting, scale));
        let all = std::mem::take(&mut self.found).into_iter().chain(new);
        self.found = each_once(all);
        self.progress.found = self.found.len();
        self.found.len() - before
    }
}

/// The frame to search, and its scale: the frame itself, or a smaller version of a large one.
fn searched<'a>(frame: Frame<'a>, buffers: &'a mut ViewBuffers) -> (Frame<'a>, f32) {
    let drawn = match downscaling(frame) {
        1 => None,
        side => buffers.draw(frame, View::Downscaled(side)),
    };
    drawn.map_or((frame, 1.0), |drawn| (drawn.frame, drawn.scale))
}

/// The factor by which a frame is downscaled before the search.
fn downscaling(frame: Frame<'_>) -> u8 {
    let pixels = |side: u8| {
        u64::from(frame.width() / u32::from(side)) * u64::from(frame.height() / u32::from(side))
    };
    (1..u8::MAX)
        .find(|&side| pixels(side) <= MAX_SEARCHED_PIXELS)
        .unwrap_or(u8::MAX)
}

fn scaled(mut sighting: Sighting, scale: f32) -> Sighting {
    sighting.corners = sighting.corners.map(|Point { x, y }| Point {
        x: x * scale,
        y: y * scale,
    });
    sighting
}

/// Moves corners from the coordinates of a window to those of the frame.
fn translate(found: &mut [Sighting], origin: (f32, f32)) {
    for corner in found.iter_mut().flat_map(|found| &mut found.corners) {
        corner.x += origin.0;
        corner.y += origin.1;
    }
}

fn each_once(found: impl Iterator<Item = Sighting>) -> Vec<Sighting> {
    let mut once: Vec<Sighting> = Vec::new();
    for sighting in found {
        let seen = once.iter().any(|other| other.is_same_symbol(&sighting));
        if !seen && sighting.text.len() <= MAX_TEXT_BYTES {
            once.push(sighting);
        }
    }
    once
}

#[cfg(test)]
mod tests;
