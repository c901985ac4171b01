//! What sponsors' teams, and their programs, may call.

use axum::http::Method;

use super::super::leads;
use super::{Caller, Route};

pub(super) fn routes() -> Vec<Route> {
    use Caller::Sponsor;
    vec![
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
    ]
}
