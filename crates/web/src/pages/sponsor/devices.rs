//! Booth devices.

use std::time::Duration;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use protocol::{DeviceId, UnixMillis};

use crate::Problem;
use crate::pages::form::Form;
use crate::pages::layout::{Page, redirect, render};
use crate::pages::path_id::path_id;
use crate::pages::visit::MemberVisit;
use crate::paths;
use backend::Backend;
use backend::devices::{self, Device, DeviceError, OpenCode};
use backend::registration::qr;
use backend_model::Action;

/// The lifetimes of a code that the form offers, in hours.
const HOURS: [i64; 5] = [1, 4, 24, 72, 168];

#[derive(Template)]
#[template(path = "sponsor/devices.html")]
struct Devices<'a> {
    page: &'a Page,
    devices: &'a [Device],
    codes: &'a [OpenCode],
    now: UnixMillis,
    is_owner: bool,
    form_error: Option<&'static str>,
    label: &'a str,
    hours: i64,
}

impl Devices<'_> {
    /// The device's state: the pill's colour and its word.
    fn state(&self, device: &Device) -> (&'static str, &'static str) {
        let words = &self.page.words.sponsor.devices;
        if device.revoked.is_some() {
            ("red", words.revoked)
        } else if device.expires <= self.now {
            ("", words.expired)
        } else {
            ("green", words.active)
        }
    }

    fn flash(&self) -> Option<&'static str> {
        let words = &self.page.words.sponsor.devices;
        match self.page.flash.as_deref()? {
            "renamed" => Some(words.renamed),
            "revoked" => Some(words.revoked_now),
            "cancelled" => Some(words.cancelled),
            _ => None,
        }
    }

    fn choices(&self) -> Vec<(i64, String, bool)> {
        let words = &self.page.words.sponsor.devices;
        HOURS
            .into_iter()
            .map(|hours| (hours, words.code_lifetime(hours), hours == self.hours))
            .collect()
    }

    fn hash(code: &OpenCode) -> String {
        protocol::encode_base32(&code.hash)
    }
}

#[derive(Template)]
#[template(path = "sponsor/code.html")]
struct Code<'a> {
    page: &'a Page,
    label: &'a str,
    drawing: String,
    server: &'a str,
    values: String,
    whole: String,
    expires: UnixMillis,
}

/// `GET /sponsor/devices`.
pub(crate) async fn list(
    visit: MemberVisit,
    State(backend): State<Backend>,
) -> Result<Response, Problem> {
    listed(&visit, &backend, None, "", 24).await
}

async fn listed(
    visit: &MemberVisit,
    backend: &Backend,
    form_error: Option<&'static str>,
    label: &str,
    hours: i64,
) -> Result<Response, Problem> {
    let now = backend.now();
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    let devices = devices::list(&mut tx, &visit.event, Some(visit.sponsor)).await?;
    let codes = devices::open_codes(&mut tx, &visit.event, &visit.sponsor, now).await?;
    let status = if form_error.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let template = Devices {
        page: &visit.page,
        devices: &devices,
        codes: &codes,
        now,
        is_owner: visit.is_owner(),
        form_error,
        label,
        hours,
    };
    Ok(render(status, &template))
}

/// `POST /sponsor/devices/codes`: makes a code, and shows it this once.
pub(crate) async fn new_code(
    visit: MemberVisit,
    State(backend): State<Backend>,
    form: Form,
) -> Result<Response, Problem> {
    let label = form.text("label")?;
    let hours: i64 = form.parse("hours")?;
    if !HOURS.contains(&hours) {
        return Err(Problem::BAD_REQUEST);
    }
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let lifetime = Duration::from_hours(hours.unsigned_abs());
    let made = devices::new_code(
        &backend,
        &mut tx,
        &visit.event,
        visit.sponsor,
        label,
        lifetime,
    );
    let (code, expires) = match made.await {
        Ok(made) => made,
        Err(DeviceError::Label) => {
            drop(tx);
            let form_error = visit.page.words.sponsor.devices.bad_label;
            return listed(&visit, &backend, Some(form_error), label, hours).await;
        }
        Err(other) => return Err(other.into()),
    };
    visit
        .audit(&backend, &mut tx, Action::MakeEnrolmentCode, label)
        .await?;
    tx.commit().await?;
    let whole = code.to_string();
    let template = Code {
        page: &visit.page,
        label,
        // An address is no longer than a symbol holds; without a drawing the text is left.
        drawing: qr::svg(&whole).unwrap_or_default(),
        server: &code.server,
        values: code.secret_text(),
        whole,
        expires,
    };
    Ok(render(StatusCode::OK, &template))
}

/// `POST /sponsor/devices/codes/cancel`.
pub(crate) async fn cancel_code(
    visit: MemberVisit,
    State(backend): State<Backend>,
    form: Form,
) -> Result<Response, Problem> {
    let hash = protocol::decode_base32(form.text("code")?).map_err(|_| Problem::BAD_REQUEST)?;
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let now = backend.now();
    devices::cancel_code(&mut tx, &visit.event, &visit.sponsor, &hash, now).await?;
    visit
        .audit(&backend, &mut tx, Action::CancelEnrolmentCode, "")
        .await?;
    tx.commit().await?;
    Ok(redirect(paths::SPONSOR_DEVICES, "cancelled"))
}

/// `POST /sponsor/devices/{device}/rename`.
pub(crate) async fn rename(
    visit: MemberVisit,
    State(backend): State<Backend>,
    Path(device): Path<String>,
    form: Form,
) -> Result<Response, Problem> {
    let device: DeviceId = path_id(&device)?;
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    devices::check_owner(&mut tx, &visit.event, &visit.sponsor, &device).await?;
    match devices::rename(&mut tx, &visit.event, &device, form.text("label")?).await {
        Ok(()) => {}
        Err(DeviceError::Label) => {
            drop(tx);
            let form_error = visit.page.words.sponsor.devices.bad_label;
            return listed(&visit, &backend, Some(form_error), "", 24).await;
        }
        Err(other) => return Err(other.into()),
    }
    let detail = device.to_string();
    visit
        .audit(&backend, &mut tx, Action::RenameDevice, &detail)
        .await?;
    tx.commit().await?;
    Ok(redirect(paths::SPONSOR_DEVICES, "renamed"))
}

/// `POST /sponsor/devices/{device}/revoke`.
pub(crate) async fn revoke(
    visit: MemberVisit,
    State(backend): State<Backend>,
    Path(device): Path<String>,
) -> Result<Response, Problem> {
    let device: DeviceId = path_id(&device)?;
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    devices::check_owner(&mut tx, &visit.event, &visit.sponsor, &device).await?;
    devices::revoke(&backend, &mut tx, &visit.event, device).await?;
    let detail = device.to_string();
    visit
        .audit(&backend, &mut tx, Action::RevokeDevice, &detail)
        .await?;
    tx.commit().await?;
    Ok(redirect(paths::SPONSOR_DEVICES, "revoked"))
}
