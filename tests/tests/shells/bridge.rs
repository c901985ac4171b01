//! The bridge as a process, with its address.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

use demo::Program;
use serde_json::Value;

/// A running bridge.
pub(crate) struct Bridge {
    pub(crate) process: Child,
    /// `http://127.0.0.1:PORT/TOKEN/`
    pub(crate) address: String,
}

impl Bridge {
    /// Starts it on a device, with a page in the folder `pages`.
    pub(crate) fn start(home: &Path, pages: &Path) -> Self {
        fs::create_dir_all(pages).unwrap();
        fs::write(pages.join("index.html"), "<!doctype html><title>x</title>").unwrap();
        let mut process = Program::find("lanyard-bridge")
            .unwrap()
            .command()
            .args(["--json", "--key-file", "--until-stdin-closes"])
            .arg("--home")
            .arg(home)
            .arg("--ui")
            .arg(pages)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let said: Value = serde_json::from_str(&line).unwrap();
        let address = said["address"].as_str().unwrap().to_owned();
        Self { process, address }
    }
}
