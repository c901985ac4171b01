//! The three cookies. All are `__Host-` (RFC 6265bis §4.1.3.2): sent over TLS or to this computer alone,
//! by no other host of the domain set, and read by no script.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use protocol::{SecretBytes, decode_base32, encode_base32};

/// The cookie with the session's secret.
const SESSION: &str = "__Host-lanyard";
/// The cookie that binds a sign-in link to the browser that requested it.
const BROWSER: &str = "__Host-lanyard-browser";
/// The cookie with the chosen language.
const LANGUAGE: &str = "__Host-lanyard-language";

/// A year, in seconds.
const YEAR: u32 = 365 * 24 * 60 * 60;
/// A week, in seconds: a session lives no longer.
const WEEK: u32 = 7 * 24 * 60 * 60;

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

fn secret(headers: &HeaderMap, name: &str) -> Option<SecretBytes<32>> {
    let bytes = decode_base32(cookie(headers, name)?).ok()?;
    SecretBytes::try_from(bytes.as_slice()).ok()
}

fn set(name: &str, value: &str, seconds: u32) -> HeaderValue {
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax");
    HeaderValue::try_from(text).expect("cookies are made of base32 and language tags")
}

/// The session's secret.
pub(crate) fn session(headers: &HeaderMap) -> Option<SecretBytes<32>> {
    secret(headers, SESSION)
}

/// Signs a browser in.
pub(crate) fn set_session(session: &SecretBytes<32>) -> HeaderValue {
    set(SESSION, &encode_base32(session.expose()), WEEK)
}

/// Signs it out.
pub(crate) fn forget_session() -> HeaderValue {
    set(SESSION, "", 0)
}

/// The browser's secret.
pub(crate) fn browser(headers: &HeaderMap) -> Option<SecretBytes<32>> {
    secret(headers, BROWSER)
}

/// Gives the browser a secret to be known by.
pub(crate) fn set_browser(browser: &SecretBytes<32>) -> HeaderValue {
    set(BROWSER, &encode_base32(browser.expose()), WEEK)
}

/// The chosen language's tag.
pub(crate) fn language(headers: &HeaderMap) -> Option<&str> {
    cookie(headers, LANGUAGE)
}

/// Chooses a language.
pub(crate) fn set_language(tag: &'static str) -> HeaderValue {
    set(LANGUAGE, tag, YEAR)
}
