//! Pictures of frames for display, as JPEG.

use std::fmt;

use bytes::Bytes;
use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;
use vision::OwnedFrame;

use crate::{CameraError, PixelFormat, jpeg, luma};

/// JPEG quality of a viewfinder: the text of a badge is legible, and encoding takes few milliseconds.
const QUALITY: u8 = 75;

/// The luminance of a frame, with its picture for display.
pub(crate) type Shot = (OwnedFrame, Picture);

/// A frame in the pixel format of the camera. Clones share its bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    pixels: PixelFormat,
    bytes: Bytes,
    width: u32,
    height: u32,
}

impl Picture {
    pub(crate) fn new(pixels: PixelFormat, bytes: Bytes, width: u32, height: u32) -> Self {
        Self {
            pixels,
            bytes,
            width,
            height,
        }
    }

    /// A picture of luminance only.
    #[must_use]
    pub fn gray(frame: &OwnedFrame) -> Self {
        let bytes = Bytes::copy_from_slice(frame.pixels());
        Self::new(PixelFormat::Gray, bytes, frame.width(), frame.height())
    }

    /// Encodes the picture as JPEG of at most `max_width` pixels a row, downscaled by an integer factor if necessary.
    ///
    /// JPEG frames of a camera are passed on at their own size: downscaling a 720p picture takes longer than passing on its
    /// hundred kilobytes.
    ///
    /// # Errors
    /// [`CameraError::TooShort`], [`CameraError::Size`], [`CameraError::Jpeg`] and [`CameraError::Encode`].
    pub fn jpeg(&self, max_width: u32) -> Result<Vec<u8>, CameraError> {
        let (width, height) = (self.width, self.height);
        if self.pixels == PixelFormat::Mjpeg {
            return jpeg::complete(&self.bytes);
        }
        let bytes = luma::needed(self.pixels, &self.bytes, width, height)?;
        let shrunk = Shrunk::of(width, height, max_width);
        let (columns, rows) = (width as usize, height as usize);
        match self.pixels {
            PixelFormat::Gray => {
                let gray = shrunk.averages(|x, y| [bytes[y * columns + x]]);
                encode(gray.as_flattened(), &shrunk, ExtendedColorType::L8)
            }
            PixelFormat::Yuyv => {
                let row = columns.div_ceil(2) * 4;
                shrunk.encode_ycbcr(|x, y| {
                    let pair = y * row + x / 2 * 4;
                    [bytes[pair + x % 2 * 2], bytes[pair + 1], bytes[pair + 3]]
                })
            }
            PixelFormat::Nv12 => {
                let (luminance, colour) = bytes.split_at(columns * rows);
                let row = columns.div_ceil(2) * 2;
                shrunk.encode_ycbcr(|x, y| {
                    let pair = y / 2 * row + x / 2 * 2;
                    [luminance[y * columns + x], colour[pair], colour[pair + 1]]
                })
            }
            PixelFormat::Rgb | PixelFormat::Bgr => {
                let order = if self.pixels == PixelFormat::Rgb {
                    [0, 1, 2]
                } else {
                    [2, 1, 0]
                };
                let rgb = shrunk.averages(|x, y| {
                    let pixel = (y * columns + x) * 3;
                    order.map(|colour| bytes[pixel + colour])
                });
                encode(rgb.as_flattened(), &shrunk, ExtendedColorType::Rgb8)
            }
            PixelFormat::Mjpeg => unreachable!("passed on above"),
        }
    }
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            pixels,
            width,
            height,
            ..
        } = self;
        write!(f, "Picture({width}x{height} {pixels:?})")
    }
}

/// The size of a picture that is downscaled by `factor`.
struct Shrunk {
    from: (usize, usize),
    factor: usize,
    width: u32,
    height: u32,
}

impl Shrunk {
    fn of(width: u32, height: u32, max_width: u32) -> Self {
        let factor = width.div_ceil(max_width.max(1));
        Self {
            from: (width as usize, height as usize),
            factor: factor as usize,
            width: width.div_ceil(factor),
            height: height.div_ceil(factor),
        }
    }

    /// The mean of each square of pixels, row by row. Squares at the right and lower edge may be incomplete.
    fn averages<const CHANNELS: usize>(
        &self,
        pixel: impl Fn(usize, usize) -> [u8; CHANNELS],
    ) -> Vec<[u8; CHANNELS]> {
        let (columns, rows) = self.from;
        let mut means = Vec::with_capacity(self.width as usize * self.height as usize);
        for top in (0..rows).step_by(self.factor) {
            for left in (0..columns).step_by(self.factor) {
                let (bottom, right) = (
                    (top + self.factor).min(rows),
                    (left + self.factor).min(columns),
                );
                let mut sums = [0_u64; CHANNELS];
                for y in top..bottom {
                    for x in left..right {
                        for (sum, value) in sums.iter_mut().zip(pixel(x, y)) {
                            *sum += u64::from(value);
                        }
                    }
                }
                let count = ((bottom - top) * (right - left)) as u64;
                means.push(sums.map(|sum| (sum / count).to_le_bytes()[0]));
            }
        }
        means
    }

    fn encode_ycbcr(
        &self,
        pixel: impl Fn(usize, usize) -> [u8; 3],
    ) -> Result<Vec<u8>, CameraError> {
        let mut pixels = self.averages(pixel);
        for pixel in &mut pixels {
            *pixel = rgb(*pixel);
        }
        encode(pixels.as_flattened(), self, ExtendedColorType::Rgb8)
    }
}

/// Converts full-range luminance and colour differences to RGB, as in JPEG files (ITU-T T.871).
fn rgb([luminance, blue, red]: [u8; 3]) -> [u8; 3] {
    // 65,536ths.
    let y = (i32::from(luminance) << 16) + (1 << 15);
    let (blue, red) = (i32::from(blue) - 128, i32::from(red) - 128);
    [
        y + 91_881 * red,
        y - 22_554 * blue - 46_802 * red,
        y + 116_130 * blue,
    ]
    .map(|value| (value >> 16).clamp(0, 255).to_le_bytes()[0])
}

fn encode(pixels: &[u8], size: &Shrunk, colour: ExtendedColorType) -> Result<Vec<u8>, CameraError> {
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
        .encode(pixels, size.width, size.height, colour)
        .map_err(|error| CameraError::Encode {
            reason: error.to_string(),
        })?;
    Ok(jpeg)
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, Rgb, RgbImage};

    use super::*;

    fn picture(pixels: PixelFormat, bytes: &[u8], (width, height): (u32, u32)) -> Picture {
        Picture::new(pixels, Bytes::copy_from_slice(bytes), width, height)
    }

    fn decoded(jpeg: &[u8]) -> RgbImage {
        image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg)
            .unwrap()
            .into_rgb8()
    }

    #[track_caller]
    fn check(picture: &Picture, max_width: u32, size: (u32, u32), expected: [u8; 3]) {
        let shown = decoded(&picture.jpeg(max_width).unwrap());
        assert_eq!(shown.dimensions(), size);
        for Rgb(pixel) in shown.pixels() {
            let near = pixel.iter().zip(expected).all(|(a, b)| a.abs_diff(b) < 6);
            assert!(near, "{pixel:?} in place of {expected:?}");
        }
    }

    /// Luminance and colour differences of an orange colour.
    const ORANGE: [u8; 3] = [158, 66, 183];
    const ORANGE_RGB: [u8; 3] = [235, 140, 48];

    #[test]
    fn every_format_keeps_its_colours() {
        let [y, u, v] = ORANGE;
        let [red, green, blue] = ORANGE_RGB;
        let size = (16, 8);
        for (pixels, bytes, expected) in [
            (PixelFormat::Gray, vec![y; 128], [y; 3]),
            (PixelFormat::Yuyv, [y, u, y, v].repeat(64), ORANGE_RGB),
            (
                PixelFormat::Nv12,
                [vec![y; 128], [u, v].repeat(32)].concat(),
                ORANGE_RGB,
            ),
            (PixelFormat::Rgb, [red, green, blue].repeat(128), ORANGE_RGB),
            (PixelFormat::Bgr, [blue, green, red].repeat(128), ORANGE_RGB),
        ] {
            check(&picture(pixels, &bytes, size), 16, size, expected);
            check(&picture(pixels, &bytes, size), 15, (8, 4), expected);
            let longer = [bytes, vec![9; 5]].concat();
            check(&picture(pixels, &longer, size), 16, size, expected);
        }
    }

    #[test]
    fn a_picture_is_made_narrow_enough_by_a_whole_factor() {
        for (width, height, max_width, expected) in [
            (1280, 720, 1280, (1280, 720)),
            (1280, 720, 1279, (640, 360)),
            (1280, 720, 640, (640, 360)),
            (1920, 1080, 640, (640, 360)),
            (641, 3, 640, (321, 2)),
            (5, 5, 1, (1, 1)),
            (5, 1, 0, (1, 1)),
            (1, 40, 640, (1, 40)),
        ] {
            let bytes = vec![77; (width * height) as usize];
            let gray = picture(PixelFormat::Gray, &bytes, (width, height));
            check(&gray, max_width, expected, [77; 3]);
        }
    }

    #[test]
    fn a_frame_is_a_picture_without_colours() {
        let frame = OwnedFrame::filled(16, 8, 90).unwrap();
        check(&Picture::gray(&frame), 16, (16, 8), [90; 3]);
    }

    #[test]
    fn a_square_becomes_its_mean() {
        let bytes = [10, 20, 30, 0, 20, 30, 50, 0];
        let shrunk = Shrunk::of(4, 2, 2);
        let means = shrunk.averages(|x, y| [bytes[y * 4 + x]]);
        assert_eq!(means, [[20], [20]]);
        let cut = Shrunk::of(3, 1, 2);
        assert_eq!(cut.averages(|x, _| [bytes[x]]), [[15], [30]]);
    }

    #[test]
    fn what_is_a_jpeg_picture_already_is_passed_on_as_it_is() {
        let mut sent = Vec::new();
        JpegEncoder::new(&mut sent)
            .encode(&[120; 64 * 32], 64, 32, ExtendedColorType::L8)
            .unwrap();
        let shown = picture(PixelFormat::Mjpeg, &sent, (64, 32));
        assert_eq!(shown.jpeg(16).unwrap(), sent);
        assert_eq!(shown.jpeg(640).unwrap(), sent);
    }

    #[test]
    fn bytes_that_are_too_few_or_no_picture_and_impossible_sizes_are_refused() {
        for pixels in [
            PixelFormat::Gray,
            PixelFormat::Yuyv,
            PixelFormat::Nv12,
            PixelFormat::Rgb,
            PixelFormat::Bgr,
        ] {
            let error = picture(pixels, &[1; 7], (4, 2)).jpeg(4).unwrap_err();
            assert!(matches!(error, CameraError::TooShort { .. }), "{error:?}");
            for size in [(0, 4), (4, 0), (u32::MAX, u32::MAX)] {
                let error = picture(pixels, &[1; 64], size).jpeg(640).unwrap_err();
                assert!(matches!(error, CameraError::Size { .. }), "{error:?}");
            }
        }
        for bytes in [&b""[..], b"\xFF\xD8", b"plain text", &[0xFF; 64]] {
            let error = picture(PixelFormat::Mjpeg, bytes, (4, 2)).jpeg(4);
            assert!(
                matches!(error, Err(CameraError::Jpeg { .. })),
                "{bytes:?}: {error:?}"
            );
        }
    }

    #[test]
    fn a_picture_taller_than_a_jpeg_may_be_is_refused() {
        let tall = picture(PixelFormat::Gray, &vec![1; 70_000], (1, 70_000));
        assert!(matches!(tall.jpeg(640), Err(CameraError::Encode { .. })));
    }

    #[test]
    fn debug_shows_the_shape_and_no_pixel() {
        let shown = picture(PixelFormat::Gray, &[1; 6], (3, 2));
        assert_eq!(format!("{shown:?}"), "Picture(3x2 Gray)");
    }
}
