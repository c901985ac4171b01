//! The router.

use axum::Router;

use crate::app::App;
use crate::middleware;
use crate::problem::Problem;
use crate::routes::routes;

/// Makes the router of the list of [`routes`] alone, with the middleware around it.
pub fn router(app: App) -> Router {
    let mut router = Router::new();
    for route in routes() {
        router = router.route(route.path, route.into_handler());
    }
    let (backend, metrics) = (app.backend.clone(), app.metrics.clone());
    middleware::around(
        backend,
        metrics,
        router
            .fallback(|| async { Problem::NOT_FOUND })
            .method_not_allowed_fallback(|| async { Problem::METHOD_NOT_ALLOWED })
            .with_state(app),
    )
}
