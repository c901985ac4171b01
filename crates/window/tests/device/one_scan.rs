//! A scan, what is said about it, and the list it is in.

use serde_json::{Value, json};
use window::api::Outcome;

use crate::backend::{Answer, Backend, badge};
use crate::screens::Screens;

fn list(text: &str, show: &str, before: Option<i64>, limit: u32) -> Value {
    json!({ "text": text, "show": show, "before": before, "limit": limit })
}

#[test]
fn notes_are_added_and_keep_who_wrote_them() {
    let backend = Backend::start();
    let (screens, _) = Screens::enrolled(&backend);
    let set = |name: &str| {
        screens
            .ask("set_operator", json!({ "name": name }))
            .unwrap()
    };
    set("Ana");
    let scan = screens.saved(&badge(1, "Ada"));
    let answers = json!([
        { "question": 1, "answer": { "choice": 0 } },
        { "question": 2, "answer": { "yes_no": true } },
        { "question": 3, "answer": { "scale": 4 } },
        { "question": 4, "answer": { "text": "Likes typed Python" } },
    ]);
    let note = json!({
        "scan": scan, "text": "Call on Monday", "rating": 4, "tags": ["hot"], "answers": answers,
    });
    screens.ask("add_note", note).unwrap();
    assert_eq!(set("  Bob ")["operator"], "Bob");
    let note = json!({ "scan": scan, "text": "", "rating": 2, "tags": [], "answers": [] });
    let view = screens.ask("add_note", note).unwrap();
    let notes = view["notes"].as_array().unwrap();
    assert_eq!(notes.len(), 2);
    assert_eq!(
        (&notes[0]["operator"], &notes[1]["operator"]),
        (&json!("Ana"), &json!("Bob"))
    );
    assert_eq!(notes[0]["answers"], answers);
    assert_eq!(
        (&view["row"]["notes"], &view["row"]["rating"]),
        (&json!(2), &json!(2))
    );
    assert_eq!(view["row"]["operator"], "Ana");
    assert_eq!(view["terms"]["questions"].as_array().unwrap().len(), 4);
    assert_eq!(view["method"], "hardware_scanner");
    assert_eq!(view["given"], "handover");
}

#[test]
fn fields_that_were_taken_away_and_a_scan_that_was_taken_back_stay_visible() {
    let backend = Backend::start();
    let (screens, _) = Screens::enrolled(&backend);
    let scan = screens.saved(&badge(1, "Ada"));
    for field in ["email", "employer"] {
        let request = json!({ "scan": scan, "remove": [field] });
        screens.ask("narrow_scan", request).unwrap();
    }
    let void = json!({ "scan": scan, "reason": "Wrong badge" });
    let view = screens.ask("void_scan", void.clone()).unwrap();
    assert_eq!(view["removed"], json!(["email", "employer"]));
    assert!(!view["fields"].as_array().unwrap().contains(&json!("email")));
    assert_eq!(view["void"]["reason"], "Wrong badge");
    assert_eq!(view["row"]["voided"], true);
    assert_eq!(screens.refused("void_scan", void), "already_voided");
    let unknown = json!({ "scan": protocol::ScanId::from_bytes([9; 16]) });
    assert_eq!(screens.refused("scan_detail", unknown), "unknown_scan");
}

#[test]
fn the_list_counts_what_fits_and_gives_it_in_pages() {
    let backend = Backend::start();
    backend.script([Answer::Honest]);
    backend.always(Answer::HangUp);
    let (screens, _) = Screens::enrolled(&backend);
    for number in 0..25 {
        let name = if number % 5 == 0 { "Zoë" } else { "Ada" };
        screens.saved(&badge(number, name));
    }
    let mut before = None;
    let mut positions = Vec::new();
    for (length, more) in [(10, true), (10, true), (5, false)] {
        let page = screens.ask("scans", list("", "all", before, 10)).unwrap();
        assert_eq!(page["matching"], 25);
        assert_eq!(page["more"], more);
        let scans = page["scans"].as_array().unwrap();
        assert_eq!(scans.len(), length);
        positions.extend(scans.iter().map(|scan| scan["position"].as_i64().unwrap()));
        before = positions.last().copied();
    }
    assert!(positions.is_sorted_by(|a, b| a > b), "{positions:?}");

    let page = screens.ask("scans", list("ZOË", "all", None, 2)).unwrap();
    assert_eq!(
        (&page["matching"], &page["more"]),
        (&json!(5), &json!(true))
    );
    for (show, matching) in [
        ("waiting", 25),
        ("accepted", 0),
        ("quarantined", 0),
        ("voided", 0),
    ] {
        let page = screens.ask("scans", list("", show, None, 1)).unwrap();
        assert_eq!(page["matching"], matching, "{show}");
    }
    // Nothing asks for no scan, or for all of them at once.
    let page = screens.ask("scans", list("", "all", None, 0)).unwrap();
    assert_eq!(page["scans"].as_array().unwrap().len(), 1);
    let page = screens
        .ask("scans", list("", "all", None, u32::MAX))
        .unwrap();
    assert_eq!(page["scans"].as_array().unwrap().len(), 25);
}

#[test]
fn a_badge_scanned_before_is_told_with_who_and_when() {
    let backend = Backend::start();
    let (screens, _) = Screens::enrolled(&backend);
    screens
        .ask("set_operator", json!({ "name": "Ana" }))
        .unwrap();
    let first = screens.scan(&badge(1, "Ada"));
    screens.clock.go(60_000);
    screens
        .ask("set_operator", json!({ "name": null }))
        .unwrap();
    let again = screens.scan(&badge(1, "Ada"));
    let Outcome::Saved { scan, .. } = first.outcome else {
        panic!()
    };
    assert_eq!(
        again.outcome,
        Outcome::Already {
            scan,
            name: Some("Ada".into()),
            at: first.at,
            operator: "Ana".into()
        }
    );
    assert_eq!(again.number, first.number + 1);
    assert_eq!(screens.records(), 1);
}

#[test]
fn what_is_no_badge_of_the_event_is_refused_with_its_reason() {
    let backend = Backend::start();
    let (screens, _) = Screens::enrolled(&backend);
    let forged = badge(1, "Ada").replace(':', "0:").replacen("0:", ":", 1);
    for (text, code, about) in [
        ("https://example.org", "not_a_badge", None),
        ("", "not_a_badge", None),
        (
            "0123456789ABCDEF:EUROPYTHON:8K2M4TQ9",
            "other_event",
            Some("EUROPYTHON"),
        ),
        (forged.as_str(), "other_event", None),
        (&"A".repeat(100_000), "oversized", None),
    ] {
        let decision = screens.scan(text);
        let Outcome::Refused { reason } = decision.outcome else {
            panic!("{text}: {decision:?}")
        };
        if text != forged {
            assert_eq!(reason.code, code, "{text}");
            assert_eq!(reason.about.as_deref(), about);
        }
        assert!(!reason.message.contains("0123456789ABCDEF"));
    }
    assert_eq!(screens.records(), 0);
}
