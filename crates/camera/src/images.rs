//! Picture files as a source of frames.

use std::collections::VecDeque;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::time::Duration;

use image::{DynamicImage, ImageDecoder, ImageReader, Limits};
use vision::{OwnedFrame, pixel_count};

use crate::{CameraError, CapturedFrame, Event, Source};

/// Memory limit of a picture decoder: the largest frame in four channels of 16 bits.
const MAX_DECODER_BYTES: u64 = 512 * 1024 * 1024;

/// Loads the luminance of a PNG, JPEG, WebP, GIF (first picture) or BMP file, rotated by its Exif orientation, with
/// transparency on white. The format is detected by the first bytes and not by the name.
///
/// # Errors
/// [`CameraError::Open`], [`CameraError::Picture`] and [`CameraError::PictureSize`].
pub fn load_image(path: &Path) -> Result<OwnedFrame, CameraError> {
    let open = |source| CameraError::Open {
        path: path.to_owned(),
        source,
    };
    let picture = |source| CameraError::Picture {
        path: path.to_owned(),
        source,
    };
    let size = |source| CameraError::PictureSize {
        path: path.to_owned(),
        source,
    };

    let file = BufReader::new(File::open(path).map_err(open)?);
    let mut reader = ImageReader::new(file).with_guessed_format().map_err(open)?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODER_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(picture)?;
    let (width, height) = decoder.dimensions();
    pixel_count(width, height).map_err(size)?;
    // A damaged orientation leaves the picture as it is, for symbols are read whichever way they are turned.
    let orientation = decoder
        .orientation()
        .unwrap_or(image::metadata::Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(picture)?;
    image.apply_orientation(orientation);
    let (width, height) = (image.width(), image.height());
    OwnedFrame::new(luminance(image), width, height).map_err(size)
}

fn luminance(image: DynamicImage) -> Vec<u8> {
    if !image.color().has_alpha() {
        return image.into_luma8().into_raw();
    }
    let on_white = |&[luminance, alpha]: &[u8; 2]| {
        let alpha = u16::from(alpha);
        let sum = u16::from(luminance) * alpha + 255 * (255 - alpha);
        u8::try_from((sum + 127) / 255).expect("an average of bytes is a byte")
    };
    image
        .into_luma_alpha8()
        .into_raw()
        .as_chunks::<2>()
        .0
        .iter()
        .map(on_white)
        .collect()
}

/// A source with one frame for each of a list of picture files.
pub struct ImageFiles {
    name: String,
    waiting: VecDeque<PathBuf>,
    sequence: u64,
}

impl ImageFiles {
    /// A source of these files. Each is opened when its frame is requested; an unusable file is an [`Event::Skipped`].
    #[must_use]
    pub fn new(paths: impl IntoIterator<Item = PathBuf>) -> Self {
        let waiting: VecDeque<_> = paths.into_iter().collect();
        let name = match &waiting {
            files if files.len() == 1 => files[0].display().to_string(),
            files => format!("{} picture files", files.len()),
        };
        Self {
            name,
            waiting,
            sequence: 0,
        }
    }
}

impl Source for ImageFiles {
    fn next(&mut self, _: Duration) -> Event {
        let Some(path) = self.waiting.pop_front() else {
            return Event::Ended;
        };
        let sequence = self.sequence;
        self.sequence += 1;
        match load_image(&path) {
            Ok(frame) => Event::Frame(CapturedFrame {
                frame,
                sequence,
                at: Duration::from_secs(sequence),
                picture: None,
            }),
            Err(error) => Event::Skipped(error),
        }
    }

    fn describe(&self) -> String {
        self.name.clone()
    }
}

#[cfg(test)]
mod tests {
    use image::{GrayAlphaImage, GrayImage, ImageEncoder, ImageFormat, LumaA, Rgba, RgbaImage};

    use super::*;

    #[test]
    fn every_kind_of_picture_is_read_whatever_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let picture = GrayImage::from_fn(16, 8, |x, _| image::Luma([if x < 8 { 20 } else { 230 }]));
        for format in [
            ImageFormat::Png,
            ImageFormat::Jpeg,
            ImageFormat::Bmp,
            ImageFormat::Gif,
            ImageFormat::WebP,
        ] {
            let path = folder.path().join("picture.bin");
            // GIF and WebP know no grey.
            let image = match format {
                ImageFormat::Gif | ImageFormat::WebP => {
                    DynamicImage::ImageRgba8(DynamicImage::ImageLuma8(picture.clone()).to_rgba8())
                }
                _ => DynamicImage::ImageLuma8(picture.clone()),
            };
            image.save_with_format(&path, format).unwrap();
            let frame = load_image(&path).unwrap();
            assert_eq!((frame.width(), frame.height()), (16, 8), "{format:?}");
            let row = frame.as_frame().row(4);
            assert!(
                row[1].abs_diff(20) < 12 && row[14].abs_diff(230) < 12,
                "{format:?}: {row:?}"
            );
        }
    }

    #[test]
    fn what_is_transparent_is_white() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("transparent.png");
        GrayAlphaImage::from_fn(3, 1, |x, _| LumaA([0, [0, 128, 255][x as usize]]))
            .save(&path)
            .unwrap();
        assert_eq!(load_image(&path).unwrap().pixels(), [255, 127, 0]);
        RgbaImage::from_fn(2, 1, |x, _| Rgba([0, 0, 0, [0, 255][x as usize]]))
            .save(&path)
            .unwrap();
        assert_eq!(load_image(&path).unwrap().pixels(), [255, 0]);
    }

    #[test]
    fn a_picture_is_turned_as_its_exif_orientation_says() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("turned.png");
        // TIFF, big endian, one entry: orientation (0x0112), one short, 6: turn by 90 degrees clockwise.
        let exif = b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
        let mut encoder = image::codecs::png::PngEncoder::new(File::create(&path).unwrap());
        encoder.set_exif_metadata(exif).unwrap();
        encoder
            .write_image(&[10, 20, 30], 3, 1, image::ExtendedColorType::L8)
            .unwrap();
        let frame = load_image(&path).unwrap();
        assert_eq!(
            (frame.width(), frame.height(), frame.pixels()),
            (1, 3, &[10, 20, 30][..])
        );
    }

    #[test]
    fn a_file_that_cannot_be_used_is_skipped_in_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let (good, text, missing) = (
            folder.path().join("good.png"),
            folder.path().join("text.png"),
            folder.path().join("missing.png"),
        );
        GrayImage::new(2, 2).save(&good).unwrap();
        std::fs::write(&text, "not a picture").unwrap();
        let mut files = ImageFiles::new([text, good.clone(), missing, good]);
        assert_eq!(files.describe(), "4 picture files");
        let mut next = || files.next(Duration::ZERO);
        assert!(matches!(
            next(),
            Event::Skipped(CameraError::Picture { .. })
        ));
        assert!(matches!(
            next(),
            Event::Frame(CapturedFrame { sequence: 1, .. })
        ));
        assert!(matches!(next(), Event::Skipped(CameraError::Open { .. })));
        assert!(matches!(
            next(),
            Event::Frame(CapturedFrame { sequence: 3, .. })
        ));
        assert!(matches!(next(), Event::Ended));
        assert!(matches!(next(), Event::Ended));
    }

    #[test]
    fn a_picture_above_the_limit_is_refused_by_its_header() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("huge.bmp");
        let mut bmp = Vec::new();
        image::codecs::bmp::BmpEncoder::new(&mut bmp)
            .encode(&[0; 4], 2, 2, image::ExtendedColorType::L8)
            .unwrap();
        bmp[18..22].copy_from_slice(&30_000_u32.to_le_bytes());
        bmp[22..26].copy_from_slice(&30_000_u32.to_le_bytes());
        std::fs::write(&path, bmp).unwrap();
        assert!(matches!(
            load_image(&path),
            Err(CameraError::PictureSize { .. })
        ));
    }
}
