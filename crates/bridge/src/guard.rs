//! The checks on every request: the address's secret, the host, and that no other page makes it.

use axum::extract::{RawPathParams, Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use ring::rand::{SecureRandom, SystemRandom};
use subtle::ConstantTimeEq;

use crate::refusal::Refusal;

/// Random bytes in a token.
const TOKEN_BYTES: usize = 32;

/// The secret in the address. It gives full control of the device.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// A new token; `None` if the operating system gives no random bytes.
    #[must_use]
    pub fn random() -> Option<Self> {
        let mut bytes = [0; TOKEN_BYTES];
        SystemRandom::new().fill(&mut bytes).ok()?;
        Some(Self(data_encoding::HEXLOWER.encode(&bytes)))
    }

    /// The token itself, for printing the address.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    fn is(&self, given: &str) -> bool {
        self.0.as_bytes().ct_eq(given.as_bytes()).into()
    }
}

/// What a request must carry to be let through.
#[derive(Clone)]
pub(crate) struct Guard {
    token: Token,
    /// `127.0.0.1:PORT`. A request to a name that an attacker's DNS points here has another host.
    host: String,
    origin: String,
}

impl Guard {
    pub(crate) fn new(token: Token, port: u16) -> Self {
        let host = format!("127.0.0.1:{port}");
        Self {
            token,
            origin: format!("http://{host}"),
            host,
        }
    }

    /// Checks that no page of another site, and of no other name of this address, makes the request.
    fn check(&self, method: &Method, headers: &HeaderMap) -> Result<(), Refusal> {
        let is = |value: Option<&header::HeaderValue>, wanted: &str| {
            value.is_some_and(|value| value.as_bytes() == wanted.as_bytes())
        };
        if headers.get_all(header::HOST).iter().count() != 1
            || !is(headers.get(header::HOST), &self.host)
        {
            return Err(Refusal::WRONG_HOST);
        }
        let mut origins = headers.get_all(header::ORIGIN).iter();
        if !origins.all(|origin| is(Some(origin), &self.origin)) {
            return Err(Refusal::WRONG_ORIGIN);
        }
        // With a GET, browsers send no Origin and say the source here. A typed address has the source `none`.
        if let Some(site) = headers.get("sec-fetch-site") {
            let is_typed = is(Some(site), "none") && method == Method::GET;
            if !is_typed && !is(Some(site), "same-origin") {
                return Err(Refusal::WRONG_ORIGIN);
            }
        }
        Ok(())
    }
}

/// Middleware that checks host and origin, before anything else.
pub(crate) async fn only_this_address(
    State(guard): State<Guard>,
    request: Request,
    next: Next,
) -> Response {
    match guard.check(request.method(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

/// Middleware that checks the token, which is the first part of the path.
pub(crate) async fn only_with_the_token(
    State(guard): State<Guard>,
    path: RawPathParams,
    request: Request,
    next: Next,
) -> Response {
    let given = path
        .iter()
        .find(|(name, _)| *name == "token")
        .is_some_and(|(_, given)| guard.token.is(given));
    if given {
        next.run(request).await
    } else {
        // The same answer as for an unknown path, so that a guess reveals nothing.
        Refusal::NOT_FOUND.into_response()
    }
}
