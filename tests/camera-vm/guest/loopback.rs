//! The input side of a v4l2loopback device, whose pictures a camera shows.

use std::io::{self, Write as _};
use std::path::Path;

use anyhow::{Context as _, ensure};
use v4l::video::Output as _;
use v4l::video::output::Parameters;
use v4l::{Device, Format, FourCC};

use super::feed::{FRAME_RATE, Sink};

/// An open input side.
pub(crate) struct Loopback {
    device: Device,
}

impl Loopback {
    /// Opens the device at a path, and sets its format to YUYV pictures of this size.
    pub(crate) fn open(path: &Path, width: u32, height: u32) -> anyhow::Result<Self> {
        let device = Device::with_path(path).with_context(|| path.display().to_string())?;
        let wanted = Format::new(width, height, FourCC::new(b"YUYV"));
        let format = device.set_format(&wanted).context("setting its format")?;
        ensure!(
            (format.width, format.height, format.fourcc)
                == (wanted.width, wanted.height, wanted.fourcc),
            "the loopback took {format}"
        );
        device
            .set_params(&Parameters::with_fps(FRAME_RATE))
            .context("setting its frame rate")?;
        Ok(Self { device })
    }
}

impl Sink for Loopback {
    fn put(&mut self, picture: &[u8]) -> io::Result<()> {
        // Each call writes one whole picture.
        let written = self.device.write(picture)?;
        if written == picture.len() {
            Ok(())
        } else {
            Err(io::ErrorKind::WriteZero.into())
        }
    }
}
