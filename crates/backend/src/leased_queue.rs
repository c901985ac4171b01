//! A queue in a database table that several replicas of the server share.
//!
//! An item is due when its `next_attempt` has passed. A replica takes an item by moving `next_attempt` into
//! the future: that is its lease. If the replica stops before it settles the item, the item becomes due again
//! when the lease ends. A failed attempt is repeated with exponential back-off.

use std::error::Error;
use std::time::Duration;

use protocol::UnixMillis;
use tokio::sync::Notify;

use crate::Backend;
use backend_db::{DbError, Row, Tenant, Tx, Value};

/// The pause between two rounds that nothing wakes. Another replica may have written an item, and an item's
/// next attempt may have become due.
const POLL_INTERVAL: Duration = Duration::from_secs(15);

/// A queue's table and the times of its leases and retries. The table has the columns `created`, `attempts` and
/// `next_attempt`, which is NULL once an item needs no further attempt.
pub(crate) struct LeasedQueue {
    /// The table.
    pub(crate) table: &'static str,
    /// The columns of the table's primary key.
    pub(crate) key: &'static [&'static str],
    /// Further columns of an item, with their tables: the queue's own is `q`.
    pub(crate) columns: &'static str,
    /// A join to other tables, or nothing.
    pub(crate) join: &'static str,
    /// The condition under which an item may be sent at all.
    pub(crate) condition: &'static str,
    /// The most items that are taken at once.
    pub(crate) batch: u32,
    /// How long other replicas leave a taken item alone. It is longer than sending takes.
    pub(crate) lease: Duration,
    /// The pause after the first failure; it doubles with each further one.
    pub(crate) first_pause: Duration,
    pub(crate) longest_pause: Duration,
    /// How long an item is kept once it needs no further attempt.
    pub(crate) retention: Duration,
}

impl LeasedQueue {
    /// Takes the items that are due and deletes those whose retention is over. No other replica takes the same
    /// items before the lease ends.
    pub(crate) async fn take_due<T>(
        &self,
        backend: &Backend,
        read: impl Fn(&Row) -> Result<T, DbError>,
    ) -> Result<Vec<T>, DbError> {
        let now = backend.now();
        let oldest = now.minus(self.retention);
        if !self.has_work(backend, now, oldest).await? {
            return Ok(vec![]);
        }
        let mut tx = backend.db().write_beside_others().await?;
        tx.execute(
            &format!(
                "DELETE FROM {} WHERE next_attempt IS NULL AND created < $1",
                self.table
            ),
            &[oldest.into()],
        )
        .await?;
        // All replicas lock rows in the same order, so that they cannot deadlock.
        let key = self.key.join(", q.");
        let sql = format!(
            "SELECT q.{key}, q.next_attempt, {} FROM {} q {}
             WHERE q.next_attempt <= $1 AND {} ORDER BY q.next_attempt, q.{key} LIMIT $2",
            self.columns, self.table, self.join, self.condition
        );
        let rows = tx.query(&sql, &[now.into(), self.batch.into()]).await?;
        let lease = format!(
            "UPDATE {} SET next_attempt = $1, attempts = attempts + 1
             WHERE next_attempt = $2 AND {}",
            self.table,
            self.key_condition(3)
        );
        let mut due = Vec::new();
        for row in &rows {
            let previous: UnixMillis = row.get("next_attempt")?;
            let mut params = vec![now.plus(self.lease).into(), previous.into()];
            params.extend(row.values().into_iter().take(self.key.len()));
            // No row changes if another replica has taken the item meanwhile.
            if tx.execute(&lease, &params).await? == 1 {
                due.push(read(row)?);
            }
        }
        tx.commit().await?;
        Ok(due)
    }

    /// Looks, in a transaction that only reads, whether an item is due or its retention is over. Usually none
    /// is, and a transaction that writes would block every other writer.
    async fn has_work(
        &self,
        backend: &Backend,
        now: UnixMillis,
        oldest: UnixMillis,
    ) -> Result<bool, DbError> {
        let sql = format!(
            "SELECT 1 AS found WHERE EXISTS (
                SELECT 1 FROM {table} q {join} WHERE q.next_attempt <= $1 AND {condition})
             OR EXISTS (SELECT 1 FROM {table} WHERE next_attempt IS NULL AND created < $2)",
            table = self.table,
            join = self.join,
            condition = self.condition,
        );
        let mut tx = backend.db().read().await?;
        let row = tx.query_one(&sql, &[now.into(), oldest.into()]).await?;
        Ok(row.is_some())
    }

    /// Begins the transaction that records the outcome of an attempt, and sets these columns of the item. The
    /// caller commits it.
    pub(crate) async fn settle(
        &self,
        backend: &Backend,
        tenant: Tenant<'_>,
        key: &[Value<'_>],
        columns: &[(&'static str, Value<'_>)],
    ) -> Result<Tx, DbError> {
        let assignments: Vec<String> = (1..)
            .zip(columns)
            .map(|(number, (column, _))| format!("{column} = ${number}"))
            .collect();
        let sql = format!(
            "UPDATE {} SET {} WHERE {}",
            self.table,
            assignments.join(", "),
            self.key_condition(columns.len() + 1)
        );
        let values: Vec<Value<'_>> = columns.iter().map(|(_, value)| *value).collect();
        let mut tx = backend.db().write_beside_others().await?;
        tx.narrow(tenant).await?;
        tx.execute(&sql, &[values.as_slice(), key].concat()).await?;
        Ok(tx)
    }

    /// The condition that picks one row by its key, with parameters numbered from `first`.
    fn key_condition(&self, first: usize) -> String {
        let conditions: Vec<String> = (first..)
            .zip(self.key)
            .map(|(number, column)| format!("{column} = ${number}"))
            .collect();
        conditions.join(" AND ")
    }

    /// The pause after a failed attempt that `earlier` attempts came before.
    pub(crate) fn back_off(&self, earlier: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(earlier);
        self.first_pause
            .saturating_mul(doubled)
            .min(self.longest_pause)
    }
}

/// Waits after a round of a queue's task: not at all if the round had work, otherwise until it is woken or the
/// poll interval is over.
pub(crate) async fn wait_for_work<E: Error + 'static>(
    queue: &LeasedQueue,
    wake: &Notify,
    round: Result<usize, E>,
) {
    match round {
        Ok(0) => {}
        Ok(_) => return,
        Err(error) => {
            let error: &(dyn Error + 'static) = &error;
            tracing::warn!(error, queue = queue.table, "a queue's round failed");
        }
    }
    // The round begins in either case.
    let _ = tokio::time::timeout(POLL_INTERVAL, wake.notified()).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_doubles_with_each_failure_up_to_the_longest() {
        let queue = LeasedQueue {
            table: "",
            key: &["event", "mail"],
            columns: "",
            join: "",
            condition: "",
            batch: 1,
            lease: Duration::from_mins(1),
            first_pause: Duration::from_secs(30),
            longest_pause: Duration::from_hours(1),
            retention: Duration::from_hours(1),
        };
        let pauses: Vec<u64> = (0..9)
            .map(|count| queue.back_off(count).as_secs())
            .collect();
        assert_eq!(pauses, [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
        assert_eq!(queue.back_off(u32::MAX), Duration::from_hours(1));
        assert_eq!(queue.key_condition(3), "event = $3 AND mail = $4");
    }
}
