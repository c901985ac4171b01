//! Attendees: the only module beside the import that reads and writes their fields.
//!
//! The fields are returned in a [`consent::Attendee`], from which only the views of `consent` can read them.

use std::collections::BTreeMap;

use consent::{Attendee, Registration};
use protocol::{AttendeeId, EventSlug, UnixMillis};

use crate::clock::DAY;
use crate::keys::token::{Token, TokenKind};
use crate::registration::email::is_email;
use crate::sql::placeholders;
use backend_db::{DbError, Row, Tx, Value};

/// How long an attendee's token works in milliseconds.
const TOKEN_LIFE: i64 = 30 * DAY;

/// The reason why an attendee is not found or changed. No variant holds personal data.
#[derive(Debug, thiserror::Error)]
pub enum AttendeeError {
    #[error("no attendee of this event has this registration id")]
    Unknown,
    #[error("this attendee's data was erased")]
    Erased,
    #[error("this is not an e-mail address")]
    Email,
    #[error("cannot read or write the attendee")]
    Db(#[from] DbError),
}

const FIELDS: &str = "a.attendee, a.first_name, a.last_name, a.email, a.job_title, a.employer,
        a.region, a.country, a.sponsor_email";

/// Reads an attendee from the columns of [`FIELDS`].
fn locked(row: &Row) -> Result<(AttendeeId, Attendee), DbError> {
    let registration = Registration {
        first_name: row.get("first_name")?,
        last_name: row.get("last_name")?,
        email: row.get("email")?,
        job_title: row.get("job_title")?,
        employer: row.get("employer")?,
        region: row.get("region")?,
        country: row.get("country")?,
        sponsor_email: row.get("sponsor_email")?,
    };
    Ok((row.get("attendee")?, Attendee::new(registration)))
}

/// Loads an attendee; `None` if there is none or the data was erased.
pub async fn load(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
) -> Result<Option<Attendee>, DbError> {
    let sql = format!(
        "SELECT {FIELDS} FROM attendee a WHERE a.event = $1 AND a.attendee = $2 AND a.erased IS NULL"
    );
    let row = tx.query_one(&sql, &[event.into(), attendee.into()]).await?;
    row.map(|row| Ok(locked(&row)?.1)).transpose()
}

/// Loads several attendees without erased ones.
pub(crate) async fn load_these(
    tx: &mut Tx,
    event: &EventSlug,
    attendees: &[AttendeeId],
) -> Result<BTreeMap<AttendeeId, Attendee>, DbError> {
    let mut params: Vec<Value<'_>> = vec![event.into()];
    params.extend(attendees.iter().map(Value::from));
    let sql = format!(
        "SELECT {FIELDS} FROM attendee a
         WHERE a.event = $1 AND a.erased IS NULL AND a.attendee IN ({})",
        placeholders(2, attendees.len())
    );
    let rows = tx.query(&sql, &params).await?;
    rows.iter().map(locked).collect()
}

/// Loads all attendees of an event by registration id, without erased ones.
pub(crate) async fn load_all(
    tx: &mut Tx,
    event: &EventSlug,
) -> Result<Vec<(AttendeeId, String, Attendee)>, DbError> {
    let sql = format!(
        "SELECT {FIELDS}, a.registration_id FROM attendee a
         WHERE a.event = $1 AND a.erased IS NULL ORDER BY a.registration_id"
    );
    tx.query(&sql, &[event.into()])
        .await?
        .iter()
        .map(|row| {
            let (id, attendee) = locked(row)?;
            Ok((id, row.get("registration_id")?, attendee))
        })
        .collect()
}

/// The most attendees that a search returns.
pub const FOUND: usize = 50;

/// Finds attendees by registration id, or by a part of the name or address regardless of capitals, sorted by
/// name. Returns one more than [`FOUND`] if there are more.
pub async fn search(
    tx: &mut Tx,
    event: &EventSlug,
    text: &str,
) -> Result<Vec<(AttendeeId, String, Attendee)>, DbError> {
    let mut pattern = String::from("%");
    for letter in text.trim().chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    let most = i64::try_from(FOUND + 1).unwrap_or(i64::MAX);
    let sql = format!(
        "SELECT {FIELDS}, a.registration_id FROM attendee a
         WHERE a.event = $1 AND a.erased IS NULL AND (a.registration_id = $2
            OR lower(a.first_name || ' ' || a.last_name) LIKE lower($3) ESCAPE '!'
            OR lower(a.email) LIKE lower($3) ESCAPE '!')
         ORDER BY a.last_name, a.first_name, a.registration_id LIMIT $4"
    );
    tx.query(
        &sql,
        &[
            event.into(),
            text.trim().into(),
            (&pattern).into(),
            most.into(),
        ],
    )
    .await?
    .iter()
    .map(|row| {
        let (id, attendee) = locked(row)?;
        Ok((id, row.get("registration_id")?, attendee))
    })
    .collect()
}

/// The state of a registration, whether its data was erased or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrationState {
    /// The id in the registration system.
    pub registration_id: String,
    /// The time at which an import last changed it.
    pub imported: UnixMillis,
    /// The time at which its data was erased.
    pub erased: Option<UnixMillis>,
}

/// Loads the state of an attendee's registration.
///
/// # Errors
/// [`AttendeeError::Unknown`].
pub async fn registration_state(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
) -> Result<RegistrationState, AttendeeError> {
    let row = tx
        .query_one(
            "SELECT registration_id, imported, erased FROM attendee
             WHERE event = $1 AND attendee = $2",
            &[event.into(), attendee.into()],
        )
        .await?
        .ok_or(AttendeeError::Unknown)?;
    Ok(RegistrationState {
        registration_id: row.get("registration_id")?,
        imported: row.get("imported")?,
        erased: row.get("erased")?,
    })
}

/// Finds the attendee with a registration id.
///
/// # Errors
/// [`AttendeeError::Unknown`], [`AttendeeError::Erased`].
pub async fn find(
    tx: &mut Tx,
    event: &EventSlug,
    registration_id: &str,
) -> Result<AttendeeId, AttendeeError> {
    let row = tx
        .query_one(
            "SELECT attendee, erased FROM attendee WHERE event = $1 AND registration_id = $2",
            &[event.into(), registration_id.into()],
        )
        .await?
        .ok_or(AttendeeError::Unknown)?;
    match row.get::<Option<i64>>("erased")? {
        Some(_) => Err(AttendeeError::Erased),
        None => Ok(row.get("attendee")?),
    }
}

/// Returns the registration id of an attendee; `None` if there is none or the data was erased.
pub async fn registration_id(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
) -> Result<Option<String>, DbError> {
    tx.query_one(
        "SELECT registration_id FROM attendee
         WHERE event = $1 AND attendee = $2 AND erased IS NULL",
        &[event.into(), attendee.into()],
    )
    .await?
    .map(|row| row.get("registration_id"))
    .transpose()
}

/// Makes an API token for the attendee. Its text can be shown only now.
pub async fn new_token(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
    now: UnixMillis,
) -> Result<Token, DbError> {
    let token = Token::new(TokenKind::Attendee);
    tx.execute(
        "INSERT INTO attendee_token (event, token_hash, attendee, created, expires)
         VALUES ($1, $2, $3, $4, $5)",
        &[
            event.into(),
            token.hash().as_bytes().into(),
            attendee.into(),
            now.into(),
            now.plus_millis(TOKEN_LIFE).into(),
        ],
    )
    .await?;
    Ok(token)
}

/// Sets or removes the address that sponsors receive in place of the registration's.
///
/// # Errors
/// [`AttendeeError::Email`], [`AttendeeError::Erased`].
pub async fn set_sponsor_email(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
    email: Option<&str>,
) -> Result<(), AttendeeError> {
    if email.is_some_and(|email| !is_email(email)) {
        return Err(AttendeeError::Email);
    }
    let touched = tx
        .execute(
            "UPDATE attendee SET sponsor_email = $1
             WHERE event = $2 AND attendee = $3 AND erased IS NULL",
            &[email.into(), event.into(), attendee.into()],
        )
        .await?;
    if touched == 0 {
        return Err(AttendeeError::Erased);
    }
    Ok(())
}
