//! Which enrolment is scanned for, and the sheets that wait for an attendee's answer.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use protocol::{DeviceId, ReadMethod};
use ring::rand::{SecureRandom, SystemRandom};

use crate::moment::Moment;
use crate::problem::Problem;

/// Sheets that may wait at once. One attendee is asked at a time; the others are forgotten ones.
const SHEETS: usize = 8;
/// An attendee who has not answered by then has gone.
const SHEET_LASTS: Duration = Duration::from_secs(10 * 60);
/// Choices that are remembered. A frame is decided on within a fraction of a second.
const CHOICES: usize = 16;

#[derive(Default)]
pub(crate) struct Desk {
    /// The choices of an enrolment and when each was made, the newest last.
    choices: VecDeque<(Instant, Option<DeviceId>)>,
    sheets: VecDeque<Sheet>,
}

/// A badge whose holder was asked.
#[derive(Clone)]
pub(crate) struct Sheet {
    /// Names it to the screens; no other sheet of any run of the program is called that.
    pub(crate) id: u64,
    /// The enrolment that the attendee was asked for.
    pub(crate) device: DeviceId,
    /// What was read.
    pub(crate) text: Vec<u8>,
    /// How.
    pub(crate) method: ReadMethod,
    opened: Moment,
}

/// What is done about a badge whose holder is to be asked.
pub(crate) enum Asked {
    /// A new sheet.
    Opened(u64),
    /// The one that waits already.
    Waits(u64),
    /// Another enrolment has been chosen since the badge was seen.
    Late,
}

impl Desk {
    /// Makes this the enrolment that scans go to, and closes all sheets.
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

    /// The enrolment that scans went to at that moment: what was seen before a switch belongs to the
    /// enrolment that the screens showed then.
    pub(crate) fn chosen_at(&self, moment: Instant) -> Option<DeviceId> {
        self.choices
            .iter()
            .rev()
            .find(|(since, _)| *since <= moment)
            .and_then(|(_, device)| *device)
    }

    /// Opens a sheet.
    pub(crate) fn ask(
        &mut self,
        device: DeviceId,
        text: &[u8],
        method: ReadMethod,
        now: Moment,
    ) -> Asked {
        if self.chosen() != Some(device) {
            return Asked::Late;
        }
        self.sheets
            .retain(|sheet| sheet.opened.ago(now) < SHEET_LASTS);
        if let Some(sheet) = self.sheets.iter().find(|sheet| sheet.text == text) {
            return Asked::Waits(sheet.id);
        }
        if self.sheets.len() == SHEETS {
            self.sheets.pop_front();
        }
        let id = random_id();
        self.sheets.push_back(Sheet {
            id,
            device,
            text: text.to_vec(),
            method,
            opened: now,
        });
        Asked::Opened(id)
    }

    /// Takes a sheet away, so that it is answered once.
    pub(crate) fn take(&mut self, id: u64, now: Moment) -> Result<Sheet, Problem> {
        let place = self
            .sheets
            .iter()
            .position(|sheet| sheet.id == id && sheet.opened.ago(now) < SHEET_LASTS);
        place
            .and_then(|place| self.sheets.remove(place))
            .ok_or_else(|| {
                Problem::new(
                    "sheet_gone",
                    "This question was closed, and nothing was stored. Scan the badge again.",
                )
            })
    }

    /// Lays a sheet back whose answer could not be stored, so that it can be given again.
    pub(crate) fn lay_back(&mut self, sheet: Sheet) {
        if self.chosen() == Some(sheet.device) && self.sheets.len() < SHEETS {
            self.sheets.push_back(sheet);
        }
    }

    pub(crate) fn close_all(&mut self) {
        self.sheets.clear();
    }
}

/// Random, so that a page that is older than this run of the program holds no sheet of it; and a whole
/// number for JavaScript.
fn random_id() -> u64 {
    let mut bytes = [0; 8];
    SystemRandom::new()
        .fill(&mut bytes)
        .expect("the operating system gives random bytes");
    (u64::from_be_bytes(bytes) >> 11).max(1)
}
