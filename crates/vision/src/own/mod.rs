//! Lanyard's own reader of symbols: it looks for marks where there are edges, places a grid by everything that is known
//! of a symbol, undoes the blur that the known modules show, and lets the check codewords judge.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "places in a frame and modules of a symbol are small; casts of floating point numbers saturate"
)]

mod dig;
mod equaliser;
mod faint;
mod finder;
mod layout;
mod least_squares;
mod light;
mod lock;
mod memory;
mod message;
mod ordered;
mod place;
mod reed_solomon;
mod thresholds;

use equaliser::Equaliser;
pub(crate) use finder::Rows;
use finder::{Finder, Search};
use layout::Layouts;
use light::Light;
use memory::{Memory, Spot};
use message::Soft;
use ordered::Ordered;
use place::{Place, Triple, fit, pin, places, places_of_two, refine, triples};
pub(crate) use thresholds::WINDOW_PIXELS;

use crate::{Decoder, Frame, Point, Sighting};

/// What a place must show of the known patterns to be of a symbol.
#[derive(Clone, Copy)]
pub(crate) struct Gates {
    /// How much the dashed lines agree before corners are moved.
    pub(crate) timing: f32,
    /// The same after the first round of moving them.
    pub(crate) moved: f32,
    /// And in the end.
    pub(crate) fit: f32,
    /// How much all known modules agree, where 1 is wholly. In drawn badges that are read it is 0.75 and more, and 0.43
    /// at most where there is no symbol.
    pub(crate) agreement: f32,
}

/// Of a symbol whose marks were seen by their edges.
const CLEAR: Gates = Gates {
    timing: 0.1,
    moved: 0.12,
    fit: 0.2,
    agreement: 0.45,
};

/// Of one whose modules run into each other: dashed lines are grey then, and it is the check codewords that judge.
const FAINT: Gates = Gates {
    timing: -0.1,
    moved: -0.2,
    fit: 0.0,
    agreement: 0.1,
};

/// From so many modules a side on, dashed lines are long.
const LONG: f32 = 57.0;
/// And those whose dashed lines agree so much better than their corner marks.
const MOST_FIT: f32 = 2.5;
/// From this on a symbol that can't be read is remembered for the next frame.
const REMEMBERED_FIT: f32 = 0.3;
/// Rounds in which the modules' mixture is judged by the modules as they came out.
const ROUNDS: usize = 2;

/// Grids in vain that are forgiven for each symbol that is read.
const REFUND: usize = 6;
/// Work that is given back for it.
const REFUNDED_WORK: u32 = 1500;
/// Of more marks than this no pairs are tried.
const MOST_IN_PAIRS: usize = 6;

/// The first grid over two marks may cost so much beyond what work there is: two marks are seen almost everywhere.
const FIRST_OF_TWO: u32 = 500;

/// How much may be tried on a picture.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effort {
    /// Grids that are laid where there is no symbol.
    pub(crate) grids: usize,
    /// Of which so many over the same three marks.
    pub(crate) each: usize,
    /// Threes of marks that are passed over first: they have been tried before.
    pub(crate) skipped: usize,
    /// Work in all, beyond looking at each pixel.
    pub(crate) work: u32,
    /// The first grid is laid even beyond that, if it costs no more than this.
    pub(crate) first: u32,
    /// Where marks are looked for.
    pub(crate) rows: Rows,
    /// Where the picture's top left corner is in the frame.
    pub(crate) origin: (f32, f32),
    /// The next picture shows the same in the same place.
    pub(crate) holds: bool,
}

/// What things cost, in units of about a microsecond, so that a frame's cost is the same on every machine and in every
/// run.
pub(crate) mod cost {
    /// So many pixels are searched for marks.
    pub(crate) const PIXELS: u32 = 2400;
    /// What may be a mark is looked at along four lines.
    pub(crate) const SUSPECT: u32 = 1;
    /// So many times a blot is compared with the drawing of a mark.
    pub(crate) const COMPARED: u32 = 3;
    /// Lines between three marks are followed.
    pub(crate) const TRIPLE: u32 = 25;
    /// The small mark is looked for.
    pub(crate) const PIN: u32 = 45;
    /// A grid is laid, for two landmarks that it is placed by.
    pub(crate) const GRID: u32 = 5;
    /// So many modules are looked at.
    pub(crate) const MODULES: u32 = 8;
    /// Four modules are unmixed, explained and read.
    pub(crate) const READ: u32 = 3;
    /// Two modules of a symbol that is surely there are dug at once.
    pub(crate) const DIG: u32 = 3;
}

/// The reader and its memory.
#[derive(Default)]
pub(crate) struct Own {
    search: Search,
    layouts: Layouts,
    equaliser: Equaliser,
    triples: Vec<Triple>,
    near: Vec<(f32, usize)>,
    places: Vec<Place>,
    used: Vec<Finder>,
    memory: Memory,
    ordered: Ordered,
    /// How much known modules agreed most where a symbol could not be read, and where that was.
    likeliest: Option<(f32, Place)>,
    held: Option<dig::Held>,
    work: u32,
    limit: u32,
    first: u32,
    cells: Vec<u32>,
    /// Whether marks are looked for by their shape.
    faint: bool,
    /// Where the picture's top left corner is in the frame.
    origin: (f32, f32),
}

/// What was seen of a picture.
#[derive(Default)]
pub(crate) struct Look {
    pub(crate) found: Vec<Sighting>,
    /// Marks of corners that belong to no symbol that was found.
    pub(crate) marks: usize,
    /// Blocks of eight pixels a side with edges in them.
    pub(crate) busy: usize,
    /// Threes of marks whose known patterns agreed.
    pub(crate) likely: usize,
    /// What it cost.
    pub(crate) work: u32,
}

impl Own {
    /// Whether a symbol is remembered that could not be read yet.
    pub(crate) fn remembers(&self) -> bool {
        !self.memory.is_empty()
    }

    /// Where in the picture that was looked at last most edges are: the top left corner of a square of
    /// [`WINDOW_PIXELS`]. What is in the one that was `passed` counts only where there is no other.
    pub(crate) fn densest(&mut self, passed: Option<(u32, u32)>) -> Option<(u32, u32)> {
        let thresholds = &self.search.thresholds;
        let other = thresholds.densest(passed, &mut self.cells);
        match passed {
            Some(_) if other.is_none() => thresholds.densest(None, &mut self.cells),
            _ => other,
        }
    }

    /// A new frame begins: memory counts them.
    pub(crate) fn next_frame(&mut self) {
        self.memory.next_frame();
    }

    /// The next picture has nothing to do with those before it.
    pub(crate) fn forget(&mut self) {
        self.memory = Memory::default();
        self.let_go();
    }

    /// All symbols of a picture, whose pixels are so many of the frame's a side.
    /// Where marks are looked for by their shape, everything else is seen in the `fine` picture, if there is one: the same
    /// with twice as many pixels a side.
    pub(crate) fn look(
        &mut self,
        picture: Frame<'_>,
        fine: Option<Frame<'_>>,
        mut scale: f32,
        effort: Effort,
    ) -> Look {
        let mut look = Look::default();
        let Some(mut light) = Light::of(picture) else {
            return look;
        };
        self.search.look(&light, effort.rows);
        look.busy = self.search.thresholds.busy;
        look.work = picture.width() * picture.height() / cost::PIXELS;
        // What it took to find marks is spent already.
        (self.work, self.origin) = (self.search.work(), effort.origin);
        (self.limit, self.first) = (effort.work, effort.first);
        self.faint = effort.rows == Rows::Faint;
        if let Some(fine) = fine.and_then(Light::of) {
            for mark in &mut self.search.found {
                (mark.x, mark.y) = (2.0 * mark.x, 2.0 * mark.y);
                mark.module *= 2.0;
            }
            light = fine;
            scale /= 2.0;
        }
        let mut all = std::mem::take(&mut self.triples);
        triples(&self.search.found, &mut self.near, &mut all);
        let mut places_of_three = std::mem::take(&mut self.places);
        self.used.clear();
        self.likeliest = None;
        let mut tries = 0;
        // What was passed over before is likelier than what is too many now.
        let skipped = effort.skipped.checked_rem(all.len()).unwrap_or_default();
        for triple in all.iter().skip(skipped).chain(&all[..skipped]) {
            let marks = triple.marks.map(|mark| self.search.found[mark]);
            if marks.iter().any(|mark| self.used.contains(mark)) {
                continue;
            }
            if tries >= effort.grids || self.work >= self.limit {
                break;
            }
            self.work += cost::TRIPLE;
            places(&light, &self.search.thresholds, marks, &mut places_of_three);
            places_of_three.truncate(effort.each);
            match self.try_places(&light, scale, &places_of_three, &mut tries) {
                Outcome::Read(sighting) => {
                    look.found.push(sighting);
                    self.used.extend(marks);
                    // Where there are many symbols, all are worth the time.
                    tries = tries.saturating_sub(REFUND);
                    self.limit = self.limit.saturating_add(REFUNDED_WORK);
                }
                Outcome::Likely => {
                    look.likely += 1;
                    self.used.extend(marks);
                }
                Outcome::Nothing => {}
            }
        }
        (self.triples, self.places) = (all, places_of_three);
        if look.found.is_empty() && look.likely == 0 {
            let mut places = std::mem::take(&mut self.places);
            self.try_pairs(&light, scale, effort, (&mut tries, &mut places), &mut look);
            self.places = places;
        }
        if look.found.is_empty() {
            self.dig_at_likeliest(&light, (scale, effort.holds), &mut look);
        }
        look.work += self.work;
        look.marks = self.search.found.len().saturating_sub(3 * look.found.len());
        look
    }

    /// Where no three marks lead to a symbol, two may: something lies on the third.
    fn try_pairs(
        &mut self,
        light: &Light<'_>,
        scale: f32,
        effort: Effort,
        (tries, places): (&mut usize, &mut Vec<Place>),
        look: &mut Look,
    ) {
        let count = self.search.found.len().min(MOST_IN_PAIRS);
        self.first = self.first.min(FIRST_OF_TWO);
        for first in 0..count {
            for second in first + 1..count {
                if *tries >= effort.grids || self.work >= self.limit {
                    return;
                }
                self.work += cost::TRIPLE;
                let pair = [self.search.found[first], self.search.found[second]];
                places_of_two(light, &self.search.thresholds, pair, places);
                match self.try_places(light, scale, places, tries) {
                    Outcome::Read(sighting) => {
                        look.found.push(sighting);
                        return;
                    }
                    Outcome::Likely => {
                        look.likely += 1;
                        return;
                    }
                    Outcome::Nothing => {}
                }
            }
        }
    }

    fn try_places(
        &mut self,
        light: &Light<'_>,
        scale: f32,
        places: &[Place],
        tries: &mut usize,
    ) -> Outcome {
        let gates = if self.faint { &FAINT } else { &CLEAR };
        let mut likeliest: Option<(f32, Place)> = None;
        for mut place in places.iter().copied() {
            let Some(layout) = self.layouts.of(place.side) else {
                continue;
            };
            self.work += cost::PIN;
            pin(light, &mut place, layout);
            // In large symbols dashed lines are long: chance never agrees with much of them, and reading takes long.
            let long = (place.side as f32 - LONG) / 150.0;
            let seen = fit(light, &place, layout)
                .is_some_and(|fit| fit.is_of_a_symbol(gates.timing.max(long / 2.0)));
            if !seen {
                continue;
            }
            let grid = cost::GRID * layout.landmarks.len() as u32 / 2;
            // Where a symbol is likely, all is tried.
            if likeliest.is_none() {
                if *tries > 0 && self.work > self.limit {
                    break;
                }
                if grid > self.first && self.work + grid > self.limit {
                    continue;
                }
            }
            *tries += 1;
            self.work += grid;
            let Some(fit) = refine(light, &mut place, layout, gates) else {
                continue;
            };
            if fit.timing < gates.fit.max(long) || fit.timing > MOST_FIT {
                continue;
            }
            self.work += (place.side * place.side) as u32 / cost::MODULES;
            let (likely, message) = self.read_at(light, &place, gates);
            if let Some(message) = message {
                *tries -= 1;
                self.memory.forget(spot(&place, scale, self.origin));
                return match sighting(message, &place, scale) {
                    Some(sighting) => Outcome::Read(sighting),
                    None => Outcome::Nothing,
                };
            }
            if likely && likeliest.is_none_or(|(timing, _)| timing < fit.timing) {
                likeliest = Some((fit.timing, place));
            }
        }
        let Some((_, place)) = likeliest.filter(|(timing, _)| *timing > REMEMBERED_FIT) else {
            return Outcome::Nothing;
        };
        self.recall(light, &place, scale)
            .and_then(|message| sighting(message, &place, scale))
            .map_or(Outcome::Likely, Outcome::Read)
    }

    /// Reads the symbol at a place, and says whether there is likely to be one.
    fn read_at(
        &mut self,
        light: &Light<'_>,
        place: &Place,
        gates: &Gates,
    ) -> (bool, Option<String>) {
        let Some(layout) = self.layouts.of(place.side) else {
            return (false, None);
        };
        if !self.equaliser.sample(light, place) {
            return (false, None);
        }
        self.equaliser.plain(place.side);
        let agreement = self.equaliser.agreement(layout);
        if agreement < gates.agreement {
            return (false, None);
        }
        self.work += cost::READ * (place.side * place.side) as u32 / 4;
        for rounds in [None, Some(0), Some(ROUNDS)] {
            if let Some(rounds) = rounds {
                self.equaliser.unmix(layout, rounds);
            }
            let soft = Soft {
                modules: &self.equaliser.modules,
                layout,
            };
            if rounds == Some(0) && !soft.is_likely() {
                return (false, None);
            }
            if let Some(message) = soft.message() {
                return (true, Some(message));
            }
        }
        self.equaliser.explain(layout);
        let soft = Soft {
            modules: &self.equaliser.modules,
            layout,
        };
        let message = soft.message();
        if message.is_none()
            && agreement > dig::LEAST_AGREEMENT
            && self.likeliest.is_none_or(|(most, _)| most < agreement)
        {
            self.likeliest = Some((agreement, *place));
        }
        (true, message)
    }

    /// Adds this look to those before it, and reads their sum.
    fn recall(&mut self, light: &Light<'_>, place: &Place, scale: f32) -> Option<String> {
        if !self.equaliser.sample(light, place) {
            return None;
        }
        let layout = self.layouts.of(place.side)?;
        self.equaliser.unmix(layout, ROUNDS);
        let spot = spot(place, scale, self.origin);
        let sum = self.memory.add(spot, &self.equaliser.modules)?;
        let message = Soft {
            modules: sum,
            layout,
        }
        .message()?;
        self.memory.forget(spot);
        Some(message)
    }
}

/// What became of three marks.
enum Outcome {
    Read(Sighting),
    /// A symbol, but unreadable.
    Likely,
    Nothing,
}

fn spot(place: &Place, scale: f32, origin: (f32, f32)) -> Spot {
    let (x, y) = place.middle();
    Spot {
        side: place.side,
        middle: (x * scale + origin.0, y * scale + origin.1),
        length: place.module() * place.side as f32 * scale,
    }
}

fn sighting(text: String, place: &Place, scale: f32) -> Option<Sighting> {
    let map = place.map()?;
    let side = place.side as f32;
    let corners = [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side)].map(|corner| {
        let (x, y) = map.at(corner);
        Point {
            x: x * scale,
            y: y * scale,
        }
    });
    let real = corners
        .iter()
        .all(|corner| corner.x.is_finite() && corner.y.is_finite());
    real.then_some(Sighting {
        text,
        corners,
        decoder: Decoder::Own,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::noise::{blurred, symbol};

    fn look(text: &str, work: u32, first: u32) -> Look {
        let (side, dark) = symbol(text, 3.0, 0.1);
        let size = 3 * side as u32 + 140;
        let middle = size as f32 / 2.0;
        let picture = blurred((size, size), 0.3, |x, y| dark(x - middle, y - middle));
        let effort = Effort {
            grids: 8,
            each: 3,
            skipped: 0,
            work,
            first,
            rows: Rows::All,
            origin: (0.0, 0.0),
            holds: false,
        };
        Own::default().look(picture.as_frame(), None, 1.0, effort)
    }

    #[test]
    fn the_largest_symbols_wait_for_work_and_small_ones_do_not() {
        let (small, large) = ("0123456789ABCDEF:RUSTFEST2027", "badge ".repeat(180));
        // Enough to find their marks.
        let (for_small, for_large) = (400, 1500);
        assert_eq!(look(small, for_small, 500).found.len(), 1);
        assert!(look(small, for_small, 0).found.is_empty());
        assert_eq!(look(&large, for_large, u32::MAX).found.len(), 1);
        let waits = look(&large, for_large, 500);
        assert!(waits.found.is_empty() && waits.marks >= 3);
        assert!(waits.work < 2000, "{}", waits.work);
    }
}
