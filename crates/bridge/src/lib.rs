//! Opens the booth's screens in a browser: the window's commands over loopback HTTP.
//!
//! It is for trying the screens without building the window, and for the configuration in which the
//! webview owns the camera. The address gives full control of the device. So the program listens on the
//! loopback interface only, the address carries a secret, and requests of other pages are refused.
//!
//! | path below `/<token>` | is |
//! |---|---|
//! | `GET /…` | the pages |
//! | `GET /watch` | the events, as server-sent events |
//! | `POST /call/{name}` | a command of the table |
//! | `POST /view_frame?after=N` | the next picture of the viewfinder, or nothing |
//! | `POST /push_frame?width=W&height=H` | a picture of the webview's camera, as luminance |

mod app;
mod calls;
mod guard;
mod middleware;
mod pages;
mod pictures;
mod refusal;
mod serve;
mod watching;

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tokio::sync::watch;
use window::Window;

pub use guard::Token;
pub use pages::has_pages;
pub use serve::{EndRequests, serve};

use app::App;
use guard::Guard;
use refusal::Refusal;

/// Everything that is answered at `http://127.0.0.1:{port}/{token}/`, with the built pages in `ui`.
/// The streams end once `ending` is true.
pub fn router(
    window: Arc<Window>,
    token: Token,
    port: u16,
    ui: &Path,
    ending: watch::Receiver<bool>,
) -> Router {
    let guard = Guard::new(token, port);
    let app = App { window, ending };
    let device = Router::new()
        .route("/watch", get(watching::watch))
        .route(
            "/call/{name}",
            post(calls::call).layer(DefaultBodyLimit::max(calls::LONGEST)),
        )
        .route("/view_frame", post(pictures::view))
        .route(
            "/push_frame",
            post(pictures::push).layer(DefaultBodyLimit::max(pictures::LONGEST)),
        )
        .method_not_allowed_fallback(|| async { Refusal::WRONG_METHOD })
        .with_state(app)
        .fallback_service(pages::pages(ui))
        .layer(from_fn_with_state(
            guard.clone(),
            guard::only_with_the_token,
        ));
    middleware::with_middleware(
        Router::new()
            .nest_service("/{token}", device)
            .fallback(|| async { Refusal::NOT_FOUND })
            .layer(from_fn(pages::with_trailing_slash))
            .layer(from_fn_with_state(guard, guard::only_this_address)),
    )
}
