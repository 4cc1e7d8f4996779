use crate::failures::{broken, causes, refused};
use crate::pace::Lanes;
use crate::reach::{Guide, Reach, Trust};
use crate::reading::{self, Bounds};
use crate::reservations::{self, Reservations};
use crate::robots;
use crate::rules::{Known, path_and_query};
use crate::sites::{Sites, UNREAD};
use crate::trip::{Limit, Trip};
use crate::{FetchError, Settings, headers, tls};
use news::Validators;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, ETAG, HeaderMap, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
    LOCATION,
};
use reqwest::{Client, Response, StatusCode};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout};
use url::Url;

/// Redirects that a robots.txt may take: the number that RFC 9309, section 2.3.1.2, asks for.
const ROBOTS_REDIRECTS: u32 = 5;

/// How long a connection that nobody uses is kept: pages of one feed follow each other within seconds,
/// and with thousands of hosts the next poll of a feed comes long after the server has hung up.
const KEPT_OPEN: Duration = Duration::from_secs(15);

/// How long a host that says "later" is left alone by all that have something to ask it.
const MOST_HELD: Duration = Duration::from_secs(30);

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
    /// How long it stays fresh, from `Cache-Control`, `Expires` and `Age`.
    pub fresh_seconds: Option<u64>,
    /// Every `X-Robots-Tag`, as sent.
    pub robots_tags: Vec<String>,
    /// Whether the answer's head reserves text and data mining.
    pub reserves_mining: bool,
    /// The WebSub hub that a `Link` header names.
    pub hub: Option<Url>,
    /// The address that a `Link` header gives as the document's own.
    pub own_address: Option<Url>,
}

/// Bytes of an answer to what was sent that are read: an error in words.
const ANSWER_BYTES: u64 = 64 * 1024;

/// What became of something that was sent.
#[derive(Clone, Debug)]
pub enum Called {
    /// The other side answered.
    Answer(Answer),
    /// It may have arrived, and nobody answered.
    Silence(FetchError),
}

/// An answer, whatever it says.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its head.
    pub headers: HeaderMap,
    /// Its body, or the beginning of it.
    pub body: Vec<u8>,
}

impl Answer {
    /// The header of this name, as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// How long `Retry-After` asks us to wait, counted from `now`.
    pub fn retry_after(&self, now: jiff::Timestamp) -> Option<Duration> {
        headers::retry_after(&self.headers, now)
    }
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
    rules: Sites<Known>,
    reservations: Sites<Reservations>,
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
            rules: Sites::default(),
            reservations: Sites::default(),
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

    /// How long it would take until this host may be asked, as far as is known now.
    pub fn wait(&self, host: &str) -> Duration {
        self.inner.lanes.wait(host)
    }

    /// How long this host has asked to be left alone by all who have something to ask it; 0 when it has not.
    pub fn held(&self, host: &str) -> Duration {
        self.inner.lanes.held(host)
    }

    /// Whether the site's tdmrep.json reserves this page. A site whose file cannot be read has
    /// reserved nothing by it.
    pub async fn reserves(&self, url: &Url) -> bool {
        let place = self.inner.reservations.place(url);
        let mut known = place.lock().await;
        let now = Instant::now();
        if known.as_ref().is_none_or(|(expiry, _)| *expiry <= now) {
            let limit = Limit::Cut(reservations::LIMIT_BYTES as u64);
            let file = self.file_of(url, "/.well-known/tdmrep.json", limit).await;
            let lasts = match &file {
                Err(cause) if cause.is_passing() => self.kept().min(UNREAD),
                _ => self.kept(),
            };
            let read = file.map(|body| Reservations::read(&body.bytes)).unwrap_or_default();
            *known = Some((now + lasts, read));
        }
        known.as_ref().is_some_and(|(_, read)| read.reserve(&path_and_query(url)))
    }

    /// Sends a form, as WebSub hubs want it. Any answer 2xx will do; redirects are not followed.
    pub async fn post_form(&self, url: &str, form: &[(&str, &str)]) -> Result<(), FetchError> {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        self.post(url, body, "application/x-www-form-urlencoded", &[]).await
    }

    /// Sends JSON with headers of its own. Any answer 2xx will do; redirects are not followed.
    pub async fn post_json(
        &self,
        url: &str,
        body: String,
        headers: &[(&str, String)],
    ) -> Result<(), FetchError> {
        self.post(url, body, "application/json", headers).await
    }

    async fn post(
        &self,
        url: &str,
        body: String,
        kind: &str,
        headers: &[(&str, String)],
    ) -> Result<(), FetchError> {
        let limit = Limit::Refuse(self.inner.settings.limit_bytes);
        let trip = Trip::new(url, self.time_limit(), limit)?;
        let client = self.client(&trip.url)?;
        let _turn = self.inner.lanes.turn(trip.url.host_str().unwrap_or_default()).await;
        let request = client.post(trip.address()).body(body);
        let request = request.header(reqwest::header::CONTENT_TYPE, kind);
        let request = headers.iter().fold(request, |all, (name, value)| all.header(*name, value));
        let answer = timeout(trip.time_left, request.send()).await;
        let response = answer
            .map_err(|_| self.too_slow(&trip.url))?
            .map_err(|cause| broken(&trip.url, &cause))?;
        match response.status().is_success() {
            true => Ok(()),
            false => Err(refused(&trip.url, response.status(), response.headers())),
        }
    }

    /// Sends JSON with headers of its own, and gives whatever the other side answers, at most 64 kB of it; redirects are
    /// not followed. An error means that nothing of it surely arrived.
    pub async fn call(
        &self,
        url: &str,
        body: String,
        headers: &[(&str, String)],
    ) -> Result<Called, FetchError> {
        let trip = Trip::new(url, self.time_limit(), Limit::Cut(ANSWER_BYTES))?;
        let client = self.client(&trip.url)?;
        let _turn = self.inner.lanes.turn(trip.url.host_str().unwrap_or_default()).await;
        let request = client.post(trip.address()).body(body);
        let request = request.header(reqwest::header::CONTENT_TYPE, "application/json");
        let request = headers.iter().fold(request, |all, (name, value)| all.header(*name, value));
        let response = match timeout(trip.time_left, request.send()).await {
            Err(_) => return Ok(Called::Silence(self.too_slow(&trip.url))),
            Ok(Err(cause)) => match (broken(&trip.url, &cause), cause.is_connect()) {
                (error @ FetchError::Private { .. }, _) | (error, true) => return Err(error),
                (error, false) => return Ok(Called::Silence(error)),
            },
            Ok(Ok(response)) => response,
        };
        let (status, headers) = (response.status(), response.headers().clone());
        let bounds = Bounds::new(&self.inner.settings, trip.limit);
        // The head says what became of it; a body that breaks off only says less.
        let body = reading::read(&trip.url, response, bounds).await.unwrap_or_default();
        Ok(Called::Answer(Answer { status, headers, body }))
    }

    fn time_limit(&self) -> Duration {
        Duration::from_secs(u64::from(self.inner.settings.timeout_seconds))
    }

    /// How long the files of a site are remembered.
    fn kept(&self) -> Duration {
        Duration::from_secs(u64::from(self.inner.settings.robots_hours) * 3600)
    }

    fn too_slow(&self, url: &Url) -> FetchError {
        FetchError::TooSlow { url: url.clone(), seconds: self.inner.settings.timeout_seconds }
    }

    fn client(&self, url: &Url) -> Result<&Client, FetchError> {
        Ok(match self.inner.reach.check(url)? {
            Trust::Guarded => &self.inner.guarded,
            Trust::Trusted => &self.inner.trusted,
        })
    }

    async fn ask_robots(&self, url: &Url) -> Result<(), FetchError> {
        let place = self.inner.rules.place(url);
        let mut known = place.lock().await;
        let now = Instant::now();
        if let Some((expiry, known)) = &*known
            && *expiry > now
        {
            self.keep_distance(url, known);
            return known.check(url);
        }
        let limit = Limit::Cut(robots::LIMIT_BYTES as u64);
        let file = self.file_of(url, "/robots.txt", limit).await;
        if let Err(FetchError::Private { url: file, address }) = &file
            && file.host() == url.host()
        {
            // The whole host is out of reach, not just its rules.
            return Err(FetchError::Private { url: url.clone(), address: *address });
        }
        let learned = Known::learned(file, self.inner.settings.robots_name());
        self.keep_distance(url, &learned);
        let answer = learned.check(url);
        *known = Some((now + learned.lasts(self.kept()), learned));
        answer
    }

    /// Asks the host as seldom as its robots.txt wants, up to the limit of the settings.
    fn keep_distance(&self, url: &Url, known: &Known) {
        let most = Duration::from_secs(u64::from(self.inner.settings.crawl_delay_seconds));
        if let (Some(delay), Some(host)) = (known.crawl_delay(), url.host_str()) {
            self.inner.lanes.slow_down(host, delay.min(most));
        }
    }

    /// A file that every site may have at the same place.
    async fn file_of(&self, url: &Url, place: &str, limit: Limit) -> Result<Body, FetchError> {
        let request = Request {
            url: url.join(place).map_or_else(|_| String::new(), String::from),
            validators: Validators::default(),
            accept: "text/plain, application/json, */*;q=0.1",
            obey_robots: false,
        };
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
        let client = self.client(&trip.url)?;
        let _turn = self.inner.lanes.turn(trip.url.host_str().unwrap_or_default()).await;
        let started = Instant::now();
        let answer = timeout(trip.time_left, self.exchange(client, trip, request)).await;
        trip.time_left = trip.time_left.saturating_sub(started.elapsed());
        let answer = answer.unwrap_or_else(|_| Err(self.too_slow(&trip.url)));
        if let Err(FetchError::Refused { url, status, retry_after: Some(wait) }) = &answer
            && is_of_the_host(*status)
        {
            // What it asks for beyond this is for whoever plans the next try.
            let host = url.host_str().unwrap_or_default();
            self.inner.lanes.hold(host, (*wait).min(MOST_HELD));
        }
        answer
    }

    async fn exchange(
        &self,
        client: &Client,
        trip: &Trip,
        request: &Request,
    ) -> Result<Hop, FetchError> {
        let bounds = Bounds::new(&self.inner.settings, trip.limit);
        let sent = client
            .get(trip.address())
            .headers(self.inner.settings.headers_for(&trip.url))
            .headers(conditions(trip, request))
            .header(ACCEPT, request.accept)
            .header(ACCEPT_ENCODING, reading::ENCODINGS)
            .send();
        let response = timeout(bounds.idle(), sent)
            .await
            .map_err(|_| bounds.silent(&trip.url))?
            .map_err(|cause| broken(&trip.url, &cause))?;
        let limit_bytes = self.inner.settings.head_limit_bytes;
        if headers::size(response.headers()) > limit_bytes as usize {
            return Err(FetchError::HeadTooLarge { url: trip.url.clone(), limit_bytes });
        }
        answered(trip, request, response, bounds).await
    }
}

/// Whether a refusal with a `Retry-After` speaks for the whole host and not for the one page: "too many
/// requests" and "the server cannot handle them now" (RFC 6585, section 4; RFC 9110, section 15.6.4). Any
/// other answer, and these without a time, are a page's own trouble.
fn is_of_the_host(status: StatusCode) -> bool {
    matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE)
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
        .pool_idle_timeout(KEPT_OPEN)
        .http2_max_header_list_size(settings.head_limit_bytes)
        .build()
        .map_err(|cause| FetchError::BadSettings(causes(&cause)))
}

async fn answered(
    trip: &Trip,
    request: &Request,
    response: Response,
    bounds: Bounds,
) -> Result<Hop, FetchError> {
    let status = response.status();
    match status.as_u16() {
        200..=299 => arrive(trip, response, bounds).await,
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

async fn arrive(trip: &Trip, response: Response, bounds: Bounds) -> Result<Hop, FetchError> {
    let headers = response.headers();
    let (content_type, charset) = headers::content_type(headers);
    let linked = |rel| trip.url.join(&headers::link(headers, rel)?).ok();
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
        fresh_seconds: headers::fresh_seconds(headers),
        robots_tags: headers::robots_tags(headers),
        reserves_mining: headers::reserves_mining(headers),
        hub: linked("hub"),
        own_address: linked("self"),
    };
    body.bytes = reading::read(&trip.url, response, bounds).await?;
    Ok(Hop::Arrived(Fetched::Body(body)))
}
