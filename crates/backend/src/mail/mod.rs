//! Mails: written into the database with what they are about, and sent from there, so that none is lost
//! where the mail server is away and none is sent of something that was never committed.

mod message;
mod outbox;
mod transport;

pub use crate::mail::message::{MailKind, Message};
pub use crate::mail::outbox::{Outbox, enqueue};
pub use crate::mail::transport::{MailSettings, MailSettingsError, SendError, Transport};
