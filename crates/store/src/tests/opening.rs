//! Tests of opening a database: keys, migrations, concurrent processes, enrolments and settings.

use protocol::{DeviceStatus, KeyId, Nonce, SecretBytes, UnixMillis};

use super::fixture::*;
use crate::{Attempt, OpenError, Setting, Store, StoreError, schema};

#[test]
fn what_was_saved_is_there_after_reopening() {
    let bench = Bench::new();
    let (mut store, device) = bench.enrolled();
    save(&mut store, device, scan(1));
    save(&mut store, device, note(1, "wants a demo"));
    let before = store.head(device).unwrap();
    drop(store);

    let mut store = bench.open();
    assert_eq!(store.head(device).unwrap(), before);
    assert_eq!(store.verify_chain(device), Ok(2));
    assert_eq!(save(&mut store, device, scan(2)), 3);
}

/// SQLite is initialised once per process, so each attempt is a separate process.
#[test]
fn threads_of_a_new_process_that_open_at_the_same_moment_all_open() {
    const PROCESSES: usize = 60;
    const THREADS: u8 = 8;
    const THIS: &str =
        "tests::opening::threads_of_a_new_process_that_open_at_the_same_moment_all_open";
    if in_a_process_of_its_own(THIS).is_some() {
        for _ in 1..PROCESSES {
            in_a_process_of_its_own(THIS);
        }
        return;
    }
    let start = std::sync::Barrier::new(usize::from(THREADS));
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                let bench = Bench::new();
                start.wait();
                bench.open();
            });
        }
    });
}

#[test]
fn every_setting_that_durability_and_secrecy_rest_on_is_in_force() {
    let store = Bench::new().open();
    let pragma = |name: &str| -> String {
        store
            .connection
            .query_row(&format!("PRAGMA {name}"), [], |row| {
                row.get_ref(0).map(|value| match value {
                    rusqlite::types::ValueRef::Integer(number) => number.to_string(),
                    other => other.as_str().unwrap().to_owned(),
                })
            })
            .unwrap()
    };
    for (name, value) in [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("fullfsync", "1"),
        ("checkpoint_fullfsync", "1"),
        ("foreign_keys", "1"),
        ("recursive_triggers", "1"),
        ("cell_size_check", "1"),
        ("trusted_schema", "0"),
        ("secure_delete", "1"),
        ("temp_store", "2"),
        ("user_version", "1"),
        ("application_id", "1280203076"),
    ] {
        assert_eq!(pragma(name), value, "{name}");
    }
    assert!(pragma("cipher_version").starts_with('4'));
    assert!(rusqlite::version_number() >= crate::MIN_SQLITE_VERSION);
    let loose: i64 = store
        .connection
        .query_row(
            "SELECT count(*) FROM pragma_table_list
             WHERE schema = 'main' AND name NOT LIKE 'sqlite_%' AND strict = 0",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(loose, 0, "every table is STRICT");
}

#[test]
fn a_wrong_key_is_refused_and_the_file_is_untouched() {
    let bench = Bench::new();
    let (mut store, device) = bench.enrolled();
    save(&mut store, device, scan(1));
    drop(store);
    let before = std::fs::read(bench.path()).unwrap();
    let wrong = SecretBytes::new([0x43; 32]);

    let with_key_id = Store::open(&bench.path(), &wrong).unwrap_err();
    assert_eq!(with_key_id, OpenError::WrongKey);
    std::fs::remove_file(bench.beside(".key-id")).unwrap();
    let without = Store::open(&bench.path(), &wrong).unwrap_err();
    assert_eq!(without, OpenError::WrongKey);

    assert_eq!(std::fs::read(bench.path()).unwrap(), before);
    assert_eq!(bench.open().verify_chain(device), Ok(1));
}

#[test]
fn a_wrong_key_leaves_the_commits_of_a_crashed_process_alone() {
    let bench = Bench::new();
    let crashed = Bench::new();
    let (mut store, device) = bench.enrolled();
    save(&mut store, device, scan(1));
    for suffix in ["", "-wal"] {
        std::fs::copy(bench.beside(suffix), crashed.beside(suffix)).unwrap();
    }
    let wal = std::fs::read(crashed.beside("-wal")).unwrap();
    let wrong = SecretBytes::new([0x43; 32]);
    let refused = Store::open(&crashed.path(), &wrong).unwrap_err();
    assert_eq!(refused, OpenError::WrongKey);
    assert_eq!(std::fs::read(crashed.beside("-wal")).unwrap(), wal);
    assert_eq!(crashed.open().verify_chain(device), Ok(1));
}

#[test]
fn another_file_is_no_database() {
    let bench = Bench::new();
    std::fs::write(bench.path(), "name,email\nAna,ana@example.org\n").unwrap();
    assert_eq!(bench.try_open().unwrap_err(), OpenError::NotADatabase);

    let plain = Bench::new();
    rusqlite::Connection::open(plain.path())
        .unwrap()
        .execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1)")
        .unwrap();
    assert_eq!(plain.try_open().unwrap_err(), OpenError::NotADatabase);
}

#[test]
fn another_programs_database_with_the_same_key_is_refused() {
    let bench = Bench::new();
    let store = bench.open();
    store
        .connection
        .pragma_update(None, "application_id", 7)
        .unwrap();
    drop(store);
    assert_eq!(bench.try_open().unwrap_err(), OpenError::NotADatabase);
}

#[test]
fn a_newer_layout_is_refused_and_the_file_is_untouched() {
    let bench = Bench::new();
    let store = bench.open();
    store
        .connection
        .pragma_update(None, "user_version", schema::known() + 1)
        .unwrap();
    drop(store);
    let before = std::fs::read(bench.path()).unwrap();
    assert_eq!(
        bench.try_open().unwrap_err(),
        OpenError::NewerSchema {
            found: schema::known() + 1,
            known: schema::known()
        }
    );
    assert_eq!(std::fs::read(bench.path()).unwrap(), before);
}

#[test]
fn a_migration_that_fails_half_way_leaves_the_layout_as_it_was() {
    let bench = Bench::new();
    let (mut store, device) = bench.enrolled();
    save(&mut store, device, scan(1));
    let broken = [
        "",
        "CREATE TABLE more (x INTEGER) STRICT; INSERT INTO nowhere VALUES (1)",
    ];
    assert!(schema::migrate_by(&mut store.connection, &broken).is_err());
    assert!(!store.connection.table_exists(None, "more").unwrap());
    drop(store);
    assert_eq!(bench.open().verify_chain(device), Ok(1));
}

#[test]
fn two_processes_may_make_the_database_at_the_same_time() {
    let bench = Bench::new();
    std::thread::scope(|scope| {
        for number in 1..=4 {
            let bench = &bench;
            scope.spawn(move || enrol(&mut bench.open(), number));
        }
    });
    assert_eq!(bench.open().enrolments().unwrap().len(), 4);
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::new();
    let (_store, _) = bench.enrolled();
    let mut seen = 0;
    for entry in std::fs::read_dir(bench.folder.path()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{:?}", entry.file_name());
        seen += 1;
    }
    assert!(seen >= 3, "database, WAL and key id at least");
}

#[test]
fn a_missing_folder_is_reported() {
    let bench = Bench::new();
    let path = bench.folder.path().join("none/booth.db");
    let error = Store::open(&path, &bench.key).unwrap_err();
    assert!(matches!(error, OpenError::Create { .. }), "{error:?}");
}

#[test]
fn names_codes_notes_and_keys_do_not_lie_readable_on_the_disk() {
    let bench = Bench::new();
    let (mut store, device) = bench.enrolled();
    save(&mut store, device, scan(0xdead_beef));
    save(
        &mut store,
        device,
        note(0xdead_beef, "needle in a haystack"),
    );
    store
        .set_setting(Setting::Operator, Some("Needlewoman"))
        .unwrap();
    let needles: Vec<Vec<u8>> = vec![
        NAME.into(),
        NAME.to_lowercase().into(),
        badge(0xdead_beef).to_string().into(),
        badge(0xdead_beef).as_bytes().to_vec(),
        b"needle in a haystack".to_vec(),
        b"Needlewoman".to_vec(),
        b"lanyard.example".to_vec(),
        vec![0xbb; 16],
        vec![0xcc; 16],
        vec![1; 16],
        b"CREATE TABLE".to_vec(),
    ];
    let look = || {
        for entry in std::fs::read_dir(bench.folder.path()).unwrap() {
            let path = entry.unwrap().path();
            // The shared-memory index of the WAL contains only page numbers, many of which are equal.
            if path.to_string_lossy().ends_with("-shm") {
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            for needle in &needles {
                let found = bytes.windows(needle.len()).any(|window| window == needle);
                assert!(!found, "{needle:?} in {path:?}");
            }
        }
    };
    look();
    drop(store);
    look();
}

#[test]
fn an_enrolment_is_read_back_whole() {
    let bench = Bench::new();
    let (store, device) = bench.enrolled();
    let stored = store.enrolment(device).unwrap();
    let given = enrolment(1);
    assert_eq!(stored.hash, given.hash());
    assert_eq!(stored.server, "https://lanyard.example");
    assert_eq!(stored.backend_keys, given.backend_keys);
    assert_eq!(stored.audience(), Some(given.audience()));
    assert_eq!(stored.badge_key.as_ref(), Some(&given.badge_key));
    assert_eq!(stored.bundle_key, given.bundle_key);
    assert_eq!(stored.notice, given.notice);
    assert_eq!(stored.questions, given.questions);
    assert_eq!(stored.consent_mode, given.consent_mode);
    assert_eq!(stored.allowed_fields, given.allowed_fields);
    assert_eq!(stored.status, DeviceStatus::Active);
    assert_eq!(
        stored.signing_key().unwrap().verifying_key(),
        given.device_key
    );
    let summary = &store.enrolments().unwrap()[0];
    assert_eq!((summary.device, summary.expires), (device, given.expires));
}

#[test]
fn an_enrolment_needs_its_own_key_and_is_taken_once() {
    let bench = Bench::new();
    let (mut store, device) = bench.enrolled();
    assert_eq!(
        store.add_enrolment("https://lanyard.example", &enrolment(2), &seed(3)),
        Err(StoreError::OtherKey)
    );
    save(&mut store, device, scan(1));
    assert_eq!(enrol(&mut store, 1), device, "the same one again");
    assert_eq!(store.enrolments().unwrap().len(), 1);
    assert_eq!(store.verify_chain(device), Ok(1));
}

#[test]
fn an_enrolment_asked_for_again_after_a_crash_has_the_same_key_and_nonce() {
    let bench = Bench::new();
    let attempt = |number: u8| Attempt {
        server: "https://lanyard.example".into(),
        secret: SecretBytes::new([5; 10]),
        backend: Some(KeyId::from_bytes([6; 16])),
        seed: seed(number),
        nonce: Nonce::from_bytes([number; 16]),
        label: "Tablet".into(),
        begun: UnixMillis(1),
    };
    let first = bench.open().begin_enrolment(&attempt(1)).unwrap();
    assert_eq!(first, attempt(1));

    let mut store = bench.open();
    assert_eq!(store.begin_enrolment(&attempt(2)).unwrap(), first);
    assert_eq!(store.enrolment_attempts().unwrap(), [first]);
    enrol(&mut store, 1);
    assert_eq!(store.enrolment_attempts().unwrap(), []);

    let other = store.begin_enrolment(&attempt(3)).unwrap();
    store.abandon_enrolment(other.nonce).unwrap();
    assert_eq!(store.enrolment_attempts().unwrap(), []);
}

#[test]
fn settings_stay_and_the_default_enrolment_is_one_that_exists() {
    let bench = Bench::new();
    let mut store = bench.open();
    assert_eq!(store.default_enrolment(), Ok(None));
    let first = enrol(&mut store, 1);
    assert_eq!(store.default_enrolment(), Ok(Some(first)), "the only one");
    let second = enrol(&mut store, 2);
    assert_eq!(store.default_enrolment(), Ok(None), "two, and none chosen");
    store.set_default_enrolment(second).unwrap();
    store.set_setting(Setting::Operator, Some("Ana")).unwrap();
    drop(store);

    let mut store = bench.open();
    assert_eq!(store.default_enrolment(), Ok(Some(second)));
    assert_eq!(store.setting(Setting::Operator), Ok(Some("Ana".into())));
    store.set_setting(Setting::Operator, None).unwrap();
    assert_eq!(store.setting(Setting::Operator), Ok(None));
    let unknown = device_id(99);
    assert_eq!(
        store.set_default_enrolment(unknown),
        Err(StoreError::UnknownEnrolment { device: unknown })
    );
}
