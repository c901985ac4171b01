//! TLS: a backend is asked only where its certificate is its own.
//!
//! Where the trusted certificates come from can be said by an environment variable on Linux alone.
#![cfg(target_os = "linux")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::backend::Backend;

/// A door with TLS before a backend without.
struct Door {
    address: SocketAddr,
    /// The certificate, to be trusted or not.
    certificate: String,
    /// Connections over which a request came.
    entered: Arc<AtomicUsize>,
}

fn door(names: &[&str], backend: SocketAddr) -> Door {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let made = rcgen::generate_simple_self_signed(names).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = listener.local_addr().unwrap();
    let entered = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&entered);
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let (config, counter) = (Arc::clone(&config), Arc::clone(&counter));
            thread::spawn(move || {
                let connection = ServerConnection::new(config).unwrap();
                let mut client = StreamOwned::new(connection, stream);
                // Nobody passes before the handshake is done, and a stranger's certificate ends it.
                let mut first = [0; 64 << 10];
                let Ok(count) = client.read(&mut first) else {
                    return;
                };
                if count == 0 {
                    return;
                }
                counter.fetch_add(1, Ordering::SeqCst);
                let mut inside = std::net::TcpStream::connect(backend).unwrap();
                inside.write_all(&first[..count]).unwrap();
                let answer = Mutex::new(Vec::new());
                forward(&mut client, &mut inside, &answer);
            });
        }
    });
    Door {
        address,
        certificate: made.cert.pem(),
        entered,
    }
}

/// The rest of the request in, and the answer out. The backend closes after its answer.
fn forward(
    client: &mut StreamOwned<ServerConnection, std::net::TcpStream>,
    inside: &mut std::net::TcpStream,
    answer: &Mutex<Vec<u8>>,
) {
    // A request of these tests is small: it comes in two pieces at most, head and body.
    let mut back = inside.try_clone().unwrap();
    let reader = thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = back.read_to_end(&mut bytes);
        bytes
    });
    client
        .sock
        .set_read_timeout(Some(std::time::Duration::from_millis(50)))
        .unwrap();
    let mut piece = [0; 64 << 10];
    while !reader.is_finished() {
        match client.read(&mut piece) {
            Ok(0) => break,
            Ok(count) => inside.write_all(&piece[..count]).unwrap(),
            Err(_) => {}
        }
    }
    *answer.lock().unwrap() = reader.join().unwrap();
    let _ = client.write_all(&answer.lock().unwrap());
    client.conn.send_close_notify();
    let _ = client.flush();
}

fn enrol(backend: &Backend, door: &Door, host: &str, trusted: Option<&str>) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let mut code = backend.code(1, "Example Corp");
    code.server = format!("https://{host}:{}", door.address.port());
    let mut command = Command::new(env!("CARGO_BIN_EXE_lanyard-booth"));
    command.arg("--home").arg(folder.path()).args([
        "--key-file",
        "--json",
        "enrol",
        &code.to_string(),
    ]);
    if let Some(certificate) = trusted {
        let file = folder.path().join("trusted.pem");
        std::fs::write(&file, certificate).unwrap();
        command.env("SSL_CERT_FILE", file);
    }
    command.output().unwrap()
}

#[test]
fn a_backend_with_its_own_certificate_is_believed_and_any_other_is_told_nothing() {
    let backend = Backend::start();
    let door = door(&["localhost"], backend.address);
    let passed = || door.entered.load(Ordering::SeqCst);

    // Nobody vouches for it.
    let stranger = enrol(&backend, &door, "localhost", None);
    assert!(!stranger.status.success());
    assert!(String::from_utf8_lossy(&stranger.stdout).contains("\"connection\""));
    // Somebody vouches for it under another name.
    let other_name = enrol(&backend, &door, "127.0.0.1", Some(&door.certificate));
    assert!(!other_name.status.success());
    assert_eq!(passed(), 0);

    let friend = enrol(&backend, &door, "localhost", Some(&door.certificate));
    let said = String::from_utf8_lossy(&friend.stderr);
    assert!(friend.status.success(), "{said}");
    assert_eq!(passed(), 1);
}

#[test]
fn a_computer_without_certificates_is_told_so_and_still_reaches_itself() {
    let backend = Backend::start();
    let folder = tempfile::tempdir().unwrap();
    let door = door(&["localhost"], backend.address);
    let nothing = folder.path().join("empty.pem");
    std::fs::write(&nothing, "").unwrap();
    let enrol = |server: &str| {
        let mut code = backend.code(1, "Example Corp");
        code.server = server.to_owned();
        Command::new(env!("CARGO_BIN_EXE_lanyard-booth"))
            .arg("--home")
            .arg(folder.path().join("home"))
            .args(["--key-file", "enrol", &code.to_string()])
            .env("SSL_CERT_FILE", &nothing)
            .env("SSL_CERT_DIR", folder.path())
            .output()
            .unwrap()
    };
    let encrypted = enrol(&format!("https://localhost:{}", door.address.port()));
    assert_eq!(encrypted.status.code(), Some(1));
    let said = String::from_utf8_lossy(&encrypted.stderr);
    assert!(said.contains("no trusted certificates"), "{said}");
    assert!(enrol(&backend.url()).status.success());
}
