//! What attendees, and their programs, may call.

use axum::http::Method;

use super::super::me;
use super::{Caller, Route};

pub(super) fn routes() -> Vec<Route> {
    use Caller::Attendee;
    vec![
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
