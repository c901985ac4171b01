//! Moving a database into another, and changing its master key.

use backend::clock::Clock;
use backend::event::database_transfer::{TABLES, TransferError, TransferredTable, transfer};
use backend::keys::rotation::rotate;
use backend::privacy::unsubscribe;
use backend_db::Db;

use crate::everything::Everything;
use test_world::TestDatabase;
use test_world::people::World;

async fn moved(
    from: &TestDatabase,
    to: &TestDatabase,
) -> Result<Vec<TransferredTable>, TransferError> {
    let from = Db::open(&from.url).await.unwrap();
    let to = Db::open(&to.url).await.unwrap();
    transfer(&from, &to, |_, _| {}).await
}

async fn rows(database: &TestDatabase) -> i64 {
    let db = Db::open(&database.url).await.unwrap();
    let mut tx = db.read().await.unwrap();
    let mut rows = 0;
    for table in TABLES {
        let sql = format!("SELECT count(*) FROM {table}");
        let count = tx.query_one(&sql, &[]).await.unwrap().unwrap();
        rows += count.get::<i64>(0).unwrap();
    }
    rows
}

#[tokio::test]
async fn every_table_is_moved_there_and_back_and_says_the_same() {
    let all = Everything::on(TestDatabase::sqlite()).await;
    let before = all.world.leads(&all.one).await;
    let (clock, event) = (all.world.clock.clone(), all.world.event.clone());
    let source = all.world.into_database();
    let target = TestDatabase::new().await;
    let there = moved(&source, &target).await.unwrap();
    for table in &there {
        assert!(table.rows > 0 || table.table == "export", "{table:?}");
    }
    let back = TestDatabase::sqlite();
    assert_eq!(moved(&target, &back).await.unwrap(), there);

    let target = target.with_key_of(&source);
    let world = World::reopened(target, clock, event).await;
    assert_eq!(world.leads(&all.one).await, before);
    let mut device = world.device(&all.one, "Another").await;
    let scan = world.scan(&mut device, &all.ben, protocol::FieldSet::ALL, "");
    scan.await;
}

#[tokio::test]
async fn the_schema_names_each_table_that_is_moved_and_no_other() {
    let database = TestDatabase::new().await;
    let db = Db::open(&database.url).await.unwrap();
    let schema = db.read().await.unwrap().schema().await.unwrap();
    let mut there: Vec<String> = schema.into_iter().map(|column| column.table).collect();
    there.dedup();
    let mut moved = TABLES.to_vec();
    moved.sort_unstable();
    assert_eq!(there, moved);
}

#[tokio::test]
async fn a_database_in_use_is_not_moved_into_and_nothing_is_half_moved() {
    let source = Everything::on(TestDatabase::sqlite()).await;
    let source = source.world.into_database();
    let used = TestDatabase::new().await;
    drop(used.backend(Clock::System).await);
    let before = rows(&used).await;
    let refused = moved(&source, &used).await;
    assert!(
        matches!(refused, Err(TransferError::NotEmpty("backend"))),
        "{refused:?}"
    );
    assert_eq!(rows(&used).await, before);

    // A row that the target refuses, far down the list of tables.
    let target = TestDatabase::new().await;
    drop(Db::open(&target.url).await.unwrap());
    target
        .meddle("CREATE UNIQUE INDEX only_one ON webhook (url)")
        .await;
    let refused = moved(&source, &target).await;
    assert!(
        matches!(refused, Err(TransferError::Target(_))),
        "{refused:?}"
    );
    assert_eq!(rows(&target).await, 0);
}

#[tokio::test]
async fn another_master_key_opens_everything_and_the_old_one_nothing() {
    let all = Everything::on(TestDatabase::new().await).await;
    let backend = &all.world.backend;
    let before = all.world.leads(&all.one).await;
    let link = unsubscribe::link(backend, &all.world.event, &all.ada.id);
    let new_key = all.world.database.folder.path().join("new.key");
    let done = rotate(backend, Some(new_key.clone())).await.unwrap();
    // One signing seed, two keys of the event, two of each device, and two rows of five tables.
    assert_eq!(done.values, 1 + 2 + 2 * 2 + 2 * 5);
    let again = rotate(backend, Some(new_key.clone())).await;
    assert!(
        again.is_err(),
        "the key that the backend holds opens nothing"
    );

    let (clock, event, one) = (all.world.clock.clone(), all.world.event.clone(), all.one);
    let ada = all.ada.id;
    let database = all.world.into_database();
    let refused = database.try_backend(clock.clone()).await;
    assert!(refused.is_err(), "the old key opened it");
    let database = database.with_key_in(&new_key);
    let world = World::reopened(database, clock, event).await;
    assert_eq!(world.leads(&one).await, before);
    // What stands in mails that were sent before goes on working.
    let link = link.rsplit('/').next().unwrap();
    let whose = unsubscribe::whose(&world.backend, link);
    assert_eq!(whose, Some((world.event.clone(), ada)));
}
