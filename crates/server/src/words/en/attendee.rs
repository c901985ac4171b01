use crate::words::AttendeeWords;

pub(super) const ATTENDEE: AttendeeWords = AttendeeWords {};
