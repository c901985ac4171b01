//! A backend in a database of its own with a clock that stands, and devices that keep their chains.

use axum::Router;
use axum::body::{Body as HttpBody, Bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use backend::clock::{Clock, DAY};
use backend::devices::{self, enrolment};
use backend::event::{self, NewEvent};
use backend::ingest::{Ingest, IngestError};
use backend::keys::random::random;
use backend::people::sponsors;
use backend::{Backend, Config};
use protocol::{
    BadgeId, Body, BootId, Changes, ConsentGiven, ConsentMode, Enrolment, EnrolmentCode,
    EnrolmentRequest, EventSlug, FieldSet, HumanCode, KeyId, Message, Narrow, Nonce, Note,
    NoticeVersion, Outcome, ReadMethod, Reason, Record, RecordHash, Scan, ScanId, ScannedCode,
    SecretBytes, SeqRange, SigningKey, SponsorId, SyncReply, SyncRequest, UnixMillis, Unverified,
    Void,
};
use tower::ServiceExt;
use web::{App, router};

use crate::TestDatabase;

/// 2027-01-15T08:00:00Z.
pub const START: UnixMillis = UnixMillis(1_800_000_000_000);

pub struct World {
    pub backend: Backend,
    pub clock: Clock,
    pub event: EventSlug,
    pub ingest: Ingest,
    pub router: Router,
    pub database: TestDatabase,
}

/// A booth device. Its clone is a clone of the tablet.
pub struct Device {
    pub enrolment: Enrolment,
    pub key: SigningKey,
    /// The chain so far, seq 1 first.
    pub chain: Vec<Vec<u8>>,
    /// How far its wall clock is ahead, in milliseconds.
    pub ahead: i64,
    enrolment_hash: RecordHash,
}

impl Clone for Device {
    fn clone(&self) -> Self {
        Self {
            enrolment: self.enrolment.clone(),
            key: SigningKey::from_seed(self.key.seed().clone()).unwrap(),
            chain: self.chain.clone(),
            ahead: self.ahead,
            enrolment_hash: self.enrolment_hash,
        }
    }
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    /// The code of a problem document.
    pub fn code(&self) -> String {
        assert_eq!(
            self.headers[header::CONTENT_TYPE],
            "application/problem+json",
            "{}",
            self.status
        );
        let problem: serde_json::Value = serde_json::from_slice(&self.body).unwrap();
        assert_eq!(problem["status"], self.status.as_u16());
        problem["code"].as_str().unwrap().to_owned()
    }
}

pub fn new_event(slug: &str) -> NewEvent {
    NewEvent {
        slug: slug.parse().unwrap(),
        name: format!("The event {slug}"),
        consent_mode: ConsentMode::Handover,
        allowed_fields: FieldSet::ALL,
        foreign_codes: false,
        notice: "We share what you let us share.".into(),
        questions: vec![],
        ends: START.plus_millis(3 * DAY),
        retention_days: 30,
    }
}

impl World {
    pub async fn new() -> Self {
        Self::with(new_event("PYCON2027")).await
    }

    pub async fn with(new: NewEvent) -> Self {
        let database = TestDatabase::new().await;
        let clock = Clock::fixed(START);
        let backend = open(&database, &clock).await;
        let mut tx = backend.db().write().await.unwrap();
        event::create(&backend, &mut tx, &new).await.unwrap();
        sponsors::add(&backend, &mut tx, &new.slug, "Example Corp")
            .await
            .unwrap();
        tx.commit().await.unwrap();
        Self::around(database, clock, backend, new.slug)
    }

    fn around(database: TestDatabase, clock: Clock, backend: Backend, event: EventSlug) -> Self {
        let app = App::new(backend.clone());
        Self {
            database,
            clock,
            backend,
            event,
            ingest: app.ingest.clone(),
            router: router(app),
        }
    }

    /// A backend on a database that is there.
    pub async fn reopened(database: TestDatabase, clock: Clock, event: EventSlug) -> Self {
        let backend = open(&database, &clock).await;
        Self::around(database, clock, backend, event)
    }

    /// Ends the backend and starts another on the same database.
    pub async fn restart(self) -> Self {
        let Self {
            database,
            clock,
            event,
            backend,
            ingest,
            router,
        } = self;
        drop((backend, ingest, router));
        Self::reopened(database, clock, event).await
    }

    pub fn advance(&self, millis: i64) {
        self.clock.set(self.clock.now().plus_millis(millis));
    }

    pub async fn code_for(&self, event: &EventSlug, sponsor: &str) -> EnrolmentCode {
        let mut tx = self.backend.db().write().await.unwrap();
        let sponsor = sponsors::named(&mut tx, event, sponsor).await.unwrap().id;
        let (code, _) = devices::new_code(
            &self.backend,
            &mut tx,
            event,
            sponsor,
            "Tablet",
            devices::CODE_LIFETIME,
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        code
    }

    pub async fn device(&self) -> Device {
        let code = self.code_for(&self.event, "Example Corp").await;
        self.enrolled_with(&code).await
    }

    /// A device of another sponsor.
    pub async fn device_of(&self, sponsor: &str) -> Device {
        let mut tx = self.backend.db().write().await.unwrap();
        sponsors::add(&self.backend, &mut tx, &self.event, sponsor)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let code = self.code_for(&self.event, sponsor).await;
        self.enrolled_with(&code).await
    }

    /// What an empty request with this cursor is told.
    pub async fn ask_changes(&self, device: &Device, seen: u64) -> Changes {
        let request = SyncRequest {
            version: SyncRequest::VERSION,
            device: device.enrolment.device,
            audience: self.backend.key_id(),
            nonce: Nonce::from_bytes(random()),
            time: self.clock.now(),
            first_seq: 1,
            records: vec![],
            changes_seen: seen,
            pending: 0,
        };
        let request = request.sign(&device.key).unwrap();
        self.sync(request.as_bytes()).await.unwrap().changes
    }

    pub async fn enrolled_with(&self, code: &EnrolmentCode) -> Device {
        let key = SigningKey::from_seed(SecretBytes::new(random())).unwrap();
        let request = enrolment_request(code, &key, [1; 16]);
        let bytes = enrolment::enrol(&self.backend, &request).await.unwrap();
        let enrolment = self.read_enrolment(&bytes);
        Device {
            enrolment,
            key,
            chain: vec![],
            ahead: 0,
            enrolment_hash: RecordHash::of(&bytes),
        }
    }

    pub fn read_enrolment(&self, bytes: &[u8]) -> Enrolment {
        Unverified::<Enrolment>::parse(bytes)
            .unwrap()
            .verify(&self.backend.signing_key().verifying_key())
            .unwrap()
            .into_message()
    }

    /// Registers an attendee with a badge, as an import and a print would.
    pub async fn badge(&self) -> BadgeId {
        let badge = BadgeId::from_bytes(random());
        self.register(badge).await;
        badge
    }

    pub async fn register(&self, badge: BadgeId) {
        let mut tx = self.backend.db().write().await.unwrap();
        let attendee = protocol::AttendeeId::from_random(random());
        tx.execute(
            "INSERT INTO attendee (event, attendee, registration_id, first_name, last_name, email,
                job_title, employer, region, country, imported)
             VALUES ($1, $2, $3, 'Ada', 'Lovelace', 'ada@example.org', '', '', '', '', 0)",
            &[
                (&self.event).into(),
                (&attendee).into(),
                (&badge.to_string()).into(),
            ],
        )
        .await
        .unwrap();
        tx.execute(
            "INSERT INTO badge (event, badge, human_code, attendee, minted)
             VALUES ($1, $2, $3, $4, 0)",
            &[
                (&self.event).into(),
                (&badge).into(),
                badge.human_code().as_str().into(),
                (&attendee).into(),
            ],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn revoke_badge(&self, badge: BadgeId) {
        let mut tx = self.backend.db().write().await.unwrap();
        let change = event::next_change(&mut tx, &self.event, self.clock.now())
            .await
            .unwrap();
        tx.execute(
            "UPDATE badge SET revoked = $1, revoked_change = $2 WHERE event = $3 AND badge = $4",
            &[
                self.clock.now().into(),
                change.into(),
                (&self.event).into(),
                (&badge).into(),
            ],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn revoke_device(&self, device: &Device) {
        let mut tx = self.backend.db().write().await.unwrap();
        devices::revoke(&self.backend, &mut tx, &self.event, device.enrolment.device)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn seen(&self, device: &Device) -> devices::Device {
        let mut tx = self.backend.db().read().await.unwrap();
        devices::list(&mut tx, &self.event, None)
            .await
            .unwrap()
            .into_iter()
            .find(|seen| seen.id == device.enrolment.device)
            .unwrap()
    }

    /// Sends a signed request and checks the reply as a device would.
    pub async fn sync(&self, request: &[u8]) -> Result<SyncReply, IngestError> {
        let reply = self.ingest.sync(request).await?;
        Ok(Unverified::<SyncReply>::parse(&reply)
            .unwrap()
            .verify(&self.backend.signing_key().verifying_key())
            .unwrap()
            .into_message())
    }

    /// Sends a part of a device's chain, seqs from `first` to `last`.
    pub async fn send(&self, device: &Device, first: u64, last: u64) -> SyncReply {
        let request = device.batch(&self.clock, self.backend.key_id(), first, last);
        self.sync(&request).await.unwrap()
    }

    /// Sends the whole chain.
    pub async fn send_all(&self, device: &Device) -> SyncReply {
        self.send(device, 1, device.chain.len() as u64).await
    }

    pub async fn ask(&self, request: Request<HttpBody>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: axum::body::to_bytes(body, 8 << 20).await.unwrap(),
        }
    }

    pub async fn post(&self, path: &str, media_type: &str, body: Vec<u8>) -> Answer {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, media_type)
            .body(HttpBody::from(body))
            .unwrap();
        self.ask(request).await
    }

    /// The number that a query gives.
    pub async fn number(&self, sql: &str) -> i64 {
        let mut tx = self.backend.db().read().await.unwrap();
        let row = tx.query_one(sql, &[]).await.unwrap();
        row.unwrap().get(0).unwrap()
    }

    pub async fn scans(&self) -> i64 {
        self.number("SELECT count(*) FROM scan").await
    }
}

async fn open(database: &TestDatabase, clock: &Clock) -> Backend {
    let config = Config {
        public_url: "https://lanyard.example".into(),
        ..database.config()
    };
    Backend::open(config, database.master_key(), clock.clone())
        .await
        .unwrap()
}

pub fn holds(hay: &[u8], needle: &[u8]) -> bool {
    hay.windows(needle.len()).any(|bytes| bytes == needle)
}

pub fn enrolment_request(code: &EnrolmentCode, key: &SigningKey, nonce: [u8; 16]) -> Vec<u8> {
    let request = EnrolmentRequest {
        secret: code.secret.clone(),
        device_key: key.verifying_key(),
        label: "Ana’s tablet".into(),
        nonce: Nonce::from_bytes(nonce),
        time: START,
    };
    request.sign(key).unwrap().into_bytes()
}

impl Device {
    fn now(&self, clock: &Clock) -> UnixMillis {
        clock.now().plus_millis(self.ahead)
    }

    pub fn last_hash(&self) -> RecordHash {
        self.chain
            .last()
            .map_or(self.enrolment_hash, |bytes| RecordHash::of(bytes))
    }

    /// The record that would come next.
    pub fn next(&self, clock: &Clock, body: Body) -> Record {
        Record {
            version: Record::VERSION,
            event: self.enrolment.event.clone(),
            sponsor: self.enrolment.sponsor,
            device: self.enrolment.device,
            seq: self.chain.len() as u64 + 1,
            prev: self.last_hash(),
            wall: self.now(clock),
            monotonic: self.chain.len() as u64,
            boot: BootId::from_random([1; 16]),
            body,
        }
    }

    pub fn push(&mut self, record: &Record) {
        self.chain
            .push(record.sign(&self.key).unwrap().into_bytes());
    }

    pub fn state(&mut self, clock: &Clock, body: Body) {
        let record = self.next(clock, body);
        self.push(&record);
    }

    pub fn scan(&mut self, clock: &Clock, code: impl Into<Code>) -> ScanId {
        let scan = ScanId::from_random(random());
        self.state(clock, scan_of(scan, code));
        scan
    }

    pub fn batch(&self, clock: &Clock, audience: KeyId, first: u64, last: u64) -> Vec<u8> {
        let range = usize::try_from(first - 1).unwrap()..usize::try_from(last).unwrap();
        self.batch_of(clock, audience, first, &self.chain[range])
    }

    pub fn batch_of(
        &self,
        clock: &Clock,
        audience: KeyId,
        first: u64,
        records: &[Vec<u8>],
    ) -> Vec<u8> {
        let request = SyncRequest {
            version: SyncRequest::VERSION,
            device: self.enrolment.device,
            audience,
            nonce: Nonce::from_bytes(random()),
            time: self.now(clock),
            first_seq: first,
            records: records.iter().map(|record| record.clone().into()).collect(),
            changes_seen: 0,
            pending: records.len() as u64,
        };
        request.sign(&self.key).unwrap().into_bytes()
    }
}

pub struct Code(pub(crate) ScannedCode);

impl From<BadgeId> for Code {
    fn from(badge: BadgeId) -> Self {
        Self(ScannedCode::Badge(badge))
    }
}

impl From<HumanCode> for Code {
    fn from(code: HumanCode) -> Self {
        Self(ScannedCode::Human(code))
    }
}

impl From<&str> for Code {
    fn from(foreign: &str) -> Self {
        Self(ScannedCode::Foreign(foreign.parse().unwrap()))
    }
}

pub fn scan_of(scan: ScanId, code: impl Into<Code>) -> Body {
    Body::Scan(Scan {
        scan,
        code: code.into().0,
        method: ReadMethod::Camera,
        notice: NoticeVersion(1),
        fields: FieldSet::ALL,
        given: ConsentGiven::Handover,
        operator: "Ana".into(),
    })
}

pub fn note_of(scan: ScanId, text: &str) -> Body {
    Body::Note(Note {
        scan,
        text: text.into(),
        tags: vec!["hot".into()],
        ..Note::default()
    })
}

pub fn narrow_of(scan: ScanId, removed: &str) -> Body {
    Body::Narrow(Narrow {
        scan,
        removed: removed.parse().unwrap(),
        operator: String::new(),
    })
}

pub fn void_of(scan: ScanId) -> Body {
    Body::Void(Void {
        scan,
        reason: String::new(),
        operator: String::new(),
    })
}

pub fn outcomes(reply: &SyncReply) -> Vec<Outcome> {
    reply.outcomes.iter().map(|record| record.outcome).collect()
}

pub fn held(reply: &SyncReply) -> u64 {
    reply.held.map_or(0, |held| held.seq)
}

pub const fn quarantined(reason: Reason) -> Outcome {
    Outcome::Quarantined(reason)
}

pub fn range(first: u64, last: u64) -> SeqRange {
    SeqRange { first, last }
}

pub fn another_sponsor() -> SponsorId {
    SponsorId::from_random([0xee; 16])
}
