//! The fuzz target of `lanyard_tests::fuzzing::sync_reply`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| lanyard_tests::fuzzing::sync_reply(bytes));
