//! Values one behind the other, each with its length, and at the end a checksum.

use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

/// Why a snapshot is of no use.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// Of another version, or made with other thresholds, another scorer or another registry.
    #[error("it was made by another version or with other settings")]
    OtherMaker,
    /// Cut short, or changed since it was written.
    #[error("it is damaged")]
    Damaged,
    /// The file system says no.
    #[error("it cannot be read: {0}")]
    Io(io::Error),
}

impl From<io::Error> for Unreadable {
    fn from(cause: io::Error) -> Unreadable {
        match cause.kind() {
            io::ErrorKind::UnexpectedEof => Unreadable::Damaged,
            _ => Unreadable::Io(cause),
        }
    }
}

impl From<postcard::Error> for Unreadable {
    fn from(_: postcard::Error) -> Unreadable {
        Unreadable::Damaged
    }
}

/// Frames on their way out.
pub struct Writing<W> {
    to: W,
    checksum: crc32fast::Hasher,
    frame: Vec<u8>,
}

impl<W: Write> Writing<W> {
    pub fn new(to: W) -> Writing<W> {
        Writing { to, checksum: crc32fast::Hasher::new(), frame: Vec::new() }
    }

    pub fn put(&mut self, value: &impl Serialize) -> io::Result<()> {
        let mut frame = std::mem::take(&mut self.frame);
        frame.clear();
        frame.extend([0; 4]);
        self.frame = postcard::to_extend(value, frame).map_err(io::Error::other)?;
        let length = u32::try_from(self.frame.len() - 4).map_err(io::Error::other)?;
        self.frame[..4].copy_from_slice(&length.to_le_bytes());
        self.checksum.update(&self.frame);
        self.to.write_all(&self.frame)
    }

    /// Their number, then each in a frame of its own.
    pub fn put_all<T: Serialize>(
        &mut self,
        values: impl ExactSizeIterator<Item = T>,
    ) -> io::Result<()> {
        self.put(&(values.len() as u64))?;
        values.into_iter().try_for_each(|value| self.put(&value))
    }

    pub fn end(mut self) -> io::Result<()> {
        self.to.write_all(&self.checksum.finalize().to_le_bytes())?;
        self.to.flush()
    }
}

/// Frames on their way in.
pub struct Reading<R> {
    from: R,
    checksum: crc32fast::Hasher,
    frame: Vec<u8>,
}

impl<R: Read> Reading<R> {
    pub fn new(from: R) -> Reading<R> {
        Reading { from, checksum: crc32fast::Hasher::new(), frame: Vec::new() }
    }

    pub fn take<T: for<'a> Deserialize<'a>>(&mut self) -> Result<T, Unreadable> {
        let mut length = [0; 4];
        self.from.read_exact(&mut length)?;
        self.checksum.update(&length);
        let length = u32::from_le_bytes(length);
        self.frame.clear();
        // Not made ready for beforehand: a damaged length must not ask for all the memory.
        self.from.by_ref().take(u64::from(length)).read_to_end(&mut self.frame)?;
        if self.frame.len() != length as usize {
            return Err(Unreadable::Damaged);
        }
        self.checksum.update(&self.frame);
        Ok(postcard::from_bytes(&self.frame)?)
    }

    pub fn take_all<T, C>(&mut self) -> Result<C, Unreadable>
    where
        T: for<'a> Deserialize<'a>,
        C: FromIterator<T>,
    {
        let count: u64 = self.take()?;
        (0..count).map(|_| self.take()).collect()
    }

    pub fn end(mut self) -> Result<(), Unreadable> {
        let mut checksum = [0; 4];
        self.from.read_exact(&mut checksum)?;
        let is_whole = u32::from_le_bytes(checksum) == self.checksum.finalize();
        let is_end = self.from.read(&mut [0])? == 0;
        if is_whole && is_end { Ok(()) } else { Err(Unreadable::Damaged) }
    }
}
