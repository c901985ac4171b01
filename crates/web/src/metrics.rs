//! Counters and gauges for monitoring, in the OpenMetrics format. No label names a person, a device or a sponsor.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;
use protocol::UnixMillis;

use backend::Backend;
use backend::gauges::{self, DeviceGauge, Gauges};
use backend::ingest::counts::RecordCounts;
use backend_db::DbError;

/// The media type of [`Metrics::text`].
pub(crate) const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Upper bounds of the buckets of answer times, in seconds.
const SECONDS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// The classes of the time since a device synced: the maximum in milliseconds, and the label's value.
const AGES: [(i64, &str); 3] = [
    (5 * 60 * 1000, "5m"),
    (60 * 60 * 1000, "1h"),
    (24 * 60 * 60 * 1000, "1d"),
];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    method: &'static str,
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct AnswerLabels {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct QueueLabels {
    queue: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct AgeLabels {
    event: String,
    synced_within: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct EventLabels {
    event: String,
}

/// All counters and gauges. Clones share them.
#[derive(Clone)]
pub(crate) struct Metrics(Arc<Parts>);

struct Parts {
    registry: Registry,
    answers: Family<AnswerLabels, Counter>,
    seconds: Family<RouteLabels, Histogram>,
    waiting: Family<QueueLabels, Gauge>,
    devices: Family<AgeLabels, Gauge>,
    on_devices: Family<EventLabels, Gauge>,
    quarantined: Family<EventLabels, Gauge>,
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics(…)")
    }
}

impl Metrics {
    /// Registers all metrics, with the counters of `records`.
    pub(crate) fn new(records: &RecordCounts) -> Self {
        let mut registry = Registry::with_prefix("lanyard");
        let answers = Family::default();
        let seconds =
            Family::new_with_constructor((|| Histogram::new(SECONDS)) as fn() -> Histogram);
        let (waiting, devices) = (Family::default(), Family::default());
        let (on_devices, quarantined) = (Family::default(), Family::default());
        let version = vec![("version", env!("CARGO_PKG_VERSION"))];
        registry.register("build", "The program", Info::new(version));
        registry.register(
            "http_requests",
            "Requests handled, by route and status",
            answers.clone(),
        );
        registry.register(
            "http_request_seconds",
            "Durations of requests",
            seconds.clone(),
        );
        records.register_in(&mut registry);
        registry.register(
            "queue",
            "Mails and webhook deliveries that wait to be sent",
            waiting.clone(),
        );
        registry.register(
            "devices",
            "Enrolled devices by the time since they synced; each is in one class",
            devices.clone(),
        );
        registry.register(
            "records_on_devices",
            "Records that waited on devices when they last synced",
            on_devices.clone(),
        );
        registry.register(
            "records_in_quarantine",
            "Records that are stored and not used",
            quarantined.clone(),
        );
        Self(Arc::new(Parts {
            registry,
            answers,
            seconds,
            waiting,
            devices,
            on_devices,
            quarantined,
        }))
    }

    /// Counts a response. `route` is the route's template, never a path.
    pub(crate) fn count_answer(
        &self,
        method: &'static str,
        route: &str,
        status: u16,
        took: Duration,
    ) {
        let labels = RouteLabels {
            method,
            route: route.to_owned(),
        };
        self.0
            .seconds
            .get_or_create(&labels)
            .observe(took.as_secs_f64());
        let RouteLabels { method, route } = labels;
        let labels = AnswerLabels {
            method,
            route,
            status,
        };
        self.0.answers.get_or_create(&labels).inc();
    }

    /// Returns all metrics as text, with the gauges read from the database.
    ///
    /// # Errors
    /// [`DbError`].
    pub(crate) async fn text(&self, backend: &Backend) -> Result<String, DbError> {
        let mut tx = backend.db().read().await?;
        let gauges = gauges::read(&mut tx).await?;
        drop(tx);
        self.set_gauges(gauges, backend.now());
        let mut text = String::new();
        text::encode(&mut text, &self.0.registry).expect("writing into a text does not fail");
        Ok(text)
    }

    fn set_gauges(&self, gauges: Gauges, now: UnixMillis) {
        let Parts {
            waiting,
            devices,
            on_devices,
            quarantined,
            ..
        } = &*self.0;
        for (queue, count) in [("mail", gauges.mails), ("webhook", gauges.deliveries)] {
            waiting.get_or_create(&QueueLabels { queue }).set(count);
        }
        devices.clear();
        on_devices.clear();
        for DeviceGauge {
            event,
            last_sync,
            pending,
        } in gauges.devices
        {
            on_devices
                .get_or_create(&EventLabels {
                    event: event.clone(),
                })
                .inc_by(pending);
            let synced_within = last_sync.map_or("never", |at| age(now.0.saturating_sub(at.0)));
            let labels = AgeLabels {
                event,
                synced_within,
            };
            devices.get_or_create(&labels).inc();
        }
        quarantined.clear();
        for (event, count) in gauges.quarantined {
            quarantined.get_or_create(&EventLabels { event }).set(count);
        }
    }
}

fn age(millis: i64) -> &'static str {
    AGES.into_iter()
        .find_map(|(most, label)| (millis <= most).then_some(label))
        .unwrap_or("longer")
}
