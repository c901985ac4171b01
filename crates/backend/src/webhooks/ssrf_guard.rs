//! Where deliveries may go: to the open internet, and to nothing that only this server can reach.
//!
//! A sponsor chooses the address, and the server stands in the organiser's network. So a name is resolved
//! here, each of its addresses is looked at, and the connection goes to those very addresses: a name that
//! answers otherwise a moment later leads nowhere.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Longest address, in bytes.
const LONGEST: usize = 1000;

/// What may be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reach {
    /// The open internet.
    #[default]
    Public,
    /// This computer too, also without encryption: for trying things out. Only the command line sets it.
    Loopback,
}

/// Why an address can't be a webhook's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// Not a web address, or too long, or with a user, a password or a fragment in it.
    #[error("not an address that a webhook can have: it looks like https://crm.example/hook")]
    Shape,
    /// Not encrypted.
    #[error("the address must begin with https://")]
    NotEncrypted,
    /// An address of this computer, of a private network, or of no network at all.
    #[error("the address is not on the open internet")]
    NotPublic,
}

/// The address of a webhook.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookUrl(Url);

impl std::fmt::Debug for WebhookUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WebhookUrl(…)")
    }
}

impl WebhookUrl {
    /// Reads an address. A name is looked at when it is resolved; one that is a number is looked at now.
    ///
    /// # Errors
    /// [`UrlError`].
    pub fn parse(text: &str, reach: Reach) -> Result<Self, UrlError> {
        let text = text.trim();
        if text.len() > LONGEST {
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
        if number.is_some_and(|address| !may_reach(address, reach)) {
            return Err(UrlError::NotPublic);
        }
        let is_here = host == "localhost" || number.is_some_and(|address| address.is_loopback());
        if is_here && reach == Reach::Public {
            return Err(UrlError::NotPublic);
        }
        if url.scheme() == "http" && !is_here {
            return Err(UrlError::NotEncrypted);
        }
        Ok(Self(url))
    }

    /// The address's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    pub(crate) fn url(&self) -> Url {
        self.0.clone()
    }
}

/// Whether a connection to this address may be made.
fn may_reach(address: IpAddr, reach: Reach) -> bool {
    let is_public = match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    };
    is_public || (reach == Reach::Loopback && address.is_loopback())
}

/// Everything but the blocks of IANA's registry of special-purpose addresses (RFC 6890) and multicast.
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

/// Global unicast (RFC 4291: 2000::/3) without what is set apart in it. Addresses that carry one of
/// version 4 (mapped ones, NAT64) lie outside, or are set apart (6to4, Teredo).
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    a & 0xe000 == 0x2000
        && !(a == 0x2001 && b < 0x0200)
        && !(a == 0x2001 && b == 0x0db8)
        && a != 0x2002
        && !(a == 0x3fff && b < 0x1000)
        && !(a == 0x2620 && b == 0x004f)
}

/// Resolves names, and gives nothing where one of their addresses may not be reached.
pub(crate) struct Guarded(pub(crate) Reach);

/// A name leads to where nothing may be sent.
#[derive(Debug, thiserror::Error)]
#[error("the name leads to an address that is not on the open internet")]
pub(crate) struct Refused;

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            // The port is put in by whoever connects.
            let found: Vec<SocketAddr> =
                tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            // One bad address spoils them all: nobody needs a name that is half inside.
            if found.iter().any(|address| !may_reach(address.ip(), reach)) {
                return Err(Refused.into());
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
    fn nothing_that_only_the_server_reaches_can_be_a_webhook() {
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
            let parsed = WebhookUrl::parse(inside, Reach::Public);
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
            assert!(WebhookUrl::parse(good, Reach::Public).is_ok(), "{good}");
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
            let parsed = WebhookUrl::parse(bad, Reach::Public);
            assert_eq!(parsed.err(), Some(why), "{bad}");
        }
    }

    #[test]
    fn for_trying_out_this_computer_may_be_reached_and_no_network_beside_it() {
        let parse = |text| WebhookUrl::parse(text, Reach::Loopback);
        assert!(parse("http://127.0.0.1:9000/hook").is_ok());
        assert!(parse("http://localhost:9000/hook").is_ok());
        assert_eq!(parse("http://10.0.0.1/").err(), Some(UrlError::NotPublic));
        assert_eq!(
            parse("http://crm.example/").err(),
            Some(UrlError::NotEncrypted)
        );
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_not_resolved() {
        let resolve = async |reach| {
            let name = "localhost".parse().unwrap();
            Guarded(reach).resolve(name).await.map(drop)
        };
        let refused = resolve(Reach::Public).await.unwrap_err();
        assert!(refused.downcast_ref::<Refused>().is_some(), "{refused}");
        assert!(resolve(Reach::Loopback).await.is_ok());
    }
}
