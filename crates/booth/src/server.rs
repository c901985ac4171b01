//! The address of a backend, and the HTTP requests to it.

use std::collections::HashMap;
use std::fmt;
use std::io::Read;
use std::net::IpAddr;
use std::str::FromStr;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use reqwest::Url;
use reqwest::blocking::{Client, RequestBuilder, Response as HttpResponse};
use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, HeaderName, RETRY_AFTER};
use reqwest::redirect::Policy;
use serde::Deserialize;

/// A backend's address: `https://`, a host and perhaps a port. `http://` is accepted only for this
/// computer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerAddress(Url);

/// Why a text is not a usable address of a backend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Not a web address, or one with a path, a user or a query.
    #[error("not a backend's address: it looks like https://lanyard.example")]
    Shape,
    /// Not encrypted, and not of this computer.
    #[error("the backend's address must begin with https:// (http:// is for this computer only)")]
    NotEncrypted,
}

impl ServerAddress {
    fn endpoint(&self, path: &str) -> Url {
        self.0.join(path).expect("the paths are fixed and relative")
    }

    fn way(&self) -> Way {
        match (self.0.scheme(), self.is_loopback()) {
            ("https", false) => Way::Far,
            ("https", true) => Way::Near,
            _ => Way::Plain,
        }
    }

    fn is_loopback(&self) -> bool {
        let host = self.0.host_str().unwrap_or_default();
        let address = host.trim_start_matches('[').trim_end_matches(']');
        host == "localhost"
            || address
                .parse::<IpAddr>()
                .is_ok_and(|address| address.is_loopback())
    }
}

impl fmt::Display for ServerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

impl FromStr for ServerAddress {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let url = Url::parse(text.trim()).map_err(|_| AddressError::Shape)?;
        let is_bare = url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none()
            && url.has_host();
        if !is_bare {
            return Err(AddressError::Shape);
        }
        let address = Self(url);
        match address.0.scheme() {
            "https" => Ok(address),
            "http" if address.is_loopback() => Ok(address),
            "http" => Err(AddressError::NotEncrypted),
            _ => Err(AddressError::Shape),
        }
    }
}

/// The time-outs of requests to a backend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For the connection, TLS included.
    pub connect: Duration,
    /// For the whole exchange, from the first byte sent to the last one received.
    pub overall: Duration,
}

impl Patience {
    /// The Wi-Fi of a hall answers within this time or not at all.
    pub const CONNECT: Duration = Duration::from_secs(10);
    /// One MiB at 70 kbit/s; a slower network gets smaller batches.
    pub const OVERALL: Duration = Duration::from_secs(120);
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Self::CONNECT,
            overall: Self::OVERALL,
        }
    }
}

/// The media type of COSE messages (RFC 9052 §11.1).
pub(crate) const COSE: &str = "application/cose";
const PROBLEM: &str = "application/problem+json";
/// A problem document is a few lines. A longer one is not read.
const PROBLEM_BYTES: usize = 16 << 10;
/// The longest code of a problem document.
const CODE_BYTES: usize = 64;

/// An HTTP response. Nothing in it is trusted.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    /// The media type without parameters, in lower case.
    pub(crate) content_type: String,
    /// The server's `Retry-After`.
    pub(crate) retry_after: Option<Duration>,
    pub(crate) body: Vec<u8>,
}

impl Response {
    /// The body, if the status is 200 and the media type that of COSE messages.
    pub(crate) fn cose(&self) -> Option<&[u8]> {
        (self.status == 200 && self.content_type == COSE).then_some(&self.body)
    }

    /// What the response means for the queue, before its body is verified.
    pub(crate) fn classify(&self) -> sync::Response {
        sync::classify(self.status, Some(&self.content_type), self.retry_after)
    }

    /// The `code` of a problem document (RFC 9457), if it is a plain word.
    pub(crate) fn problem_code(&self) -> Option<String> {
        #[derive(Deserialize)]
        struct Problem {
            code: String,
        }
        if self.content_type != PROBLEM || self.body.len() > PROBLEM_BYTES {
            return None;
        }
        let Problem { code } = serde_json::from_slice(&self.body).ok()?;
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        (code.len() <= CODE_BYTES && code.bytes().all(plain)).then_some(code)
    }
}

/// Why a request has no usable response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// No connection: no network, no such host, or a certificate that is not the host's.
    #[error("no connection to the backend")]
    NoConnection,
    /// The computer trusts no certificate at all, so none can be checked.
    #[error("this computer has no trusted certificates; install its ca-certificates")]
    NoCertificates,
    /// The request took longer than [`Patience`] allows.
    #[error("the backend took too long")]
    TooSlow,
    /// The connection broke, or the response is not HTTP.
    #[error("the connection broke")]
    Broken,
    /// The response is longer than allowed.
    #[error("the answer was too long")]
    TooLong {
        /// The HTTP status.
        status: u16,
    },
    /// The device was closed, or the sync was ended, before an answer came.
    #[error("the request was given up")]
    Cancelled,
}

impl TransportError {
    pub(crate) const fn as_failure(self) -> sync::Failure {
        match self {
            Self::NoConnection
            | Self::NoCertificates
            | Self::TooSlow
            | Self::Broken
            | Self::Cancelled => sync::Failure::Connection,
            // A backend sends no response of such length.
            Self::TooLong { status } => sync::Failure::NotTheBackend { status },
        }
    }
}

/// Sends requests to backends. It follows no redirect, because a backend sends none.
///
/// Its calls wait, and must not be made on a thread that drives an async runtime. Each request runs on a
/// thread of its own that holds nothing but the request, so that a call can be given up without waiting
/// for the network.
#[derive(Debug)]
pub(crate) struct Http {
    patience: Patience,
    clients: Mutex<HashMap<Way, Client>>,
    under_way: Arc<UnderWay>,
}

/// The requests whose answers are waited for.
#[derive(Debug, Default)]
struct UnderWay {
    state: Mutex<Requests>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Requests {
    closed: bool,
    next_id: u64,
    /// `None` until there is an answer.
    answers: HashMap<u64, Option<Result<Response, TransportError>>>,
}

impl UnderWay {
    fn lock(&self) -> MutexGuard<'_, Requests> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where a request's thread leaves the answer. One that panicked leaves a broken connection.
struct Answering {
    id: u64,
    under_way: Arc<UnderWay>,
    answer: Result<Response, TransportError>,
}

impl Answering {
    fn with(mut self, answer: Result<Response, TransportError>) {
        self.answer = answer;
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        let answer = std::mem::replace(&mut self.answer, Err(TransportError::Broken));
        // A request that was given up has no place any more.
        if let Some(place) = self.under_way.lock().answers.get_mut(&self.id) {
            *place = Some(answer);
        }
        self.under_way.changed.notify_all();
    }
}

/// The kinds of connection to a backend. Each needs a client of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Way {
    /// Unencrypted, to this computer, without the system's certificates and without a proxy.
    Plain,
    /// Encrypted, to this computer, without a proxy.
    Near,
    /// Encrypted, to another computer.
    Far,
}

impl Http {
    pub(crate) fn new(patience: Patience) -> Self {
        // A provider that was installed before stays; all of them check certificates.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self {
            patience,
            clients: Mutex::default(),
            under_way: Arc::default(),
        }
    }

    /// Sends a request and waits for the answer.
    ///
    /// # Errors
    /// [`TransportError`]; [`TransportError::Cancelled`] as soon as `is_cancelled` says yes after a call
    /// of [`interrupt`](Self::interrupt), and after [`close`](Self::close).
    pub(crate) fn post(
        &self,
        server: &ServerAddress,
        path: &str,
        content_type: &str,
        body: Vec<u8>,
        limit: usize,
        is_cancelled: &dyn Fn() -> bool,
    ) -> Result<Response, TransportError> {
        let request = self
            .client(server.way())?
            .post(server.endpoint(path))
            .timeout(self.patience.overall)
            .header(CONTENT_TYPE, content_type)
            .body(body);
        let id = {
            let mut requests = self.under_way.lock();
            requests.next_id += 1;
            let id = requests.next_id;
            requests.answers.insert(id, None);
            id
        };
        let answering = Answering {
            id,
            under_way: Arc::clone(&self.under_way),
            answer: Err(TransportError::Broken),
        };
        let spawned = thread::Builder::new()
            .name("request".to_owned())
            .spawn(move || answering.with(send(request, limit)));
        if let Err(error) = spawned {
            tracing::error!(%error, "a request's thread does not start");
        }
        let mut requests = self.under_way.lock();
        loop {
            if requests.closed || is_cancelled() {
                requests.answers.remove(&id);
                return Err(TransportError::Cancelled);
            }
            if let Some(Some(_)) = requests.answers.get(&id)
                && let Some(Some(answer)) = requests.answers.remove(&id)
            {
                return answer;
            }
            requests = self
                .under_way
                .changed
                .wait(requests)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Has every call that waits ask again whether it is cancelled.
    pub(crate) fn interrupt(&self) {
        // Taken so that a call that has just asked is waiting by the time it is notified.
        drop(self.under_way.lock());
        self.under_way.changed.notify_all();
    }

    /// Ends every call with [`TransportError::Cancelled`], and all later ones at once.
    pub(crate) fn close(&self) {
        self.under_way.lock().closed = true;
        self.under_way.changed.notify_all();
    }

    /// The client for a kind of connection. A failure is not remembered: the computer may get certificates
    /// meanwhile.
    fn client(&self, way: Way) -> Result<Client, TransportError> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get(&way) {
            return Ok(client.clone());
        }
        let builder = Client::builder()
            .user_agent(concat!("lanyard-booth/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(self.patience.connect)
            .timeout(self.patience.overall);
        let builder = match way {
            Way::Plain => builder.no_proxy().tls_certs_only([]),
            Way::Near => builder.no_proxy(),
            Way::Far => builder,
        };
        // Everything else is fixed, so what fails here is finding the certificates.
        let client = builder
            .build()
            .map_err(|_| TransportError::NoCertificates)?;
        clients.insert(way, client.clone());
        Ok(client)
    }
}

fn send(request: RequestBuilder, limit: usize) -> Result<Response, TransportError> {
    let response = request.send().map_err(|error| classify(&error))?;
    let status = response.status().as_u16();
    let content_type = media_type(response.headers());
    let retry_after = retry_after(response.headers());
    let body = bounded_body(response, limit)?;
    Ok(Response {
        status,
        content_type,
        retry_after,
        body,
    })
}

fn classify(error: &reqwest::Error) -> TransportError {
    if error.is_timeout() {
        TransportError::TooSlow
    } else if error.is_connect() {
        TransportError::NoConnection
    } else {
        TransportError::Broken
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn media_type(headers: &HeaderMap) -> String {
    let value = header(headers, &CONTENT_TYPE).unwrap_or_default();
    let bare = value.split(';').next().unwrap_or_default();
    bare.trim().to_ascii_lowercase()
}

/// RFC 9110 §10.2.3: seconds, or a date, which is measured from the answer's own date, because this
/// computer's clock may be years off.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = header(headers, &RETRY_AFTER)?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let moment = |text: &str| {
        jiff::fmt::rfc2822::DateTimeParser::new()
            .parse_timestamp(text)
            .ok()
    };
    let wait = moment(value)?.duration_since(moment(header(headers, &DATE)?)?);
    Some(Duration::try_from(wait).unwrap_or(Duration::ZERO))
}

fn bounded_body(response: HttpResponse, limit: usize) -> Result<Vec<u8>, TransportError> {
    let status = response.status().as_u16();
    let announced = response.content_length().unwrap_or(0);
    if announced > limit as u64 {
        return Err(TransportError::TooLong { status });
    }
    let mut body = Vec::new();
    // One byte more than allowed shows that the limit was exceeded.
    response
        .take(limit as u64 + 1)
        .read_to_end(&mut body)
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::TimedOut => TransportError::TooSlow,
            _ => TransportError::Broken,
        })?;
    if body.len() > limit {
        return Err(TransportError::TooLong { status });
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    #[test]
    fn only_an_encrypted_address_or_this_computer_is_taken() {
        for good in [
            "https://lanyard.example",
            "https://lanyard.example:8443/",
            "http://localhost:8080",
            "http://127.0.0.1:8080",
            "http://127.8.9.1",
            "http://[::1]:8080",
        ] {
            assert!(good.parse::<ServerAddress>().is_ok(), "{good}");
        }
        for bad in [
            "http://lanyard.example",
            "http://192.168.1.7:8080",
            "http://localhost.example",
            "http://127.0.0.1.example",
            "http://[::2]",
        ] {
            assert_eq!(
                bad.parse::<ServerAddress>(),
                Err(AddressError::NotEncrypted),
                "{bad}"
            );
        }
        for bad in [
            "",
            "lanyard.example",
            "ftp://lanyard.example",
            "https://ada@lanyard.example",
            "https://lanyard.example/path",
            "https://lanyard.example/?q",
            "https://lanyard.example/#f",
            "mailto:ada@lanyard.example",
        ] {
            assert_eq!(
                bad.parse::<ServerAddress>(),
                Err(AddressError::Shape),
                "{bad}"
            );
        }
    }

    fn headers(pairs: &[(HeaderName, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap()))
            .collect()
    }

    #[test]
    fn retry_after_is_read_as_seconds_or_against_the_answers_own_date() {
        let seconds = headers(&[(RETRY_AFTER, "120")]);
        assert_eq!(retry_after(&seconds), Some(Duration::from_secs(120)));
        let date = (DATE, "Fri, 14 May 2027 10:00:00 GMT");
        let later = (RETRY_AFTER, "Fri, 14 May 2027 10:01:30 GMT");
        let earlier = (RETRY_AFTER, "Fri, 14 May 2027 09:00:00 GMT");
        assert_eq!(
            retry_after(&headers(&[date.clone(), later.clone()])),
            Some(Duration::from_secs(90))
        );
        assert_eq!(
            retry_after(&headers(&[date, earlier])),
            Some(Duration::ZERO)
        );
        assert_eq!(retry_after(&headers(&[later])), None);
        assert_eq!(retry_after(&headers(&[(RETRY_AFTER, "-5")])), None);
    }

    #[test]
    fn a_problems_code_is_taken_only_where_it_is_a_plain_word() {
        let problem = |content_type: &str, body: &str| Response {
            status: 400,
            content_type: content_type.into(),
            retry_after: None,
            body: body.into(),
        };
        let code = |response: Response| response.problem_code();
        assert_eq!(
            code(problem(PROBLEM, r#"{"code":"code_used","title":"x"}"#)).as_deref(),
            Some("code_used")
        );
        assert_eq!(code(problem("text/html", r#"{"code":"code_used"}"#)), None);
        assert_eq!(code(problem(PROBLEM, r#"{"code":"<b>hello</b>"}"#)), None);
        assert_eq!(code(problem(PROBLEM, "not json")), None);
    }
}
