//! The bundle: a file with all waiting records, for a device without a network.
//!
//! The format is [`protocol::bundle`]'s.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use protocol::{DeviceId, Nonce, encode_bundle};
use store::QueuedRecord;
use sync::{MAX_BATCH_BYTES, MAX_BATCH_RECORDS};

use crate::booth::Booth;
use crate::clock::random;
use crate::error::BoothError;

impl Booth {
    /// Writes all waiting records of an enrolment into a new file, encrypted for the backend, and returns
    /// their number. If there are none, no file is made. The records go on waiting until a receipt names
    /// them.
    ///
    /// # Errors
    /// [`BoothError::Bundle`], [`BoothError::Request`], [`BoothError::Store`], and
    /// [`BoothError::ExportExists`] or [`BoothError::Export`] if the file exists or can't be written.
    pub fn export(&self, device: DeviceId, file: &Path) -> Result<u64, BoothError> {
        let Some((bundle, records)) = self.bundle(device)? else {
            return Ok(0);
        };
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let failed = |source: io::Error| {
            let path = file.to_owned();
            match source.kind() {
                io::ErrorKind::AlreadyExists => BoothError::ExportExists { path },
                _ => BoothError::Export { path, source },
            }
        };
        let mut out = options.open(file).map_err(failed)?;
        if let Err(source) = out.write_all(&bundle).and_then(|()| out.sync_all()) {
            // A part of a bundle would be refused, and must not be mistaken for a whole one.
            let _ = fs::remove_file(file);
            return Err(failed(source));
        }
        tracing::info!(%device, records, "exported");
        Ok(records)
    }

    /// The bundle of all waiting records of an enrolment, and their number.
    ///
    /// # Errors
    /// [`BoothError::Bundle`], [`BoothError::Request`] and [`BoothError::Store`].
    pub fn bundle(&self, device: DeviceId) -> Result<Option<(Vec<u8>, u64)>, BoothError> {
        let (enrolment, unsent) = {
            let store = self.store()?;
            (store.enrolment(device)?, store.unsent(device)?)
        };
        if unsent.is_empty() {
            return Ok(None);
        }
        let count = unsent.len() as u64;
        let requests = batches(unsent)
            .into_iter()
            .map(|batch| {
                let first_seq = batch.first().map_or(1, |record| record.seq);
                let nonce = Nonce::from_bytes(random());
                self.sync_request(&enrolment, nonce, first_seq, batch, count)
            })
            .collect::<Result<Vec<_>, _>>()?;
        let bundle = encode_bundle(device, &enrolment.bundle_key, random(), &requests)
            .map_err(BoothError::Bundle)?;
        Ok(Some((bundle, count)))
    }
}

/// Splits records into runs without a gap, each within the limits of a sync request.
fn batches(records: Vec<QueuedRecord>) -> Vec<Vec<QueuedRecord>> {
    let mut batches: Vec<Vec<QueuedRecord>> = Vec::new();
    let mut bytes = 0;
    for record in records {
        bytes += record.bytes.len();
        let fits = batches.last().is_some_and(|batch: &Vec<QueuedRecord>| {
            batch.len() < MAX_BATCH_RECORDS
                && bytes <= MAX_BATCH_BYTES
                && batch.last().is_some_and(|last| last.seq + 1 == record.seq)
        });
        match batches.last_mut() {
            Some(batch) if fits => batch.push(record),
            _ => {
                bytes = record.bytes.len();
                batches.push(vec![record]);
            }
        }
    }
    batches
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::RecordHash;

    fn record(seq: u64, length: usize) -> QueuedRecord {
        QueuedRecord {
            seq,
            hash: RecordHash::of(&seq.to_be_bytes()),
            bytes: vec![0; length],
        }
    }

    fn seqs(records: Vec<QueuedRecord>) -> Vec<Vec<u64>> {
        let runs = batches(records);
        runs.iter()
            .map(|run| run.iter().map(|record| record.seq).collect())
            .collect()
    }

    #[test]
    fn a_gap_begins_a_new_request() {
        let records = [1, 2, 5, 6, 9].map(|seq| record(seq, 10));
        assert_eq!(seqs(records.to_vec()), [vec![1, 2], vec![5, 6], vec![9]]);
    }

    #[test]
    fn no_request_passes_the_bounds_of_a_sync() {
        let many: Vec<_> = (1..=1001).map(|seq| record(seq, 10)).collect();
        let lengths: Vec<_> = seqs(many).iter().map(Vec::len).collect();
        assert_eq!(lengths, [500, 500, 1]);
        let large: Vec<_> = (1..=3)
            .map(|seq| record(seq, MAX_BATCH_BYTES / 2))
            .collect();
        assert_eq!(seqs(large), [vec![1, 2], vec![3]]);
    }
}
