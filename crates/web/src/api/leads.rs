//! The API of sponsors' programs.

use axum::Json;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use protocol::LeadId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::auth::SponsorAuth;
use crate::path_id::PathId;
use crate::{App, Problem};
use backend::Backend;
use backend::leads::export::{self, Export, Format};
use backend::leads::{
    self, Access, Acknowledgement, DEFAULT_PAGE_SIZE, Lead, LeadError, Page, SponsorDevice,
};

impl From<LeadError> for Problem {
    fn from(error: LeadError) -> Self {
        match error {
            LeadError::Unknown => Self::NOT_FOUND,
            LeadError::Revoked => Self::UNAUTHENTICATED,
            LeadError::OutOfScope => Self::new(
                StatusCode::FORBIDDEN,
                "out_of_scope",
                "The token lacks the required scope; an owner of the sponsor's team can make one that has it",
            ),
            LeadError::NotWithheld => Self::new(
                StatusCode::CONFLICT,
                "not_withheld",
                "This lead is shared; there is nothing to delete",
            ),
            LeadError::CursorAhead => Self::new(
                StatusCode::CONFLICT,
                "cursor_ahead",
                "The backend was restored from a backup; start again without a cursor",
            ),
            LeadError::Event(error) => error.into(),
            LeadError::Db(error) => error.into(),
        }
    }
}

/// The query of a page of leads. Unknown names are refused: a program that misspelt `since` would read the first
/// page again and again.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PageQuery {
    since: Option<u64>,
    limit: Option<usize>,
}

pub(crate) async fn list(
    caller: SponsorAuth,
    State(backend): State<Backend>,
    query: Result<Query<PageQuery>, QueryRejection>,
) -> Result<Json<Page>, Problem> {
    let Ok(Query(query)) = query else {
        return Err(Problem::BAD_REQUEST.detail(
            "`since` takes a cursor and `limit` a number; there are no other parameters.",
        ));
    };
    let since = query.since.unwrap_or(0);
    let limit = query.limit.unwrap_or(DEFAULT_PAGE_SIZE);
    let page = leads::page(&backend, caller.asking(), since, limit).await?;
    Ok(Json(page))
}

pub(crate) async fn one(
    caller: SponsorAuth,
    State(backend): State<Backend>,
    PathId(lead): PathId<LeadId>,
) -> Result<Json<Lead>, Problem> {
    let lead = leads::one(&backend, caller.asking(), &lead).await?;
    Ok(Json(lead))
}

/// `GET /api/v1/exports/{file}`, by the file's name.
pub(crate) async fn export(
    caller: SponsorAuth,
    State(app): State<App>,
    Path(file): Path<String>,
) -> Result<Response, Problem> {
    let format = Format::ALL
        .into_iter()
        .find(|format| format.file_name() == file)
        .ok_or(Problem::NOT_FOUND)?;
    exported(&app, caller.asking(), format).await
}

/// `GET /api/v1/leads.csv`, which is older than the other formats.
pub(crate) async fn csv(caller: SponsorAuth, State(app): State<App>) -> Result<Response, Problem> {
    exported(&app, caller.asking(), Format::Csv).await
}

/// Streams an export while it is made.
pub(crate) async fn exported(
    app: &App,
    asking: Access<'_>,
    format: Format,
) -> Result<Response, Problem> {
    let permit = app.export_permits.take()?;
    let export = Export::begin(&app.backend, asking, format).await?;
    let pieces = stream::unfold(export::stream(export, permit), async |mut pieces| {
        pieces.recv().await.map(|piece| (piece, pieces))
    });
    let name = format!("attachment; filename=\"{}\"", format.file_name());
    let headers = [
        (CONTENT_TYPE, format.media_type().to_owned()),
        (CONTENT_DISPOSITION, name),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
}

pub(crate) async fn acknowledge_deletion(
    caller: SponsorAuth,
    State(backend): State<Backend>,
    PathId(lead): PathId<LeadId>,
) -> Result<Json<Acknowledgement>, Problem> {
    let done = leads::acknowledge_deletion(&backend, caller.asking(), &lead).await?;
    Ok(Json(done))
}

/// The booth's devices.
#[derive(Serialize, ToSchema)]
pub(crate) struct Devices {
    /// All devices of the sponsor.
    devices: Vec<SponsorDevice>,
}

pub(crate) async fn devices(
    caller: SponsorAuth,
    State(backend): State<Backend>,
) -> Result<Json<Devices>, Problem> {
    let devices = leads::devices(&backend, caller.asking()).await?;
    Ok(Json(Devices { devices }))
}
