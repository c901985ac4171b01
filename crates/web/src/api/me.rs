//! The API of attendees.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use backend::privacy::erasure;
use consent::ConsentAction;
use protocol::{FieldSet, ReportId, SponsorId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Problem;
use crate::auth::AttendeeAuth;
use crate::body::JsonBody;
use crate::path_id::PathId;
use backend::Backend;
use backend::api_schema::FieldName;
use backend::privacy::attendees::AttendeeError;
use backend::privacy::consent_history::ActionSource;
use backend::privacy::dashboard::{self, Dashboard, DashboardError};
use backend::privacy::data_export::{self, DataExport};
use backend::privacy::receipts::{self, ReceiptError, ReceiptFile};
use backend::privacy::reports::{ReportError, ReportReason};

impl From<DashboardError> for Problem {
    fn from(error: DashboardError) -> Self {
        match error {
            DashboardError::UnknownSponsor => Self::NOT_FOUND,
            DashboardError::TooManyActions => Self::TOO_MANY_REQUESTS,
            DashboardError::Attendee(error) => error.into(),
            DashboardError::Report(error) => error.into(),
            DashboardError::Event(error) => error.into(),
            DashboardError::Db(error) => error.into(),
        }
    }
}

impl From<ReceiptError> for Problem {
    fn from(error: ReceiptError) -> Self {
        match error {
            ReceiptError::Nothing => Self::NOT_FOUND,
            ReceiptError::Damaged(error) => {
                tracing::error!(%error, "cannot make a consent receipt");
                Self::INTERNAL
            }
            ReceiptError::Event(error) => error.into(),
            ReceiptError::Db(error) => error.into(),
        }
    }
}

impl From<AttendeeError> for Problem {
    fn from(error: AttendeeError) -> Self {
        match error {
            AttendeeError::Unknown | AttendeeError::Erased => Self::NOT_FOUND,
            AttendeeError::Email => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "not_an_email_address",
                "That is not an e-mail address",
            ),
            AttendeeError::Db(error) => error.into(),
        }
    }
}

impl From<ReportError> for Problem {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::TooLong => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "text_too_long",
                "The text is too long; 4,000 characters fit",
            ),
            ReportError::TooMany => Self::new(
                StatusCode::CONFLICT,
                "too_many_reports",
                "A hundred reports are open already; the organisers must decide some first",
            ),
            ReportError::Unknown(_) => Self::NOT_FOUND,
            ReportError::Decided(_) | ReportError::NoReason => Self::BAD_REQUEST,
            ReportError::Db(error) => error.into(),
        }
    }
}

pub(crate) async fn show(
    caller: AttendeeAuth,
    State(backend): State<Backend>,
) -> Result<Json<Dashboard>, Problem> {
    let dashboard = dashboard::show(&backend, &caller.event, &caller.attendee).await?;
    Ok(Json(dashboard))
}

pub(crate) async fn everything(
    caller: AttendeeAuth,
    State(backend): State<Backend>,
) -> Result<Json<DataExport>, Problem> {
    let export = data_export::export(&backend, &caller.event, &caller.attendee).await?;
    Ok(Json(export))
}

pub(crate) async fn receipt(
    caller: AttendeeAuth,
    State(backend): State<Backend>,
    PathId(sponsor): PathId<SponsorId>,
) -> Result<Json<ReceiptFile>, Problem> {
    let AttendeeAuth { event, attendee } = caller;
    let receipt = receipts::make(&backend, &event, &attendee, &sponsor).await?;
    Ok(Json(receipt))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mails {
    /// Whether to send a mail when sponsors scan you for the first time, once a day at most.
    digest: bool,
}

pub(crate) async fn set_mails(
    caller: AttendeeAuth,
    State(backend): State<Backend>,
    JsonBody(Mails { digest }): JsonBody<Mails>,
) -> Result<StatusCode, Problem> {
    dashboard::set_digest(&backend, &caller.event, &caller.attendee, digest).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fields {
    /// The fields that are allowed. All others are not.
    #[schema(value_type = Vec<FieldName>)]
    fields: FieldSet,
}

pub(crate) async fn set_sharing(
    caller: AttendeeAuth,
    State(backend): State<Backend>,
    JsonBody(Fields { fields }): JsonBody<Fields>,
) -> Result<StatusCode, Problem> {
    perform(&backend, &caller, None, ConsentAction::ShareWithAll(fields)).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SponsorEmail {
    /// The address; `null` removes it.
    // Deserialised by a function, so that `{}` is refused and only `null` removes the address.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required)]
    email: Option<String>,
}

pub(crate) async fn set_sponsor_email(
    caller: AttendeeAuth,
    State(backend): State<Backend>,
    JsonBody(SponsorEmail { email }): JsonBody<SponsorEmail>,
) -> Result<StatusCode, Problem> {
    let email = email.as_deref().map(str::trim);
    dashboard::set_sponsor_email(&backend, &caller.event, &caller.attendee, email).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wish {
    /// Whether you ask not to be scanned.
    wish: bool,
}

pub(crate) async fn set_do_not_scan(
    caller: AttendeeAuth,
    State(backend): State<Backend>,
    JsonBody(Wish { wish }): JsonBody<Wish>,
) -> Result<StatusCode, Problem> {
    perform(&backend, &caller, None, ConsentAction::DoNotScan(wish)).await
}

pub(crate) async fn share(
    caller: AttendeeAuth,
    State(backend): State<Backend>,
    PathId(sponsor): PathId<SponsorId>,
    JsonBody(Fields { fields }): JsonBody<Fields>,
) -> Result<StatusCode, Problem> {
    perform(
        &backend,
        &caller,
        Some(&sponsor),
        ConsentAction::ShareWithSponsor(fields),
    )
    .await
}

pub(crate) async fn withdraw(
    caller: AttendeeAuth,
    State(backend): State<Backend>,
    PathId(sponsor): PathId<SponsorId>,
) -> Result<StatusCode, Problem> {
    perform(&backend, &caller, Some(&sponsor), ConsentAction::Withdraw).await
}

pub(crate) async fn allow(
    caller: AttendeeAuth,
    State(backend): State<Backend>,
    PathId(sponsor): PathId<SponsorId>,
) -> Result<StatusCode, Problem> {
    perform(&backend, &caller, Some(&sponsor), ConsentAction::Allow).await
}

pub(crate) async fn withdraw_all(
    caller: AttendeeAuth,
    State(backend): State<Backend>,
) -> Result<StatusCode, Problem> {
    perform(&backend, &caller, None, ConsentAction::Withdraw).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewReport {
    /// Why the scan was improper.
    reason: ReportReason,
    /// A description, of up to 4,000 characters.
    #[serde(default)]
    text: String,
}

/// The report that was made.
#[derive(Serialize, ToSchema)]
pub(crate) struct Reported {
    /// The report's id.
    #[schema(value_type = String)]
    report: ReportId,
}

pub(crate) async fn report(
    caller: AttendeeAuth,
    State(backend): State<Backend>,
    PathId(sponsor): PathId<SponsorId>,
    JsonBody(NewReport { reason, text }): JsonBody<NewReport>,
) -> Result<(StatusCode, Json<Reported>), Problem> {
    let AttendeeAuth { event, attendee } = caller;
    let report = dashboard::report(&backend, &event, &attendee, &sponsor, reason, &text).await?;
    Ok((StatusCode::CREATED, Json(Reported { report })))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Confirmation {
    /// Must be `true`.
    confirm: bool,
}

pub(crate) async fn erase(
    caller: AttendeeAuth,
    State(backend): State<Backend>,
    JsonBody(Confirmation { confirm }): JsonBody<Confirmation>,
) -> Result<StatusCode, Problem> {
    if !confirm {
        return Err(Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "not_confirmed",
            "Nothing was erased: confirm that it can't be undone",
        ));
    }
    let AttendeeAuth { event, attendee } = caller;
    erasure::erase(&backend, &event, &attendee, ActionSource::Attendee).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn perform(
    backend: &Backend,
    caller: &AttendeeAuth,
    sponsor: Option<&SponsorId>,
    action: ConsentAction,
) -> Result<StatusCode, Problem> {
    dashboard::perform(backend, &caller.event, &caller.attendee, sponsor, action).await?;
    Ok(StatusCode::NO_CONTENT)
}
