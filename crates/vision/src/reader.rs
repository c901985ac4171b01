//! The stages in which a frame is read.

use crate::decoders::{Decode, Reading, Rqrr, Rxing, RxingOlder};
use crate::own::{Effort, Own, Rows, WINDOW_PIXELS};
use crate::stack::Stack;
use crate::view::{Canvas, View};
use crate::{Frame, Point, Sighting, caught};

/// The longest text a sighting has, in bytes: above the 2,953 bytes of the largest symbol in one-byte letters. What is
/// longer is no badge, and is dropped.
pub const MAX_TEXT_BYTES: usize = 4096;

/// A symbol has at least 21 modules a side, and none is read below a pixel a module: smaller frames are not looked at.
const MIN_SIDE: u32 = 21;

/// Above so many pixels a frame is made smaller first: beyond what one sees of a badge in a photograph of a hall, and
/// searching takes more than twice as long for twice the pixels.
const MAX_SEARCHED_PIXELS: u64 = 16 * 1024 * 1024;

/// With more finder patterns than this in sight, only the decoder that limits its own search is asked: the others try
/// them all with each other, which takes minutes on a picture full of them.
const MAX_FINDERS_FOR_OTHERS: usize = 24;

/// Who looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Eye {
    /// Ours, by edges.
    Own,
    /// Ours, by the marks' shape where their rings run into each other.
    Faint,
    Rxing,
    RxingOlder,
    Rqrr,
}

/// One reader looking at one view.
type Stage = (Eye, View);

/// Every live frame goes through these until nothing is left that looks like a symbol.
const LIVE: &[Stage] = &[
    (Eye::Own, View::Plain),
    (Eye::Own, View::Shrunk(2)),
    (Eye::Own, View::Shrunk(4)),
];

/// Of every fourth live frame only that part is looked at in this way in which most edges are: badges far off, and out of focus.
const CLOSER: Stage = (Eye::Own, View::DoubledSharp);

/// A live frame that is not empty, but in which [`LIVE`] found nothing, goes through one of these, each frame through the
/// next: a symbol is held up for many frames, and a frame has little time. Where not even a mark was seen, every other
/// frame does.
const LIVE_IN_TURN: &[Stage] = &[
    (Eye::Own, View::Sharpened),
    (Eye::Rxing, View::Shrunk(4)),
    (Eye::Own, View::Blurred),
    (Eye::Own, View::Sharpened),
];

/// A still picture goes through all of these until nothing is left that looks like a symbol, or something was found.
const STILL: &[Stage] = &[
    (Eye::Own, View::Plain),
    (Eye::Own, View::Shrunk(2)),
    (Eye::Rxing, View::Plain),
    (Eye::Own, View::Blurred),
    (Eye::Own, View::Sharpened),
    (Eye::Own, View::Shrunk(4)),
    (Eye::Rxing, View::Blurred),
    (Eye::RxingOlder, View::Plain),
    (Eye::Own, View::Doubled),
    (Eye::Rxing, View::Shrunk(2)),
    (Eye::Rqrr, View::Plain),
    (Eye::Rqrr, View::Shrunk(2)),
    (Eye::Rxing, View::Doubled),
    (Eye::Rxing, View::Shrunk(4)),
    (Eye::Own, View::DoubledSharp),
    (Eye::Faint, View::Plain),
    (Eye::Faint, View::Shrunk(2)),
];

/// Grids that are laid in vain on a view of a live frame, and most of them over the same marks.
const LIVE_TRIES: (usize, usize) = (8, 3);

/// The same on a view of a still picture.
const STILL_TRIES: (usize, usize) = (80, 10);

/// The same on frames laid over each other.
const STACK_TRIES: (usize, usize) = (24, 6);

/// How they are looked at.
const TOGETHER: &[Stage] = &[(Eye::Own, View::DoubledSharp), (Eye::Faint, View::Plain)];

/// What laying a frame over others costs.
const STACK_WORK: u32 = 500;

/// So many squares of eight pixels with edges in them are too few for a symbol: one of 40 pixels a side has 25 and more.
const EMPTY: usize = 12;

/// What a live frame may cost in the long run where nothing is likely to be read, in units of about a microsecond.
const IDLE_WORK: u32 = 1600;

/// What one may cost while something is that could not be read yet.
const READING_WORK: u32 = 9000;

/// What a live frame may cost when those before it have cost little. The frames after it make
/// up for it: so what comes into sight gets all the work there is.
const SUDDEN_WORK: u32 = 2200;

/// After so much work a live frame in which nothing is likely is not looked at in one more way: the next one is, and in
/// no other.
const LATELY_WORK: u32 = 1200;

/// Size of the part that is looked at more closely.
const CLOSELY: (u32, u32) = (WINDOW_PIXELS, WINDOW_PIXELS);

/// The others search so many pixels in a unit of work.
const PIXELS_FOR_OTHERS: u32 = 330;

/// What it may cost at least, however much those before it have cost.
const LEAST_WORK: u32 = 150;

/// What the first grid may cost then: that of a symbol of 45 modules a side (version 7) costs 450, of one of 133 2,800.
const FIRST_WORK: u32 = 500;

/// The same where a symbol is likely.
const LIKELY_WORK: u32 = 1500;

/// More than this is never made up for.
const MOST_DEBT: u32 = 24_000;

/// How frames come.
#[derive(Debug, Clone, Copy)]
enum Pace {
    /// One after the other: each is looked at in another way, and in some a frame without marks is left alone early.
    Live { turn: usize, rests: bool },
    /// Alone.
    Still,
}

/// Reads QR codes, one frame after the other.
///
/// Keep one reader for each source of frames: it keeps its memory, and spreads what would take too long for one frame
/// over successive ones.
pub struct Reader {
    decoders: Decoders,
    canvas: Canvas,
    fine: Canvas,
    own: Own,
    stack: Stack,
    /// The last frame took so long that the next is looked at in the way whose turn it was.
    late: bool,
    turn: usize,
    frames: usize,
    /// Work that live frames have had too much of.
    debt: u32,
}

struct Decoders {
    rxing: Box<dyn Decode>,
    rxing_older: Box<dyn Decode>,
    rqrr: Box<dyn Decode>,
}

impl Default for Reader {
    fn default() -> Self {
        Self::new()
    }
}

impl Reader {
    /// A reader that has seen nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::with_decoders(Decoders {
            rxing: Box::new(Rxing),
            rxing_older: Box::new(RxingOlder::new()),
            rqrr: Box::new(Rqrr),
        })
    }

    fn with_decoders(decoders: Decoders) -> Self {
        Self {
            decoders,
            canvas: Canvas::default(),
            fine: Canvas::default(),
            own: Own::default(),
            stack: Stack::default(),
            late: false,
            turn: 0,
            frames: 0,
            debt: 0,
        }
    }

    /// All symbols seen in one frame of a live source, each once.
    ///
    /// Fast enough for 15 frames of 1280x720 a second. Symbols may be turned and slanted in any way, and light on dark
    /// where there is none dark on light. What is hard to read may take a few frames.
    pub fn read(&mut self, frame: &Frame<'_>) -> Vec<Sighting> {
        self.own.next_frame();
        let turn = self.turn % LIVE_IN_TURN.len();
        let rests = self.frames.is_multiple_of(2);
        let closer = (self.frames % 4 == 1).then_some(&CLOSER);
        let late = std::mem::take(&mut self.late);
        let usual = if late { &[] } else { LIVE };
        let stages = usual
            .iter()
            .chain(closer.filter(|_| !late))
            .chain(&LIVE_IN_TURN[turn..=turn]);
        self.frames = self.frames.wrapping_add(1);
        self.look(
            frame,
            stages,
            LIVE_TRIES,
            Pace::Live {
                // The likeliest marks first, but for every fifth frame, or every other where little can be tried.
                turn: match self.frames {
                    frames if self.debt > 0 && frames.is_multiple_of(2) => frames / 2,
                    frames if frames.is_multiple_of(5) => frames / 5,
                    _ => 0,
                },
                rests: rests && !late,
            },
        )
    }

    /// All symbols seen in a picture that comes alone, each once: a photograph or a file that somebody drops.
    ///
    /// Takes several times as long as [`read`](Self::read) where there is nothing to find.
    pub fn read_still(&mut self, frame: &Frame<'_>) -> Vec<Sighting> {
        self.own.forget();
        self.stack.forget();
        self.look(frame, STILL, STILL_TRIES, Pace::Still)
    }

    fn look<'s>(
        &mut self,
        frame: &Frame<'_>,
        stages: impl IntoIterator<Item = &'s Stage>,
        (grids, each): (usize, usize),
        pace: Pace,
    ) -> Vec<Sighting> {
        let mut smaller = Canvas::default();
        let searched = match side_to_shrink(*frame) {
            1 => None,
            side => smaller.draw(*frame, View::Shrunk(side)),
        };
        let (frame, scale) = searched.map_or((*frame, 1.0), |drawn| (drawn.frame, drawn.scale));
        let (turn, rests, still) = match pace {
            Pace::Live { turn, rests } => (turn, rests, false),
            Pace::Still => (0, false, true),
        };
        let mut effort = Effort {
            grids,
            each,
            skipped: turn * 3,
            work: u32::MAX,
            first: u32::MAX,
            origin: (0.0, 0.0),
            holds: false,
            rows: match self.debt {
                _ if still => Rows::Patiently,
                0 => Rows::All,
                _ => Rows::EveryOther(self.frames),
            },
        };
        let (mut densest, mut closely) = (None, false);
        let (mut spent, mut likely) = (0_u32, self.own.remembers());

        let blocks = (frame.width() / 8) as usize * (frame.height() / 8) as usize;
        let (mut found, mut finders, mut busy, mut marks) = (Vec::new(), 0, 0, 0);
        for &(eye, view) in stages {
            // With edges all over, a mark may be there and not be seen.
            let quiet = marks == 0 && 2 * busy < blocks;
            let more = !LIVE.contains(&(eye, view));
            let owing = !still && (self.debt > 0 || spent > SUDDEN_WORK) && !likely;
            // Those that have cost too much look at one of the smaller views, and every fifth in one way more.
            let spared = View::Shrunk(if (self.frames / 2).is_multiple_of(2) {
                2
            } else {
                4
            });
            if more && (rests && quiet || owing && !self.frames.is_multiple_of(5)) {
                break;
            }
            let late = !still && spent > LATELY_WORK;
            if more && !likely && (closely || late) {
                self.late = late;
                break;
            }
            if owing && view == spared {
                continue;
            }
            if !still && (eye, view) == CLOSER {
                if owing || densest.is_none() {
                    continue;
                }
                closely = true;
            } else if more {
                // Also where it is passed over: the next frame's turn is another's.
                self.turn = self.turn.wrapping_add(1);
            }
            let too_many = finders > MAX_FINDERS_FOR_OTHERS;
            match eye {
                Eye::Own => {}
                // Others are asked where ours found nothing at all.
                _ if !found.is_empty() || busy <= EMPTY => continue,
                // They need three marks, of which ours sees one if there are any.
                _ if quiet && more && !still => continue,
                Eye::RxingOlder | Eye::Rqrr if too_many => continue,
                _ => {}
            }
            if !still {
                effort.work = match (self.debt, likely) {
                    (0, _) | (_, true) => SUDDEN_WORK,
                    _ => IDLE_WORK,
                }
                .saturating_sub(spent)
                .max(if likely { LIKELY_WORK } else { LEAST_WORK });
                // The largest symbols wait until those before have been made up for.
                effort.first = if owing { FIRST_WORK } else { u32::MAX };
            }
            let part = densest.filter(|_| !still && (eye, view) == CLOSER);
            let reading = match part.and_then(|from| Some((from, frame.part(from, CLOSELY)?))) {
                Some(((x, y), part)) => {
                    effort.origin = (x as f32, y as f32);
                    let mut reading = self.stage(part, eye, view, effort);
                    shift(&mut reading.found, effort.origin);
                    reading
                }
                None => self.stage(frame, eye, view, effort),
            };
            if view == View::Plain && eye == Eye::Own && !still {
                densest = self.own.densest(self.stack.passed());
            }
            spent = spent.saturating_add(reading.work);
            likely |= reading.likely;
            finders = finders.max(reading.finders);
            busy = busy.max(reading.busy);
            marks = marks.max(reading.left);
            let before = found.len();
            found.extend(
                reading
                    .found
                    .into_iter()
                    .map(|sighting| scaled(sighting, scale)),
            );
            found = each_once(found.into_iter());
            // A symbol has three marks: with fewer left over there is no other, unless they are too small to be seen.
            let enough = if still { 1 } else { 3 };
            if found.len() > before && reading.left < enough {
                break;
            }
            // A live frame in which something was found is done with the second stage: others follow.
            if before > 0 && !still {
                break;
            }
            if busy <= EMPTY && view != View::Plain {
                break;
            }
        }
        if still {
            return found;
        }
        if !found.is_empty() {
            self.stack.forget();
            self.own.let_go();
        } else if self.stack.is_under_way() || densest.is_some() {
            let reading = self.together(frame, densest);
            spent = spent.saturating_add(reading.work);
            found = reading.found;
        }
        // What was read was worth it.
        if found.is_empty() {
            let paid = if likely { READING_WORK } else { IDLE_WORK };
            self.debt = (self.debt + spent).saturating_sub(paid).min(MOST_DEBT);
        }
        found
    }

    /// Lays the frame over those before it, and reads what they show together.
    fn together(&mut self, frame: Frame<'_>, densest: Option<(u32, u32)>) -> Reading {
        let mut stack = std::mem::take(&mut self.stack);
        let worth = stack.add(frame, densest);
        if !worth {
            self.own.let_go();
        }
        let mut reading = Reading::default();
        if let Some((part, origin)) = stack.part().filter(|_| worth) {
            let effort = Effort {
                grids: STACK_TRIES.0,
                each: STACK_TRIES.1,
                skipped: 0,
                work: READING_WORK,
                first: u32::MAX,
                rows: Rows::All,
                origin,
                holds: true,
            };
            if self.own.holds()
                && let Some(drawn) = self.canvas.draw(part, View::DoubledSharp)
            {
                let own = &mut self.own;
                let look = caught::or_nothing(|| own.look_again(drawn.frame, drawn.scale));
                reading.work += look.work;
                reading.found = look.found;
            }
            let stages = if self.own.holds() || !reading.found.is_empty() {
                &[]
            } else {
                TOGETHER
            };
            for (eye, view) in stages {
                let looked = self.stage(part, *eye, *view, effort);
                reading.work += looked.work;
                if !looked.found.is_empty() {
                    reading.found = looked.found;
                    break;
                }
            }
            shift(&mut reading.found, origin);
            if self.own.holds() || !reading.found.is_empty() {
                stack.go_on();
            }
        }
        reading.work += STACK_WORK;
        self.stack = stack;
        reading
    }

    fn stage(&mut self, frame: Frame<'_>, eye: Eye, view: View, mut effort: Effort) -> Reading {
        let Some(drawn) = self.canvas.draw(frame, view) else {
            return Reading::default();
        };
        if drawn.frame.width().min(drawn.frame.height()) < MIN_SIDE {
            return Reading::default();
        }
        let decoder = match eye {
            Eye::Own | Eye::Faint => {
                let own = &mut self.own;
                let mut fine = None;
                if eye == Eye::Faint {
                    effort.rows = Rows::Faint;
                    fine = self.fine.draw(drawn.frame, View::DoubledSharp);
                }
                let fine = fine.map(|fine| fine.frame);
                let look = caught::or_nothing(|| own.look(drawn.frame, fine, drawn.scale, effort));
                return Reading {
                    found: look.found,
                    finders: 0,
                    left: look.marks,
                    busy: look.busy,
                    likely: look.likely > 0,
                    work: look.work,
                };
            }
            Eye::Rxing => &mut self.decoders.rxing,
            Eye::RxingOlder => &mut self.decoders.rxing_older,
            Eye::Rqrr => &mut self.decoders.rqrr,
        };
        let Reading { found, finders, .. } = caught::or_nothing(|| decoder.decode(drawn.frame));
        let found = each_once(
            found
                .into_iter()
                .map(|sighting| scaled(sighting, drawn.scale)),
        );
        Reading {
            found,
            finders,
            work: drawn.frame.width() * drawn.frame.height() / PIXELS_FOR_OTHERS,
            ..Reading::default()
        }
    }
}

/// The side of the squares that must become one pixel each for a frame to be searched.
fn side_to_shrink(frame: Frame<'_>) -> u8 {
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

/// From places in a part of the frame to those in the frame.
fn shift(found: &mut [Sighting], origin: (f32, f32)) {
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
