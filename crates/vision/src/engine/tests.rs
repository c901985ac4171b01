//! Tests of the engine on whole pictures.

use super::*;
use crate::frame::OwnedFrame;
use crate::test_frames::{blurred, noisy, symbol};
use crate::view::{View, ViewBuffers};

const TEXT: &str = "0123456789ABCDEF:RUSTFEST2027:0123456789ABCDEF012";

fn read(text: &str, work: u32, first_grid: u32) -> EngineReading {
    let (side, dark) = symbol(text, 3.0, 0.1);
    let size = 3 * side as u32 + 140;
    let middle = size as f32 / 2.0;
    let picture = blurred((size, size), 0.3, |x, y| dark(x - middle, y - middle));
    let limits = Limits {
        grids: 8,
        grids_per_triple: 3,
        skipped_triples: 0,
        work,
        first_grid,
        scan: Scan::AllRows,
        origin: (0.0, 0.0),
        hold: false,
    };
    Engine::default().read(picture.as_frame(), None, 1.0, limits)
}

#[test]
fn the_largest_symbols_wait_for_work_and_small_ones_do_not() {
    let (small, large) = ("0123456789ABCDEF:RUSTFEST2027", "badge ".repeat(180));
    // Enough to detect the finder patterns.
    let (for_small, for_large) = (400, 1500);
    assert_eq!(read(small, for_small, 500).found.len(), 1);
    assert!(read(small, for_small, 0).found.is_empty());
    assert_eq!(read(&large, for_large, u32::MAX).found.len(), 1);
    let waits = read(&large, for_large, 500);
    assert!(waits.found.is_empty() && waits.unmatched_finders >= 3);
    assert!(waits.work < 2000, "{}", waits.work);
}

/// A symbol out of focus, without noise.
fn out_of_focus() -> OwnedFrame {
    let (_, dark) = symbol(TEXT, 2.15, 0.1);
    blurred((320, 320), 1.45, |x, y| dark(x - 150.3, y - 161.8))
}

fn template_limits() -> Limits {
    Limits {
        grids: 24,
        grids_per_triple: 6,
        skipped_triples: 0,
        work: 9000,
        first_grid: 9000,
        scan: Scan::Template,
        origin: (0.0, 0.0),
        hold: true,
    }
}

#[test]
fn an_undecoded_symbol_is_held_until_a_less_noisy_picture_is_decoded_deeply() {
    let clean = out_of_focus();
    let mut engine = Engine::default();
    let (mut views, mut held) = (ViewBuffers::default(), 0);
    // Later pictures have less noise, as when frames are stacked.
    for (seed, noise) in (1..).zip([60.0, 40.0, 25.0, 12.0, 6.0]) {
        let picture = noisy(&clean, noise, seed);
        let fine = views.draw(picture.as_frame(), View::UpscaledSharp).unwrap();
        let reading = if engine.holds_pose() {
            engine.read_held(fine.frame, fine.scale)
        } else {
            engine.read(picture.as_frame(), Some(fine.frame), 1.0, template_limits())
        };
        if let [found] = &reading.found[..] {
            assert_eq!(found.text, TEXT);
            let centre = found.centre();
            assert!(
                (centre.x - 150.3).hypot(centre.y - 161.8) < 1.0,
                "{centre:?}"
            );
            assert!(held > 0 && !engine.holds_pose(), "{held}");
            return;
        }
        held += usize::from(engine.holds_pose());
    }
    panic!("held {held} times, and never decoded");
}

#[test]
fn a_held_pose_is_released_after_failures() {
    let picture = noisy(&out_of_focus(), 40.0, 2);
    let mut views = ViewBuffers::default();
    let fine = views.draw(picture.as_frame(), View::UpscaledSharp).unwrap();
    let mut engine = Engine::default();
    engine.read(picture.as_frame(), Some(fine.frame), 1.0, template_limits());
    assert!(engine.holds_pose());
    let again = (0..20).take_while(|_| {
        engine.read_held(fine.frame, fine.scale);
        engine.holds_pose()
    });
    assert_eq!(again.count(), tuning::DEEP_HOLD_FRAMES.get() as usize);
    engine.read(picture.as_frame(), Some(fine.frame), 1.0, template_limits());
    engine.release();
    assert!(engine.read_held(fine.frame, fine.scale).found.is_empty());
}

#[test]
fn a_trace_tells_the_scores_of_each_grid_and_the_gate_that_refused_it() {
    let (side, dark) = symbol(TEXT, 3.0, 0.1);
    let picture = blurred((240, 240), 0.3, |x, y| dark(x - 120.0, y - 120.0));
    let mut engine = Engine::default();
    engine.start_trace();
    let limits = Limits {
        scan: Scan::AllRows,
        ..template_limits()
    };
    assert_eq!(
        engine
            .read(picture.as_frame(), None, 1.0, limits)
            .found
            .len(),
        1
    );
    let trace = engine.take_trace();
    assert!(trace.finders.len() >= 3);
    let decoded = trace.grids.last().unwrap();
    assert_eq!(
        (decoded.refused_by, decoded.version),
        (None, (side - 17) / 4)
    );
    assert!(decoded.scores.agreement.unwrap() > 0.9);
    // A grid is refused where its timing patterns do not fit.
    let one_of_two = noisy(&out_of_focus(), 40.0, 2);
    engine.read(one_of_two.as_frame(), None, 1.0, template_limits());
    let trace = engine.take_trace();
    assert!(trace.grids.iter().all(|grid| grid.refused_by.is_some()));
    assert!(trace.finders.iter().all(|finder| finder.by_template));
}
