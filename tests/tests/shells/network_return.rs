//! A booth whose network is back syncs within seconds, and not after a back-off of up to five minutes.

use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use demo::until;
use lanyard_tests::hall::Hall;
use reqwest::blocking::Client;
use serde_json::{Value, json};

use crate::bridge::Bridge;

/// Set in the process that runs in a network of its own.
const IN_OWN_NETWORK: &str = "LANYARD_TEST_OWN_NETWORK";
/// The name of the test that the process of its own runs.
const INNER: &str = "network_return::a_booth_syncs_when_the_kernel_announces_an_address";
/// Failed attempts in a row after which the back-off is up to five minutes.
const FAILURES: usize = 12;
/// How long the booth must have been silent before the network returns: it is in its back-off then.
const SILENCE: Duration = Duration::from_secs(3);
/// How long the sync may take after the report: far less than a back-off.
const SECONDS: Duration = Duration::from_secs(20);
/// A back-off may be short by chance, so the whole is done more than once.
const ROUNDS: usize = 2;

/// A port on which every connection is counted and closed, as a network does whose portal is down.
struct DeadPort {
    address: String,
    attempts: Arc<AtomicUsize>,
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl DeadPort {
    fn open(address: &str) -> Self {
        let listener = TcpListener::bind(address).unwrap();
        let attempts = Arc::new(AtomicUsize::new(0));
        let over = Arc::new(AtomicBool::new(false));
        let shared = (Arc::clone(&attempts), Arc::clone(&over));
        let thread = thread::spawn(move || {
            for connection in listener.incoming() {
                if shared.1.load(Ordering::Acquire) {
                    return;
                }
                drop(connection);
                shared.0.fetch_add(1, Ordering::AcqRel);
            }
        });
        Self {
            address: address.to_owned(),
            attempts,
            over,
            thread: Some(thread),
        }
    }

    /// Waits until no attempt was made for a while.
    fn wait_for_silence(&self) {
        let mut before = self.attempts.load(Ordering::Acquire);
        loop {
            thread::sleep(SILENCE);
            let now = self.attempts.load(Ordering::Acquire);
            if now == before {
                return;
            }
            before = now;
        }
    }
}

impl Drop for DeadPort {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Release);
        let _ = std::net::TcpStream::connect(&self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The commands of a bridge.
struct Screens {
    bridge: Bridge,
    client: Client,
}

impl Screens {
    fn call(&self, command: &str, request: Value) -> Value {
        let answer = self
            .client
            .post(format!("{}call/{command}", self.bridge.address))
            .json(&request)
            .send()
            .unwrap();
        assert_eq!(answer.status(), 200, "{command}");
        answer.json().unwrap()
    }

    /// The records that wait.
    fn waiting(&self) -> u64 {
        let overview = self.call("overview", json!({}));
        overview["enrolments"][0]["sync"]["waiting"]
            .as_u64()
            .unwrap()
    }
}

impl Drop for Screens {
    fn drop(&mut self) {
        let _ = self.bridge.process.kill();
        let _ = self.bridge.process.wait();
    }
}

/// Brings a booth into a long back-off, brings the backend back, has `report` say that the network is
/// back, and expects a sync within seconds.
fn syncs_within_seconds_of(report: impl Fn(&Screens, usize)) {
    let mut hall = Hall::open(8).unwrap();
    hall.sponsor("Example Corp").unwrap();
    let device = hall.device("front", "Ana", "Example Corp").unwrap();
    let address = hall
        .backend
        .url()
        .strip_prefix("http://")
        .unwrap()
        .to_owned();
    let screens = Screens {
        bridge: Bridge::start(device.home(), &hall.folder().join("pages")),
        client: Client::builder().no_proxy().build().unwrap(),
    };
    let mut reported = 0;
    for attendee in 0..hall.attendees.len() {
        if reported == ROUNDS {
            return;
        }
        hall.backend.kill().unwrap();
        let dead = DeadPort::open(&address);
        let code = hall.attendees[attendee].human_code.to_string();
        let scanned = screens.call("scan_text", json!({ "text": code, "typed_by": "person" }));
        assert_eq!(scanned["outcome"]["kind"], "saved", "{scanned}");
        for _ in 0..FAILURES {
            screens.call("sync_now", json!({}));
        }
        dead.wait_for_silence();
        drop(dead);
        hall.backend.start().unwrap();
        if screens.waiting() == 0 {
            // The back-off was over by chance.
            continue;
        }
        report(&screens, reported);
        reported += 1;
        until(SECONDS, || Ok((screens.waiting() == 0).then_some(()))).unwrap();
    }
    assert_eq!(reported, ROUNDS, "the back-off was always over");
}

#[test]
fn a_booth_syncs_when_its_webview_is_online_again() {
    syncs_within_seconds_of(|screens, _| {
        screens.call("network_returned", json!({}));
    });
}

/// Adds an interface with an address, as when a Wi-Fi network is joined. A kernel without virtual Ethernet
/// gets an address on the loopback interface.
fn join_a_network(number: usize) {
    let (name, peer) = (format!("booth{number}"), format!("hall{number}"));
    let pair = ["link", "add", &name, "type", "veth", "peer", "name", &peer];
    let device = if ip(&pair) { &name } else { "lo" };
    if device != "lo" {
        assert!(ip(&["link", "set", &peer, "up"]) && ip(&["link", "set", &name, "up"]));
    }
    let address = format!("192.0.2.{}/32", number + 1);
    assert!(ip(&["address", "add", &address, "dev", device]));
}

fn ip(arguments: &[&str]) -> bool {
    let done = Command::new("ip").args(arguments).status();
    done.unwrap().success()
}

/// Has the kernel announce an address, in a network namespace of its own: this test runs itself in one.
/// Where the user may make none, the report comes over the interface instead.
#[test]
fn a_booth_syncs_when_the_kernel_announces_an_address() {
    if std::env::var_os(IN_OWN_NETWORK).is_some() {
        assert!(ip(&["link", "set", "lo", "up"]));
        syncs_within_seconds_of(|_, number| join_a_network(number));
        return;
    }
    let own_network = ["--map-root-user", "--net", "--"];
    let probe = Command::new("unshare")
        .args(own_network)
        .args(["ip", "link", "set", "lo", "up"])
        .stderr(Stdio::null())
        .status();
    if !probe.is_ok_and(|status| status.success()) {
        eprintln!("no network namespace can be made: the report comes over the interface");
        return a_booth_syncs_when_its_webview_is_online_again();
    }
    let inner = Command::new("unshare")
        .args(own_network)
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", INNER, "--nocapture"])
        .env(IN_OWN_NETWORK, "1")
        .status();
    assert!(inner.unwrap().success());
}
