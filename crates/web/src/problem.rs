//! Problem documents (RFC 9457): what a client is told when something does not go.
//!
//! Everything in one is a fixed text. What went wrong inside is logged and not sent.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use backend::devices::DeviceError;
use backend::event::EventError;
use backend::keys::seal::SealError;
use backend_db::DbError;

/// The media type of a problem document.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// A refusal. Programs match on [`code`](Self::code), which never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    detail: Option<&'static str>,
    retry_after: Option<u32>,
}

/// Seconds to leave the backend alone while its database can't write or is too busy.
const RETRY_AFTER: u32 = 15;

impl Problem {
    /// The path leads nowhere, or to nothing the caller may know of.
    pub const NOT_FOUND: Self = Self::new(
        StatusCode::NOT_FOUND,
        "not_found",
        "There is no such thing here",
    );
    /// The path takes other methods.
    pub const METHOD_NOT_ALLOWED: Self = Self::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method_not_allowed",
        "This can't be done here",
    );
    /// No usable token came.
    pub const UNAUTHENTICATED: Self = Self::new(
        StatusCode::UNAUTHORIZED,
        "unauthenticated",
        "A valid token is needed",
    );
    /// The token is of somebody who may not do this.
    pub const FORBIDDEN: Self = Self::new(
        StatusCode::FORBIDDEN,
        "forbidden",
        "This token is not for that",
    );
    /// A form of another site.
    pub const CROSS_ORIGIN: Self = Self::new(
        StatusCode::FORBIDDEN,
        "cross_origin",
        "This was sent from another site",
    );
    /// The body is too long.
    pub const TOO_LARGE: Self = Self::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "too_large",
        "That is more than is taken at once",
    );
    /// The body is of a type that is not taken here.
    pub const UNSUPPORTED_MEDIA_TYPE: Self = Self::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "unsupported_media_type",
        "This is not the content type that is expected",
    );
    /// The request can't be understood.
    pub const BAD_REQUEST: Self = Self::new(
        StatusCode::BAD_REQUEST,
        "bad_request",
        "The request can't be understood",
    );
    /// Too many requests.
    pub const TOO_MANY_REQUESTS: Self = Self::new(
        StatusCode::TOO_MANY_REQUESTS,
        "too_many_requests",
        "Too many requests; wait a little",
    );
    /// More is going on than the backend does at once.
    pub const BUSY: Self = Self::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "busy",
        "The backend is busy; try again a little later",
    )
    .after(RETRY_AFTER);
    /// It took too long.
    pub const TIMED_OUT: Self = Self::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "timed_out",
        "This took too long; try again a little later",
    )
    .after(RETRY_AFTER);
    /// The database can't write.
    pub const CANNOT_WRITE: Self = Self::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "cannot_write",
        "The backend can't store anything at the moment",
    )
    .after(RETRY_AFTER);
    /// Something broke inside.
    pub const INTERNAL: Self = Self::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "internal",
        "Something went wrong here; it has been logged",
    );

    /// A problem of this status, with a stable code and a title for people.
    #[must_use]
    pub const fn new(status: StatusCode, code: &'static str, title: &'static str) -> Self {
        Self {
            status,
            code,
            title,
            detail: None,
            retry_after: None,
        }
    }

    /// The problem with a fixed text that says more.
    #[must_use]
    pub const fn detail(self, detail: &'static str) -> Self {
        Self {
            detail: Some(detail),
            ..self
        }
    }

    /// The problem with a `Retry-After` of so many seconds.
    #[must_use]
    pub const fn after(self, seconds: u32) -> Self {
        Self {
            retry_after: Some(seconds),
            ..self
        }
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// Seconds after which it may be tried again, if that helps.
    #[must_use]
    pub const fn retry_after(&self) -> Option<u32> {
        self.retry_after
    }

    /// What it is, for people.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        self.title
    }

    /// The stable word for it.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }
}

impl Problem {
    /// Whether it is answered before the request's body was read. The connection then ends, and a
    /// caller that keeps it for its next request must know.
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

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        #[derive(Serialize)]
        struct Document {
            r#type: String,
            title: &'static str,
            status: u16,
            code: &'static str,
            #[serde(skip_serializing_if = "Option::is_none")]
            detail: Option<&'static str>,
        }
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
        // For whoever shows it to a person.
        response.extensions_mut().insert(self);
        response
    }
}

impl From<DbError> for Problem {
    fn from(error: DbError) -> Self {
        tracing::error!(%error, "the database refused");
        match error {
            DbError::CannotWrite(_) => Self::CANNOT_WRITE,
            DbError::Busy(_) => Self::BUSY,
            _ => Self::INTERNAL,
        }
    }
}

impl From<SealError> for Problem {
    fn from(error: SealError) -> Self {
        tracing::error!(%error, "a sealed value did not open");
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
                tracing::error!(error = %other, "an event can't be used");
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
