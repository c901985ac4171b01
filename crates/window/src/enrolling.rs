//! Enrolling, and which enrolment is scanned for.

use booth::{BoothError, StoreError};
use protocol::{DeviceId, EnrolmentCode, EnrolmentRequest};

use crate::api::{
    ChooseEnrolment, Enrol, EnrolmentState, EnrolmentView, Overview, TermsOf, TermsView,
};
use crate::core::Core;
use crate::gate::Admitted;
use crate::overview::enrolment_view;
use crate::problem::Problem;

impl Core {
    fn choose(&self, device: DeviceId) -> Result<(), Problem> {
        let booth = self.booth()?;
        // Held over both, so that nobody scans for one while the other is stored.
        let mut desk = self.desk();
        booth.use_enrolment(device)?;
        desk.choose(Some(device));
        Ok(())
    }

    fn enrolment(&self, device: DeviceId) -> Result<EnrolmentView, Problem> {
        let booth = self.booth()?;
        let chosen = self.desk().chosen();
        booth
            .status()?
            .into_iter()
            .find(|status| status.enrolment.device == device)
            .map(|status| enrolment_view(status, chosen == Some(device), booth.now()))
            .ok_or_else(|| BoothError::Store(StoreError::UnknownEnrolment { device }).into())
    }

    pub(crate) fn terms(&self, device: DeviceId) -> Result<TermsView, Problem> {
        let terms = self.booth()?.terms(device)?;
        Ok(TermsView {
            device,
            notice_version: terms.notice.version.0,
            notice: terms.notice.text,
            allowed_fields: terms.allowed_fields.iter().collect(),
            consent_mode: terms.consent_mode,
            foreign_codes: terms.foreign_codes,
            questions: terms.questions,
        })
    }
}

impl Admitted<'_> {
    /// The enrolment that scans go to stays what it was, unless it can't be scanned for.
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
        // Not in the match: the desk would stay taken.
        let chosen = core.desk().chosen();
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
