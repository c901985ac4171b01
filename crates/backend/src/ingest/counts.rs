//! Counts the outcomes of ingested records, for the metrics.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;
use protocol::{Outcome, SyncReply};

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OutcomeLabels {
    outcome: &'static str,
}

/// The outcomes of records that devices sent; its clones count together.
#[derive(Debug, Clone, Default)]
pub struct RecordCounts(Family<OutcomeLabels, Counter>);

impl RecordCounts {
    /// Adds the counter to a registry, as `records`.
    pub fn register_in(&self, registry: &mut Registry) {
        registry.register(
            "records",
            "Records of devices by their outcome; a repeated record counts again",
            self.0.clone(),
        );
    }

    /// Counts the outcomes that a reply reports.
    pub fn count(&self, reply: &SyncReply) {
        for record in &reply.outcomes {
            let outcome = match record.outcome {
                Outcome::Accepted => "accepted",
                Outcome::Duplicate => "duplicate",
                Outcome::Quarantined(_) => "quarantined",
            };
            self.0.get_or_create(&OutcomeLabels { outcome }).inc();
        }
    }
}
