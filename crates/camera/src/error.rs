//! What goes wrong between a camera and a frame.

use std::io;
use std::path::PathBuf;

use thiserror::Error;
use vision::FrameError;

/// Where a person lets a program use the camera.
const ALLOW_IT: &str = if cfg!(target_os = "macos") {
    "allow it under Privacy & Security, Camera, in the System Settings"
} else if cfg!(target_os = "windows") {
    "allow it under Privacy & security, Camera, in the Settings"
} else {
    "add your user to the group that owns the camera's device file (`video` on most systems), then sign in again"
};

/// Why there is no frame.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CameraError {
    /// A file does not open.
    #[error("cannot open {}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A picture file is not one, is damaged, or is too large.
    #[error("cannot read the picture {}", path.display())]
    Picture {
        /// The file.
        path: PathBuf,
        /// What the decoder says.
        source: image::ImageError,
    },
    /// A picture file states a size that no frame may have.
    #[error("the picture {} cannot be used", path.display())]
    PictureSize {
        /// The file.
        path: PathBuf,
        /// Which size, and why not.
        source: FrameError,
    },
    /// A stream breaks while it is read.
    #[error("cannot read frame {frame} of {stream}")]
    Read {
        /// The stream's name.
        stream: String,
        /// How many frames were read before.
        frame: u64,
        /// What the system says.
        source: io::Error,
    },
    /// A stream ends in the middle of a frame.
    #[error("{stream} ends in the middle of frame {frame}")]
    Truncated {
        /// The stream's name.
        stream: String,
        /// How many frames were read before.
        frame: u64,
    },
    /// A stream is of no kind that can be read.
    #[error("{stream} is neither a YUV4MPEG2 nor a Motion JPEG stream")]
    UnknownStream {
        /// The stream's name.
        stream: String,
    },
    /// A stream does not keep to its own format.
    #[error("{stream} is damaged at frame {frame}: {reason}")]
    Damaged {
        /// The stream's name.
        stream: String,
        /// How many frames were read before.
        frame: u64,
        /// What is wrong.
        reason: String,
    },
    /// A frame's bytes are fewer than its format and size need.
    #[error("{have} bytes are too few for {width}x{height} pixels of {format}; {need} are needed")]
    TooShort {
        /// How the pixels are written.
        format: &'static str,
        /// Pixels per row.
        width: u32,
        /// Rows.
        height: u32,
        /// Bytes given.
        have: usize,
        /// Bytes needed.
        need: usize,
    },
    /// A JPEG picture does not decode.
    #[error("a JPEG picture cannot be decoded: {reason}")]
    Jpeg {
        /// What the decoder says.
        reason: String,
    },
    /// A frame cannot be written as a JPEG picture.
    #[error("a frame cannot be made a JPEG picture: {reason}")]
    Encode {
        /// What the encoder says.
        reason: String,
    },
    /// A size that no frame may have.
    #[error("a frame of an impossible size")]
    Size {
        /// Which size, and why not.
        #[source]
        source: FrameError,
    },
    /// The computer's camera interface refuses.
    #[error("cannot {doing} {camera}: {reason}")]
    Device {
        /// What was tried.
        doing: &'static str,
        /// The camera's name.
        camera: String,
        /// What the interface says.
        reason: String,
    },
    /// Another program has the camera.
    #[error("{camera} is in use by another program: close that program, or choose another camera")]
    Busy {
        /// The camera's name.
        camera: String,
    },
    /// The system does not let this program have the camera.
    #[error("the system does not let this program use {camera}: {ALLOW_IT}")]
    Forbidden {
        /// The camera's name.
        camera: String,
    },
    /// The camera offers no pixel format that can be read.
    #[error("{camera} offers none of the formats YUYV, NV12, GRAY, MJPEG and RGB")]
    NoFormat {
        /// The camera's name.
        camera: String,
    },
    /// There is no such camera.
    #[error("no camera is called {camera}")]
    NoSuchCamera {
        /// The name looked for.
        camera: String,
    },
    /// The thread that waits for the camera cannot be started.
    #[error("cannot start the capture thread")]
    Thread {
        /// What the system says.
        source: io::Error,
    },
}
