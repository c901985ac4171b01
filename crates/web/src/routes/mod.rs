//! Every route, and who may call it. The router is made out of this list, and the authorisation test
//! walks it, so that a route can be in neither alone.

mod attendee;
mod organiser;
mod sponsor;

use std::collections::BTreeSet;
use std::convert::Infallible;

use axum::Extension;
use axum::extract::DefaultBodyLimit;
use axum::http::{Method, Uri};
use axum::response::Redirect;
use axum::routing::{MethodRouter, on};
use protocol::limits;

use crate::api::{bundle, enrol, health, monitor, sync};
use crate::{App, openapi, pages};
use backend_model::MemberRole;
use backend_model::Permission;

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    /// Anybody; it tells nothing about anyone.
    Anyone,
    /// Whoever watches the backend, by the token that is set for that; without one, whoever sits at its
    /// computer.
    Monitor,
    /// A device, by its signature over the body.
    Device,
    /// Somebody with a sponsor's token.
    Sponsor,
    /// Somebody with an attendee's token.
    Attendee,
    /// An attendee who is signed in with a browser.
    AttendeePage,
    /// Somebody of a sponsor's team who is signed in, and has at least this role.
    Member(MemberRole),
    /// Somebody of the organiser's who is signed in, and whose role has this permission.
    Staff(Permission),
}

/// A route.
pub struct Route {
    /// The one method it takes.
    pub method: Method,
    /// Its path, with parameters in braces.
    pub path: &'static str,
    /// Who may call it.
    pub caller: Caller,
    body_bytes: usize,
    handler: MethodRouter<App>,
}

/// Longest body where a route says nothing else, in bytes: a form, or a small JSON document.
const SMALL_BODY: usize = 64 << 10;

/// The longest bundle, and the form around it.
const BUNDLE_FORM: usize = protocol::bundle::MAX_BYTES + (4 << 10);

impl Route {
    fn new<H, T>(method: Method, path: &'static str, caller: Caller, handler: H) -> Self
    where
        H: axum::handler::Handler<T, App>,
        T: 'static,
    {
        let filter = method
            .clone()
            .try_into()
            .expect("the methods in the list are standard ones");
        Self {
            method,
            path,
            caller,
            body_bytes: SMALL_BODY,
            handler: on(filter, handler),
        }
    }

    /// The same route with another limit of the body, in bytes.
    #[must_use]
    pub fn taking(self, body_bytes: usize) -> Self {
        Self { body_bytes, ..self }
    }

    pub(crate) fn into_handler(self) -> MethodRouter<App> {
        // The extractors of pages ask this very entry whom they may let in.
        self.handler
            .layer::<_, Infallible>(Extension(self.caller))
            .layer(DefaultBodyLimit::max(self.body_bytes))
    }
}

/// All routes.
#[must_use]
pub fn routes() -> Vec<Route> {
    use Caller::{Anyone, Device};
    let mut routes = vec![
        Route::new(Method::GET, "/", Anyone, pages::start),
        Route::new(Method::GET, "/assets/{file}", Anyone, pages::asset),
        Route::new(Method::POST, "/language", Anyone, pages::language),
        Route::new(Method::GET, "/sign-in", Anyone, pages::ask),
        Route::new(Method::POST, "/sign-in", Anyone, pages::send),
        Route::new(
            Method::POST,
            "/sign-in/passkey",
            Anyone,
            pages::enter_with_passkey,
        ),
        Route::new(
            Method::POST,
            "/sign-in/passkey/begin",
            Anyone,
            pages::begin_passkey,
        ),
        Route::new(Method::GET, "/sign-in/{link}", Anyone, pages::confirm),
        Route::new(Method::POST, "/sign-in/{link}", Anyone, pages::enter),
        Route::new(Method::POST, "/sign-out", Anyone, pages::leave),
        Route::new(
            Method::GET,
            "/unsubscribe/{link}",
            Anyone,
            pages::ask_to_unsubscribe,
        ),
        Route::new(
            Method::POST,
            "/unsubscribe/{link}",
            Anyone,
            pages::unsubscribe,
        ),
        Route::new(Method::GET, "/healthz", Anyone, health::alive),
        Route::new(Method::GET, "/readyz", Anyone, health::ready),
        Route::new(Method::GET, "/api", Anyone, openapi::page),
        Route::new(Method::GET, "/api/openapi.json", Anyone, openapi::json),
        Route::new(Method::GET, "/metrics", Caller::Monitor, monitor::metrics),
        Route::new(Method::GET, "/enrol", Anyone, pages::code),
        Route::new(Method::POST, "/v1/enrol", Device, enrol::create),
        Route::new(Method::POST, "/v1/sync", Device, sync::create).taking(limits::BATCH_BYTES),
        Route::new(Method::GET, "/bundle", Anyone, pages::bundle),
        Route::new(Method::POST, "/v1/bundle", Device, bundle::create).taking(BUNDLE_FORM),
    ];
    routes.extend(attendee::routes());
    routes.extend(sponsor::routes());
    routes.extend(organiser::routes());
    let back = ways_back(&routes);
    routes.extend(back);
    routes
}

/// A page that answers a form stands at the form's address. Whoever loads it anew or changes the language
/// on it asks for that address, and is led to the page above it.
fn ways_back(routes: &[Route]) -> Vec<Route> {
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
        back.push(Route::new(Method::GET, route.path, Caller::Anyone, lead));
    }
    back
}

/// A path without so many parts at its end.
fn without_last(path: &str, parts: usize) -> &str {
    let rest = (0..parts).fold(path, |rest, _| {
        rest.rsplit_once('/').map_or("", |(rest, _)| rest)
    });
    if rest.is_empty() { "/" } else { rest }
}
