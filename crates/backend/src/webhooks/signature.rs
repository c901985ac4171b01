//! The signature of a delivery. It proves the origin, and its time lets a receiver refuse replays.

use data_encoding::HEXLOWER;
use protocol::encode_base32;
use ring::hmac;
use zeroize::Zeroizing;

use crate::keys::random::random;

/// The key that signs a webhook's deliveries. The sponsor sees its text once.
pub struct Secret(Zeroizing<String>);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(lwh_…)")
    }
}

impl Secret {
    /// Generates a secret of 32 random bytes.
    #[must_use]
    pub(crate) fn new() -> Self {
        let text = encode_base32(&random::<32>());
        Self(Zeroizing::new(format!("lwh_{text}")))
    }

    pub(crate) fn from_text(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text. The name makes each use easy to find.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// The value of the `Lanyard-Signature` header: `t=SECONDS,v1=HEX`, where `HEX` is the HMAC-SHA256
/// (RFC 2104) of the seconds since 1970, a full stop and the body, under the secret's text as it is.
#[must_use]
pub fn signature(secret: &Secret, seconds: i64, body: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose().as_bytes());
    let mut context = hmac::Context::with_key(&key);
    context.update(seconds.to_string().as_bytes());
    context.update(b".");
    context.update(body.as_bytes());
    let tag = HEXLOWER.encode(context.sign().as_ref());
    format!("t={seconds},v1={tag}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The documentation has the same example: made with Python's hmac and hashlib.
    #[test]
    fn a_signature_is_what_the_documentation_says() {
        let secret = Secret::from_text("lwh_EXAMPLE".into());
        assert_eq!(
            signature(&secret, 1_800_000_000, r#"{"kind":"ping"}"#),
            "t=1800000000,v1=dd7368bb0eb2b55509b4287b58d12fe1adad2705cef884ace4daee1b4229a0ad"
        );
    }
}
