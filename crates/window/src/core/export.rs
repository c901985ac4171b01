//! Writing what waits into a file, for a device without a network.

use std::path::{Path, PathBuf};

use booth::{Booth, BoothError};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use protocol::{DeviceId, EventSlug, UnixMillis};

use crate::core::Core;

/// The names of one minute that are tried.
const NAMES: u32 = 100;

impl Core {
    /// The folders to try: the user's folder of downloads, then the device's own.
    pub(crate) fn export_folders(&self, booth: &Booth) -> Vec<PathBuf> {
        let downloads = self.options.downloads.clone();
        downloads
            .or_else(dirs::download_dir)
            .into_iter()
            .chain([booth.folder().to_owned()])
            .collect()
    }
}

/// Writes the bundle under a name that no file has yet.
pub(crate) fn export_into(
    booth: &Booth,
    device: DeviceId,
    folder: &Path,
    name: &str,
) -> Result<(PathBuf, u64), BoothError> {
    let mut number = 1;
    loop {
        let file = folder.join(match number {
            1 => format!("{name}.lanyard"),
            _ => format!("{name}-{number}.lanyard"),
        });
        match booth.export(device, &file) {
            Err(BoothError::ExportExists { .. }) if number < NAMES => number += 1,
            Err(error) => return Err(error),
            Ok(records) => return Ok((file, records)),
        }
    }
}

/// `lanyard-EVENT-YYYY-MM-DD-HHMM` in local time.
pub(crate) fn file_name(event: &EventSlug, now: UnixMillis) -> String {
    let time = Timestamp::from_millisecond(now.0).map_or_else(
        |_| now.0.to_string(),
        |now| {
            let local = now.to_zoned_datetime(TimeZone::system());
            local.strftime("%Y-%m-%d-%H%M").to_string()
        },
    );
    format!("lanyard-{event}-{time}")
}
