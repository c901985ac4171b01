//! The API of sponsors' programs.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderName, StatusCode};
use protocol::LeadId;
use serde::{Deserialize, Serialize};

use super::Problem;
use super::auth::SponsorAuth;
use crate::backend::Backend;
use crate::leads::{self, Acknowledgement, Lead, LeadError, PAGE, Page, SponsorDevice};

impl From<LeadError> for Problem {
    fn from(error: LeadError) -> Self {
        match error {
            LeadError::Unknown => Self::NOT_FOUND,
            LeadError::Revoked => Self::UNAUTHENTICATED,
            LeadError::OutOfScope => Self::new(
                StatusCode::FORBIDDEN,
                "out_of_scope",
                "This token is not for that; the sponsor's owners can make one that is",
            ),
            LeadError::NotWithheld => Self::new(
                StatusCode::CONFLICT,
                "not_withheld",
                "This lead is shared; there is nothing to delete",
            ),
            LeadError::CursorAhead => Self::new(
                StatusCode::CONFLICT,
                "cursor_ahead",
                "The backend was restored from a backup; begin again without a cursor",
            ),
            LeadError::Event(error) => error.into(),
            LeadError::Db(error) => error.into(),
        }
    }
}

#[derive(Deserialize)]
pub(super) struct PageQuery {
    after: Option<u64>,
    limit: Option<usize>,
}

pub(super) async fn list(
    caller: SponsorAuth,
    State(backend): State<Backend>,
    query: Result<Query<PageQuery>, QueryRejection>,
) -> Result<Json<Page>, Problem> {
    let Ok(Query(query)) = query else {
        return Err(Problem::BAD_REQUEST.detail("`after` is a cursor, `limit` a number."));
    };
    let after = query.after.unwrap_or(0);
    let limit = query.limit.unwrap_or(PAGE);
    let page = leads::page(&backend, caller.asking(), after, limit).await?;
    Ok(Json(page))
}

pub(super) async fn one(
    caller: SponsorAuth,
    State(backend): State<Backend>,
    Path(lead): Path<String>,
) -> Result<Json<Lead>, Problem> {
    let lead = lead_id(&lead)?;
    let lead = leads::one(&backend, caller.asking(), &lead).await?;
    Ok(Json(lead))
}

pub(super) async fn csv(
    caller: SponsorAuth,
    State(backend): State<Backend>,
) -> Result<([(HeaderName, &'static str); 2], Vec<u8>), Problem> {
    let csv = leads::csv(&backend, caller.asking()).await?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8; header=present"),
        (CONTENT_DISPOSITION, "attachment; filename=\"leads.csv\""),
    ];
    Ok((headers, csv))
}

pub(super) async fn acknowledge_deletion(
    caller: SponsorAuth,
    State(backend): State<Backend>,
    Path(lead): Path<String>,
) -> Result<Json<Acknowledgement>, Problem> {
    let lead = lead_id(&lead)?;
    let done = leads::acknowledge_deletion(&backend, caller.asking(), &lead).await?;
    Ok(Json(done))
}

#[derive(Serialize)]
pub(super) struct Devices {
    devices: Vec<SponsorDevice>,
}

pub(super) async fn devices(
    caller: SponsorAuth,
    State(backend): State<Backend>,
) -> Result<Json<Devices>, Problem> {
    let devices = leads::devices(&backend, caller.asking()).await?;
    Ok(Json(Devices { devices }))
}

/// What is no id is nobody's lead: a caller learns no more from one than from the other.
fn lead_id(text: &str) -> Result<LeadId, Problem> {
    text.parse().map_err(|_| Problem::NOT_FOUND)
}
