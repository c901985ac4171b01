//! An uploaded file of registrations between its preview and its import. It is sealed in the database for a day
//! at most, so that the file of the preview is the one that is imported.

use protocol::{DraftId, EventSlug, StaffId};
use zeroize::Zeroizing;

use crate::Backend;
use crate::clock::DAY;
use crate::keys::random::random;
use crate::keys::seal::SealError;
use backend_db::{DbError, Tx};

const SEALED: &str = "import_draft.sealed_file";

/// The reason why an uploaded file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// The file was imported, has expired or never existed.
    #[error("the file is not here any more: choose it again")]
    Unknown,
    #[error("cannot open the uploaded file")]
    Seal(#[from] SealError),
    #[error("cannot read the uploaded file")]
    Db(#[from] DbError),
}

/// Stores a file for its preview. Expired files and earlier ones of the same person are deleted.
pub async fn keep(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    staff: &StaffId,
    file: &[u8],
) -> Result<DraftId, DbError> {
    let now = backend.now();
    tx.execute(
        "DELETE FROM import_draft WHERE event = $1 AND (expires <= $2 OR staff = $3)",
        &[event.into(), now.into(), staff.into()],
    )
    .await?;
    let draft = DraftId::from_random(random());
    let row: &[&[u8]] = &[draft.as_bytes()];
    tx.execute(
        "INSERT INTO import_draft (event, draft, staff, sealed_file, created, expires)
         VALUES ($1, $2, $3, $4, $5, $6)",
        &[
            event.into(),
            (&draft).into(),
            staff.into(),
            (&backend.sealer().seal(SEALED, row, file)).into(),
            now.into(),
            now.plus_millis(DAY).into(),
        ],
    )
    .await?;
    Ok(draft)
}

/// Returns the file of a draft to the person who uploaded it.
///
/// # Errors
/// [`DraftError::Unknown`].
pub async fn file(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    staff: &StaffId,
    draft: &DraftId,
) -> Result<Zeroizing<Vec<u8>>, DraftError> {
    let row = tx
        .query_one(
            "SELECT sealed_file FROM import_draft
             WHERE event = $1 AND staff = $2 AND draft = $3 AND expires > $4",
            &[
                event.into(),
                staff.into(),
                draft.into(),
                backend.now().into(),
            ],
        )
        .await?
        .ok_or(DraftError::Unknown)?;
    let sealed: Vec<u8> = row.get("sealed_file")?;
    let row: &[&[u8]] = &[draft.as_bytes()];
    Ok(backend.sealer().unseal(SEALED, row, &sealed)?)
}

/// Deletes a draft.
pub async fn forget(tx: &mut Tx, event: &EventSlug, draft: &DraftId) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM import_draft WHERE event = $1 AND draft = $2",
        &[event.into(), draft.into()],
    )
    .await
    .map(drop)
}
