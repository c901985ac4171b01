//! The lists of the screens: scans, and the details of one scan.

use std::fmt;

use protocol::{
    Body, ConsentGiven, DeviceId, FieldSet, Narrow, Note, ProtocolError, Reason, RecordHash, Scan,
    ScanId, ScannedCode, SecretBytes, SigningKey, UnixMillis, UnverifiedRecord, VerifiedRecord,
    VerifyingKey, Void,
};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use crate::error::{Doing, StoreError};
use crate::open::Store;
use crate::sql;

/// The maximum number of words that a search uses; further words are ignored. SQLite limits the depth of a condition.
const SEARCH_WORDS: usize = 32;

/// The state of a record in the sync.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoredState {
    /// The record is pending: the backend has not named it.
    Pending,
    /// The backend holds and uses the record.
    Acknowledged,
    /// The backend holds the record in quarantine.
    Quarantined(Reason),
}

/// A scan in a list.
#[derive(Clone, PartialEq, Eq)]
pub struct ListedScan {
    /// The position in the list, which is higher for later scans. The last one of a page is the next page's
    /// [`ScanFilter::before`].
    pub position: i64,
    /// The scan's id.
    pub scan: ScanId,
    /// The enrolment under which the scan was made.
    pub device: DeviceId,
    /// The record's `seq`.
    pub seq: u64,
    /// The code that was read or typed.
    pub code: ScannedCode,
    /// The name on the badge, if its seal has one and the device was not revoked.
    pub name: Option<String>,
    /// The operator's name.
    pub operator: String,
    /// The time by the device's wall clock.
    pub wall: UnixMillis,
    /// The fields consented to, without those that were removed since.
    pub fields: FieldSet,
    /// The way in which consent was given.
    pub given: ConsentGiven,
    /// The state of the scan's own record.
    pub state: StoredState,
    /// The number of the scan's pending records, including notes.
    pub unsent: u64,
    /// The number of the scan's quarantined records.
    pub quarantined: u64,
    /// Whether the scan was voided.
    pub voided: bool,
    /// The number of notes.
    pub notes: u64,
    /// The last rating given, 1 to 5.
    pub rating: Option<u8>,
}

impl fmt::Debug for ListedScan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListedScan")
            .field("scan", &self.scan)
            .field("device", &self.device)
            .field("seq", &self.seq)
            .field("state", &self.state)
            .field("voided", &self.voided)
            .finish_non_exhaustive()
    }
}

/// The state by which a list is filtered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Show {
    /// All scans.
    #[default]
    All,
    /// Scans that were not voided.
    Standing,
    /// Scans with a pending record.
    Waiting,
    /// Scans without a pending or quarantined record.
    Acknowledged,
    /// Scans with a quarantined record.
    Quarantined,
    /// Scans that were voided.
    Voided,
}

/// A query of the list of scans.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ScanFilter {
    /// Only scans of this enrolment; `None` for all.
    pub device: Option<DeviceId>,
    /// Words that must all occur, in any order and case, in the name, the code, an operator's name, a note, a tag or a
    /// written answer.
    pub text: String,
    /// Only scans in this state.
    pub show: Show,
    /// Only scans with a lower [`position`](ListedScan::position), which are the next page.
    pub before: Option<i64>,
    /// The maximum number of scans; `None` for all.
    pub limit: Option<u32>,
}

impl fmt::Debug for ScanFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The text is probably a name.
        f.debug_struct("ScanFilter")
            .field("device", &self.device)
            .field("show", &self.show)
            .field("before", &self.before)
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

/// A note as it was signed.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptNote {
    /// The record's `seq`.
    pub seq: u64,
    /// The time by the device's wall clock.
    pub wall: UnixMillis,
    /// The record's state in the sync.
    pub state: StoredState,
    /// The note.
    pub note: Note,
}

/// A removal of fields as it was signed.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptNarrow {
    /// The record's `seq`.
    pub seq: u64,
    /// The time by the device's wall clock.
    pub wall: UnixMillis,
    /// The record's state in the sync.
    pub state: StoredState,
    /// The removal of fields.
    pub narrow: Narrow,
}

/// A void as it was signed.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptVoid {
    /// The record's `seq`.
    pub seq: u64,
    /// The time by the device's wall clock.
    pub wall: UnixMillis,
    /// The record's state in the sync.
    pub state: StoredState,
    /// The void.
    pub void: Void,
}

/// A scan with all of its records.
#[derive(Clone, PartialEq, Eq)]
pub struct ScanDetail {
    /// The scan as the list shows it.
    pub listed: ListedScan,
    /// The scan as it was signed.
    pub scan: Scan,
    /// The notes, oldest first.
    pub notes: Vec<KeptNote>,
    /// The removals of fields, oldest first.
    pub narrowings: Vec<KeptNarrow>,
    /// The void, if the scan was voided.
    pub void: Option<KeptVoid>,
}

macro_rules! redacted_debug {
    ($($name:ident),+) => {
        $(impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        })+
    };
}
redacted_debug!(KeptNote, KeptNarrow, KeptVoid, ScanDetail);

const LISTED: &str =
    "SELECT s.id, s.scan, e.device, s.seq, s.code_kind, s.code, s.name, s.operator,
    s.wall, s.fields, s.given, r.state, r.reason, s.voided, s.notes, s.rating,
    (SELECT count(*) FROM records w WHERE w.scan = s.scan AND w.state = 'pending'),
    (SELECT count(*) FROM records w WHERE w.scan = s.scan AND w.state = 'quarantined')
  FROM scans s
  JOIN enrolments e ON e.id = s.enrolment
  JOIN records r ON r.enrolment = s.enrolment AND r.seq = s.seq";

impl Store {
    /// Returns the scans of a query, newest first.
    ///
    /// # Errors
    /// Returns [`StoreError::Fault`] if the database fails.
    pub fn scans(&self, filter: &ScanFilter) -> Result<Vec<ListedScan>, StoreError> {
        let doing = "listing scans";
        let (condition, mut values) = fitting(filter);
        values.push(Value::Integer(filter.limit.map_or(-1, i64::from)));
        let statement = format!("{LISTED} WHERE {condition} ORDER BY s.id DESC LIMIT ?");
        self.connection
            .prepare_cached(&statement)
            .and_then(|mut query| query.query_map(params_from_iter(values), listed)?.collect())
            .doing(doing)
    }

    /// Returns the number of scans that match the filter, without regard to its page and limit.
    ///
    /// # Errors
    /// Returns [`StoreError::Fault`] if the database fails.
    pub fn count_scans(&self, filter: &ScanFilter) -> Result<u64, StoreError> {
        let (condition, values) = fitting(&ScanFilter {
            before: None,
            ..filter.clone()
        });
        let statement = format!(
            "SELECT count(*) FROM scans s JOIN enrolments e ON e.id = s.enrolment WHERE {condition}"
        );
        self.connection
            .prepare_cached(&statement)
            .and_then(|mut query| {
                query.query_row(params_from_iter(values), |row| sql::unsigned(row, 0))
            })
            .doing("counting scans")
    }

    /// Returns one scan with all of its records, read from the signed bytes; `None` if no scan has the id.
    ///
    /// # Errors
    /// Returns [`StoreError::BadRecord`] if a record does not verify, or [`StoreError::Fault`].
    pub fn scan(&self, scan: ScanId) -> Result<Option<ScanDetail>, StoreError> {
        let doing = "reading a scan";
        let transaction = self.read(doing)?;
        let Some((row, enrolment)) = transaction
            .prepare_cached("SELECT id, enrolment FROM scans WHERE scan = ?1")
            .and_then(|mut query| {
                query
                    .query_row([scan.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
                    .optional()
            })
            .doing(doing)?
        else {
            return Ok(None);
        };
        let key = device_key(&transaction, enrolment)?;
        let mut query = transaction
            .prepare_cached(
                "SELECT seq, bytes, state, reason FROM records
                 WHERE scan = ?1 AND bytes IS NOT NULL ORDER BY seq",
            )
            .doing(doing)?;
        let rows = query
            .query_map([scan.as_bytes()], |row| {
                Ok((sql::unsigned(row, 0)?, row.get(1)?, state(row, 2, 3)?))
            })
            .doing(doing)?;
        let mut made = None;
        let (mut notes, mut narrowings, mut void) = (Vec::new(), Vec::new(), None);
        for row in rows {
            let (seq, bytes, state): (u64, Vec<u8>, _) = row.doing(doing)?;
            let record = open(&bytes, seq, &key)?.into_message();
            let wall = record.wall;
            match record.body {
                Body::Scan(scan) => made = Some(scan),
                Body::Note(note) => notes.push(KeptNote {
                    seq,
                    wall,
                    state,
                    note,
                }),
                Body::Narrow(narrow) => narrowings.push(KeptNarrow {
                    seq,
                    wall,
                    state,
                    narrow,
                }),
                Body::Void(body) => {
                    void = Some(KeptVoid {
                        seq,
                        wall,
                        state,
                        void: body,
                    });
                }
            }
        }
        let listed = by_row(&transaction, row)?;
        Ok(made.map(|scan| ScanDetail {
            listed,
            scan,
            notes,
            narrowings,
            void,
        }))
    }

    /// Checks the whole chain of an enrolment: every signature, number and hash. A record whose contents were removed is
    /// covered by its hash in the next record. Returns the number of records.
    ///
    /// # Errors
    /// Returns [`StoreError::BadRecord`] or [`StoreError::BrokenChain`] for the first record that fails, or
    /// [`StoreError::UnknownEnrolment`] or [`StoreError::Fault`].
    pub fn verify_chain(&self, device: DeviceId) -> Result<u64, StoreError> {
        let doing = "checking the chain";
        let transaction = self.read(doing)?;
        let enrolment = Self::enrolment_row(&transaction, device)?;
        let key = device_key(&transaction, enrolment)?;
        let mut prev: RecordHash = transaction
            .query_row(
                "SELECT hash FROM enrolments WHERE id = ?1",
                [enrolment],
                |row| sql::bytes(row, 0),
            )
            .doing(doing)?;
        let mut query = transaction
            .prepare_cached(
                "SELECT seq, hash, bytes FROM records WHERE enrolment = ?1 ORDER BY seq",
            )
            .doing(doing)?;
        let rows = query
            .query_map([enrolment], |row| {
                let (seq, hash) = sql::link(row, 0, 1)?;
                Ok((seq, hash, row.get(2)?))
            })
            .doing(doing)?;
        let mut count = 0;
        for row in rows {
            let (seq, hash, bytes): (u64, RecordHash, Option<Vec<u8>>) = row.doing(doing)?;
            count += 1;
            if seq != count {
                return Err(StoreError::BrokenChain { seq: count });
            }
            if let Some(bytes) = bytes {
                let record = open(&bytes, seq, &key)?;
                if record.prev != prev || record.seq != seq || record.hash() != hash {
                    return Err(StoreError::BrokenChain { seq });
                }
            }
            prev = hash;
        }
        Ok(count)
    }
}

/// Returns the SQL condition of a filter on the scans `s` and their enrolments `e`, with its values.
fn fitting(filter: &ScanFilter) -> (String, Vec<Value>) {
    let mut conditions = vec!["1".to_owned()];
    let mut values: Vec<Value> = Vec::new();
    if let Some(device) = filter.device {
        conditions.push("e.device = ?".to_owned());
        values.push(Value::Blob(device.as_bytes().to_vec()));
    }
    if let Some(before) = filter.before {
        conditions.push("s.id < ?".to_owned());
        values.push(Value::Integer(before));
    }
    conditions.push(shown(filter.show).to_owned());
    let folded = filter.text.to_lowercase();
    for word in folded.split_whitespace().take(SEARCH_WORDS) {
        // `instr` has no wildcards, so nothing needs escaping.
        conditions.push("(instr(s.search, ?) > 0 OR instr(s.name_search, ?) > 0)".to_owned());
        values.extend([Value::Text(word.to_owned()), Value::Text(word.to_owned())]);
    }
    (conditions.join(" AND "), values)
}

const fn shown(show: Show) -> &'static str {
    match show {
        Show::All => "1",
        Show::Standing => "s.voided = 0",
        Show::Voided => "s.voided = 1",
        Show::Waiting => {
            "EXISTS (SELECT 1 FROM records w WHERE w.scan = s.scan AND w.state = 'pending')"
        }
        Show::Quarantined => {
            "EXISTS (SELECT 1 FROM records w WHERE w.scan = s.scan AND w.state = 'quarantined')"
        }
        Show::Acknowledged => {
            "NOT EXISTS (SELECT 1 FROM records w
                         WHERE w.scan = s.scan AND w.state <> 'acknowledged')"
        }
    }
}

/// Joins the texts in lower case, one per line. A search word contains no line break, so it never matches across two
/// texts.
pub(crate) fn fold<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut folded = String::new();
    for text in texts {
        folded.push('\n');
        folded.push_str(&text.to_lowercase());
    }
    folded
}

pub(crate) fn by_row(connection: &Connection, row: i64) -> Result<ListedScan, StoreError> {
    connection
        .prepare_cached(&format!("{LISTED} WHERE s.id = ?1"))
        .and_then(|mut query| query.query_row([row], listed))
        .doing("reading a scan")
}

fn listed(row: &Row<'_>) -> rusqlite::Result<ListedScan> {
    Ok(ListedScan {
        position: row.get(0)?,
        scan: sql::bytes(row, 1)?,
        device: sql::bytes(row, 2)?,
        seq: sql::unsigned(row, 3)?,
        code: sql::code(row, 4, 5)?,
        name: row.get(6)?,
        operator: row.get(7)?,
        wall: UnixMillis(row.get(8)?),
        fields: sql::fields(row, 9)?,
        given: sql::given(row, 10)?,
        state: state(row, 11, 12)?,
        voided: row.get(13)?,
        notes: sql::unsigned(row, 14)?,
        rating: row.get(15)?,
        unsent: sql::unsigned(row, 16)?,
        quarantined: sql::unsigned(row, 17)?,
    })
}

fn state(row: &Row<'_>, state: usize, reason: usize) -> rusqlite::Result<StoredState> {
    let word: String = row.get(state)?;
    Ok(match word.as_str() {
        "pending" => StoredState::Pending,
        "acknowledged" => StoredState::Acknowledged,
        _ => StoredState::Quarantined(sql::text(row, reason)?),
    })
}

fn device_key(connection: &Connection, enrolment: i64) -> Result<VerifyingKey, StoreError> {
    let seed: SecretBytes<32> = connection
        .query_row(
            "SELECT seed FROM enrolments WHERE id = ?1",
            [enrolment],
            |row| sql::bytes(row, 0),
        )
        .doing("reading the device's key")?;
    let key = SigningKey::from_seed(seed).map_err(StoreError::Key)?;
    Ok(key.verifying_key())
}

fn open(bytes: &[u8], seq: u64, key: &VerifyingKey) -> Result<VerifiedRecord, StoreError> {
    UnverifiedRecord::parse(bytes)
        .and_then(|record| record.verify(key))
        .map_err(|reason: ProtocolError| StoreError::BadRecord { seq, reason })
}
