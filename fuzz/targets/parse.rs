//! See `newsloom_fuzz::parse`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| newsloom_fuzz::parse(bytes));
