//! Makes receipts from the data of the backend.

use std::collections::{BTreeMap, BTreeSet};

use consent::{ConsentAction, Decision};
use data_encoding::BASE64URL_NOPAD;
use protocol::{
    AttendeeId, Body, ConsentGiven, ConsentReceipt, DeviceId, DocumentHash, EventSlug, Field,
    FieldSet, Message, ProtocolError, ReceiptId, Record, RecordHash, SponsorId, UnixMillis,
    Unverified, VerifyingKey,
};

use crate::Backend;
use crate::audit;
use crate::event::{Event, EventError, notices};
use crate::keys::random::random;
use crate::leads;
use crate::privacy::attendees;
use crate::privacy::consent_history::{self, HistoryScope, PastAction};
use crate::privacy::receipts::canonical::canonical;
use crate::privacy::receipts::document::{
    ConsentEvent, ConsentRecord, DeviceEvidence, Document, LeadStatus, NoticeText, Party,
    PiiInformation, PiiProcessing, Purpose, ReceiptEvidence, ReceiptFile, ReceiptMetadata,
    RecordEvidence,
};
use crate::timestamp::Timestamp;
use backend_db::{DbError, Tenant, Tx};
use backend_model::Action;

/// The most records of each kind in one receipt, which takes the first ones, so that the file stays bounded.
const RECORDS: i64 = 5_000;

/// The reason why there is no receipt.
#[derive(Debug, thiserror::Error)]
pub enum ReceiptError {
    /// The sponsor has never scanned the attendee, or one of both is unknown.
    #[error("this sponsor has never scanned this attendee")]
    Nothing,
    /// An accepted record cannot be read any more.
    #[error("a stored record is damaged: {0}")]
    Damaged(ProtocolError),
    #[error("cannot load the event")]
    Event(#[from] EventError),
    #[error("cannot read what the receipt proves")]
    Db(#[from] DbError),
}

/// Makes the receipt of an attendee about a sponsor, and writes that into the audit log. The caller must have
/// authenticated the attendee.
pub async fn make(
    backend: &Backend,
    event: &EventSlug,
    attendee: &AttendeeId,
    sponsor: &SponsorId,
) -> Result<ReceiptFile, ReceiptError> {
    let now = backend.now();
    // The receipt reads signed records, and no tenant but the event sees them.
    let tenant = Tenant::Event(event);
    let mut tx = backend.db().write_as(tenant).await?;
    let event = Event::load(backend, &mut tx, event).await?;
    let slug = &event.slug;
    let (registration_id, sponsor_name) = names(&mut tx, slug, attendee, sponsor).await?;
    let (devices, records) = records(&mut tx, slug, attendee, sponsor).await?;
    if records.is_empty() {
        return Err(ReceiptError::Nothing);
    }
    let histories =
        consent_history::histories(&mut tx, slug, HistoryScope::Pair(sponsor, attendee)).await?;
    let decision = histories
        .values()
        .next()
        .map_or(Decision::Never, |history| {
            history.decide(event.allowed_fields)
        });
    let actions = consent_history::actions(&mut tx, slug, attendee, Some(sponsor)).await?;
    let events = events(&records, &actions);
    let receipt = ReceiptId::from_random(random());
    let document = Document {
        schema_version: Document::SCHEMA.into(),
        receipt_metadata: ReceiptMetadata {
            receipt_id: receipt,
            issued_at: Timestamp(now).to_string(),
            issued_by: backend.key_id(),
        },
        consent_record: ConsentRecord {
            record_id: leads::lead_id(&event, sponsor, attendee),
            pii_principal_id: registration_id,
            event: slug.clone(),
            sponsor: *sponsor,
            pii_processing: PiiProcessing {
                privacy_notice: notices(&mut tx, slug, &events).await?,
                language: "und".into(),
                purposes: vec![purpose(backend, &event, sponsor, &records)],
            },
            party_identification: parties(backend, &event, sponsor, &sponsor_name),
            events,
            standing: standing(decision),
        },
        evidence: ReceiptEvidence {
            devices,
            records: records.into_iter().map(|held| held.evidence).collect(),
        },
    };
    let signature = sign(backend, receipt, now, &document);
    let entry = audit::Entry {
        actor: audit::Actor::Attendee(attendee),
        action: Action::ReadReceipt,
        sponsor: Some(sponsor),
        leads: 1,
        fields: FieldSet::NONE,
        detail: &receipt.to_string(),
    };
    audit::write(&mut tx, slug, now, &entry).await?;
    tx.commit().await?;
    Ok(ReceiptFile {
        consent_receipt: document,
        signature,
    })
}

fn sign(backend: &Backend, receipt: ReceiptId, now: UnixMillis, document: &Document) -> String {
    let value = serde_json::to_value(document).expect("texts and whole numbers make JSON");
    let text = canonical(&value).expect("a document holds small whole numbers alone");
    let message = ConsentReceipt {
        version: ConsentReceipt::VERSION,
        backend: backend.key_id(),
        receipt,
        issued: now,
        document: DocumentHash::of(&text),
    };
    let signed = message
        .sign(backend.signing_key())
        .expect("a receipt keeps its bounds");
    BASE64URL_NOPAD.encode(signed.as_bytes())
}

async fn names(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
    sponsor: &SponsorId,
) -> Result<(String, String), ReceiptError> {
    let registration = attendees::registration_id(tx, event, attendee).await?;
    let name = tx
        .query_one(
            "SELECT name FROM sponsor WHERE event = $1 AND sponsor = $2",
            &[event.into(), sponsor.into()],
        )
        .await?;
    match (registration, name) {
        (Some(registration), Some(row)) => Ok((registration, row.get("name")?)),
        _ => Err(ReceiptError::Nothing),
    }
}

/// A parsed record with its signed bytes.
struct ReadRecord {
    record: Record,
    evidence: RecordEvidence,
}

/// Loads the accepted scans of the attendee, all narrowings of their scans, and the voids, with the devices that
/// signed them.
async fn records(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
    sponsor: &SponsorId,
) -> Result<(Vec<DeviceEvidence>, Vec<ReadRecord>), ReceiptError> {
    let mut rows = Vec::new();
    for (facts, of_attendee, kind) in [
        ("scan", "scan", "scan"),
        ("narrowing", "scanned", "narrow"),
        ("void", "scan", "void"),
    ] {
        let sql = format!(
            "SELECT r.bytes, r.hash, r.received, r.device, d.public_key, d.enrolment_hash, d.enrolled
             FROM {facts} f
             JOIN {of_attendee} s ON s.event = f.event AND s.sponsor = f.sponsor AND s.scan = f.scan
             JOIN record r ON r.event = f.event AND r.device = f.device AND r.seq = f.seq
                AND r.scan = f.scan AND r.kind = '{kind}'
             JOIN device d ON d.event = r.event AND d.device = r.device
             WHERE s.event = $1 AND s.sponsor = $2 AND s.attendee = $3
                AND (r.state = 'accepted' OR r.kind = 'narrow')
             ORDER BY r.received, r.device, r.seq LIMIT $4"
        );
        let params = [
            event.into(),
            sponsor.into(),
            attendee.into(),
            RECORDS.into(),
        ];
        rows.extend(tx.query(&sql, &params).await?);
    }
    let mut devices: BTreeMap<DeviceId, DeviceEvidence> = BTreeMap::new();
    let mut records = Vec::with_capacity(rows.len());
    let mut seen: BTreeSet<RecordHash> = BTreeSet::new();
    for row in rows {
        let bytes: Vec<u8> = row.get("bytes")?;
        let hash: RecordHash = row.get("hash")?;
        let device: DeviceId = row.get("device")?;
        let public_key: VerifyingKey = row.get("public_key")?;
        if !seen.insert(hash) {
            continue;
        }
        let record = Unverified::<Record>::parse(&bytes)
            .and_then(|record| record.verify(&public_key))
            .map_err(ReceiptError::Damaged)?
            .into_message();
        let (enrolment, enrolled): (RecordHash, UnixMillis) =
            (row.get("enrolment_hash")?, row.get("enrolled")?);
        devices.entry(device).or_insert_with(|| DeviceEvidence {
            device,
            public_key,
            enrolment,
            enrolled_at: Timestamp(enrolled).to_string(),
        });
        let evidence = RecordEvidence {
            hash,
            received_at: Timestamp(row.get("received")?).to_string(),
            cose: BASE64URL_NOPAD.encode(&bytes),
        };
        records.push(ReadRecord { record, evidence });
    }
    Ok((devices.into_values().collect(), records))
}

/// Returns the event that a device's record states. The verification of a receipt derives the events from the
/// records again.
pub(crate) fn event_of(record: &Record, hash: RecordHash) -> Option<ConsentEvent> {
    let (event_type, event_state, fields, notice_version) = match &record.body {
        Body::Scan(scan) => (
            match scan.given {
                ConsentGiven::Handover => "expressed",
                ConsentGiven::Confirmed => "explicitly_expressed",
            },
            "given",
            Some(scan.fields),
            Some(scan.notice.0),
        ),
        Body::Narrow(narrow) => (
            "explicitly_expressed",
            "narrowed",
            Some(narrow.removed),
            None,
        ),
        Body::Void(_) => ("booth", "taken_back", None, None),
        Body::Note(_) => return None,
    };
    Some(ConsentEvent {
        event_time: Timestamp(record.wall).to_string(),
        event_type: event_type.into(),
        event_state: event_state.into(),
        entity_id: record.device.to_string(),
        fields,
        notice_version,
        record: Some(hash),
    })
}

fn events(records: &[ReadRecord], actions: &[PastAction]) -> Vec<ConsentEvent> {
    let of_records = records.iter().filter_map(|held| {
        let event = event_of(&held.record, held.evidence.hash)?;
        Some((held.record.wall, event))
    });
    let of_actions = actions.iter().map(|past| {
        let (state, fields) = state_and_fields(past.action);
        let event = ConsentEvent {
            event_time: Timestamp(past.at).to_string(),
            event_type: "explicitly_expressed".into(),
            event_state: state.into(),
            entity_id: past.source.clone(),
            fields,
            notice_version: None,
            record: None,
        };
        (past.at, event)
    });
    let mut events: Vec<_> = of_records.chain(of_actions).collect();
    events.sort_by_key(|(at, _)| *at);
    events.into_iter().map(|(_, event)| event).collect()
}

const fn state_and_fields(action: ConsentAction) -> (&'static str, Option<FieldSet>) {
    match action {
        ConsentAction::ShareWithAll(fields) => ("limited_for_all_sponsors", Some(fields)),
        ConsentAction::ShareWithSponsor(fields) => ("limited", Some(fields)),
        ConsentAction::DoNotScan(true) => ("do_not_scan", None),
        ConsentAction::DoNotScan(false) => ("do_not_scan_lifted", None),
        ConsentAction::Withdraw => ("withdrawn", None),
        ConsentAction::Allow => ("allowed_again", None),
        ConsentAction::Report(_) => ("reported", None),
        ConsentAction::Uphold(_) => ("report_upheld", None),
        ConsentAction::Dismiss(_) => ("report_dismissed", None),
        ConsentAction::Erase => ("erased", None),
    }
}

async fn notices(
    tx: &mut Tx,
    event: &EventSlug,
    events: &[ConsentEvent],
) -> Result<Vec<NoticeText>, DbError> {
    let versions: BTreeSet<u32> = events.iter().filter_map(|it| it.notice_version).collect();
    let mut notices = Vec::with_capacity(versions.len());
    for version in versions {
        if let Some((text, created)) = notices::load(tx, event, version).await? {
            notices.push(NoticeText {
                version,
                in_force_since: Timestamp(created).to_string(),
                text,
            });
        }
    }
    Ok(notices)
}

fn organiser_id(event: &Event) -> String {
    format!("organiser:{}", event.slug)
}

fn purpose(
    backend: &Backend,
    event: &Event,
    sponsor: &SponsorId,
    records: &[ReadRecord],
) -> Purpose {
    let fields: FieldSet = records
        .iter()
        .filter_map(|held| match &held.record.body {
            Body::Scan(scan) => Some(scan.fields),
            _ => None,
        })
        .fold(FieldSet::NONE, FieldSet::union);
    let url = backend.public_url();
    Purpose {
        purpose: "The sponsor may get in touch with the attendee who let it scan their badge."
            .into(),
        purpose_type: "lead_retrieval".into(),
        lawful_basis: "consent".into(),
        pii_information: fields.iter().map(information).collect(),
        pii_controllers: vec![organiser_id(event), sponsor.to_string()],
        collection_method: "Given at registration; shared with the sponsor by letting its booth \
                            device scan the badge."
            .into(),
        processing_method: "Shown to the sponsor's team and given out in its exports.".into(),
        storage_locations: vec![url.into()],
        retention_period: format!("Until {} at the latest.", Timestamp(event.keep_until())),
        recipient_third_parties: vec![sponsor.to_string()],
        withdrawal_method: format!("{url}/me/sponsors/{sponsor}/withdraw"),
        privacy_rights: vec![
            format!("{url}/me"),
            format!("{url}/me/sharing"),
            format!("{url}/me/data"),
        ],
    }
}

fn information(field: Field) -> PiiInformation {
    PiiInformation {
        pii_type: field.name().into(),
        pii_optional: true,
        sensitive_pii_category: false,
        special_pii_category: false,
    }
}

fn parties(backend: &Backend, event: &Event, sponsor: &SponsorId, name: &str) -> Vec<Party> {
    vec![
        Party {
            party_id: organiser_id(event),
            party_name: event.name.clone(),
            party_role: "organiser".into(),
            party_url: Some(backend.public_url().into()),
        },
        Party {
            party_id: sponsor.to_string(),
            party_name: name.into(),
            party_role: "sponsor".into(),
            party_url: None,
        },
    ]
}

fn standing(decision: Decision) -> LeadStatus {
    let (state, reason) = match decision {
        Decision::Shown(_) => ("shared", None),
        Decision::Withheld(why) => ("withheld", Some(why.name().to_owned())),
        Decision::Never => ("withheld", Some("voided".to_owned())),
    };
    LeadStatus {
        state: state.into(),
        reason,
        fields: decision.fields(),
    }
}
