//! Streams an export as a file. It reads no faster than the client receives.

use std::error::Error;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, mpsc};

use crate::leads::error::LeadError;
use crate::leads::export::chunks::{Export, ExportedLead};
use crate::leads::export::crm;
use crate::leads::export::csv::{CsvRows, LEADS};
use crate::leads::export::format::Format;
use crate::leads::export::json::JsonRows;
use crate::leads::export::xlsx::Spreadsheet;

/// The parts of a file that wait for the client. Each has a few hundred leads at most.
const WAITING_PARTS: usize = 2;
/// The time in which a client must receive a part. Otherwise an unresponsive client would block an export for ever.
const PART_TIMEOUT: Duration = Duration::from_secs(60);
/// The bytes of a finished file that are sent as one part.
const PART_BYTES: usize = 64 << 10;

/// The export is incomplete. The log has the reason.
#[derive(Debug, thiserror::Error)]
#[error("the export is incomplete; repeat it")]
pub struct ExportFailed;

/// Why an export is incomplete.
#[derive(Debug, thiserror::Error)]
enum StreamError {
    #[error("cannot read the next leads of an export")]
    ReadLeads(#[from] LeadError),
    #[error("cannot write the spreadsheet: {0}")]
    Spreadsheet(String),
    #[error("cannot use the temporary file of the spreadsheet")]
    TemporaryFile(#[from] std::io::Error),
    #[error("the client has disconnected")]
    Disconnected,
}

/// Writes the export in a task and returns the receiver of the file's parts. An incomplete file ends with an error,
/// so that the client does not use it. The permit is released at the end.
#[must_use]
pub fn stream(
    export: Export,
    permit: OwnedSemaphorePermit,
) -> mpsc::Receiver<Result<Vec<u8>, ExportFailed>> {
    let (parts, receiver) = mpsc::channel(WAITING_PARTS);
    tokio::spawn(async move {
        let result = match export.format() {
            Format::Xlsx => stream_spreadsheet(export, &parts).await,
            _ => stream_text(export, &parts).await,
        };
        match result {
            Ok(()) => {}
            Err(StreamError::Disconnected) => {
                tracing::info!("the client of an export has disconnected");
            }
            Err(error) => {
                log(&error);
                let _ = tokio::time::timeout(PART_TIMEOUT, parts.send(Err(ExportFailed))).await;
            }
        }
        drop(permit);
    });
    receiver
}

fn log(error: &(dyn Error + 'static)) {
    tracing::warn!(error, "an export is incomplete");
}

type Parts = mpsc::Sender<Result<Vec<u8>, ExportFailed>>;

async fn send(parts: &Parts, part: Vec<u8>) -> Result<(), StreamError> {
    if part.is_empty() {
        return Ok(());
    }
    match tokio::time::timeout(PART_TIMEOUT, parts.send(Ok(part))).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(StreamError::Disconnected),
    }
}

/// A text format, which is sent row by row.
trait TextFormat {
    /// The text before the rows.
    fn head(&mut self) -> Vec<u8>;
    fn rows(&mut self, leads: &[ExportedLead]) -> Vec<u8>;
    /// The text after the rows.
    fn tail(&mut self) -> Vec<u8>;
}

impl TextFormat for CsvRows {
    fn head(&mut self) -> Vec<u8> {
        Self::head(self)
    }

    fn rows(&mut self, leads: &[ExportedLead]) -> Vec<u8> {
        Self::rows(self, leads)
    }

    fn tail(&mut self) -> Vec<u8> {
        Vec::new()
    }
}

impl TextFormat for JsonRows {
    fn head(&mut self) -> Vec<u8> {
        Self::head(self)
    }

    fn rows(&mut self, leads: &[ExportedLead]) -> Vec<u8> {
        Self::rows(self, leads)
    }

    fn tail(&mut self) -> Vec<u8> {
        Self::tail(self)
    }
}

async fn stream_text(mut export: Export, parts: &Parts) -> Result<(), StreamError> {
    let mut rows: Box<dyn TextFormat + Send> = match export.format() {
        Format::Json => Box::new(JsonRows::new(&export)),
        Format::Salesforce => Box::new(CsvRows::new(crm::SALESFORCE)),
        Format::HubSpot => Box::new(CsvRows::new(crm::HUBSPOT)),
        Format::Csv | Format::Xlsx => Box::new(CsvRows::new(LEADS)),
    };
    send(parts, rows.head()).await?;
    while let Some(leads) = export.next().await? {
        send(parts, rows.rows(&leads)).await?;
    }
    send(parts, rows.tail()).await
}

async fn stream_spreadsheet(mut export: Export, parts: &Parts) -> Result<(), StreamError> {
    let failed = |error: rust_xlsxwriter::XlsxError| StreamError::Spreadsheet(error.to_string());
    let mut spreadsheet = Spreadsheet::new().map_err(failed)?;
    while let Some(leads) = export.next().await? {
        spreadsheet.add(&leads).map_err(failed)?;
    }
    // A spreadsheet begins with a list of its contents, so it must be complete before it is sent. The temporary
    // file has no name and ends with this process.
    let file = tempfile::tempfile()?;
    let mut file = tokio::task::spawn_blocking(move || -> Result<File, StreamError> {
        let mut file = file;
        spreadsheet.finish(&mut file).map_err(failed)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    })
    .await
    .map_err(|error| StreamError::Spreadsheet(error.to_string()))??;
    loop {
        let mut part = vec![0; PART_BYTES];
        let length = file.read(&mut part)?;
        if length == 0 {
            return Ok(());
        }
        part.truncate(length);
        send(parts, part).await?;
    }
}
