//! The list of all routes, with the callers that each is for. The router is made from this list, and the
//! authorisation test reads it, so that neither can have a route that the other lacks.

mod attendee;
pub(crate) mod caller;
mod organiser;
mod route;
mod sponsor;

use std::collections::BTreeSet;

use axum::http::{Method, Uri};
use axum::response::Redirect;
use protocol::limits;

use crate::api::{bundle, enrol, health, monitor, sync};
use crate::routes::caller::Caller::{Anyone, Device, Monitor};
use crate::routes::route::table;
use crate::{openapi, pages};

pub use crate::routes::caller::Caller;
pub use crate::routes::route::Route;

/// The longest bundle, and the form around it.
const BUNDLE_FORM: usize = protocol::bundle::MAX_BYTES + (4 << 10);

/// Returns all routes.
#[must_use]
pub fn routes() -> Vec<Route> {
    let mut routes = table! {
        GET  START                 => Anyone,  pages::start;
        GET  ASSET                 => Anyone,  pages::asset;
        POST LANGUAGE              => Anyone,  pages::language;
        GET  SIGN_IN               => Anyone,  pages::ask;
        POST SIGN_IN               => Anyone,  pages::send;
        POST SIGN_IN_PASSKEY       => Anyone,  pages::enter_with_passkey;
        POST SIGN_IN_PASSKEY_BEGIN => Anyone,  pages::begin_passkey;
        GET  SIGN_IN_LINK          => Anyone,  pages::confirm;
        POST SIGN_IN_LINK          => Anyone,  pages::enter;
        POST SIGN_OUT              => Anyone,  pages::leave;
        GET  UNSUBSCRIBE           => Anyone,  pages::ask_to_unsubscribe;
        POST UNSUBSCRIBE           => Anyone,  pages::unsubscribe;
        GET  HEALTH                => Anyone,  health::alive;
        GET  READINESS             => Anyone,  health::ready;
        GET  API                   => Anyone,  openapi::page;
        GET  API_DOCUMENT          => Anyone,  openapi::json;
        GET  METRICS               => Monitor, monitor::metrics;
        GET  ENROL                 => Anyone,  pages::code;
        POST DEVICE_ENROL          => Device,  enrol::create;
        POST DEVICE_SYNC           => Device,  sync::create, limits::BATCH_BYTES;
        GET  BUNDLE                => Anyone,  pages::bundle;
        POST DEVICE_BUNDLE         => Device,  bundle::create, BUNDLE_FORM;
    };
    routes.extend(attendee::routes());
    routes.extend(sponsor::routes());
    routes.extend(organiser::routes());
    let redirects = redirects(&routes);
    routes.extend(redirects);
    routes
}

/// Returns redirects from the addresses of forms to the pages above them.
///
/// A page that answers a form has the form's address. A reload, or a change of the language, requests that
/// address with GET.
fn redirects(routes: &[Route]) -> Vec<Route> {
    let pages: BTreeSet<&str> = routes
        .iter()
        .filter(|route| route.method == Method::GET)
        .map(|route| route.path)
        .collect();
    let mut back = Vec::new();
    for route in routes {
        let is_of_program = route.path.starts_with("/api/") || route.path.starts_with("/v1/");
        if is_of_program || pages.contains(route.path) {
            continue;
        }
        let parts = (1..)
            .find(|parts| {
                let page = without_last(route.path, *parts);
                page == "/" || pages.contains(page)
            })
            .expect("every path ends at /");
        let lead =
            move |address: Uri| async move { Redirect::to(without_last(address.path(), parts)) };
        back.push(Route::new(Method::GET, route.path, Anyone, lead));
    }
    back
}

/// Returns the path without this number of parts at its end.
fn without_last(path: &str, parts: usize) -> &str {
    let rest = (0..parts).fold(path, |rest, _| {
        rest.rsplit_once('/').map_or("", |(rest, _)| rest)
    });
    if rest.is_empty() { "/" } else { rest }
}
