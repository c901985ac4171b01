//! `read`: QR codes in pictures, stored nowhere.

use std::path::Path;
use std::time::Instant;

use camera::load_image;
use serde_json::json;
use vision::Reader;

use crate::arguments::Read;
use crate::exit::Exit;
use crate::output::Output;

pub(crate) fn run(arguments: &Read, out: &mut Output) -> Exit {
    let mut reader = Reader::new();
    let mut exit = Exit::Fine;
    for path in &arguments.images {
        let object = match texts(&mut reader, path) {
            Ok((texts, ms)) => json!({ "path": path.to_string_lossy(), "texts": texts, "ms": ms }),
            Err(error) => {
                exit = Exit::Failed;
                json!({ "path": path.to_string_lossy(), "error": format!("{error:#}") })
            }
        };
        out.line(&object.to_string());
    }
    exit
}

/// The texts, and the milliseconds from the opened picture to them.
fn texts(reader: &mut Reader, path: &Path) -> anyhow::Result<(Vec<String>, f64)> {
    let frame = load_image(path)?;
    let since = Instant::now();
    let sightings = reader.read_still(&frame.as_frame());
    let ms = (since.elapsed().as_secs_f64() * 1e6).round() / 1e3;
    let texts = sightings.into_iter().map(|sighting| sighting.text);
    Ok((texts.collect(), ms))
}
