//! Sponsors of an event, and their API tokens.

use protocol::{EventSlug, SponsorId, UnixMillis, limits};

use crate::Backend;
use crate::keys::random::random;
use crate::keys::token::{Token, TokenHash, TokenKind};
use crate::paging::PageRange;
use backend_db::{DbError, Tx};
use backend_model::Scopes;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sponsor {
    pub id: SponsorId,
    pub name: String,
    pub created: UnixMillis,
}

/// The reason why a sponsor or one of its tokens is not added, found or changed.
#[derive(Debug, thiserror::Error)]
pub enum SponsorError {
    #[error("a sponsor's name must have 1 to 120 bytes")]
    Name,
    #[error("a sponsor with this name exists already")]
    Exists,
    #[error("there is no sponsor with this name; `sponsor list` shows all")]
    Unknown,
    #[error("a token's label must have 1 to 120 bytes")]
    Label,
    #[error("a token needs a scope: leads, exports, devices or deletions")]
    NoScope,
    #[error("the sponsor has a token with this label; revoke it first, or choose another label")]
    LabelInUse,
    #[error("the sponsor has no token with this label in use")]
    NoSuchToken,
    #[error("cannot read or write sponsors")]
    Db(#[from] DbError),
}

fn is_name(text: &str) -> bool {
    !text.trim().is_empty() && text.len() <= limits::NAME_BYTES && !text.contains('\0')
}

/// Adds a sponsor.
///
/// # Errors
/// [`SponsorError::Name`], [`SponsorError::Exists`].
pub async fn add(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    name: &str,
) -> Result<SponsorId, SponsorError> {
    if !is_name(name) {
        return Err(SponsorError::Name);
    }
    match named(tx, event, name).await {
        Err(SponsorError::Unknown) => {}
        Ok(_) => return Err(SponsorError::Exists),
        Err(other) => return Err(other),
    }
    let id = SponsorId::from_random(random());
    tx.execute(
        "INSERT INTO sponsor (event, sponsor, name, created) VALUES ($1, $2, $3, $4)",
        &[
            event.into(),
            (&id).into(),
            name.into(),
            backend.now().into(),
        ],
    )
    .await?;
    Ok(id)
}

/// Lists the event's sponsors by name.
pub async fn list(tx: &mut Tx, event: &EventSlug) -> Result<Vec<Sponsor>, DbError> {
    tx.query(
        "SELECT sponsor, name, created FROM sponsor WHERE event = $1 ORDER BY name",
        &[event.into()],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Sponsor {
            id: row.get("sponsor")?,
            name: row.get("name")?,
            created: row.get("created")?,
        })
    })
    .collect()
}

/// Finds the sponsor with this name.
///
/// # Errors
/// [`SponsorError::Unknown`].
pub async fn named(tx: &mut Tx, event: &EventSlug, name: &str) -> Result<Sponsor, SponsorError> {
    let row = tx
        .query_one(
            "SELECT sponsor, name, created FROM sponsor WHERE event = $1 AND name = $2",
            &[event.into(), name.into()],
        )
        .await?
        .ok_or(SponsorError::Unknown)?;
    Ok(Sponsor {
        id: row.get("sponsor")?,
        name: row.get("name")?,
        created: row.get("created")?,
    })
}

/// Loads a sponsor.
///
/// # Errors
/// [`SponsorError::Unknown`].
pub async fn load(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
) -> Result<Sponsor, SponsorError> {
    let row = tx
        .query_one(
            "SELECT name, created FROM sponsor WHERE event = $1 AND sponsor = $2",
            &[event.into(), sponsor.into()],
        )
        .await?
        .ok_or(SponsorError::Unknown)?;
    Ok(Sponsor {
        id: *sponsor,
        name: row.get("name")?,
        created: row.get("created")?,
    })
}

/// Gives a sponsor another name.
///
/// # Errors
/// [`SponsorError::Name`], [`SponsorError::Exists`], [`SponsorError::Unknown`].
pub async fn rename(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    name: &str,
) -> Result<(), SponsorError> {
    if !is_name(name) {
        return Err(SponsorError::Name);
    }
    match named(tx, event, name).await {
        Err(SponsorError::Unknown) => {}
        Ok(same) if same.id == *sponsor => {}
        Ok(_) => return Err(SponsorError::Exists),
        Err(other) => return Err(other),
    }
    let renamed = tx
        .execute(
            "UPDATE sponsor SET name = $1 WHERE event = $2 AND sponsor = $3",
            &[name.into(), event.into(), sponsor.into()],
        )
        .await?;
    if renamed == 0 {
        return Err(SponsorError::Unknown);
    }
    Ok(())
}

/// Makes an API token with all scopes. Its text can be shown only now.
///
/// # Errors
/// [`SponsorError::Label`], [`SponsorError::LabelInUse`].
pub async fn new_token(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: SponsorId,
    label: &str,
) -> Result<Token, SponsorError> {
    new_scoped_token(backend, tx, event, sponsor, label, Scopes::ALL).await
}

/// Makes an API token with these scopes. Its text can be shown only now.
///
/// # Errors
/// [`SponsorError::Label`], [`SponsorError::LabelInUse`], [`SponsorError::NoScope`].
pub async fn new_scoped_token(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: SponsorId,
    label: &str,
    scopes: Scopes,
) -> Result<Token, SponsorError> {
    if !is_name(label) {
        return Err(SponsorError::Label);
    }
    if scopes.is_empty() {
        return Err(SponsorError::NoScope);
    }
    let in_use = tx
        .query_one(
            "SELECT 1 FROM sponsor_token
             WHERE event = $1 AND sponsor = $2 AND label = $3 AND revoked IS NULL",
            &[event.into(), (&sponsor).into(), label.into()],
        )
        .await?;
    if in_use.is_some() {
        return Err(SponsorError::LabelInUse);
    }
    let token = Token::new(TokenKind::Sponsor);
    tx.execute(
        "INSERT INTO sponsor_token (event, token_hash, sponsor, label, created, revoked, scopes)
         VALUES ($1, $2, $3, $4, $5, NULL, $6)",
        &[
            event.into(),
            token.hash().as_bytes().into(),
            (&sponsor).into(),
            label.into(),
            backend.now().into(),
            (&scopes.names()).into(),
        ],
    )
    .await?;
    Ok(token)
}

/// A token in use. Its secret is unknown, because the database holds only its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownToken {
    pub label: String,
    pub scopes: Scopes,
    pub created: UnixMillis,
    /// The time of the last use, to a few minutes.
    pub last_used: Option<UnixMillis>,
}

/// Lists a sponsor's tokens in use by label.
pub async fn tokens(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
) -> Result<Vec<KnownToken>, DbError> {
    tx.query(
        "SELECT label, scopes, created, last_used FROM sponsor_token
         WHERE event = $1 AND sponsor = $2 AND revoked IS NULL ORDER BY label",
        &[event.into(), sponsor.into()],
    )
    .await?
    .iter()
    .map(|row| {
        let scopes: String = row.get("scopes")?;
        Ok(KnownToken {
            label: row.get("label")?,
            scopes: Scopes::parse(&scopes),
            created: row.get("created")?,
            last_used: row.get("last_used")?,
        })
    })
    .collect()
}

/// The shortest time between two notes that a token is in use, in milliseconds.
const NOTED: i64 = 5 * 60 * 1000;

/// Returns whether it is time to note that a token is in use.
pub fn is_use_due(last_used: Option<UnixMillis>, now: UnixMillis) -> bool {
    last_used.is_none_or(|last| last.plus_millis(NOTED) <= now)
}

/// Notes that a token is in use.
pub async fn note_use(tx: &mut Tx, token: &TokenHash, now: UnixMillis) -> Result<(), DbError> {
    tx.execute(
        "UPDATE sponsor_token SET last_used = $1 WHERE token_hash = $2",
        &[now.into(), token.as_bytes().into()],
    )
    .await
    .map(drop)
}

/// Revokes the token with this label. It is refused from the commit on.
///
/// # Errors
/// [`SponsorError::NoSuchToken`].
pub async fn revoke_token(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: SponsorId,
    label: &str,
) -> Result<(), SponsorError> {
    let revoked = tx
        .execute(
            "UPDATE sponsor_token SET revoked = $1
             WHERE event = $2 AND sponsor = $3 AND label = $4 AND revoked IS NULL",
            &[
                backend.now().into(),
                event.into(),
                (&sponsor).into(),
                label.into(),
            ],
        )
        .await?;
    if revoked == 0 {
        Err(SponsorError::NoSuchToken)
    } else {
        Ok(())
    }
}

/// A sponsor with counts of what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SponsorCounts {
    pub sponsor: Sponsor,
    /// The number of members of its team.
    pub team: usize,
    /// The number of devices that are not revoked.
    pub devices: usize,
    /// The number of accepted scans.
    pub scans: usize,
    /// The number of undecided reports against it.
    pub open_reports: usize,
}

/// Lists a part of the event's sponsors by name, each with its counts.
pub async fn counts(
    tx: &mut Tx,
    event: &EventSlug,
    part: PageRange,
) -> Result<Vec<SponsorCounts>, DbError> {
    tx.query(
        "SELECT s.sponsor, s.name, s.created,
            (SELECT count(*) FROM member m
             WHERE m.event = s.event AND m.sponsor = s.sponsor AND m.removed IS NULL) AS team,
            (SELECT count(*) FROM device d
             WHERE d.event = s.event AND d.sponsor = s.sponsor AND d.revoked IS NULL) AS devices,
            (SELECT count(*) FROM scan c WHERE c.event = s.event AND c.sponsor = s.sponsor) AS scans,
            (SELECT count(*) FROM report r
             WHERE r.event = s.event AND r.sponsor = s.sponsor AND r.decided IS NULL) AS open_reports
         FROM sponsor s WHERE s.event = $1 ORDER BY s.name LIMIT $2 OFFSET $3",
        &[event.into(), part.limit.into(), part.offset.into()],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(SponsorCounts {
            sponsor: Sponsor {
                id: row.get("sponsor")?,
                name: row.get("name")?,
                created: row.get("created")?,
            },
            team: row.get("team")?,
            devices: row.get("devices")?,
            scans: row.get("scans")?,
            open_reports: row.get("open_reports")?,
        })
    })
    .collect()
}
