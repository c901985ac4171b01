//! The video format YUV4MPEG2: a line of text, then raw frames (yuv4mpeg(5) of the mjpegtools).

use std::io::{self, BufRead, Read, Write};
use std::time::Duration;

use vision::{Frame, FrameError, OwnedFrame, pixel_count};

use crate::picture::Shot;
use crate::{Picture, PixelFormat};

/// The magic bytes of a stream.
pub(crate) const MAGIC: &[u8] = b"YUV4MPEG2 ";

/// Size limit of a header line. Usual ones have less than a hundred bytes.
const MAX_LINE: u64 = 1024;

/// Frames per second, as a fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrameRate {
    /// Numerator: frames.
    pub frames: u32,
    /// Denominator: seconds.
    pub seconds: u32,
}

impl FrameRate {
    /// An integer number of frames a second.
    #[must_use]
    pub const fn whole(frames: u32) -> Self {
        Self { frames, seconds: 1 }
    }

    /// Time of the frame of this number since the start of the stream.
    #[must_use]
    pub(crate) fn time_of(self, frame: u64) -> Duration {
        let nanoseconds = u128::from(frame) * u128::from(self.seconds) * 1_000_000_000
            / u128::from(self.frames.max(1));
        Duration::from_nanos(u64::try_from(nanoseconds).unwrap_or(u64::MAX))
    }
}

/// The reason for which a stream has no more frames.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The format is unknown.
    Unknown,
    /// Reading failed.
    Io(io::Error),
    /// The stream ends in the middle of a header or frame.
    Truncated,
    /// The stream violates the format.
    Damaged(String),
    /// The stream states a size that a frame can't have.
    Size(FrameError),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::UnexpectedEof {
            Self::Truncated
        } else {
            Self::Io(error)
        }
    }
}

/// The header line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) rate: FrameRate,
    /// Number of bytes of colour after the luminance of each frame.
    colour: u64,
    /// Whether the colour is two planes of half the width and height.
    is_420: bool,
}

impl Header {
    pub(crate) fn read(stream: &mut impl BufRead) -> Result<Self, Fault> {
        let line = line(stream)?.ok_or(Fault::Truncated)?;
        let damaged = |reason: &str| Fault::Damaged(reason.to_owned());
        let line = std::str::from_utf8(&line).map_err(|_| damaged("its header is no text"))?;
        let mut words = line.split(' ').filter(|word| !word.is_empty());
        if words.next() != Some("YUV4MPEG2") {
            return Err(damaged("it does not begin with YUV4MPEG2"));
        }
        let (mut width, mut height) = (None, None);
        // Without the word, a stream is 4:2:0; without a rate, or with the unknown one 0:0, any will do.
        let (mut rate, mut colourspace) = (FrameRate::whole(25), "420");
        for word in words {
            let (key, value) = word
                .split_at_checked(1)
                .ok_or_else(|| damaged("a word of its header is no text"))?;
            match key {
                "W" => {
                    let parsed = value
                        .parse()
                        .map_err(|_| damaged("its width is no number"))?;
                    width = Some(parsed);
                }
                "H" => {
                    let parsed = value
                        .parse()
                        .map_err(|_| damaged("its height is no number"))?;
                    height = Some(parsed);
                }
                "F" => {
                    let parsed = value.split_once(':').and_then(|(frames, seconds)| {
                        Some(FrameRate {
                            frames: frames.parse().ok()?,
                            seconds: seconds.parse().ok()?,
                        })
                    });
                    let parsed = parsed.ok_or_else(|| damaged("its frame rate is no fraction"))?;
                    if parsed.frames > 0 && parsed.seconds > 0 {
                        rate = parsed;
                    }
                }
                "C" => colourspace = value,
                // Interlacing, the pixels' shape and comments change nothing for a reader of luminance.
                _ => {}
            }
        }
        let (Some(width), Some(height)) = (width, height) else {
            return Err(damaged("its header has no width or no height"));
        };
        pixel_count(width, height).map_err(Fault::Size)?;
        let colour = colour_bytes(colourspace, width.into(), height.into()).ok_or_else(|| {
            Fault::Damaged(format!(
                "its colour space {} is not supported",
                printable(colourspace)
            ))
        })?;
        Ok(Self {
            width,
            height,
            rate,
            colour,
            is_420: colourspace.starts_with("420"),
        })
    }

    /// The next frame's luminance, or `None` after the last one.
    pub(crate) fn next_frame(
        &self,
        stream: &mut impl BufRead,
    ) -> Result<Option<OwnedFrame>, Fault> {
        let Some(luminance) = self.next_luminance(stream)? else {
            return Ok(None);
        };
        self.skip_colour(stream)?;
        OwnedFrame::new(luminance, self.width, self.height)
            .map(Some)
            .map_err(Fault::Size)
    }

    /// The next frame with its picture for display, in colour if the stream has 4:2:0.
    pub(crate) fn next_with_picture(
        &self,
        stream: &mut impl BufRead,
    ) -> Result<Option<Shot>, Fault> {
        let Some(luminance) = self.next_luminance(stream)? else {
            return Ok(None);
        };
        let mut bytes = luminance.clone();
        let pixels = if self.is_420 {
            let mut planes = vec![0; usize::try_from(self.colour).map_err(io::Error::other)?];
            stream.read_exact(&mut planes)?;
            let (blue, red) = planes.split_at(planes.len() / 2);
            bytes.extend(blue.iter().zip(red).flat_map(|(blue, red)| [*blue, *red]));
            PixelFormat::Nv12
        } else {
            self.skip_colour(stream)?;
            PixelFormat::Gray
        };
        let (width, height) = (self.width, self.height);
        let frame = OwnedFrame::new(luminance, width, height).map_err(Fault::Size)?;
        let picture = Picture::new(pixels, bytes.into(), width, height);
        Ok(Some((frame, picture)))
    }

    fn next_luminance(&self, stream: &mut impl BufRead) -> Result<Option<Vec<u8>>, Fault> {
        let Some(line) = line(stream)? else {
            return Ok(None);
        };
        if line != b"FRAME" && !line.starts_with(b"FRAME ") {
            return Err(Fault::Damaged(
                "there is no FRAME where one must begin".to_owned(),
            ));
        }
        let mut luminance = vec![0; pixel_count(self.width, self.height).map_err(Fault::Size)?];
        stream.read_exact(&mut luminance)?;
        Ok(Some(luminance))
    }

    fn skip_colour(&self, stream: &mut impl BufRead) -> Result<(), Fault> {
        let skipped = io::copy(&mut stream.by_ref().take(self.colour), &mut io::sink())?;
        if skipped < self.colour {
            return Err(Fault::Truncated);
        }
        Ok(())
    }
}

/// Number of bytes of colour in a frame of 8-bit samples; `None` for unsupported colour spaces.
fn colour_bytes(colourspace: &str, width: u64, height: u64) -> Option<u64> {
    match colourspace {
        "mono" => Some(0),
        "420" | "420jpeg" | "420mpeg2" | "420paldv" => {
            Some(2 * width.div_ceil(2) * height.div_ceil(2))
        }
        "411" => Some(2 * width.div_ceil(4) * height),
        "422" => Some(2 * width.div_ceil(2) * height),
        "444" => Some(2 * width * height),
        "444alpha" => Some(3 * width * height),
        _ => None,
    }
}

/// Removes what a hostile header must not put on a screen.
fn printable(word: &str) -> String {
    word.chars()
        .filter(char::is_ascii_alphanumeric)
        .take(16)
        .collect()
}

/// Reads a line without its terminator, or `None` at the end of the stream.
fn line(stream: &mut impl BufRead) -> Result<Option<Vec<u8>>, Fault> {
    let mut line = Vec::new();
    stream
        .by_ref()
        .take(MAX_LINE)
        .read_until(b'\n', &mut line)?;
    match line.pop() {
        None => Ok(None),
        Some(b'\n') => Ok(Some(line)),
        Some(_) if line.len() + 1 == usize::try_from(MAX_LINE).unwrap_or(usize::MAX) => {
            Err(Fault::Damaged("a header line is too long".to_owned()))
        }
        Some(_) => Err(Fault::Truncated),
    }
}

/// Writes frames of luminance as a YUV4MPEG2 stream without colour (`Cmono`), or with neutral colour for programs that need
/// colour.
pub struct Y4mWriter<W: Write> {
    out: W,
    width: u32,
    height: u32,
    /// Neutral colour, written after each frame.
    colour: Vec<u8>,
}

impl<W: Write> Y4mWriter<W> {
    /// Begins a stream of luminance alone. `out` should be buffered.
    ///
    /// # Errors
    /// The errors of `out`, and `InvalidInput` for a size that a frame can't have.
    pub fn new(out: W, width: u32, height: u32, rate: FrameRate) -> io::Result<Self> {
        Self::begin(out, width, height, rate, "mono")
    }

    /// Begins a stream of luminance with neutral colour at half the size (`C420jpeg`), which browsers accept as a fake
    /// camera.
    ///
    /// # Errors
    /// The errors of `out`, and `InvalidInput` for a size that a frame can't have.
    pub fn with_neutral_colour(
        out: W,
        width: u32,
        height: u32,
        rate: FrameRate,
    ) -> io::Result<Self> {
        Self::begin(out, width, height, rate, "420jpeg")
    }

    fn begin(
        mut out: W,
        width: u32,
        height: u32,
        rate: FrameRate,
        colourspace: &str,
    ) -> io::Result<Self> {
        let invalid = |error: FrameError| io::Error::new(io::ErrorKind::InvalidInput, error);
        pixel_count(width, height).map_err(invalid)?;
        let FrameRate { frames, seconds } = rate;
        writeln!(
            out,
            "YUV4MPEG2 W{width} H{height} F{frames}:{seconds} Ip A1:1 C{colourspace}"
        )?;
        let colour = colour_bytes(colourspace, width.into(), height.into()).unwrap_or(0);
        let colour = vec![128; usize::try_from(colour).map_err(io::Error::other)?];
        Ok(Self {
            out,
            width,
            height,
            colour,
        })
    }

    /// Appends a frame.
    ///
    /// # Errors
    /// The errors of the writer below, and `InvalidInput` for a frame of another size than the stream.
    pub fn write(&mut self, frame: &Frame<'_>) -> io::Result<()> {
        if (frame.width(), frame.height()) != (self.width, self.height) {
            let sizes = format!("a {frame:?} in a stream of {}x{}", self.width, self.height);
            return Err(io::Error::new(io::ErrorKind::InvalidInput, sizes));
        }
        self.out.write_all(b"FRAME\n")?;
        for row in frame.rows() {
            self.out.write_all(row)?;
        }
        self.out.write_all(&self.colour)
    }

    /// Flushes, and returns the writer below.
    ///
    /// # Errors
    /// The errors of the writer below.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(line: &str) -> Result<Header, Fault> {
        Header::read(&mut line.as_bytes())
    }

    fn frames(mut stream: &[u8]) -> (Vec<OwnedFrame>, Option<Fault>) {
        let header = Header::read(&mut stream).unwrap();
        let mut frames = Vec::new();
        loop {
            match header.next_frame(&mut stream) {
                Ok(Some(frame)) => frames.push(frame),
                Ok(None) => return (frames, None),
                Err(fault) => return (frames, Some(fault)),
            }
        }
    }

    fn two_frames() -> [OwnedFrame; 2] {
        [
            OwnedFrame::new((0..15).collect(), 5, 3).unwrap(),
            OwnedFrame::new((100..115).collect(), 5, 3).unwrap(),
        ]
    }

    #[test]
    fn what_was_written_is_read_back_with_and_without_colour() {
        let expected = two_frames();
        type New = fn(Vec<u8>, u32, u32, FrameRate) -> io::Result<Y4mWriter<Vec<u8>>>;
        for new in [Y4mWriter::new as New, Y4mWriter::with_neutral_colour] {
            let mut writer = new(
                Vec::new(),
                5,
                3,
                FrameRate {
                    frames: 30_000,
                    seconds: 1001,
                },
            )
            .unwrap();
            for frame in &expected {
                writer.write(&frame.as_frame()).unwrap();
            }
            let stream = writer.finish().unwrap();
            let (found, fault) = frames(&stream);
            assert!(fault.is_none());
            assert_eq!(found, expected);
            let header = Header::read(&mut &stream[..]).unwrap();
            assert_eq!(
                header.rate,
                FrameRate {
                    frames: 30_000,
                    seconds: 1001
                }
            );
        }
    }

    #[test]
    fn colour_is_skipped_in_every_colour_space_of_eight_bits() {
        for (colourspace, colour) in [
            ("", 12),
            (" C420", 12),
            (" C420jpeg", 12),
            (" C420mpeg2", 12),
            (" C420paldv", 12),
            (" C411", 12),
            (" C422", 18),
            (" C444", 30),
            (" C444alpha", 45),
            (" Cmono", 0),
        ] {
            let mut stream =
                format!("YUV4MPEG2 W5 H3 F25:1 It A0:0{colourspace} XCOMMENT\n").into_bytes();
            for (frame, line) in two_frames().iter().zip(["FRAME\n", "FRAME Ip XANYTHING\n"]) {
                stream.extend(line.bytes());
                stream.extend(frame.pixels());
                stream.extend(vec![b'F'; colour]);
            }
            let (found, fault) = frames(&stream);
            assert!(fault.is_none(), "{colourspace}: {fault:?}");
            assert_eq!(found, two_frames(), "{colourspace}");
        }
    }

    #[test]
    fn the_picture_of_a_frame_has_its_colour_where_that_is_4_2_0() {
        let luminance: Vec<u8> = (0..15).collect();
        let (blue, red) = ([50, 51, 52, 53, 54, 55], [60, 61, 62, 63, 64, 65]);
        for (colourspace, colour, pixels, expected) in [
            (
                "420jpeg",
                [blue, red].concat(),
                PixelFormat::Nv12,
                &[50, 60, 51, 61, 52, 62, 53, 63, 54, 64, 55, 65][..],
            ),
            ("422", vec![1; 18], PixelFormat::Gray, &[]),
            ("mono", Vec::new(), PixelFormat::Gray, &[]),
        ] {
            let head = format!("YUV4MPEG2 W5 H3 F25:1 C{colourspace}\nFRAME\n");
            let stream = [head.as_bytes(), &luminance, &colour].concat();
            let mut rest = &stream[..];
            let header = Header::read(&mut rest).unwrap();
            let (frame, picture) = header.next_with_picture(&mut rest).unwrap().unwrap();
            assert_eq!(frame.pixels(), luminance);
            let bytes = [&luminance[..], expected].concat();
            assert_eq!(picture, Picture::new(pixels, bytes.into(), 5, 3));
            assert!(matches!(header.next_with_picture(&mut rest), Ok(None)));

            let mut cut = &stream[..stream.len() - 1];
            let header = Header::read(&mut cut).unwrap();
            let fault = header.next_with_picture(&mut cut).unwrap_err();
            assert!(matches!(fault, Fault::Truncated), "{colourspace}");
        }
    }

    #[test]
    fn a_stream_cut_off_anywhere_in_its_last_frame_gives_the_ones_before_it() {
        let mut writer =
            Y4mWriter::with_neutral_colour(Vec::new(), 5, 3, FrameRate::whole(25)).unwrap();
        let start = {
            writer.write(&two_frames()[0].as_frame()).unwrap();
            writer.out.len()
        };
        writer.write(&two_frames()[1].as_frame()).unwrap();
        let stream = writer.finish().unwrap();
        for end in start + 1..stream.len() {
            let (found, fault) = frames(&stream[..end]);
            assert_eq!(found, two_frames()[..1]);
            assert!(matches!(fault, Some(Fault::Truncated)), "{end}: {fault:?}");
        }
    }

    #[test]
    fn sizes_that_no_frame_may_have_are_refused_before_anything_is_allocated() {
        for line in ["YUV4MPEG2 W4294967295 H4294967295\n", "YUV4MPEG2 W0 H480\n"] {
            assert!(matches!(header(line), Err(Fault::Size(_))), "{line}");
        }
    }

    #[test]
    fn headers_that_make_no_sense_are_refused() {
        for line in [
            "YUV4MPEG3 W5 H3\n",
            "YUV4MPEG2 W5\n",
            "YUV4MPEG2 W5 H99999999999\n",
            "YUV4MPEG2 W-5 H3\n",
            "YUV4MPEG2 W5 H3 F25\n",
            "YUV4MPEG2 W5 H3 C420p10\n",
            "YUV4MPEG2 W5 H3 Cmono16\n",
            "YUV4MPEG2 W5 H3 é\n",
        ] {
            assert!(matches!(header(line), Err(Fault::Damaged(_))), "{line}");
        }
        let long = format!("YUV4MPEG2 W5 H3 X{}\n", "x".repeat(2000));
        assert!(matches!(header(&long), Err(Fault::Damaged(_))));
        assert!(matches!(header("YUV4MPEG2 W5 H3"), Err(Fault::Truncated)));
    }

    #[test]
    fn something_else_than_a_frame_is_damage() {
        let (found, fault) = frames(b"YUV4MPEG2 W1 H1 Cmono\nFRAME\n\x01FRAMES\n\x02");
        assert_eq!(found.len(), 1);
        assert!(matches!(fault, Some(Fault::Damaged(_))));
    }

    #[test]
    fn a_frame_of_another_size_is_not_written() {
        let mut writer = Y4mWriter::new(Vec::new(), 5, 4, FrameRate::whole(25)).unwrap();
        let error = writer.write(&two_frames()[0].as_frame()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
    }

    #[test]
    fn frames_have_their_time_in_the_film() {
        assert_eq!(FrameRate::whole(25).time_of(50), Duration::from_secs(2));
        assert_eq!(
            FrameRate {
                frames: 30_000,
                seconds: 1001
            }
            .time_of(30_000),
            Duration::from_secs(1001)
        );
        assert_eq!(
            FrameRate {
                frames: 1,
                seconds: u32::MAX
            }
            .time_of(u64::MAX),
            Duration::from_nanos(u64::MAX)
        );
    }
}
