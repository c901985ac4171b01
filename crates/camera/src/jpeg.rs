//! JPEG pictures: decodes their luminance, and splits streams of concatenated pictures (ITU-T T.81).

use std::borrow::Cow;
use std::io::{self, BufRead, Read};
use std::sync::LazyLock;

use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;
use vision::{OwnedFrame, pixel_count};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::CameraError;

/// Size limit of a JPEG picture in a stream: several times that of a frame of a 4K camera.
pub(crate) const MAX_JPEG_BYTES: usize = 32 * 1024 * 1024;

/// Most pixels a side, as JPEG states it in two bytes; the number of pixels is checked separately.
const MAX_SIDE: usize = 65_535;

const START: u8 = 0xD8;
const END: u8 = 0xD9;
const START_OF_SCAN: u8 = 0xDA;
const HUFFMAN_TABLES: u8 = 0xC4;

/// Decodes the luminance only; the colour components are not transformed.
///
/// # Errors
/// [`CameraError::Jpeg`] and [`CameraError::Size`].
pub(crate) fn decode(bytes: &[u8]) -> Result<OwnedFrame, CameraError> {
    let bytes = with_avi_marker(bytes);
    let (mut decoder, width, height) = begin(&bytes)?;
    let luminance = decoder.decode().map_err(|error| broken(&error))?;
    if decoder.output_colorspace() != Some(ColorSpace::Luma) {
        return Err(broken(&"its colours have no luminance of their own"));
    }
    OwnedFrame::new(luminance, width, height).map_err(|source| CameraError::Size { source })
}

fn broken(reason: &dyn std::fmt::Debug) -> CameraError {
    CameraError::Jpeg {
        reason: format!("{reason:?}"),
    }
}

type Decoder<'a> = JpegDecoder<ZCursor<&'a [u8]>>;

/// A decoder that has read the headers, and the size of the picture, which was checked.
fn begin(bytes: &[u8]) -> Result<(Decoder<'_>, u32, u32), CameraError> {
    let options = DecoderOptions::default()
        .set_max_width(MAX_SIDE)
        .set_max_height(MAX_SIDE)
        .jpeg_set_out_colorspace(ColorSpace::Luma);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(|error| broken(&error))?;
    let Some((width, height)) = decoder.dimensions() else {
        return Err(broken(&"no size"));
    };
    let side = |side: usize| u32::try_from(side).map_err(|error| broken(&error));
    let (width, height) = (side(width)?, side(height)?);
    pixel_count(width, height).map_err(|source| CameraError::Size { source })?;
    Ok((decoder, width, height))
}

/// Completes a picture for other decoders: adds the Huffman tables if they are missing, and checks the headers.
///
/// # Errors
/// [`CameraError::Jpeg`] and [`CameraError::Size`].
pub(crate) fn complete(bytes: &[u8]) -> Result<Vec<u8>, CameraError> {
    begin(bytes)?;
    Ok(match has_huffman_tables(bytes) {
        Some(false) => [&bytes[..2], &USUAL_TABLES[..], &bytes[2..]].concat(),
        _ => bytes.to_vec(),
    })
}

/// The Huffman tables of T.81, annex K, which all cameras use: the encoder writes them into every colour picture.
static USUAL_TABLES: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut picture = Vec::new();
    JpegEncoder::new(&mut picture)
        .encode(&[0; 3], 1, 1, ExtendedColorType::Rgb8)
        .expect("a picture of one pixel, written to memory, is within every limit");
    let mut tables = Vec::new();
    for (marker, segment) in segments(&picture) {
        if marker == HUFFMAN_TABLES {
            tables.extend(segment);
        }
    }
    tables
});

/// Adds an AVI marker to a picture without Huffman tables, so that the decoder uses its own. Many webcams omit the tables,
/// as Motion JPEG in an AVI file may, because they are always the same.
fn with_avi_marker(bytes: &[u8]) -> Cow<'_, [u8]> {
    const AVI_MARKER: [u8; 9] = [0xFF, 0xE0, 0, 7, b'A', b'V', b'I', b'1', 0];
    if !bytes.starts_with(&[0xFF, START]) || has_huffman_tables(bytes) != Some(false) {
        return Cow::Borrowed(bytes);
    }
    Cow::Owned([&bytes[..2], &AVI_MARKER, &bytes[2..]].concat())
}

/// Whether a picture has Huffman tables before its first scan; `None` if it has no scan.
fn has_huffman_tables(bytes: &[u8]) -> Option<bool> {
    let mut markers = segments(bytes).map(|(marker, _)| marker);
    let decisive = markers.find(|marker| matches!(*marker, HUFFMAN_TABLES | START_OF_SCAN))?;
    Some(decisive == HUFFMAN_TABLES)
}

/// The segments of a picture, each as marker code and bytes, up to and including the header of the first scan.
fn segments(bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut rest = bytes.get(2..).unwrap_or_default();
    std::iter::from_fn(move || {
        // Any number of 0xFF may stand before a marker's code.
        while rest.starts_with(&[0xFF, 0xFF]) {
            rest = &rest[1..];
        }
        let &[0xFF, marker, high, low, ..] = rest else {
            return None;
        };
        let length = 2 + usize::from(u16::from_be_bytes([high, low]).max(2));
        let segment = rest.get(..length).unwrap_or(rest);
        rest = match marker {
            START_OF_SCAN => &[],
            _ => &rest[segment.len()..],
        };
        Some((marker, segment))
    })
}

/// The result of splitting off a picture.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// A complete picture, from its start marker to its end marker.
    Picture(Vec<u8>),
    /// The stream ends between pictures.
    End,
    /// The stream ends inside a picture.
    Truncated,
    /// A picture longer than [`MAX_JPEG_BYTES`], or an invalid segment.
    Damaged(&'static str),
}

/// Splits one picture off a stream of concatenated pictures, which may have other bytes between them.
///
/// Segments are skipped by their lengths, so that the end marker of a thumbnail does not end the picture.
pub(crate) fn next_picture(stream: &mut impl BufRead) -> io::Result<Piece> {
    let mut picture = Vec::new();
    match read_picture(stream, &mut picture) {
        Ok(None) => Ok(Piece::Picture(picture)),
        Ok(Some(piece)) => Ok(piece),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(if picture.is_empty() {
            Piece::End
        } else {
            Piece::Truncated
        }),
        Err(error) => Err(error),
    }
}

/// Fills `picture`, which is empty until a start marker was read. `None` if the picture is complete.
fn read_picture(stream: &mut impl BufRead, picture: &mut Vec<u8>) -> io::Result<Option<Piece>> {
    find_start(stream)?;
    picture.extend([0xFF, START]);
    let mut marker = next_marker(stream, picture)?;
    loop {
        match marker {
            Some(END) => return Ok(None),
            Some(0x01 | 0xD0..=0xD7) => marker = next_marker(stream, picture)?,
            Some(START) => return Ok(Some(Piece::Damaged("a picture begins within another"))),
            Some(other) => {
                let length = [byte(stream)?, byte(stream)?];
                picture.extend(length);
                let Some(rest) = u16::from_be_bytes(length).checked_sub(2) else {
                    return Ok(Some(Piece::Damaged(
                        "a segment is shorter than its own length",
                    )));
                };
                copy(stream, picture, usize::from(rest))?;
                marker = if other == START_OF_SCAN {
                    scan_data(stream, picture)?
                } else {
                    next_marker(stream, picture)?
                };
            }
            None => return Ok(Some(Piece::Damaged("there is no marker where one must be"))),
        }
        if picture.len() > MAX_JPEG_BYTES {
            return Ok(Some(Piece::Damaged("a picture is too long")));
        }
    }
}

fn find_start(stream: &mut impl BufRead) -> io::Result<()> {
    loop {
        while byte(stream)? != 0xFF {}
        let mut after = byte(stream)?;
        while after == 0xFF {
            after = byte(stream)?;
        }
        if after == START {
            return Ok(());
        }
    }
}

/// The code of the next marker, which may be preceded by any number of 0xFF.
fn next_marker(stream: &mut impl BufRead, picture: &mut Vec<u8>) -> io::Result<Option<u8>> {
    if byte(stream)? != 0xFF {
        return Ok(None);
    }
    let mut code = byte(stream)?;
    while code == 0xFF {
        code = byte(stream)?;
    }
    picture.extend([0xFF, code]);
    Ok((code != 0).then_some(code))
}

/// Copies entropy-coded data up to the marker that ends it, and returns that marker. In the data, 0xFF is followed by a zero
/// or belongs to a restart marker.
fn scan_data(stream: &mut impl BufRead, picture: &mut Vec<u8>) -> io::Result<Option<u8>> {
    while picture.len() <= MAX_JPEG_BYTES {
        let left = u64::try_from(MAX_JPEG_BYTES + 1 - picture.len()).unwrap_or(0);
        stream.by_ref().take(left).read_until(0xFF, picture)?;
        if picture.last() != Some(&0xFF) {
            if picture.len() > MAX_JPEG_BYTES {
                break;
            }
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut code = byte(stream)?;
        while code == 0xFF {
            code = byte(stream)?;
        }
        picture.push(code);
        if !matches!(code, 0 | 0xD0..=0xD7) {
            return Ok(Some(code));
        }
    }
    // Any marker will do: the caller looks at the length next.
    Ok(Some(0x01))
}

fn byte(stream: &mut impl BufRead) -> io::Result<u8> {
    let mut byte = [0];
    stream.read_exact(&mut byte)?;
    Ok(byte[0])
}

fn copy(stream: &mut impl BufRead, picture: &mut Vec<u8>, count: usize) -> io::Result<()> {
    let start = picture.len();
    picture.resize(start + count, 0);
    stream.read_exact(&mut picture[start..])
}

#[cfg(test)]
mod tests {
    use image::ImageEncoder;

    use super::*;

    /// A picture that is dark on its left and light on its right.
    fn picture(width: u32, height: u32, colour: ExtendedColorType) -> Vec<u8> {
        let channels = usize::from(colour.channel_count());
        let pixels: Vec<u8> = (0..width * height)
            .flat_map(|index| vec![if index % width < width / 2 { 30 } else { 220 }; channels])
            .collect();
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, 90)
            .write_image(&pixels, width, height, colour)
            .unwrap();
        jpeg
    }

    fn pieces(stream: &[u8]) -> Vec<Piece> {
        let mut stream = io::BufReader::with_capacity(7, stream);
        let mut pieces = Vec::new();
        loop {
            pieces.push(next_picture(&mut stream).unwrap());
            if !matches!(pieces.last(), Some(Piece::Picture(_))) {
                return pieces;
            }
        }
    }

    #[test]
    fn luminance_comes_out_of_gray_and_of_coloured_pictures_of_odd_sizes() {
        for colour in [ExtendedColorType::L8, ExtendedColorType::Rgb8] {
            for (width, height) in [(64, 48), (33, 17), (2, 1)] {
                let frame = decode(&picture(width, height, colour)).unwrap();
                assert_eq!((frame.width(), frame.height()), (width, height));
                let pixels = frame.pixels();
                assert!(pixels[0].abs_diff(30) < 20 && pixels[pixels.len() - 1].abs_diff(220) < 20);
            }
        }
    }

    fn without_huffman_tables(whole: &[u8]) -> Vec<u8> {
        let mut without = whole[..2].to_vec();
        let mut at = 2;
        loop {
            let end = at + 2 + usize::from(u16::from_be_bytes([whole[at + 2], whole[at + 3]]));
            if whole[at + 1] == START_OF_SCAN {
                break;
            }
            if whole[at + 1] != HUFFMAN_TABLES {
                without.extend(&whole[at..end]);
            }
            at = end;
        }
        without.extend(&whole[at..]);
        assert!(without.len() + 100 < whole.len());
        without
    }

    #[test]
    fn a_picture_without_huffman_tables_is_decoded_with_the_usual_ones() {
        let whole = picture(64, 48, ExtendedColorType::L8);
        let without = without_huffman_tables(&whole);
        assert_eq!(decode(&without).unwrap(), decode(&whole).unwrap());
    }

    #[test]
    fn a_picture_is_completed_with_the_tables_that_it_lacks() {
        for colour in [ExtendedColorType::L8, ExtendedColorType::Rgb8] {
            let whole = picture(64, 48, colour);
            assert_eq!(complete(&whole).unwrap(), whole);
            let completed = complete(&without_huffman_tables(&whole)).unwrap();
            let tables = segments(&completed).filter(|(marker, _)| *marker == HUFFMAN_TABLES);
            let tables: Vec<u8> = tables.flat_map(|(_, segment)| segment.to_vec()).collect();
            // The codes of T.81's tables K.3 to K.6: 12, 162, 12 and 162 of them, and what goes before each.
            assert!(tables.len() >= 2 * (17 + 12) + 2 * (17 + 162));
            let shown = |jpeg: &[u8]| image::load_from_memory(jpeg).unwrap().into_rgb8();
            assert_eq!(shown(&completed), shown(&whole));
        }
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        for bytes in [
            &b""[..],
            b"\xFF\xD8",
            b"\xFF\xD8\xFF\xD9",
            b"plain text",
            &[0xFF; 64],
        ] {
            assert!(
                matches!(decode(bytes), Err(CameraError::Jpeg { .. })),
                "{bytes:?}"
            );
        }
        let whole = picture(64, 48, ExtendedColorType::L8);
        for length in 0..whole.len().min(300) {
            assert!(decode(&whole[..length]).is_err());
        }
    }

    #[test]
    fn a_stream_is_split_where_its_pictures_end() {
        let (first, second) = (
            picture(16, 16, ExtendedColorType::L8),
            picture(24, 8, ExtendedColorType::Rgb8),
        );
        let stream = [
            &b"junk\xFF"[..],
            &first,
            &second,
            b"\r\n--boundary\r\n",
            &first,
        ]
        .concat();
        let expected = [first.clone(), second, first].map(Piece::Picture);
        let found = pieces(&stream);
        assert_eq!(found[..3], expected);
        assert_eq!(found[3], Piece::End);
    }

    #[test]
    fn an_end_marker_inside_a_thumbnail_ends_nothing() {
        let outer = picture(16, 16, ExtendedColorType::L8);
        let thumbnail = picture(8, 8, ExtendedColorType::L8);
        let length = u16::try_from(thumbnail.len() + 2).unwrap().to_be_bytes();
        let whole = [&outer[..2], &[0xFF, 0xE1], &length, &thumbnail, &outer[2..]].concat();
        assert_eq!(
            pieces(&[whole.clone(), whole.clone()].concat()),
            [
                Piece::Picture(whole.clone()),
                Piece::Picture(whole),
                Piece::End
            ]
        );
    }

    #[test]
    fn a_stream_cut_off_anywhere_in_a_picture_is_truncated() {
        let whole = picture(16, 16, ExtendedColorType::L8);
        for length in 2..whole.len() {
            let stream = [&whole[..], &whole[..length]].concat();
            assert_eq!(
                pieces(&stream),
                [Piece::Picture(whole.clone()), Piece::Truncated],
                "after {length} bytes"
            );
        }
    }

    #[test]
    fn a_picture_that_never_ends_is_damaged_before_it_fills_the_memory() {
        let whole = picture(16, 16, ExtendedColorType::L8);
        let endless = whole[..whole.len() - 2].chain(io::repeat(0x11));
        let piece = next_picture(&mut io::BufReader::new(endless)).unwrap();
        assert_eq!(piece, Piece::Damaged("a picture is too long"));
    }

    #[test]
    fn segments_that_cannot_be_are_damaged() {
        assert_eq!(
            pieces(&[0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 0, 0]),
            [Piece::Damaged("a segment is shorter than its own length")]
        );
        assert_eq!(
            pieces(&[0xFF, 0xD8, 1, 2, 3]),
            [Piece::Damaged("there is no marker where one must be")]
        );
        assert_eq!(
            pieces(&[0xFF, 0xD8, 0xFF, 0xD8]),
            [Piece::Damaged("a picture begins within another")]
        );
    }
}
