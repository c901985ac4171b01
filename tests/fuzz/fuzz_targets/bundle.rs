//! The fuzz target of `lanyard_tests::fuzzing::bundle`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| lanyard_tests::fuzzing::bundle(bytes));
