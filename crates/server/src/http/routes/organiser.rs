//! What the organiser's people may call.

use axum::handler::Handler;
use axum::http::Method;

use super::super::{App, pages::organiser as pages};
use super::{Caller, Route};
use crate::staff::Power::{self, Change, Read, Rule};

/// Where somebody looks.
fn get<H: Handler<T, App>, T: 'static>(path: &'static str, power: Power, handler: H) -> Route {
    Route::new(Method::GET, path, Caller::Staff(power), handler)
}

/// Where somebody changes something.
fn post<H: Handler<T, App>, T: 'static>(path: &'static str, power: Power, handler: H) -> Route {
    Route::new(Method::POST, path, Caller::Staff(power), handler)
}

pub(super) fn routes() -> Vec<Route> {
    vec![
        get("/organiser", Read, pages::overview),
        get("/organiser/people", Read, pages::people),
        post("/organiser/people", Rule, pages::add_person),
        post("/organiser/people/{staff}/role", Rule, pages::change_role),
        post(
            "/organiser/people/{staff}/remove",
            Rule,
            pages::remove_person,
        ),
        get("/organiser/sponsors", Read, pages::sponsors),
        post("/organiser/sponsors", Change, pages::add_sponsor),
        get("/organiser/sponsors/{sponsor}", Read, pages::sponsor),
        post(
            "/organiser/sponsors/{sponsor}/rename",
            Change,
            pages::rename_sponsor,
        ),
        // An owner takes leads out: nobody gets there who may take nothing out themselves.
        post(
            "/organiser/sponsors/{sponsor}/invite",
            Rule,
            pages::invite_owner,
        ),
        get("/organiser/devices", Read, pages::devices),
        get("/organiser/devices/{device}", Read, pages::device),
        post(
            "/organiser/devices/{device}/revoke",
            Change,
            pages::revoke_device,
        ),
        get("/organiser/reports", Read, pages::reports),
        get("/organiser/reports/{report}", Read, pages::report),
        post("/organiser/reports/{report}", Change, pages::decide_report),
    ]
}
