//! The commands of `lanyard-server`, run as programs on a database of their own.

use std::path::Path;
use std::process::{Command, Output};

use backend_db::Db;
use protocol::{EnrolmentCode, EnrolmentRequest, Message, Nonce, SecretBytes, SigningKey};
use serde_json::Value;

use test_world::{ADDRESS, TestDatabase};

pub(crate) fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lanyard-server"));
    command
        .current_dir(folder)
        .env_remove("DATABASE_URL")
        .env_remove("LANYARD_MASTER_KEY")
        .env_remove("LANYARD_LISTEN")
        .env_remove("LANYARD_MAIL")
        .env_remove("LANYARD_MAIL_FROM")
        .env_remove("LANYARD_CONFIG")
        .env_remove("LANYARD_MASTER_KEY_FILE")
        .env_remove("LANYARD_MONITOR_TOKEN")
        .env("LANYARD_PUBLIC_URL", "https://lanyard.example");
    if let Ok(address) = std::fs::read_to_string(folder.join(ADDRESS)) {
        command.env("DATABASE_URL", address);
    }
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    program(folder).args(arguments).output().unwrap()
}

pub(crate) fn json(folder: &Path, arguments: &[&str]) -> Value {
    let output = run(folder, &[arguments, &["--json"]].concat());
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {errors}");
    serde_json::from_slice(&output.stdout).unwrap()
}

pub(crate) fn refusal(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert!(!output.status.success(), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn from_an_empty_folder_to_an_enrolment_code() {
    let database = TestDatabase::of_program();
    let folder = database.folder.path();
    let first = run(folder, &["event", "list"]);
    assert!(String::from_utf8_lossy(&first.stderr).contains("Back it up"));
    std::fs::write(folder.join("notice.txt"), "Another text.").unwrap();
    let event = json(
        folder,
        &[
            "event",
            "create",
            "tiny",
            "--name",
            "Tiny Conf",
            "--ends",
            "2099-05-20",
        ],
    );
    assert_eq!(event["event"], "TINY");
    assert_eq!(event["notice_version"], 1);
    let event = json(folder, &["event", "set", "--notice", "notice.txt"]);
    assert_eq!(
        (&event["notice_version"], &event["notice"]),
        (&2.into(), &"Another text.".into())
    );
    let same = json(folder, &["event", "set", "--notice", "notice.txt"]);
    assert_eq!(
        same["notice_version"], 2,
        "the same text is the same version"
    );

    json(folder, &["sponsor", "add", "Example Corp"]);
    let token = json(folder, &["sponsor", "token", "Example Corp"]);
    assert!(token["token"].as_str().unwrap().starts_with("lsp_"));
    assert!(refusal(folder, &["sponsor", "token", "Example Corp"]).contains("another label"));
    json(folder, &["sponsor", "token-revoke", "Example Corp"]);

    let code = json(
        folder,
        &[
            "device",
            "code",
            "--sponsor",
            "Example Corp",
            "--label",
            "T1",
            "--svg",
            "c.svg",
        ],
    );
    let parsed: EnrolmentCode = code["code"].as_str().unwrap().parse().unwrap();
    assert_eq!(parsed.server, "https://lanyard.example");
    let typed = EnrolmentCode::parse_secret(code["typed"].as_str().unwrap());
    assert_eq!(typed, Ok(parsed.secret));
    assert!(
        std::fs::read_to_string(folder.join("c.svg"))
            .unwrap()
            .starts_with("<svg")
    );
    assert_eq!(json(folder, &["device", "list"]), serde_json::json!([]));
}

#[tokio::test]
async fn what_the_organiser_reads_and_hands_out_stands_in_the_audit_log() {
    let database = TestDatabase::of_program();
    let folder = database.folder.path();
    json(folder, &["event", "create", "one"]);
    std::fs::write(folder.join("r.csv"), "registration_id,first_name\nR1,Ada\n").unwrap();
    json(folder, &["import", "r.csv"]);
    json(folder, &["sponsor", "add", "Example Corp"]);
    json(
        folder,
        &["sponsor", "token", "Example Corp", "--label", "crm"],
    );
    json(
        folder,
        &["sponsor", "token-revoke", "Example Corp", "--label", "crm"],
    );
    json(folder, &["attendee", "token", "R1"]);
    json(folder, &["report", "list"]);
    refusal(folder, &["attendee", "token", "R2"]);

    let db = Db::open(&database.url).await.unwrap();
    let mut tx = db.read().await.unwrap();
    let log: Vec<(String, i64)> = tx
        .query(
            "SELECT action, leads FROM audit WHERE actor_kind = 'organiser' ORDER BY number",
            &[],
        )
        .await
        .unwrap()
        .iter()
        .map(|row| (row.get(0).unwrap(), row.get(1).unwrap()))
        .collect();
    let expected = [
        ("import", 1),
        ("make sponsor token", 0),
        ("revoke sponsor token", 0),
        ("make attendee token", 1),
        ("list reports", 0),
    ]
    .map(|(action, leads)| (action.to_owned(), leads));
    assert_eq!(log, expected);
}

#[test]
fn somebody_of_a_team_is_added_listed_and_given_a_link() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    json(folder, &["event", "create", "one"]);
    json(folder, &["sponsor", "add", "Example Corp"]);
    let of = |verb| ["sponsor", "member", verb, "Example Corp"];
    let with = |verb, rest: &[&str]| json(folder, &[&of(verb), rest].concat());
    let added = with(
        "add",
        &["Quinn@Example.org", "--name", "Quinn", "--role", "owner"],
    );
    assert_eq!(added["role"], "owner");
    assert_eq!(with("list", &[])[0]["email"], "quinn@example.org");
    let made = with("link", &["quinn@example.org", "--minutes", "60"]);
    let link = made["link"].as_str().unwrap();
    assert!(
        link.starts_with("https://lanyard.example/sign-in/"),
        "{link}"
    );
    refusal(folder, &[&of("link")[..], &["eve@example.org"]].concat());
}

#[test]
fn mistakes_are_said_in_words_and_change_nothing() {
    let database = TestDatabase::of_program();
    let folder = database.folder.path();
    assert!(refusal(folder, &["sponsor", "list"]).contains("name the event"));
    json(folder, &["event", "create", "one"]);
    assert!(refusal(folder, &["event", "create", "one"]).contains("already"));
    assert!(refusal(folder, &["sponsor", "token", "Nobody"]).contains("no sponsor"));
    let long = "x".repeat(121);
    assert!(refusal(folder, &["sponsor", "add", &long]).contains("120 bytes"));
    assert_eq!(json(folder, &["sponsor", "list"]), serde_json::json!([]));
    json(folder, &["event", "create", "two"]);
    assert!(refusal(folder, &["sponsor", "list"]).contains("there are 2"));
    assert!(refusal(folder, &["sponsor", "list", "--event", "three"]).contains("no event THREE"));
}

#[test]
fn a_lost_master_key_is_said_and_none_is_made_in_its_place() {
    let database = TestDatabase::of_program();
    let folder = database.folder.path();
    json(folder, &["event", "list"]);
    std::fs::remove_file(folder.join("master.key")).unwrap();
    assert!(refusal(folder, &["event", "list"]).contains("restore it"));
    assert!(!folder.join("master.key").exists());
}

#[test]
fn settings_are_read_from_a_file_and_checked_without_showing_secrets_or_making_anything() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let settings = "database_url = 'sqlite:of-the-file.db'
        public_url = 'https://from-the-file.example'
        mail = 'smtps://lanyard:hunter2@mail.example'
        mail_from = 'Lanyard <lanyard@example.org>'";
    std::fs::write(folder.join("lanyard.toml"), settings).unwrap();
    let report = json(folder, &["check-config", "--config", "lanyard.toml"]);
    let setting = |name: &str| {
        let settings = report["settings"].as_array().unwrap();
        let found = settings.iter().find(|shown| shown["setting"] == name);
        found.unwrap().clone()
    };
    assert_eq!(setting("database_url")["from"], "lanyard.toml");
    // The tests' own variable counts before the file.
    assert_eq!(setting("public_url")["value"], "https://lanyard.example");
    assert_eq!(setting("public_url")["from"], "LANYARD_PUBLIC_URL");
    assert_eq!(setting("mail")["value"], "smtps://…@mail.example");
    assert!(!report.to_string().contains("hunter2"), "{report}");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1);

    json(folder, &["event", "list", "--config", "lanyard.toml"]);
    assert!(folder.join("of-the-file.db").exists());
    let good = run(folder, &["check-config", "--config", "lanyard.toml"]);
    let shown = String::from_utf8(good.stdout).unwrap();
    assert!(good.status.success(), "{shown}");
    assert!(shown.contains("opens what is sealed"), "{shown}");

    std::fs::write(folder.join("lanyard.toml"), "public_url = 7").unwrap();
    assert!(refusal(folder, &["check-config", "--config", "lanyard.toml"]).contains("in quotes"));
    let arguments = ["check-config", "--public-url", "http://lanyard.example"];
    assert!(refusal(folder, &arguments).contains("could not run"));
    assert!(refusal(folder, &["serve", "--listen", "everywhere"]).contains("the command line"));
}

/// A signed request for an enrolment with this code.
pub(crate) fn request_for(code: &str) -> Vec<u8> {
    let code: EnrolmentCode = code.parse().unwrap();
    let key = SigningKey::from_seed(SecretBytes::new([7; 32])).unwrap();
    let request = EnrolmentRequest {
        secret: code.secret,
        device_key: key.verifying_key(),
        label: "Marie-Antoinette’s tablet".into(),
        nonce: Nonce::from_bytes([1; 16]),
        time: protocol::UnixMillis(0),
    };
    request.sign(&key).unwrap().into_bytes()
}

#[tokio::test]
async fn a_sign_in_link_for_the_help_desk_is_made_and_written_down() {
    let database = TestDatabase::of_program();
    let folder = database.folder.path();
    let event = ["event", "create", "tiny", "--name", "Tiny", "--ends"];
    json(folder, &[&event[..], &["2099-05-20"]].concat());
    std::fs::write(
        folder.join("people.csv"),
        "registration_id,first_name,email\nR-1,Ada,ada@example.org\n",
    )
    .unwrap();
    json(folder, &["import", "people.csv"]);
    let made = json(folder, &["attendee", "link", "R-1"]);
    let link = made["link"].as_str().unwrap();
    assert!(
        link.starts_with("https://lanyard.example/sign-in/"),
        "{link}"
    );
    assert_eq!(made["minutes"], 10);
    assert!(refusal(folder, &["attendee", "link", "R-2"]).contains("no attendee"));
    let db = Db::open(&database.url).await.unwrap();
    let mut tx = db.read().await.unwrap();
    let sql = "SELECT count(*) FROM audit WHERE action = 'make attendee link'";
    let row = tx.query_one(sql, &[]).await.unwrap().unwrap();
    assert_eq!(row.get::<i64>(0).unwrap(), 1);
}
