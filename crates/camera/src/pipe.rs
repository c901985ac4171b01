//! A named pipe as a camera: the program that writes to it is the camera.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};

use crate::capture::{Capturer, Fault, Opener};
use crate::film::Film;
use crate::mailbox::Mailbox;
use crate::picture::Shot;
use crate::{CameraError, y4m};

/// Time-out of a read, after which the thread checks whether a reader is left.
const TICK: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 100_000_000,
};

/// A pipe that is opened without waiting for a writer.
pub(crate) struct Pipe {
    path: PathBuf,
    name: String,
    /// Kept open without a writer, so that a writer that found a reader does not lose it before its first byte.
    unwritten: Option<File>,
    opened_before: bool,
}

impl Pipe {
    pub(crate) fn new(path: PathBuf, name: String) -> Self {
        Self {
            path,
            name,
            unwritten: None,
            opened_before: false,
        }
    }

    fn file(&mut self) -> io::Result<File> {
        // Another pipe may stand in its place by now.
        if let Some(file) = self.unwritten.take()
            && is_same(&file, &self.path)?
        {
            return Ok(file);
        }
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
        Ok(rustix::fs::open(&self.path, flags, Mode::empty())?.into())
    }
}

fn is_same(file: &File, path: &Path) -> io::Result<bool> {
    let (open, there) = (file.metadata()?, std::fs::metadata(path)?);
    Ok((open.dev(), open.ino()) == (there.dev(), there.ino()))
}

impl Opener for Pipe {
    type Capturer = Writer;

    fn open(&mut self, mailbox: &Arc<Mailbox>) -> Result<Writer, CameraError> {
        let is_first = !std::mem::replace(&mut self.opened_before, true);
        let open = |path: &Path, source| CameraError::Open {
            path: path.to_owned(),
            source,
        };
        let file = self.file().map_err(|source| open(&self.path, source))?;
        let mut byte = [0];
        let first = match (&file).read(&mut byte) {
            Ok(0) => {
                self.unwritten = Some(file);
                // There is no writer yet: at first that is a camera pulled out, and no camera that does not open.
                return if is_first {
                    Ok(Writer::absent())
                } else {
                    let camera = self.name.clone();
                    Err(CameraError::NoSuchCamera { camera })
                };
            }
            Ok(_) => Some(byte[0]),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => None,
            Err(source) => return Err(open(&self.path, source)),
        };
        let bytes = Bytes {
            first,
            file,
            mailbox: Arc::clone(mailbox),
        };
        let state = if first.is_none() {
            State::Silent(bytes)
        } else {
            match Film::begin(bytes) {
                Ok(film) => State::Playing(film),
                Err(y4m::Fault::Io(_) | y4m::Fault::Truncated) if is_first => State::Absent,
                Err(fault) => return Err(fault.error(&self.name, 0)),
            }
        };
        Ok(Writer {
            state,
            name: self.name.clone(),
            frame: 0,
        })
    }
}

/// The writer at the other end.
pub(crate) struct Writer {
    state: State,
    name: String,
    frame: u64,
}

enum State {
    Absent,
    /// The writer has opened the pipe and written nothing yet.
    Silent(Bytes),
    Playing(Film<Bytes>),
}

impl Writer {
    fn absent() -> Self {
        Self {
            state: State::Absent,
            name: String::new(),
            frame: 0,
        }
    }
}

impl Capturer for Writer {
    fn capture(&mut self) -> Result<Shot, Fault> {
        let film = match &mut self.state {
            State::Playing(film) => film,
            other => {
                let State::Silent(bytes) = std::mem::replace(other, State::Absent) else {
                    return Err(Fault::Camera);
                };
                *other = State::Playing(Film::begin(bytes).map_err(|_| Fault::Camera)?);
                return self.capture();
            }
        };
        match film.next_with_picture() {
            Ok(Some(shot)) => {
                self.frame += 1;
                shot.map_err(Fault::Frame)
            }
            Err(fault @ y4m::Fault::Damaged(_)) if film.can_go_on() => {
                Err(Fault::Frame(fault.error(&self.name, self.frame)))
            }
            // Whoever writes next begins a stream of its own.
            Ok(None) | Err(_) => Err(Fault::Camera),
        }
    }
}

/// Reads what is written, and waits for it as long as a reader is left.
struct Bytes {
    /// A byte that was read to detect a writer.
    first: Option<u8>,
    file: File,
    mailbox: Arc<Mailbox>,
}

impl Read for Bytes {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(place) = buffer.first_mut() else {
            return Ok(0);
        };
        if let Some(byte) = self.first.take() {
            *place = byte;
            return Ok(1);
        }
        loop {
            match self.file.read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                read => return read,
            }
            if !self.mailbox.pause(Duration::ZERO) {
                return Err(io::Error::other("the reader has left"));
            }
            let mut ready = [PollFd::new(&self.file, PollFlags::IN)];
            match poll(&mut ready, Some(&TICK)) {
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs::OpenOptions;
    use std::io::Write as _;

    use image::ExtendedColorType;
    use image::codecs::jpeg::JpegEncoder;
    use tempfile::TempDir;
    use vision::OwnedFrame;

    use crate::{Event, FrameRate, Source as _, StreamCamera, Y4mWriter};

    use super::*;

    /// A time-out that is only reached by a broken test.
    const FOR_EVER: Duration = Duration::from_secs(3600);

    struct Bench {
        path: PathBuf,
        _folder: TempDir,
    }

    impl Bench {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("camera");
            make_pipe(&path);
            Self {
                path,
                _folder: folder,
            }
        }

        fn camera(&self) -> StreamCamera {
            StreamCamera::open(&self.path, "pipe").unwrap()
        }

        /// Opens the pipe and waits for a reader, as programs that write to pipes do.
        fn writer(&self) -> File {
            OpenOptions::new().write(true).open(&self.path).unwrap()
        }
    }

    fn make_pipe(path: &Path) {
        let made = std::process::Command::new("mkfifo").arg(path).status();
        assert!(made.unwrap().success());
    }

    fn jpeg(shade: u8) -> Vec<u8> {
        let mut jpeg = Vec::new();
        JpegEncoder::new(&mut jpeg)
            .encode(&[shade; 64], 8, 8, ExtendedColorType::L8)
            .unwrap();
        jpeg
    }

    /// The next event that is not a stall, because tests do not measure time.
    fn next(camera: &mut StreamCamera) -> Event {
        loop {
            match camera.next(FOR_EVER) {
                Event::Stalled { .. } => {}
                event => return event,
            }
        }
    }

    #[track_caller]
    fn expect_frame(camera: &mut StreamCamera, shade: u8) {
        match next(camera) {
            Event::Frame(frame) => {
                assert!(frame.frame.pixels()[0].abs_diff(shade) < 3);
                let shown = frame.picture.unwrap().jpeg(640).unwrap();
                let shown = image::load_from_memory(&shown).unwrap().into_luma8();
                assert!(shown.get_pixel(0, 0).0[0].abs_diff(shade) < 6);
            }
            other => panic!("{other:?} in place of a frame"),
        }
    }

    #[test]
    fn a_pipe_without_a_writer_is_an_unplugged_camera_until_one_opens_it() {
        let bench = Bench::new();
        let mut camera = bench.camera();
        assert_eq!(camera.describe(), "pipe");
        assert!(matches!(next(&mut camera), Event::Unplugged));
        let mut writer = bench.writer();
        writer.write_all(&jpeg(40)).unwrap();
        assert!(matches!(next(&mut camera), Event::Replugged));
        expect_frame(&mut camera, 40);
        for shade in [80, 160] {
            writer.write_all(&jpeg(shade)).unwrap();
            expect_frame(&mut camera, shade);
        }
    }

    #[test]
    fn a_writer_that_goes_in_the_middle_of_a_frame_is_a_camera_pulled_out() {
        let bench = Bench::new();
        let mut camera = bench.camera();
        assert!(matches!(next(&mut camera), Event::Unplugged));
        for shade in [30, 200] {
            let mut writer = Y4mWriter::new(bench.writer(), 4, 2, FrameRate::whole(15)).unwrap();
            let frame = OwnedFrame::filled(4, 2, shade).unwrap();
            writer.write(&frame.as_frame()).unwrap();
            let mut pipe = writer.finish().unwrap();
            assert!(matches!(next(&mut camera), Event::Replugged));
            expect_frame(&mut camera, shade);
            pipe.write_all(b"FRAME\n123").unwrap();
            drop(pipe);
            assert!(matches!(next(&mut camera), Event::Unplugged));
        }
    }

    #[test]
    fn a_writer_that_falls_silent_is_a_camera_that_has_stalled() {
        let bench = Bench::new();
        let mut camera = bench.camera();
        assert!(matches!(next(&mut camera), Event::Unplugged));
        let mut writer = bench.writer();
        assert!(matches!(next(&mut camera), Event::Replugged));
        assert!(matches!(camera.next(FOR_EVER), Event::Stalled { .. }));
        writer.write_all(&jpeg(90)).unwrap();
        expect_frame(&mut camera, 90);
        // In the middle of a frame.
        writer.write_all(&jpeg(91)[..20]).unwrap();
        assert!(matches!(camera.next(FOR_EVER), Event::Stalled { .. }));
        writer.write_all(&jpeg(91)[20..]).unwrap();
        expect_frame(&mut camera, 91);
    }

    #[test]
    fn a_damaged_jpeg_picture_costs_that_picture_only() {
        let bench = Bench::new();
        let mut camera = bench.camera();
        assert!(matches!(next(&mut camera), Event::Unplugged));
        let mut writer = bench.writer();
        writer.write_all(&jpeg(10)).unwrap();
        assert!(matches!(next(&mut camera), Event::Replugged));
        expect_frame(&mut camera, 10);
        writer.write_all(&[0xFF, 0xD8, 1, 2, 3]).unwrap();
        assert!(matches!(next(&mut camera), Event::Skipped(_)));
        writer.write_all(&jpeg(70)).unwrap();
        expect_frame(&mut camera, 70);
    }

    #[test]
    fn a_slow_reader_gets_the_newest_frame() {
        let bench = Bench::new();
        let mut camera = bench.camera();
        assert!(matches!(next(&mut camera), Event::Unplugged));
        let mut writer = bench.writer();
        for shade in 1..=50 {
            writer.write_all(&jpeg(shade * 5)).unwrap();
        }
        // Read after all frames, so that a frame read before it is the newest one.
        writer.write_all(&[0xFF, 0xD8, 1, 2, 3]).unwrap();
        assert!(matches!(next(&mut camera), Event::Replugged));
        let mut frames = Vec::new();
        loop {
            match next(&mut camera) {
                Event::Frame(frame) => frames.push(frame),
                Event::Skipped(_) => break,
                other => panic!("{other:?}"),
            }
        }
        let newest = frames.last().unwrap();
        assert_eq!(newest.sequence, 49);
        assert!(newest.frame.pixels()[0] > 245);
    }

    #[test]
    fn asking_and_leaving_never_wait_for_a_writer() {
        let bench = Bench::new();
        let mut camera = bench.camera();
        assert!(matches!(next(&mut camera), Event::Unplugged));
        assert!(matches!(camera.next(Duration::ZERO), Event::Nothing));
        let mut writer = bench.writer();
        writer.write_all(&jpeg(10)[..9]).unwrap();
        assert!(matches!(next(&mut camera), Event::Replugged));
        assert!(matches!(camera.next(Duration::ZERO), Event::Nothing));
        drop(camera);
        // The thread ends without a writer: the pipe has no reader any more.
        let deadline = std::time::Instant::now() + Duration::from_secs(60);
        while writer.write_all(b"x").is_ok() {
            assert!(std::time::Instant::now() < deadline, "still read");
            std::thread::yield_now();
        }
    }

    #[test]
    fn another_pipe_in_the_same_place_is_the_same_camera() {
        let bench = Bench::new();
        let mut camera = bench.camera();
        assert!(matches!(next(&mut camera), Event::Unplugged));
        std::fs::remove_file(&bench.path).unwrap();
        make_pipe(&bench.path);
        let mut writer = bench.writer();
        writer.write_all(&jpeg(33)).unwrap();
        assert!(matches!(next(&mut camera), Event::Replugged));
    }

    #[test]
    fn what_is_no_stream_is_no_camera() {
        let bench = Bench::new();
        let kept_open = OpenOptions::new()
            .read(true)
            .write(true)
            .open(&bench.path)
            .unwrap();
        (&kept_open).write_all(b"some other text\n").unwrap();
        let mut camera = bench.camera();
        assert!(matches!(
            next(&mut camera),
            Event::Failed(CameraError::UnknownStream { .. })
        ));
        assert!(matches!(next(&mut camera), Event::Ended));
    }
}
