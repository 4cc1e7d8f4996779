//! The body of an answer, read piece by piece within its limits.
//!
//! Decompressed here and not by the HTTP client, which would not say how many bytes came over the wire:
//! a bomb is known by what it makes of them.

use crate::trip::Limit;
use crate::{FetchError, Settings};
use async_compression::tokio::bufread::{BrotliDecoder, GzipDecoder, ZstdDecoder};
use async_compression::zstd::DParameter;
use futures_util::StreamExt;
use reqwest::Response;
use reqwest::header::CONTENT_ENCODING;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::io::{AsyncBufRead, AsyncRead, AsyncReadExt};
use tokio::time::timeout;
use tokio_util::io::StreamReader;
use url::Url;

/// What [`read`] can undo, as an `Accept-Encoding`.
pub const ENCODINGS: &str = "gzip, br, zstd";

/// Bytes that are decompressed at a time.
const PIECE: usize = 16 * 1024;

/// A body smaller than this may grow as it likes: it cannot exhaust anything, and a page of one short
/// line repeated is no attack.
const HARMLESS_BYTES: u64 = 1_000_000;

/// Greatest window of zstd that is taken, as a power of two: 8 MB, which RFC 9659 makes the most for
/// the web.
const ZSTD_WINDOW: u32 = 23;

/// How far a body may go.
#[derive(Clone, Copy)]
pub struct Bounds {
    limit: Limit,
    wire_bytes: u64,
    expansion: u64,
    idle_seconds: u32,
}

impl Bounds {
    /// The bounds of the settings, with the limit of this trip.
    pub fn new(settings: &Settings, limit: Limit) -> Bounds {
        Bounds {
            limit,
            wire_bytes: settings.limit_bytes,
            expansion: u64::from(settings.expansion.max(1)),
            idle_seconds: settings.idle_seconds,
        }
    }

    /// The longest silence.
    pub fn idle(&self) -> Duration {
        Duration::from_secs(u64::from(self.idle_seconds))
    }

    /// What silence comes to.
    pub fn silent(&self, url: &Url) -> FetchError {
        FetchError::Silent { url: url.clone(), seconds: self.idle_seconds }
    }
}

/// More came over the wire than is read.
#[derive(Debug, thiserror::Error)]
#[error("more than {0} bytes")]
struct TooMuch(u64);

/// Reads the whole body, decompressed.
pub async fn read(url: &Url, response: Response, bounds: Bounds) -> Result<Vec<u8>, FetchError> {
    let encoding = crate::headers::text(response.headers(), &CONTENT_ENCODING);
    let wire = Arc::new(AtomicU64::new(0));
    let pieces = counted(response, Arc::clone(&wire), bounds.wire_bytes);
    let mut body = decoder(encoding.as_deref(), pieces)
        .map_err(|cause| FetchError::Undecodable { url: url.clone(), cause })?;
    let mut bytes = Vec::new();
    let mut piece = vec![0; PIECE];
    loop {
        let read = timeout(bounds.idle(), body.read(&mut piece)).await;
        let count = match read.map_err(|_| bounds.silent(url))? {
            // An empty body is no damaged one, whatever its head says of its form.
            Err(cause) if cause.kind() == io::ErrorKind::UnexpectedEof && none_came(&wire) => 0,
            read => read.map_err(|cause| broken(url, &cause))?,
        };
        if count == 0 {
            return Ok(bytes);
        }
        bytes.extend_from_slice(&piece[..count]);
        if let Limit::Cut(most) = bounds.limit
            && bytes.len() as u64 > most
        {
            bytes.truncate(usize::try_from(most).unwrap_or(usize::MAX));
            return Ok(bytes);
        }
        within(url, bytes.len() as u64, wire.load(Ordering::Relaxed), bounds)?;
    }
}

fn none_came(wire: &AtomicU64) -> bool {
    wire.load(Ordering::Relaxed) == 0
}

fn within(url: &Url, total: u64, wire: u64, bounds: Bounds) -> Result<(), FetchError> {
    if let Limit::Refuse(limit_bytes) = bounds.limit
        && total > limit_bytes
    {
        return Err(FetchError::TooLarge { url: url.clone(), limit_bytes });
    }
    if total > HARMLESS_BYTES && total / bounds.expansion > wire {
        return Err(FetchError::Bomb { url: url.clone(), times: bounds.expansion });
    }
    Ok(())
}

/// The body as it comes over the wire, counted, and ended when it is too much.
fn counted(
    response: Response,
    wire: Arc<AtomicU64>,
    most: u64,
) -> impl AsyncBufRead + Send + Unpin + 'static {
    let pieces = response.bytes_stream().map(move |piece| {
        let piece = piece.map_err(io::Error::other)?;
        let before = wire.fetch_add(piece.len() as u64, Ordering::Relaxed);
        match before + piece.len() as u64 > most {
            true => Err(io::Error::other(TooMuch(most))),
            false => Ok(piece),
        }
    });
    StreamReader::new(Box::pin(pieces))
}

fn decoder(
    encoding: Option<&str>,
    pieces: impl AsyncBufRead + Send + Unpin + 'static,
) -> Result<Box<dyn AsyncRead + Send + Unpin>, String> {
    let encoding = encoding.unwrap_or("identity").to_ascii_lowercase();
    match encoding.as_str() {
        "identity" | "none" => Ok(Box::new(pieces)),
        "gzip" | "x-gzip" => {
            let mut gzip = GzipDecoder::new(pieces);
            gzip.multiple_members(true);
            Ok(Box::new(gzip))
        }
        "br" => Ok(Box::new(BrotliDecoder::new(pieces))),
        "zstd" => {
            let window = [DParameter::window_log_max(ZSTD_WINDOW)];
            Ok(Box::new(ZstdDecoder::with_params(pieces, &window)))
        }
        other => Err(format!("it came as {other:?}, which was not asked for")),
    }
}

fn broken(url: &Url, error: &io::Error) -> FetchError {
    let cause = error.get_ref();
    if let Some(TooMuch(limit_bytes)) = cause.and_then(|cause| cause.downcast_ref()) {
        return FetchError::TooLarge { url: url.clone(), limit_bytes: *limit_bytes };
    }
    match cause.and_then(|cause| cause.downcast_ref::<reqwest::Error>()) {
        Some(error) => crate::failures::broken(url, error),
        None => FetchError::Undecodable { url: url.clone(), cause: error.to_string() },
    }
}
