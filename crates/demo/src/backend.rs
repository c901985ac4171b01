//! A backend as a process of its own.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Once;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use reqwest::Method;
use reqwest::blocking::Client;
use serde_json::Value;

use crate::program::{self, Program};

/// How long a file may be on its way.
const DOWNLOAD: Duration = Duration::from_secs(600);

/// A backend in a folder: its database, its master key, its log. It runs between
/// [`start`](Self::start) and [`stop`](Self::stop), always at the same address, and is killed when
/// dropped.
#[derive(Debug)]
pub struct Backend {
    program: Program,
    folder: PathBuf,
    database_url: String,
    port: u16,
    running: Option<Child>,
    client: Client,
}

/// SQLite's file in the folder.
const DATABASE: &str = "lanyard.db";

fn sqlite(folder: &Path) -> String {
    format!("sqlite:{}", folder.join(DATABASE).display())
}

/// What the backend answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body, as it came.
    pub body: String,
}

impl Answer {
    /// The body as JSON.
    ///
    /// # Errors
    /// Where the answer was no success, or no JSON.
    pub fn json(&self) -> anyhow::Result<Value> {
        ensure!(
            (200..300).contains(&self.status),
            "the backend answered {}",
            self.status
        );
        serde_json::from_str(&self.body).context("the backend's answer is no JSON")
    }
}

impl Backend {
    /// A backend in this folder, on a free port of the loopback interface. It does not run yet.
    ///
    /// # Errors
    /// Where the program has not been built, the folder can't be made, or no port is free.
    pub fn new(folder: &Path) -> anyhow::Result<Self> {
        Self::on(folder, sqlite(folder))
    }

    /// The same, on the database at this address.
    ///
    /// # Errors
    /// As of [`new`](Self::new).
    pub fn on(folder: &Path, database_url: String) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        static PROVIDER: Once = Once::new();
        PROVIDER.call_once(|| {
            // Another part of the process may have chosen one before; any will do.
            let _ = rustls::crypto::ring::default_provider().install_default();
        });
        let client = Client::builder()
            .no_proxy()
            .timeout(Duration::from_secs(60))
            .build()?;
        Ok(Self {
            program: Program::find("lanyard-server")?,
            folder: folder.to_owned(),
            database_url,
            port,
            running: None,
            client,
        })
    }

    /// Where it answers.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Its folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Its database, where it is SQLite's.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.folder.join(DATABASE)
    }

    /// What it has logged.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.folder.join("backend.log")
    }

    /// The folder that its mails go to, each as a file.
    #[must_use]
    pub fn mails(&self) -> PathBuf {
        self.folder.join("mails")
    }

    fn command(&self) -> Command {
        let mut command = self.program.command();
        if self.database_url != sqlite(&self.folder) {
            // PostgreSQL has no file for the master key to lie beside.
            command.current_dir(&self.folder);
        }
        command
            .env("DATABASE_URL", &self.database_url)
            .env("LANYARD_LISTEN", format!("127.0.0.1:{}", self.port))
            .env("LANYARD_PUBLIC_URL", self.url())
            .env("LANYARD_MAIL", format!("folder:{}", self.mails().display()))
            .env("LANYARD_MAIL_FROM", "Lanyard <privacy@lanyard.example>");
        command
    }

    /// Runs one of the organiser's commands, and gives what it says as JSON.
    ///
    /// # Errors
    /// Where it fails, with what it said.
    pub fn run(&self, arguments: &[&str]) -> anyhow::Result<Value> {
        program::json(self.command().arg("--json").args(arguments))
    }

    /// Runs one of the organiser's commands that may take a while: what it says of its progress is
    /// shown.
    ///
    /// # Errors
    /// Where it fails; it has said why.
    pub fn run_shown(&self, arguments: &[&str]) -> anyhow::Result<Value> {
        program::json(
            self.command()
                .arg("--json")
                .args(arguments)
                .stderr(Stdio::inherit()),
        )
    }

    /// Starts serving, and returns once it answers.
    ///
    /// # Errors
    /// Where it runs already, or ends before it listens: its log says why.
    pub fn start(&mut self) -> anyhow::Result<()> {
        ensure!(self.running.is_none(), "the backend runs already");
        let log = File::options().create(true).append(true).open(self.log())?;
        let mut child = self
            .command()
            .arg("serve")
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .context("starting lanyard-server")?;
        let stdout = child
            .stdout
            .take()
            .context("standard output was asked for")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        self.running = Some(child);
        if !line.starts_with("listening on ") {
            self.kill()?;
            bail!(
                "the backend did not start; {} says why",
                self.log().display()
            );
        }
        Ok(())
    }

    /// Its process, while it runs.
    #[must_use]
    pub fn process(&self) -> Option<u32> {
        self.running.as_ref().map(Child::id)
    }

    /// Asks it to end, and waits until it has finished what was under way.
    ///
    /// # Errors
    /// Where it ends in failure.
    pub fn stop(&mut self) -> anyhow::Result<()> {
        let Some(mut child) = self.running.take() else {
            return Ok(());
        };
        if cfg!(unix) {
            let process = child.id().to_string();
            program::output(Command::new("kill").args(["-TERM", &process]))?;
        } else {
            child.kill()?;
        }
        let status = child.wait()?;
        ensure!(
            status.success() || !cfg!(unix),
            "the backend ended with {status}"
        );
        Ok(())
    }

    /// Ends it at once, as a power cut would.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        if let Some(mut child) = self.running.take() {
            child.kill()?;
            child.wait()?;
        }
        Ok(())
    }

    /// Asks for a page or an API's answer, with a bearer token where one is given.
    ///
    /// # Errors
    /// Where there is no answer; a refusal is an answer.
    pub fn get(&self, path: &str, token: Option<&str>) -> anyhow::Result<Answer> {
        self.call(Method::GET, path, token, None)
    }

    /// Calls the API.
    ///
    /// # Errors
    /// Where there is no answer; a refusal is an answer.
    pub fn call(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Option<&Value>,
    ) -> anyhow::Result<Answer> {
        let mut request = self.client.request(method, format!("{}{path}", self.url()));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = request
            .send()
            .with_context(|| format!("asking for {path}"))?;
        Ok(Answer {
            status: response.status().as_u16(),
            body: response.text()?,
        })
    }

    /// Takes a file, however long, and gives its length in bytes.
    ///
    /// # Errors
    /// Where it is refused or breaks off.
    pub fn download(&self, path: &str, token: &str, mut into: impl Write) -> anyhow::Result<u64> {
        let mut response = self
            .client
            .get(format!("{}{path}", self.url()))
            .bearer_auth(token)
            .timeout(DOWNLOAD)
            .send()
            .with_context(|| format!("asking for {path}"))?;
        let status = response.status();
        ensure!(status.is_success(), "the backend answered {status}");
        response
            .copy_to(&mut into)
            .with_context(|| format!("taking {path}"))
    }

    /// Posts bytes of a media type.
    ///
    /// # Errors
    /// Where there is no answer; a refusal is an answer.
    pub fn post(
        &self,
        path: &str,
        media_type: &str,
        body: Vec<u8>,
    ) -> anyhow::Result<(u16, Vec<u8>)> {
        let response = self
            .client
            .post(format!("{}{path}", self.url()))
            .header("content-type", media_type)
            .body(body)
            .send()
            .with_context(|| format!("posting to {path}"))?;
        Ok((response.status().as_u16(), response.bytes()?.to_vec()))
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        // Nobody is left to tell; the process ends with this one's session at the latest.
        let _ = self.kill();
    }
}
