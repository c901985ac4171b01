//! Formats of a camera, and the choice of one.

use vision::pixel_count;

/// A pixel format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PixelFormat {
    /// One byte of luminance a pixel.
    Gray,
    /// Luminance and colour of two pixels in four bytes: Y U Y V.
    Yuyv,
    /// All luminance, then colour at half the size.
    Nv12,
    /// One JPEG picture a frame.
    Mjpeg,
    /// Red, green, blue.
    Rgb,
    /// Blue, green, red.
    Bgr,
}

/// A format that a camera has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CameraFormat {
    /// Pixels per row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Frames per second.
    pub frame_rate: u32,
    /// The pixel format.
    pub pixels: PixelFormat,
}

/// The format that a reader asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    /// Pixels per row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Sufficient frames per second.
    pub frame_rate: u32,
}

impl Default for Wish {
    /// 1280x720 at 15 frames a second: the reader keeps up with it, and it is enough to read a badge at arm's length.
    fn default() -> Self {
        Self {
            width: 1280,
            height: 720,
            frame_rate: 15,
        }
    }
}

/// The format that is nearest to the wish, or `None` if none is supported.
///
/// Sizes and rates count by their ratio to the wish. Too small is worse than too large; too slow counts and too fast does
/// not. Among equally near formats, one without compression wins, and then the faster one.
#[must_use]
pub fn choose_format(offered: &[CameraFormat], wish: Wish) -> Option<CameraFormat> {
    let usable = |format: &&CameraFormat| {
        pixel_count(format.width, format.height).is_ok() && format.frame_rate > 0
    };
    let by_cost = |a: &&CameraFormat, b: &&CameraFormat| cost(a, wish).total_cmp(&cost(b, wish));
    offered.iter().filter(usable).min_by(by_cost).copied()
}

/// Weight of a size that is too small relative to one that is too large, because missing detail can't be restored.
const SMALLER_IS_WORSE: f64 = 1.5;

fn cost(format: &CameraFormat, wish: Wish) -> f64 {
    let area = |width: u32, height: u32| f64::from(width.max(1)) * f64::from(height.max(1));
    let larger = (area(format.width, format.height) / area(wish.width, wish.height)).ln();
    let size = if larger < 0.0 {
        -larger * SMALLER_IS_WORSE
    } else {
        larger
    };
    let rate = f64::from(format.frame_rate);
    let slower = (f64::from(wish.frame_rate.max(1)) / rate).ln().max(0.0);
    let decoding = match format.pixels {
        PixelFormat::Gray | PixelFormat::Yuyv | PixelFormat::Nv12 => 0.0,
        PixelFormat::Mjpeg => 0.05,
        PixelFormat::Rgb | PixelFormat::Bgr => 0.1,
    };
    size + slower + decoding + 0.001 / rate
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(width: u32, height: u32, frame_rate: u32, pixels: PixelFormat) -> CameraFormat {
        CameraFormat {
            width,
            height,
            frame_rate,
            pixels,
        }
    }

    #[track_caller]
    fn check(offered: &[CameraFormat], expected: usize) {
        for turn in 0..offered.len() {
            let mut offered_in_turn = offered.to_vec();
            offered_in_turn.rotate_left(turn);
            assert_eq!(
                choose_format(&offered_in_turn, Wish::default()),
                Some(offered[expected])
            );
        }
    }

    #[test]
    fn a_usual_webcam_gives_720p_as_mjpeg_where_raw_pixels_are_too_slow() {
        let offered = [
            format(640, 480, 30, PixelFormat::Yuyv),
            format(1280, 720, 5, PixelFormat::Yuyv),
            format(1280, 720, 30, PixelFormat::Mjpeg),
            format(1920, 1080, 30, PixelFormat::Mjpeg),
            format(3840, 2160, 30, PixelFormat::Mjpeg),
        ];
        check(&offered, 2);
    }

    #[test]
    fn raw_pixels_are_preferred_where_they_are_fast_enough() {
        let offered = [
            format(1280, 720, 30, PixelFormat::Mjpeg),
            format(1280, 720, 15, PixelFormat::Nv12),
            format(1280, 720, 60, PixelFormat::Rgb),
        ];
        check(&offered, 1);
    }

    #[test]
    fn the_fastest_format_is_not_taken_when_it_is_tiny() {
        check(
            &[
                format(320, 180, 120, PixelFormat::Rgb),
                format(1280, 720, 10, PixelFormat::Yuyv),
            ],
            1,
        );
    }

    #[test]
    fn between_equals_the_faster_is_taken() {
        check(
            &[
                format(1280, 720, 15, PixelFormat::Yuyv),
                format(1280, 720, 30, PixelFormat::Yuyv),
            ],
            1,
        );
    }

    #[test]
    fn the_only_format_is_taken_however_far_off_it_is() {
        check(&[format(160, 120, 1, PixelFormat::Bgr)], 0);
    }

    #[test]
    fn formats_without_pixels_or_frames_or_above_the_limit_are_never_taken() {
        let offered = [
            format(0, 720, 30, PixelFormat::Yuyv),
            format(1280, 720, 0, PixelFormat::Yuyv),
            format(u32::MAX, u32::MAX, 30, PixelFormat::Yuyv),
        ];
        assert_eq!(choose_format(&offered, Wish::default()), None);
        assert_eq!(choose_format(&[], Wish::default()), None);
    }
}
