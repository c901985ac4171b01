//! The commands that enrol the device and choose the enrolment that is scanned for.

use protocol::{EnrolmentCode, EnrolmentRequest};

use crate::api::{
    ChooseEnrolment, Enrol, EnrolmentState, EnrolmentView, Overview, TermsOf, TermsView,
};
use crate::dispatch::Admitted;
use crate::problem::Problem;

impl Admitted<'_> {
    /// Enrols the device. The enrolment that scans go to stays the same, unless it can't be scanned for.
    pub(crate) fn enrol(&self, request: Enrol) -> Result<EnrolmentView, Problem> {
        let core = self.core();
        let code: EnrolmentCode = request.code.parse().map_err(|_| {
            Problem::new(
                "not_an_enrolment_code",
                "That is not an enrolment code. It is on the sponsor's page, under Devices.",
            )
        })?;
        let label = match request.label.trim() {
            "" => EnrolmentRequest::UNNAMED,
            label => label,
        };
        let device = core.booth()?.enrol(&code, label)?.device;
        // Not in the match: the prompts would stay locked.
        let chosen = core.prompts().chosen();
        let scannable = match chosen {
            Some(chosen) => core.enrolment(chosen)?.state == EnrolmentState::Active,
            None => false,
        };
        if !scannable {
            core.choose(device)?;
        }
        core.enrolment(device)
    }

    pub(crate) fn choose_enrolment(&self, request: ChooseEnrolment) -> Result<Overview, Problem> {
        let core = self.core();
        core.choose(request.device)?;
        Ok(core.overview())
    }

    pub(crate) fn terms(&self, request: TermsOf) -> Result<TermsView, Problem> {
        self.core().terms(request.device)
    }
}
