//! Pours an export out as a file, as fast as the reader takes it and no faster.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, mpsc};

use crate::leads::LeadError;
use crate::leads::export::csv::CsvRows;
use crate::leads::export::json::JsonRows;
use crate::leads::export::xlsx::Sheet;
use crate::leads::export::{Export, Exported, Format, crm};

/// Pieces of a file that wait for the reader. Each holds some hundreds of leads at most.
const WAITING: usize = 2;
/// How long a reader may take over one piece. One that has gone away otherwise holds a place for ever.
const PATIENCE: Duration = Duration::from_secs(60);
/// Bytes of a finished file that are sent at once.
const PIECE: usize = 64 << 10;

/// Why a file breaks off. What went wrong is logged.
#[derive(Debug, thiserror::Error)]
#[error("the export broke off; take it again")]
pub struct ExportFailed;

/// Something went wrong on the way.
#[derive(Debug, thiserror::Error)]
enum PourError {
    #[error(transparent)]
    Lead(#[from] LeadError),
    #[error("the spreadsheet can't be written: {0}")]
    Sheet(String),
    #[error("a temporary file can't be used: {0}")]
    File(#[from] std::io::Error),
    /// The reader has gone away.
    #[error("the reader went away")]
    Gone,
}

/// Writes the export in the background; the pieces of the file come out one after the other. A file that
/// breaks off ends with an error, so that nobody takes half of it for the whole. `turn` is given back
/// when all is done.
#[must_use]
pub fn pour(
    export: Export,
    turn: OwnedSemaphorePermit,
) -> mpsc::Receiver<Result<Vec<u8>, ExportFailed>> {
    let (pieces, reader) = mpsc::channel(WAITING);
    tokio::spawn(async move {
        let poured = match export.format() {
            Format::Xlsx => sheet(export, &pieces).await,
            _ => text(export, &pieces).await,
        };
        match poured {
            Ok(()) => {}
            Err(PourError::Gone) => tracing::info!("nobody waits for an export any more"),
            Err(error) => {
                tracing::warn!(%error, "an export broke off");
                let _ = tokio::time::timeout(PATIENCE, pieces.send(Err(ExportFailed))).await;
            }
        }
        drop(turn);
    });
    reader
}

type Pieces = mpsc::Sender<Result<Vec<u8>, ExportFailed>>;

async fn send(pieces: &Pieces, piece: Vec<u8>) -> Result<(), PourError> {
    if piece.is_empty() {
        return Ok(());
    }
    match tokio::time::timeout(PATIENCE, pieces.send(Ok(piece))).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(PourError::Gone),
    }
}

/// Rows of text, which leave as they are made.
trait Rows {
    /// What stands before them.
    fn head(&mut self) -> Vec<u8>;
    /// Some of them.
    fn rows(&mut self, leads: &[Exported]) -> Vec<u8>;
    /// What stands behind them.
    fn tail(&mut self) -> Vec<u8>;
}

impl Rows for CsvRows {
    fn head(&mut self) -> Vec<u8> {
        Self::head(self)
    }

    fn rows(&mut self, leads: &[Exported]) -> Vec<u8> {
        Self::rows(self, leads)
    }

    fn tail(&mut self) -> Vec<u8> {
        Vec::new()
    }
}

impl Rows for JsonRows {
    fn head(&mut self) -> Vec<u8> {
        Self::head(self)
    }

    fn rows(&mut self, leads: &[Exported]) -> Vec<u8> {
        Self::rows(self, leads)
    }

    fn tail(&mut self) -> Vec<u8> {
        Self::tail(self)
    }
}

async fn text(mut export: Export, pieces: &Pieces) -> Result<(), PourError> {
    let mut rows: Box<dyn Rows + Send> = match export.format() {
        Format::Json => Box::new(JsonRows::new(&export)),
        Format::Salesforce => Box::new(CsvRows::new(crm::SALESFORCE)),
        Format::HubSpot => Box::new(CsvRows::new(crm::HUBSPOT)),
        Format::Csv | Format::Xlsx => Box::new(CsvRows::new(crate::leads::export::csv::LEADS)),
    };
    send(pieces, rows.head()).await?;
    while let Some(leads) = export.next().await? {
        send(pieces, rows.rows(&leads)).await?;
    }
    send(pieces, rows.tail()).await
}

async fn sheet(mut export: Export, pieces: &Pieces) -> Result<(), PourError> {
    let broken = |error: rust_xlsxwriter::XlsxError| PourError::Sheet(error.to_string());
    let mut sheet = Sheet::new().map_err(broken)?;
    while let Some(leads) = export.next().await? {
        sheet.add(&leads).map_err(broken)?;
    }
    // A spreadsheet begins with a list of all its parts, so that it can't leave before it is whole. The
    // file has no name, and is gone with this process.
    let file = tempfile::tempfile()?;
    let mut file = tokio::task::spawn_blocking(move || -> Result<File, PourError> {
        let mut file = file;
        sheet.finish(&mut file).map_err(broken)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    })
    .await
    .map_err(|error| PourError::Sheet(error.to_string()))??;
    loop {
        let mut piece = vec![0; PIECE];
        let length = file.read(&mut piece)?;
        if length == 0 {
            return Ok(());
        }
        piece.truncate(length);
        send(pieces, piece).await?;
    }
}
