//! The commands about the program and the device as a whole.

use crate::api::{
    About, AboutProgram, Diagnostics, DiagnosticsOf, Done, NetworkReturned, Overview, OverviewOf,
    RetryOpen, StorageOf, StorageView,
};
use crate::dispatch::Admitted;
use crate::problem::Problem;

impl Admitted<'_> {
    pub(crate) fn about_program(&self, _: AboutProgram) -> Result<About, Problem> {
        Ok(About {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            platform: std::env::consts::OS.to_owned(),
            camera_owner: self.core().options.camera_owner,
        })
    }

    pub(crate) fn overview(&self, _: OverviewOf) -> Result<Overview, Problem> {
        Ok(self.core().overview())
    }

    pub(crate) fn retry_open(&self, _: RetryOpen) -> Result<Overview, Problem> {
        let core = self.core();
        core.open_device();
        Ok(core.overview())
    }

    pub(crate) fn storage(&self, _: StorageOf) -> Result<StorageView, Problem> {
        self.core().storage()
    }

    pub(crate) fn diagnostics(&self, _: DiagnosticsOf) -> Result<Diagnostics, Problem> {
        Ok(Diagnostics {
            text: self.core().diagnostics(),
        })
    }

    /// It needs no unlocking: syncing goes on behind locked screens, and the device itself bounds how
    /// often a report makes it try.
    pub(crate) fn network_returned(&self, _: NetworkReturned) -> Result<Done, Problem> {
        self.core().booth()?.network_is_up();
        Ok(Done {})
    }
}
