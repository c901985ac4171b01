//! A booth with its window open, an event around it, and badges to hold up.

use std::path::Path;
use std::time::Duration;

use demo::{Device, Opening, Print, VirtualCamera, Window, until};
use lanyard_tests::hall::{Attendee, Hall};
use protocol::Field;
use serde_json::Value;

/// The sponsor whose booth it is.
pub(crate) const SPONSOR: &str = "Example Corp";
/// Who holds the device.
pub(crate) const OPERATOR: &str = "Quinn";
/// The event's full name.
pub(crate) const EVENT_NAME: &str = "Hall 2027";
/// How long a sync may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);
/// A badge that was out of sight for so long is gone.
const OUT_OF_SIGHT: Duration = Duration::from_secs(3);

/// The booth.
pub(crate) struct Stand {
    // Declared in the order of ending: the window goes before what it uses.
    pub(crate) window: Window,
    pub(crate) camera: VirtualCamera,
    pub(crate) device: Device,
    pub(crate) token: String,
    pub(crate) hall: Hall,
}

impl Stand {
    /// A booth that is enrolled, at an event with so many attendees.
    pub(crate) fn open(test: &str, attendees: usize) -> Self {
        Self::of(Hall::open(attendees).unwrap(), test)
    }

    /// A booth that is enrolled, at this event.
    pub(crate) fn of(hall: Hall, test: &str) -> Self {
        let token = hall.sponsor(SPONSOR).unwrap();
        let device = hall.device("front", OPERATOR, SPONSOR).unwrap();
        // What a booth scans with a name on, it remembers.
        device.type_codes("manual", &[]).unwrap();
        Self::with(hall, test, token, device)
    }

    /// A booth whose device is enrolled nowhere.
    pub(crate) fn bare(test: &str, attendees: usize) -> Self {
        let hall = Hall::open(attendees).unwrap();
        let token = hall.sponsor(SPONSOR).unwrap();
        let device = hall.bare_device("front", OPERATOR).unwrap();
        Self::with(hall, test, token, device)
    }

    fn with(hall: Hall, test: &str, token: String, device: Device) -> Self {
        let camera = VirtualCamera::start(&hall.folder().join("camera.mjpeg")).unwrap();
        let window = Window::open(&Opening {
            home: device.home(),
            virtual_camera: Some(camera.path()),
            shots: Window::shots(test).unwrap(),
        })
        .unwrap();
        Self {
            window,
            camera,
            device,
            token,
            hall,
        }
    }

    /// An attendee's badge.
    pub(crate) fn badge(&self, place: usize) -> Print {
        Print::load(self.hall.attendees[place].drawing()).unwrap()
    }

    /// The badge of an attendee who has asked not to be scanned and was given a new one.
    pub(crate) fn badge_that_says_no(&self, place: usize) -> Print {
        let attendee = &self.hall.attendees[place];
        let file = self.hall.folder().join("wish.csv");
        let wish = format!(
            "registration_id,do_not_scan\n{},yes\n",
            attendee.registration
        );
        std::fs::write(&file, wish).unwrap();
        let backend = &self.hall.backend;
        backend
            .run(&["import", &file.display().to_string()])
            .unwrap();
        let folder = self.hall.folder().join("reprints").display().to_string();
        let reprint = [
            "badges",
            "reprint",
            &attendee.registration,
            "--svg-dir",
            &folder,
        ];
        let printed = backend.run(&reprint).unwrap();
        let drawing = printed["svg"]
            .as_str()
            .or(printed["badges"][0]["svg"].as_str());
        Print::load(Path::new(drawing.unwrap())).unwrap()
    }

    /// The sponsor's page with a one-time code, as it looks to a camera; and the code itself.
    pub(crate) fn enrolment_code(&self) -> (Print, String) {
        let drawing = self.hall.folder().join("code.svg");
        let path = drawing.display().to_string();
        let ask = [
            "device",
            "code",
            "--sponsor",
            SPONSOR,
            "--label",
            "Tablet",
            "--svg",
            &path,
        ];
        let code = self.hall.backend.run(&ask).unwrap();
        let print = Print::load(&drawing).unwrap();
        (print, code["code"].as_str().unwrap().to_owned())
    }

    /// The name on an attendee's badge.
    pub(crate) fn name(&self, place: usize) -> String {
        self.hall.attendees[place].value(Field::FirstName)
    }

    /// Holds a badge up until the window has read it as somebody's, and takes it away.
    pub(crate) fn scan(&mut self, place: usize) {
        let badge = self.badge(place);
        self.camera.show(&badge);
        let name = self.name(place);
        self.window.see(&name).unwrap();
        self.window.see("Saved").unwrap();
        self.camera.hide();
    }

    /// Takes a badge away and holds it up again until the window says this of it: only a badge that was
    /// out of sight for a while counts as shown again.
    pub(crate) fn show_again(&mut self, place: usize, text: &str) {
        let badge = self.badge(place);
        let shown = until(PATIENCE, || {
            self.camera.hide();
            if self.window.sees_within(OUT_OF_SIGHT, text)? {
                return Ok(Some(()));
            }
            self.camera.show(&badge);
            Ok(self.window.sees_within(OUT_OF_SIGHT, text)?.then_some(()))
        });
        shown.unwrap();
    }

    /// Every scan on the device. The window is closed for it: a device has one owner at a time.
    pub(crate) fn scans_on_the_device(&mut self) -> Vec<Value> {
        self.window.kill().unwrap();
        self.device.scans().unwrap()
    }

    /// The sponsor's leads, once what they are asked for is true of them.
    pub(crate) fn leads_when(&self, wanted: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let mut last = Vec::new();
        let found = until(PATIENCE, || {
            last = self.hall.leads(&self.token)?;
            Ok(wanted(&last).then(|| last.clone()))
        });
        found.unwrap_or_else(|error| panic!("{error:#}: {last:#?}"))
    }

    /// An attendee of the event.
    pub(crate) fn attendee(&self, place: usize) -> &Attendee {
        &self.hall.attendees[place]
    }
}
