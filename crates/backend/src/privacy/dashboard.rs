//! The attendee's dashboard: which sponsor has which fields, and the attendee's actions on it.

use std::collections::BTreeMap;

use consent::{ConsentAction, Decision, SelfView, Withheld, self_view};
use protocol::{AttendeeId, EventSlug, FieldSet, ReportId, SponsorId, StaffId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::Backend;
use crate::api_schema::{FieldName, LeadState, OwnFields, WithheldReason};
use crate::audit;
use crate::event::{Event, EventError};
use crate::privacy::attendees::{self, AttendeeError};
use crate::privacy::consent_history::{self, ActionSource, History, HistoryScope};
use crate::privacy::digest;
use crate::privacy::reports::{self, Report, ReportError, ReportReason};
use crate::timestamp::Timestamp;
use backend_db::{DbError, Tenant, Tx, Value};
use backend_model::Action;

/// The most consent actions of one attendee before changes of settings are refused, so that a stolen token
/// cannot fill the database. Withdrawal, reports and erasure always work.
const MAX_ACTIONS: i64 = 2_000;

/// The reason why the dashboard is not shown or an action is refused.
#[derive(Debug, thiserror::Error)]
pub enum DashboardError {
    #[error("there is no such sponsor")]
    UnknownSponsor,
    #[error("settings were changed more than {MAX_ACTIONS} times")]
    TooManyActions,
    #[error("cannot use the registration")]
    Attendee(#[from] AttendeeError),
    #[error("cannot open the report")]
    Report(#[from] ReportError),
    #[error("cannot load the event")]
    Event(#[from] EventError),
    #[error("cannot read or write the attendee's data")]
    Db(#[from] DbError),
}

/// Which sponsors have which data of an attendee, and the attendee's settings.
#[derive(Serialize, ToSchema)]
pub struct Dashboard {
    /// The event's short name.
    #[schema(value_type = String)]
    pub event: EventSlug,
    /// The event's full name.
    pub event_name: String,
    /// The attendee's own data.
    #[schema(value_type = OwnFields)]
    pub you: SelfView,
    /// The fields that the event allows sponsors at most.
    #[schema(value_type = Vec<FieldName>)]
    pub allowed_fields: FieldSet,
    /// The fields that the attendee allows any sponsor at most.
    #[schema(value_type = Vec<FieldName>)]
    pub sharing: FieldSet,
    /// Whether the attendee asks not to be scanned.
    pub do_not_scan: bool,
    /// Whether the attendee receives a mail when sponsors scan them for the first time.
    pub digest: bool,
    /// The sponsors that have scanned the attendee, or have received data about them.
    pub sponsors: Vec<SponsorCard>,
    /// The attendee's reports.
    pub reports: Vec<Report>,
}

/// What one sponsor has of the attendee.
#[derive(Serialize, ToSchema)]
pub struct SponsorCard {
    /// The sponsor's id.
    #[schema(value_type = String)]
    pub sponsor: SponsorId,
    /// The sponsor's name.
    pub name: String,
    /// Whether the sponsor sees anything.
    #[schema(value_type = LeadState)]
    pub state: &'static str,
    /// Why the sponsor sees nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = WithheldReason)]
    pub reason: Option<Withheld>,
    /// Since when the sponsor sees nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Timestamp)]
    pub since: Option<Timestamp>,
    /// The fields that the sponsor may see now.
    #[schema(value_type = Vec<FieldName>)]
    pub fields: FieldSet,
    /// The fields that the attendee allows this sponsor at most.
    #[schema(value_type = Vec<FieldName>)]
    pub sharing: FieldSet,
    /// The fields agreed to at the booth, of those that the event allows. No setting gives the sponsor
    /// more.
    #[schema(value_type = Vec<FieldName>)]
    pub agreed: FieldSet,
    /// The fields that the sponsor would see once it is allowed again. Absent if that would change nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Vec<FieldName>)]
    pub if_allowed: Option<FieldSet>,
    /// The scans of the attendee's badge.
    pub scans: Vec<CardScan>,
    /// What the sponsor has received already. Absent if it has received nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub disclosed: Option<Disclosed>,
}

/// One scan of the badge, as the attendee sees it: with the device, without the operator.
#[derive(Serialize, ToSchema)]
pub struct CardScan {
    /// When the badge was scanned, by the device's clock.
    pub scanned_at: Timestamp,
    /// When the backend received the scan.
    pub received_at: Timestamp,
    /// The device's label.
    pub device: String,
    /// How consent was given.
    pub given: String,
    /// The fields consented to.
    #[schema(value_type = Vec<FieldName>)]
    pub fields: FieldSet,
    /// The version of the privacy notice at the booth.
    pub notice: u32,
    /// Whether the booth has voided the scan.
    pub voided: bool,
}

/// The data that a sponsor has received.
#[derive(Serialize, ToSchema)]
pub struct Disclosed {
    /// All fields that the sponsor has ever received.
    #[schema(value_type = Vec<FieldName>)]
    pub fields: FieldSet,
    /// When the sponsor first received data.
    pub first_seen_at: Timestamp,
    /// When the sponsor last received data.
    pub last_seen_at: Timestamp,
    /// When the sponsor last took an export.
    #[schema(value_type = Timestamp, required)]
    pub exported_at: Option<Timestamp>,
    /// When the sponsor stated that its copies are deleted.
    #[schema(value_type = Timestamp, required)]
    pub deletion_acknowledged_at: Option<Timestamp>,
}

/// Returns the dashboard to the attendee. The caller must have authenticated the attendee.
pub async fn show(
    backend: &Backend,
    event: &EventSlug,
    attendee: &AttendeeId,
) -> Result<Dashboard, DashboardError> {
    let by = audit::Actor::Attendee(attendee);
    show_to(backend, event, attendee, by, Action::ReadOwn).await
}

/// Returns an attendee's dashboard to a member of staff, and writes that into the audit log.
pub async fn show_to_staff(
    backend: &Backend,
    event: &EventSlug,
    attendee: &AttendeeId,
    staff: &StaffId,
) -> Result<Dashboard, DashboardError> {
    let by = audit::Actor::Staff(staff);
    show_to(backend, event, attendee, by, Action::ReadAttendee).await
}

async fn show_to(
    backend: &Backend,
    event: &EventSlug,
    attendee: &AttendeeId,
    by: audit::Actor<'_>,
    action: Action,
) -> Result<Dashboard, DashboardError> {
    let now = backend.now();
    let tenant = Tenant::Attendee(event, attendee);
    let mut tx = backend.db().write_as(tenant).await?;
    let event = Event::load(backend, &mut tx, event).await?;
    let slug = &event.slug;
    let person = attendees::load(&mut tx, slug, attendee)
        .await?
        .ok_or(AttendeeError::Erased)?;
    let mut histories =
        consent_history::histories(&mut tx, slug, HistoryScope::Attendee(attendee)).await?;
    let mut scans = scans(&mut tx, slug, attendee).await?;
    let mut disclosed = disclosed(&mut tx, slug, attendee).await?;
    let names = names(&mut tx, slug).await?;
    // A sponsor that received data is shown even without an accepted scan.
    for sponsor in disclosed.keys() {
        histories.entry((*sponsor, *attendee)).or_default();
    }
    let mut cards = Vec::with_capacity(histories.len());
    for ((sponsor, _), history) in &histories {
        cards.push(card(
            &event,
            *sponsor,
            names.get(sponsor).cloned().unwrap_or_default(),
            history,
            scans.remove(sponsor).unwrap_or_default(),
            disclosed.remove(sponsor),
        ));
    }
    cards.sort_by(|one, other| one.name.cmp(&other.name));
    let dashboard = Dashboard {
        event_name: event.name.clone(),
        you: self_view(&person),
        allowed_fields: event.allowed_fields,
        sharing: consent_history::shared_with_all(&mut tx, slug, attendee).await?,
        do_not_scan: consent_history::do_not_scan(&mut tx, slug, attendee).await?,
        digest: digest::settings(&mut tx, slug, attendee).await?.digest,
        sponsors: cards,
        reports: reports::of_attendee(&mut tx, slug, attendee).await?,
        event: slug.clone(),
    };
    let entry = audit::Entry {
        actor: by,
        action,
        sponsor: None,
        leads: 1,
        fields: FieldSet::ALL,
        detail: "",
    };
    audit::write(&mut tx, slug, now, &entry).await?;
    tx.commit().await?;
    Ok(dashboard)
}

fn card(
    event: &Event,
    sponsor: SponsorId,
    name: String,
    history: &History,
    scans: Vec<CardScan>,
    disclosed: Option<Disclosed>,
) -> SponsorCard {
    let decision = history.decide(event.allowed_fields);
    let reason = match decision {
        Decision::Withheld(reason) => Some(reason),
        // Data was disclosed to the sponsor once, so the card is that of a voided lead.
        Decision::Never => Some(Withheld::Voided),
        Decision::Shown(_) => None,
    };
    let sharing = history.actions().filter_map(|action| match action {
        ConsentAction::ShareWithSponsor(fields) => Some(fields),
        _ => None,
    });
    SponsorCard {
        sponsor,
        name,
        state: if reason.is_some() {
            "withheld"
        } else {
            "shared"
        },
        since: reason.and_then(|_| history.withheld_since().map(Timestamp)),
        reason,
        fields: decision.fields(),
        sharing: sharing.last().unwrap_or(FieldSet::ALL),
        agreed: history.agreed().intersection(event.allowed_fields),
        if_allowed: match (
            reason,
            history.decide_after(event.allowed_fields, ConsentAction::Allow),
        ) {
            (Some(_), Decision::Shown(fields)) => Some(fields),
            _ => None,
        },
        scans,
        disclosed,
    }
}

async fn names(tx: &mut Tx, event: &EventSlug) -> Result<BTreeMap<SponsorId, String>, DbError> {
    tx.query(
        "SELECT sponsor, name FROM sponsor WHERE event = $1",
        &[event.into()],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get("sponsor")?, row.get("name")?)))
    .collect()
}

type ScansOf = BTreeMap<SponsorId, Vec<CardScan>>;

async fn scans(tx: &mut Tx, event: &EventSlug, attendee: &AttendeeId) -> Result<ScansOf, DbError> {
    let rows = tx
        .query(
            "SELECT s.sponsor, s.wall, s.received, d.label, s.given, s.fields, s.notice,
                EXISTS (SELECT 1 FROM void v
                        WHERE v.event = s.event AND v.sponsor = s.sponsor AND v.scan = s.scan)
                AS voided
             FROM scan s
             JOIN device d ON d.event = s.event AND d.device = s.device
             WHERE s.event = $1 AND s.attendee = $2
             ORDER BY s.received, s.device, s.seq",
            &[event.into(), attendee.into()],
        )
        .await?;
    let mut scans = ScansOf::new();
    for row in rows {
        scans
            .entry(row.get("sponsor")?)
            .or_default()
            .push(CardScan {
                scanned_at: Timestamp(row.get("wall")?),
                received_at: Timestamp(row.get("received")?),
                device: row.get("label")?,
                given: row.get("given")?,
                fields: row.get("fields")?,
                notice: row.get("notice")?,
                voided: row.get("voided")?,
            });
    }
    Ok(scans)
}

async fn disclosed(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
) -> Result<BTreeMap<SponsorId, Disclosed>, DbError> {
    tx.query(
        "SELECT sponsor, fields, first_seen, last_seen, exported, deletion_acknowledged
         FROM disclosure WHERE event = $1 AND attendee = $2",
        &[event.into(), attendee.into()],
    )
    .await?
    .iter()
    .map(|row| {
        let disclosed = Disclosed {
            fields: row.get("fields")?,
            first_seen_at: Timestamp(row.get("first_seen")?),
            last_seen_at: Timestamp(row.get("last_seen")?),
            exported_at: row.get::<Option<_>>("exported")?.map(Timestamp),
            deletion_acknowledged_at: row
                .get::<Option<_>>("deletion_acknowledged")?
                .map(Timestamp),
        };
        Ok((row.get("sponsor")?, disclosed))
    })
    .collect()
}

/// Performs an attendee's action about one sponsor or all. An action without effect is not stored, so that the
/// list stays bounded: beyond the bound nothing is shared again, and each withdrawal that cannot be lifted any
/// more is stored once.
///
/// # Errors
/// [`DashboardError::UnknownSponsor`], [`DashboardError::TooManyActions`].
pub async fn perform(
    backend: &Backend,
    event: &EventSlug,
    attendee: &AttendeeId,
    sponsor: Option<&SponsorId>,
    action: ConsentAction,
) -> Result<(), DashboardError> {
    let tenant = Tenant::Attendee(event, attendee);
    let mut tx = backend.db().write_as(tenant).await?;
    check_not_erased(&mut tx, event, attendee).await?;
    if let Some(sponsor) = sponsor {
        check_sponsor(&mut tx, event, sponsor).await?;
    }
    let holds = match action {
        ConsentAction::Withdraw => is_withdrawn(&mut tx, event, attendee, sponsor).await?,
        ConsentAction::DoNotScan(true) => {
            consent_history::do_not_scan(&mut tx, event, attendee).await?
        }
        _ => {
            consent_history::last_action(&mut tx, event, attendee).await?
                == Some((sponsor.copied(), action))
        }
    };
    if holds {
        return Ok(());
    }
    let takes_away = matches!(
        action,
        ConsentAction::Withdraw | ConsentAction::DoNotScan(true)
    );
    if !takes_away && count(&mut tx, event, attendee).await? >= MAX_ACTIONS {
        return Err(DashboardError::TooManyActions);
    }
    let now = backend.now();
    consent_history::append(
        &mut tx,
        event,
        attendee,
        sponsor,
        action,
        ActionSource::Attendee,
        now,
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Returns whether another withdrawal would have no effect. For one sponsor, the latest withdrawal or permission
/// must be a withdrawal from it or from all; for all sponsors, a withdrawal from all without a later permission.
async fn is_withdrawn(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
    sponsor: Option<&SponsorId>,
) -> Result<bool, DbError> {
    let key: [Value<'_>; 2] = [event.into(), attendee.into()];
    let row = match sponsor {
        Some(sponsor) => {
            tx.query_one(
                "SELECT kind FROM act WHERE event = $1 AND attendee = $2
                    AND kind IN ('withdraw', 'allow') AND (sponsor IS NULL OR sponsor = $3)
                 ORDER BY number DESC LIMIT 1",
                &[key[0], key[1], sponsor.into()],
            )
            .await?
        }
        None => {
            tx.query_one(
                "SELECT kind FROM act WHERE event = $1 AND attendee = $2
                    AND (kind = 'allow' OR kind = 'withdraw' AND sponsor IS NULL)
                 ORDER BY number DESC LIMIT 1",
                &key,
            )
            .await?
        }
    };
    row.map_or(
        Ok(false),
        |row| Ok(row.get::<String>("kind")? == "withdraw"),
    )
}

async fn count(tx: &mut Tx, event: &EventSlug, attendee: &AttendeeId) -> Result<i64, DbError> {
    let key: [Value<'_>; 2] = [event.into(), attendee.into()];
    let row = tx
        .query_one(
            "SELECT count(*) AS actions FROM act WHERE event = $1 AND attendee = $2",
            &key,
        )
        .await?;
    row.map_or(Ok(0), |row| row.get("actions"))
}

/// Refuses an erased attendee. The erasure may have happened after the request's token was checked.
async fn check_not_erased(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
) -> Result<(), DashboardError> {
    match attendees::load(tx, event, attendee).await? {
        Some(_) => Ok(()),
        None => Err(AttendeeError::Erased.into()),
    }
}

async fn check_sponsor(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
) -> Result<(), DashboardError> {
    tx.query_one(
        "SELECT 1 FROM sponsor WHERE event = $1 AND sponsor = $2",
        &[event.into(), sponsor.into()],
    )
    .await?
    .map(drop)
    .ok_or(DashboardError::UnknownSponsor)
}

/// Opens a report of an improper scan. The lead is withheld from then on.
///
/// # Errors
/// [`DashboardError::UnknownSponsor`], [`DashboardError::Report`].
pub async fn report(
    backend: &Backend,
    event: &EventSlug,
    attendee: &AttendeeId,
    sponsor: &SponsorId,
    reason: ReportReason,
    text: &str,
) -> Result<ReportId, DashboardError> {
    let tenant = Tenant::Attendee(event, attendee);
    let mut tx = backend.db().write_as(tenant).await?;
    check_not_erased(&mut tx, event, attendee).await?;
    check_sponsor(&mut tx, event, sponsor).await?;
    let now = backend.now();
    let report = reports::open(&mut tx, event, attendee, sponsor, reason, text, now).await?;
    tx.commit().await?;
    Ok(report)
}

/// Sets the address that sponsors receive in place of the registration's.
///
/// # Errors
/// [`AttendeeError::Email`].
pub async fn set_sponsor_email(
    backend: &Backend,
    event: &EventSlug,
    attendee: &AttendeeId,
    email: Option<&str>,
) -> Result<(), DashboardError> {
    let tenant = Tenant::Attendee(event, attendee);
    let mut tx = backend.db().write_as(tenant).await?;
    attendees::set_sponsor_email(&mut tx, event, attendee, email).await?;
    tx.commit().await?;
    Ok(())
}

/// Sets whether a mail reports first scans by sponsors.
///
/// # Errors
/// [`AttendeeError::Erased`].
pub async fn set_digest(
    backend: &Backend,
    event: &EventSlug,
    attendee: &AttendeeId,
    wanted: bool,
) -> Result<(), DashboardError> {
    let tenant = Tenant::Attendee(event, attendee);
    let mut tx = backend.db().write_as(tenant).await?;
    check_not_erased(&mut tx, event, attendee).await?;
    digest::set(&mut tx, event, attendee, wanted).await?;
    tx.commit().await?;
    Ok(())
}
