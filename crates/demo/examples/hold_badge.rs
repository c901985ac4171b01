//! Makes a clip of a hand that holds a printed badge before a webcam, for programs that can play a Y4M
//! file as a camera, such as a browser under test:
//!
//!     cargo run -p demo --example hold_badge -- BADGE.svg OUT.y4m
//!     cargo run -p demo --example hold_badge -- --empty OUT.y4m
//!
//! It prints the text of the badge's symbol. All clips have the same size and number of frames.
//! With `--text` it makes no clip, and prints the texts of several badges, a line for each:
//!
//!     cargo run -p demo --example hold_badge -- --text BADGE.svg…

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use anyhow::bail;
use camera::{FrameRate, Y4mWriter};
use demo::Print;
use scene::{Camera, Difficulty, Light, SimulatedCamera};
use vision::OwnedFrame;

/// Frames of the empty clip: as many as [`Print::shown`] gives.
const FRAMES: u64 = 18;
/// The frame rate of the clips.
const FPS: u32 = 15;
/// Standard deviation of the noise in the empty clip, in steps of luminance.
const NOISE: f32 = 2.0;
/// Seed of the clips.
const SEED: u64 = 2027;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut stdout = std::io::stdout();
    match arguments.as_slice() {
        ["--text", badges @ ..] => {
            for badge in badges {
                writeln!(stdout, "{}", Print::load(Path::new(badge))?.text())?;
            }
        }
        ["--empty", out] => {
            let studio = SimulatedCamera::new(Camera::default(), SEED)?;
            let empty = (0..FRAMES).map(|number| studio.empty(&Light::default(), NOISE, number));
            write(Path::new(out), empty)?;
        }
        [badge, out] => {
            let print = Print::load(Path::new(badge))?;
            write(Path::new(out), print.shown(Difficulty::Easy, SEED)?)?;
            writeln!(stdout, "{}", print.text())?;
        }
        _ => bail!("expected BADGE.svg OUT.y4m, --empty OUT.y4m, or --text BADGE.svg…"),
    }
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
