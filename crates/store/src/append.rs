//! Appending records: the only way in which a record is made.

use std::fmt;

use protocol::{
    Answer, Body, BootId, DeviceId, EventSlug, FieldSet, HumanCode, Message, Narrow, Note, Record,
    RecordHash, Scan, ScanId, ScannedCode, SecretBytes, SigningKey, SponsorId, UnixMillis, Void,
};
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::{Doing, StoreError};
use crate::list::{self, ListedScan};
use crate::open::Store;
use crate::{queue, sql};

const DOING: &str = "saving a record";

/// The time at which a record is made, by the device's clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The time by the wall clock.
    pub wall: UnixMillis,
    /// Milliseconds on the monotonic clock since `boot`.
    pub monotonic_ms: u64,
    /// The run of the monotonic clock that `monotonic` counts from.
    pub boot: BootId,
}

/// The name from a badge's seal, which the device may show. It stays on the device, and is erased when the device is
/// revoked.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedName {
    /// The name printed on the badge.
    pub name: String,
}

impl fmt::Debug for SealedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealedName(…)")
    }
}

/// The result of an append.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Appended {
    /// The record is on the disk: committed with `synchronous=FULL`.
    Saved {
        /// The record's `seq`.
        seq: u64,
        /// The SHA-256 of the record's bytes.
        hash: RecordHash,
        /// The id of the scan that the record makes or refers to.
        scan: ScanId,
    },
    /// The badge was scanned before under this enrolment, and that scan is not voided. Nothing was written.
    AlreadyScanned(Box<ListedScan>),
}

/// The parts of an enrolment from which a record is made.
struct Author {
    row: i64,
    seed: SecretBytes<32>,
    event: EventSlug,
    sponsor: SponsorId,
    hash: RecordHash,
    expires: UnixMillis,
    revoked: bool,
}

impl Store {
    /// Makes, signs and saves a record under an enrolment. Reading the chain's head, signing, and writing the record and
    /// the rows of the lists are one transaction. The method returns only after the commit.
    ///
    /// `sealed_name` is used for scans only.
    ///
    /// # Errors
    /// Returns a [`StoreError`] if nothing was written. The next append then uses the same `seq`.
    pub fn append(
        &mut self,
        device: DeviceId,
        moment: Moment,
        body: Body,
        sealed_name: Option<&SealedName>,
    ) -> Result<Appended, StoreError> {
        let transaction = self.write(DOING)?;
        let author = author(&transaction, device)?;
        let scan = body.scan_id();
        match &body {
            Body::Scan(made) => {
                check_open(&author, device, moment.wall)?;
                if let Some(before) = standing_scan(&transaction, author.row, &made.code)? {
                    return Ok(Appended::AlreadyScanned(Box::new(before)));
                }
                if owner(&transaction, scan)?.is_some() {
                    return Err(StoreError::ScanIdReused { scan });
                }
            }
            Body::Note(_) | Body::Narrow(_) => {
                check_owner(&transaction, &author, scan)?;
            }
            Body::Void(_) => {
                if check_owner(&transaction, &author, scan)? {
                    return Err(StoreError::AlreadyVoided { scan });
                }
            }
        }
        let last = queue::head(&transaction, author.row)?;
        let (seq, prev) = last.map_or((1, author.hash), |(seq, hash)| (seq + 1, hash));
        let key = SigningKey::from_seed(author.seed).map_err(StoreError::Key)?;
        let record = Record {
            version: Record::VERSION,
            event: author.event,
            sponsor: author.sponsor,
            device,
            seq,
            prev,
            wall: moment.wall,
            monotonic: moment.monotonic_ms,
            boot: moment.boot,
            body,
        };
        let signed = record.sign(&key).map_err(StoreError::NotRecordable)?;
        let hash = signed.hash();
        transaction
            .prepare_cached(
                "INSERT INTO records (enrolment, seq, hash, scan, kind, bytes)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )
            .and_then(|mut insert| {
                insert.execute(params![
                    author.row,
                    sql::signed(seq),
                    hash.as_bytes(),
                    scan.as_bytes(),
                    record.body.kind().name(),
                    signed.as_bytes(),
                ])
            })
            .doing(DOING)?;
        list_record(&transaction, author.row, &record, sealed_name).doing(DOING)?;
        transaction.commit().doing(DOING)?;
        Ok(Appended::Saved { seq, hash, scan })
    }

    /// Returns the scan of this code under this enrolment that is not voided, if there is one. A rescan would find it.
    /// Nothing is written.
    ///
    /// # Errors
    /// Returns [`StoreError::UnknownEnrolment`] or [`StoreError::Fault`].
    pub fn find_scan(
        &self,
        device: DeviceId,
        code: &ScannedCode,
    ) -> Result<Option<ListedScan>, StoreError> {
        let enrolment = Self::enrolment_row(&self.connection, device)?;
        standing_scan(&self.connection, enrolment, code)
    }
}

fn author(connection: &Connection, device: DeviceId) -> Result<Author, StoreError> {
    connection
        .prepare_cached(
            "SELECT id, seed, event, sponsor, hash, expires, revoked FROM enrolments
             WHERE device = ?1",
        )
        .and_then(|mut query| {
            query
                .query_row([device.as_bytes()], |row| {
                    Ok(Author {
                        row: row.get(0)?,
                        seed: sql::bytes(row, 1)?,
                        event: sql::text(row, 2)?,
                        sponsor: sql::bytes(row, 3)?,
                        hash: sql::bytes(row, 4)?,
                        expires: UnixMillis(row.get(5)?),
                        revoked: row.get(6)?,
                    })
                })
                .optional()
        })
        .doing(DOING)?
        .ok_or(StoreError::UnknownEnrolment { device })
}

fn check_open(author: &Author, device: DeviceId, wall: UnixMillis) -> Result<(), StoreError> {
    if author.revoked {
        return Err(StoreError::Revoked { device });
    }
    if wall >= author.expires {
        return Err(StoreError::Expired {
            device,
            since: author.expires,
        });
    }
    Ok(())
}

/// Returns the enrolment of a scan, and whether the scan was voided.
fn owner(connection: &Connection, scan: ScanId) -> Result<Option<(i64, bool)>, StoreError> {
    connection
        .prepare_cached("SELECT enrolment, voided FROM scans WHERE scan = ?1")
        .and_then(|mut query| {
            query
                .query_row([scan.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()
        })
        .doing(DOING)
}

/// Returns whether a scan of this enrolment was voided. A scan of another enrolment is an error.
fn check_owner(connection: &Connection, author: &Author, scan: ScanId) -> Result<bool, StoreError> {
    match owner(connection, scan)? {
        None => Err(StoreError::UnknownScan { scan }),
        Some((row, _)) if row != author.row => Err(StoreError::OtherEnrolmentsScan { scan }),
        Some((_, voided)) => Ok(voided),
    }
}

/// Finds an earlier scan of the same badge: by its id, or by its human code if one of the two codes was typed. Two badges
/// with the same human code are different badges.
fn standing_scan(
    connection: &Connection,
    enrolment: i64,
    code: &ScannedCode,
) -> Result<Option<ListedScan>, StoreError> {
    let (kind, text, human) = sql::code_columns(code);
    let found: Option<i64> = connection
        .prepare_cached(
            "SELECT id FROM scans
             WHERE enrolment = ?1 AND voided = 0 AND code_kind = ?2 AND code = ?3
             UNION ALL
             SELECT id FROM scans
             WHERE enrolment = ?1 AND voided = 0 AND human = ?4
               AND (code_kind = 'human' OR ?2 = 'human')
             LIMIT 1",
        )
        .and_then(|mut query| {
            query
                .query_row(params![enrolment, kind, text, human], |row| row.get(0))
                .optional()
        })
        .doing(DOING)?;
    match found {
        Some(row) => list::by_row(connection, row).map(Some),
        None => Ok(None),
    }
}

/// Writes the rows that the lists show of a record.
fn list_record(
    connection: &Connection,
    enrolment: i64,
    record: &Record,
    sealed_name: Option<&SealedName>,
) -> rusqlite::Result<()> {
    match &record.body {
        Body::Scan(scan) => list_scan(connection, enrolment, record, scan, sealed_name),
        Body::Note(note) => list_note(connection, note),
        Body::Narrow(narrow) => list_narrow(connection, narrow),
        Body::Void(void) => list_void(connection, void),
    }
}

fn list_scan(
    connection: &Connection,
    enrolment: i64,
    record: &Record,
    scan: &Scan,
    sealed_name: Option<&SealedName>,
) -> rusqlite::Result<()> {
    let (kind, code, human) = sql::code_columns(&scan.code);
    let printed = match &scan.code {
        ScannedCode::Badge(badge) => badge.human_code().to_string(),
        ScannedCode::Human(typed) => HumanCode::to_string(typed),
        ScannedCode::Foreign(_) => String::new(),
    };
    let name = sealed_name.map(|sealed| sealed.name.as_str());
    let human_text = human.as_deref().unwrap_or_default();
    let search = list::fold([
        code.as_str(),
        human_text,
        printed.as_str(),
        scan.operator.as_str(),
    ]);
    connection
        .prepare_cached(
            "INSERT INTO scans (enrolment, scan, seq, code_kind, code, human, name, operator, wall,
               fields, given, name_search, search)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            enrolment,
            scan.scan.as_bytes(),
            sql::signed(record.seq),
            kind,
            code,
            human,
            name,
            scan.operator,
            record.wall.0,
            scan.fields.bits(),
            sql::given_name(scan.given),
            list::fold(name),
            search,
        ])
        .map(|_| ())
}

fn list_note(connection: &Connection, note: &Note) -> rusqlite::Result<()> {
    let answers = note.answers.iter().filter_map(|given| match &given.answer {
        Answer::Text(text) => Some(text.as_str()),
        Answer::Choice(_) | Answer::YesNo(_) | Answer::Scale(_) => None,
    });
    let words = [note.text.as_str(), note.operator.as_str()]
        .into_iter()
        .chain(note.tags.iter().map(String::as_str))
        .chain(answers);
    connection
        .prepare_cached(
            "UPDATE scans SET notes = notes + 1, rating = coalesce(?2, rating),
               search = search || ?3 WHERE scan = ?1",
        )?
        .execute(params![
            note.scan.as_bytes(),
            note.rating,
            list::fold(words)
        ])
        .map(|_| ())
}

fn list_narrow(connection: &Connection, narrow: &Narrow) -> rusqlite::Result<()> {
    let left = FieldSet::ALL.bits() & !narrow.removed.bits();
    connection
        .prepare_cached("UPDATE scans SET fields = fields & ?2 WHERE scan = ?1")?
        .execute(params![narrow.scan.as_bytes(), left])
        .map(|_| ())
}

fn list_void(connection: &Connection, void: &Void) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE scans SET voided = 1 WHERE scan = ?1")?
        .execute([void.scan.as_bytes()])
        .map(|_| ())
}
