//! A source read through a window that can be looked into before bytes are taken.

use std::io::{self, BufRead, Read};

/// Bytes asked of a source at once, unless more are wanted.
const WINDOW_BYTES: usize = 64 << 10;

/// Bytes that may be moved to the front without a thought, so that the next reading is a large one.
const FEW_BYTES: usize = 1 << 10;

/// A source with what was read of it and not taken yet.
pub struct Window<S> {
    pub source: S,
    bytes: Vec<u8>,
    start: usize,
    end: usize,
    /// Bytes taken, from the count it was made with.
    pub taken: u64,
}

impl<S: Read> Window<S> {
    pub fn new(source: S, taken: u64) -> Window<S> {
        Window { source, bytes: vec![0; WINDOW_BYTES], start: 0, end: 0, taken }
    }

    /// What comes next: at least `count` bytes, unless the source ends before. The window grows as
    /// they come.
    pub fn peek(&mut self, count: usize) -> io::Result<&[u8]> {
        while self.end - self.start < count {
            self.make_room(count);
            // As much at once as is wanted: unpacking copies what it may refer back to at the end of each.
            let room = (self.start + count).max(self.end + WINDOW_BYTES).min(self.bytes.len());
            match self.source.read(&mut self.bytes[self.end..room])? {
                0 => break,
                read => self.end += read,
            }
        }
        Ok(&self.bytes[self.start..self.end])
    }

    /// What was read and not taken.
    pub fn seen(&self) -> &[u8] {
        &self.bytes[self.start..self.end]
    }

    /// Makes room to read on. What is kept is moved only when more than that was taken, else the window
    /// grows: so no byte is moved often, however much is looked at and however little taken.
    fn make_room(&mut self, count: usize) {
        let kept = self.end - self.start;
        if kept <= FEW_BYTES || (self.end == self.bytes.len() && self.start >= kept) {
            self.bytes.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, kept);
        }
        if self.end == self.bytes.len() {
            let wanted = (self.start + count).saturating_sub(self.end);
            self.bytes.resize(self.end + wanted.min(self.end).max(WINDOW_BYTES), 0);
        }
    }

    /// Takes bytes that were seen.
    pub fn advance(&mut self, count: usize) {
        let count = count.min(self.end - self.start);
        self.start += count;
        self.taken += count as u64;
    }

    /// Gives taken bytes back, at most to where `taken` was and as far as they are still here.
    pub fn rewind(&mut self, taken: u64) {
        let wanted = usize::try_from(self.taken.saturating_sub(taken)).unwrap_or(usize::MAX);
        let back = wanted.min(self.start);
        self.start -= back;
        self.taken -= back as u64;
    }

    /// Forgets what was read and not taken.
    pub fn clear(&mut self) {
        (self.start, self.end) = (0, 0);
    }
}

impl<S: Read> Read for Window<S> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let seen = self.peek(1)?;
        let count = seen.len().min(into.len());
        into[..count].copy_from_slice(&seen[..count]);
        self.advance(count);
        Ok(count)
    }
}

impl<S: Read> BufRead for Window<S> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.peek(1)
    }

    fn consume(&mut self, count: usize) {
        self.advance(count);
    }
}
