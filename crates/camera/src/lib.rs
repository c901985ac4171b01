//! Frames from a camera, a video or image file, or pushed from outside.
//!
//! Everything that has frames is a [`Source`], whose reader asks for the next [`Event`]. A camera that is unplugged, stalls or
//! returns is an event, never an error that ends the program.
//!
//! | source | frames | if the reader is slower |
//! |---|---|---|
//! | [`NokhwaCamera`] | of a camera of this computer | older frames are dropped, the newest is kept |
//! | [`Pushed`] | pushed by another part of the program, such as a webview | the same |
//! | [`StreamCamera`] | of a Y4M or MJPEG stream that acts as a camera | the same |
//! | [`VideoFile`] | of a Y4M or MJPEG stream | the source waits |
//! | [`ImageFiles`] | one for each picture file | the source waits |

#![warn(missing_docs)]

mod capture;
mod controls;
mod error;
mod film;
mod format;
mod images;
mod jpeg;
mod luma;
mod mailbox;
#[cfg(any(target_os = "android", target_os = "ios"))]
mod no_cameras;
#[cfg(not(any(target_os = "android", target_os = "ios")))]
mod nokhwa_camera;
mod picture;
#[cfg(unix)]
mod pipe;
mod pushed;
mod source;
mod stream;
#[cfg(target_os = "linux")]
mod v4l2;
mod video;
mod y4m;

pub use controls::{CameraHandle, Controls, Zoom};
pub use error::CameraError;
pub use format::{CameraFormat, PixelFormat, Wish, choose_format};
pub use images::{ImageFiles, load_image};
#[cfg(any(target_os = "android", target_os = "ios"))]
pub use no_cameras::{CameraDescription, NokhwaCamera, list_cameras};
#[cfg(not(any(target_os = "android", target_os = "ios")))]
pub use nokhwa_camera::{CameraDescription, NokhwaCamera, list_cameras};
pub use picture::Picture;
pub use pushed::{PushHandle, Pushed, pushed};
pub use source::{CapturedFrame, Event, Source};
pub use stream::StreamCamera;
pub use video::VideoFile;
pub use y4m::{FrameRate, Y4mWriter};
