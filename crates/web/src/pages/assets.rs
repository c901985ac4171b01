//! The files that pages load: two style sheets and the icon. Their addresses hold a hash of what is in
//! them, so that browsers keep them for ever and never show an old one.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use data_encoding::BASE32_NOPAD;
use ring::digest::{SHA256, digest};

use crate::Problem;
use crate::paths;

/// A file.
pub(crate) struct Asset {
    name: &'static str,
    media_type: &'static str,
    bytes: &'static [u8],
    path: LazyLock<String>,
}

/// The tokens and ground that the booth's screens have too.
pub(crate) static LANYARD_CSS: Asset = Asset {
    name: "lanyard.css",
    media_type: "text/css; charset=utf-8",
    bytes: include_bytes!("../../../../ui/src/lib/style/lanyard.css"),
    path: LazyLock::new(|| LANYARD_CSS.hashed()),
};

/// The style sheet of the pages, beside the one shared with the booth's screens.
pub(crate) static PAGES_CSS: Asset = Asset {
    name: "pages.css",
    media_type: "text/css; charset=utf-8",
    bytes: include_bytes!("pages.css"),
    path: LazyLock::new(|| PAGES_CSS.hashed()),
};

/// The one script, for the pages that register or use a passkey.
pub(crate) static PASSKEYS_JS: Asset = Asset {
    name: "passkeys.js",
    media_type: "text/javascript; charset=utf-8",
    bytes: include_bytes!("passkeys.js"),
    path: LazyLock::new(|| PASSKEYS_JS.hashed()),
};

static ICON: Asset = Asset {
    name: "lanyard.svg",
    media_type: "image/svg+xml",
    bytes: include_bytes!("../../../../ui/src/lib/style/lanyard.svg"),
    path: LazyLock::new(|| "/assets/lanyard.svg".into()),
};

static ALL: [&Asset; 4] = [&LANYARD_CSS, &PAGES_CSS, &PASSKEYS_JS, &ICON];

impl Asset {
    /// Its address.
    pub(crate) fn path(&'static self) -> &'static str {
        &self.path
    }

    fn hashed(&self) -> String {
        let hash = BASE32_NOPAD.encode(&digest(&SHA256, self.bytes).as_ref()[..10]);
        format!("/assets/{}-{}", hash.to_lowercase(), self.name)
    }
}

/// `GET /assets/{file}`.
pub(crate) async fn asset(Path(file): Path<String>) -> Response {
    let asked = paths::ASSET.with(file);
    let Some(asset) = ALL.into_iter().find(|asset| asset.path() == asked) else {
        return Problem::NOT_FOUND.into_response();
    };
    let headers: [(HeaderName, HeaderValue); 2] = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(asset.media_type),
        ),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ),
    ];
    (headers, asset.bytes).into_response()
}
