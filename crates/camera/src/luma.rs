//! Luminance taken straight out of what cameras send, without a detour through colours.

use vision::{OwnedFrame, pixel_count};

use crate::{CameraError, PixelFormat, jpeg};

/// The luminance of one frame in `bytes`, which may be longer than needed: drivers hand out whole buffers.
///
/// A JPEG picture's own size counts, and not `width` and `height`.
///
/// # Errors
/// [`CameraError::TooShort`], [`CameraError::Size`] and [`CameraError::Jpeg`].
pub(crate) fn luminance(
    pixels: PixelFormat,
    bytes: &[u8],
    width: u32,
    height: u32,
) -> Result<OwnedFrame, CameraError> {
    match pixels {
        PixelFormat::Gray => gray(bytes, width, height),
        PixelFormat::Yuyv => yuyv(bytes, width, height),
        PixelFormat::Nv12 => nv12(bytes, width, height),
        PixelFormat::Mjpeg => jpeg::decode(bytes),
        PixelFormat::Rgb => rgb(bytes, width, height, "RGB", [77, 150, 29]),
        PixelFormat::Bgr => rgb(bytes, width, height, "BGR", [29, 150, 77]),
    }
}

fn gray(bytes: &[u8], width: u32, height: u32) -> Result<OwnedFrame, CameraError> {
    let need = pixel_count(width, height).map_err(|source| CameraError::Size { source })?;
    frame(
        enough(bytes, "GRAY", width, height, need)?.to_vec(),
        width,
        height,
    )
}

/// A row of an odd width ends in a whole group of four bytes.
fn yuyv(bytes: &[u8], width: u32, height: u32) -> Result<OwnedFrame, CameraError> {
    let pixels = pixel_count(width, height).map_err(|source| CameraError::Size { source })?;
    let row = (width as usize).div_ceil(2) * 4;
    let bytes = enough(bytes, "YUYV", width, height, row * height as usize)?;
    let mut luminance = Vec::with_capacity(pixels);
    for row in bytes.chunks_exact(row) {
        luminance.extend(row.iter().step_by(2).take(width as usize));
    }
    frame(luminance, width, height)
}

/// The colour after the luminance must be there too: a frame cut off is a frame torn.
fn nv12(bytes: &[u8], width: u32, height: u32) -> Result<OwnedFrame, CameraError> {
    let pixels = pixel_count(width, height).map_err(|source| CameraError::Size { source })?;
    let colour = (width as usize).div_ceil(2) * 2 * (height as usize).div_ceil(2);
    let bytes = enough(bytes, "NV12", width, height, pixels + colour)?;
    frame(bytes[..pixels].to_vec(), width, height)
}

/// `weights` are 256ths and sum to 256 (ITU-R BT.601).
fn rgb(
    bytes: &[u8],
    width: u32,
    height: u32,
    format: &'static str,
    weights: [u16; 3],
) -> Result<OwnedFrame, CameraError> {
    let pixels = pixel_count(width, height).map_err(|source| CameraError::Size { source })?;
    let bytes = enough(bytes, format, width, height, pixels * 3)?;
    let weigh = |pixel: &[u8]| {
        let sum: u16 = pixel
            .iter()
            .zip(weights)
            .map(|(&value, weight)| u16::from(value) * weight)
            .sum();
        sum.to_be_bytes()[0]
    };
    frame(bytes.chunks_exact(3).map(weigh).collect(), width, height)
}

fn enough<'a>(
    bytes: &'a [u8],
    format: &'static str,
    width: u32,
    height: u32,
    need: usize,
) -> Result<&'a [u8], CameraError> {
    bytes.get(..need).ok_or(CameraError::TooShort {
        format,
        width,
        height,
        have: bytes.len(),
        need,
    })
}

fn frame(luminance: Vec<u8>, width: u32, height: u32) -> Result<OwnedFrame, CameraError> {
    OwnedFrame::new(luminance, width, height).map_err(|source| CameraError::Size { source })
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
