//! The web on its port.

use super::super::DemoWeb;
use super::*;
use flate2::read::GzDecoder;
use std::io::Read;
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The head and the body of what a real connection gets.
async fn exchange(web: &DemoWeb, host: &str, path: &str, more: &str) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(web.address()).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n{more}Connection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap().to_lowercase();
    (head, bytes[end + 4..].to_vec())
}

#[tokio::test]
async fn hosts_are_told_apart_and_the_clock_moves() {
    let world = Arc::new(world());
    let web = DemoWeb::start(world.clone()).await.unwrap();
    let (_, early) = exchange(&web, "kbn.example", "/feed.json", "").await;
    assert!(!String::from_utf8(early).unwrap().contains("Talvik"));
    web.set_clock(world.ends());
    let (head, late) = exchange(&web, "KBN.example:80", "/feed.json", "").await;
    assert!(head.starts_with("http/1.1 200 ok") && head.contains("etag: \""), "{head}");
    assert!(String::from_utf8(late).unwrap().contains("Talvik"));
    let (head, _) = exchange(&web, "aldergate-courier.example", "/rss", "").await;
    assert!(head.starts_with("http/1.1 301"), "{head}");
    assert!(head.contains("location: http://aldergate-courier.example/feeds/all.xml"), "{head}");
    web.stop().await;
}

#[tokio::test]
async fn one_outlet_compresses() {
    let world = Arc::new(world());
    let web = DemoWeb::start(world.clone()).await.unwrap();
    web.set_clock(world.ends());
    let accept = "Accept-Encoding: gzip, br\r\n";
    let (head, body) = exchange(&web, "marrowpost.example", "/feed/", accept).await;
    assert!(head.contains("content-encoding: gzip"), "{head}");
    let mut feed = String::new();
    GzDecoder::new(&body[..]).read_to_string(&mut feed).unwrap();
    assert_eq!(feed, super::body(&world, world.ends(), "http://marrowpost.example/feed/"));
    let (head, _) = exchange(&web, "marrowpost.example", "/feed/", "").await;
    assert!(!head.contains("content-encoding"), "{head}");
    web.stop().await;
}
