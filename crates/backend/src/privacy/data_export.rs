//! The data export of an attendee (subject access): all data that the backend holds about them.

use consent::ConsentAction;
use protocol::{
    AttendeeId, BadgeId, EventSlug, FieldSet, QuestionAnswer, ReportId, SponsorId, UnixMillis,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::Backend;
use crate::api_schema::{self, ConsentActor, FieldName};
use crate::audit;
use crate::privacy::attendees::AttendeeError;
use crate::privacy::consent_history::{self, PastAction};
use crate::privacy::dashboard::{self, Dashboard, DashboardError};
use crate::privacy::digest::{self, MailSettings};
use crate::timestamp::Timestamp;
use backend_db::{DbError, Tenant, Tx, Value};
use backend_model::Action;

/// Everything that is stored about an attendee. Booth notes leave out who wrote them, because that is the
/// operators' personal data.
#[derive(Serialize, ToSchema)]
#[schema(as = Everything)]
pub struct DataExport {
    /// What the dashboard shows.
    #[serde(flatten)]
    pub dashboard: Dashboard,
    /// Registration data besides the seven fields.
    pub registration: ExportedRegistration,
    /// The changes of consent, in order.
    #[serde(rename = "acts")]
    pub actions: Vec<ExportedAction>,
    /// The attendee's badges.
    pub badges: Vec<ExportedBadge>,
    /// The notes of booths about the attendee.
    pub notes: Vec<ExportedNote>,
    /// The mail settings.
    pub mails: MailSettings,
    /// Browsers that are signed in.
    pub sessions: Vec<ExportedSession>,
    /// The attendee's API tokens.
    pub tokens: Vec<ExportedToken>,
}

/// Registration data besides the seven fields.
#[derive(Serialize, ToSchema)]
#[schema(as = RegistrationDetails)]
pub struct ExportedRegistration {
    /// The registration's id.
    pub registration_id: String,
    /// When it was last imported.
    pub imported_at: Timestamp,
    /// The access code on the registration system's own badge.
    #[schema(required)]
    pub access_code: Option<String>,
    /// The validator of that access code.
    #[schema(required)]
    pub validator: Option<String>,
}

/// One change of consent.
#[derive(Serialize, ToSchema)]
#[schema(as = ConsentChange)]
pub struct ExportedAction {
    /// When it was made.
    pub at: Timestamp,
    /// Who made it.
    #[schema(value_type = ConsentActor)]
    pub by: String,
    /// The sponsor that it is about, or `null` for all sponsors.
    #[schema(value_type = Option<String>, required)]
    pub sponsor: Option<SponsorId>,
    /// The kind of change.
    #[serde(rename = "act")]
    pub action: &'static str,
    /// The fields that it sets.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Vec<FieldName>)]
    pub fields: Option<FieldSet>,
    /// The report that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String)]
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

/// One of the badges of an attendee.
#[derive(Serialize, ToSchema)]
#[schema(as = BadgeDetails)]
pub struct ExportedBadge {
    /// The badge's id.
    #[schema(value_type = String)]
    pub badge: BadgeId,
    /// The code printed under the symbol.
    pub human_code: String,
    /// When the badge was made.
    pub minted_at: Timestamp,
    /// When the badge was replaced or revoked.
    #[schema(value_type = Timestamp, required)]
    pub revoked_at: Option<Timestamp>,
}

/// A note of a booth about the attendee.
#[derive(Serialize, ToSchema)]
#[schema(as = BoothNote)]
pub struct ExportedNote {
    /// The sponsor of the booth.
    #[schema(value_type = String)]
    pub sponsor: SponsorId,
    /// When it was written, by the device's clock.
    pub at: Timestamp,
    /// Free text.
    pub text: String,
    /// A rating from 1 to 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub rating: Option<u32>,
    /// Short keywords.
    pub tags: Vec<String>,
    /// Answers to the event's questions.
    #[schema(value_type = Vec<api_schema::QuestionAnswer>)]
    pub answers: Vec<QuestionAnswer>,
}

/// A browser that is signed in.
#[derive(Serialize, ToSchema)]
#[schema(as = BrowserSession)]
pub struct ExportedSession {
    /// When it signed in.
    pub created_at: Timestamp,
    /// When it was last used, to within some minutes.
    pub last_used_at: Timestamp,
}

/// An API token of the attendee.
#[derive(Serialize, ToSchema)]
#[schema(as = ApiToken)]
pub struct ExportedToken {
    /// When the token was made.
    pub created_at: Timestamp,
    /// When the token expires.
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
