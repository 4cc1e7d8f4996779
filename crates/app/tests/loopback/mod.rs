//! A web of invented outlets on the loopback interface, for tests that drive the real program.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// Answers by host and path; everything else is 404.
#[derive(Clone, Default)]
pub struct Pages {
    pages: Arc<Mutex<BTreeMap<String, Vec<u8>>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Pages {
    /// Puts a whole HTTP answer, head and body, at `host/path`.
    pub fn put(&self, at: &str, answer: Vec<u8>) {
        self.pages.lock().expect("no panic while held").insert(at.to_owned(), answer);
    }

    /// Puts a document of this media type at `host/path`.
    #[allow(dead_code)] // not every test has such
    pub fn put_document(&self, at: &str, media_type: &str, body: &str) {
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        self.put(at, (head + body).into_bytes());
    }

    /// What was asked for so far, each as `host/path`.
    #[allow(dead_code)] // not every test asks
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("no panic while held").clone()
    }

    /// Serves from now on, for as long as the test runs.
    pub fn serve(&self) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let pages = self.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let pages = pages.clone();
                std::thread::spawn(move || pages.answer(stream));
            }
        });
        address
    }

    fn answer(&self, mut stream: TcpStream) -> Option<()> {
        let mut reader = BufReader::new(stream.try_clone().ok()?);
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let path = line.split_whitespace().nth(1)?.to_owned();
        let mut host = String::new();
        loop {
            line.clear();
            if reader.read_line(&mut line).ok()? == 0 || line == "\r\n" {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("host:") {
                host = value.trim().to_owned();
            }
        }
        self.asked.lock().ok()?.push(format!("{host}{path}"));
        let found = self.pages.lock().ok()?.get(&format!("{host}{path}")).cloned();
        let missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        stream.write_all(&found.unwrap_or_else(|| missing.to_vec())).ok()
    }
}
