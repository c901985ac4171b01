//! An event with sponsors, enrolled devices and attendees, in a database of their own.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body as HttpBody;
use axum::http::{Method, Request, StatusCode, header};
use axum::response::Response;
use backend::audit::Actor;
use backend::clock::Clock;
use backend::devices::{self, enrolment};
use backend::event::{self, Event, NewEvent};
use backend::ingest::Ingest;
use backend::keys::token::TokenHash;
use backend::mail::{MailSettings, Transport};
use backend::people::members::{self, Member};
use backend::people::sponsors;
use backend::privacy::attendees;
use backend::privacy::reports::{self, NewDecision, ReportError};
use backend::registration::badges::{self, BadgeSelection};
use backend::registration::import::{ImportReport, Options, import};
use backend::{Backend, Config};
use backend_model::StaffRole;
use protocol::{
    AttendeeId, BadgeId, Body, BootId, ConsentGiven, ConsentMode, DeviceId, Enrolment,
    EnrolmentRequest, EventSlug, FieldSet, Message, Narrow, Nonce, Note, Outcome, ReadMethod,
    Record, RecordHash, ReportId, Scan, ScanId, ScannedCode, SecretBytes, SigningKey, SponsorId,
    SyncReply, SyncRequest, UnixMillis, Unverified, Void,
};
use serde_json::Value;
use tower::ServiceExt;
use web::{App, RateLimit, router};

use crate::TestDatabase;

/// 2027-01-15T08:00:00Z.
pub const START: UnixMillis = UnixMillis(1_800_000_000_000);

pub struct World {
    pub backend: Backend,
    pub clock: Clock,
    pub event: EventSlug,
    pub token_rate: RateLimit<TokenHash>,
    pub mails: Option<tempfile::TempDir>,
    ingest: Ingest,
    router: Router,
    pub database: TestDatabase,
}

pub struct Sponsor {
    pub id: SponsorId,
    pub token: String,
}

pub struct Attendee {
    pub id: AttendeeId,
    pub token: String,
    pub badge: BadgeId,
}

/// An enrolled device, which keeps its chain.
pub struct Device {
    enrolment: Enrolment,
    key: SigningKey,
    seq: u64,
    prev: RecordHash,
    label: String,
}

/// What an HTTP request got.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub media_type: String,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        assert!(self.status.is_success(), "{} {}", self.status, self.body);
        serde_json::from_str(&self.body).unwrap()
    }

    pub fn code(&self) -> String {
        assert_eq!(self.media_type, "application/problem+json", "{}", self.body);
        let problem: Value = serde_json::from_str(&self.body).unwrap();
        problem["code"].as_str().unwrap().to_owned()
    }
}

impl World {
    pub async fn new() -> Self {
        Self::on(TestDatabase::new().await).await
    }

    /// A world whose mails land in a folder; [`World::mails`] reads them.
    pub async fn with_mail() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::sending(TestDatabase::new().await, Some(folder), Config::PUBLIC_URL).await
    }

    /// A world whose backend is reached at another address.
    pub async fn at(public_url: &str) -> Self {
        Self::sending(TestDatabase::new().await, None, public_url).await
    }

    /// A world in a database without rows.
    pub async fn on(database: TestDatabase) -> Self {
        Self::sending(database, None, Config::PUBLIC_URL).await
    }

    async fn sending(
        database: TestDatabase,
        mails: Option<tempfile::TempDir>,
        public_url: &str,
    ) -> Self {
        let config = Config {
            public_url: public_url.into(),
            ..database.config()
        };
        let clock = Clock::fixed(START);
        let backend = Backend::open(config, database.master_key(), clock.clone())
            .await
            .unwrap();
        let event: EventSlug = "PYCON2027".parse().unwrap();
        let new = NewEvent {
            slug: event.clone(),
            name: "PyCon 2027".into(),
            consent_mode: ConsentMode::Handover,
            allowed_fields: FieldSet::ALL,
            foreign_codes: true,
            notice: "We share what you let us share.".into(),
            questions: serde_json::from_str(
                r#"[{"id": 1, "text": "Team size", "kind": {"choice": ["one", "many"]}}]"#,
            )
            .unwrap(),
            ends: UnixMillis(START.0 + 10 * backend::clock::DAY),
            retention_days: 30,
        };
        let mut tx = backend.db().write().await.unwrap();
        event::create(&backend, &mut tx, &new).await.unwrap();
        tx.commit().await.unwrap();
        Self::around(database, mails, clock, event, backend)
    }

    /// A backend on a database that is there.
    pub async fn reopened(database: TestDatabase, clock: Clock, event: EventSlug) -> Self {
        let backend = database.backend(clock.clone()).await;
        Self::around(database, None, clock, event, backend)
    }

    /// Ends the backend and leaves what it has stored.
    pub fn into_database(self) -> TestDatabase {
        self.database
    }

    fn around(
        database: TestDatabase,
        mails: Option<tempfile::TempDir>,
        clock: Clock,
        event: EventSlug,
        backend: Backend,
    ) -> Self {
        let transport = mails.as_ref().map(|folder| {
            Transport::new(&MailSettings {
                url: format!("folder:{}", folder.path().display()),
                from: "Lanyard <lanyard@example.org>".into(),
            })
            .unwrap()
        });
        let app = App::with_mail(backend.clone(), transport);
        Self {
            database,
            mails,
            clock,
            event,
            token_rate: app.token_rate.clone(),
            ingest: app.ingest.clone(),
            router: router(app),
            backend,
        }
    }

    pub fn advance(&self, millis: i64) {
        self.clock.set(self.clock.now().plus_millis(millis));
    }

    pub async fn load_event(&self) -> Event {
        let mut tx = self.backend.db().read().await.unwrap();
        Event::load(&self.backend, &mut tx, &self.event)
            .await
            .unwrap()
    }

    pub async fn import(&self, csv: &[u8]) -> ImportReport {
        self.import_with(csv, &Options::default()).await
    }

    pub async fn import_with(&self, csv: &[u8], options: &Options) -> ImportReport {
        let event = self.load_event().await;
        import(&self.backend, &event, csv.to_vec(), options, |_| {})
            .await
            .unwrap()
    }

    pub async fn sponsor(&self, name: &str) -> Sponsor {
        let mut tx = self.backend.db().write().await.unwrap();
        let id = sponsors::add(&self.backend, &mut tx, &self.event, name)
            .await
            .unwrap();
        let token = sponsors::new_token(&self.backend, &mut tx, &self.event, id, "api")
            .await
            .unwrap()
            .expose();
        tx.commit().await.unwrap();
        Sponsor { id, token }
    }

    pub async fn device(&self, sponsor: &Sponsor, label: &str) -> Device {
        let mut tx = self.backend.db().write().await.unwrap();
        let (code, _) = devices::new_code(
            &self.backend,
            &mut tx,
            &self.event,
            sponsor.id,
            label,
            devices::CODE_LIFETIME,
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let key = SigningKey::from_seed(SecretBytes::new(random())).unwrap();
        let request = EnrolmentRequest {
            secret: code.secret,
            device_key: key.verifying_key(),
            label: label.into(),
            nonce: Nonce::from_bytes(random()),
            time: self.clock.now(),
        };
        let request = request.sign(&key).unwrap();
        let bytes = enrolment::enrol(&self.backend, request.as_bytes())
            .await
            .unwrap();
        let enrolment = Unverified::<Enrolment>::parse(&bytes)
            .unwrap()
            .verify(&self.backend.signing_key().verifying_key())
            .unwrap()
            .into_message();
        Device {
            prev: RecordHash::of(&bytes),
            enrolment,
            key,
            seq: 0,
            label: label.into(),
        }
    }

    /// Prints the badge of an imported attendee, and gives what the attendee has then.
    pub async fn attendee(&self, registration_id: &str) -> Attendee {
        let event = self.load_event().await;
        let mut tx = self.backend.db().write().await.unwrap();
        let id = attendees::find(&mut tx, &self.event, registration_id)
            .await
            .unwrap();
        let whose = BadgeSelection::Registrations(vec![registration_id.to_owned()]);
        let printed = badges::prepare(&mut tx, &event, &whose).await.unwrap();
        badges::register(
            &mut tx,
            &event,
            &printed,
            Actor::Organiser,
            self.clock.now(),
        )
        .await
        .unwrap();
        let token = attendees::new_token(&mut tx, &self.event, &id, self.clock.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        Attendee {
            id,
            token: token.expose(),
            badge: printed[0].code.id(),
        }
    }

    /// Lets a device state something; the backend has it when this returns.
    pub async fn state(&self, device: &mut Device, body: Body) -> Outcome {
        let request = self.signed(device, body);
        let reply = self.ingest.sync(&request).await.unwrap();
        let reply = Unverified::<SyncReply>::parse(&reply)
            .unwrap()
            .verify(&self.backend.signing_key().verifying_key())
            .unwrap();
        reply.outcomes[0].outcome
    }

    /// The bytes of a sync in which a device states something.
    pub fn signed(&self, device: &mut Device, body: Body) -> Vec<u8> {
        device.seq += 1;
        let record = Record {
            version: Record::VERSION,
            event: self.event.clone(),
            sponsor: device.enrolment.sponsor,
            device: device.enrolment.device,
            seq: device.seq,
            prev: device.prev,
            wall: self.clock.now(),
            monotonic: device.seq,
            boot: BootId::from_random([1; 16]),
            body,
        };
        let record = record.sign(&device.key).unwrap();
        device.prev = record.hash();
        let request = SyncRequest {
            version: SyncRequest::VERSION,
            device: device.enrolment.device,
            audience: self.backend.key_id(),
            nonce: Nonce::from_bytes(random()),
            time: self.clock.now(),
            first_seq: device.seq,
            records: vec![record.as_bytes().to_vec().into()],
            changes_seen: 0,
            pending: 1,
        };
        request.sign(&device.key).unwrap().into_bytes()
    }

    pub async fn scan(
        &self,
        device: &mut Device,
        attendee: &Attendee,
        fields: FieldSet,
        operator: &str,
    ) -> ScanId {
        let scan = ScanId::from_random(random());
        let body = Body::Scan(Scan {
            scan,
            code: ScannedCode::Badge(attendee.badge),
            method: ReadMethod::Camera,
            notice: device.enrolment.notice.version,
            fields,
            given: ConsentGiven::Handover,
            operator: operator.into(),
        });
        assert_eq!(self.state(device, body).await, Outcome::Accepted);
        scan
    }

    pub async fn note(&self, device: &mut Device, note: Note) {
        let outcome = self.state(device, Body::Note(note)).await;
        assert_eq!(outcome, Outcome::Accepted);
    }

    pub async fn narrow(&self, device: &mut Device, scan: ScanId, removed: FieldSet) {
        let body = Body::Narrow(Narrow {
            scan,
            removed,
            operator: String::new(),
        });
        assert_eq!(self.state(device, body).await, Outcome::Accepted);
    }

    pub async fn void(&self, device: &mut Device, scan: ScanId) {
        let body = Body::Void(Void {
            scan,
            reason: String::new(),
            operator: String::new(),
        });
        assert_eq!(self.state(device, body).await, Outcome::Accepted);
    }

    pub async fn get(&self, path: &str, token: &str) -> Answer {
        self.ask(Method::GET, path, token, None).await
    }

    pub async fn post(&self, path: &str, token: &str, body: Option<Value>) -> Answer {
        self.ask(Method::POST, path, token, body).await
    }

    pub async fn put(&self, path: &str, token: &str, body: Value) -> Answer {
        self.ask(Method::PUT, path, token, Some(body)).await
    }

    pub async fn ask(
        &self,
        method: Method,
        path: &str,
        token: &str,
        body: Option<Value>,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {token}"));
        let body = match body {
            Some(body) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                HttpBody::from(body.to_string())
            }
            None => HttpBody::empty(),
        };
        let request = request.body(body).unwrap();
        let response = self.send(request).await;
        let status = response.status();
        let media_type = response
            .headers()
            .get(header::CONTENT_TYPE)
            .map_or("", |value| value.to_str().unwrap())
            .to_owned();
        let body = axum::body::to_bytes(response.into_body(), 64 << 20)
            .await
            .unwrap();
        Answer {
            status,
            media_type,
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }

    pub async fn send(&self, request: Request<HttpBody>) -> Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// All leads of a sponsor, page by page.
    pub async fn leads(&self, sponsor: &Sponsor) -> Vec<Value> {
        let (leads, _) = self.leads_after(sponsor, "0").await;
        leads
    }

    pub async fn leads_after(&self, sponsor: &Sponsor, cursor: &str) -> (Vec<Value>, String) {
        let mut cursor = cursor.to_owned();
        let mut leads = Vec::new();
        loop {
            let path = format!("/api/v1/leads?since={cursor}&limit=2");
            let page = self.get(&path, &sponsor.token).await.json();
            leads.extend(page["leads"].as_array().unwrap().iter().cloned());
            cursor = page["next"].as_str().unwrap().to_owned();
            if page["more"] == false {
                return (leads, cursor);
            }
        }
    }

    /// The rows of the CSV export, by their headings.
    pub async fn csv(&self, sponsor: &Sponsor) -> Vec<BTreeMap<String, String>> {
        let answer = self.get("/api/v1/leads.csv", &sponsor.token).await;
        assert_eq!(answer.status, StatusCode::OK);
        let text = answer.body.strip_prefix('\u{feff}').unwrap();
        csv::Reader::from_reader(text.as_bytes())
            .deserialize()
            .map(Result::unwrap)
            .collect()
    }

    /// The organiser decides a report at the command line.
    pub async fn decide(
        &self,
        report: &ReportId,
        uphold: bool,
        reason: &str,
    ) -> Result<(), ReportError> {
        let decision = NewDecision {
            report,
            uphold,
            reason,
            by: Actor::Organiser,
            role: StaffRole::Organiser,
        };
        let mut tx = self.backend.db().write().await.unwrap();
        reports::decide(&mut tx, &self.event, &decision, self.clock.now()).await?;
        tx.commit().await.unwrap();
        Ok(())
    }

    /// All that the database holds.
    pub async fn disk(&self) -> Vec<u8> {
        self.database.contents().await
    }
}

impl World {
    pub async fn team(&self, sponsor: &Sponsor) -> Vec<Member> {
        let mut tx = self.backend.db().read().await.unwrap();
        members::of_sponsor(&self.event, &sponsor.id)
            .list(&mut tx)
            .await
            .unwrap()
    }

    /// Registers so many attendees beside those that are there, and has one device of the sponsor scan
    /// everybody, a second apart. The scans are written as ingest would write them.
    pub async fn many_leads(&self, sponsor: &Sponsor, count: usize) {
        let rows: Vec<_> = (0..count).map(|n| row_of(&format!("M{n}"), 1)).collect();
        self.import(&csv_of(&HEADINGS, &rows)).await;
        let device = self.device(sponsor, "Many").await;
        let mut tx = self.backend.db().write().await.unwrap();
        for (number, seq) in (0..count).zip(1_i64..) {
            let attendee = attendees::find(&mut tx, &self.event, &format!("M{number}"))
                .await
                .unwrap();
            tx.execute(
                "INSERT INTO scan (event, sponsor, scan, device, seq, attendee, method, given, notice,
                    fields, operator, wall, received)
                 VALUES ($1, $2, $3, $4, $5, $6, 'camera', 'handover', 1, 127, 'Ana', $7, $8)",
                &[
                    (&self.event).into(),
                    (&sponsor.id).into(),
                    (&ScanId::from_random(random())).into(),
                    (&device.id()).into(),
                    seq.into(),
                    (&attendee).into(),
                    START.plus_millis(seq * 1000).into(),
                    START.plus_millis(seq * 1000).into(),
                ],
            )
            .await
            .unwrap();
        }
        tx.commit().await.unwrap();
    }
}

impl Device {
    pub fn id(&self) -> DeviceId {
        self.enrolment.device
    }

    pub fn label(&self) -> &str {
        &self.label
    }
}

pub fn random<const N: usize>() -> [u8; N] {
    backend::keys::random::random()
}

pub fn holds(hay: &[u8], needle: &str) -> bool {
    hay.windows(needle.len())
        .any(|bytes| bytes == needle.as_bytes())
}

/// A file of registrations: the headings, and a row for each.
pub fn csv_of(headings: &[&str], rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(headings).unwrap();
    for row in rows {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}

pub const HEADINGS: [&str; 8] = [
    "registration_id",
    "first_name",
    "last_name",
    "email",
    "job_title",
    "employer",
    "region",
    "country",
];

/// An attendee's row: every value is of this attendee and this field alone.
pub fn row_of(registration_id: &str, version: u32) -> Vec<String> {
    HEADINGS
        .iter()
        .map(|heading| match *heading {
            "registration_id" => registration_id.to_owned(),
            "email" => format!(
                "{}@example.org",
                value_of(registration_id, heading, version)
            ),
            heading => value_of(registration_id, heading, version),
        })
        .collect()
}

pub fn value_of(registration_id: &str, field: &str, version: u32) -> String {
    format!("q{registration_id}v{version}{field}q").replace(['-', '_'], "x")
}
