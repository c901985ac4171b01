//! A stream as a camera, for demonstrations, tests, and cameras that only another program can read.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::capture::{Capture, Capturer, Fault, Opener, Pace, STALL_AFTER};
use crate::film::Film;
use crate::mailbox::Mailbox;
use crate::picture::Shot;
#[cfg(unix)]
use crate::pipe::Pipe;
use crate::y4m::FrameRate;
use crate::{CameraError, Event, Source};

/// Frame rate of Motion JPEG, which states none: the rate that cameras are asked for.
const MJPEG_RATE: FrameRate = FrameRate::whole(15);

/// Limits of the time between two frames of a file: a slower one would look broken, and a faster one is not visible.
const INTERVAL: std::ops::RangeInclusive<Duration> =
    Duration::from_millis(8)..=Duration::from_secs(1);

/// Interval at which a pipe is checked for a writer, which is cheap.
const REOPEN_EVERY: Duration = Duration::from_millis(200);

/// A live camera that plays a YUV4MPEG2 or Motion JPEG stream.
///
/// A file is played in a loop at the rate that it states, or at 15 frames a second. A named pipe is read as it is written,
/// and the newest frame is kept: without a writer it is an unplugged camera, and while its writer writes nothing it is a
/// stalled one.
pub struct StreamCamera {
    name: String,
    capture: Capture,
}

impl StreamCamera {
    /// Begins to read. An unknown format is an [`Event::Failed`]. `name` is shown to users.
    ///
    /// # Errors
    /// [`CameraError::Open`] for a path that names neither a file nor a named pipe, and [`CameraError::Thread`].
    pub fn open(path: &Path, name: impl Into<String>) -> Result<Self, CameraError> {
        let open = |source| CameraError::Open {
            path: path.to_owned(),
            source,
        };
        let (path, name) = (path.to_owned(), name.into());
        let pace = Pace {
            stall_after: STALL_AFTER,
            reopen_every: REOPEN_EVERY,
            retry_busy_every: REOPEN_EVERY,
        };
        let kind = std::fs::metadata(&path).map_err(open)?.file_type();
        #[cfg(unix)]
        if std::os::unix::fs::FileTypeExt::is_fifo(&kind) {
            let capture = Capture::start(Pipe::new(path, name.clone()), pace)?;
            return Ok(Self { name, capture });
        }
        if !kind.is_file() {
            let reason = "it is neither a file nor a named pipe";
            return Err(open(io::Error::new(io::ErrorKind::InvalidInput, reason)));
        }
        let file = Looped {
            path,
            name: name.clone(),
        };
        let capture = Capture::start(file, pace)?;
        Ok(Self { name, capture })
    }
}

impl Source for StreamCamera {
    fn next(&mut self, timeout: Duration) -> Event {
        self.capture.next(timeout)
    }

    fn describe(&self) -> String {
        self.name.clone()
    }
}

/// A file that is played in a loop.
#[derive(Clone)]
struct Looped {
    path: PathBuf,
    name: String,
}

impl Looped {
    fn begin(&self) -> Result<Film<File>, CameraError> {
        let file = File::open(&self.path).map_err(|source| CameraError::Open {
            path: self.path.clone(),
            source,
        })?;
        Film::begin(file).map_err(|fault| fault.error(&self.name, 0))
    }
}

impl Opener for Looped {
    type Capturer = Player;

    fn open(&mut self, mailbox: &Arc<Mailbox>) -> Result<Player, CameraError> {
        let mut trial = self.begin()?;
        let first = trial
            .next_frame()
            .map_err(|fault| fault.error(&self.name, 0))?;
        if first.is_none() {
            let stream = self.name.clone();
            return Err(CameraError::Truncated { stream, frame: 0 });
        }
        let film = self.begin()?;
        let interval = film.rate().unwrap_or(MJPEG_RATE).time_of(1);
        Ok(Player {
            file: self.clone(),
            film,
            frame: 0,
            interval: interval.clamp(*INTERVAL.start(), *INTERVAL.end()),
            due: Instant::now(),
            mailbox: Arc::clone(mailbox),
        })
    }
}

struct Player {
    file: Looped,
    film: Film<File>,
    /// Number of frames since the start of the file.
    frame: u64,
    interval: Duration,
    /// Time of the next frame.
    due: Instant,
    mailbox: Arc<Mailbox>,
}

impl Player {
    fn rewind(&mut self) -> Result<(), Fault> {
        // A file that gives nothing any more was changed meanwhile.
        if self.frame == 0 {
            return Err(Fault::Camera);
        }
        self.film = self.file.begin().map_err(|_| Fault::Camera)?;
        self.frame = 0;
        Ok(())
    }
}

impl Capturer for Player {
    fn capture(&mut self) -> Result<Shot, Fault> {
        let now = Instant::now();
        if !self.mailbox.pause(self.due.saturating_duration_since(now)) {
            return Err(Fault::Camera);
        }
        // After a long pause, such as a computer asleep, the film goes on where it was.
        self.due = (self.due + self.interval).max(now);
        loop {
            match self.film.next_with_picture() {
                Ok(Some(shot)) => {
                    self.frame += 1;
                    return shot.map_err(Fault::Frame);
                }
                Ok(None) => self.rewind()?,
                Err(fault) => {
                    let error = fault.error(&self.file.name, self.frame);
                    self.rewind()?;
                    return Err(Fault::Frame(error));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use image::ExtendedColorType;
    use image::codecs::jpeg::JpegEncoder;
    use vision::OwnedFrame;

    use super::*;
    use crate::Y4mWriter;

    /// A time-out that is only reached by a broken test.
    const FOR_EVER: Duration = Duration::from_secs(3600);

    fn y4m(path: &Path, shades: &[u8], rate: FrameRate) {
        let mut writer = Y4mWriter::new(File::create(path).unwrap(), 4, 2, rate).unwrap();
        for &shade in shades {
            let frame = OwnedFrame::filled(4, 2, shade).unwrap();
            writer.write(&frame.as_frame()).unwrap();
        }
        writer.finish().unwrap();
    }

    fn next(camera: &mut StreamCamera) -> Event {
        loop {
            match camera.next(FOR_EVER) {
                Event::Stalled { .. } => {}
                event => return event,
            }
        }
    }

    /// Reads frames until each of these luminances was seen so many times.
    #[track_caller]
    fn expect_all(camera: &mut StreamCamera, shades: &[u8], times: usize) {
        let mut seen = vec![0; shades.len()];
        while seen.iter().any(|count| *count < times) {
            let Event::Frame(frame) = next(camera) else {
                panic!("no frame");
            };
            assert!(frame.picture.is_some());
            let shade = frame.frame.pixels()[0];
            let place = shades.iter().position(|other| other.abs_diff(shade) < 3);
            seen[place.unwrap()] += 1;
        }
    }

    #[test]
    fn a_file_of_either_kind_is_played_over_and_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("film");
        y4m(&path, &[10, 120], FrameRate::whole(60));
        let mut camera = StreamCamera::open(&path, "film").unwrap();
        assert_eq!(camera.describe(), "film");
        expect_all(&mut camera, &[10, 120], 3);

        let mut stream = Vec::new();
        for shade in [20, 220] {
            JpegEncoder::new(&mut stream)
                .encode(&[shade; 64], 8, 8, ExtendedColorType::L8)
                .unwrap();
        }
        std::fs::write(&path, &stream).unwrap();
        let mut camera = StreamCamera::open(&path, "film").unwrap();
        expect_all(&mut camera, &[20, 220], 2);
    }

    #[test]
    fn a_file_cut_off_in_its_last_frame_is_played_up_to_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("film");
        y4m(&path, &[10, 120], FrameRate::whole(60));
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, &whole[..whole.len() - 1]).unwrap();
        let mut camera = StreamCamera::open(&path, "film").unwrap();
        let (mut frames, mut cuts) = (0, 0);
        while frames < 2 || cuts < 2 {
            match next(&mut camera) {
                Event::Frame(frame) => {
                    assert_eq!(frame.frame.pixels()[0], 10);
                    frames += 1;
                }
                Event::Skipped(CameraError::Truncated { frame: 1, .. }) => cuts += 1,
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn the_rate_that_a_file_states_is_taken_within_reason() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("film");
        let hourly = FrameRate {
            frames: 1,
            seconds: 3600,
        };
        y4m(&path, &[10, 120], hourly);
        let mut camera = StreamCamera::open(&path, "film").unwrap();
        expect_all(&mut camera, &[10, 120], 1);
    }

    #[test]
    fn what_is_no_film_fails_and_what_is_no_file_does_not_open() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("film");
        let mut header = Vec::new();
        Y4mWriter::new(&mut header, 4, 2, FrameRate::whole(60)).unwrap();
        for content in [&b""[..], b"text", &header, b"YUV4MPEG2 W0 H0\n"] {
            std::fs::write(&path, content).unwrap();
            let mut camera = StreamCamera::open(&path, "film").unwrap();
            assert!(matches!(next(&mut camera), Event::Failed(_)));
            assert!(matches!(next(&mut camera), Event::Ended));
        }
        for path in [folder.path(), Path::new("/nowhere/film")] {
            let error = StreamCamera::open(path, "film").err().unwrap();
            assert!(matches!(error, CameraError::Open { .. }), "{error:?}");
        }
    }
}
