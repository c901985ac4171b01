//! What devices do to a backend: enrolling, syncing, handing in bundles; and who may call what.

mod arrival;
mod bundles;
mod chain;
mod enrolment;
mod http;
mod rules;
mod sync;
mod world;
