//! Row-level security: on PostgreSQL, a statement whose condition was forgotten gives nothing of another
//! sponsor, attendee or event. SQLite has none, and these tests nothing to say of it.

use std::collections::BTreeSet;

use backend::event;
use backend_db::{DbError, SchemaColumn, Tenant, Tx, Value};

use crate::everything::Everything;
use test_world::TestDatabase;
use test_world::people::{Attendee, Sponsor};

async fn everything() -> Option<Everything> {
    let database = TestDatabase::new().await;
    if !database.is_postgres() {
        return None;
    }
    Some(Everything::on(database).await)
}

/// What a transaction finds in every table without any condition: the bytes in the columns that name a
/// sponsor or an attendee, by table.
struct Found {
    table: String,
    rows: usize,
    sponsors: BTreeSet<Vec<u8>>,
    attendees: BTreeSet<Vec<u8>>,
    events: BTreeSet<String>,
}

async fn without_condition(tx: &mut Tx) -> Vec<Found> {
    let schema = tx.schema().await.unwrap();
    let tables: BTreeSet<&str> = schema.iter().map(|column| column.table.as_str()).collect();
    let mut found = Vec::new();
    for table in tables {
        let columns: Vec<&SchemaColumn> = schema
            .iter()
            .filter(|column| column.table == table)
            .collect();
        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        let sql = format!("SELECT {} FROM {table}", names.join(", "));
        let rows = tx.query(&sql, &[]).await.unwrap();
        let ids = |name: &str| {
            let place = names.iter().position(|column| *column == name);
            let rows = rows.iter();
            rows.filter_map(|row| match row.values()[place?] {
                Value::Blob(bytes) => Some(bytes.to_vec()),
                _ => None,
            })
            .collect::<BTreeSet<_>>()
        };
        let place = names.iter().position(|column| *column == "event");
        found.push(Found {
            table: table.to_owned(),
            rows: rows.len(),
            sponsors: ids("sponsor"),
            attendees: ids("attendee"),
            events: rows.iter().filter_map(|row| row.get(place?).ok()).collect(),
        });
    }
    found
}

fn only<T: AsRef<[u8]>>(id: T) -> BTreeSet<Vec<u8>> {
    BTreeSet::from([id.as_ref().to_vec()])
}

fn tables_with_rows(found: &[Found]) -> BTreeSet<&str> {
    found
        .iter()
        .filter(|found| found.rows > 0)
        .map(|found| found.table.as_str())
        .collect()
}

#[tokio::test]
async fn a_sponsors_statement_without_its_condition_gives_nothing_of_another_sponsor() {
    let Some(all) = everything().await else {
        return;
    };
    let db = all.world.backend.db();
    let tenant = Tenant::Sponsor(&all.world.event, &all.one.id);
    let mut tx = db.read_as(tenant).await.unwrap();
    let found = without_condition(&mut tx).await;
    for found in &found {
        assert!(
            found.sponsors.is_subset(&only(all.one.id.as_bytes())),
            "{} shows another sponsor's rows",
            found.table
        );
        assert!(
            found.attendees.is_subset(&only(all.ada.id.as_bytes())),
            "{} shows an attendee whom the sponsor has not scanned",
            found.table
        );
    }
    let expected = BTreeSet::from([
        "act",
        "attendee",
        "audit",
        "delivery",
        "device",
        "disclosure",
        "enrolment_code",
        "event",
        "export",
        "lead_change",
        "member",
        "narrowing",
        "note",
        "notice",
        "record",
        "report",
        "scan",
        "scanned",
        "session",
        "sign_in",
        "sponsor",
        "sponsor_token",
        "void",
        "webhook",
    ]);
    assert_eq!(tables_with_rows(&found), expected, "no less and no more");

    // The very statements that read leads, without their WHERE.
    let names = tx
        .query("SELECT a.first_name FROM attendee a", &[])
        .await
        .unwrap();
    assert_eq!(names.len(), 1);
    let words = tx.query("SELECT text FROM note", &[]).await.unwrap();
    assert_eq!(words.len(), 1);
}

#[tokio::test]
async fn an_attendees_statement_without_its_condition_gives_nothing_of_another_attendee() {
    let Some(all) = everything().await else {
        return;
    };
    let tenant = Tenant::Attendee(&all.world.event, &all.ada.id);
    let mut tx = all.world.backend.db().read_as(tenant).await.unwrap();
    let found = without_condition(&mut tx).await;
    for found in &found {
        assert!(
            found.attendees.is_subset(&only(all.ada.id.as_bytes())),
            "{} shows another attendee's rows",
            found.table
        );
        // Who the event's sponsors are is known to everybody.
        if found.table != "sponsor" {
            assert!(
                found.sponsors.is_subset(&only(all.one.id.as_bytes())),
                "{} shows what is between others",
                found.table
            );
        }
    }
    let expected = BTreeSet::from([
        "act",
        "attendee",
        "attendee_mail",
        "attendee_token",
        "badge",
        "device",
        "disclosure",
        "event",
        "narrowing",
        "note",
        "notice",
        "report",
        "scan",
        "scanned",
        "sponsor",
        "void",
    ]);
    assert_eq!(tables_with_rows(&found), expected, "no less and no more");
}

#[tokio::test]
async fn another_event_is_not_there_for_an_organiser_and_nothing_is_for_nobody() {
    let Some(all) = everything().await else {
        return;
    };
    let backend = &all.world.backend;
    let mut tx = backend.db().write().await.unwrap();
    let here = event::Event::load(backend, &mut tx, &all.world.event)
        .await
        .unwrap();
    let elsewhere = event::NewEvent {
        slug: "ELSEWHERE".parse().unwrap(),
        name: "Elsewhere".into(),
        consent_mode: here.consent_mode,
        allowed_fields: here.allowed_fields,
        foreign_codes: here.foreign_codes,
        notice: here.notice.text.clone(),
        questions: vec![],
        ends: here.ends,
        retention_days: here.retention_days,
    };
    event::create(backend, &mut tx, &elsewhere).await.unwrap();
    let all_tables = tx.schema().await.unwrap();
    let all_tables: BTreeSet<String> = all_tables.into_iter().map(|column| column.table).collect();
    tx.commit().await.unwrap();

    let tenant = Tenant::Event(&elsewhere.slug);
    let mut tx = backend.db().read_as(tenant).await.unwrap();
    let found = without_condition(&mut tx).await;
    assert_eq!(
        tables_with_rows(&found),
        BTreeSet::from(["event", "notice"])
    );
    for found in found {
        assert!(found.events.iter().all(|event| event == "ELSEWHERE"));
    }

    // The role of the statements, and the tables' owner, where nobody has said whose rows it is about.
    let superuser = all.world.database.superuser().await;
    for role in ["lanyard_server", "lanyard_owner"] {
        let sql = format!("SET ROLE {role}");
        superuser.batch_execute(&sql).await.unwrap();
        for table in &all_tables {
            let sql = format!("SELECT 1 FROM {table}");
            let rows = superuser.query(&sql, &[]).await.unwrap();
            assert!(rows.is_empty(), "{role} reads {table}");
        }
        superuser.batch_execute("RESET ROLE").await.unwrap();
    }
}

#[tokio::test]
async fn nobody_writes_rows_of_another() {
    let Some(all) = everything().await else {
        return;
    };
    let db = all.world.backend.db();
    let (Sponsor { id: one, .. }, Sponsor { id: other, .. }) = (&all.one, &all.other);
    let (Attendee { id: ada, .. }, Attendee { id: ben, .. }) = (&all.ada, &all.ben);
    let event = &all.world.event;

    let mut tx = db.write_as(Tenant::Sponsor(event, one)).await.unwrap();
    let touched = tx.execute("UPDATE note SET text = ''", &[]).await.unwrap();
    assert_eq!(touched, 1, "its own note, without any condition");
    let touched = tx.execute("DELETE FROM disclosure", &[]).await.unwrap();
    assert_eq!(touched, 1, "its own, without any condition");
    drop(tx);
    for (sponsor, attendee) in [(other, ada), (other, ben)] {
        let mut tx = db.write_as(Tenant::Sponsor(event, one)).await.unwrap();
        let foreign = tx
            .execute(
                "INSERT INTO lead_change (event, sponsor, attendee, digest, change)
                 VALUES ($1, $2, $3, $3, 1)",
                &[event.into(), sponsor.into(), attendee.into()],
            )
            .await;
        assert!(matches!(foreign, Err(DbError::Forbidden(_))), "{foreign:?}");
    }

    let mut tx = db.write_as(Tenant::Attendee(event, ada)).await.unwrap();
    let touched = tx
        .execute("UPDATE attendee SET first_name = ''", &[])
        .await
        .unwrap();
    assert_eq!(touched, 1, "their own row, without any condition");
    let touched = tx.execute("DELETE FROM void", &[]).await.unwrap();
    assert_eq!(touched, 1, "about them alone, without any condition");
}

#[tokio::test]
async fn every_table_forces_row_security_and_compares_texts_byte_by_byte() {
    let database = TestDatabase::new().await;
    if !database.is_postgres() {
        return;
    }
    let superuser = database.superuser().await;
    let names = async |sql: String| -> Vec<String> {
        let rows = superuser.query(&sql, &[]).await.unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    };
    let tables = "FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
        AND c.relkind IN ('r', 'p') AND c.relname <> 'refinery_schema_history'";
    assert!(
        names(format!("SELECT c.relname::text {tables}"))
            .await
            .len()
            > 30
    );
    let unforced = names(format!(
        "SELECT c.relname::text {tables} AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"
    ));
    assert_eq!(unforced.await, [""; 0], "row-level security is not forced");
    let unreachable = names(format!(
        "SELECT c.relname::text {tables}
            AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)"
    ));
    assert_eq!(unreachable.await, [""; 0], "nobody may read it");
    let in_a_languages_order = names(format!(
        "SELECT c.relname || '.' || a.attname {}",
        tables.replace(
            "WHERE",
            "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
                AND a.atttypid = 'text'::regtype AND a.attcollation <> '\"C\"'::regcollation
             WHERE"
        )
    ));
    assert_eq!(in_a_languages_order.await, [""; 0]);
}
