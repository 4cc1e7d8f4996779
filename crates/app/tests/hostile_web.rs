//! A web of hostile servers: the healthy feeds are polled on time throughout, and `doctor` says in one
//! line what is wrong with each of the others.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const HEALTHY: [&str; 3] = ["well-1.example", "well-2.example", "well-3.example"];

/// Each hostile host, and what `doctor` must say of it.
const HOSTILE: [(&str, &str); 14] = [
    ("loris-1.example", "no complete answer within 2 seconds"),
    ("loris-2.example", "no complete answer within 2 seconds"),
    ("loris-3.example", "no complete answer within 2 seconds"),
    ("loris-4.example", "no complete answer within 2 seconds"),
    ("silent.example", "nothing came for 1 seconds"),
    ("endless.example", "larger than 5000000 bytes"),
    ("inside.example", "127.0.0.1 is a private address"),
    ("by-name.example", "is a private address"),
    ("bomb.example", "grows to more than 50 times its size"),
    ("busy.example", "the server answered 429 Too Many Requests"),
    ("flapping.example", "answers now, but failed"),
    ("picture.example", "it holds no markup"),
    ("page.example", "it is a web page"),
    ("head.example", "the head of the answer is larger"),
];

/// The clock runs so many times as fast, so that minutes become seconds.
const SPEED: &str = "60";
/// Polls of each healthy feed that are waited for.
const POLLS: usize = 5;
/// A feed waits a second or so here, a loop rests up to two, and a busy machine takes its time; a server that
/// is waited for costs two seconds each time, and there are fourteen.
const LONGEST_GAP: Duration = Duration::from_secs(8);
/// When the test gives up.
const PATIENCE: Duration = Duration::from_secs(40);

#[test]
fn healthy_feeds_are_polled_on_time_among_hostile_ones() {
    let web = Web::start();
    let dir = instance(web.address);
    let run = Run::start(dir.path());
    let began = Instant::now();
    while !web.is_done() && began.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(50));
    }
    drop(run);
    for host in HEALTHY {
        let times = web.asked(host);
        assert!(times.len() >= POLLS, "{host} was polled {} times", times.len());
        let gaps = times.windows(2).map(|pair| pair[1] - pair[0]);
        let longest = gaps.max().expect("several polls");
        assert!(longest < LONGEST_GAP, "{host} once waited {longest:?}");
    }
    assert_eq!(web.asked("secret").len(), 0, "a private address was asked");
    // Polled once, and left alone for the hour that it asked for.
    assert_eq!(web.asked("busy.example").len(), 1);
    doctor_names_each(dir.path());
}

fn doctor_names_each(dir: &Path) {
    let output = command(dir, "doctor").output().expect("it runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    for (host, expected) in HOSTILE {
        let lines: Vec<&str> = text.lines().filter(|line| line.contains(host)).collect();
        assert_eq!(lines.len(), 1, "{host}:\n{text}");
        assert!(lines[0].contains(expected), "{host}: {}", lines[0]);
    }
    for host in HEALTHY {
        assert!(!text.contains(host), "{host}:\n{text}");
    }
}

fn command(dir: &Path, name: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsloom"));
    command.arg(name).arg("--dir").arg(dir).env("NEWSLOOM_LOG", "error");
    command
}

/// An instance that follows all feeds: few places, so that hostile servers could fill them all.
fn instance(address: SocketAddr) -> TempDir {
    let dir = TempDir::new().expect("a temporary folder");
    let mut settings = "[poll]\nleast_minutes = 1\nevery_minutes = 1\nmost_minutes = 60\nat_once = 6\nlease_minutes = 60\n\
         [fetch]\ntimeout_seconds = 2\nidle_seconds = 1\nlimit_bytes = 5000000\nexpansion = 50\npace_ms = 0\n\
         [fetch.resolve]\n".to_owned();
    let hosts = || HOSTILE.iter().map(|(host, _)| *host).chain(HEALTHY);
    for host in hosts() {
        settings.push_str(&format!("\"{host}\" = \"{address}\"\n"));
    }
    std::fs::write(dir.path().join("newsloom.toml"), settings).expect("the folder is ours");
    let outlines: String = hosts()
        .map(|host| format!("<outline type=\"rss\" xmlUrl=\"http://{host}/feed\"/>"))
        .collect();
    let list = dir.path().join("feeds.opml");
    std::fs::write(&list, format!("<opml><body>{outlines}</body></opml>")).expect("ours");
    let mut import = command(dir.path(), "feeds");
    let imported = import.arg("import").arg(list).output().expect("it runs");
    assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
    dir
}

struct Run(Child);

impl Run {
    fn start(dir: &Path) -> Run {
        let mut run = command(dir, "run");
        run.args(["--listen", "127.0.0.1:0", "--speed", SPEED]).stderr(Stdio::null());
        Run(run.spawn().expect("it starts"))
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// When each host was asked.
type Asked = Arc<Mutex<BTreeMap<String, Vec<Instant>>>>;

struct Web {
    address: SocketAddr,
    asked: Asked,
}

impl Web {
    fn start() -> Web {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let web = Web { address, asked: Asked::default() };
        let asked = web.asked.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let asked = asked.clone();
                std::thread::spawn(move || serve(stream, &asked, address.port()));
            }
        });
        web
    }

    fn asked(&self, host: &str) -> Vec<Instant> {
        self.asked.lock().expect("no panic").get(host).cloned().unwrap_or_default()
    }

    /// Whether there is enough to judge by, and the flapping feed is between two failures.
    fn is_done(&self) -> bool {
        let flaps = self.asked("flapping.example").len();
        HEALTHY.iter().all(|host| self.asked(host).len() > POLLS)
            && flaps >= 4
            && flaps.is_multiple_of(2)
    }
}

fn serve(mut stream: TcpStream, asked: &Asked, port: u16) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let (mut path, mut host) = (String::new(), String::new());
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 || line == "\r\n" {
            break;
        }
        if path.is_empty() {
            path = line.split(' ').nth(1)?.to_owned();
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("host:") {
            host = value.trim().to_owned();
        }
    }
    let name = if path == "/secret" { "secret".to_owned() } else { host.clone() };
    let count = {
        let mut asked = asked.lock().expect("no panic");
        let times = asked.entry(name).or_default();
        times.push(Instant::now());
        times.len()
    };
    answer(&mut stream, &host, count, port)
}

fn answer(stream: &mut TcpStream, host: &str, count: usize, port: u16) -> Option<()> {
    let kind = host.split(['.', '-']).next()?;
    let feed = format!(
        "<rss version=\"2.0\"><channel><title>{host}</title><item><guid>1</guid><title>News of {host}</title></item></channel></rss>"
    );
    let answer = match kind {
        "loris" => return drip(stream),
        "endless" => return flood(stream),
        "silent" => {
            std::thread::sleep(PATIENCE);
            return Some(());
        }
        "inside" => reply(&format!("302 Found\r\nLocation: http://127.0.0.1:{port}/secret"), b""),
        "by" => reply(&format!("302 Found\r\nLocation: http://localhost:{port}/secret"), b""),
        "bomb" => reply("200 OK\r\nContent-Encoding: gzip", &bomb()),
        "busy" => reply("429 Too Many Requests\r\nRetry-After: 3600", b""),
        "flapping" if count % 2 == 1 => reply("503 Service Unavailable", b""),
        "picture" => reply("200 OK\r\nContent-Type: image/png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        "page" => {
            reply("200 OK\r\nContent-Type: application/rss+xml", b"<html><title>Log in</title>")
        }
        "head" => reply(&format!("200 OK\r\nX-Long: {}", "x".repeat(100_000)), feed.as_bytes()),
        _ => reply("200 OK\r\nContent-Type: application/rss+xml", feed.as_bytes()),
    };
    stream.write_all(&answer).ok()
}

fn reply(head: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
    [head.as_bytes(), body].concat()
}

/// One byte at a time, never silent for long, never done.
fn drip(stream: &mut TcpStream) -> Option<()> {
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n").ok()?;
    loop {
        stream.write_all(b"<").ok()?;
        std::thread::sleep(Duration::from_millis(200));
    }
}

fn flood(stream: &mut TcpStream) -> Option<()> {
    stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n<rss>").ok()?;
    loop {
        stream.write_all(&[b'x'; 4096]).ok()?;
    }
}

/// 150 kB that would be 150 MB.
fn bomb() -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..150 {
        packer.write_all(&[b' '; 1_000_000]).expect("memory takes it");
    }
    packer.finish().expect("memory takes it")
}
