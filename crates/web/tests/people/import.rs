//! Imports of registrations: columns, updates, faults and erased attendees.

use backend::Backend;
use backend::privacy::consent_history::ActionSource;
use backend::registration::import::{ImportError, Options, RowFault, import};
use protocol::FieldSet;

use test_world::people::{World, csv_of, holds};

const PLAIN: &str = "Registration ID,First Name,Last Name,E-mail,Phone,Diet,Address,Company\r\n\
    R1,Ada,Lovelace,ada@example.org,+44 20 7946 0999,needlediet,1 Needle Street,Engines\r\n\
    R2,Grace,Hopper,grace@example.org,+1 555 0100 200,needleother,2 Needle Street,Navy\r\n";

async fn people(backend: &Backend, sql: &str) -> Vec<(String, String)> {
    let mut tx = backend.db().read().await.unwrap();
    tx.query(sql, &[])
        .await
        .unwrap()
        .iter()
        .map(|row| (row.get(0).unwrap(), row.get(1).unwrap()))
        .collect()
}

const NAMES: &str = "SELECT first_name, last_name FROM attendee ORDER BY registration_id";

#[tokio::test]
async fn what_is_not_known_is_dropped_told_and_nowhere_on_the_disk() {
    let world = World::new().await;
    let report = world.import(PLAIN.as_bytes()).await;
    assert_eq!((report.rows, report.added, report.faulty), (2, 2, 0));
    assert_eq!(report.dropped, ["Phone", "Diet", "Address"]);
    let disk = world.disk().await;
    assert!(holds(&disk, "Lovelace") && holds(&disk, "Engines"));
    for needle in [
        "7946 0999",
        "0100 200",
        "needlediet",
        "needleother",
        "Needle Street",
    ] {
        assert!(!holds(&disk, needle), "{needle}");
    }
}

#[tokio::test]
async fn a_preview_tells_the_same_and_stores_nothing() {
    let world = World::new().await;
    let options = Options {
        dry_run: true,
        ..Options::default()
    };
    let preview = world.import_with(PLAIN.as_bytes(), &options).await;
    assert_eq!((preview.added, preview.dry_run), (2, true));
    assert!(people(&world.backend, NAMES).await.is_empty());
    let mut report = world.import(PLAIN.as_bytes()).await;
    report.dry_run = true;
    assert_eq!(report, preview);
}

#[tokio::test]
async fn every_encoding_and_delimiter_gives_the_same_people() {
    let text = "registration_id,first_name,last_name\nR1,Zoë,\"Ång\nström, Jr.\"\nR2,Li,Wei\n";
    let utf16 = |to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(0xfeff)
            .chain(text.encode_utf16())
            .flat_map(to_bytes)
            .collect()
    };
    let files = [
        text.as_bytes().to_vec(),
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        utf16(u16::to_le_bytes),
        utf16(u16::to_be_bytes),
        text.chars()
            .map(|letter| u8::try_from(u32::from(letter)).unwrap())
            .collect(),
        text.replace("Jr", "\u{1}")
            .replace(", ", "\u{2}")
            .replace(',', ";")
            .replace('\u{2}', ", ")
            .replace('\u{1}', "Jr")
            .into_bytes(),
        text.replace(", ", "\u{2}")
            .replace(',', "\t")
            .replace('\u{2}', ", ")
            .into_bytes(),
        format!("sep=,\r\n{text}").into_bytes(),
        text.replace('\n', "\r\n").into_bytes(),
    ];
    for file in files {
        let world = World::new().await;
        let report = world.import(&file).await;
        assert_eq!(report.added, 2, "{report}");
        let expected = [("Zoë", "Ång ström, Jr."), ("Li", "Wei")];
        let expected = expected.map(|(first, last)| (first.to_owned(), last.to_owned()));
        assert_eq!(people(&world.backend, NAMES).await, expected, "{report}");
    }
}

#[tokio::test]
async fn a_faulty_row_stops_no_other_and_its_values_are_not_told() {
    let world = World::new().await;
    let report = world
        .import(
            b"registration_id,first_name,email\nR1,Ada,ada@example.org\n,Nobody,s3cret@example.org\n\
              R2,Bob,s3cret\n\n,,\nR1,Again,s3cret@example.org\nR3,Cy,cy@example.org,s3cret\n\
              R4,Di,di@example.org\n",
        )
        .await;
    assert_eq!((report.added, report.faulty), (2, 4));
    let faults: Vec<(usize, &RowFault)> = report
        .faults
        .iter()
        .map(|faulty| (faulty.row, &faulty.fault))
        .collect();
    assert_eq!(
        faults,
        [
            (3, &RowFault::MissingRegistrationId),
            (4, &RowFault::BadEmail),
            (6, &RowFault::RepeatedRegistrationId { first_row: 2 }),
            (
                7,
                &RowFault::WrongCellCount {
                    expected: 3,
                    found: 4
                }
            ),
        ]
    );
    let told = format!("{report} {}", serde_json::to_string(&report).unwrap());
    assert!(
        !told.contains("s3cret") && !told.contains("Again"),
        "{told}"
    );
}

#[tokio::test]
async fn an_open_quotation_mark_is_told_and_not_taken_for_a_name() {
    let world = World::new().await;
    let report = world
        .import(b"registration_id,first_name\nR1,Ada\nR2,\"Bob\nR3,Cy\nR4,Di\n")
        .await;
    assert_eq!((report.added, report.faulty), (1, 1));
    assert_eq!(report.faults[0].fault, RowFault::UnclosedQuote { lines: 3 });
}

#[tokio::test]
async fn importing_again_updates_what_the_file_has_and_leaves_the_rest() {
    let world = World::new().await;
    world.import(PLAIN.as_bytes()).await;
    let again = world.import(PLAIN.as_bytes()).await;
    assert_eq!((again.added, again.updated, again.unchanged), (0, 0, 2));
    let report = world
        .import(b"registration_id,last_name\nR1,King\nR9,New\n")
        .await;
    assert_eq!((report.added, report.updated), (1, 1));
    let employers = people(
        &world.backend,
        "SELECT last_name, employer FROM attendee WHERE registration_id = 'R1'",
    )
    .await;
    assert_eq!(employers, [("King".to_owned(), "Engines".to_owned())]);
}

#[tokio::test]
async fn an_access_code_leads_to_one_attendee() {
    let world = World::new().await;
    let first = b"registration_id,first_name,access_code,validator\nR1,Ada,CODE1,valid1\n";
    world.import(first).await;
    let report = world
        .import(
            b"registration_id,first_name,access_code\nR2,Bob,CODE1\nR1,Ada,CODE2\nR3,Cy,CODE1\n",
        )
        .await;
    assert_eq!(report.faults[0].fault, RowFault::AccessCodeTaken);
    assert_eq!((report.added, report.updated, report.faulty), (1, 1, 1));
}

#[tokio::test]
async fn an_erased_attendee_stays_erased() {
    let world = World::new().await;
    world.import(PLAIN.as_bytes()).await;
    let ada = world.attendee("R1").await;
    backend::privacy::erasure::erase(
        &world.backend,
        &world.event,
        &ada.id,
        ActionSource::Organiser,
    )
    .await
    .unwrap();
    let report = world.import(PLAIN.as_bytes()).await;
    assert_eq!((report.erased, report.unchanged, report.added), (1, 1, 0));
    let names = people(&world.backend, NAMES).await;
    assert_eq!(names[0], (String::new(), String::new()));
    world.backend.db().fold().await.unwrap();
    let disk = world.disk().await;
    assert!(!holds(&disk, "Lovelace") && holds(&disk, "Hopper"));
}

#[tokio::test]
async fn a_wish_not_to_be_scanned_comes_with_the_file_and_the_attendees_own_stays() {
    let world = World::new().await;
    let file = |ada: &str, bob: &str| {
        let row = |id: &str, wish: &str| vec![id.to_owned(), "X".to_owned(), wish.to_owned()];
        csv_of(
            &["registration_id", "first_name", "Do not scan"],
            &[row("R1", ada), row("R2", bob)],
        )
    };
    let wish = async |id: &str| {
        let mut tx = world.backend.db().read().await.unwrap();
        let attendee = backend::privacy::attendees::find(&mut tx, &world.event, id)
            .await
            .unwrap();
        backend::privacy::consent_history::do_not_scan(&mut tx, &world.event, &attendee)
            .await
            .unwrap()
    };
    let report = world.import(&file("yes", "no")).await;
    assert_eq!(report.do_not_scan_set, 1);
    assert!(wish("R1").await && !wish("R2").await);

    // Bob asks for it himself; Ada's registration is corrected.
    let bob = world.attendee("R2").await;
    let path = "/api/v1/me/do-not-scan";
    let answer = world
        .put(path, &bob.token, serde_json::json!({"wish": true}))
        .await;
    assert!(answer.status.is_success(), "{}", answer.body);
    let report = world.import(&file("no", "no")).await;
    assert_eq!((report.do_not_scan_set, report.do_not_scan_lifted), (0, 1));
    assert!(!wish("R1").await && wish("R2").await);
}

#[tokio::test]
async fn a_file_that_can_not_be_taken_changes_nothing() {
    let world = World::new().await;
    let event = world.load_event().await;
    let take = async |bytes: &[u8]| {
        import(
            &world.backend,
            &event,
            bytes.to_vec(),
            &Options::default(),
            |_| {},
        )
        .await
        .unwrap_err()
    };
    assert!(matches!(take(b"").await, ImportError::Empty));
    assert!(matches!(
        take(b"a,b\n1,2\n").await,
        ImportError::NoRegistrationId
    ));
    assert!(matches!(
        take(b"PK\x03\x04").await,
        ImportError::Spreadsheet
    ));
    assert!(matches!(take(b"r\0e\0g\0").await, ImportError::NotText));
    let ambiguous = take(b"registration_id,company,organization\n").await;
    assert!(matches!(ambiguous, ImportError::Ambiguous { .. }));
    // Ada Lovelace is in the first row, where the headings should be: the error does not quote it.
    let no_headings = take(b"R1,Ada,Lovelace\n").await;
    assert!(!no_headings.to_string().contains("Ada"));
}

#[tokio::test]
async fn a_file_past_its_bounds_is_refused_whole() {
    let world = World::new().await;
    let event = world.load_event().await;
    let mut text = String::from("registration_id,first_name\n");
    for number in 0..=backend::registration::import::ROWS {
        text.push_str(&format!("R{number},X\n"));
    }
    let refused = import(
        &world.backend,
        &event,
        text.into_bytes(),
        &Options::default(),
        |_| {},
    )
    .await;
    assert!(matches!(refused, Err(ImportError::TooManyRows)));
    assert!(people(&world.backend, NAMES).await.is_empty());
}

#[tokio::test]
async fn an_import_stands_in_the_audit_log() {
    let world = World::new().await;
    world.import(PLAIN.as_bytes()).await;
    let mut tx = world.backend.db().read().await.unwrap();
    let row = tx
        .query_one(
            "SELECT leads, fields FROM audit WHERE action = 'import'",
            &[],
        )
        .await
        .unwrap()
        .unwrap();
    assert_eq!(row.get::<i64>(0).unwrap(), 2);
    let fields: FieldSet = row.get(1).unwrap();
    assert_eq!(fields.to_string(), "first_name,last_name,email,employer");
}
