//! Answers that are no success: the device's own problems, and the bridge's.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use window::Problem;

/// Why the bridge itself does not take a request, in the shape that the device's problems have.
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
        message: "There is nothing here. Open the address that lanyard-bridge printed, all of it.",
    };
    pub(crate) const WRONG_METHOD: Self = Self {
        status: StatusCode::METHOD_NOT_ALLOWED,
        code: "wrong_method",
        message: "This can't be done here.",
    };
    pub(crate) const WRONG_HOST: Self = Self {
        status: StatusCode::MISDIRECTED_REQUEST,
        code: "wrong_host",
        message: "Open the address that lanyard-bridge printed, as it stands there.",
    };
    pub(crate) const WRONG_ORIGIN: Self = Self {
        status: StatusCode::FORBIDDEN,
        code: "wrong_origin",
        message: "Only the booth's own screens may ask this.",
    };
    pub(crate) const TOO_LARGE: Self = Self {
        status: StatusCode::PAYLOAD_TOO_LARGE,
        code: "too_large",
        message: "That is more than is taken at once.",
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
