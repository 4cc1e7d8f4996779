use reqwest::StatusCode;
use std::net::IpAddr;
use std::time::Duration;
use url::Url;

/// Why a page could not be brought in. The text is what the desk shows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The settings cannot be used.
    #[error("[fetch] {0}")]
    BadSettings(String),
    /// Not an address that can be fetched.
    #[error("{url}: not an address of the web: {why}")]
    BadAddress {
        /// As given.
        url: String,
        /// What is wrong with it.
        why: String,
    },
    /// It leads into a private network.
    #[error("{url}: {address} is a private address, and `fetch.allow_private` does not list it")]
    Private {
        /// Where we were.
        url: Url,
        /// Where it leads.
        address: IpAddr,
    },
    /// A redirect leads into a private network.
    #[error(
        "{from}: redirects to {to}, and {address} is a private address that `fetch.allow_private` does not list"
    )]
    LedInside {
        /// What redirected.
        from: Url,
        /// Where to.
        to: Box<Url>,
        /// Where that leads.
        address: IpAddr,
    },
    /// Its robots.txt does not want us there.
    #[error("{url}: its robots.txt asks us to stay away")]
    Disallowed {
        /// Where we were.
        url: Url,
    },
    /// Its robots.txt could not be read, which counts as a no until it can be.
    #[error("{url}: its robots.txt could not be read, which counts as a no: {why}")]
    RobotsUnknown {
        /// Where we were.
        url: Url,
        /// Why it could not be read.
        why: String,
    },
    /// The server answered, but not with the page.
    #[error("{url}: the server answered {status}")]
    Refused {
        /// Where we were.
        url: Url,
        /// What it answered.
        status: StatusCode,
        /// How long it asks us to wait.
        retry_after: Option<Duration>,
    },
    /// The server says that it is gone for good.
    #[error("{url}: gone for good (410)")]
    Gone {
        /// Where we were.
        url: Url,
    },
    /// More bytes than we read, after decompression.
    #[error("{url}: larger than {limit_bytes} bytes")]
    TooLarge {
        /// Where we were.
        url: Url,
        /// The limit that it passed.
        limit_bytes: u64,
    },
    /// Our time was over before the answer was complete.
    #[error("{url}: no complete answer within {seconds} seconds")]
    TooSlow {
        /// Where we were.
        url: Url,
        /// The limit that it passed.
        seconds: u32,
    },
    /// It said nothing for too long.
    #[error("{url}: nothing came for {seconds} seconds")]
    Silent {
        /// Where we were.
        url: Url,
        /// The limit that it passed.
        seconds: u32,
    },
    /// A small body that grows beyond all measure when it is decompressed.
    #[error("{url}: the body grows to more than {times} times its size when it is decompressed")]
    Bomb {
        /// Where we were.
        url: Url,
        /// The limit that it passed.
        times: u64,
    },
    /// More bytes before the body than we read.
    #[error("{url}: the head of the answer is larger than {limit_bytes} bytes")]
    HeadTooLarge {
        /// Where we were.
        url: Url,
        /// The limit that it passed.
        limit_bytes: u32,
    },
    /// More redirects than we follow.
    #[error("{url}: more than {limit} redirects")]
    TooManyRedirects {
        /// Where we were.
        url: Url,
        /// The limit that it passed.
        limit: u32,
    },
    /// The redirects lead back to where they have been.
    #[error("{url}: its redirects go round in a circle")]
    RedirectLoop {
        /// Where the circle closed.
        url: Url,
    },
    /// No connection, or it broke.
    #[error("{url}: {cause}")]
    Unreachable {
        /// Where we were.
        url: Url,
        /// What the network said.
        cause: String,
    },
    /// The compressed body is damaged.
    #[error("{url}: the body cannot be decompressed: {cause}")]
    Undecodable {
        /// Where we were.
        url: Url,
        /// What is wrong with it.
        cause: String,
    },
}

impl FetchError {
    /// Whether a later try can succeed. The scheduler asks only this.
    pub fn is_passing(&self) -> bool {
        match self {
            FetchError::Refused { status, .. } => {
                status.is_server_error() || matches!(status.as_u16(), 408 | 425 | 429)
            }
            FetchError::RobotsUnknown { .. }
            | FetchError::TooSlow { .. }
            | FetchError::Silent { .. }
            | FetchError::Unreachable { .. }
            | FetchError::Undecodable { .. } => true,
            _ => false,
        }
    }

    /// How long the server asks us to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            FetchError::Refused { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}
