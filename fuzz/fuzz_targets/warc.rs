//! Web archives: whatever comes in, reading ends, and places only grow.

#![no_main]

use fetch::warc::{Archive, Place};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut archive = Archive::new(data, Place::default()).expect("memory does not fail");
    let mut last = Place::default();
    while let Some(step) = archive.next().expect("memory does not fail") {
        assert!(step.begin >= last && step.next >= step.begin, "{step:?} after {last:?}");
        last = step.next;
    }
});
