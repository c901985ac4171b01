//! Migrations of a PostgreSQL database, and the role of the backend's statements.
//!
//! The login role owns the tables and migrates them. Its statements then run as [`ROLE`], which owns nothing, so
//! that row-level security applies to them.

use tokio_postgres::Client;

use crate::postgres::error;
use crate::{DbError, Schema};

mod embedded {
    refinery::embed_migrations!("migrations/postgres");
}

/// The role of every statement except the migrations.
pub(crate) const ROLE: &str = "lanyard_server";
/// The oldest release that its makers still support. Release 15 is tested.
const OLDEST: i32 = 140_000;
/// The time to wait for another process that is migrating.
const WAIT: &str = "60s";

/// Migrates the database if needed while no other process does, and prepares the role.
pub(crate) async fn prepare(client: &mut Client) -> Result<(), DbError> {
    let release = check_server(client).await?;
    // The lock belongs to the session, because refinery begins its own transaction.
    run(client, &format!("SET lock_timeout = '{WAIT}'")).await?;
    run(
        client,
        "SELECT pg_advisory_lock(hashtextextended('lanyard schema', 0))",
    )
    .await?;
    let prepared = prepare_alone(client, release).await;
    let unlocked = run(client, "SELECT pg_advisory_unlock_all()").await;
    prepared.and(unlocked)
}

async fn prepare_alone(client: &mut Client, release: i32) -> Result<(), DbError> {
    let newest = newest_known();
    let found = version(client).await?;
    if found > newest {
        return Err(DbError::NewerSchema {
            found,
            known: newest,
        });
    }
    make_role(client, release).await?;
    if found < newest || may_create(client).await? {
        embedded::migrations::runner()
            .set_grouped(true)
            .set_abort_missing(true)
            .set_abort_divergent(true)
            .run_async(client)
            .await
            .map_err(|error| DbError::Migration(why(&error)))?;
    }
    grant(client).await?;
    check_role(client).await
}

/// Returns the version of the schema.
pub(crate) async fn look(client: &Client) -> Result<Schema, DbError> {
    Ok(Schema {
        found: version(client).await?,
        known: newest_known(),
    })
}

fn newest_known() -> i64 {
    embedded::migrations::runner()
        .get_migrations()
        .iter()
        .map(|migration| i64::from(migration.version()))
        .max()
        .unwrap_or(0)
}

/// Returns the messages of refinery and PostgreSQL. The statements are ours and quote no values.
fn why(error: &refinery::Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        if let Some(error) = inner.downcast_ref::<tokio_postgres::Error>() {
            text = format!("{text}: {}", error::of(error));
        }
        source = inner.source();
    }
    text
}

async fn run(client: &Client, sql: &str) -> Result<(), DbError> {
    client
        .batch_execute(sql)
        .await
        .map_err(|error| error::of(&error))
}

async fn asked<T>(client: &Client, sql: &str) -> Result<T, DbError>
where
    T: for<'a> tokio_postgres::types::FromSql<'a>,
{
    let row = client
        .query_one(sql, &[])
        .await
        .map_err(|error| error::of(&error))?;
    row.try_get(0).map_err(|_| DbError::column("1"))
}

/// Refuses a server that the schema does not support, and returns its release.
async fn check_server(client: &Client) -> Result<i32, DbError> {
    let release: i32 = asked(
        client,
        "SELECT current_setting('server_version_num')::integer",
    )
    .await?;
    if release < OLDEST {
        return Err(DbError::Server(
            "PostgreSQL 14 or newer is needed".to_owned(),
        ));
    }
    let encoding: String = asked(client, "SELECT current_setting('server_encoding')").await?;
    if encoding != "UTF8" {
        return Err(DbError::Server(format!(
            "the database's encoding must be UTF8, and it is {encoding}"
        )));
    }
    let fsync: String = asked(client, "SELECT current_setting('fsync')").await?;
    if fsync == "off" {
        tracing::warn!("PostgreSQL runs with fsync = off: a power cut loses what was committed");
    }
    Ok(release)
}

async fn version(client: &Client) -> Result<i64, DbError> {
    let exists: bool = asked(
        client,
        "SELECT to_regclass('refinery_schema_history') IS NOT NULL",
    )
    .await?;
    if !exists {
        return Ok(0);
    }
    asked(
        client,
        "SELECT coalesce(max(version), 0)::bigint FROM refinery_schema_history",
    )
    .await
}

/// Makes the role if it is missing, and lets the login role act as it.
async fn make_role(client: &Client, release: i32) -> Result<(), DbError> {
    // From release 16 on, a member may be one that cannot act as the role.
    let able = if release < 160_000 { "MEMBER" } else { "SET" };
    // Roles belong to all databases of the server, and another database may be opened at the same time.
    let make = format!(
        "DO $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN
                CREATE ROLE {ROLE} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
            END IF;
         EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
         END $$;
         DO $$ BEGIN
            IF NOT pg_has_role(current_user, '{ROLE}', '{able}') THEN
                GRANT {ROLE} TO CURRENT_USER;
            END IF;
         EXCEPTION WHEN unique_violation THEN NULL;
         END $$"
    );
    client
        .batch_execute(&make)
        .await
        .map_err(|error| match error::of(&error) {
            DbError::Forbidden(_) => DbError::Server(format!(
                "who logs in may not make the role {ROLE}: have an administrator run CREATE ROLE \
                 {ROLE} NOLOGIN; GRANT {ROLE} TO the user of DATABASE_URL"
            )),
            other => other,
        })
}

async fn may_create(client: &Client) -> Result<bool, DbError> {
    asked(
        client,
        "SELECT has_schema_privilege(current_schema(), 'CREATE')",
    )
    .await
}

/// Grants the role access to the tables, because a migration may have made new ones and a backup may have been
/// restored without privileges. The role may only append to the audit log.
async fn grant(client: &Client) -> Result<(), DbError> {
    let lacking: bool = asked(
        client,
        &format!(
            "SELECT coalesce(bool_or(NOT has_table_privilege('{ROLE}', c.oid, 'INSERT')), true)
                OR NOT has_schema_privilege('{ROLE}', current_schema(), 'USAGE')
             FROM pg_class c
             WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
                AND c.relname <> 'refinery_schema_history'"
        ),
    )
    .await?;
    if !lacking {
        return Ok(());
    }
    run(
        client,
        &format!(
            "DO $$
             DECLARE place text := quote_ident(current_schema());
             BEGIN
                EXECUTE 'GRANT USAGE ON SCHEMA ' || place || ' TO {ROLE}';
                EXECUTE 'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA '
                    || place || ' TO {ROLE}';
                REVOKE ALL ON refinery_schema_history FROM {ROLE};
                GRANT SELECT ON refinery_schema_history TO {ROLE};
                REVOKE UPDATE, DELETE ON audit FROM {ROLE};
             END $$"
        ),
    )
    .await
}

/// Refuses a role to which row-level security would not apply.
async fn check_role(client: &Client) -> Result<(), DbError> {
    let bound: bool = asked(
        client,
        &format!(
            "SELECT NOT r.rolsuper AND NOT r.rolbypassrls AND NOT EXISTS
                (SELECT FROM pg_class c
                 WHERE c.relnamespace = current_schema()::regnamespace AND c.relowner = r.oid)
             FROM pg_roles r WHERE r.rolname = '{ROLE}'"
        ),
    )
    .await?;
    if bound {
        Ok(())
    } else {
        Err(DbError::Server(format!(
            "the role {ROLE} must be no superuser, must not bypass row-level security, and must own \
             no table"
        )))
    }
}
