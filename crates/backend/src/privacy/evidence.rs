//! The evidence for a decision on a report: the signed scans, how consent was given, and the device's other
//! scans at that time.

use std::collections::{BTreeMap, BTreeSet};

use protocol::{
    AttendeeId, Body, DeviceId, EventSlug, FieldSet, ReportId, Scan, ScanId, SponsorId, UnixMillis,
};

use crate::audit;
use crate::devices::records::{self, StoredRecord};
use crate::event::notices;
use crate::privacy::reports::{self, Report, ReportError};
use backend_db::{DbError, Tx};
use backend_model::Action;

/// The number of records that are shown before and after each scan.
const AROUND: u64 = 10;

/// The evidence of a report.
pub struct Evidence {
    pub report: Report,
    /// The registration id; `None` if the attendee's data was erased since.
    pub registration_id: Option<String>,
    /// The sponsor's scans of the attendee, accepted or not.
    pub scans: Vec<ScanEvidence>,
}

/// A scan with its surroundings.
pub struct ScanEvidence {
    /// The signed record.
    pub record: StoredRecord,
    /// The scan in the record.
    pub scan: Scan,
    /// The time by the device's clock.
    pub wall: UnixMillis,
    /// The fields that the attendee took away at the booth later.
    pub narrowed: FieldSet,
    /// Whether the booth has voided the scan.
    pub voided: bool,
    /// The text of the notice that was in force.
    pub notice: Option<String>,
    /// The device's flags: cloned or restored, clock wrong, guesses codes.
    pub flags: [bool; 3],
    /// The device's scans around this one in their order, with this one.
    pub neighbours: Vec<Neighbour>,
}

/// A scan of the same device at about the same time. It does not identify the scanned attendee.
pub struct Neighbour {
    /// The number in the device's chain.
    pub seq: u64,
    /// The seconds from the reported scan by the device's clock.
    pub seconds: i64,
    /// The time by the device's clock.
    pub wall: UnixMillis,
    pub scan: Scan,
    /// The person who was scanned.
    pub whose: ScannedPerson,
    pub is_quarantined: bool,
    /// Whether this is the reported scan itself.
    pub is_this: bool,
}

/// The person of a neighbouring scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScannedPerson {
    /// The attendee who reported.
    Reporter,
    /// Another attendee.
    Other,
    /// No attendee is known for the code.
    Unknown,
}

/// Gathers the evidence, and writes that into the audit log: commit before it is shown.
///
/// # Errors
/// [`ReportError::Unknown`].
pub async fn gather(
    tx: &mut Tx,
    event: &EventSlug,
    report: &ReportId,
    by: audit::Actor<'_>,
    now: UnixMillis,
) -> Result<Evidence, ReportError> {
    let report = reports::load(tx, event, report).await?;
    let (attendee, sponsor) = (report.attendee, report.sponsor);
    let registration = tx
        .query_one(
            "SELECT registration_id FROM attendee
             WHERE event = $1 AND attendee = $2 AND erased IS NULL",
            &[event.into(), (&attendee).into()],
        )
        .await?;
    let mut scans = Vec::new();
    for record in records::scans_between(tx, event, &sponsor, &attendee).await? {
        let Some(signed) = record.content.record() else {
            continue;
        };
        let Body::Scan(scan) = &signed.body else {
            continue;
        };
        let (scan, wall) = (scan.clone(), signed.wall);
        scans.push(ScanEvidence {
            narrowed: narrowed(tx, event, &sponsor, &scan.scan).await?,
            voided: is_voided(tx, event, &sponsor, &scan.scan).await?,
            notice: notices::load(tx, event, scan.notice.0)
                .await?
                .map(|(text, _)| text),
            flags: flags(tx, event, &record.device).await?,
            neighbours: neighbours(tx, event, &attendee, &record, wall).await?,
            record,
            scan,
            wall,
        });
    }
    let entry = audit::Entry {
        actor: by,
        action: Action::ReadReport,
        sponsor: Some(&sponsor),
        leads: 1,
        fields: FieldSet::NONE,
        detail: &report.report.to_string(),
    };
    audit::write(tx, event, now, &entry).await?;
    Ok(Evidence {
        registration_id: registration
            .map(|row| row.get("registration_id"))
            .transpose()?,
        report,
        scans,
    })
}

async fn narrowed(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    scan: &ScanId,
) -> Result<FieldSet, DbError> {
    let rows = tx
        .query(
            "SELECT removed FROM narrowing WHERE event = $1 AND sponsor = $2 AND scan = $3",
            &[event.into(), sponsor.into(), scan.into()],
        )
        .await?;
    let mut fields = BTreeSet::new();
    for row in &rows {
        fields.extend(row.get::<FieldSet>("removed")?.iter());
    }
    Ok(fields.into_iter().collect())
}

async fn is_voided(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    scan: &ScanId,
) -> Result<bool, DbError> {
    let void = tx
        .query_one(
            "SELECT 1 FROM void WHERE event = $1 AND sponsor = $2 AND scan = $3",
            &[event.into(), sponsor.into(), scan.into()],
        )
        .await?;
    Ok(void.is_some())
}

async fn flags(tx: &mut Tx, event: &EventSlug, device: &DeviceId) -> Result<[bool; 3], DbError> {
    let row = tx
        .query_one(
            "SELECT chain_flagged, skew_flagged, guess_flagged FROM device
             WHERE event = $1 AND device = $2",
            &[event.into(), device.into()],
        )
        .await?;
    let Some(row) = row else {
        return Ok([false; 3]);
    };
    let set = |column| Ok::<_, DbError>(row.get::<Option<i64>>(column)?.is_some());
    Ok([
        set("chain_flagged")?,
        set("skew_flagged")?,
        set("guess_flagged")?,
    ])
}

async fn neighbours(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
    this: &StoredRecord,
    at: UnixMillis,
) -> Result<Vec<Neighbour>, DbError> {
    let (first, last) = (
        this.seq.saturating_sub(AROUND),
        this.seq.saturating_add(AROUND),
    );
    let people = attendees_of_scans(tx, event, &this.device, first, last).await?;
    let mut neighbours = Vec::new();
    for record in records::in_range(tx, event, &this.device, first, last).await? {
        let Some(signed) = record.content.record() else {
            continue;
        };
        let Body::Scan(scan) = &signed.body else {
            continue;
        };
        let is_this = record.hash == this.hash;
        neighbours.push(Neighbour {
            seq: record.seq,
            seconds: signed.wall.0.saturating_sub(at.0) / 1000,
            wall: signed.wall,
            whose: match people.get(&scan.scan) {
                Some(people) if is_this || people.contains(attendee) => ScannedPerson::Reporter,
                Some(_) => ScannedPerson::Other,
                None => ScannedPerson::Unknown,
            },
            scan: scan.clone(),
            is_quarantined: record.reason.is_some(),
            is_this,
        });
    }
    Ok(neighbours)
}

/// Returns the attendees of the scans between two numbers of a device.
async fn attendees_of_scans(
    tx: &mut Tx,
    event: &EventSlug,
    device: &DeviceId,
    first: u64,
    last: u64,
) -> Result<BTreeMap<ScanId, BTreeSet<AttendeeId>>, DbError> {
    let rows = tx
        .query(
            "SELECT p.scan, p.attendee FROM record r
             JOIN device d ON d.event = r.event AND d.device = r.device
             JOIN scanned p ON p.event = r.event AND p.sponsor = d.sponsor AND p.scan = r.scan
             WHERE r.event = $1 AND r.device = $2 AND r.seq BETWEEN $3 AND $4 AND r.kind = 'scan'",
            &[event.into(), device.into(), first.into(), last.into()],
        )
        .await?;
    let mut people: BTreeMap<ScanId, BTreeSet<AttendeeId>> = BTreeMap::new();
    for row in &rows {
        people
            .entry(row.get("scan")?)
            .or_default()
            .insert(row.get("attendee")?);
    }
    Ok(people)
}
