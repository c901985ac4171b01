//! One route, and the table syntax in which routes are listed.

use std::convert::Infallible;

use axum::Extension;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodRouter, on};

use crate::App;
use crate::paths::PathTemplate;
use crate::routes::caller::Caller;

/// The longest body in bytes, unless the route states another: a form, or a small JSON document.
const SMALL_BODY: usize = 64 << 10;

/// One method of one path, with its handler and the callers that it is for.
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path, with parameters in braces.
    pub path: &'static str,
    /// Who may call it.
    pub caller: Caller,
    body_bytes: usize,
    handler: MethodRouter<App>,
}

impl Route {
    pub(crate) fn new<H, T>(
        method: Method,
        path: impl PathTemplate,
        caller: Caller,
        handler: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let filter = method
            .clone()
            .try_into()
            .expect("the methods in the list are standard ones");
        Self {
            method,
            path: path.template(),
            caller,
            body_bytes: SMALL_BODY,
            handler: on(filter, handler),
        }
    }

    /// Returns the same route with another limit of the body, in bytes.
    pub(crate) fn taking(self, body_bytes: usize) -> Self {
        Self { body_bytes, ..self }
    }

    pub(crate) fn into_handler(self) -> MethodRouter<App> {
        // The extractors of callers read the entry, and let only those in that it names.
        self.handler
            .layer::<_, Infallible>(Extension(self.caller))
            .layer(DefaultBodyLimit::max(self.body_bytes))
    }
}

/// Makes a list of routes of rows: `METHOD PATH => caller, handler;`, with a path of [`crate::paths`], and with
/// the longest body in bytes after the handler if it is not [`SMALL_BODY`].
macro_rules! table {
    ($($method:ident $path:ident => $caller:expr, $handler:path $(, $body_bytes:expr)?;)*) => {
        vec![$(
            Route::new(axum::http::Method::$method, crate::paths::$path, $caller, $handler)
                $(.taking($body_bytes))?,
        )*]
    };
}
pub(crate) use table;
