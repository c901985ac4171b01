//! The booth on the command line, as a person or a script drives it.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use protocol::ConsentMode;
use vision::OwnedFrame;

use crate::backend::{Answer, Backend, badge, do_not_scan_badge};
use crate::pictures::{film, frame};
use crate::shell::{Shell, lines, objects, text};

#[test]
fn a_code_enrols_and_a_badge_is_saved_listed_and_synced() {
    let backend = Backend::start();
    let shell = Shell::enrolled(&backend);
    let scanned = shell.run(&["scan", &badge(1, "Ada"), "--operator", "Ana"]);
    assert!(scanned.status.success());
    let line = &lines(&scanned)[0];
    let scan = line.strip_prefix("saved ").unwrap();
    assert_eq!(text(&scanned.stderr), "Saved. Ada\n");

    let listed = shell.run(&["list", "--search", "ada", "--json"]);
    assert_eq!(objects(&listed)[0]["scan"], scan);
    assert_eq!(shell.pending(), 1);

    let noted = shell.run(&[
        "note",
        scan,
        "--text",
        "Wants a demo",
        "--rating",
        "4",
        "--tag",
        "hot",
        "--answer",
        "1=more",
        "--answer",
        "2=yes",
    ]);
    assert!(noted.status.success(), "{}", text(&noted.stderr));
    let narrowed = shell.run(&["narrow", scan, "--remove", "email,country"]);
    assert!(narrowed.status.success());
    let synced = shell.run(&["sync"]);
    assert!(synced.status.success());
    assert!(lines(&synced)[0].starts_with("held "));
    assert!(text(&shell.run(&["status"]).stdout).contains("Green: "));
    let voided = shell.run(&["void", scan, "--reason", "wrong person"]);
    assert!(voided.status.success());
    assert_eq!(shell.pending(), 1);
}

#[test]
fn each_result_has_its_line() {
    let backend = Backend::start();
    let shell = Shell::enrolled(&backend);
    let ada = badge(1, "Ada");
    let input = format!(
        "{ada}\r\n{}\t{}\nhttps://example.org/\n",
        ada.to_lowercase(),
        do_not_scan_badge(2, "Bob")
    );
    let output = shell.run_with_input(&["scan", "--stdin", "--rapid"], input.as_bytes());
    assert!(output.status.success());
    let told = lines(&output);
    let scan = told[0].strip_prefix("saved ").unwrap();
    assert_eq!(told[1], format!("already {scan}"));
    assert_eq!(told[2..], ["do-not-scan", "refused not_a_badge"]);
    assert_eq!(text(&output.stderr), "");

    let output = shell.run_with_input(&["scan", "--stdin", "--json"], input.as_bytes());
    let told = objects(&output);
    let words: Vec<_> = told.iter().map(|line| line["result"].clone()).collect();
    assert_eq!(words, ["already", "already", "do_not_scan", "refused"]);
    assert_eq!(told[0]["name"], "Ada");
    assert_eq!(told[3]["reason"], "not_a_badge");
    assert!(told[3]["ms"].is_number());
}

#[test]
fn a_badge_held_in_view_of_a_film_is_one_scan() {
    let backend = Backend::start();
    let shell = Shell::enrolled(&backend);
    let (ada, bob) = (badge(1, "Ada"), badge(2, "Bob"));
    let mut frames = vec![None; 3];
    frames.extend(vec![Some(ada.as_str()); 20]);
    frames.extend(vec![None; 2]);
    frames.extend(vec![Some(bob.as_str()); 20]);
    // Away for longer than a badge is waved about, then back.
    frames.extend(vec![None; 30]);
    frames.push(Some(&ada));
    let output = shell.run_with_input(&["scan", "--video", "-", "--json"], &film(&frames, 10));
    assert!(output.status.success(), "{}", text(&output.stderr));
    let told = objects(&output);
    let words: Vec<_> = told
        .iter()
        .map(|line| (line["result"].as_str().unwrap(), line["name"].as_str()))
        .collect();
    assert_eq!(
        words,
        [
            ("saved", Some("Ada")),
            ("saved", Some("Bob")),
            ("already", Some("Ada"))
        ]
    );
    assert_eq!(told[0]["frame"], 3);
}

#[test]
fn saved_is_said_at_once_and_not_at_the_end() {
    let backend = Backend::start();
    let shell = Shell::enrolled(&backend);
    let mut child = shell
        .command(&["scan", "--stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    for number in 0..3 {
        writeln!(input, "{}", badge(number, "Ada")).unwrap();
        input.flush().unwrap();
        let mut line = String::new();
        // The input stays open, so the line comes now or never.
        output.read_line(&mut line).unwrap();
        assert!(line.starts_with("saved "), "{line}");
    }
    // However it ends, what was called saved is there.
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(shell.pending(), 3);
}

#[test]
fn a_closed_output_stops_no_scan() {
    let backend = Backend::start();
    let shell = Shell::enrolled(&backend);
    let mut child = shell
        .command(&["scan", "--stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut input = child.stdin.take().unwrap();
    for number in 0..5 {
        writeln!(input, "{}", badge(number, "Ada")).unwrap();
    }
    drop(input);
    let mut said = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    assert!(child.wait().unwrap().success(), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    assert_eq!(shell.pending(), 5);
}

#[test]
fn in_confirm_mode_the_question_is_asked_and_only_yes_shares() {
    let backend = Backend::start();
    backend.state().consent_mode = ConsentMode::Confirm;
    let shell = Shell::enrolled(&backend);
    let input = format!(
        "{}\r\ny\r\n{}\r\n\r\n{}\r\n{}\nn\n",
        badge(1, "Ada"),
        badge(2, "Bob"),
        badge(3, "Cleo"),
        badge(4, "Dan"),
    );
    let output = shell.run_with_input(&["scan", "--stdin"], input.as_bytes());
    let told = lines(&output);
    assert!(told[0].starts_with("saved "), "{told:?}");
    // Bob's answer was another badge, Cleo's; Dan's never came.
    assert!(
        told[1..].iter().all(|line| line == "not-shared"),
        "{told:?}"
    );
    assert!(text(&output.stderr).contains("Hello Ada. Example Corp gets: first name, "));
    assert_eq!(shell.pending(), 1);

    let scripted = shell.run(&["scan", &badge(4, "Dan"), "--confirmed", "--fields", "email"]);
    assert!(lines(&scripted)[0].starts_with("saved "));
    let rapid = shell.run(&["scan", &badge(5, "Eve"), "--rapid"]);
    assert_eq!(lines(&rapid), ["not-shared"]);
    assert_eq!(shell.pending(), 2);
}

#[test]
fn a_sync_that_fails_says_so_and_keeps_everything() {
    let backend = Backend::start();
    let shell = Shell::enrolled(&backend);
    shell.run(&["scan", &badge(1, "Ada")]);
    backend.always(Answer::canned(200, "text/html", b"<h1>Welcome</h1>"));
    let synced = shell.run(&["sync", "--json"]);
    assert!(!synced.status.success());
    assert_eq!(objects(&synced)[0]["failure"], "not_the_backend");
    assert_eq!(shell.pending(), 1);
    backend.always(Answer::Honest);
    assert!(shell.run(&["sync"]).status.success());
    assert_eq!(shell.pending(), 0);
}

#[test]
fn a_copied_folder_fails_its_sync_and_warns_before_each_scan() {
    let backend = Backend::start();
    let (shell, copy) = (Shell::enrolled(&backend), Shell::new());
    std::fs::create_dir(copy.path("home")).unwrap();
    for file in std::fs::read_dir(shell.path("home")).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), copy.path("home").join(file.file_name())).unwrap();
    }
    shell.run(&["scan", &badge(1, "Ada")]);
    assert!(shell.run(&["sync"]).status.success());
    copy.run(&["scan", &badge(2, "Bob")]);
    let synced = copy.run(&["sync"]);
    assert_eq!(synced.status.code(), Some(1));
    assert!(lines(&synced)[0].starts_with("diverged "));
    assert!(text(&synced.stderr).contains("set back or copied"));
    let status = objects(&copy.run(&["status", "--json"]));
    assert_eq!(status[0]["enrolments"][0]["diverged"], true);
    assert_eq!(status[0]["enrolments"][0]["green"], false);
    let warned = copy.run(&["scan", &badge(3, "Cleo"), "--rapid"]);
    assert!(text(&warned.stderr).contains("Enrol it anew"));
    assert!(shell.run(&["sync"]).status.success());
}

/// Reads what a child says until a line has this in it.
fn read_until(said: &mut impl BufRead, wanted: &str) {
    let mut line = String::new();
    while !line.contains(wanted) {
        line.clear();
        assert_ne!(said.read_line(&mut line).unwrap(), 0, "no {wanted}");
    }
}

#[test]
fn a_sync_in_the_background_says_why_nothing_goes_through() {
    let backend = Backend::start();
    let shell = Shell::enrolled(&backend);
    shell.run(&["scan", &badge(1, "Ada")]);
    backend.always(Answer::canned(200, "text/html", b"<h1>Welcome</h1>"));
    for arguments in [&["sync", "--watch"][..], &["scan", "--stdin", "--sync"]] {
        let mut child = shell
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        // The input stays open, so it is said meanwhile or never.
        read_until(&mut said, "something other than the backend answered");
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_scan_with_its_closing_sync() {
    let backend = Backend::start();
    let shell = Shell::enrolled(&backend);
    backend.always(Answer::HangUp);
    let mut child = shell
        .command(&["scan", "--stdin", "--sync"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    writeln!(input, "{}", badge(1, "Ada")).unwrap();
    read_until(&mut output, "saved ");
    // Half a line is no code.
    write!(input, "{}", badge(2, "Bob")).unwrap();
    backend.always(Answer::Honest);
    let interrupted = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(interrupted.unwrap().success());
    read_until(&mut output, "held ");
    assert!(child.wait().unwrap().success());
    assert_eq!(shell.pending(), 0);
    drop(input);
    assert_eq!(
        backend.state().kept.values().next().unwrap().records.len(),
        1
    );
}

#[test]
fn a_video_that_breaks_off_still_sends_what_it_gave() {
    let backend = Backend::start();
    let shell = Shell::enrolled(&backend);
    let ada = badge(1, "Ada");
    let mut cut = film(&[Some(&ada), Some(&ada), Some(&ada)], 10);
    cut.truncate(cut.len() - 1000);
    let output = shell.run_with_input(&["scan", "--video", "-", "--sync"], &cut);
    assert!(!output.status.success());
    assert!(lines(&output).iter().any(|line| line.starts_with("held ")));
    assert_eq!(shell.pending(), 0);
}

#[test]
fn the_operator_is_remembered_and_a_name_that_cannot_be_is_not() {
    let backend = Backend::start();
    let shell = Shell::enrolled(&backend);
    shell.run(&["scan", &badge(1, "Ada"), "--operator", "Ana"]);
    shell.run(&["scan", &badge(2, "Bob"), "--operator", &"x".repeat(65)]);
    let scanned = shell.run(&["scan", &badge(3, "Cleo")]);
    assert!(scanned.status.success());
    let listed = objects(&shell.run(&["list", "--json"]));
    assert_eq!(listed.len(), 2);
    assert!(listed.iter().all(|scan| scan["operator"] == "Ana"));
}

#[test]
fn a_filter_that_nothing_fits_does_not_say_that_there_are_no_scans() {
    let backend = Backend::start();
    let shell = Shell::enrolled(&backend);
    let said = |arguments: &[&str]| text(&shell.run(arguments).stderr);
    assert!(said(&["list"]).starts_with("No scans here yet."));
    shell.run(&["scan", &badge(1, "Ada")]);
    for filter in [&["--search", "zzz"], &["--state", "quarantined"]] {
        assert_eq!(said(&[&["list"], &filter[..]].concat()), "No scan fits.\n");
    }
}

#[test]
fn an_export_does_not_write_over_a_file_and_says_it_once() {
    let backend = Backend::start();
    let shell = Shell::enrolled(&backend);
    shell.run(&["scan", &badge(1, "Ada")]);
    let file = shell.path("scans.lanyard");
    std::fs::write(&file, "mine").unwrap();
    let refused = shell.run(&["export", file.to_str().unwrap()]);
    assert!(!refused.status.success());
    let expected = format!(
        "{} is there already; choose another name.\n",
        file.display()
    );
    assert_eq!(text(&refused.stderr), expected);
    assert_eq!(std::fs::read(&file).unwrap(), b"mine");
}

#[test]
fn an_empty_home_variable_counts_as_unset() {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_lanyard-booth"))
        .args(["--key-file", "status", "--json"])
        .env("LANYARD_HOME", "")
        .env("HOME", folder.path())
        .env("XDG_DATA_HOME", folder.path())
        .env("LOCALAPPDATA", folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let home = objects(&output)[0]["home"].as_str().unwrap().to_owned();
    assert!(Path::new(&home).starts_with(folder.path()), "{home}");
}

#[cfg(unix)]
#[test]
fn a_scan_that_cannot_be_saved_is_loud() {
    use std::os::unix::fs::PermissionsExt;

    let backend = Backend::start();
    let shell = Shell::enrolled(&backend);
    let mode = |mode| {
        for file in std::fs::read_dir(shell.path("home")).unwrap() {
            let path = file.unwrap().path();
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    mode(0o400);
    let output = shell.run(&["scan", &badge(1, "Ada")]);
    mode(0o600);
    // Root may write what it likes, and then it is saved.
    let saved = lines(&output).iter().any(|line| line.starts_with("saved "));
    assert_eq!(output.status.success(), saved);
    assert_eq!(shell.pending(), u64::from(saved));
    assert!(saved || !output.stderr.is_empty());
}

#[test]
fn an_operators_name_that_cannot_be_recorded_fails_the_scan_and_the_command() {
    let backend = Backend::start();
    let shell = Shell::enrolled(&backend);
    let name = "x".repeat(65);
    let output = shell.run(&["scan", &badge(1, "Ada"), "--operator", &name]);
    assert!(!output.status.success());
    assert_eq!(lines(&output), ["not-saved not_recordable"]);
    assert!(text(&output.stderr).starts_with("Not saved: "));
}

#[test]
fn pictures_are_read_without_an_enrolment_and_a_bad_one_stops_nothing() {
    let shell = Shell::new();
    // A BMP is a header before the pixels.
    let good = shell.path("good.bmp");
    std::fs::write(&good, bmp(&frame(Some("HELLO 123")))).unwrap();
    let bad = shell.path("bad.png");
    std::fs::write(&bad, "no picture").unwrap();
    let missing = shell.path("missing.png");
    let paths: Vec<_> = [&bad, &good, &missing]
        .map(|path| path.to_str().unwrap())
        .into();
    let output = shell.run(&[&["read"], paths.as_slice()].concat());
    assert_eq!(output.status.code(), Some(1));
    let told = objects(&output);
    assert_eq!(told.len(), 3);
    assert!(told[0]["error"].is_string() && told[2]["error"].is_string());
    assert_eq!(told[1]["texts"], serde_json::json!(["HELLO 123"]));
    assert_eq!(told[1]["path"], paths[1]);
    assert!(told[1]["ms"].is_number());
    assert!(!shell.path("home").exists());
    assert_eq!(shell.run(&["read", paths[1]]).status.code(), Some(0));
}

/// 24 bits a pixel, rows from the bottom.
fn bmp(frame: &OwnedFrame) -> Vec<u8> {
    let (width, height) = (frame.width(), frame.height());
    let pixels = width * height * 3;
    let mut bmp = b"BM".to_vec();
    for number in [54 + pixels, 0, 54, 40, width, height] {
        bmp.extend(number.to_le_bytes());
    }
    bmp.extend([1, 0, 24, 0]);
    for number in [0, pixels, 2835, 2835, 0, 0] {
        bmp.extend(number.to_le_bytes());
    }
    for row in (0..height).rev() {
        for pixel in frame.as_frame().row(row) {
            bmp.extend([*pixel; 3]);
        }
    }
    bmp
}

#[test]
fn pictures_are_scanned_each_by_itself_and_one_may_enrol() {
    let backend = Backend::start();
    let shell = Shell::new();
    let page = shell.path("page.bmp");
    let code = backend.code(1, "Example Corp").to_string();
    std::fs::write(&page, bmp(&frame(Some(&code)))).unwrap();
    let enrolled = shell.run(&[
        "enrol",
        "--image",
        page.to_str().unwrap(),
        "--label",
        "Front",
    ]);
    assert!(enrolled.status.success(), "{}", text(&enrolled.stderr));

    let photo = shell.path("photo.bmp");
    std::fs::write(&photo, bmp(&frame(Some(&badge(1, "Ada"))))).unwrap();
    let (photo, none) = (photo.to_str().unwrap(), shell.path("none.bmp"));
    let output = shell.run(&["scan", "--images", photo, none.to_str().unwrap(), photo]);
    let told = lines(&output);
    assert!(told[0].starts_with("saved ") && told[1].starts_with("already "));
    // One of the pictures could not be used, and a script shall know.
    assert!(!output.status.success());
}

#[test]
fn with_several_enrolments_one_must_be_named_or_chosen() {
    let backend = Backend::start();
    let shell = Shell::enrolled(&backend);
    let code = backend.code(2, "Sample Ltd").to_string();
    assert!(shell.run(&["enrol", &code]).status.success());
    let ada = badge(1, "Ada");
    let unclear = shell.run(&["scan", &ada, "--json"]);
    assert!(!unclear.status.success());
    assert_eq!(objects(&unclear)[0]["error"], "which_enrolment");
    for name in ["example", "Sample Ltd"] {
        let scanned = shell.run(&["scan", &ada, "--enrolment", name]);
        assert!(lines(&scanned)[0].starts_with("saved "));
    }
    assert!(shell.run(&["use", "sample"]).status.success());
    assert!(lines(&shell.run(&["scan", &ada]))[0].starts_with("already "));
    let listed = shell.run(&["enrolments", "--json"]);
    let chosen: Vec<_> = objects(&listed)
        .iter()
        .map(|one| one["default"].as_bool().unwrap())
        .collect();
    assert_eq!(chosen, [false, true]);
    // Each gets a file of its own.
    let file = shell.path("scans.lanyard");
    let exported = shell.run(&["export", file.to_str().unwrap(), "--json"]);
    assert!(exported.status.success());
    for told in objects(&exported) {
        assert!(Path::new(told["file"].as_str().unwrap()).exists());
        assert_eq!(told["records"], 1);
    }
}

#[test]
fn a_lost_key_is_told_and_nothing_is_overwritten() {
    let backend = Backend::start();
    let shell = Shell::enrolled(&backend);
    shell.run(&["scan", &badge(1, "Ada")]);
    let (key, aside) = (shell.path("home/booth.key"), shell.path("aside"));
    std::fs::rename(&key, &aside).unwrap();
    let lost = shell.run(&["status", "--json"]);
    assert!(!lost.status.success());
    assert_eq!(objects(&lost)[0]["error"], "key_lost");
    assert!(!key.exists());
    std::fs::rename(&aside, &key).unwrap();
    assert_eq!(shell.pending(), 1);
}

#[test]
fn no_name_is_logged_and_no_name_lies_readable_on_the_disk() {
    let backend = Backend::start();
    let shell = Shell::enrolled(&backend);
    let output = shell
        .command(&[
            "scan",
            &badge(1, "Unmistakable"),
            "--rapid",
            "--sync",
            "--json",
        ])
        .env("RUST_LOG", "trace")
        .output()
        .unwrap();
    assert!(output.status.success());
    assert!(text(&output.stdout).contains("Unmistakable"));
    let logged = text(&output.stderr);
    assert!(
        logged.contains("saved") && !logged.contains("Unmistakable"),
        "{logged}"
    );
    for file in std::fs::read_dir(shell.path("home")).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(12).any(|part| part == b"Unmistakable"));
    }
}

#[test]
fn help_shows_examples_for_every_command() {
    let shell = Shell::new();
    for command in [
        "enrol",
        "scan",
        "note",
        "narrow",
        "void",
        "list",
        "sync",
        "status",
        "export",
        "cameras",
        "read",
        "enrolments",
        "use",
    ] {
        let help = shell.run(&[command, "--help"]);
        assert!(help.status.success(), "{command}");
        assert!(text(&help.stdout).contains("Example"), "{command}");
    }
    assert!(text(&shell.run(&["--help"]).stdout).contains("Examples:"));
}
