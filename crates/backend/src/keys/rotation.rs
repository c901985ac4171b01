//! Another master key: everything that is sealed is sealed with it, in one transaction.

use std::path::PathBuf;

use crate::Backend;
use crate::keys::master_key_file::{PlaceError, place_for_old, put, with_suffix};
use crate::keys::seal::{MasterKey, SealError, Sealer};
use backend_db::{DbError, Tx};

/// A sealed column: its name as it is sealed with, and the columns whose bytes name its row there.
struct Sealed {
    column: &'static str,
    row: &'static [&'static str],
}

/// All of them; a test looks whether the schema has others.
const SEALED: &[Sealed] = &[
    Sealed {
        column: "backend.sealed_signing_seed",
        row: &[],
    },
    Sealed {
        column: "event.sealed_badge_key",
        row: &["event"],
    },
    Sealed {
        column: "event.sealed_lead_key",
        row: &["event"],
    },
    Sealed {
        column: "device.sealed_enrolment",
        row: &["device"],
    },
    Sealed {
        column: "device.sealed_bundle_key",
        row: &["device"],
    },
    Sealed {
        column: "passkey.sealed_passkey",
        row: &["credential"],
    },
    Sealed {
        column: "ceremony.sealed_state",
        row: &["ceremony_hash"],
    },
    Sealed {
        column: "mail.sealed_message",
        row: &["mail"],
    },
    Sealed {
        column: "webhook.sealed_secret",
        row: &["webhook"],
    },
    Sealed {
        column: "import_draft.sealed_file",
        row: &["draft"],
    },
];

/// Values read and sealed again at a time.
const ROWS: u32 = 200;

/// Why the master key stays what it was.
#[derive(Debug, thiserror::Error)]
pub enum RotationError {
    /// The key comes from the environment, so there is no file to put the new one into.
    #[error("the master key is not in a file: say where the new one goes with --new-key-file")]
    NoFile,
    /// The new key is the old one.
    #[error("the key in {0} is the one in use")]
    SameKey(PathBuf),
    /// A file can't be put in its place.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// A key or a sealed value.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What was done.
#[derive(Debug)]
pub struct Reseal {
    /// How many values are sealed with the new key.
    pub values: u64,
    /// Its file.
    pub new_key: PathBuf,
    /// The file with the old key, if it came from one.
    pub old_key: Option<PathBuf>,
}

/// Seals everything with a new key: one in `new_key_file`, which is made where it is not there, or a new
/// one in the place of the key beside the database.
///
/// # Errors
/// [`RotationError`]; then everything is still sealed with the old key.
pub async fn rotate(
    backend: &Backend,
    new_key_file: Option<PathBuf>,
) -> Result<Reseal, RotationError> {
    let own_file = backend.master_key_file().cloned();
    let in_work = match (&new_key_file, &own_file) {
        (Some(file), _) => file.clone(),
        (None, Some(file)) => with_suffix(file, ".new"),
        (None, None) => return Err(RotationError::NoFile),
    };
    // It is on the disk before anything is sealed with it.
    let key = match MasterKey::read(&in_work) {
        Ok(Some(key)) => key,
        Ok(None) => MasterKey::create(&in_work)?,
        // Broken off while it was written, so that nothing is sealed with it: the backend has opened with
        // another key.
        Err(SealError::Shape { .. }) if new_key_file.is_none() => {
            std::fs::remove_file(&in_work).map_err(|error| PlaceError::new(&in_work, &error))?;
            MasterKey::create(&in_work)?
        }
        Err(error) => return Err(error.into()),
    };
    let new = Sealer::new(&key);
    if new.is_the_same_as(backend.sealer()) {
        return Err(RotationError::SameKey(in_work));
    }
    let mut tx = backend.db().write().await?;
    let values = reseal(&mut tx, backend.sealer(), &new).await?;
    tx.commit().await?;
    match (new_key_file, own_file) {
        (None, Some(file)) => {
            let old = place_for_old(&file);
            put(&file, &old)?;
            put(&in_work, &file)?;
            Ok(Reseal {
                values,
                new_key: file,
                old_key: Some(old),
            })
        }
        (_, own_file) => Ok(Reseal {
            values,
            new_key: in_work,
            old_key: own_file,
        }),
    }
}

async fn reseal(tx: &mut Tx, old: &Sealer, new: &Sealer) -> Result<u64, RotationError> {
    let schema = tx.schema().await?;
    let mut values = 0;
    for sealed in SEALED {
        let (table, column) = sealed
            .column
            .split_once('.')
            .expect("the names above have a dot");
        let mut key: Vec<_> = schema
            .iter()
            .filter(|column| column.table == table && column.key > 0)
            .collect();
        key.sort_by_key(|column| column.key);
        let key: Vec<&str> = key.iter().map(|column| column.name.as_str()).collect();
        values += reseal_column(tx, old, new, sealed, table, column, &key).await?;
    }
    Ok(values)
}

/// Goes through a table by its primary key, so that memory is bounded whatever it holds.
async fn reseal_column(
    tx: &mut Tx,
    old: &Sealer,
    new: &Sealer,
    sealed: &Sealed,
    table: &str,
    column: &str,
    key: &[&str],
) -> Result<u64, RotationError> {
    let names = key.join(", ");
    let mut selected: Vec<&str> = key.to_vec();
    selected.push(column);
    selected.extend(sealed.row);
    let selected = selected.join(", ");
    let numbers = |from: usize| {
        let numbers: Vec<String> = (from..from + key.len()).map(|n| format!("${n}")).collect();
        numbers.join(", ")
    };
    let update = format!(
        "UPDATE {table} SET {column} = $1 WHERE ({names}) = ({})",
        numbers(2)
    );
    let mut values = 0;
    let mut last: Option<backend_db::Row> = None;
    loop {
        let after = last.as_ref().map(backend_db::Row::values);
        let (condition, params) = match &after {
            Some(row) => (
                format!("AND ({names}) > ({})", numbers(1)),
                row[..key.len()].to_vec(),
            ),
            None => (String::new(), Vec::new()),
        };
        let sql = format!(
            "SELECT {selected} FROM {table} WHERE {column} IS NOT NULL {condition}
             ORDER BY {names} LIMIT {ROWS}"
        );
        let mut rows = tx.query(&sql, &params).await?;
        for row in &rows {
            let sealed_value: Vec<u8> = row.get(key.len())?;
            let place = (0..sealed.row.len())
                .map(|number| row.bytes(key.len() + 1 + number))
                .collect::<Result<Vec<&[u8]>, _>>()?;
            let plain = old.unseal(sealed.column, &place, &sealed_value)?;
            let sealed_again = new.seal(sealed.column, &place, &plain);
            let mut params = vec![(&sealed_again).into()];
            params.extend_from_slice(&row.values()[..key.len()]);
            tx.execute(&update, &params).await?;
            values += 1;
        }
        match rows.pop() {
            Some(row) => last = Some(row),
            None => return Ok(values),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use backend_db::classes::CLASSES;

    #[test]
    fn every_sealed_column_is_known_to_the_rotation() {
        let known: BTreeSet<String> = SEALED
            .iter()
            .map(|sealed| sealed.column.to_owned())
            .collect();
        let there: BTreeSet<String> = CLASSES
            .iter()
            .flat_map(|(table, _, columns)| {
                columns
                    .iter()
                    .map(move |column| format!("{table}.{column}"))
            })
            .filter(|column| column.contains(".sealed_"))
            .collect();
        assert_eq!(known, there);
    }
}
