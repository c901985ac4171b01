//! What becomes of a code that is held before the camera or typed.

use protocol::Field;

use crate::stand::{EVENT_NAME, OPERATOR, Stand};

#[test]
fn badges_before_the_camera_are_saved_one_after_the_other_and_become_leads() {
    let mut stand = Stand::open("scan", 2);
    stand.window.see("Hold the code of a badge").unwrap();
    stand.window.see("Made-up pictures").unwrap();
    stand.window.shot("ready").unwrap();
    // Nothing is dismissed in between.
    stand.scan(0);
    stand.window.shot("saved").unwrap();
    stand.scan(1);
    let leads = stand.leads_when(|leads| leads.len() == 2);
    for place in 0..2 {
        let attendee = stand.attendee(place);
        let lead = leads
            .iter()
            .find(|lead| lead["first_name"] == stand.name(place));
        assert_eq!(lead.unwrap()["email"], attendee.value(Field::Email));
    }
    let scans = stand.scans_on_the_device();
    assert_eq!(scans.len(), 2);
    for scan in scans {
        assert_eq!(scan["operator"], OPERATOR);
    }
}

#[test]
fn a_badge_scanned_before_says_when_and_by_whom_and_is_stored_once() {
    let mut stand = Stand::open("duplicate", 1);
    stand.scan(0);
    stand.show_again(0, "Already scanned at");
    stand.window.see(&format!("by {OPERATOR}")).unwrap();
    stand.window.shot("already").unwrap();
    assert_eq!(stand.scans_on_the_device().len(), 1);
}

#[test]
fn a_wish_not_to_be_scanned_is_kept() {
    let mut stand = Stand::open("do-not-scan", 2);
    let badge = stand.badge_that_says_no(0);
    let name = stand.name(0);
    stand.camera.show(&badge);
    stand
        .window
        .see(&format!(
            "{name} asked not to be scanned. Nothing was stored."
        ))
        .unwrap();
    stand.window.shot("polite").unwrap();
    stand.camera.hide();
    // The next one is scanned as ever.
    stand.scan(1);
    assert_eq!(stand.scans_on_the_device().len(), 1);
    let leads = stand.leads_when(|leads| !leads.is_empty());
    assert_eq!(leads.len(), 1);
    assert_eq!(leads[0]["first_name"], stand.name(1));
}

#[test]
fn what_is_no_badge_of_this_event_is_refused_and_stored_nowhere() {
    let mut stand = Stand::open("not-a-badge", 1);
    let (page, _) = stand.enrolment_code();
    stand.camera.show(&page);
    stand
        .window
        .see(&format!("Not a badge of {EVENT_NAME}."))
        .unwrap();
    stand.window.shot("not-a-badge").unwrap();
    stand.camera.hide();
    let other = stand.badge(0).text().replacen("HALL2027", "OTHER2027", 1);
    stand.window.scanner(&other).unwrap();
    stand.window.see("it is of OTHER2027").unwrap();
    stand.window.shot("other-event").unwrap();
    assert!(stand.scans_on_the_device().is_empty());
}

#[test]
fn a_hardware_scanner_and_a_typed_code_scan_on_the_same_screen() {
    let mut stand = Stand::open("keyboard", 2);
    stand.window.see("Hold the code of a badge").unwrap();
    // Nobody has clicked anything.
    let text = stand.badge(0).text().to_owned();
    let name = stand.name(0);
    stand.window.scanner(&text).unwrap();
    stand.window.see(&name).unwrap();
    stand.window.see("Saved").unwrap();
    stand.window.shot("scanner").unwrap();
    let code = stand.attendee(1).human_code.to_string();
    stand.window.press("Type a code").unwrap();
    stand
        .window
        .write("Code printed on the badge", &code)
        .unwrap();
    stand.window.press("Check").unwrap();
    stand.window.see("The backend checks this code").unwrap();
    stand.window.shot("typed").unwrap();
    let leads = stand.leads_when(|leads| leads.len() == 2);
    let methods: Vec<_> = leads
        .iter()
        .map(|lead| lead["scans"][0]["method"].clone())
        .collect();
    assert!(methods.contains(&"hardware_scanner".into()), "{methods:?}");
    assert!(methods.contains(&"manual".into()), "{methods:?}");
    assert_eq!(stand.scans_on_the_device().len(), 2);
}
