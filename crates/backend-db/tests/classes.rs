//! Every column of the schema has a class, and secrets are hashed or sealed.

#![allow(clippy::unwrap_used, reason = "the whole program is a test")]

use std::collections::BTreeSet;

use backend_db::Db;
use backend_db::classes::{CLASSES, Class};
use test_world::TestDatabase;

async fn columns_of_the_schema() -> BTreeSet<(String, String)> {
    let database = TestDatabase::new().await;
    let db = Db::open(&database.url).await.unwrap();
    let columns = db.read().await.unwrap().schema().await.unwrap();
    columns
        .into_iter()
        .map(|column| (column.table, column.name))
        .collect()
}

#[tokio::test]
async fn every_column_is_classed_once_and_no_class_is_stale() {
    let mut classed = BTreeSet::new();
    for (table, _, columns) in CLASSES {
        for column in *columns {
            let new = classed.insert(((*table).to_owned(), (*column).to_owned()));
            assert!(new, "{table}.{column} is classed twice");
        }
    }
    let there = columns_of_the_schema().await;
    let unclassed: Vec<_> = there.difference(&classed).collect();
    assert!(unclassed.is_empty(), "not classed: {unclassed:?}");
    let stale: Vec<_> = classed.difference(&there).collect();
    assert!(stale.is_empty(), "classed, and not there: {stale:?}");
}

#[test]
fn secrets_are_stored_hashed_or_sealed_and_what_is_sealed_is_secret() {
    for (table, class, columns) in CLASSES {
        for column in *columns {
            let sealed = column.starts_with("sealed_");
            let protected = sealed || column.ends_with("_hash");
            assert!(
                *class != Class::Secret || protected,
                "{table}.{column} holds a secret in the clear"
            );
            assert!(
                !sealed || *class == Class::Secret,
                "{table}.{column} is sealed, so it is secret"
            );
        }
    }
}
