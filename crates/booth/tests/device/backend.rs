//! A backend small enough to be read: it enrols devices, takes records in, signs replies, and misbehaves
//! when it is told to.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;

use badge::{EventBadgeKey, Flags, FreshBadgeId, seal};
use protocol::{
    BadgeId, Changes, ConsentMode, DeviceId, DeviceStatus, Enrolment, EnrolmentCode,
    EnrolmentRequest, EventSlug, FieldSet, Held, Message, Nonce, Notice, NoticeVersion, Outcome,
    Question, QuestionKind, Reason, Record, RecordHash, RecordOutcome, SecretBytes, SeqRange,
    SigningKey, SponsorId, SyncReply, SyncRequest, UnixMillis, Unverified, UnverifiedRecord,
    VerifyingKey,
};

pub(crate) const EVENT: &str = "PYCONUS2027";
pub(crate) const NOW: i64 = 1_810_000_000_000;
const COSE: &str = "application/cose";

/// What the backend does with a request.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    /// What it should.
    Honest,
    /// Takes the records in, and hangs up before it answers.
    CommitThenHangUp,
    /// Hangs up at once.
    HangUp,
    /// Reads the request and says nothing until the backend is dropped.
    Stall,
    /// This, whatever was asked.
    Canned {
        status: u16,
        content_type: &'static str,
        headers: &'static str,
        body: Vec<u8>,
    },
    /// A reply that names every record, signed with a key that is not the backend's.
    WrongSignature,
    /// A reply that names every record, to another request.
    WrongNonce,
    /// A reply for another device.
    WrongDevice,
    /// A receipt for everything, with every byte before the last as it should be.
    Damaged,
    /// An answer that goes on without end.
    Endless,
}

impl Answer {
    pub(crate) fn canned(status: u16, content_type: &'static str, body: &[u8]) -> Self {
        Self::Canned {
            status,
            content_type,
            headers: "",
            body: body.to_vec(),
        }
    }
}

/// What the backend has of one device.
#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) key: Option<VerifyingKey>,
    pub(crate) bundle_key: Option<SecretBytes<32>>,
    pub(crate) records: BTreeMap<u64, Vec<u8>>,
    pub(crate) status: Option<DeviceStatus>,
}

pub(crate) struct State {
    pub(crate) script: VecDeque<Answer>,
    pub(crate) otherwise: Answer,
    pub(crate) kept: HashMap<DeviceId, Kept>,
    pub(crate) quarantine: HashMap<RecordHash, Reason>,
    pub(crate) revoked_badges: Vec<BadgeId>,
    pub(crate) consent_mode: ConsentMode,
    pub(crate) foreign_codes: bool,
    pub(crate) allowed_fields: FieldSet,
    pub(crate) questions: Vec<Question>,
    pub(crate) expires: UnixMillis,
    pub(crate) keep_until: UnixMillis,
    pub(crate) sponsors: HashMap<[u8; 10], (SponsorId, &'static str)>,
    pub(crate) enrolled: HashMap<([u8; 10], VerifyingKey, Nonce), Vec<u8>>,
    pub(crate) used: Vec<[u8; 10]>,
    pub(crate) requests: Vec<String>,
    /// The nonces and first seqs of the sync requests that were understood.
    pub(crate) syncs: Vec<(DeviceId, Nonce, u64, usize)>,
    pub(crate) over: bool,
}

pub(crate) struct Backend {
    pub(crate) address: SocketAddr,
    state: Arc<(Mutex<State>, Condvar)>,
}

pub(crate) fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(SecretBytes::new([seed; 32])).unwrap()
}

const BACKEND_KEY: u8 = 41;

pub(crate) fn badge_key() -> SecretBytes<32> {
    SecretBytes::new([77; 32])
}

pub(crate) fn event() -> EventSlug {
    EVENT.parse().unwrap()
}

/// The code of a genuine badge; `number` makes it one of its own.
pub(crate) fn badge(number: u16, name: &str) -> String {
    badge_with(number, name, false)
}

pub(crate) fn do_not_scan_badge(number: u16, name: &str) -> String {
    badge_with(number, name, true)
}

fn badge_with(number: u16, name: &str, do_not_scan: bool) -> String {
    let mut random = [9; 10];
    random[..2].copy_from_slice(&number.to_be_bytes());
    seal(
        &EventBadgeKey::new(badge_key()),
        &event(),
        FreshBadgeId::mint(random),
        Flags { do_not_scan },
        &name.parse().unwrap(),
    )
    .as_str()
    .to_owned()
}

pub(crate) fn badge_id(number: u16) -> BadgeId {
    let mut random = [9; 10];
    random[..2].copy_from_slice(&number.to_be_bytes());
    BadgeId::from_bytes(random)
}

impl Backend {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let state = State {
            script: VecDeque::new(),
            otherwise: Answer::Honest,
            kept: HashMap::new(),
            quarantine: HashMap::new(),
            revoked_badges: Vec::new(),
            consent_mode: ConsentMode::Handover,
            foreign_codes: false,
            allowed_fields: FieldSet::ALL,
            questions: vec![
                Question {
                    id: 1,
                    text: "Team size".into(),
                    kind: QuestionKind::Choice(vec!["1-10".into(), "more".into()]),
                },
                Question {
                    id: 2,
                    text: "Hiring?".into(),
                    kind: QuestionKind::YesNo,
                },
                Question {
                    id: 3,
                    text: "Interest".into(),
                    kind: QuestionKind::Scale(5),
                },
                Question {
                    id: 4,
                    text: "Anything else".into(),
                    kind: QuestionKind::Text,
                },
            ],
            expires: UnixMillis(NOW + 30 * 86_400_000),
            keep_until: UnixMillis(NOW + 60 * 86_400_000),
            sponsors: HashMap::new(),
            enrolled: HashMap::new(),
            used: Vec::new(),
            requests: Vec::new(),
            syncs: Vec::new(),
            over: false,
        };
        let state = Arc::new((Mutex::new(state), Condvar::new()));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for connection in listener.incoming() {
                if lock(&shared.0).over {
                    break;
                }
                let shared = Arc::clone(&shared);
                thread::spawn(move || {
                    let _ = connection.map(|stream| serve(stream, &shared));
                });
            }
        });
        Self { address, state }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A one-time code for the sponsor of this number.
    pub(crate) fn code(&self, sponsor: u8, name: &'static str) -> EnrolmentCode {
        self.code_with(sponsor, sponsor, name)
    }

    pub(crate) fn code_with(&self, secret: u8, sponsor: u8, name: &'static str) -> EnrolmentCode {
        let secret = [secret; 10];
        self.state()
            .sponsors
            .insert(secret, (SponsorId::from_random([sponsor; 16]), name));
        EnrolmentCode {
            server: self.url(),
            secret: SecretBytes::new(secret),
            backend: Some(key(BACKEND_KEY).verifying_key().id()),
        }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state.0)
    }

    /// What to do with the next requests, one each; after them it is honest again.
    pub(crate) fn script(&self, answers: impl IntoIterator<Item = Answer>) {
        self.state().script.extend(answers);
    }

    /// What to do with all requests that have no script.
    pub(crate) fn always(&self, answer: Answer) {
        self.state().otherwise = answer;
    }

    /// Waits until the backend has come to a state.
    pub(crate) fn wait_until(&self, holds: impl Fn(&State) -> bool) {
        let mut state = self.state();
        while !holds(&state) {
            state = self.state.1.wait(state).unwrap();
        }
    }

    /// How many records it has of a device.
    pub(crate) fn kept(&self, device: DeviceId) -> usize {
        self.state()
            .kept
            .get(&device)
            .map_or(0, |kept| kept.records.len())
    }

    /// The records of a device, verified.
    pub(crate) fn records(&self, device: DeviceId) -> Vec<Record> {
        let state = self.state();
        let kept = &state.kept[&device];
        let key = kept.key.unwrap();
        kept.records
            .values()
            .map(|bytes| {
                let record = UnverifiedRecord::parse(bytes).unwrap();
                record.verify(&key).unwrap().into_message()
            })
            .collect()
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        self.state().over = true;
        self.state.1.notify_all();
        // Wakes the listener, so that it sees that it is over.
        let _ = TcpStream::connect(self.address);
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn serve(mut stream: TcpStream, shared: &(Mutex<State>, Condvar)) -> std::io::Result<()> {
    let Some((path, body)) = read_request(&mut stream)? else {
        return Ok(());
    };
    let answer = {
        let mut state = lock(&shared.0);
        state.requests.push(path.clone());
        let answer = state.script.pop_front();
        answer.unwrap_or_else(|| state.otherwise.clone())
    };
    let result = act(&mut stream, shared, answer, &path, &body);
    shared.1.notify_all();
    result
}

fn act(
    stream: &mut TcpStream,
    shared: &(Mutex<State>, Condvar),
    answer: Answer,
    path: &str,
    body: &[u8],
) -> std::io::Result<()> {
    match answer {
        Answer::Honest => {
            let (status, content_type, body) = honest(&mut lock(&shared.0), path, body);
            respond(stream, status, content_type, "", &body)
        }
        Answer::CommitThenHangUp => {
            honest(&mut lock(&shared.0), path, body);
            Ok(())
        }
        Answer::HangUp => Ok(()),
        Answer::Stall => {
            let mut state = lock(&shared.0);
            shared.1.notify_all();
            while !state.over {
                state = shared.1.wait(state).unwrap();
            }
            Ok(())
        }
        Answer::Canned {
            status,
            content_type,
            headers,
            body,
        } => respond(stream, status, content_type, headers, &body),
        Answer::WrongSignature => forged(stream, &lock(&shared.0), body, |_| (), &key(99)),
        Answer::WrongNonce => {
            let change = |reply: &mut SyncReply| reply.nonce = Nonce::from_bytes([0; 16]);
            forged(stream, &lock(&shared.0), body, change, &key(BACKEND_KEY))
        }
        Answer::WrongDevice => {
            let change = |reply: &mut SyncReply| reply.device = DeviceId::from_random([0; 16]);
            forged(stream, &lock(&shared.0), body, change, &key(BACKEND_KEY))
        }
        Answer::Damaged => {
            let (status, content_type, mut body) = honest_but_forgetful(&lock(&shared.0), body);
            if let Some(last) = body.last_mut() {
                *last ^= 1;
            }
            respond(stream, status, content_type, "", &body)
        }
        Answer::Endless => {
            stream.write_all(
                format!("HTTP/1.1 200 OK\r\ncontent-type: {COSE}\r\nconnection: close\r\n\r\n")
                    .as_bytes(),
            )?;
            while stream.write_all(&[0; 65536]).is_ok() {}
            Ok(())
        }
    }
}

fn read_request(stream: &mut TcpStream) -> std::io::Result<Option<(String, Vec<u8>)>> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte)? == 0 {
            return Ok(None);
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"))
        .and_then(|length| length.trim().parse().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok(Some((path, body)))
}

fn respond(
    stream: &mut TcpStream,
    status: u16,
    content_type: &str,
    headers: &str,
    body: &[u8],
) -> std::io::Result<()> {
    let head = format!(
        "HTTP/1.1 {status} X\r\ncontent-type: {content_type}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)
}

fn problem(status: u16, code: &str) -> (u16, &'static str, Vec<u8>) {
    let body = format!(r#"{{"type":"about:blank","status":{status},"code":"{code}"}}"#);
    (status, "application/problem+json", body.into_bytes())
}

fn honest(state: &mut State, path: &str, body: &[u8]) -> (u16, &'static str, Vec<u8>) {
    match path {
        "/v1/enrol" => enrol(state, body),
        "/v1/sync" => sync(state, body),
        _ => problem(404, "not_found"),
    }
}

fn enrol(state: &mut State, body: &[u8]) -> (u16, &'static str, Vec<u8>) {
    let request = Unverified::<EnrolmentRequest>::parse(body)
        .and_then(|request| request.verify_with_own_key(|request| request.device_key));
    let Ok(request) = request else {
        return problem(400, "bad_request");
    };
    let secret = *request.secret.expose();
    let Some((sponsor, name)) = state.sponsors.get(&secret).copied() else {
        return problem(404, "unknown_code");
    };
    let again = (secret, request.device_key, request.nonce);
    if let Some(bytes) = state.enrolled.get(&again) {
        return (200, COSE, bytes.clone());
    }
    if state.used.contains(&secret) {
        return problem(409, "code_used");
    }
    let number = u8::try_from(state.kept.len()).unwrap();
    let bundle_key = SecretBytes::new([number + 100; 32]);
    let device = DeviceId::from_random([number + 1; 16]);
    let enrolment = Enrolment {
        version: Enrolment::VERSION,
        nonce: request.nonce,
        backend_keys: vec![key(BACKEND_KEY).verifying_key()],
        event: event(),
        event_name: "PyCon US 2027".into(),
        sponsor,
        sponsor_name: name.into(),
        device,
        device_key: request.device_key,
        badge_key: badge_key(),
        bundle_key: bundle_key.clone(),
        notice: Notice {
            version: NoticeVersion(1),
            text: "What is shared with whom.".into(),
        },
        allowed_fields: state.allowed_fields,
        consent_mode: state.consent_mode,
        foreign_codes: state.foreign_codes,
        questions: state.questions.clone(),
        issued: UnixMillis(NOW),
        expires: state.expires,
        keep_until: state.keep_until,
    };
    let bytes = enrolment.sign(&key(BACKEND_KEY)).unwrap().into_bytes();
    state.used.push(secret);
    state.enrolled.insert(again, bytes.clone());
    state.kept.insert(
        device,
        Kept {
            key: Some(request.device_key),
            bundle_key: Some(bundle_key),
            ..Kept::default()
        },
    );
    (200, COSE, bytes)
}

/// A request that its device has signed, whoever that is.
fn understood(state: &State, body: &[u8]) -> Option<SyncRequest> {
    let request = Unverified::<SyncRequest>::parse(body).ok()?;
    let kept = state
        .kept
        .iter()
        .find(|(device, _)| request.claimed_key() == (**device).into())?
        .1;
    Some(request.verify(&kept.key?).ok()?.into_message())
}

fn sync(state: &mut State, body: &[u8]) -> (u16, &'static str, Vec<u8>) {
    let Some(request) = understood(state, body) else {
        return problem(401, "unknown_device");
    };
    state.syncs.push((
        request.device,
        request.nonce,
        request.first_seq,
        request.records.len(),
    ));
    let kept = state.kept.get_mut(&request.device).unwrap();
    let mut outcomes = Vec::new();
    for (seq, record) in request.numbered() {
        let hash = RecordHash::of(record);
        let known = kept.records.contains_key(&seq);
        // The first record of a number keeps its place.
        let kept = kept.records.entry(seq).or_insert_with(|| record.to_vec());
        let outcome = match state.quarantine.get(&hash) {
            _ if kept[..] != *record => Outcome::Quarantined(Reason::Fork),
            Some(reason) => Outcome::Quarantined(*reason),
            None if known => Outcome::Duplicate,
            None => Outcome::Accepted,
        };
        outcomes.push(RecordOutcome { seq, hash, outcome });
    }
    // Nobody may rely on the order.
    outcomes.reverse();
    let reply = reply(state, &request, outcomes);
    (
        200,
        COSE,
        reply.sign(&key(BACKEND_KEY)).unwrap().into_bytes(),
    )
}

fn reply(state: &State, request: &SyncRequest, outcomes: Vec<RecordOutcome>) -> SyncReply {
    let kept = &state.kept[&request.device];
    let mut held: Option<Held> = None;
    for (seq, record) in &kept.records {
        if *seq != held.map_or(1, |held| held.seq + 1) {
            break;
        }
        held = Some(Held {
            seq: *seq,
            hash: RecordHash::of(record),
        });
    }
    let contiguous = held.map_or(0, |held| held.seq);
    let next = kept
        .records
        .keys()
        .copied()
        .find(|seq| *seq > contiguous)
        .unwrap_or(request.first_seq);
    let missing = (next > contiguous + 1).then_some(SeqRange {
        first: contiguous + 1,
        last: next - 1,
    });
    SyncReply {
        version: SyncReply::VERSION,
        backend: key(BACKEND_KEY).verifying_key().id(),
        device: request.device,
        nonce: request.nonce,
        time: UnixMillis(NOW),
        held,
        outcomes,
        missing: missing.into_iter().collect(),
        changes: Changes {
            cursor: 1,
            more: false,
            status: kept.status.unwrap_or(DeviceStatus::Active),
            notice: None,
            questions: None,
            revoked_badges: state.revoked_badges.clone(),
        },
    }
}

/// A reply that claims to hold all, of a backend that has kept nothing.
fn claim(state: &State, body: &[u8]) -> Option<SyncReply> {
    let request = understood(state, body)?;
    let outcomes: Vec<_> = request
        .numbered()
        .map(|(seq, record)| RecordOutcome {
            seq,
            hash: RecordHash::of(record),
            outcome: Outcome::Accepted,
        })
        .collect();
    let held = outcomes.last().map(|last| Held {
        seq: last.seq,
        hash: last.hash,
    });
    let mut reply = reply(state, &request, outcomes);
    reply.held = held;
    reply.missing.clear();
    Some(reply)
}

fn honest_but_forgetful(state: &State, body: &[u8]) -> (u16, &'static str, Vec<u8>) {
    match claim(state, body) {
        Some(reply) => (
            200,
            COSE,
            reply.sign(&key(BACKEND_KEY)).unwrap().into_bytes(),
        ),
        None => problem(401, "unknown_device"),
    }
}

fn forged(
    stream: &mut TcpStream,
    state: &State,
    body: &[u8],
    change: impl Fn(&mut SyncReply),
    signer: &SigningKey,
) -> std::io::Result<()> {
    let Some(mut reply) = claim(state, body) else {
        let (status, content_type, body) = problem(401, "unknown_device");
        return respond(stream, status, content_type, "", &body);
    };
    change(&mut reply);
    let bytes = reply.sign(signer).unwrap().into_bytes();
    respond(stream, 200, COSE, "", &bytes)
}
