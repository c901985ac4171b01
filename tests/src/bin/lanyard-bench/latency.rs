//! Benchmark of the time from a frame with a badge to a record on the disk, compared with reading alone and the bare disk.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use badge::BadgeCode;
use badge::draw::{Format, code_box};
use booth::{Booth, KeyChoice, OpenBooth, Options, ScanInput, ScanLoop, ScanResult, ScanStep};
use camera::{PushHandle, Pushed, pushed};
use lanyard_tests::hall::{Attendee, Hall};
use protocol::{DeviceId, Message as _, ReadMethod, SigningKey};
use scene::{Artwork, Camera, CodeArea, Difficulty, Light, Shot, SimulatedCamera, clip};
use vision::{OwnedFrame, Reader};

use crate::disk::Journal;
use crate::measure::{Effort, Measured};
use crate::report::Figure;
use crate::specimen;

const SPONSOR: &str = "Example Corp";
/// The print resolution of a badge, in dots per millimetre. A module has about ten dots.
const PX_PER_MM: f32 = 10.0;
/// The number of frames of the hand that presents a badge. In the middle ones, the badge is held still.
const FRAMES: u32 = 18;
const FPS: f32 = 15.0;
/// The first measured frame, in which the badge is held still except for the hand's tremor.
const FIRST: u32 = 5;
/// The number of frames after which a badge counts as not read.
const MOST_FRAMES: u32 = 8;
/// The time limit for a frame, which is available at once.
const LOOK: Duration = Duration::from_secs(1);
/// The sensor noise in frames without a badge, in steps of luminance.
const NOISE: f32 = 3.0;

/// A booth, and the camera before which badges are shown.
struct Stand {
    booth: OpenBooth,
    device: DeviceId,
    handle: PushHandle,
    scan_loop: ScanLoop<Pushed>,
    studio: SimulatedCamera,
}

/// The times of one repeat.
#[derive(Default)]
struct Times {
    whole: Vec<Duration>,
    reading: Vec<Duration>,
    disk: Vec<Duration>,
    empty: Vec<Duration>,
}

pub(crate) fn measure(effort: Effort) -> anyhow::Result<(Vec<Figure>, Vec<String>)> {
    let a_repeat = effort.count(60, 15);
    let hall = Hall::open(a_repeat * (effort.repeats + 1))?;
    let mut stand = Stand::set_up(&hall)?;
    let mut journal = Journal::create(&hall.folder().join("journal"))?;
    let bytes = record_bytes()?;

    let mut repeats: Vec<Times> = Vec::new();
    let (mut at_once, mut later, mut never) = (0, 0, 0);
    for (round, attendees) in hall.attendees.chunks(a_repeat).enumerate() {
        let mut times = Times::default();
        for attendee in attendees {
            let seen = stand.show(&hall, attendee, &mut times)?;
            // The first round is a warm-up.
            match seen {
                _ if round == 0 => {}
                Some(0) => at_once += 1,
                Some(_) => later += 1,
                None => never += 1,
            }
            stand.show_nothing(attendee, &mut times)?;
            times.disk.push(journal.append(&bytes)?);
        }
        if round > 0 {
            repeats.push(times);
        }
    }
    let of = |what: &str, times: fn(&Times) -> &Vec<Duration>| {
        let times: Vec<_> = repeats.iter().map(|repeat| times(repeat).clone()).collect();
        Measured::times(what, &times)
    };
    let figures = vec![
        Figure::new(
            of("frame to record on the disk", |times| &times.whole),
            [
                of("reading the same frames alone", |times| &times.reading),
                of("a bare write and fdatasync of the record", |times| {
                    &times.disk
                }),
            ],
        ),
        Figure::new(of("a frame with no badge in it", |times| &times.empty), []),
    ];
    let remarks = vec![
        "1280×720, badges as held at a booth: tilted, a little out of focus, uneven light, sensor noise."
            .into(),
        format!(
            "Of {} badges, {at_once} were read in the first frame, {later} in a later one, {never} not within {MOST_FRAMES} frames.",
            at_once + later + never
        ),
        "The times are of the frame in which a badge was read. A share is a part of the whole time."
            .into(),
    ];
    Ok((figures, remarks))
}

impl Stand {
    fn set_up(hall: &Hall) -> anyhow::Result<Self> {
        hall.sponsor(SPONSOR)?;
        let options = Options {
            key: KeyChoice::File,
            ..Options::default()
        };
        let booth = Booth::open(&hall.device_folder("bench"), options)?;
        let enrolled = booth.enrol(&hall.enrolment_code(SPONSOR)?.parse()?, "Bench")?;
        let (handle, source) = pushed("the benchmark");
        Ok(Self {
            booth,
            device: enrolled.device,
            handle,
            scan_loop: ScanLoop::moving(source),
            studio: SimulatedCamera::new(Camera::default(), 1)?,
        })
    }

    /// Shows a badge until it is read, and returns the number of the frame.
    fn show(
        &mut self,
        hall: &Hall,
        attendee: &Attendee,
        times: &mut Times,
    ) -> anyhow::Result<Option<u32>> {
        let artwork = printed(hall, attendee)?;
        let seed = seed_of(attendee)?;
        let hand = clip(
            artwork.clone(),
            Camera::default(),
            Difficulty::Normal,
            seed,
            FRAMES,
            FPS,
        )?;
        for number in 0..MOST_FRAMES {
            let shot = hand.shot(FIRST + number);
            let (frame, _) = self.studio.shoot(&artwork, &shot, seed + u64::from(number));
            if let Some((reading, whole)) = self.look(frame)? {
                times.reading.push(reading);
                times.whole.push(whole);
                return Ok(Some(number));
            }
        }
        Ok(None)
    }

    /// Measures a frame without a badge.
    fn show_nothing(&mut self, attendee: &Attendee, times: &mut Times) -> anyhow::Result<()> {
        let frame = self
            .studio
            .empty(&Light::default(), NOISE, seed_of(attendee)?);
        let start = Instant::now();
        let saved = self.look(frame)?;
        times.empty.push(start.elapsed());
        anyhow::ensure!(saved.is_none(), "something was read in an empty room");
        Ok(())
    }

    /// Reads one frame and scans the badge in it. Returns the times until it was read and until it was saved.
    fn look(&mut self, frame: OwnedFrame) -> anyhow::Result<Option<(Duration, Duration)>> {
        let start = Instant::now();
        anyhow::ensure!(self.handle.push(frame), "the camera was closed");
        let ScanStep::Frame(seen) = self.scan_loop.next(LOOK) else {
            bail!("there was no frame");
        };
        let reading = start.elapsed();
        let Some(sighting) = seen.appeared.first() else {
            return Ok(None);
        };
        let input = ScanInput {
            text: sighting.text.as_bytes(),
            method: ReadMethod::Camera,
            operator: "Quinn",
            fields: None,
            confirmed: false,
        };
        let result = self.booth.scan(self.device, &input);
        let whole = start.elapsed();
        match result {
            ScanResult::Saved(_) => Ok(Some((reading, whole))),
            other => bail!("a badge was not saved: {}", other.code()),
        }
    }
}

/// A badge as drawn by the backend, with the position of its symbol.
fn printed(hall: &Hall, attendee: &Attendee) -> anyhow::Result<Artwork> {
    let name = format!("{}.svg", attendee.human_code.as_str());
    let path = hall.folder().join("badges").join(name);
    let drawing = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    // The drawing has outlines instead of letters, so it needs no fonts.
    let artwork = Artwork::from_svg(&drawing, PX_PER_MM, &Arc::default())?;
    let (straight, _) =
        SimulatedCamera::new(Camera::default(), 0)?.shoot(&artwork, &Shot::default(), 0);
    let sightings = Reader::new().read_still(&straight.as_frame());
    let sighting = sightings.first().context("no symbol on a badge")?;
    let code: BadgeCode = sighting.text.parse()?;
    let place = code_box(&code, Format::default())?;
    Ok(artwork.with_code(CodeArea {
        x: place.x,
        y: place.y,
        side: place.side,
        modules: place.modules,
    }))
}

/// Returns the movement of the hand, which differs for each badge and is the same in every run.
fn seed_of(attendee: &Attendee) -> anyhow::Result<u64> {
    let number = attendee.registration.trim_start_matches('R');
    number.parse().context("registrations are numbered")
}

/// Returns as many bytes as a scan record has.
fn record_bytes() -> anyhow::Result<Vec<u8>> {
    let (enrolment, seed) = specimen::enrolment()?;
    let key = SigningKey::from_seed(seed)?;
    let record = specimen::records(&enrolment, &key, 1)?.remove(0);
    Ok(record.sign(&key)?.into_bytes())
}
