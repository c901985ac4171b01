//! Bundles: files with the sync requests of a device that had no network.

use protocol::{BundleError, DeviceId, Outcome, SecretBytes, open_bundle};
use serde::Serialize;

use crate::Backend;
use crate::devices::enrolment::SEALED_BUNDLE_KEY;
use crate::ingest::{Ingest, IngestError, Origin};
use crate::keys::seal::SealError;
use backend_db::DbError;

/// Why a bundle is not ingested.
#[derive(Debug, thiserror::Error)]
pub enum IngestBundleError {
    /// The file is not a bundle of a device that is enrolled here.
    #[error("cannot open the bundle: {0}")]
    Open(BundleError),
    /// The bundle contains a request that another device has signed.
    #[error("a request in the bundle is not its device's")]
    ForeignRequest,
    /// A request in the bundle is refused, or was not stored.
    #[error("a request in the bundle was not ingested")]
    Ingest(#[from] IngestError),
    #[error("cannot unseal the device's bundle key")]
    UnsealKey(#[from] SealError),
    #[error("cannot load the device's bundle key")]
    LoadKey(#[from] DbError),
}

/// The outcomes of a bundle's records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct BundleCounts {
    pub records: u64,
    /// New and accepted.
    pub accepted: u64,
    /// Stored before and accepted.
    pub duplicates: u64,
    /// Stored and quarantined.
    pub quarantined: u64,
}

/// Opens a bundle with its device's key and hands its requests to the same ingest that stores syncs. A repeated
/// bundle changes nothing. All requests are verified before the first one is stored.
pub async fn ingest_bundle(
    backend: &Backend,
    ingest: &Ingest,
    bytes: &[u8],
) -> Result<BundleCounts, IngestBundleError> {
    // Opening the bundle without a key yields its device.
    let device = match open_bundle(bytes, |_| None) {
        Err(BundleError::UnknownDevice(device)) => device,
        Err(error) => return Err(IngestBundleError::Open(error)),
        Ok(bundle) => bundle.device,
    };
    let key = bundle_key(backend, device)
        .await?
        .ok_or(IngestBundleError::Open(BundleError::UnknownDevice(device)))?;
    let bundle = open_bundle(bytes, |_| Some(key.clone())).map_err(IngestBundleError::Open)?;
    let mut requests = Vec::with_capacity(bundle.requests.len());
    for request in &bundle.requests {
        let request = ingest.check(request).await?;
        if request.device() != device {
            return Err(IngestBundleError::ForeignRequest);
        }
        requests.push(request);
    }
    let mut counts = BundleCounts::default();
    for request in requests {
        let reply = ingest.store(request, Origin::Bundle).await?;
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
) -> Result<Option<SecretBytes<32>>, IngestBundleError> {
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
    let sealed: Vec<u8> = row.get("sealed_bundle_key")?;
    let key =
        backend
            .sealer()
            .unseal_key(SEALED_BUNDLE_KEY, &[device.as_bytes().as_slice()], &sealed)?;
    Ok(Some(key))
}
