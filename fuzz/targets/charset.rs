//! See `newsloom_fuzz::charset`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| newsloom_fuzz::charset(bytes));
