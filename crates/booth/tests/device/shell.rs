//! The command, run as a person or a program would.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::backend::Backend;

/// The program in a folder of its own.
pub(crate) struct Shell {
    folder: TempDir,
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

pub(crate) fn lines(output: &Output) -> Vec<String> {
    text(&output.stdout).lines().map(Into::into).collect()
}

pub(crate) fn objects(output: &Output) -> Vec<Value> {
    let parse = |line: &String| serde_json::from_str(line).unwrap();
    lines(output).iter().map(parse).collect()
}

impl Shell {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn enrolled(backend: &Backend) -> Self {
        let shell = Self::new();
        let code = backend.code(1, "Example Corp").to_string();
        let output = shell.run(&["enrol", &code]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        shell
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lanyard-booth"));
        command
            .arg("--home")
            .arg(self.path("home"))
            .arg("--key-file")
            .args(arguments)
            .env_remove("LANYARD_HOME")
            .env_remove("RUST_LOG")
            .env("TZ", "UTC")
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    pub(crate) fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Output {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that ends early hangs up; that is for the caller to judge.
        let _ = child.stdin.take().unwrap().write_all(input);
        child.wait_with_output().unwrap()
    }

    pub(crate) fn pending(&self) -> u64 {
        let status = self.run(&["status", "--json"]);
        objects(&status)[0]["pending"].as_u64().unwrap()
    }
}
