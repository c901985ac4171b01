//! The command `verify`: checks a consent receipt offline.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use protocol::{FieldSet, ReceiptId, VerifyingKey};
use serde::Serialize;

use crate::cli::output::Output;
use backend::privacy::receipts::{self, VerifiedReceipt};

#[derive(Debug, Args)]
#[command(
    after_help = "The key is the backend's public key. The attendee's page \"Your data\" shows it; take it from \
there or from the organisers, never from the person who presents the receipt.

The exit status is 0 where the receipt is genuine and 1 where it is not.

Example: lanyard-server verify receipt.json --key d75a980182b10ab7…"
)]
pub(crate) struct Verify {
    /// The receipt's file.
    receipt: PathBuf,
    /// The backend's public key: 64 hexadecimal digits.
    #[arg(long)]
    key: VerifyingKey,
}

#[derive(Serialize)]
struct Summary<'a> {
    genuine: bool,
    receipt: ReceiptId,
    issued_at: &'a str,
    event: &'a str,
    sponsor: String,
    registration_id: &'a str,
    state: &'a str,
    reason: Option<&'a str>,
    fields: FieldSet,
    records: usize,
    devices: usize,
}

impl Verify {
    pub(crate) fn run(self, output: Output) -> anyhow::Result<()> {
        let path = self.receipt.display();
        let length = std::fs::metadata(&self.receipt)
            .with_context(|| format!("cannot open {path}"))?
            .len();
        // What is longer than any receipt need not be read to know that it is none.
        let file = if usize::try_from(length).is_ok_and(|it| it <= receipts::MAX_BYTES) {
            std::fs::read(&self.receipt).with_context(|| format!("cannot read {path}"))?
        } else {
            anyhow::bail!("NOT genuine: the file is longer than any receipt");
        };
        let genuine = receipts::verify(&file, &self.key)
            .map_err(|fault| anyhow::anyhow!("NOT genuine: {fault}"))?;
        let record = &genuine.document.consent_record;
        let summary = Summary {
            genuine: true,
            receipt: genuine.signed.receipt,
            issued_at: &genuine.document.receipt_metadata.issued_at,
            event: record.event.as_str(),
            sponsor: sponsor(&genuine),
            registration_id: &record.pii_principal_id,
            state: &record.standing.state,
            reason: record.standing.reason.as_deref(),
            fields: record.standing.fields,
            records: genuine.records,
            devices: genuine.devices,
        };
        output.print(&summary, || text(&summary, &genuine))
    }
}

/// The sponsor's name, in one line.
fn sponsor(genuine: &VerifiedReceipt) -> String {
    let record = &genuine.document.consent_record;
    let id = record.sponsor.to_string();
    record
        .party_identification
        .iter()
        .find(|party| party.party_id == id)
        .map_or(id.clone(), |party| {
            backend_text::in_one_line(&party.party_name)
        })
}

fn text(summary: &Summary<'_>, genuine: &VerifiedReceipt) -> String {
    let mut text = format!(
        "Genuine. Receipt {} of {}\n\n\
         ok  signed by the backend whose key was given\n\
         ok  the document is the one that was signed\n\
         ok  {} signed by {}, whose keys the backend enrolled\n\
         ok  what the receipt says of each is what the device has signed\n\n",
        summary.receipt,
        summary.issued_at,
        counted(summary.records, "record is", "records are"),
        counted(summary.devices, "device", "devices"),
    );
    let registration = backend_text::in_one_line(summary.registration_id);
    text.push_str(&format!(
        "Registration {registration} and {} at {}:\n",
        summary.sponsor, summary.event
    ));
    for event in &genuine.document.consent_record.events {
        let fields = event
            .fields
            .map_or_else(String::new, |fields| format!(": {fields}"));
        let mark = if event.record.is_some() {
            "device "
        } else {
            "backend"
        };
        let line = format!(
            "  {}  {mark}  {}{fields}",
            event.event_time, event.event_state
        );
        text.push_str(&backend_text::in_one_line(&line));
        text.push('\n');
    }
    let why = summary
        .reason
        .map_or_else(String::new, |why| format!(" ({why})"));
    text.push_str(&format!(
        "When it was made, the sponsor saw: {}{why}\n",
        summary.fields
    ));
    text
}

fn counted(count: usize, one: &str, other: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { other })
}
