//! A mail server on the loopback: takes mail, or does what real ones do when they do not.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What the server does with the next mail, instead of taking it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Takes it.
    Take,
    /// Hangs up before its greeting.
    HangUp,
    /// Says this about the receiver.
    Receiver(&'static str),
    /// Takes all of it and goes away without a word.
    DropAtTheEnd,
    /// Takes all of it and stays silent until the other side goes away.
    Silence,
}

/// A mail as it came.
#[derive(Clone, Debug)]
pub struct Came {
    pub to: String,
    pub text: String,
}

pub struct MailServer {
    pub address: SocketAddr,
    pub mails: Receiver<Came>,
    acts: Arc<Mutex<VecDeque<Act>>>,
}

impl MailServer {
    pub fn start() -> MailServer {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let acts: Arc<Mutex<VecDeque<Act>>> = Arc::default();
        let (sender, mails) = channel();
        let theirs = acts.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (acts, sender) = (theirs.clone(), sender.clone());
                std::thread::spawn(move || converse(stream.unwrap(), &acts, &sender));
            }
        });
        MailServer { address, mails, acts }
    }

    /// Does these with the mails that come next.
    pub fn will(&self, acts: &[Act]) {
        self.acts.lock().unwrap().extend(acts);
    }

    /// The next mail, which must come soon.
    #[track_caller]
    pub fn next(&self) -> Came {
        self.mails.recv_timeout(Duration::from_secs(60)).expect("a mail")
    }

    #[track_caller]
    pub fn nothing_came(&self) {
        assert!(self.mails.try_recv().is_err(), "a mail that must not be");
    }
}

impl Came {
    /// A header in one line; its value must be there.
    #[track_caller]
    pub fn header(&self, name: &str) -> String {
        let head = self.text.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ");
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        let found = lines.find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.unwrap_or_else(|| panic!("no {name} in {head}")).1.to_owned()
    }

    /// The part of this media type, decoded.
    #[track_caller]
    pub fn part(&self, kind: &str) -> String {
        let boundary = self.header("content-type");
        let boundary = boundary.split("boundary=\"").nth(1).unwrap().split('"').next().unwrap();
        let mark = format!("--{boundary}");
        let mut parts = self.text.split(&mark).skip(1);
        let part = parts.find(|part| part.contains(&format!("Content-Type: {kind}"))).unwrap();
        let (head, body) = part.split_once("\r\n\r\n").unwrap();
        match head.contains("quoted-printable") {
            true => decoded(body),
            false => body.to_owned(),
        }
    }
}

/// Decodes quoted-printable (RFC 2045, section 6.7).
fn decoded(text: &str) -> String {
    let text = text.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'=' => {
                let hex = [rest.next().unwrap(), rest.next().unwrap()];
                let hex = std::str::from_utf8(&hex).unwrap().to_owned();
                bytes.push(u8::from_str_radix(&hex, 16).unwrap());
            }
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// Takes the next act if it is one for this moment.
fn act(acts: &Mutex<VecDeque<Act>>, fits: impl Fn(Act) -> bool) -> Option<Act> {
    let mut acts = acts.lock().unwrap();
    let is_now = acts.front().copied().is_some_and(fits);
    is_now.then(|| acts.pop_front()).flatten()
}

fn converse(stream: TcpStream, acts: &Mutex<VecDeque<Act>>, mails: &Sender<Came>) -> Option<()> {
    if act(acts, |act| act == Act::HangUp).is_some() {
        return None;
    }
    let mut reader = BufReader::new(stream);
    let say = |reader: &mut BufReader<TcpStream>, line: &str| {
        reader.get_mut().write_all(format!("{line}\r\n").as_bytes()).ok()
    };
    say(&mut reader, "220 loopback ESMTP")?;
    let mut to = String::new();
    loop {
        let line = read_line(&mut reader)?;
        let command = line.split([' ', ':']).next()?.to_ascii_uppercase();
        match command.as_str() {
            "EHLO" => say(&mut reader, "250-loopback greets you\r\n250 8BITMIME")?,
            "RCPT" => {
                to = line.split(['<', '>']).nth(1)?.to_owned();
                match act(acts, |act| matches!(act, Act::Receiver(_))) {
                    Some(Act::Receiver(answer)) => say(&mut reader, answer)?,
                    _ => say(&mut reader, "250 fine")?,
                }
            }
            "DATA" => {
                say(&mut reader, "354 go on")?;
                let text = read_text(&mut reader)?;
                mails.send(Came { to: to.clone(), text }).ok()?;
                match act(acts, |_| true) {
                    Some(Act::DropAtTheEnd) => return None,
                    Some(Act::Silence) => while read_line(&mut reader).is_some() {},
                    _ => say(&mut reader, "250 taken")?,
                }
            }
            "QUIT" => return say(&mut reader, "221 bye"),
            _ => say(&mut reader, "250 fine")?,
        }
    }
}

fn read_line(reader: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    let read = reader.read_line(&mut line).ok()?;
    (read > 0).then(|| line.trim_end().to_owned())
}

/// All lines up to the dot, with the dots taken off that were put on for the way.
fn read_text(reader: &mut BufReader<TcpStream>) -> Option<String> {
    let mut text = String::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line == ".\r\n" {
            return Some(text);
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}
