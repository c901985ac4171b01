//! The OpenAPI 3.1 description of the API, and a page that shows it.
//!
//! The schemas are derived from the structs that handlers take and return. The operations are listed by
//! token kind in `attendee` and `sponsor`. Tests compare the description with the list of routes, with
//! real responses, and with `docs/openapi.json`.

mod attendee;
mod operation;
mod page;
mod sponsor;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::body::Bytes;
use axum::http::{HeaderName, header};
use utoipa::PartialSchema;
use utoipa::openapi::schema::{AdditionalProperties, ArrayItems, SchemaType, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, ObjectBuilder, OpenApi, OpenApiBuilder,
    PathItem, Paths, Ref, RefOr, ResponseBuilder, Schema,
};

use crate::openapi::operation::Operation;
pub(crate) use crate::openapi::page::page;
use crate::problem::{self, Document};

/// The name of the response that every operation may return as an error.
const PROBLEM: &str = "Problem";

/// The operations that one kind of token gives access to.
struct Part {
    name: &'static str,
    description: &'static str,
    token: &'static str,
    operations: Vec<Operation>,
}

fn parts() -> [Part; 2] {
    [
        Part {
            name: "attendee",
            description: "What is stored about an attendee, which sponsors have it, and how to withdraw it.",
            token: "`lanyard-server attendee token REGISTRATION_ID` prints a token; it begins with `lat_`.",
            operations: attendee::operations(),
        },
        Part {
            name: "sponsor",
            description: "A sponsor's leads, with the fields that attendees share, and the sponsor's devices.",
            token: "`lanyard-server sponsor token NAME` prints a token, and so does the page for programs; it \
                    begins with `lsp_`.",
            operations: sponsor::operations(),
        },
    ]
}

/// Builds the description.
#[must_use]
pub fn document() -> OpenApi {
    let mut paths = Paths::new();
    let mut schemas = BTreeMap::from([(PROBLEM.to_owned(), Document::schema())]);
    let problem = ResponseBuilder::new()
        .description("The request was refused; the code gives the reason")
        .content(
            problem::MEDIA_TYPE,
            ContentBuilder::new()
                .schema(Some(Ref::from_schema_name(PROBLEM)))
                .build(),
        );
    let mut components = ComponentsBuilder::new().response(PROBLEM, problem);
    let mut tags = Vec::new();
    for part in parts() {
        let scheme = Http::builder()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some(part.token))
            .build();
        components = components.security_scheme(part.name, SecurityScheme::Http(scheme));
        let tag = TagBuilder::new()
            .name(part.name)
            .description(Some(part.description));
        tags.push(tag.build());
        for mut operation in part.operations {
            schemas.extend(std::mem::take(&mut operation.schemas));
            add(&mut paths, part.name, operation);
        }
    }
    let info = InfoBuilder::new()
        .title("Lanyard")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "The API of a backend for programs of attendees and of sponsors. A sponsor receives the fields \
             that the attendee shares with it at that moment, and tombstones of the leads that it must delete.",
        ));
    OpenApiBuilder::new()
        .info(info.build())
        .paths(paths)
        .components(Some(components.schemas_from_iter(closed(schemas)).build()))
        .tags(Some(tags))
        .build()
}

fn add(paths: &mut Paths, part: &str, operation: Operation) {
    let (path, method) = (operation.path, operation.method.clone());
    let described = operation
        .into_builder()
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

type Schemas = BTreeMap<String, RefOr<Schema>>;

/// Merges flattened structs into the objects that contain them, and states of every object that it has no
/// other members than those listed.
fn closed(schemas: Schemas) -> Schemas {
    schemas
        .iter()
        .map(|(name, schema)| (name.clone(), close(schema.clone(), &schemas)))
        .collect()
}

fn close(schema: RefOr<Schema>, schemas: &Schemas) -> RefOr<Schema> {
    let schema = match schema {
        RefOr::T(schema) => schema,
        reference @ RefOr::Ref(_) => return reference,
    };
    match schema {
        Schema::Object(mut object) if object.schema_type == SchemaType::new(Type::Object) => {
            object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
            for property in object.properties.values_mut() {
                *property = close(std::mem::take(property), schemas);
            }
            Schema::Object(object).into()
        }
        Schema::Array(mut array) => {
            if let ArrayItems::RefOrSchema(items) = &mut array.items {
                **items = close(std::mem::take(&mut **items), schemas);
            }
            Schema::Array(array).into()
        }
        Schema::AllOf(all) => {
            let mut merged = ObjectBuilder::new()
                .schema_type(Type::Object)
                .description(all.description)
                .build();
            for item in all.items {
                let item = match item {
                    RefOr::Ref(reference) => {
                        let name = reference.ref_location.rsplit('/').next();
                        name.and_then(|name| schemas.get(name)).cloned()
                    }
                    item @ RefOr::T(_) => Some(item),
                };
                if let Some(RefOr::T(Schema::Object(object))) = item {
                    merged.properties.extend(object.properties);
                    merged.required.extend(object.required);
                }
            }
            close(Schema::Object(merged).into(), schemas)
        }
        other => other.into(),
    }
}

/// The description as it is served.
static DOCUMENT: LazyLock<Bytes> = LazyLock::new(|| {
    let json = document().to_pretty_json();
    Bytes::from(json.expect("the description serialises to JSON"))
});

/// `GET /api/openapi.json`.
pub(crate) async fn json() -> ([(HeaderName, &'static str); 1], Bytes) {
    (
        [(header::CONTENT_TYPE, "application/json")],
        DOCUMENT.clone(),
    )
}
