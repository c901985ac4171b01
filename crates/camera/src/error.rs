//! Errors between a camera or file and a frame.

use std::io;
use std::path::PathBuf;

use thiserror::Error;
use vision::FrameError;

/// The setting by which a user allows a program to use the camera.
const ALLOW_IT: &str = if cfg!(target_os = "macos") {
    "allow it under Privacy & Security, Camera, in the System Settings"
} else if cfg!(target_os = "windows") {
    "allow it under Privacy & security, Camera, in the Settings"
} else {
    "add your user to the group that owns the camera's device file (`video` on most systems), then sign in again"
};

/// The reason for which there is no frame.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CameraError {
    /// A file could not be opened.
    #[error("cannot open {}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// A picture file has an unknown format, is damaged, or is too large.
    #[error("cannot read the picture {}", path.display())]
    Picture {
        /// The file.
        path: PathBuf,
        /// The error of the decoder.
        source: image::ImageError,
    },
    /// A picture file states a size that a frame can't have.
    #[error("the picture {} cannot be used", path.display())]
    PictureSize {
        /// The file.
        path: PathBuf,
        /// The size, and the reason.
        source: FrameError,
    },
    /// Reading a stream failed.
    #[error("cannot read frame {frame} of {stream}")]
    Read {
        /// The stream's name.
        stream: String,
        /// Number of frames that were read before.
        frame: u64,
        /// The error of the system.
        source: io::Error,
    },
    /// A stream ends in the middle of a frame.
    #[error("{stream} ends in the middle of frame {frame}")]
    Truncated {
        /// The stream's name.
        stream: String,
        /// Number of frames that were read before.
        frame: u64,
    },
    /// A stream has an unknown format.
    #[error("{stream} is neither a YUV4MPEG2 nor a Motion JPEG stream")]
    UnknownStream {
        /// The stream's name.
        stream: String,
    },
    /// A stream violates its format.
    #[error("{stream} is damaged at frame {frame}: {reason}")]
    Damaged {
        /// The stream's name.
        stream: String,
        /// Number of frames that were read before.
        frame: u64,
        /// The violation.
        reason: String,
    },
    /// A frame has fewer bytes than its format and size need.
    #[error("{have} bytes are too few for {width}x{height} pixels of {format}; {need} are needed")]
    TooShort {
        /// The pixel format.
        format: &'static str,
        /// Pixels per row.
        width: u32,
        /// Rows.
        height: u32,
        /// Number of bytes given.
        have: usize,
        /// Number of bytes needed.
        need: usize,
    },
    /// A JPEG picture could not be decoded.
    #[error("a JPEG picture cannot be decoded: {reason}")]
    Jpeg {
        /// The error of the decoder.
        reason: String,
    },
    /// A frame could not be encoded as JPEG.
    #[error("a frame cannot be encoded as JPEG: {reason}")]
    Encode {
        /// The error of the encoder.
        reason: String,
    },
    /// A size that a frame can't have.
    #[error("a frame of an impossible size")]
    Size {
        /// The size, and the reason.
        #[source]
        source: FrameError,
    },
    /// The system's camera interface returned an error.
    #[error("cannot {doing} {camera}: {reason}")]
    Device {
        /// The operation.
        doing: &'static str,
        /// The camera's name.
        camera: String,
        /// The error of the interface.
        reason: String,
    },
    /// Another program uses the camera.
    #[error("{camera} is in use by another program: close that program, or choose another camera")]
    Busy {
        /// The camera's name.
        camera: String,
    },
    /// The system does not allow this program to use the camera.
    #[error("the system does not allow this program to use {camera}: {ALLOW_IT}")]
    Forbidden {
        /// The camera's name.
        camera: String,
    },
    /// The camera has no supported pixel format.
    #[error("{camera} has none of the formats YUYV, NV12, GRAY, MJPEG and RGB")]
    NoFormat {
        /// The camera's name.
        camera: String,
    },
    /// No camera has this name.
    #[error("no camera is called {camera}")]
    NoSuchCamera {
        /// The name.
        camera: String,
    },
    /// The capture thread could not be started.
    #[error("cannot start the capture thread")]
    Thread {
        /// The error of the system.
        source: io::Error,
    },
}
