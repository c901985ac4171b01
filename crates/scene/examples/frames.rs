//! Shows what the simulated camera sees: `cargo run -p scene --example frames -- BADGE.svg OUT` writes the middle
//! frame and one of the coming badge, for each difficulty, as PGM, and says how long a frame takes.

use std::error::Error;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use scene::{Artwork, Camera, Difficulty, clip};

const FRAMES: u32 = 60;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let svg = std::fs::read_to_string(arguments.next().ok_or("which SVG?")?)?;
    let out = PathBuf::from(arguments.next().ok_or("into which folder?")?);
    std::fs::create_dir_all(&out)?;
    let artwork = Artwork::from_svg(&svg, 12.0, &Arc::default())?;
    for difficulty in [Difficulty::Easy, Difficulty::Normal, Difficulty::Hard] {
        let begin = Instant::now();
        let clip = clip(
            artwork.clone(),
            Camera::default(),
            difficulty,
            3,
            FRAMES,
            30.0,
        )?;
        for (number, frame) in clip.enumerate() {
            if number == 9 || number == 30 {
                let mut file =
                    std::fs::File::create(out.join(format!("{difficulty:?}-{number:02}.pgm")))?;
                writeln!(file, "P5 {} {} 255", frame.width(), frame.height())?;
                file.write_all(frame.pixels())?;
            }
        }
        println!("{difficulty:?}: {:?} a frame", begin.elapsed() / FRAMES);
    }
    Ok(())
}
