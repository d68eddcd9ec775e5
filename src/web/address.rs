//! Where a request came from.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Request};

/// The address a request came from, as far as the trusted proxies say so.
#[derive(Clone, Debug)]
pub struct Address(pub String);

/// Where a request came from: the socket, or what the last trusted proxy wrote.
#[must_use]
pub fn address_of(request: &Request, proxies: u8) -> Address {
    let socket = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip().to_string());
    let forwarded = request
        .headers()
        .get("x-forwarded-for")
        .and_then(|v| v.to_str().ok())
        .filter(|_| proxies > 0)
        .and_then(|list| list.split(',').map(str::trim).rev().nth(usize::from(proxies) - 1).map(str::to_owned));
    Address(forwarded.or(socket).unwrap_or_else(|| "unknown".to_owned()))
}
