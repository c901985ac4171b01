//! Properties of Linux video devices that nokhwa does not report.

use nokhwa::utils::CameraIndex;
use v4l::Device;
use v4l::video::Capture as _;

/// Whether a device captures pictures. A webcam has a second device of the same name for metadata, which the system may list
/// first; output devices are listed as well.
pub(crate) fn gives_pictures(index: &CameraIndex) -> bool {
    let Ok(number) = index.as_index() else {
        return true;
    };
    let Ok(number) = usize::try_from(number) else {
        return true;
    };
    // A device that does not open may be a camera that another program uses, which is reported when it is opened to scan.
    Device::new(number).map_or(true, |device| {
        device
            .enum_formats()
            .is_ok_and(|formats| !formats.is_empty())
    })
}
