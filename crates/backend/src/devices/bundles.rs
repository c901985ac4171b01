//! Bundles: what a device without a network handed over in a file.

use protocol::{BundleError, DeviceId, Outcome, SecretBytes, open_bundle};
use serde::Serialize;

use crate::Backend;
use crate::devices::enrolment::SEALED_BUNDLE_KEY;
use crate::ingest::{Ingest, IngestError, Origin};
use crate::keys::seal::SealError;
use backend_db::DbError;

/// Why a bundle is not taken in.
#[derive(Debug, thiserror::Error)]
pub enum TakeBundleError {
    /// The file is no bundle of a device that is enrolled here.
    #[error(transparent)]
    Bundle(BundleError),
    /// A request in it is another device's, or not one at all.
    #[error("a request in the bundle is not its device's")]
    ForeignRequest,
    /// A request in it is refused, or not stored.
    #[error(transparent)]
    Ingest(#[from] IngestError),
    /// The device's key does not open.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What became of a bundle's records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct BundleCounts {
    /// All of them.
    pub records: u64,
    /// New, and used.
    pub accepted: u64,
    /// Here already, and used.
    pub duplicates: u64,
    /// Kept, and not used.
    pub quarantined: u64,
}

/// Takes in a bundle: opens it with its device's key, and hands each request in it to the same ingest
/// that takes syncs. Taking it in again changes nothing.
///
/// # Errors
/// [`TakeBundleError`]. A request is looked at only when the ones before it can be trusted, and nothing
/// is stored before all are.
pub async fn take_bundle(
    backend: &Backend,
    ingest: &Ingest,
    bytes: &[u8],
) -> Result<BundleCounts, TakeBundleError> {
    // Opening it without a key tells whose it is.
    let device = match open_bundle(bytes, |_| None) {
        Err(BundleError::UnknownDevice(device)) => device,
        Err(error) => return Err(TakeBundleError::Bundle(error)),
        Ok(bundle) => bundle.device,
    };
    let key = bundle_key(backend, device)
        .await?
        .ok_or(TakeBundleError::Bundle(BundleError::UnknownDevice(device)))?;
    let bundle = open_bundle(bytes, |_| Some(key.clone())).map_err(TakeBundleError::Bundle)?;
    let mut requests = Vec::with_capacity(bundle.requests.len());
    for request in &bundle.requests {
        let request = ingest.check(request).await?;
        if request.device() != device {
            return Err(TakeBundleError::ForeignRequest);
        }
        requests.push(request);
    }
    let mut counts = BundleCounts::default();
    for request in requests {
        let reply = ingest.take_in(request, Origin::Bundle).await?;
        for record in reply.outcomes {
            counts.records += 1;
            match record.outcome {
                Outcome::Accepted => counts.accepted += 1,
                Outcome::Duplicate => counts.duplicates += 1,
                Outcome::Quarantined(_) => counts.quarantined += 1,
            }
        }
    }
    Ok(counts)
}

async fn bundle_key(
    backend: &Backend,
    device: DeviceId,
) -> Result<Option<SecretBytes<32>>, TakeBundleError> {
    let mut tx = backend.db().read().await?;
    let Some(row) = tx
        .query_one(
            "SELECT sealed_bundle_key FROM device WHERE device = $1",
            &[(&device).into()],
        )
        .await?
    else {
        return Ok(None);
    };
    let sealed: Vec<u8> = row.get(0)?;
    let key =
        backend
            .sealer()
            .unseal_key(SEALED_BUNDLE_KEY, &[device.as_bytes().as_slice()], &sealed)?;
    Ok(Some(key))
}
