//! The layout of each version: its function patterns, and the order of its codeword bits (ISO/IEC 18004, 6.3 and 7.7).

use rxing::qrcode::common::{ErrorCorrectionLevel, Version, VersionRef};

/// A module of a function pattern.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KnownModule {
    pub(crate) x: u8,
    pub(crate) y: u8,
    pub(crate) dark: bool,
    /// Which pattern it belongs to.
    pub(crate) pattern: Pattern,
}

/// A kind of function pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// Finder patterns in three corners, with their separators.
    Finder,
    /// Timing patterns between the finder patterns.
    Timing,
    /// Alignment patterns, from version 2 on.
    Alignment,
}

/// The layout of one version.
pub(crate) struct Layout {
    pub(crate) version: VersionRef,
    /// Modules a side.
    pub(crate) side: usize,
    /// All modules of function patterns.
    pub(crate) known: Vec<KnownModule>,
    /// The subset of them that poses are scored by.
    pub(crate) landmarks: Vec<KnownModule>,
    /// Index (row times side plus column) of each codeword bit, in the order of the codewords.
    pub(crate) bits: Vec<u16>,
    /// Centres of the alignment patterns, in modules.
    pub(crate) alignment: Vec<(f32, f32)>,
}

impl Layout {
    /// The layout of the version with `side` modules a side, if there is one.
    #[allow(
        clippy::cast_possible_truncation,
        reason = "a side has at most 177 modules"
    )]
    pub(crate) fn of(side: usize) -> Option<Self> {
        if !(21..=177).contains(&side) || side % 4 != 1 {
            return None;
        }
        let number = (side - 17) / 4;
        let version = Version::getVersionForNumber(u32::try_from(number).ok()?).ok()?;
        let fixed = version.buildFunctionPattern().ok()?;
        let mut known = Vec::new();
        let last = side - 1;
        for y in 0..side {
            for x in 0..side {
                // Coordinates mirrored into the top left quadrant.
                let (near_x, near_y) = (x.min(last - x), y.min(last - y));
                let no_corner = x > last - 8 && y > last - 8;
                let (dark, pattern) = if near_x < 8 && near_y < 8 && !no_corner {
                    let ring = near_x.abs_diff(3).max(near_y.abs_diff(3));
                    (ring == 3 || ring < 2, Pattern::Finder)
                } else if x == 6 || y == 6 {
                    ((x + y) % 2 == 0, Pattern::Timing)
                } else {
                    continue;
                };
                known.push(KnownModule {
                    x: x as u8,
                    y: y as u8,
                    dark,
                    pattern,
                });
            }
        }
        let mut alignment = Vec::new();
        let centres = version.getAlignmentPatternCenters();
        for &y in centres {
            for &x in centres {
                let (x, y) = (x as usize, y as usize);
                let (left, top) = (x < 9, y < 9);
                let in_finder = (left && (top || y > last - 9)) || (top && x > last - 9);
                if in_finder {
                    continue;
                }
                alignment.push((x as f32 + 0.5, y as f32 + 0.5));
                for row in y - 2..=y + 2 {
                    for column in x - 2..=x + 2 {
                        // Modules on a timing pattern have the same value there.
                        if column == 6 || row == 6 {
                            continue;
                        }
                        let ring = column.abs_diff(x).max(row.abs_diff(y));
                        known.push(KnownModule {
                            x: column as u8,
                            y: row as u8,
                            dark: ring != 1,
                            pattern: Pattern::Alignment,
                        });
                    }
                }
            }
        }
        let mut bits = Vec::new();
        let mut upwards = true;
        let mut right = last;
        while right >= 1 {
            if right == 6 {
                right -= 1;
            }
            for step in 0..side {
                let y = if upwards { last - step } else { step };
                for x in [right, right - 1] {
                    if !fixed.get(x as u32, y as u32) {
                        bits.push((y * side + x) as u16);
                    }
                }
            }
            upwards = !upwards;
            if right < 2 {
                break;
            }
            right -= 2;
        }
        bits.truncate(version.getTotalCodewords() as usize * 8);
        let is_landmark = |known: &&KnownModule| {
            known.pattern != Pattern::Finder || (known.x + known.y).is_multiple_of(2)
        };
        let landmarks = known.iter().filter(is_landmark).copied().collect();
        Some(Self {
            version,
            side,
            known,
            landmarks,
            bits,
            alignment,
        })
    }

    /// How the codewords are divided into blocks at an error correction level.
    pub(crate) fn blocks(&self, level: ErrorCorrectionLevel) -> Blocks {
        let of_level = self.version.getECBlocksForLevel(level);
        let data = of_level
            .getECBlocks()
            .iter()
            .flat_map(|group| {
                let count = group.getCount() as usize;
                std::iter::repeat_n(group.getDataCodewords() as usize, count)
            })
            .collect();
        Blocks {
            data,
            check: of_level.getECCodewordsPerBlock() as usize,
        }
    }
}

/// How codewords are divided into blocks.
pub(crate) struct Blocks {
    /// Data codewords of each block.
    pub(crate) data: Vec<usize>,
    /// Check codewords of each block.
    pub(crate) check: usize,
}

impl Blocks {
    /// For each block, the indices of its codewords among all.
    pub(crate) fn places(&self) -> Vec<Vec<usize>> {
        let mut places: Vec<Vec<usize>> = vec![Vec::new(); self.data.len()];
        let longest = self.data.iter().copied().max().unwrap_or_default();
        let mut next = 0;
        for row in 0..longest {
            for (block, length) in places.iter_mut().zip(&self.data) {
                if row < *length {
                    block.push(next);
                    next += 1;
                }
            }
        }
        for _ in 0..self.check {
            for block in &mut places {
                block.push(next);
                next += 1;
            }
        }
        places
    }
}

/// A cache of layouts, by side.
#[derive(Default)]
pub(crate) struct Layouts(Vec<Option<Box<Layout>>>);

impl Layouts {
    /// The layout with `side` modules a side, if a version has that.
    pub(crate) fn of(&mut self, side: usize) -> Option<&Layout> {
        if self.0.len() <= side {
            self.0.resize_with(178, || None);
        }
        let slot = self.0.get_mut(side)?;
        if slot.is_none() {
            *slot = Layout::of(side).map(Box::new);
        }
        slot.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use qrcode::{Color, EcLevel, QrCode, Version as Drawn};

    use super::*;

    #[test]
    fn function_patterns_are_right_in_every_version() {
        for number in 1..=40 {
            let code = QrCode::with_version("A", Drawn::Normal(number), EcLevel::M).unwrap();
            let layout = Layout::of(code.width()).unwrap();
            for known in &layout.known {
                let drawn = code[(usize::from(known.x), usize::from(known.y))] == Color::Dark;
                assert_eq!(drawn, known.dark, "version {number}: {known:?}");
            }
            assert_eq!(
                layout.bits.len(),
                layout.version.getTotalCodewords() as usize * 8
            );
        }
    }

    #[test]
    fn a_side_that_no_version_has_has_no_layout() {
        let mut layouts = Layouts::default();
        for side in [0, 17, 20, 22, 23, 24, 178, 181, 100_000] {
            assert!(layouts.of(side).is_none());
        }
        assert!(layouts.of(177).is_some() && layouts.of(21).is_some());
    }

    #[test]
    fn codewords_of_blocks_are_interleaved() {
        let layout = Layout::of(37).unwrap();
        let places = layout.blocks(ErrorCorrectionLevel::Q).places();
        // Version 5-Q: two blocks of 15 and two of 16 data codewords, 18 check codewords each.
        assert_eq!(
            places.iter().map(Vec::len).collect::<Vec<_>>(),
            [33, 33, 34, 34]
        );
        assert_eq!((places[0][1], places[2][15], places[0][15]), (4, 60, 62));
    }
}
