//! Records which leads were disclosed to a sponsor: for the attendee, for deletions and for the audit log.

use protocol::{AttendeeId, EventSlug, FieldSet, SponsorId, UnixMillis};

use crate::Backend;
use crate::audit;
use crate::leads::access::Access;
use crate::leads::detail::Lead;
use backend_db::{DbError, Tx};
use backend_model::Action;

/// Records the disclosure of a lead. A sponsor that gets a deleted lead again must delete it again.
async fn record_lead(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    lead: &Lead,
    exported: bool,
    now: UnixMillis,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO disclosure (event, sponsor, attendee, fields, first_seen, last_seen, exported,
            deletion_acknowledged)
         VALUES ($1, $2, $3, $4, $5, $5, $6, NULL)
         ON CONFLICT (event, sponsor, attendee) DO UPDATE SET
            fields = disclosure.fields | excluded.fields,
            last_seen = excluded.last_seen,
            exported = coalesce(excluded.exported, disclosure.exported),
            deletion_acknowledged = NULL",
        &[
            event.into(),
            sponsor.into(),
            lead.attendee().into(),
            lead.given().into(),
            now.into(),
            exported.then_some(now).into(),
        ],
    )
    .await?;
    Ok(())
}

/// Records that the sponsor has deleted its copies of a lead, and returns when it first confirmed that. Nothing is
/// recorded if the lead was never disclosed.
pub(crate) async fn acknowledge(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    attendee: &AttendeeId,
    now: UnixMillis,
) -> Result<UnixMillis, DbError> {
    let row = tx
        .query_one(
            "UPDATE disclosure SET deletion_acknowledged = coalesce(deletion_acknowledged, $1)
             WHERE event = $2 AND sponsor = $3 AND attendee = $4
             RETURNING deletion_acknowledged",
            &[now.into(), event.into(), sponsor.into(), attendee.into()],
        )
        .await?;
    row.map_or(Ok(now), |row| row.get("deletion_acknowledged"))
}

/// Records the disclosure of these leads and writes the audit log. The caller commits before it hands the leads
/// out.
pub(crate) async fn record(
    backend: &Backend,
    tx: &mut Tx,
    access: Access<'_>,
    leads: &[Lead],
    action: Action,
    exported: bool,
) -> Result<(), DbError> {
    let Access { event, sponsor, .. } = access;
    let now = backend.now();
    let mut fields = FieldSet::NONE;
    for lead in leads.iter().filter(|lead| !lead.is_withheld()) {
        fields = fields.union(lead.given());
        record_lead(tx, event, sponsor, lead, exported, now).await?;
    }
    let entry = audit::Entry {
        actor: access.actor(),
        action,
        sponsor: Some(sponsor),
        leads: leads.len(),
        fields,
        detail: "",
    };
    audit::write(tx, event, now, &entry).await
}
