#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| lanyard_tests::fuzzing::consent_receipt(bytes));
