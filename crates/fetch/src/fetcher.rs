use crate::pace::Lanes;
use crate::reach::{Guide, LeadsInside, Reach, Trust};
use crate::robots;
use crate::rules::{Known, Rules};
use crate::trip::{Limit, Trip};
use crate::{FetchError, Settings, headers, tls};
use jiff::Timestamp;
use news::Validators;
use reqwest::header::{
    ACCEPT, ETAG, HeaderMap, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION,
};
use reqwest::{Client, Response, StatusCode};
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout};
use url::Url;

/// Redirects that a robots.txt may take: the number that RFC 9309, section 2.3.1.2, asks for.
const ROBOTS_REDIRECTS: u32 = 5;

/// What to fetch.
#[derive(Clone, Debug)]
pub struct Request {
    /// Where; http or https.
    pub url: String,
    /// What the server gave us the last time, so that it can answer "not modified".
    pub validators: Validators,
    /// The media types that we can read, as in the `Accept` header.
    pub accept: &'static str,
    /// Whether the site's robots.txt decides.
    pub obey_robots: bool,
}

/// What came back.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "one for each fetch, taken apart at once")]
pub enum Fetched {
    /// Nothing has changed since the validators were given.
    NotModified,
    /// The page.
    Body(Body),
}

/// Bytes, and what the server said of them.
#[derive(Clone, Debug)]
pub struct Body {
    /// Decompressed.
    pub bytes: Vec<u8>,
    /// Where they came from, after all redirects.
    pub url: Url,
    /// Where to ask the next time: set when every redirect of the way was for good (301, 308).
    pub moved_to: Option<Url>,
    /// The media type, lowercase, without parameters.
    pub content_type: Option<String>,
    /// The charset of the `Content-Type`, lowercase.
    pub charset: Option<String>,
    /// To ask with the next time.
    pub validators: Validators,
    /// How long it stays fresh, from `Cache-Control`.
    pub max_age_seconds: Option<u64>,
    /// Every `X-Robots-Tag`, as sent.
    pub robots_tags: Vec<String>,
}

/// Gets bytes from the web. Cheap to clone; all clones share connections, pace and what they know of
/// each robots.txt.
#[derive(Clone)]
pub struct Fetcher {
    inner: Arc<Inner>,
}

struct Inner {
    settings: Settings,
    reach: Arc<Reach>,
    guarded: Client,
    trusted: Client,
    lanes: Lanes,
    rules: Rules,
}

/// What one request led to.
#[expect(clippy::large_enum_variant, reason = "one for each request, taken apart at once")]
enum Hop {
    Arrived(Fetched),
    Moved { to: String, permanent: bool },
}

impl Fetcher {
    /// A fetcher that behaves as the settings say.
    pub fn new(settings: Settings) -> Result<Fetcher, FetchError> {
        let reach = Arc::new(Reach::new(&settings)?);
        let inner = Inner {
            guarded: client(&settings, &reach, Trust::Guarded)?,
            trusted: client(&settings, &reach, Trust::Trusted)?,
            lanes: Lanes::new(Duration::from_millis(settings.pace_ms), settings.per_host),
            rules: Rules::new(Duration::from_secs(u64::from(settings.robots_hours) * 3600)),
            reach,
            settings,
        };
        Ok(Fetcher { inner: Arc::new(inner) })
    }

    /// Fetches one address, following its redirects; every address on the way is checked.
    pub async fn get(&self, request: &Request) -> Result<Fetched, FetchError> {
        let limit = Limit::Refuse(self.inner.settings.limit_bytes);
        let mut trip = Trip::new(&request.url, self.time_limit(), limit)?;
        self.travel(&mut trip, request).await.map_err(|error| trip.blamed(error))
    }

    async fn travel(&self, trip: &mut Trip, request: &Request) -> Result<Fetched, FetchError> {
        loop {
            // Before robots.txt, so that a private host is not even asked for that.
            self.inner.reach.check(&trip.url)?;
            if request.obey_robots {
                self.ask_robots(&trip.url).await?;
            }
            match self.hop(trip, request).await? {
                Hop::Arrived(fetched) => return Ok(fetched),
                Hop::Moved { to, permanent } => {
                    trip.follow(&to, permanent, self.inner.settings.redirects)?;
                }
            }
        }
    }

    fn time_limit(&self) -> Duration {
        Duration::from_secs(u64::from(self.inner.settings.timeout_seconds))
    }

    async fn ask_robots(&self, url: &Url) -> Result<(), FetchError> {
        let place = self.inner.rules.place(url);
        let mut known = place.lock().await;
        let now = Instant::now();
        if let Some((expiry, known)) = &*known
            && *expiry > now
        {
            return known.check(url);
        }
        let name = self.inner.settings.robots_name();
        let file = self.robots_of(url).await;
        if let Err(FetchError::Private { url: file, address }) = &file
            && file.host() == url.host()
        {
            // The whole host is out of reach, not just its rules.
            return Err(FetchError::Private { url: url.clone(), address: *address });
        }
        let learned = Known::learned(file, name);
        let answer = learned.check(url);
        *known = Some((self.inner.rules.expiry(&learned, now), learned));
        answer
    }

    async fn robots_of(&self, url: &Url) -> Result<Body, FetchError> {
        let address = url.join("/robots.txt").map_or_else(|_| String::new(), String::from);
        let request = Request {
            url: address,
            validators: Validators::default(),
            accept: "text/plain, */*;q=0.1",
            obey_robots: false,
        };
        let limit = Limit::Cut(robots::LIMIT_BYTES as u64);
        let mut trip = Trip::new(&request.url, self.time_limit(), limit)?;
        loop {
            match self.hop(&mut trip, &request).await? {
                Hop::Arrived(Fetched::Body(body)) => return Ok(body),
                Hop::Arrived(Fetched::NotModified) => {
                    return Err(refused(&trip.url, StatusCode::NOT_MODIFIED, &HeaderMap::new()));
                }
                Hop::Moved { to, permanent } => trip.follow(&to, permanent, ROBOTS_REDIRECTS)?,
            }
        }
    }

    /// One request, when its host's turn has come; waiting for that does not count as slowness.
    async fn hop(&self, trip: &mut Trip, request: &Request) -> Result<Hop, FetchError> {
        let client = match self.inner.reach.check(&trip.url)? {
            Trust::Guarded => &self.inner.guarded,
            Trust::Trusted => &self.inner.trusted,
        };
        let _turn = self.inner.lanes.turn(trip.url.host_str().unwrap_or_default()).await;
        let started = Instant::now();
        let answer = timeout(trip.time_left, exchange(client, trip, request)).await;
        trip.time_left = trip.time_left.saturating_sub(started.elapsed());
        answer.unwrap_or_else(|_| {
            let seconds = self.inner.settings.timeout_seconds;
            Err(FetchError::TooSlow { url: trip.url.clone(), seconds })
        })
    }
}

fn client(settings: &Settings, reach: &Arc<Reach>, trust: Trust) -> Result<Client, FetchError> {
    Client::builder()
        .user_agent(settings.agent())
        // A proxy would resolve names itself and so walk around the check of addresses.
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .dns_resolver(Guide::new(Arc::clone(reach), trust))
        .tls_backend_preconfigured(tls::config()?)
        .pool_max_idle_per_host(settings.per_host as usize)
        .build()
        .map_err(|cause| FetchError::BadSettings(causes(&cause)))
}

async fn exchange(client: &Client, trip: &Trip, request: &Request) -> Result<Hop, FetchError> {
    let response = client
        .get(trip.address())
        .headers(conditions(trip, request))
        .header(ACCEPT, request.accept)
        .send()
        .await
        .map_err(|cause| broken(&trip.url, &cause))?;
    let status = response.status();
    match status.as_u16() {
        200..=299 => arrive(trip, response).await,
        304 if request.validators != Validators::default() => {
            Ok(Hop::Arrived(Fetched::NotModified))
        }
        301 | 302 | 303 | 307 | 308 => match headers::text(response.headers(), &LOCATION) {
            Some(to) => Ok(Hop::Moved { to, permanent: matches!(status.as_u16(), 301 | 308) }),
            None => Err(refused(&trip.url, status, response.headers())),
        },
        410 => Err(FetchError::Gone { url: trip.url.clone() }),
        _ => Err(refused(&trip.url, status, response.headers())),
    }
}

/// The headers of a conditional request.
///
/// After a move for good they are left out: an answer "not modified" could not carry the new address.
fn conditions(trip: &Trip, request: &Request) -> HeaderMap {
    let mut conditions = HeaderMap::new();
    if trip.moved_to().is_some() {
        return conditions;
    }
    let Validators { etag, last_modified } = &request.validators;
    for (name, value) in [(IF_NONE_MATCH, etag), (IF_MODIFIED_SINCE, last_modified)] {
        if let Some(value) = value.as_ref().and_then(|value| value.parse().ok()) {
            conditions.insert(name, value);
        }
    }
    conditions
}

async fn arrive(trip: &Trip, response: Response) -> Result<Hop, FetchError> {
    let headers = response.headers();
    let (content_type, charset) = headers::content_type(headers);
    let mut body = Body {
        bytes: Vec::new(),
        url: trip.url.clone(),
        moved_to: trip.moved_to(),
        content_type,
        charset,
        validators: Validators {
            etag: headers::text(headers, &ETAG),
            last_modified: headers::text(headers, &LAST_MODIFIED),
        },
        max_age_seconds: headers::max_age_seconds(headers),
        robots_tags: headers::robots_tags(headers),
    };
    body.bytes = read(trip, response).await?;
    Ok(Hop::Arrived(Fetched::Body(body)))
}

/// Reads the decompressed body piece by piece, so that a bomb is noticed at the limit and not in memory.
async fn read(trip: &Trip, mut response: Response) -> Result<Vec<u8>, FetchError> {
    let mut bytes = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(|cause| broken(&trip.url, &cause))? {
        let total = (bytes.len() + piece.len()) as u64;
        match trip.limit {
            Limit::Refuse(limit_bytes) if total > limit_bytes => {
                return Err(FetchError::TooLarge { url: trip.url.clone(), limit_bytes });
            }
            Limit::Cut(limit_bytes) if total > limit_bytes => {
                bytes.extend_from_slice(&piece);
                bytes.truncate(usize::try_from(limit_bytes).unwrap_or(usize::MAX));
                break;
            }
            _ => bytes.extend_from_slice(&piece),
        }
    }
    Ok(bytes)
}

fn refused(url: &Url, status: StatusCode, headers: &HeaderMap) -> FetchError {
    let retry_after = headers::retry_after(headers, Timestamp::now());
    FetchError::Refused { url: url.clone(), status, retry_after }
}

/// What an error of the HTTP client means to us.
fn broken(url: &Url, error: &reqwest::Error) -> FetchError {
    let url = url.clone();
    if let Some(LeadsInside(address)) = chain(error).find_map(|cause| cause.downcast_ref()) {
        return FetchError::Private { url, address: *address };
    }
    let cause = causes(error);
    // The client calls all faults of a body a fault of decoding; a lost connection is none.
    match error.is_decode() && !cause.contains("reading a body from connection") {
        true => FetchError::Undecodable { url, cause },
        false => FetchError::Unreachable { url, cause },
    }
}

fn chain(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |&cause| cause.source())
}

/// The innermost causes in words: what the outer ones say ("error sending request") helps nobody.
fn causes(error: &reqwest::Error) -> String {
    let mut texts: Vec<String> = chain(error).map(ToString::to_string).collect();
    texts.dedup();
    let from = texts.len().saturating_sub(2);
    match texts.is_empty() {
        true => error.to_string(),
        false => texts[from..].join(": "),
    }
}
