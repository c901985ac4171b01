//! Records about an earlier scan: notes, narrowings and voids. Nothing is overwritten.

use protocol::{Body, DeviceId, Narrow, Note, ScanId, Void};

use crate::answers::check_answers;
use crate::booth::Booth;
use crate::error::BoothError;

impl Booth {
    /// Adds a note to a scan, under the scan's own enrolment.
    ///
    /// # Errors
    /// [`BoothError::EmptyNote`], [`BoothError::UnknownScan`], [`BoothError::Answer`] where an answer
    /// does not fit the event's questions, and [`BoothError::Store`]. Nothing was written then.
    pub fn add_note(&self, note: Note) -> Result<(), BoothError> {
        let says_nothing = note.text.trim().is_empty()
            && note.rating.is_none()
            && note.tags.is_empty()
            && note.answers.is_empty();
        if says_nothing {
            return Err(BoothError::EmptyNote);
        }
        let device = self.enrolment_of(note.scan)?;
        let questions = self.store()?.enrolment(device)?.questions;
        check_answers(&questions, &note.answers).map_err(BoothError::Answer)?;
        self.record(device, Body::Note(note))
    }

    /// Removes fields from a scan at the attendee's wish.
    ///
    /// # Errors
    /// [`BoothError::UnknownScan`] and [`BoothError::Store`]. Nothing was written then.
    pub fn narrow(&self, narrow: Narrow) -> Result<(), BoothError> {
        let device = self.enrolment_of(narrow.scan)?;
        self.record(device, Body::Narrow(narrow))
    }

    /// Voids a scan.
    ///
    /// # Errors
    /// [`BoothError::UnknownScan`] and [`BoothError::Store`]. Nothing was written then.
    pub fn void(&self, void: Void) -> Result<(), BoothError> {
        let device = self.enrolment_of(void.scan)?;
        self.record(device, Body::Void(void))
    }

    /// The enrolment that a scan was made under. Records about the scan belong to it too, even if another
    /// one is chosen now.
    ///
    /// # Errors
    /// [`BoothError::UnknownScan`] and [`BoothError::Store`].
    pub fn enrolment_of(&self, scan: ScanId) -> Result<DeviceId, BoothError> {
        Ok(self.scan_detail(scan)?.listed.device)
    }

    fn record(&self, device: DeviceId, body: Body) -> Result<(), BoothError> {
        let moment = self.moment();
        self.store()?.append(device, moment, body, None)?;
        self.new_record(device);
        Ok(())
    }
}
