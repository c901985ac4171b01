//! The classification of an HTTP response, before its body is verified.

use std::time::Duration;

use crate::reply::ReplyError;

/// The classification of an HTTP response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Response {
    /// The body may be a reply. Pass it to [`read_reply`](crate::read_reply). Nothing is acknowledged yet.
    Verify,
    /// The response is not a reply. Pass the failure to [`Machine::on_failure`](crate::Machine::on_failure).
    Failed(Failure),
}

/// The reason why an exchange gave no verified reply. None of them takes a record out of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// There was no complete response: no network, no name resolution, no TLS, or a time-out.
    #[error("the backend can't be reached")]
    Connection,
    /// The backend is temporarily unavailable: 408, 425, 429 or 5xx.
    #[error("the backend is busy or down (status {status})")]
    Unavailable {
        /// The status code.
        status: u16,
        /// The response's `Retry-After`, without a cap.
        retry_after: Option<Duration>,
    },
    /// The response is a redirect, a page, or something else that the backend does not send. Usually a captive portal or
    /// a proxy has answered.
    #[error("something other than the backend answered (status {status}); is a sign-in page open?")]
    NotTheBackend {
        /// The status code.
        status: u16,
    },
    /// The body was not a valid reply of the enrolment's backend.
    #[error("the backend's answer failed verification: {0}")]
    BadReply(ReplyError),
    /// The batch is too large (413).
    #[error("the batch is too large for the connection to the backend")]
    TooLarge,
    /// The backend refused the request with another 4xx. The records stay in the queue and are tried again later.
    #[error("the backend refused the batch (status {status})")]
    Refused {
        /// The status code.
        status: u16,
    },
}

impl Failure {
    /// Returns a stable identifier of the failure, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Connection => "connection",
            Self::Unavailable { .. } => "unavailable",
            Self::NotTheBackend { .. } => "not_the_backend",
            Self::BadReply(_) => "bad_reply",
            Self::TooLarge => "too_large",
            Self::Refused { .. } => "refused",
        }
    }
}

/// The media type of a reply (RFC 9052 §2, RFC 9110 §8.3).
const REPLY_MEDIA_TYPE: &str = "application/cose";
const PAGE_MEDIA_TYPE: &str = "text/html";

/// Classifies an HTTP response by status, content type and `Retry-After`. Only a 2xx with the media type
/// `application/cose` is to be verified.
///
/// A broken connection has no status; for it, the caller uses [`Failure::Connection`].
#[must_use]
pub fn classify(
    status: u16,
    content_type: Option<&str>,
    retry_after: Option<Duration>,
) -> Response {
    let is = |wanted: &str| {
        content_type
            .and_then(|text| text.split(';').next())
            .is_some_and(|media_type| media_type.trim().eq_ignore_ascii_case(wanted))
    };
    match status {
        200..=299 if is(REPLY_MEDIA_TYPE) => Response::Verify,
        // A proxy's 413 comes with the proxy's own page, and is to be honoured.
        413 => Response::Failed(Failure::TooLarge),
        408 | 425 | 429 | 500..=599 => Response::Failed(Failure::Unavailable {
            status,
            retry_after,
        }),
        // The backend never answers a sync with a page, so a 4xx with a page comes from something else.
        400..=499 if !is(PAGE_MEDIA_TYPE) => Response::Failed(Failure::Refused { status }),
        _ => Response::Failed(Failure::NotTheBackend { status }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COSE: Option<&str> = Some("application/cose");
    const HTML: Option<&str> = Some("text/html; charset=utf-8");
    const PROBLEM: Option<&str> = Some("application/problem+json");

    #[test]
    fn only_a_2xx_of_the_right_type_is_looked_into() {
        for content_type in [
            "application/cose",
            "Application/COSE; cose-type=\"cose-sign1\"",
        ] {
            assert_eq!(classify(200, Some(content_type), None), Response::Verify);
        }
        for status in 100..=999 {
            for content_type in [
                COSE,
                HTML,
                PROBLEM,
                None,
                Some(""),
                Some("application/cosex"),
            ] {
                let verify = classify(status, content_type, None) == Response::Verify;
                assert_eq!(
                    verify,
                    (200..300).contains(&status) && content_type == COSE,
                    "{status} {content_type:?}"
                );
            }
        }
    }

    #[test]
    fn each_kind_of_answer_has_its_consequence() {
        let failed = |status, content_type| match classify(status, content_type, None) {
            Response::Failed(failure) => failure.code(),
            Response::Verify => "verify",
        };
        for status in [408, 425, 429, 500, 502, 503, 504, 511] {
            assert_eq!(failed(status, HTML), "unavailable", "{status}");
        }
        for status in [200, 204, 301, 302, 303, 307, 308, 403, 404] {
            assert_eq!(failed(status, HTML), "not_the_backend", "{status}");
        }
        for status in [400, 401, 403, 404, 409, 410, 422, 451] {
            assert_eq!(failed(status, PROBLEM), "refused", "{status}");
        }
        assert_eq!(failed(413, HTML), "too_large");
        assert_eq!(failed(413, PROBLEM), "too_large");
    }

    #[test]
    fn the_wait_that_a_busy_backend_asks_for_is_passed_on() {
        let wait = Some(Duration::from_secs(30));
        assert_eq!(
            classify(503, None, wait),
            Response::Failed(Failure::Unavailable {
                status: 503,
                retry_after: wait
            })
        );
    }
}
