//! `scan`: scans badges and prints a line for each.

use std::io::Read;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use booth::{Booth, ScanInput, ScanLoop, ScanResult, ScanStep, TypedCodes};
use camera::{CameraDescription, ImageFiles, NokhwaCamera, Source, VideoFile, Wish, list_cameras};
use protocol::{DeviceId, FieldSet, ReadMethod, limits};
use serde::Serialize;

use crate::arguments::Scan;
use crate::exit::Exit;
use crate::interrupt::{self, Input};
use crate::output::{Output, shown};
use crate::status::{DIVERGED, Sending, sentence};
use crate::sync::ReportedSync;

/// How long one wait for a frame lasts: long enough to be idle, short enough to notice a closed pipe.
const LOOK: Duration = Duration::from_millis(500);

pub(crate) fn run(
    booth: &Arc<Booth>,
    mut arguments: Scan,
    out: &mut Output,
) -> anyhow::Result<Exit> {
    let enrolment = booth.enrolment(arguments.enrolment.as_deref())?;
    interrupt::arm()?;
    if arguments.rapid {
        out.be_quiet();
    }
    if enrolment.diverged {
        out.failure(&format!("{}: {DIVERGED}", shown(&enrolment.sponsor_name)));
    }
    let operator = match arguments.operator.take() {
        Some(name) => {
            remember(booth, &name, out);
            name
        }
        None => booth.operator()?.unwrap_or_default(),
    };
    let background = arguments.sync.then(|| ReportedSync::start(booth));
    let sync = arguments.sync;
    let mut counter = Counter {
        booth,
        device: enrolment.device,
        event_name: enrolment.event_name.clone(),
        operator,
        fields: arguments.fields,
        confirmed: arguments.confirmed,
        asks: !arguments.rapid,
        failed: false,
        out,
    };
    let scanned = counter.all(arguments, &shown(&enrolment.sponsor_name));
    let failed = counter.failed;
    drop(background);
    // What the scan stored is sent, even if it has failed.
    let closed = close(booth, enrolment.device, sync, out);
    scanned?;
    closed?;
    Ok(if failed { Exit::Failed } else { Exit::Fine })
}

/// Stores the operator's name. A name that no record can hold is not stored, because it would make every
/// later command fail.
fn remember(booth: &Booth, operator: &str, out: &Output) {
    if operator.len() > limits::OPERATOR_BYTES || operator.contains(char::is_control) {
        return;
    }
    if let Err(error) = booth.set_operator(Some(operator)) {
        out.failure(&format!("The operator's name is not remembered: {error}."));
    }
}

/// Ends a scan: syncs if that was asked for, and prints the state.
fn close(booth: &Booth, device: DeviceId, sync: bool, out: &mut Output) -> anyhow::Result<()> {
    if sync {
        crate::sync::all(booth, out)?;
    } else if interrupt::asked() {
        let statuses = booth.status()?;
        if let Some(status) = statuses.iter().find(|one| one.enrolment.device == device) {
            out.sentence(&sentence(status, Sending::WhenAsked));
        }
    }
    Ok(())
}

/// Finds the camera of this name or device path, or the first one.
pub(crate) fn find_camera(wanted: Option<&str>) -> anyhow::Result<CameraDescription> {
    let cameras = list_cameras().context("the cameras can't be listed")?;
    let found = match wanted {
        None => cameras.into_iter().next(),
        Some(wanted) => cameras
            .into_iter()
            .find(|camera| camera.name == wanted || camera.place == wanted),
    };
    match (found, wanted) {
        (Some(camera), _) => Ok(camera),
        (None, Some(wanted)) => {
            bail!("there is no camera called {wanted}; `lanyard-booth cameras` lists them")
        }
        (None, None) => bail!(
            "this computer has no camera; --stdin takes a hardware scanner, or type the codes"
        ),
    }
}

/// Where answers to consent questions come from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answers {
    /// Standard input.
    Asked,
    /// Nowhere: standard input is in use.
    None,
}

/// Whether a source comes to an end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// A video or a list does.
    ByItself,
    /// A camera does not.
    Never,
}

fn ask_on_stdin() -> Option<bool> {
    answer(&interrupt::line()?)
}

/// Yes or no; just the return key is no. `None` where it is neither.
fn answer(line: &[u8]) -> Option<bool> {
    match line.trim_ascii().to_ascii_lowercase().as_slice() {
        b"y" | b"yes" => Some(true),
        b"" | b"n" | b"no" => Some(false),
        _ => None,
    }
}

/// Scans codes for one enrolment, and prints the result of each.
struct Counter<'a> {
    booth: &'a Booth,
    device: DeviceId,
    event_name: String,
    operator: String,
    fields: Option<FieldSet>,
    confirmed: bool,
    asks: bool,
    failed: bool,
    out: &'a mut Output,
}

/// A result line of `--json`.
#[derive(Serialize)]
struct Line<'a> {
    result: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    scan: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    checked: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    operator: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    frame: Option<u64>,
    ms: f64,
}

impl Counter<'_> {
    /// Scans all that the arguments name.
    fn all(&mut self, arguments: Scan, sponsor_name: &str) -> anyhow::Result<()> {
        let method = |usual: ReadMethod| arguments.method.map_or(usual, Into::into);
        if let Some(wanted) = arguments.camera {
            let camera = NokhwaCamera::start(find_camera(wanted.as_deref())?, Wish::default())
                .context("the camera does not start")?;
            let mut scan_loop = ScanLoop::moving(camera);
            let described = shown(&scan_loop.describe());
            self.out.sentence(&format!(
                "Scanning for {sponsor_name} with {described}. Ctrl-C ends."
            ));
            let method = method(ReadMethod::Camera);
            self.watch(&mut scan_loop, method, Answers::Asked, Ends::Never)
        } else if let Some(path) = arguments.video {
            let (video, answers) = if path.as_os_str() == "-" {
                let video = VideoFile::from_reader(Input::start(), "standard input");
                (video, Answers::None)
            } else {
                (VideoFile::open(&path), Answers::Asked)
            };
            if interrupt::asked() {
                return Ok(());
            }
            let video = video.context("the video does not open")?;
            let method = method(ReadMethod::Camera);
            self.watch(
                &mut ScanLoop::moving(video),
                method,
                answers,
                Ends::ByItself,
            )
        } else if !arguments.images.is_empty() {
            let mut scan_loop = ScanLoop::still(ImageFiles::new(arguments.images));
            let method = method(ReadMethod::Camera);
            self.watch(&mut scan_loop, method, Answers::Asked, Ends::ByItself)
        } else if arguments.stdin {
            self.typed(Input::start(), method(ReadMethod::HardwareScanner))
        } else {
            let method = method(ReadMethod::Manual);
            for code in &arguments.codes {
                if interrupt::asked() {
                    break;
                }
                let text = code.as_bytes();
                self.scan(text, method, None, Instant::now(), &mut ask_on_stdin);
            }
            Ok(())
        }
    }

    fn watch(
        &mut self,
        scan_loop: &mut ScanLoop<impl Source>,
        method: ReadMethod,
        answers: Answers,
        ends: Ends,
    ) -> anyhow::Result<()> {
        // A video is scanned to its end even if the reader of the results has hung up.
        while ends == Ends::ByItself || !self.out.is_closed() {
            if interrupt::asked() {
                return Ok(());
            }
            match scan_loop.next(LOOK) {
                ScanStep::Frame(seen) => {
                    for sighting in &seen.appeared {
                        let text = sighting.text.as_bytes();
                        let mut ask = || match answers {
                            Answers::Asked => ask_on_stdin(),
                            Answers::None => None,
                        };
                        self.scan(text, method, Some(seen.frame), seen.since, &mut ask);
                    }
                }
                ScanStep::Skipped(error) => {
                    self.failed = true;
                    self.out
                        .failure(&format!("Skipped: {:#}.", anyhow::Error::new(error)));
                }
                ScanStep::Stalled { silent_for } => self.out.failure(&format!(
                    "The camera has given no picture for {} s. Plug it out and in again.",
                    silent_for.as_secs()
                )),
                ScanStep::Unplugged => self.out.failure("The camera is gone. Plug it in again."),
                ScanStep::Busy => self.out.failure(
                    "The camera is in use by another program. Close that program; scanning begins by itself.",
                ),
                ScanStep::Replugged => self.out.sentence("The camera is back."),
                ScanStep::Ended => return Ok(()),
                // A video that comes in through a pipe breaks off then.
                ScanStep::Failed(_) if interrupt::asked() => return Ok(()),
                ScanStep::Failed(error) => return Err(error).context("the pictures end here"),
                _ => {}
            }
        }
        Ok(())
    }

    fn typed(&mut self, input: impl Read, method: ReadMethod) -> anyhow::Result<()> {
        let mut codes = TypedCodes::new(input);
        let mut held_up = None;
        loop {
            let code = match held_up.take() {
                Some(code) => code,
                None => match codes.next() {
                    // An incomplete line is no code.
                    Some(Err(_)) if interrupt::asked() => return Ok(()),
                    Some(code) => code.context("standard input can't be read")?,
                    None => return Ok(()),
                },
            };
            // The next line is the answer. If it is neither yes nor no, it is the next badge.
            let mut ask = || {
                let line = codes.line()?.ok()?;
                match answer(&line) {
                    Some(answer) => Some(answer),
                    None => {
                        held_up = Some(line);
                        None
                    }
                }
            };
            self.scan(&code, method, None, Instant::now(), &mut ask);
        }
    }

    fn scan(
        &mut self,
        text: &[u8],
        method: ReadMethod,
        frame: Option<u64>,
        since: Instant,
        ask: &mut dyn FnMut() -> Option<bool>,
    ) {
        let mut input = ScanInput {
            text,
            method,
            operator: &self.operator,
            fields: self.fields,
            confirmed: self.confirmed,
        };
        let mut result = self.booth.scan(self.device, &input);
        if let ScanResult::NeedsConfirmation(confirmation) = &result
            && self.asks
        {
            self.out
                .failure(&format!("{} [y/N]", shown(&confirmation.question())));
            // Silence is no consent.
            if ask() == Some(true) {
                input.confirmed = true;
                result = self.booth.scan(self.device, &input);
            }
        }
        self.say(&result, frame, since);
    }

    fn say(&mut self, result: &ScanResult, frame: Option<u64>, since: Instant) {
        let ms = since.elapsed().as_secs_f64() * 1000.0;
        let word = match result {
            ScanResult::NeedsConfirmation(_) => "not_shared",
            _ => result.code(),
        };
        let mut line = Line {
            result: word,
            scan: result.scan().map(|scan| scan.to_string()),
            name: result.name(),
            checked: None,
            reason: None,
            at: None,
            operator: None,
            frame,
            ms: (ms * 1000.0).round() / 1000.0,
        };
        let mut plain = word.replace('_', "-");
        match result {
            ScanResult::Saved(saved) => line.checked = Some(saved.checked.code()),
            ScanResult::AlreadyScanned(already) => {
                line.at = Some(already.at.0);
                line.operator = Some(&already.operator);
            }
            ScanResult::Refused(refusal) => line.reason = Some(refusal.code()),
            ScanResult::NotSaved(error) => {
                self.failed = true;
                line.reason = Some(error.code());
            }
            ScanResult::DoNotScan { .. } | ScanResult::NeedsConfirmation(_) => {}
        }
        for word in [line.scan.as_deref(), line.reason].into_iter().flatten() {
            plain.push(' ');
            plain.push_str(word);
        }
        self.out.result(&line, &plain);

        let sentence = match result {
            ScanResult::NeedsConfirmation(_) => "Not shared. Nothing was stored.".to_owned(),
            _ => shown(&result.sentence(&self.event_name, self.booth.now())),
        };
        match result {
            ScanResult::NotSaved(_) => self.out.failure(&sentence),
            _ => self.out.sentence(&sentence),
        }
    }
}
