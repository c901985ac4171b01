//! A lead: what a sponsor sees of one attendee, and what its own people recorded.

use std::collections::HashMap;
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
use crate::leads::RecordsOf;
use crate::privacy::consent_history::placeholders;
use crate::timestamp::Timestamp;
use backend_db::{DbError, Row, Tx, Value};

/// What a sponsor sees of one attendee. A withheld one is a tombstone: id, reason and date.
pub struct Lead {
    attendee: AttendeeId,
    view: LeadView,
    since: Option<Timestamp>,
    records: Records,
}

/// What a sponsor's devices recorded about one attendee.
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

/// An answer's value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum AnswerValue {
    /// Text or the words of a choice.
    Text(String),
    /// A point on a scale, or the place of a choice that the event does not offer any more.
    Number(u32),
    /// Yes or no.
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
            // A tombstone has nothing that a person wrote or did.
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

    /// What the sponsor may see.
    #[must_use]
    pub const fn view(&self) -> &LeadView {
        &self.view
    }

    /// Since when it is withheld.
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

    /// The fields that leave with it: shared ones that hold something.
    #[must_use]
    pub fn given(&self) -> FieldSet {
        let fields = self.view.values().iter();
        fields.map(consent::FieldValue::field).collect()
    }

    /// The fields that the attendee, or the event, does not share.
    #[must_use]
    pub const fn not_shared(&self) -> FieldSet {
        FieldSet::ALL.difference(self.view.shared())
    }

    /// The readings of the badge, in the order in which they came in.
    #[must_use]
    pub fn scans(&self) -> &[LeadScan] {
        &self.records.scans
    }

    /// The notes of all colleagues, each beside the others.
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
    /// One object. Shared fields stand in it under their own names; those that are not shared, or
    /// empty, are absent.
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

/// The sponsor's scans and notes about these attendees, with one query for each table.
pub(crate) async fn records(
    tx: &mut Tx,
    event: &Event,
    sponsor: &SponsorId,
    attendees: &[AttendeeId],
) -> Result<RecordsOf, DbError> {
    let mut params: Vec<Value<'_>> = vec![(&event.slug).into(), sponsor.into()];
    params.extend(attendees.iter().map(Value::from));
    let only = format!("AND s.attendee IN ({})", placeholders(3, attendees.len()));
    let labels = labels(tx, event, sponsor).await?;
    let mut records = RecordsOf::new();
    let scans = format!(
        "SELECT s.attendee, s.scan, s.wall, s.received, s.device, s.operator, s.method,
            EXISTS (SELECT 1 FROM void v
                    WHERE v.event = s.event AND v.sponsor = s.sponsor AND v.scan = s.scan)
         FROM scan s WHERE s.event = $1 AND s.sponsor = $2 {only}
         ORDER BY s.received, s.device, s.seq"
    );
    for row in tx.query(&scans, &params).await? {
        let scan = LeadScan {
            scan: row.get(1)?,
            scanned_at: Timestamp(row.get(2)?),
            received_at: Timestamp(row.get(3)?),
            device: label(&labels, &row, 4)?,
            operator: row.get(5)?,
            method: row.get(6)?,
            voided: row.get(7)?,
        };
        records.entry(row.get(0)?).or_default().scans.push(scan);
    }
    let notes = format!(
        "SELECT s.attendee, n.scan, n.wall, n.device, n.operator, n.text, n.rating, n.tags, n.answers
         FROM note n JOIN scan s
            ON s.event = n.event AND s.sponsor = n.sponsor AND s.scan = n.scan
         WHERE s.event = $1 AND s.sponsor = $2 {only}
         ORDER BY n.wall, n.device, n.seq"
    );
    for row in tx.query(&notes, &params).await? {
        let tags: String = row.get(7)?;
        let answers: String = row.get(8)?;
        let answers: Vec<QuestionAnswer> = json(&answers, 8)?;
        let note = LeadNote {
            scan: row.get(1)?,
            at: Timestamp(row.get(2)?),
            device: label(&labels, &row, 3)?,
            operator: row.get(4)?,
            text: row.get(5)?,
            rating: row.get(6)?,
            tags: json(&tags, 7)?,
            answers: answers
                .into_iter()
                .map(|answer| in_words(&event.questions, answer))
                .collect(),
        };
        records.entry(row.get(0)?).or_default().notes.push(note);
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
    .map(|row| Ok((row.get(0)?, row.get(1)?)))
    .collect()
}

fn label(labels: &HashMap<DeviceId, String>, row: &Row, column: usize) -> Result<String, DbError> {
    let device = row.get(column)?;
    Ok(labels.get(&device).cloned().unwrap_or_default())
}

fn json<T: serde::de::DeserializeOwned>(text: &str, column: usize) -> Result<T, DbError> {
    serde_json::from_str(text).map_err(|_| DbError::column(column))
}

fn in_words(questions: &[Question], answer: QuestionAnswer) -> NoteAnswer {
    let question = questions.iter().find(|asked| asked.id == answer.question);
    let choice = |place: u32| match question.map(|question| &question.kind) {
        Some(QuestionKind::Choice(choices)) => choices.get(usize::try_from(place).ok()?),
        _ => None,
    };
    NoteAnswer {
        question: answer.question,
        text: question.map_or_else(String::new, |question| question.text.clone()),
        answer: match answer.answer {
            Answer::Text(text) => AnswerValue::Text(text),
            Answer::Choice(place) => choice(place).map_or(AnswerValue::Number(place), |words| {
                AnswerValue::Text(words.clone())
            }),
            Answer::YesNo(yes) => AnswerValue::YesNo(yes),
            Answer::Scale(point) => AnswerValue::Number(point),
        },
    }
}
