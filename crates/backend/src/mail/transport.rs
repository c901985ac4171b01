//! The transports for mails: an SMTP server, or a folder of `.eml` files for trials.

use std::path::PathBuf;
use std::time::Duration;

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder};
use lettre::transport::smtp::AsyncSmtpTransport;
use lettre::{AsyncFileTransport, AsyncTransport, Tokio1Executor};

use crate::mail::message::Message;

/// The time-out of each command to the mail server.
const SMTP_TIMEOUT: Duration = Duration::from_secs(30);

/// The configuration of a mail transport.
#[derive(Clone)]
pub struct MailSettings {
    /// `smtps://USER:PASSWORD@HOST`, `smtp://HOST:PORT?tls=required`, or `folder:PATH`.
    pub url: String,
    /// The sender: `Name <address>` or an address alone.
    pub from: String,
}

impl std::fmt::Debug for MailSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The URL may hold a password.
        write!(f, "MailSettings(from {})", self.from)
    }
}

/// Why the mail settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MailSettingsError {
    /// The URL has none of the known schemes.
    #[error(
        "LANYARD_MAIL must be smtps://USER:PASSWORD@HOST, smtp://HOST:PORT?tls=required, or folder:PATH"
    )]
    Url,
    /// A password would go over the network in the clear.
    #[error("LANYARD_MAIL would send mail unencrypted: add ?tls=required, or name this computer")]
    Unencrypted,
    /// The folder does not exist and cannot be created.
    #[error("cannot use the mail folder {path}: {reason}")]
    Folder {
        path: PathBuf,
        /// The operating system's error.
        reason: String,
    },
    /// The sender is not a valid address.
    #[error("LANYARD_MAIL_FROM must be an address, such as Lanyard <privacy@example.org>")]
    From,
}

/// Why a mail was not sent. It does not hold the mail server's answer, because servers quote addresses in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// A later attempt may succeed.
    #[error("the mail server could not take the mail now")]
    Temporary,
    /// No later attempt can succeed.
    #[error("the mail server refused the mail")]
    Permanent,
}

#[derive(Clone)]
enum Route {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Folder(AsyncFileTransport<Tokio1Executor>),
}

/// A transport for mails.
#[derive(Clone)]
pub struct Transport {
    route: Route,
    from: Mailbox,
}

impl std::fmt::Debug for Transport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Transport(…)")
    }
}

impl Transport {
    /// Creates the transport that the settings describe. It connects to nothing yet.
    pub fn new(settings: &MailSettings) -> Result<Self, MailSettingsError> {
        let from = settings.from.parse().map_err(|_| MailSettingsError::From)?;
        let route = if let Some(path) = settings.url.strip_prefix("folder:") {
            let path = PathBuf::from(path);
            std::fs::create_dir_all(&path).map_err(|error| MailSettingsError::Folder {
                path: path.clone(),
                reason: error.to_string(),
            })?;
            Route::Folder(AsyncFileTransport::new(path))
        } else {
            check_encrypted(&settings.url)?;
            let smtp = AsyncSmtpTransport::<Tokio1Executor>::from_url(&settings.url)
                .map_err(|_| MailSettingsError::Url)?
                .timeout(Some(SMTP_TIMEOUT))
                .build();
            Route::Smtp(smtp)
        };
        Ok(Self { route, from })
    }

    /// Connects to the mail server and sends a NOOP command (RFC 5321 §4.1.1.9).
    pub async fn check_connection(&self) -> Result<(), SendError> {
        match &self.route {
            Route::Smtp(smtp) => match smtp.test_connection().await {
                Ok(true) => Ok(()),
                Ok(false) | Err(_) => Err(SendError::Temporary),
            },
            Route::Folder(_) => Ok(()),
        }
    }

    /// Hands a mail to the mail server, or writes it into the folder.
    pub async fn send(&self, message: &Message) -> Result<(), SendError> {
        let to: Mailbox = message.to.parse().map_err(|_| SendError::Permanent)?;
        let mail = lettre::Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(message.subject.clone())
            // RFC 3834: automatic responders do not reply to a mail with this header.
            .raw_header(header("Auto-Submitted", "auto-generated".into()))
            .header(ContentType::TEXT_PLAIN);
        let mail = match &message.unsubscribe {
            Some(link) => with_unsubscribe(mail, link),
            None => mail,
        };
        let mail = mail
            .body(message.text.clone())
            .map_err(|_| SendError::Permanent)?;
        match &self.route {
            Route::Smtp(smtp) => match smtp.send(mail).await {
                Ok(_) => Ok(()),
                Err(error) if error.is_permanent() => Err(SendError::Permanent),
                Err(_) => Err(SendError::Temporary),
            },
            Route::Folder(folder) => folder
                .send(mail)
                .await
                .map(drop)
                .map_err(|_| SendError::Temporary),
        }
    }
}

fn header(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
}

/// Adds the header of RFC 2369 §3.2, and that of RFC 8058 if the link is encrypted, as that RFC demands.
fn with_unsubscribe(mail: MessageBuilder, link: &str) -> MessageBuilder {
    let mail = mail.raw_header(header("List-Unsubscribe", format!("<{link}>")));
    if link.starts_with("https://") {
        let one_click = "List-Unsubscribe=One-Click".into();
        mail.raw_header(header("List-Unsubscribe-Post", one_click))
    } else {
        mail
    }
}

/// Allows unencrypted mail only to this computer.
fn check_encrypted(url: &str) -> Result<(), MailSettingsError> {
    let Some(rest) = url.strip_prefix("smtp://") else {
        return if url.starts_with("smtps://") {
            Ok(())
        } else {
            Err(MailSettingsError::Url)
        };
    };
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let is_local = ["127.0.0.1", "localhost", "[::1]"].iter().any(|local| {
        host.strip_prefix(local)
            .is_some_and(|port| port.is_empty() || port.starts_with(':'))
    });
    if is_local || rest.contains("tls=required") {
        Ok(())
    } else {
        Err(MailSettingsError::Unencrypted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(url: &str) -> Result<Transport, MailSettingsError> {
        Transport::new(&MailSettings {
            url: url.into(),
            from: "Lanyard <privacy@example.org>".into(),
        })
    }

    #[tokio::test]
    async fn mail_goes_encrypted_but_to_this_computer() {
        for good in [
            "smtps://user:secret@mail.example.org",
            "smtp://mail.example.org:587?tls=required",
            "smtp://127.0.0.1:2525",
            "smtp://localhost",
        ] {
            assert!(with(good).is_ok(), "{good}");
        }
        for bad in [
            "smtp://mail.example.org",
            "smtp://user:secret@mail.example.org:587?tls=opportunistic",
            "smtp://localhost.example.org",
            "smtp://127.0.0.1@mail.example.org",
        ] {
            assert!(
                matches!(with(bad), Err(MailSettingsError::Unencrypted)),
                "{bad}"
            );
        }
        assert!(matches!(
            with("mail.example.org"),
            Err(MailSettingsError::Url)
        ));
    }

    #[tokio::test]
    async fn an_address_that_is_two_lines_is_refused_and_adds_no_header() {
        let folder = tempfile::tempdir().unwrap();
        let transport = with(&format!("folder:{}", folder.path().display())).unwrap();
        let mail = |to: &str, subject: &str| Message {
            to: to.into(),
            subject: subject.into(),
            text: "Hello".into(),
            unsubscribe: None,
        };
        let refused = transport
            .send(&mail("ada@example.org\r\nBcc: eve@example.org", "x"))
            .await;
        assert_eq!(refused, Err(SendError::Permanent));
        transport
            .send(&mail("ada@example.org", "x\r\nBcc: eve@example.org"))
            .await
            .unwrap();
        let file = std::fs::read_dir(folder.path()).unwrap().next().unwrap();
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        assert!(!text.contains("\r\nBcc:"), "{text}");
        assert!(text.contains("To: ada@example.org"));
        assert!(text.contains("Auto-Submitted: auto-generated"));
    }

    #[tokio::test]
    async fn a_mail_program_ends_mails_with_one_click_where_the_link_is_encrypted() {
        let folder = tempfile::tempdir().unwrap();
        let transport = with(&format!("folder:{}", folder.path().display())).unwrap();
        let token = "0123456789abcdefghjkmnpqrstvwxyz".repeat(4);
        for scheme in ["https", "http"] {
            let link = format!("{scheme}://lanyard.example/unsubscribe/{token}");
            let message = Message {
                to: "ada@example.org".into(),
                subject: "x".into(),
                text: "Hello".into(),
                unsubscribe: Some(link.clone()),
            };
            transport.send(&message).await.unwrap();
            let file = std::fs::read_dir(folder.path()).unwrap().next().unwrap();
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            std::fs::remove_file(path).unwrap();
            let unfolded = text.replace("\r\n ", " ");
            let header = format!("List-Unsubscribe: <{link}>\r\n");
            assert!(unfolded.replace(":  <", ": <").contains(&header), "{text}");
            let one_click = "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
            assert_eq!(text.contains(one_click), scheme == "https", "{text}");
        }
    }
}
