//! What the screens are told of the types that cross to them.

use std::fs;
use std::path::{Path, PathBuf};

use protocol::{
    Answer, ConsentGiven, ConsentMode, Field, Question, QuestionAnswer, QuestionKind, ReadMethod,
};
use serde::Serialize;
use serde_json::Value;
use window::bindings::{bindings, command_names};
use window::command_table::COMMANDS;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn bindings_are_current() {
    for (path, wanted) in [
        ("ui/src/lib/device/bindings.ts", bindings()),
        ("src-tauri/commands.txt", command_names()),
    ] {
        let found = fs::read_to_string(root().join(path)).unwrap();
        assert!(
            found.replace("\r\n", "\n") == wanted,
            "{path} is stale: cargo run --package window --example write_bindings"
        );
    }
}

#[test]
fn every_name_in_the_bindings_is_declared_in_them() {
    let bindings = bindings();
    for row in COMMANDS {
        for name in [row.request, row.answer] {
            let declared = format!("export type {name} = ");
            assert!(bindings.contains(&declared), "{name} of {}", row.name);
        }
    }
}

/// The type that follows `export type NAME =`.
fn declared(name: &str) -> String {
    let head = format!("export type {name} = ");
    let text = bindings();
    let start = text.find(&head).unwrap() + head.len();
    let end = text[start..].find(";\n").unwrap();
    text[start..start + end].to_owned()
}

fn written(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

/// The TypeScript type of a JSON value, with names for parts that have one.
fn shape(value: &Value) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Bool(_) => "boolean".into(),
        Value::Number(_) => "number".into(),
        Value::String(_) => "string".into(),
        Value::Array(items) => format!("Array<{}>", shape(&items[0])),
        Value::Object(_) => panic!("{value} needs a name"),
    }
}

/// Of a variant: its word, or an object with one member.
fn variant(value: &Value) -> String {
    match value {
        Value::String(word) => format!("\"{word}\""),
        Value::Object(members) => {
            let (name, inner) = members.iter().next().unwrap();
            assert_eq!(members.len(), 1);
            format!("{{ {name}: {} }}", shape(inner))
        }
        other => panic!("{other}"),
    }
}

fn union(variants: &[impl Serialize]) -> String {
    let members: Vec<_> = variants.iter().map(|one| variant(&written(one))).collect();
    members.join(" | ")
}

/// The members of an object type, in any order.
fn members(declared: &str) -> Vec<String> {
    let inner = declared.trim_start_matches("{ ").trim_end_matches(" }");
    let mut members: Vec<_> = inner.split("; ").map(ToOwned::to_owned).collect();
    members.sort();
    members
}

#[test]
fn the_protocols_words_are_declared_as_they_are_written() {
    // A new variant does not compile here until it is in its list.
    let modes = [ConsentMode::Handover, ConsentMode::Confirm];
    for mode in modes {
        match mode {
            ConsentMode::Handover | ConsentMode::Confirm => {}
        }
    }
    let given = [ConsentGiven::Handover, ConsentGiven::Confirmed];
    for given in given {
        match given {
            ConsentGiven::Handover | ConsentGiven::Confirmed => {}
        }
    }
    let methods = [
        ReadMethod::Camera,
        ReadMethod::HardwareScanner,
        ReadMethod::Manual,
    ];
    for method in methods {
        match method {
            ReadMethod::Camera | ReadMethod::HardwareScanner | ReadMethod::Manual => {}
        }
    }
    assert_eq!(declared("Field"), union(&Field::ALL));
    assert_eq!(declared("ConsentMode"), union(&modes));
    assert_eq!(declared("ConsentGiven"), union(&given));
    assert_eq!(declared("ReadMethod"), union(&methods));
    let list: Vec<_> = Field::ALL
        .iter()
        .map(|field| format!("\"{field}\""))
        .collect();
    let all = format!("FIELDS: readonly Field[] = [{}];", list.join(", "));
    assert!(bindings().contains(&all));
}

#[test]
fn the_protocols_questions_and_answers_are_declared_as_they_are_written() {
    let kinds = [
        QuestionKind::Text,
        QuestionKind::Choice(vec!["one".into()]),
        QuestionKind::YesNo,
        QuestionKind::Scale(5),
    ];
    for kind in &kinds {
        match kind {
            QuestionKind::Text
            | QuestionKind::Choice(_)
            | QuestionKind::YesNo
            | QuestionKind::Scale(_) => {}
        }
    }
    let answers = [
        Answer::Text("a text".into()),
        Answer::Choice(1),
        Answer::YesNo(true),
        Answer::Scale(3),
    ];
    for answer in &answers {
        match answer {
            Answer::Text(_) | Answer::Choice(_) | Answer::YesNo(_) | Answer::Scale(_) => {}
        }
    }
    assert_eq!(declared("QuestionKind"), union(&kinds));
    assert_eq!(declared("Answer"), union(&answers));

    let question = written(&Question {
        id: 1,
        text: "?".into(),
        kind: QuestionKind::Text,
    });
    let answer = written(&QuestionAnswer {
        question: 1,
        answer: Answer::YesNo(true),
    });
    for (value, name, named, kind) in [
        (question, "Question", "kind", "QuestionKind"),
        (answer, "QuestionAnswer", "answer", "Answer"),
    ] {
        let mut found: Vec<_> = value
            .as_object()
            .unwrap()
            .iter()
            .map(|(member, inner)| {
                if member == named {
                    format!("{member}: {kind}")
                } else {
                    format!("{member}: {}", shape(inner))
                }
            })
            .collect();
        found.sort();
        assert_eq!(members(&declared(name)), found, "{name}");
    }
}

#[test]
fn what_crosses_as_text_is_text() {
    // The bindings declare these parts so by hand.
    for value in [
        written(&protocol::ScanId::from_bytes([1; 16])),
        written(&protocol::DeviceId::from_bytes([1; 16])),
        written(&"PYCONUS2027".parse::<protocol::EventSlug>().unwrap()),
    ] {
        assert_eq!(shape(&value), "string");
    }
    assert_eq!(shape(&written(&protocol::UnixMillis(1))), "number");
}
