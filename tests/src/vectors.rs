//! Test vectors: files against which an implementation in any language can be checked.
//!
//! Each file in `tests/vectors` is an array of [`Vector`]s of one kind of message.

use std::fs;
use std::path::PathBuf;

use anyhow::Context as _;
use badge::{EventBadgeKey, Reading};
use protocol::{
    Answer, Body, ConsentReceipt, Enrolment, EnrolmentRequest, Message, Outcome, ProtocolError,
    QuestionKind, Record, ScannedCode, SecretBytes, SyncReply, SyncRequest, Unverified,
    VerifyingKey,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Bytes, a key, and the expected result of reading the bytes with the key.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vector {
    /// The purpose of the vector.
    pub name: String,
    /// The message; for a badge code, its text's bytes.
    pub hex: String,
    /// The Ed25519 key to verify with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_key_hex: Option<String>,
    /// The AES-256 key to open with: the event's badge key, or the device's bundle key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_key_hex: Option<String>,
    /// Whether a reader must accept the bytes.
    pub valid: bool,
    /// The contents, or the code of the error.
    pub expect: Value,
}

/// The kinds of vectors. Each is the name of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `record.json`
    Record,
    /// `sync-request.json`
    SyncRequest,
    /// `sync-reply.json`
    SyncReply,
    /// `enrolment-request.json`
    EnrolmentRequest,
    /// `enrolment.json`
    Enrolment,
    /// `consent-receipt.json`
    ConsentReceipt,
    /// `bundle.json`
    Bundle,
    /// `badge.json`
    Badge,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 8] = [
        Self::Record,
        Self::SyncRequest,
        Self::SyncReply,
        Self::EnrolmentRequest,
        Self::Enrolment,
        Self::ConsentReceipt,
        Self::Bundle,
        Self::Badge,
    ];

    /// Returns the file's path.
    #[must_use]
    pub fn path(self) -> PathBuf {
        let name = match self {
            Self::Record => "record",
            Self::SyncRequest => "sync-request",
            Self::SyncReply => "sync-reply",
            Self::EnrolmentRequest => "enrolment-request",
            Self::Enrolment => "enrolment",
            Self::ConsentReceipt => "consent-receipt",
            Self::Bundle => "bundle",
            Self::Badge => "badge",
        };
        PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("vectors")
            .join(name)
            .with_extension("json")
    }

    /// Reads the vectors of the file.
    pub fn load(self) -> anyhow::Result<Vec<Vector>> {
        let path = self.path();
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        serde_json::from_str(&text).with_context(|| path.display().to_string())
    }

    /// Reads a vector's bytes with its key, and returns the contents or the code of the error.
    pub fn read(self, vector: &Vector) -> anyhow::Result<Result<Value, String>> {
        let bytes = unhex(&vector.hex)?;
        Ok(match self {
            Self::Record => verified(&bytes, &public_key(vector)?, describe_record),
            Self::SyncRequest => verified(&bytes, &public_key(vector)?, describe_request),
            Self::SyncReply => verified(&bytes, &public_key(vector)?, describe_reply),
            Self::EnrolmentRequest => {
                let own = |request: &EnrolmentRequest| request.device_key;
                Unverified::<EnrolmentRequest>::parse(&bytes)
                    .and_then(|request| request.verify_with_own_key(own))
                    .map(|request| describe_enrolment_request(&request))
                    .map_err(|error| error.code().to_owned())
            }
            Self::Enrolment => verified(&bytes, &public_key(vector)?, describe_enrolment),
            Self::ConsentReceipt => {
                verified(&bytes, &public_key(vector)?, describe_consent_receipt)
            }
            Self::Bundle => read_bundle(&bytes, &event_key(vector)?),
            Self::Badge => read_badge(&bytes, event_key(vector)?),
        })
    }
}

fn unhex(text: &str) -> anyhow::Result<Vec<u8>> {
    data_encoding::HEXLOWER
        .decode(text.as_bytes())
        .context("hex")
}

/// Encodes as hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

fn public_key(vector: &Vector) -> anyhow::Result<VerifyingKey> {
    let text = vector
        .public_key_hex
        .as_deref()
        .context("no public_key_hex")?;
    Ok(text.parse()?)
}

fn event_key(vector: &Vector) -> anyhow::Result<SecretBytes<32>> {
    let text = vector
        .event_key_hex
        .as_deref()
        .context("no event_key_hex")?;
    Ok(SecretBytes::try_from(unhex(text)?.as_slice())?)
}

fn verified<M: Message>(
    bytes: &[u8],
    key: &VerifyingKey,
    describe: impl FnOnce(&M) -> Value,
) -> Result<Value, String> {
    Unverified::<M>::parse(bytes)
        .and_then(|message| message.verify(key))
        .map(|message| describe(&message))
        .map_err(|error: ProtocolError| error.code().to_owned())
}

fn read_bundle(bytes: &[u8], key: &SecretBytes<32>) -> Result<Value, String> {
    protocol::open_bundle(bytes, |_| Some(key.clone()))
        .map(|bundle| {
            let requests: Vec<_> = bundle.requests.iter().map(|request| hex(request)).collect();
            json!({ "device": bundle.device, "requests": requests })
        })
        .map_err(|error| error.code().to_owned())
}

/// The event in the vectors of badge codes.
pub const EVENT: &str = "PYCONUS2027";

fn read_badge(bytes: &[u8], key: SecretBytes<32>) -> Result<Value, String> {
    let event = EVENT.parse().map_err(|_| "event".to_owned())?;
    match badge::open(&EventBadgeKey::new(key), &event, bytes, true, |_| false) {
        Ok(Reading::Badge(opened)) => Ok(json!({
            "kind": "badge", "id": opened.id, "human_code": opened.id.human_code().as_str(),
            "name": opened.name.as_str(),
        })),
        Ok(Reading::DoNotScan { name }) => {
            Ok(json!({ "kind": "do_not_scan", "name": name.as_str() }))
        }
        Ok(Reading::Foreign(code)) => Ok(json!({
            "kind": "foreign", "access_code": code.access_code(), "validator": code.validator(),
        })),
        Err(refusal) => Err(refusal.code().to_owned()),
    }
}

/// Returns a record's fields by name.
#[must_use]
pub fn describe_record(record: &Record) -> Value {
    let Record {
        version,
        event,
        sponsor,
        device,
        seq,
        prev,
        wall,
        monotonic,
        boot,
        body,
    } = record;
    json!({
        "version": version, "event": event, "sponsor": sponsor, "device": device, "seq": seq,
        "prev": prev, "wall": wall, "monotonic": monotonic, "boot": boot,
        "kind": body.kind().name(), "body": describe_body(body),
    })
}

fn describe_body(body: &Body) -> Value {
    match body {
        Body::Scan(scan) => json!({
            "scan": scan.scan, "code": describe_code(&scan.code), "method": scan.method,
            "notice": scan.notice, "fields": scan.fields, "given": scan.given,
            "operator": scan.operator,
        }),
        Body::Note(note) => {
            let answers: Vec<_> = note
                .answers
                .iter()
                .map(|answer| {
                    json!({
                        "question": answer.question, "answer": describe_answer(&answer.answer),
                    })
                })
                .collect();
            json!({
                "scan": note.scan, "text": note.text, "rating": note.rating, "tags": note.tags,
                "answers": answers, "operator": note.operator,
            })
        }
        Body::Narrow(narrow) => json!({
            "scan": narrow.scan, "removed": narrow.removed, "operator": narrow.operator,
        }),
        Body::Void(void) => json!({
            "scan": void.scan, "reason": void.reason, "operator": void.operator,
        }),
    }
}

fn describe_code(code: &ScannedCode) -> Value {
    match code {
        ScannedCode::Badge(id) => json!({ "badge": id }),
        ScannedCode::Foreign(code) => json!({ "foreign": code.as_str() }),
        ScannedCode::Human(code) => json!({ "human": code.as_str() }),
    }
}

fn describe_answer(answer: &Answer) -> Value {
    match answer {
        Answer::Text(text) => json!({ "text": text }),
        Answer::Choice(place) => json!({ "choice": place }),
        Answer::YesNo(yes) => json!({ "yes_no": yes }),
        Answer::Scale(point) => json!({ "scale": point }),
    }
}

fn describe_request(request: &SyncRequest) -> Value {
    let SyncRequest {
        version,
        device,
        audience,
        nonce,
        time,
        first_seq,
        records,
        changes_seen,
        pending,
    } = request;
    let records: Vec<_> = records.iter().map(|record| hex(record)).collect();
    json!({
        "version": version, "device": device, "audience": audience, "nonce": nonce, "time": time,
        "first_seq": first_seq, "records": records, "changes_seen": changes_seen,
        "pending": pending,
    })
}

fn describe_reply(reply: &SyncReply) -> Value {
    let SyncReply {
        version,
        backend,
        device,
        nonce,
        time,
        held,
        outcomes,
        missing,
        changes,
    } = reply;
    let outcomes: Vec<_> = outcomes
        .iter()
        .map(|record| {
            let (outcome, reason) = match record.outcome {
                Outcome::Accepted => ("accepted", None),
                Outcome::Duplicate => ("duplicate", None),
                Outcome::Quarantined(reason) => ("quarantined", Some(reason.code())),
            };
            json!({ "seq": record.seq, "hash": record.hash, "outcome": outcome, "reason": reason })
        })
        .collect();
    let missing: Vec<_> = missing
        .iter()
        .map(|range| json!([range.first, range.last]))
        .collect();
    json!({
        "version": version, "backend": backend, "device": device, "nonce": nonce, "time": time,
        "held": held.map(|held| json!({ "seq": held.seq, "hash": held.hash })),
        "outcomes": outcomes, "missing": missing,
        "changes": {
            "cursor": changes.cursor, "more": changes.more, "status": changes.status,
            "notice": changes.notice, "questions": changes.questions.as_ref().map(|questions| {
                questions.iter().map(describe_question).collect::<Vec<_>>()
            }),
            "revoked_badges": changes.revoked_badges,
        },
    })
}

fn describe_question(question: &protocol::Question) -> Value {
    let kind = match &question.kind {
        QuestionKind::Text => json!("text"),
        QuestionKind::Choice(choices) => json!({ "choice": choices }),
        QuestionKind::YesNo => json!("yes_no"),
        QuestionKind::Scale(most) => json!({ "scale": most }),
    };
    json!({ "id": question.id, "text": question.text, "kind": kind })
}

fn describe_enrolment_request(request: &EnrolmentRequest) -> Value {
    let EnrolmentRequest {
        secret,
        device_key,
        label,
        nonce,
        time,
    } = request;
    json!({
        "secret": hex(secret.expose()), "device_key": device_key, "label": label, "nonce": nonce,
        "time": time,
    })
}

fn describe_enrolment(enrolment: &Enrolment) -> Value {
    let Enrolment {
        version,
        nonce,
        backend_keys,
        event,
        event_name,
        sponsor,
        sponsor_name,
        device,
        device_key,
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
    } = enrolment;
    json!({
        "version": version, "nonce": nonce, "backend_keys": backend_keys, "event": event,
        "event_name": event_name, "sponsor": sponsor, "sponsor_name": sponsor_name,
        "device": device, "device_key": device_key, "badge_key": hex(badge_key.expose()),
        "bundle_key": hex(bundle_key.expose()), "notice": notice,
        "allowed_fields": allowed_fields, "consent_mode": consent_mode,
        "foreign_codes": foreign_codes,
        "questions": questions.iter().map(describe_question).collect::<Vec<_>>(),
        "issued": issued, "expires": expires, "keep_until": keep_until,
    })
}

fn describe_consent_receipt(receipt: &ConsentReceipt) -> Value {
    let ConsentReceipt {
        version,
        backend,
        receipt,
        issued,
        document,
    } = receipt;
    json!({
        "version": version, "backend": backend, "receipt": receipt, "issued": issued,
        "document": document,
    })
}
