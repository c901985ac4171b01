//! The checks of the camera test, in their order.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use demo::Device;
use lanyard_tests::hall::Hall;
use protocol::Field;
use serde_json::Value;
use vision::OwnedFrame;

use super::feed::{Feed, Scene, jpeg, yuyv};
use super::loopback::Loopback;
use super::scanner::{DEADLINE, Scanner};
use super::usb_camera::UsbCamera;
use super::webcam;

type Check = fn(&mut Stage) -> anyhow::Result<()>;

/// The checks, each with its name.
pub(crate) const CHECKS: [(&str, Check); 12] = [
    ("a V4L2 camera is found", a_camera_is_found),
    ("each badge shown is saved, once", each_badge_is_saved),
    (
        "a camera that gives nothing is reported, and used when it gives pictures again",
        a_stall,
    ),
    (
        "a scan with a silent camera ends on an interrupt, with everything sent",
        a_silent_end,
    ),
    (
        "a camera whose module was removed is offered no more",
        a_removed_module,
    ),
    (
        "a USB webcam, which has two device nodes, is offered once, and badges are read from its JPEG pictures",
        a_webcam,
    ),
    (
        "a camera in use is reported with what to do, its user goes on, and the one who waits gets it afterwards",
        a_busy_camera,
    ),
    (
        "a camera pulled out is reported, and nothing saved is lost",
        pulled_out,
    ),
    (
        "a camera plugged in again is scanned with again",
        plugged_in_again,
    ),
    (
        "a camera pulled out while it is silent is reported, and used again",
        pulled_out_while_silent,
    ),
    (
        "a camera whose driver is removed while it scans is reported, and used again",
        a_driver_removed_in_use,
    ),
    (
        "at the end every saved scan is held by the backend",
        everything_is_held,
    ),
];

const LOOPBACK: &str = "Loopback camera";
const SPONSOR: &str = "Example Robotics";
/// The number of attendees, more than the checks show.
const ATTENDEES: usize = 16;
/// The frames in which a badge comes, is held and goes. They are few, because an emulated machine draws them.
const FRAMES: u32 = 4;
/// The number of badges that [`each_badge_is_saved`] shows.
const ROW: usize = 6;
/// The picture's size.
const SIZE: (u32, u32, u16, u16) = (1280, 720, 1280, 720);
const DRIVER: &str = "/sys/bus/usb/drivers/uvcvideo";

/// A function that encodes a picture for a camera.
type Encode = fn(&OwnedFrame) -> anyhow::Result<Vec<u8>>;

/// A fed camera, and the encoder of its pictures.
struct Fed {
    feed: Feed,
    encode: Encode,
}

/// The state that the checks share.
pub(crate) struct Stage {
    hall: Hall,
    token: String,
    device: Device,
    other_device: Device,
    fed: Option<Fed>,
    scanner: Option<Scanner>,
    shown: usize,
}

impl Stage {
    /// Makes a backend, attendees with badges, and two devices of a sponsor.
    pub(crate) fn set() -> anyhow::Result<Self> {
        let hall = Hall::open(ATTENDEES)?;
        let token = hall.sponsor(SPONSOR)?;
        let device = hall.device("front", "Ana", SPONSOR)?;
        let other_device = hall.device("back", "Bo", SPONSOR)?;
        Ok(Self {
            hall,
            token,
            device,
            other_device,
            fed: None,
            scanner: None,
            shown: 0,
        })
    }

    fn fed(&mut self) -> anyhow::Result<&mut Fed> {
        self.fed.as_mut().context("no camera is fed")
    }

    fn scanner(&mut self) -> anyhow::Result<&mut Scanner> {
        self.scanner.as_mut().context("no scan is running")
    }

    /// Shows the empty room, because a camera is listed only once it has pictures.
    fn show_room(&mut self) -> anyhow::Result<()> {
        let fed = self.fed()?;
        let room = (fed.encode)(&OwnedFrame::filled(SIZE.0, SIZE.1, 96)?)?;
        fed.feed.show(Scene {
            first: Vec::new(),
            then: vec![room],
        })
    }

    /// Holds the next attendee's badge before the camera until it is saved.
    fn show_badge(&mut self) -> anyhow::Result<()> {
        let attendee = self.hall.attendees.get(self.shown);
        let attendee = attendee.context("all attendees have been scanned")?.clone();
        let mut clip = self.hall.printed_in(&attendee, FRAMES)?;
        let encode = self.fed()?.encode;
        let (mut coming, mut held) = (Vec::new(), Vec::new());
        for number in 0.. {
            let Some((frame, _)) = clip.next_with_truth() else {
                break;
            };
            match (clip.is_held(number), held.is_empty()) {
                (true, _) => held.push(encode(&frame)?),
                (false, true) => coming.push(encode(&frame)?),
                (false, false) => break,
            }
        }
        self.fed()?.feed.show(Scene {
            first: coming,
            then: held,
        })?;
        let line = self.scanner()?.wait_for_saved()?;
        let name = line.name.unwrap_or_default();
        let expected = attendee.value(Field::FirstName);
        ensure!(name.contains(&expected), "{name:?} in place of {expected}");
        self.shown += 1;
        Ok(())
    }

    /// Checks that the stored scans are those of the shown badges.
    fn all_shown_is_stored(&self) -> anyhow::Result<Vec<Value>> {
        let scans = self.device.scans()?;
        ensure!(
            scans.len() == self.shown,
            "{} shown, {} stored",
            self.shown,
            scans.len()
        );
        Ok(scans)
    }

    /// Ends the scan, and checks the records in the store and at the backend.
    fn end_scan(&mut self) -> anyhow::Result<()> {
        self.scanner
            .take()
            .context("no scan is running")?
            .interrupt()?;
        for scan in self.all_shown_is_stored()? {
            ensure!(scan["state"] == "acknowledged", "not sent: {scan}");
        }
        let leads = self.hall.leads(&self.token)?.len();
        ensure!(leads == self.shown, "{} shown, {leads} leads", self.shown);
        Ok(())
    }

    fn cameras(&self) -> anyhow::Result<Vec<String>> {
        let cameras = self.device.run(&["cameras"])?;
        let names = cameras.iter().map(|camera| &camera["name"]);
        Ok(names
            .map(|name| name.as_str().unwrap_or_default().to_owned())
            .collect())
    }

    /// Waits until exactly these cameras are listed, because the system needs time to create a device.
    fn wait_for_cameras(&self, expected: &[&str]) -> anyhow::Result<()> {
        let end = Instant::now() + DEADLINE;
        loop {
            let cameras = self.cameras()?;
            if cameras == expected {
                return Ok(());
            }
            ensure!(Instant::now() < end, "there are {cameras:?}");
            thread::sleep(Duration::from_millis(100));
        }
    }

    fn plug_in_webcam(&mut self) -> anyhow::Result<()> {
        self.fed = Some(Fed {
            feed: Feed::start(UsbCamera::plug_in(SIZE.2, SIZE.3)?),
            encode: jpeg,
        });
        self.show_room()
    }

    fn pull_out_webcam(&mut self) -> anyhow::Result<()> {
        UsbCamera::pull_out()?;
        // Writing pictures fails now, which is expected.
        if let Some(mut fed) = self.fed.take() {
            let _ = fed.feed.end();
        }
        self.scanner()?.wait_for_message("The camera is gone.")?;
        self.all_shown_is_stored().map(drop)
    }

    fn scan_again(&mut self) -> anyhow::Result<()> {
        self.scanner()?.wait_for_message("The camera is back.")?;
        self.show_badge()
    }
}

fn a_camera_is_found(stage: &mut Stage) -> anyhow::Result<()> {
    let loopback = Loopback::open(Path::new("/dev/video0"), SIZE.0, SIZE.1)?;
    stage.fed = Some(Fed {
        feed: Feed::start(loopback),
        encode: yuyv,
    });
    stage.show_room()?;
    stage.wait_for_cameras(&[LOOPBACK])?;
    stage.scanner = Some(Scanner::start(&stage.device, LOOPBACK)?);
    stage.scanner()?.wait_for_message("Scanning for")
}

fn each_badge_is_saved(stage: &mut Stage) -> anyhow::Result<()> {
    for _ in 0..ROW {
        stage.show_badge()?;
    }
    stage.all_shown_is_stored().map(drop)
}

fn a_stall(stage: &mut Stage) -> anyhow::Result<()> {
    stage.fed()?.feed.fall_silent()?;
    stage.scanner()?.wait_for_message("has given no picture")?;
    stage.show_badge()
}

fn a_silent_end(stage: &mut Stage) -> anyhow::Result<()> {
    stage.fed()?.feed.fall_silent()?;
    stage.scanner()?.wait_for_message("has given no picture")?;
    stage.end_scan()
}

fn a_removed_module(stage: &mut Stage) -> anyhow::Result<()> {
    stage.fed = None;
    run("rmmod", &["v4l2loopback"])?;
    stage.wait_for_cameras(&[])
}

fn a_webcam(stage: &mut Stage) -> anyhow::Result<()> {
    stage.plug_in_webcam()?;
    stage.wait_for_cameras(&[webcam::NAME])?;
    let nodes = fs::read_dir("/sys/class/video4linux")?.count();
    ensure!(nodes == 2, "{nodes} device nodes");
    stage.scanner = Some(Scanner::start(&stage.device, webcam::NAME)?);
    stage.show_badge()?;
    stage.show_badge()
}

fn a_busy_camera(stage: &mut Stage) -> anyhow::Result<()> {
    let mut second = Scanner::start(&stage.other_device, webcam::NAME)?;
    second.wait_for_message("in use by another program. Close that program")?;
    stage.show_badge()?;
    stage.end_scan()?;
    second.wait_for_message("The camera is back.")?;
    second.interrupt()?;
    stage.scanner = Some(Scanner::start(&stage.device, webcam::NAME)?);
    stage.show_badge()
}

fn pulled_out(stage: &mut Stage) -> anyhow::Result<()> {
    stage.pull_out_webcam()?;
    stage.wait_for_cameras(&[])
}

fn plugged_in_again(stage: &mut Stage) -> anyhow::Result<()> {
    stage.plug_in_webcam()?;
    stage.scan_again()
}

fn pulled_out_while_silent(stage: &mut Stage) -> anyhow::Result<()> {
    stage.fed()?.feed.fall_silent()?;
    stage.scanner()?.wait_for_message("has given no picture")?;
    stage.pull_out_webcam()?;
    stage.plug_in_webcam()?;
    stage.scan_again()
}

fn a_driver_removed_in_use(stage: &mut Stage) -> anyhow::Result<()> {
    // The kernel does not unload a module with devices, so the devices are unbound first.
    for interface in interfaces()? {
        // Unbinding the first of a webcam's two interfaces releases the second one too.
        if Path::new(DRIVER).join(&interface).exists() {
            fs::write(format!("{DRIVER}/unbind"), &interface).context("unbinding the driver")?;
        }
    }
    stage.scanner()?.wait_for_message("The camera is gone.")?;
    run("rmmod", &["uvcvideo"])?;
    stage.all_shown_is_stored()?;
    run("insmod", &["/mnt/uvcvideo.ko"])?;
    stage.scan_again()
}

/// Returns the USB interfaces that are bound to the webcam driver.
fn interfaces() -> anyhow::Result<Vec<String>> {
    let entries = fs::read_dir(DRIVER).context("looking for the webcam driver")?;
    let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let names: Vec<String> = names.collect::<std::io::Result<_>>()?;
    let interfaces: Vec<_> = names
        .into_iter()
        .filter(|name| name.contains(':'))
        .collect();
    if interfaces.is_empty() {
        bail!("the webcam driver has no device");
    }
    Ok(interfaces)
}

fn everything_is_held(stage: &mut Stage) -> anyhow::Result<()> {
    stage.end_scan()
}

fn run(program: &str, arguments: &[&str]) -> anyhow::Result<()> {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .with_context(|| format!("starting {program}"))?;
    let message = String::from_utf8_lossy(&output.stderr);
    ensure!(
        output.status.success(),
        "{program} {}: {}",
        arguments.join(" "),
        message.trim()
    );
    Ok(())
}
