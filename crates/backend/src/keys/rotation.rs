//! Rotation of the master key: every sealed value is sealed with a new key in one transaction.

use std::path::PathBuf;

use crate::Backend;
use crate::keys::master_key_file::{ReplaceKeyError, old_key_path, rename, with_suffix};
use crate::keys::seal::{MasterKey, SealError, Sealer};
use backend_db::{DbError, Tx};

/// A sealed column: its name in the associated data, and the columns whose bytes identify its row there.
struct SealedColumn {
    column: &'static str,
    row: &'static [&'static str],
}

/// All sealed columns. A test compares them with the schema.
const SEALED: &[SealedColumn] = &[
    SealedColumn {
        column: "backend.sealed_signing_seed",
        row: &[],
    },
    SealedColumn {
        column: "event.sealed_badge_key",
        row: &["event"],
    },
    SealedColumn {
        column: "event.sealed_lead_key",
        row: &["event"],
    },
    SealedColumn {
        column: "device.sealed_enrolment",
        row: &["device"],
    },
    SealedColumn {
        column: "device.sealed_bundle_key",
        row: &["device"],
    },
    SealedColumn {
        column: "passkey.sealed_passkey",
        row: &["credential"],
    },
    SealedColumn {
        column: "ceremony.sealed_state",
        row: &["ceremony_hash"],
    },
    SealedColumn {
        column: "mail.sealed_message",
        row: &["mail"],
    },
    SealedColumn {
        column: "webhook.sealed_secret",
        row: &["webhook"],
    },
    SealedColumn {
        column: "import_draft.sealed_file",
        row: &["draft"],
    },
];

/// The values that are read and sealed at a time.
const ROWS: u32 = 200;

/// The reason why the master key was not rotated.
#[derive(Debug, thiserror::Error)]
pub enum RotationError {
    /// The key comes from the environment, so there is no file to replace.
    #[error("the master key is not in a file: name the file of the new key with --new-key-file")]
    NoFile,
    #[error("the key in {0} is the one in use")]
    SameKey(PathBuf),
    #[error("cannot replace the key file")]
    Replace(#[from] ReplaceKeyError),
    #[error("cannot use a master key")]
    Seal(#[from] SealError),
    #[error("cannot seal the database again")]
    Db(#[from] DbError),
}

/// The result of a rotation.
#[derive(Debug)]
pub struct Rotation {
    /// The number of values that are sealed with the new key.
    pub values: u64,
    /// The file of the new key.
    pub new_key: PathBuf,
    /// The file of the old key, if the key came from a file.
    pub old_key: Option<PathBuf>,
}

/// Seals everything with a new key. The key comes from `new_key_file`, which is made if it is missing; without
/// it, a new key replaces the one beside the database.
///
/// # Errors
/// [`RotationError`]; then everything is still sealed with the old key.
pub async fn rotate(
    backend: &Backend,
    new_key_file: Option<PathBuf>,
) -> Result<Rotation, RotationError> {
    let own_file = backend.master_key_file().cloned();
    let pending_file = match (&new_key_file, &own_file) {
        (Some(file), _) => file.clone(),
        (None, Some(file)) => with_suffix(file, ".new"),
        (None, None) => return Err(RotationError::NoFile),
    };
    // The key is on the disk before anything is sealed with it.
    let key = match MasterKey::read(&pending_file) {
        Ok(Some(key)) => key,
        Ok(None) => MasterKey::create(&pending_file)?,
        // An earlier rotation was interrupted while it wrote the file. Nothing is sealed with that key, because
        // the backend has opened with another one.
        Err(SealError::Shape { .. }) if new_key_file.is_none() => {
            std::fs::remove_file(&pending_file)
                .map_err(|error| ReplaceKeyError::new(&pending_file, &error))?;
            MasterKey::create(&pending_file)?
        }
        Err(error) => return Err(error.into()),
    };
    let new = Sealer::new(&key);
    if new.is_the_same_as(backend.sealer()) {
        return Err(RotationError::SameKey(pending_file));
    }
    let mut tx = backend.db().write().await?;
    let values = reseal(&mut tx, backend.sealer(), &new).await?;
    tx.commit().await?;
    match (new_key_file, own_file) {
        (None, Some(file)) => {
            let old = old_key_path(&file);
            rename(&file, &old)?;
            rename(&pending_file, &file)?;
            Ok(Rotation {
                values,
                new_key: file,
                old_key: Some(old),
            })
        }
        (_, own_file) => Ok(Rotation {
            values,
            new_key: pending_file,
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

/// Reseals a column page by page in the order of the primary key, so that memory stays bounded.
async fn reseal_column(
    tx: &mut Tx,
    old: &Sealer,
    new: &Sealer,
    sealed: &SealedColumn,
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
            let sealed_value: Vec<u8> = row.get(column)?;
            let place = sealed
                .row
                .iter()
                .map(|column| row.bytes(*column))
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
