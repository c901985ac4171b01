//! The loss of a webcam's JPEG: the quantised cosine transform of blocks of 8x8 pixels.

/// Side of a block.
const SIDE: usize = 8;

/// Quantisation steps of luminance at quality 50 (ITU-T T.81, annex K, table K.1), in rows.
const STEPS: [[u8; SIDE]; SIDE] = [
    [16, 11, 10, 16, 24, 40, 51, 61],
    [12, 12, 14, 19, 26, 58, 60, 55],
    [14, 13, 16, 24, 40, 57, 69, 56],
    [14, 17, 22, 29, 51, 87, 80, 62],
    [18, 22, 37, 56, 68, 109, 103, 77],
    [24, 35, 55, 64, 81, 104, 113, 92],
    [49, 64, 78, 87, 103, 121, 120, 101],
    [72, 92, 95, 98, 112, 100, 103, 99],
];

/// Compresses and decompresses at a quality of 1 to 100, as the Independent JPEG Group counts it. Rows and columns
/// beyond the last whole block stay as they are.
pub(crate) fn compress(pixels: &mut [u8], width: usize, quality: u8) {
    let steps = steps(quality);
    let basis = basis();
    let height = pixels.len() / width;
    for top in (0..height - height % SIDE).step_by(SIDE) {
        for left in (0..width - width % SIDE).step_by(SIDE) {
            let mut block = [[0.0; SIDE]; SIDE];
            for (y, row) in block.iter_mut().enumerate() {
                let line = &pixels[(top + y) * width + left..][..SIDE];
                for (value, pixel) in row.iter_mut().zip(line) {
                    *value = f32::from(*pixel) - 128.0;
                }
            }
            // The transform is orthonormal, so its transpose is its inverse.
            let mut amounts = along_both(&basis, &block, false);
            for (row, steps) in amounts.iter_mut().zip(&steps) {
                for (amount, step) in row.iter_mut().zip(steps) {
                    *amount = (*amount / step).round() * step;
                }
            }
            let block = along_both(&basis, &amounts, true);
            for (y, row) in block.iter().enumerate() {
                let line = &mut pixels[(top + y) * width + left..][..SIDE];
                for (pixel, value) in line.iter_mut().zip(row) {
                    *pixel = byte(value + 128.0);
                }
            }
        }
    }
}

fn steps(quality: u8) -> [[f32; SIDE]; SIDE] {
    let quality = f32::from(quality.clamp(1, 100));
    let scale = if quality < 50.0 {
        50.0 / quality
    } else {
        2.0 - quality / 50.0
    };
    STEPS.map(|row| row.map(|step| (f32::from(step) * scale).round().clamp(1.0, 255.0)))
}

#[allow(clippy::cast_precision_loss)] // Below 8.
fn basis() -> [[f32; SIDE]; SIDE] {
    std::array::from_fn(|wave| {
        let size = if wave == 0 { 0.125_f32 } else { 0.25 }.sqrt();
        std::array::from_fn(|at| {
            size * ((at as f32 + 0.5) * wave as f32 * std::f32::consts::PI / SIDE as f32).cos()
        })
    })
}

fn along_both(
    basis: &[[f32; SIDE]; SIDE],
    block: &[[f32; SIDE]; SIDE],
    back: bool,
) -> [[f32; SIDE]; SIDE] {
    let weight = |into: usize, from: usize| {
        if back {
            basis[from][into]
        } else {
            basis[into][from]
        }
    };
    let mut rows = [[0.0; SIDE]; SIDE];
    for (row, from) in rows.iter_mut().zip(block) {
        for (x, value) in row.iter_mut().enumerate() {
            *value = (0..SIDE).map(|at| weight(x, at) * from[at]).sum();
        }
    }
    std::array::from_fn(|y| {
        std::array::from_fn(|x| (0..SIDE).map(|at| weight(y, at) * rows[at][x]).sum())
    })
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // The cast saturates.
fn byte(light: f32) -> u8 {
    (light + 0.5) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    /// A page of noise, and how far its copy at a quality is from it, as a deviation.
    fn off(quality: u8) -> f32 {
        let mut random = Random::new(3, 1);
        let page: Vec<u8> = (0..64 * 48)
            .map(|_| byte(random.between(40.0, 220.0)))
            .collect();
        let mut copy = page.clone();
        compress(&mut copy, 64, quality);
        let squares: f32 = page
            .iter()
            .zip(&copy)
            .map(|(a, b)| (f32::from(*a) - f32::from(*b)).powi(2))
            .sum();
        (squares / 3072.0).sqrt()
    }

    #[test]
    fn the_best_quality_loses_next_to_nothing_and_a_worse_one_more() {
        assert!(off(100) < 0.6, "{}", off(100));
        assert!(off(20) > off(60) && off(60) > 5.0);
    }

    #[test]
    fn an_even_page_stays_even_and_an_edge_rings() {
        let mut even = vec![90; 24 * 16];
        compress(&mut even, 24, 50);
        assert!(even.iter().all(|pixel| *pixel == even[0]) && even[0].abs_diff(90) < 3);
        let mut edge: Vec<u8> = (0..16 * 16)
            .map(|at| if at % 16 < 3 { 20 } else { 230 })
            .collect();
        compress(&mut edge, 16, 20);
        assert!(edge[4..8].iter().any(|pixel| pixel.abs_diff(230) > 2));
    }
}
