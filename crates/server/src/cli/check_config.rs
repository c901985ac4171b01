//! The command `check-config`: reports where each setting comes from and whether the backend could run with it.

use clap::Args;
use serde::Serialize;

use crate::cli::output::Output;
use crate::settings::{Finding, Setting, Settings, Verdict, check};

#[derive(Debug, Args)]
#[command(
    after_help = "Its exit status is 0 where the backend could run as it is set, and 1 where not.

Example: lanyard-server check-config --config /etc/lanyard/lanyard.toml --ask-mail-server"
)]
pub(crate) struct CheckConfig {
    /// Connect to the mail server too, and ask it for nothing.
    #[arg(long)]
    ask_mail_server: bool,
}

#[derive(Serialize)]
struct Report {
    settings: Vec<Shown>,
    findings: Vec<Finding>,
}

#[derive(Serialize)]
struct Shown {
    setting: &'static str,
    value: Option<String>,
    from: Option<String>,
}

impl CheckConfig {
    pub(crate) async fn run(&self, settings: &Settings, output: Output) -> anyhow::Result<()> {
        let report = Report {
            settings: Setting::ALL
                .into_iter()
                .map(|setting| {
                    let shown = settings.shown(setting);
                    Shown {
                        setting: setting.key(),
                        from: shown.as_ref().map(|(_, origin)| origin.to_string()),
                        value: shown.map(|(value, _)| value),
                    }
                })
                .collect(),
            findings: check(settings, self.ask_mail_server).await,
        };
        output.print(&report, || text(&report))?;
        let bad = report
            .findings
            .iter()
            .filter(|finding| finding.verdict == Verdict::Bad)
            .count();
        anyhow::ensure!(bad == 0, "the backend could not run like this");
        Ok(())
    }
}

fn text(report: &Report) -> String {
    let settings = report.settings.iter().map(|shown| {
        let Shown {
            setting,
            value,
            from,
        } = shown;
        match (value, from) {
            (Some(value), Some(from)) => format!("{setting:16} {value}   (from {from})"),
            _ => format!("{setting:16} not set"),
        }
    });
    let findings = report.findings.iter().map(|finding| {
        let verdict = match finding.verdict {
            Verdict::Good => "good",
            Verdict::Doubtful => "doubtful",
            Verdict::Bad => "BAD",
        };
        format!("{verdict:9} {}: {}", finding.about, finding.text)
    });
    let lines: Vec<_> = settings
        .chain(std::iter::once(String::new()))
        .chain(findings)
        .collect();
    lines.join("\n")
}
