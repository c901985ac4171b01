//! What sponsors' teams, and their programs, may call.

use axum::http::Method;

use crate::api::leads;
use crate::pages::sponsor as pages;
use crate::routes::{Caller, Route};
use backend_model::MemberRole;

pub(crate) fn routes() -> Vec<Route> {
    let mut routes = programs();
    routes.extend(team());
    routes
}

fn programs() -> Vec<Route> {
    use Caller::Sponsor;
    vec![
        Route::new(Method::GET, "/api/v1/leads", Sponsor, leads::list),
        Route::new(Method::GET, "/api/v1/leads.csv", Sponsor, leads::csv),
        Route::new(
            Method::GET,
            "/api/v1/exports/{file}",
            Sponsor,
            leads::export,
        ),
        Route::new(Method::GET, "/api/v1/leads/{lead}", Sponsor, leads::one),
        Route::new(
            Method::POST,
            "/api/v1/leads/{lead}/acknowledge-deletion",
            Sponsor,
            leads::acknowledge_deletion,
        ),
        Route::new(Method::GET, "/api/v1/devices", Sponsor, leads::devices),
    ]
}

fn team() -> Vec<Route> {
    use Method as M;
    const MEMBER: Caller = Caller::Member(MemberRole::Member);
    const OWNER: Caller = Caller::Member(MemberRole::Owner);
    vec![
        Route::new(M::GET, "/sponsor", MEMBER, pages::leads),
        Route::new(M::POST, "/sponsor/find", MEMBER, pages::find),
        Route::new(M::GET, "/sponsor/leads/{lead}", MEMBER, pages::lead),
        Route::new(M::GET, "/sponsor/exports", MEMBER, pages::exports),
        Route::new(M::POST, "/sponsor/exports", MEMBER, pages::take_export),
        Route::new(M::GET, "/sponsor/deletions", MEMBER, pages::deletions_to_do),
        Route::new(
            M::POST,
            "/sponsor/deletions",
            MEMBER,
            pages::acknowledge_deletions,
        ),
        Route::new(M::GET, "/sponsor/charts", MEMBER, pages::charts),
        Route::new(M::GET, "/sponsor/devices", MEMBER, pages::devices),
        Route::new(M::POST, "/sponsor/devices/codes", OWNER, pages::new_code),
        Route::new(
            M::POST,
            "/sponsor/devices/codes/cancel",
            OWNER,
            pages::cancel_code,
        ),
        Route::new(
            M::POST,
            "/sponsor/devices/{device}/rename",
            OWNER,
            pages::rename_device,
        ),
        Route::new(
            M::POST,
            "/sponsor/devices/{device}/revoke",
            OWNER,
            pages::revoke_device,
        ),
        Route::new(M::GET, "/sponsor/programs", OWNER, pages::programs),
        Route::new(M::POST, "/sponsor/programs/tokens", OWNER, pages::new_token),
        Route::new(
            M::POST,
            "/sponsor/programs/tokens/revoke",
            OWNER,
            pages::revoke_token,
        ),
        Route::new(
            M::POST,
            "/sponsor/programs/webhooks",
            OWNER,
            pages::add_webhook,
        ),
        Route::new(
            M::GET,
            "/sponsor/programs/webhooks/{webhook}",
            OWNER,
            pages::webhook,
        ),
        Route::new(
            M::POST,
            "/sponsor/programs/webhooks/{webhook}/{verb}",
            OWNER,
            pages::act_on_webhook,
        ),
        Route::new(
            M::POST,
            "/sponsor/programs/webhooks/{webhook}/deliveries/{number}",
            OWNER,
            pages::redeliver,
        ),
        Route::new(M::GET, "/sponsor/team", MEMBER, pages::team),
        Route::new(M::POST, "/sponsor/team/invite", OWNER, pages::invite),
        Route::new(
            M::POST,
            "/sponsor/team/{member}/invite",
            OWNER,
            pages::send_again,
        ),
        Route::new(
            M::POST,
            "/sponsor/team/{member}/role",
            OWNER,
            pages::set_role,
        ),
        Route::new(
            M::POST,
            "/sponsor/team/{member}/remove",
            OWNER,
            pages::remove_member,
        ),
    ]
}
