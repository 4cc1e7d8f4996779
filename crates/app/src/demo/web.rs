//! A web server on the loopback interface that stands for all hosts of the demo's world.

use super::answer::{Answer, Ask, answer};
use super::world::World;
use anyhow::Context;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A running loopback web; it answers by the `Host` header. Its clock stands until it is set.
#[derive(Debug)]
pub struct DemoWeb {
    address: SocketAddr,
    /// Seconds since 1970.
    clock: Arc<AtomicI64>,
    stop: oneshot::Sender<()>,
    server: JoinHandle<std::io::Result<()>>,
}

#[derive(Clone)]
struct Served {
    world: Arc<World>,
    clock: Arc<AtomicI64>,
}

impl DemoWeb {
    /// Starts on a free port of 127.0.0.1 with the clock at the world's beginning.
    pub async fn start(world: Arc<World>) -> anyhow::Result<DemoWeb> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .context("could not open a port on 127.0.0.1 for the demo's outlets")?;
        let address = listener.local_addr().context("could not read the demo's own port")?;
        let clock = Arc::new(AtomicI64::new(world.starts().as_second()));
        let served = Served { world, clock: clock.clone() };
        let router = Router::new().fallback(respond).with_state(served);
        let (stop, stopped) = oneshot::channel();
        let server = axum::serve(listener, router).with_graceful_shutdown(async {
            // A dropped sender also means that nobody needs the web any more.
            let _ = stopped.await;
        });
        Ok(DemoWeb { address, clock, stop, server: tokio::spawn(async { server.await }) })
    }

    /// Where it listens; every host of the world must resolve to this.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Sets the moment as of which it answers, to the second.
    pub fn set_clock(&self, now: Timestamp) {
        self.clock.store(now.as_second(), Ordering::SeqCst);
    }

    /// Answers what has been asked, then closes the port.
    pub async fn stop(self) {
        // The receiver is gone only when the server has ended by itself, which the next lines report.
        let _ = self.stop.send(());
        match self.server.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "the demo's web failed"),
            Err(error) => tracing::warn!(%error, "the demo's web broke"),
        }
    }
}

async fn respond(State(served): State<Served>, request: Request) -> Response {
    let seconds = served.clock.load(Ordering::SeqCst);
    let now = Timestamp::from_second(seconds).unwrap_or_else(|_| served.world.ends());
    response(answer(&served.world, now, &ask(&request)))
}

fn ask(request: &Request) -> Ask {
    let headers = request.headers();
    // A client that uses us as its proxy sends the host in the address.
    let host = request.uri().host().or(text(headers, header::HOST));
    let host = host.unwrap_or_default().to_lowercase();
    Ask {
        host: host.split_once(':').map_or(host.as_str(), |(name, _)| name).to_owned(),
        path: request.uri().path().to_owned(),
        none_match: text(headers, header::IF_NONE_MATCH).map(str::to_owned),
        modified_since: text(headers, header::IF_MODIFIED_SINCE).map(str::to_owned),
        takes_gzip: text(headers, header::ACCEPT_ENCODING).is_some_and(|all| all.contains("gzip")),
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

fn response(answer: Answer) -> Response {
    let (body, encoding) = match answer.gzip.then(|| compressed(&answer.body)) {
        Some(Ok(bytes)) => (bytes, Some("gzip".to_owned())),
        _ => (answer.body, None),
    };
    let headers = [
        (header::CONTENT_TYPE, Some(answer.content_type)),
        (header::ETAG, answer.etag),
        (header::LAST_MODIFIED, answer.last_modified),
        (header::LOCATION, answer.location),
        (header::CONTENT_ENCODING, encoding),
    ];
    let mut response = Response::builder().status(answer.status);
    for (name, value) in headers {
        if let Some(value) = value {
            response = response.header(name, value);
        }
    }
    response.body(Body::from(body)).unwrap_or_else(|_| {
        let mut broken = Response::new(Body::empty());
        *broken.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        broken
    })
}

fn compressed(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(body)?;
    gzip.finish()
}
