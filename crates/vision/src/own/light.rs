//! Luminance between pixels.

use crate::Frame;

/// A picture that is looked at in places that are no pixel's middle.
#[derive(Clone, Copy)]
pub(crate) struct Light<'a> {
    pub(crate) pixels: &'a [u8],
    pub(crate) width: usize,
    pub(crate) height: usize,
    right: f32,
    bottom: f32,
}

impl<'a> Light<'a> {
    /// None where rows have padding, or where there is nothing between two pixels.
    pub(crate) fn of(frame: Frame<'a>) -> Option<Self> {
        let (width, height) = (frame.width() as usize, frame.height() as usize);
        let pixels = frame.packed().filter(|_| width > 1 && height > 1)?;
        Some(Self {
            pixels,
            width,
            height,
            right: (width - 1) as f32 - 0.001,
            bottom: (height - 1) as f32 - 0.001,
        })
    }

    /// Interpolated between four pixels; beyond the edges it is that of the edge. (0.5, 0.5) is the middle of the first
    /// pixel.
    pub(crate) fn at(&self, (x, y): (f32, f32)) -> f32 {
        // Not `clamp`, so that what is not a number becomes 0.
        let x = (x - 0.5).max(0.0).min(self.right);
        let y = (y - 0.5).max(0.0).min(self.bottom);
        let (column, row) = (x as usize, y as usize);
        let (part_x, part_y) = (x - column as f32, y - row as f32);
        let start = row * self.width + column;
        let Some(upper) = self.pixels.get(start..start + 2) else {
            return 0.0;
        };
        let Some(lower) = self.pixels.get(start + self.width..start + self.width + 2) else {
            return 0.0;
        };
        let mix = |pair: &[u8]| {
            let (left, right) = (f32::from(pair[0]), f32::from(pair[1]));
            left + (right - left) * part_x
        };
        let (upper, lower) = (mix(upper), mix(lower));
        upper + (lower - upper) * part_y
    }

    pub(crate) fn contains(&self, (x, y): (f32, f32)) -> bool {
        x >= 0.0 && y >= 0.0 && x <= self.width as f32 && y <= self.height as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OwnedFrame;

    #[test]
    fn light_is_each_pixels_own_in_its_middle_and_mixed_in_between() {
        let frame = OwnedFrame::new(vec![10, 30, 50, 70], 2, 2).unwrap();
        let light = Light::of(frame.as_frame()).unwrap();
        assert!((light.at((0.5, 0.5)) - 10.0).abs() < 0.1);
        assert!((light.at((1.5, 1.5)) - 70.0).abs() < 0.1);
        assert!((light.at((1.0, 1.0)) - 40.0).abs() < 0.1);
        for wild in [-1e30, 1e30, f32::NAN, f32::INFINITY] {
            assert!(light.at((wild, wild)) <= 70.0);
        }
    }
}
