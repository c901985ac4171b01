//! From a code that was read to the decision that the screens show.

use std::time::Instant;

use booth::{Booth, Checked, ScanInput, ScanResult};
use protocol::{DeviceId, ReadMethod};

use crate::api::{Decision, Outcome};
use crate::core::Core;
use crate::problem::Problem;
use crate::state::pending_prompts::PromptOutcome;

/// A code that was read.
pub(crate) struct ReadCode<'a> {
    pub(crate) text: &'a [u8],
    pub(crate) method: ReadMethod,
    /// When the frame, or the end of the typing, arrived.
    pub(crate) since: Instant,
    /// The corners in the picture, as fractions of its width and height.
    pub(crate) corners: Option<[[f32; 2]; 4]>,
}

impl Core {
    /// Scans a code for the enrolment that was chosen when it was read. A badge whose prompt waits already
    /// gets the same prompt again: the screens show one at a time, and may have lost it.
    pub(crate) fn decide(&self, code: &ReadCode<'_>) -> Result<Decision, Problem> {
        let booth = self.booth()?;
        let Some(device) = self.prompts().chosen_at(code.since) else {
            // The error says whether there is none, or which of several has to be chosen.
            return Err(match booth.enrolment(None) {
                Ok(_) => enrolment_changed(),
                Err(error) => error.into(),
            });
        };
        let operator = operator(&booth);
        let result = booth.scan(
            device,
            &ScanInput {
                text: code.text,
                method: code.method,
                operator: &operator,
                fields: None,
                confirmed: false,
            },
        );
        let outcome = match result {
            ScanResult::NeedsConfirmation(confirmation) => {
                let asked = {
                    let mut prompts = self.prompts();
                    // Screens that were locked in the meantime show no prompt.
                    if self.is_locked() {
                        return Err(Problem::locked());
                    }
                    prompts.ask(device, code.text, code.method, self.moment())
                };
                let sheet = match asked {
                    PromptOutcome::Opened(id) | PromptOutcome::AlreadyOpen(id) => id,
                    PromptOutcome::EnrolmentChanged => {
                        let reason = enrolment_changed();
                        return Ok(self.decision(code, device, Outcome::Refused { reason }));
                    }
                };
                Outcome::Ask {
                    sheet,
                    name: confirmation.name,
                    fields: confirmation.fields.iter().collect(),
                }
            }
            other => outcome(other, &event_name(&booth, device)),
        };
        Ok(self.decision(code, device, outcome))
    }

    pub(crate) fn decision(
        &self,
        code: &ReadCode<'_>,
        device: DeviceId,
        outcome: Outcome,
    ) -> Decision {
        let mut policy = self.lock_policy();
        policy.mark_used(self.moment());
        if let Outcome::Saved { scan, .. } | Outcome::Already { scan, .. } = &outcome {
            policy.record_decision(*scan);
        }
        drop(policy);
        Decision {
            number: self.next_decision_number(),
            outcome,
            method: code.method,
            device,
            at: self.now(),
            took_ms: code.since.elapsed().as_secs_f64() * 1000.0,
            corners: code.corners,
        }
    }
}

fn enrolment_changed() -> Problem {
    Problem::new(
        "enrolment_changed",
        "Another sponsor was chosen while this badge was read. Nothing was stored; show it again.",
    )
}

/// The operator's name. A scan does not fail because it can't be read.
pub(crate) fn operator(booth: &Booth) -> String {
    booth.operator().ok().flatten().unwrap_or_default()
}

pub(crate) fn event_name(booth: &Booth, device: DeviceId) -> String {
    match booth.enrolment(Some(&device.to_string())) {
        Ok(enrolment) => enrolment.event_name,
        Err(_) => "this event".to_owned(),
    }
}

/// The result of a scan as the screens show it.
pub(crate) fn outcome(result: ScanResult, event_name: &str) -> Outcome {
    match result {
        ScanResult::Saved(saved) => Outcome::Saved {
            scan: saved.scan,
            name: saved.name,
            checked: saved.checked == Checked::Offline,
            fields: saved.fields.iter().collect(),
        },
        ScanResult::AlreadyScanned(already) => Outcome::Already {
            scan: already.scan,
            name: already.name,
            at: already.at,
            operator: already.operator,
        },
        ScanResult::DoNotScan { name } => Outcome::DoNotScan { name },
        // A scan gets here with the attendee's answer, or its prompt was opened before. Should it not,
        // nothing was stored.
        ScanResult::NeedsConfirmation(_) => Outcome::NotSaved {
            reason: Problem::new("not_confirmed", "The attendee was not asked. Scan again."),
        },
        ScanResult::Refused(refusal) => Outcome::Refused {
            reason: Problem::refusal(&refusal, event_name),
        },
        ScanResult::NotSaved(error) => Outcome::NotSaved {
            reason: error.into(),
        },
    }
}
