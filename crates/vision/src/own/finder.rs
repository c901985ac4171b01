//! The marks in three corners of a symbol: dark, light and dark rings, 1:1:3:1:1 along every line through their middle
//! (ISO/IEC 18004, 6.3.3).

use super::faint::Faint;
use super::light::Light;
use super::thresholds::{BLOCK, Thresholds};

/// Marks of fewer pixels a module are seen less clearly.
pub(crate) const SMALL: f32 = 3.2;
/// Most marks that are kept of a picture.
pub(crate) const MOST_FINDERS: usize = 160;
/// Most places that are looked at more closely, of a picture: bounds the time.
const MOST_SUSPECTS: usize = 4000;
/// The same in a live frame.
const MOST_LIVE_SUSPECTS: usize = 1500;

/// A mark.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Finder {
    pub(crate) x: f32,
    pub(crate) y: f32,
    /// Mean width of a module, in pixels.
    pub(crate) module: f32,
    /// Dark on light; else light on dark.
    pub(crate) dark: bool,
    /// In how many rows it was seen.
    pub(crate) rows: u32,
    /// Its rings run into each other: they are no edges that could be followed.
    pub(crate) faint: bool,
}

/// No line is followed further from a mark's middle to its first edge, in pixels.
const MOST_ALONG: f32 = 260.0;

/// Looks for marks in pictures, and keeps its memory.
#[derive(Default)]
pub(crate) struct Search {
    pub(crate) thresholds: Thresholds,
    pub(crate) found: Vec<Finder>,
    faint: Faint,
    suspects: usize,
    most_suspects: usize,
    /// What turned out to be no mark in the row before, and in this one.
    failed: [Vec<(f32, bool)>; 2],
}

/// Which rows are searched for marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rows {
    /// All, and each as if it were the first.
    Patiently,
    /// All.
    All,
    /// Every other, from this one on.
    EveryOther(usize),
    /// None: marks whose rings run into each other are looked for.
    Faint,
}

impl Search {
    /// What looking more closely cost in the last picture.
    pub(crate) fn work(&self) -> u32 {
        self.suspects as u32 * super::cost::SUSPECT + self.faint.compared / super::cost::COMPARED
    }

    /// All marks of a picture, those seen in most rows first.
    pub(crate) fn look(&mut self, light: &Light<'_>, rows: Rows) {
        self.thresholds.look(light);
        self.found.clear();
        for failed in &mut self.failed {
            failed.clear();
        }
        self.suspects = 0;
        self.faint.compared = 0;
        self.most_suspects = match rows {
            Rows::Patiently => MOST_SUSPECTS,
            _ => MOST_LIVE_SUSPECTS,
        };
        if self.thresholds.busy == 0 {
            return;
        }
        let (first, step) = match rows {
            Rows::Faint => {
                return self.faint.look(light, &self.thresholds, &mut self.found);
            }
            Rows::Patiently | Rows::All => (0, 1),
            Rows::EveryOther(first) => (first % 2, 2),
        };
        for y in (first..self.thresholds.rows * BLOCK).step_by(step) {
            self.scan(light, y);
            self.failed.swap(0, 1);
            self.failed[1].clear();
            if rows == Rows::Patiently {
                self.failed[0].clear();
            }
        }
        self.found
            .retain(|finder| finder.rows > 1 || finder.module < 2.0 * step as f32);
        self.found.sort_unstable_by(|a, b| {
            let by_place = || a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x));
            b.rows
                .cmp(&a.rows)
                .then(b.module.total_cmp(&a.module))
                .then_with(by_place)
        });
        self.found.truncate(MOST_FINDERS);
    }

    /// Follows a row's changes between dark and light.
    fn scan(&mut self, light: &Light<'_>, y: usize) {
        let columns = self.thresholds.columns;
        let first = y / BLOCK * columns;
        let row = &light.pixels[y * light.width..][..columns * BLOCK];
        let mut edges = Edges::default();
        let mut before = 0_i16;
        for (column, pixels) in row.chunks_exact(BLOCK).enumerate() {
            let threshold = i16::from(self.thresholds.values[first + column]);
            if threshold == 0 {
                edges.count = 0;
                before = 0;
                continue;
            }
            let Ok(pixels) = <&[u8; BLOCK]>::try_from(pixels) else {
                continue;
            };
            // A bit for each pixel that is light, and of these one for each that differs from the one before.
            let mut bits = 0_u32;
            for (step, pixel) in pixels.iter().enumerate() {
                bits |= u32::from(i16::from(*pixel) >= threshold) << step;
            }
            let mut changes = (bits ^ (bits << 1 | u32::from(before >= 0))) & ((1 << BLOCK) - 1);
            while changes != 0 {
                let step = changes.trailing_zeros() as usize;
                changes &= changes - 1;
                let now = i16::from(pixels[step]) - threshold;
                let earlier = match step.checked_sub(1) {
                    Some(step) => i16::from(pixels[step]) - threshold,
                    None => before,
                };
                let part = f32::from(now) / f32::from(now - earlier);
                edges.push((column * BLOCK + step) as f32 + 0.5 - part);
                // After this edge begins what is not of the middle's shade.
                if edges.count >= 6 && edges.looks_like_a_mark() {
                    self.suspect(light, &edges, y, now >= 0);
                }
            }
            before = i16::from(pixels[BLOCK - 1]) - threshold;
        }
    }

    fn suspect(&mut self, light: &Light<'_>, edges: &Edges, y: usize, dark: bool) {
        let (x, module) = (edges.middle(), edges.module());
        let y = y as f32 + 0.5;
        let known = self.found.iter_mut().find(|finder| {
            (finder.x - x).abs() < finder.module * 1.2
                && (finder.y - y).abs() < finder.module * 2.0
                && finder.dark == dark
        });
        if let Some(known) = known {
            known.rows += 1;
            return;
        }
        // What was none a row above is looked at in the next row again: a mark's middle is several rows high.
        let near =
            |(other, other_dark): &(f32, bool)| (other - x).abs() < 1.5 && *other_dark == dark;
        if self.failed[0].iter().any(near) {
            return;
        }
        self.suspects += 1;
        if self.suspects > self.most_suspects || self.found.len() >= 4 * MOST_FINDERS {
            return;
        }
        let finder = looks_alike_down(light, &self.thresholds, (x, y), module, dark)
            .then(|| confirm(light, &self.thresholds, (x, y), module, dark))
            .flatten();
        if finder.is_none() {
            self.failed[1].push((x, dark));
        }
        if let Some(finder) = finder {
            let twin = self.found.iter_mut().find(|other| {
                (other.x - finder.x).hypot(other.y - finder.y) < other.module * 2.0
                    && other.dark == dark
            });
            match twin {
                Some(twin) => twin.rows += 1,
                None => self.found.push(finder),
            }
        }
    }
}

/// The last six changes of shade along a row.
#[derive(Default)]
struct Edges {
    at: [f32; 6],
    count: usize,
}

impl Edges {
    fn push(&mut self, x: f32) {
        self.at.copy_within(1.., 0);
        self.at[5] = x;
        self.count += 1;
    }

    fn runs(&self) -> [f32; 5] {
        std::array::from_fn(|run| self.at[run + 1] - self.at[run])
    }

    fn looks_like_a_mark(&self) -> bool {
        let [first, _, middle, _, last] = self.runs();
        // Of most it can be said so cheaply.
        if middle <= first || middle <= last {
            return false;
        }
        module_of(&self.runs(), 0.0).is_some()
    }

    /// Mean width of a module, if it is a mark.
    fn module(&self) -> f32 {
        (self.at[5] - self.at[0]) / 7.0
    }

    fn middle(&self) -> f32 {
        (self.at[2] + self.at[3]) / 2.0
    }
}

/// The module's width where runs are as 1:1:3:1:1. Blur and ink make all dark runs wider or narrower by the same, and
/// the light ones the other way round, so each shade is compared with itself.
fn module_of(runs: &[f32; 5], lenient: f32) -> Option<f32> {
    let module = runs.iter().sum::<f32>() / 7.0;
    let ink = (runs[0] + runs[2] + runs[4] - runs[1] - runs[3] - 3.0 * module) / 5.0;
    if ink.abs() > 0.65 * module {
        return None;
    }
    let slack = (0.45 + lenient) * module + 0.25;
    let is = |run: f32, modules: f32, ink: f32| (run - modules * module - ink).abs() < slack;
    (module > 0.9
        && is(runs[0], 1.0, ink)
        && is(runs[4], 1.0, ink)
        && is(runs[1], 1.0, -ink)
        && is(runs[3], 1.0, -ink)
        && (runs[2] - 3.0 * module - ink).abs() < slack * 1.3)
        .then_some(module)
}

/// The runs between three edges on one side of a middle and three on the other.
fn runs(back: [f32; 3], ahead: [f32; 3]) -> [f32; 5] {
    [
        back[2] - back[1],
        back[1] - back[0],
        back[0] + ahead[0],
        ahead[1] - ahead[0],
        ahead[2] - ahead[1],
    ]
}

/// How far it is at most from the middle of what may be a mark of so many pixels a module to its first edge: one and a
/// half modules, and no mark is seen more than four times as long as wide.
fn furthest(module: f32) -> f32 {
    (module * 6.0 + 4.0).min(MOST_ALONG)
}

/// Whether runs of whole pixels down the column are roughly as a mark's: most of what may be one is told from it so.
fn looks_alike_down(
    light: &Light<'_>,
    thresholds: &Thresholds,
    (x, y): (f32, f32),
    module: f32,
    dark: bool,
) -> bool {
    let (column, row) = (x as usize, y as usize);
    let last = light.height - 1;
    let furthest = furthest(module) as usize;
    let half = |up: bool| {
        let (mut edges, mut found, mut limit) = ([0_usize; 3], 0, furthest);
        for step in 0.. {
            if step > limit || if up { step > row } else { row + step > last } {
                return None;
            }
            let at = if up { row - step } else { row + step };
            let threshold = thresholds.of(column, at)?;
            let inside = (light.pixels[at * light.width + column] < threshold) == dark;
            if inside == (found % 2 == 0) {
                continue;
            }
            edges[found] = step;
            found += 1;
            if found == 3 {
                return Some(edges.map(|edge| edge as f32 - 0.5));
            }
            limit = edges[0] * 4 + 6;
        }
        None
    };
    let (Some(up), Some(down)) = (half(true), half(false)) else {
        return false;
    };
    let runs = runs(up, down);
    // Each edge is up to half a pixel off.
    let module = runs.iter().sum::<f32>() / 7.0;
    module_of(&runs, 0.15 + 1.0 / module.max(0.5)).is_some()
}

/// Looks along other lines through the middle of what may be a mark.
fn confirm(
    light: &Light<'_>,
    thresholds: &Thresholds,
    middle: (f32, f32),
    module: f32,
    dark: bool,
) -> Option<Finder> {
    let cross = |middle, way| cross(light, thresholds, (middle, module), way, dark);
    let down = cross(middle, (0.0, 1.0))?;
    let middle = (middle.0, middle.1 + down.off);
    let right = cross(middle, (1.0, 0.0))?;
    let middle = (middle.0 + right.off, middle.1);
    let down = cross(middle, (0.0, 1.0))?;
    let middle = (middle.0, middle.1 + down.off);
    let slant = std::f32::consts::FRAC_1_SQRT_2;
    let [one, other] = [(slant, slant), (slant, -slant)].map(|way| cross(middle, way).is_some());
    // A small mark's corners may be lost in blur.
    let small = right.module.min(down.module) < SMALL;
    if !(one && other || small && (one || other)) {
        return None;
    }
    if right.module > down.module * 4.0 || down.module > right.module * 4.0 {
        return None;
    }
    // Noise makes rings too, but fainter ones.
    let off = [(2.0, 0.0), (-2.0, 0.0), (0.0, 2.0), (0.0, -2.0)];
    let at = |(x, y): (f32, f32), part: f32| {
        let place = (
            middle.0 + x * right.module * part,
            middle.1 + y * down.module * part,
        );
        light.at(place)
    };
    let inner = off.map(|off| at(off, 0.4)).iter().sum::<f32>() + light.at(middle);
    let ring = off.map(|off| at(off, 1.0)).iter().sum::<f32>();
    let contrast = (ring / 4.0 - inner / 5.0) * if dark { 1.0 } else { -1.0 };
    let least = (f32::from(thresholds.noise) * 0.5).max(8.0);
    (contrast > least).then(|| Finder {
        x: middle.0,
        y: middle.1,
        module: (right.module * down.module).sqrt(),
        dark,
        rows: 1,
        faint: false,
    })
}

/// What a line through a mark shows.
pub(crate) struct Cross {
    /// Width of a module along the line.
    pub(crate) module: f32,
    /// How far the middle is from where the line was begun, along it.
    pub(crate) off: f32,
}

/// Follows a line of unit length a step both ways through the middle of what may be a mark, and may have so many pixels
/// a module in some direction.
pub(crate) fn cross(
    light: &Light<'_>,
    thresholds: &Thresholds,
    (middle, module): ((f32, f32), f32),
    way: (f32, f32),
    dark: bool,
) -> Option<Cross> {
    let ahead = edges_along(light, thresholds, (middle, module), way, dark)?;
    let back = edges_along(light, thresholds, (middle, module), (-way.0, -way.1), dark)?;
    let module = module_of(&runs(back, ahead), 0.15)?;
    let off = (ahead[0] - back[0] + ahead[2] - back[2]) / 4.0;
    Some(Cross { module, off })
}

/// How far it is to the first three changes of shade.
fn edges_along(
    light: &Light<'_>,
    thresholds: &Thresholds,
    (from, module): ((f32, f32), f32),
    way: (f32, f32),
    dark: bool,
) -> Option<[f32; 3]> {
    const STEP: f32 = 0.75;
    let sign = if dark { -1.0 } else { 1.0 };
    let mut edges = [0.0; 3];
    let mut found = 0;
    let mut before = 0.0;
    let mut length = 0.0;
    let mut limit = furthest(module);
    while length < limit {
        let at = (from.0 + way.0 * length, from.1 + way.1 * length);
        if !light.contains(at) {
            return None;
        }
        let now = (light.at(at) - thresholds.at(at)?) * sign;
        let inside = found % 2 == 0;
        if (now < 0.0) == inside {
            if length == 0.0 {
                return None;
            }
            let part = now / (now - before);
            edges[found] = length - part.clamp(0.0, 1.0) * STEP;
            found += 1;
            if found == 3 {
                return Some(edges);
            }
            // The rest is two modules.
            limit = edges[0] * 4.0 + 4.0;
        }
        before = now;
        length += STEP;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OwnedFrame;

    /// A mark of so many pixels a module with its middle at a place, turned by so many radians.
    fn drawn(module: f32, middle: (f32, f32), turned: f32, invert: bool) -> OwnedFrame {
        let mut frame = OwnedFrame::filled(160, 120, 0).unwrap();
        let (sin, cos) = turned.sin_cos();
        for (index, pixel) in frame.pixels_mut().iter_mut().enumerate() {
            let mut sum = 0.0;
            for sample in 0..16 {
                let x = (index % 160) as f32 + (sample % 4) as f32 / 4.0 + 0.125 - middle.0;
                let y = (index / 160) as f32 + (sample / 4) as f32 / 4.0 + 0.125 - middle.1;
                let (x, y) = (cos * x + sin * y, cos * y - sin * x);
                let ring = x.abs().max(y.abs()) / module;
                let dark = ring < 1.5 || (2.5..3.5).contains(&ring);
                sum += if dark != invert { 30.0 } else { 220.0 };
            }
            *pixel = (sum / 16.0) as u8;
        }
        frame
    }

    #[test]
    fn a_mark_is_found_where_it_is_at_every_size_and_turn() {
        for module in [1.6, 2.3, 4.0, 9.0] {
            for turned in [0.0, 0.3, 0.785, 1.2] {
                for invert in [false, true] {
                    let frame = drawn(module, (80.3, 59.6), turned, invert);
                    let mut search = Search::default();
                    search.look(&Light::of(frame.as_frame()).unwrap(), Rows::All);
                    assert_eq!(search.found.len(), 1, "{module} {turned} {invert}");
                    let found = search.found[0];
                    assert!((found.x - 80.3).abs() < 0.4 && (found.y - 59.6).abs() < 0.4);
                    assert_eq!(found.dark, !invert);
                    // Along rows, a turned module is longer.
                    assert!((0.85..1.6).contains(&(found.module / module)), "{found:?}");
                }
            }
        }
    }

    #[test]
    fn nothing_is_found_in_one_shade_or_in_small_frames() {
        let mut search = Search::default();
        for (width, height) in [(2, 2), (7, 9), (8, 8), (64, 64)] {
            let frame = OwnedFrame::filled(width, height, 77).unwrap();
            search.look(&Light::of(frame.as_frame()).unwrap(), Rows::All);
            assert!(search.found.is_empty() && search.thresholds.busy == 0);
        }
    }
}
