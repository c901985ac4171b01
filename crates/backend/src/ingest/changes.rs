//! What a device is told of the event since it last asked.

use protocol::{BadgeId, Changes, DeviceStatus, EventSlug, Notice, NoticeVersion, limits};

use backend_db::{DbError, Tx};

pub(crate) async fn changes(
    tx: &mut Tx,
    event: &EventSlug,
    seen: u64,
    status: DeviceStatus,
) -> Result<Changes, DbError> {
    let row = tx
        .query_one(
            "SELECT e.last_change, e.notice_change, e.questions_change, e.notice, n.text, e.questions
             FROM event e JOIN notice n ON n.event = e.event AND n.version = e.notice
             WHERE e.event = $1",
            &[event.into()],
        )
        .await?
        .ok_or_else(|| DbError::Statement("the event is gone".into()))?;
    let last: u64 = row.get(0)?;
    // A cursor from the future: this backend was restored from a backup. Tell everything again.
    let seen = if seen > last { 0 } else { seen };
    let notice = if row.get::<u64>(1)? > seen {
        Some(Notice {
            version: NoticeVersion(row.get(3)?),
            text: row.get(4)?,
        })
    } else {
        None
    };
    let questions = if row.get::<u64>(2)? > seen {
        let text: String = row.get(5)?;
        Some(serde_json::from_str(&text).map_err(|_| DbError::column(5))?)
    } else {
        None
    };
    let (revoked_badges, cut_at) = revoked(tx, event, seen).await?;
    Ok(Changes {
        cursor: cut_at.unwrap_or(last),
        more: cut_at.is_some(),
        status,
        notice,
        questions,
        revoked_badges,
    })
}

/// Badges revoked since, and, where they are too many for one reply, the change to go on from.
async fn revoked(
    tx: &mut Tx,
    event: &EventSlug,
    seen: u64,
) -> Result<(Vec<BadgeId>, Option<u64>), DbError> {
    let one_too_many = limits::REVOKED_BADGES as u64 + 1;
    let rows = tx
        .query(
            "SELECT badge, revoked_change FROM badge
             WHERE event = $1 AND revoked_change > $2 ORDER BY revoked_change LIMIT $3",
            &[event.into(), seen.into(), one_too_many.into()],
        )
        .await?;
    let badges = rows
        .iter()
        .take(limits::REVOKED_BADGES)
        .map(|row| row.get(0))
        .collect::<Result<_, _>>()?;
    let cut_at = match rows.get(limits::REVOKED_BADGES) {
        Some(_) => Some(rows[limits::REVOKED_BADGES - 1].get(1)?),
        None => None,
    };
    Ok((badges, cut_at))
}
