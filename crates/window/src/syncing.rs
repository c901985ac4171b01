//! Sending what waits: over the network, or as a file.

use std::path::{Path, PathBuf};
use std::thread;

use booth::{Booth, BoothError};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use protocol::{DeviceId, EventSlug, UnixMillis};

use crate::api::{ExportBundle, Exported, Overview, SyncNow};
use crate::core::Core;
use crate::gate::Admitted;
use crate::problem::Problem;

/// Files of one minute's name that are tried: nobody makes more.
const NAMES: u32 = 100;

impl Core {
    /// The user's folder of downloads, and the device's own where there is none or it can't be written.
    fn export_folders(&self, booth: &Booth) -> Vec<PathBuf> {
        let downloads = self.options.downloads.clone();
        downloads
            .or_else(dirs::download_dir)
            .into_iter()
            .chain([booth.folder().to_owned()])
            .collect()
    }
}

/// Writes the bundle under a name that no file has yet.
fn export_into(
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

/// `lanyard-EVENT-YYYY-MM-DD-HHMM`, by the clock that people see.
fn file_name(event: &EventSlug, now: UnixMillis) -> String {
    let time = Timestamp::from_millisecond(now.0).map_or_else(
        |_| now.0.to_string(),
        |now| {
            let local = now.to_zoned_datetime(TimeZone::system());
            local.strftime("%Y-%m-%d-%H%M").to_string()
        },
    );
    format!("lanyard-{event}-{time}")
}

impl Admitted<'_> {
    pub(crate) fn sync_now(&self, _: SyncNow) -> Result<Overview, Problem> {
        let core = self.core();
        let booth = core.booth()?;
        let enrolments = booth.enrolments()?;
        // A backend that does not answer holds up no other.
        let results: Vec<_> = thread::scope(|scope| {
            let running: Vec<_> = enrolments
                .iter()
                .map(|enrolment| {
                    let booth = &booth;
                    scope.spawn(move || booth.sync_now(enrolment.device, &mut |_| {}))
                })
                .collect();
            running
                .into_iter()
                .map(thread::ScopedJoinHandle::join)
                .collect()
        });
        for result in results {
            result.map_err(|_| Problem::new("broken", "Syncing broke off. Try again."))??;
        }
        Ok(core.overview())
    }

    pub(crate) fn export_bundle(&self, request: ExportBundle) -> Result<Exported, Problem> {
        let core = self.core();
        let booth = core.booth()?;
        let enrolment = booth.enrolment(Some(&request.device.to_string()))?;
        let name = file_name(&enrolment.event, core.now());
        let mut result = Err(Problem::new("export", "There is no folder to write to."));
        for folder in core.export_folders(&booth) {
            result = match export_into(&booth, request.device, &folder, &name) {
                Ok((file, records)) => {
                    let path = (records > 0).then(|| file.display().to_string());
                    let hand_in_at = format!("{}/bundle", enrolment.server);
                    return Ok(Exported {
                        path,
                        records,
                        hand_in_at,
                    });
                }
                // Another folder can't mend what is wrong with the records.
                Err(error @ (BoothError::Export { .. } | BoothError::ExportExists { .. })) => {
                    Err(error.into())
                }
                Err(error) => return Err(error.into()),
            };
        }
        result
    }
}
