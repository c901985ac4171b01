//! Erasure of an attendee (GDPR article 17): which data is emptied or deleted, and which data stays and why.

use consent::ConsentAction;
use protocol::{AttendeeId, EventSlug, UnixMillis};

use crate::Backend;
use crate::people::sessions;
use crate::privacy::attendees::AttendeeError;
use crate::privacy::consent_history::{self, ActionSource};
use crate::privacy::dashboard::DashboardError;
use crate::registration::badges;
use backend_db::{Tenant, Tx, Value};

/// Empties texts about an attendee in the tables that are shown to people.
const WORDS: [&str; 3] = [
    "UPDATE report SET text = '', decision = CASE WHEN decision IS NULL THEN NULL ELSE '' END
     WHERE event = $1 AND attendee = $2",
    "UPDATE note SET text = '', tags = '[]', answers = '[]' WHERE EXISTS
        (SELECT 1 FROM scan s WHERE s.event = $1 AND s.attendee = $2
            AND s.event = note.event AND s.sponsor = note.sponsor AND s.scan = note.scan)",
    "UPDATE void SET reason = '' WHERE EXISTS
        (SELECT 1 FROM scan s WHERE s.event = $1 AND s.attendee = $2
            AND s.event = void.event AND s.sponsor = void.sponsor AND s.scan = void.scan)",
];

/// Erases an attendee. Fields, codes, tokens, sessions and settings are deleted, and texts by the attendee,
/// booth staff and the organiser are emptied; badges are revoked. The registration id stays, so that an import
/// does not bring the attendee back, and so does what asks sponsors to delete their copies. The signed records
/// of the devices stay byte for byte; they may hold the text of a note, and no page shows them.
///
/// An erasure cannot be undone.
///
/// # Errors
/// [`AttendeeError::Erased`] if the data was erased before.
pub async fn erase(
    backend: &Backend,
    event: &EventSlug,
    attendee: &AttendeeId,
    actor: ActionSource,
) -> Result<(), DashboardError> {
    // The erasure must reach rows of sponsors and devices too.
    let tenant = Tenant::Event(event);
    let mut tx = backend.db().write_as(tenant).await?;
    let now = backend.now();
    erase_in(&mut tx, event, attendee, actor, now).await?;
    tx.commit().await?;
    // The erasure is durable. Only the database's log may still hold the data.
    if let Err(error) = backend.db().fold().await {
        tracing::warn!(%error, "the log could not be folded after an erasure");
    }
    Ok(())
}

/// Erases an attendee as [`erase`] does, within the caller's transaction. The caller folds the database's log
/// afterwards.
///
/// # Errors
/// [`AttendeeError::Erased`] if the data was erased before.
pub async fn erase_in(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
    actor: ActionSource,
    now: UnixMillis,
) -> Result<(), AttendeeError> {
    let key: [Value<'_>; 2] = [event.into(), attendee.into()];
    let touched = tx
        .execute(
            "UPDATE attendee SET first_name = '', last_name = '', email = '', job_title = '',
                employer = '', region = '', country = '', sponsor_email = NULL,
                access_code = NULL, validator = NULL, erased = $1
             WHERE event = $2 AND attendee = $3 AND erased IS NULL",
            &[now.into(), event.into(), attendee.into()],
        )
        .await?;
    if touched == 0 {
        return Err(AttendeeError::Erased);
    }
    for words in WORDS {
        tx.execute(words, &key).await?;
    }
    tx.execute(
        "DELETE FROM attendee_token WHERE event = $1 AND attendee = $2",
        &key,
    )
    .await?;
    tx.execute(
        "DELETE FROM attendee_mail WHERE event = $1 AND attendee = $2",
        &key,
    )
    .await?;
    sessions::end_all(tx, event, attendee.as_bytes()).await?;
    badges::revoke_all(tx, event, attendee, now).await?;
    consent_history::append(tx, event, attendee, None, ConsentAction::Erase, actor, now).await?;
    Ok(())
}
