//! The guard against server-side request forgery (SSRF): deliveries go to the public internet only.
//!
//! A sponsor chooses the address, and the server runs in the organiser's network. The guard therefore resolves
//! a name itself, checks each of its addresses, and has the client connect to exactly these addresses. A name
//! that resolves differently a moment later (DNS rebinding) gains nothing.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// The most bytes of a URL.
const MAX_URL_BYTES: usize = 1000;

/// The addresses to which deliveries may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AllowedTargets {
    /// The public internet.
    #[default]
    Public,
    /// The public internet and this computer, the latter also without encryption. It is meant for trials; only
    /// the command line sets it.
    PublicAndLoopback,
}

/// Why a URL cannot be a webhook's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// It is not an HTTP URL, is too long, or contains a user, a password or a fragment.
    #[error("not an address that a webhook can have: it looks like https://crm.example/hook")]
    Shape,
    /// It is not encrypted.
    #[error("the address must begin with https://")]
    NotEncrypted,
    /// Its host is this computer, belongs to a private network, or is reserved.
    #[error("the address is not on the open internet")]
    NotPublic,
}

/// The URL of a webhook, checked against the allowed targets.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookUrl(Url);

impl std::fmt::Debug for WebhookUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WebhookUrl(…)")
    }
}

impl WebhookUrl {
    /// Parses and checks a URL. An IP address is checked here; a name is checked when it is resolved.
    pub fn parse(text: &str, targets: AllowedTargets) -> Result<Self, UrlError> {
        let text = text.trim();
        if text.len() > MAX_URL_BYTES {
            return Err(UrlError::Shape);
        }
        let url = Url::parse(text).map_err(|_| UrlError::Shape)?;
        let is_bare =
            url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        let host = url.host_str().ok_or(UrlError::Shape)?;
        if !is_bare || !matches!(url.scheme(), "https" | "http") {
            return Err(UrlError::Shape);
        }
        let number: Option<IpAddr> = host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .parse()
            .ok();
        if number.is_some_and(|address| !is_allowed(address, targets)) {
            return Err(UrlError::NotPublic);
        }
        let is_loopback =
            host == "localhost" || number.is_some_and(|address| address.is_loopback());
        if is_loopback && targets == AllowedTargets::Public {
            return Err(UrlError::NotPublic);
        }
        if url.scheme() == "http" && !is_loopback {
            return Err(UrlError::NotEncrypted);
        }
        Ok(Self(url))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    pub(crate) fn url(&self) -> Url {
        self.0.clone()
    }
}

/// Whether the client may connect to this address.
fn is_allowed(address: IpAddr, targets: AllowedTargets) -> bool {
    let is_public = match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    };
    is_public || (targets == AllowedTargets::PublicAndLoopback && address.is_loopback())
}

/// Whether an address is outside of all blocks of IANA's registry of special-purpose addresses (RFC 6890) and multicast.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(a == 0
        || a == 10
        || a == 127
        || (a == 100 && (64..128).contains(&b))
        || (a == 169 && b == 254)
        || (a == 172 && (16..32).contains(&b))
        || (a == 192 && b == 0 && (c == 0 || c == 2))
        || (a == 192 && b == 31 && c == 196)
        || (a == 192 && b == 52 && c == 193)
        || (a == 192 && b == 88 && c == 99)
        || (a == 192 && b == 168)
        || (a == 192 && b == 175 && c == 48)
        || (a == 198 && (b == 18 || b == 19))
        || (a == 198 && b == 51 && c == 100)
        || (a == 203 && b == 0 && c == 113)
        || a >= 224)
}

/// Whether an address is global unicast (RFC 4291: 2000::/3) and not in a special-purpose block. Addresses that
/// embed an IPv4 address are outside of it (mapped ones, NAT64) or in a special-purpose block (6to4, Teredo).
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    a & 0xe000 == 0x2000
        && !(a == 0x2001 && b < 0x0200)
        && !(a == 0x2001 && b == 0x0db8)
        && a != 0x2002
        && !(a == 0x3fff && b < 0x1000)
        && !(a == 0x2620 && b == 0x004f)
}

/// A resolver that fails if one of a name's addresses is not an allowed target.
pub(crate) struct GuardedResolver(pub(crate) AllowedTargets);

/// A name has an address that is not an allowed target.
#[derive(Debug, thiserror::Error)]
#[error("the name resolves to an address that is not on the public internet")]
pub(crate) struct ForbiddenAddress;

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let targets = self.0;
        Box::pin(async move {
            // The client replaces the port.
            let found: Vec<SocketAddr> =
                tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            // One forbidden address is enough to refuse the name.
            if found
                .iter()
                .any(|address| !is_allowed(address.ip(), targets))
            {
                return Err(ForbiddenAddress.into());
            }
            let found: Addrs = Box::new(found.into_iter());
            Ok(found)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_only_the_server_reaches_is_refused() {
        for inside in [
            "https://127.0.0.1/hook",
            "https://127.1/hook",
            "https://2130706433/hook",
            "https://0x7f.0.0.1/hook",
            "https://0/hook",
            "https://10.0.0.8/hook",
            "https://172.16.0.1/hook",
            "https://172.31.255.255/hook",
            "https://192.168.1.1/hook",
            "https://169.254.169.254/latest/meta-data",
            "https://100.100.100.200/hook",
            "https://198.18.0.1/hook",
            "https://224.0.0.1/hook",
            "https://255.255.255.255/hook",
            "https://[::1]/hook",
            "https://[::]/hook",
            "https://[::ffff:127.0.0.1]/hook",
            "https://[::ffff:a9fe:a9fe]/hook",
            "https://[::127.0.0.1]/hook",
            "https://[64:ff9b::7f00:1]/hook",
            "https://[2002:7f00:1::]/hook",
            "https://[2001:0:7f00:1::]/hook",
            "https://[fe80::1]/hook",
            "https://[fd00:ec2::254]/hook",
            "https://[ff02::1]/hook",
            "https://localhost/hook",
            "http://localhost:8720/",
        ] {
            let parsed = WebhookUrl::parse(inside, AllowedTargets::Public);
            assert_eq!(parsed.err(), Some(UrlError::NotPublic), "{inside}");
        }
    }

    #[test]
    fn an_address_is_encrypted_bare_and_short() {
        for good in [
            "https://crm.example/hook?key=1",
            "https://crm.example:8443/",
            "https://192.0.1.1/",
            "https://[2606:4700::1111]/",
        ] {
            assert!(
                WebhookUrl::parse(good, AllowedTargets::Public).is_ok(),
                "{good}"
            );
        }
        let long = format!("https://crm.example/{}", "x".repeat(1000));
        for (bad, why) in [
            ("http://crm.example/hook", UrlError::NotEncrypted),
            ("https://user:secret@crm.example/", UrlError::Shape),
            ("https://crm.example/#part", UrlError::Shape),
            ("ftp://crm.example/", UrlError::Shape),
            ("file:///etc/passwd", UrlError::Shape),
            ("crm.example", UrlError::Shape),
            ("", UrlError::Shape),
            (&long, UrlError::Shape),
        ] {
            let parsed = WebhookUrl::parse(bad, AllowedTargets::Public);
            assert_eq!(parsed.err(), Some(why), "{bad}");
        }
    }

    #[test]
    fn for_trials_this_computer_is_allowed_and_no_other_private_network() {
        let parse = |text| WebhookUrl::parse(text, AllowedTargets::PublicAndLoopback);
        assert!(parse("http://127.0.0.1:9000/hook").is_ok());
        assert!(parse("http://localhost:9000/hook").is_ok());
        assert_eq!(parse("http://10.0.0.1/").err(), Some(UrlError::NotPublic));
        assert_eq!(
            parse("http://crm.example/").err(),
            Some(UrlError::NotEncrypted)
        );
    }

    #[tokio::test]
    async fn a_name_with_a_private_address_is_not_resolved() {
        let resolve = async |targets| {
            let name = "localhost".parse().unwrap();
            GuardedResolver(targets).resolve(name).await.map(drop)
        };
        let refused = resolve(AllowedTargets::Public).await.unwrap_err();
        assert!(
            refused.downcast_ref::<ForbiddenAddress>().is_some(),
            "{refused}"
        );
        assert!(resolve(AllowedTargets::PublicAndLoopback).await.is_ok());
    }
}
