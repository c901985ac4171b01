//! Who is let in: the browser that was given the address, and no other page that it has open.

use axum::extract::{RawPathParams, Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use ring::rand::{SecureRandom, SystemRandom};
use subtle::ConstantTimeEq;

use crate::refusal::Refusal;

/// Bytes of chance in a token.
const TOKEN_BYTES: usize = 32;

/// The secret in the address. Whoever knows it holds the device.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// A new one; none where the system has no randomness to give.
    #[must_use]
    pub fn random() -> Option<Self> {
        let mut bytes = [0; TOKEN_BYTES];
        SystemRandom::new().fill(&mut bytes).ok()?;
        Some(Self(data_encoding::HEXLOWER.encode(&bytes)))
    }

    /// The token itself, for the address alone.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    fn is(&self, given: &str) -> bool {
        self.0.as_bytes().ct_eq(given.as_bytes()).into()
    }
}

/// What a request must carry.
#[derive(Clone)]
pub(crate) struct Guard {
    token: Token,
    /// `127.0.0.1:PORT`: a name that an attacker's DNS points here has another one.
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

    /// No page of another site may ask, and no page of another name for this address.
    fn takes(&self, method: &Method, headers: &HeaderMap) -> Result<(), Refusal> {
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
        // Browsers say where a request comes from also where they send no Origin: with a GET. A person
        // who types the address comes from nowhere.
        if let Some(site) = headers.get("sec-fetch-site") {
            let from_nowhere = is(Some(site), "none") && method == Method::GET;
            if !from_nowhere && !is(Some(site), "same-origin") {
                return Err(Refusal::WRONG_ORIGIN);
            }
        }
        Ok(())
    }
}

/// Host and Origin, before anything else is looked at.
pub(crate) async fn only_this_address(
    State(guard): State<Guard>,
    request: Request,
    next: Next,
) -> Response {
    match guard.takes(request.method(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

/// The token, which is the first part of the path.
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
        // As for any path that leads nowhere: a guess learns nothing.
        Refusal::NOT_FOUND.into_response()
    }
}
