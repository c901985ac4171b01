//! Erasing an attendee (GDPR article 17): what is emptied, what is deleted, and what stays and why.

use consent::Act;
use protocol::{AttendeeId, EventSlug, UnixMillis};

use crate::Backend;
use crate::people::sessions;
use crate::privacy::attendees::AttendeeError;
use crate::privacy::consent_history::{self, Actor};
use crate::privacy::dashboard::DashboardError;
use crate::registration::badges;
use backend_db::{Tenant, Tx, Value};

/// Empties what people wrote about an attendee, in any table that is made to be read.
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

/// Erases an attendee: the fields, the codes, the tokens and sessions, the settings, and the words that they, booth staff and the
/// organiser wrote about them are gone, and badges are revoked. What stays is what keeps an import from
/// bringing the person back, and tells sponsors to delete; and the signed records of the devices, byte
/// for byte, which nobody is shown and which may hold a note's text.
///
/// There is no way back.
///
/// # Errors
/// [`AttendeeError::Erased`] where it was done before.
pub async fn erase(
    backend: &Backend,
    event: &EventSlug,
    attendee: &AttendeeId,
    actor: Actor,
) -> Result<(), DashboardError> {
    // It must reach everything that is about the attendee, whosever row it is.
    let tenant = Tenant::Event(event);
    let mut tx = backend.db().write_as(tenant).await?;
    let now = backend.now();
    erase_in(&mut tx, event, attendee, actor, now).await?;
    tx.commit().await?;
    // The erasure stands; only the disk's own memory of the data is left.
    if let Err(error) = backend.db().fold().await {
        tracing::warn!(%error, "the log could not be folded after an erasure");
    }
    Ok(())
}

/// Erases an attendee as [`erase`] does, within a transaction of the caller's, who folds the database's log
/// afterwards.
///
/// # Errors
/// [`AttendeeError::Erased`] where it was done before.
pub async fn erase_in(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
    actor: Actor,
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
    consent_history::append(tx, event, attendee, None, Act::Erase, actor, now).await?;
    Ok(())
}
