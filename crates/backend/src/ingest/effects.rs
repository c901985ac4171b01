//! The effects that classifying the records of one request has on other records and on devices.

use std::collections::{BTreeSet, HashMap};

use protocol::{DeviceId, ScanId, SponsorId};

use crate::ingest::facts::{self, ScanRecord};
use crate::ingest::verify::Enrolled;
use backend_db::{DbError, Tx};

/// The effects of the records that were classified so far.
#[derive(Debug, Default)]
pub(crate) struct Effects {
    /// The devices with a fork, a broken chain, or two scans with one id.
    pub(crate) flagged: BTreeSet<DeviceId>,
    /// Whether a code looked like a guess.
    pub(crate) missed: bool,
    /// The scan ids that another record may use now.
    pub(crate) released: Vec<ScanId>,
    /// The records that use a scan id, for the ids that were looked up.
    users: HashMap<(SponsorId, ScanId), Option<ScanRecord>>,
}

impl Effects {
    /// Looks up the users of several scan ids with one query.
    pub(crate) async fn load_users(
        &mut self,
        tx: &mut Tx,
        enrolled: &Enrolled,
        scans: &[ScanId],
    ) -> Result<(), DbError> {
        let found = facts::scans_of_ids(tx, enrolled, scans).await?;
        let ids = scans.iter().map(|scan| (enrolled.sponsor, *scan));
        self.users.extend(ids.zip(found));
        Ok(())
    }

    /// The record that uses a scan id.
    pub(crate) async fn user(
        &mut self,
        tx: &mut Tx,
        enrolled: &Enrolled,
        scan: ScanId,
    ) -> Result<Option<ScanRecord>, DbError> {
        let id = (enrolled.sponsor, scan);
        if !self.users.contains_key(&id) {
            self.load_users(tx, enrolled, &[scan]).await?;
        }
        Ok(self.users.get(&id).copied().flatten())
    }

    /// Notes that a record of the device uses a scan id now.
    pub(crate) fn set_user(&mut self, enrolled: &Enrolled, scan: ScanId, seq: u64) {
        let record = (enrolled.device, seq);
        self.users.insert((enrolled.sponsor, scan), Some(record));
    }

    /// Forgets the user of a scan id.
    pub(crate) fn clear_user(&mut self, enrolled: &Enrolled, scan: ScanId) {
        self.users.remove(&(enrolled.sponsor, scan));
    }
}
