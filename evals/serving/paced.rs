//! Asks for one page at an even pace and prints how long answers took, counted from when each request was due: who
//! has to wait for an earlier answer waits too. Needs nothing but `rustc -O`; `scripts/serving-speed` builds it.
//!
//! Usage: paced HOST:PORT PATH REQUESTS-PER-SECOND SECONDS

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Connections that are kept open, as of so many readers at once.
const CONNECTIONS: u32 = 32;

fn main() {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let [host, path, rate, seconds] = &given[..] else {
        eprintln!("usage: paced HOST:PORT PATH REQUESTS-PER-SECOND SECONDS");
        std::process::exit(2);
    };
    let (rate, seconds): (f64, f64) = match (rate.parse(), seconds.parse()) {
        (Ok(rate), Ok(seconds)) => (rate, seconds),
        _ => {
            eprintln!("paced: the rate and the seconds are numbers");
            std::process::exit(2);
        }
    };
    let start = Instant::now() + Duration::from_millis(200);
    let readers = (0..CONNECTIONS).map(|number| {
        let (host, path) = (host.clone(), path.clone());
        std::thread::spawn(move || read(&host, &path, number, rate, seconds, start))
    });
    let readers: Vec<_> = readers.collect();
    let mut waits: Vec<Duration> = Vec::new();
    for reader in readers {
        match reader.join() {
            Ok(Ok(some)) => waits.extend(some),
            Ok(Err(error)) => eprintln!("paced: {host}: {error}"),
            Err(_) => eprintln!("paced: {host}: a reader died"),
        }
    }
    waits.sort();
    let at = |part: f64| {
        let place = ((waits.len() as f64 * part) as usize).min(waits.len().saturating_sub(1));
        waits.get(place).map_or(f64::NAN, |wait| wait.as_secs_f64() * 1000.0)
    };
    let got = waits.len() as f64 / seconds;
    let (p50, p99, most) = (at(0.5), at(0.99), at(1.0));
    println!("    paced at {rate:.0}/s, answered {got:.0}/s: p50 {p50:.2} ms, p99 {p99:.2} ms, most {most:.2} ms");
}

/// One reader's requests, each when it is due.
fn read(
    host: &str,
    path: &str,
    number: u32,
    rate: f64,
    seconds: f64,
    start: Instant,
) -> std::io::Result<Vec<Duration>> {
    let mut connection = BufReader::with_capacity(1 << 17, TcpStream::connect(host)?);
    connection.get_ref().set_nodelay(true)?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\n\r\n");
    let mut waits = Vec::new();
    let mut body = vec![0; 1 << 20];
    for turn in 0.. {
        let due = (f64::from(number) + f64::from(turn) * f64::from(CONNECTIONS)) / rate;
        if due > seconds {
            break;
        }
        let due = start + Duration::from_secs_f64(due);
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        connection.get_mut().write_all(request.as_bytes())?;
        let length = head(&mut connection)?;
        connection.read_exact(&mut body[..length])?;
        waits.push(due.elapsed());
    }
    Ok(waits)
}

/// Reads the head of an answer; gives the length of its body.
fn head(connection: &mut BufReader<TcpStream>) -> std::io::Result<usize> {
    let wrong = |what: &str| std::io::Error::other(what.to_owned());
    let mut length = None;
    let mut line = String::new();
    loop {
        let is_first = line.is_empty();
        line.clear();
        connection.read_line(&mut line)?;
        if is_first && !line.starts_with("HTTP/1.1 200") {
            return Err(wrong(line.trim_end()));
        }
        if line == "\r\n" {
            return length.ok_or_else(|| wrong("an answer without its length"));
        }
        let lower = line.to_ascii_lowercase();
        if let Some(value) = lower.strip_prefix("content-length:") {
            length = value.trim().parse().ok();
        }
        if line.is_empty() {
            return Err(wrong("the connection ended"));
        }
    }
}
