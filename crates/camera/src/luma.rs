//! Extracts luminance from the pixel formats of cameras, without conversion to RGB.

use vision::{OwnedFrame, pixel_count};

use crate::{CameraError, PixelFormat, jpeg};

/// The luminance of one frame in `bytes`, which may be longer than needed, because drivers return whole buffers.
///
/// A JPEG picture has the size that it states, not `width` and `height`.
///
/// # Errors
/// [`CameraError::TooShort`], [`CameraError::Size`] and [`CameraError::Jpeg`].
pub(crate) fn luminance(
    pixels: PixelFormat,
    bytes: &[u8],
    width: u32,
    height: u32,
) -> Result<OwnedFrame, CameraError> {
    if pixels == PixelFormat::Mjpeg {
        return jpeg::decode(bytes);
    }
    let bytes = needed(pixels, bytes, width, height)?;
    let columns = width as usize;
    let luminance = match pixels {
        PixelFormat::Gray => bytes.to_vec(),
        PixelFormat::Yuyv => {
            let mut luminance = Vec::with_capacity(columns * height as usize);
            for row in bytes.chunks_exact(columns.div_ceil(2) * 4) {
                luminance.extend(row.iter().step_by(2).take(columns));
            }
            luminance
        }
        PixelFormat::Nv12 => bytes[..columns * height as usize].to_vec(),
        PixelFormat::Rgb => weighed(bytes, [77, 150, 29]),
        PixelFormat::Bgr => weighed(bytes, [29, 150, 77]),
        PixelFormat::Mjpeg => unreachable!("decoded above"),
    };
    OwnedFrame::new(luminance, width, height).map_err(|source| CameraError::Size { source })
}

/// The bytes of a frame of this size, out of a buffer that may be longer.
///
/// A row of YUYV with an odd width ends with a complete group of four bytes. The colour planes of NV12 must be complete too,
/// because a truncated frame is torn. The length of a JPEG picture is known only by decoding it.
///
/// # Errors
/// [`CameraError::TooShort`] and [`CameraError::Size`].
pub(crate) fn needed(
    pixels: PixelFormat,
    bytes: &[u8],
    width: u32,
    height: u32,
) -> Result<&[u8], CameraError> {
    let count = pixel_count(width, height).map_err(|source| CameraError::Size { source })?;
    let (columns, rows) = (width as usize, height as usize);
    let (format, need) = match pixels {
        PixelFormat::Gray => ("GRAY", count),
        PixelFormat::Yuyv => ("YUYV", columns.div_ceil(2) * 4 * rows),
        PixelFormat::Nv12 => ("NV12", count + columns.div_ceil(2) * 2 * rows.div_ceil(2)),
        PixelFormat::Rgb => ("RGB", count * 3),
        PixelFormat::Bgr => ("BGR", count * 3),
        PixelFormat::Mjpeg => return Ok(bytes),
    };
    bytes.get(..need).ok_or(CameraError::TooShort {
        format,
        width,
        height,
        have: bytes.len(),
        need,
    })
}

/// `weights` are 256ths and sum to 256 (ITU-R BT.601).
fn weighed(bytes: &[u8], weights: [u16; 3]) -> Vec<u8> {
    let weigh = |pixel: &[u8]| {
        let sum: u16 = pixel
            .iter()
            .zip(weights)
            .map(|(&value, weight)| u16::from(value) * weight)
            .sum();
        sum.to_be_bytes()[0]
    };
    bytes.chunks_exact(3).map(weigh).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pixels: PixelFormat, bytes: &[u8], (width, height): (u32, u32), expected: &[u8]) {
        let found = luminance(pixels, bytes, width, height).unwrap();
        assert_eq!(
            (found.width(), found.height(), found.pixels()),
            (width, height, expected)
        );
        let longer: Vec<u8> = bytes.iter().copied().chain([9; 5]).collect();
        assert_eq!(
            luminance(pixels, &longer, width, height).unwrap(),
            found,
            "a longer buffer"
        );
        let shorter = luminance(pixels, &bytes[..bytes.len() - 1], width, height).unwrap_err();
        let (have, need) = (bytes.len() - 1, bytes.len());
        assert!(
            matches!(shorter, CameraError::TooShort { have: h, need: n, .. } if (h, n) == (have, need)),
            "{shorter:?}"
        );
    }

    #[test]
    fn gray_is_luminance_already() {
        check(
            PixelFormat::Gray,
            &[1, 2, 3, 4, 5, 6],
            (3, 2),
            &[1, 2, 3, 4, 5, 6],
        );
    }

    #[test]
    fn yuyv_is_every_second_byte() {
        check(
            PixelFormat::Yuyv,
            &[1, 9, 2, 9, 3, 9, 4, 9],
            (2, 2),
            &[1, 2, 3, 4],
        );
    }

    #[test]
    fn yuyv_of_an_odd_width_has_whole_groups() {
        check(
            PixelFormat::Yuyv,
            &[1, 9, 8, 9, 2, 9, 8, 9],
            (1, 2),
            &[1, 2],
        );
        check(
            PixelFormat::Yuyv,
            &[1, 9, 2, 9, 3, 9, 8, 9],
            (3, 1),
            &[1, 2, 3],
        );
    }

    #[test]
    fn nv12_begins_with_its_luminance_and_needs_its_colour() {
        check(
            PixelFormat::Nv12,
            &[1, 2, 3, 4, 9, 9],
            (2, 2),
            &[1, 2, 3, 4],
        );
        check(
            PixelFormat::Nv12,
            &[1, 2, 3, 9, 9, 9, 9],
            (3, 1),
            &[1, 2, 3],
        );
        check(
            PixelFormat::Nv12,
            &[1, 2, 3, 9, 9, 9, 9],
            (1, 3),
            &[1, 2, 3],
        );
    }

    #[test]
    fn colours_are_weighed_in_their_own_order() {
        check(
            PixelFormat::Rgb,
            &[255, 255, 255, 255, 0, 0, 0, 0, 255],
            (3, 1),
            &[255, 76, 28],
        );
        check(
            PixelFormat::Bgr,
            &[255, 255, 255, 0, 0, 255, 255, 0, 0],
            (3, 1),
            &[255, 76, 28],
        );
    }

    #[test]
    fn impossible_sizes_are_refused() {
        for pixels in [
            PixelFormat::Gray,
            PixelFormat::Yuyv,
            PixelFormat::Nv12,
            PixelFormat::Rgb,
            PixelFormat::Bgr,
        ] {
            for (width, height) in [(0, 4), (4, 0), (u32::MAX, u32::MAX)] {
                let error = luminance(pixels, &[0; 64], width, height).unwrap_err();
                assert!(matches!(error, CameraError::Size { .. }), "{error:?}");
            }
        }
    }
}
