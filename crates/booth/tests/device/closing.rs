//! A device that is closed while others still hold it.

use std::sync::Arc;
use std::thread;

use booth::{Background, BoothError};

use crate::backend::{Answer, Backend, badge};
use crate::booths::TestBooth;

#[test]
fn a_closed_device_refuses_its_holders_and_can_be_opened_again() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    let device = booth.enrol(&backend, 1, "Example Corp");
    booth.saved(device, &badge(1, "Ada"));
    let holder = Arc::clone(&booth.booth);
    let booth = booth.restart();
    assert!(matches!(holder.enrolments(), Err(BoothError::Closed)));
    assert!(matches!(holder.status(), Err(BoothError::Closed)));
    assert!(matches!(
        holder.sync_now(device, &mut |_| {}),
        Err(BoothError::Closed)
    ));
    assert_eq!(
        holder.scan(device, &crate::booths::camera("x")).code(),
        "not_saved"
    );
    assert_eq!(booth.pending(device), 1);
    booth.sync(device);
    assert_eq!(booth.pending(device), 0);
}

#[test]
fn closing_gives_up_requests_that_wait_and_keeps_their_records() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    let device = booth.enrol(&backend, 1, "Example Corp");
    booth.saved(device, &badge(1, "Ada"));
    let asked = backend.state().requests.len();
    backend.always(Answer::Stall);
    let background = Background::start(&booth.booth);
    backend.wait_until(|state| state.requests.len() > asked);
    let holder = Arc::clone(&booth.booth);
    // It waits for the background's request first, and then makes one of its own or finds the end.
    let pressed = thread::spawn(move || holder.sync_now(device, &mut |_| {}));
    drop(background);
    let booth = booth.restart();
    assert!(matches!(pressed.join().unwrap(), Err(BoothError::Closed)));
    assert_eq!(booth.pending(device), 1);
    backend.always(Answer::Honest);
    booth.sync(device);
    assert_eq!((booth.pending(device), backend.kept(device)), (0, 1));
}
