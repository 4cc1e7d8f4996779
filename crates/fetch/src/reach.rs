//! Where we may go: asked for every address before a request, and for every name when it is looked up.

use crate::address::{Network, is_public};
use crate::{FetchError, Settings};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use url::{Host, Url};

/// What may be reached although it is private.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    networks: Vec<Network>,
    sockets: Vec<SocketAddr>,
    /// With the port, where only one is allowed.
    names: Vec<(String, Option<u16>)>,
    resolve: BTreeMap<String, SocketAddr>,
}

/// How a host is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Private addresses are refused, unless their network is allowed.
    Guarded,
    /// The operator allowed this host by name: any address will do.
    Trusted,
}

impl Reach {
    /// Reads `allow_private` and `resolve`.
    pub fn new(settings: &Settings) -> Result<Reach, FetchError> {
        let mut reach = Reach::default();
        for (name, socket) in &settings.resolve {
            reach.resolve.insert(name.to_lowercase(), *socket);
        }
        for entry in &settings.allow_private {
            reach.allow(entry.trim())?;
        }
        Ok(reach)
    }

    /// Whether `entry` names what could be allowed.
    pub fn can_allow(entry: &str) -> bool {
        Reach::default().allow(entry.trim()).is_ok()
    }

    fn allow(&mut self, entry: &str) -> Result<(), FetchError> {
        if let Some(network) = Network::read(entry) {
            self.networks.push(network);
        } else if let Ok(socket) = entry.parse() {
            self.sockets.push(socket);
        } else {
            self.names.push(read_name(entry).ok_or_else(|| {
                let hint = "write a host, host:port or a network such as 10.0.0.0/8";
                FetchError::BadSettings(format!(
                    "allow_private: {entry:?} is none of these: {hint}"
                ))
            })?);
        }
        Ok(())
    }

    /// Whether a request may go to `url`, and how its host is then to be looked up.
    pub fn check(&self, url: &Url) -> Result<Trust, FetchError> {
        let port = url.port_or_known_default().unwrap_or_default();
        match url.host() {
            Some(Host::Domain(name)) => self.check_name(name, port, url),
            Some(Host::Ipv4(address)) => self.check_address(IpAddr::V4(address), port, url),
            Some(Host::Ipv6(address)) => self.check_address(IpAddr::V6(address), port, url),
            None => Err(FetchError::BadAddress {
                url: url.to_string(),
                why: "it names no host".to_owned(),
            }),
        }
    }

    fn check_name(&self, name: &str, port: u16, url: &Url) -> Result<Trust, FetchError> {
        if let Some(socket) = self.resolve.get(name) {
            // A port written in the address would win over the given one and lead elsewhere.
            let elsewhere = url.port().is_some_and(|port| port != socket.port());
            let address = socket.ip();
            return match elsewhere && !is_public(address) {
                true => Err(FetchError::Private { url: url.clone(), address }),
                false => Ok(Trust::Trusted),
            };
        }
        let allowed = |(known, only): &(String, Option<u16>)| {
            known == name && only.is_none_or(|only| only == port)
        };
        Ok(if self.names.iter().any(allowed) { Trust::Trusted } else { Trust::Guarded })
    }

    fn check_address(&self, address: IpAddr, port: u16, url: &Url) -> Result<Trust, FetchError> {
        if self.permits(address) || self.sockets.contains(&SocketAddr::new(address, port)) {
            return Ok(Trust::Guarded);
        }
        Err(FetchError::Private { url: url.clone(), address })
    }

    fn permits(&self, address: IpAddr) -> bool {
        is_public(address) || self.networks.iter().any(|network| network.contains(address))
    }
}

/// `host` or `host:port`, lowercase.
fn read_name(entry: &str) -> Option<(String, Option<u16>)> {
    let (host, port) = match entry.rsplit_once(':') {
        Some((host, port)) => (host, Some(port.parse().ok()?)),
        None => (entry, None),
    };
    match Host::parse(host).ok()? {
        Host::Domain(name) => Some((name, port)),
        Host::Ipv4(_) | Host::Ipv6(_) => None,
    }
}

/// Looks names up and passes on only addresses that may be reached.
///
/// The connection is made to what this returns, so a name that changes its address between a check and
/// the connection gains nothing.
pub struct Guide {
    reach: Arc<Reach>,
    trust: Trust,
}

impl Guide {
    /// A guide for hosts of this trust.
    pub fn new(reach: Arc<Reach>, trust: Trust) -> Guide {
        Guide { reach, trust }
    }
}

/// A name that leads into a private network.
#[derive(Debug, thiserror::Error)]
#[error("{0} is a private address")]
pub struct LeadsInside(pub IpAddr);

impl Resolve for Guide {
    fn resolve(&self, name: Name) -> Resolving {
        let (reach, trust) = (Arc::clone(&self.reach), self.trust);
        Box::pin(async move {
            let name = name.as_str().to_lowercase();
            if let Some(socket) = reach.resolve.get(&name) {
                return Ok(Box::new(std::iter::once(*socket)) as Addrs);
            }
            let found: Vec<SocketAddr> =
                tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            Ok(Box::new(permitted(&reach, trust, found)?.into_iter()) as Addrs)
        })
    }
}

fn permitted(
    reach: &Reach,
    trust: Trust,
    found: Vec<SocketAddr>,
) -> Result<Vec<SocketAddr>, LeadsInside> {
    let first = found.first().map(SocketAddr::ip);
    let kept: Vec<SocketAddr> = found
        .into_iter()
        .filter(|socket| trust == Trust::Trusted || reach.permits(socket.ip()))
        .collect();
    match first {
        Some(address) if kept.is_empty() => Err(LeadsInside(address)),
        _ => Ok(kept),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(allow: &[&str]) -> Reach {
        let mut reach = Reach::default();
        for entry in allow {
            reach.allow(entry).unwrap();
        }
        reach.resolve.insert("wire.example".to_owned(), "127.0.0.1:8080".parse().unwrap());
        reach
    }

    #[test]
    fn private_addresses_need_a_permit() {
        check(&[], "http://127.0.0.1/", None);
        check(&[], "http://0x7f.1/", None);
        check(&[], "http://2130706433/", None);
        check(&[], "http://0177.0.0.1/", None);
        check(&[], "http://[::ffff:7f00:1]/", None);
        check(&[], "http://[::1]:80/", None);
        check(&[], "http://9.9.9.9/", Some(Trust::Guarded));
        check(&[], "http://news.example/", Some(Trust::Guarded));
        check(&["127.0.0.1:99"], "http://127.0.0.1:99/", Some(Trust::Guarded));
        check(&["127.0.0.1:99"], "http://127.0.0.1:98/", None);
        check(&["127.0.0.1"], "http://127.0.0.1:98/", Some(Trust::Guarded));
        check(&["10.0.0.0/8"], "https://10.2.3.4/", Some(Trust::Guarded));
        check(&["localhost:99"], "http://LOCALHOST:99/", Some(Trust::Trusted));
        check(&["localhost:99"], "http://localhost:98/", Some(Trust::Guarded));
        check(&["proxy.lan"], "http://proxy.lan:98/", Some(Trust::Trusted));
        check(&[], "http://wire.example/feed", Some(Trust::Trusted));
        check(&[], "http://wire.example:22/feed", None);
    }

    #[track_caller]
    fn check(allow: &[&str], url: &str, expected: Option<Trust>) {
        let url = Url::parse(url).unwrap();
        assert_eq!(reach(allow).check(&url).ok(), expected, "{url}");
    }

    #[test]
    fn a_name_gives_only_its_permitted_addresses() {
        let of = |text: &str| -> Vec<SocketAddr> {
            text.split(' ').map(|address| SocketAddr::new(address.parse().unwrap(), 0)).collect()
        };
        let kept = |trust, found: &str| permitted(&reach(&["10.0.0.0/8"]), trust, of(found)).ok();
        assert_eq!(
            kept(Trust::Guarded, "9.9.9.9 127.0.0.1 10.0.0.1"),
            Some(of("9.9.9.9 10.0.0.1"))
        );
        assert_eq!(kept(Trust::Guarded, "127.0.0.1 ::1"), None);
        assert_eq!(kept(Trust::Trusted, "127.0.0.1"), Some(of("127.0.0.1")));
    }
}
