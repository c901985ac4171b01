//! Hypotheses of a symbol's pose by two or three finder patterns.

use super::finder::cross_section;
use super::finder_pattern::FinderPattern;
use super::grid_pose::GridPose;
use super::sampler::Sampler;
use super::thresholds::Thresholds;
use crate::tuning;

/// Three finder patterns that may belong to one symbol.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Triple {
    /// Top left, top right and bottom left; of a mirrored symbol the last two are exchanged.
    pub(crate) finders: [usize; 3],
    /// How unlikely the triple is; 0 is a square seen straight on.
    penalty: f32,
}

fn distance_in_range(distance: f32, module: f32) -> bool {
    let range = tuning::TRIPLE_DISTANCE_MIN.get()..tuning::TRIPLE_DISTANCE_MAX.get();
    range.contains(&(distance / module))
}

/// Fills `triples` with all triples of finder patterns that may belong to one symbol, those with the least penalty first.
pub(crate) fn find_triples(
    finders: &[FinderPattern],
    near: &mut Vec<(f32, usize)>,
    triples: &mut Vec<Triple>,
) {
    triples.clear();
    let distance = |a: &FinderPattern, b: &FinderPattern| (a.x - b.x).hypot(a.y - b.y);
    let fit = |a: &FinderPattern, b: &FinderPattern| {
        let size = (a.module / b.module).max(b.module / a.module);
        a.dark == b.dark
            && size < tuning::TRIPLE_SIZE_RATIO.get()
            && distance_in_range(distance(a, b), a.module.min(b.module))
    };
    for (corner, finder) in finders.iter().enumerate() {
        let others = finders.iter().enumerate();
        near.clear();
        near.extend(
            others
                .filter(|(place, other)| *place != corner && fit(finder, other))
                .map(|(place, other)| (distance(finder, other), place)),
        );
        // A stable sort would allocate.
        near.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        near.truncate(tuning::TRIPLE_NEIGHBOURS.get());
        for (at, (_, one)) in near.iter().enumerate() {
            for (_, other) in near.iter().skip(at + 1) {
                if fit(&finders[*one], &finders[*other]) {
                    triples.extend(triple_at(finders, corner, *one, *other));
                }
            }
        }
    }
    triples.sort_unstable_by(|a, b| {
        let by_place = || a.finders.cmp(&b.finders);
        a.penalty.total_cmp(&b.penalty).then_with(by_place)
    });
}

fn triple_at(finders: &[FinderPattern], corner: usize, one: usize, other: usize) -> Option<Triple> {
    let vector = |to: usize| {
        (
            finders[to].x - finders[corner].x,
            finders[to].y - finders[corner].y,
        )
    };
    let (a, b) = (vector(one), vector(other));
    let (length_a, length_b) = (a.0.hypot(a.1), b.0.hypot(b.1));
    let cos = (a.0 * b.0 + a.1 * b.1) / (length_a * length_b);
    let ratio = (length_a / length_b).max(length_b / length_a);
    if cos.abs() > tuning::TRIPLE_COSINE_MAX.get() || ratio > tuning::TRIPLE_SIDE_RATIO.get() {
        return None;
    }
    let sizes = [
        finders[corner].module,
        finders[one].module,
        finders[other].module,
    ];
    let most = sizes.iter().copied().fold(0.0, f32::max);
    let least = sizes.iter().copied().fold(f32::INFINITY, f32::min);
    let far = (length_a + length_b) / most / tuning::TRIPLE_FAR.get();
    let penalty = cos.abs()
        + (ratio - 1.0) * tuning::TRIPLE_SIDE_WEIGHT.get()
        + (most / least - 1.0) * tuning::TRIPLE_SIZE_WEIGHT.get()
        + far;
    // Clockwise in the frame, from the top right to the bottom left.
    let finders = if a.0 * b.1 - a.1 * b.0 > 0.0 {
        [corner, one, other]
    } else {
        [corner, other, one]
    };
    Some(Triple { finders, penalty })
}

/// Fills `poses` with the poses that a symbol with these three finder patterns may have, the likeliest first. Several
/// versions are tried, because the number of modules between the patterns is known only roughly.
pub(crate) fn poses_of_triple(
    sampler: &Sampler<'_>,
    thresholds: &Thresholds,
    [corner, right, below]: [FinderPattern; 3],
    poses: &mut Vec<GridPose>,
) {
    poses.clear();
    let at = |finder: &FinderPattern| (finder.x, finder.y);
    let along = |from: &FinderPattern, to: &FinderPattern| {
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let length = dx.hypot(dy);
        let direction = (dx / length, dy / length);
        let module = |finder: &FinderPattern| match finder.by_template {
            true => None,
            false => cross_section(
                sampler,
                thresholds,
                (at(finder), finder.module),
                direction,
                finder.dark,
            )
            .map(|section| section.module),
        };
        let (near, far) = (module(from), module(to));
        // A pattern that can't be measured along this line gets the size of the other.
        let missing = |size: Option<f32>, finder: &FinderPattern| {
            u32::from(size.is_none() && !finder.by_template)
        };
        let missing = missing(near, from) + missing(far, to);
        let near_or = near.or(far).unwrap_or((from.module * to.module).sqrt());
        (length, near_or, far.unwrap_or(near_or), missing)
    };
    let (across, across_near, across_far, missing) = along(&corner, &right);
    let (down, down_near, down_far, also_missing) = along(&corner, &below);
    let allowed = if corner.module < tuning::FINDER_SMALL.get() {
        tuning::TRIPLE_MISSING_SMALL.get()
    } else {
        tuning::TRIPLE_MISSING.get()
    };
    if missing + also_missing > allowed {
        return;
    }
    // Along a line that leads away, lengths shrink with the square of the distance, so their mean is geometric.
    let modules = |length: f32, near: f32, far: f32| length / (near * far).sqrt();
    let guess =
        (modules(across, across_near, across_far) + modules(down, down_near, down_far)) / 2.0 + 7.0;
    let nearest = ((guess - 17.0) / 4.0).round() as i32;
    let depth = |near: f32, far: f32| {
        (far / near).sqrt().clamp(
            tuning::PERSPECTIVE_DEPTH_MIN.get(),
            tuning::PERSPECTIVE_DEPTH_MAX.get(),
        )
    };
    let (right_depth, below_depth) = (depth(across_near, across_far), depth(down_near, down_far));
    let fourth = |depths: (f32, f32)| {
        let whole = depths.0 + depths.1 - 1.0;
        let mix = |a: f32, b: f32, c: f32| (b * depths.0 + c * depths.1 - a) / whole;
        (
            mix(corner.x, right.x, below.x),
            mix(corner.y, right.y, below.y),
        )
    };
    // The nearer a pattern, the larger: its homogeneous weight is the inverse of its depth.
    let perspective = fourth((right_depth.recip(), below_depth.recip()));
    let parallel = fourth((1.0, 1.0));
    let mut versions: [i32; 5] = std::array::from_fn(|off| nearest.saturating_add(off as i32 - 2));
    versions.sort_unstable_by(|a, b| {
        let off = |version: i32| (version as f32 * 4.0 + 17.0 - guess).abs();
        off(*a).total_cmp(&off(*b)).then(a.cmp(b))
    });
    for version in versions
        .into_iter()
        .filter(|version| (1..=40).contains(version))
    {
        // Without a measured perspective both fourth corners are the same.
        let fourths = [perspective, parallel];
        for fourth in &fourths[usize::from(perspective == parallel)..] {
            poses.push(GridPose {
                side: version as usize * 4 + 17,
                corners: [at(&corner), at(&right), at(&below), *fourth],
                bulge: [(0.0, 0.0); 2],
                dark: corner.dark,
            });
        }
    }
}

/// Fills `poses` with the poses that a symbol may have of which only two finder patterns are seen, if it is held nearly
/// straight: the third may be on either side of the two, or half a turn between them.
pub(crate) fn poses_of_pair(
    sampler: &Sampler<'_>,
    thresholds: &Thresholds,
    [a, b]: [FinderPattern; 2],
    poses: &mut Vec<GridPose>,
) {
    poses.clear();
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let length = dx.hypot(dy);
    let size = (a.module / b.module).max(b.module / a.module);
    if a.dark != b.dark
        || size > tuning::PAIR_SIZE_RATIO.get()
        || !distance_in_range(length, a.module.min(b.module))
    {
        return;
    }
    let (from, to) = ((a.x, a.y), (b.x, b.y));
    let plus = |(x, y): (f32, f32), (dx, dy): (f32, f32)| (x + dx, y + dy);
    let mut add = |corner: (f32, f32), right: (f32, f32), below: (f32, f32), module: f32| {
        let length = (right.0 - corner.0).hypot(right.1 - corner.1);
        let version = ((length / module + 7.0 - 17.0) / 4.0).round();
        if (1.0..=40.0).contains(&version) {
            let fourth = (right.0 + below.0 - corner.0, right.1 + below.1 - corner.1);
            poses.push(GridPose {
                side: version as usize * 4 + 17,
                corners: [corner, right, below, fourth],
                bulge: [(0.0, 0.0); 2],
                dark: a.dark,
            });
        }
    };
    let mean_module = |direction: (f32, f32)| {
        let module = |finder: &FinderPattern| {
            let centre = ((finder.x, finder.y), finder.module);
            match finder.by_template {
                true => Some(finder.module),
                false => cross_section(sampler, thresholds, centre, direction, finder.dark)
                    .map(|section| section.module),
            }
        };
        Some((module(&a)? * module(&b)?).sqrt())
    };
    // Adjacent corners: a quarter turn to either side leads to the third.
    if let Some(module) = mean_module((dx / length, dy / length)) {
        add(from, to, plus(from, (-dy, dx)), module);
        add(to, from, plus(to, (dy, -dx)), module);
        add(from, plus(from, (dy, -dx)), to, module);
        add(to, plus(to, (-dy, dx)), from, module);
    }
    // Opposite corners: the third is on either side of their middle.
    for ((dx, dy), right, below) in [((dx, dy), from, to), ((-dx, -dy), to, from)] {
        let side = ((dy - dx) / 2.0, -(dx + dy) / 2.0);
        let length = side.0.hypot(side.1);
        if let Some(module) = mean_module((side.0 / length, side.1 / length)) {
            add(plus(right, (-side.0, -side.1)), right, below, module);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finder(x: f32, y: f32) -> FinderPattern {
        FinderPattern {
            x,
            y,
            module: 4.0,
            dark: true,
            rows: 5,
            by_template: true,
        }
    }

    #[test]
    fn a_right_angle_is_the_best_triple_and_its_corners_run_clockwise() {
        let finders = [
            finder(160.0, 100.0),
            finder(100.0, 160.0),
            finder(100.0, 100.0),
            FinderPattern {
                dark: false,
                ..finder(160.0, 160.0)
            },
        ];
        let (mut near, mut triples) = (Vec::new(), Vec::new());
        find_triples(&finders, &mut near, &mut triples);
        assert_eq!(triples[0].finders, [2, 0, 1]);
        assert!(triples.iter().all(|triple| !triple.finders.contains(&3)));
    }

    #[test]
    fn a_pair_has_a_pose_for_each_place_of_the_third_finder_pattern() {
        let frame = crate::frame::OwnedFrame::filled(300, 300, 90).unwrap();
        let sampler = Sampler::new(frame.as_frame()).unwrap();
        let mut poses = Vec::new();
        let pair = [finder(100.0, 100.0), finder(172.0, 100.0)];
        poses_of_pair(&sampler, &Thresholds::default(), pair, &mut poses);
        // 18 modules apart: version 2.
        let adjacent = poses.iter().filter(|pose| pose.side == 25).count();
        assert_eq!((adjacent, poses.len()), (4, 6));
    }
}
