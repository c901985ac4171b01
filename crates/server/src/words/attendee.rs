/// What the attendee’s pages say.
pub struct AttendeeWords {}
