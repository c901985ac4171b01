//! How much is stored on this device, and where.

use booth::KeyProtection;

use crate::api::StorageView;
use crate::core::Core;
use crate::problem::Problem;

impl Core {
    pub(crate) fn storage(&self) -> Result<StorageView, Problem> {
        let booth = self.booth()?;
        let mut view = StorageView {
            folder: booth.folder().display().to_string(),
            database_bytes: booth.database_bytes(),
            free_bytes: fs4::available_space(booth.folder()).ok(),
            key_in_keychain: booth.key_protection() == KeyProtection::Keychain,
            scans: 0,
            records: 0,
            waiting: 0,
        };
        for status in booth.status()? {
            view.scans += status.counts.scans + status.counts.voided;
            view.records += status.counts.total;
            view.waiting += status.counts.pending;
        }
        Ok(view)
    }
}
