//! Defocus and motion blur.

/// A part of a frame in floating point.
pub(crate) struct Patch {
    pub(crate) pixels: Vec<f32>,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

/// Blur in pixels below which nothing is done.
const NEGLIGIBLE: f32 = 0.05;

impl Patch {
    /// Applies a Gaussian blur with a standard deviation in pixels.
    pub(crate) fn defocus(&mut self, sigma: f32) {
        if sigma < NEGLIGIBLE {
            return;
        }
        let weights = gaussian(sigma);
        self.along_rows(&weights);
        self.along_columns(&weights);
    }

    fn along_rows(&mut self, weights: &[f32]) {
        let radius = weights.len() / 2;
        let mut padded = vec![0.0; self.width + 2 * radius];
        for row in self.pixels.chunks_exact_mut(self.width) {
            padded[..radius].fill(row[0]);
            padded[radius..radius + row.len()].copy_from_slice(row);
            padded[radius + row.len()..].fill(row[row.len() - 1]);
            row.fill(0.0);
            for (shift, weight) in weights.iter().enumerate() {
                add_weighted(row, &padded[shift..], *weight);
            }
        }
    }

    fn along_columns(&mut self, weights: &[f32]) {
        let radius = weights.len() / 2;
        let source = self.pixels.clone();
        for (y, row) in self.pixels.chunks_exact_mut(self.width).enumerate() {
            row.fill(0.0);
            for (shift, weight) in weights.iter().enumerate() {
                let from = (y + shift).saturating_sub(radius).min(self.height - 1);
                add_weighted(row, &source[from * self.width..], *weight);
            }
        }
    }

    /// Applies motion blur along a vector in pixels, half of it to each side.
    pub(crate) fn smear(&mut self, (dx, dy): (f32, f32)) {
        let length = dx.hypot(dy);
        if length < NEGLIGIBLE {
            return;
        }
        let source = std::mem::take(&mut self.pixels);
        self.pixels = vec![0.0; source.len()];
        // Steps of at most a pixel leave no gaps.
        let steps = (length.ceil() + 1.0).min(256.0);
        let mut step = 0.0;
        while step < steps {
            let part = step / (steps - 1.0) - 0.5;
            self.add_shifted(&source, dx * part, dy * part, 1.0 / steps);
            step += 1.0;
        }
    }

    /// Adds a picture that is shifted by a fraction of pixels, by bilinear interpolation; edge pixels are repeated.
    #[allow(clippy::cast_possible_truncation)] // Shifts are a few hundred pixels at most.
    fn add_shifted(&mut self, source: &[f32], dx: f32, dy: f32, weight: f32) {
        let (whole_x, whole_y) = (dx.floor(), dy.floor());
        let (part_x, part_y) = (dx - whole_x, dy - whole_y);
        for (step_y, weight_y) in [(0, 1.0 - part_y), (1, part_y)] {
            for (step_x, weight_x) in [(0, 1.0 - part_x), (1, part_x)] {
                let weight = weight * weight_x * weight_y;
                if weight <= 0.0 {
                    continue;
                }
                self.add_moved(
                    source,
                    whole_x as isize + step_x,
                    whole_y as isize + step_y,
                    weight,
                );
            }
        }
    }

    fn add_moved(&mut self, source: &[f32], x: isize, y: isize, weight: f32) {
        let (width, height) = (self.width, self.height);
        let far = x.unsigned_abs().min(width);
        for (row_number, row) in self.pixels.chunks_exact_mut(width).enumerate() {
            let from = row_number.saturating_add_signed(-y).min(height - 1);
            let line = &source[from * width..][..width];
            if x >= 0 {
                let (edge, rest) = row.split_at_mut(far);
                edge.iter_mut().for_each(|pixel| *pixel += line[0] * weight);
                add_weighted(rest, line, weight);
            } else {
                let (rest, edge) = row.split_at_mut(width - far);
                add_weighted(rest, &line[far..], weight);
                edge.iter_mut()
                    .for_each(|pixel| *pixel += line[width - 1] * weight);
            }
        }
    }
}

fn add_weighted(into: &mut [f32], from: &[f32], weight: f32) {
    for (into, from) in into.iter_mut().zip(from) {
        *into += from * weight;
    }
}

/// Weights of a Gaussian up to three standard deviations, with a sum of one.
fn gaussian(sigma: f32) -> Vec<f32> {
    let radius = (3.0 * sigma).ceil().min(64.0);
    let mut weights = Vec::new();
    let mut at = -radius;
    while at <= radius {
        weights.push((-0.5 * (at / sigma).powi(2)).exp());
        at += 1.0;
    }
    let sum: f32 = weights.iter().sum();
    weights.iter_mut().for_each(|weight| *weight /= sum);
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One bright pixel in the middle of a dark square.
    fn star() -> Patch {
        let mut pixels = vec![0.0; 41 * 41];
        pixels[20 * 41 + 20] = 1000.0;
        Patch {
            pixels,
            width: 41,
            height: 41,
        }
    }

    /// Light, and its variance along x and y.
    #[allow(clippy::cast_precision_loss)]
    fn spread(patch: &Patch) -> (f32, f32, f32) {
        let (mut sum, mut along_x, mut along_y) = (0.0, 0.0, 0.0);
        for (index, light) in patch.pixels.iter().enumerate() {
            let (x, y) = ((index % 41) as f32 - 20.0, (index / 41) as f32 - 20.0);
            sum += light;
            along_x += light * x * x;
            along_y += light * y * y;
        }
        (sum, along_x / sum, along_y / sum)
    }

    #[test]
    fn defocus_spreads_light_by_its_deviation_and_loses_none() {
        let mut patch = star();
        patch.defocus(2.0);
        let (sum, along_x, along_y) = spread(&patch);
        assert!((sum - 1000.0).abs() < 0.1);
        assert!((along_x - 4.0).abs() < 0.2 && (along_y - 4.0).abs() < 0.2);
    }

    #[test]
    fn motion_smears_along_its_axis_only() {
        let mut patch = star();
        patch.smear((12.0, 0.0));
        let (sum, along_x, along_y) = spread(&patch);
        assert!((sum - 1000.0).abs() < 0.1);
        // A line of 13 pixels has a variance of 14.
        assert!((along_x - 14.0).abs() < 1.0, "{along_x}");
        assert!(along_y < 0.01);
        let mut patch = star();
        patch.smear((0.0, -9.5));
        let (_, along_x, along_y) = spread(&patch);
        assert!(along_x < 0.01 && along_y > 6.0);
    }

    #[test]
    fn an_even_patch_stays_even() {
        let mut patch = Patch {
            pixels: vec![80.0; 30 * 20],
            width: 30,
            height: 20,
        };
        patch.defocus(3.0);
        patch.smear((7.3, -40.0));
        assert!(patch.pixels.iter().all(|pixel| (pixel - 80.0).abs() < 0.01));
    }
}
