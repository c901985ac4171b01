//! What each command does: a method of [`Admitted`](crate::dispatch::Admitted) for each row of the table
//! of commands, in a file for each subject.

mod camera;
mod device;
mod enrolments;
mod lock;
mod scan_detail;
mod scan_list;
mod scanning;
mod settings;
mod sync;
