//! See `newsloom_fuzz::dates`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| newsloom_fuzz::dates(bytes));
