//! A camera that stops, goes away and comes back.

use crate::stand::Stand;

#[test]
fn a_camera_that_stops_or_is_pulled_out_is_told_apart_and_used_again_when_it_is_back() {
    let mut stand = Stand::open("camera", 2);
    stand.scan(0);
    stand.camera.stall();
    stand.window.see("The camera gives no pictures").unwrap();
    stand.window.shot("stalled").unwrap();
    stand.camera.unplug();
    stand.window.see("The camera was unplugged").unwrap();
    stand.window.shot("unplugged").unwrap();
    // Whoever can't hold a badge up can still be scanned.
    let text = stand.badge(0).text().to_owned();
    stand.window.scanner(&text).unwrap();
    stand.window.see("Already scanned").unwrap();
    stand.scan(1);
    stand.window.shot("back").unwrap();
    assert_eq!(stand.scans_on_the_device().len(), 2);
}
