//! What a delivery says.

use protocol::{EventSlug, LeadId, SponsorId, WebhookId};
use serde::Serialize;

use crate::Backend;
use backend_db::{DbError, Tx};

/// A delivery's body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// `leads` or `ping`.
    pub kind: &'static str,
    /// Which leads, at most some hundreds; none of a ping.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub leads: Vec<NoticeLead>,
}

/// A lead that has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoticeLead {
    /// Its id.
    pub lead: LeadId,
    /// `changed`, or `deleted`: then every copy is to be deleted.
    pub change: &'static str,
}

impl Notice {
    /// One that only asks whether somebody is there.
    #[must_use]
    pub const fn ping() -> Self {
        Self {
            kind: "ping",
            leads: Vec::new(),
        }
    }

    /// One of leads that have changed.
    #[must_use]
    pub const fn leads(leads: Vec<NoticeLead>) -> Self {
        Self {
            kind: "leads",
            leads,
        }
    }
}

/// Writes a delivery, which is due at once.
pub(crate) async fn enqueue(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    webhook: &WebhookId,
    notice: &Notice,
) -> Result<(), DbError> {
    let body = serde_json::to_string(notice).expect("texts and lists of them make JSON");
    let now = backend.now();
    tx.execute(
        "INSERT INTO delivery (event, sponsor, webhook, number, body, created, attempts,
            next_attempt, delivered, outcome)
         SELECT $1, $2, $3, coalesce(max(d.number), 0) + 1, $4, $5, 0, $6, NULL, NULL
         FROM delivery d WHERE d.event = $1 AND d.sponsor = $2 AND d.webhook = $3",
        &[
            event.into(),
            sponsor.into(),
            webhook.into(),
            (&body).into(),
            now.into(),
            now.into(),
        ],
    )
    .await
    .map(drop)
}
