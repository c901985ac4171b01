//! Makes a clip of a hand that holds a printed badge before a webcam, for programs that can play a Y4M
//! file as a camera, such as a browser under test:
//!
//!     cargo run -p demo --example hold_badge -- BADGE.svg OUT.y4m
//!     cargo run -p demo --example hold_badge -- --nobody OUT.y4m
//!
//! It says what the badge's symbol says. All clips have the same size and number of frames.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use anyhow::bail;
use camera::{FrameRate, Y4mWriter};
use demo::Print;
use scene::{Camera, Difficulty, Light, SimulatedCamera};
use vision::OwnedFrame;

/// As many as the print's own clips have.
const FRAMES: u64 = 18;
const FPS: u32 = 15;
/// Deviation of the empty picture's noise, in steps of luminance.
const NOISE: f32 = 2.0;
/// What chance begins with.
const SEED: u64 = 2027;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [what, out] = arguments.as_slice() else {
        bail!("say which drawing of a badge, or --nobody, and the file for the clip");
    };
    if what == "--nobody" {
        let studio = SimulatedCamera::new(Camera::default(), SEED)?;
        let empty = (0..FRAMES).map(|number| studio.empty(&Light::default(), NOISE, number));
        return write(Path::new(out), empty);
    }
    let print = Print::load(Path::new(what))?;
    write(Path::new(out), print.shown(Difficulty::Easy, SEED)?)?;
    writeln!(std::io::stdout(), "{}", print.text())?;
    Ok(())
}

fn write(path: &Path, frames: impl Iterator<Item = OwnedFrame>) -> anyhow::Result<()> {
    let Camera { width, height, .. } = Camera::default();
    let file = BufWriter::new(File::create(path)?);
    let mut clip = Y4mWriter::with_neutral_colour(file, width, height, FrameRate::whole(FPS))?;
    for frame in frames {
        clip.write(&frame.as_frame())?;
    }
    clip.finish()?;
    Ok(())
}
