//! The program's own log: rotating files without personal data.

use std::env;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

/// Sets how much is logged of what this program does: error, warn, info or debug.
const LEVEL_VARIABLE: &str = "LANYARD_LOG";

/// The crates whose log lines are known to hold no personal data, at any level.
const OURS: [&str; 7] = [
    "lanyard_lib",
    "window",
    "booth",
    "camera",
    "store",
    "sync",
    "vision",
];

/// The number of log files that are kept, one a day. A conference lasts a week at most.
const DAYS: usize = 7;

/// Logs to files in `folder` from now on, and panics too.
pub(crate) fn start(folder: &Path) -> anyhow::Result<()> {
    // The library logs an error about a missing folder before it makes it.
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    let files = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("lanyard")
        .filename_suffix("log")
        .max_log_files(DAYS)
        .build(folder)
        .with_context(|| format!("opening the log in {}", folder.display()))?;
    tracing_subscriber::fmt()
        .with_env_filter(filter(&env::var(LEVEL_VARIABLE).unwrap_or_default()))
        .with_ansi(false)
        .with_writer(files)
        .try_init()
        .map_err(|error| anyhow::anyhow!("starting the log: {error}"))?;
    // A panic's message may quote data such as a name. Its place in the code never does.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "a panic");
        eprintln!("lanyard: a panic at {}", place.unwrap_or_default());
    }));
    Ok(())
}

/// Libraries log warnings and errors only: at lower levels they log addresses and contents.
fn filter(level: &str) -> EnvFilter {
    // The parser takes no word at all for `error`.
    let level = Some(level)
        .filter(|word| !word.is_empty())
        .and_then(|word| word.parse().ok())
        .unwrap_or(LevelFilter::INFO);
    let others = level.min(LevelFilter::WARN);
    OURS.into_iter().fold(
        EnvFilter::new(others.to_string()),
        |filter, name| match format!("{name}={level}").parse() {
            Ok(directive) => filter.add_directive(directive),
            Err(_) => filter,
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_never_log_more_than_warnings() {
        for level in ["debug", "trace", "info", "", "nonsense"] {
            assert_eq!(
                filter(level)
                    .to_string()
                    .split(',')
                    .find(|part| !part.contains('=')),
                Some("warn"),
                "{level}"
            );
        }
        assert!(filter("error").to_string().contains("error"));
    }

    #[test]
    fn what_is_asked_for_is_logged_of_our_own_crates() {
        let filter = filter("debug").to_string();
        for name in OURS {
            assert!(filter.contains(&format!("{name}=debug")), "{filter}");
        }
    }
}
