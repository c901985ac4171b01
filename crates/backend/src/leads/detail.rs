//! A lead: what a sponsor sees of an attendee, and what its own devices recorded.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use consent::LeadView;
use protocol::{
    Answer, AttendeeId, DeviceId, FieldSet, Question, QuestionAnswer, QuestionKind, ScanId,
    SponsorId,
};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::api_schema::{FieldName, LeadState, SharedFields, WithheldReason};
use crate::event::Event;
use crate::sql::placeholders;
use crate::timestamp::Timestamp;
use backend_db::{DbError, Row, Tx, Value};

/// A sponsor's view of an attendee with its own records. A withheld lead is a tombstone of id, reason and date.
pub struct Lead {
    attendee: AttendeeId,
    view: LeadView,
    since: Option<Timestamp>,
    records: Records,
}

/// The records of a sponsor's devices about one attendee.
#[derive(Debug, Clone, Default)]
pub(crate) struct Records {
    scans: Vec<LeadScan>,
    notes: Vec<LeadNote>,
}

/// One scan of the badge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LeadScan {
    /// The scan's id.
    #[schema(value_type = String)]
    pub scan: ScanId,
    /// When the badge was scanned, by the device's clock.
    pub scanned_at: Timestamp,
    /// When the backend received the scan.
    pub received_at: Timestamp,
    /// The device's label.
    pub device: String,
    /// The name of the operator.
    pub operator: String,
    /// How the badge was read.
    pub method: String,
    /// Whether the booth has voided the scan.
    pub voided: bool,
}

/// A note of one of the booth's operators.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LeadNote {
    /// The id of the scan that the note is about.
    #[schema(value_type = String)]
    pub scan: ScanId,
    /// When it was written, by the device's clock.
    pub at: Timestamp,
    /// The device's label.
    pub device: String,
    /// The name of the operator.
    pub operator: String,
    /// Free text.
    pub text: String,
    /// A rating from 1 to 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub rating: Option<u32>,
    /// Short keywords.
    pub tags: Vec<String>,
    /// Answers to the event's questions.
    pub answers: Vec<NoteAnswer>,
}

/// An answer, with the text of its question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NoteAnswer {
    /// The question's number.
    pub question: u32,
    /// The text of the question. Empty if the event no longer asks it.
    pub text: String,
    /// The answer: a text, the text of a choice, a number, or yes or no.
    #[schema(value_type = serde_json::Value)]
    pub answer: AnswerValue,
}

/// The value of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum AnswerValue {
    /// Free text, or the text of a choice.
    Text(String),
    /// A point on a scale, or the index of a choice that the event no longer offers.
    Number(u32),
    YesNo(bool),
}

impl fmt::Display for AnswerValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
            Self::YesNo(true) => f.write_str("yes"),
            Self::YesNo(false) => f.write_str("no"),
        }
    }
}

impl Lead {
    pub(crate) fn new(
        attendee: AttendeeId,
        view: LeadView,
        since: Option<Timestamp>,
        records: Records,
    ) -> Self {
        Self {
            attendee,
            since,
            // A tombstone contains no records.
            records: if view.withheld().is_some() {
                Records::default()
            } else {
                records
            },
            view,
        }
    }

    pub(crate) const fn attendee(&self) -> &AttendeeId {
        &self.attendee
    }

    #[must_use]
    pub const fn view(&self) -> &LeadView {
        &self.view
    }

    /// When it was withheld.
    #[must_use]
    pub const fn since(&self) -> Option<Timestamp> {
        self.since
    }

    /// Whether it is a tombstone.
    #[must_use]
    pub const fn is_withheld(&self) -> bool {
        self.view.withheld().is_some()
    }

    /// `shared` or `withheld`.
    #[must_use]
    pub const fn state(&self) -> &'static str {
        if self.is_withheld() {
            "withheld"
        } else {
            "shared"
        }
    }

    /// The fields that are disclosed with it: those that are shared and have a value.
    #[must_use]
    pub fn given(&self) -> FieldSet {
        let fields = self.view.values().iter();
        fields.map(consent::FieldValue::field).collect()
    }

    /// The fields that the attendee or the event does not share.
    #[must_use]
    pub const fn not_shared(&self) -> FieldSet {
        FieldSet::ALL.difference(self.view.shared())
    }

    /// The scans in the order of their arrival.
    #[must_use]
    pub fn scans(&self) -> &[LeadScan] {
        &self.records.scans
    }

    /// The notes of all operators, one by one.
    #[must_use]
    pub fn notes(&self) -> &[LeadNote] {
        &self.records.notes
    }
}

impl fmt::Debug for Lead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view.fmt(f)
    }
}

/// What the sponsor sees of one attendee. Shared fields are members under their own names; a field that is
/// not shared, or is empty, is absent. A withheld lead is a tombstone: id, reason and date.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes what `Lead` serialises to")]
struct LeadDocument {
    /// The lead's id, which never changes.
    lead: String,
    /// Whether the lead shows anything.
    state: LeadState,
    /// Why the lead is withheld.
    #[schema(required = false)]
    reason: WithheldReason,
    /// Since when the lead is withheld.
    #[schema(required = false)]
    since: Timestamp,
    #[serde(flatten)]
    fields: SharedFields,
    /// The fields that the attendee or the event does not share.
    #[schema(required = false)]
    not_shared: Vec<FieldName>,
    /// The scans of the badge.
    #[schema(required = false)]
    scans: Vec<LeadScan>,
    /// The notes of all colleagues.
    #[schema(required = false)]
    notes: Vec<LeadNote>,
}

impl PartialSchema for Lead {
    fn schema() -> RefOr<Schema> {
        LeadDocument::schema()
    }
}

impl ToSchema for Lead {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        LeadDocument::schemas(schemas);
    }
}

impl Serialize for Lead {
    /// Serialises a lead as one object. Shared fields are members with their own names; fields that are not
    /// shared, or empty, are absent.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("lead", &self.view.lead())?;
        map.serialize_entry("state", self.state())?;
        if let Some(reason) = self.view.withheld() {
            map.serialize_entry("reason", &reason)?;
            map.serialize_entry("since", &self.since)?;
            return map.end();
        }
        for value in self.view.values() {
            map.serialize_entry(value.field().name(), value.value())?;
        }
        map.serialize_entry("not_shared", &self.not_shared())?;
        map.serialize_entry("scans", self.scans())?;
        map.serialize_entry("notes", self.notes())?;
        map.end()
    }
}

/// Scans and notes by attendee.
pub(crate) type RecordsByAttendee = BTreeMap<AttendeeId, Records>;

/// Loads the sponsor's scans and notes about these attendees with one query for each table.
pub(crate) async fn records(
    tx: &mut Tx,
    event: &Event,
    sponsor: &SponsorId,
    attendees: &[AttendeeId],
) -> Result<RecordsByAttendee, DbError> {
    let mut params: Vec<Value<'_>> = vec![(&event.slug).into(), sponsor.into()];
    params.extend(attendees.iter().map(Value::from));
    let only = format!("AND s.attendee IN ({})", placeholders(3, attendees.len()));
    let labels = labels(tx, event, sponsor).await?;
    let mut records = RecordsByAttendee::new();
    let scans = format!(
        "SELECT s.attendee, s.scan, s.wall, s.received, s.device, s.operator, s.method,
            EXISTS (SELECT 1 FROM void v
                    WHERE v.event = s.event AND v.sponsor = s.sponsor AND v.scan = s.scan) AS voided
         FROM scan s WHERE s.event = $1 AND s.sponsor = $2 {only}
         ORDER BY s.received, s.device, s.seq"
    );
    for row in tx.query(&scans, &params).await? {
        let scan = LeadScan {
            scan: row.get("scan")?,
            scanned_at: Timestamp(row.get("wall")?),
            received_at: Timestamp(row.get("received")?),
            device: label(&labels, &row)?,
            operator: row.get("operator")?,
            method: row.get("method")?,
            voided: row.get("voided")?,
        };
        records
            .entry(row.get("attendee")?)
            .or_default()
            .scans
            .push(scan);
    }
    let notes = format!(
        "SELECT s.attendee, n.scan, n.wall, n.device, n.operator, n.text, n.rating, n.tags, n.answers
         FROM note n JOIN scan s
            ON s.event = n.event AND s.sponsor = n.sponsor AND s.scan = n.scan
         WHERE s.event = $1 AND s.sponsor = $2 {only}
         ORDER BY n.wall, n.device, n.seq"
    );
    for row in tx.query(&notes, &params).await? {
        let answers: Vec<QuestionAnswer> = json(&row, "answers")?;
        let note = LeadNote {
            scan: row.get("scan")?,
            at: Timestamp(row.get("wall")?),
            device: label(&labels, &row)?,
            operator: row.get("operator")?,
            text: row.get("text")?,
            rating: row.get("rating")?,
            tags: json(&row, "tags")?,
            answers: answers
                .into_iter()
                .map(|answer| with_question(&event.questions, answer))
                .collect(),
        };
        records
            .entry(row.get("attendee")?)
            .or_default()
            .notes
            .push(note);
    }
    Ok(records)
}

async fn labels(
    tx: &mut Tx,
    event: &Event,
    sponsor: &SponsorId,
) -> Result<HashMap<DeviceId, String>, DbError> {
    tx.query(
        "SELECT device, label FROM device WHERE event = $1 AND sponsor = $2",
        &[(&event.slug).into(), sponsor.into()],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get("device")?, row.get("label")?)))
    .collect()
}

fn label(labels: &HashMap<DeviceId, String>, row: &Row) -> Result<String, DbError> {
    let device = row.get("device")?;
    Ok(labels.get(&device).cloned().unwrap_or_default())
}

fn json<T: serde::de::DeserializeOwned>(row: &Row, column: &str) -> Result<T, DbError> {
    serde_json::from_slice(row.bytes(column)?).map_err(|_| DbError::column(column))
}

fn with_question(questions: &[Question], answer: QuestionAnswer) -> NoteAnswer {
    let question = questions.iter().find(|asked| asked.id == answer.question);
    let choice = |index: u32| match question.map(|question| &question.kind) {
        Some(QuestionKind::Choice(choices)) => choices.get(usize::try_from(index).ok()?),
        _ => None,
    };
    NoteAnswer {
        question: answer.question,
        text: question.map_or_else(String::new, |question| question.text.clone()),
        answer: match answer.answer {
            Answer::Text(text) => AnswerValue::Text(text),
            Answer::Choice(index) => choice(index).map_or(AnswerValue::Number(index), |text| {
                AnswerValue::Text(text.clone())
            }),
            Answer::YesNo(yes) => AnswerValue::YesNo(yes),
            Answer::Scale(point) => AnswerValue::Number(point),
        },
    }
}
