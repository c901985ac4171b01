//! Luminance pictures, the input of the reader.

use thiserror::Error;

/// Most pixels of a frame: 64 megapixels. Webcams and phones have fewer, and a hostile header cannot make a reader allocate
/// gigabytes.
pub const MAX_PIXELS: usize = 64 * 1024 * 1024;

/// The reason for which bytes are not a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum FrameError {
    /// A side of the frame is zero.
    #[error("a frame of {width}x{height} has no pixels")]
    Empty {
        /// Pixels per row.
        width: u32,
        /// Rows.
        height: u32,
    },
    /// The frame has more than [`MAX_PIXELS`].
    #[error("a frame of {width}x{height} is above the limit of {MAX_PIXELS} pixels")]
    TooLarge {
        /// Pixels per row.
        width: u32,
        /// Rows.
        height: u32,
    },
    /// The stride is shorter than a row, so that rows would overlap.
    #[error("a stride of {stride} bytes is shorter than a row of {width} pixels")]
    StrideTooShort {
        /// Bytes from the start of one row to that of the next.
        stride: usize,
        /// Pixels per row.
        width: u32,
    },
    /// The last row is incomplete, or the size of the buffer overflows a `usize`.
    #[error("{have} bytes are too few for a frame of {width}x{height} with a stride of {stride}")]
    TooShort {
        /// Bytes given.
        have: usize,
        /// Pixels per row.
        width: u32,
        /// Rows.
        height: u32,
        /// Bytes from the start of one row to that of the next.
        stride: usize,
    },
}

/// The number of pixels of a picture of this size, if it is a valid size of a frame.
///
/// Callers that decode a picture call this before they allocate for it.
///
/// # Errors
/// [`FrameError::Empty`] and [`FrameError::TooLarge`].
pub fn pixel_count(width: u32, height: u32) -> Result<usize, FrameError> {
    if width == 0 || height == 0 {
        return Err(FrameError::Empty { width, height });
    }
    let too_large = FrameError::TooLarge { width, height };
    let pixels = usize::try_from(u64::from(width) * u64::from(height)).map_err(|_| too_large)?;
    if pixels > MAX_PIXELS {
        return Err(too_large);
    }
    Ok(pixels)
}

/// A borrowed picture: one byte of luminance a pixel, 0 black to 255 white, rows from the top.
///
/// Row `y` begins at byte `y * stride`; bytes between `width` and `stride` are padding and are never read.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    data: &'a [u8],
    width: u32,
    height: u32,
    stride: usize,
}

impl<'a> Frame<'a> {
    /// A view of `data` as a frame of `width` x `height` pixels whose rows are `stride` bytes apart. The last row may lack
    /// its padding.
    ///
    /// # Errors
    /// Every [`FrameError`]; nothing is copied or allocated.
    pub fn new(data: &'a [u8], width: u32, height: u32, stride: usize) -> Result<Self, FrameError> {
        pixel_count(width, height)?;
        let row = width as usize;
        if stride < row {
            return Err(FrameError::StrideTooShort { stride, width });
        }
        let needed = (height as usize - 1)
            .checked_mul(stride)
            .and_then(|bytes| bytes.checked_add(row));
        if needed.is_none_or(|needed| data.len() < needed) {
            return Err(FrameError::TooShort {
                have: data.len(),
                width,
                height,
                stride,
            });
        }
        Ok(Self {
            data,
            width,
            height,
            stride,
        })
    }

    /// Pixels per row, at least 1.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Rows, at least 1.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Bytes from the start of one row to that of the next, at least the width.
    #[must_use]
    pub fn stride(&self) -> usize {
        self.stride
    }

    /// The `width` pixels of row `y`.
    ///
    /// # Panics
    /// If `y` is not below the height.
    #[must_use]
    pub fn row(&self, y: u32) -> &'a [u8] {
        assert!(y < self.height, "row {y} of {}", self.height);
        let start = y as usize * self.stride;
        &self.data[start..start + self.width as usize]
    }

    /// All rows from the top, each of `width` pixels.
    pub fn rows(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let frame = *self;
        (0..frame.height).map(move |y| frame.row(y))
    }

    /// A part of the frame, clipped at its edges; `None` if nothing of the part is inside.
    pub(crate) fn part(&self, (x, y): (u32, u32), (width, height): (u32, u32)) -> Option<Self> {
        let (right, bottom) = (self.width.checked_sub(x)?, self.height.checked_sub(y)?);
        let start = y as usize * self.stride + x as usize;
        let data = self.data.get(start..)?;
        Self::new(data, width.min(right), height.min(bottom), self.stride).ok()
    }

    /// The pixel of column `x` and row `y`, or `None` outside the frame.
    #[must_use]
    pub fn pixel(&self, x: u32, y: u32) -> Option<u8> {
        (x < self.width && y < self.height).then(|| self.row(y)[x as usize])
    }

    /// The pixels as one slice, or `None` if the rows have padding between them.
    pub(crate) fn packed(&self) -> Option<&'a [u8]> {
        (self.stride == self.width as usize || self.height == 1)
            .then(|| &self.data[..self.width as usize * self.height as usize])
    }

    /// A copy without padding.
    #[must_use]
    pub fn to_owned(&self) -> OwnedFrame {
        let mut data = Vec::with_capacity(self.width as usize * self.height as usize);
        for row in self.rows() {
            data.extend_from_slice(row);
        }
        OwnedFrame {
            data,
            width: self.width,
            height: self.height,
        }
    }
}

/// A picture that owns its pixels; rows lie one after the other without padding.
#[derive(Clone, PartialEq, Eq)]
pub struct OwnedFrame {
    data: Vec<u8>,
    width: u32,
    height: u32,
}

impl OwnedFrame {
    /// A frame of `height` rows of `width` bytes; bytes beyond them are dropped.
    ///
    /// # Errors
    /// Every [`FrameError`] but [`FrameError::StrideTooShort`].
    pub fn new(mut data: Vec<u8>, width: u32, height: u32) -> Result<Self, FrameError> {
        Frame::new(&data, width, height, width as usize)?;
        data.truncate(width as usize * height as usize);
        Ok(Self {
            data,
            width,
            height,
        })
    }

    /// A frame of one luminance.
    ///
    /// # Errors
    /// [`FrameError::Empty`] and [`FrameError::TooLarge`].
    pub fn filled(width: u32, height: u32, luminance: u8) -> Result<Self, FrameError> {
        let pixels = pixel_count(width, height)?;
        Ok(Self {
            data: vec![luminance; pixels],
            width,
            height,
        })
    }

    /// A borrowed view of the picture.
    #[must_use]
    pub fn as_frame(&self) -> Frame<'_> {
        Frame {
            data: &self.data,
            width: self.width,
            height: self.height,
            stride: self.width as usize,
        }
    }

    /// Pixels per row, at least 1.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Rows, at least 1.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// The pixels, row by row.
    #[must_use]
    pub fn pixels(&self) -> &[u8] {
        &self.data
    }

    /// The pixels, row by row, for writing.
    #[must_use]
    pub fn pixels_mut(&mut self) -> &mut [u8] {
        &mut self.data
    }

    /// The pixels, row by row, without a copy.
    #[must_use]
    pub fn into_pixels(self) -> Vec<u8> {
        self.data
    }
}

// A picture of a badge is personal data and would fill a log, so only its size is printed.
impl std::fmt::Debug for Frame<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Frame({}x{})", self.width, self.height)
    }
}

impl std::fmt::Debug for OwnedFrame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OwnedFrame({}x{})", self.width, self.height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_without_pixels_is_refused() {
        assert_eq!(
            Frame::new(&[0], 0, 1, 1).unwrap_err(),
            FrameError::Empty {
                width: 0,
                height: 1
            }
        );
        assert_eq!(
            OwnedFrame::filled(1, 0, 0).unwrap_err(),
            FrameError::Empty {
                width: 1,
                height: 0
            }
        );
    }

    #[test]
    fn a_frame_above_the_limit_is_refused_before_any_allocation() {
        let error = OwnedFrame::filled(u32::MAX, u32::MAX, 0).unwrap_err();
        assert_eq!(
            error,
            FrameError::TooLarge {
                width: u32::MAX,
                height: u32::MAX
            }
        );
        assert_eq!(pixel_count(8192, 8192), Ok(MAX_PIXELS));
        assert_eq!(
            pixel_count(8192, 8193),
            Err(FrameError::TooLarge {
                width: 8192,
                height: 8193
            })
        );
    }

    #[test]
    fn a_stride_below_the_width_is_refused() {
        let error = Frame::new(&[0; 100], 10, 10, 9).unwrap_err();
        assert_eq!(
            error,
            FrameError::StrideTooShort {
                stride: 9,
                width: 10
            }
        );
    }

    #[test]
    fn a_buffer_without_its_last_pixel_is_refused_and_one_without_its_last_padding_is_not() {
        let data = [7; 26];
        assert!(Frame::new(&data, 2, 4, 8).is_ok());
        let error = Frame::new(&data[..25], 2, 4, 8).unwrap_err();
        assert_eq!(
            error,
            FrameError::TooShort {
                have: 25,
                width: 2,
                height: 4,
                stride: 8
            }
        );
    }

    #[test]
    fn a_stride_that_overflows_is_refused() {
        let error = Frame::new(&[0; 8], 2, 4, usize::MAX).unwrap_err();
        assert_eq!(
            error,
            FrameError::TooShort {
                have: 8,
                width: 2,
                height: 4,
                stride: usize::MAX
            }
        );
    }

    #[test]
    fn padding_is_never_part_of_a_row() {
        let data = [1, 2, 99, 3, 4, 99, 5, 6];
        let frame = Frame::new(&data, 2, 3, 3).unwrap();
        assert_eq!(
            frame.rows().collect::<Vec<_>>(),
            [&[1, 2], &[3, 4], &[5, 6]]
        );
        assert_eq!(frame.pixel(1, 2), Some(6));
        assert_eq!(frame.pixel(2, 0), None);
        assert_eq!(frame.to_owned().into_pixels(), [1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn a_part_of_a_frame_is_clipped_at_its_edges() {
        let data = [1, 2, 3, 99, 4, 5, 6, 99, 7, 8, 9];
        let frame = Frame::new(&data, 3, 3, 4).unwrap();
        let part = frame.part((1, 1), (5, 1)).unwrap();
        assert_eq!(part.to_owned().into_pixels(), [5, 6]);
        assert!(frame.part((3, 0), (1, 1)).is_none() && frame.part((0, 9), (1, 1)).is_none());
    }

    #[test]
    fn debug_shows_the_shape_and_no_pixel() {
        let frame = OwnedFrame::filled(3, 2, 201).unwrap();
        assert_eq!(
            format!("{frame:?} {:?}", frame.as_frame()),
            "OwnedFrame(3x2) Frame(3x2)"
        );
    }
}
