//! See `newsloom_fuzz::warc`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| newsloom_fuzz::warc(bytes));
