//! Sponsors of an event, and the tokens of their programs.

use protocol::{EventSlug, SponsorId, UnixMillis, limits};

use crate::Backend;
use crate::keys::random::random;
use crate::keys::token::{Token, TokenHash, TokenKind};
use crate::paging::Stretch;
use backend_db::{DbError, Tx};
use backend_model::Scopes;

/// A sponsor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sponsor {
    /// Its id.
    pub id: SponsorId,
    /// Its name.
    pub name: String,
    /// When it was added.
    pub created: UnixMillis,
}

/// Why something about a sponsor is not done.
#[derive(Debug, thiserror::Error)]
pub enum SponsorError {
    /// The name can't be one.
    #[error("a sponsor's name must have 1 to 120 bytes")]
    Name,
    /// There is one of this name already.
    #[error("there is a sponsor of this name already")]
    Exists,
    /// There is none of this name.
    #[error("there is no sponsor of this name; `sponsor list` shows them")]
    Unknown,
    /// The label can't be one.
    #[error("a token's label must have 1 to 120 bytes")]
    Label,
    /// The token may do nothing.
    #[error("a token needs something that it may do: leads, exports, devices or deletions")]
    NoScope,
    /// A token with this label is in use.
    #[error("the sponsor has a token with this label; revoke it first, or choose another label")]
    LabelInUse,
    /// No token with this label is in use.
    #[error("the sponsor has no token with this label in use")]
    NoSuchToken,
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

fn is_name(text: &str) -> bool {
    !text.trim().is_empty() && text.len() <= limits::NAME_BYTES && !text.contains('\0')
}

/// Adds a sponsor.
///
/// # Errors
/// [`SponsorError::Name`] or [`SponsorError::Exists`].
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

/// The event's sponsors, by name.
///
/// # Errors
/// [`DbError`].
pub async fn list(tx: &mut Tx, event: &EventSlug) -> Result<Vec<Sponsor>, DbError> {
    tx.query(
        "SELECT sponsor, name, created FROM sponsor WHERE event = $1 ORDER BY name",
        &[event.into()],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Sponsor {
            id: row.get(0)?,
            name: row.get(1)?,
            created: row.get(2)?,
        })
    })
    .collect()
}

/// The sponsor of this name.
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
        id: row.get(0)?,
        name: row.get(1)?,
        created: row.get(2)?,
    })
}

/// The sponsor of this id.
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
        name: row.get(0)?,
        created: row.get(1)?,
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

/// Makes a token for a sponsor's program that may do everything. Its text is to be shown now or never.
///
/// # Errors
/// [`SponsorError::Label`] or [`SponsorError::LabelInUse`].
pub async fn new_token(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: SponsorId,
    label: &str,
) -> Result<Token, SponsorError> {
    new_scoped_token(backend, tx, event, sponsor, label, Scopes::ALL).await
}

/// Makes a token for a sponsor's program that may do these things alone. Its text is to be shown now or
/// never.
///
/// # Errors
/// [`SponsorError::Label`], [`SponsorError::LabelInUse`] or [`SponsorError::NoScope`].
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

/// A token in use, of which only the hash is known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownToken {
    /// What it is for.
    pub label: String,
    /// What it may do.
    pub scopes: Scopes,
    /// When it was made.
    pub created: UnixMillis,
    /// When it was last used, to some minutes.
    pub last_used: Option<UnixMillis>,
}

/// A sponsor's tokens in use, by label.
///
/// # Errors
/// [`DbError`].
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
        let scopes: String = row.get(1)?;
        Ok(KnownToken {
            label: row.get(0)?,
            scopes: Scopes::parse(&scopes),
            created: row.get(2)?,
            last_used: row.get(3)?,
        })
    })
    .collect()
}

/// A token that is used is noted as such no oftener than this, in milliseconds.
const NOTED: i64 = 5 * 60 * 1000;

/// Whether it is time to note that a token is in use, which was last noted then.
pub fn is_use_due(last_used: Option<UnixMillis>, now: UnixMillis) -> bool {
    last_used.is_none_or(|last| last.plus_millis(NOTED) <= now)
}

/// Notes that a token is in use.
///
/// # Errors
/// [`DbError`].
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

/// A sponsor, and how much there is of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SponsorCounts {
    /// Which.
    pub sponsor: Sponsor,
    /// People of its team.
    pub team: usize,
    /// Devices that are not revoked.
    pub devices: usize,
    /// Accepted scans.
    pub scans: usize,
    /// Reports against it that are not decided.
    pub open_reports: usize,
}

/// A part of the event's sponsors, by name, each with what there is of it.
///
/// # Errors
/// [`DbError`].
pub async fn counts(
    tx: &mut Tx,
    event: &EventSlug,
    part: Stretch,
) -> Result<Vec<SponsorCounts>, DbError> {
    tx.query(
        "SELECT s.sponsor, s.name, s.created,
            (SELECT count(*) FROM member m
             WHERE m.event = s.event AND m.sponsor = s.sponsor AND m.removed IS NULL),
            (SELECT count(*) FROM device d
             WHERE d.event = s.event AND d.sponsor = s.sponsor AND d.revoked IS NULL),
            (SELECT count(*) FROM scan c WHERE c.event = s.event AND c.sponsor = s.sponsor),
            (SELECT count(*) FROM report r
             WHERE r.event = s.event AND r.sponsor = s.sponsor AND r.decided IS NULL)
         FROM sponsor s WHERE s.event = $1 ORDER BY s.name LIMIT $2 OFFSET $3",
        &[event.into(), part.limit.into(), part.offset.into()],
    )
    .await?
    .iter()
    .map(|row| {
        let count = |column| -> Result<usize, DbError> {
            let number: u64 = row.get(column)?;
            usize::try_from(number).map_err(|_| DbError::column(column))
        };
        Ok(SponsorCounts {
            sponsor: Sponsor {
                id: row.get(0)?,
                name: row.get(1)?,
                created: row.get(2)?,
            },
            team: count(3)?,
            devices: count(4)?,
            scans: count(5)?,
            open_reports: count(6)?,
        })
    })
    .collect()
}
