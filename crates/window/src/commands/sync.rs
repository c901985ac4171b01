//! The commands that send what waits: over the network, or as a file.

use std::thread;

use booth::BoothError;

use crate::api::{ExportBundle, Exported, Overview, SyncNow};
use crate::core::export::{export_into, file_name};
use crate::dispatch::Admitted;
use crate::problem::Problem;

impl Admitted<'_> {
    pub(crate) fn sync_now(&self, _: SyncNow) -> Result<Overview, Problem> {
        let core = self.core();
        let booth = core.booth()?;
        let enrolments = booth.enrolments()?;
        // Each on a thread of its own: a backend that does not answer holds up no other.
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
