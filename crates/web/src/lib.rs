//! The reader's site, feeds and pages.
