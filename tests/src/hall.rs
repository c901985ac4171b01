//! A small event that runs the real programs: a backend, sponsors, attendees with badges, and devices.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use demo::{Backend, Device};
use protocol::{BadgeId, Field, HumanCode};
use scene::{Artwork, Camera, Clip, Difficulty, clip};
use serde_json::Value;

/// The event's short name.
pub const EVENT: &str = "HALL2027";

/// An event. Its folder is removed when it is dropped.
pub struct Hall {
    /// The running backend.
    pub backend: Backend,
    /// The attendees, in the order of their registration ids.
    pub attendees: Vec<Attendee>,
    folder: tempfile::TempDir,
}

/// An attendee as the organiser knows them. All are invented, and each value is unique.
#[derive(Debug, Clone)]
pub struct Attendee {
    /// The registration id.
    pub registration: String,
    /// The badge's id.
    pub badge: BadgeId,
    /// The human code under the symbol.
    pub human_code: HumanCode,
    drawing: PathBuf,
    number: usize,
}

impl Attendee {
    /// Returns the value of a field.
    #[must_use]
    pub fn value(&self, field: Field) -> String {
        let number = self.number;
        match field {
            Field::FirstName => format!("Firstname{number:04}"),
            Field::LastName => format!("Lastname{number:04}"),
            Field::Email => format!("person{number:04}@example.org"),
            Field::JobTitle => format!("Jobtitle{number:04}"),
            Field::Employer => format!("Employer{number:04}"),
            Field::Region => format!("Region{number:04}"),
            Field::Country => format!("Country{number:04}"),
        }
    }

    /// Returns the file with the badge's drawing.
    #[must_use]
    pub fn drawing(&self) -> &Path {
        &self.drawing
    }

    /// Returns the values that a sponsor must never receive.
    #[must_use]
    pub fn phone(&self) -> String {
        format!("+1-555-77{:04}", self.number)
    }
}

impl Hall {
    /// Makes an event with this number of attendees, and starts its backend.
    pub fn open(attendees: usize) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut backend = Backend::new(&folder.path().join("backend"))?;
        backend.run(&[
            "event",
            "create",
            EVENT,
            "--name",
            "Hall 2027",
            "--foreign-codes",
            "--ends",
            "2035-12-31",
        ])?;
        let file = folder.path().join("registrations.csv");
        std::fs::write(&file, registrations(attendees))?;
        backend.run(&["import", &file.display().to_string()])?;
        let svgs = folder.path().join("badges");
        let printed =
            backend.run(&["badges", "print", "--svg-dir", &svgs.display().to_string()])?;
        let mut attendees: Vec<Attendee> = printed["badges"]
            .as_array()
            .context("no badges")?
            .iter()
            .map(attendee)
            .collect::<anyhow::Result<_>>()?;
        attendees.sort_by_key(|attendee| attendee.number);
        backend.start()?;
        Ok(Self {
            backend,
            attendees,
            folder,
        })
    }

    /// Returns the event's folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Returns the badges of all attendees.
    pub fn badges(&self) -> impl Iterator<Item = BadgeId> + Clone {
        self.attendees.iter().map(|attendee| attendee.badge)
    }

    /// Adds a sponsor, and returns its token.
    pub fn sponsor(&self, name: &str) -> anyhow::Result<String> {
        self.backend.run(&["sponsor", "add", name])?;
        let token = self.backend.run(&["sponsor", "token", name])?;
        Ok(token["token"].as_str().context("no token")?.to_owned())
    }

    /// Returns a one-time code for a device of a sponsor.
    pub fn enrolment_code(&self, sponsor: &str) -> anyhow::Result<String> {
        let code =
            self.backend
                .run(&["device", "code", "--sponsor", sponsor, "--label", "Tablet"])?;
        Ok(code["code"].as_str().context("no code")?.to_owned())
    }

    /// Makes a device without an enrolment, in a folder with this name.
    pub fn bare_device(&self, name: &str, operator: &str) -> anyhow::Result<Device> {
        Device::new(&self.device_folder(name), operator)
    }

    /// Returns a device's folder.
    #[must_use]
    pub fn device_folder(&self, name: &str) -> PathBuf {
        self.folder.path().join("devices").join(name)
    }

    /// Makes a device that is enrolled for a sponsor.
    pub fn device(&self, name: &str, operator: &str, sponsor: &str) -> anyhow::Result<Device> {
        let device = self.bare_device(name, operator)?;
        device.enrol(&self.enrolment_code(sponsor)?, name)?;
        Ok(device)
    }

    /// Returns a webcam video of a hand that presents an attendee's badge.
    pub fn printed(&self, attendee: &Attendee) -> anyhow::Result<Clip> {
        self.printed_in(attendee, 18)
    }

    /// Returns the video of [`printed`](Self::printed) with this number of frames, because drawing takes long.
    pub fn printed_in(&self, attendee: &Attendee, frames: u32) -> anyhow::Result<Clip> {
        let drawing = std::fs::read_to_string(&attendee.drawing)?;
        // The drawing has outlines instead of letters, so it needs no fonts.
        let artwork = Artwork::from_svg(&drawing, 10.0, &Arc::default())?;
        let seed = attendee.number as u64;
        Ok(clip(
            artwork,
            Camera::default(),
            Difficulty::Easy,
            seed,
            frames,
            15.0,
        )?)
    }

    /// Returns all leads of the token's sponsor.
    pub fn leads(&self, token: &str) -> anyhow::Result<Vec<Value>> {
        let mut leads = Vec::new();
        let mut path = "/api/v1/leads".to_owned();
        loop {
            let page = self.backend.get(&path, Some(token))?.json()?;
            leads.extend(
                page["leads"]
                    .as_array()
                    .context("no leads")?
                    .iter()
                    .cloned(),
            );
            if !page["more"].as_bool().unwrap_or_default() {
                return Ok(leads);
            }
            let next = page["next"].as_str().context("a page without a next one")?;
            path = format!("/api/v1/leads?since={next}");
        }
    }

    /// Returns the organiser's list of devices.
    pub fn devices(&self) -> anyhow::Result<Vec<Value>> {
        let devices = self.backend.run(&["device", "list"])?;
        Ok(devices.as_array().context("no devices")?.clone())
    }

    /// Returns a token of an attendee.
    pub fn attendee_token(&self, attendee: &Attendee) -> anyhow::Result<String> {
        let answer = self
            .backend
            .run(&["attendee", "token", &attendee.registration])?;
        Ok(answer["token"].as_str().context("no token")?.to_owned())
    }
}

/// Sums a number over the organiser's list of devices.
#[must_use]
pub fn sum_of(devices: &[Value], what: &str) -> u64 {
    devices
        .iter()
        .filter_map(|device| device[what].as_u64())
        .sum()
}

fn attendee(badge: &Value) -> anyhow::Result<Attendee> {
    let registration = badge["registration_id"]
        .as_str()
        .context("a badge without an attendee")?;
    Ok(Attendee {
        registration: registration.to_owned(),
        badge: badge["badge"].as_str().context("no badge id")?.parse()?,
        human_code: badge["human_code"]
            .as_str()
            .context("no human code")?
            .parse()?,
        drawing: badge["svg"].as_str().context("no drawing")?.into(),
        number: registration.trim_start_matches('R').parse()?,
    })
}

/// Returns a file with this number of invented registrations.
#[must_use]
pub fn registrations(attendees: usize) -> String {
    let mut csv = String::from(
        "registration_id,first_name,last_name,email,job_title,employer,state,country,access_code,\
         validator,phone\n",
    );
    for number in 1..=attendees {
        let person = Attendee {
            registration: format!("R{number}"),
            badge: BadgeId::from_bytes([0; 10]),
            human_code: BadgeId::from_bytes([0; 10]).human_code(),
            drawing: PathBuf::new(),
            number,
        };
        let fields: Vec<String> = Field::ALL
            .iter()
            .map(|field| person.value(*field))
            .collect();
        writeln!(
            csv,
            "{},{},ACCESS{number:04},VALID{number:04},{}",
            person.registration,
            fields.join(","),
            person.phone()
        )
        .expect("writing to memory does not fail");
    }
    csv
}
