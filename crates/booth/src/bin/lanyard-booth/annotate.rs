//! `note`, `narrow` and `void`: record something about an earlier scan.

use booth::{Booth, BoothError, read_answer};
use protocol::ScanId;
use serde_json::json;

use crate::arguments::{Narrow, Note, Void};
use crate::exit::Exit;
use crate::output::Output;

pub(crate) fn note(booth: &Booth, note: Note, out: &mut Output) -> anyhow::Result<Exit> {
    let questions = booth.terms(booth.enrolment_of(note.scan)?)?.questions;
    let answers = note
        .answers
        .iter()
        .map(|answer| read_answer(&questions, answer).map_err(BoothError::Answer))
        .collect::<Result<_, _>>()?;
    booth.add_note(protocol::Note {
        scan: note.scan,
        text: note.text,
        rating: note.rating,
        tags: note.tags,
        answers,
        operator: operator(booth, note.operator)?,
    })?;
    saved("noted", note.scan, "Noted.", out)
}

pub(crate) fn narrow(booth: &Booth, narrow: Narrow, out: &mut Output) -> anyhow::Result<Exit> {
    booth.narrow(protocol::Narrow {
        scan: narrow.scan,
        removed: narrow.remove,
        operator: operator(booth, narrow.operator)?,
    })?;
    let sentence = format!("The sponsor does not get: {}.", narrow.remove);
    saved("narrowed", narrow.scan, &sentence, out)
}

pub(crate) fn void(booth: &Booth, void: Void, out: &mut Output) -> anyhow::Result<Exit> {
    booth.void(protocol::Void {
        scan: void.scan,
        reason: void.reason,
        operator: operator(booth, void.operator)?,
    })?;
    saved(
        "voided",
        void.scan,
        "Taken back. The badge can be scanned again.",
        out,
    )
}

fn operator(booth: &Booth, named: Option<String>) -> Result<String, BoothError> {
    match named {
        Some(name) => Ok(name),
        None => Ok(booth.operator()?.unwrap_or_default()),
    }
}

fn saved(word: &str, scan: ScanId, sentence: &str, out: &mut Output) -> anyhow::Result<Exit> {
    out.result(
        &json!({ "result": word, "scan": scan }),
        &format!("{word} {scan}"),
    );
    out.sentence(sentence);
    Ok(Exit::Fine)
}
