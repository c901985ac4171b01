//! Explains how the reader reads a picture: `cargo run --release -p reader-bench --example explain -- IMAGE [OUT]`.
//!
//! Writes `OUT.json` (by default the image's name with `.explain`) with the stages, detected finder patterns and candidate
//! grids, their scores and the gate that refused each, and `OUT.png`, the picture with an overlay: finder patterns in
//! yellow (by template in orange), decoded grids in green, and refused grids in a colour from dark red (refused early) to
//! magenta (refused late).

use std::path::PathBuf;

use anyhow::Context as _;
use image::{Rgb, RgbImage};
use serde_json::{Value, json};
use vision::explain::{CandidateGrid, DetectedFinder, ExplainedStage, Gate};
use vision::{OwnedFrame, Point, Reader};

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let usage = "usage: explain IMAGE [OUT]";
    let path = arguments.next().context(usage)?;
    let out = arguments
        .next()
        .unwrap_or_else(|| path.with_extension("explain"));
    let picture = image::open(&path)
        .with_context(|| path.display().to_string())?
        .to_luma8();
    let (width, height) = picture.dimensions();
    let frame = OwnedFrame::new(picture.clone().into_raw(), width, height)?;
    // Panics of decoders are caught, and need no message.
    std::panic::set_hook(Box::new(|_| {}));
    let explanation = Reader::new().explain_still(&frame.as_frame());

    let report = json!({
        "width": width,
        "height": height,
        "read": explanation
            .sightings
            .iter()
            .map(|sighting| json!({
                "text": sighting.text,
                "corners": places(&sighting.corners),
                "decoder": format!("{:?}", sighting.decoder),
            }))
            .collect::<Vec<_>>(),
        "stages": explanation.stages.iter().map(stage).collect::<Vec<_>>(),
    });
    let json_path = with_suffix(&out, "json");
    std::fs::write(&json_path, serde_json::to_string_pretty(&report)?)
        .with_context(|| json_path.display().to_string())?;

    let mut overlay = image::DynamicImage::ImageLuma8(picture).to_rgb8();
    for stage in &explanation.stages {
        // Decoded grids last, so that no other covers them.
        let (decoded, refused): (Vec<&CandidateGrid>, Vec<&CandidateGrid>) = stage
            .grids
            .iter()
            .partition(|grid| grid.refused_by.is_none());
        for grid in refused.into_iter().chain(decoded) {
            draw_outline(&mut overlay, &grid.outline, colour(grid.refused_by));
        }
        for finder in &stage.finders {
            draw_finder(&mut overlay, finder);
        }
    }
    let png_path = with_suffix(&out, "png");
    overlay
        .save(&png_path)
        .with_context(|| png_path.display().to_string())?;

    for stage in &explanation.stages {
        println!(
            "{:<14}{:<16}{:>4} finder patterns, {:>4} grids, {:>6} work, {} decoded",
            stage.detector,
            stage.view,
            stage.finders.len(),
            stage.grids.len(),
            stage.work,
            stage.decoded
        );
    }
    println!("{} and {}", json_path.display(), png_path.display());
    Ok(())
}

fn with_suffix(out: &std::path::Path, suffix: &str) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    name.into()
}

fn places(points: &[Point]) -> Value {
    points
        .iter()
        .map(|point| json!([point.x, point.y]))
        .collect()
}

fn stage(stage: &ExplainedStage) -> Value {
    json!({
        "detector": stage.detector,
        "view": stage.view,
        "work": stage.work,
        "decoded": stage.decoded,
        "finder_patterns": stage
            .finders
            .iter()
            .map(|finder| json!({
                "x": finder.centre.x,
                "y": finder.centre.y,
                "module_px": finder.module,
                "dark_on_light": finder.dark_on_light,
                "by_template": finder.by_template,
            }))
            .collect::<Vec<_>>(),
        "grids": stage.grids.iter().map(grid).collect::<Vec<_>>(),
    })
}

fn grid(grid: &CandidateGrid) -> Value {
    json!({
        "version": grid.version,
        "dark_on_light": grid.dark_on_light,
        "outline": places(&grid.outline),
        "finder_contrast": grid.scores.finder_contrast,
        "timing": grid.scores.timing,
        "refined_timing": grid.scores.refined_timing,
        "agreement": grid.scores.agreement,
        "refused_by": grid.refused_by.map(Gate::name),
    })
}

/// The later a grid was refused, the brighter.
fn colour(refused_by: Option<Gate>) -> Rgb<u8> {
    match refused_by {
        None => Rgb([0, 220, 0]),
        Some(Gate::Plausibility) => Rgb([90, 0, 0]),
        Some(Gate::Budget | Gate::GridCost) => Rgb([110, 110, 110]),
        Some(Gate::Refinement) => Rgb([150, 0, 0]),
        Some(Gate::RefinedTiming) => Rgb([200, 0, 0]),
        Some(Gate::Agreement) => Rgb([255, 60, 0]),
        Some(Gate::Format) => Rgb([255, 0, 120]),
        Some(Gate::Codewords) => Rgb([255, 0, 255]),
    }
}

fn draw_finder(overlay: &mut RgbImage, finder: &DetectedFinder) {
    let colour = if finder.by_template {
        Rgb([255, 150, 0])
    } else {
        Rgb([255, 255, 0])
    };
    let (Point { x, y }, reach) = (finder.centre, finder.module * 3.5);
    let corners = [
        (-reach, -reach),
        (reach, -reach),
        (reach, reach),
        (-reach, reach),
    ];
    let corners = corners.map(|(dx, dy)| Point {
        x: x + dx,
        y: y + dy,
    });
    draw_outline(overlay, &corners, colour);
}

fn draw_outline(overlay: &mut RgbImage, corners: &[Point; 4], colour: Rgb<u8>) {
    for side in 0..4 {
        draw_line(overlay, corners[side], corners[(side + 1) % 4], colour);
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places outside of the picture are skipped"
)]
fn draw_line(overlay: &mut RgbImage, from: Point, to: Point, colour: Rgb<u8>) {
    let length = (to.x - from.x).hypot(to.y - from.y);
    // A degenerate outline may be far outside.
    let steps = (2.0 * length).clamp(1.0, 20_000.0) as u16;
    for step in 0..=steps {
        let part = f32::from(step) / f32::from(steps);
        let (x, y) = (
            from.x + (to.x - from.x) * part,
            from.y + (to.y - from.y) * part,
        );
        if x >= 0.0 && y >= 0.0 && (x as u32) < overlay.width() && (y as u32) < overlay.height() {
            overlay.put_pixel(x as u32, y as u32, colour);
        }
    }
}
