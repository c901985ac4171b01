//! A transaction: statements, and their end.

use protocol::EventSlug;

use crate::postgres::{self, PostgresTx};
use crate::row::{Row, Value};
use crate::sqlite::{self, SqliteTx};
use crate::statement::{listed, numbered};
use crate::{ColumnKind, DbError, SchemaColumn, Tenant};

/// A transaction.
pub struct Tx {
    engine: EngineTx,
    /// The event of the transaction's tenant.
    event: Option<EventSlug>,
}

pub(crate) enum EngineTx {
    Sqlite(SqliteTx),
    Postgres(PostgresTx),
}

impl Tx {
    pub(crate) fn new(engine: EngineTx, tenant: Tenant<'_>) -> Self {
        Self {
            engine,
            event: tenant.event().cloned(),
        }
    }

    /// Refuses parameters that name another event than the transaction is about. On PostgreSQL row-level
    /// security would show no row of that event; this holds on SQLite too, and says why.
    fn check_event<'v>(
        &self,
        params: impl IntoIterator<Item = &'v Value<'v>>,
    ) -> Result<(), DbError> {
        let Some(own) = &self.event else {
            return Ok(());
        };
        let other = |value: &Value<'_>| matches!(value, Value::Event(event) if *event != own);
        if params.into_iter().any(other) {
            return Err(DbError::Forbidden(
                "it names another event than its transaction is about".into(),
            ));
        }
        Ok(())
    }

    /// Runs a statement and returns its rows.
    pub async fn query(&mut self, sql: &str, params: &[Value<'_>]) -> Result<Vec<Row>, DbError> {
        self.check_event(params)
            .map_err(|error| error.during(sql))?;
        match &mut self.engine {
            EngineTx::Sqlite(tx) => tx.query(sql, params),
            EngineTx::Postgres(tx) => tx.query(sql, params).await,
        }
        .map_err(|error| error.during(sql))
    }

    /// Runs a statement that returns at most one row.
    pub async fn query_one(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
    ) -> Result<Option<Row>, DbError> {
        Ok(self.query(sql, params).await?.into_iter().next())
    }

    /// Runs a statement and returns the number of rows that it touched.
    pub async fn execute(&mut self, sql: &str, params: &[Value<'_>]) -> Result<usize, DbError> {
        self.check_event(params)
            .map_err(|error| error.during(sql))?;
        match &mut self.engine {
            EngineTx::Sqlite(tx) => tx.execute(sql, params),
            EngineTx::Postgres(tx) => tx.execute(sql, params).await,
        }
        .map_err(|error| error.during(sql))
    }

    /// Runs a query with each of several lists of parameters of the same types, and returns the rows of each: on
    /// PostgreSQL in one round trip.
    pub async fn query_each(
        &mut self,
        sql: &str,
        params: &[Vec<Value<'_>>],
    ) -> Result<Vec<Vec<Row>>, DbError> {
        self.check_event(params.iter().flatten())
            .map_err(|error| error.during(sql))?;
        match &mut self.engine {
            EngineTx::Sqlite(tx) => params.iter().map(|params| tx.query(sql, params)).collect(),
            EngineTx::Postgres(tx) => tx.query_each(sql, params).await,
        }
        .map_err(|error| error.during(sql))
    }

    /// Runs a statement without waiting for its result: on PostgreSQL it is sent in order with the next
    /// statement that is waited for. That statement, the end of the part or the commit reports its error.
    pub async fn execute_later(&mut self, sql: &str, params: &[Value<'_>]) -> Result<(), DbError> {
        self.check_event(params)
            .map_err(|error| error.during(sql))?;
        match &mut self.engine {
            EngineTx::Sqlite(tx) => tx.execute(sql, params).map(drop),
            EngineTx::Postgres(tx) => tx.execute_later(sql, params).await,
        }
        .map_err(|error| error.during(sql))
    }

    /// Adds rows to a table, as fast as the database takes them. Each row has a value for each column.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn insert_rows(
        &mut self,
        table: &str,
        columns: &[(&str, ColumnKind)],
        rows: &[Vec<Value<'_>>],
    ) -> Result<(), DbError> {
        let operation = format!("INSERT INTO {table}");
        self.check_event(rows.iter().flatten())
            .map_err(|error| error.during(&operation))?;
        match &mut self.engine {
            EngineTx::Sqlite(tx) => {
                let sql = format!(
                    "INSERT INTO {table} ({}) VALUES ({})",
                    listed(columns),
                    numbered(columns.len())
                );
                rows.iter()
                    .try_for_each(|row| tx.execute(&sql, row).map(drop))
            }
            EngineTx::Postgres(tx) => tx.insert_rows(table, columns, rows).await,
        }
        .map_err(|error| error.during(&operation))
    }

    /// The columns of all tables but the one of the migrations, by table and place.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn schema(&mut self) -> Result<Vec<SchemaColumn>, DbError> {
        let sql = match &self.engine {
            EngineTx::Sqlite(_) => sqlite::SCHEMA,
            EngineTx::Postgres(_) => postgres::SCHEMA,
        };
        self.query(sql, &[])
            .await?
            .iter()
            .map(|row| {
                Ok(SchemaColumn {
                    table: row.get("table_name")?,
                    name: row.get("column_name")?,
                    kind: match row.get::<String>("kind")?.as_str() {
                        "INTEGER" | "int8" => ColumnKind::Integer,
                        "TEXT" | "text" => ColumnKind::Text,
                        "BLOB" | "bytea" => ColumnKind::Blob,
                        _ => return Err(DbError::column("kind")),
                    },
                    key: row.get("key")?,
                })
            })
            .collect()
    }

    /// Narrows the transaction to a tenant once that is known. The lock stays the same.
    pub async fn narrow(&mut self, tenant: Tenant<'_>) -> Result<(), DbError> {
        self.event = tenant.event().cloned();
        match &mut self.engine {
            EngineTx::Sqlite(_) => Ok(()),
            EngineTx::Postgres(tx) => tx.narrow(tenant).await,
        }
    }

    /// Begins a part of the transaction that can be undone by itself. Parts do not nest: end this one
    /// with [`keep_part`](Self::keep_part) or [`undo_part`](Self::undo_part) before the next.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn begin_part(&mut self) -> Result<(), DbError> {
        match &mut self.engine {
            EngineTx::Sqlite(tx) => tx.execute("SAVEPOINT part", &[]).map(drop),
            EngineTx::Postgres(tx) => tx.begin_part().await,
        }
    }

    /// Ends a part and keeps its changes for the commit.
    pub async fn keep_part(&mut self) -> Result<(), DbError> {
        match &mut self.engine {
            EngineTx::Sqlite(tx) => tx.execute("RELEASE SAVEPOINT part", &[]).map(drop),
            EngineTx::Postgres(tx) => tx.keep_part().await,
        }
    }

    /// Ends a part and undoes its changes. Earlier changes stay.
    ///
    /// # Errors
    /// [`DbError`]; drop the transaction then.
    pub async fn undo_part(&mut self) -> Result<(), DbError> {
        match &mut self.engine {
            EngineTx::Sqlite(tx) => {
                tx.execute("ROLLBACK TO SAVEPOINT part", &[])?;
                tx.execute("RELEASE SAVEPOINT part", &[]).map(drop)
            }
            EngineTx::Postgres(tx) => tx.undo_part().await,
        }
    }

    /// Undoes everything, as dropping it does, and waits until that is done and others can go on.
    pub async fn undo(self) {
        match self.engine {
            EngineTx::Sqlite(tx) => drop(tx),
            EngineTx::Postgres(tx) => tx.undo().await,
        }
    }

    /// Makes the changes durable. Only then may a caller be answered that they are.
    ///
    /// # Errors
    /// [`DbError`]. The changes are lost, except that the outcome is unknown if the connection to PostgreSQL was
    /// lost meanwhile ([`DbError::Busy`]), so repeating the transaction must have the same result.
    pub async fn commit(self) -> Result<(), DbError> {
        match self.engine {
            EngineTx::Sqlite(tx) => tx.commit(),
            EngineTx::Postgres(tx) => tx.commit().await,
        }
    }
}
