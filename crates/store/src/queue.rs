//! The queue of pending records, and counts of records by state.

use protocol::{DeviceId, Held, RecordHash, SeqRange};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::error::{Doing, StoreError};
use crate::open::Store;
use crate::sql;

/// A pending record, with the bytes that are sent.
#[derive(Clone, PartialEq, Eq)]
pub struct QueuedRecord {
    /// The record's `seq`.
    pub seq: u64,
    /// The SHA-256 of the record's bytes.
    pub hash: RecordHash,
    /// The signed bytes.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for QueuedRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("QueuedRecord")
            .field("seq", &self.seq)
            .field("hash", &self.hash)
            .finish_non_exhaustive()
    }
}

/// The state of an enrolment's queue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Queue {
    /// The `seq` and the hash of the last record; `None` before the first.
    pub last: Option<(u64, RecordHash)>,
    /// The `seq` of all pending records, as ascending ranges that do not touch each other.
    pub pending: Vec<SeqRange>,
}

/// The numbers of an enrolment's records and scans, by state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Pending records.
    pub pending: u64,
    /// Acknowledged records.
    pub acknowledged: u64,
    /// Quarantined records.
    pub quarantined: u64,
    /// All records.
    pub total: u64,
    /// Scans that were not voided.
    pub scans: u64,
    /// Voided scans.
    pub voided: u64,
}

impl Store {
    /// Returns the `seq` and the hash of the last record; `None` before the first.
    ///
    /// # Errors
    /// Returns [`StoreError::UnknownEnrolment`] or [`StoreError::Fault`].
    pub fn head(&self, device: DeviceId) -> Result<Option<(u64, RecordHash)>, StoreError> {
        let enrolment = Self::enrolment_row(&self.connection, device)?;
        head(&self.connection, enrolment)
    }

    /// Returns the state of the queue.
    ///
    /// # Errors
    /// Returns [`StoreError::UnknownEnrolment`] or [`StoreError::Fault`].
    pub fn queue(&self, device: DeviceId) -> Result<Queue, StoreError> {
        let doing = "reading the queue";
        let transaction = self.read(doing)?;
        let enrolment = Self::enrolment_row(&transaction, device)?;
        let range = |row: &Row<'_>| {
            Ok(SeqRange {
                first: sql::unsigned(row, 0)?,
                last: sql::unsigned(row, 1)?,
            })
        };
        // Within a run without a gap, the difference of `seq` and row number is constant.
        let pending = transaction
            .prepare_cached(
                "SELECT min(seq), max(seq) FROM (
                   SELECT seq, seq - row_number() OVER (ORDER BY seq) AS run
                   FROM records WHERE enrolment = ?1 AND state = 'pending')
                 GROUP BY run ORDER BY 1",
            )
            .and_then(|mut query| query.query_map([enrolment], range)?.collect())
            .doing(doing)?;
        Ok(Queue {
            last: head(&transaction, enrolment)?,
            pending,
        })
    }

    /// Returns the records of one batch: from the first pending record at or after `from_seq`, without a gap, up to a
    /// maximum number and a maximum size in bytes. If any record is pending, at least one is returned.
    ///
    /// # Errors
    /// Returns [`StoreError::UnknownEnrolment`] or [`StoreError::Fault`].
    pub fn pending_batch(
        &self,
        device: DeviceId,
        from_seq: u64,
        max_records: usize,
        max_bytes: usize,
    ) -> Result<Vec<QueuedRecord>, StoreError> {
        let doing = "reading the next batch";
        let enrolment = Self::enrolment_row(&self.connection, device)?;
        let limit = i64::try_from(max_records).unwrap_or(i64::MAX);
        let mut query = self
            .connection
            .prepare_cached(
                "SELECT seq, hash, bytes FROM records
                 WHERE enrolment = ?1 AND state = 'pending' AND seq >= ?2 ORDER BY seq LIMIT ?3",
            )
            .doing(doing)?;
        let rows = query
            .query_map(params![enrolment, sql::signed(from_seq), limit], queued)
            .doing(doing)?;
        let mut batch: Vec<QueuedRecord> = Vec::new();
        let mut bytes = 0_usize;
        for row in rows {
            let record = row.doing(doing)?;
            bytes = bytes.saturating_add(record.bytes.len());
            if let Some(before) = batch.last()
                && (record.seq != before.seq + 1 || bytes > max_bytes)
            {
                break;
            }
            batch.push(record);
        }
        Ok(batch)
    }

    /// Returns all pending records, for an export bundle.
    ///
    /// # Errors
    /// Returns [`StoreError::UnknownEnrolment`] or [`StoreError::Fault`].
    pub fn unsent(&self, device: DeviceId) -> Result<Vec<QueuedRecord>, StoreError> {
        let enrolment = Self::enrolment_row(&self.connection, device)?;
        self.connection
            .prepare_cached(
                "SELECT seq, hash, bytes FROM records
                 WHERE enrolment = ?1 AND state = 'pending' ORDER BY seq",
            )
            .and_then(|mut query| query.query_map([enrolment], queued)?.collect())
            .doing("reading the unsent records")
    }

    /// Returns the hash of the device's own record with this `seq`. It is kept even after the record's bytes were removed.
    ///
    /// # Errors
    /// Returns [`StoreError::UnknownEnrolment`] or [`StoreError::Fault`].
    pub fn own_hash(&self, device: DeviceId, seq: u64) -> Result<Option<RecordHash>, StoreError> {
        let enrolment = Self::enrolment_row(&self.connection, device)?;
        own_hash(&self.connection, enrolment, seq)
    }

    /// Returns the backend's last receipt.
    ///
    /// # Errors
    /// Returns [`StoreError::UnknownEnrolment`] or [`StoreError::Fault`].
    pub fn receipt(&self, device: DeviceId) -> Result<Option<Held>, StoreError> {
        let enrolment = Self::enrolment_row(&self.connection, device)?;
        let held = |row: &Row<'_>| {
            let (seq, hash) = sql::link(row, 0, 1)?;
            Ok(Held { seq, hash })
        };
        self.connection
            .prepare_cached(
                "SELECT held_seq, held_hash FROM enrolments WHERE id = ?1 AND held_seq IS NOT NULL",
            )
            .and_then(|mut query| query.query_row([enrolment], held).optional())
            .doing("reading the last receipt")
    }

    /// Counts the records and scans of an enrolment.
    ///
    /// # Errors
    /// Returns [`StoreError::UnknownEnrolment`] or [`StoreError::Fault`].
    pub fn counts(&self, device: DeviceId) -> Result<Counts, StoreError> {
        let enrolment = Self::enrolment_row(&self.connection, device)?;
        let counts = |row: &Row<'_>| {
            Ok(Counts {
                pending: sql::unsigned(row, 0)?,
                acknowledged: sql::unsigned(row, 1)?,
                quarantined: sql::unsigned(row, 2)?,
                total: sql::unsigned(row, 3)?,
                scans: sql::unsigned(row, 4)?,
                voided: sql::unsigned(row, 5)?,
            })
        };
        self.connection
            .prepare_cached(
                "SELECT count(*) FILTER (WHERE state = 'pending'),
                        count(*) FILTER (WHERE state = 'acknowledged'),
                        count(*) FILTER (WHERE state = 'quarantined'),
                        count(*),
                        (SELECT count(*) FROM scans WHERE enrolment = ?1 AND voided = 0),
                        (SELECT count(*) FROM scans WHERE enrolment = ?1 AND voided = 1)
                 FROM records WHERE enrolment = ?1",
            )
            .and_then(|mut query| query.query_row([enrolment], counts))
            .doing("counting the records")
    }
}

pub(crate) fn head(
    connection: &Connection,
    enrolment: i64,
) -> Result<Option<(u64, RecordHash)>, StoreError> {
    connection
        .prepare_cached(
            "SELECT seq, hash FROM records WHERE enrolment = ?1 ORDER BY seq DESC LIMIT 1",
        )
        .and_then(|mut query| {
            query
                .query_row([enrolment], |row| sql::link(row, 0, 1))
                .optional()
        })
        .doing("reading the last record")
}

pub(crate) fn own_hash(
    connection: &Connection,
    enrolment: i64,
    seq: u64,
) -> Result<Option<RecordHash>, StoreError> {
    let Ok(seq) = i64::try_from(seq) else {
        return Ok(None);
    };
    connection
        .prepare_cached("SELECT hash FROM records WHERE enrolment = ?1 AND seq = ?2")
        .and_then(|mut query| {
            query
                .query_row([enrolment, seq], |row| sql::bytes(row, 0))
                .optional()
        })
        .doing("reading a record's hash")
}

fn queued(row: &Row<'_>) -> rusqlite::Result<QueuedRecord> {
    let (seq, hash) = sql::link(row, 0, 1)?;
    Ok(QueuedRecord {
        seq,
        hash,
        bytes: row.get(2)?,
    })
}
