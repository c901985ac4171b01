//! Problem documents (RFC 9457): the error responses of every route.
//!
//! All their texts are fixed. The cause of an internal error is logged and not sent.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use backend::devices::DeviceError;
use backend::event::EventError;
use backend::keys::seal::SealError;
use backend_db::DbError;

/// The media type of a problem document.
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

/// An error response. Programs match on `code`, which never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    detail: Option<&'static str>,
    retry_after: Option<u32>,
}

/// Seconds after which a client may retry while the database can't write or is too busy.
const RETRY_AFTER: u32 = 15;

impl Problem {
    /// The path does not exist, or the caller may not know that it does.
    pub(crate) const NOT_FOUND: Self = Self::new(StatusCode::NOT_FOUND, "not_found", "Not found");
    /// The path exists, for other methods.
    pub(crate) const METHOD_NOT_ALLOWED: Self = Self::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method_not_allowed",
        "The path does not allow this method",
    );
    /// The request has no valid token or session.
    pub(crate) const UNAUTHENTICATED: Self = Self::new(
        StatusCode::UNAUTHORIZED,
        "unauthenticated",
        "A valid token is required",
    );
    /// The caller is known and may not do this.
    pub(crate) const FORBIDDEN: Self = Self::new(
        StatusCode::FORBIDDEN,
        "forbidden",
        "The token does not give access to this",
    );
    /// The form was sent from another site.
    pub(crate) const CROSS_ORIGIN: Self = Self::new(
        StatusCode::FORBIDDEN,
        "cross_origin",
        "The request was sent from another site",
    );
    /// The body is too long.
    pub(crate) const TOO_LARGE: Self = Self::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "too_large",
        "The request is too large",
    );
    /// The route takes bodies of another media type.
    pub(crate) const UNSUPPORTED_MEDIA_TYPE: Self = Self::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "unsupported_media_type",
        "The request does not have the expected content type",
    );
    /// The request is malformed.
    pub(crate) const BAD_REQUEST: Self = Self::new(
        StatusCode::BAD_REQUEST,
        "bad_request",
        "The request is malformed",
    );
    /// The caller sends too many requests.
    pub(crate) const TOO_MANY_REQUESTS: Self = Self::new(
        StatusCode::TOO_MANY_REQUESTS,
        "too_many_requests",
        "Too many requests; try again later",
    );
    /// The backend is handling as many requests as it can.
    pub(crate) const BUSY: Self = Self::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "busy",
        "The backend is busy; try again later",
    )
    .after(RETRY_AFTER);
    /// The request took too long.
    pub(crate) const TIMED_OUT: Self = Self::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "timed_out",
        "The request took too long; try again later",
    )
    .after(RETRY_AFTER);
    /// The database can't write.
    pub(crate) const CANNOT_WRITE: Self = Self::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "cannot_write",
        "The backend can't store data at the moment",
    )
    .after(RETRY_AFTER);
    /// An internal error.
    pub(crate) const INTERNAL: Self = Self::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "internal",
        "An internal error occurred and has been logged",
    );

    /// Makes a problem with a status, a stable code for programs and a title for people.
    pub(crate) const fn new(status: StatusCode, code: &'static str, title: &'static str) -> Self {
        Self {
            status,
            code,
            title,
            detail: None,
            retry_after: None,
        }
    }

    /// Adds a fixed text with more detail.
    pub(crate) const fn detail(self, detail: &'static str) -> Self {
        Self {
            detail: Some(detail),
            ..self
        }
    }

    /// Adds a `Retry-After` of this number of seconds.
    pub(crate) const fn after(self, seconds: u32) -> Self {
        Self {
            retry_after: Some(seconds),
            ..self
        }
    }

    /// Returns the HTTP status.
    pub(crate) const fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns after how many seconds a retry may succeed, if it may.
    pub(crate) const fn retry_after(&self) -> Option<u32> {
        self.retry_after
    }

    /// Returns the stable code for programs.
    pub(crate) const fn code(&self) -> &'static str {
        self.code
    }
}

impl Problem {
    /// Returns whether the response may be sent before the request's body was read. The connection then closes,
    /// and a client that would reuse it must know.
    fn may_leave_the_body_unread(&self) -> bool {
        matches!(
            self.status,
            StatusCode::PAYLOAD_TOO_LARGE
                | StatusCode::UNSUPPORTED_MEDIA_TYPE
                | StatusCode::TOO_MANY_REQUESTS
                | StatusCode::SERVICE_UNAVAILABLE
        )
    }
}

/// Why a request was refused (RFC 9457). It contains no personal data.
#[derive(Serialize, ToSchema)]
pub(crate) struct Document {
    /// `urn:lanyard:problem:` and the code.
    r#type: String,
    /// A title for people.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// The stable code for programs.
    code: &'static str,
    /// More detail for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    detail: Option<&'static str>,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let document = Document {
            r#type: format!("urn:lanyard:problem:{}", self.code),
            title: self.title,
            status: self.status.as_u16(),
            code: self.code,
            detail: self.detail,
        };
        let body = serde_json::to_vec(&document).expect("texts and a number make JSON");
        let mut response = (
            self.status,
            [(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE))],
            body,
        )
            .into_response();
        if self.may_leave_the_body_unread() {
            response
                .headers_mut()
                .insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        if let Some(seconds) = self.retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        // The middleware of pages replaces the document by a page.
        response.extensions_mut().insert(self);
        response
    }
}

impl From<DbError> for Problem {
    fn from(error: DbError) -> Self {
        tracing::error!(%error, "a database statement failed");
        match error {
            DbError::CannotWrite(_) => Self::CANNOT_WRITE,
            DbError::Busy(_) => Self::BUSY,
            _ => Self::INTERNAL,
        }
    }
}

impl From<SealError> for Problem {
    fn from(error: SealError) -> Self {
        tracing::error!(%error, "cannot open a sealed value");
        Self::INTERNAL
    }
}

impl From<EventError> for Problem {
    fn from(error: EventError) -> Self {
        match error {
            EventError::Unknown(_) => Self::NOT_FOUND,
            EventError::Db(error) => error.into(),
            EventError::Seal(error) => error.into(),
            other => {
                tracing::error!(error = %other, "cannot use an event");
                Self::INTERNAL
            }
        }
    }
}

impl From<DeviceError> for Problem {
    fn from(error: DeviceError) -> Self {
        match error {
            DeviceError::Unknown => Self::NOT_FOUND,
            DeviceError::Label | DeviceError::Lifetime => Self::BAD_REQUEST,
            DeviceError::Db(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_problem_is_a_document_with_a_stable_code_and_no_internals() {
        let secret = DbError::Statement("no such column: ada@example.org".into());
        let response = Problem::from(secret).into_response();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(response.headers()[header::CONTENT_TYPE], MEDIA_TYPE);
        let body = axum::body::to_bytes(response.into_body(), 1 << 16)
            .await
            .unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        assert!(body.contains(r#""code":"internal""#), "{body}");
        assert!(!body.contains("ada"), "{body}");
    }

    #[test]
    fn a_full_disk_or_a_busy_database_asks_the_device_to_come_back() {
        for error in [
            DbError::CannotWrite("full".into()),
            DbError::Busy("locked".into()),
        ] {
            let response = Problem::from(error).into_response();
            assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
            assert!(response.headers().contains_key(header::RETRY_AFTER));
        }
    }
}
