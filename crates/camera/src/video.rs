//! Video files and pipes as a source of all their frames.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use crate::film::Film;
use crate::y4m::{Fault, FrameRate};
use crate::{CameraError, CapturedFrame, Event, Source};

/// Frame rate of Motion JPEG, which states none; the choice is arbitrary.
const NOMINAL_RATE: FrameRate = FrameRate::whole(25);

/// A source of all frames of a video file or pipe, as fast as they are requested.
///
/// Reads YUV4MPEG2 with samples of eight bits, and Motion JPEG as concatenated pictures. The format is detected by the first
/// bytes. For a stream that acts as a camera, see [`StreamCamera`](crate::StreamCamera).
pub struct VideoFile {
    name: String,
    /// `None` after the end or an error, so that the stream is closed.
    film: Option<Film<Box<dyn Read + Send>>>,
    frame: u64,
}

impl VideoFile {
    /// Opens a file.
    ///
    /// # Errors
    /// [`CameraError::Open`], and those of [`from_reader`](Self::from_reader).
    pub fn open(path: &Path) -> Result<Self, CameraError> {
        let file = File::open(path).map_err(|source| CameraError::Open {
            path: path.to_owned(),
            source,
        })?;
        let name = path.file_name().map_or_else(
            || path.display().to_string(),
            |name| name.to_string_lossy().into(),
        );
        Self::from_reader(file, name)
    }

    /// Reads any stream, such as standard input; `name` is its name in messages.
    ///
    /// # Errors
    /// [`CameraError::UnknownStream`], [`CameraError::Damaged`], [`CameraError::Size`], [`CameraError::Truncated`] and
    /// [`CameraError::Read`] for a stream with an invalid beginning.
    pub fn from_reader(
        stream: impl Read + Send + 'static,
        name: impl Into<String>,
    ) -> Result<Self, CameraError> {
        let (name, boxed): (_, Box<dyn Read + Send>) = (name.into(), Box::new(stream));
        let film = Film::begin(boxed).map_err(|fault| fault.error(&name, 0))?;
        Ok(Self {
            name,
            film: Some(film),
            frame: 0,
        })
    }

    fn step(&mut self) -> Result<Event, Fault> {
        let Some(film) = &mut self.film else {
            return Ok(Event::Ended);
        };
        let Some(frame) = film.next_frame()? else {
            return Ok(Event::Ended);
        };
        let sequence = self.frame;
        self.frame += 1;
        Ok(match frame {
            Ok(frame) => Event::Frame(CapturedFrame {
                frame,
                sequence,
                at: film.rate().unwrap_or(NOMINAL_RATE).time_of(sequence),
                picture: None,
            }),
            Err(error) => Event::Skipped(error),
        })
    }
}

impl Source for VideoFile {
    fn next(&mut self, _: Duration) -> Event {
        let event = self
            .step()
            .unwrap_or_else(|fault| Event::Failed(fault.error(&self.name, self.frame)));
        if matches!(event, Event::Ended | Event::Failed(_)) {
            self.film = None;
        }
        event
    }

    fn describe(&self) -> String {
        self.name.clone()
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use image::codecs::jpeg::JpegEncoder;
    use vision::OwnedFrame;

    use super::*;
    use crate::Y4mWriter;

    /// A reader that returns one byte at a time, as a slow pipe may.
    struct Dripping(io::Cursor<Vec<u8>>);

    impl Read for Dripping {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = buffer.len().min(1);
            self.0.read(&mut buffer[..length])
        }
    }

    fn video(bytes: &[u8]) -> Result<VideoFile, CameraError> {
        VideoFile::from_reader(Dripping(io::Cursor::new(bytes.to_vec())), "film")
    }

    fn next(source: &mut impl Source) -> Event {
        source.next(Duration::ZERO)
    }

    fn y4m(frames: u8) -> Vec<u8> {
        let mut writer = Y4mWriter::new(Vec::new(), 4, 2, FrameRate::whole(10)).unwrap();
        for shade in 0..frames {
            writer
                .write(&OwnedFrame::filled(4, 2, shade).unwrap().as_frame())
                .unwrap();
        }
        writer.finish().unwrap()
    }

    fn mjpeg(shades: &[u8]) -> Vec<u8> {
        let mut stream = Vec::new();
        for &shade in shades {
            JpegEncoder::new(&mut stream)
                .encode(&[shade; 64], 8, 8, image::ExtendedColorType::L8)
                .unwrap();
        }
        stream
    }

    #[test]
    fn a_y4m_stream_gives_its_frames_with_their_times_and_ends() {
        let mut film = video(&y4m(3)).unwrap();
        for shade in 0..3_u8 {
            let Event::Frame(frame) = next(&mut film) else {
                panic!("frame {shade}")
            };
            assert_eq!(frame.frame, OwnedFrame::filled(4, 2, shade).unwrap());
            assert_eq!(frame.sequence, u64::from(shade));
            assert_eq!(frame.at, Duration::from_millis(100 * u64::from(shade)));
        }
        assert!(matches!(next(&mut film), Event::Ended));
        assert!(matches!(next(&mut film), Event::Ended));
        assert_eq!(film.describe(), "film");
    }

    #[test]
    fn an_mjpeg_stream_gives_its_frames_and_goes_on_after_a_broken_one() {
        let mut stream = mjpeg(&[10, 200]);
        // A picture with a header, no scan and an end.
        stream.extend([0xFF, 0xD8, 0xFF, 0xFE, 0, 4, b'h', b'i', 0xFF, 0xD9]);
        stream.extend(mjpeg(&[90]));
        let mut film = video(&stream).unwrap();
        for (sequence, shade) in [(0, 10_u8), (1, 200), (3, 90)] {
            if sequence == 3 {
                assert!(matches!(
                    next(&mut film),
                    Event::Skipped(CameraError::Jpeg { .. })
                ));
            }
            let Event::Frame(frame) = next(&mut film) else {
                panic!("frame {sequence}")
            };
            assert!(frame.frame.pixels()[0].abs_diff(shade) < 3);
            assert_eq!(frame.sequence, sequence);
        }
        assert!(matches!(next(&mut film), Event::Ended));
    }

    #[test]
    fn a_stream_cut_off_fails_after_its_good_frames_and_then_has_ended() {
        for stream in [y4m(2), mjpeg(&[10, 20])] {
            let mut film = video(&stream[..stream.len() - 1]).unwrap();
            assert!(matches!(next(&mut film), Event::Frame(_)));
            let Event::Failed(CameraError::Truncated { frame: 1, .. }) = next(&mut film) else {
                panic!()
            };
            assert!(matches!(next(&mut film), Event::Ended));
        }
    }

    #[test]
    fn other_streams_are_refused_at_once() {
        for bytes in [&b""[..], b"RIFF....AVI ", b"\x89PNG", b"YU"] {
            assert!(video(bytes).is_err(), "{bytes:?}");
        }
        assert!(matches!(
            video(b"RIFF"),
            Err(CameraError::UnknownStream { .. })
        ));
        assert!(matches!(
            video(b"YUV4MPEG2 W1 H1"),
            Err(CameraError::Truncated { .. })
        ));
        assert!(matches!(
            video(b"YUV4MPEG2 W0 H1\n"),
            Err(CameraError::Size { .. })
        ));
    }

    #[test]
    fn a_file_that_is_not_there_is_named() {
        let error = VideoFile::open(Path::new("/nowhere/film.y4m"))
            .err()
            .unwrap();
        assert_eq!(error.to_string(), "cannot open /nowhere/film.y4m");
    }
}
