//! Compiles the Fluent files in `texts/` to Rust. The build fails with one error for each message,
//! attribute or variable that a language lacks or has in excess.

#[path = "generator/mod.rs"]
mod generator;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use generator::Source;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=texts");
    println!("cargo::rerun-if-changed=generator");
    let folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("texts");
    match generator::compile(&sources(&folder)?) {
        Ok(code) => {
            let target = PathBuf::from(env::var("OUT_DIR")?).join("catalogue.rs");
            fs::write(target, code)?;
        }
        Err(errors) => {
            for error in errors {
                println!("cargo::error={error}");
            }
        }
    }
    Ok(())
}

fn sources(folder: &Path) -> Result<Vec<Source>, Box<dyn Error>> {
    let mut sources = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let Some(tag) = path.file_stem().and_then(|stem| stem.to_str()) else {
            continue;
        };
        if path.extension().is_some_and(|extension| extension == "ftl") {
            sources.push(Source {
                tag: tag.into(),
                text: fs::read_to_string(&path)?,
            });
        }
    }
    Ok(sources)
}
