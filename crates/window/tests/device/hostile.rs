//! Whatever the screens send, the device answers with a problem and goes on.

use serde_json::{Value, json};
use window::Window;
use window::api::CameraOwner;
use window::command_table::COMMANDS;

use crate::backend::{Backend, badge};
use crate::screens::{Screens, clock, options};

fn hostile() -> Vec<Value> {
    let long = "x".repeat(1 << 20);
    let mut deep = json!(0);
    for _ in 0..100 {
        deep = json!([deep]);
    }
    let mut values = vec![
        json!(null),
        json!(true),
        json!(-1),
        json!(1e300),
        json!("x"),
        json!(long),
        json!([]),
        json!([1, 2, 3]),
        json!({ "nonsense": long }),
        deep,
    ];
    // Every member that any command knows, with what none expects of it.
    let members = [
        "pin",
        "current",
        "new",
        "text",
        "typed_by",
        "sheet",
        "fields",
        "device",
        "scan",
        "remove",
        "reason",
        "rating",
        "tags",
        "answers",
        "id",
        "on",
        "value",
        "look_for",
        "code",
        "label",
        "show",
        "before",
        "limit",
        "name",
        "preferences",
    ];
    for wrong in [
        json!(null),
        json!(-1),
        json!(u64::MAX),
        json!("\u{0}\u{202e}😀"),
        json!(long),
        json!([long]),
        json!({}),
    ] {
        let object = members.map(|member| (member.to_owned(), wrong.clone()));
        values.push(Value::Object(object.into_iter().collect()));
    }
    values
}

#[test]
fn no_command_is_broken_by_what_it_is_sent() {
    let backend = Backend::start();
    let (screens, device) = Screens::enrolled(&backend);
    let scan = screens.saved(&badge(1, "Ada"));
    for row in COMMANDS {
        for value in hostile() {
            if let Err(problem) = screens.ask(row.name, value) {
                assert!(!problem.code.is_empty() && problem.message.len() < 500);
                assert!(!problem.message.contains("xxxx"), "{}", row.name);
            }
        }
    }
    // It still works, and nothing has been added to it.
    screens.saved(&badge(2, "Ben"));
    assert_eq!(screens.enrolment(device).sync.scans, 2);
    let view = screens.ask("scan_detail", json!({ "scan": scan })).unwrap();
    assert_eq!(view["notes"], json!([]));
}

#[test]
fn a_command_that_is_none_is_a_problem() {
    let screens = Screens::new();
    for name in [
        "",
        "Overview",
        "overview ",
        "drop_table",
        &"x".repeat(1 << 20),
    ] {
        assert_eq!(screens.refused(name, json!({})), "unknown_command");
    }
}

#[test]
fn what_no_record_can_hold_is_refused_and_not_cut() {
    let backend = Backend::start();
    let (screens, device) = Screens::enrolled(&backend);
    let scan = screens.saved(&badge(1, "Ada"));
    let note = |text: &str, rating: Value, tags: Value, answers: Value| json!({ "scan": scan, "text": text, "rating": rating, "tags": tags, "answers": answers });
    let answer = |answer: Value| json!([{ "question": 1, "answer": answer }]);
    for (request, code) in [
        (note("", json!(null), json!([]), json!([])), "empty_note"),
        (
            note(&"é".repeat(5000), json!(null), json!([]), json!([])),
            "not_recordable",
        ),
        (note("x", json!(6), json!([]), json!([])), "not_recordable"),
        (note("x", json!(0), json!([]), json!([])), "not_recordable"),
        (
            note("x", json!(null), json!(vec!["t"; 99]), json!([])),
            "not_recordable",
        ),
        (
            note("x", json!(null), json!([]), answer(json!({ "choice": 7 }))),
            "answer_does_not_fit",
        ),
        (
            note(
                "x",
                json!(null),
                json!([]),
                answer(json!({ "yes_no": true })),
            ),
            "answer_does_not_fit",
        ),
        (note("x", json!(300), json!([]), json!([])), "bad_request"),
        (
            note("x", json!(null), json!([]), answer(json!("none"))),
            "bad_request",
        ),
    ] {
        assert_eq!(screens.refused("add_note", request), code);
    }
    let void = json!({ "scan": scan, "reason": "x".repeat(1000) });
    assert_eq!(screens.refused("void_scan", void), "not_recordable");
    let narrow = json!({ "scan": scan, "remove": [] });
    assert_eq!(screens.refused("narrow_scan", narrow), "not_recordable");
    assert_eq!(screens.enrolment(device).sync.scans, 1);
    assert_eq!(screens.records(), 1);
}

#[test]
fn only_a_whole_picture_of_a_sane_size_is_taken() {
    let backend = Backend::start();
    let (screens, _) = Screens::enrolled(&backend);
    let window = &screens.window;
    let refused = |width, height, bytes: usize| {
        let problem = window
            .push_frame(width, height, vec![0; bytes])
            .unwrap_err();
        assert_eq!(problem.code, "bad_frame", "{width}x{height} {bytes}");
    };
    refused(0, 0, 0);
    refused(0, 480, 0);
    refused(640, 0, 0);
    refused(640, 480, 640 * 480 - 1);
    refused(640, 480, 640 * 480 + 1);
    refused(1921, 1, 1921);
    refused(1, 1921, 1921);
    refused(u32::MAX, u32::MAX, 0);
    refused(65536, 65536, 0);
    window.push_frame(1920, 1920, vec![0; 1920 * 1920]).unwrap();
    window.push_frame(1, 1, vec![0]).unwrap();
}

#[test]
fn a_program_that_opens_the_camera_takes_no_pictures_from_the_screens() {
    let folder = tempfile::tempdir().unwrap();
    let window = Window::open(window::Options {
        camera_owner: CameraOwner::Program,
        ..options(&folder, &clock())
    });
    let problem = window.push_frame(1, 1, vec![0]).unwrap_err();
    assert_eq!(problem.code, "bad_frame");
}
