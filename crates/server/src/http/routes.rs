//! Every route, and who may call it. The router is made out of this list, and the authorisation test
//! walks it, so that a route can be in neither alone.

use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::routing::{MethodRouter, on};
use protocol::limits;

use super::{App, bundle, enrol, health, leads, me, sync};

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    /// Anybody; it tells nothing about anyone.
    Anyone,
    /// A device, by its signature over the body.
    Device,
    /// Somebody with a sponsor's token.
    Sponsor,
    /// Somebody with an attendee's token.
    Attendee,
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

    pub(super) fn into_handler(self) -> MethodRouter<App> {
        self.handler.layer(DefaultBodyLimit::max(self.body_bytes))
    }
}

/// All routes.
#[must_use]
pub fn routes() -> Vec<Route> {
    use Caller::{Anyone, Attendee, Device, Sponsor};
    vec![
        Route::new(Method::GET, "/healthz", Anyone, health::alive),
        Route::new(Method::GET, "/readyz", Anyone, health::ready),
        Route::new(Method::GET, "/enrol", Anyone, enrol::explain),
        Route::new(Method::POST, "/v1/enrol", Device, enrol::create),
        Route::new(Method::POST, "/v1/sync", Device, sync::create).taking(limits::BATCH_BYTES),
        Route::new(Method::GET, "/bundle", Anyone, bundle::form),
        Route::new(Method::POST, "/v1/bundle", Device, bundle::create).taking(BUNDLE_FORM),
        Route::new(Method::GET, "/api/v1/leads", Sponsor, leads::list),
        Route::new(Method::GET, "/api/v1/leads.csv", Sponsor, leads::csv),
        Route::new(Method::GET, "/api/v1/leads/{lead}", Sponsor, leads::one),
        Route::new(
            Method::POST,
            "/api/v1/leads/{lead}/acknowledge-deletion",
            Sponsor,
            leads::acknowledge_deletion,
        ),
        Route::new(Method::GET, "/api/v1/devices", Sponsor, leads::devices),
        Route::new(Method::GET, "/api/v1/me", Attendee, me::show),
        Route::new(Method::PUT, "/api/v1/me/sharing", Attendee, me::set_sharing),
        Route::new(
            Method::PUT,
            "/api/v1/me/sponsor-email",
            Attendee,
            me::set_sponsor_email,
        ),
        Route::new(
            Method::PUT,
            "/api/v1/me/do-not-scan",
            Attendee,
            me::set_do_not_scan,
        ),
        Route::new(
            Method::POST,
            "/api/v1/me/sponsors/{sponsor}/share",
            Attendee,
            me::share,
        ),
        Route::new(
            Method::POST,
            "/api/v1/me/sponsors/{sponsor}/withdraw",
            Attendee,
            me::withdraw,
        ),
        Route::new(
            Method::POST,
            "/api/v1/me/sponsors/{sponsor}/allow",
            Attendee,
            me::allow,
        ),
        Route::new(
            Method::POST,
            "/api/v1/me/sponsors/{sponsor}/report",
            Attendee,
            me::report,
        ),
        Route::new(
            Method::POST,
            "/api/v1/me/withdraw",
            Attendee,
            me::withdraw_all,
        ),
        Route::new(Method::POST, "/api/v1/me/erase", Attendee, me::erase),
    ]
}
