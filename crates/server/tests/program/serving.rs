//! Starting, serving, TLS, signals and the log of `lanyard-server serve`.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use server::serve::serve;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, oneshot};

use crate::commands::{json, program, request_for};
use test_world::TestDatabase;

struct Running {
    child: Child,
    address: String,
}

/// Starts the server on a free port and waits until it says which.
fn start(folder: &Path, arguments: &[&str]) -> Running {
    let mut child = program(folder)
        .args(["serve", "--listen", "127.0.0.1:0"])
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let address = line
        .trim()
        .strip_prefix("listening on ")
        .unwrap()
        .to_owned();
    Running { child, address }
}

impl Drop for Running {
    /// No server outlives a test that fails.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    /// Tells it to stop, and gives what it logged.
    #[cfg(unix)]
    fn stop(&mut self) -> String {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &pid])
                .status()
                .unwrap()
                .success()
        );
        let mut log = String::new();
        self.child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut log)
            .unwrap();
        assert!(self.child.wait().unwrap().success(), "{log}");
        log
    }
}

#[cfg(unix)]
#[test]
fn the_server_starts_on_a_free_port_enrols_and_stops_when_told_and_logs_nothing_personal() {
    let database = TestDatabase::of_program();
    let folder = database.folder.path();
    json(folder, &["event", "create", "tiny", "--ends", "2099-05-20"]);
    json(folder, &["sponsor", "add", "Example Corp"]);
    let code = json(
        folder,
        &[
            "device",
            "code",
            "--sponsor",
            "Example Corp",
            "--label",
            "T1",
        ],
    );
    let mut running = start(folder, &[]);
    // It talks to this computer without TLS, but will not start without a provider.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::blocking::Client::builder()
        .no_proxy()
        .build()
        .unwrap();
    let enrolled = client
        .post(format!("{}/v1/enrol?name=Marie", running.address))
        .header("content-type", "application/cose")
        .body(request_for(code["code"].as_str().unwrap()))
        .send()
        .unwrap();
    assert_eq!(enrolled.status(), 200);
    // Loopback may read the metrics without a token.
    let metrics = client
        .get(format!("{}/metrics", running.address))
        .send()
        .unwrap();
    assert_eq!(metrics.status(), 200);
    let page = client
        .get(format!("{}/enrol", running.address))
        .send()
        .unwrap();
    assert_eq!(page.status(), 200);
    assert!(!page.text().unwrap().contains("<script"));
    let log = running.stop();
    for line in log.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(line["level"].is_string());
        if line["fields"]["message"] == "answered" {
            assert_eq!(line["span"]["id"].as_str().unwrap().len(), 32, "{line}");
        }
    }
    assert!(log.contains(r#""route":"/v1/enrol""#), "{log}");
    assert!(
        !log.contains("Marie") && !log.contains("127.0.0.1"),
        "{log}"
    );
    let devices = json(folder, &["device", "list"]);
    assert_eq!(devices[0]["label"], "Marie-Antoinette’s tablet");
}

#[cfg(unix)]
#[test]
fn somebody_who_asks_for_a_link_is_sent_one_the_way_that_is_set() {
    let database = TestDatabase::of_program();
    let folder = database.folder.path();
    json(folder, &["event", "create", "tiny", "--ends", "2099-05-20"]);
    std::fs::write(
        folder.join("r.csv"),
        "registration_id,first_name,email\nR1,Ada,ada@example.org\n",
    )
    .unwrap();
    json(folder, &["import", "r.csv"]);
    let mail = [
        "--mail",
        "folder:mails",
        "--mail-from",
        "Tiny <t@example.org>",
    ];
    let mut running = start(folder, &mail);
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::blocking::Client::builder()
        .no_proxy()
        .build()
        .unwrap();
    let asked = client
        .post(format!("{}/sign-in", running.address))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("origin", "https://lanyard.example")
        .body("email=ada%40example.org")
        .send()
        .unwrap();
    assert_eq!(asked.status(), 200);
    let mails = folder.join("mails");
    let mail = loop {
        let files = std::fs::read_dir(&mails).unwrap();
        let whole = files
            .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
            .find(|text| text.contains("/sign-in/"));
        if let Some(mail) = whole {
            break mail;
        }
        assert!(running.child.try_wait().unwrap().is_none());
        std::thread::yield_now();
    };
    assert!(mail.contains("From: Tiny <t@example.org>"), "{mail}");
    let log = running.stop();
    assert!(!log.contains("ada@"), "{log}");
}

#[tokio::test]
async fn a_request_in_flight_is_finished_before_the_server_ends() {
    let (began, may_end) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let handler = {
        let (began, may_end) = (began.clone(), may_end.clone());
        async move || {
            began.notify_one();
            may_end.notified().await;
            "finished"
        }
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let router = Router::new().route("/", get(handler));
    let server = tokio::spawn(serve(listener, router, async move {
        let _ = stopped.await;
    }));
    let mut client = TcpStream::connect(address).await.unwrap();
    client
        .write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        .await
        .unwrap();
    began.notified().await;
    stop.send(()).unwrap();
    // Once connections are refused, the signal has arrived.
    while TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    assert!(!server.is_finished());
    may_end.notify_one();
    let mut answer = String::new();
    client.read_to_string(&mut answer).await.unwrap();
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.ends_with("finished"),
        "{answer}"
    );
    server.await.unwrap();
}
