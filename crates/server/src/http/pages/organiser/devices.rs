use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use protocol::{DeviceId, UnixMillis};
use serde::Deserialize;

use super::super::super::Problem;
use super::super::StaffVisit;
use super::super::layout::{Page, done, shown};
use super::{id, note, said};
use crate::backend::Backend;
use crate::clock::MINUTE;
use crate::devices::{self, Device};
use crate::staff::Power;

const PATH: &str = "/organiser/devices";

/// A device, and whether its enrolment has run out.
pub(super) struct DeviceRow {
    pub(super) device: Device,
    pub(super) is_expired: bool,
}

impl DeviceRow {
    pub(super) fn of(device: Device, now: UnixMillis) -> Self {
        Self {
            is_expired: device.expires <= now,
            device,
        }
    }

    fn is_flagged(&self) -> bool {
        let device = &self.device;
        [
            device.chain_flagged,
            device.skew_flagged,
            device.guess_flagged,
        ]
        .iter()
        .any(Option::is_some)
    }
}

/// Which devices are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Which {
    #[default]
    All,
    Flagged,
    Waiting,
    Revoked,
}

impl Which {
    const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Flagged => "flagged",
            Self::Waiting => "waiting",
            Self::Revoked => "revoked",
        }
    }

    fn takes(self, row: &DeviceRow) -> bool {
        match self {
            Self::All => true,
            Self::Flagged => row.is_flagged(),
            Self::Waiting => row.device.pending > 0,
            Self::Revoked => row.device.revoked.is_some(),
        }
    }
}

/// What the address may say of the list.
#[derive(Deserialize)]
pub(in super::super::super) struct Filter {
    #[serde(default)]
    which: Which,
}

#[derive(Template)]
#[template(path = "organiser/devices.html")]
struct DevicesPage<'a> {
    page: &'a Page,
    which: Which,
    choices: [(Which, &'static str); 4],
    is_empty: bool,
    devices: Vec<DeviceRow>,
}

#[derive(Template)]
#[template(path = "organiser/device.html")]
struct DevicePage<'a> {
    page: &'a Page,
    said: Option<&'static str>,
    fault: Option<&'static str>,
    may_change: bool,
    one: DeviceRow,
    /// By how much its clock is off.
    clock: String,
}

/// `GET /organiser/devices`.
pub(in super::super::super) async fn all(
    visit: StaffVisit,
    State(backend): State<Backend>,
    filter: Result<Query<Filter>, QueryRejection>,
) -> Result<Response, Problem> {
    let which = filter.map_or(Which::All, |Query(filter)| filter.which);
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    let found = devices::list(&mut tx, &visit.event, None).await?;
    drop(tx);
    let now = backend.now();
    let words = &visit.page.words.organiser;
    let template = DevicesPage {
        page: &visit.page,
        which,
        choices: [
            (Which::All, words.shared.all),
            (Which::Flagged, words.devices.only_flagged),
            (Which::Waiting, words.devices.only_waiting),
            (Which::Revoked, words.devices.only_revoked),
        ],
        is_empty: found.is_empty(),
        devices: found
            .into_iter()
            .map(|device| DeviceRow::of(device, now))
            .filter(|row| which.takes(row))
            .collect(),
    };
    Ok(shown(StatusCode::OK, &template))
}

/// By how many minutes a clock is off, in words.
fn clock(page: &Page, minutes: i64) -> String {
    let words = &page.words.organiser.devices;
    match minutes {
        0 => words.right.into(),
        1.. => (words.ahead)(minutes),
        _ => (words.behind)(minutes.saturating_neg()),
    }
}

/// `GET /organiser/devices/{device}`.
pub(in super::super::super) async fn one(
    visit: StaffVisit,
    State(backend): State<Backend>,
    Path(device): Path<String>,
) -> Result<Response, Problem> {
    let device: DeviceId = id(&device)?;
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    let device = devices::list(&mut tx, &visit.event, None)
        .await?
        .into_iter()
        .find(|one| one.id == device)
        .ok_or(Problem::NOT_FOUND)?;
    drop(tx);
    let template = DevicePage {
        page: &visit.page,
        said: said(&visit.page),
        fault: None,
        may_change: visit.role.may(Power::Change),
        clock: clock(&visit.page, device.skew / MINUTE),
        one: DeviceRow::of(device, backend.now()),
    };
    Ok(shown(StatusCode::OK, &template))
}

/// `POST /organiser/devices/{device}/revoke`.
pub(in super::super::super) async fn revoke(
    visit: StaffVisit,
    State(backend): State<Backend>,
    Path(device): Path<String>,
) -> Result<Response, Problem> {
    let device: DeviceId = id(&device)?;
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    devices::revoke(&backend, &mut tx, &visit.event, device).await?;
    let detail = device.to_string();
    note(&backend, &mut tx, &visit, "revoke device", None, &detail).await?;
    tx.commit().await?;
    Ok(done(&format!("{PATH}/{device}"), "device-revoked"))
}
