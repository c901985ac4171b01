//! The bridge's own reasons for refusing a request.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use window::Problem;

/// A reason for refusing a request, answered in the shape of the device's problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: &'static str,
}

impl Refusal {
    pub(crate) const NOT_FOUND: Self = Self {
        status: StatusCode::NOT_FOUND,
        code: "not_found",
        message: "There is nothing here. Open the whole address that lanyard-bridge printed.",
    };
    pub(crate) const WRONG_METHOD: Self = Self {
        status: StatusCode::METHOD_NOT_ALLOWED,
        code: "wrong_method",
        message: "This address does not take this method.",
    };
    pub(crate) const WRONG_HOST: Self = Self {
        status: StatusCode::MISDIRECTED_REQUEST,
        code: "wrong_host",
        message: "Open the address exactly as lanyard-bridge printed it.",
    };
    pub(crate) const WRONG_ORIGIN: Self = Self {
        status: StatusCode::FORBIDDEN,
        code: "wrong_origin",
        message: "Only the booth's own screens may make this request.",
    };
    pub(crate) const TOO_LARGE: Self = Self {
        status: StatusCode::PAYLOAD_TOO_LARGE,
        code: "too_large",
        message: "The request is too long.",
    };
    pub(crate) const BAD_REQUEST: Self = Self {
        status: StatusCode::BAD_REQUEST,
        code: "bad_request",
        message: "The request can't be understood.",
    };
    pub(crate) const NOT_JSON: Self = Self {
        status: StatusCode::UNSUPPORTED_MEDIA_TYPE,
        code: "not_json",
        message: "A command's request is JSON.",
    };
    pub(crate) const BROKEN: Self = Self {
        status: StatusCode::INTERNAL_SERVER_ERROR,
        code: "internal",
        message: "Something went wrong in the program. What was saved is safe; try again.",
    };
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let problem = Problem {
            code: self.code.to_owned(),
            message: self.message.to_owned(),
            about: None,
        };
        (self.status, Json(problem)).into_response()
    }
}
