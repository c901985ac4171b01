//! The changes of the event that a sync reply reports to a device: its status, notice, questions and revoked
//! badges.

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
    let last: u64 = row.get("last_change")?;
    // The cursor is ahead, because this backend was restored from a backup: everything is reported again.
    let seen = if seen > last { 0 } else { seen };
    let notice = if row.get::<u64>("notice_change")? > seen {
        Some(Notice {
            version: NoticeVersion(row.get("notice")?),
            text: row.get("text")?,
        })
    } else {
        None
    };
    let questions = if row.get::<u64>("questions_change")? > seen {
        let text: String = row.get("questions")?;
        Some(serde_json::from_str(&text).map_err(|_| DbError::column("questions"))?)
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

/// The badges revoked after a change, and the change from which the next reply continues if they do not fit into
/// one.
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
        .map(|row| row.get("badge"))
        .collect::<Result<_, _>>()?;
    let cut_at = match rows.get(limits::REVOKED_BADGES) {
        Some(_) => Some(rows[limits::REVOKED_BADGES - 1].get("revoked_change")?),
        None => None,
    };
    Ok((badges, cut_at))
}
