//! The gauges of monitoring that are read from the database.

use backend_db::{DbError, Tx};
use protocol::UnixMillis;

/// The gauges of all events.
#[derive(Debug)]
pub struct Gauges {
    /// Mails that wait to be sent.
    pub mails: i64,
    /// Deliveries to webhooks that wait to be sent.
    pub deliveries: i64,
    /// The enrolled devices.
    pub devices: Vec<DeviceGauge>,
    /// The records in quarantine of each event that has any.
    pub quarantined: Vec<(String, i64)>,
}

/// The gauges of one enrolled device.
#[derive(Debug)]
pub struct DeviceGauge {
    pub event: String,
    pub last_sync: Option<UnixMillis>,
    /// The records that waited on the device when it last synced.
    pub pending: i64,
}

/// Reads the gauges.
///
/// # Errors
/// [`DbError`].
pub async fn read(tx: &mut Tx) -> Result<Gauges, DbError> {
    let mails = "SELECT count(*) AS waiting FROM mail WHERE next_attempt IS NOT NULL";
    let deliveries = "SELECT count(*) AS waiting FROM delivery WHERE next_attempt IS NOT NULL";
    let mails = count(tx, mails).await?;
    let deliveries = count(tx, deliveries).await?;
    let devices = tx
        .query(
            "SELECT event, last_sync, pending FROM device WHERE revoked IS NULL",
            &[],
        )
        .await?;
    let quarantined = tx
        .query(
            "SELECT event, count(*) AS records FROM record WHERE state = 'quarantined' GROUP BY event",
            &[],
        )
        .await?;
    Ok(Gauges {
        mails,
        deliveries,
        devices: devices
            .iter()
            .map(|row| {
                Ok(DeviceGauge {
                    event: row.get("event")?,
                    last_sync: row.get("last_sync")?,
                    pending: row.get("pending")?,
                })
            })
            .collect::<Result<_, DbError>>()?,
        quarantined: quarantined
            .iter()
            .map(|row| Ok((row.get("event")?, row.get("records")?)))
            .collect::<Result<_, DbError>>()?,
    })
}

async fn count(tx: &mut Tx, sql: &'static str) -> Result<i64, DbError> {
    let row = tx.query_one(sql, &[]).await?;
    row.map_or(Ok(0), |row| row.get("waiting"))
}
