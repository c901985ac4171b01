//! Whether the backend could run as it is set, without changing anything.

use std::path::Path;

use protocol::UnixMillis;

use crate::settings::{Settings, SettingsError};
use backend::clock::Clock;
use backend::mail::Transport;
use backend::{Backend, Config};
use backend_db::{Db, DbError, Schema};

/// The result of one check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// As it should be.
    Good,
    /// It works, and is not for everyday use.
    Doubtful,
    /// The backend would not start, or not work.
    Bad,
}

/// What was found.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Finding {
    /// What was looked at.
    pub about: &'static str,
    /// The result.
    pub verdict: Verdict,
    /// In words.
    pub text: String,
}

impl Finding {
    fn new(about: &'static str, verdict: Verdict, text: impl Into<String>) -> Self {
        Self {
            about,
            verdict,
            text: text.into(),
        }
    }

    fn bad(about: &'static str, error: &dyn std::error::Error) -> Self {
        Self::new(about, Verdict::Bad, error.to_string())
    }
}

/// Before this no Lanyard ran: 2026-01-01T00:00:00Z.
const OLDEST: UnixMillis = UnixMillis(1_767_225_600_000);
/// How far the clock may be behind the newest entry of the database: replicas differ a little.
const SLACK: i64 = 60_000;

/// Looks at everything. `asks_mail` also connects to the mail server, and asks it for nothing (NOOP).
pub async fn check(settings: &Settings, asks_mail: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(file(settings));
    findings.push(public_url(settings));
    findings.push(listen(settings));
    findings.extend(database(settings).await);
    findings.push(mail(settings, asks_mail).await);
    findings.push(monitor(settings));
    findings
}

#[cfg(unix)]
fn file(settings: &Settings) -> Option<Finding> {
    use std::os::unix::fs::PermissionsExt;
    let path = settings.file.as_deref()?;
    let mode = std::fs::metadata(path).ok()?.permissions().mode();
    Some(if mode & 0o007 == 0 {
        Finding::new(
            "settings file",
            Verdict::Good,
            "other users can not read it",
        )
    } else {
        Finding::new(
            "settings file",
            Verdict::Doubtful,
            format!(
                "every user of this computer can read {}; if it holds a password: chmod o= it",
                path.display()
            ),
        )
    })
}

#[cfg(not(unix))]
fn file(_settings: &Settings) -> Option<Finding> {
    None
}

fn public_url(settings: &Settings) -> Finding {
    const ABOUT: &str = "public address";
    match settings.public_url() {
        Err(error) => Finding::bad(ABOUT, &error),
        Ok(Some(url)) if url.starts_with("https://") => Finding::new(ABOUT, Verdict::Good, url),
        Ok(Some(url)) if is_this_computer(url) => Finding::new(
            ABOUT,
            Verdict::Doubtful,
            format!("{url} works on this computer alone"),
        ),
        Ok(Some(url)) => Finding::new(
            ABOUT,
            Verdict::Bad,
            format!(
                "{url} is not https: browsers will not keep anyone signed in, and the network can read everything"
            ),
        ),
        Ok(None) => Finding::new(
            ABOUT,
            Verdict::Doubtful,
            "not set: links and enrolment codes work on this computer alone",
        ),
    }
}

fn is_this_computer(url: &str) -> bool {
    let host = url.strip_prefix("http://").unwrap_or_default();
    ["127.0.0.1", "localhost", "[::1]"].iter().any(|local| {
        host.strip_prefix(local)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
    })
}

fn listen(settings: &Settings) -> Finding {
    const ABOUT: &str = "listening";
    match settings.listen() {
        Err(error) => Finding::bad(ABOUT, &error),
        Ok(address) if address.ip().is_loopback() => {
            Finding::new(ABOUT, Verdict::Good, format!("{address}, behind a proxy"))
        }
        Ok(address) => Finding::new(
            ABOUT,
            Verdict::Doubtful,
            format!(
                "{address} is open to the network without TLS: let nothing but the proxy reach it"
            ),
        ),
    }
}

async fn database(settings: &Settings) -> Vec<Finding> {
    const ABOUT: &str = "database";
    let mut findings = Vec::new();
    let key = settings.master_key();
    if let Err(error) = &key {
        findings.push(Finding::bad("master key", error));
    }
    match Db::look(settings.database_url()).await {
        Err(error) => findings.push(Finding::bad(ABOUT, &error)),
        Ok(Schema { found: 0, .. }) => findings.push(Finding::new(
            ABOUT,
            Verdict::Good,
            "there is none yet; the first command makes it",
        )),
        Ok(Schema { found, known }) if found < known => findings.push(Finding::new(
            ABOUT,
            Verdict::Good,
            format!("it answers; the next start brings its schema from {found} to {known}"),
        )),
        Ok(Schema { found, .. }) => {
            findings.push(Finding::new(
                ABOUT,
                Verdict::Good,
                format!("it answers, and has schema {found}"),
            ));
            if let Ok(key) = key {
                findings.extend(inside(settings, key).await);
                return findings;
            }
        }
    }
    findings.push(clock(None));
    findings
}

/// The master key and the clock, against what is in the database.
async fn inside(settings: &Settings, key: Option<backend::keys::seal::MasterKey>) -> Vec<Finding> {
    let config = Config {
        database_url: settings.database_url().to_owned(),
        public_url: Config::PUBLIC_URL.to_owned(),
    };
    let backend = match Backend::open(config, key, Clock::System).await {
        Ok(backend) => backend,
        Err(error) => return vec![Finding::bad("master key", &error), clock(None)],
    };
    let key = Finding::new("master key", Verdict::Good, "it opens what is sealed");
    match newest_entry(&backend).await {
        Ok(newest) => vec![key, clock(newest)],
        Err(error) => vec![key, Finding::bad("clock", &error)],
    }
}

async fn newest_entry(backend: &Backend) -> Result<Option<UnixMillis>, DbError> {
    let mut tx = backend.db().read().await?;
    let row = tx
        .query_one("SELECT at FROM audit ORDER BY at DESC LIMIT 1", &[])
        .await?;
    row.map(|row| row.get(0)).transpose()
}

fn clock(newest: Option<UnixMillis>) -> Finding {
    const ABOUT: &str = "clock";
    let now = Clock::System.now();
    let shown = backend::timestamp::Timestamp(now);
    if now < OLDEST {
        let text = format!("it says {shown}, which can't be: set it, and keep it set by NTP");
        return Finding::new(ABOUT, Verdict::Bad, text);
    }
    if newest.is_some_and(|newest| newest.0 > now.0.saturating_add(SLACK)) {
        let text = format!("it says {shown}, and the database holds something later: set it");
        return Finding::new(ABOUT, Verdict::Bad, text);
    }
    // systemd-timesyncd makes the folder when it starts, and the file once it has heard of a server.
    let timesync = Path::new("/run/systemd/timesync");
    if timesync.is_dir() && !timesync.join("synchronized").exists() {
        let text = format!("it says {shown}, and no time server has answered yet");
        return Finding::new(ABOUT, Verdict::Doubtful, text);
    }
    Finding::new(ABOUT, Verdict::Good, format!("it says {shown}"))
}

async fn mail(settings: &Settings, asks: bool) -> Finding {
    const ABOUT: &str = "mail";
    let mail = match settings.mail() {
        Err(error) => return Finding::bad(ABOUT, &error),
        Ok(None) => {
            return Finding::new(
                ABOUT,
                Verdict::Doubtful,
                "not set: sign-in links can not be sent",
            );
        }
        Ok(Some(mail)) => mail,
    };
    if mail.url.starts_with("folder:") {
        return Finding::new(
            ABOUT,
            Verdict::Doubtful,
            "mails become files and are not sent",
        );
    }
    match Transport::new(&mail) {
        Err(error) => Finding::bad(ABOUT, &error),
        Ok(transport) if asks => match transport.check_connection().await {
            Ok(()) => Finding::new(ABOUT, Verdict::Good, "the mail server answers"),
            Err(_) => Finding::new(
                ABOUT,
                Verdict::Bad,
                "the mail server does not answer, or not to this name and password",
            ),
        },
        Ok(_) => Finding::new(
            ABOUT,
            Verdict::Good,
            "set; --ask-mail-server tries whether the server answers",
        ),
    }
}

fn monitor(settings: &Settings) -> Finding {
    const ABOUT: &str = "metrics";
    match settings.monitor_token() {
        Err(error) => Finding::bad(ABOUT, &error),
        Ok(Some(_)) => Finding::new(ABOUT, Verdict::Good, "for clients that present the token"),
        Ok(None) => Finding::new(ABOUT, Verdict::Good, "for this computer alone"),
    }
}

/// Settings that can't be read are one finding.
impl From<&SettingsError> for Finding {
    fn from(error: &SettingsError) -> Self {
        Self::bad("settings", error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Setting;

    async fn verdicts(flags: Vec<(Setting, String)>) -> Vec<(&'static str, Verdict)> {
        let settings = Settings::gather(flags, |_| None, None).unwrap();
        let findings = check(&settings, true).await;
        findings
            .into_iter()
            .map(|finding| (finding.about, finding.verdict))
            .collect()
    }

    fn database(folder: &tempfile::TempDir) -> (Setting, String) {
        let url = format!("sqlite:{}", folder.path().join("test.db").display());
        (Setting::DatabaseUrl, url)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn looking_makes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let found = verdicts(vec![database(&folder)]).await;
        assert!(found.contains(&("database", Verdict::Good)), "{found:?}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_lost_key_an_open_address_and_a_server_that_does_not_answer_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let (setting, url) = database(&folder);
        let config = Config {
            database_url: url.clone(),
            public_url: Config::PUBLIC_URL.into(),
        };
        let backend = Backend::open(config, None, Clock::System).await.unwrap();
        let key = backend.new_master_key().unwrap().clone();
        drop(backend);
        let public = |url: &str| (Setting::PublicUrl, url.to_owned());
        let good = verdicts(vec![
            (setting, url.clone()),
            public("https://lanyard.example"),
        ])
        .await;
        for about in ["public address", "database", "master key"] {
            assert!(good.contains(&(about, Verdict::Good)), "{good:?}");
        }
        std::fs::remove_file(&key).unwrap();
        // The port was just released, so nothing listens on it.
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let bad = verdicts(vec![
            (setting, url),
            public("http://lanyard.example"),
            (Setting::Mail, format!("smtp://{address}")),
            (Setting::MailFrom, "Lanyard <l@example.org>".into()),
        ])
        .await;
        for about in ["public address", "master key", "mail"] {
            assert!(bad.contains(&(about, Verdict::Bad)), "{bad:?}");
        }
        assert!(!key.exists(), "no new one is made in its place");
    }

    #[test]
    fn a_clock_that_the_database_contradicts_is_bad() {
        let later = Clock::System.now().plus_millis(2 * SLACK);
        assert_eq!(clock(Some(later)).verdict, Verdict::Bad);
        assert_ne!(clock(Some(Clock::System.now())).verdict, Verdict::Bad);
    }
}
