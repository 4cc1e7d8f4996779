//! How often one client may ask.

use axum::http::HeaderMap;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A client's requests are counted for so long, then anew.
pub(crate) const WINDOW: Duration = Duration::from_secs(60);
/// Clients that are remembered at most; more at once are no readers, and those whose time is over are forgotten then.
const MOST_CLIENTS: usize = 100_000;

/// The requests of every client in its present minute.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    clients: Mutex<HashMap<IpAddr, Count>>,
}

#[derive(Clone, Copy, Debug)]
struct Count {
    since: Instant,
    asked: u32,
}

/// What a client has left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Left {
    /// Whether this request may be answered.
    pub is_within: bool,
    /// Requests that may follow.
    pub requests: u32,
    /// Seconds until the count begins anew, rounded up.
    pub seconds: u64,
}

impl Limits {
    /// Counts a request of `client`, of which `most` are let through in each minute.
    pub(crate) fn count(&self, client: IpAddr, most: u32, now: Instant) -> Left {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if clients.len() >= MOST_CLIENTS {
            clients.retain(|_, count| now.duration_since(count.since) < WINDOW);
        }
        let fresh = Count { since: now, asked: 0 };
        let count = clients.entry(net(client)).or_insert(fresh);
        if now.duration_since(count.since) >= WINDOW {
            *count = fresh;
        }
        count.asked = count.asked.saturating_add(1);
        let rest = WINDOW.saturating_sub(now.duration_since(count.since));
        Left {
            is_within: count.asked <= most,
            requests: most.saturating_sub(count.asked),
            seconds: rest.as_secs() + u64::from(rest.subsec_nanos() > 0),
        }
    }
}

/// What is one client: an address of version 4, or the 64 bits of one of version 6 that a line gets.
fn net(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        four => four,
    }
}

/// The client behind so many proxies of ours, each of which has added to `X-Forwarded-For` from whom it had the request.
/// Where the header holds fewer, the connection's own address: somebody came around a proxy.
pub(crate) fn client(peer: IpAddr, headers: &HeaderMap, proxies: u32) -> IpAddr {
    let Some(behind) = proxies.checked_sub(1) else { return peer };
    let values = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let mut passed: Vec<&str> = values.flat_map(|value| value.split(',')).map(str::trim).collect();
    passed.reverse();
    let named = passed.get(behind as usize).and_then(|text| address(text));
    named.unwrap_or(peer)
}

/// An address, also with its port.
fn address(text: &str) -> Option<IpAddr> {
    let plain = text.parse().ok();
    plain.or_else(|| text.parse().ok().map(|socket: std::net::SocketAddr| socket.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn each_client_has_its_own_minute() {
        let (limits, start) = (Limits::default(), Instant::now());
        let count = |client: &str, second| {
            let left = limits.count(ip(client), 2, start + Duration::from_secs(second));
            (left.is_within, left.requests, left.seconds)
        };
        assert_eq!(count("192.0.2.1", 0), (true, 1, 60));
        assert_eq!(count("::ffff:192.0.2.1", 10), (true, 0, 50));
        assert_eq!(count("192.0.2.1", 59), (false, 0, 1));
        assert_eq!(count("192.0.2.2", 59), (true, 1, 60));
        assert_eq!(count("192.0.2.1", 60), (true, 1, 60));
        assert_eq!(count("2001:db8:1:1::1", 0), (true, 1, 60));
        assert_eq!(count("2001:db8:1:1:ffff::2", 0), (true, 0, 60));
        assert_eq!(count("2001:db8:1:2::1", 0), (true, 1, 60));
    }

    #[test]
    fn a_client_is_known_behind_our_proxies_only() {
        let peer = ip("10.0.0.1");
        let check = |lines: &[&str], proxies, expected: &str| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append("x-forwarded-for", line.parse().expect("a header"));
            }
            assert_eq!(client(peer, &headers, proxies), ip(expected), "{lines:?} {proxies}");
        };
        check(&["192.0.2.9"], 0, "10.0.0.1");
        check(&["6.6.6.6, 192.0.2.9"], 1, "192.0.2.9");
        check(&["6.6.6.6", "192.0.2.9, 10.0.0.7"], 2, "192.0.2.9");
        check(&["192.0.2.9:1234"], 1, "192.0.2.9");
        check(&["[2001:db8::1]:1234"], 1, "2001:db8::1");
        check(&["192.0.2.9"], 2, "10.0.0.1");
        check(&["unknown"], 1, "10.0.0.1");
        check(&[], 1, "10.0.0.1");
    }
}
