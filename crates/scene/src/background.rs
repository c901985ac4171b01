//! The background behind a badge: a hall, out of focus.

use crate::geometry::Camera;
use crate::random::Random;

/// Luminance of an empty hall: light from above, blurred people and stands, the edge of a table.
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)]
pub(crate) fn background(camera: &Camera, seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed, 0x726f_6f6d);
    let (width, height) = (camera.width as usize, camera.height as usize);
    let base = random.between(95.0, 140.0);
    let slope_x = random.either_side(5.0, 30.0);
    let coarse = Noise::new(&mut random, 5, 4, 34.0);
    let fine = Noise::new(&mut random, 19, 13, 10.0);
    let table = random.between(0.78, 0.95);
    let table_shade = random.between(-35.0, -15.0);

    let mut pixels = Vec::with_capacity(width * height);
    for y in 0..height {
        let down = (y as f32 + 0.5) / height as f32;
        // A smooth step, because the table is out of focus too.
        let on_table = ((down - table) * 40.0 + 0.5).clamp(0.0, 1.0);
        let row = base + 30.0 * (0.5 - down) + table_shade * on_table;
        for x in 0..width {
            let across = (x as f32 + 0.5) / width as f32;
            let light =
                row + slope_x * (across - 0.5) + coarse.at(across, down) + fine.at(across, down);
            pixels.push(light.clamp(0.0, 255.0) as u8);
        }
    }
    pixels
}

/// Smooth noise: random values on a grid, interpolated.
struct Noise {
    values: Vec<f32>,
    columns: usize,
    rows: usize,
}

impl Noise {
    fn new(random: &mut Random, columns: usize, rows: usize, strength: f32) -> Self {
        let values = (0..(columns + 1) * (rows + 1))
            .map(|_| random.between(-strength, strength))
            .collect();
        Self {
            values,
            columns,
            rows,
        }
    }

    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss
    )]
    fn at(&self, across: f32, down: f32) -> f32 {
        let cell = |place: f32, count: usize| {
            let at = place * count as f32;
            let index = (at as usize).min(count - 1);
            let part = at - index as f32;
            (index, part * part * (3.0 - 2.0 * part))
        };
        let (x, part_x) = cell(across, self.columns);
        let (y, part_y) = cell(down, self.rows);
        let value = |x: usize, y: usize| self.values[y * (self.columns + 1) + x];
        let upper = value(x, y) + (value(x + 1, y) - value(x, y)) * part_x;
        let lower = value(x, y + 1) + (value(x + 1, y + 1) - value(x, y + 1)) * part_x;
        upper + (lower - upper) * part_y
    }
}
