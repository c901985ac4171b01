//! The way from the sponsor's page to a device that may scan.

use crate::stand::{EVENT_NAME, SPONSOR, Stand};

#[test]
fn a_typed_code_enrols_the_device_and_its_terms_are_shown() {
    let mut stand = Stand::bare("enrol-typed", 1);
    let (_, code) = stand.enrolment_code();
    let window = &mut stand.window;
    window.see("Enrol this device").unwrap();
    window.shot("before").unwrap();
    window
        .write("Type or paste the code", "https://example.org/no")
        .unwrap();
    window.press("Next").unwrap();
    name_and_enrol(window);
    window.see("not an enrolment code").unwrap();
    window.shot("not-a-code").unwrap();
    window.write("Type or paste the code", &code).unwrap();
    window.press("Next").unwrap();
    name_and_enrol(window);
    window.see("This device is enrolled").unwrap();
    for shown in [
        SPONSOR,
        EVENT_NAME,
        "Showing the badge is the agreement",
        "Privacy notice, version 1",
    ] {
        window.see(shown).unwrap();
    }
    window.shot("enrolled").unwrap();
    window.press("Start scanning").unwrap();
    window.see("Hold the code of a badge").unwrap();
    let devices = stand.hall.devices().unwrap();
    assert_eq!(devices.len(), 1, "{devices:?}");
    assert_eq!(devices[0]["label"], "Front table");
    // The code has done its duty.
    assert!(stand.device.enrol(&code, "again").is_err());
}

#[test]
fn a_code_held_before_the_camera_enrols_the_device() {
    let mut stand = Stand::bare("enrol-camera", 1);
    let (page, _) = stand.enrolment_code();
    stand.window.see("Enrol this device").unwrap();
    stand.camera.show(&page);
    stand.window.see("The code was read").unwrap();
    stand.window.shot("read").unwrap();
    stand.camera.hide();
    name_and_enrol(&mut stand.window);
    stand.window.see("This device is enrolled").unwrap();
    stand.window.press("Start scanning").unwrap();
    stand.scan(0);
    let leads = stand.leads_when(|leads| leads.len() == 1);
    assert_eq!(leads[0]["scans"][0]["operator"], "Wanjiru");
}

fn name_and_enrol(window: &mut demo::Window) {
    window.write("Name of this device", "Front table").unwrap();
    window.write("Your name", "Wanjiru").unwrap();
    window.press("Enrol").unwrap();
}
