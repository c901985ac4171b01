//! Moving a database into another one, such as an SQLite file into PostgreSQL: whole, or not at all.

use std::path::PathBuf;

use data_encoding::HEXLOWER;
use ring::digest::{Context, SHA256};
use serde::Serialize;

use backend_db::{ColumnKind, Db, DbError, Row, SchemaColumn, Tx, Value};

/// The tables, each after those that it refers to.
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

/// Rows read and written at a time: some hundred kilobytes of records.
const ROWS: u32 = 500;

/// Why a database is not moved. Then the target holds nothing of it.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// There is no database to be moved.
    #[error("there is no database {0}")]
    NoSource(PathBuf),
    /// Source and target are the same.
    #[error("source and target are the same database")]
    Same,
    /// The target is in use.
    #[error("the target is not empty: table {0} has rows; move into a new database")]
    NotEmpty(&'static str),
    /// The two have not the same columns.
    #[error("table {0} is not the same in source and target")]
    Schema(&'static str),
    /// What was written is not what was read.
    #[error("table {table} did not arrive as it was sent ({sent} rows sent, {arrived} arrived)")]
    Differs {
        /// Which.
        table: &'static str,
        /// Rows read.
        sent: u64,
        /// Rows found.
        arrived: u64,
    },
    /// The source can't be read.
    #[error("the source: {0}")]
    Source(DbError),
    /// The target can't be written.
    #[error("the target: {0}")]
    Target(DbError),
}

/// What became of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MovedTable {
    /// Which.
    pub table: &'static str,
    /// How many rows it has.
    pub rows: u64,
    /// SHA-256 over all its rows, as source and target both gave them.
    pub sha256: String,
}

/// Copies all tables in one transaction into an empty database, reads them again there, and commits only
/// where each has as many rows and the same SHA-256 over them. Nobody writes in the source meanwhile;
/// afterwards nobody should, since it is left as it was. What is sealed stays sealed with the same master
/// key.
///
/// `progress` is told of each table how many rows have been copied.
///
/// # Errors
/// [`MoveError`]; then the target has no rows.
pub async fn move_all(
    from: &Db,
    to: &Db,
    mut progress: impl FnMut(&'static str, u64) + Send,
) -> Result<Vec<MovedTable>, MoveError> {
    // Not for writing: so that nobody else does.
    let mut source = from.write().await.map_err(MoveError::Source)?;
    let mut target = to.write().await.map_err(MoveError::Target)?;
    let layouts = layouts(&mut source, &mut target).await?;
    for layout in &layouts {
        if !is_empty(&mut target, layout.table)
            .await
            .map_err(MoveError::Target)?
        {
            return Err(MoveError::NotEmpty(layout.table));
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
            .map_err(MoveError::Target)?;
        if arrived != *sent {
            return Err(MoveError::Differs {
                table: layout.table,
                sent: sent.rows,
                arrived: arrived.rows,
            });
        }
    }
    target.commit().await.map_err(MoveError::Target)?;
    Ok(moved)
}

/// A table's columns, those of the primary key also by themselves.
struct Layout {
    table: &'static str,
    columns: Vec<(String, ColumnKind)>,
    /// Places in `columns`, in the key's order.
    key: Vec<usize>,
}

impl Layout {
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

    /// The next rows after one, in the order of the primary key.
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

async fn layouts(source: &mut Tx, target: &mut Tx) -> Result<Vec<Layout>, MoveError> {
    let from = source.schema().await.map_err(MoveError::Source)?;
    let to = target.schema().await.map_err(MoveError::Target)?;
    TABLES
        .iter()
        .map(|table| {
            let (from, to) = (Layout::of(table, &from), Layout::of(table, &to));
            if from.columns == to.columns && from.key == to.key && !from.key.is_empty() {
                Ok(from)
            } else {
                Err(MoveError::Schema(table))
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
    layout: &Layout,
    progress: &mut (impl FnMut(&'static str, u64) + Send),
) -> Result<MovedTable, MoveError> {
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
            .map_err(MoveError::Source)?;
        sum.add(&rows);
        let values: Vec<Vec<Value<'_>>> = rows.iter().map(Row::values).collect();
        if !values.is_empty() {
            target
                .insert_rows(layout.table, &columns, &values)
                .await
                .map_err(MoveError::Target)?;
        }
        progress(layout.table, sum.rows);
        match rows.pop() {
            Some(row) => last = Some(row),
            None => return Ok(sum.finish(layout.table)),
        }
    }
}

async fn read_again(target: &mut Tx, layout: &Layout) -> Result<MovedTable, DbError> {
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

/// Rows counted and hashed, in the order of the primary key. Each value goes in behind its kind and
/// length, so that two different tables never give the same bytes.
struct Sum {
    rows: u64,
    hash: Context,
}

impl Sum {
    fn new(layout: &Layout) -> Self {
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

    fn finish(self, table: &'static str) -> MovedTable {
        MovedTable {
            table,
            rows: self.rows,
            sha256: HEXLOWER.encode(self.hash.finish().as_ref()),
        }
    }
}
