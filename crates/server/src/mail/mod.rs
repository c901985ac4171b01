//! Mails: written into the database with what they are about, and sent from there, so that none is lost
//! where the mail server is away and none is sent of something that was never committed.

mod message;
mod outbox;
mod transport;

pub use message::{MailKind, Message};
pub use outbox::{Outbox, enqueue};
pub use transport::{MailSettings, MailSettingsError, SendError, Transport};
