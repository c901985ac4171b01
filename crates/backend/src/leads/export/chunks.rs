//! An export in progress: reads the leads chunk by chunk and records their disclosure.

use std::collections::HashMap;

use protocol::{AttendeeId, EventSlug, MemberId, SponsorId, UnixMillis};

use crate::Backend;
use crate::keys::token::TokenHash;
use crate::leads::access::{Access, Principal, begin};
use crate::leads::detail::Lead;
use crate::leads::disclosure;
use crate::leads::error::LeadError;
use crate::leads::export::format::Format;
use crate::leads::export::history::last_export;
use crate::leads::gather::gather;
use crate::leads::keyset::{self, CHUNK, Order, Position};
use crate::sql::placeholders;
use backend_db::{DbError, Tx, Value};
use backend_model::Scope;

/// A lead of an export.
#[derive(Debug)]
pub struct ExportedLead {
    pub lead: Lead,
    /// Whether the last export contained it and it is withheld since.
    pub is_new_deletion: bool,
    /// Whether it is withheld and the sponsor has not confirmed the deletion of its copies.
    pub is_to_delete: bool,
}

/// A [`Principal`] that owns its ids.
enum OwnedPrincipal {
    Token(TokenHash),
    Member(MemberId),
}

/// An export in progress.
pub struct Export {
    backend: Backend,
    pub(crate) event: EventSlug,
    sponsor: SponsorId,
    principal: OwnedPrincipal,
    format: Format,
    number: u64,
    pub(crate) made: UnixMillis,
    /// The time of the previous export.
    last: Option<UnixMillis>,
    after: Option<Position>,
}

impl Export {
    /// Begins an export and records it in the history.
    pub async fn begin(
        backend: &Backend,
        access: Access<'_>,
        format: Format,
    ) -> Result<Self, LeadError> {
        let Access {
            event,
            sponsor,
            principal,
        } = access;
        let (mut tx, _) = begin(backend, access, Scope::Exports).await?;
        let made = backend.now();
        let last = last_export(&mut tx, event, sponsor).await?;
        let number: u64 = tx
            .query_one(
                "SELECT coalesce(max(number), 0) + 1 AS number FROM export WHERE event = $1 AND sponsor = $2",
                &[event.into(), sponsor.into()],
            )
            .await?
            .map_or(Ok(1), |row| row.get("number"))?;
        tx.execute(
            "INSERT INTO export (event, sponsor, number, format, made, member, leads, deletions)
             VALUES ($1, $2, $3, $4, $5, $6, 0, 0)",
            &[
                event.into(),
                sponsor.into(),
                number.into(),
                format.name().into(),
                made.into(),
                access.member().into(),
            ],
        )
        .await?;
        tx.commit().await?;
        Ok(Self {
            backend: backend.clone(),
            event: event.clone(),
            sponsor: *sponsor,
            principal: match principal {
                Principal::Token(token) => OwnedPrincipal::Token(*token),
                Principal::Member(member) => OwnedPrincipal::Member(*member),
            },
            format,
            number,
            made,
            last,
            after: None,
        })
    }

    #[must_use]
    pub const fn format(&self) -> Format {
        self.format
    }

    const fn access(&self) -> Access<'_> {
        Access {
            event: &self.event,
            sponsor: &self.sponsor,
            principal: match &self.principal {
                OwnedPrincipal::Token(token) => Principal::Token(token),
                OwnedPrincipal::Member(member) => Principal::Member(member),
            },
        }
    }

    /// The next chunk of leads in the order of their first scan, or `None` after the last one. Withheld leads are
    /// included as tombstones.
    ///
    /// # Errors
    /// [`LeadError::Revoked`] if the token was revoked or the member removed meanwhile.
    pub async fn next(&mut self) -> Result<Option<Vec<ExportedLead>>, LeadError> {
        let access = self.access();
        let Access { event, sponsor, .. } = access;
        let (mut tx, loaded) = begin(&self.backend, access, Scope::Exports).await?;
        let order = Order::FirstScanned;
        let chunk = keyset::next(&mut tx, event, sponsor, order, self.after, CHUNK).await?;
        let Some((_, position)) = chunk.last().copied() else {
            return Ok(None);
        };
        let attendees: Vec<AttendeeId> = chunk.into_iter().map(|(attendee, _)| attendee).collect();
        let disclosures = disclosures(&mut tx, event, sponsor, &attendees).await?;
        let leads = gather(&mut tx, &loaded, sponsor, &attendees).await?;
        let action = self.format.action();
        disclosure::record(&self.backend, &mut tx, access, &leads, action, true).await?;
        let leads: Vec<ExportedLead> = leads
            .into_iter()
            .map(|lead| {
                let (exported, acknowledged) = disclosures
                    .get(lead.attendee())
                    .copied()
                    .unwrap_or_default();
                let has_copy = lead.is_withheld() && exported.is_some();
                ExportedLead {
                    is_new_deletion: has_copy && exported >= self.last,
                    is_to_delete: has_copy && acknowledged.is_none(),
                    lead,
                }
            })
            .collect();
        self.add_counts(&mut tx, &leads).await?;
        tx.commit().await?;
        self.after = Some(position);
        Ok(Some(leads))
    }

    async fn add_counts(&self, tx: &mut Tx, leads: &[ExportedLead]) -> Result<(), DbError> {
        let shared = leads.iter().filter(|lead| !lead.lead.is_withheld()).count();
        let deletions = leads.iter().filter(|lead| lead.is_new_deletion).count();
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        tx.execute(
            "UPDATE export SET leads = leads + $1, deletions = deletions + $2
             WHERE event = $3 AND sponsor = $4 AND number = $5",
            &[
                number(shared).into(),
                number(deletions).into(),
                (&self.event).into(),
                (&self.sponsor).into(),
                self.number.into(),
            ],
        )
        .await
        .map(drop)
    }
}

/// For each attendee, when the lead was last exported and when its deletion was confirmed.
async fn disclosures(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    attendees: &[AttendeeId],
) -> Result<HashMap<AttendeeId, (Option<UnixMillis>, Option<UnixMillis>)>, DbError> {
    let mut params: Vec<Value<'_>> = vec![event.into(), sponsor.into()];
    params.extend(attendees.iter().map(Value::from));
    let sql = format!(
        "SELECT attendee, exported, deletion_acknowledged FROM disclosure
         WHERE event = $1 AND sponsor = $2 AND attendee IN ({})",
        placeholders(3, attendees.len())
    );
    tx.query(&sql, &params)
        .await?
        .iter()
        .map(|row| {
            let confirmed = row.get("deletion_acknowledged")?;
            Ok((row.get("attendee")?, (row.get("exported")?, confirmed)))
        })
        .collect()
}
