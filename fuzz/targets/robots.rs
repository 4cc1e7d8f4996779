//! See `newsloom_fuzz::robots`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| newsloom_fuzz::robots(bytes));
