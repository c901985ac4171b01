//! What statements, transactions, backups and row-level security do, on both databases.

#![allow(clippy::unwrap_used, reason = "the whole program is a test")]

use std::time::Duration;

use backend_db::*;
use test_world::TestDatabase;

async fn open() -> (TestDatabase, Db) {
    let database = TestDatabase::new().await;
    let db = Db::open(&database.url).await.unwrap();
    (database, db)
}

async fn notices(db: &Db) -> i64 {
    let mut tx = db.read().await.unwrap();
    let row = tx
        .query_one("SELECT count(*) FROM audit", &[])
        .await
        .unwrap();
    row.unwrap().get(0).unwrap()
}

const ADD: &str = "INSERT INTO audit VALUES ('E', $1, 0, 'sponsor', 'x', 'read', NULL, 1, 1, '')";

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_transaction_leaves_no_trace_and_a_committed_one_stays() {
    let (_database, db) = open().await;
    let mut tx = db.write().await.unwrap();
    tx.execute(ADD, &[1_i64.into()]).await.unwrap();
    drop(tx);
    assert_eq!(notices(&db).await, 0);
    let mut tx = db.write().await.unwrap();
    tx.execute(ADD, &[1_i64.into()]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(notices(&db).await, 1);
}

#[tokio::test]
async fn a_database_that_another_process_holds_is_busy_and_not_broken() {
    let (database, db) = open().await;
    let other = Db::open(&database.url).await.unwrap();
    db.set_patience(Duration::ZERO).await.unwrap();
    let held = other.write().await.unwrap();
    assert!(matches!(db.write().await, Err(DbError::Busy(_))));
    assert_eq!(notices(&db).await, 0, "reading goes on");
    held.undo().await;
    db.write().await.unwrap().commit().await.unwrap();
}

#[tokio::test]
async fn a_part_can_be_undone_by_itself() {
    let (_database, db) = open().await;
    let mut tx = db.write().await.unwrap();
    for number in 1..=3_i64 {
        tx.begin_part().await.unwrap();
        tx.execute(ADD, &[number.into()]).await.unwrap();
        if number == 2 {
            tx.undo_part().await.unwrap();
        } else {
            tx.keep_part().await.unwrap();
        }
    }
    tx.commit().await.unwrap();
    assert_eq!(notices(&db).await, 2);
}

#[tokio::test]
async fn the_audit_log_can_not_be_changed() {
    let (_database, db) = open().await;
    let mut tx = db.write().await.unwrap();
    tx.execute(ADD, &[1_i64.into()]).await.unwrap();
    for sql in ["UPDATE audit SET leads = 0", "DELETE FROM audit"] {
        assert!(tx.execute(sql, &[]).await.is_err(), "{sql}");
    }
}

#[tokio::test]
async fn parameters_out_of_order_are_noticed_not_swapped() {
    let (_database, db) = open().await;
    let mut tx = db.read().await.unwrap();
    let result = tx
        .query("SELECT $2, $1", &[1_i64.into(), 2_i64.into()])
        .await;
    assert!(matches!(result, Err(DbError::Parameters)));
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_left_alone() {
    let (database, db) = open().await;
    drop(db);
    database
        .meddle(
            "INSERT INTO refinery_schema_history
             VALUES (99, 'later', '2030-01-01T00:00:00Z', '1')",
        )
        .await;
    assert!(matches!(
        Db::open(&database.url).await,
        Err(DbError::NewerSchema {
            found: 99,
            known: 5
        })
    ));
}

#[tokio::test]
async fn a_statement_that_failed_is_not_committed_as_if_it_had_not() {
    let (database, db) = open().await;
    let mut tx = db.write().await.unwrap();
    tx.execute(ADD, &[1_i64.into()]).await.unwrap();
    let twice = tx.execute(ADD, &[1_i64.into()]).await;
    assert!(matches!(twice, Err(DbError::Constraint(_))), "{twice:?}");
    // SQLite keeps what came before, PostgreSQL nothing; neither says otherwise.
    let committed = tx.commit().await;
    assert_eq!(committed.is_err(), database.is_postgres());
    assert_eq!(notices(&db).await, i64::from(committed.is_ok()));
}

#[tokio::test]
async fn what_is_put_off_is_done_in_its_order_before_what_is_waited_for() {
    const SEQS: &str = "SELECT count(*), sum(number) FROM audit";
    let (_database, db) = open().await;
    let mut tx = db.write().await.unwrap();
    for number in 1..=600_i64 {
        tx.execute_later(ADD, &[number.into()]).await.unwrap();
    }
    let row = tx.query_one(SEQS, &[]).await.unwrap().unwrap();
    assert_eq!(row.get::<i64>(0).unwrap(), 600);
    assert_eq!(row.get::<i64>(1).unwrap(), 600 * 601 / 2);
    tx.execute_later(ADD, &[601_i64.into()]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(notices(&db).await, 601);
}

#[tokio::test]
async fn what_is_put_off_and_fails_is_told_at_the_latest_by_the_commit() {
    let (database, db) = open().await;
    for waits in [false, true] {
        let mut tx = db.write().await.unwrap();
        tx.execute_later(ADD, &[1_i64.into()]).await.unwrap();
        let put_off = tx.execute_later(ADD, &[1_i64.into()]).await;
        let told = match (put_off, waits) {
            (Err(error), _) => error,
            (Ok(()), true) => tx.query("SELECT 1", &[]).await.err().unwrap(),
            (Ok(()), false) => tx.commit().await.unwrap_err(),
        };
        assert!(matches!(told, DbError::Constraint(_)), "{told:?}");
        assert_eq!(notices(&db).await, 0, "{}", database.is_postgres());
    }
}

#[tokio::test]
async fn what_is_put_off_in_a_part_is_undone_with_it_and_fails_with_it() {
    let (_database, db) = open().await;
    let mut tx = db.write().await.unwrap();
    tx.execute_later(ADD, &[1_i64.into()]).await.unwrap();
    tx.begin_part().await.unwrap();
    tx.execute_later(ADD, &[2_i64.into()]).await.unwrap();
    tx.undo_part().await.unwrap();
    tx.begin_part().await.unwrap();
    tx.execute_later(ADD, &[3_i64.into()]).await.unwrap();
    let twice = tx.execute_later(ADD, &[3_i64.into()]).await;
    let kept = match twice {
        Ok(()) => tx.keep_part().await,
        told => told,
    };
    assert!(matches!(kept, Err(DbError::Constraint(_))), "{kept:?}");
    tx.undo_part().await.unwrap();
    tx.begin_part().await.unwrap();
    tx.execute_later(ADD, &[4_i64.into()]).await.unwrap();
    tx.keep_part().await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = db.read().await.unwrap();
    let rows = tx
        .query("SELECT number FROM audit ORDER BY number", &[])
        .await;
    let rows = rows.unwrap();
    let seqs = rows.iter().map(|row| row.get(0).unwrap());
    assert_eq!(seqs.collect::<Vec<i64>>(), [1, 4]);
}

#[tokio::test]
async fn each_list_of_parameters_gets_its_own_rows() {
    let (_database, db) = open().await;
    let mut tx = db.write().await.unwrap();
    for number in [1_i64, 2, 4] {
        tx.execute_later(ADD, &[number.into()]).await.unwrap();
    }
    let sql = "SELECT number FROM audit WHERE number = $1 OR number = 2 * $1 ORDER BY number";
    let asked: Vec<Vec<Value<'_>>> = (1..=5_i64).map(|number| vec![number.into()]).collect();
    let seqs: Vec<Vec<i64>> = tx
        .query_each(sql, &asked)
        .await
        .unwrap()
        .iter()
        .map(|rows| rows.iter().map(|row| row.get(0).unwrap()).collect())
        .collect();
    assert_eq!(seqs, [vec![1, 2], vec![2, 4], vec![], vec![4], vec![]]);
    assert!(tx.query_each(sql, &[]).await.unwrap().is_empty());
    let failed = tx.query_each("SELECT 1 FROM nowhere WHERE 1 = $1", &asked);
    assert!(failed.await.is_err());
}

#[tokio::test]
async fn no_error_quotes_a_value() {
    let (_database, db) = open().await;
    let mut tx = db.write().await.unwrap();
    let add = "INSERT INTO backend (only_row, public_key, sealed_signing_seed, created)
         VALUES ($1, $2, $2, 0)";
    let secret = b"ada@example.org";
    tx.execute(add, &[1_i64.into(), secret.into()])
        .await
        .unwrap();
    let again = tx.execute(add, &[1_i64.into(), secret.into()]).await;
    let error = again.unwrap_err().to_string();
    drop(tx);
    let mut tx = db.write().await.unwrap();
    let sql = "INSERT INTO notice (event, version, text, created) VALUES ($1, 1, $1, 0)";
    let no_event = tx.execute(sql, &["ada@example.org".into()]).await;
    let other = no_event.unwrap_err().to_string();
    drop(tx);
    let mut tx = db.write().await.unwrap();
    // What PostgreSQL says of it quotes the text; SQLite takes it for 0.
    let no_number = tx
        .query("SELECT CAST($1 AS BIGINT)", &["ada@example.org".into()])
        .await;
    let number = no_number.err();
    let number = number.map_or_else(String::new, |error| error.to_string());
    for text in [error, other, number] {
        assert!(!text.contains("example.org"), "{text}");
    }
}

#[tokio::test]
async fn a_migration_that_fails_leaves_nothing_half_done() {
    let database = TestDatabase::without_schema().await;
    // A table of that name is in the way of one that is made late.
    database.meddle("CREATE TABLE webhook (id INTEGER)").await;
    let refused = Db::open(&database.url).await;
    assert!(matches!(refused, Err(DbError::Migration(_))), "{refused:?}");
    database.meddle("DROP TABLE webhook").await;
    let db = Db::open(&database.url).await.unwrap();
    assert_eq!(notices(&db).await, 0, "nothing was in the way of all of it");
}

#[tokio::test]
async fn both_databases_have_the_same_tables_and_columns() {
    let sqlite = TestDatabase::sqlite();
    let (_database, db) = open().await;
    let here = db.read().await.unwrap().schema().await.unwrap();
    let sqlite = Db::open(&sqlite.url).await.unwrap();
    let there = sqlite.read().await.unwrap().schema().await.unwrap();
    assert_eq!(here, there);
}

#[tokio::test]
async fn many_rows_are_added_at_once_and_all_kinds_of_values_come_back() {
    let (_database, db) = open().await;
    let mut tx = db.write().await.unwrap();
    let columns = [
        ("event", ColumnKind::Text),
        ("number", ColumnKind::Integer),
        ("at", ColumnKind::Integer),
        ("actor_kind", ColumnKind::Text),
        ("actor", ColumnKind::Text),
        ("action", ColumnKind::Text),
        ("sponsor", ColumnKind::Blob),
        ("leads", ColumnKind::Integer),
        ("fields", ColumnKind::Integer),
        ("detail", ColumnKind::Text),
    ];
    let rows: Vec<Vec<Value<'_>>> = (0..3_i64)
        .map(|number| {
            vec![
                "E".into(),
                number.into(),
                i64::MIN.into(),
                "x".into(),
                "Zoë 山田".into(),
                "".into(),
                (number == 1).then_some(b"\0\xff").into(),
                1_i64.into(),
                i64::MAX.into(),
                "".into(),
            ]
        })
        .collect();
    tx.insert_rows("audit", &columns, &rows).await.unwrap();
    let read = tx
        .query(
            "SELECT sponsor, actor, at, fields, number > 0 FROM audit ORDER BY number",
            &[],
        )
        .await
        .unwrap();
    assert_eq!(read.len(), 3);
    assert_eq!(read[0].get::<Option<Vec<u8>>>(0).unwrap(), None);
    assert_eq!(read[1].get::<Vec<u8>>(0).unwrap(), b"\0\xff");
    assert_eq!(read[2].get::<String>(1).unwrap(), "Zoë 山田");
    assert_eq!(read[2].get::<i64>(2).unwrap(), i64::MIN);
    assert_eq!(read[2].get::<i64>(3).unwrap(), i64::MAX);
    assert!(read[2].get::<bool>(4).unwrap() && !read[0].get::<bool>(4).unwrap());
    let sum = tx.query_one("SELECT sum(number) FROM audit", &[]).await;
    assert_eq!(sum.unwrap().unwrap().get::<i64>(0).unwrap(), 3);
}

/// Breaks every connection that a database has, as a server does that falls over.
async fn break_connections(database: &TestDatabase) {
    let superuser = database.superuser().await;
    let sql = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()";
    superuser.batch_execute(sql).await.unwrap();
}

#[tokio::test]
async fn a_server_that_falls_over_keeps_what_was_committed_and_is_found_again() {
    let (database, db) = open().await;
    if !database.is_postgres() {
        return;
    }
    let mut committed = db.write().await.unwrap();
    committed.execute(ADD, &[1_i64.into()]).await.unwrap();
    committed.commit().await.unwrap();
    let mut lost = db.write().await.unwrap();
    lost.execute(ADD, &[2_i64.into()]).await.unwrap();
    let mut reading = db.read().await.unwrap();
    reading.query("SELECT 1", &[]).await.unwrap();
    break_connections(&database).await;
    let refused = lost.execute(ADD, &[3_i64.into()]).await;
    assert!(matches!(refused, Err(DbError::Busy(_))), "{refused:?}");
    assert!(lost.commit().await.is_err());
    assert!(reading.query("SELECT 1", &[]).await.is_err());
    drop(reading);
    // Idle connections in the pool are broken, too.
    assert_eq!(notices(&db).await, 1);
    let mut tx = db.write().await.unwrap();
    tx.execute(ADD, &[2_i64.into()]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(notices(&db).await, 2);
}

#[tokio::test]
async fn a_request_that_is_broken_off_leaves_no_transaction_behind() {
    let (database, db) = open().await;
    if !database.is_postgres() {
        return;
    }
    let superuser = database.superuser().await;
    let waits = "SELECT count(*) FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock'";
    superuser
        .batch_execute("BEGIN; LOCK TABLE audit")
        .await
        .unwrap();
    let task = {
        let db = db.clone();
        tokio::spawn(async move {
            let mut tx = db.write().await.unwrap();
            tx.execute(ADD, &[1_i64.into()]).await.unwrap();
            tx.commit().await.unwrap();
        })
    };
    while superuser
        .query_one(waits, &[])
        .await
        .unwrap()
        .get::<_, i64>(0)
        == 0
    {
        // Within a transaction PostgreSQL goes on showing what it showed first.
        superuser
            .batch_execute("SELECT pg_stat_clear_snapshot()")
            .await
            .unwrap();
    }
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    superuser.batch_execute("COMMIT").await.unwrap();
    let mut tx = db.write().await.unwrap();
    tx.execute(ADD, &[1_i64.into()]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(notices(&db).await, 1);
}

#[tokio::test]
async fn writing_in_one_event_waits_for_nobody_in_another() {
    let (database, db) = open().await;
    if !database.is_postgres() {
        return;
    }
    db.set_patience(Duration::from_millis(50)).await.unwrap();
    let (one, other): (protocol::EventSlug, protocol::EventSlug) =
        ("ONE".parse().unwrap(), "OTHER".parse().unwrap());
    let held = db.write_as(Tenant::Event(&one)).await.unwrap();
    let second = Db::open(&database.url).await.unwrap();
    second
        .set_patience(Duration::from_millis(50))
        .await
        .unwrap();
    second
        .write_as(Tenant::Event(&other))
        .await
        .unwrap()
        .undo()
        .await;
    for tenant in [Tenant::Event(&one), Tenant::Backend] {
        let waiting = second.write_as(tenant).await;
        assert!(matches!(waiting, Err(DbError::Busy(_))));
    }
    held.undo().await;
    second.write().await.unwrap().undo().await;
}

#[tokio::test]
async fn with_tls_only_a_server_whose_certificate_is_vouched_for_is_talked_to() {
    let (database, _db) = open().await;
    if !database.is_postgres() {
        return;
    }
    let key = rcgen::KeyPair::generate().unwrap();
    let names = vec!["localhost".to_owned()];
    let certificate = rcgen::CertificateParams::new(names)
        .unwrap()
        .self_signed(&key)
        .unwrap();
    let superuser = database.superuser().await;
    // The server writes the files itself, so that they are its own user's.
    for (name, pem) in [("crt", certificate.pem()), ("key", key.serialize_pem())] {
        let sql = format!(
            "COPY (SELECT unnest(string_to_array('{}', '|')))
             TO PROGRAM 'umask 077; cat > server.{name}'",
            pem.trim().replace(['\r'], "").replace('\n', "|")
        );
        superuser.batch_execute(&sql).await.unwrap();
    }
    superuser
        .batch_execute("ALTER SYSTEM SET ssl = on")
        .await
        .unwrap();
    superuser
        .batch_execute("SELECT pg_reload_conf()")
        .await
        .unwrap();
    let on = "SELECT setting FROM pg_settings WHERE name = 'ssl'";
    while superuser
        .query_one(on, &[])
        .await
        .unwrap()
        .get::<_, String>(0)
        != "on"
    {
        tokio::task::yield_now().await;
    }
    let root = database.folder.path().join("root.pem");
    std::fs::write(&root, certificate.pem()).unwrap();
    let root = format!("sslrootcert={}", root.display());
    let url =
        |host: &str, parameters: &str| format!("{}?{parameters}", database.url_over_tcp(host));
    let vouched = Db::open(&url("localhost", &format!("sslmode=require&{root}"))).await;
    let vouched = vouched.unwrap();
    drop(vouched.read().await.unwrap());
    let encrypted = superuser
        .query_one(
            "SELECT count(*), count(*) FILTER (WHERE s.ssl) FROM pg_stat_activity a
             JOIN pg_stat_ssl s ON s.pid = a.pid
             WHERE a.datname = current_database() AND a.client_addr IS NOT NULL",
            &[],
        )
        .await
        .unwrap();
    let (over_tcp, with_tls): (i64, i64) = (encrypted.get(0), encrypted.get(1));
    assert!(
        over_tcp > 0 && with_tls == over_tcp,
        "{with_tls} of {over_tcp}"
    );
    for refused in [
        // Not the certificate's name, and nobody who vouches for it.
        url("127.0.0.1", &format!("sslmode=require&{root}")),
        url("localhost", "sslmode=require"),
    ] {
        let refused = Db::open(&refused).await;
        assert!(matches!(refused, Err(DbError::Connect(_))), "{refused:?}");
    }
}
