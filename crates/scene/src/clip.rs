//! Clips of a hand that brings a badge before the camera, holds it and takes it away.

use vision::{FrameError, OwnedFrame};

use crate::artwork::Artwork;
use crate::camera::{Light, Shot, SimulatedCamera, Truth};
use crate::geometry::{Camera, Homography, Point, Pose};
use crate::random::Random;

/// The difficulty of reading a badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Difficulty {
    /// Near, straight and well lit: every frame in which the badge is held should be read.
    Easy,
    /// As at a booth: tilted, slightly out of focus, uneven light.
    #[default]
    Normal,
    /// Distant, tilted, dim and noisy: no reader reads many of the frames.
    Hard,
}

/// The ranges from which the disturbances of a clip are drawn.
struct Ranges {
    distance_mm: (f32, f32),
    tilt: (f32, f32),
    roll: (f32, f32),
    off_middle_mm: f32,
    tremor_mm: f32,
    blur_px: (f32, f32),
    noise: (f32, f32),
    gain: (f32, f32),
    contrast: (f32, f32),
    gradient: (f32, f32),
}

impl Difficulty {
    const fn ranges(self) -> Ranges {
        match self {
            Self::Easy => Ranges {
                distance_mm: (150.0, 190.0),
                tilt: (0.0, 7.0),
                roll: (0.0, 5.0),
                off_middle_mm: 12.0,
                tremor_mm: 0.4,
                blur_px: (0.3, 0.7),
                noise: (1.0, 2.5),
                gain: (0.9, 1.0),
                contrast: (0.9, 1.0),
                gradient: (0.0, 0.1),
            },
            Self::Normal => Ranges {
                distance_mm: (190.0, 260.0),
                tilt: (5.0, 18.0),
                roll: (0.0, 20.0),
                off_middle_mm: 30.0,
                tremor_mm: 1.0,
                blur_px: (0.6, 1.0),
                noise: (2.0, 4.0),
                gain: (0.7, 1.1),
                contrast: (0.7, 0.95),
                gradient: (0.1, 0.4),
            },
            Self::Hard => Ranges {
                distance_mm: (260.0, 340.0),
                tilt: (12.0, 32.0),
                roll: (0.0, 45.0),
                off_middle_mm: 45.0,
                tremor_mm: 2.2,
                blur_px: (0.9, 1.5),
                noise: (4.0, 8.0),
                gain: (0.45, 1.2),
                contrast: (0.4, 0.7),
                gradient: (0.3, 0.8),
            },
        }
    }
}

/// Share of a clip in which the badge comes, and in which it goes.
const COMING: f32 = 0.22;
/// Share of the time between two frames in which the shutter is open.
const SHUTTER: f32 = 0.4;
/// Distance below its place from which the badge comes.
const FROM_BELOW_MM: f32 = 320.0;
/// Longest motion blur.
const LONGEST_SMEAR_PX: f32 = 60.0;

/// Faults of a webcam. The default has none.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Lens {
    /// Additional defocus when the badge has come, until the autofocus settles, in pixels.
    pub hunting_px: f32,
    /// Overexposure when the white badge has come, until the exposure settles, as a share.
    pub exposure: f32,
    /// Share of the time between two frames in which the rows are read out.
    pub readout: f32,
    /// Quality of the camera's JPEG; `None` for uncompressed frames.
    pub jpeg: Option<u8>,
}

/// Time constant of the autofocus.
const FOCUS_SECONDS: f32 = 0.35;
/// Time constant of the exposure.
const EXPOSURE_SECONDS: f32 = 0.25;
/// Oscillations a second of the hunting autofocus.
const HUNTS_PER_SECOND: f32 = 2.5;

/// The frames of a badge that comes, is held and goes. Each frame depends on the seed and its number only.
pub struct Clip {
    camera: SimulatedCamera,
    artwork: Artwork,
    still: Shot,
    from_side_mm: f32,
    tremor_mm: f32,
    phases: [f32; 6],
    frames: u32,
    fps: f32,
    next: u32,
    lens: Lens,
}

/// A clip of `frames` frames at `fps` frames a second.
///
/// # Errors
/// [`FrameError`] if the camera's size is not that of a frame.
pub fn clip(
    artwork: Artwork,
    camera: Camera,
    difficulty: Difficulty,
    seed: u64,
    frames: u32,
    fps: f32,
) -> Result<Clip, FrameError> {
    let simulated = SimulatedCamera::new(camera, seed)?;
    let mut random = Random::new(seed, 0x636c_6970);
    let ranges = difficulty.ranges();
    let mut within = |(low, high): (f32, f32)| random.between(low, high);
    let distance_mm = within(ranges.distance_mm);
    let (blur_px, noise) = (within(ranges.blur_px), within(ranges.noise));
    let (gain, contrast) = (within(ranges.gain), within(ranges.contrast));
    let tilt = within(ranges.tilt);
    let around = random.between(0.0, std::f32::consts::TAU);
    let mut pose = Pose {
        distance_mm,
        yaw: tilt * around.cos(),
        pitch: tilt * around.sin(),
        roll: random.either_side(ranges.roll.0, ranges.roll.1),
        offset_x_mm: random.between(-ranges.off_middle_mm, ranges.off_middle_mm),
        offset_y_mm: random.between(-ranges.off_middle_mm, ranges.off_middle_mm) / 2.0,
    };
    aim(&mut pose, &artwork);
    let light = Light {
        gain,
        contrast,
        gradient_x: random.either_side(ranges.gradient.0, ranges.gradient.1),
        gradient_y: random.either_side(ranges.gradient.0, ranges.gradient.1),
        gamma: 1.0,
    };
    Ok(Clip {
        camera: simulated,
        artwork,
        still: Shot {
            pose,
            light,
            blur_px,
            noise,
            ..Shot::default()
        },
        from_side_mm: random.either_side(20.0, 160.0),
        tremor_mm: ranges.tremor_mm,
        phases: std::array::from_fn(|_| random.between(0.0, std::f32::consts::TAU)),
        frames,
        fps,
        next: 0,
        lens: Lens::default(),
    })
}

/// Moves the badge so that its code is where the offsets put its centre, because people hold the code into the camera.
#[allow(clippy::cast_possible_truncation)] // Millimetres.
fn aim(pose: &mut Pose, artwork: &Artwork) {
    let Some(code) = artwork.code() else { return };
    let from_middle = |start: f32, length: f32| f64::from(start + code.side / 2.0 - length / 2.0);
    let (x, y) = (
        from_middle(code.x, artwork.width_mm()),
        from_middle(code.y, artwork.height_mm()),
    );
    let (right, down) = pose.axes();
    pose.offset_x_mm -= (right[0] * x + down[0] * y) as f32;
    pose.offset_y_mm -= (right[1] * x + down[1] * y) as f32;
}

impl Clip {
    /// The clip through a webcam with these faults.
    #[must_use]
    pub fn through(self, lens: Lens) -> Self {
        Self { lens, ..self }
    }

    /// The clip with the badge held at a distance and with a defocus.
    #[must_use]
    pub fn held_at(mut self, distance_mm: f32, blur_px: f32) -> Self {
        self.still.pose.distance_mm = distance_mm;
        self.still.blur_px = blur_px;
        self
    }

    /// The intrinsics of the camera.
    #[must_use]
    pub fn camera(&self) -> &Camera {
        self.camera.camera()
    }

    /// The next frame, with its ground truth unless the badge is out of sight.
    pub fn next_with_truth(&mut self) -> Option<(OwnedFrame, Option<Truth>)> {
        if self.next >= self.frames {
            return None;
        }
        let number = self.next;
        self.next += 1;
        let shot = self.shot(number);
        let (frame, truth) = self.camera.shoot(&self.artwork, &shot, u64::from(number));
        Some((frame, truth))
    }

    /// Whether the badge is held, and moves only by the tremor of the hand, in the frame of this number.
    #[must_use]
    pub fn is_held(&self, number: u32) -> bool {
        (COMING..=1.0 - COMING).contains(&self.share(number, 0.0))
    }

    /// The parameters of the frame of this number.
    #[must_use]
    pub fn shot(&self, number: u32) -> Shot {
        let mut light = self.still.light;
        let since = self.since_come(number);
        light.gain *= 1.0 + self.lens.exposure * (-since / EXPOSURE_SECONDS).exp();
        let hunting = (since * HUNTS_PER_SECOND * std::f32::consts::TAU)
            .cos()
            .abs();
        Shot {
            pose: self.pose_at(number, 0.0),
            light,
            blur_px: self.still.blur_px
                + self.lens.hunting_px * hunting * (-since / FOCUS_SECONDS).exp(),
            motion_px: self.moved(number, SHUTTER),
            rolling_px: self.moved(number, self.lens.readout),
            jpeg: self.lens.jpeg,
            ..self.still
        }
    }

    /// Seconds since the badge reached its place; 0 before.
    fn since_come(&self, number: u32) -> f32 {
        let seconds = self.frames_as_seconds();
        (self.share(number, 0.0) - COMING * 0.7).max(0.0) * seconds
    }

    #[allow(clippy::cast_precision_loss)] // A clip is minutes long.
    fn frames_as_seconds(&self) -> f32 {
        self.frames as f32 / self.fps.max(1.0)
    }

    /// Movement of the code in a part of the time between two frames, in pixels.
    fn moved(&self, number: u32, part: f32) -> (f32, f32) {
        let (before, after) = (
            self.pose_at(number, -part / 2.0),
            self.pose_at(number, part / 2.0),
        );
        match (self.code_in_frame(&before), self.code_in_frame(&after)) {
            (Some(from), Some(to)) => {
                let length = from.distance_to(to);
                let part = if length > LONGEST_SMEAR_PX {
                    LONGEST_SMEAR_PX / length
                } else {
                    1.0
                };
                ((to.x - from.x) * part, (to.y - from.y) * part)
            }
            _ => (0.0, 0.0),
        }
    }

    /// Share of the clip that is over `moment` frames after the frame of this number.
    #[allow(clippy::cast_precision_loss)] // A clip is minutes long.
    fn share(&self, number: u32, moment: f32) -> f32 {
        (number as f32 + 0.5 + moment) / self.frames.max(1) as f32
    }

    #[allow(clippy::cast_precision_loss)] // A clip is minutes long.
    fn pose_at(&self, number: u32, moment: f32) -> Pose {
        let share = self.share(number, moment);
        let coming = smooth(1.0 - share / COMING);
        let going = smooth((share - (1.0 - COMING)) / COMING);
        let away = coming + going;
        let seconds = (number as f32 + moment) / self.fps.max(1.0);
        // A hand trembles at several hertz and drifts more slowly.
        let sway = |phase: usize, slow: f32, fast: f32| {
            let slow = (seconds * slow * std::f32::consts::TAU + self.phases[phase]).sin();
            let fast = (seconds * fast * std::f32::consts::TAU + self.phases[phase + 1]).sin();
            self.tremor_mm * (slow + 0.25 * fast)
        };
        let still = &self.still.pose;
        Pose {
            distance_mm: still.distance_mm + sway(4, 0.5, 3.0) + 60.0 * away,
            yaw: still.yaw + sway(1, 0.6, 2.3) * 0.6 + 14.0 * away,
            pitch: still.pitch + sway(3, 0.45, 2.9) * 0.6 + 20.0 * away,
            roll: still.roll
                + sway(2, 0.35, 1.7) * 0.4
                + self.from_side_mm * 0.1 * (coming - going),
            offset_x_mm: still.offset_x_mm
                + sway(0, 0.7, 4.1)
                + self.from_side_mm * (coming - going),
            offset_y_mm: still.offset_y_mm + sway(2, 0.8, 3.7) + FROM_BELOW_MM * away,
        }
    }

    fn code_in_frame(&self, pose: &Pose) -> Option<Point> {
        let (width, height) = (self.artwork.width_mm(), self.artwork.height_mm());
        let map = Homography::of(self.camera.camera(), pose, width, height);
        match self.artwork.code() {
            Some(code) => map.project(code.x + code.side / 2.0, code.y + code.side / 2.0),
            None => map.project(width / 2.0, height / 2.0),
        }
    }
}

impl Iterator for Clip {
    type Item = OwnedFrame;

    fn next(&mut self) -> Option<OwnedFrame> {
        self.next_with_truth().map(|(frame, _)| frame)
    }
}

/// Smooth step from 0 to 1.
fn smooth(part: f32) -> f32 {
    let part = part.clamp(0.0, 1.0);
    part * part * (3.0 - 2.0 * part)
}
