//! The commands that scan a code, and that answer the question a scan has put to its attendee.

use std::time::Instant;

use booth::ScanInput;
use protocol::{FieldSet, ReadMethod};

use crate::api::{Decision, Decline, Done, Outcome, ScanText, Share, TypedBy};
use crate::core::decisions::{ReadCode, event_name, operator, outcome};
use crate::dispatch::Admitted;
use crate::problem::Problem;

impl Admitted<'_> {
    pub(crate) fn scan_text(&self, request: ScanText) -> Result<Decision, Problem> {
        let code = ReadCode {
            text: request.text.as_bytes(),
            method: match request.typed_by {
                TypedBy::Scanner => ReadMethod::HardwareScanner,
                TypedBy::Person => ReadMethod::Manual,
            },
            since: Instant::now(),
            corners: None,
        };
        self.core().decide(&code)
    }

    /// Stores the scan for the enrolment that the attendee was asked for, even if another one is chosen now.
    pub(crate) fn share(&self, request: Share) -> Result<Decision, Problem> {
        let core = self.core();
        let booth = core.booth()?;
        let since = Instant::now();
        let prompt = core.prompts().take(request.sheet, core.moment())?;
        let fields: FieldSet = request.fields.into_iter().collect();
        let operator = operator(&booth);
        let result = booth.scan(
            prompt.device,
            &ScanInput {
                text: &prompt.text,
                method: prompt.method,
                operator: &operator,
                fields: Some(fields),
                confirmed: true,
            },
        );
        let outcome = outcome(result, &event_name(&booth, prompt.device));
        let code = ReadCode {
            text: &prompt.text,
            method: prompt.method,
            since,
            corners: None,
        };
        let decision = core.decision(&code, prompt.device, outcome);
        let can_be_given_again = match &decision.outcome {
            Outcome::NotSaved { .. } => true,
            Outcome::Refused { reason } => reason.code == "nothing_to_share",
            _ => false,
        };
        if can_be_given_again {
            core.prompts().put_back(prompt);
        }
        Ok(decision)
    }

    pub(crate) fn decline(&self, request: Decline) -> Result<Done, Problem> {
        let core = self.core();
        // A prompt that is gone already was not answered with yes either.
        let _ = core.prompts().take(request.sheet, core.moment());
        Ok(Done {})
    }
}
