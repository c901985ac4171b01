//! Sets up the demo's event: one backend, two sponsors with three booth devices, and the attendees with
//! their printed badges.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use demo::{Backend, Device, Print};
use reqwest::Method;
use serde_json::{Value, json};

use crate::ledger::Ledger;
use crate::people::Person;
use crate::terminal::{part, say};

/// The event's short name.
pub(crate) const EVENT: &str = "SAMPLE2027";
const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sample/registrations.csv");
const NOTICE: &str = "Sponsors get your first name, last name, e-mail address, job title, employer, state \
    or province and country only if you let them scan your badge. You can see who has them, take \
    fields back, withdraw, and report a scan that you did not allow.";
const QUESTIONS: &str = r#"[
  { "id": 1, "text": "When do you want to hear from us?", "kind": { "choice": ["This week", "This month", "Later"] } },
  { "id": 2, "text": "How keen are you?", "kind": { "scale": 5 } }
]"#;
/// A file that marks a folder as made by the demo. Only such a folder is removed.
const MARK: &str = ".lanyard-demo";

/// A sponsor at the event.
pub(crate) struct Sponsor {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its id.
    pub(crate) id: String,
    /// The token for the sponsor API.
    pub(crate) token: String,
    /// What attendees have granted to it, by the demo's own account.
    pub(crate) ledger: Ledger,
}

/// A booth device and its sponsor.
pub(crate) struct Booth {
    /// The device.
    pub(crate) device: Device,
    /// The name of the device.
    pub(crate) label: &'static str,
    /// The index of its sponsor in [`Day::sponsors`].
    pub(crate) sponsor: usize,
}

/// The state of the demo.
pub(crate) struct Day {
    /// The folder that all files are written to.
    pub(crate) out: PathBuf,
    /// The seed of the random numbers.
    pub(crate) seed: u64,
    /// The backend.
    pub(crate) backend: Backend,
    /// The two sponsors.
    pub(crate) sponsors: Vec<Sponsor>,
    /// The three devices.
    pub(crate) booths: Vec<Booth>,
    /// The attendees.
    pub(crate) people: Vec<Person>,
    /// The SVG files of the badges, by registration id.
    badges: BTreeMap<String, PathBuf>,
    /// The human codes of the badges, by registration id.
    human_codes: BTreeMap<String, String>,
}

impl Day {
    /// Creates the event, imports the registrations, prints the badges and enrols the devices.
    ///
    /// # Errors
    /// Fails if a program fails; the error contains its output.
    pub(crate) fn prepare(out: &Path, seed: u64) -> anyhow::Result<Self> {
        let out = clean(out)?;
        let mut backend = Backend::new(&out.join("backend"))?;
        part("The organiser sets up the event");
        make_event(&backend, &out)?;
        backend.start()?;
        say(&format!(
            "A backend runs at {}, with an empty database in one file.",
            backend.url()
        ));
        import(&backend, &out)?;
        let (badges, human_codes) = print_badges(&backend, &out)?;
        let sponsors = ["Example Robotics", "Orchard Databases"]
            .map(|name| add_sponsor(&backend, name))
            .into_iter()
            .collect::<Result<Vec<_>, _>>()?;
        part("The sponsors enrol their devices");
        let booths = [
            ("Front table", "Quinn", 0),
            ("Demo corner", "Oskari", 0),
            ("Tablet", "Wanjiru", 1),
        ]
        .map(|(label, operator, sponsor)| {
            enrol(&backend, &out, &sponsors, label, operator, sponsor)
        })
        .into_iter()
        .collect::<Result<Vec<_>, _>>()?;
        let people = Person::load_all(Path::new(SAMPLE))?;
        Ok(Self {
            out,
            seed,
            backend,
            sponsors,
            booths,
            people,
            badges,
            human_codes,
        })
    }

    /// Loads the printed badge of an attendee.
    ///
    /// # Errors
    /// Fails if the attendee has no badge.
    pub(crate) fn print(&self, person: &Person) -> anyhow::Result<Print> {
        let path = self
            .badges
            .get(&person.registration)
            .context("an attendee without a badge")?;
        Print::load(path)
    }

    /// The human code that is printed under the symbol of an attendee's badge.
    ///
    /// # Errors
    /// Fails if the attendee has no badge.
    pub(crate) fn human_code(&self, person: &Person) -> anyhow::Result<&str> {
        self.human_codes
            .get(&person.registration)
            .map(String::as_str)
            .context("an attendee without a badge")
    }

    /// Makes a token for the attendee API.
    ///
    /// # Errors
    /// Fails if the backend refuses.
    pub(crate) fn attendee_token(&self, person: &Person) -> anyhow::Result<String> {
        let answer =
            self.backend
                .run(&["attendee", "token", &person.registration, "--event", EVENT])?;
        Ok(answer["token"].as_str().context("no token")?.to_owned())
    }

    /// Fetches an attendee's own view.
    ///
    /// # Errors
    /// Fails if the backend refuses.
    pub(crate) fn own_view(&self, token: &str) -> anyhow::Result<Value> {
        self.backend.get("/api/v1/me", Some(token))?.json()
    }

    /// Posts a request to the attendee API.
    ///
    /// # Errors
    /// Fails if the backend refuses.
    pub(crate) fn act(&self, token: &str, path: &str, body: &Value) -> anyhow::Result<Value> {
        let answer = self
            .backend
            .call(Method::POST, path, Some(token), Some(body))?;
        ensure!(
            (200..300).contains(&answer.status),
            "{path}: {} {}",
            answer.status,
            answer.body
        );
        Ok(serde_json::from_str(&answer.body).unwrap_or(Value::Null))
    }

    /// Fetches every lead of a sponsor, page by page.
    ///
    /// # Errors
    /// Fails if the backend refuses.
    pub(crate) fn leads(&self, sponsor: &Sponsor) -> anyhow::Result<Vec<Value>> {
        let mut leads = Vec::new();
        let mut path = "/api/v1/leads?limit=50".to_owned();
        loop {
            let page = self.backend.get(&path, Some(&sponsor.token))?.json()?;
            leads.extend(
                page["leads"]
                    .as_array()
                    .context("a page without leads")?
                    .iter()
                    .cloned(),
            );
            if !page["more"].as_bool().unwrap_or(false) {
                return Ok(leads);
            }
            let next = page["next"].as_str().context("a page without a next one")?;
            path = format!("/api/v1/leads?limit=50&since={next}");
        }
    }

    /// Fetches a sponsor's leads as CSV.
    ///
    /// # Errors
    /// Fails if the backend refuses.
    pub(crate) fn export(&self, sponsor: &Sponsor) -> anyhow::Result<String> {
        let answer = self
            .backend
            .get("/api/v1/leads.csv", Some(&sponsor.token))?;
        ensure!(
            answer.status == 200,
            "the export was answered {}",
            answer.status
        );
        Ok(answer.body)
    }
}

/// Makes an empty folder. An existing folder is removed only if an earlier demo made it.
fn clean(out: &Path) -> anyhow::Result<PathBuf> {
    if out.exists() {
        ensure!(
            out.join(MARK).exists() || fs::read_dir(out)?.next().is_none(),
            "{} is not a folder of an earlier demo: choose another one with --out",
            out.display()
        );
        fs::remove_dir_all(out).with_context(|| out.display().to_string())?;
    }
    fs::create_dir_all(out).with_context(|| out.display().to_string())?;
    fs::write(out.join(MARK), "The demo may remove this folder.\n")?;
    Ok(out.canonicalize()?)
}

fn make_event(backend: &Backend, out: &Path) -> anyhow::Result<()> {
    let notice = out.join("notice.txt");
    fs::write(&notice, NOTICE)?;
    let questions = out.join("questions.json");
    fs::write(&questions, QUESTIONS)?;
    let (notice, questions) = (
        notice.display().to_string(),
        questions.display().to_string(),
    );
    backend.run(&[
        "event",
        "create",
        EVENT,
        "--name",
        "Sample Conference 2027",
        "--notice",
        &notice,
        "--questions",
        &questions,
        "--foreign-codes",
        "--ends",
        "2035-12-31",
    ])?;
    say("Sample Conference 2027 takes consent by handover: showing the badge is the consent.");
    Ok(())
}

fn import(backend: &Backend, out: &Path) -> anyhow::Result<()> {
    let copy = out.join("registrations.csv");
    fs::copy(SAMPLE, &copy).context("the sample registrations")?;
    let report = backend.run(&["import", &copy.display().to_string(), "--event", EVENT])?;
    let dropped: Vec<&str> = report["dropped"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    say(&format!("{} registrations imported.", report["added"]));
    say(&format!(
        "Dropped, and stored nowhere: {}.",
        dropped.join(", ")
    ));
    Ok(())
}

type Badges = (BTreeMap<String, PathBuf>, BTreeMap<String, String>);

fn print_badges(backend: &Backend, out: &Path) -> anyhow::Result<Badges> {
    let folder = out.join("badges");
    let pdf = out.join("badges.pdf");
    let printed = backend.run_shown(&[
        "badges",
        "print",
        "--event",
        EVENT,
        "--pdf",
        &pdf.display().to_string(),
        "--svg-dir",
        &folder.display().to_string(),
    ])?;
    let (mut badges, mut human_codes) = (BTreeMap::new(), BTreeMap::new());
    for badge in printed["badges"].as_array().into_iter().flatten() {
        let registration = badge["registration_id"]
            .as_str()
            .context("a badge without a registration id")?;
        let svg = badge["svg"].as_str().context("a badge without a drawing")?;
        let human_code = badge["human_code"]
            .as_str()
            .context("a badge without a code")?;
        badges.insert(registration.to_owned(), PathBuf::from(svg));
        human_codes.insert(registration.to_owned(), human_code.to_owned());
    }
    say(&format!(
        "{} badges printed: {} for the printer, {} one by one.",
        badges.len(),
        pdf.display(),
        folder.display()
    ));
    Ok((badges, human_codes))
}

fn add_sponsor(backend: &Backend, name: &'static str) -> anyhow::Result<Sponsor> {
    let added = backend.run(&["sponsor", "add", name, "--event", EVENT])?;
    let token = backend.run(&["sponsor", "token", name, "--event", EVENT])?;
    Ok(Sponsor {
        name,
        id: added["sponsor"]
            .as_str()
            .context("a sponsor without an id")?
            .to_owned(),
        token: token["token"].as_str().context("no token")?.to_owned(),
        ledger: Ledger::default(),
    })
}

fn enrol(
    backend: &Backend,
    out: &Path,
    sponsors: &[Sponsor],
    label: &'static str,
    operator: &str,
    sponsor: usize,
) -> anyhow::Result<Booth> {
    let name = sponsors[sponsor].name;
    let code = backend.run(&[
        "device",
        "code",
        "--sponsor",
        name,
        "--label",
        label,
        "--event",
        EVENT,
    ])?;
    let home = out
        .join("devices")
        .join(label.to_lowercase().replace(' ', "-"));
    let device = Device::new(&home, operator)?;
    device.enrol(code["code"].as_str().context("no code")?, label)?;
    say(&format!(
        "{label}, held by {operator}, now scans for {name}."
    ));
    Ok(Booth {
        device,
        label,
        sponsor,
    })
}

/// A list of fields as the body of an API request.
pub(crate) fn fields(names: &[&str]) -> Value {
    json!({ "fields": names })
}
