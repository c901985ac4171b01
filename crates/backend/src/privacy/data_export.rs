//! The data export of an attendee (subject access): all data that the backend holds about them.

use consent::ConsentAction;
use protocol::{
    AttendeeId, BadgeId, EventSlug, FieldSet, QuestionAnswer, ReportId, SponsorId, UnixMillis,
};
use serde::Serialize;

use crate::Backend;
use crate::audit;
use crate::privacy::attendees::AttendeeError;
use crate::privacy::consent_history::{self, PastAction};
use crate::privacy::dashboard::{self, Dashboard, DashboardError};
use crate::privacy::digest::{self, MailSettings};
use crate::timestamp::Timestamp;
use backend_db::{DbError, Tenant, Tx, Value};
use backend_model::Action;

/// The data export. Notes of booths are in it without their authors, who have a right to privacy themselves.
#[derive(Serialize)]
pub struct DataExport {
    /// The content of the dashboard.
    #[serde(flatten)]
    pub dashboard: Dashboard,
    /// The registration.
    pub registration: ExportedRegistration,
    /// All consent actions in order.
    #[serde(rename = "acts")]
    pub actions: Vec<ExportedAction>,
    pub badges: Vec<ExportedBadge>,
    /// Notes of booths about the attendee.
    pub notes: Vec<ExportedNote>,
    pub mails: MailSettings,
    /// The browsers that are signed in.
    pub sessions: Vec<ExportedSession>,
    /// The API tokens.
    pub tokens: Vec<ExportedToken>,
}

/// The data of the import beside the fields.
#[derive(Serialize)]
pub struct ExportedRegistration {
    pub registration_id: String,
    pub imported_at: Timestamp,
    /// The access code of the registration system's own badge.
    pub access_code: Option<String>,
    /// The validator of the registration system's own badge.
    pub validator: Option<String>,
}

/// A consent action.
#[derive(Serialize)]
pub struct ExportedAction {
    pub at: Timestamp,
    /// The source of the action: `attendee`, `organiser` or `import`.
    pub by: String,
    /// The sponsor that the action concerns; `None` means all.
    pub sponsor: Option<SponsorId>,
    /// The name of the action.
    #[serde(rename = "act")]
    pub action: &'static str,
    /// The fields that the action sets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<FieldSet>,
    /// The report that the action is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<ReportId>,
}

impl From<PastAction> for ExportedAction {
    fn from(past: PastAction) -> Self {
        let PastAction {
            sponsor,
            action,
            at,
            source,
        } = past;
        let (action, fields, report) = match action {
            ConsentAction::ShareWithAll(fields) => ("share_with_all", Some(fields), None),
            ConsentAction::ShareWithSponsor(fields) => ("share_with_sponsor", Some(fields), None),
            ConsentAction::DoNotScan(true) => ("do_not_scan", None, None),
            ConsentAction::DoNotScan(false) => ("do_not_scan_lifted", None, None),
            ConsentAction::Withdraw => ("withdraw", None, None),
            ConsentAction::Allow => ("allow", None, None),
            ConsentAction::Report(report) => ("report", None, Some(report)),
            ConsentAction::Uphold(report) => ("uphold", None, Some(report)),
            ConsentAction::Dismiss(report) => ("dismiss", None, Some(report)),
            ConsentAction::Erase => ("erase", None, None),
        };
        Self {
            at: Timestamp(at),
            by: source,
            sponsor,
            action,
            fields,
            report,
        }
    }
}

/// A badge.
#[derive(Serialize)]
pub struct ExportedBadge {
    /// The id in the badge code.
    pub badge: BadgeId,
    /// The code that is printed under the symbol.
    pub human_code: String,
    pub minted_at: Timestamp,
    /// The time at which it was replaced or revoked.
    pub revoked_at: Option<Timestamp>,
}

/// A note of a booth.
#[derive(Serialize)]
pub struct ExportedNote {
    pub sponsor: SponsorId,
    /// The time by the device's clock.
    pub at: Timestamp,
    pub text: String,
    /// A rating from 1 to 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<u32>,
    pub tags: Vec<String>,
    /// The answers to the event's questions.
    pub answers: Vec<QuestionAnswer>,
}

/// A browser that is signed in.
#[derive(Serialize)]
pub struct ExportedSession {
    pub created_at: Timestamp,
    /// The time of the last use, to a few minutes.
    pub last_used_at: Timestamp,
}

/// An API token.
#[derive(Serialize)]
pub struct ExportedToken {
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

/// Gathers the data export, and writes that into the audit log. The caller must have authenticated the attendee.
pub async fn export(
    backend: &Backend,
    event: &EventSlug,
    attendee: &AttendeeId,
) -> Result<DataExport, DashboardError> {
    let dashboard = dashboard::show(backend, event, attendee).await?;
    let now = backend.now();
    // The export reads signed records, and no tenant but the event sees them.
    let tenant = Tenant::Event(event);
    let mut tx = backend.db().write_as(tenant).await?;
    let key: [Value<'_>; 2] = [event.into(), attendee.into()];
    let row = tx
        .query_one(
            "SELECT registration_id, imported, access_code, validator FROM attendee
             WHERE event = $1 AND attendee = $2 AND erased IS NULL",
            &key,
        )
        .await?
        .ok_or(AttendeeError::Erased)?;
    let export = DataExport {
        dashboard,
        registration: ExportedRegistration {
            registration_id: row.get("registration_id")?,
            imported_at: Timestamp(row.get("imported")?),
            access_code: row.get("access_code")?,
            validator: row.get("validator")?,
        },
        actions: consent_history::actions(&mut tx, event, attendee, None)
            .await?
            .into_iter()
            .map(ExportedAction::from)
            .collect(),
        badges: badges(&mut tx, &key).await?,
        notes: notes(&mut tx, &key).await?,
        mails: digest::settings(&mut tx, event, attendee).await?,
        sessions: sessions(&mut tx, event, attendee, now).await?,
        tokens: tokens(&mut tx, &key).await?,
    };
    let entry = audit::Entry {
        actor: audit::Actor::Attendee(attendee),
        action: Action::ExportOwn,
        sponsor: None,
        leads: 1,
        fields: FieldSet::ALL,
        detail: "",
    };
    audit::write(&mut tx, event, now, &entry).await?;
    tx.commit().await?;
    Ok(export)
}

async fn badges(tx: &mut Tx, key: &[Value<'_>]) -> Result<Vec<ExportedBadge>, DbError> {
    tx.query(
        "SELECT badge, human_code, minted, revoked FROM badge
         WHERE event = $1 AND attendee = $2 ORDER BY minted, badge",
        key,
    )
    .await?
    .iter()
    .map(|row| {
        Ok(ExportedBadge {
            badge: row.get("badge")?,
            human_code: row.get("human_code")?,
            minted_at: Timestamp(row.get("minted")?),
            revoked_at: row.get::<Option<_>>("revoked")?.map(Timestamp),
        })
    })
    .collect()
}

async fn notes(tx: &mut Tx, key: &[Value<'_>]) -> Result<Vec<ExportedNote>, DbError> {
    let rows = tx
        .query(
            "SELECT n.sponsor, n.wall, n.text, n.rating, n.tags, n.answers
             FROM scan s JOIN note n
                ON n.event = s.event AND n.sponsor = s.sponsor AND n.scan = s.scan
             WHERE s.event = $1 AND s.attendee = $2
             ORDER BY n.wall, n.device, n.seq",
            key,
        )
        .await?;
    rows.iter()
        .map(|row| {
            let (tags, answers): (String, String) = (row.get("tags")?, row.get("answers")?);
            Ok(ExportedNote {
                sponsor: row.get("sponsor")?,
                at: Timestamp(row.get("wall")?),
                text: row.get("text")?,
                rating: row.get("rating")?,
                tags: serde_json::from_str(&tags).map_err(|_| DbError::column("tags"))?,
                answers: serde_json::from_str(&answers).map_err(|_| DbError::column("answers"))?,
            })
        })
        .collect()
}

async fn sessions(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
    now: UnixMillis,
) -> Result<Vec<ExportedSession>, DbError> {
    tx.query(
        "SELECT created, last_used FROM session
         WHERE event = $1 AND subject = $2 AND kind = 'attendee' AND expires > $3
         ORDER BY created",
        &[event.into(), attendee.into(), now.into()],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(ExportedSession {
            created_at: Timestamp(row.get("created")?),
            last_used_at: Timestamp(row.get("last_used")?),
        })
    })
    .collect()
}

async fn tokens(tx: &mut Tx, key: &[Value<'_>]) -> Result<Vec<ExportedToken>, DbError> {
    tx.query(
        "SELECT created, expires FROM attendee_token
         WHERE event = $1 AND attendee = $2 ORDER BY created",
        key,
    )
    .await?
    .iter()
    .map(|row| {
        Ok(ExportedToken {
            created_at: Timestamp(row.get("created")?),
            expires_at: Timestamp(row.get("expires")?),
        })
    })
    .collect()
}
