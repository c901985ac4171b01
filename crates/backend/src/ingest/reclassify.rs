//! What is known while the records of one request are settled.

use std::collections::{BTreeSet, HashMap};

use protocol::{DeviceId, ScanId, SponsorId};

use crate::ingest::facts::{self, ScanRecord};
use crate::ingest::verify::Enrolled;
use backend_db::{DbError, Tx};

/// What settling a record has shown.
#[derive(Debug, Default)]
pub(crate) struct Settled {
    /// Devices of which a fork, a broken chain, or two scans with one id were seen.
    pub(crate) flagged: BTreeSet<DeviceId>,
    /// A code looked like a guess.
    pub(crate) missed: bool,
    /// Scan ids that another record may now use.
    pub(crate) freed: Vec<ScanId>,
    /// Which records have the scan ids that were asked for.
    claimed: HashMap<(SponsorId, ScanId), Option<ScanRecord>>,
}

impl Settled {
    /// Asks for the scan ids of new records together.
    pub(crate) async fn expect(
        &mut self,
        tx: &mut Tx,
        enrolled: &Enrolled,
        scans: &[ScanId],
    ) -> Result<(), DbError> {
        let found = facts::scans_of_ids(tx, enrolled, scans).await?;
        let ids = scans.iter().map(|scan| (enrolled.sponsor, *scan));
        self.claimed.extend(ids.zip(found));
        Ok(())
    }

    /// The record that has a scan id.
    pub(crate) async fn claimed(
        &mut self,
        tx: &mut Tx,
        enrolled: &Enrolled,
        scan: ScanId,
    ) -> Result<Option<ScanRecord>, DbError> {
        let id = (enrolled.sponsor, scan);
        if !self.claimed.contains_key(&id) {
            self.expect(tx, enrolled, &[scan]).await?;
        }
        Ok(self.claimed.get(&id).copied().flatten())
    }

    /// A record has taken a scan id.
    pub(crate) fn took(&mut self, enrolled: &Enrolled, scan: ScanId, seq: u64) {
        let record = (enrolled.device, seq);
        self.claimed.insert((enrolled.sponsor, scan), Some(record));
    }

    /// A record has given its scan id up.
    pub(crate) fn gave_up(&mut self, enrolled: &Enrolled, scan: ScanId) {
        self.claimed.remove(&(enrolled.sponsor, scan));
    }
}
