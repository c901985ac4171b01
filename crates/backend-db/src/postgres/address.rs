//! Parsing of `postgres://` addresses, and the encryption of the connection.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rustls::crypto::ring::default_provider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::DbError;

/// The time limit for connecting to one host.
const CONNECT: Duration = Duration::from_secs(10);
/// The time without an answer after which a connection is closed, so that a vanished server is noticed before
/// the caller gives up.
const SILENCE: Duration = Duration::from_secs(30);

/// The address of the database and how to reach it.
#[derive(Clone)]
pub(crate) struct Address {
    pub(crate) config: Config,
    pub(crate) tls: MakeRustlsConnect,
}

/// Parses an address. `sslmode` is that of libpq with two stricter rules: nothing is sent in plain text to
/// another computer without `sslmode=disable`, and a certificate is always verified, with `sslrootcert` or the
/// system's roots.
pub(crate) fn read(url: &str) -> Result<Address, DbError> {
    let (url, ssl) = Ssl::take_from(url)?;
    let mut config: Config = url.parse().map_err(|error: tokio_postgres::Error| {
        // The message quotes the name of a parameter, never its value.
        let reason =
            std::error::Error::source(&error).map_or_else(String::new, ToString::to_string);
        DbError::Address(format!("the address can't be read: {reason}"))
    })?;
    if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
        return Err(DbError::Address("the address names no host".into()));
    }
    config.ssl_mode(ssl.mode(is_this_computer(&config))?);
    if config.get_application_name().is_none() {
        config.application_name("lanyard");
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT);
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(SILENCE);
    }
    config.keepalives_idle(SILENCE);
    // Of several hosts, the one that accepts writes is used; after a failover, that is another one.
    config.target_session_attrs(TargetSessionAttrs::ReadWrite);
    Ok(Address {
        tls: MakeRustlsConnect::new(client_config(ssl.root.as_deref())?),
        config,
    })
}

/// The parameters that this module interprets.
#[derive(Debug, Default, PartialEq, Eq)]
struct Ssl {
    mode: Option<String>,
    root: Option<String>,
}

impl Ssl {
    /// Removes the parameters from the address, and returns the rest.
    fn take_from(url: &str) -> Result<(String, Self), DbError> {
        let mut ssl = Self::default();
        let Some((base, query)) = url.split_once('?') else {
            return Ok((url.to_owned(), ssl));
        };
        let mut rest = Vec::new();
        for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
            match parameter.split_once('=') {
                Some(("sslmode", mode)) => ssl.mode = Some(mode.to_owned()),
                Some(("sslrootcert", path)) => ssl.root = Some(percent_decoded(path)?),
                _ => rest.push(parameter),
            }
        }
        let url = if rest.is_empty() {
            base.to_owned()
        } else {
            format!("{base}?{}", rest.join("&"))
        };
        Ok((url, ssl))
    }

    fn mode(&self, this_computer: bool) -> Result<SslMode, DbError> {
        match self.mode.as_deref() {
            Some("disable") => Ok(SslMode::Disable),
            None | Some("allow" | "prefer") if this_computer => Ok(SslMode::Disable),
            None | Some("allow" | "prefer" | "require" | "verify-ca" | "verify-full") => {
                Ok(SslMode::Require)
            }
            Some(_) => Err(DbError::Address(
                "sslmode is disable, prefer, require or verify-full".into(),
            )),
        }
    }
}

/// Returns whether the connection stays on this computer: a Unix socket or loopback.
fn is_this_computer(config: &Config) -> bool {
    let is_loopback = |name: &str| {
        name == "localhost"
            || name
                .parse::<IpAddr>()
                .is_ok_and(|address| address.is_loopback())
    };
    // If the address lists IP addresses, the host names are used only to verify certificates.
    if config.get_hostaddrs().is_empty() {
        config.get_hosts().iter().all(|host| match host {
            #[cfg(unix)]
            Host::Unix(_) => true,
            Host::Tcp(name) => is_loopback(name),
        })
    } else {
        config.get_hostaddrs().iter().all(IpAddr::is_loopback)
    }
}

fn client_config(root: Option<&str>) -> Result<ClientConfig, DbError> {
    let tls_error = |reason: String| DbError::Address(format!("TLS can't be set up: {reason}"));
    let builder = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| tls_error(error.to_string()))?;
    let builder = match root {
        Some(path) => builder.with_root_certificates(roots(Path::new(path)).map_err(tls_error)?),
        None => builder
            .with_platform_verifier()
            .map_err(|error| tls_error(error.to_string()))?,
    };
    Ok(builder.with_no_client_auth())
}

fn roots(path: &Path) -> Result<RootCertStore, String> {
    let shown = path.display();
    let certificates = CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| format!("sslrootcert {shown}: {error}"))?;
    let mut roots = RootCertStore::empty();
    let (taken, _) = roots.add_parsable_certificates(certificates);
    if taken == 0 {
        return Err(format!("sslrootcert {shown} holds no certificate"));
    }
    Ok(roots)
}

fn percent_decoded(text: &str) -> Result<String, DbError> {
    let malformed = || DbError::Address("sslrootcert is not percent-encoded".into());
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let (digits, after) = rest.split_at_checked(2).ok_or_else(malformed)?;
        let byte = data_encoding::HEXLOWER_PERMISSIVE
            .decode(digits)
            .map_err(|_| malformed())?;
        bytes.extend(byte);
        rest = after;
    }
    String::from_utf8(bytes).map_err(|_| malformed())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(url: &str) -> Option<SslMode> {
        read(url).ok().map(|address| address.config.get_ssl_mode())
    }

    #[test]
    fn plain_text_stays_on_this_computer_unless_it_is_asked_for() {
        for (url, expected) in [
            ("postgres://a@localhost/l", SslMode::Disable),
            (
                "postgres://a@127.0.0.1:5433/l?sslmode=prefer",
                SslMode::Disable,
            ),
            ("postgres://a@[::1]/l", SslMode::Disable),
            ("postgresql://a@%2Frun%2Fpostgresql/l", SslMode::Disable),
            ("postgres://a@localhost/l?sslmode=require", SslMode::Require),
            ("postgres://a:b@db.example/l", SslMode::Require),
            ("postgres://a@db.example/l?sslmode=prefer", SslMode::Require),
            ("postgres://a@db.example/l?sslmode=allow", SslMode::Require),
            (
                "postgres://a@db.example/l?sslmode=verify-full",
                SslMode::Require,
            ),
            ("postgres://a@localhost,db.example/l", SslMode::Require),
            (
                "postgres://a@localhost/l?hostaddr=192.0.2.1",
                SslMode::Require,
            ),
            (
                "postgres://a@db.example/l?sslmode=disable",
                SslMode::Disable,
            ),
        ] {
            assert_eq!(mode(url), Some(expected), "{url}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused_without_its_password() {
        for url in [
            "postgres://ann:hunter2@db.example/l?sslmode=maybe",
            "postgres://ann:hunter2@db.example/l?sslcert=mine.pem",
            "postgres://ann:hunter2@db.example/l?sslrootcert=%zz",
            "postgres://ann:hunter2@db.example/l?sslrootcert=%2Fnowhere%2Froot.pem",
            "postgres://ann:hunter2@db.example:port/l",
            "postgres:///l",
        ] {
            let Err(error) = read(url) else {
                panic!("{url} was taken");
            };
            assert!(!error.to_string().contains("hunter2"), "{error}");
        }
    }
}
