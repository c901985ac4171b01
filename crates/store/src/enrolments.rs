//! The device's enrolments: requested, active and revoked.

use protocol::{
    ConsentMode, DeviceId, DeviceStatus, Enrolment, EventSlug, FieldSet, KeyId, Nonce, Notice,
    NoticeVersion, Question, RecordHash, SecretBytes, SigningKey, SponsorId, UnixMillis, Verified,
    VerifyingKey,
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::error::{Doing, StoreError};
use crate::open::Store;
use crate::sql;

/// An attempt to enrol. It is stored before the request is sent, so that after a lost answer the same key and nonce get
/// the same answer again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The backend's URL.
    pub server: String,
    /// The one-time code's secret.
    pub secret: SecretBytes<10>,
    /// The id of the backend key that must sign, if the code names one.
    pub backend: Option<KeyId>,
    /// The seed of the device's new key.
    pub seed: SecretBytes<32>,
    /// The request's nonce.
    pub nonce: Nonce,
    /// The device's label.
    pub label: String,
    /// The start of the attempt, by the device's clock.
    pub begun: UnixMillis,
}

/// An enrolment in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolmentSummary {
    /// The device's id under this enrolment.
    pub device: DeviceId,
    /// The backend's URL.
    pub server: String,
    /// The event's short name.
    pub event: EventSlug,
    /// The event's full name.
    pub event_name: String,
    /// The sponsor's id.
    pub sponsor: SponsorId,
    /// The sponsor's name.
    pub sponsor_name: String,
    /// Whether the device may scan.
    pub status: DeviceStatus,
    /// The end of the enrolment. From then on, the device makes no new scans.
    pub expires: UnixMillis,
    /// Whether the backend has another chain than this device, because it was cloned or restored.
    pub diverged: bool,
    /// The way in which attendees consent.
    pub consent_mode: ConsentMode,
}

/// The complete state of one enrolment.
#[derive(Debug, Clone)]
pub struct StoredEnrolment {
    /// The device's id under this enrolment.
    pub device: DeviceId,
    /// The backend's URL.
    pub server: String,
    /// The SHA-256 of the signed enrolment, which is the `prev` of the first record.
    pub hash: RecordHash,
    /// The seed of the device's key.
    pub seed: SecretBytes<32>,
    /// The keys that the backend may sign with. The id of the first is the audience of requests.
    pub backend_keys: Vec<VerifyingKey>,
    /// The event's short name.
    pub event: EventSlug,
    /// The event's full name.
    pub event_name: String,
    /// The sponsor's id.
    pub sponsor: SponsorId,
    /// The sponsor's name.
    pub sponsor_name: String,
    /// The key that opens the event's badge codes. It is erased when the device is revoked.
    pub badge_key: Option<SecretBytes<32>>,
    /// The key that encrypts export bundles.
    pub bundle_key: SecretBytes<32>,
    /// The latest privacy notice that the device has received.
    pub notice: Notice,
    /// The fields that the event allows sponsors to receive.
    pub allowed_fields: FieldSet,
    /// The way in which attendees consent.
    pub consent_mode: ConsentMode,
    /// Whether the event accepts foreign codes.
    pub foreign_codes: bool,
    /// The event's qualifier questions.
    pub questions: Vec<Question>,
    /// The time of issue, by the backend's clock.
    pub issued: UnixMillis,
    /// The end of the enrolment. From then on, the device makes no new scans.
    pub expires: UnixMillis,
    /// The time until which even acknowledged records are kept.
    pub keep_until: UnixMillis,
    /// Whether the device may scan.
    pub status: DeviceStatus,
    /// Whether the backend has another chain than this device, because it was cloned or restored.
    pub diverged: bool,
    /// The cursor of the last applied changes; 0 for none.
    pub changes_seen: u64,
}

impl StoredEnrolment {
    /// Returns the device's signing key.
    ///
    /// # Errors
    /// Returns [`StoreError::Key`] if the stored seed is not a key.
    pub fn signing_key(&self) -> Result<SigningKey, StoreError> {
        SigningKey::from_seed(self.seed.clone()).map_err(StoreError::Key)
    }

    /// Returns the key id of the backend that requests are meant for.
    #[must_use]
    pub fn audience(&self) -> Option<KeyId> {
        self.backend_keys.first().map(VerifyingKey::id)
    }
}

impl Store {
    /// Stores an attempt before its request is sent. If an attempt with the same server and secret exists, it is returned,
    /// and the caller must send that one.
    ///
    /// # Errors
    /// Returns [`StoreError::Fault`] if the database fails.
    pub fn begin_enrolment(&mut self, attempt: &Attempt) -> Result<Attempt, StoreError> {
        let doing = "beginning an enrolment";
        let transaction = self.write(doing)?;
        transaction
            .execute(
                "INSERT INTO attempts (server, secret, backend, seed, nonce, label, begun)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
                params![
                    attempt.server,
                    attempt.secret.expose(),
                    attempt.backend.as_ref().map(KeyId::as_bytes),
                    attempt.seed.expose(),
                    attempt.nonce.as_bytes(),
                    attempt.label,
                    attempt.begun.0,
                ],
            )
            .doing(doing)?;
        let kept = transaction
            .query_row(
                "SELECT server, secret, backend, seed, nonce, label, begun FROM attempts
                 WHERE server = ?1 AND secret = ?2",
                params![attempt.server, attempt.secret.expose()],
                attempt_row,
            )
            .doing(doing)?;
        transaction.commit().doing(doing)?;
        Ok(kept)
    }

    /// Returns the attempts without an answer, oldest first.
    ///
    /// # Errors
    /// Returns [`StoreError::Fault`] if the database fails.
    pub fn enrolment_attempts(&self) -> Result<Vec<Attempt>, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT server, secret, backend, seed, nonce, label, begun FROM attempts
                 ORDER BY id",
            )
            .and_then(|mut query| query.query_map([], attempt_row)?.collect())
            .doing("reading attempts to enrol")
    }

    /// Deletes an attempt that the backend has finally refused.
    ///
    /// # Errors
    /// Returns [`StoreError::Fault`] if the database fails.
    pub fn abandon_enrolment(&mut self, nonce: Nonce) -> Result<(), StoreError> {
        self.connection
            .execute("DELETE FROM attempts WHERE nonce = ?1", [nonce.as_bytes()])
            .map(|_| ())
            .doing("forgetting an attempt to enrol")
    }

    /// Stores an enrolment and ends its attempt. Storing the same enrolment again changes nothing.
    ///
    /// # Errors
    /// Returns [`StoreError::OtherKey`] if the enrolment is for another key than the seed's, and otherwise
    /// [`StoreError::AlreadyEnrolled`], [`StoreError::Key`] or [`StoreError::Fault`].
    pub fn add_enrolment(
        &mut self,
        server: &str,
        enrolment: &Verified<Enrolment>,
        device_seed: &SecretBytes<32>,
    ) -> Result<DeviceId, StoreError> {
        let doing = "saving an enrolment";
        let key = SigningKey::from_seed(device_seed.clone()).map_err(StoreError::Key)?;
        if key.verifying_key() != enrolment.device_key {
            return Err(StoreError::OtherKey);
        }
        let device = enrolment.device;
        let transaction = self.write(doing)?;
        match known_as(&transaction, device)? {
            Some(hash) if hash == enrolment.hash() => {}
            Some(_) => return Err(StoreError::AlreadyEnrolled { device }),
            None => insert(&transaction, server, enrolment, device_seed).doing(doing)?,
        }
        transaction
            .execute(
                "DELETE FROM attempts WHERE seed = ?1",
                [device_seed.expose()],
            )
            .doing(doing)?;
        transaction.commit().doing(doing)?;
        Ok(device)
    }

    /// Returns all enrolments, in the order in which they were stored.
    ///
    /// # Errors
    /// Returns [`StoreError::Fault`] if the database fails.
    pub fn enrolments(&self) -> Result<Vec<EnrolmentSummary>, StoreError> {
        let summary = |row: &Row<'_>| {
            Ok(EnrolmentSummary {
                device: sql::bytes(row, 0)?,
                server: row.get(1)?,
                event: sql::text(row, 2)?,
                event_name: row.get(3)?,
                sponsor: sql::bytes(row, 4)?,
                sponsor_name: row.get(5)?,
                status: status(row.get(6)?),
                expires: UnixMillis(row.get(7)?),
                diverged: row.get(8)?,
                consent_mode: sql::mode(row, 9)?,
            })
        };
        self.connection
            .prepare_cached(
                "SELECT device, server, event, event_name, sponsor, sponsor_name, revoked, expires,
                        diverged, consent_mode
                 FROM enrolments ORDER BY id",
            )
            .and_then(|mut query| query.query_map([], summary)?.collect())
            .doing("reading the enrolments")
    }

    /// Returns one enrolment.
    ///
    /// # Errors
    /// Returns [`StoreError::UnknownEnrolment`] or [`StoreError::Fault`].
    pub fn enrolment(&self, device: DeviceId) -> Result<StoredEnrolment, StoreError> {
        self.connection
            .prepare_cached(
                "SELECT device, server, hash, seed, backend_keys, event, event_name, sponsor,
                        sponsor_name, badge_key, bundle_key, notice_version, notice_text,
                        allowed_fields, consent_mode, foreign_codes, questions, issued, expires,
                        keep_until, revoked, diverged, changes_cursor
                 FROM enrolments WHERE device = ?1",
            )
            .and_then(|mut query| query.query_row([device.as_bytes()], stored).optional())
            .doing("reading an enrolment")?
            .ok_or(StoreError::UnknownEnrolment { device })
    }

    pub(crate) fn devices(&self) -> Result<Vec<DeviceId>, StoreError> {
        self.connection
            .prepare_cached("SELECT device FROM enrolments ORDER BY id")
            .and_then(|mut query| query.query_map([], |row| sql::bytes(row, 0))?.collect())
            .doing("reading the enrolments")
    }

    /// Returns the row number by which the other tables refer to an enrolment.
    pub(crate) fn enrolment_row(
        connection: &Connection,
        device: DeviceId,
    ) -> Result<i64, StoreError> {
        connection
            .prepare_cached("SELECT id FROM enrolments WHERE device = ?1")
            .and_then(|mut query| {
                query
                    .query_row([device.as_bytes()], |row| row.get(0))
                    .optional()
            })
            .doing("reading an enrolment")?
            .ok_or(StoreError::UnknownEnrolment { device })
    }
}

pub(crate) const fn status(revoked: bool) -> DeviceStatus {
    if revoked {
        DeviceStatus::Revoked
    } else {
        DeviceStatus::Active
    }
}

fn known_as(connection: &Connection, device: DeviceId) -> Result<Option<RecordHash>, StoreError> {
    connection
        .query_row(
            "SELECT hash FROM enrolments WHERE device = ?1",
            [device.as_bytes()],
            |row| sql::bytes(row, 0),
        )
        .optional()
        .doing("saving an enrolment")
}

fn insert(
    connection: &Connection,
    server: &str,
    enrolment: &Verified<Enrolment>,
    seed: &SecretBytes<32>,
) -> rusqlite::Result<()> {
    let hash = enrolment.hash();
    // Every field is destructured, so that a new one does not compile until it is stored.
    let Enrolment {
        version: _,
        nonce: _,
        backend_keys,
        event,
        event_name,
        sponsor,
        sponsor_name,
        device,
        device_key: _,
        badge_key,
        bundle_key,
        notice,
        allowed_fields,
        consent_mode,
        foreign_codes,
        questions,
        issued,
        expires,
        keep_until,
    } = &**enrolment;
    connection
        .execute(
            "INSERT INTO enrolments (device, server, hash, seed, backend_keys, event, event_name,
               sponsor, sponsor_name, badge_key, bundle_key, notice_version, notice_text,
               allowed_fields, consent_mode, foreign_codes, questions, issued, expires, keep_until)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
               ?18, ?19, ?20)",
            params![
                device.as_bytes(),
                server,
                hash.as_bytes(),
                seed.expose(),
                sql::to_cbor(backend_keys),
                event.as_str(),
                event_name,
                sponsor.as_bytes(),
                sponsor_name,
                badge_key.expose(),
                bundle_key.expose(),
                notice.version.0,
                notice.text,
                allowed_fields.bits(),
                sql::mode_name(*consent_mode),
                foreign_codes,
                sql::to_cbor(questions),
                issued.0,
                expires.0,
                keep_until.0,
            ],
        )
        .map(|_| ())
}

fn stored(row: &Row<'_>) -> rusqlite::Result<StoredEnrolment> {
    Ok(StoredEnrolment {
        device: sql::bytes(row, 0)?,
        server: row.get(1)?,
        hash: sql::bytes(row, 2)?,
        seed: sql::bytes(row, 3)?,
        backend_keys: sql::cbor(row, 4)?,
        event: sql::text(row, 5)?,
        event_name: row.get(6)?,
        sponsor: sql::bytes(row, 7)?,
        sponsor_name: row.get(8)?,
        badge_key: sql::optional_bytes(row, 9)?,
        bundle_key: sql::bytes(row, 10)?,
        notice: Notice {
            version: NoticeVersion(row.get(11)?),
            text: row.get(12)?,
        },
        allowed_fields: sql::fields(row, 13)?,
        consent_mode: sql::mode(row, 14)?,
        foreign_codes: row.get(15)?,
        questions: sql::cbor(row, 16)?,
        issued: UnixMillis(row.get(17)?),
        expires: UnixMillis(row.get(18)?),
        keep_until: UnixMillis(row.get(19)?),
        status: status(row.get(20)?),
        diverged: row.get(21)?,
        changes_seen: sql::unsigned(row, 22)?,
    })
}

fn attempt_row(row: &Row<'_>) -> rusqlite::Result<Attempt> {
    Ok(Attempt {
        server: row.get(0)?,
        secret: sql::bytes(row, 1)?,
        backend: sql::optional_bytes(row, 2)?,
        seed: sql::bytes(row, 3)?,
        nonce: sql::bytes(row, 4)?,
        label: row.get(5)?,
        begun: UnixMillis(row.get(6)?),
    })
}
