//! Cameras of this computer, through the crate `nokhwa`: V4L2, AVFoundation and Media Foundation.

use std::sync::{Arc, mpsc};
use std::time::Duration;

use nokhwa::utils::{
    ApiBackend, CameraControl, CameraIndex, CameraInfo, ControlValueDescription,
    ControlValueSetter, FrameFormat, KnownCameraControl, KnownCameraControlFlag, RequestedFormat,
    RequestedFormatType, Resolution,
};
use nokhwa::{Camera, NokhwaError};

use crate::capture::{Capture, Capturer, Fault, Opener, Pace, STALL_AFTER};
use crate::mailbox::Mailbox;
use crate::picture::Shot;
use crate::{
    CameraError, CameraFormat, CameraHandle, Event, Picture, PixelFormat, Source, Wish, Zoom,
    choose_format, luma,
};

/// Interval between attempts to open an unplugged camera: short enough for a user who plugs it in and watches.
const REOPEN_EVERY: Duration = Duration::from_secs(1);

/// Interval between attempts to open a camera that another program uses; a user who closes that program can wait so long.
const RETRY_BUSY_EVERY: Duration = Duration::from_secs(3);

/// A camera of this computer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CameraDescription {
    /// The manufacturer's name of the camera.
    pub name: String,
    /// The place of the camera in the system, which distinguishes cameras of the same name.
    pub place: String,
    index: CameraIndex,
}

impl CameraDescription {
    fn new(info: &CameraInfo) -> Self {
        Self {
            name: info.human_name(),
            place: info.description().to_owned(),
            index: info.index().clone(),
        }
    }
}

/// Lists the present cameras in the system's order; the list may be empty.
///
/// # Errors
/// [`CameraError::Device`] if the system returns an error.
pub fn list_cameras() -> Result<Vec<CameraDescription>, CameraError> {
    let infos =
        nokhwa::query(ApiBackend::Auto).map_err(|error| device("list", "the cameras", &error))?;
    let cameras = infos.iter();
    #[cfg(target_os = "linux")]
    let cameras = cameras.filter(|info| crate::v4l2::gives_pictures(info.index()));
    Ok(cameras.map(CameraDescription::new).collect())
}

fn device(doing: &'static str, camera: &str, error: &NokhwaError) -> CameraError {
    let (camera, reason) = (camera.to_owned(), error.to_string());
    let says = |codes: &[&str]| codes.iter().any(|code| reason.contains(code));
    if says(BUSY) {
        CameraError::Busy { camera }
    } else if says(FORBIDDEN) {
        CameraError::Forbidden { camera }
    } else {
        CameraError::Device {
            doing,
            camera,
            reason,
        }
    }
}

/// Parts of nokhwa's error texts that mean that another program uses the camera. The codes are the same in every language of
/// the system. Only those of Linux were tested with a camera.
const BUSY: &[&str] = if cfg!(target_os = "linux") {
    // EBUSY.
    &["(os error 16)"]
} else {
    &[
        // What nokhwa says of AVFoundation.
        "Already in use",
        // MF_E_HW_MFT_FAILED_START_STREAMING and MF_E_VIDEO_RECORDING_DEVICE_PREEMPTED.
        "0xC00D3704",
        "0xC00D3EA3",
        // ERROR_SHARING_VIOLATION and ERROR_BUSY.
        "0x80070020",
        "0x800700AA",
    ]
};

/// Parts of error texts that mean that the system does not allow this program to use the camera.
const FORBIDDEN: &[&str] = if cfg!(target_os = "linux") {
    // EPERM and EACCES.
    &["(os error 1)", "(os error 13)"]
} else {
    // E_ACCESSDENIED.
    &["0x80070005"]
};

/// Whether the system allows this program to use cameras. macOS asks the user the first time, and this function waits for the
/// answer; other systems return an error when a camera is opened. Not tested on macOS.
fn is_allowed() -> bool {
    if nokhwa::nokhwa_check() {
        return true;
    }
    let (answer, answered) = mpsc::sync_channel(1);
    nokhwa::nokhwa_initialize(move |allowed| {
        answer.try_send(allowed).ok();
    });
    answered.recv().unwrap_or(false)
}

/// A camera that is opened again whenever it returns after it was unplugged.
///
/// A thread waits for its frames. Dropping the camera ends that thread at the next frame.
pub struct NokhwaCamera {
    name: String,
    handle: CameraHandle,
    capture: Capture,
}

impl NokhwaCamera {
    /// Begins to open a camera from [`list_cameras`]. If that fails, the first event is [`Event::Failed`], because the system
    /// may take seconds to report it.
    ///
    /// # Errors
    /// [`CameraError::Thread`].
    pub fn start(camera: CameraDescription, wish: Wish) -> Result<Self, CameraError> {
        let (name, handle) = (camera.name.clone(), CameraHandle::default());
        let device = Device {
            camera,
            wish,
            handle: handle.clone(),
        };
        let pace = Pace {
            stall_after: STALL_AFTER,
            reopen_every: REOPEN_EVERY,
            retry_busy_every: RETRY_BUSY_EVERY,
        };
        Ok(Self {
            name,
            handle,
            capture: Capture::start(device, pace)?,
        })
    }

    /// The controls of the camera, for use by another thread than the one that reads frames.
    #[must_use]
    pub fn handle(&self) -> CameraHandle {
        self.handle.clone()
    }
}

impl Source for NokhwaCamera {
    fn next(&mut self, timeout: Duration) -> Event {
        self.capture.next(timeout)
    }

    fn describe(&self) -> String {
        self.name.clone()
    }
}

struct Device {
    camera: CameraDescription,
    wish: Wish,
    handle: CameraHandle,
}

impl Opener for Device {
    type Capturer = OpenCamera;

    fn open(&mut self, _: &Arc<Mailbox>) -> Result<OpenCamera, CameraError> {
        let found = find(&list_cameras()?, &self.camera).cloned();
        self.camera = found.ok_or_else(|| CameraError::NoSuchCamera {
            camera: self.camera.name.clone(),
        })?;
        let name = &self.camera.name;
        if !is_allowed() {
            return Err(CameraError::Forbidden {
                camera: name.clone(),
            });
        }

        let any = RequestedFormat::with_formats(RequestedFormatType::None, &READABLE);
        let mut camera = Camera::new(self.camera.index.clone(), any)
            .map_err(|error| device("open", name, &error))?;
        let offered = camera
            .compatible_camera_formats()
            .map_err(|error| device("ask the formats of", name, &error))?;
        let offered: Vec<_> = offered.into_iter().filter_map(from_nokhwa).collect();
        let chosen = choose_format(&offered, self.wish).ok_or_else(|| CameraError::NoFormat {
            camera: name.clone(),
        })?;
        let exact = RequestedFormatType::Exact(to_nokhwa(chosen));
        let set = camera.set_camera_requset(RequestedFormat::with_formats(exact, &READABLE));
        set.map_err(|error| device("choose a format of", name, &error))?;
        camera
            .open_stream()
            .map_err(|error| device("start", name, &error))?;
        let control = camera.camera_control(ZOOM).ok();
        self.handle.opened(control.as_ref().and_then(zoom));
        Ok(OpenCamera {
            camera,
            chosen,
            handle: self.handle.clone(),
        })
    }
}

/// The present camera that matches a description: the same name and place, or else the same name, because a camera that is
/// plugged in again may get another place.
fn find<'a>(
    there: &'a [CameraDescription],
    meant: &CameraDescription,
) -> Option<&'a CameraDescription> {
    let same_name = || there.iter().filter(|camera| camera.name == meant.name);
    same_name()
        .find(|camera| camera.index == meant.index)
        .or_else(|| same_name().next())
}

struct OpenCamera {
    camera: Camera,
    chosen: CameraFormat,
    handle: CameraHandle,
}

impl OpenCamera {
    /// Applies requested controls. Errors are ignored, because the camera still works.
    fn zoom_to(&mut self, value: f64) {
        let Ok(control) = self.camera.camera_control(ZOOM) else {
            return;
        };
        if let Some(setter) = setter(&control, value) {
            self.camera.set_camera_control(ZOOM, setter).ok();
        }
        let now = self.camera.camera_control(ZOOM).ok();
        if let Some(now) = now.as_ref().and_then(zoom) {
            self.handle.applied(now.value);
        }
    }
}

impl Drop for OpenCamera {
    fn drop(&mut self) {
        self.handle.closed();
    }
}

impl Capturer for OpenCamera {
    fn capture(&mut self) -> Result<Shot, Fault> {
        if let Some(value) = self.handle.take_request() {
            self.zoom_to(value);
        }
        // Which errors mean that the device is gone differs between systems. Opening it again is right after all of
        // them.
        let buffer = self.camera.frame().map_err(|_| Fault::Camera)?;
        let Resolution { width_x, height_y } = buffer.resolution();
        let pixels = pixel_format(buffer.source_frame_format()).unwrap_or(self.chosen.pixels);
        let frame =
            luma::luminance(pixels, buffer.buffer(), width_x, height_y).map_err(Fault::Frame)?;
        let picture = Picture::new(pixels, buffer.buffer_bytes(), frame.width(), frame.height());
        Ok((frame, picture))
    }
}

/// The zoom control of webcams, V4L2_CID_ZOOM_ABSOLUTE. The zoom of `nokhwa` on Linux is V4L2_CID_ZOOM_RELATIVE, a speed.
const ZOOM: KnownCameraControl = if cfg!(target_os = "linux") {
    KnownCameraControl::Other(0x009A_090D)
} else {
    KnownCameraControl::Zoom
};

fn zoom(control: &CameraControl) -> Option<Zoom> {
    use KnownCameraControlFlag::{Disabled, ReadOnly};
    let is_fixed = |flag: &KnownCameraControlFlag| matches!(flag, Disabled | ReadOnly);
    if control.flag().iter().any(is_fixed) {
        return None;
    }
    match *control.description() {
        ControlValueDescription::IntegerRange {
            min,
            max,
            value,
            step,
            ..
        } => Zoom::stated(min as f64, max as f64, step as f64, value as f64),
        ControlValueDescription::FloatRange {
            min,
            max,
            value,
            step,
            ..
        } => Zoom::stated(min, max, step, value),
        _ => None,
    }
}

/// The value in the number type of the control.
fn setter(control: &CameraControl, value: f64) -> Option<ControlValueSetter> {
    match control.description() {
        #[allow(
            clippy::cast_possible_truncation,
            reason = "it is within the range of integers that the control states, and rounded to one"
        )]
        ControlValueDescription::IntegerRange { .. } => {
            Some(ControlValueSetter::Integer(value.round() as i64))
        }
        ControlValueDescription::FloatRange { .. } => Some(ControlValueSetter::Float(value)),
        _ => None,
    }
}

/// All formats of nokhwa.
const READABLE: [FrameFormat; 6] = [
    FrameFormat::GRAY,
    FrameFormat::YUYV,
    FrameFormat::NV12,
    FrameFormat::MJPEG,
    FrameFormat::RAWRGB,
    FrameFormat::RAWBGR,
];

fn pixel_format(format: FrameFormat) -> Option<PixelFormat> {
    Some(match format {
        FrameFormat::GRAY => PixelFormat::Gray,
        FrameFormat::YUYV => PixelFormat::Yuyv,
        FrameFormat::NV12 => PixelFormat::Nv12,
        FrameFormat::MJPEG => PixelFormat::Mjpeg,
        FrameFormat::RAWRGB => PixelFormat::Rgb,
        FrameFormat::RAWBGR => PixelFormat::Bgr,
        #[allow(
            unreachable_patterns,
            reason = "nokhwa has other formats on other systems"
        )]
        _ => return None,
    })
}

fn from_nokhwa(format: nokhwa::utils::CameraFormat) -> Option<CameraFormat> {
    let (width, height, frame_rate) = (format.width(), format.height(), format.frame_rate());
    pixel_format(format.format()).map(|pixels| CameraFormat {
        width,
        height,
        frame_rate,
        pixels,
    })
}

fn to_nokhwa(format: CameraFormat) -> nokhwa::utils::CameraFormat {
    let pixels = match format.pixels {
        PixelFormat::Gray => FrameFormat::GRAY,
        PixelFormat::Yuyv => FrameFormat::YUYV,
        PixelFormat::Nv12 => FrameFormat::NV12,
        PixelFormat::Mjpeg => FrameFormat::MJPEG,
        PixelFormat::Rgb => FrameFormat::RAWRGB,
        PixelFormat::Bgr => FrameFormat::RAWBGR,
    };
    nokhwa::utils::CameraFormat::new(
        Resolution::new(format.width, format.height),
        pixels,
        format.frame_rate,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn camera(name: &str, index: u32) -> CameraDescription {
        CameraDescription {
            name: name.into(),
            place: format!("place {index}"),
            index: CameraIndex::Index(index),
        }
    }

    #[test]
    fn a_camera_is_found_again_in_its_place_or_else_by_its_name() {
        let there = [camera("A", 0), camera("B", 1), camera("A", 2)];
        assert_eq!(find(&there, &camera("A", 2)), Some(&there[2]));
        assert_eq!(find(&there, &camera("B", 7)), Some(&there[1]));
        // What is now in its place is another camera.
        assert_eq!(find(&there, &camera("C", 1)), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_camera_in_use_and_one_that_is_not_allowed_are_told_from_a_broken_one() {
        let told = |code: i32| {
            let said = std::io::Error::from_raw_os_error(code).to_string();
            let errors = [
                NokhwaError::OpenDeviceError("0".into(), format!("V4L2 Error: {said}")),
                NokhwaError::OpenStreamError(said.clone()),
                NokhwaError::SetPropertyError {
                    property: "Resolution, FrameFormat".into(),
                    value: "1280x720".into(),
                    error: said,
                },
            ];
            errors.map(|error| device("open", "Webcam", &error).to_string())
        };
        for message in told(16) {
            assert!(
                message.starts_with("Webcam is in use by another program: close"),
                "{message}"
            );
        }
        for message in [told(1), told(13)].concat() {
            assert!(message.contains("add your user to the group"), "{message}");
        }
        // EIO, ENODEV, and numbers that begin or end like those above.
        for message in [told(5), told(19), told(11), told(113), told(116)].concat() {
            assert!(message.starts_with("cannot open Webcam: "), "{message}");
        }
    }

    #[test]
    fn a_zoom_is_what_can_be_set_within_a_range() {
        let control = |description, flags| {
            CameraControl::new(ZOOM, "Zoom, Absolute".into(), description, flags, true)
        };
        let range = ControlValueDescription::IntegerRange {
            min: 100,
            max: 500,
            value: 180,
            step: 1,
            default: 100,
        };
        let whole = control(range.clone(), Vec::new());
        assert_eq!(zoom(&whole), Zoom::stated(100.0, 500.0, 1.0, 180.0));
        assert_eq!(
            setter(&whole, 249.9),
            Some(ControlValueSetter::Integer(250))
        );
        let factor = control(
            ControlValueDescription::FloatRange {
                min: 1.0,
                max: 16.0,
                value: 2.5,
                step: f64::MIN_POSITIVE,
                default: 1.0,
            },
            Vec::new(),
        );
        assert_eq!(zoom(&factor).unwrap().value, 2.5);
        assert_eq!(setter(&factor, 3.25), Some(ControlValueSetter::Float(3.25)));
        for flag in [
            KnownCameraControlFlag::ReadOnly,
            KnownCameraControlFlag::Disabled,
        ] {
            assert_eq!(zoom(&control(range.clone(), vec![flag])), None);
        }
        assert_eq!(
            zoom(&control(ControlValueDescription::None, Vec::new())),
            None
        );
    }

    #[test]
    fn formats_survive_the_way_to_nokhwa_and_back() {
        for readable in READABLE {
            let pixels = pixel_format(readable).unwrap();
            let format = CameraFormat {
                width: 640,
                height: 480,
                frame_rate: 30,
                pixels,
            };
            assert_eq!(from_nokhwa(to_nokhwa(format)), Some(format));
        }
    }

    #[test]
    fn a_camera_that_is_not_there_fails_and_does_not_panic() {
        let nowhere = camera("a camera that does not exist", 4_000_000);
        let mut source = NokhwaCamera::start(nowhere, Wish::default()).unwrap();
        assert_eq!(source.describe(), "a camera that does not exist");
        assert!(matches!(source.next(Duration::MAX), Event::Failed(_)));
        assert!(matches!(source.next(Duration::MAX), Event::Ended));
    }
}
