//! Compares the API description with the list of routes, with real responses and with the committed document.

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use backend_text::Language;
use protocol::{FieldSet, Note, QuestionAnswer};
use serde_json::{Value, json};
use web::openapi::document;
use web::routes::{Caller, routes};

use test_world::browser::Browser;
use test_world::people::{HEADINGS, World, csv_of, row_of};

fn described() -> Value {
    serde_json::to_value(document()).unwrap()
}

/// The environment variable that accepts a change of the API description.
const ACCEPT: &str = "LANYARD_ACCEPT_OPENAPI";

#[test]
fn the_description_is_the_committed_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let described = document().to_pretty_json().unwrap() + "\n";
    if env::var_os(ACCEPT).is_some() {
        fs::write(&path, &described).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap();
    let lines = || described.lines().zip(committed.lines()).zip(1..);
    let difference = lines().find(|((described, committed), _)| described != committed);
    assert!(
        described == committed,
        "docs/openapi.json does not describe the API as it is now. First difference, (described, committed) and \
         line: {difference:#?}\nIf the change is intended, run this, and commit the file:\n\
         {ACCEPT}=1 cargo test -p web --test people the_description_is_the_committed_one"
    );
}

/// Calls `visit` with every JSON object of the document, and with its pointer.
fn objects(value: &Value, at: &str, visit: &mut impl FnMut(&str, &serde_json::Map<String, Value>)) {
    match value {
        Value::Object(members) => {
            visit(at, members);
            for (name, value) in members {
                objects(value, &format!("{at}/{name}"), visit);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                objects(item, &format!("{at}/{index}"), visit);
            }
        }
        _ => {}
    }
}

#[test]
fn every_schema_and_every_member_is_explained_and_closed_and_every_reference_leads_somewhere() {
    let document = described();
    let mut found = Vec::new();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        if !schema["description"].is_string() {
            found.push(format!("{name} has no description"));
        }
    }
    objects(&document, "", &mut |at, members| {
        if let Some(path) = members.get("$ref") {
            let path = path.as_str().unwrap();
            if document.pointer(path.trim_start_matches('#')).is_none() {
                found.push(format!("{at} refers to {path}"));
            }
        }
        if let Some(properties) = members.get("properties") {
            if members.get("additionalProperties") != Some(&json!(false)) {
                found.push(format!("{at} may have other members"));
            }
            for (name, property) in properties.as_object().unwrap() {
                if !property["description"].is_string() {
                    found.push(format!("{at}: {name} has no description"));
                }
            }
        }
        for composed in ["allOf", "oneOf", "anyOf"] {
            if members.contains_key(composed) {
                found.push(format!("{at} has {composed}, which the page does not show"));
            }
        }
    });
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_time_is_rfc_3339() {
    objects(&described(), "", &mut |at, members| {
        let name = at.rsplit('/').next().unwrap();
        let is_time = name.ends_with("_at")
            || name.ends_with("_time")
            || name.ends_with("_since")
            || matches!(name, "at" | "since" | "opened" | "decided");
        if at.contains("/properties/") && is_time {
            let is_timestamp =
                members.get("$ref") == Some(&json!("#/components/schemas/Timestamp"));
            let is_date_time = members.get("format") == Some(&json!("date-time"));
            assert!(is_timestamp || is_date_time, "{at}");
        }
    });
}

#[test]
fn every_route_of_the_api_is_described_with_its_token_and_nothing_else_is() {
    let document = described();
    assert_eq!(document["openapi"], "3.1.0");
    let listed: BTreeSet<_> = routes()
        .into_iter()
        .filter(|route| route.path.starts_with("/api/v1/"))
        .map(|route| {
            let part = match route.caller {
                Caller::Attendee => "attendee",
                Caller::Sponsor => "sponsor",
                other => panic!("{}: what token has {other:?}?", route.path),
            };
            let method = route.method.as_str().to_lowercase();
            (route.path.to_owned(), method, part.to_owned())
        })
        .collect();
    let mut found = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let security = operation["security"][0].as_object().unwrap();
            let part = security.keys().next().unwrap();
            assert!(document["components"]["securitySchemes"][part].is_object());
            found.insert((path.clone(), method.clone(), part.clone()));
            let named: Vec<_> = path.split(['{', '}']).skip(1).step_by(2).collect();
            let parameters: Vec<_> = operation["parameters"]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|parameter| parameter["in"] == "path")
                .map(|parameter| parameter["name"].as_str().unwrap())
                .collect();
            assert_eq!(parameters, named, "{method} {path}");
        }
    }
    assert_eq!(found, listed);
}

/// What of a value the schema does not say, or says otherwise.
fn differences(document: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    if let Some(path) = schema["$ref"].as_str() {
        let named = document.pointer(path.trim_start_matches('#')).unwrap();
        return differences(document, named, value, at, found);
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let says = |kind: &str| match &schema["type"] {
        Value::Null => true,
        Value::Array(kinds) => kinds.iter().any(|one| one == kind),
        one => one == kind,
    };
    if !says(kind) {
        found.push(format!("{at} is {kind}"));
    }
    if let Some(words) = schema["enum"].as_array()
        && !words.contains(value)
    {
        found.push(format!("{at} is {value}"));
    }
    if let (true, Some(text)) = (schema["format"] == "date-time", value.as_str())
        && text.parse::<jiff::Timestamp>().is_err()
    {
        found.push(format!("{at} is {value}"));
    }
    match value {
        Value::Array(items) => {
            for item in items {
                differences(document, &schema["items"], item, &format!("{at}[]"), found);
            }
        }
        Value::Object(keys) => {
            for required in schema["required"].as_array().into_iter().flatten() {
                if !keys.contains_key(required.as_str().unwrap()) {
                    found.push(format!("{at}.{required} is missing"));
                }
            }
            for (key, value) in keys {
                match schema["properties"].get(key) {
                    Some(schema) => {
                        differences(document, schema, value, &format!("{at}.{key}"), found);
                    }
                    None => found.push(format!("{at}.{key} is not described")),
                }
            }
        }
        _ => {}
    }
}

#[test]
fn a_key_that_is_not_described_is_noticed() {
    let document = described();
    let schema = &document["components"]["schemas"]["Lead"];
    let mut found = Vec::new();
    let lead = json!({"lead": 1, "state": "gone", "shoe_size": "44"});
    differences(&document, schema, &lead, "lead", &mut found);
    assert_eq!(found.len(), 3, "{found:?}");
}

/// The description's answer to this request is what came.
fn assert_fits(path: &str, method: &str, status: &str, answer: &Value) {
    let document = described();
    let operation = &document["paths"][path][method];
    let schema = &operation["responses"][status]["content"]["application/json"]["schema"];
    assert!(schema.is_object(), "{method} {path} {status}");
    let mut found = Vec::new();
    differences(&document, schema, answer, path, &mut found);
    assert!(found.is_empty(), "{found:#?}\n{answer:#}");
}

#[tokio::test]
async fn real_answers_are_as_they_are_described() {
    let world = World::new().await;
    let rows = [row_of("R1", 1), row_of("R2", 2)];
    world.import(&csv_of(&HEADINGS, &rows)).await;
    let sponsor = world.sponsor("Example Corp").await;
    let mut device = world.device(&sponsor, "Tablet 1").await;
    let (ada, ben) = (world.attendee("R1").await, world.attendee("R2").await);
    let scan = world.scan(&mut device, &ada, FieldSet::ALL, "Ana").await;
    world.scan(&mut device, &ben, FieldSet::ALL, "Ana").await;
    let note = Note {
        scan,
        text: "Wants a demo".into(),
        rating: Some(4),
        tags: vec!["warm".into()],
        answers: vec![QuestionAnswer {
            question: 1,
            answer: protocol::Answer::Choice(0),
        }],
        operator: "Ana".into(),
    };
    world.note(&mut device, note).await;
    let leads = world.get("/api/v1/leads", &sponsor.token).await.json();
    assert_eq!(leads["leads"].as_array().unwrap().len(), 2);
    assert_fits("/api/v1/leads", "get", "200", &leads);
    world.csv(&sponsor).await;
    let withdraw = format!("/api/v1/me/sponsors/{}/withdraw", sponsor.id);
    world.post(&withdraw, &ben.token, None).await;
    let report = format!("/api/v1/me/sponsors/{}/report", sponsor.id);
    let reported = world
        .post(&report, &ada.token, Some(json!({"reason": "pressed"})))
        .await;
    let path = "/api/v1/me/sponsors/{sponsor}/report";
    assert_fits(path, "post", "201", &reported.json());
    let leads = world.get("/api/v1/leads", &sponsor.token).await.json();
    assert_fits("/api/v1/leads", "get", "200", &leads);
    for lead in leads["leads"].as_array().unwrap() {
        assert_eq!(lead["state"], "withheld");
        let id = lead["lead"].as_str().unwrap();
        let path = format!("/api/v1/leads/{id}");
        let one = world.get(&path, &sponsor.token).await.json();
        assert_fits("/api/v1/leads/{lead}", "get", "200", &one);
        let path = format!("/api/v1/leads/{id}/acknowledge-deletion");
        let said = world.post(&path, &sponsor.token, None).await.json();
        let path = "/api/v1/leads/{lead}/acknowledge-deletion";
        assert_fits(path, "post", "200", &said);
    }
    let devices = world.get("/api/v1/devices", &sponsor.token).await.json();
    assert_fits("/api/v1/devices", "get", "200", &devices);
    for attendee in [&ada, &ben] {
        let me = world.get("/api/v1/me", &attendee.token).await.json();
        assert!(me["sponsors"][0]["disclosed"].is_object());
        assert_fits("/api/v1/me", "get", "200", &me);
        let all = world.get("/api/v1/me/everything", &attendee.token).await;
        assert_fits("/api/v1/me/everything", "get", "200", &all.json());
        let path = format!("/api/v1/me/sponsors/{}/receipt", sponsor.id);
        let receipt = world.get(&path, &attendee.token).await.json();
        let path = "/api/v1/me/sponsors/{sponsor}/receipt";
        assert_fits(path, "get", "200", &receipt);
    }
    let refused = world.get("/api/v1/leads", &ada.token).await;
    let mut found = Vec::new();
    let document = described();
    let problem = &document["components"]["schemas"]["Problem"];
    let answer = serde_json::from_str(&refused.body).unwrap();
    differences(&document, problem, &answer, "problem", &mut found);
    assert!(found.is_empty(), "{found:?}");
}

#[tokio::test]
async fn the_page_and_the_document_show_every_operation_to_anybody() {
    let world = World::new().await;
    let document: Value = world.get("/api/openapi.json", "").await.json();
    assert_eq!(document, described());
    for language in Language::ALL {
        let words = language.words();
        let mut browser = Browser::new(&world);
        browser.language = words.tag;
        let page = browser.get("/api").await;
        assert_eq!(page.status, 200);
        assert!(page.html.contains(words.api.title));
        assert!(!page.html.contains("<script"));
        for (path, item) in document["paths"].as_object().unwrap() {
            for operation in item.as_object().unwrap().values() {
                let summary = operation["summary"].as_str().unwrap();
                assert!(page.html.contains(summary), "{summary}");
            }
            assert!(page.html.contains(path.as_str()), "{path}");
        }
        for name in document["components"]["schemas"]
            .as_object()
            .unwrap()
            .keys()
        {
            assert!(page.html.contains(&format!("id=\"shape-{name}\"")));
        }
    }
}
