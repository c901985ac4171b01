//! What the attendee decides on the booth's screen.

use lanyard_tests::hall::Hall;
use protocol::Field;

use crate::stand::{SPONSOR, Stand};

#[test]
fn fields_that_the_attendee_takes_away_never_reach_the_sponsor() {
    let mut stand = Stand::open("narrow", 1);
    stand.scan(0);
    let name = stand.name(0);
    stand.window.press("Fields").unwrap();
    stand.window.see(&format!("Hello {name}.")).unwrap();
    stand.window.see(&format!("{SPONSOR} gets:")).unwrap();
    stand.window.press("Email address").unwrap();
    stand.window.press("Country").unwrap();
    stand.window.shot("sheet").unwrap();
    stand.window.press("Save").unwrap();
    stand.window.see("Shared now:").unwrap();
    stand.window.shot("narrowed").unwrap();
    let attendee = stand.attendee(0).clone();
    let leads =
        stand.leads_when(|leads| leads.len() == 1 && leads[0].get(Field::Email.name()).is_none());
    for field in Field::ALL {
        let kept = !matches!(field, Field::Email | Field::Country);
        assert_eq!(leads[0].get(field.name()).is_some(), kept, "{field}");
        if kept {
            assert_eq!(leads[0][field.name()], attendee.value(field));
        }
    }
}

#[test]
fn an_event_that_wants_a_yes_stores_nothing_before_it() {
    let hall = Hall::open(2).unwrap();
    hall.backend
        .run(&["event", "set", "--consent-mode", "confirm"])
        .unwrap();
    let mut stand = Stand::of(hall, "confirm");
    let (badge, name) = (stand.badge(0), stand.name(0));
    stand.camera.show(&badge);
    stand.window.see(&format!("Hello {name}.")).unwrap();
    stand.window.shot("asked").unwrap();
    stand.camera.hide();
    assert!(
        stand.scans_on_the_device().is_empty(),
        "nobody has said yes"
    );

    stand.window.start().unwrap();
    stand.camera.show(&badge);
    stand.window.see(&format!("Hello {name}.")).unwrap();
    stand.camera.hide();
    stand.window.press("Don’t share").unwrap();
    stand
        .window
        .see(&format!("{name} chose not to share. Nothing was stored."))
        .unwrap();
    stand.window.shot("declined").unwrap();

    let (badge, name) = (stand.badge(1), stand.name(1));
    stand.camera.show(&badge);
    stand.window.see(&format!("Hello {name}.")).unwrap();
    stand.camera.hide();
    stand.window.press("Job title").unwrap();
    stand.window.press("Share").unwrap();
    stand.window.see("Saved").unwrap();
    stand.window.shot("shared").unwrap();
    let leads = stand.leads_when(|leads| leads.len() == 1);
    assert_eq!(leads[0]["first_name"], name);
    assert!(leads[0].get(Field::JobTitle.name()).is_none());
    assert_eq!(stand.scans_on_the_device().len(), 1);
}
