//! Local thresholds, one for each block of 8x8 pixels, and the map of blocks that have edges.

use super::sampler::Sampler;
use crate::tuning;

/// Side of a block, in pixels.
pub(crate) const BLOCK: usize = 8;
/// Side of a cell in which edges are summed, in blocks.
const CELL: usize = 4;
/// Side of the densest window, in cells.
const WINDOW: usize = 10;
/// Side of the densest window, in pixels.
pub(crate) const WINDOW_PIXELS: u32 = (WINDOW * CELL * BLOCK) as u32;

/// Local thresholds of a picture.
#[derive(Default)]
pub(crate) struct Thresholds {
    /// The threshold of each block, row by row; 0 where neither the block nor its neighbours have an edge.
    pub(crate) values: Vec<u8>,
    pub(crate) columns: usize,
    pub(crate) rows: usize,
    least: Vec<u8>,
    most: Vec<u8>,
    sums: Vec<u16>,
    means: Vec<u8>,
    /// The contrast of each block, 0 where it has no edge.
    contrasts: Vec<u8>,
    row_sums: Vec<(u16, u8)>,
    /// Number of blocks with an edge.
    pub(crate) edge_blocks: usize,
    /// Contrast of a block that noise alone causes.
    pub(crate) noise: u8,
}

impl Thresholds {
    /// Computes the thresholds of a picture.
    pub(crate) fn compute(&mut self, sampler: &Sampler<'_>) {
        let reach = tuning::THRESHOLD_REACH.get();
        (self.columns, self.rows) = (sampler.width / BLOCK, sampler.height / BLOCK);
        let blocks = self.columns * self.rows;
        self.means.clear();
        self.contrasts.clear();
        self.values.clear();
        self.values.resize(blocks, 0);
        (self.edge_blocks, self.noise) = (0, 0);
        if blocks == 0 {
            return;
        }
        self.measure(sampler);
        self.noise = self.estimate_noise();
        self.keep_edges(tuning::THRESHOLD_CONTRAST_MIN.get().max(self.noise));
        let has_edge = |contrast: u8| contrast > 0;
        let edges = self.contrasts.iter().copied();
        self.edge_blocks = edges.filter(|contrast| has_edge(*contrast)).count();
        if self.edge_blocks == 0 {
            return;
        }
        // Box sums over the blocks with edges, first along rows and then down columns.
        self.row_sums.clear();
        for (means, contrasts) in self
            .means
            .chunks_exact(self.columns)
            .zip(self.contrasts.chunks_exact(self.columns))
        {
            let of = |at: usize| match has_edge(contrasts[at]) {
                true => (u16::from(means[at]), 1),
                false => (0, 0),
            };
            let mut sum = (0, 0);
            let add = |sum: &mut (u16, u8), (mean, count): (u16, u8)| {
                sum.0 += mean;
                sum.1 += count;
            };
            for at in 0..reach.min(self.columns) {
                add(&mut sum, of(at));
            }
            for at in 0..self.columns {
                if at + reach < self.columns {
                    add(&mut sum, of(at + reach));
                }
                if at > reach {
                    let (mean, count) = of(at - reach - 1);
                    sum = (sum.0 - mean, sum.1 - count);
                }
                self.row_sums.push(sum);
            }
        }
        for row in 0..self.rows {
            let rows = row.saturating_sub(reach)..(row + reach + 1).min(self.rows);
            for column in 0..self.columns {
                let (mut sum, mut count) = (0_u32, 0_u32);
                for row in rows.clone() {
                    let (means, blocks) = self.row_sums[row * self.columns + column];
                    sum += u32::from(means);
                    count += u32::from(blocks);
                }
                if let Some(mean) = sum.checked_div(count) {
                    self.values[row * self.columns + column] = (mean as u8).max(1);
                }
            }
        }
    }

    /// Computes mean and contrast of each block.
    fn measure(&mut self, sampler: &Sampler<'_>) {
        let width = self.columns * BLOCK;
        for rows in sampler
            .pixels
            .chunks_exact(sampler.width * BLOCK)
            .take(self.rows)
        {
            for all in [&mut self.least, &mut self.most] {
                all.clear();
                all.extend_from_slice(&rows[..width]);
            }
            self.sums.clear();
            self.sums.resize(width, 0);
            for row in rows.chunks_exact(sampler.width) {
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

    /// Sets the contrast to 0 in blocks that have none above `least` or fewer than two neighbours that have: isolated
    /// blocks are noise.
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

    /// Contrast that noise alone causes: a multiple of what the blocks without edges have.
    fn estimate_noise(&self) -> u8 {
        let mut counts = [0_usize; 256];
        for contrast in &self.contrasts {
            counts[usize::from(*contrast)] += 1;
        }
        let (mut sum, mut even) = (0, 0);
        for (contrast, count) in counts.iter().enumerate() {
            sum += count;
            even = contrast;
            if sum * tuning::THRESHOLD_NOISE_QUANTILE.get() >= self.contrasts.len() {
                break;
            }
        }
        let noise = even * tuning::THRESHOLD_NOISE_PERCENT.get() / 100;
        noise.min(usize::from(tuning::THRESHOLD_NOISE_MAX.get())) as u8
    }

    /// The top left corner of the window of [`WINDOW_PIXELS`] with most edge contrast, or `None` if no window stands out.
    /// Edges in the window at `excluded` do not count.
    pub(crate) fn densest_window(
        &self,
        excluded: Option<(u32, u32)>,
        cells: &mut Vec<u32>,
    ) -> Option<(u32, u32)> {
        let (columns, rows) = (self.columns.div_ceil(CELL), self.rows.div_ceil(CELL));
        if self.edge_blocks == 0 {
            return None;
        }
        cells.clear();
        cells.resize(columns * rows, 0);
        for (y, contrasts) in self.contrasts.chunks_exact(self.columns).enumerate() {
            let row = &mut cells[y / CELL * columns..][..columns];
            for (cell, contrasts) in row.iter_mut().zip(contrasts.chunks(CELL)) {
                *cell += contrasts.iter().copied().map(u32::from).sum::<u32>();
            }
        }
        if let Some((left, top)) = excluded {
            let cell = |at: u32| at as usize / (CELL * BLOCK);
            for row in cells.chunks_exact_mut(columns).skip(cell(top)).take(WINDOW) {
                row.iter_mut()
                    .skip(cell(left))
                    .take(WINDOW)
                    .for_each(|cell| *cell = 0);
            }
        }
        let mut best = (0, 0, 0);
        for top in 0..=rows.saturating_sub(WINDOW) {
            for left in 0..=columns.saturating_sub(WINDOW) {
                let rows = cells.chunks_exact(columns).skip(top).take(WINDOW);
                let sum = rows
                    .flat_map(|row| row.iter().skip(left).take(WINDOW))
                    .sum();
                best = best.max((sum, left, top));
            }
        }
        let (all, left, top) = best;
        // Noise has as many edges everywhere.
        let whole: u64 = cells.iter().map(|cell| u64::from(*cell)).sum();
        let usual = whole * (WINDOW * WINDOW) as u64 / (columns * rows) as u64;
        if all < tuning::DENSEST_CONTRAST_MIN.get()
            || u64::from(all) < tuning::DENSEST_PROMINENCE.get() * usual
        {
            return None;
        }
        // The window is centred on the contrast in it.
        let (mut x, mut y) = (0, 0);
        for (down, row) in cells
            .chunks_exact(columns)
            .skip(top)
            .take(WINDOW)
            .enumerate()
        {
            for (right, cell) in row.iter().skip(left).take(WINDOW).enumerate() {
                x += *cell as usize * (2 * (left + right) + 1);
                y += *cell as usize * (2 * (top + down) + 1);
            }
        }
        let side = CELL * BLOCK;
        let corner = |sum: usize, cells: usize| {
            let middle = sum * side / 2 / (all as usize).max(1);
            let last = (cells * side).saturating_sub(WINDOW * side);
            middle.saturating_sub(WINDOW * side / 2).min(last) as u32
        };
        Some((corner(x, columns), corner(y, rows)))
    }

    /// The threshold at a place, or `None` where there are no edges.
    pub(crate) fn at(&self, (x, y): (f32, f32)) -> Option<f32> {
        self.of(x as usize, y as usize).map(f32::from)
    }

    /// The threshold of a pixel, or `None` where there are no edges.
    pub(crate) fn of(&self, x: usize, y: usize) -> Option<u8> {
        let last = (self.columns.checked_sub(1)?, self.rows.checked_sub(1)?);
        let (column, row) = ((x / BLOCK).min(last.0), (y / BLOCK).min(last.1));
        let value = self.values[row * self.columns + column];
        (value > 0).then_some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::OwnedFrame;

    #[test]
    fn the_densest_window_is_on_the_pattern_and_an_even_picture_has_none() {
        let mut cells = Vec::new();
        let mut frame = OwnedFrame::filled(1280, 720, 130).unwrap();
        for (index, pixel) in frame.pixels_mut().iter_mut().enumerate() {
            let (x, y) = (index % 1280, index / 1280);
            if (900..1060).contains(&x) && (500..620).contains(&y) {
                *pixel = if (x / 9 + y / 9) % 2 == 0 { 30 } else { 220 };
            }
        }
        let mut thresholds = Thresholds::default();
        thresholds.compute(&Sampler::new(frame.as_frame()).unwrap());
        let (x, y) = thresholds.densest_window(None, &mut cells).unwrap();
        assert!(x <= 900 && x + WINDOW_PIXELS >= 1060, "{x}");
        assert!(y <= 500 && y + WINDOW_PIXELS >= 620, "{y}");

        // The excluded window is not returned, whether there is another or not.
        assert_eq!(thresholds.densest_window(Some((x, y)), &mut cells), None);
        for (index, pixel) in frame.pixels_mut().iter_mut().enumerate() {
            let (x, y) = (index % 1280, index / 1280);
            if (100..240).contains(&x) && (100..220).contains(&y) {
                *pixel = if (x / 9 + y / 9) % 2 == 0 { 70 } else { 180 };
            }
        }
        thresholds.compute(&Sampler::new(frame.as_frame()).unwrap());
        assert_eq!(thresholds.densest_window(None, &mut cells), Some((x, y)));
        let (x, y) = thresholds.densest_window(Some((x, y)), &mut cells).unwrap();
        assert!(x <= 100 && x + WINDOW_PIXELS >= 240, "{x}");
        assert!(y <= 100 && y + WINDOW_PIXELS >= 220, "{y}");

        for (index, pixel) in frame.pixels_mut().iter_mut().enumerate() {
            *pixel = if index / 5 % 2 == 0 { 90 } else { 170 };
        }
        thresholds.compute(&Sampler::new(frame.as_frame()).unwrap());
        assert_eq!(thresholds.densest_window(None, &mut cells), None);
    }
}
