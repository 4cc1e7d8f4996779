//! See `newsloom_fuzz::extract`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| newsloom_fuzz::extract(bytes));
