//! The fetcher against servers of all kinds, over loopback.

use crate::{Body, FetchError, Fetched, Fetcher, Request, Settings};
use news::Validators;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A server that answers each request head with `answer`, or with an endless body for `/endless`.
struct Server {
    address: SocketAddr,
    asked: Arc<AtomicUsize>,
}

impl Server {
    async fn start(answer: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Server {
            address: listener.local_addr().unwrap(),
            asked: Arc::new(AtomicUsize::new(0)),
        };
        let (answer, asked) = (Arc::new(answer), Arc::clone(&server.asked));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                asked.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(talk(stream, Arc::clone(&answer)));
            }
        });
        server
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    /// Fetches `path` of this server, which the settings allow.
    async fn get(&self, path: &str, change: impl Fn(&mut Settings, &mut Request)) -> Got {
        let mut settings = settings();
        settings.allow_private.push(self.address.to_string());
        let mut request = request(&format!("http://{}{path}", self.address));
        change(&mut settings, &mut request);
        Fetcher::new(settings).unwrap().get(&request).await
    }
}

type Got = Result<Fetched, FetchError>;

async fn talk(mut stream: TcpStream, answer: Arc<impl Fn(&str) -> Vec<u8>>) {
    let mut head = Vec::new();
    let mut buffer = [0; 1024];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return,
            Ok(count) => head.extend_from_slice(&buffer[..count]),
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let _ = stream.write_all(&answer(&head)).await;
    if head.starts_with("GET /endless") {
        while stream.write_all(&[b'x'; 4096]).await.is_ok() {}
    }
    if head.starts_with("GET /silent") {
        let _ = stream.read(&mut buffer).await;
    }
}

fn settings() -> Settings {
    Settings {
        user_agent: "newsloom/0.1".to_owned(),
        contact: "desk@example.org".to_owned(),
        timeout_seconds: 5,
        idle_seconds: 5,
        limit_bytes: 1_000_000,
        head_limit_bytes: 16_384,
        expansion: 100,
        redirects: 4,
        allow_private: Vec::new(),
        pace_ms: 0,
        per_host: 4,
        robots_hours: 24,
        crawl_delay_seconds: 30,
        resolve: Default::default(),
        headers: Default::default(),
    }
}

fn request(url: &str) -> Request {
    Request {
        url: url.to_owned(),
        validators: Validators::default(),
        accept: "*/*",
        obey_robots: false,
    }
}

fn as_is(_: &mut Settings, _: &mut Request) {}

fn reply(head: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
    [head.as_bytes(), body].concat()
}

fn body(got: Got) -> Body {
    match got {
        Ok(Fetched::Body(body)) => body,
        other => panic!("no body: {other:?}"),
    }
}

fn path(head: &str) -> &str {
    head.split(' ').nth(1).unwrap_or_default()
}

#[tokio::test]
async fn a_page_comes_with_what_the_server_said_of_it() {
    let server = Server::start(|head| {
        assert!(head.contains("user-agent: newsloom/0.1 (+desk@example.org)"), "{head}");
        assert!(head.contains("accept-encoding: "), "{head}");
        reply(
            "200 OK\r\nContent-Type: text/xml; charset=ISO-8859-1\r\nETag: \"a1\"\r\n\
             Cache-Control: max-age=60\r\nX-Robots-Tag: noai\r\nTDM-Reservation: 1\r\n\
             Link: <https://hub.example/>; rel=hub, </canonical>; rel=self",
            b"<rss/>",
        )
    });
    let body = body(server.await.get("/feed", as_is).await);
    assert_eq!(body.bytes, b"<rss/>");
    assert_eq!(body.content_type.as_deref(), Some("text/xml"));
    assert_eq!(body.charset.as_deref(), Some("iso-8859-1"));
    assert_eq!(body.validators.etag.as_deref(), Some("\"a1\""));
    assert_eq!((body.fresh_seconds, body.moved_to), (Some(60), None));
    assert_eq!(body.robots_tags, ["noai"]);
    assert!(body.reserves_mining);
    assert_eq!(body.hub.unwrap().as_str(), "https://hub.example/");
    assert_eq!(body.own_address.unwrap().path(), "/canonical");
}

#[tokio::test]
async fn unchanged_pages_are_not_sent_again() {
    let server = Server::start(|head| match head.contains("if-none-match: \"a1\"") {
        true => reply("304 Not Modified", b""),
        false => reply("200 OK", b"new"),
    });
    let server = server.await;
    let ask = |_: &mut Settings, request: &mut Request| {
        request.validators.etag = Some("\"a1\"".to_owned());
    };
    assert!(matches!(server.get("/", ask).await, Ok(Fetched::NotModified)));
    assert_eq!(body(server.get("/", as_is).await).bytes, b"new");
}

fn redirects(head: &str) -> Vec<u8> {
    let to = |status: &str, to: &str| reply(&format!("{status} Moved\r\nLocation: {to}"), b"");
    match path(head) {
        "/moved" => to("301", "/moved2"),
        "/moved2" => to("308", "/here"),
        "/for-now" => to("302", "/moved2"),
        "/round" => to("302", "/round2"),
        "/round2" => to("302", "/round"),
        "/inside" => to("302", "http://127.0.0.1:1/secret"),
        "/inside-by-name" => to("302", "http://localhost:1/secret"),
        "/inside-mapped" => to("302", "http://[::ffff:127.0.0.1]:1/secret"),
        "/file" => to("302", "file:///etc/passwd"),
        "/here" => reply("200 OK", b"here"),
        longer => to("302", &format!("{longer}x")),
    }
}

#[tokio::test]
async fn redirects_are_followed_and_moves_remembered() {
    let server = Server::start(redirects).await;
    let moved = body(server.get("/moved", as_is).await);
    assert_eq!(moved.bytes, b"here");
    assert_eq!(moved.url.path(), "/here");
    assert_eq!(moved.moved_to, Some(moved.url));
    assert_eq!(body(server.get("/for-now", as_is).await).moved_to, None);
}

#[tokio::test]
async fn redirects_that_lead_astray_are_refused() {
    let server = Server::start(redirects).await;
    let failure = async |path: &str| server.get(path, as_is).await.unwrap_err();
    assert!(matches!(failure("/round").await, FetchError::RedirectLoop { .. }));
    assert!(matches!(failure("/x").await, FetchError::TooManyRedirects { limit: 4, .. }));
    assert!(matches!(failure("/file").await, FetchError::BadAddress { .. }));
    for way in ["/inside", "/inside-by-name", "/inside-mapped"] {
        let failure = failure(way).await;
        assert!(matches!(failure, FetchError::LedInside { .. }), "{way}: {failure:?}");
        let said = failure.to_string();
        assert!(said.contains(&format!("{way}: redirects to http://")), "{said}");
        assert!(!failure.is_passing());
    }
}

#[tokio::test]
async fn private_hosts_are_not_asked_unless_allowed() {
    let server = Server::start(|_| reply("200 OK", b"secret")).await;
    let shut = |settings: &mut Settings, request: &mut Request| {
        settings.allow_private.clear();
        request.obey_robots = true;
    };
    assert!(matches!(server.get("/", shut).await, Err(FetchError::Private { .. })));
    assert_eq!(server.asked(), 0);
    let by_name = |settings: &mut Settings, request: &mut Request| {
        settings.allow_private.clear();
        request.obey_robots = true;
        request.url = request.url.replace("127.0.0.1", "localhost");
    };
    assert!(matches!(server.get("/", by_name).await, Err(FetchError::Private { .. })));
    assert_eq!(server.asked(), 0);
    let by_network = |settings: &mut Settings, _: &mut Request| {
        settings.allow_private = vec!["127.0.0.0/8".to_owned()];
    };
    assert_eq!(body(server.get("/", by_network).await).bytes, b"secret");
}

#[tokio::test]
async fn names_can_be_given_an_address() {
    let server = Server::start(|head| {
        assert!(head.contains("host: harborwire.example\r\n"), "{head}");
        reply("200 OK", b"news")
    });
    let server = server.await;
    let address = server.address;
    let named = move |settings: &mut Settings, request: &mut Request| {
        settings.allow_private.clear();
        settings.resolve.insert("harborwire.example".to_owned(), address);
        request.url = "http://harborwire.example/feed".to_owned();
    };
    assert_eq!(body(server.get("/", named).await).bytes, b"news");
}

/// A gzip stream of one deflate block with fixed codes: a zero byte, then `runs` times "258 bytes back
/// by one", so that 13 bits become 258 bytes.
fn gzip_bomb(runs: usize) -> Vec<u8> {
    let mut bits = vec![true, true, false];
    let code = |bits: &mut Vec<bool>, text: &str| bits.extend(text.bytes().map(|bit| bit == b'1'));
    code(&mut bits, "00110000");
    for _ in 0..runs {
        code(&mut bits, "1100010100000");
    }
    code(&mut bits, "0000000");
    let pack = |bits: &[bool]| bits.iter().rev().fold(0u8, |byte, bit| byte << 1 | u8::from(*bit));
    let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    bytes.extend(bits.chunks(8).map(pack));
    bytes
}

#[tokio::test]
async fn bombs_and_endless_bodies_end_at_the_limit() {
    let server = Server::start(|head| match path(head) {
        "/bomb" => reply("200 OK\r\nContent-Encoding: gzip", &gzip_bomb(50_000)),
        "/empty" => reply("200 OK\r\nContent-Encoding: gzip", b""),
        "/endless" => b"HTTP/1.1 200 OK\r\n\r\n".to_vec(),
        _ => reply("200 OK", &[b'x'; 1000]),
    });
    let server = server.await;
    for path in ["/bomb", "/endless"] {
        let failure = server.get(path, as_is).await.unwrap_err();
        let expected = matches!(failure, FetchError::TooLarge { limit_bytes: 1_000_000, .. });
        assert!(expected, "{path}: {failure:?}");
    }
    let roomy = |settings: &mut Settings, _: &mut Request| settings.limit_bytes = 100_000_000;
    let failure = server.get("/bomb", roomy).await.unwrap_err();
    assert!(matches!(failure, FetchError::Bomb { times: 100, .. }), "{failure:?}");
    assert!(!failure.is_passing());
    assert_eq!(body(server.get("/empty", as_is).await).bytes, b"");
    let exactly = |settings: &mut Settings, _: &mut Request| settings.limit_bytes = 1000;
    assert_eq!(body(server.get("/page", exactly).await).bytes.len(), 1000);
    let less = |settings: &mut Settings, _: &mut Request| settings.limit_bytes = 999;
    assert!(matches!(server.get("/page", less).await, Err(FetchError::TooLarge { .. })));
}

#[tokio::test]
async fn broken_answers_say_what_is_wrong() {
    let server = Server::start(|head| match path(head) {
        "/gzip" => reply("200 OK\r\nContent-Encoding: gzip", b"no gzip at all"),
        "/short" => b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nx".to_vec(),
        "/garbage" => b"\x16\x03\x01 what".to_vec(),
        "/gone" => reply("410 Gone", b""),
        "/strange" => reply("200 OK\r\nContent-Encoding: rot13", b"cntr"),
        "/head" => reply(&format!("200 OK\r\nX-Long: {}", "x".repeat(20_000)), b"page"),
        _ => reply("429 Too Many\r\nRetry-After: 30", b""),
    });
    let server = server.await;
    let failure = async |path: &str| server.get(path, as_is).await.unwrap_err();
    assert!(matches!(failure("/strange").await, FetchError::Undecodable { .. }));
    let head = failure("/head").await;
    assert!(matches!(head, FetchError::HeadTooLarge { limit_bytes: 16_384, .. }), "{head:?}");
    assert!(matches!(failure("/gzip").await, FetchError::Undecodable { .. }));
    assert!(matches!(failure("/short").await, FetchError::Unreachable { .. }));
    assert!(matches!(failure("/garbage").await, FetchError::Unreachable { .. }));
    assert!(matches!(failure("/gone").await, FetchError::Gone { .. }));
    let busy = failure("/busy").await;
    assert_eq!(busy.retry_after(), Some(Duration::from_secs(30)));
    assert!(busy.is_passing());
    assert!(busy.to_string().ends_with("/busy: the server answered 429 Too Many Requests"));
}

#[tokio::test]
async fn silence_ends_with_the_time() {
    let server = Server::start(|_| b"HTTP/1.1 200 OK\r\nContent-Le".to_vec()).await;
    // No time at all is the shortest limit there is: nothing has to be waited for.
    let hurried = |settings: &mut Settings, _: &mut Request| settings.timeout_seconds = 0;
    let failure = server.get("/silent", hurried).await.unwrap_err();
    assert!(matches!(failure, FetchError::TooSlow { .. }), "{failure:?}");
    assert!(failure.is_passing());
    let impatient = |settings: &mut Settings, _: &mut Request| settings.idle_seconds = 0;
    let failure = server.get("/silent", impatient).await.unwrap_err();
    assert!(matches!(failure, FetchError::Silent { seconds: 0, .. }), "{failure:?}");
    assert!(failure.is_passing());
}

#[tokio::test]
async fn headers_of_an_outlet_go_to_it_alone() {
    let server = Server::start(|head| match head.contains("cookie: seen=yes") {
        true => reply("200 OK", b"subscriber"),
        false => reply("200 OK", b"guest"),
    });
    let server = server.await;
    let address = server.address;
    let read = async |host: &'static str, known: &'static str| {
        let got = server.get("/", move |settings, request| {
            settings.resolve.insert(host.to_owned(), address);
            let cookie = ("Cookie".to_owned(), crate::HeaderValue::from("seen=yes".to_owned()));
            settings.headers.insert(known.to_owned(), [cookie].into());
            request.url = format!("http://{host}/");
        });
        String::from_utf8(body(got.await).bytes).unwrap()
    };
    assert_eq!(read("paper.example", "paper.example").await, "subscriber");
    assert_eq!(read("www.paper.example", "paper.example").await, "subscriber");
    assert_eq!(read("newspaper.example", "paper.example").await, "guest");
    assert_eq!(read("paper.example", "www.paper.example").await, "guest");
}

#[tokio::test]
async fn a_site_may_reserve_its_pages_in_a_file() {
    let server = Server::start(|head| match path(head) {
        "/.well-known/tdmrep.json" => {
            reply("200 OK", br#"[{"location": "/kept/", "tdm-reservation": 1}]"#)
        }
        _ => reply("200 OK", b"page"),
    });
    let server = server.await;
    let mut settings = settings();
    settings.allow_private.push(server.address.to_string());
    let fetcher = Fetcher::new(settings).unwrap();
    let page = |path: &str| crate::Url::parse(&format!("http://{}{path}", server.address)).unwrap();
    assert!(fetcher.reserves(&page("/kept/1")).await);
    assert!(!fetcher.reserves(&page("/open/1")).await);
    assert_eq!(server.asked(), 1);
    let unreachable = crate::Url::parse("http://127.0.0.1:1/kept/1").unwrap();
    assert!(!fetcher.reserves(&unreachable).await);
}

#[tokio::test]
async fn a_crawl_delay_keeps_requests_apart_up_to_a_limit() {
    let server = Server::start(|head| match path(head) {
        "/robots.txt" => reply("200 OK", b"User-agent: *\nCrawl-delay: 9999"),
        _ => reply("200 OK", b"page"),
    });
    let server = server.await;
    let mut settings = settings();
    settings.allow_private.push(server.address.to_string());
    settings.crawl_delay_seconds = 1;
    let fetcher = Fetcher::new(settings).unwrap();
    let mut request = request(&format!("http://{}/page", server.address));
    request.obey_robots = true;
    assert_eq!(fetcher.wait("127.0.0.1"), Duration::ZERO);
    assert_eq!(body(fetcher.get(&request).await).bytes, b"page");
    let wait = fetcher.wait("127.0.0.1");
    assert!(wait > Duration::from_millis(500) && wait <= Duration::from_secs(1), "{wait:?}");
}

#[tokio::test]
async fn forms_are_sent_and_answers_read() {
    let server = Server::start(|head| match head.starts_with("POST /hub") {
        true => reply("202 Accepted", b""),
        false => reply("404 Not Found", b""),
    });
    let server = server.await;
    let mut settings = settings();
    settings.allow_private.push(server.address.to_string());
    let fetcher = Fetcher::new(settings).unwrap();
    let form = [("hub.mode", "subscribe"), ("hub.topic", "https://a.example/feed?x=1&y=2")];
    let send = async |path: &str| {
        fetcher.post_form(&format!("http://{}{path}", server.address), &form).await
    };
    assert_eq!(send("/hub").await, Ok(()));
    assert!(matches!(send("/other").await, Err(FetchError::Refused { .. })));
    let inside = fetcher.post_form("http://127.0.0.1:1/hub", &form).await;
    assert!(matches!(inside, Err(FetchError::Private { .. })));
}

#[tokio::test]
async fn odd_ways_to_write_a_private_address_lead_nowhere() {
    let server = Server::start(|_| reply("200 OK", b"secret")).await;
    let port = server.address.port();
    let shut = |settings: &mut Settings, _: &mut Request| settings.allow_private.clear();
    for host in [
        "0x7f.1",
        "2130706433",
        "0177.0.0.1",
        "127.1",
        "127.0.0.1.",
        "LOCALHOST",
        "[::ffff:127.0.0.1]",
        "[::1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "0.0.0.0",
        "0",
    ] {
        let to_host = |settings: &mut Settings, request: &mut Request| {
            shut(settings, request);
            request.url = format!("http://{host}:{port}/");
        };
        let failure = server.get("/", to_host).await.unwrap_err();
        assert!(matches!(failure, FetchError::Private { .. }), "{host}: {failure:?}");
    }
    assert_eq!(server.asked(), 0);
}

fn politely(_: &mut Settings, request: &mut Request) {
    request.obey_robots = true;
}

#[tokio::test]
async fn robots_are_asked_once_and_obeyed() {
    let server = Server::start(|head| match path(head) {
        "/robots.txt" => reply("200 OK", b"User-agent: newsloom\nDisallow: /private"),
        _ => reply("200 OK", b"page"),
    });
    let server = server.await;
    let mut settings = settings();
    settings.allow_private.push(server.address.to_string());
    let fetcher = Fetcher::new(settings).unwrap();
    let ask = async |path: &str| {
        let mut request = request(&format!("http://{}{path}", server.address));
        request.obey_robots = true;
        fetcher.get(&request).await
    };
    assert_eq!(body(ask("/a").await).bytes, b"page");
    assert_eq!(body(ask("/b").await).bytes, b"page");
    assert!(matches!(ask("/private/x").await, Err(FetchError::Disallowed { .. })));
    assert_eq!(server.asked(), 3);
}

#[tokio::test]
async fn a_site_without_robots_is_open_and_a_broken_one_shut() {
    let open = Server::start(|head| match path(head) {
        "/robots.txt" => reply("404 Not Found", b""),
        _ => reply("200 OK", b"page"),
    });
    assert_eq!(body(open.await.get("/", politely).await).bytes, b"page");
    let shut = Server::start(|head| match path(head) {
        "/robots.txt" => reply("503 Unavailable", b""),
        _ => reply("200 OK", b"page"),
    });
    let failure = shut.await.get("/", politely).await.unwrap_err();
    assert!(matches!(failure, FetchError::RobotsUnknown { .. }), "{failure:?}");
    assert!(failure.is_passing());
}

#[tokio::test]
async fn only_a_busy_host_is_left_alone_as_a_whole() {
    let server = Server::start(|head| match path(head) {
        "/busy" => reply("429 Too Many Requests\r\nRetry-After: 20", b""),
        "/overloaded" => reply("503 Service Unavailable\r\nRetry-After: 120", b""),
        "/down" => reply("503 Service Unavailable", b""),
        "/broken" => reply("500 Oh\r\nRetry-After: 20", b""),
        _ => reply("404 Not Found\r\nRetry-After: 20", b""),
    })
    .await;
    for (path, is_held) in [
        ("/busy", true),
        ("/overloaded", true),
        ("/down", false),
        ("/broken", false),
        ("/no", false),
    ] {
        let settings = Settings { allow_private: vec![server.address.to_string()], ..settings() };
        let fetcher = Fetcher::new(settings).unwrap();
        fetcher.get(&request(&format!("http://{}{path}", server.address))).await.unwrap_err();
        let held = fetcher.held("127.0.0.1");
        assert_eq!(held > Duration::from_secs(15), is_held, "{path}: {held:?}");
        assert!(held <= Duration::from_secs(30), "{path}: {held:?}");
    }
}
