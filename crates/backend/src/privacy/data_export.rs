//! All that the backend holds of an attendee, for them to take along.

use consent::Act;
use protocol::{
    AttendeeId, BadgeId, EventSlug, FieldSet, QuestionAnswer, ReportId, SponsorId, UnixMillis,
};
use serde::Serialize;

use crate::Backend;
use crate::audit;
use crate::privacy::attendees::AttendeeError;
use crate::privacy::consent_history::{self, Done};
use crate::privacy::dashboard::{self, Dashboard, DashboardError};
use crate::privacy::digest::{self, MailSettings};
use crate::timestamp::Timestamp;
use backend_db::{DbError, Tenant, Tx, Value};
use backend_model::Action;

/// Everything. What booths wrote is in it without who wrote it: that is their own matter.
#[derive(Serialize)]
pub struct Held {
    /// What the dashboard shows.
    #[serde(flatten)]
    pub dashboard: Dashboard,
    /// What the import left.
    pub registration: HeldRegistration,
    /// All that was done, in order.
    pub acts: Vec<HeldAct>,
    /// The badges.
    pub badges: Vec<HeldBadge>,
    /// What booths wrote about the attendee.
    pub notes: Vec<HeldNote>,
    /// The settings of mails.
    pub mails: MailSettings,
    /// The browsers that are signed in.
    pub sessions: Vec<HeldSession>,
    /// The tokens of programs.
    pub tokens: Vec<HeldToken>,
}

/// What the import left beside the fields.
#[derive(Serialize)]
pub struct HeldRegistration {
    /// The registration's id.
    pub registration_id: String,
    /// When it was imported last.
    pub imported_at: Timestamp,
    /// The access code of the registration system's own badge.
    pub access_code: Option<String>,
    /// Its validator.
    pub validator: Option<String>,
}

/// Something that was done.
#[derive(Serialize)]
pub struct HeldAct {
    /// When.
    pub at: Timestamp,
    /// Who did it: `attendee`, `organiser` or `import`.
    pub by: String,
    /// About which sponsor; none: all.
    pub sponsor: Option<SponsorId>,
    /// What.
    pub act: &'static str,
    /// The fields it sets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<FieldSet>,
    /// The report it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<ReportId>,
}

impl From<Done> for HeldAct {
    fn from(done: Done) -> Self {
        let Done {
            sponsor,
            act,
            at,
            actor,
        } = done;
        let (act, fields, report) = match act {
            Act::ShareWithAll(fields) => ("share_with_all", Some(fields), None),
            Act::ShareWithSponsor(fields) => ("share_with_sponsor", Some(fields), None),
            Act::DoNotScan(true) => ("do_not_scan", None, None),
            Act::DoNotScan(false) => ("do_not_scan_lifted", None, None),
            Act::Withdraw => ("withdraw", None, None),
            Act::Allow => ("allow", None, None),
            Act::Report(report) => ("report", None, Some(report)),
            Act::Uphold(report) => ("uphold", None, Some(report)),
            Act::Dismiss(report) => ("dismiss", None, Some(report)),
            Act::Erase => ("erase", None, None),
        };
        Self {
            at: Timestamp(at),
            by: actor,
            sponsor,
            act,
            fields,
            report,
        }
    }
}

/// A badge.
#[derive(Serialize)]
pub struct HeldBadge {
    /// Its id, as the code has it.
    pub badge: BadgeId,
    /// The short code under the symbol.
    pub human_code: String,
    /// When it was made.
    pub minted_at: Timestamp,
    /// When it was replaced or revoked.
    pub revoked_at: Option<Timestamp>,
}

/// What a booth wrote.
#[derive(Serialize)]
pub struct HeldNote {
    /// Whose booth.
    pub sponsor: SponsorId,
    /// When, by the device's clock.
    pub at: Timestamp,
    /// Free text.
    pub text: String,
    /// 1 to 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<u32>,
    /// Short words.
    pub tags: Vec<String>,
    /// Answers to the event's questions.
    pub answers: Vec<QuestionAnswer>,
}

/// A browser that is signed in.
#[derive(Serialize)]
pub struct HeldSession {
    /// Since when.
    pub created_at: Timestamp,
    /// When it was last used, to some minutes.
    pub last_used_at: Timestamp,
}

/// A program's token.
#[derive(Serialize)]
pub struct HeldToken {
    /// Since when.
    pub created_at: Timestamp,
    /// Until when it works.
    pub expires_at: Timestamp,
}

/// Gathers everything, and writes down that it left. The caller vouches that it is the attendee who asks.
///
/// # Errors
/// [`DashboardError`].
pub async fn everything(
    backend: &Backend,
    event: &EventSlug,
    attendee: &AttendeeId,
) -> Result<Held, DashboardError> {
    let dashboard = dashboard::show(backend, event, attendee).await?;
    let now = backend.now();
    // The signed records are among what is read, and they name nobody.
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
    let held = Held {
        dashboard,
        registration: HeldRegistration {
            registration_id: row.get(0)?,
            imported_at: Timestamp(row.get(1)?),
            access_code: row.get(2)?,
            validator: row.get(3)?,
        },
        acts: consent_history::done(&mut tx, event, attendee, None)
            .await?
            .into_iter()
            .map(HeldAct::from)
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
    Ok(held)
}

async fn badges(tx: &mut Tx, key: &[Value<'_>]) -> Result<Vec<HeldBadge>, DbError> {
    tx.query(
        "SELECT badge, human_code, minted, revoked FROM badge
         WHERE event = $1 AND attendee = $2 ORDER BY minted, badge",
        key,
    )
    .await?
    .iter()
    .map(|row| {
        Ok(HeldBadge {
            badge: row.get(0)?,
            human_code: row.get(1)?,
            minted_at: Timestamp(row.get(2)?),
            revoked_at: row.get::<Option<_>>(3)?.map(Timestamp),
        })
    })
    .collect()
}

async fn notes(tx: &mut Tx, key: &[Value<'_>]) -> Result<Vec<HeldNote>, DbError> {
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
    let json = |column| move |_| DbError::column(column);
    rows.iter()
        .map(|row| {
            let (tags, answers): (String, String) = (row.get(4)?, row.get(5)?);
            Ok(HeldNote {
                sponsor: row.get(0)?,
                at: Timestamp(row.get(1)?),
                text: row.get(2)?,
                rating: row.get(3)?,
                tags: serde_json::from_str(&tags).map_err(json(4))?,
                answers: serde_json::from_str(&answers).map_err(json(5))?,
            })
        })
        .collect()
}

async fn sessions(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
    now: UnixMillis,
) -> Result<Vec<HeldSession>, DbError> {
    tx.query(
        "SELECT created, last_used FROM session
         WHERE event = $1 AND subject = $2 AND kind = 'attendee' AND expires > $3
         ORDER BY created",
        &[event.into(), attendee.into(), now.into()],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(HeldSession {
            created_at: Timestamp(row.get(0)?),
            last_used_at: Timestamp(row.get(1)?),
        })
    })
    .collect()
}

async fn tokens(tx: &mut Tx, key: &[Value<'_>]) -> Result<Vec<HeldToken>, DbError> {
    tx.query(
        "SELECT created, expires FROM attendee_token
         WHERE event = $1 AND attendee = $2 ORDER BY created",
        key,
    )
    .await?
    .iter()
    .map(|row| {
        Ok(HeldToken {
            created_at: Timestamp(row.get(0)?),
            expires_at: Timestamp(row.get(1)?),
        })
    })
    .collect()
}
