//! The devices with their pending records, and their concurrent sync.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use demo::Backend;
use lanyard_tests::raw_device::{COSE, RawDevice, random};
use protocol::{BadgeId, Nonce, SponsorId, SyncReply, Unverified};
use reqwest::{Client, StatusCode, header};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

/// The number of threads that enrol devices before the run.
const ENROLLING: usize = 16;
/// The maximum pause after the first refusal. It doubles with each further one up to [`LONGEST_PAUSE`].
const PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// The time-out of a request.
const PATIENCE: Duration = Duration::from_secs(60);
/// The interval between progress messages.
const PROGRESS_EVERY: Duration = Duration::from_secs(10);

pub(crate) struct Crowd {
    members: Vec<Member>,
    leads: usize,
}

struct Member {
    device: RawDevice,
    records: Vec<Vec<u8>>,
}

/// The disturbances during the run.
pub(crate) struct Disturbances {
    /// The time from the start until the database was killed.
    pub(crate) died_after: Duration,
    /// The time without a database.
    pub(crate) away: Duration,
    /// The number of requests that the backend deferred.
    pub(crate) put_off: usize,
    /// The number of requests without an answer.
    pub(crate) unanswered: usize,
}

#[derive(Default)]
struct Tally {
    acknowledged: AtomicUsize,
    put_off: AtomicUsize,
    unanswered: AtomicUsize,
}

impl Crowd {
    /// Enrols a device with each code.
    pub(crate) fn enrol(backend: &Backend, codes: &[String]) -> anyhow::Result<Self> {
        let share = codes.len().div_ceil(ENROLLING).max(1);
        let devices: Vec<RawDevice> = thread::scope(|scope| {
            let enrolling: Vec<_> = codes
                .chunks(share)
                .map(|codes| {
                    scope.spawn(|| {
                        let enrolled = codes.iter().map(|code| RawDevice::enrol(backend, code));
                        enrolled.collect::<anyhow::Result<Vec<_>>>()
                    })
                })
                .collect();
            let mut devices = Vec::with_capacity(codes.len());
            for thread in enrolling {
                match thread.join() {
                    Ok(enrolled) => devices.extend(enrolled?),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            anyhow::Ok(devices)
        })?;
        let members = devices
            .into_iter()
            .map(|device| Member {
                device,
                records: Vec::new(),
            })
            .collect();
        Ok(Self { members, leads: 0 })
    }

    /// Lets each device scan a number of attendees, each device different ones.
    pub(crate) fn scan(&mut self, badges: &[BadgeId], records: usize) -> anyhow::Result<()> {
        let mut leads: HashSet<(SponsorId, BadgeId)> = HashSet::new();
        for (number, member) in self.members.iter_mut().enumerate() {
            let first = (number * records) % badges.len();
            let scanned = badges.iter().cycle().skip(first).take(records).copied();
            let sponsor = member.device.enrolment.sponsor;
            leads.extend(scanned.clone().map(|badge| (sponsor, badge)));
            member.records = member.device.scans(scanned)?;
        }
        self.leads = leads.len();
        Ok(())
    }

    /// Returns the number of leads. Scans of the same attendee by devices of one sponsor are one lead.
    pub(crate) const fn leads(&self) -> usize {
        self.leads
    }

    /// Lets all devices send at once, until each has a receipt for its last record. After a third of the records, the
    /// database fails over.
    pub(crate) fn come_back(
        self,
        url: &str,
        batch: usize,
        fail_over: impl FnOnce() -> anyhow::Result<Duration>,
    ) -> anyhow::Result<Disturbances> {
        let total: usize = self.members.iter().map(|member| member.records.len()).sum();
        let tally = Arc::new(Tally::default());
        let client = Client::builder().no_proxy().timeout(PATIENCE).build()?;
        let runtime = Runtime::new()?;
        let mut sending = JoinSet::new();
        let start = Instant::now();
        for member in self.members {
            let sync = DeviceSync {
                url: format!("{url}/v1/sync"),
                client: client.clone(),
                tally: Arc::clone(&tally),
                member,
            };
            sending.spawn_on(sync.run(batch), runtime.handle());
        }
        let mut fail_over = Some(fail_over);
        let mut met = Disturbances {
            died_after: Duration::ZERO,
            away: Duration::ZERO,
            put_off: 0,
            unanswered: 0,
        };
        let mut last_progress = start;
        while !sending.is_empty() {
            while let Some(done) = sending.try_join_next() {
                done??;
            }
            let there = tally.acknowledged.load(Ordering::Relaxed);
            if there * 3 >= total
                && there < total
                && let Some(fail_over) = fail_over.take()
            {
                met.died_after = start.elapsed();
                met.away = fail_over()?;
            }
            if last_progress.elapsed() >= PROGRESS_EVERY {
                last_progress = Instant::now();
                eprintln!("{there} of {total} records are acknowledged");
            }
            thread::sleep(Duration::from_millis(5));
        }
        met.put_off = tally.put_off.load(Ordering::Relaxed);
        met.unanswered = tally.unanswered.load(Ordering::Relaxed);
        Ok(met)
    }
}

/// The sync of one device.
struct DeviceSync {
    url: String,
    client: Client,
    tally: Arc<Tally>,
    member: Member,
}

impl DeviceSync {
    async fn run(self, batch: usize) -> anyhow::Result<()> {
        let Member { device, records } = &self.member;
        let mut held = None;
        let mut first = 1;
        for some in records.chunks(batch) {
            let last = first + some.len() as u64 - 1;
            let mut pause = PAUSE;
            loop {
                let (nonce, request) = device.batch(first, some)?;
                let reply = self.ask(nonce, request).await?;
                held = reply.and_then(|reply| reply.held);
                if held.is_some_and(|held| held.seq >= last) {
                    break;
                }
                // A random pause spreads the devices.
                let part = f64::from(u16::from_be_bytes(random())) / f64::from(u16::MAX);
                tokio::time::sleep(pause.mul_f64(part)).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
            self.tally
                .acknowledged
                .fetch_add(some.len(), Ordering::Relaxed);
            first = last + 1;
        }
        let held = held.context("nothing is held")?;
        ensure!(
            held.hash == device.prev,
            "the last receipt does not cover the last record"
        );
        Ok(())
    }

    /// Returns the backend's reply, or `None` if it is temporarily unavailable. Any other refusal is an error.
    async fn ask(&self, nonce: Nonce, request: Vec<u8>) -> anyhow::Result<Option<SyncReply>> {
        let asked = self
            .client
            .post(&self.url)
            .header(header::CONTENT_TYPE, COSE)
            .body(request)
            .send()
            .await;
        let answered = match asked {
            Ok(answer) => {
                let status = answer.status();
                answer.bytes().await.map(|body| (status, body))
            }
            Err(error) => Err(error),
        };
        let Ok((status, body)) = answered else {
            self.tally.unanswered.fetch_add(1, Ordering::Relaxed);
            return Ok(None);
        };
        if matches!(
            status,
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS
        ) {
            self.tally.put_off.fetch_add(1, Ordering::Relaxed);
            return Ok(None);
        }
        ensure!(
            status == StatusCode::OK,
            "a batch was answered {status}: {}",
            String::from_utf8_lossy(&body)
        );
        let enrolment = &self.member.device.enrolment;
        let key = enrolment.backend_keys.first().context("a backend key")?;
        let reply = Unverified::<SyncReply>::parse(&body)?.verify(key)?;
        ensure!(
            reply.nonce == nonce && reply.device == enrolment.device,
            "the receipt is for another request"
        );
        Ok(Some(reply.into_message()))
    }
}
