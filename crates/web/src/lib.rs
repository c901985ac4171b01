//! The backend's HTTP interface: routes, authentication, pages, the APIs and their description.
//!
//! Handlers parse a request, call the domain in `backend`, and answer. The domain knows nothing of HTTP.

mod api;
mod app;
mod auth;
mod body;
mod imports_in_progress;
mod metrics;
mod middleware;
mod monitor_token;
pub mod openapi;
mod pages;
mod path_id;
mod paths;
mod permits;
mod problem;
mod rate_limit;
mod readiness;
mod router;
pub mod routes;

pub use crate::app::App;
pub use crate::problem::Problem;
pub use crate::rate_limit::RateLimit;
pub use crate::router::router;
