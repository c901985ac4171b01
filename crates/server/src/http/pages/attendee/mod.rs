//! The attendee's pages.
