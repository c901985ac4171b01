//! The routes of attendees and of their programs.

use crate::api::me;
use crate::pages::attendee as pages;
use crate::routes::caller::Caller::{Attendee, AttendeePage};
use crate::routes::route::{Route, table};

pub(crate) fn routes() -> Vec<Route> {
    table! {
        GET  API_ME                  => Attendee, me::show;
        GET  API_ME_EVERYTHING       => Attendee, me::everything;
        GET  API_ME_RECEIPT          => Attendee, me::receipt;
        PUT  API_ME_MAILS            => Attendee, me::set_mails;
        PUT  API_ME_SHARING          => Attendee, me::set_sharing;
        PUT  API_ME_SPONSOR_EMAIL    => Attendee, me::set_sponsor_email;
        PUT  API_ME_DO_NOT_SCAN      => Attendee, me::set_do_not_scan;
        POST API_ME_SPONSOR_SHARE    => Attendee, me::share;
        POST API_ME_SPONSOR_WITHDRAW => Attendee, me::withdraw;
        POST API_ME_SPONSOR_ALLOW    => Attendee, me::allow;
        POST API_ME_SPONSOR_REPORT   => Attendee, me::report;
        POST API_ME_WITHDRAW         => Attendee, me::withdraw_all;
        POST API_ME_ERASE            => Attendee, me::erase;

        GET  ME                  => AttendeePage, pages::show;
        GET  ME_SPONSOR_CHANGE   => AttendeePage, pages::ask_change;
        POST ME_SPONSOR_CHANGE   => AttendeePage, pages::change;
        GET  ME_SPONSOR_WITHDRAW => AttendeePage, pages::ask_withdraw;
        POST ME_SPONSOR_WITHDRAW => AttendeePage, pages::withdraw;
        GET  ME_SPONSOR_ALLOW    => AttendeePage, pages::ask_allow;
        POST ME_SPONSOR_ALLOW    => AttendeePage, pages::allow;
        GET  ME_SPONSOR_REPORT   => AttendeePage, pages::ask_report;
        POST ME_SPONSOR_REPORT   => AttendeePage, pages::send_report;
        GET  ME_WITHDRAW         => AttendeePage, pages::ask_withdraw_all;
        POST ME_WITHDRAW         => AttendeePage, pages::withdraw_all;
        GET  ME_NOTICE           => AttendeePage, pages::notice;
        GET  ME_SHARING             => AttendeePage, pages::sharing;
        POST ME_SHARING_FIELDS      => AttendeePage, pages::set_fields;
        POST ME_SHARING_EMAIL       => AttendeePage, pages::set_email;
        POST ME_SHARING_DO_NOT_SCAN => AttendeePage, pages::set_do_not_scan;
        POST ME_SHARING_MAILS       => AttendeePage, pages::set_mails;
        GET  ME_DATA                => AttendeePage, pages::data;
        GET  ME_DATA_EVERYTHING     => AttendeePage, pages::everything;
        GET  ME_SPONSOR_RECEIPT     => AttendeePage, pages::receipt;
        GET  ME_DATA_ERASE          => AttendeePage, pages::ask_erase;
        POST ME_DATA_ERASE          => AttendeePage, pages::erase;
    }
}
