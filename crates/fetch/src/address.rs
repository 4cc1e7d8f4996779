//! Which addresses belong to the public internet.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A range of addresses, such as `10.0.0.0/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    base: IpAddr,
    bits: u32,
}

impl Network {
    /// Reads CIDR; a bare address is a network of one.
    pub fn read(text: &str) -> Option<Network> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(a, b)| (a, Some(b)));
        let base: IpAddr = address.trim().parse().ok()?;
        let width = if base.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Some(width), |bits| bits.trim().parse().ok())?;
        (bits <= width).then_some(Network { base, bits })
    }

    /// Whether `address` lies in it.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.base, address) {
            (IpAddr::V4(base), IpAddr::V4(address)) => {
                (base.to_bits() ^ address.to_bits()).checked_shr(32 - self.bits).unwrap_or(0) == 0
            }
            (IpAddr::V6(base), IpAddr::V6(address)) => {
                (base.to_bits() ^ address.to_bits()).checked_shr(128 - self.bits).unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

const fn v4(a: u8, b: u8, c: u8, d: u8, bits: u32) -> Network {
    Network { base: IpAddr::V4(Ipv4Addr::new(a, b, c, d)), bits }
}

const fn v6(a: u16, b: u16, c: u16, bits: u32) -> Network {
    Network { base: IpAddr::V6(Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0)), bits }
}

/// Not globally reachable, from IANA's registry of special-purpose addresses (RFC 6890), with
/// multicast, and with Azure's host address, which is public by number only.
const SPECIAL_V4: [Network; 17] = [
    v4(0, 0, 0, 0, 8),
    v4(10, 0, 0, 0, 8),
    v4(100, 64, 0, 0, 10),
    v4(127, 0, 0, 0, 8),
    v4(168, 63, 129, 16, 32),
    v4(169, 254, 0, 0, 16),
    v4(172, 16, 0, 0, 12),
    v4(192, 0, 0, 0, 24),
    v4(192, 0, 2, 0, 24),
    v4(192, 88, 99, 0, 24),
    v4(192, 168, 0, 0, 16),
    v4(198, 18, 0, 0, 15),
    v4(198, 51, 100, 0, 24),
    v4(203, 0, 113, 0, 24),
    v4(224, 0, 0, 0, 4),
    v4(240, 0, 0, 0, 4),
    v4(255, 255, 255, 255, 32),
];

/// Within `2000::/3`, and still not the public internet: Teredo and its neighbours, documentation, and
/// 6to4, whose relays lead to any IPv4 address.
const SPECIAL_V6: [Network; 4] =
    [v6(0x2001, 0, 0, 23), v6(0x2001, 0xdb8, 0, 32), v6(0x2002, 0, 0, 16), v6(0x3fff, 0, 0, 20)];

/// Unicast addresses that IANA has given out.
const GLOBAL_V6: Network = v6(0x2000, 0, 0, 3);

/// The well-known prefix of NAT64: its last 32 bits are the IPv4 address that it leads to.
const NAT64: Network = v6(0x64, 0xff9b, 0, 96);

/// Whether anybody on the internet could reach `address`, so that we give away nothing by asking it.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(_) => !SPECIAL_V4.iter().any(|network| network.contains(address)),
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(inner) => is_public(IpAddr::V4(inner)),
            None if NAT64.contains(address) => is_public(IpAddr::V4(last_four(v6))),
            None => {
                GLOBAL_V6.contains(address)
                    && !SPECIAL_V6.iter().any(|network| network.contains(address))
            }
        },
    }
}

fn last_four(address: Ipv6Addr) -> Ipv4Addr {
    let [.., a, b, c, d] = address.octets();
    Ipv4Addr::new(a, b, c, d)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_public() {
        for address in ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111"] {
            check(address, true);
        }
        for address in ["64:ff9b::808:808", "::ffff:8.8.8.8"] {
            check(address, true);
        }
        for address in ["127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.31.255.255"] {
            check(address, false);
        }
        for address in ["192.168.1.1", "169.254.169.254", "100.100.100.200", "224.0.0.1"] {
            check(address, false);
        }
        for address in ["255.255.255.255", "168.63.129.16", "198.19.0.1", "240.0.0.1"] {
            check(address, false);
        }
        for address in ["::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:169.254.169.254"] {
            check(address, false);
        }
        for address in ["fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2002:7f00:1::"] {
            check(address, false);
        }
        for address in ["64:ff9b::7f00:1", "64:ff9b:1::808:808", "2001::1", "2001:db8::1"] {
            check(address, false);
        }
    }

    #[track_caller]
    fn check(address: &str, expected: bool) {
        assert_eq!(is_public(address.parse().unwrap()), expected, "{address}");
    }

    #[test]
    fn networks_are_read_as_cidr() {
        let within = |network: &str, address: &str| {
            Network::read(network).is_some_and(|n| n.contains(address.parse().unwrap()))
        };
        assert!(within("10.0.0.0/8", "10.255.0.1"));
        assert!(!within("10.0.0.0/8", "11.0.0.1"));
        assert!(within("127.0.0.1", "127.0.0.1"));
        assert!(!within("127.0.0.1", "127.0.0.2"));
        assert!(within("0.0.0.0/0", "9.9.9.9"));
        assert!(within("fd00::/8", "fdff::1"));
        assert!(!within("::/0", "9.9.9.9"));
        for broken in ["10.0.0.0/33", "10.0.0.0/x", "ten", "", "/8"] {
            assert_eq!(Network::read(broken), None, "{broken}");
        }
    }
}
