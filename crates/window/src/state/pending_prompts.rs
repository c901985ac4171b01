//! The consent prompts that wait for an attendee's answer, and the enrolment that is scanned for.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use protocol::{DeviceId, ReadMethod};
use ring::rand::{SecureRandom, SystemRandom};

use crate::problem::Problem;
use crate::state::dual_clock::DualInstant;

/// Prompts that may wait at once. One attendee is asked at a time; the others were left unanswered.
const PROMPTS: usize = 8;
/// An attendee who has not answered by then has left.
const PROMPT_LIFETIME: Duration = Duration::from_secs(10 * 60);
/// Past choices of an enrolment that are remembered. A frame is decided on within a fraction of a second.
const CHOICES: usize = 16;

/// The waiting prompts and the recent choices of an enrolment. They are kept together, because choosing
/// another enrolment closes all prompts.
#[derive(Default)]
pub(crate) struct PendingPrompts {
    /// The choices of an enrolment and when each was made, the newest last.
    choices: VecDeque<(Instant, Option<DeviceId>)>,
    prompts: VecDeque<Prompt>,
}

/// A badge whose attendee was asked for consent. The screens call it a sheet.
#[derive(Clone)]
pub(crate) struct Prompt {
    /// Names the prompt to the screens. No other prompt of any run of the program has the same id.
    pub(crate) id: u64,
    /// The enrolment that the attendee was asked for.
    pub(crate) device: DeviceId,
    pub(crate) text: Vec<u8>,
    pub(crate) method: ReadMethod,
    opened: DualInstant,
}

/// What became of a request for a prompt.
pub(crate) enum PromptOutcome {
    Opened(u64),
    /// A prompt for the same code waits already.
    AlreadyOpen(u64),
    /// Another enrolment was chosen since the code was read.
    EnrolmentChanged,
}

impl PendingPrompts {
    /// Makes this the enrolment that scans go to, and closes all prompts.
    pub(crate) fn choose(&mut self, device: Option<DeviceId>) {
        self.close_all();
        if self.choices.len() == CHOICES {
            self.choices.pop_front();
        }
        self.choices.push_back((Instant::now(), device));
    }

    /// The enrolment that scans go to.
    pub(crate) fn chosen(&self) -> Option<DeviceId> {
        self.choices.back().and_then(|(_, device)| *device)
    }

    /// The enrolment that scans went to at that moment: a code that was read before a switch belongs to
    /// the enrolment that the screens showed then.
    pub(crate) fn chosen_at(&self, moment: Instant) -> Option<DeviceId> {
        self.choices
            .iter()
            .rev()
            .find(|(since, _)| *since <= moment)
            .and_then(|(_, device)| *device)
    }

    /// Opens a prompt.
    pub(crate) fn ask(
        &mut self,
        device: DeviceId,
        text: &[u8],
        method: ReadMethod,
        now: DualInstant,
    ) -> PromptOutcome {
        if self.chosen() != Some(device) {
            return PromptOutcome::EnrolmentChanged;
        }
        self.prompts
            .retain(|prompt| prompt.opened.elapsed(now) < PROMPT_LIFETIME);
        if let Some(prompt) = self.prompts.iter().find(|prompt| prompt.text == text) {
            return PromptOutcome::AlreadyOpen(prompt.id);
        }
        if self.prompts.len() == PROMPTS {
            self.prompts.pop_front();
        }
        let id = random_id();
        self.prompts.push_back(Prompt {
            id,
            device,
            text: text.to_vec(),
            method,
            opened: now,
        });
        PromptOutcome::Opened(id)
    }

    /// Removes a prompt, so that it is answered once.
    pub(crate) fn take(&mut self, id: u64, now: DualInstant) -> Result<Prompt, Problem> {
        let place = self
            .prompts
            .iter()
            .position(|prompt| prompt.id == id && prompt.opened.elapsed(now) < PROMPT_LIFETIME);
        place
            .and_then(|place| self.prompts.remove(place))
            .ok_or_else(|| {
                Problem::new(
                    "sheet_gone",
                    "This question was closed, and nothing was stored. Scan the badge again.",
                )
            })
    }

    /// Puts back a prompt whose answer could not be stored, so that it can be answered again.
    pub(crate) fn put_back(&mut self, prompt: Prompt) {
        if self.chosen() == Some(prompt.device) && self.prompts.len() < PROMPTS {
            self.prompts.push_back(prompt);
        }
    }

    pub(crate) fn close_all(&mut self) {
        self.prompts.clear();
    }
}

/// A random id, so that a page that is older than this run of the program knows none of its prompts. It
/// is small enough to be a whole number in JavaScript.
fn random_id() -> u64 {
    let mut bytes = [0; 8];
    SystemRandom::new()
        .fill(&mut bytes)
        .expect("the operating system gives random bytes");
    (u64::from_be_bytes(bytes) >> 11).max(1)
}
