//! The API's description (OpenAPI 3.1), and a page to read it.
//!
//! Each part of the API says in a file of its own what its routes take and answer. A test walks the list
//! of routes, so that none is missing here, and others hold real answers against what is said of them.

mod attendee;
mod page;
mod receipt;
mod sponsor;
mod vocabulary;

use std::sync::LazyLock;

use axum::body::Bytes;
use axum::http::{HeaderName, header};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, PathItem, Paths, Ref,
    ResponseBuilder,
};

pub(crate) use crate::openapi::page::page;
use crate::openapi::vocabulary::{Operation, number, object, text};

/// The name of a problem's schema and of its answer.
const PROBLEM: &str = "Problem";

/// The whole description.
#[must_use]
pub fn document() -> OpenApi {
    let mut paths = Paths::new();
    let mut components = ComponentsBuilder::new().schema(
        PROBLEM,
        object(
            "Why something was not done (RFC 9457). No text in it is personal.",
            vec![
                ("type", text("`urn:lanyard:problem:` and the code."), true),
                ("title", text("What it is, for people."), true),
                ("status", number("The HTTP status."), true),
                ("code", text("The stable word for it, for programs."), true),
                ("detail", text("More about it, for people."), false),
            ],
        ),
    );
    components = components.response(
        PROBLEM,
        ResponseBuilder::new()
            .description("It was not done; the code says why")
            .content(
                crate::problem::MEDIA_TYPE,
                ContentBuilder::new()
                    .schema(Some(Ref::from_schema_name(PROBLEM)))
                    .build(),
            ),
    );
    let mut tags = Vec::new();
    for part in [attendee::part(), sponsor::part()] {
        for (name, schema) in part.schemas {
            components = components.schema(name, schema);
        }
        let scheme = Http::builder()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some(part.token))
            .build();
        components = components.security_scheme(part.name, SecurityScheme::Http(scheme));
        let tag = TagBuilder::new()
            .name(part.name)
            .description(Some(part.about));
        tags.push(tag.build());
        for operation in part.operations {
            add(&mut paths, part.name, operation);
        }
    }
    let info = InfoBuilder::new()
        .title("Lanyard")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "What programs of attendees and of sponsors can ask of a backend. A sponsor gets the fields \
             that the attendee lets it have at this moment, and tombstones of what it must delete.",
        ));
    OpenApiBuilder::new()
        .info(info.build())
        .paths(paths)
        .components(Some(components.build()))
        .tags(Some(tags))
        .build()
}

fn add(paths: &mut Paths, part: &str, operation: Operation) {
    let (path, method) = (operation.path, operation.method.clone());
    let described = operation
        .into_openapi()
        .tag(part)
        .security(SecurityRequirement::new::<_, [&str; 0], &str>(part, []))
        .response("default", Ref::from_response_name(PROBLEM))
        .build();
    let item = PathItem::new(method, described);
    if let Some(there) = paths.paths.get_mut(path) {
        there.merge_operations(item);
    } else {
        paths.paths.insert(path.to_owned(), item);
    }
}

/// The description as it is served.
static DOCUMENT: LazyLock<Bytes> = LazyLock::new(|| {
    let json = document().to_pretty_json();
    Bytes::from(json.expect("texts, numbers and lists make JSON"))
});

/// `GET /api/openapi.json`.
pub(crate) async fn json() -> ([(HeaderName, &'static str); 1], Bytes) {
    (
        [(header::CONTENT_TYPE, "application/json")],
        DOCUMENT.clone(),
    )
}
