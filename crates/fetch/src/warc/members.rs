//! The bytes of an archive, unpacked, with the places at which reading can go on.

use super::window::Window;
use super::{Fault, Place};
use flate2::bufread::GzDecoder;
use std::io::{self, Read};

/// Unpacked bytes that may come of any file, and more for each byte of it: pages shrink to a tenth,
/// the most repetitive to a fiftieth; gzip's worst is a thousandth.
const FREE_BYTES: u64 = 64 << 20;
const MOST_RATIO: u64 = 50;

/// Times that damage is searched for a member that its data seemed to include: bounds the work that a
/// file made for it can cause.
const MOST_REWINDS: u32 = 10_000;

/// How a gzip member begins (RFC 1952; deflate is the only method there is).
const GZIP: &[u8] = &[0x1f, 0x8b, 8];

/// Where the unpacked bytes come from.
enum Layer<R: Read> {
    Plain(Window<R>),
    Gzip(Box<GzDecoder<Window<R>>>),
    /// In a packed file, between two members.
    Between(Window<R>),
    /// Only while one becomes the other.
    Taken,
}

impl<R: Read> Layer<R> {
    fn file(&self) -> Option<&Window<R>> {
        match self {
            Layer::Plain(file) | Layer::Between(file) => Some(file),
            Layer::Gzip(decoder) => Some(decoder.get_ref()),
            Layer::Taken => None,
        }
    }
}

impl<R: Read> Read for Layer<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Layer::Plain(file) => file.read(into),
            Layer::Gzip(decoder) => decoder.read(into),
            Layer::Between(_) | Layer::Taken => Ok(0),
        }
    }
}

/// Where a record begins, or what stands there instead of one.
pub struct Begin {
    pub place: Place,
    pub fault: Option<Fault>,
}

/// An archive's bytes: all of a plain file as one member, or gzip members one after the other.
pub struct Members<R: Read> {
    unpacked: Window<Layer<R>>,
    is_gzip: bool,
    /// Where in the file this member begins.
    member: u64,
    /// Why this member ended before its time.
    fault: Option<Fault>,
    started_at: u64,
    /// Bytes unpacked so far, of the members and of what was packed in them.
    spent: u64,
    rewinds: u32,
}

impl<R: Read> Members<R> {
    /// Reads on from a place; `source` stands at its member.
    pub fn new(source: R, from: Place) -> io::Result<Members<R>> {
        let mut file = Window::new(source, from.member);
        let is_gzip = file.peek(2)?.starts_with(&GZIP[..2]);
        let layer = if is_gzip { Layer::Between(file) } else { Layer::Plain(file) };
        let mut members = Members {
            unpacked: Window::new(layer, 0),
            is_gzip,
            member: from.member,
            fault: None,
            started_at: from.member,
            spent: 0,
            rewinds: 0,
        };
        if is_gzip {
            members.next_member()?;
        }
        members.skip(from.inside)?;
        Ok(members)
    }

    /// Goes to the next record: over empty lines, and into the next member at the end of one.
    pub fn begin(&mut self) -> io::Result<Option<Begin>> {
        loop {
            let place = self.place();
            let seen = self.peek(1)?;
            let blank = seen.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            if blank > 0 {
                self.take(blank);
            } else if !seen.is_empty() {
                return Ok(Some(Begin { place, fault: None }));
            } else if let Some(fault) = self.fault {
                self.next_member()?;
                return Ok(Some(Begin { place, fault: Some(fault) }));
            } else if !self.next_member()? {
                return Ok(None);
            }
        }
    }

    /// Where we are.
    pub fn place(&self) -> Place {
        let inside = self.unpacked.taken;
        match self.is_gzip {
            true => Place { member: self.member, inside },
            false => Place { member: self.member + inside, inside: 0 },
        }
    }

    /// Bytes of the file taken so far.
    pub fn taken_bytes(&self) -> u64 {
        self.unpacked.source.file().map_or(self.member, |file| file.taken)
    }

    /// What comes next in this member: at least `count` bytes, unless it ends before or is damaged there.
    pub fn peek(&mut self, count: usize) -> io::Result<&[u8]> {
        let taken = self.unpacked.taken;
        if self.fault.is_none() {
            match self.unpacked.peek(count).map(<[u8]>::len) {
                Ok(seen) if self.is_bomb_at(taken + seen as u64) => self.fault = Some(Fault::Bomb),
                Ok(_) => {}
                Err(cause) => self.fault = Some(fault_of(cause)?),
            }
        }
        Ok(self.unpacked.seen())
    }

    /// What was read of this member and not taken.
    pub fn seen(&self) -> &[u8] {
        self.unpacked.seen()
    }

    /// Takes bytes that were seen.
    pub fn take(&mut self, count: usize) {
        self.unpacked.advance(count);
        // What stands before damage is of use to nobody, and must not count against other members.
        if self.is_gzip && self.fault.is_none() {
            self.spent += count as u64;
        }
    }

    /// Passes over bytes of this member; gives how many there were.
    pub fn skip(&mut self, count: u64) -> io::Result<u64> {
        let mut left = count;
        while left > 0 {
            let seen = self.peek(1)?.len();
            if seen == 0 {
                break;
            }
            let step = usize::try_from(left).unwrap_or(usize::MAX).min(seen);
            self.take(step);
            left -= step as u64;
        }
        Ok(count - left)
    }

    /// What is wrong with a record that this member does not hold to its end.
    pub fn cut_off(&self) -> Fault {
        self.fault.unwrap_or(Fault::CutOff)
    }

    /// Whether the end of what can be read is one that was written as such: that of a sound gzip member.
    pub fn ends_soundly(&self) -> bool {
        self.is_gzip && self.fault.is_none()
    }

    /// Ends a member at its damage, so that the next place is behind it.
    pub fn leave_damage(&mut self) -> io::Result<()> {
        if self.fault.is_some() && self.seen().is_empty() {
            self.next_member()?;
        }
        Ok(())
    }

    /// How many bytes more may be unpacked before the file counts as a bomb.
    pub fn allowance(&self) -> u64 {
        let read = self.taken_bytes().saturating_sub(self.started_at);
        (FREE_BYTES + MOST_RATIO * read).saturating_sub(self.spent)
    }

    /// Counts bytes that were unpacked from what a member holds.
    pub fn spend(&mut self, bytes: u64) {
        self.spent += bytes;
    }

    fn is_bomb_at(&self, inside: u64) -> bool {
        let seen = inside.saturating_sub(self.unpacked.taken);
        self.is_gzip && seen > self.allowance()
    }

    /// Goes to the next gzip member, over what lies between; false at the end of the file.
    fn next_member(&mut self) -> io::Result<bool> {
        if !self.is_gzip {
            return Ok(false);
        }
        let is_damaged = self.fault.take() == Some(Fault::Gzip) && self.rewinds < MOST_REWINDS;
        self.unpacked.clear();
        self.unpacked.taken = 0;
        let mut file = match std::mem::replace(&mut self.unpacked.source, Layer::Taken) {
            Layer::Gzip(decoder) => decoder.into_inner(),
            Layer::Plain(file) | Layer::Between(file) => file,
            Layer::Taken => return Ok(false),
        };
        if is_damaged {
            // Damaged data often run on into the next member before they are seen to be wrong.
            self.rewinds += 1;
            file.rewind(self.member + 1);
        }
        let found = find_gzip(&mut file);
        self.member = file.taken;
        self.unpacked.source = match found {
            Ok(true) => Layer::Gzip(Box::new(GzDecoder::new(file))),
            _ => Layer::Between(file),
        };
        found
    }
}

/// What is wrong with the data, unless the source itself failed.
fn fault_of(cause: io::Error) -> io::Result<Fault> {
    match cause.kind() {
        io::ErrorKind::UnexpectedEof => Ok(Fault::CutOff),
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => Ok(Fault::Gzip),
        _ => Err(cause),
    }
}

/// Goes to the next bytes that may begin a member.
fn find_gzip(file: &mut Window<impl Read>) -> io::Result<bool> {
    loop {
        let seen = file.peek(GZIP.len())?;
        if seen.starts_with(GZIP) {
            return Ok(true);
        }
        if seen.len() < GZIP.len() {
            let rest = seen.len();
            file.advance(rest);
            return Ok(false);
        }
        let next = memchr::memchr(GZIP[0], &seen[1..]);
        let step = next.map_or(seen.len(), |at| at + 1);
        file.advance(step);
    }
}
