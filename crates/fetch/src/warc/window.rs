//! A source read through a window that can be looked into before bytes are taken.

use std::io::{self, BufRead, Read};

/// Bytes asked of a source at once.
const WINDOW_BYTES: usize = 64 << 10;

/// A source with what was read of it and not taken yet.
pub struct Window<S> {
    pub source: S,
    bytes: Box<[u8]>,
    start: usize,
    end: usize,
    /// Bytes taken, from the count it was made with.
    pub taken: u64,
}

impl<S: Read> Window<S> {
    pub fn new(source: S, taken: u64) -> Window<S> {
        let bytes = vec![0; WINDOW_BYTES].into_boxed_slice();
        Window { source, bytes, start: 0, end: 0, taken }
    }

    /// What comes next: at least `count` bytes (up to a few hundred), unless the source ends before.
    pub fn peek(&mut self, count: usize) -> io::Result<&[u8]> {
        let count = count.min(WINDOW_BYTES);
        if self.end - self.start < count {
            self.bytes.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
        }
        while self.end - self.start < count {
            match self.source.read(&mut self.bytes[self.end..])? {
                0 => break,
                read => self.end += read,
            }
        }
        Ok(&self.bytes[self.start..self.end])
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
