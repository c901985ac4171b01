//! What a program sees that takes the demo's virtual camera for a webcam.

#![allow(clippy::unwrap_used, reason = "a test that fails here has failed")]
#![cfg(unix)]

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use camera::{Event, Source as _, StreamCamera};
use demo::{Print, VirtualCamera};
use qrcode::{Color, QrCode};
use vision::Reader;

/// Long enough that a test which waits for it is broken.
const FOR_EVER: Duration = Duration::from_secs(3600);

/// A print of nothing but a symbol, as large as on a badge.
fn print(folder: &Path, text: &str) -> Print {
    let code = QrCode::new(text).unwrap();
    let side = code.width() + 8;
    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="60mm" height="60mm" viewBox="0 0 {side} {side}"><rect width="100%" height="100%" fill="white"/>"#
    );
    for (place, colour) in code.to_colors().into_iter().enumerate() {
        if colour == Color::Dark {
            let (x, y) = (place % code.width() + 4, place / code.width() + 4);
            write!(svg, r#"<rect x="{x}" y="{y}" width="1" height="1"/>"#).unwrap();
        }
    }
    svg.push_str("</svg>");
    let path = folder.join(format!("{text}.svg"));
    std::fs::write(&path, svg).unwrap();
    Print::load(&path).unwrap()
}

struct Viewer {
    camera: StreamCamera,
    reader: Reader,
}

impl Viewer {
    /// Passes over events until this one comes.
    fn wait_for(&mut self, wanted: impl Fn(&Event) -> bool) {
        loop {
            let event = self.camera.next(FOR_EVER);
            assert!(
                !matches!(event, Event::Failed(_) | Event::Ended),
                "{event:?}"
            );
            if wanted(&event) {
                return;
            }
        }
    }

    /// Looks until this is to be read, or nothing is.
    fn wait_to_read(&mut self, wanted: Option<&str>) {
        loop {
            match self.camera.next(FOR_EVER) {
                Event::Frame(frame) => {
                    let sightings = self.reader.read_still(&frame.frame.as_frame());
                    if sightings.first().map(|sighting| sighting.text.as_str()) == wanted {
                        return;
                    }
                }
                event => assert!(
                    !matches!(event, Event::Failed(_) | Event::Ended),
                    "{event:?}"
                ),
            }
        }
    }
}

#[test]
fn badges_come_and_go_and_the_camera_stalls_and_is_pulled_out_as_told() {
    let folder = tempfile::tempdir().unwrap();
    let (ada, bea) = (print(folder.path(), "ADA"), print(folder.path(), "BEA"));
    let pipe = folder.path().join("camera");
    let camera = VirtualCamera::start(&pipe).unwrap();
    assert!(VirtualCamera::start(&pipe).is_err(), "its place is taken");
    let mut viewer = Viewer {
        camera: StreamCamera::open(camera.path(), "virtual").unwrap(),
        reader: Reader::new(),
    };
    viewer.wait_to_read(None);
    camera.show(&ada);
    viewer.wait_to_read(Some("ADA"));
    camera.hide();
    viewer.wait_to_read(None);
    camera.stall();
    viewer.wait_for(|event| matches!(event, Event::Stalled { .. }));
    camera.show(&bea);
    viewer.wait_to_read(Some("BEA"));
    camera.unplug();
    viewer.wait_for(|event| matches!(event, Event::Unplugged));
    camera.cycle(vec![ada, bea]);
    viewer.wait_for(|event| matches!(event, Event::Replugged));
    for wanted in [Some("ADA"), None, Some("BEA"), None, Some("ADA")] {
        viewer.wait_to_read(wanted);
    }
    drop(camera);
    viewer.wait_for(|event| matches!(event, Event::Unplugged));
    assert!(!pipe.exists());
}

#[test]
fn a_camera_that_nobody_watches_or_reads_on_from_can_be_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("camera");
    drop(VirtualCamera::start(&pipe).unwrap());
    assert!(!pipe.exists());
    let camera = VirtualCamera::start(&pipe).unwrap();
    // Opened, and never read: the pipe fills up.
    let reader = std::fs::File::open(&pipe).unwrap();
    drop(camera);
    drop(reader);
}
