//! Where each module of a symbol is in a frame.

use super::Gates;
use super::finder::{Finder, SMALL, cross};
use super::layout::{Layout, Pattern};
use super::light::Light;
use super::thresholds::Thresholds;
use crate::geometry::Projection;

/// A symbol's place: where four points of its grid are in the frame, and how far lines between them bulge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Place {
    /// Modules a side.
    pub(crate) side: usize,
    /// Where the middles of the marks at the top left, top right and bottom left are, and what would be the middle of a
    /// mark at the bottom right.
    pub(crate) corners: [(f32, f32); 4],
    /// How far the middle of the upper edge bulges, in pixels, and that of the left one.
    pub(crate) bulge: [(f32, f32); 2],
    /// Dark on light.
    pub(crate) dark: bool,
}

/// A place, made ready to map many modules.
pub(crate) struct Map {
    matrix: [f32; 8],
    bulge: [(f32, f32); 2],
    side: f32,
}

impl Map {
    /// Where a place of the grid is in the frame, in modules from the symbol's top left corner.
    pub(crate) fn at(&self, (x, y): (f32, f32)) -> (f32, f32) {
        let m = &self.matrix;
        let depth = 1.0 / (m[6] * x + m[7] * y + 1.0);
        let (u, v) = (
            (m[0] * x + m[1] * y + m[2]) * depth,
            (m[3] * x + m[4] * y + m[5]) * depth,
        );
        let arch = |t: f32| 4.0 * t * (1.0 - t);
        let (along, down) = (arch(x / self.side), arch(y / self.side));
        let [first, second] = self.bulge;
        (
            u + first.0 * along + second.0 * down,
            v + first.1 * along + second.1 * down,
        )
    }
}

impl Place {
    pub(crate) fn map(&self) -> Option<Map> {
        let (first, last) = (3.5, self.side as f64 - 3.5);
        let grid = [(first, first), (last, first), (first, last), (last, last)];
        let frame = self.corners.map(|(x, y)| (f64::from(x), f64::from(y)));
        let matrix = Projection::new(grid, frame)?.coefficients();
        let matrix = matrix.map(|value| value as f32);
        matrix.iter().all(|value| value.is_finite()).then_some(Map {
            matrix,
            bulge: self.bulge,
            side: self.side as f32,
        })
    }

    /// Length of a module, in pixels, as the three marks are apart.
    pub(crate) fn module(&self) -> f32 {
        let [a, b, c, _] = self.corners;
        let length = |p: (f32, f32), q: (f32, f32)| (p.0 - q.0).hypot(p.1 - q.1);
        length(a, b).max(length(a, c)) / (self.side as f32 - 7.0)
    }

    pub(crate) fn middle(&self) -> (f32, f32) {
        let sum = self
            .corners
            .iter()
            .fold((0.0, 0.0), |sum, p| (sum.0 + p.0, sum.1 + p.1));
        (sum.0 / 4.0, sum.1 / 4.0)
    }
}

/// Three marks that may be of one symbol: at its top left, top right and bottom left, or in a mirror the other way round.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Triple {
    pub(crate) marks: [usize; 3],
    /// How unlikely it is; 0 is a square seen straight.
    pub(crate) doubt: f32,
}

/// Two marks are between 14 and 170 modules apart; lens and tilt are given some room.
const APART: std::ops::Range<f32> = 8.0..260.0;

/// A mark is tried with so many others, the nearest.
const NEIGHBOURS: usize = 14;

/// All threes of marks that could be of one symbol, the likeliest first.
pub(crate) fn triples(marks: &[Finder], near: &mut Vec<(f32, usize)>, into: &mut Vec<Triple>) {
    into.clear();
    let apart = |a: &Finder, b: &Finder| (a.x - b.x).hypot(a.y - b.y);
    let fit = |a: &Finder, b: &Finder| {
        let size = (a.module / b.module).max(b.module / a.module);
        a.dark == b.dark && size < 1.9 && APART.contains(&(apart(a, b) / a.module.min(b.module)))
    };
    for (corner, mark) in marks.iter().enumerate() {
        let others = marks.iter().enumerate();
        near.clear();
        near.extend(
            others
                .filter(|(place, other)| *place != corner && fit(mark, other))
                .map(|(place, other)| (apart(mark, other), place)),
        );
        // What sorts stably asks for memory.
        near.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        near.truncate(NEIGHBOURS);
        for (at, (_, one)) in near.iter().enumerate() {
            for (_, other) in near.iter().skip(at + 1) {
                if fit(&marks[*one], &marks[*other]) {
                    into.extend(at_corner(marks, corner, *one, *other));
                }
            }
        }
    }
    into.sort_unstable_by(|a, b| {
        let by_place = || a.marks.cmp(&b.marks);
        a.doubt.total_cmp(&b.doubt).then_with(by_place)
    });
}

fn at_corner(marks: &[Finder], corner: usize, one: usize, other: usize) -> Option<Triple> {
    let way = |to: usize| (marks[to].x - marks[corner].x, marks[to].y - marks[corner].y);
    let (a, b) = (way(one), way(other));
    let (length_a, length_b) = (a.0.hypot(a.1), b.0.hypot(b.1));
    let cos = (a.0 * b.0 + a.1 * b.1) / (length_a * length_b);
    let ratio = (length_a / length_b).max(length_b / length_a);
    if cos.abs() > 0.75 || ratio > 3.2 {
        return None;
    }
    let sizes = [marks[corner].module, marks[one].module, marks[other].module];
    let most = sizes.iter().copied().fold(0.0, f32::max);
    let least = sizes.iter().copied().fold(f32::INFINITY, f32::min);
    // Near triples are of one symbol rather than far ones.
    let far = (length_a + length_b) / most / 400.0;
    let doubt = cos.abs() + (ratio - 1.0) * 0.6 + (most / least - 1.0) * 0.8 + far;
    // Clockwise in the frame, from the top right to the bottom left.
    let marks = if a.0 * b.1 - a.1 * b.0 > 0.0 {
        [corner, one, other]
    } else {
        [corner, other, one]
    };
    Some(Triple { marks, doubt })
}

/// The places that a symbol with these three marks may have, the likeliest first: how many modules there are between
/// them is known only roughly.
pub(crate) fn places(
    light: &Light<'_>,
    thresholds: &Thresholds,
    [corner, right, below]: [Finder; 3],
    into: &mut Vec<Place>,
) {
    into.clear();
    let at = |mark: &Finder| (mark.x, mark.y);
    let along = |from: &Finder, to: &Finder| {
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let length = dx.hypot(dy);
        let way = (dx / length, dy / length);
        let module = |mark: &Finder| match mark.faint {
            true => None,
            false => cross(light, thresholds, (at(mark), mark.module), way, mark.dark)
                .map(|cross| cross.module),
        };
        let (near, far) = (module(from), module(to));
        // A mark that can't be followed along this line has the size of the other.
        let missing = |size: Option<f32>, mark: &Finder| u32::from(size.is_none() && !mark.faint);
        let missing = missing(near, from) + missing(far, to);
        let near_or = near.or(far).unwrap_or((from.module * to.module).sqrt());
        (length, near_or, far.unwrap_or(near_or), missing)
    };
    let (across, across_near, across_far, missing) = along(&corner, &right);
    let (down, down_near, down_far, also_missing) = along(&corner, &below);
    let allowed = if corner.module < SMALL { 4 } else { 1 };
    if missing + also_missing > allowed {
        return;
    }
    // Along a line that leads away, lengths shrink with the square of the distance: their mean is that of the roots.
    let modules = |length: f32, near: f32, far: f32| length / (near * far).sqrt();
    let guess =
        (modules(across, across_near, across_far) + modules(down, down_near, down_far)) / 2.0 + 7.0;
    let nearest = ((guess - 17.0) / 4.0).round() as i32;
    let depth = |near: f32, far: f32| (far / near).sqrt().clamp(0.75, 1.33);
    let (right_depth, below_depth) = (depth(across_near, across_far), depth(down_near, down_far));
    let fourth = |depths: (f32, f32)| {
        let whole = depths.0 + depths.1 - 1.0;
        let mix = |a: f32, b: f32, c: f32| (b * depths.0 + c * depths.1 - a) / whole;
        (
            mix(corner.x, right.x, below.x),
            mix(corner.y, right.y, below.y),
        )
    };
    // The nearer a mark, the larger: its weight is the inverse of its depth.
    let seen = fourth((right_depth.recip(), below_depth.recip()));
    let straight = fourth((1.0, 1.0));
    let mut versions: [i32; 5] = std::array::from_fn(|off| nearest.saturating_add(off as i32 - 2));
    versions.sort_unstable_by(|a, b| {
        let off = |version: i32| (version as f32 * 4.0 + 17.0 - guess).abs();
        off(*a).total_cmp(&off(*b)).then(a.cmp(b))
    });
    for version in versions
        .into_iter()
        .filter(|version| (1..=40).contains(version))
    {
        // Where nothing tells which mark is nearer, both are the same.
        let lasts = [seen, straight];
        for last in &lasts[usize::from(seen == straight)..] {
            into.push(Place {
                side: version as usize * 4 + 17,
                corners: [at(&corner), at(&right), at(&below), *last],
                bulge: [(0.0, 0.0); 2],
                dark: corner.dark,
            });
        }
    }
}

/// The places that a symbol may have of which only two marks are seen, if it is held nearly straight: the third may be on
/// either side of them, or between.
pub(crate) fn places_of_two(
    light: &Light<'_>,
    thresholds: &Thresholds,
    [a, b]: [Finder; 2],
    into: &mut Vec<Place>,
) {
    into.clear();
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let length = dx.hypot(dy);
    let size = (a.module / b.module).max(b.module / a.module);
    if a.dark != b.dark || size > 1.5 || !APART.contains(&(length / a.module.min(b.module))) {
        return;
    }
    let (from, to) = ((a.x, a.y), (b.x, b.y));
    let plus = |(x, y): (f32, f32), (dx, dy): (f32, f32)| (x + dx, y + dy);
    let mut add = |corner: (f32, f32), right: (f32, f32), below: (f32, f32), module: f32| {
        let length = (right.0 - corner.0).hypot(right.1 - corner.1);
        let version = ((length / module + 7.0 - 17.0) / 4.0).round();
        if (1.0..=40.0).contains(&version) {
            let last = (right.0 + below.0 - corner.0, right.1 + below.1 - corner.1);
            into.push(Place {
                side: version as usize * 4 + 17,
                corners: [corner, right, below, last],
                bulge: [(0.0, 0.0); 2],
                dark: a.dark,
            });
        }
    };
    let mean = |way: (f32, f32)| {
        let module = |mark: &Finder| {
            let middle = ((mark.x, mark.y), mark.module);
            match mark.faint {
                true => Some(mark.module),
                false => cross(light, thresholds, middle, way, mark.dark).map(|cross| cross.module),
            }
        };
        Some((module(&a)? * module(&b)?).sqrt())
    };
    // Side by side: a quarter turn to either side leads to the third.
    if let Some(module) = mean((dx / length, dy / length)) {
        add(from, to, plus(from, (-dy, dx)), module);
        add(to, from, plus(to, (dy, -dx)), module);
        add(from, plus(from, (dy, -dx)), to, module);
        add(to, plus(to, (-dy, dx)), from, module);
    }
    // Across from each other: the third is half a side off on either side.
    for ((dx, dy), right, below) in [((dx, dy), from, to), ((-dx, -dy), to, from)] {
        let side = ((dy - dx) / 2.0, -(dx + dy) / 2.0);
        let length = side.0.hypot(side.1);
        if let Some(module) = mean((side.0 / length, side.1 / length)) {
            add(plus(right, (-side.0, -side.1)), right, below, module);
        }
    }
}

/// How well a place agrees with the patterns that are known: the shades' difference on the dashed lines and small marks
/// as a share of that in the corner marks. 1 is a sharp picture, 0 chance.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fit {
    /// All patterns.
    pub(crate) all: f32,
    /// The dashed lines.
    pub(crate) timing: f32,
    /// The shades' difference in the corner marks.
    pub(crate) finder: f32,
}

impl Fit {
    /// Whether a symbol may be here. Its dashed lines are never much clearer than its corner marks, and these are what
    /// the place was found by: chance is seldom like that.
    pub(crate) fn is_of_a_symbol(&self, least_timing: f32) -> bool {
        self.finder > LEAST_CONTRAST && (least_timing..MOST_TIMING).contains(&self.timing)
    }
}

/// Corner marks whose shades are no further apart are none.
const LEAST_CONTRAST: f32 = 6.0;
/// Before corners are moved, the dashed lines never agree more than this.
const MOST_TIMING: f32 = 1.8;

pub(crate) fn fit(light: &Light<'_>, place: &Place, layout: &Layout) -> Option<Fit> {
    let map = place.map()?;
    let mut sums = [[(0.0, 0.0); 2]; 3];
    for known in &layout.landmarks {
        let shade = light.at(map.at((f32::from(known.x) + 0.5, f32::from(known.y) + 0.5)));
        let (sum, count) = &mut sums[known.pattern as usize][usize::from(known.dark)];
        *sum += shade;
        *count += 1.0;
    }
    let sign = if place.dark { 1.0 } else { -1.0 };
    let apart = |pattern: Pattern| {
        let [light, dark] = sums[pattern as usize];
        (dark.1 > 0.0).then(|| (light.0 / light.1 - dark.0 / dark.1) * sign)
    };
    let finder = apart(Pattern::Finder)?;
    let timing = apart(Pattern::Timing)?;
    let alignment = apart(Pattern::Alignment).unwrap_or(timing);
    let scale = finder.max(4.0);
    Some(Fit {
        all: finder * 0.8 + timing * 1.2 + alignment,
        timing: timing / scale,
        finder,
    })
}

/// How closely the small mark is looked for.
const STEPS_A_MODULE: usize = 3;
/// How far off it is looked for at most.
const MOST_STEPS: usize = 6 * STEPS_A_MODULE;
const MOST_WIDE: usize = 2 * (MOST_STEPS + 2 * STEPS_A_MODULE) + 1;

/// Moves the fourth corner to where the small mark near it is, if one is seen.
pub(crate) fn pin(light: &Light<'_>, place: &mut Place, layout: &Layout) {
    let Some(&(x, y)) = layout.alignment.last() else {
        return;
    };
    let Some(map) = place.map() else { return };
    let sign = if place.dark { 1.0 } else { -1.0 };
    // Further off where there is more room for error.
    let reach = (1.5 + place.side as f32 * 0.09).min(6.0);
    let steps = ((reach * STEPS_A_MODULE as f32) as usize).min(MOST_STEPS);
    // The mark reaches two modules to each side of its middle.
    let wide = 2 * (steps + 2 * STEPS_A_MODULE) + 1;
    let off = |at: usize| (at as f32 - (wide / 2) as f32) / STEPS_A_MODULE as f32;
    let mut shades = [[0.0_f32; MOST_WIDE]; MOST_WIDE];
    for (down, row) in shades.iter_mut().enumerate().take(wide) {
        for (right, shade) in row.iter_mut().enumerate().take(wide) {
            *shade = light.at(map.at((x + off(right), y + off(down))));
        }
    }
    let mut best = (0.0, 0.0, 0.0);
    for down in 0..=2 * steps {
        for right in 0..=2 * steps {
            let (mut all, mut ring) = (0.0, 0.0);
            for row in 0..5 {
                let shades = &shades[down + row * STEPS_A_MODULE][right..];
                let [a, b, c, d, e] = std::array::from_fn(|at| shades[at * STEPS_A_MODULE]);
                all += a + b + c + d + e;
                match row {
                    1 | 3 => ring += b + c + d,
                    2 => ring += b + d,
                    _ => {}
                }
            }
            // Eight light modules count as much as the 17 dark ones.
            let sum = ring / 8.0 - (all - ring) / 17.0;
            let at = 2 * STEPS_A_MODULE;
            let (dx, dy) = (off(right + at), off(down + at));
            // What is nearer is likelier.
            let score = sum * sign - (dx.hypot(dy)) * 1.5;
            if score > best.0 {
                best = (score, dx, dy);
            }
        }
    }
    if best.0 < 8.0 {
        return;
    }
    let found = map.at((x + best.1, y + best.2));
    let (first, last) = (3.5, place.side as f64 - 3.5);
    let wide = |(x, y): (f32, f32)| (f64::from(x), f64::from(y));
    let grid = [(first, first), (last, first), (first, last), wide((x, y))];
    let [a, b, c, _] = place.corners;
    let Some(projection) = Projection::new(grid, [wide(a), wide(b), wide(c), wide(found)]) else {
        return;
    };
    let (x, y) = projection.map((last, last));
    let moved = (x as f32, y as f32);
    let length = (moved.0 - place.corners[3].0).hypot(moved.1 - place.corners[3].1);
    if length < place.module() * reach * 2.5 {
        place.corners[3] = moved;
    }
}

/// Moves all corners, and bends the lines between them, as long as the known patterns agree better.
pub(crate) fn refine(
    light: &Light<'_>,
    place: &mut Place,
    layout: &Layout,
    gates: &Gates,
) -> Option<Fit> {
    let module = place.module();
    let mut best = fit(light, place, layout)?;
    let mut step = module * 0.5;
    for round in 0..4 {
        for _ in 0..2 {
            let mut better = false;
            for number in [6, 7, 2, 3, 4, 5, 0, 1, 8, 9, 10, 11] {
                // Corners first: bulges would take up their errors.
                if round == 0 && number > 7 {
                    continue;
                }
                for way in [step, -step] {
                    let mut moved = *place;
                    *moved.number(number) += way;
                    if let Some(fit) = fit(light, &moved, layout)
                        && fit.all > best.all + 0.05
                    {
                        (best, *place, better) = (fit, moved, true);
                        break;
                    }
                }
            }
            if !better {
                break;
            }
        }
        // What does not begin to agree never will.
        if best.timing < gates.moved {
            return None;
        }
        step *= 0.5;
    }
    Some(best)
}

impl Place {
    /// The corners' and bulges' twelve numbers, one by one.
    fn number(&mut self, number: usize) -> &mut f32 {
        let point = match number / 2 {
            corner @ 0..4 => &mut self.corners[corner],
            bulge => &mut self.bulge[(bulge - 4).min(1)],
        };
        if number.is_multiple_of(2) {
            &mut point.0
        } else {
            &mut point.1
        }
    }
}
