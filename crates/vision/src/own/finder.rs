//! The marks in three corners of a symbol: dark, light and dark rings, 1:1:3:1:1 along every line through their middle
//! (ISO/IEC 18004, 6.3.3).

use super::light::Light;

/// Side of the squares that have a threshold of their own, in pixels.
const BLOCK: usize = 8;
/// In a block whose shades are no further apart than this there is no edge.
const LEAST_CONTRAST: u8 = 16;
/// Nor in one where they are no further apart than noise makes them; but noise is never taken for more than this.
const MOST_NOISE: u8 = 90;
/// How many blocks to each side count for a block's threshold.
const REACH: usize = 2;
/// Marks of fewer pixels a module are seen less clearly.
pub(crate) const SMALL: f32 = 3.2;
/// Most marks that are kept of a picture.
pub(crate) const MOST_FINDERS: usize = 160;
/// Most places that are looked at more closely, of a picture: bounds the time.
const MOST_SUSPECTS: usize = 4000;

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
}

/// Shades that part dark from light, by place.
#[derive(Default)]
pub(crate) struct Thresholds {
    /// One a block, row after row; 0 where there is nothing to part.
    values: Vec<u8>,
    columns: usize,
    rows: usize,
    least: Vec<u8>,
    most: Vec<u8>,
    sums: Vec<u16>,
    means: Vec<u8>,
    contrasts: Vec<u8>,
    near: Vec<(u16, u8)>,
    /// Blocks with edges in them.
    pub(crate) busy: usize,
    /// Contrast that noise alone makes in a block.
    noise: u8,
}

impl Thresholds {
    /// Looks at a picture anew.
    pub(crate) fn look(&mut self, light: &Light<'_>) {
        (self.columns, self.rows) = (light.width / BLOCK, light.height / BLOCK);
        let blocks = self.columns * self.rows;
        self.means.clear();
        self.contrasts.clear();
        self.values.clear();
        self.values.resize(blocks, 0);
        (self.busy, self.noise) = (0, 0);
        if blocks == 0 {
            return;
        }
        self.measure(light);
        let noise = self.noise();
        self.noise = noise;
        self.keep_edges(LEAST_CONTRAST.max(noise));
        let active = |contrast: u8| contrast > 0;
        let edges = self.contrasts.iter().copied();
        self.busy = edges.filter(|contrast| active(*contrast)).count();
        if self.busy == 0 {
            return;
        }
        // Sums over the blocks with edges, first along rows and then down columns.
        self.near.clear();
        for (means, contrasts) in self
            .means
            .chunks_exact(self.columns)
            .zip(self.contrasts.chunks_exact(self.columns))
        {
            let of = |at: usize| match active(contrasts[at]) {
                true => (u16::from(means[at]), 1),
                false => (0, 0),
            };
            let mut sum = (0, 0);
            let add = |sum: &mut (u16, u8), (mean, count): (u16, u8)| {
                sum.0 += mean;
                sum.1 += count;
            };
            for at in 0..REACH.min(self.columns) {
                add(&mut sum, of(at));
            }
            for at in 0..self.columns {
                if at + REACH < self.columns {
                    add(&mut sum, of(at + REACH));
                }
                if at > REACH {
                    let (mean, count) = of(at - REACH - 1);
                    sum = (sum.0 - mean, sum.1 - count);
                }
                self.near.push(sum);
            }
        }
        for row in 0..self.rows {
            let rows = row.saturating_sub(REACH)..(row + REACH + 1).min(self.rows);
            for column in 0..self.columns {
                let (mut sum, mut count) = (0_u32, 0_u32);
                for row in rows.clone() {
                    let (means, blocks) = self.near[row * self.columns + column];
                    sum += u32::from(means);
                    count += u32::from(blocks);
                }
                if let Some(mean) = sum.checked_div(count) {
                    self.values[row * self.columns + column] = (mean as u8).max(1);
                }
            }
        }
    }

    /// Mean and contrast of each block.
    fn measure(&mut self, light: &Light<'_>) {
        let width = self.columns * BLOCK;
        for rows in light
            .pixels
            .chunks_exact(light.width * BLOCK)
            .take(self.rows)
        {
            for all in [&mut self.least, &mut self.most] {
                all.clear();
                all.extend_from_slice(&rows[..width]);
            }
            self.sums.clear();
            self.sums.resize(width, 0);
            for row in rows.chunks_exact(light.width) {
                let columns = self
                    .least
                    .iter_mut()
                    .zip(&mut self.most)
                    .zip(&mut self.sums);
                for (((least, most), sum), pixel) in columns.zip(row) {
                    *least = (*least).min(*pixel);
                    *most = (*most).max(*pixel);
                    *sum += u16::from(*pixel);
                }
            }
            let blocks = self
                .least
                .chunks_exact(BLOCK)
                .zip(self.most.chunks_exact(BLOCK))
                .zip(self.sums.chunks_exact(BLOCK));
            for ((least, most), sums) in blocks {
                let least = least.iter().copied().min().unwrap_or_default();
                let most = most.iter().copied().max().unwrap_or_default();
                self.means.push((sums.iter().sum::<u16>() / 64) as u8);
                self.contrasts.push(most - least);
            }
        }
    }

    /// Sets the contrast of blocks to 0 that have none above `least`, or that are alone: noise makes some such, and no
    /// symbol does.
    fn keep_edges(&mut self, least: u8) {
        let columns = self.columns;
        self.values.clear();
        self.values
            .extend(self.contrasts.iter().enumerate().map(|(block, contrast)| {
                let is = |other: Option<usize>| {
                    let contrast = other.and_then(|other| self.contrasts.get(other));
                    u8::from(contrast.is_some_and(|contrast| *contrast > least))
                };
                let beside = is(block.checked_sub(1)) + is(Some(block + 1));
                let above = is(block.checked_sub(columns)) + is(Some(block + columns));
                if *contrast > least && beside + above >= 2 {
                    *contrast
                } else {
                    0
                }
            }));
        std::mem::swap(&mut self.values, &mut self.contrasts);
        self.values.fill(0);
    }

    /// The contrast that noise alone makes: what the evener parts of the picture have, and six tenths more.
    fn noise(&self) -> u8 {
        let mut counts = [0_usize; 256];
        for contrast in &self.contrasts {
            counts[usize::from(*contrast)] += 1;
        }
        let (mut sum, mut even) = (0, 0);
        for (contrast, count) in counts.iter().enumerate() {
            sum += count;
            even = contrast;
            if sum * 4 >= self.contrasts.len() {
                break;
            }
        }
        ((even * 8 / 5).min(usize::from(MOST_NOISE))) as u8
    }

    /// The threshold at a place; none where there is nothing to part.
    fn at(&self, (x, y): (f32, f32)) -> Option<f32> {
        let (column, row) = (x as usize / BLOCK, y as usize / BLOCK);
        let last = (self.columns.checked_sub(1)?, self.rows.checked_sub(1)?);
        let value = self.values[row.min(last.1) * self.columns + column.min(last.0)];
        (value > 0).then(|| f32::from(value))
    }
}

/// Looks for marks in pictures, and keeps its memory.
#[derive(Default)]
pub(crate) struct Search {
    pub(crate) thresholds: Thresholds,
    pub(crate) found: Vec<Finder>,
    suspects: usize,
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
}

impl Search {
    /// What looking more closely cost in the last picture.
    pub(crate) fn work(&self) -> u32 {
        self.suspects as u32 * super::cost::SUSPECT
    }

    /// All marks of a picture, those seen in most rows first.
    pub(crate) fn look(&mut self, light: &Light<'_>, rows: Rows) {
        self.thresholds.look(light);
        self.found.clear();
        for failed in &mut self.failed {
            failed.clear();
        }
        self.suspects = 0;
        if self.thresholds.busy == 0 {
            return;
        }
        let (first, step) = match rows {
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
                    self.suspect(light, edges.middle(), y, now >= 0);
                }
            }
            before = i16::from(pixels[BLOCK - 1]) - threshold;
        }
    }

    fn suspect(&mut self, light: &Light<'_>, x: f32, y: usize, dark: bool) {
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
        if self.suspects > MOST_SUSPECTS || self.found.len() >= 4 * MOST_FINDERS {
            return;
        }
        let finder = confirm(light, &self.thresholds, (x, y), dark);
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

/// Looks along other lines through the middle of what may be a mark.
fn confirm(
    light: &Light<'_>,
    thresholds: &Thresholds,
    middle: (f32, f32),
    dark: bool,
) -> Option<Finder> {
    let down = cross(light, thresholds, middle, (0.0, 1.0), dark)?;
    let middle = (middle.0, middle.1 + down.off);
    let right = cross(light, thresholds, middle, (1.0, 0.0), dark)?;
    let middle = (middle.0 + right.off, middle.1);
    let down = cross(light, thresholds, middle, (0.0, 1.0), dark)?;
    let middle = (middle.0, middle.1 + down.off);
    let slant = std::f32::consts::FRAC_1_SQRT_2;
    let [one, other] = [(slant, slant), (slant, -slant)]
        .map(|way| cross(light, thresholds, middle, way, dark).is_some());
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
    })
}

/// What a line through a mark shows.
pub(crate) struct Cross {
    /// Width of a module along the line.
    pub(crate) module: f32,
    /// How far the middle is from where the line was begun, along it.
    pub(crate) off: f32,
}

/// Follows a line of unit length a step through `middle` both ways.
pub(crate) fn cross(
    light: &Light<'_>,
    thresholds: &Thresholds,
    middle: (f32, f32),
    way: (f32, f32),
    dark: bool,
) -> Option<Cross> {
    let ahead = edges_along(light, thresholds, middle, way, dark)?;
    let back = edges_along(light, thresholds, middle, (-way.0, -way.1), dark)?;
    let runs = [
        back[2] - back[1],
        back[1] - back[0],
        back[0] + ahead[0],
        ahead[1] - ahead[0],
        ahead[2] - ahead[1],
    ];
    let module = module_of(&runs, 0.15)?;
    let off = (ahead[0] - back[0] + ahead[2] - back[2]) / 4.0;
    Some(Cross { module, off })
}

/// How far it is to the first three changes of shade.
fn edges_along(
    light: &Light<'_>,
    thresholds: &Thresholds,
    from: (f32, f32),
    way: (f32, f32),
    dark: bool,
) -> Option<[f32; 3]> {
    const STEP: f32 = 0.75;
    const FURTHEST: f32 = 260.0;
    let sign = if dark { -1.0 } else { 1.0 };
    let mut edges = [0.0; 3];
    let mut found = 0;
    let mut before = 0.0;
    let mut length = 0.0;
    // The longest run is the last one: no more than that many steps of looking at nothing.
    let mut limit = FURTHEST;
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
            // From the middle to the first edge are one and a half modules; the rest is two.
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
