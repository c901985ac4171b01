//! A test device that implements the protocol directly, and can send messages that the real device never sends.

use anyhow::{Context as _, bail};
use demo::Backend;
use protocol::{
    BadgeId, Body, BootId, ConsentGiven, Enrolment, EnrolmentCode, EnrolmentRequest, FieldSet,
    Message as _, Nonce, ReadMethod, Record, RecordHash, Scan, ScanId, ScannedCode, SecretBytes,
    SigningKey, SyncReply, SyncRequest, UnixMillis, Unverified, Verified,
};
use ring::rand::{SecureRandom as _, SystemRandom};

/// The media type of signed messages.
pub const COSE: &str = "application/cose";

/// An enrolled device with its chain. Its clone acts as a cloned device.
#[derive(Clone)]
pub struct RawDevice {
    seed: SecretBytes<32>,
    /// The enrolment from the backend.
    pub enrolment: Enrolment,
    /// The `prev` of the next record.
    pub prev: RecordHash,
    /// The `seq` of the next record.
    pub next_seq: u64,
    /// The time by the device's clock.
    pub clock: UnixMillis,
}

/// Returns `N` random bytes.
#[must_use]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemRandom::new()
        .fill(&mut bytes)
        .expect("the system gives random bytes");
    bytes
}

/// Returns the time by the system's clock.
#[must_use]
pub fn now() -> UnixMillis {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let millis = since.expect("it is later than 1970").as_millis();
    UnixMillis(i64::try_from(millis).expect("it is not yet the year 292277026"))
}

impl RawDevice {
    /// Enrols with a one-time code.
    pub fn enrol(backend: &Backend, code: &str) -> anyhow::Result<Self> {
        let code: EnrolmentCode = code.parse()?;
        let seed = SecretBytes::new(random());
        let key = SigningKey::from_seed(seed.clone())?;
        let request = EnrolmentRequest {
            secret: code.secret,
            device_key: key.verifying_key(),
            label: "Raw".into(),
            nonce: Nonce::from_bytes(random()),
            time: now(),
        };
        let (status, body) = backend.post("/v1/enrol", COSE, request.sign(&key)?.into_bytes())?;
        anyhow::ensure!(status == 200, "the enrolment was answered {status}");
        let enrolment = Unverified::<Enrolment>::parse(&body)?;
        let enrolment = enrolment.verify_with_own_key(|enrolment| enrolment.backend_keys[0])?;
        Ok(Self {
            seed,
            prev: enrolment.hash(),
            enrolment: enrolment.into_message(),
            next_seq: 1,
            clock: now(),
        })
    }

    /// Returns the device's key.
    #[must_use]
    pub fn key(&self) -> SigningKey {
        SigningKey::from_seed(self.seed.clone()).expect("it was a seed before")
    }

    /// Returns an ordinary scan of a badge.
    #[must_use]
    pub fn scan_of(&self, badge: BadgeId) -> Scan {
        Scan {
            scan: ScanId::from_random(random()),
            code: ScannedCode::Badge(badge),
            method: ReadMethod::Camera,
            notice: self.enrolment.notice.version,
            fields: FieldSet::ALL,
            given: ConsentGiven::Handover,
            operator: "Raw".into(),
        }
    }

    /// Returns the next record of the chain, unsigned.
    #[must_use]
    pub fn record(&self, body: Body) -> Record {
        Record {
            version: Record::VERSION,
            event: self.enrolment.event.clone(),
            sponsor: self.enrolment.sponsor,
            device: self.enrolment.device,
            seq: self.next_seq,
            prev: self.prev,
            wall: self.clock,
            monotonic: 1,
            boot: BootId::from_bytes([1; 16]),
            body,
        }
    }

    /// Signs the next record, and appends it to the chain.
    pub fn append(&mut self, body: Body) -> anyhow::Result<Vec<u8>> {
        let signed = self.record(body).sign(&self.key())?;
        Ok(self.take(signed.into_bytes()))
    }

    /// Appends any bytes to the chain.
    pub fn take(&mut self, bytes: Vec<u8>) -> Vec<u8> {
        self.prev = RecordHash::of(&bytes);
        self.next_seq += 1;
        bytes
    }

    /// Signs a scan of each badge.
    pub fn scans(
        &mut self,
        badges: impl IntoIterator<Item = BadgeId>,
    ) -> anyhow::Result<Vec<Vec<u8>>> {
        badges
            .into_iter()
            .map(|badge| self.append(Body::Scan(self.scan_of(badge))))
            .collect()
    }

    /// Signs a batch.
    pub fn batch(&self, first_seq: u64, records: &[Vec<u8>]) -> anyhow::Result<(Nonce, Vec<u8>)> {
        let nonce = Nonce::from_bytes(random());
        let request = SyncRequest {
            version: SyncRequest::VERSION,
            device: self.enrolment.device,
            audience: self.enrolment.audience(),
            nonce,
            time: self.clock,
            first_seq,
            records: records.iter().map(|record| record.clone().into()).collect(),
            changes_seen: 0,
            pending: records.len() as u64,
        };
        Ok((nonce, request.sign(&self.key())?.into_bytes()))
    }

    /// Sends records, and returns the backend's verified reply.
    pub fn send(
        &self,
        backend: &Backend,
        first_seq: u64,
        records: &[Vec<u8>],
    ) -> anyhow::Result<Verified<SyncReply>> {
        let (nonce, batch) = self.batch(first_seq, records)?;
        let (status, body) = backend.post("/v1/sync", COSE, batch)?;
        if status != 200 {
            bail!(
                "the batch was answered {status}: {}",
                String::from_utf8_lossy(&body)
            );
        }
        let key = self
            .enrolment
            .backend_keys
            .first()
            .context("a backend key")?;
        let reply = Unverified::<SyncReply>::parse(&body)?.verify(key)?;
        anyhow::ensure!(reply.nonce == nonce && reply.device == self.enrolment.device);
        Ok(reply)
    }
}
