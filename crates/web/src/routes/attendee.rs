//! What attendees, and their programs, may call.

use axum::http::Method;

use crate::api::me;
use crate::pages::attendee as pages;
use crate::routes::{Caller, Route};

pub(crate) fn routes() -> Vec<Route> {
    let mut routes = api();
    routes.extend(pages_of_sponsors());
    routes.extend(pages_of_oneself());
    routes
}

fn pages_of_oneself() -> Vec<Route> {
    use Caller::AttendeePage;
    vec![
        Route::new(Method::GET, "/me/sharing", AttendeePage, pages::sharing),
        Route::new(
            Method::POST,
            "/me/sharing/fields",
            AttendeePage,
            pages::set_fields,
        ),
        Route::new(
            Method::POST,
            "/me/sharing/email",
            AttendeePage,
            pages::set_email,
        ),
        Route::new(
            Method::POST,
            "/me/sharing/do-not-scan",
            AttendeePage,
            pages::set_do_not_scan,
        ),
        Route::new(
            Method::POST,
            "/me/sharing/mails",
            AttendeePage,
            pages::set_mails,
        ),
        Route::new(Method::GET, "/me/data", AttendeePage, pages::data),
        Route::new(
            Method::GET,
            "/me/data/everything.json",
            AttendeePage,
            pages::everything,
        ),
        Route::new(
            Method::GET,
            "/me/sponsors/{sponsor}/receipt",
            AttendeePage,
            pages::receipt,
        ),
        Route::new(
            Method::GET,
            "/me/data/erase",
            AttendeePage,
            pages::ask_erase,
        ),
        Route::new(Method::POST, "/me/data/erase", AttendeePage, pages::erase),
    ]
}

fn pages_of_sponsors() -> Vec<Route> {
    use Caller::AttendeePage;
    vec![
        Route::new(Method::GET, "/me", AttendeePage, pages::show),
        Route::new(
            Method::GET,
            "/me/sponsors/{sponsor}/change",
            AttendeePage,
            pages::ask_change,
        ),
        Route::new(
            Method::POST,
            "/me/sponsors/{sponsor}/change",
            AttendeePage,
            pages::change,
        ),
        Route::new(
            Method::GET,
            "/me/sponsors/{sponsor}/withdraw",
            AttendeePage,
            pages::ask_withdraw,
        ),
        Route::new(
            Method::POST,
            "/me/sponsors/{sponsor}/withdraw",
            AttendeePage,
            pages::withdraw,
        ),
        Route::new(
            Method::GET,
            "/me/sponsors/{sponsor}/allow",
            AttendeePage,
            pages::ask_allow,
        ),
        Route::new(
            Method::POST,
            "/me/sponsors/{sponsor}/allow",
            AttendeePage,
            pages::allow,
        ),
        Route::new(
            Method::GET,
            "/me/sponsors/{sponsor}/report",
            AttendeePage,
            pages::ask_report,
        ),
        Route::new(
            Method::POST,
            "/me/sponsors/{sponsor}/report",
            AttendeePage,
            pages::send_report,
        ),
        Route::new(
            Method::GET,
            "/me/withdraw",
            AttendeePage,
            pages::ask_withdraw_all,
        ),
        Route::new(
            Method::POST,
            "/me/withdraw",
            AttendeePage,
            pages::withdraw_all,
        ),
        Route::new(
            Method::GET,
            "/me/notices/{version}",
            AttendeePage,
            pages::notice,
        ),
    ]
}

fn api() -> Vec<Route> {
    use Caller::Attendee;
    vec![
        Route::new(Method::GET, "/api/v1/me", Attendee, me::show),
        Route::new(
            Method::GET,
            "/api/v1/me/everything",
            Attendee,
            me::everything,
        ),
        Route::new(
            Method::GET,
            "/api/v1/me/sponsors/{sponsor}/receipt",
            Attendee,
            me::receipt,
        ),
        Route::new(Method::PUT, "/api/v1/me/mails", Attendee, me::set_mails),
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
