//! Reads frames from a stream of either format: YUV4MPEG2 or Motion JPEG.

use std::io::{BufRead, BufReader, Read};

use vision::OwnedFrame;

use crate::jpeg::{self, Piece};
use crate::picture::Shot;
use crate::y4m::{self, Fault, FrameRate};
use crate::{CameraError, Picture, PixelFormat};

/// A stream whose header was read.
pub(crate) struct Film<R> {
    stream: BufReader<R>,
    format: Format,
}

enum Format {
    Y4m(y4m::Header),
    /// Concatenated JPEG pictures.
    Mjpeg,
}

impl<R: Read> Film<R> {
    /// The format is detected by the first bytes.
    pub(crate) fn begin(stream: R) -> Result<Self, Fault> {
        let mut stream = BufReader::new(stream);
        let start = stream.fill_buf()?;
        // A pipe may hand out very few bytes at first; two tell the formats apart, and the rest is checked below.
        let format = if start.starts_with(&y4m::MAGIC[..start.len().clamp(1, y4m::MAGIC.len())]) {
            Format::Y4m(y4m::Header::read(&mut stream)?)
        } else if start.starts_with(&[0xFF, 0xD8][..start.len().clamp(1, 2)]) {
            Format::Mjpeg
        } else {
            return Err(Fault::Unknown);
        };
        Ok(Self { stream, format })
    }

    /// The frame rate that the stream states; Motion JPEG states none.
    pub(crate) fn rate(&self) -> Option<FrameRate> {
        match &self.format {
            Format::Y4m(header) => Some(header.rate),
            Format::Mjpeg => None,
        }
    }

    /// Whether reading can go on after a damaged frame, as in Motion JPEG.
    pub(crate) fn can_go_on(&self) -> bool {
        matches!(self.format, Format::Mjpeg)
    }

    /// The next frame, an error in place of an unusable frame, or `None` after the last one.
    pub(crate) fn next_frame(&mut self) -> Result<Option<Result<OwnedFrame, CameraError>>, Fault> {
        Ok(match &self.format {
            Format::Y4m(header) => header.next_frame(&mut self.stream)?.map(Ok),
            Format::Mjpeg => self.next_jpeg()?.map(|bytes| jpeg::decode(&bytes)),
        })
    }

    /// The next frame, with a picture of it for display.
    pub(crate) fn next_with_picture(&mut self) -> Result<Option<Result<Shot, CameraError>>, Fault> {
        Ok(match &self.format {
            Format::Y4m(header) => header.next_with_picture(&mut self.stream)?.map(Ok),
            Format::Mjpeg => self.next_jpeg()?.map(|bytes| {
                let frame = jpeg::decode(&bytes)?;
                let (width, height) = (frame.width(), frame.height());
                let picture = Picture::new(PixelFormat::Mjpeg, bytes.into(), width, height);
                Ok((frame, picture))
            }),
        })
    }

    fn next_jpeg(&mut self) -> Result<Option<Vec<u8>>, Fault> {
        match jpeg::next_picture(&mut self.stream)? {
            Piece::Picture(bytes) => Ok(Some(bytes)),
            Piece::End => Ok(None),
            Piece::Truncated => Err(Fault::Truncated),
            Piece::Damaged(reason) => Err(Fault::Damaged(reason.to_owned())),
        }
    }
}

impl Fault {
    /// Converts an error: adds the name of the stream and the number of frames read before.
    pub(crate) fn error(self, stream: &str, frame: u64) -> CameraError {
        let stream = stream.to_owned();
        match self {
            Self::Unknown => CameraError::UnknownStream { stream },
            Self::Io(source) => CameraError::Read {
                stream,
                frame,
                source,
            },
            Self::Truncated => CameraError::Truncated { stream, frame },
            Self::Damaged(reason) => CameraError::Damaged {
                stream,
                frame,
                reason,
            },
            Self::Size(source) => CameraError::Size { source },
        }
    }
}
