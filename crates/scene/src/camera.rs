//! Renders frames as a camera before a background sees them.

use vision::{FrameError, OwnedFrame, pixel_count};

use crate::artwork::Artwork;
use crate::background::background;
use crate::blur::Patch;
use crate::geometry::{Camera, Point, Pose};
use crate::jpeg;
use crate::occlusion::Occlusion;
use crate::random::Random;
use crate::surface::Surface;

/// Lighting and exposure. The default changes nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Light {
    /// Gain; 1 is unchanged.
    pub gain: f32,
    /// Contrast about middle grey; 1 is unchanged, 0 none.
    pub contrast: f32,
    /// Change of brightness from the left edge to the right one, as a share: 0.4 runs from 0.8 to 1.2.
    pub gradient_x: f32,
    /// Change of brightness from the upper edge to the lower one, as a share.
    pub gradient_y: f32,
    /// Exponent on luminance between 0 and 1: above 1 darkens the middle tones.
    pub gamma: f32,
}

impl Default for Light {
    fn default() -> Self {
        Self {
            gain: 1.0,
            contrast: 1.0,
            gradient_x: 0.0,
            gradient_y: 0.0,
            gamma: 1.0,
        }
    }
}

/// The parameters of one rendered badge. The default is straight ahead without any disturbance.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Shot {
    /// Pose of the badge.
    pub pose: Pose,
    /// Lighting.
    pub light: Light,
    /// Standard deviation of the defocus, in pixels.
    pub blur_px: f32,
    /// Movement of the badge while the shutter is open, in pixels right and down.
    pub motion_px: (f32, f32),
    /// Movement of the badge while the rows are read out, from the first row to the last, in pixels right and down: the
    /// skew of a rolling shutter.
    pub rolling_px: (f32, f32),
    /// Degrees between the left and the right edge of a card that is bent about its vertical axis.
    pub bend: f32,
    /// Occlusions of the badge.
    pub occlusion: Occlusion,
    /// Standard deviation of the sensor's noise, in levels of luminance.
    pub noise: f32,
    /// Quality of the camera's JPEG, 1 to 100; `None` for uncompressed frames.
    pub jpeg: Option<u8>,
}

/// The ground truth of a frame, in pixels; corners run clockwise from the upper left.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Truth {
    /// Corners of the badge.
    pub badge: [Point; 4],
    /// Corners of the symbol, if the artwork has a code area.
    pub code: Option<[Point; 4]>,
    /// Mean module size of the symbol.
    pub px_per_module: Option<f32>,
}

impl Truth {
    /// Whether the whole symbol is inside the frame.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // Below 2^24.
    pub fn shows_whole_code(&self, camera: &Camera) -> bool {
        self.code.is_some_and(|corners| {
            corners.iter().all(|corner| {
                (0.0..=camera.width as f32).contains(&corner.x)
                    && (0.0..=camera.height as f32).contains(&corner.y)
            })
        })
    }
}

/// Entries of the noise table. Each row of a frame starts at a random entry.
const NOISE_ENTRIES: usize = 1 << 16;

/// A camera before a background.
pub struct SimulatedCamera {
    camera: Camera,
    background: Vec<u8>,
    noise: Vec<f32>,
    seed: u64,
}

impl SimulatedCamera {
    /// A camera before the background of a seed.
    ///
    /// # Errors
    /// [`FrameError`] if the camera's size is not that of a frame.
    pub fn new(camera: Camera, seed: u64) -> Result<Self, FrameError> {
        pixel_count(camera.width, camera.height)?;
        let mut random = Random::new(seed, 0x6e6f_6973);
        Ok(Self {
            camera,
            background: background(&camera, seed),
            noise: (0..NOISE_ENTRIES).map(|_| random.normal()).collect(),
            seed,
        })
    }

    /// The intrinsics of the camera.
    #[must_use]
    pub const fn camera(&self) -> &Camera {
        &self.camera
    }

    /// A frame of the background alone. `number` selects the noise.
    ///
    /// # Panics
    /// Never: the size was checked by [`SimulatedCamera::new`].
    #[must_use]
    pub fn empty(&self, light: &Light, noise: f32, number: u64) -> OwnedFrame {
        let mut pixels = self.background.clone();
        self.expose(&mut pixels, light, noise, number);
        self.frame(pixels)
    }

    /// A frame of an artwork with its ground truth, or without one if the badge is not before the lens. `number` selects the
    /// noise.
    ///
    /// # Panics
    /// Never: the size was checked by [`SimulatedCamera::new`].
    #[must_use]
    pub fn shoot(
        &self,
        artwork: &Artwork,
        shot: &Shot,
        number: u64,
    ) -> (OwnedFrame, Option<Truth>) {
        let (frame, truths) = self.shoot_all(&[(artwork, *shot)], number);
        (frame, truths.into_iter().next().flatten())
    }

    /// A frame of several artworks, each in front of the earlier ones. Light, noise and JPEG are those of the last.
    ///
    /// # Panics
    /// Never: the size was checked by [`SimulatedCamera::new`].
    #[must_use]
    pub fn shoot_all(
        &self,
        badges: &[(&Artwork, Shot)],
        number: u64,
    ) -> (OwnedFrame, Vec<Option<Truth>>) {
        let mut pixels = self.background.clone();
        let truths = badges
            .iter()
            .map(|(artwork, shot)| self.composite(artwork, shot, &mut pixels))
            .collect();
        let last = badges.last().map(|(_, shot)| *shot).unwrap_or_default();
        self.expose(&mut pixels, &last.light, last.noise, number);
        if let Some(quality) = last.jpeg {
            jpeg::compress(&mut pixels, self.camera.width as usize, quality);
        }
        (self.frame(pixels), truths)
    }

    fn frame(&self, pixels: Vec<u8>) -> OwnedFrame {
        OwnedFrame::new(pixels, self.camera.width, self.camera.height)
            .expect("the background has as many pixels as the frame")
    }

    /// Renders a blurred badge over the background.
    fn composite(&self, artwork: &Artwork, shot: &Shot, pixels: &mut [u8]) -> Option<Truth> {
        let map = Surface::of(
            &self.camera,
            &shot.pose,
            shot.bend,
            artwork.width_mm(),
            artwork.height_mm(),
        );
        let truth = truth(&map, artwork)?;
        let length = |(x, y): (f32, f32)| x.hypot(y) / 2.0;
        let reach = 3.0 * shot.blur_px + length(shot.motion_px) + length(shot.rolling_px) + 2.0;
        let Some(window) = Window::around(&truth.badge, reach, &self.camera) else {
            return Some(truth);
        };
        let mut patch = window.cut(pixels, self.camera.width as usize);
        draw(&mut patch, &window, artwork, &map, |y| {
            // A rolling shutter reads each row at a different moment.
            #[allow(clippy::cast_precision_loss)] // A frame's height.
            let moment = y / self.camera.height as f32 - 0.5;
            (shot.rolling_px.0 * moment, shot.rolling_px.1 * moment)
        });
        if !shot.occlusion.is_none() {
            let by = truth.code.unwrap_or(truth.badge);
            shot.occlusion
                .render(&mut patch, (window.left, window.top), &by);
        }
        patch.defocus(shot.blur_px);
        patch.smear(shot.motion_px);
        window.paste(&patch, pixels, self.camera.width as usize);
        Some(truth)
    }

    /// Applies lighting, exposure and noise to the whole frame.
    #[allow(clippy::cast_precision_loss)] // Below 2^24.
    fn expose(&self, pixels: &mut [u8], light: &Light, noise: f32, number: u64) {
        if *light == Light::default() && noise <= 0.0 {
            return;
        }
        let tones: [f32; 256] = std::array::from_fn(|tone| {
            let tone = (tone as f32 / 255.0).powf(light.gamma);
            (0.5 + (tone - 0.5) * light.contrast) * 255.0 * light.gain
        });
        let width = self.camera.width as usize;
        let across: Vec<f32> = (0..width)
            .map(|x| light.gradient_x * ((x as f32 + 0.5) / width as f32 - 0.5))
            .collect();
        let mut random = Random::new(self.seed ^ number.wrapping_mul(0x9e37_79b9), 0x6465_7665);
        for (y, row) in pixels.chunks_exact_mut(width).enumerate() {
            let down =
                1.0 + light.gradient_y * ((y as f32 + 0.5) / self.camera.height as f32 - 0.5);
            let mut at = usize::try_from(random.next() % NOISE_ENTRIES as u64).unwrap_or_default();
            // In stretches that end with the table.
            let mut rest = row.iter_mut().zip(&across).peekable();
            while rest.peek().is_some() {
                let table = &self.noise[at..];
                for (normal, (pixel, across)) in table.iter().zip(rest.by_ref().take(table.len())) {
                    let lit = tones[usize::from(*pixel)] * (down + across);
                    *pixel = to_byte(lit + normal * noise);
                }
                at = 0;
            }
        }
    }
}

/// Rounds to the nearest level of luminance.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // The cast saturates.
fn to_byte(light: f32) -> u8 {
    (light + 0.5) as u8
}

fn truth(map: &Surface, artwork: &Artwork) -> Option<Truth> {
    let corners = |x: f32, y: f32, width: f32, height: f32| {
        Some([
            map.project(x, y)?,
            map.project(x + width, y)?,
            map.project(x + width, y + height)?,
            map.project(x, y + height)?,
        ])
    };
    let badge = corners(0.0, 0.0, artwork.width_mm(), artwork.height_mm())?;
    let code = artwork
        .code()
        .and_then(|code| corners(code.x, code.y, code.side, code.side));
    let px_per_module = code.zip(artwork.code()).map(|(corners, code)| {
        let around: f32 = (0..4)
            .map(|corner| corners[corner].distance_to(corners[(corner + 1) % 4]))
            .sum();
        around / 4.0 / f32::from(code.modules)
    });
    Some(Truth {
        badge,
        code,
        px_per_module,
    })
}

/// The part of a frame that a badge covers.
struct Window {
    left: usize,
    top: usize,
    width: usize,
    height: usize,
}

impl Window {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Saturates at the frame's edges.
    fn around(corners: &[Point; 4], reach: f32, camera: &Camera) -> Option<Self> {
        let least = |of: fn(&Point) -> f32| corners.iter().map(of).fold(f32::INFINITY, f32::min);
        let most = |of: fn(&Point) -> f32| corners.iter().map(of).fold(f32::NEG_INFINITY, f32::max);
        let low = |value: f32| (value - reach).floor().max(0.0) as usize;
        let high =
            |value: f32, limit: u32| ((value + reach).ceil().max(0.0) as usize).min(limit as usize);
        let (left, top) = (low(least(|point| point.x)), low(least(|point| point.y)));
        let right = high(most(|point| point.x), camera.width);
        let bottom = high(most(|point| point.y), camera.height);
        (left < right && top < bottom).then(|| Self {
            left,
            top,
            width: right - left,
            height: bottom - top,
        })
    }

    fn rows(&self, frame_width: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
        let (left, top, width) = (self.left, self.top, self.width);
        (top..top + self.height)
            .map(move |y| y * frame_width + left..y * frame_width + left + width)
    }

    fn cut(&self, pixels: &[u8], frame_width: usize) -> Patch {
        let mut cut = Vec::with_capacity(self.width * self.height);
        for row in self.rows(frame_width) {
            cut.extend(pixels[row].iter().copied().map(f32::from));
        }
        Patch {
            pixels: cut,
            width: self.width,
            height: self.height,
        }
    }

    fn paste(&self, patch: &Patch, pixels: &mut [u8], frame_width: usize) {
        for (row, lines) in self
            .rows(frame_width)
            .zip(patch.pixels.chunks_exact(self.width))
        {
            for (pixel, light) in pixels[row].iter_mut().zip(lines) {
                *pixel = to_byte(*light);
            }
        }
    }
}

/// Places within a pixel at which the artwork is sampled. With the level chosen below, each pixel is about the mean of the
/// area that it covers.
const WITHIN_PIXEL: [(f32, f32); 4] = [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)];

/// Draws the projected artwork into the patch; `moved` is the movement of the badge when a row is read out.
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)]
fn draw(
    patch: &mut Patch,
    window: &Window,
    artwork: &Artwork,
    map: &Surface,
    moved: impl Fn(f32) -> (f32, f32),
) {
    let Some(back) = map.back(f64::from(artwork.px_per_mm())) else {
        return;
    };
    let (_, finest) = artwork.level(0.0);
    let (full_width, full_height) = (finest.width as f32, finest.height as f32);
    let middle = window.left as f32 + window.width as f32 / 2.0;
    for (row_number, row) in patch.pixels.chunks_exact_mut(window.width).enumerate() {
        let y = (window.top + row_number) as f32;
        let (moved_x, moved_y) = moved(y);
        let at = |x: f32, y: f32| back.at(x - moved_x, y - moved_y);
        let (here, right, below) = (at(middle, y), at(middle + 1.0, y), at(middle, y + 1.0));
        let footprint = (right.0 - here.0)
            .hypot(right.1 - here.1)
            .max((below.0 - here.0).hypot(below.1 - here.1));
        let (index, level) = artwork.level(footprint);
        let shrink = 1.0 / (1_u32 << index) as f32;
        for (column, pixel) in row.iter_mut().enumerate() {
            let x = (window.left + column) as f32;
            let (mut light, mut covered) = (0.0, 0.0);
            for (within_x, within_y) in WITHIN_PIXEL {
                let (u, v) = at(x + within_x, y + within_y);
                if !((0.0..full_width).contains(&u) && (0.0..full_height).contains(&v)) {
                    continue;
                }
                let (u, v) = ((u * shrink - 0.5).max(0.0), (v * shrink - 0.5).max(0.0));
                let (column, line) = (
                    (u as usize).min(level.width - 1),
                    (v as usize).min(level.height - 1),
                );
                let (part_x, part_y) = (u - column as f32, v - line as f32);
                let start = line * level.width + column;
                let next_x = usize::from(column + 1 < level.width);
                let next_y = if line + 1 < level.height {
                    level.width
                } else {
                    0
                };
                let value = |place: usize| f32::from(level.pixels[place]);
                let upper = value(start) + (value(start + next_x) - value(start)) * part_x;
                let lower = value(start + next_y)
                    + (value(start + next_y + next_x) - value(start + next_y)) * part_x;
                light += upper + (lower - upper) * part_y;
                covered += 1.0;
            }
            let samples = WITHIN_PIXEL.len() as f32;
            *pixel = (light + *pixel * (samples - covered)) / samples;
        }
    }
}
