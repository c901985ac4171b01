//! The demo's virtual camera as a program sees it that reads it as a webcam.

#![allow(clippy::unwrap_used, reason = "a test that fails here has failed")]
#![cfg(unix)]

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use camera::{Event, Source as _, StreamCamera};
use demo::{Print, VirtualCamera};
use qrcode::{Color, QrCode};
use vision::Reader;

/// A time-out that is only reached by a broken test.
const FOR_EVER: Duration = Duration::from_secs(3600);

/// A print with only a symbol, of the size that it has on a badge.
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
    /// Skips events until one matches.
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

    /// Reads frames until the first text is this one, or until no text is read.
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
fn badges_come_and_go_and_the_camera_stalls_and_is_unplugged_by_order() {
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
fn a_camera_without_a_reader_or_with_a_stalled_one_can_be_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("camera");
    drop(VirtualCamera::start(&pipe).unwrap());
    assert!(!pipe.exists());
    let camera = VirtualCamera::start(&pipe).unwrap();
    // The pipe is opened and never read, so it fills up.
    let reader = std::fs::File::open(&pipe).unwrap();
    drop(camera);
    drop(reader);
}
