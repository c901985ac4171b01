//! Tests of the frames that the simulated camera renders.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss
)]
#![allow(clippy::unwrap_used)] // A helper that fails fails its test.

use std::fmt::Write as _;
use std::sync::Arc;

use qrcode::{Color, EcLevel, QrCode};
use scene::{
    Artwork, Camera, CodeArea, Difficulty, Lens, Light, Occlusion, Pose, PrintFaults, Shot,
    SimulatedCamera, Thumb, Truth, clip,
};
use vision::OwnedFrame;

const TEXT: &str = "0W3GE1R70W3GE1R7:PYCONUS2027:322XHK9CW38SEZANMB84TN9CRTGT7Z5A";
const SIDE_MM: f32 = 33.0;
const MARGIN_MM: f32 = 9.0;

fn symbol() -> (Vec<bool>, usize) {
    let code = QrCode::with_error_correction_level(TEXT, EcLevel::M).unwrap();
    let side = code.width();
    (
        code.into_colors()
            .into_iter()
            .map(|color| color == Color::Dark)
            .collect(),
        side,
    )
}

/// A card of 51 mm with a centred symbol.
fn card() -> Artwork {
    let (modules, side) = symbol();
    let mut path = String::new();
    for (index, dark) in modules.iter().enumerate() {
        if *dark {
            let _ = write!(path, "M{} {}h1v1h-1z", index % side, index / side);
        }
    }
    let size = SIDE_MM + 2.0 * MARGIN_MM;
    let svg = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{size}mm" height="{size}mm" viewBox="0 0 {size} {size}"><path transform="translate({MARGIN_MM} {MARGIN_MM}) scale({})" d="{path}" fill="#000"/></svg>"##,
        SIDE_MM / side as f32,
    );
    let code = CodeArea {
        x: MARGIN_MM,
        y: MARGIN_MM,
        side: SIDE_MM,
        modules: side as u16,
    };
    Artwork::from_svg(&svg, 16.0, &Arc::default())
        .unwrap()
        .with_code(code)
}

fn simulated_camera() -> SimulatedCamera {
    SimulatedCamera::new(Camera::default(), 7).unwrap()
}

fn shoot(shot: &Shot) -> (OwnedFrame, Truth) {
    let (frame, truth) = simulated_camera().shoot(&card(), shot, 0);
    (frame, truth.unwrap())
}

fn qr_text(frame: &OwnedFrame) -> Option<String> {
    rxing::helpers::detect_in_luma(
        frame.pixels().to_vec(),
        frame.width(),
        frame.height(),
        Some(rxing::BarcodeFormat::QR_CODE),
    )
    .ok()
    .map(|found| found.getText().to_owned())
}

/// Sum of squared differences of neighbouring pixels within the card, along x and along y.
fn gradient_energy(frame: &OwnedFrame, truth: &Truth) -> (f64, f64) {
    let corners = truth.code.unwrap();
    let (left, top) = (corners[0].x as u32, corners[0].y as u32);
    let (right, bottom) = (corners[2].x as u32, corners[2].y as u32);
    let frame = frame.as_frame();
    let at = |x: u32, y: u32| f64::from(frame.pixel(x, y).unwrap());
    let (mut along_x, mut along_y) = (0.0, 0.0);
    for y in top..bottom {
        for x in left..right {
            along_x += (at(x + 1, y) - at(x, y)).powi(2);
            along_y += (at(x, y + 1) - at(x, y)).powi(2);
        }
    }
    (along_x, along_y)
}

fn mean(frame: &OwnedFrame) -> f64 {
    frame
        .pixels()
        .iter()
        .map(|pixel| f64::from(*pixel))
        .sum::<f64>()
        / frame.pixels().len() as f64
}

#[test]
fn without_disturbance_every_module_is_rendered_as_drawn() {
    let (modules, side) = symbol();
    let (frame, truth) = shoot(&Shot::default());
    let [upper_left, _, lower_right, _] = truth.code.unwrap();
    let module = (lower_right.x - upper_left.x) / side as f32;
    assert!((module - truth.px_per_module.unwrap()).abs() < 0.01);
    for (index, dark) in modules.iter().enumerate() {
        let x = upper_left.x + (index % side) as f32 * module + module / 2.0;
        let y = upper_left.y + (index / side) as f32 * module + module / 2.0;
        let seen = frame.as_frame().pixel(x as u32, y as u32).unwrap();
        assert!(
            if *dark { seen < 20 } else { seen > 235 },
            "module {index} is {seen}"
        );
    }
    assert_eq!(qr_text(&frame).as_deref(), Some(TEXT));
}

#[test]
fn a_tilted_badge_is_read_and_its_far_edge_is_shorter() {
    let pose = Pose {
        yaw: 30.0,
        pitch: -12.0,
        roll: 25.0,
        distance_mm: 150.0,
        ..Pose::default()
    };
    let (frame, truth) = shoot(&Shot {
        pose,
        ..Shot::default()
    });
    assert_eq!(qr_text(&frame).as_deref(), Some(TEXT));
    let length = |from: usize, to: usize| {
        let (from, to) = (truth.badge[from], truth.badge[to]);
        (from.x - to.x).hypot(from.y - to.y)
    };
    assert!(length(1, 2) < length(0, 3) * 0.95);
}

#[test]
fn twice_the_distance_is_half_the_size() {
    let at = |distance_mm: f32| {
        shoot(&Shot {
            pose: Pose {
                distance_mm,
                ..Pose::default()
            },
            ..Shot::default()
        })
        .1
    };
    let (near, far) = (at(150.0), at(300.0));
    let width = |truth: &Truth| truth.badge[1].x - truth.badge[0].x;
    assert!((width(&near) / width(&far) - 2.0).abs() < 1e-3);
    assert!((near.px_per_module.unwrap() / far.px_per_module.unwrap() - 2.0).abs() < 1e-3);
}

#[test]
fn a_small_symbol_is_averaged_and_not_sampled_at_random() {
    // Far off, where a module is less than a pixel, the symbol is an even grey about its share of dark.
    let pose = Pose {
        distance_mm: 1500.0,
        ..Pose::default()
    };
    let (frame, truth) = shoot(&Shot {
        pose,
        ..Shot::default()
    });
    assert!(truth.px_per_module.unwrap() < 1.0);
    let (modules, _) = symbol();
    let dark = modules.iter().filter(|dark| **dark).count() as f64 / modules.len() as f64;
    let [from, _, to, _] = truth.code.unwrap();
    let (mut sum, mut count) = (0.0, 0.0);
    for y in from.y.ceil() as u32..to.y as u32 {
        for x in from.x.ceil() as u32..to.x as u32 {
            sum += f64::from(frame.as_frame().pixel(x, y).unwrap());
            count += 1.0;
        }
    }
    let expected = 255.0 * (1.0 - dark);
    assert!(
        (sum / count - expected).abs() < 20.0,
        "{} against {expected}",
        sum / count
    );
}

#[test]
fn defocus_takes_edges_away() {
    let energy = |blur_px: f32| {
        let (frame, truth) = shoot(&Shot {
            blur_px,
            ..Shot::default()
        });
        gradient_energy(&frame, &truth).0
    };
    let (sharp, soft, softer) = (energy(0.0), energy(1.0), energy(2.5));
    assert!(soft < sharp * 0.7 && softer < soft * 0.5);
}

#[test]
fn motion_takes_edges_away_along_its_axis_only() {
    let (frame, truth) = shoot(&Shot::default());
    let (sharp_x, sharp_y) = gradient_energy(&frame, &truth);
    let (frame, truth) = shoot(&Shot {
        motion_px: (9.0, 0.0),
        ..Shot::default()
    });
    let (moved_x, moved_y) = gradient_energy(&frame, &truth);
    assert!(moved_x < sharp_x * 0.3, "{moved_x} against {sharp_x}");
    assert!(moved_y > moved_x * 2.0 && moved_y < sharp_y);
}

#[test]
fn gain_scales_and_contrast_flattens_and_a_gradient_leans() {
    let camera = simulated_camera();
    let plain = camera.empty(&Light::default(), 0.0, 0);
    let dim = camera.empty(
        &Light {
            gain: 0.5,
            ..Light::default()
        },
        0.0,
        0,
    );
    assert!((mean(&dim) / mean(&plain) - 0.5).abs() < 0.01);

    let spread = |frame: &OwnedFrame| {
        let mean = mean(frame);
        let squares = frame
            .pixels()
            .iter()
            .map(|pixel| (f64::from(*pixel) - mean).powi(2));
        (squares.sum::<f64>() / frame.pixels().len() as f64).sqrt()
    };
    let flat = camera.empty(
        &Light {
            contrast: 0.4,
            ..Light::default()
        },
        0.0,
        0,
    );
    assert!((spread(&flat) / spread(&plain) - 0.4).abs() < 0.02);

    let leaning = camera.empty(
        &Light {
            gradient_x: 0.6,
            ..Light::default()
        },
        0.0,
        0,
    );
    let ratio = |x: u32| {
        let column = |frame: &OwnedFrame| -> f64 {
            (0..720)
                .map(|y| f64::from(frame.as_frame().pixel(x, y).unwrap()))
                .sum()
        };
        column(&leaning) / column(&plain)
    };
    assert!((ratio(0) - 0.7).abs() < 0.02 && (ratio(1279) - 1.3).abs() < 0.02);

    let deep = camera.empty(
        &Light {
            gamma: 2.0,
            ..Light::default()
        },
        0.0,
        0,
    );
    assert!(mean(&deep) < mean(&plain));
}

#[test]
fn noise_has_its_deviation_and_differs_from_frame_to_frame() {
    let camera = simulated_camera();
    let (plain, noisy) = (
        camera.empty(&Light::default(), 0.0, 0),
        camera.empty(&Light::default(), 6.0, 0),
    );
    let squares: f64 = plain
        .pixels()
        .iter()
        .zip(noisy.pixels())
        .map(|(plain, noisy)| (f64::from(*noisy) - f64::from(*plain)).powi(2))
        .sum();
    let deviation = (squares / plain.pixels().len() as f64).sqrt();
    assert!((deviation - 6.0).abs() < 0.2, "{deviation}");
    assert!((mean(&plain) - mean(&noisy)).abs() < 0.1);
    assert_ne!(noisy, camera.empty(&Light::default(), 6.0, 1));
}

#[test]
fn a_badge_out_of_sight_leaves_the_background_unchanged() {
    let camera = simulated_camera();
    let aside = Pose {
        offset_x_mm: 5000.0,
        ..Pose::default()
    };
    let (frame, truth) = camera.shoot(
        &card(),
        &Shot {
            pose: aside,
            ..Shot::default()
        },
        0,
    );
    assert_eq!(frame, camera.empty(&Light::default(), 0.0, 0));
    assert!(!truth.unwrap().shows_whole_code(camera.camera()));
    let behind = Pose {
        distance_mm: -100.0,
        ..Pose::default()
    };
    let (frame, truth) = camera.shoot(
        &card(),
        &Shot {
            pose: behind,
            ..Shot::default()
        },
        0,
    );
    assert_eq!(
        (frame, truth),
        (camera.empty(&Light::default(), 0.0, 0), None)
    );
}

#[test]
fn a_frame_without_pixels_is_refused() {
    assert!(
        SimulatedCamera::new(
            Camera {
                width: 0,
                ..Camera::default()
            },
            1
        )
        .is_err()
    );
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_does_not() {
    let frames = |seed: u64| -> Vec<OwnedFrame> {
        clip(card(), Camera::default(), Difficulty::Hard, seed, 6, 30.0)
            .unwrap()
            .collect()
    };
    let first = frames(5);
    assert_eq!(first.len(), 6);
    assert_eq!(first, frames(5));
    assert_ne!(first, frames(6));
}

#[test]
fn a_clip_begins_and_ends_without_a_badge_and_shows_it_in_between() {
    let camera = Camera::default();
    for difficulty in [Difficulty::Easy, Difficulty::Normal, Difficulty::Hard] {
        for seed in 0..8 {
            let mut clip = clip(card(), camera, difficulty, seed, 40, 30.0).unwrap();
            let mut number = 0;
            while let Some((_, truth)) = clip.next_with_truth() {
                let whole = truth.is_some_and(|truth| truth.shows_whole_code(&camera));
                if number == 0 || number == 39 {
                    assert!(!whole, "{difficulty:?} {seed}");
                }
                if clip.is_held(number) {
                    assert!(whole, "{difficulty:?} {seed} frame {number}");
                }
                number += 1;
            }
        }
    }
}

#[test]
fn an_easy_clip_is_read_while_it_is_held() {
    for seed in 0..4 {
        let clip = clip(card(), Camera::default(), Difficulty::Easy, seed, 24, 30.0).unwrap();
        let held: Vec<u32> = (0..24).filter(|number| clip.is_held(*number)).collect();
        let frames: Vec<OwnedFrame> = clip.collect();
        assert!(held.len() >= 10);
        for number in held {
            assert_eq!(
                qr_text(&frames[number as usize]).as_deref(),
                Some(TEXT),
                "seed {seed}, frame {number}"
            );
        }
    }
}

#[test]
fn a_rolling_shutter_skews_the_card_without_blur() {
    let (straight, truth) = shoot(&Shot::default());
    let (leaning, _) = shoot(&Shot {
        rolling_px: (120.0, 0.0),
        ..Shot::default()
    });
    assert_eq!(qr_text(&leaning).as_deref(), Some(TEXT));
    // The middle row is where it was, and the upper edge has moved to the left.
    let edge = |frame: &OwnedFrame, y: u32| {
        let row = frame.as_frame().row(y);
        row.iter().position(|pixel| *pixel > 240).unwrap() as f32
    };
    assert!((edge(&leaning, 360) - edge(&straight, 360)).abs() < 2.0);
    let top = truth.badge[0].y as u32 + 6;
    let expected = 120.0 * (top as f32 / 720.0 - 0.5);
    assert!((edge(&leaning, top) - edge(&straight, top) - expected).abs() < 3.0);
}

#[test]
fn a_bent_card_is_narrower_and_still_read() {
    let (frame, truth) = shoot(&Shot {
        bend: 60.0,
        ..Shot::default()
    });
    let (_, flat) = shoot(&Shot::default());
    let width = |truth: &Truth| truth.badge[1].x - truth.badge[0].x;
    assert!(width(&truth) < width(&flat) * 0.97);
    assert_eq!(qr_text(&frame).as_deref(), Some(TEXT));
}

#[test]
fn an_occlusion_is_rendered_in_its_place() {
    let occlusion = Occlusion {
        thumb: Some(Thumb {
            x: 0.0,
            y: 0.0,
            radius: 0.3,
            shade: 140.0,
        }),
        ..Occlusion::default()
    };
    let (frame, truth) = shoot(&Shot {
        occlusion,
        ..Shot::default()
    });
    let code = truth.code.unwrap();
    let (x, y) = ((code[0].x + code[2].x) / 2.0, (code[0].y + code[2].y) / 2.0);
    let middle = frame.as_frame().pixel(x as u32, y as u32).unwrap();
    assert!(middle.abs_diff(140) < 2);
    assert_eq!(qr_text(&frame), None);
}

#[test]
fn several_badges_are_rendered_in_one_frame_where_their_truths_say() {
    let card = card();
    let at = |x: f32| Shot {
        pose: Pose {
            distance_mm: 250.0,
            offset_x_mm: x,
            ..Pose::default()
        },
        ..Shot::default()
    };
    let (frame, truths) = simulated_camera().shoot_all(&[(&card, at(-60.0)), (&card, at(60.0))], 0);
    assert_eq!(truths.len(), 2);
    for truth in truths {
        let [upper_left, _, lower_right, _] = truth.unwrap().code.unwrap();
        // The middle of the mark at the top left.
        let module = (lower_right.x - upper_left.x) / symbol().1 as f32;
        let place = (upper_left.x + 3.5 * module, upper_left.y + 3.5 * module);
        let pixel = frame.as_frame().pixel(place.0 as u32, place.1 as u32);
        assert!(pixel.unwrap() < 40);
    }
}

#[test]
fn a_bad_printer_lightens_the_ink_and_a_good_one_changes_nothing() {
    let shot = Shot::default();
    let dark = |faults: PrintFaults| {
        let artwork = card().with_print_faults(&faults, 3);
        let (frame, truth) = simulated_camera().shoot(&artwork, &shot, 0);
        let [upper_left, _, lower_right, _] = truth.unwrap().code.unwrap();
        let mut sum = 0.0;
        for y in upper_left.y as u32..lower_right.y as u32 {
            for x in upper_left.x as u32..lower_right.x as u32 {
                sum += 255.0 - f64::from(frame.as_frame().pixel(x, y).unwrap());
            }
        }
        sum
    };
    let good = dark(PrintFaults::default());
    let fault = |low_ink, banding, spread_mm| {
        dark(PrintFaults {
            low_ink,
            banding,
            spread_mm,
        }) / good
    };
    assert!((0.4..0.8).contains(&fault(0.8, 0.0, 0.0)));
    assert!((0.7..0.97).contains(&fault(0.0, 0.9, 0.0)));
    assert!(fault(0.0, 0.0, 0.25) > 1.1 && fault(0.0, 0.0, -0.25) < 0.9);
}

#[test]
fn a_webcam_hunts_for_focus_and_light_when_a_badge_has_come_and_settles() {
    let lens = Lens {
        hunting_px: 4.0,
        exposure: 0.5,
        readout: 0.5,
        jpeg: Some(50),
    };
    let still = clip(card(), Camera::default(), Difficulty::Easy, 3, 60, 30.0)
        .unwrap()
        .held_at(300.0, 0.5)
        .shot(30);
    let hunting = clip(card(), Camera::default(), Difficulty::Easy, 3, 60, 30.0)
        .unwrap()
        .through(lens)
        .held_at(300.0, 0.5);
    let (early, late) = (hunting.shot(9), hunting.shot(45));
    // Beside the same badge before a lens that does not hunt.
    let (early_hunt, late_hunt) = (early.blur_px - still.blur_px, late.blur_px - still.blur_px);
    assert!(early_hunt > 1.5, "{early_hunt}");
    assert!((0.0..0.3).contains(&late_hunt), "{late_hunt}");
    // Too bright by nearly the whole share when the badge has come, and less and less from then on.
    let gains = [9, 11, 20, 45].map(|at| hunting.shot(at).light.gain / still.light.gain);
    assert!((1.3..=1.5).contains(&gains[0]), "{gains:?}");
    assert!(
        gains.is_sorted_by(|before, after| before > after),
        "{gains:?}"
    );
    assert!((1.0..1.05).contains(&gains[3]), "{gains:?}");
    assert!((late.pose.distance_mm - 300.0).abs() < 20.0 && late.jpeg == Some(50));
    let coming = hunting.shot(5);
    assert!(coming.rolling_px.0.hypot(coming.rolling_px.1) > 10.0);
}
