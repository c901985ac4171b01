//! The attendee's pages: who has what, and taking it back.

mod card;
mod dashboard;
mod data;
mod fields;
mod report;
mod sharing;
mod sponsor;

pub(crate) use crate::pages::attendee::dashboard::{ask_withdraw_all, show, withdraw_all};
pub(crate) use crate::pages::attendee::data::{ask_erase, data, erase, everything, receipt};
pub(crate) use crate::pages::attendee::report::{ask as ask_report, send as send_report};
pub(crate) use crate::pages::attendee::sharing::{
    set_do_not_scan, set_email, set_fields, set_mails, sharing,
};
pub(crate) use crate::pages::attendee::sponsor::{
    allow, ask_allow, ask_change, ask_withdraw, change, notice, withdraw,
};
