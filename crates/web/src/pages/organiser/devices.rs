//! The organiser's list of devices, one device, and revoking it.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use protocol::{DeviceId, UnixMillis};
use serde::Deserialize;

use crate::Problem;
use crate::pages::layout::{Page, redirect, render};
use crate::pages::organiser::flash::flash_text;
use crate::pages::path_id::path_id;
use crate::pages::visit::StaffVisit;
use crate::paths;
use backend::Backend;
use backend::clock::MINUTE;
use backend::devices::{self, Device, DeviceFilter};
use backend::paging::{PageLinks, PageNumber};
use backend_model::Action;
use backend_model::Permission;

/// A device, and whether its enrolment has run out.
pub(crate) struct DeviceRow {
    pub(crate) device: Device,
    pub(crate) is_expired: bool,
}

impl DeviceRow {
    pub(crate) fn of(device: Device, now: UnixMillis) -> Self {
        Self {
            is_expired: device.expires <= now,
            device,
        }
    }
}

/// The query of the list's address.
#[derive(Default, Deserialize)]
pub(crate) struct Filter {
    #[serde(default)]
    which: DeviceFilter,
    #[serde(default)]
    page: PageNumber,
}

#[derive(Template)]
#[template(path = "organiser/devices.html")]
struct DevicesPage<'a> {
    page: &'a Page,
    which: DeviceFilter,
    choices: [(DeviceFilter, &'static str); 4],
    is_empty: bool,
    devices: Vec<DeviceRow>,
    turn: PageLinks,
}

#[derive(Template)]
#[template(path = "organiser/device.html")]
struct DevicePage<'a> {
    page: &'a Page,
    flash: Option<&'static str>,
    form_error: Option<&'static str>,
    may_change: bool,
    one: DeviceRow,
    /// By how much its clock is off.
    clock: String,
}

/// `GET /organiser/devices`.
pub(crate) async fn all(
    visit: StaffVisit,
    State(backend): State<Backend>,
    filter: Result<Query<Filter>, QueryRejection>,
) -> Result<Response, Problem> {
    let Filter { which, page } = filter.map_or_else(|_| Filter::default(), |Query(it)| it);
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    let mut found = devices::page(&mut tx, &visit.event, which, page.range()).await?;
    drop(tx);
    let turn = page.cut(
        &mut found,
        &format!("{}?which={}", paths::ORGANISER_DEVICES, which.name()),
    );
    let now = backend.now();
    let words = &visit.page.words.organiser;
    let template = DevicesPage {
        page: &visit.page,
        which,
        choices: [
            (DeviceFilter::All, words.shared.all),
            (DeviceFilter::Flagged, words.devices.only_flagged),
            (DeviceFilter::Waiting, words.devices.only_waiting),
            (DeviceFilter::Revoked, words.devices.only_revoked),
        ],
        is_empty: found.is_empty() && which == DeviceFilter::All && turn.back.is_none(),
        devices: found
            .into_iter()
            .map(|device| DeviceRow::of(device, now))
            .collect(),
        turn,
    };
    Ok(render(StatusCode::OK, &template))
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
pub(crate) async fn one(
    visit: StaffVisit,
    State(backend): State<Backend>,
    Path(device): Path<String>,
) -> Result<Response, Problem> {
    let device: DeviceId = path_id(&device)?;
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    let device = devices::load(&mut tx, &visit.event, &device).await?;
    drop(tx);
    let template = DevicePage {
        page: &visit.page,
        flash: flash_text(&visit.page),
        form_error: None,
        may_change: visit.role.may(Permission::Operate),
        clock: clock(&visit.page, device.skew / MINUTE),
        one: DeviceRow::of(device, backend.now()),
    };
    Ok(render(StatusCode::OK, &template))
}

/// `POST /organiser/devices/{device}/revoke`.
pub(crate) async fn revoke(
    visit: StaffVisit,
    State(backend): State<Backend>,
    Path(device): Path<String>,
) -> Result<Response, Problem> {
    let device: DeviceId = path_id(&device)?;
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    devices::revoke(&backend, &mut tx, &visit.event, device).await?;
    let detail = device.to_string();
    visit
        .audit(&backend, &mut tx, Action::RevokeDevice, None, &detail)
        .await?;
    tx.commit().await?;
    Ok(redirect(
        &paths::ORGANISER_DEVICE.with(device),
        "device-revoked",
    ))
}
