//! The payload of a delivery: which leads have changed, and nothing about the attendees.

use protocol::{EventSlug, LeadId, SponsorId, WebhookId};
use serde::Serialize;

use crate::Backend;
use backend_db::{DbError, Tx};

/// A delivery's body. Its JSON is part of the documented API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Payload {
    /// `leads` or `ping`.
    pub kind: &'static str,
    /// The changed leads, at most a few hundred; a ping has none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub leads: Vec<PayloadLead>,
}

/// A lead that has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PayloadLead {
    pub lead: LeadId,
    /// `changed`, or `deleted` if the sponsor must delete every copy.
    pub change: &'static str,
}

impl Payload {
    /// A payload without leads, which only tests the receiver.
    #[must_use]
    pub const fn ping() -> Self {
        Self {
            kind: "ping",
            leads: Vec::new(),
        }
    }

    #[must_use]
    pub const fn leads(leads: Vec<PayloadLead>) -> Self {
        Self {
            kind: "leads",
            leads,
        }
    }
}

/// Writes a delivery that is due at once.
pub(crate) async fn enqueue(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    webhook: &WebhookId,
    payload: &Payload,
) -> Result<(), DbError> {
    let body = serde_json::to_string(payload).expect("texts and lists of them make JSON");
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
