//! The pictures of the test corpus: rendered badges with one difficulty each, and pictures without a code.
//!
//! `crates/vision/tests/corpus.rs` reads them. They are small crops, so that all together are less than 2 MB.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Context as _;
use scene::{
    Artwork, Camera, Glare, Light, Occlusion, Pose, PrintFaults, Random, Shot, SimulatedCamera,
    Strap, Thumb,
};
use vision::{Frame, OwnedFrame, Reader};

use crate::cards::{CARD_MM, Card, Kind};
use crate::empty::Scene;
use crate::stills::distance_of;

const SEED: u64 = 0x636f_7270;
/// Size of each picture, in pixels.
const SIZE: (u32, u32) = (280, 210);
/// Frames in which a live reader must read a picture that is marked `live`.
const LIVE_FRAMES: usize = 8;

/// A picture with one badge.
struct Badge {
    name: &'static str,
    kind: Kind,
    /// Side of the code, in pixels.
    side_px: f32,
    change: fn(&mut Shot),
}

const fn badge(name: &'static str, kind: Kind, side_px: f32, change: fn(&mut Shot)) -> Badge {
    Badge {
        name,
        kind,
        side_px,
        change,
    }
}

const BADGES: [Badge; 32] = [
    badge("easy-version-3", Kind::Nameless, 110.0, |_| {}),
    badge("easy-version-4", Kind::Named, 120.0, |_| {}),
    badge("easy-version-6", Kind::Long, 130.0, |_| {}),
    badge("easy-version-7", Kind::Longer, 140.0, |_| {}),
    badge("rotated", Kind::Named, 110.0, |shot| shot.pose.roll = 143.0),
    badge("tilt-yaw", Kind::Nameless, 140.0, |shot| {
        shot.pose.yaw = 58.0;
    }),
    badge("tilt-pitch", Kind::Nameless, 140.0, |shot| {
        shot.pose.pitch = -60.0;
    }),
    badge("bend", Kind::Nameless, 130.0, |shot| shot.bend = 80.0),
    badge("blur-light", Kind::Nameless, 120.0, |shot| {
        shot.blur_px = 1.5;
    }),
    badge("blur-medium", Kind::Nameless, 140.0, |shot| {
        shot.blur_px = 2.3;
    }),
    badge("blur-heavy", Kind::Nameless, 150.0, |shot| {
        shot.blur_px = 3.0;
    }),
    badge("motion-light", Kind::Nameless, 120.0, |shot| {
        shot.motion_px = (4.0, 2.0);
    }),
    badge("motion-heavy", Kind::Nameless, 150.0, |shot| {
        shot.motion_px = (7.0, -3.0);
    }),
    badge("far-version-3", Kind::Nameless, 52.0, |_| {}),
    badge("far-version-4", Kind::Named, 58.0, |_| {}),
    badge("far-blurred", Kind::Nameless, 62.0, |shot| {
        shot.blur_px = 1.0;
    }),
    badge("glare", Kind::Named, 130.0, |shot| {
        shot.occlusion.glare = Some(Glare {
            x: 0.15,
            y: -0.1,
            radius: 0.16,
            strength: 220.0,
        });
    }),
    badge("sleeve", Kind::Nameless, 140.0, |shot| {
        shot.occlusion.sleeve = 1.3;
    }),
    badge("low-light", Kind::Named, 130.0, |shot| {
        shot.light.gain = 0.22;
        shot.noise = 4.0;
    }),
    badge("low-contrast", Kind::Nameless, 130.0, |shot| {
        shot.light.contrast = 0.08;
        shot.noise = 2.0;
    }),
    badge("uneven-light", Kind::Named, 130.0, |shot| {
        shot.light.gradient_x = 1.2;
        shot.light.gradient_y = -0.8;
    }),
    badge("jpeg", Kind::Nameless, 120.0, |shot| shot.jpeg = Some(9)),
    badge("thumb", Kind::Nameless, 130.0, |shot| {
        shot.occlusion = Occlusion {
            thumb: Some(Thumb {
                x: 0.62,
                y: 0.3,
                radius: 0.28,
                shade: 120.0,
            }),
            ..Occlusion::default()
        };
    }),
    badge("strap", Kind::Nameless, 130.0, |shot| {
        shot.occlusion = Occlusion {
            strap: Some(Strap {
                offset: 0.1,
                width: 0.07,
                lean: 20.0,
                shade: 80.0,
            }),
            ..Occlusion::default()
        };
    }),
    badge("low-ink", Kind::Nameless, 130.0, |_| {}),
    badge("inverted", Kind::Named, 120.0, |_| {}),
    badge("mirrored", Kind::Nameless, 110.0, |_| {}),
    badge("blur-extreme", Kind::Nameless, 150.0, |shot| {
        shot.blur_px = 3.6;
    }),
    badge("motion-extreme", Kind::Nameless, 150.0, |shot| {
        shot.motion_px = (8.0, -4.5);
    }),
    badge("far-blurred-extreme", Kind::Nameless, 56.0, |shot| {
        shot.blur_px = 1.2;
    }),
    badge("sleeve-extreme", Kind::Nameless, 140.0, |shot| {
        shot.occlusion.sleeve = 1.9;
    }),
    badge("low-contrast-extreme", Kind::Nameless, 140.0, |shot| {
        shot.light.contrast = 0.045;
        shot.noise = 2.0;
    }),
];

/// Writes the pictures, and `corpus.tsv` with what is expected of each.
pub(crate) fn write(folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut list = String::from("# file\tlive, still or empty\ttexts\n");
    for (number, badge) in (0..).zip(&BADGES) {
        let (frame, text) = render(badge, number)?;
        add(folder, &mut list, badge.name, &frame, &[text])?;
    }
    let (frame, texts) = two_badges()?;
    add(folder, &mut list, "two-badges", &frame, &texts)?;
    for (name, scene) in [
        ("empty-room", Scene::Room),
        ("empty-faces", Scene::Faces),
        ("empty-text", Scene::Text),
        ("empty-other-codes", Scene::Codes),
    ] {
        let frame = scene.picture(0, SEED)?;
        let centre = match scene {
            Scene::Faces => (330.0, 380.0),
            Scene::Text => (420.0, 360.0),
            Scene::Codes => (560.0, 330.0),
            Scene::Room => (640.0, 360.0),
        };
        add(folder, &mut list, name, &crop(&frame, centre)?, &[])?;
    }
    std::fs::write(folder.join("corpus.tsv"), list)?;
    Ok(())
}

fn upright(side_px: f32) -> Shot {
    Shot {
        pose: Pose {
            distance_mm: distance_of(side_px),
            yaw: 6.0,
            pitch: -4.0,
            roll: 8.0,
            offset_x_mm: 0.0,
            offset_y_mm: 0.0,
        },
        light: Light {
            contrast: 0.9,
            ..Light::default()
        },
        blur_px: 0.5,
        noise: 1.2,
        ..Shot::default()
    }
}

fn render(badge: &Badge, number: u64) -> anyhow::Result<(OwnedFrame, String)> {
    let mut random = Random::new(SEED, number);
    let mut card = Card::new(badge.kind, &mut random)?;
    if badge.name == "low-ink" {
        let faults = PrintFaults {
            low_ink: 0.7,
            ..PrintFaults::default()
        };
        card.artwork = card.artwork.with_print_faults(&faults, random.next());
    }
    let mut shot = upright(badge.side_px);
    (badge.change)(&mut shot);
    let camera = SimulatedCamera::new(Camera::default(), random.next())?;
    let (frame, _) = camera.shoot(&card.artwork, &shot, number);
    let mut frame = crop(&frame, (640.0, 360.0))?;
    match badge.name {
        "inverted" => {
            for pixel in frame.pixels_mut() {
                *pixel = 255 - *pixel;
            }
        }
        "mirrored" => {
            let width = frame.width() as usize;
            for row in frame.pixels_mut().chunks_exact_mut(width) {
                row.reverse();
            }
        }
        _ => {}
    }
    Ok((frame, card.text))
}

fn two_badges() -> anyhow::Result<(OwnedFrame, Vec<String>)> {
    let mut random = Random::new(SEED, 1000);
    let cards = [
        Card::new(Kind::Nameless, &mut random)?,
        Card::new(Kind::Named, &mut random)?,
    ];
    let camera = SimulatedCamera::new(Camera::default(), random.next())?;
    let held: Vec<(&Artwork, Shot)> = cards
        .iter()
        .zip([-0.55, 0.55])
        .map(|(card, side)| {
            let mut shot = upright(80.0);
            shot.pose.roll = 20.0 * side;
            shot.pose.offset_x_mm = side * CARD_MM;
            (&card.artwork, shot)
        })
        .collect();
    let (frame, _) = camera.shoot_all(&held, 0);
    let texts = cards.iter().map(|card| card.text.clone()).collect();
    Ok((crop(&frame, (640.0, 360.0))?, texts))
}

/// The part of a frame around a centre.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pixels of a frame"
)]
fn crop(frame: &OwnedFrame, centre: (f32, f32)) -> anyhow::Result<OwnedFrame> {
    let start = |centre: f32, size: u32, of: u32| {
        (centre as u32).saturating_sub(size / 2).min(of - size) as usize
    };
    let (left, top) = (
        start(centre.0, SIZE.0, frame.width()),
        start(centre.1, SIZE.1, frame.height()),
    );
    let stride = frame.width() as usize;
    let part = &frame.pixels()[top * stride + left..];
    Ok(Frame::new(part, SIZE.0, SIZE.1, stride)?.to_owned())
}

/// Writes a picture, and a line about it: whether a live reader reads it too, or only one of stills.
fn add(
    folder: &Path,
    list: &mut String,
    name: &str,
    frame: &OwnedFrame,
    texts: &[String],
) -> anyhow::Result<()> {
    let mut expected: Vec<&str> = texts.iter().map(String::as_str).collect();
    expected.sort_unstable();
    let sorted = |read: Vec<vision::Sighting>| {
        let mut texts: Vec<String> = read.into_iter().map(|sighting| sighting.text).collect();
        texts.sort_unstable();
        texts
    };
    let still = sorted(Reader::new().read_still(&frame.as_frame()));
    if still != expected {
        eprintln!("{name}: not read as a still, and therefore not written");
        return Ok(());
    }
    let mut reader = Reader::new();
    let live = (0..LIVE_FRAMES).any(|_| sorted(reader.read(&frame.as_frame())) == expected);
    let mode = match (texts.is_empty(), live) {
        (true, _) => "empty",
        (false, true) => "live",
        (false, false) => "still",
    };
    let file = format!("{name}.png");
    writeln!(list, "{file}\t{mode}\t{}", expected.join("\t"))?;
    let path = folder.join(file);
    let picture =
        image::GrayImage::from_raw(frame.width(), frame.height(), frame.pixels().to_vec())
            .context("as many pixels as the size says")?;
    let out = std::fs::File::create(&path).with_context(|| path.display().to_string())?;
    let encoder = image::codecs::png::PngEncoder::new_with_quality(
        std::io::BufWriter::new(out),
        image::codecs::png::CompressionType::Best,
        image::codecs::png::FilterType::Adaptive,
    );
    picture.write_with_encoder(encoder)?;
    Ok(())
}
