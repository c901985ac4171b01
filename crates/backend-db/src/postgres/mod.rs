//! The PostgreSQL engine: pooled connections whose statements run as a role to which row-level security applies.
//!
//! The code relies on one writer at a time: it numbers consent actions, changes and audit entries by reading the
//! last number, continues a device's chain from its head, and checks that a code is unused before it uses it. So
//! a writing transaction first takes a lock in the database: of its event, or of everything if it has no event.
//! Any number of servers may share a database that way.

mod address;
mod error;
mod pipeline;
mod schema;
mod value;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use data_encoding::HEXLOWER;
use deadpool_postgres::{
    Hook, HookError, Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_postgres::types::Type;

use crate::postgres::address::Address;
use crate::postgres::pipeline::Later;
use crate::row::{Row, Value};
use crate::statement;
use crate::tenant::Tenant;
use crate::{ColumnKind, DbError, Schema};

/// The connections for reading transactions.
const READERS: usize = 12;
/// The connections on which writing transactions wait for the lock. Others wait in this process.
const WRITERS: usize = 4;
/// The default time that a writing transaction waits for the lock.
const PATIENCE: Duration = Duration::from_secs(10);
/// The time limit for connecting.
const CONNECT: Duration = Duration::from_secs(20);
/// The prepared statements that each connection keeps. Beyond that all are dropped, so that statements with
/// lists of parameters do not fill the memory.
const PREPARED: usize = 512;
/// The most deferred statements, which are kept in memory.
const PUT_OFF: usize = 256;
/// The settings of every connection. A server that hangs within a transaction, as in a broken network, must
/// release its lock.
const SESSION: &str = "SET idle_in_transaction_session_timeout = '5min';
     SELECT set_config('synchronous_commit', 'on', false)
     WHERE current_setting('synchronous_commit') IN ('off', 'local')";

/// The schema's columns: table, name, kind, place in the primary key.
pub(crate) const SCHEMA: &str =
    "SELECT c.relname AS table_name, a.attname AS column_name, t.typname AS kind,
        coalesce(array_position(k.conkey, a.attnum), 0) AS key
     FROM pg_class c
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     JOIN pg_type t ON t.oid = a.atttypid
     LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
        AND c.relname <> 'refinery_schema_history'
     ORDER BY c.relname COLLATE \"C\", a.attnum";

#[derive(Clone)]
pub(crate) struct Postgres {
    address: Address,
    pool: Pool,
    reading: Arc<Semaphore>,
    writing: Arc<Semaphore>,
    patience: Arc<Mutex<Duration>>,
}

impl fmt::Debug for Postgres {
    /// The address may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Postgres(…)")
    }
}

impl Postgres {
    pub(crate) async fn open(url: &str) -> Result<Self, DbError> {
        let address = address::read(url)?;
        let mut owner = connect(&address).await?;
        schema::prepare(&mut owner).await?;
        drop(owner);
        let manager = Manager::from_config(
            address.config.clone(),
            address.tls.clone(),
            ManagerConfig {
                recycling_method: RecyclingMethod::Fast,
            },
        );
        let pool = Pool::builder(manager)
            .max_size(READERS + WRITERS)
            .runtime(Runtime::Tokio1)
            .create_timeout(Some(CONNECT))
            .post_create(Hook::async_fn(|client, _| {
                Box::pin(async move {
                    let session = format!("SET ROLE {}; {SESSION}", schema::ROLE);
                    client
                        .batch_execute(&session)
                        .await
                        .map_err(HookError::Backend)
                })
            }))
            .build()
            .map_err(|error| DbError::Server(error.to_string()))?;
        Ok(Self {
            address,
            pool,
            reading: Arc::new(Semaphore::new(READERS)),
            writing: Arc::new(Semaphore::new(WRITERS)),
            patience: Arc::new(Mutex::new(PATIENCE)),
        })
    }

    /// Returns the version of the schema without changing it.
    pub(crate) async fn look(url: &str) -> Result<Schema, DbError> {
        schema::look(&connect(&address::read(url)?).await?).await
    }

    pub(crate) fn set_patience(&self, patience: Duration) {
        *self.patience.lock().unwrap_or_else(PoisonError::into_inner) = patience;
    }

    pub(crate) async fn begin_read(&self, tenant: Tenant<'_>) -> Result<PostgresTx, DbError> {
        let begin = format!(
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; {}",
            settings(tenant)
        );
        self.begin(&self.reading, &begin).await
    }

    pub(crate) async fn begin_write(&self, tenant: Tenant<'_>) -> Result<PostgresTx, DbError> {
        let patience = *self.patience.lock().unwrap_or_else(PoisonError::into_inner);
        // A time-out of 0 would mean to wait without limit.
        let patience = patience.as_millis().max(1);
        // Each statement sees what was committed before it. While the lock is held, no other transaction commits
        // in this event, so all statements see the same data; a snapshot from before the lock would be outdated.
        let begin = format!(
            "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = '{patience}ms'; {}; {}",
            settings(tenant),
            lock(tenant),
        );
        self.begin(&self.writing, &begin).await
    }

    pub(crate) async fn begin_beside_others(&self) -> Result<PostgresTx, DbError> {
        let begin = format!(
            "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = '5s'; {}",
            settings(Tenant::Backend)
        );
        self.begin(&self.reading, &begin).await
    }

    async fn begin(&self, turns: &Arc<Semaphore>, begin: &str) -> Result<PostgresTx, DbError> {
        let turn = turns
            .clone()
            .acquire_owned()
            .await
            .map_err(|_| DbError::Statement("the database is closed".into()))?;
        let mut turn = Some(turn);
        // A pooled connection may have died since its last use, as all have after a restart of the server; a new
        // connection has not.
        for _ in 0..READERS + WRITERS {
            let client = self.pool.get().await.map_err(pool_error)?;
            let tx = PostgresTx {
                client: Some(client),
                turn: turn.take(),
                failed: false,
                later: vec![],
            };
            match tx.client().batch_execute(begin).await {
                Ok(()) => return Ok(tx),
                Err(_) if tx.client().is_closed() => turn = tx.give_up(),
                Err(error) => return Err(error::of(&error)),
            }
        }
        Err(DbError::Busy("no connection to PostgreSQL holds".into()))
    }

    /// Removes deleted data from the tables' files. The server's log and its standbys lose it when they are
    /// recycled.
    pub(crate) async fn vacuum(&self) -> Result<(), DbError> {
        self.as_owner("VACUUM").await
    }

    /// Updates the statistics of the tables, which also makes every connection plan its statements again. The
    /// server does so by itself up to a minute later.
    pub(crate) async fn analyze(&self) -> Result<(), DbError> {
        self.as_owner("ANALYZE").await
    }

    /// Runs a statement that only the owner of the tables may run.
    async fn as_owner(&self, sql: &str) -> Result<(), DbError> {
        let owner = connect(&self.address).await?;
        let done = owner.batch_execute(sql).await;
        done.map_err(|error| error::of(&error))
    }
}

async fn connect(address: &Address) -> Result<tokio_postgres::Client, DbError> {
    let connected = tokio::time::timeout(CONNECT, address.config.connect(address.tls.clone()))
        .await
        .map_err(|_| DbError::Busy("PostgreSQL does not answer".into()))?;
    let (client, connection) = connected.map_err(|error| connect_error(&error))?;
    tokio::spawn(async move {
        if connection.await.is_err() {
            tracing::warn!("a connection to PostgreSQL was lost");
        }
    });
    Ok(client)
}

/// Returns the error of a connection that was refused or could not be made.
fn connect_error(error: &tokio_postgres::Error) -> DbError {
    if error.as_db_error().is_some() {
        return match error::of(error) {
            DbError::Statement(text) => DbError::Connect(text),
            other => other,
        };
    }
    let mut text = error.to_string();
    if let Some(source) = std::error::Error::source(error) {
        text = format!("{text}: {source}");
    }
    DbError::Connect(text)
}

fn pool_error(error: PoolError) -> DbError {
    match error {
        PoolError::Backend(error) | PoolError::PostCreateHook(HookError::Backend(error)) => {
            match connect_error(&error) {
                // The address was good when the database was opened, so the server is away.
                DbError::Connect(text) => DbError::Busy(text),
                other => other,
            }
        }
        other => DbError::Busy(other.to_string()),
    }
}

/// Returns the statement that sets the tenant until the end of the transaction. The policies in
/// `migrations/postgres` read it.
fn settings(tenant: Tenant<'_>) -> String {
    let (reach, sponsor, attendee) = match tenant {
        Tenant::Backend => ("backend", String::new(), String::new()),
        Tenant::Event(_) => ("event", String::new(), String::new()),
        Tenant::Sponsor(_, sponsor) => (
            "sponsor",
            HEXLOWER.encode(sponsor.as_bytes()),
            String::new(),
        ),
        Tenant::Attendee(_, attendee) => (
            "attendee",
            String::new(),
            HEXLOWER.encode(attendee.as_bytes()),
        ),
    };
    // A short name has only letters, digits and hyphens, so it cannot end the quotes.
    let event = tenant.event().map_or("", protocol::EventSlug::as_str);
    format!(
        "SELECT set_config('lanyard.reach', '{reach}', true),
            set_config('lanyard.event', '{event}', true),
            set_config('lanyard.sponsor', '{sponsor}', true),
            set_config('lanyard.attendee', '{attendee}', true)"
    )
}

/// Returns the statement that takes the tenant's lock. Two numbers name a lock, and the first one is Lanyard's.
fn lock(tenant: Tenant<'_>) -> String {
    const EVERYTHING: i32 = 0x4c61_6e79;
    const EVENT: i32 = EVERYTHING + 1;
    match tenant.event() {
        None => format!("SELECT pg_advisory_xact_lock({EVERYTHING}, 0)"),
        Some(event) => format!(
            "SELECT pg_advisory_xact_lock_shared({EVERYTHING}, 0);
             SELECT pg_advisory_xact_lock({EVENT}, hashtext('{}'))",
            event.as_str()
        ),
    }
}

pub(crate) struct PostgresTx {
    /// Taken when the transaction ends.
    client: Option<Object>,
    turn: Option<OwnedSemaphorePermit>,
    /// A statement has failed, and PostgreSQL accepts no other until the part or the whole is undone. It would
    /// answer a commit with a rollback and report success.
    failed: bool,
    /// The deferred statements, to be sent before the next one that is waited for.
    later: Vec<Later>,
}

impl PostgresTx {
    fn client(&self) -> &Object {
        self.client.as_ref().expect("taken away only at the end")
    }

    pub(crate) async fn query(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
    ) -> Result<Vec<Row>, DbError> {
        let statement = self.prepared(sql, params).await?;
        let params = value::dynamic(params);
        let rows = self
            .wait_for(async |client| client.query(&statement, &params).await)
            .await?;
        value::rows(&rows)
    }

    /// Runs a statement with each of several lists of parameters without waiting in between.
    pub(crate) async fn query_each(
        &mut self,
        sql: &str,
        params: &[Vec<Value<'_>>],
    ) -> Result<Vec<Vec<Row>>, DbError> {
        let Some(first) = params.first() else {
            return Ok(vec![]);
        };
        let types = |params: &[Value<'_>]| params.iter().map(value::declared).collect::<Vec<_>>();
        if params.iter().any(|params| types(params) != types(first)) {
            return Err(DbError::Parameters);
        }
        let statement = self.prepared(sql, first).await?;
        let rows = self
            .wait_for(async |client| pipeline::each(client, &statement, params).await)
            .await?;
        rows.iter().map(|rows| value::rows(rows)).collect()
    }

    pub(crate) async fn execute(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
    ) -> Result<usize, DbError> {
        let statement = self.prepared(sql, params).await?;
        let params = value::dynamic(params);
        let touched = self
            .wait_for(async |client| client.execute(&statement, &params).await)
            .await?;
        Ok(usize::try_from(touched).unwrap_or(usize::MAX))
    }

    pub(crate) async fn execute_later(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
    ) -> Result<(), DbError> {
        let statement = self.prepared(sql, params).await?;
        self.later.push(Later::new(statement, params));
        if self.later.len() >= PUT_OFF {
            self.send_later().await?;
        }
        Ok(())
    }

    async fn send_later(&mut self) -> Result<(), DbError> {
        self.wait_for(async |_| Ok(())).await
    }

    /// Sends the deferred statements and then a request, and waits for all of them.
    async fn wait_for<T>(
        &mut self,
        request: impl AsyncFnOnce(&tokio_postgres::Client) -> Result<T, tokio_postgres::Error>,
    ) -> Result<T, DbError> {
        let later = std::mem::take(&mut self.later);
        let client = self.client();
        let outcome = pipeline::after(client, &later, request(client)).await;
        self.noted(outcome)
    }

    async fn prepared(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
    ) -> Result<tokio_postgres::Statement, DbError> {
        if !statement::are_in_order(sql, params.len()) {
            return Err(DbError::Parameters);
        }
        let types: Vec<Type> = params.iter().map(value::declared).collect();
        let cache = &self.client().statement_cache;
        if cache.size() >= PREPARED {
            cache.clear();
        }
        let statement = self.client().prepare_typed_cached(sql, &types).await;
        self.noted(statement)
    }

    /// Adds rows with one statement.
    pub(crate) async fn insert_rows(
        &mut self,
        table: &str,
        columns: &[(&str, ColumnKind)],
        rows: &[Vec<Value<'_>>],
    ) -> Result<(), DbError> {
        let sql = format!(
            "INSERT INTO {table} ({}) SELECT * FROM unnest({})",
            statement::listed(columns),
            statement::numbered(columns.len()),
        );
        let types: Vec<Type> = columns
            .iter()
            .map(|(_, kind)| value::array_of(*kind))
            .collect();
        let arrays = columns
            .iter()
            .enumerate()
            .map(|(column, (name, kind))| {
                let values = rows
                    .iter()
                    .map(|row| row.get(column).copied().unwrap_or(Value::Null));
                value::Column::of(*kind, values).ok_or_else(|| DbError::column(name))
            })
            .collect::<Result<Vec<_>, _>>()?;
        let params: Vec<_> = arrays.iter().map(value::Column::parameter).collect();
        let statement = self.client().prepare_typed_cached(&sql, &types).await;
        let statement = self.noted(statement)?;
        self.wait_for(async |client| client.execute(&statement, &params).await)
            .await
            .map(drop)
    }

    pub(crate) async fn narrow(&mut self, tenant: Tenant<'_>) -> Result<(), DbError> {
        self.run(&settings(tenant)).await
    }

    pub(crate) async fn begin_part(&mut self) -> Result<(), DbError> {
        self.run("SAVEPOINT part").await
    }

    pub(crate) async fn keep_part(&mut self) -> Result<(), DbError> {
        self.run("RELEASE SAVEPOINT part").await
    }

    pub(crate) async fn undo_part(&mut self) -> Result<(), DbError> {
        // The deferred statements belong to the part that is undone.
        self.later.clear();
        self.run("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part")
            .await?;
        self.failed = false;
        Ok(())
    }

    async fn run(&mut self, sql: &str) -> Result<(), DbError> {
        self.wait_for(async |client| client.batch_execute(sql).await)
            .await
    }

    fn noted<T>(&mut self, outcome: Result<T, tokio_postgres::Error>) -> Result<T, DbError> {
        outcome.map_err(|error| {
            self.failed = true;
            error::of(&error)
        })
    }

    pub(crate) async fn commit(mut self) -> Result<(), DbError> {
        // A commit directly after a failed statement would be a rollback that looks like success.
        self.send_later().await?;
        if self.failed {
            return Err(DbError::Statement(
                "a statement of the transaction has failed, so nothing of it is kept".into(),
            ));
        }
        self.run("COMMIT").await?;
        // Nothing is left to undo, so the connection goes back into the pool.
        self.client = None;
        Ok(())
    }

    pub(crate) async fn undo(mut self) {
        self.later.clear();
        // If this fails, dropping the connection closes it.
        if self.run("ROLLBACK").await.is_ok() {
            self.client = None;
        }
    }

    /// Closes a broken connection, and returns the permit for the next one.
    fn give_up(mut self) -> Option<OwnedSemaphorePermit> {
        if let Some(client) = self.client.take() {
            drop(Object::take(client));
        }
        self.turn.take()
    }
}

impl Drop for PostgresTx {
    /// Undoes uncommitted changes, also if the waiting task was cancelled. The connection and the permit are
    /// released only after that.
    fn drop(&mut self) {
        let Some(client) = self.client.take() else {
            return;
        };
        let turn = self.turn.take();
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => {
                runtime.spawn(async move {
                    if client.batch_execute("ROLLBACK").await.is_err() {
                        drop(Object::take(client));
                    }
                    drop(turn);
                });
            }
            // Closing the connection undoes the changes too.
            Err(_) => drop(Object::take(client)),
        }
    }
}
