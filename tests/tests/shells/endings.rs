//! How the programs end: each is ended many times in each of its ways, and must end with the documented
//! status every time.
//!
//! A program whose threads still use the database while its exit handlers run crashes in a few of a
//! hundred runs, so one run shows nothing.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use demo::{Display, Program, until};
use lanyard_tests::hall::Hall;
use tempfile::TempDir;

use crate::bridge::Bridge;

/// How often each program is ended in each of its ways.
const TIMES: usize = 100;
/// The window takes a second or two to start, so it is ended less often. Its database and its threads are
/// the bridge's.
const WINDOW_TIMES: usize = 20;
/// Programs that run at the same time.
const AT_ONCE: usize = 8;
/// How long anything may take that a test waits for.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long the slow backend keeps a request: longer than a program may take to end, so that the program
/// has to give the request up.
const HELD: Duration = Duration::from_secs(90);
/// The same where the program waits for the answer.
const BRIEFLY: Duration = Duration::from_millis(30);

const SIGINT: i32 = 2;
const SIGTERM: i32 = 15;

/// Runs a program again and again, and fails if one of the runs ends with another status than `wanted`.
fn every_time(
    what: &str,
    times: usize,
    wanted: impl Fn(ExitStatus) -> bool + Sync,
    run: impl Fn(usize) -> ExitStatus + Sync,
) {
    let next = AtomicUsize::new(0);
    let bad = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= times {
                        return;
                    }
                    let status = run(number);
                    if !wanted(status) {
                        bad.lock().unwrap().push(status.to_string());
                    }
                }
            });
        }
    });
    let bad = bad.into_inner().unwrap();
    assert!(
        bad.is_empty(),
        "{what}: {} of {times} ended otherwise: {bad:?}",
        bad.len()
    );
}

fn well(status: ExitStatus) -> bool {
    status.success()
}

fn by(signal: i32) -> impl Fn(ExitStatus) -> bool {
    move |status| status.signal() == Some(signal)
}

fn send(signal: i32, process: &Child) {
    let sent = Command::new("kill")
        .arg(format!("-{signal}"))
        .arg(process.id().to_string())
        .status();
    assert!(sent.unwrap().success());
}

/// Waits for the end of a program, and kills one that does not end.
fn end_of(mut process: Child) -> ExitStatus {
    let ended = until(PATIENCE, || Ok(process.try_wait()?));
    ended.unwrap_or_else(|_| {
        process.kill().unwrap();
        process.wait().unwrap();
        panic!("a program did not end");
    })
}

/// A backend that takes requests and gives no answer, in the place of the real one.
struct SlowBackend {
    requests: Arc<AtomicUsize>,
}

impl SlowBackend {
    fn at(address: &str, held: Duration) -> Self {
        let listener = until(PATIENCE, || Ok(TcpListener::bind(address).ok())).unwrap();
        let requests = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&requests);
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let counted = Arc::clone(&counted);
                thread::spawn(move || {
                    let mut connection = connection;
                    let mut bytes = [0; 1024];
                    if connection.read(&mut bytes).is_ok_and(|read| read > 0) {
                        counted.fetch_add(1, Ordering::Relaxed);
                        thread::sleep(held);
                    }
                });
            }
        });
        Self { requests }
    }

    /// Waits until more requests have come than there were. Several programs ask at the same time, so the
    /// one that waits may not be the one that asked.
    fn asked_again(&self, before: usize) {
        until(PATIENCE, || {
            Ok((self.requests.load(Ordering::Relaxed) > before).then_some(()))
        })
        .unwrap();
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }
}

/// Devices that are enrolled and have a scan to send, each a copy of the same one.
struct Devices {
    original: PathBuf,
    copies: TempDir,
    /// `127.0.0.1:PORT` of the backend that they are enrolled at.
    backend: String,
    hall: Hall,
}

impl Devices {
    fn new() -> Self {
        let mut hall = Hall::open(1).unwrap();
        hall.sponsor("Example Corp").unwrap();
        let device = hall.device("front", "Ana", "Example Corp").unwrap();
        let code = hall.attendees[0].human_code.to_string();
        device.type_codes("manual", &[&code]).unwrap();
        let backend = hall
            .backend
            .url()
            .strip_prefix("http://")
            .unwrap()
            .to_owned();
        let original = device.home().to_owned();
        hall.backend.kill().unwrap();
        Self {
            original,
            copies: tempfile::tempdir().unwrap(),
            backend,
            hall,
        }
    }

    fn copy(&self, number: usize) -> PathBuf {
        let copy = self.copies.path().join(number.to_string());
        copy_folder(&self.original, &copy);
        copy
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        if file.file_type().unwrap().is_file() {
            fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
    }
}

/// Follows the bridge's events, and returns once the first one has come. The stream ends when it is
/// dropped.
fn events(address: &str) -> TcpStream {
    let rest = address.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET /{path}watch HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().starts_with("data:")));
    stream
}

#[test]
fn the_bridge_ends_with_the_program_that_started_it() {
    let folder = tempfile::tempdir().unwrap();
    every_time("the bridge, end of input", TIMES, well, |number| {
        let home = folder.path().join(number.to_string());
        let mut bridge = Bridge::start(&home, &folder.path().join("pages"));
        let _events = events(&bridge.address);
        drop(bridge.process.stdin.take());
        end_of(bridge.process)
    });
}

#[test]
fn the_bridge_ends_on_signals_while_its_events_are_followed() {
    let folder = tempfile::tempdir().unwrap();
    every_time("the bridge, signals", 2 * TIMES, well, |number| {
        let home = folder.path().join(number.to_string());
        let bridge = Bridge::start(&home, &folder.path().join("pages"));
        let _events = events(&bridge.address);
        send([SIGTERM, SIGINT][number % 2], &bridge.process);
        end_of(bridge.process)
    });
}

#[test]
fn the_bridge_ends_while_a_sync_goes_on() {
    let devices = Devices::new();
    let backend = SlowBackend::at(&devices.backend, HELD);
    let folder = tempfile::tempdir().unwrap();
    every_time("the bridge, syncing", TIMES, well, |number| {
        let before = backend.requests();
        let mut bridge = Bridge::start(&devices.copy(number), &folder.path().join("pages"));
        backend.asked_again(before);
        drop(bridge.process.stdin.take());
        end_of(bridge.process)
    });
}

/// A scan from standard input that syncs, once it has dealt with the device's one attendee again: from
/// then on it takes note of Ctrl-C.
fn scanning(devices: &Devices, number: usize) -> Child {
    let mut process = booth(&devices.copy(number), &["scan", "--stdin", "--sync"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let code = devices.hall.attendees[0].human_code.to_string();
    writeln!(process.stdin.as_ref().unwrap(), "{code}").unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    assert!(lines.next().unwrap().unwrap().starts_with("already"));
    // What it says at its end is read, so that it does not write into a closed pipe.
    thread::spawn(move || lines.count());
    process
}

fn booth(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Program::find("lanyard-booth").unwrap().command();
    command
        .arg("--key-file")
        .arg("--home")
        .arg(home)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

#[test]
fn the_booth_ends_after_a_command() {
    let devices = Devices::new();
    let home = devices.copy(0);
    every_time("lanyard-booth status", TIMES, well, |_| {
        booth(&home, &["status"]).status().unwrap()
    });
}

#[test]
fn the_booth_ends_a_scan_that_syncs() {
    let devices = Devices::new();
    let _backend = SlowBackend::at(&devices.backend, BRIEFLY);
    // At the end of its input, and on the first Ctrl-C. That what waits was not sent is no failure of a
    // scan.
    every_time("lanyard-booth scan", 2 * TIMES, well, |number| {
        let mut process = scanning(&devices, number);
        let stdin = process.stdin.take();
        if number % 2 == 0 {
            drop(stdin);
            end_of(process)
        } else {
            send(SIGINT, &process);
            let status = end_of(process);
            drop(stdin);
            status
        }
    });
}

#[test]
fn a_second_ctrl_c_ends_the_booth_by_the_signal() {
    let devices = Devices::new();
    let _backend = SlowBackend::at(&devices.backend, HELD);
    every_time(
        "lanyard-booth scan, Ctrl-C twice",
        TIMES,
        by(SIGINT),
        |number| {
            let mut process = scanning(&devices, number);
            // After the first one it waits for its closing sync. Two that come together count as one.
            let ended = until(PATIENCE, || {
                send(SIGINT, &process);
                Ok(process.try_wait()?)
            });
            ended.unwrap()
        },
    );
}

/// A copy of a backend's folder, with a server that runs in it, and where it listens.
fn server(original: &Path, copy: &Path) -> (Child, String) {
    copy_folder(original, copy);
    let database = copy.join("lanyard.db").display().to_string();
    let mut process = Program::find("lanyard-server")
        .unwrap()
        .command()
        .env("DATABASE_URL", format!("sqlite:{database}"))
        .env("LANYARD_LISTEN", "127.0.0.1:0")
        .arg("serve")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(process.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let address = line.trim().strip_prefix("listening on http://").unwrap();
    (process, address.to_owned())
}

#[test]
fn the_server_ends_after_a_command() {
    let devices = Devices::new();
    let database = devices.hall.backend.database().display().to_string();
    every_time("lanyard-server device list", TIMES, well, |_| {
        Program::find("lanyard-server")
            .unwrap()
            .command()
            .env("DATABASE_URL", format!("sqlite:{database}"))
            .args(["device", "list"])
            .stdout(Stdio::null())
            .status()
            .unwrap()
    });
}

#[test]
fn the_server_ends_on_signals_while_requests_come() {
    let devices = Devices::new();
    let folder = tempfile::tempdir().unwrap();
    every_time("lanyard-server serve", 2 * TIMES, well, |number| {
        let copy = folder.path().join(number.to_string());
        let (process, address) = server(devices.hall.backend.folder(), &copy);
        // Requests that reach the database, one after the other until the server takes no more.
        let mut first = TcpStream::connect(&address).unwrap();
        let ask = |stream: &mut TcpStream| {
            let request = format!(
                "GET /api/v1/leads HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer x\r\n\r\n"
            );
            stream.write_all(request.as_bytes()).is_ok() && stream.read(&mut [0; 4096]).is_ok()
        };
        assert!(ask(&mut first));
        thread::scope(|scope| {
            scope.spawn(|| {
                while let Ok(mut stream) = TcpStream::connect(&address) {
                    if !ask(&mut stream) {
                        return;
                    }
                }
            });
            send([SIGTERM, SIGINT][number % 2], &process);
            drop(first);
            end_of(process)
        })
    });
}

#[test]
fn the_window_ends_on_signals() {
    let devices = Devices::new();
    let _backend = SlowBackend::at(&devices.backend, HELD);
    let folder = tempfile::tempdir().unwrap();
    let display = Display::start(folder.path()).unwrap();
    let program = Program::find("lanyard").unwrap();
    every_time("lanyard", WINDOW_TIMES, well, |number| {
        let home = devices.copy(number);
        let desktop = folder.path().join(number.to_string());
        let run = desktop.join("run");
        fs::create_dir_all(&run).unwrap();
        let mut command = program.command();
        display
            .equip(&mut command)
            .env("HOME", &desktop)
            .env("XDG_RUNTIME_DIR", &run)
            .env("LANG", "C.UTF-8")
            .env("LANYARD_HOME", &home)
            .env("LANYARD_KEY_FILE", "1")
            .stderr(Stdio::null());
        let process = command.spawn().unwrap();
        // The log says when the page has asked for the events.
        until(PATIENCE, || {
            let logs = fs::read_dir(home.join("logs")).into_iter().flatten();
            let is_up = logs.flatten().any(|file| {
                fs::read_to_string(file.path()).is_ok_and(|log| log.contains("the screens are up"))
            });
            Ok(is_up.then_some(()))
        })
        .unwrap();
        send([SIGTERM, SIGINT][number % 2], &process);
        end_of(process)
    });
}
