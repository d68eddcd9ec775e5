//! How an option is read from what was typed.

use std::net::SocketAddr;

use secrecy::SecretString;

/// Where metrics are served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricsAddress {
    /// On a listener of their own.
    At(SocketAddr),
    /// Not at all.
    Off,
}

pub(super) fn public_url(typed: &str) -> Result<String, String> {
    let url = typed.trim().trim_end_matches('/');
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains(char::is_whitespace) => Ok(url.to_owned()),
        _ => Err("write it like https://dichvucong.example.vn".to_owned()),
    }
}

pub(super) fn store_url(typed: &str) -> Result<String, String> {
    let rest = typed.strip_prefix("file:///").or_else(|| typed.strip_prefix("s3://"));
    match rest {
        Some(rest) if !rest.is_empty() => Ok(typed.to_owned()),
        _ => Err("write it like file:///srv/uploads or s3://bucket/prefix".to_owned()),
    }
}

pub(super) fn address_or_off(typed: &str) -> Result<MetricsAddress, String> {
    if typed == "off" {
        return Ok(MetricsAddress::Off);
    }
    typed.parse().map(MetricsAddress::At).map_err(|_| "write it like 127.0.0.1:9180, or off".to_owned())
}

/// Keeps a secret out of logs and error messages.
#[expect(clippy::unnecessary_wraps, reason = "the shape that clap asks for")]
pub(super) fn secret(typed: &str) -> Result<SecretString, std::convert::Infallible> {
    Ok(SecretString::from(typed))
}
