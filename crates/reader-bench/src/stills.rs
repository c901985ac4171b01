//! Stills of badges, in classes by their difficulty.

use clap::ValueEnum;
use scene::{
    Artwork, Camera, Glare, Light, Occlusion, Pose, PrintFaults, Random, Shot, SimulatedCamera,
    Strap, Thumb,
};
use vision::OwnedFrame;

use crate::cards::{CARD_MM, CODE_MM, Card, Kind, bars, matrix, rings};

/// The difficulty of a still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Class {
    /// Codes of 40 to 400 px, sharp.
    Size,
    /// Defocus of 1 to 4 px.
    Blur,
    /// Motion blur of 3 to 16 px.
    Motion,
    /// Tilt of 50 to 75 degrees.
    Tilt,
    /// Bend of 50 to 140 degrees.
    Bend,
    /// Glare of a lamp in the code.
    Glare,
    /// A plastic sleeve that reflects a window.
    Sleeve,
    /// Little light and much noise.
    Dim,
    /// Little contrast.
    Contrast,
    /// JPEG of low quality.
    Jpeg,
    /// Occlusion by a thumb or a strap.
    Cover,
    /// Low ink, banding or ink spread.
    Print,
    /// Two to four badges.
    Several,
    /// Codes of other symbologies beside the badge.
    Beside,
}

impl Class {
    pub(crate) fn title(self) -> String {
        self.to_possible_value()
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }
}

/// A still and the texts of its codes.
pub(crate) struct Still {
    pub(crate) frame: OwnedFrame,
    pub(crate) texts: Vec<String>,
}

/// The still of this number of a class. The seed decides everything else.
pub(crate) fn still(class: Class, number: u64, seed: u64) -> anyhow::Result<Still> {
    let stream = (class as u64 + 1) * 0x1_0000 + number;
    let mut random = Random::new(seed, stream);
    let kind = Kind::ALL[usize::try_from(number % 4)?];
    let mut card = Card::new(kind, &mut random)?;
    let shot = shot(class, &mut random);
    if class == Class::Print {
        let faults = print_faults(number, &mut random);
        card.artwork = card.artwork.with_print_faults(&faults, random.next());
    }
    let camera = SimulatedCamera::new(Camera::default(), random.next())?;
    let mut texts = vec![card.text];
    let mut held: Vec<(Artwork, Shot)> = vec![(card.artwork, shot)];
    match class {
        Class::Several => {
            let more = 1 + random.next() % 3;
            for place in 0..=more {
                let spread = CARD_MM * 1.15;
                let x = spread * (place as f32 - more as f32 / 2.0);
                if place > 0 {
                    let kind = Kind::ALL[usize::try_from((number + place) % 4)?];
                    let card = Card::new(kind, &mut random)?;
                    texts.push(card.text);
                    held.push((card.artwork, shot));
                }
                if let Some((_, shot)) = held.last_mut() {
                    shot.pose.distance_mm = random
                        .between(220.0, 360.0)
                        .max(spread * 1.15 * (more + 1) as f32);
                    shot.pose.offset_x_mm = x;
                    shot.pose.offset_y_mm = random.between(-12.0, 12.0);
                    shot.pose.roll = random.between(-6.0, 6.0);
                }
            }
        }
        Class::Beside => {
            let others = [
                bars(&mut random)?,
                matrix(&mut random)?,
                rings(&mut random)?,
            ];
            let places = [(-72.0, -28.0), (58.0, -30.0), (-62.0, 32.0)];
            for (artwork, (x, y)) in others.into_iter().zip(places) {
                let mut beside = shot;
                beside.pose.offset_x_mm += x;
                beside.pose.offset_y_mm += y;
                held.insert(0, (artwork, beside));
            }
        }
        _ => {}
    }
    let all: Vec<(&Artwork, Shot)> = held
        .iter()
        .map(|(artwork, shot)| (artwork, *shot))
        .collect();
    let (frame, _) = camera.shoot_all(&all, number);
    Ok(Still { frame, texts })
}

/// The distance in millimetres at which a code is so many pixels wide.
pub(crate) fn distance_of(side_px: f32) -> f32 {
    CODE_MM * Camera::default().focal_px() / side_px
}

fn shot(class: Class, random: &mut Random) -> Shot {
    let around = random.between(0.0, std::f32::consts::TAU);
    let tilt = match class {
        Class::Tilt => random.between(50.0, 75.0),
        _ => random.between(0.0, 15.0),
    };
    let side_px = match class {
        Class::Size => 40.0 * 10_f32.powf(random.unit()),
        Class::Blur | Class::Motion | Class::Tilt => random.between(110.0, 330.0),
        Class::Jpeg => random.between(70.0, 190.0),
        Class::Beside => random.between(38.0, 110.0),
        Class::Bend => random.between(130.0, 320.0),
        _ => random.between(95.0, 260.0),
    };
    let mut shot = Shot {
        pose: Pose {
            distance_mm: distance_of(side_px),
            yaw: tilt * around.cos(),
            pitch: tilt * around.sin(),
            roll: random.between(-180.0, 180.0),
            offset_x_mm: 0.0,
            offset_y_mm: 0.0,
        },
        light: Light {
            gain: random.between(0.8, 1.05),
            contrast: random.between(0.8, 0.95),
            gradient_x: random.between(-0.25, 0.25),
            gradient_y: random.between(-0.25, 0.25),
            gamma: 1.0,
        },
        blur_px: random.between(0.4, 0.8),
        noise: random.between(1.5, 3.5),
        ..Shot::default()
    };
    match class {
        Class::Blur => shot.blur_px = random.between(1.0, 4.0),
        Class::Motion => {
            let (way, length) = (
                random.between(0.0, std::f32::consts::TAU),
                random.between(3.0, 16.0),
            );
            shot.motion_px = (length * way.cos(), length * way.sin());
        }
        Class::Bend => shot.bend = random.between(50.0, 140.0),
        Class::Glare => {
            shot.occlusion.glare = Some(Glare {
                x: random.between(-0.4, 0.4),
                y: random.between(-0.4, 0.4),
                radius: random.between(0.08, 0.3),
                strength: random.between(90.0, 330.0),
            });
        }
        Class::Sleeve => shot.occlusion.sleeve = random.between(1.2, 3.0),
        Class::Dim => {
            shot.light.gain = random.between(0.1, 0.35);
            shot.noise = random.between(4.0, 12.0);
        }
        Class::Contrast => {
            shot.light.contrast = random.between(0.02, 0.1);
            shot.noise = random.between(2.0, 5.0);
        }
        Class::Jpeg => {
            shot.jpeg = Some([3, 4, 6, 9, 13][usize::try_from(random.next() % 5).unwrap_or(0)]);
        }
        Class::Cover => shot.occlusion = cover(random),
        _ => {}
    }
    shot
}

fn cover(random: &mut Random) -> Occlusion {
    let shade = random.between(60.0, 170.0);
    if random.unit() < 0.7 {
        // A thumb that reaches in from an edge.
        let (along, deep) = (random.between(-0.5, 0.5), random.between(0.06, 0.28));
        let radius = random.between(0.2, 0.4);
        let out = 0.5 + radius - deep;
        let (x, y) = match random.next() % 4 {
            0 => (out, along),
            1 => (-out, along),
            2 => (along, out),
            _ => (along, -out),
        };
        let thumb = Some(Thumb {
            x,
            y,
            radius,
            shade,
        });
        Occlusion {
            thumb,
            ..Occlusion::default()
        }
    } else {
        let strap = Some(Strap {
            offset: random.between(-0.4, 0.4),
            width: random.between(0.03, 0.13),
            lean: random.between(-90.0, 90.0),
            shade,
        });
        Occlusion {
            strap,
            ..Occlusion::default()
        }
    }
}

fn print_faults(number: u64, random: &mut Random) -> PrintFaults {
    let mut faults = PrintFaults::default();
    match number / 4 % 3 {
        0 => faults.low_ink = random.between(0.4, 1.0),
        1 => faults.banding = random.between(0.5, 1.0),
        _ => faults.spread_mm = random.between(-0.3, 0.36),
    }
    faults
}
