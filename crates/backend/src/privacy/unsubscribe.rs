//! The link in each digest that ends the digests without signing in (RFC 8058).
//!
//! The link holds the attendee's id sealed, so that a log does not reveal it, and a link cannot be forged or
//! used for another purpose.

use protocol::{AttendeeId, EventSlug, SecretBytes, decode_base32, encode_base32};
use ring::hmac;

use crate::Backend;
use crate::keys::seal::{MasterKey, Sealer};

/// The path of the links before the sealed part.
pub const PATH: &str = "/unsubscribe/";

const SEALED: &str = "unsubscribe.link";
const KEY: &[u8] = b"Lanyard: links that end digests";

/// Returns the sealer of links. Its key is derived from the signing key and not from the master key, so that
/// links in old mails work after a rotation of the master key.
fn sealer(backend: &Backend) -> Sealer {
    let seed = backend.signing_key().seed();
    let key = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, seed.expose()), KEY);
    let key = SecretBytes::try_from(key.as_ref()).expect("HMAC-SHA256 gives 32 bytes");
    Sealer::new(&MasterKey::new(key))
}

/// Returns the address that ends an attendee's digests.
#[must_use]
pub fn link(backend: &Backend, event: &EventSlug, attendee: &AttendeeId) -> String {
    let whose = [attendee.as_bytes(), event.as_str().as_bytes()].concat();
    let sealed = encode_base32(&sealer(backend).seal(SEALED, &[], &whose));
    format!("{}{PATH}{sealed}", backend.public_url())
}

/// Returns the attendee whose digests a link ends; `None` if this backend did not make the link.
#[must_use]
pub fn whose(backend: &Backend, link: &str) -> Option<(EventSlug, AttendeeId)> {
    let sealed = decode_base32(link).ok()?;
    let whose = sealer(backend).unseal(SEALED, &[], &sealed).ok()?;
    let (attendee, event) = whose.split_first_chunk::<16>()?;
    let event = std::str::from_utf8(event).ok()?.parse().ok()?;
    Some((event, AttendeeId::from_bytes(*attendee)))
}
