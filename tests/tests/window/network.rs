//! A hall without a network, and the end of the day.

use demo::until;
use lanyard_tests::hall::sum_of;
use std::time::Duration;

use crate::stand::Stand;

#[test]
fn scans_wait_without_a_network_and_the_day_ends_green_when_it_is_back() {
    let mut stand = Stand::open("offline", 3);
    stand.scan(0);
    stand.leads_when(|leads| leads.len() == 1);
    stand.hall.backend.kill().unwrap();
    stand.scan(1);
    stand.scan(2);
    stand.window.see("Offline").unwrap();
    stand.window.see("2 waiting").unwrap();
    stand.window.shot("offline").unwrap();
    stand.window.go("Sync").unwrap();
    stand.window.see("2 records wait").unwrap();
    stand.window.never_see("Everything has arrived").unwrap();
    stand.window.shot("waiting").unwrap();
    stand.hall.backend.start().unwrap();
    stand.window.press("Sync now").unwrap();
    stand.window.see("Everything has arrived").unwrap();
    stand.window.shot("green").unwrap();
    assert_eq!(stand.leads_when(|leads| leads.len() == 3).len(), 3);
    let held = until(Duration::from_secs(30), || {
        let devices = stand.hall.devices()?;
        Ok((sum_of(&devices, "pending") == 0).then_some(devices))
    });
    assert_eq!(held.unwrap().len(), 1);
    let scans = stand.scans_on_the_device();
    assert!(
        scans.iter().all(|scan| scan["state"] == "acknowledged"),
        "{scans:?}"
    );
}

#[test]
fn a_backend_that_comes_back_gets_what_waits_without_being_asked() {
    let mut stand = Stand::open("by-itself", 1);
    stand.hall.backend.kill().unwrap();
    stand.scan(0);
    stand.window.see("Offline").unwrap();
    stand.hall.backend.start().unwrap();
    stand.window.see("All held").unwrap();
    stand.window.shot("held").unwrap();
    assert_eq!(stand.hall.leads(&stand.token).unwrap().len(), 1);
}
