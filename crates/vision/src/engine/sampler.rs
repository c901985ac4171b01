//! Bilinear sampling of a picture at places between pixels.

use crate::frame::Frame;

/// A picture that can be sampled at any place.
#[derive(Clone, Copy)]
pub(crate) struct Sampler<'a> {
    pub(crate) pixels: &'a [u8],
    pub(crate) width: usize,
    pub(crate) height: usize,
    right: f32,
    bottom: f32,
}

impl<'a> Sampler<'a> {
    /// A sampler of `frame`, or `None` if its rows have padding or a side is shorter than 2 px.
    pub(crate) fn new(frame: Frame<'a>) -> Option<Self> {
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

    /// The luminance at a place, interpolated between four pixels. Places outside the picture have the luminance of its
    /// edge. (0.5, 0.5) is the centre of the first pixel.
    pub(crate) fn at(&self, (x, y): (f32, f32)) -> f32 {
        // Not `clamp`, so that NaN becomes 0.
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

    /// Whether a place is inside the picture.
    pub(crate) fn contains(&self, (x, y): (f32, f32)) -> bool {
        x >= 0.0 && y >= 0.0 && x <= self.width as f32 && y <= self.height as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::OwnedFrame;

    #[test]
    fn a_sample_is_the_pixel_in_its_centre_and_mixed_in_between() {
        let frame = OwnedFrame::new(vec![10, 30, 50, 70], 2, 2).unwrap();
        let sampler = Sampler::new(frame.as_frame()).unwrap();
        assert!((sampler.at((0.5, 0.5)) - 10.0).abs() < 0.1);
        assert!((sampler.at((1.5, 1.5)) - 70.0).abs() < 0.1);
        assert!((sampler.at((1.0, 1.0)) - 40.0).abs() < 0.1);
        for wild in [-1e30, 1e30, f32::NAN, f32::INFINITY] {
            assert!(sampler.at((wild, wild)) <= 70.0);
        }
    }
}
