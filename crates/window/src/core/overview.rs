//! The overview: the state of the device, for screens that may be locked.

use booth::{Booth, EndOfDay, EnrolmentStatus, Failure};
use protocol::UnixMillis;

use crate::api::{EndOfDayView, EnrolmentState, EnrolmentView, Network, Overview, SyncView};
use crate::core::Core;
use crate::problem::Problem;

impl Core {
    pub(crate) fn overview(&self) -> Overview {
        let (enrolments, operator, fault) = match self.booth().and_then(|booth| self.read(&booth)) {
            Ok((enrolments, operator)) => (enrolments, operator, None),
            Err(problem) => (Vec::new(), None, Some(problem)),
        };
        Overview {
            lock: self.lock_policy().state(),
            has_pin: self.pin.is_set(),
            operator,
            enrolments,
            preferences: self.preferences(),
            camera: self.viewfinder.state(),
            fault,
        }
    }

    fn read(&self, booth: &Booth) -> Result<(Vec<EnrolmentView>, Option<String>), Problem> {
        let enrolments = booth.status()?;
        let operator = booth.operator()?;
        let chosen = self.prompts().chosen();
        let views = enrolments
            .into_iter()
            .map(|status| {
                let is_chosen = chosen == Some(status.enrolment.device);
                enrolment_view(status, is_chosen, booth.now())
            })
            .collect();
        Ok((views, operator))
    }
}

pub(crate) fn enrolment_view(
    status: EnrolmentStatus,
    chosen: bool,
    now: UnixMillis,
) -> EnrolmentView {
    let state = if status.is_revoked() {
        EnrolmentState::Revoked
    } else if now >= status.enrolment.expires {
        EnrolmentState::Expired
    } else {
        EnrolmentState::Active
    };
    let sync = sync_view(&status);
    let enrolment = status.enrolment;
    let scheme = enrolment.server.find("://").map_or(0, |at| at + 3);
    EnrolmentView {
        device: enrolment.device,
        event: enrolment.event,
        event_name: enrolment.event_name,
        sponsor_name: enrolment.sponsor_name,
        server: enrolment.server[scheme..].to_owned(),
        consent_mode: enrolment.consent_mode,
        state,
        expires: enrolment.expires,
        chosen,
        sync,
    }
}

fn sync_view(status: &EnrolmentStatus) -> SyncView {
    let counts = status.counts;
    SyncView {
        waiting: counts.pending,
        accepted: counts.acknowledged,
        quarantined: counts.quarantined,
        scans: counts.scans,
        voided: counts.voided,
        network: match status.sync.last_failure {
            Some(Failure::Connection) => Network::Offline,
            Some(failure) => Network::Trouble {
                code: failure.code().to_owned(),
            },
            None if status.answered => Network::Online,
            None => Network::Untried,
        },
        fault: status.fault.clone().map(Problem::from),
        end_of_day: match status.end_of_day {
            EndOfDay::NothingRecorded => EndOfDayView::Nothing,
            EndOfDay::AllHeld { .. } => EndOfDayView::AllHeld,
            EndOfDay::Waiting { uncovered } => EndOfDayView::Waiting { uncovered },
            EndOfDay::Diverged => EndOfDayView::Diverged,
        },
    }
}
