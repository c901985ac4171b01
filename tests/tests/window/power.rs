//! A window that is killed in the middle of its work.

use std::collections::BTreeSet;

use crate::stand::Stand;

#[test]
fn every_scan_that_the_screen_called_saved_is_there_after_a_power_cut() {
    const BADGES: usize = 6;
    let mut stand = Stand::open("power", BADGES);
    stand.hall.backend.kill().unwrap();
    stand.window.see("Hold the code of a badge").unwrap();
    let texts: Vec<_> = (0..BADGES)
        .map(|place| stand.badge(place).text().to_owned())
        .collect();
    let mut called_saved = BTreeSet::new();
    for (place, text) in texts.iter().enumerate() {
        stand.window.scanner(text).unwrap();
        // The cut comes while the last ones are still being decided on.
        if place < BADGES - 2 {
            let name = stand.name(place);
            stand.window.see(&name).unwrap();
            called_saved.insert(name);
        }
    }
    let names: BTreeSet<_> = stand
        .scans_on_the_device()
        .iter()
        .map(|scan| scan["name"].as_str().unwrap().to_owned())
        .collect();
    assert!(names.is_superset(&called_saved), "{names:?}");

    stand.window.start().unwrap();
    stand.window.go("Scans").unwrap();
    for name in &called_saved {
        stand.window.see(name).unwrap();
    }
    stand.window.shot("after").unwrap();
    stand.hall.backend.start().unwrap();
    stand.leads_when(|leads| leads.len() == names.len());
}
