//! The enrolment that is scanned for, and what each enrolment allows.

use booth::{BoothError, StoreError};
use protocol::DeviceId;

use crate::api::{EnrolmentView, TermsView};
use crate::core::Core;
use crate::core::overview::enrolment_view;
use crate::problem::Problem;

impl Core {
    pub(crate) fn choose(&self, device: DeviceId) -> Result<(), Problem> {
        let booth = self.booth()?;
        // Locked over both, so that no scan is made for one while the other is stored.
        let mut prompts = self.prompts();
        booth.use_enrolment(device)?;
        prompts.choose(Some(device));
        Ok(())
    }

    pub(crate) fn enrolment(&self, device: DeviceId) -> Result<EnrolmentView, Problem> {
        let booth = self.booth()?;
        let chosen = self.prompts().chosen();
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
