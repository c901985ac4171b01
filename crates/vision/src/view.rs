//! Views of a frame (blurred, sharpened, scaled), in which detectors find symbols that they miss in the frame itself.

use crate::frame::Frame;
use crate::tuning;

/// A way to filter and scale a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    /// The frame as it is.
    Plain,
    /// Gaussian blur of σ = 1 px: removes noise and halftone dots, keeps modules of a few pixels.
    Blurred,
    /// Unsharp masking: for modules of one or two pixels that are out of focus.
    Sharpened,
    /// Box filter of `n` x `n` pixels into one: for symbols that are out of focus, textured or very large.
    Downscaled(u8),
    /// Bilinear interpolation to twice the resolution: for modules of one or two pixels.
    Upscaled,
    /// [`View::Sharpened`], then [`View::Upscaled`]: for modules of hardly more than a pixel.
    UpscaledSharp,
}

impl std::fmt::Display for View {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Plain => f.write_str("plain"),
            Self::Blurred => f.write_str("blurred"),
            Self::Sharpened => f.write_str("sharpened"),
            Self::Downscaled(factor) => write!(f, "downscaled {factor}"),
            Self::Upscaled => f.write_str("upscaled"),
            Self::UpscaledSharp => f.write_str("upscaled sharp"),
        }
    }
}

/// A view that was drawn.
pub(crate) struct DrawnView<'a> {
    /// The picture, without padding between its rows.
    pub(crate) frame: Frame<'a>,
    /// Frame pixels a view pixel.
    pub(crate) scale: f32,
}

/// The buffers that views are drawn in, kept from frame to frame.
#[derive(Default)]
pub(crate) struct ViewBuffers {
    pixels: Vec<u8>,
    sharp: Vec<u8>,
    half: Vec<u8>,
    sums: Vec<u32>,
    columns: Vec<u16>,
}

/// Most pixels of an upscaled view. In a larger frame, badges have larger modules, and the search would take seconds.
const MAX_UPSCALED_PIXELS: usize = 8 * 1024 * 1024;

impl ViewBuffers {
    /// Draws `view` of `frame`; `None` if it would be empty or too large.
    pub(crate) fn draw<'a>(&'a mut self, frame: Frame<'a>, view: View) -> Option<DrawnView<'a>> {
        let (width, height) = (frame.width(), frame.height());
        let (width, height, scale) = match view {
            View::Plain if frame.packed().is_some() => {
                return Some(DrawnView { frame, scale: 1.0 });
            }
            View::Plain => {
                self.copy(frame);
                (width, height, 1.0)
            }
            View::Blurred => {
                self.blur(frame);
                (width, height, 1.0)
            }
            View::Sharpened => {
                self.sharpen(frame);
                (width, height, 1.0)
            }
            View::Downscaled(factor) => {
                let side = u32::from(factor.max(1));
                self.downscale(frame, side);
                (width / side, height / side, f32::from(factor.max(1)))
            }
            View::Upscaled | View::UpscaledSharp => {
                if width as usize * height as usize > MAX_UPSCALED_PIXELS / 4 {
                    return None;
                }
                if view == View::UpscaledSharp {
                    self.sharpen(frame);
                    std::mem::swap(&mut self.pixels, &mut self.sharp);
                    let sharp = std::mem::take(&mut self.sharp);
                    if let Ok(frame) = Frame::new(&sharp, width, height, width as usize) {
                        self.upscale(frame);
                    }
                    self.sharp = sharp;
                } else {
                    self.upscale(frame);
                }
                (width * 2, height * 2, 0.5)
            }
        };
        let frame = Frame::new(&self.pixels, width, height, width as usize).ok()?;
        Some(DrawnView { frame, scale })
    }

    fn copy(&mut self, frame: Frame<'_>) {
        self.pixels.clear();
        for row in frame.rows() {
            self.pixels.extend_from_slice(row);
        }
    }

    fn sharpen(&mut self, frame: Frame<'_>) {
        let amount = tuning::VIEW_SHARPENING.get();
        self.blur(frame);
        let blurred = self.pixels.chunks_exact_mut(frame.width() as usize);
        for (into, row) in blurred.zip(frame.rows()) {
            for (pixel, sharp) in into.iter_mut().zip(row) {
                let (smooth, sharp) = (i16::from(*pixel), i16::from(*sharp));
                *pixel = byte(sharp + (sharp - smooth) * amount);
            }
        }
    }

    /// Convolves rows and columns with 1 4 6 4 1, a Gaussian of σ = 1; edge pixels are repeated outwards.
    fn blur(&mut self, frame: Frame<'_>) {
        let (width, last) = (frame.width() as usize, frame.height() - 1);
        self.pixels.clear();
        for y in 0..=last {
            let row = |offset: u32, up: bool| {
                frame.row(if up {
                    y.saturating_sub(offset)
                } else {
                    (y + offset).min(last)
                })
            };
            let (a, b, c, d, e) = (
                row(2, true),
                row(1, true),
                row(0, true),
                row(1, false),
                row(2, false),
            );
            // Two more columns on either side, so that edges need no special case.
            self.columns.clear();
            self.columns.resize(width + 4, 0);
            let middle = self.columns[2..width + 2].iter_mut();
            let rows = a.iter().zip(b).zip(c).zip(d).zip(e);
            for (sum, ((((a, b), c), d), e)) in middle.zip(rows) {
                *sum = u16::from(*a)
                    + u16::from(*e)
                    + 4 * (u16::from(*b) + u16::from(*d))
                    + 6 * u16::from(*c);
            }
            let (first, last) = (self.columns[2], self.columns[width + 1]);
            self.columns[..2].fill(first);
            self.columns[width + 2..].fill(last);
            let start = self.pixels.len();
            self.pixels.resize(start + width, 0);
            let near = |by: usize| self.columns[by..by + width].iter();
            let near = near(0).zip(near(1)).zip(near(2)).zip(near(3)).zip(near(4));
            for (pixel, ((((a, b), c), d), e)) in self.pixels[start..].iter_mut().zip(near) {
                // At most 255 times 256.
                *pixel = shade(u32::from((a + e + 4 * (b + d) + 6 * c) >> 8));
            }
        }
    }

    /// Averages squares of `side` pixels; incomplete squares at the right and at the bottom are dropped.
    fn downscale(&mut self, frame: Frame<'_>, side: u32) {
        let (width, side_pixels) = ((frame.width() / side) as usize, side as usize);
        self.pixels.clear();
        // Fast paths for the views of every live frame.
        let half = |side: u32| {
            (
                (frame.width() / side) as usize,
                (frame.height() / side) as usize,
            )
        };
        if side == 2 {
            return downscale_by_two(frame, (0, 0), half(2), &mut self.pixels);
        }
        if side == 4 {
            downscale_by_two(frame, (0, 0), half(2), &mut self.half);
            let (width, height) = (frame.width() / 2, frame.height() / 2);
            if let Ok(frame) = Frame::new(&self.half, width, height, width as usize) {
                downscale_by_two(frame, (0, 0), half(4), &mut self.pixels);
            }
            return;
        }
        for top in 0..frame.height() / side {
            self.sums.clear();
            self.sums.resize(width, 0);
            for y in 0..side {
                let row = frame.row(top * side + y);
                for (sum, pixels) in self.sums.iter_mut().zip(row.chunks_exact(side_pixels)) {
                    *sum += pixels.iter().map(|&pixel| u32::from(pixel)).sum::<u32>();
                }
            }
            self.pixels
                .extend(self.sums.iter().map(|sum| shade(sum / (side * side))));
        }
    }

    /// Bilinear interpolation: each new pixel is three parts the old one that it lies in and one part its neighbour, in both
    /// directions.
    fn upscale(&mut self, frame: Frame<'_>) {
        let (width, last) = (frame.width() as usize, frame.height() - 1);
        self.pixels.clear();
        self.pixels.resize(4 * width * frame.height() as usize, 0);
        let mut into = self.pixels.chunks_exact_mut(2 * width);
        for y in 0..=last {
            let here = frame.row(y);
            for there in [frame.row(y.saturating_sub(1)), frame.row((y + 1).min(last))] {
                // Edge pixels are repeated outwards.
                let sums = here.iter().zip(there);
                self.columns.clear();
                self.columns.push(0);
                self.columns
                    .extend(sums.map(|(&a, &b)| 3 * u16::from(a) + u16::from(b)));
                self.columns[0] = self.columns[1];
                self.columns.push(self.columns[width]);
                let near = |by: usize| self.columns[by..by + width].iter();
                let near = near(0).zip(near(1)).zip(near(2));
                let pairs = into.next().unwrap_or_default().chunks_exact_mut(2);
                for (pair, ((left, own), right)) in pairs.zip(near) {
                    // At most 255 times 16.
                    pair[0] = shade(u32::from((3 * own + left) >> 4));
                    pair[1] = shade(u32::from((3 * own + right) >> 4));
                }
            }
        }
    }
}

/// Averages squares of 2x2 pixels into `width` x `height` pixels, from a place on that may be outside of the frame; edge
/// pixels are repeated outwards.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "places in a frame are small, and clamped to it"
)]
pub(crate) fn downscale_by_two(
    frame: Frame<'_>,
    (left, top): (i32, i32),
    (width, height): (usize, usize),
    into: &mut Vec<u8>,
) {
    let (last_x, last_y) = (frame.width() as i32 - 1, frame.height() as i32 - 1);
    let inside = left >= 0 && left + 2 * width as i32 - 1 <= last_x;
    let mean = |a: u8, b: u8, c: u8, d: u8| {
        let sum = u16::from(a) + u16::from(b) + u16::from(c) + u16::from(d);
        shade(u32::from(sum / 4))
    };
    into.clear();
    for y in 0..height as i32 {
        let row = |off: i32| frame.row((top + 2 * y + off).clamp(0, last_y) as u32);
        let (upper, lower) = (row(0), row(1));
        if inside {
            let part = left as usize..left as usize + 2 * width;
            let pairs = upper[part.clone()].chunks_exact(2);
            into.extend(
                pairs
                    .zip(lower[part].chunks_exact(2))
                    .map(|(a, b)| mean(a[0], a[1], b[0], b[1])),
            );
        } else {
            into.extend((0..width as i32).map(|x| {
                let [a, b] = [0, 1].map(|off| (left + 2 * x + off).clamp(0, last_x) as usize);
                mean(upper[a], upper[b], lower[a], lower[b])
            }));
        }
    }
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "an average of bytes is a byte"
)]
fn shade(average: u32) -> u8 {
    average as u8
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped before"
)]
fn byte(light: i16) -> u8 {
    light.clamp(0, 255) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::OwnedFrame;

    fn drawn(frame: Frame<'_>, view: View) -> (OwnedFrame, f32) {
        let mut canvas = ViewBuffers::default();
        let drawn = canvas.draw(frame, view).unwrap();
        assert!(drawn.frame.packed().is_some());
        (drawn.frame.to_owned(), drawn.scale)
    }

    #[test]
    fn an_even_frame_is_even_in_every_view() {
        let frame = OwnedFrame::filled(13, 9, 255).unwrap();
        for (view, width, height) in [
            (View::Plain, 13, 9),
            (View::Blurred, 13, 9),
            (View::Sharpened, 13, 9),
            (View::Downscaled(2), 6, 4),
            (View::Downscaled(3), 4, 3),
            (View::Upscaled, 26, 18),
            (View::UpscaledSharp, 26, 18),
        ] {
            assert_eq!(
                drawn(frame.as_frame(), view).0,
                OwnedFrame::filled(width, height, 255).unwrap(),
                "{view:?}"
            );
        }
    }

    #[test]
    fn a_plain_view_drops_padding() {
        let frame = Frame::new(&[1, 2, 99, 3, 4, 99], 2, 2, 3).unwrap();
        assert_eq!(drawn(frame, View::Plain).0.into_pixels(), [1, 2, 3, 4]);
    }

    #[test]
    fn a_blurred_dot_is_a_gaussian() {
        let mut dot = OwnedFrame::filled(5, 5, 0).unwrap();
        dot.pixels_mut()[12] = 255;
        let (blurred, _) = drawn(dot.as_frame(), View::Blurred);
        assert_eq!(&blurred.pixels()[10..15], [5, 23, 35, 23, 5]);
        assert_eq!(blurred.pixels()[2], 5);
    }

    #[test]
    fn sharpening_raises_the_contrast_of_edges_and_of_nothing_else() {
        let edge = [100, 100, 100, 100, 100, 150, 150, 150, 150, 150];
        let (sharp, _) = drawn(Frame::new(&edge, 10, 1, 10).unwrap(), View::Sharpened);
        let sharp = sharp.into_pixels();
        assert!(
            sharp[4] < 90 && sharp[5] > 160 && sharp[0] == 100 && sharp[9] == 150,
            "{sharp:?}"
        );
    }

    #[test]
    fn downscaling_averages_whole_squares_only() {
        let data = [0, 100, 9, 200, 100, 9, 9, 9, 9];
        let (small, scale) = drawn(Frame::new(&data, 3, 3, 3).unwrap(), View::Downscaled(2));
        assert_eq!((small.into_pixels(), scale), (vec![100], 2.0));
    }

    #[test]
    fn upscaling_interpolates() {
        let (large, scale) = drawn(Frame::new(&[0, 160], 2, 1, 2).unwrap(), View::Upscaled);
        assert_eq!(
            (large.into_pixels(), scale),
            ([0, 40, 120, 160].repeat(2), 0.5)
        );
    }

    #[test]
    fn a_view_without_pixels_is_none() {
        let frame = OwnedFrame::filled(3, 1, 0).unwrap();
        assert!(
            ViewBuffers::default()
                .draw(frame.as_frame(), View::Downscaled(2))
                .is_none()
        );
    }
}
