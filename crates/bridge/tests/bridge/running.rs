//! A bridge that runs while a test does.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Once;
use std::time::{Duration, Instant};

use reqwest::blocking::{Client, RequestBuilder, Response};
use reqwest::header::CONTENT_TYPE;
use serde_json::Value;
use tempfile::TempDir;

/// How long anything may take that a test waits for.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the one page says.
pub(crate) const PAGE: &str = "<!doctype html><title>Lanyard</title>";

pub(crate) struct Running {
    pub(crate) child: Child,
    pub(crate) stdin: Option<ChildStdin>,
    /// `http://127.0.0.1:PORT/<token>/`
    pub(crate) address: String,
    client: Client,
    _folder: TempDir,
}

/// The program, in a folder with pages and an empty device.
pub(crate) fn program(folder: &TempDir) -> Command {
    let pages = folder.path().join("pages");
    fs::create_dir_all(&pages).unwrap();
    fs::write(pages.join("index.html"), PAGE).unwrap();
    fs::write(pages.join("lanyard.js"), "export {};").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_lanyard-bridge"));
    command
        .args(["--json", "--key-file", "--until-stdin-closes"])
        .arg("--home")
        .arg(folder.path().join("device"))
        .arg("--ui")
        .arg(pages)
        .env_remove("LANYARD_VIRTUAL_CAMERA");
    command
}

impl Running {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        static PROVIDER: Once = Once::new();
        PROVIDER.call_once(|| {
            rustls::crypto::ring::default_provider()
                .install_default()
                .unwrap();
        });
        let folder = tempfile::tempdir().unwrap();
        let mut child = program(&folder)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let said: Value = serde_json::from_str(&line).unwrap();
        Self {
            stdin: child.stdin.take(),
            child,
            address: said["address"].as_str().unwrap().to_owned(),
            client: Client::builder()
                .no_proxy()
                .timeout(PATIENCE)
                .build()
                .unwrap(),
            _folder: folder,
        }
    }

    /// `127.0.0.1:PORT`
    pub(crate) fn host(&self) -> &str {
        self.address.split('/').nth(2).unwrap()
    }

    pub(crate) fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("{}{path}", self.address))
    }

    pub(crate) fn get_at(&self, address: &str) -> RequestBuilder {
        self.client.get(address)
    }

    pub(crate) fn post(&self, path: &str) -> RequestBuilder {
        self.client.post(format!("{}{path}", self.address))
    }

    pub(crate) fn options(&self, path: &str) -> RequestBuilder {
        let address = format!("{}{path}", self.address);
        self.client.request(reqwest::Method::OPTIONS, address)
    }

    pub(crate) fn calling(&self, name: &str, request: &str) -> RequestBuilder {
        self.post(&format!("call/{name}"))
            .header(CONTENT_TYPE, "application/json")
            .body(request.to_owned())
    }

    /// A command that is answered.
    pub(crate) fn call(&self, name: &str, request: &str) -> Value {
        let answer = self.calling(name, request).send().unwrap();
        assert_eq!(answer.status(), 200, "{name}");
        answer.json().unwrap()
    }

    /// Waits for the end that something else has caused, and says whether it was a clean one.
    pub(crate) fn ends_well(&mut self) -> bool {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.success();
            }
            assert!(Instant::now() < deadline, "it goes on");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The status, and the code of the problem that came with it.
pub(crate) fn refusal(answer: Response) -> (u16, String) {
    let status = answer.status().as_u16();
    let problem: Value = answer.json().unwrap();
    assert!(!problem["message"].as_str().unwrap().is_empty());
    (status, problem["code"].as_str().unwrap().to_owned())
}

/// The events of a stream, as they come.
pub(crate) struct Events(BufReader<Response>);

impl Events {
    pub(crate) fn of(running: &Running) -> Self {
        let answer = running.get("watch").send().unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()[CONTENT_TYPE], "text/event-stream");
        Self(BufReader::new(answer))
    }

    /// The next event; none once the stream has ended.
    pub(crate) fn next(&mut self) -> Option<Value> {
        loop {
            let mut line = String::new();
            if self.0.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            if let Some(event) = line.strip_prefix("data:") {
                return Some(serde_json::from_str(event).unwrap());
            }
        }
    }
}
