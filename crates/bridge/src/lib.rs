//! Opens the booth's screens in a browser: the window's commands over loopback HTTP.
//!
//! It is for trying the screens without building the window, and for the path on which the webview owns
//! the camera. Whoever has the address holds the device, so it listens on the loopback interface only,
//! the address carries a secret, and no other page that the browser has open gets in.
//!
//! | path below `/<token>` | is |
//! |---|---|
//! | `GET /…` | the pages |
//! | `GET /watch` | the events, as server-sent events |
//! | `POST /call/{name}` | a command of the table |
//! | `POST /view_frame?after=N` | the next picture of the viewfinder, or nothing |
//! | `POST /push_frame?width=W&height=H` | a picture of the webview's camera, as luminance |

mod calls;
mod edge;
mod guard;
mod pages;
mod pictures;
mod refusal;
mod serve;
mod watching;

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use tokio::sync::watch;
use window::Window;

pub use guard::Token;
pub use pages::has_pages;
pub use serve::{serve, told_to_end};

use guard::Guard;
use refusal::Refusal;

/// What every handler can get at.
#[derive(Clone)]
struct App {
    window: Arc<Window>,
    /// Says when the program ends: streams without an end of their own end then.
    ending: watch::Receiver<bool>,
}

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
        .layer(middleware::from_fn_with_state(
            guard.clone(),
            guard::only_with_the_token,
        ));
    edge::around(
        Router::new()
            .nest_service("/{token}", device)
            .fallback(|| async { Refusal::NOT_FOUND })
            .layer(middleware::from_fn(pages::with_stroke))
            .layer(middleware::from_fn_with_state(
                guard,
                guard::only_this_address,
            )),
    )
}
