//! Backups, moving and another master key, by the program's own commands.

use std::path::Path;

use serde_json::Value;

use crate::commands::{json, refusal};
use test_world::{ADDRESS, TestDatabase};

/// An event with a sponsor, in whatever database the folder names.
fn fill(folder: &Path) {
    json(folder, &["event", "create", "tiny", "--ends", "2099-05-20"]);
    json(folder, &["sponsor", "add", "Example Corp"]);
}

fn sponsors(folder: &Path) -> Vec<String> {
    let list = json(folder, &["sponsor", "list"]);
    let name = |one: &Value| one["name"].as_str().unwrap().to_owned();
    list.as_array().unwrap().iter().map(name).collect()
}

fn read(folder: &Path, file: &str) -> Option<String> {
    std::fs::read_to_string(folder.join(file)).ok()
}

#[test]
fn a_backup_is_restored_as_the_guide_says() {
    let database = TestDatabase::of_program();
    let folder = database.folder.path();
    fill(folder);
    let backup = ["backup", "copy.db"];
    if database.is_postgres() {
        assert!(refusal(folder, &backup).contains("pg_dump"));
        assert!(!folder.join("copy.db").exists());
        return;
    }
    let made = json(folder, &backup);
    let bytes = std::fs::read(folder.join("copy.db")).unwrap();
    assert_eq!(made["bytes"], bytes.len());
    json(folder, &["sponsor", "add", "Late Corp"]);
    // What is there is never overwritten.
    refusal(folder, &backup);
    assert_eq!(std::fs::read(folder.join("copy.db")).unwrap(), bytes);

    for file in ["test.db-wal", "test.db-shm"] {
        let _ = std::fs::remove_file(folder.join(file));
    }
    std::fs::copy(folder.join("copy.db"), folder.join("test.db")).unwrap();
    assert_eq!(sponsors(folder), ["Example Corp"]);
    json(folder, &["sponsor", "add", "Later Corp"]);
    assert_eq!(sponsors(folder), ["Example Corp", "Later Corp"]);
}

#[test]
fn a_database_is_moved_once_and_goes_on_where_it_is() {
    let target = TestDatabase::of_program();
    let folder = target.folder.path();
    let address = read(folder, ADDRESS).unwrap();
    let set = |address: &str| std::fs::write(folder.join(ADDRESS), address).unwrap();
    // The source lies in the target's folder, and so beside the one master key.
    set("sqlite:source.db");
    fill(folder);
    set(&address);
    let go = ["move", "--from", "sqlite:source.db"];
    let moved = json(folder, &go);
    let rows = |table: &str| {
        let tables = moved.as_array().unwrap();
        let found = tables.iter().find(|moved| moved["table"] == table);
        found.unwrap()["rows"].clone()
    };
    assert_eq!((rows("event"), rows("sponsor")), (1.into(), 1.into()));
    assert_eq!(sponsors(folder), ["Example Corp"]);
    json(folder, &["sponsor", "add", "Late Corp"]);

    // Again it would overwrite what has come since.
    assert!(refusal(folder, &go).contains("not empty"));
    assert_eq!(sponsors(folder), ["Example Corp", "Late Corp"]);
    let nowhere = ["move", "--from", "sqlite:nowhere.db"];
    assert!(refusal(folder, &nowhere).contains("there is no database"));
    assert!(!folder.join("nowhere.db").exists());
    let same = ["move", "--from", &address];
    assert!(refusal(folder, &same).contains("same database"));
}

#[test]
fn the_master_key_is_changed_and_every_old_one_is_kept() {
    let database = TestDatabase::of_program();
    let folder = database.folder.path();
    fill(folder);
    let first = read(folder, "master.key");
    let done = json(folder, &["master-key", "rotate"]);
    // The signing seed and two keys of the event.
    assert_eq!(done["sealed_again"], 3);
    let second = read(folder, "master.key");
    assert_ne!(second, first);
    assert_eq!(read(folder, "master.key.old"), first);
    assert_eq!(sponsors(folder), ["Example Corp"]);

    json(folder, &["master-key", "rotate"]);
    assert_eq!(
        read(folder, "master.key.old"),
        first,
        "a backup may need it"
    );
    assert_eq!(read(folder, "master.key.old2"), second);
    assert_eq!(read(folder, "master.key.new"), None);
    assert_eq!(sponsors(folder), ["Example Corp"]);
}

#[test]
fn a_rotation_that_was_broken_off_anywhere_is_taken_up_again() {
    let database = TestDatabase::of_program();
    let folder = database.folder.path();
    let rename =
        |from: &str, to: &str| std::fs::rename(folder.join(from), folder.join(to)).unwrap();
    fill(folder);
    let first = read(folder, "master.key");

    // While the new key was written.
    std::fs::write(folder.join("master.key.new"), "12ab").unwrap();
    assert_eq!(sponsors(folder), ["Example Corp"]);
    json(folder, &["master-key", "rotate"]);
    let second = read(folder, "master.key");
    assert_eq!(read(folder, "master.key.old"), first);

    // Between the commit and the first of the two renames.
    rename("master.key", "master.key.new");
    rename("master.key.old", "master.key");
    assert_eq!(sponsors(folder), ["Example Corp"]);
    assert_eq!(read(folder, "master.key"), second);
    assert_eq!(read(folder, "master.key.old"), first);

    // Between the two renames.
    rename("master.key", "master.key.new");
    assert_eq!(sponsors(folder), ["Example Corp"]);
    assert_eq!(read(folder, "master.key"), second);
    assert_eq!(read(folder, "master.key.old"), first);
    assert_eq!(read(folder, "master.key.new"), None);

    // Before the commit: the new key that was written is the one that is used then.
    let third = "c".repeat(64);
    std::fs::write(folder.join("master.key.new"), &third).unwrap();
    assert_eq!(sponsors(folder), ["Example Corp"]);
    assert_eq!(read(folder, "master.key"), second);
    json(folder, &["master-key", "rotate"]);
    assert_eq!(read(folder, "master.key"), Some(third));
    assert_eq!(sponsors(folder), ["Example Corp"]);

    // A new key that seals nothing yet does not stand in for one that is lost.
    rename("master.key", "lost");
    std::fs::write(folder.join("master.key.new"), "d".repeat(64)).unwrap();
    assert!(refusal(folder, &["sponsor", "list"]).contains("restore it"));
    assert_eq!(read(folder, "master.key"), None);
}
