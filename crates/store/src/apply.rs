//! Applying a verified reply: the only way in which a record leaves the queue.

use protocol::{Changes, DeviceId, DeviceStatus, Held, Reason, RecordHash, SeqRange, UnixMillis};
use rusqlite::{Connection, params};

use crate::error::{Doing, StoreError};
use crate::open::Store;
use crate::{queue, sql};

const DOING: &str = "taking a reply in";

/// One change by a reply. Its hash is compared with the device's own record before it is applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Update {
    /// The backend holds all records up to and including this one. The receipt is stored for the end-of-day check. It does
    /// not change a record's state; only [`Acknowledge`](Self::Acknowledge) and [`Quarantine`](Self::Quarantine) do.
    Receipt(Held),
    /// The backend holds and uses the record.
    Acknowledge {
        /// The record's `seq`.
        seq: u64,
        /// The record's hash.
        hash: RecordHash,
    },
    /// The backend holds the record in quarantine and does not use it.
    Quarantine {
        /// The record's `seq`.
        seq: u64,
        /// The record's hash.
        hash: RecordHash,
        /// The reason of the quarantine.
        reason: Reason,
    },
    /// The backend lacks these records. They become pending again, in whatever state they were.
    Resend(SeqRange),
    /// The backend has another chain than the device's.
    Diverged,
    /// Changes at the backend that the device must apply.
    Changes(Changes),
}

/// The combined result of the updates of one reply.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Applied {
    /// The number of records that left the queue as acknowledged.
    pub acknowledged: u64,
    /// The number of newly quarantined records.
    pub quarantined: u64,
    /// The number of records that are pending again.
    pub resent: u64,
    /// The number of updates that do not match the device's own records. A correct backend causes none.
    pub ignored: u64,
    /// Whether this reply has revoked the device, so that the badge key and the names were erased.
    pub wiped: bool,
}

impl Store {
    /// Applies all updates of one reply in order, in one transaction.
    ///
    /// # Errors
    /// Returns [`StoreError::UnknownEnrolment`] or [`StoreError::Fault`] if no update was applied.
    pub fn apply(&mut self, device: DeviceId, updates: &[Update]) -> Result<Applied, StoreError> {
        let transaction = self.write(DOING)?;
        let enrolment = Self::enrolment_row(&transaction, device)?;
        let mut applied = Applied::default();
        for update in updates {
            apply_one(&transaction, enrolment, update, &mut applied)?;
        }
        transaction.commit().doing(DOING)?;
        if applied.wiped {
            // The WAL holds older page images with the erased data. Truncate it now; a concurrent reader
            // only delays that.
            let _ = self
                .connection
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        }
        Ok(applied)
    }

    /// Returns whether the backend has revoked this badge.
    ///
    /// # Errors
    /// Returns [`StoreError::UnknownEnrolment`] or [`StoreError::Fault`].
    pub fn is_revoked_badge(
        &self,
        device: DeviceId,
        badge: protocol::BadgeId,
    ) -> Result<bool, StoreError> {
        let enrolment = Self::enrolment_row(&self.connection, device)?;
        self.connection
            .prepare_cached("SELECT 1 FROM revoked_badges WHERE enrolment = ?1 AND badge = ?2")
            .and_then(|mut query| query.exists(params![enrolment, badge.as_bytes()]))
            .doing("looking a badge up")
    }

    /// Removes the contents of scans whose records are all acknowledged and whose enrolment's retention has ended. Numbers
    /// and hashes stay, because the chain needs them; pending and quarantined records stay complete. Returns the number of
    /// emptied records.
    ///
    /// # Errors
    /// Returns [`StoreError::Fault`] if the database fails.
    pub fn prune(&mut self, now: UnixMillis) -> Result<u64, StoreError> {
        let doing = "removing what need not be kept";
        let transaction = self.write(doing)?;
        transaction
            .execute(
                "DELETE FROM scans
                 WHERE enrolment IN (SELECT id FROM enrolments WHERE keep_until <= ?1)
                   AND NOT EXISTS (SELECT 1 FROM records
                                   WHERE records.scan = scans.scan AND state <> 'acknowledged')",
                [now.0],
            )
            .doing(doing)?;
        let emptied = transaction
            .execute(
                "UPDATE records SET bytes = NULL
                 WHERE bytes IS NOT NULL AND state = 'acknowledged'
                   AND enrolment IN (SELECT id FROM enrolments WHERE keep_until <= ?1)
                   AND NOT EXISTS (SELECT 1 FROM scans WHERE scans.scan = records.scan)",
                [now.0],
            )
            .doing(doing)?;
        transaction.commit().doing(doing)?;
        Ok(emptied as u64)
    }
}

fn apply_one(
    connection: &Connection,
    enrolment: i64,
    update: &Update,
    applied: &mut Applied,
) -> Result<(), StoreError> {
    match update {
        Update::Receipt(held) => {
            if queue::own_hash(connection, enrolment, held.seq)? == Some(held.hash) {
                receipt(connection, enrolment, held).doing(DOING)?;
            } else {
                applied.ignored += 1;
                diverged(connection, enrolment).doing(DOING)?;
            }
        }
        Update::Acknowledge { seq, hash } => {
            if queue::own_hash(connection, enrolment, *seq)? == Some(*hash) {
                applied.acknowledged += settle(connection, enrolment, *seq, None).doing(DOING)?;
            } else {
                applied.ignored += 1;
            }
        }
        Update::Quarantine { seq, hash, reason } => {
            if queue::own_hash(connection, enrolment, *seq)? == Some(*hash) {
                applied.quarantined +=
                    settle(connection, enrolment, *seq, Some(*reason)).doing(DOING)?;
            } else {
                applied.ignored += 1;
            }
        }
        Update::Resend(range) => {
            applied.resent += resend(connection, enrolment, *range).doing(DOING)?;
        }
        Update::Diverged => diverged(connection, enrolment).doing(DOING)?,
        Update::Changes(changes) => {
            applied.wiped |= take_changes(connection, enrolment, changes).doing(DOING)?;
        }
    }
    Ok(())
}

/// Stores a receipt. It replaces the previous one even if it covers less, because the backend may have been restored.
fn receipt(connection: &Connection, enrolment: i64, held: &Held) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE enrolments SET held_seq = ?2, held_hash = ?3 WHERE id = ?1")?
        .execute(params![
            enrolment,
            sql::signed(held.seq),
            held.hash.as_bytes()
        ])
        .map(|_| ())
}

/// Takes one record out of the queue. The backend's latest outcome counts: a quarantine can be lifted, and can follow an
/// acknowledgement.
fn settle(
    connection: &Connection,
    enrolment: i64,
    seq: u64,
    reason: Option<Reason>,
) -> rusqlite::Result<u64> {
    let state = if reason.is_some() {
        "quarantined"
    } else {
        "acknowledged"
    };
    connection
        .prepare_cached(
            "UPDATE records SET state = ?3, reason = ?4
             WHERE enrolment = ?1 AND seq = ?2 AND bytes IS NOT NULL
               AND (state <> ?3 OR reason IS NOT ?4)",
        )?
        .execute(params![
            enrolment,
            sql::signed(seq),
            state,
            reason.map(Reason::code)
        ])
        .map(|count| count as u64)
}

fn resend(connection: &Connection, enrolment: i64, range: SeqRange) -> rusqlite::Result<u64> {
    connection
        .prepare_cached(
            "UPDATE records SET state = 'pending', reason = NULL
             WHERE enrolment = ?1 AND seq BETWEEN ?2 AND ?3
               AND state <> 'pending' AND bytes IS NOT NULL",
        )?
        .execute(params![
            enrolment,
            sql::signed(range.first),
            sql::signed(range.last)
        ])
        .map(|count| count as u64)
}

fn diverged(connection: &Connection, enrolment: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE enrolments SET diverged = 1 WHERE id = ?1")?
        .execute([enrolment])
        .map(|_| ())
}

/// Applies changes, and returns whether the device was revoked by them. A revocation is final: the badge key is erased,
/// and only a new enrolment brings another.
fn take_changes(
    connection: &Connection,
    enrolment: i64,
    changes: &Changes,
) -> rusqlite::Result<bool> {
    // Every field is destructured, so that a new one does not compile until it is handled.
    let Changes {
        cursor,
        more: _,
        status,
        notice,
        questions,
        revoked_badges,
    } = changes;
    connection.execute(
        "UPDATE enrolments SET changes_cursor = ?2 WHERE id = ?1",
        params![enrolment, sql::signed(*cursor)],
    )?;
    if let Some(notice) = notice {
        connection.execute(
            "UPDATE enrolments SET notice_version = ?2, notice_text = ?3 WHERE id = ?1",
            params![enrolment, notice.version.0, notice.text],
        )?;
    }
    if let Some(questions) = questions {
        connection.execute(
            "UPDATE enrolments SET questions = ?2 WHERE id = ?1",
            params![enrolment, sql::to_cbor(questions)],
        )?;
    }
    let mut insert = connection.prepare_cached(
        "INSERT INTO revoked_badges (enrolment, badge) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
    )?;
    for badge in revoked_badges {
        insert.execute(params![enrolment, badge.as_bytes()])?;
    }
    match status {
        DeviceStatus::Active => Ok(false),
        DeviceStatus::Revoked => wipe(connection, enrolment),
    }
}

fn wipe(connection: &Connection, enrolment: i64) -> rusqlite::Result<bool> {
    let newly = connection.execute(
        "UPDATE enrolments SET revoked = 1, badge_key = NULL WHERE id = ?1 AND revoked = 0",
        [enrolment],
    )?;
    connection.execute(
        "UPDATE scans SET name = NULL, name_search = ''
         WHERE enrolment = ?1 AND (name IS NOT NULL OR name_search <> '')",
        [enrolment],
    )?;
    Ok(newly > 0)
}
