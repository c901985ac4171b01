//! The PostgreSQL server that is killed, and the standby that replaces it.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};

/// The environment variables with the URLs of both servers.
const PRIMARY: &str = "LANYARD_TEST_POSTGRES";
const STANDBY: &str = "LANYARD_TEST_STANDBY";
/// The database and its owner, for which row-level security holds.
const NAME: &str = "comeback";
const OWNER: &str = "comeback_owner";
/// The arguments with which psql prints only the result.
const PSQL: [&str; 5] = [
    "--no-psqlrc",
    "--quiet",
    "--tuples-only",
    "--no-align",
    "--command",
];

pub(crate) struct Databases {
    primary: String,
    standby: String,
    url: String,
}

impl Databases {
    pub(crate) fn from_environment() -> anyhow::Result<Self> {
        let named = |name: &str| {
            std::env::var(name).with_context(|| {
                format!("{name} is not set: start this program with `cargo xtask bench comeback`")
            })
        };
        let (primary, standby) = (named(PRIMARY)?, named(STANDBY)?);
        let hosts = format!("{},{}", host(&primary)?, host(&standby)?);
        Ok(Self {
            url: format!("postgres://{OWNER}@{hosts}/{NAME}"),
            primary,
            standby,
        })
    }

    /// Creates the database, and returns a URL that names both servers.
    pub(crate) fn make(&self) -> anyhow::Result<String> {
        run(
            &self.primary,
            &format!("CREATE ROLE {OWNER} LOGIN CREATEROLE"),
        )?;
        run(
            &self.primary,
            &format!("CREATE DATABASE {NAME} OWNER {OWNER}"),
        )?;
        Ok(self.url.clone())
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Kills the primary and promotes the standby, and returns the time without a database.
    pub(crate) fn fail_over(&self) -> anyhow::Result<Duration> {
        let start = Instant::now();
        // PostgreSQL runs programs in its data folder. It dies before it can answer.
        let die = "COPY (SELECT 1) TO PROGRAM 'kill -KILL $(head -n 1 postmaster.pid)'";
        let _ = run(&self.primary, die);
        let promoted = run(&self.standby, "SELECT pg_promote()")?;
        ensure!(promoted == "t", "the standby was not promoted");
        Ok(start.elapsed())
    }

    /// Runs a counting query on the promoted server, without row-level security.
    pub(crate) fn count(&self, sql: &str) -> anyhow::Result<usize> {
        let (server, _) = self.standby.rsplit_once('/').context("an address")?;
        Ok(run(&format!("{server}/{NAME}"), sql)?.parse()?)
    }
}

/// Returns the host and port of a URL.
fn host(url: &str) -> anyhow::Result<&str> {
    let (_, rest) = url.split_once('@').context("an address without a user")?;
    let (host, _) = rest
        .rsplit_once('/')
        .context("an address without a database")?;
    Ok(host)
}

fn run(server: &str, sql: &str) -> anyhow::Result<String> {
    let output = Command::new("psql")
        .args(PSQL)
        .args([sql, server])
        .output()
        .context("starting psql")?;
    ensure!(
        output.status.success(),
        "{sql}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}
