use crate::reach::Reach;
use std::collections::BTreeMap;
use std::net::SocketAddr;

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
    /// Bytes that a body may have after decompression.
    pub limit_bytes: u64,
    /// Redirects that are followed.
    pub redirects: u32,
    /// What may be reached although it is private: a host, `host:port`, or a network as CIDR.
    pub allow_private: Vec<String>,
    /// Milliseconds between two requests to one host.
    pub pace_ms: u64,
    /// Requests at once to one host.
    pub per_host: u32,
    /// Hours that a robots.txt is remembered.
    pub robots_hours: u32,
    /// Names that are looked up here instead of in the DNS; they count as allowed.
    #[serde(default)]
    pub resolve: BTreeMap<String, SocketAddr>,
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

    /// The name under which robots.txt speaks to us.
    pub fn robots_name(&self) -> &str {
        let end = self.user_agent.find(|c: char| !(c.is_ascii_alphabetic() || "-_".contains(c)));
        &self.user_agent[..end.unwrap_or(self.user_agent.len())]
    }
}
