//! Hosts: their names, and which of them are near.

use crate::api::address::origin;

/// Returns whether a host is this computer.
pub(super) fn is_local(name: &str) -> bool {
    name == "localhost"
        || name.ends_with(".localhost")
        || name.starts_with("127.")
        || name == "[::1]"
}

/// Returns the name or number of the host of an address, without its port.
pub(super) fn host_name(url: &str) -> &str {
    let host = origin(url).split_once("://").map_or("", |(_, host)| host);
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

/// Returns whether a host is this computer or in a network of its own.
///
/// Source: RFC 1918, RFC 4193 and RFC 6762.
pub(super) fn is_private(name: &str) -> bool {
    let mut numbers = name.split('.').map(str::parse::<u8>);
    let first = (numbers.next(), numbers.next(), numbers.next(), numbers.next());
    let is_inside = match first {
        (Some(Ok(10)), Some(Ok(_)), Some(Ok(_)), Some(Ok(_)))
        | (Some(Ok(192)), Some(Ok(168)), Some(Ok(_)), Some(Ok(_))) => true,
        (Some(Ok(172)), Some(Ok(second)), Some(Ok(_)), Some(Ok(_))) => (16..32).contains(&second),
        _ => false,
    };
    is_inside
        || is_local(name)
        || name.rsplit('.').next() == Some("local")
        || name.starts_with("[fd")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_of_their_own_are_private() {
        for near in ["localhost", "127.0.0.1", "10.1.2.3", "172.20.0.1", "192.168.1.7", "nas.local"]
        {
            assert!(is_private(near), "{near}");
        }
        for far in ["a.org", "11.1.2.3", "172.32.0.1", "192.169.1.7", "10.1.2", "local.org"] {
            assert!(!is_private(far), "{far}");
        }
    }

    #[test]
    fn a_port_is_no_part_of_the_name() {
        assert_eq!(host_name("https://a.org:8443/x"), "a.org");
        assert_eq!(host_name("http://[::1]:80"), "[::1]");
        assert_eq!(host_name("/x"), "");
    }
}
