//! `list`: the scans on this device.

use booth::{Booth, ListedScan, ScanFilter, Show, StoredState, printed_code};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use protocol::UnixMillis;
use serde_json::json;

use crate::arguments::{List, State};
use crate::exit::Exit;
use crate::output::{Output, shown, table};

pub(crate) fn run(booth: &Booth, arguments: &List, out: &mut Output) -> anyhow::Result<Exit> {
    let device = match &arguments.enrolment {
        Some(named) => Some(booth.enrolment(Some(named))?.device),
        None => None,
    };
    let mut filter = ScanFilter {
        device,
        text: arguments.search.clone(),
        show: arguments.state.map_or(Show::All, Into::into),
        before: None,
        // One more than shown says whether there are more.
        limit: (!arguments.all).then(|| arguments.limit.saturating_add(1)),
    };
    let mut scans = booth.scans(&filter)?;
    let most = usize::try_from(arguments.limit).unwrap_or(usize::MAX);
    let more = !arguments.all && scans.len() > most;
    if more {
        scans.truncate(most);
    }
    if out.is_json() {
        for scan in &scans {
            out.line(&object(scan).to_string());
        }
    } else if !scans.is_empty() {
        let rows: Vec<_> = scans.iter().map(row).collect();
        for line in table(
            &["scan", "when", "name", "code", "by", "state", "notes"],
            &rows,
        ) {
            out.line(&line);
        }
    }
    if scans.is_empty() {
        let filtered =
            !arguments.search.is_empty() || arguments.state.is_some() || device.is_some();
        out.sentence(if filtered {
            "No scan fits."
        } else {
            "No scans here yet. `lanyard-booth scan --camera` makes one."
        });
    } else if more {
        filter.limit = None;
        let all = booth.scans(&filter)?.len();
        out.sentence(&format!(
            "{} of {all} shown; --all shows every one.",
            scans.len()
        ));
    }
    Ok(Exit::Fine)
}

impl From<State> for Show {
    fn from(state: State) -> Self {
        match state {
            State::Pending => Self::Waiting,
            State::Acknowledged => Self::Acknowledged,
            State::Quarantined => Self::Quarantined,
            State::Voided => Self::Voided,
        }
    }
}

/// One word for a scan and all that was said about it; the worst comes first.
fn state(scan: &ListedScan) -> String {
    match scan.state {
        StoredState::Quarantined(reason) => format!("not used: {reason}"),
        _ if scan.quarantined > 0 => "a note is not used".into(),
        _ if scan.voided && scan.unsent > 0 => "taken back, waiting".into(),
        _ if scan.voided => "taken back".into(),
        _ if scan.unsent > 0 => "waiting".into(),
        _ => "held".into(),
    }
}

fn row(scan: &ListedScan) -> Vec<String> {
    vec![
        scan.scan.to_string(),
        when(scan.wall),
        shown(scan.name.as_deref().unwrap_or_default()),
        shown(&printed_code(&scan.code)),
        shown(&scan.operator),
        state(scan),
        if scan.notes == 0 {
            String::new()
        } else {
            scan.notes.to_string()
        },
    ]
}

fn object(scan: &ListedScan) -> serde_json::Value {
    let (word, reason) = match scan.state {
        StoredState::Pending => ("pending", None),
        StoredState::Acknowledged => ("acknowledged", None),
        StoredState::Quarantined(reason) => ("quarantined", Some(reason.code())),
    };
    json!({
        "scan": scan.scan,
        "device": scan.device,
        "seq": scan.seq,
        "code": printed_code(&scan.code),
        "name": scan.name,
        "operator": scan.operator,
        "at": scan.wall,
        "fields": scan.fields,
        "given": scan.given,
        "state": word,
        "reason": reason,
        "unsent": scan.unsent,
        "quarantined": scan.quarantined,
        "voided": scan.voided,
        "notes": scan.notes,
        "rating": scan.rating,
    })
}

pub(crate) fn when(moment: UnixMillis) -> String {
    match Timestamp::from_millisecond(moment.0) {
        Ok(moment) => moment
            .to_zoned_datetime(TimeZone::system())
            .strftime("%Y-%m-%d %H:%M")
            .to_string(),
        Err(_) => "unknown".into(),
    }
}
