//! Mails are written into the database in the transaction that they report on, and sent from there. No mail is
//! lost while the mail server is unreachable, and no mail reports something that was not committed.

mod message;
mod outbox;
mod transport;

pub use crate::mail::message::{MailKind, Message};
pub use crate::mail::outbox::{Outbox, enqueue};
pub use crate::mail::transport::{MailSettings, MailSettingsError, SendError, Transport};
