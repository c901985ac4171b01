//! The readers that are compared: Lanyard's, the Rust libraries by themselves, and the others that are installed.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::Context as _;
use rustix::time::{ClockId, clock_gettime};
use rxing::common::HybridBinarizer;
use rxing::multi::MultipleBarcodeReader as _;
use rxing::qrcode::cpp_port::QrReader;
use rxing::{BinaryBitmap, DecodeHints, Luma8Source};
use vision::{OwnedFrame, Reader};

/// Lanyard's reader on stills.
pub(crate) const STILL: &str = "lanyard";
/// Lanyard's reader on live frames.
pub(crate) const LIVE: &str = "lanyard live";

/// What a reader read in a frame.
#[derive(Debug, Clone, Default)]
pub(crate) struct Look {
    pub(crate) texts: Vec<String>,
    /// CPU time, in milliseconds.
    pub(crate) millis: f64,
}

/// All readers.
pub(crate) struct Readers {
    ours: Reader,
    others: Option<Others>,
    /// Names of the readers that are installed, Lanyard's first.
    pub(crate) names: Vec<String>,
    /// Names of the readers that are not installed.
    pub(crate) missing: Vec<String>,
    /// Digest of everything that Lanyard's reader returned so far.
    pub(crate) digest: Digest,
}

/// FNV-1a hash of the texts and corners of all sightings, in order.
///
/// Two builds that print the same digest for the same arguments read every frame alike.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Digest(pub(crate) u64);

impl Digest {
    fn add(&mut self, sightings: Vec<vision::Sighting>) -> Vec<String> {
        self.bytes(&sightings.len().to_le_bytes());
        for sighting in &sightings {
            self.bytes(sighting.text.as_bytes());
            for corner in sighting.corners {
                self.bytes(&corner.x.to_le_bytes());
                self.bytes(&corner.y.to_le_bytes());
            }
        }
        sightings
            .into_iter()
            .map(|sighting| sighting.text)
            .collect()
    }

    fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// A Python process that runs the readers that are not written in Rust.
struct Others {
    child: Child,
    asks: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Readers {
    pub(crate) fn gather(alone: bool) -> anyhow::Result<Self> {
        let mut readers = Self {
            ours: Reader::new(),
            others: None,
            names: vec![STILL.into(), LIVE.into()],
            missing: Vec::new(),
            digest: Digest(0xcbf2_9ce4_8422_2325),
        };
        if alone {
            return Ok(readers);
        }
        readers.names.extend(["rqrr".into(), "rxing".into()]);
        match Others::start() {
            Ok((others, versions)) => {
                for (name, version) in versions {
                    if version.is_some() {
                        readers.names.push(name);
                    } else {
                        readers.missing.push(name);
                    }
                }
                readers.others = Some(others);
            }
            Err(_) => readers
                .missing
                .push("python3, which zxing-cpp, zbar and wechat need".into()),
        }
        Ok(readers)
    }

    /// Names of all readers but Lanyard's.
    pub(crate) fn peers(&self) -> impl Iterator<Item = &str> {
        self.names
            .iter()
            .map(String::as_str)
            .filter(|name| ![STILL, LIVE].contains(name))
    }

    /// Begins another scene with a fresh reader.
    pub(crate) fn forget(&mut self) {
        self.ours = Reader::new();
    }

    /// Shows a frame to the readers of these names.
    pub(crate) fn look(
        &mut self,
        frame: &OwnedFrame,
        names: &[&str],
    ) -> anyhow::Result<BTreeMap<String, Look>> {
        let mut looks = BTreeMap::new();
        let mut others = Vec::new();
        for &name in names {
            let look = match name {
                STILL => {
                    let digest = &mut self.digest;
                    timed(|| digest.add(Reader::new().read_still(&frame.as_frame())))
                }
                LIVE => {
                    let (digest, ours) = (&mut self.digest, &mut self.ours);
                    timed(|| digest.add(ours.read(&frame.as_frame())))
                }
                "rqrr" => timed(|| rqrr(frame)),
                "rxing" => timed(|| rxing(frame)),
                _ => {
                    others.push(name);
                    continue;
                }
            };
            looks.insert(name.to_owned(), look);
        }
        if let (Some(process), false) = (&mut self.others, others.is_empty()) {
            looks.extend(process.ask(frame, &others)?);
        }
        Ok(looks)
    }
}

/// Runs a reader and measures the CPU time of this thread.
pub(crate) fn timed(read: impl FnOnce() -> Vec<String>) -> Look {
    let start = thread_millis();
    let texts = catch_unwind(AssertUnwindSafe(read)).unwrap_or_default();
    Look {
        texts,
        millis: thread_millis() - start,
    }
}

fn thread_millis() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}

fn rqrr(frame: &OwnedFrame) -> Vec<String> {
    let (width, height) = (frame.width() as usize, frame.height() as usize);
    let pixels = frame.pixels();
    let mut image =
        rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
    let grids = image.detect_grids();
    grids
        .iter()
        .filter_map(|grid| grid.decode().ok())
        .map(|(_, text)| text)
        .collect()
}

fn rxing(frame: &OwnedFrame) -> Vec<String> {
    let hints = DecodeHints {
        TryHarder: Some(true),
        ..DecodeHints::default()
    };
    let source = Luma8Source::new(frame.pixels().to_vec(), frame.width(), frame.height());
    let Ok(source) = source else {
        return Vec::new();
    };
    let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
    for _ in 0..2 {
        let found = QrReader
            .decode_multiple_with_hints(&mut bitmap, &hints)
            .unwrap_or_default();
        if !found.is_empty() {
            return found.iter().map(|one| one.getText().to_owned()).collect();
        }
        bitmap.invert();
    }
    Vec::new()
}

impl Others {
    fn start() -> anyhow::Result<(Self, BTreeMap<String, Option<String>>)> {
        let mut child = Command::new("python3")
            .args(["-c", include_str!("peers.py")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .env("OMP_NUM_THREADS", "1")
            .spawn()
            .context("starting python3")?;
        let asks = child.stdin.take().context("a pipe")?;
        let mut answers = BufReader::new(child.stdout.take().context("a pipe")?);
        let mut line = String::new();
        answers.read_line(&mut line)?;
        let versions = serde_json::from_str(&line).context("the first line of peers.py")?;
        Ok((
            Self {
                child,
                asks,
                answers,
            },
            versions,
        ))
    }

    fn ask(
        &mut self,
        frame: &OwnedFrame,
        names: &[&str],
    ) -> anyhow::Result<BTreeMap<String, Look>> {
        writeln!(
            self.asks,
            "{} {} {}",
            frame.width(),
            frame.height(),
            names.join(",")
        )?;
        self.asks.write_all(frame.pixels())?;
        self.asks.flush()?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        let found: BTreeMap<String, (f64, Vec<String>)> =
            serde_json::from_str(&line).context("peers.py has ended")?;
        let looks = found.into_iter().map(|(name, (micros, texts))| {
            let look = Look {
                texts,
                millis: micros / 1e3,
            };
            (name, look)
        });
        Ok(looks.collect())
    }
}

impl Drop for Others {
    fn drop(&mut self) {
        // No answer is outstanding, so nothing is lost.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
