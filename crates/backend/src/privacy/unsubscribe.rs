//! The link in each digest that ends the digests, without signing in (RFC 8058).
//!
//! It holds whose digests it ends, sealed: nobody reads that in a log, nobody makes such a link, and it is
//! good for nothing else.

use protocol::{AttendeeId, EventSlug, SecretBytes, decode_base32, encode_base32};
use ring::hmac;

use crate::Backend;
use crate::keys::seal::{MasterKey, Sealer};

/// Where the links lead, up to what is sealed.
pub const PATH: &str = "/unsubscribe/";

const SEALED: &str = "unsubscribe.link";
const KEY: &[u8] = b"Lanyard: links that end digests";

/// Seals links. Its key comes from the signing key and not from the master key, which may be changed:
/// links in old mails go on working.
fn sealer(backend: &Backend) -> Sealer {
    let seed = backend.signing_key().seed();
    let key = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, seed.expose()), KEY);
    let key = SecretBytes::try_from(key.as_ref()).expect("HMAC-SHA256 gives 32 bytes");
    Sealer::new(&MasterKey::new(key))
}

/// The address of the link that ends an attendee's digests.
#[must_use]
pub fn link(backend: &Backend, event: &EventSlug, attendee: &AttendeeId) -> String {
    let whose = [attendee.as_bytes(), event.as_str().as_bytes()].concat();
    let sealed = encode_base32(&sealer(backend).seal(SEALED, &[], &whose));
    format!("{}{PATH}{sealed}", backend.public_url())
}

/// Whose digests a link ends; nothing where it was not made here.
#[must_use]
pub fn whose(backend: &Backend, link: &str) -> Option<(EventSlug, AttendeeId)> {
    let sealed = decode_base32(link).ok()?;
    let whose = sealer(backend).unseal(SEALED, &[], &sealed).ok()?;
    let (attendee, event) = whose.split_first_chunk::<16>()?;
    let event = std::str::from_utf8(event).ok()?.parse().ok()?;
    Some((event, AttendeeId::from_bytes(*attendee)))
}
