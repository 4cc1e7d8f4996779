use crate::reach::Reach;
use reqwest::header::{HeaderMap, HeaderName};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use url::Url;

/// How we behave on the web. No defaults here: the config file holds them.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Who we say we are, for example `newsloom/0.1`; what stands before the `/` is our name in
    /// robots.txt.
    pub user_agent: String,
    /// Where a site's owner can reach the operator; may be empty.
    pub contact: String,
    /// Seconds that one fetch may spend on the network, all its redirects together.
    pub timeout_seconds: u32,
    /// Seconds of silence after which an answer counts as broken off.
    pub idle_seconds: u32,
    /// Bytes that a body may have, on the wire and after decompression.
    pub limit_bytes: u64,
    /// Bytes that the head of an answer may have.
    pub head_limit_bytes: u32,
    /// How many times its size on the wire a body may grow when it is decompressed.
    pub expansion: u32,
    /// Redirects that are followed.
    pub redirects: u32,
    /// What may be reached although it is private: a host, `host:port`, or a network as CIDR.
    pub allow_private: Vec<String>,
    /// Milliseconds between two requests to one host.
    pub pace_ms: u64,
    /// Requests at once to one host.
    pub per_host: u32,
    /// Hours that a robots.txt and a tdmrep.json are remembered.
    pub robots_hours: u32,
    /// Seconds between two requests to one host that a robots.txt may ask for; more counts as this.
    pub crawl_delay_seconds: u32,
    /// Names that are looked up here instead of in the DNS; they count as allowed.
    #[serde(default)]
    pub resolve: BTreeMap<String, SocketAddr>,
    /// For a host and those under it: headers that every request carries, such as a cookie.
    #[serde(default)]
    pub headers: BTreeMap<String, BTreeMap<String, HeaderValue>>,
}

/// The value of a header, as it stands in the settings or in the environment.
#[derive(Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(from = "String")]
pub struct HeaderValue(String);

impl From<String> for HeaderValue {
    fn from(written: String) -> HeaderValue {
        HeaderValue(written)
    }
}

impl HeaderValue {
    /// The value; `env:NAME` stands for the environment variable NAME, so that no secret has to stand
    /// in the file. None when there is no such variable.
    pub fn read(&self) -> Option<String> {
        match self.0.strip_prefix("env:") {
            Some(name) => std::env::var(name.trim()).ok(),
            None => Some(self.0.clone()),
        }
    }
}

/// Never shows the value, which may be a secret.
impl std::fmt::Debug for HeaderValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HeaderValue(…)")
    }
}

impl Settings {
    /// Whether `allow_private` may hold `entry`: a host, `host:port`, or a network as CIDR.
    pub fn can_allow(entry: &str) -> bool {
        Reach::can_allow(entry)
    }

    /// What stands in our `User-Agent`.
    pub fn agent(&self) -> String {
        match self.contact.trim() {
            "" => self.user_agent.clone(),
            contact => format!("{} (+{contact})", self.user_agent),
        }
    }

    /// The headers that the operator gave for the host of `url` and those under it. Names and values
    /// that no header may have are left out.
    pub fn headers_for(&self, url: &Url) -> HeaderMap {
        let host = url.host_str().unwrap_or_default();
        let is_under = |known: &str| {
            host.strip_suffix(known).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        let given = self.headers.iter().filter(|(known, _)| is_under(known)).flat_map(|(_, h)| h);
        given
            .filter_map(|(name, value)| {
                let name: HeaderName = name.parse().ok()?;
                Some((name, value.read()?.parse().ok()?))
            })
            .collect()
    }

    /// The name under which robots.txt speaks to us.
    pub fn robots_name(&self) -> &str {
        let end = self.user_agent.find(|c: char| !(c.is_ascii_alphabetic() || "-_".contains(c)));
        &self.user_agent[..end.unwrap_or(self.user_agent.len())]
    }
}
