//! The organiser's imports, attendees, badges, audit log and retention.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use backend::Config;
use backend::clock::DAY;
use backend_model::StaffRole;

use super::{Hall, audit, browser, has};
use test_world::browser::Browser;
use test_world::people::{HEADINGS, World, csv_of, holds, row_of, value_of};

/// Uploads a file, and gives where its preview is.
async fn upload(browser: &Browser<'_>, file: &[u8]) -> Result<String, StatusCode> {
    let mut body =
        b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"r.csv\"\r\n\r\n"
            .to_vec();
    body.extend(file);
    body.extend(b"\r\n--x--\r\n");
    let cookies: Vec<_> = browser
        .cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let request = Request::post("/organiser/import")
        .header(header::ORIGIN, Config::PUBLIC_URL)
        .header(header::COOKIE, cookies.join("; "))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .body(Body::from(body))
        .unwrap();
    let response = browser.world.send(request).await;
    response
        .headers()
        .get(header::LOCATION)
        .map(|to| to.to_str().unwrap().to_owned())
        .ok_or(response.status())
}

#[tokio::test]
async fn a_file_is_previewed_mapped_and_then_imported_from_what_was_previewed() {
    let world = World::new().await;
    let mut organiser = browser(&world, StaffRole::Organiser).await;
    let file =
        "Order,First name,Works for,Phone\nR1,Ada,Acme,123\nR2,Grace,Navy,456\n,Nobody,x,7\n";
    let draft = upload(&organiser, file.as_bytes()).await.unwrap();
    assert!(
        !holds(&world.disk().await, "Navy"),
        "it lies sealed until then"
    );
    // Nothing is called a registration id yet.
    let preview = organiser.get(&draft).await;
    assert_eq!(preview.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(preview.html.contains("which column is the registration id"));
    let columns = |action| {
        vec![
            ("column", "registration_id"),
            ("column", "first_name"),
            ("column", "employer"),
            ("column", ""),
            ("do", action),
        ]
    };
    let preview = organiser.post(&draft, &columns("look")).await.html;
    for text in [
        "1 column is dropped",
        "Phone",
        "No registration id",
        "Import 2 attendees",
    ] {
        assert!(preview.contains(text), "{text}: {preview}");
    }
    let twice = [
        ("column", "registration_id"),
        ("column", "registration_id"),
        ("do", "look"),
    ];
    let refused = organiser.post(&draft, &twice).await;
    assert!(refused.html.contains("said to be the same"));

    // Another one of the organiser's does not get at the file.
    let mut other = browser(&world, StaffRole::Organiser).await;
    let gone = other.get(&draft).await;
    assert_eq!(gone.to.as_deref(), Some("/organiser/import?said=gone"));

    let imported = organiser.post(&draft, &columns("import")).await;
    let to = imported.to.unwrap();
    assert_eq!(to, "/organiser/import?added=2&updated=0&faulty=1");
    let html = organiser.get(&to).await.html;
    assert!(
        html.contains("Imported: 2 added, 0 updated, 1 left out"),
        "{html}"
    );
    let gone = organiser.get(&draft).await;
    assert_eq!(gone.to.as_deref(), Some("/organiser/import?said=gone"));
    let log = audit(&world).await;
    assert!(has(&log, "staff", "import", 2), "{log:?}");
}

#[tokio::test]
async fn what_is_no_table_is_told_where_another_file_can_be_chosen() {
    let world = World::new().await;
    let organiser = browser(&world, StaffRole::Organiser).await;
    for file in [
        &b""[..],
        b"PK\x03\x04 a spreadsheet",
        b"\x00\x01\x02\x00\x00",
    ] {
        let refused = upload(&organiser, file).await;
        assert_eq!(refused, Err(StatusCode::UNPROCESSABLE_ENTITY), "{file:?}");
    }
    let support = browser(&world, StaffRole::Support).await;
    let refused = upload(&support, b"registration_id\nR1\n").await;
    assert_eq!(refused, Err(StatusCode::FORBIDDEN));
}

#[tokio::test]
async fn somebody_is_found_looked_at_and_erased_and_an_import_does_not_bring_them_back() {
    let hall = Hall::new().await;
    let world = &hall.world;
    let mut support = browser(world, StaffRole::Support).await;
    let name = value_of("R1", "first_name", 1);
    let page = format!("/organiser/attendees/{}", hall.ada.id);
    for wanted in ["R1", &name.to_uppercase(), "%", "_"] {
        let html = support
            .post("/organiser/attendees", &[("find", wanted)])
            .await
            .html;
        let is_found = html.contains(&page);
        assert_eq!(is_found, wanted.len() > 1, "{wanted}");
    }
    let html = support.get(&page).await.html;
    for text in [name.as_str(), "Example Corp", "Front table", "R1"] {
        assert!(html.contains(text), "{text}");
    }
    let log = audit(world).await;
    assert!(has(&log, "staff", "search attendees", 1) && has(&log, "staff", "read attendee", 1));

    let erase = format!("{page}/erase");
    let refused = support.post(&erase, &[("registration_id", "R2")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(support.get(&page).await.html.contains(&name));
    let erased = support.post(&erase, &[("registration_id", "R1")]).await;
    assert_eq!(erased.status, StatusCode::SEE_OTHER);
    world.import(&csv_of(&HEADINGS, &[row_of("R1", 2)])).await;
    let html = support.get(&page).await.html;
    assert!(
        html.contains("was erased") && !html.contains("qR1v"),
        "{html}"
    );
    assert!(has(&audit(world).await, "staff", "erase attendee", 0));
}

#[tokio::test]
async fn two_who_print_at_one_moment_are_served_one_after_the_other() {
    let hall = Hall::new().await;
    let mut one = browser(&hall.world, StaffRole::Organiser).await;
    let mut other = browser(&hall.world, StaffRole::Organiser).await;
    let form = [
        ("whose", "all"),
        ("format", "a6"),
        ("paper", "a4"),
        ("file", "pdf"),
    ];
    let (first, second) = tokio::join!(
        one.post("/organiser/badges", &form),
        other.post("/organiser/badges", &form),
    );
    for answer in [first, second] {
        assert_eq!(answer.headers[header::CONTENT_TYPE], "application/pdf");
    }
}

#[tokio::test]
async fn drawings_of_many_badges_come_in_one_archive_each_called_as_its_code() {
    let hall = Hall::new().await;
    let world = &hall.world;
    let people = [row_of("R3", 1), row_of("R4", 1)];
    world.import(&csv_of(&HEADINGS, &people)).await;
    let mut organiser = browser(world, StaffRole::Organiser).await;
    let form = [
        ("whose", "without"),
        ("format", "a6"),
        ("paper", "a4"),
        ("file", "svg"),
    ];
    let answer = organiser.post("/organiser/badges", &form).await;
    assert_eq!(answer.headers[header::CONTENT_TYPE], "application/zip");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(answer.bytes)).unwrap();
    let mut codes = BTreeSet::new();
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).unwrap();
        let code = file.name().strip_suffix(".svg").unwrap().to_owned();
        let mut svg = String::new();
        std::io::Read::read_to_string(&mut file, &mut svg).unwrap();
        assert!(svg.contains("<svg"), "{svg:.80}");
        codes.insert(code.replace('-', ""));
    }
    let mut tx = world.backend.db().read().await.unwrap();
    let minted: BTreeSet<String> = tx
        .query(
            "SELECT b.human_code FROM badge b JOIN attendee a
                ON a.event = b.event AND a.attendee = b.attendee
             WHERE a.registration_id IN ('R3', 'R4')",
            &[],
        )
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0).unwrap())
        .collect();
    assert_eq!(codes.len(), 2);
    assert_eq!(codes, minted);
}

#[tokio::test]
async fn badges_come_as_files_and_a_reprint_revokes_the_one_before() {
    let hall = Hall::new().await;
    let world = &hall.world;
    world.import(&csv_of(&HEADINGS, &[row_of("R3", 1)])).await;
    let mut organiser = browser(world, StaffRole::Organiser).await;
    let form = [
        ("whose", "without"),
        ("format", "a6"),
        ("paper", "a4"),
        ("file", "pdf"),
    ];
    let pdf = organiser.post("/organiser/badges", &form).await;
    assert_eq!(pdf.headers[header::CONTENT_TYPE], "application/pdf");
    assert!(pdf.html.starts_with("%PDF-"));
    let none = organiser.post("/organiser/badges", &form).await;
    assert!(none.html.contains("Everyone has a badge"));

    let page = format!("/organiser/attendees/{}", hall.ada.id);
    world.advance(1_000);
    let one = [
        ("file", "svg"),
        ("format", "four-by-three"),
        ("paper", "a4"),
    ];
    let svg = organiser.post(&format!("{page}/badge"), &one).await;
    assert_eq!(svg.headers[header::CONTENT_TYPE], "image/svg+xml");
    assert!(svg.html.contains("<svg"));
    let html = organiser.get(&page).await.html;
    assert!(
        html.matches("Revoked</span>").count() == 1 && html.matches("Good</span>").count() == 1
    );

    let code = html
        .split("<code>")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap();
    let revoked = organiser
        .post("/organiser/badges/revoke", &[("code", code)])
        .await;
    assert_eq!(revoked.status, StatusCode::SEE_OTHER);
    for code in [code, "nonsense", "ABCD-EFGH"] {
        let refused = organiser
            .post("/organiser/badges/revoke", &[("code", code)])
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{code}");
    }
    let log = audit(world).await;
    assert!(has(&log, "staff", "print badges", 1), "{log:?}");
}

#[tokio::test]
async fn quarantine_shows_what_was_signed_and_what_it_would_take() {
    let hall = Hall::new().await;
    let mut auditor = browser(&hall.world, StaffRole::Auditor).await;
    let html = auditor.get("/organiser/quarantine").await.html;
    assert!(
        html.contains("Nobody’s badge") && html.contains("1 record<"),
        "{html}"
    );
    let html = auditor
        .get("/organiser/quarantine/unknown_badge")
        .await
        .html;
    for text in [
        "Front table",
        "No. 3 of its device",
        "Import the registration",
        "Camera",
    ] {
        assert!(html.contains(text), "{text}");
    }
    let missing = auditor.get("/organiser/quarantine/nonsense").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert!(has(
        &audit(&hall.world).await,
        "staff",
        "read quarantine",
        1
    ));
}

#[tokio::test]
async fn the_audit_log_is_filtered_and_exported_with_no_cell_that_is_a_formula() {
    let hall = Hall::named("=HYPERLINK(\"x\")", "Front table").await;
    let world = &hall.world;
    hall.world.leads(&hall.sponsor).await;
    let mut auditor = browser(world, StaffRole::Auditor).await;
    let html = auditor.get("/organiser/audit?actor=sponsor").await.html;
    assert!(
        html.contains("A sponsor’s program") && !html.contains("<td>Registrations imported</td>"),
        "{html}"
    );
    let html = auditor.get("/organiser/audit?action=import").await.html;
    assert!(
        html.contains("<td>Registrations imported</td>") && html.contains(">1 entry<"),
        "{html}"
    );
    let asked = "<option value=\"import\" selected>";
    assert!(
        html.contains(&format!("{asked}Registrations imported")),
        "{html}"
    );
    auditor.language = "es";
    let html = auditor.get("/organiser/audit?action=import").await.html;
    assert!(html.contains("<td>Inscripciones importadas</td>"), "{html}");
    assert!(
        html.contains(&format!("{asked}Inscripciones importadas")),
        "{html}"
    );
    auditor.language = "en";
    let html = auditor.get("/organiser/audit?from=2027-01-16").await.html;
    assert!(html.contains("No entry is like that"));
    let html = auditor
        .get("/organiser/audit?from=2027-01-15&until=2027-01-15")
        .await
        .html;
    assert!(!html.contains("No entry is like that"));
    let bad = auditor.get("/organiser/audit?from=yesterday").await.html;
    assert!(bad.contains("A day is written as"));

    let csv = auditor.get("/organiser/audit.csv?actor=sponsor").await;
    let text = csv.html.strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert!(!rows.is_empty());
    for row in &rows {
        assert_eq!(&row[2], "sponsor");
        assert_eq!(
            &row[5], "list leads",
            "the name, in whatever language the page was"
        );
        assert!(row.iter().all(|cell| !cell.starts_with('=')), "{row:?}");
    }
    assert!(has(&audit(world).await, "staff", "export audit log", 0));
}

#[tokio::test]
async fn an_export_of_more_than_one_part_is_whole_and_in_order() {
    let world = World::new().await;
    let mut auditor = browser(&world, StaffRole::Auditor).await;
    let mut tx = world.backend.db().write().await.unwrap();
    for number in 1..=2_500_i64 {
        tx.execute(
            "INSERT INTO audit (event, number, at, actor_kind, actor, action, sponsor, leads, fields,
                detail) VALUES ($1, $2, $3, 'organiser', 'x', 'read', NULL, 1, 1, '')",
            &[(&world.event).into(), number.into(), world.clock.now().into()],
        )
        .await
        .unwrap();
    }
    tx.execute(
        "UPDATE event SET last_audit = 2500 WHERE event = $1",
        &[(&world.event).into()],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let csv = auditor.get("/organiser/audit.csv").await.html;
    let numbers: Vec<i64> = csv::Reader::from_reader(csv.as_bytes())
        .records()
        .map(|row| row.unwrap()[0].parse().unwrap())
        .collect();
    assert_eq!(numbers, (1..=2_500).collect::<Vec<_>>());
    let html = auditor.get("/organiser/audit").await.html;
    assert!(
        html.contains("below=2402"),
        "the newest hundred, and a way to the older ones"
    );
}

#[tokio::test]
async fn a_retention_run_is_shown_refused_before_its_time_and_leaves_nobody() {
    let hall = Hall::named("Example Corp", "qR1v1labelq").await;
    let world = &hall.world;
    hall.report("qR1v1wordsq").await;
    hall.world.leads(&hall.sponsor).await;
    let mut organiser = browser(world, StaffRole::Organiser).await;
    let path = "/organiser/retention";
    let html = organiser.get(path).await.html;
    assert!(
        html.contains("<code>attendee</code>") && !html.contains("Erase for good"),
        "{html}"
    );
    let early = organiser.post(path, &[("event", "PYCON2027")]).await;
    assert_eq!(early.status, StatusCode::CONFLICT);

    world.advance(40 * DAY);
    let mut organiser = browser(world, StaffRole::Organiser).await;
    assert!(organiser.get(path).await.html.contains("Erase for good"));
    let wrong = organiser.post(path, &[("event", "PYCON")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(holds(&world.disk().await, &value_of("R1", "first_name", 1)));
    let run = organiser.post(path, &[("event", "PYCON2027")]).await;
    assert_eq!(
        run.to.as_deref(),
        Some("/organiser/retention?said=retention-run")
    );
    for trace in ["qR1v1", "qR2v1"] {
        assert!(
            !holds(&world.disk().await, trace),
            "{trace} is still on the disk"
        );
    }
    let html = organiser.get(path).await.html;
    assert!(html.contains("nothing left to erase"), "{html}");
    assert!(has(&audit(world).await, "staff", "run retention", 2));
    // Records keep their numbers and hashes, so that no device is asked for them again.
    let mut tx = world.backend.db().read().await.unwrap();
    let rows = tx
        .query("SELECT count(*), sum(length(bytes)) FROM record", &[])
        .await
        .unwrap();
    assert_eq!(
        (
            rows[0].get::<i64>(0).unwrap(),
            rows[0].get::<i64>(1).unwrap()
        ),
        (3, 0)
    );
    drop(tx);
    // An import afterwards finds nothing to look up again.
    world.import(&csv_of(&HEADINGS, &[row_of("R9", 1)])).await;
    assert_eq!(
        organiser.get("/organiser/quarantine").await.status,
        StatusCode::OK
    );
}
