//! What is written about a scan, and its taking back.

use lanyard_tests::hall::Hall;

use crate::stand::{OPERATOR, Stand};

const QUESTIONS: &str = r#"[
  { "id": 1, "text": "When to call?", "kind": { "choice": ["This week", "Later"] } },
  { "id": 2, "text": "May we write?", "kind": "yes_no" }
]"#;

#[test]
fn a_note_with_rating_tag_and_answer_reaches_the_sponsor() {
    let hall = Hall::open(1).unwrap();
    let questions = hall.folder().join("questions.json");
    std::fs::write(&questions, QUESTIONS).unwrap();
    let path = questions.display().to_string();
    hall.backend
        .run(&["event", "set", "--questions", &path])
        .unwrap();
    let mut stand = Stand::of(hall, "note");
    stand.scan(0);
    let name = stand.name(0);
    let window = &mut stand.window;
    window.press("Note").unwrap();
    window.see_named("heading", &name).unwrap();
    window
        .write("What was said", "Wants the price list")
        .unwrap();
    window.press("4 of 5: Promising").unwrap();
    window.write("Tags", "follow-up").unwrap();
    window.keys("\n").unwrap();
    window.press("This week").unwrap();
    window.press("Yes").unwrap();
    window.shot("written").unwrap();
    window.press("Save the note").unwrap();
    window.see("The note is saved").unwrap();
    window.see("Wants the price list").unwrap();
    window.shot("saved").unwrap();
    let leads = stand.leads_when(|leads| {
        leads.len() == 1
            && leads[0]["notes"]
                .as_array()
                .is_some_and(|notes| !notes.is_empty())
    });
    let note = &leads[0]["notes"][0];
    assert_eq!(note["text"], "Wants the price list");
    assert_eq!(note["rating"], 4);
    assert_eq!(note["tags"][0], "follow-up");
    assert_eq!(note["operator"], OPERATOR);
    assert_eq!(note["answers"].as_array().unwrap().len(), 2, "{note}");
}

#[test]
fn a_scan_taken_back_gives_the_sponsor_nothing() {
    let mut stand = Stand::open("void", 2);
    stand.scan(0);
    stand.scan(1);
    stand.leads_when(|leads| leads.len() == 2);
    let name = stand.name(0);
    let window = &mut stand.window;
    window.go("Scans").unwrap();
    window.write("Search", &name).unwrap();
    window.press(&name).unwrap();
    window.see_named("heading", &name).unwrap();
    window.press("Take the scan back").unwrap();
    window.press("Wrong person").unwrap();
    window.shot("asked").unwrap();
    window.press("Take it back").unwrap();
    window.see("It can’t be put back").unwrap();
    window.shot("taken-back").unwrap();
    let shared = stand.name(1);
    stand.leads_when(|leads| {
        let names: Vec<_> = leads
            .iter()
            .filter_map(|lead| lead["first_name"].as_str())
            .collect();
        names == [shared.as_str()]
    });
    let scans = stand.scans_on_the_device();
    assert_eq!(scans.len(), 2, "it stays in the list");
}
