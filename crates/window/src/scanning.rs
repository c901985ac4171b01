//! From a code to a decision on the screen.

use std::time::Instant;

use booth::{Booth, Checked, ScanInput, ScanResult};
use protocol::{DeviceId, FieldSet, ReadMethod};

use crate::api::{Decision, Decline, Done, Outcome, ScanText, Share, TypedBy};
use crate::core::Core;
use crate::desk::{Asked, Sheet};
use crate::gate::Admitted;
use crate::problem::Problem;

/// A code that was read.
pub(crate) struct CodeRead<'a> {
    pub(crate) text: &'a [u8],
    pub(crate) method: ReadMethod,
    /// When the frame, or the end of the typing, got here.
    pub(crate) since: Instant,
    /// Where in the picture, as shares of it.
    pub(crate) corners: Option<[[f32; 2]; 4]>,
}

impl Core {
    /// Scans a code for the enrolment that was chosen when it was read. A badge whose sheet waits is
    /// told with that sheet again: the screens show one at a time, and may have lost it.
    pub(crate) fn decide(&self, code: &CodeRead<'_>) -> Result<Decision, Problem> {
        let booth = self.booth()?;
        let Some(device) = self.desk().chosen_at(code.since) else {
            // Says whether it is none, or which of several.
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
                    let mut desk = self.desk();
                    // Screens that were locked in the meantime ask nobody anything.
                    if self.is_locked() {
                        return Err(Problem::locked());
                    }
                    desk.ask(device, code.text, code.method, self.moment())
                };
                let sheet = match asked {
                    Asked::Opened(sheet) | Asked::Waits(sheet) => sheet,
                    Asked::Late => {
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

    fn decision(&self, code: &CodeRead<'_>, device: DeviceId, outcome: Outcome) -> Decision {
        let mut guard = self.guard();
        guard.touch(self.moment());
        if let Outcome::Saved { scan, .. } | Outcome::Already { scan, .. } = &outcome {
            guard.decided(*scan);
        }
        drop(guard);
        Decision {
            number: self.number(),
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

/// Who holds the device. Where that can't be read the scan is not held up for it.
fn operator(booth: &Booth) -> String {
    booth.operator().ok().flatten().unwrap_or_default()
}

fn event_name(booth: &Booth, device: DeviceId) -> String {
    match booth.enrolment(Some(&device.to_string())) {
        Ok(enrolment) => enrolment.event_name,
        Err(_) => "this event".to_owned(),
    }
}

/// As the screens tell it.
fn outcome(result: ScanResult, event_name: &str) -> Outcome {
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
        // Asked for with `confirmed`, or told with its sheet: this is the answer of no scan that gets
        // here, and nothing was stored.
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

impl Admitted<'_> {
    pub(crate) fn scan_text(&self, request: ScanText) -> Result<Decision, Problem> {
        let code = CodeRead {
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

    /// Stores the scan for the enrolment that the attendee was asked for, whatever is chosen by now.
    pub(crate) fn share(&self, request: Share) -> Result<Decision, Problem> {
        let core = self.core();
        let booth = core.booth()?;
        let since = Instant::now();
        let sheet: Sheet = core.desk().take(request.sheet, core.moment())?;
        let fields: FieldSet = request.fields.into_iter().collect();
        let operator = operator(&booth);
        let result = booth.scan(
            sheet.device,
            &ScanInput {
                text: &sheet.text,
                method: sheet.method,
                operator: &operator,
                fields: Some(fields),
                confirmed: true,
            },
        );
        let outcome = outcome(result, &event_name(&booth, sheet.device));
        let code = CodeRead {
            text: &sheet.text,
            method: sheet.method,
            since,
            corners: None,
        };
        let decision = core.decision(&code, sheet.device, outcome);
        let can_be_given_again = match &decision.outcome {
            Outcome::NotSaved { .. } => true,
            Outcome::Refused { reason } => reason.code == "nothing_to_share",
            _ => false,
        };
        if can_be_given_again {
            core.desk().lay_back(sheet);
        }
        Ok(decision)
    }

    pub(crate) fn decline(&self, request: Decline) -> Result<Done, Problem> {
        let core = self.core();
        // One that is gone already was not answered either.
        let _ = core.desk().take(request.sheet, core.moment());
        Ok(Done {})
    }
}
