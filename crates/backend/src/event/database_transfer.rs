//! Copies a database into another one, such as an SQLite file into PostgreSQL, completely or not at all.

use std::path::PathBuf;

use data_encoding::HEXLOWER;
use ring::digest::{Context, SHA256};
use serde::Serialize;

use backend_db::{ColumnKind, Db, DbError, Row, SchemaColumn, Tx, Value};

/// The tables. Each comes after those that it refers to.
pub const TABLES: &[&str] = &[
    "backend",
    "event",
    "notice",
    "attendee",
    "attendee_token",
    "attendee_mail",
    "badge",
    "sponsor",
    "sponsor_token",
    "enrolment_code",
    "device",
    "record",
    "scan",
    "scanned",
    "note",
    "narrowing",
    "void",
    "act",
    "report",
    "disclosure",
    "lead_change",
    "audit",
    "staff",
    "passkey",
    "ceremony",
    "member",
    "sign_in",
    "session",
    "mail",
    "webhook",
    "delivery",
    "export",
    "import_draft",
];

/// The rows that are read and written at a time: some hundred kilobytes of records.
const ROWS: u32 = 500;

/// The reason why a database is not copied. The target then holds nothing of it.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    #[error("there is no database {0}")]
    NoSource(PathBuf),
    #[error("source and target are the same database")]
    Same,
    #[error("the target is not empty: table {0} has rows; use a new database")]
    NotEmpty(&'static str),
    /// The table has different columns in source and target.
    #[error("table {0} differs between source and target")]
    Schema(&'static str),
    /// The rows in the target are not those that were read.
    #[error("table {table} did not arrive as it was sent ({sent} rows sent, {arrived} arrived)")]
    Differs {
        table: &'static str,
        sent: u64,
        arrived: u64,
    },
    #[error("cannot read the source: {0}")]
    Source(DbError),
    #[error("cannot write the target: {0}")]
    Target(DbError),
}

/// A table that was copied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TransferredTable {
    pub table: &'static str,
    pub rows: u64,
    /// The SHA-256 over all rows, which is the same in source and target.
    pub sha256: String,
}

/// Copies all tables in one transaction into an empty database, reads them again there, and commits only if each
/// has as many rows and the same SHA-256. No other transaction writes in the source meanwhile. The source stays
/// as it was and should not be used afterwards. Sealed values stay sealed with the same master key.
///
/// `progress` receives for each table the number of rows that have been copied.
pub async fn transfer(
    from: &Db,
    to: &Db,
    mut progress: impl FnMut(&'static str, u64) + Send,
) -> Result<Vec<TransferredTable>, TransferError> {
    // The source is only read. The write transaction keeps other writers out.
    let mut source = from.write().await.map_err(TransferError::Source)?;
    let mut target = to.write().await.map_err(TransferError::Target)?;
    let layouts = layouts(&mut source, &mut target).await?;
    for layout in &layouts {
        if !is_empty(&mut target, layout.table)
            .await
            .map_err(TransferError::Target)?
        {
            return Err(TransferError::NotEmpty(layout.table));
        }
    }
    let mut moved = Vec::with_capacity(layouts.len());
    for layout in &layouts {
        let sent = copy(&mut source, &mut target, layout, &mut progress).await?;
        moved.push(sent);
    }
    for (layout, sent) in layouts.iter().zip(&moved) {
        let arrived = read_again(&mut target, layout)
            .await
            .map_err(TransferError::Target)?;
        if arrived != *sent {
            return Err(TransferError::Differs {
                table: layout.table,
                sent: sent.rows,
                arrived: arrived.rows,
            });
        }
    }
    target.commit().await.map_err(TransferError::Target)?;
    Ok(moved)
}

/// A table's columns, and which of them are its primary key.
struct TableLayout {
    table: &'static str,
    columns: Vec<(String, ColumnKind)>,
    /// Indices in `columns`, in the order of the key.
    key: Vec<usize>,
}

impl TableLayout {
    fn of(table: &'static str, schema: &[SchemaColumn]) -> Self {
        let columns: Vec<&SchemaColumn> = schema
            .iter()
            .filter(|column| column.table == table)
            .collect();
        let mut key: Vec<usize> = (0..columns.len())
            .filter(|place| columns[*place].key > 0)
            .collect();
        key.sort_by_key(|place| columns[*place].key);
        Self {
            table,
            columns: columns
                .iter()
                .map(|column| (column.name.clone(), column.kind))
                .collect(),
            key,
        }
    }

    fn names(&self, places: impl Iterator<Item = usize>) -> String {
        let names: Vec<&str> = places.map(|place| self.columns[place].0.as_str()).collect();
        names.join(", ")
    }

    /// Returns the rows that follow `after` in the order of the primary key.
    async fn page(&self, tx: &mut Tx, after: Option<&Row>) -> Result<Vec<Row>, DbError> {
        let columns = self.names(0..self.columns.len());
        let key = self.names(self.key.iter().copied());
        let mut params: Vec<Value<'_>> = Vec::new();
        let mut condition = String::new();
        if let Some(row) = after {
            let values = row.values();
            params.extend(self.key.iter().map(|place| values[*place]));
            let numbers: Vec<String> = (1..=params.len()).map(|n| format!("${n}")).collect();
            condition = format!("WHERE ({key}) > ({})", numbers.join(", "));
        }
        let table = self.table;
        let sql = format!("SELECT {columns} FROM {table} {condition} ORDER BY {key} LIMIT {ROWS}");
        tx.query(&sql, &params).await
    }
}

async fn layouts(source: &mut Tx, target: &mut Tx) -> Result<Vec<TableLayout>, TransferError> {
    let from = source.schema().await.map_err(TransferError::Source)?;
    let to = target.schema().await.map_err(TransferError::Target)?;
    TABLES
        .iter()
        .map(|table| {
            let (from, to) = (TableLayout::of(table, &from), TableLayout::of(table, &to));
            if from.columns == to.columns && from.key == to.key && !from.key.is_empty() {
                Ok(from)
            } else {
                Err(TransferError::Schema(table))
            }
        })
        .collect()
}

async fn is_empty(tx: &mut Tx, table: &str) -> Result<bool, DbError> {
    let row = tx
        .query_one(&format!("SELECT 1 FROM {table} LIMIT 1"), &[])
        .await?;
    Ok(row.is_none())
}

async fn copy(
    source: &mut Tx,
    target: &mut Tx,
    layout: &TableLayout,
    progress: &mut (impl FnMut(&'static str, u64) + Send),
) -> Result<TransferredTable, TransferError> {
    let columns: Vec<(&str, ColumnKind)> = layout
        .columns
        .iter()
        .map(|(name, kind)| (name.as_str(), *kind))
        .collect();
    let mut sum = Sum::new(layout);
    let mut last: Option<Row> = None;
    loop {
        let mut rows = layout
            .page(source, last.as_ref())
            .await
            .map_err(TransferError::Source)?;
        sum.add(&rows);
        let values: Vec<Vec<Value<'_>>> = rows.iter().map(Row::values).collect();
        if !values.is_empty() {
            target
                .insert_rows(layout.table, &columns, &values)
                .await
                .map_err(TransferError::Target)?;
        }
        progress(layout.table, sum.rows);
        match rows.pop() {
            Some(row) => last = Some(row),
            None => return Ok(sum.finish(layout.table)),
        }
    }
}

async fn read_again(target: &mut Tx, layout: &TableLayout) -> Result<TransferredTable, DbError> {
    let mut sum = Sum::new(layout);
    let mut last: Option<Row> = None;
    loop {
        let mut rows = layout.page(target, last.as_ref()).await?;
        sum.add(&rows);
        match rows.pop() {
            Some(row) => last = Some(row),
            None => return Ok(sum.finish(layout.table)),
        }
    }
}

/// A count and a hash of rows in the order of the primary key. Each value is hashed behind its kind and length,
/// so that different tables never give the same bytes.
struct Sum {
    rows: u64,
    hash: Context,
}

impl Sum {
    fn new(layout: &TableLayout) -> Self {
        let mut sum = Self {
            rows: 0,
            hash: Context::new(&SHA256),
        };
        sum.value(Value::Text(layout.table));
        for (name, _) in &layout.columns {
            sum.value(Value::Text(name));
        }
        sum
    }

    fn add(&mut self, rows: &[Row]) {
        for row in rows {
            self.rows += 1;
            for value in row.values() {
                self.value(value);
            }
        }
    }

    fn value(&mut self, value: Value<'_>) {
        let number;
        let (kind, bytes): (u8, &[u8]) = match value {
            Value::Null => (0, &[]),
            Value::Integer(value) => {
                number = value.to_be_bytes();
                (1, &number)
            }
            Value::Text(text) => (2, text.as_bytes()),
            Value::Event(event) => (2, event.as_str().as_bytes()),
            Value::Blob(bytes) => (3, bytes),
        };
        self.hash.update(&[kind]);
        self.hash.update(&(bytes.len() as u64).to_be_bytes());
        self.hash.update(bytes);
    }

    fn finish(self, table: &'static str) -> TransferredTable {
        TransferredTable {
            table,
            rows: self.rows,
            sha256: HEXLOWER.encode(self.hash.finish().as_ref()),
        }
    }
}
