//! The page that shows the API description to people. It is made from the document that programs receive.

use std::sync::LazyLock;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;

use crate::pages::layout::{Page, render};
use crate::pages::visit::Visit;

#[derive(Template)]
#[template(path = "api/page.html")]
struct ApiPage<'a> {
    page: &'a Page,
    parts: &'a [Part],
    shapes: &'a [Shape],
}

struct Part {
    name: String,
    about: String,
    token: String,
    operations: Vec<Operation>,
}

struct Operation {
    method: String,
    path: String,
    anchor: String,
    summary: String,
    about: String,
    parameters: Vec<Key>,
    body: Vec<Key>,
    status: String,
    answered: String,
    answer: Vec<Key>,
    /// Set if the response is not JSON.
    media_type: Option<String>,
}

struct Key {
    name: String,
    kind: Kind,
    about: String,
    is_required: bool,
}

/// The type of a member: in words, and the named schema that it refers to.
struct Kind {
    words: String,
    shape: Option<String>,
}

struct Shape {
    name: String,
    about: String,
    /// The type in words, for a schema that is not an object.
    kind: String,
    keys: Vec<Key>,
}

static READ: LazyLock<(Vec<Part>, Vec<Shape>)> = LazyLock::new(|| {
    let document = serde_json::to_value(crate::openapi::document()).expect("the document is JSON");
    (parts(&document), shapes(&document))
});

/// `GET /api`.
pub(crate) async fn page(visit: Visit) -> Response {
    let (parts, shapes) = &*READ;
    render(
        StatusCode::OK,
        &ApiPage {
            page: &visit.page,
            parts,
            shapes,
        },
    )
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn parts(document: &Value) -> Vec<Part> {
    items(&document["tags"])
        .map(|tag| {
            let name = string(&tag["name"]);
            let scheme = &document["components"]["securitySchemes"][&name];
            Part {
                about: string(&tag["description"]),
                token: string(&scheme["description"]),
                operations: operations(document, &name),
                name,
            }
        })
        .collect()
}

fn operations(document: &Value, part: &str) -> Vec<Operation> {
    let mut found = Vec::new();
    for (path, item) in entries(&document["paths"]) {
        for (method, operation) in entries(item) {
            if items(&operation["tags"]).any(|tag| tag == part) {
                found.push(read(document, path, method, operation));
            }
        }
    }
    found
}

fn read(document: &Value, path: &str, method: &str, operation: &Value) -> Operation {
    let answers = entries(&operation["responses"]);
    let (status, answer) = answers
        .filter(|(status, _)| *status != "default")
        .map(|(status, answer)| (status.clone(), answer))
        .next()
        .unwrap_or_default();
    let content = entries(&answer["content"]).next();
    let is_json = content.is_some_and(|(kind, _)| kind == "application/json");
    let body = entries(&operation["requestBody"]["content"]).next();
    let letters = path.replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
    Operation {
        method: method.to_uppercase(),
        anchor: format!("{method}{letters}"),
        path: path.to_owned(),
        summary: string(&operation["summary"]),
        about: string(&operation["description"]),
        parameters: items(&operation["parameters"])
            .map(|parameter| Key {
                name: string(&parameter["name"]),
                kind: kind(document, &parameter["schema"]),
                about: string(&parameter["description"]),
                is_required: parameter["required"] == true,
            })
            .collect(),
        body: body.map_or_else(Vec::new, |(_, content)| keys(document, &content["schema"])),
        status,
        answered: string(&answer["description"]),
        answer: match content {
            Some((_, content)) if is_json => whole(document, &content["schema"]),
            _ => Vec::new(),
        },
        media_type: content
            .filter(|_| !is_json)
            .map(|(media_type, _)| media_type.clone()),
    }
}

/// Returns the members of a response, or one row that refers to its named schema.
fn whole(document: &Value, schema: &Value) -> Vec<Key> {
    if schema["$ref"].is_string() {
        return vec![Key {
            name: String::new(),
            kind: kind(document, schema),
            about: String::new(),
            is_required: true,
        }];
    }
    keys(document, schema)
}

fn keys(document: &Value, schema: &Value) -> Vec<Key> {
    entries(&schema["properties"])
        .map(|(name, property)| Key {
            name: name.clone(),
            kind: kind(document, property),
            about: string(&property["description"]),
            is_required: items(&schema["required"]).any(|required| required == name),
        })
        .collect()
}

fn kind(document: &Value, schema: &Value) -> Kind {
    if let Some(path) = schema["$ref"].as_str() {
        let named = document.pointer(path.trim_start_matches('#'));
        return match named {
            // A string of a named type is shown in place.
            Some(named) if named["properties"].is_null() => kind(document, named),
            _ => Kind {
                words: String::new(),
                shape: path.rsplit('/').next().map(str::to_owned),
            },
        };
    }
    if schema["type"] == "array" {
        let Kind { words, shape } = kind(document, &schema["items"]);
        return Kind {
            words: format!("[ ] {words}").trim_end().to_owned(),
            shape,
        };
    }
    let mut words: Vec<_> = match &schema["type"] {
        Value::String(one) => vec![one.clone()],
        many => items(many).map(string).collect(),
    };
    let choices: Vec<_> = items(&schema["enum"]).map(string).collect();
    if !choices.is_empty() {
        words = choices;
    }
    if schema["format"] == "date-time" {
        words.retain(|word| word != "string");
        words.insert(0, "date-time".to_owned());
    }
    Kind {
        words: words.join(" | "),
        shape: None,
    }
}

fn shapes(document: &Value) -> Vec<Shape> {
    entries(&document["components"]["schemas"])
        .map(|(name, schema)| Shape {
            name: name.clone(),
            about: string(&schema["description"]),
            kind: if schema["properties"].is_null() {
                kind(document, schema).words
            } else {
                String::new()
            },
            keys: keys(document, schema),
        })
        .collect()
}
