//! Runs `lanyard-server` as a process: its commands, its server and its HTTP API.

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

/// The time-out of a download.
const DOWNLOAD: Duration = Duration::from_secs(600);

/// A backend with its database, master key and log in one folder. It runs from [`start`](Self::start)
/// to [`stop`](Self::stop), always at the same address. Dropping it kills its process.
#[derive(Debug)]
pub struct Backend {
    program: Program,
    folder: PathBuf,
    database_url: String,
    port: u16,
    running: Option<Child>,
    client: Client,
}

/// The name of the SQLite file in the folder.
const DATABASE: &str = "lanyard.db";

fn sqlite(folder: &Path) -> String {
    format!("sqlite:{}", folder.join(DATABASE).display())
}

/// An HTTP response of the backend.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body as text.
    pub body: String,
}

impl Answer {
    /// Parses the body as JSON.
    ///
    /// # Errors
    /// Fails if the status is not 2xx or the body is not JSON.
    pub fn json(&self) -> anyhow::Result<Value> {
        ensure!(
            (200..300).contains(&self.status),
            "the backend answered {}",
            self.status
        );
        serde_json::from_str(&self.body).context("the backend's answer is not JSON")
    }
}

impl Backend {
    /// Makes a backend in this folder with a SQLite database, on a free loopback port. It does not run
    /// yet.
    ///
    /// # Errors
    /// Fails if the program is not built, the folder can't be made, or no port is free.
    pub fn new(folder: &Path) -> anyhow::Result<Self> {
        Self::on(folder, sqlite(folder))
    }

    /// Makes a backend in this folder that uses the database at this address.
    ///
    /// # Errors
    /// Fails as [`new`](Self::new) does.
    pub fn on(folder: &Path, database_url: String) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        static PROVIDER: Once = Once::new();
        PROVIDER.call_once(|| {
            // Fails if a provider is installed already; any provider will do.
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

    /// The address that it listens at.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The folder with its files.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The path of the SQLite database; meaningless for a backend on PostgreSQL.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.folder.join(DATABASE)
    }

    /// The path of its log.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.folder.join("backend.log")
    }

    /// The folder that it writes its mails to, one file each.
    #[must_use]
    pub fn mails(&self) -> PathBuf {
        self.folder.join("mails")
    }

    fn command(&self) -> Command {
        let mut command = self.program.command();
        if self.database_url != sqlite(&self.folder) {
            // With SQLite the master key lies beside the database file; here it lies in the folder.
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

    /// Runs a command of `lanyard-server`, and returns its JSON output.
    ///
    /// # Errors
    /// Fails if the command fails; the error contains its standard error.
    pub fn run(&self, arguments: &[&str]) -> anyhow::Result<Value> {
        program::json(self.command().arg("--json").args(arguments))
    }

    /// Runs a command of `lanyard-server` that may take a while, and shows its standard error, which
    /// reports progress.
    ///
    /// # Errors
    /// Fails if the command fails; its standard error has said why.
    pub fn run_shown(&self, arguments: &[&str]) -> anyhow::Result<Value> {
        program::json(
            self.command()
                .arg("--json")
                .args(arguments)
                .stderr(Stdio::inherit()),
        )
    }

    /// Starts the server, and returns once it listens.
    ///
    /// # Errors
    /// Fails if the server runs already, or ends before it listens; its log says why.
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

    /// The process id of the running server.
    #[must_use]
    pub fn process(&self) -> Option<u32> {
        self.running.as_ref().map(Child::id)
    }

    /// Sends SIGTERM to the server, and waits until it has shut down.
    ///
    /// # Errors
    /// Fails if the exit status is not 0.
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

    /// Kills the server, as a power cut would.
    ///
    /// # Errors
    /// Fails if the operating system refuses.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        if let Some(mut child) = self.running.take() {
            child.kill()?;
            child.wait()?;
        }
        Ok(())
    }

    /// Sends a GET request, with a bearer token if one is given.
    ///
    /// # Errors
    /// Fails if there is no response. An error status is a response.
    pub fn get(&self, path: &str, token: Option<&str>) -> anyhow::Result<Answer> {
        self.call(Method::GET, path, token, None)
    }

    /// Sends a request, with a bearer token and a JSON body if they are given.
    ///
    /// # Errors
    /// Fails if there is no response. An error status is a response.
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

    /// Downloads a file of any length, and returns its length in bytes.
    ///
    /// # Errors
    /// Fails if the status is not 2xx or the connection breaks.
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

    /// Posts bytes of a media type, and returns the status and the body.
    ///
    /// # Errors
    /// Fails if there is no response. An error status is a response.
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
        // An error can't be returned from here; the process ends with this session at the latest.
        let _ = self.kill();
    }
}
