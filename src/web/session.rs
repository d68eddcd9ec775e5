//! The cookies: the session token, and the flash line of the next page.

use axum::http::{HeaderMap, HeaderValue};
use axum_extra::extract::cookie::{Cookie, SameSite};

use super::{
    chrome::Flash,
    cookies::{forget, header_of, note, read},
};

const PLAIN: &str = "sid";
const SECURE: &str = "__Host-sid";
const FLASH: &str = "flash";
/// The cookie that says that others use this device too; ends with the browser.
pub const SHARED: &str = "shared";
/// The cookie with the token of a form that waits for its owner to sign in again.
pub const HELD: &str = "held";

/// The session token that came with a request.
#[must_use]
pub fn token(headers: &HeaderMap) -> Option<String> {
    read(headers, SECURE).or_else(|| read(headers, PLAIN))
}

/// The flash line that came with a request.
#[must_use]
pub fn flash(headers: &HeaderMap) -> Option<Flash> {
    let text = read(headers, FLASH)?;
    let bytes = unhex(&text)?;
    serde_json::from_slice(&bytes).ok()
}

/// Sets the session cookie; `secure` where people come by https.
#[must_use]
pub fn set(token: &str, secure: bool) -> HeaderValue {
    let name = if secure { SECURE } else { PLAIN };
    header_of(
        &Cookie::build((name, token.to_owned()))
            .path("/")
            .http_only(true)
            .secure(secure)
            .same_site(SameSite::Lax)
            .build(),
    )
}

/// Removes the session cookie.
#[must_use]
pub fn clear(secure: bool) -> HeaderValue {
    let name = if secure { SECURE } else { PLAIN };
    header_of(
        &Cookie::build((name, ""))
            .path("/")
            .http_only(true)
            .secure(secure)
            .same_site(SameSite::Lax)
            .removal()
            .build(),
    )
}

/// Hands a flash line on to the next page.
#[must_use]
pub fn set_flash(flash: &Flash) -> HeaderValue {
    let text = serde_json::to_vec(flash).map(|bytes| hex(&bytes)).unwrap_or_default();
    note(FLASH, &text)
}

/// Removes the flash line: it was shown.
#[must_use]
pub fn clear_flash() -> HeaderValue {
    forget(FLASH)
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|b| [b >> 4, b & 15])
        .filter_map(|half| char::from_digit(u32::from(half), 16))
        .collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(text.get(i..i + 2)?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use axum::http::header;

    use super::*;
    use crate::i18n::Message;

    #[test]
    fn a_flash_line_survives_the_way_through_the_browser() {
        let flash = Flash::done(Message::new("copy-done").with("code", "H48-261123-0001 Đã"));
        let cookie = set_flash(&flash);
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, cookie.to_str().unwrap().split(';').next().unwrap().parse().unwrap());
        assert_eq!(super::flash(&headers), Some(flash));
    }

    #[test]
    fn a_broken_flash_cookie_is_no_flash() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("flash=zz"));
        assert_eq!(flash(&headers), None);
    }
}
