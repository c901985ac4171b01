//! Scanning: from a code that was read to a record on the disk.

use std::cell::Cell;

use badge::EventBadgeKey;
use protocol::{
    Body, ConsentGiven, ConsentMode, DeviceId, DeviceStatus, FieldSet, ReadMethod, Scan, ScanId,
};
use store::{Appended, ListedScan, SealedName, StoreError};

use crate::booth::Booth;
use crate::clock::random;
use crate::error::BoothError;
use crate::reading::{CodeRead, Refusal, Rules, read_code};
use crate::result::{AlreadyScanned, Checked, Confirmation, Saved, ScanResult};

/// A code that was read, and the circumstances of the scan.
#[derive(Clone, Copy)]
pub struct ScanInput<'a> {
    /// The bytes that a camera read or that were typed.
    pub text: &'a [u8],
    /// How it was read. What came through a keyboard is read with more tolerance.
    pub method: ReadMethod,
    /// The operator's name; may be empty.
    pub operator: &'a str,
    /// The fields that the attendee shares, less those that the event does not allow. `None` for all that it
    /// allows.
    pub fields: Option<FieldSet>,
    /// Whether the attendee has confirmed.
    pub confirmed: bool,
}

impl Booth {
    /// Scans a code for one enrolment. [`ScanResult::Saved`] says that it is on the disk; in every
    /// other case nothing was stored.
    #[must_use]
    pub fn scan(&self, device: DeviceId, input: &ScanInput<'_>) -> ScanResult {
        let result = match self.try_scan(device, input) {
            Ok(result) => result,
            Err(BoothError::Store(StoreError::Revoked { .. })) => {
                ScanResult::Refused(Refusal::DeviceRevoked)
            }
            Err(BoothError::Store(StoreError::Expired { .. })) => {
                let clock = self.now();
                ScanResult::Refused(Refusal::EnrolmentExpired { clock })
            }
            Err(error) => ScanResult::NotSaved(error),
        };
        match &result {
            ScanResult::Saved(saved) => {
                tracing::debug!(scan = %saved.scan, "saved");
                self.new_record(device);
            }
            ScanResult::NotSaved(error) => tracing::error!(code = error.code(), "not saved"),
            other => tracing::debug!(result = other.code(), "nothing stored"),
        }
        result
    }

    fn try_scan(&self, device: DeviceId, input: &ScanInput<'_>) -> Result<ScanResult, BoothError> {
        let mut store = self.store()?;
        let enrolment = store.enrolment(device)?;
        let (DeviceStatus::Active, Some(key)) = (enrolment.status, enrolment.badge_key) else {
            return Ok(ScanResult::Refused(Refusal::DeviceRevoked));
        };
        let moment = self.moment();
        if moment.wall >= enrolment.expires {
            let clock = moment.wall;
            return Ok(ScanResult::Refused(Refusal::EnrolmentExpired { clock }));
        }

        let key = EventBadgeKey::new(key);
        let rules = Rules {
            key: &key,
            event: &enrolment.event,
            foreign_codes: enrolment.foreign_codes,
        };
        // A badge that can't be looked up must not be accepted.
        let lookup_failed = Cell::new(None);
        let read = read_code(&rules, input.method, input.text, |badge| {
            store
                .is_revoked_badge(device, *badge)
                .unwrap_or_else(|error| {
                    lookup_failed.set(Some(error));
                    true
                })
        });
        if let Some(error) = lookup_failed.take() {
            return Err(error.into());
        }
        let (code, name) = match read {
            Ok(CodeRead::Scannable { code, name }) => (code, name),
            Ok(CodeRead::DoNotScan { name }) => return Ok(ScanResult::DoNotScan { name }),
            Err(refusal) => return Ok(ScanResult::Refused(refusal)),
        };

        // An attendee who was scanned before is not asked again.
        if let Some(before) = store.find_scan(device, &code)? {
            return Ok(already(before, name));
        }
        let allowed = enrolment.allowed_fields;
        let fields = input.fields.map_or(allowed, |f| f.intersection(allowed));
        if fields.is_empty() {
            return Ok(ScanResult::Refused(Refusal::NothingToShare));
        }
        if enrolment.consent_mode == ConsentMode::Confirm && !input.confirmed {
            return Ok(ScanResult::NeedsConfirmation(Confirmation {
                name,
                sponsor_name: enrolment.sponsor_name,
                fields,
            }));
        }

        let scan = Scan {
            scan: ScanId::from_random(random()),
            code,
            method: input.method,
            notice: enrolment.notice.version,
            fields,
            given: if input.confirmed {
                ConsentGiven::Confirmed
            } else {
                ConsentGiven::Handover
            },
            operator: input.operator.to_owned(),
        };
        let checked = Checked::of(&scan.code);
        let shown = name.as_ref().map(|name| SealedName { name: name.clone() });
        let appended = store.append(device, moment, Body::Scan(scan), shown.as_ref())?;
        Ok(match appended {
            Appended::Saved { scan, .. } => ScanResult::Saved(Saved {
                scan,
                name,
                checked,
                fields,
            }),
            Appended::AlreadyScanned(before) => already(*before, name),
        })
    }
}

fn already(before: ListedScan, name: Option<String>) -> ScanResult {
    ScanResult::AlreadyScanned(AlreadyScanned {
        scan: before.scan,
        name: name.or(before.name),
        at: before.wall,
        operator: before.operator,
    })
}
