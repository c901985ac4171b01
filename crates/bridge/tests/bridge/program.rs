//! The program's own manners.

use std::process::Command;

use crate::running::{Events, Running, program};

#[cfg(unix)]
#[test]
fn it_ends_when_told_to_while_somebody_watches() {
    for signal in ["-TERM", "-INT"] {
        let mut running = Running::start(&[]);
        let mut events = Events::of(&running);
        assert!(events.next().is_some());
        let process = running.child.id().to_string();
        let told = Command::new("kill").args([signal, &process]).status();
        assert!(told.unwrap().success());
        assert!(running.ends_well(), "{signal}");
        while events.next().is_some() {}
    }
}

#[test]
fn it_ends_with_the_program_that_started_it() {
    let mut running = Running::start(&[]);
    let mut events = Events::of(&running);
    assert!(events.next().is_some());
    drop(running.stdin.take());
    assert!(running.ends_well());
}

#[test]
fn where_the_pages_are_not_built_it_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = program(&folder);
    std::fs::remove_file(folder.path().join("pages/index.html")).unwrap();
    let output = program.output().unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("npm run build:web"), "{said}");
}

#[test]
fn a_port_that_is_taken_is_said_to_be() {
    let first = Running::start(&[]);
    let port = first.host().rsplit_once(':').unwrap().1;
    let folder = tempfile::tempdir().unwrap();
    let output = program(&folder).args(["--port", port]).output().unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains(port), "{said}");
}
