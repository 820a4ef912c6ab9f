//! Which addresses are of the public internet, and networks as an operator writes them (10.20.0.0/16, fd00:1::/32).

use std::{
    net::{IpAddr, Ipv6Addr},
    str::FromStr,
};

/// A network: its first bits count. IPv4 stands in the mapped range of IPv6.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    bits: u128,
    length: u32,
}

fn bits(ip: IpAddr) -> u128 {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.to_ipv6_mapped().to_bits(),
        IpAddr::V6(ip) => ip.to_bits(),
    }
}

impl Network {
    const fn v4(a: u8, b: u8, c: u8, length: u32) -> Self {
        let bits = std::net::Ipv4Addr::new(a, b, c, 0)
            .to_ipv6_mapped()
            .to_bits();
        Self {
            bits,
            length: 96 + length,
        }
    }

    const fn v6(a: u16, b: u16, length: u32) -> Self {
        let bits = Ipv6Addr::new(a, b, 0, 0, 0, 0, 0, 0).to_bits();
        Self { bits, length }
    }

    /// Whether an address lies in it.
    pub fn holds(self, ip: IpAddr) -> bool {
        let mask = u128::MAX.checked_shl(128 - self.length).unwrap_or(0);
        bits(ip) & mask == self.bits & mask
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text} is no network: write it as 10.20.0.0/16 or fd00:1::/32");
        let (ip, length) = text.trim().split_once('/').ok_or_else(wrong)?;
        let ip: IpAddr = ip.parse().map_err(|_| wrong())?;
        let length: u32 = length.parse().map_err(|_| wrong())?;
        let (most, before) = if ip.is_ipv4() { (32, 96) } else { (128, 0) };
        if length > most {
            return Err(wrong());
        }
        Ok(Self {
            bits: bits(ip),
            length: before + length,
        })
    }
}

/// What IANA's registries of special-purpose addresses set apart, of IPv4.
const SPECIAL_V4: [Network; 15] = [
    Network::v4(0, 0, 0, 8),
    Network::v4(10, 0, 0, 8),
    Network::v4(100, 64, 0, 10),
    Network::v4(127, 0, 0, 8),
    Network::v4(169, 254, 0, 16),
    Network::v4(172, 16, 0, 12),
    Network::v4(192, 0, 0, 24),
    Network::v4(192, 0, 2, 24),
    Network::v4(192, 88, 99, 24),
    Network::v4(192, 168, 0, 16),
    Network::v4(198, 18, 0, 15),
    Network::v4(198, 51, 100, 24),
    Network::v4(203, 0, 113, 24),
    Network::v4(224, 0, 0, 4),
    Network::v4(240, 0, 0, 4),
];
/// The part of IPv6 that is handed out to networks; everything else is special.
const GLOBAL_V6: Network = Network::v6(0x2000, 0, 3);
/// What is special inside it: protocols and tunnels (they hide an IPv4 address), documentation.
const SPECIAL_V6: [Network; 4] = [
    Network::v6(0x2001, 0, 23),
    Network::v6(0x2001, 0x0db8, 32),
    Network::v6(0x2002, 0, 16),
    Network::v6(0x3fff, 0, 20),
];

/// Whether an address is one of the public internet.
pub fn public(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(_) => !SPECIAL_V4.iter().any(|network| network.holds(ip)),
        IpAddr::V6(_) => GLOBAL_V6.holds(ip) && !SPECIAL_V6.iter().any(|network| network.holds(ip)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_and_special_addresses_are_not_public() {
        for text in [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.7",
            "192.168.0.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.9",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "100::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001::1",
            "2001:20::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "5f00::1",
            "4000::1",
        ] {
            assert!(!public(text.parse().unwrap()), "{text}");
        }
        for text in [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.255.255",
            "100.128.0.0",
            "172.15.0.1",
            "172.32.0.1",
            "192.169.0.1",
            "223.255.255.255",
            "::ffff:8.8.8.8",
            "2001:4860:4860::8888",
            "2400:cb00::1",
            "2606:4700::1111",
        ] {
            assert!(public(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn a_network_holds_its_own_addresses_in_either_spelling() {
        let network: Network = "10.20.0.0/16".parse().unwrap();
        let holds = |ip: &str| network.holds(ip.parse().unwrap());
        assert!(holds("10.20.255.1") && holds("::ffff:10.20.0.1"));
        assert!(!holds("10.21.0.1") && !holds("::a14:1"));
        let all: Network = "::/0".parse().unwrap();
        assert!(all.holds("fd00::1".parse().unwrap()));
        let one: Network = "fd00::1/128".parse().unwrap();
        assert!(!one.holds("fd00::2".parse().unwrap()));
        for odd in ["10.0.0.0", "10.0.0.0/33", "x/8", "fd00::/129", "/8", ""] {
            assert!(odd.parse::<Network>().is_err(), "{odd}");
        }
    }
}
