//! A temporary PostgreSQL for tests, which is created in a temporary folder, and stopped and removed at the end.

use std::env;
use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, bail};

use crate::cargo;
use crate::setup;

/// The environment variable from which tests read the server's URL.
const VARIABLE: &str = "LANYARD_TEST_POSTGRES";
/// The environment variable with the URL of a standby.
pub(crate) const STANDBY_VARIABLE: &str = "LANYARD_TEST_STANDBY";
/// The user that runs PostgreSQL if this program runs as root, which PostgreSQL refuses.
const USER: &str = "postgres";
/// The number of attempts, a tenth of a second apart, until the server accepts connections.
const TRIES: u32 = 300;

/// The data that a power failure may lose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// Everything: for tests.
    None,
    /// Nothing that was committed, as in production.
    Full,
}

/// A server that runs until it is dropped.
pub(crate) struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
    durability: Durability,
    server: Option<Child>,
}

impl Postgres {
    /// Creates and starts a server. It listens on a socket in its folder, and on loopback for tests of TLS.
    pub(crate) fn start(durability: Durability) -> anyhow::Result<Self> {
        let mut postgres = Self::in_new_folder(durability)?;
        cargo::check(
            postgres
                .command("initdb")
                .args(["--username=postgres", "--auth=trust", "--encoding=UTF8"])
                .args(["--locale=C", "--no-sync", "--pgdata"])
                .arg(postgres.data())
                .stdout(Stdio::null()),
            "initdb",
        )?;
        postgres.run()?;
        Ok(postgres)
    }

    /// Creates a synchronous standby of this server. From then on, each commit waits for it.
    pub(crate) fn standby(&self) -> anyhow::Result<Self> {
        let mut standby = Self::in_new_folder(self.durability)?;
        cargo::check(
            standby
                .command("pg_basebackup")
                .args(["--username=postgres", "--checkpoint=fast", "--no-sync"])
                // The standby streams from the position at the start of the backup.
                .args(["--write-recovery-conf", "--wal-method=stream", "--host"])
                .arg(&self.folder)
                .args(["--port", &self.port.to_string(), "--pgdata"])
                .arg(standby.data()),
            "pg_basebackup",
        )?;
        standby.run()?;
        cargo::check(
            self.command("psql")
                .args(["--no-psqlrc", "--quiet", "--username=postgres", "--host"])
                .arg(&self.folder)
                .args(["--port", &self.port.to_string()])
                .args([
                    "--command",
                    "ALTER SYSTEM SET synchronous_standby_names = '*'",
                ])
                .args(["--command", "SELECT pg_reload_conf()"])
                .stdout(Stdio::null()),
            "psql",
        )?;
        Ok(standby)
    }

    fn in_new_folder(durability: Durability) -> anyhow::Result<Self> {
        // The port distinguishes two servers of the same process.
        let port = free_port()?;
        let name = format!("lanyard-postgres-{}-{port}", std::process::id());
        let folder = env::temp_dir().join(name);
        fs::create_dir(&folder).with_context(|| format!("making {}", folder.display()))?;
        let postgres = Self {
            programs: programs()?,
            folder,
            port,
            durability,
            server: None,
        };
        if setup::is_root() {
            cargo::check(
                Command::new("chown").arg(USER).arg(&postgres.folder),
                "chown",
            )?;
        }
        Ok(postgres)
    }

    /// Starts the server in its folder, and waits until it accepts connections.
    fn run(&mut self) -> anyhow::Result<()> {
        let log = fs::File::create(self.folder.join("log")).context("making a log file")?;
        let mut server = self.command("postgres");
        server
            .arg("-D")
            .arg(self.data())
            .arg("-k")
            .arg(&self.folder)
            .args(["-p", &self.port.to_string()])
            .args(["-c", "listen_addresses=127.0.0.1"])
            .args(["-c", "max_connections=400"])
            .stdin(Stdio::null())
            .stdout(log.try_clone().context("sharing a log file")?)
            .stderr(log);
        if self.durability == Durability::None {
            server.args(["-c", "fsync=off", "-c", "full_page_writes=off"]);
        }
        self.server = Some(server.spawn().context("starting postgres")?);
        self.wait_until_ready()
    }

    /// Returns the URL of the superuser.
    pub(crate) fn url(&self) -> String {
        let socket = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://postgres@{socket}:{}/postgres", self.port)
    }

    /// Sets the environment of a command so that its tests use this server and find its programs, such as `pg_dump`.
    pub(crate) fn given_to<'a>(&self, command: &'a mut Command) -> anyhow::Result<&'a mut Command> {
        let path = env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(self.programs.clone()).chain(env::split_paths(&path));
        let path = env::join_paths(folders).context("putting PostgreSQL's programs on the PATH")?;
        Ok(command.env(VARIABLE, self.url()).env("PATH", path))
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn command(&self, program: &str) -> Command {
        let program = self.programs.join(program);
        let mut command = if setup::is_root() {
            let mut command = Command::new("setpriv");
            command
                .args([&format!("--reuid={USER}"), &format!("--regid={USER}")])
                .arg("--init-groups")
                .arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir(&self.folder);
        command
    }

    fn wait_until_ready(&mut self) -> anyhow::Result<()> {
        for _ in 0..TRIES {
            let ready = self
                .command("pg_isready")
                .arg("--quiet")
                .arg("--host")
                .arg(&self.folder)
                .args(["--port", &self.port.to_string()])
                .status()
                .context("starting pg_isready")?;
            if ready.success() {
                return Ok(());
            }
            if let Some(server) = &mut self.server
                && let Some(status) = server.try_wait().context("waiting for postgres")?
            {
                bail!("postgres ended ({status}):\n{}", self.log());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        bail!("postgres does not accept connections:\n{}", self.log());
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // A server that a test has killed is reaped by `try_wait`.
        if let Some(mut server) = self.server.take()
            && !matches!(server.try_wait(), Ok(Some(_)))
        {
            let stopped = self
                .command("pg_ctl")
                .args(["stop", "--silent", "--mode=immediate", "--pgdata"])
                .arg(self.data())
                .status();
            if !stopped.is_ok_and(|status| status.success()) {
                let _ = server.kill();
            }
            let _ = server.wait();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Finds the folder of PostgreSQL's programs. Debian installs those of each release outside of the `PATH`.
fn programs() -> anyhow::Result<PathBuf> {
    let releases = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let newest = releases
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let release: u32 = path.file_name()?.to_str()?.parse().ok()?;
            Some((release, path.join("bin")))
        })
        .filter(|(_, folder)| folder.join("initdb").exists())
        .max();
    if let Some((_, folder)) = newest {
        return Ok(folder);
    }
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .find(|folder| {
            folder
                .join(format!("initdb{}", env::consts::EXE_SUFFIX))
                .exists()
        })
        .context("PostgreSQL's initdb was not found: install PostgreSQL, or put it on the PATH")
}

fn free_port() -> anyhow::Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").context("looking for a free port")?;
    Ok(listener.local_addr().context("reading a port")?.port())
}
