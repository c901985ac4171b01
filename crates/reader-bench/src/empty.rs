//! Scenes without a QR code.

use clap::ValueEnum as _;
use scene::{Artwork, Camera, Light, Pose, Random, Shot, SimulatedCamera};
use vision::OwnedFrame;

use crate::cards::{bars, face, matrix, page, rings};

/// A kind of scene.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Scene {
    /// A hall, out of focus.
    Room,
    /// Two faces.
    Faces,
    /// Pages of text.
    Text,
    /// Codes of other symbologies.
    Codes,
}

impl Scene {
    pub(crate) fn title(self) -> String {
        self.to_possible_value()
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }

    /// The frame of this number. The seed decides everything else.
    pub(crate) fn picture(self, number: u64, seed: u64) -> anyhow::Result<OwnedFrame> {
        let mut random = Random::new(seed, 0x656d_7074_0000 + ((self as u64) << 12) + number);
        let camera = SimulatedCamera::new(Camera::default(), random.next())?;
        let (mut things, noise): (Vec<(Artwork, Shot)>, f32) =
            (Vec::new(), random.between(1.5, 6.0));
        let mut put = |artwork: Artwork, x: f32, y: f32, distance_mm: f32, random: &mut Random| {
            let shot = Shot {
                pose: Pose {
                    distance_mm,
                    yaw: random.between(-25.0, 25.0),
                    pitch: random.between(-25.0, 25.0),
                    roll: random.between(-20.0, 20.0),
                    offset_x_mm: x,
                    offset_y_mm: y,
                },
                blur_px: random.between(0.3, 1.2),
                noise,
                ..Shot::default()
            };
            things.push((artwork, shot));
        };
        match self {
            Self::Room => {
                let light = Light {
                    gain: random.between(0.5, 1.1),
                    ..Light::default()
                };
                return Ok(camera.empty(&light, noise, number));
            }
            Self::Faces => {
                for x in [-170.0, 150.0] {
                    let distance = random.between(450.0, 900.0);
                    put(face(&mut random)?, x, 10.0, distance, &mut random);
                }
            }
            Self::Text => {
                for x in [-80.0, 70.0] {
                    let distance = random.between(220.0, 420.0);
                    put(page(&mut random)?, x, 0.0, distance, &mut random);
                }
            }
            Self::Codes => {
                let distance = random.between(150.0, 330.0);
                put(bars(&mut random)?, -45.0, -25.0, distance, &mut random);
                put(matrix(&mut random)?, 35.0, -22.0, distance, &mut random);
                put(rings(&mut random)?, -30.0, 24.0, distance, &mut random);
                put(bars(&mut random)?, 40.0, 28.0, distance, &mut random);
            }
        }
        let all: Vec<(&Artwork, Shot)> = things
            .iter()
            .map(|(artwork, shot)| (artwork, *shot))
            .collect();
        Ok(camera.shoot_all(&all, number).0)
    }
}
