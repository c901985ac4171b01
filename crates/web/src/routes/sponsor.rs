//! The routes of sponsors' teams and of their programs.

use backend_model::MemberRole;

use crate::api::leads;
use crate::pages::sponsor as pages;
use crate::routes::caller::Caller::{self, Sponsor};
use crate::routes::route::{Route, table};

const MEMBER: Caller = Caller::Member(MemberRole::Member);
const OWNER: Caller = Caller::Member(MemberRole::Owner);

pub(crate) fn routes() -> Vec<Route> {
    table! {
        GET  API_LEADS                     => Sponsor, leads::list;
        GET  API_LEADS_CSV                 => Sponsor, leads::csv;
        GET  API_EXPORT                    => Sponsor, leads::export;
        GET  API_LEAD                      => Sponsor, leads::one;
        POST API_LEAD_ACKNOWLEDGE_DELETION => Sponsor, leads::acknowledge_deletion;
        GET  API_DEVICES                   => Sponsor, leads::devices;

        GET  SPONSOR                    => MEMBER, pages::leads;
        POST SPONSOR_FIND               => MEMBER, pages::find;
        GET  SPONSOR_LEAD               => MEMBER, pages::lead;
        GET  SPONSOR_EXPORTS            => MEMBER, pages::exports;
        POST SPONSOR_EXPORTS            => MEMBER, pages::take_export;
        GET  SPONSOR_DELETIONS          => MEMBER, pages::deletions_to_do;
        POST SPONSOR_DELETIONS          => MEMBER, pages::acknowledge_deletions;
        GET  SPONSOR_CHARTS             => MEMBER, pages::charts;
        GET  SPONSOR_DEVICES            => MEMBER, pages::devices;
        POST SPONSOR_DEVICE_CODES       => OWNER,  pages::new_code;
        POST SPONSOR_DEVICE_CODE_CANCEL => OWNER,  pages::cancel_code;
        POST SPONSOR_DEVICE_RENAME      => OWNER,  pages::rename_device;
        POST SPONSOR_DEVICE_REVOKE      => OWNER,  pages::revoke_device;
        GET  SPONSOR_PROGRAMS           => OWNER,  pages::programs;
        POST SPONSOR_TOKENS             => OWNER,  pages::new_token;
        POST SPONSOR_TOKEN_REVOKE       => OWNER,  pages::revoke_token;
        POST SPONSOR_WEBHOOKS           => OWNER,  pages::add_webhook;
        GET  SPONSOR_WEBHOOK            => OWNER,  pages::webhook;
        POST SPONSOR_WEBHOOK_ACTION     => OWNER,  pages::act_on_webhook;
        POST SPONSOR_WEBHOOK_DELIVERY   => OWNER,  pages::redeliver;
        GET  SPONSOR_TEAM               => MEMBER, pages::team;
        POST SPONSOR_TEAM_INVITE        => OWNER,  pages::invite;
        POST SPONSOR_MEMBER_INVITE      => OWNER,  pages::send_again;
        POST SPONSOR_MEMBER_ROLE        => OWNER,  pages::set_role;
        POST SPONSOR_MEMBER_REMOVE      => OWNER,  pages::remove_member;
    }
}
