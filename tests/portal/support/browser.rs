//! A browser without a screen: it keeps cookies and says where its requests come from, as real ones do. It follows no
//! redirect unless it is asked to.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    net::SocketAddr,
    sync::atomic::{AtomicU32, Ordering},
};

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, header},
};
use chrono::{DateTime, TimeDelta, Utc};
use motcua::{app::secrets, store, web::paths::encode};
use tower::ServiceExt;

use super::{form::Form, page::Page, people::Person, portal::Portal};

static NEXT_ADDRESS: AtomicU32 = AtomicU32::new(0x0a00_0001);
const BOUNDARY: &str = "boundary-of-the-test";

/// How a request says where it comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Origin {
    /// As a browser does from a page of the portal.
    Own,
    /// As a browser does from a page of somebody else.
    Foreign,
    /// Not at all.
    Silent,
}

/// One browser, at an address of its own.
pub(crate) struct Browser<'p> {
    portal: &'p Portal,
    person: Option<motcua::domain::ids::AccountId>,
    signed_in_at: Cell<Option<DateTime<Utc>>>,
    cookies: RefCell<BTreeMap<String, String>>,
    address: SocketAddr,
}

impl Portal {
    /// A browser in which nobody is signed in.
    pub(crate) fn browser(&self) -> Browser<'_> {
        let address = NEXT_ADDRESS.fetch_add(1, Ordering::Relaxed);
        Browser {
            portal: self,
            person: None,
            signed_in_at: Cell::new(None),
            cookies: RefCell::default(),
            address: SocketAddr::from((address.to_be_bytes(), 40_000)),
        }
    }
}

impl Person<'_> {
    /// A browser in which this person is signed in, and stays so however the clock moves.
    pub(crate) fn browser(&self) -> Browser<'_> {
        let mut browser = self.portal.browser();
        browser.person = Some(self.actor.id);
        browser
    }
}

impl Browser<'_> {
    /// From now on the session ends when it ends, and nobody signs in anew.
    pub(crate) fn left_alone(&mut self) {
        self.person = None;
    }

    /// The value of a cookie.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.borrow().get(name).cloned()
    }

    /// Signs in by the store: hashing a password takes too long for every test.
    async fn stay_signed_in(&self) {
        let Some(id) = self.person else { return };
        let app = &self.portal.app;
        let now = app.clock.now();
        let fresh = |at| now - at < TimeDelta::hours(6) && now >= at;
        if self.signed_in_at.get().is_some_and(fresh) {
            return;
        }
        let token = secrets::token();
        let mut tx = app.db.begin().await.unwrap();
        let end = now + TimeDelta::hours(12);
        store::session::open(&mut tx, &secrets::digest(&token), id.uuid(), now, end).await.unwrap();
        tx.commit().await.unwrap();
        self.cookies.borrow_mut().insert("sid".to_owned(), token);
        self.signed_in_at.set(Some(now));
    }

    pub(crate) async fn get(&self, path: &str) -> Page {
        let request = Request::get(path).header("sec-fetch-site", "same-origin");
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Gets the page to which another one leads.
    pub(crate) async fn follow(&self, page: &Page) -> Page {
        let to = page.leads_to("/");
        self.get(&to).await
    }

    /// Sends values as a form would, from wherever.
    pub(crate) async fn post(&self, path: &str, values: &[(String, String)], origin: Origin) -> Page {
        let pairs: Vec<String> = values.iter().map(|(k, v)| format!("{}={}", encode(k), encode(v))).collect();
        let request = from(origin, Request::post(path))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(pairs.join("&")))
            .unwrap();
        self.send(request).await
    }

    /// Asks with any method, without a body where it is no GET.
    pub(crate) async fn ask(&self, method: &str, path: &str, origin: Origin) -> Page {
        match method {
            "GET" => self.get(path).await,
            "POST" => self.post(path, &[], origin).await,
            other => {
                let request = from(origin, Request::builder().method(other).uri(path));
                self.send(request.body(Body::empty()).unwrap()).await
            }
        }
    }

    /// Sends values as a script of ours does, which wants data and no page.
    pub(crate) async fn post_as_script(&self, path: &str, values: &[(String, String)]) -> Page {
        let pairs: Vec<String> = values.iter().map(|(k, v)| format!("{}={}", encode(k), encode(v))).collect();
        let request = from(Origin::Own, Request::post(path))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "application/json")
            .body(Body::from(pairs.join("&")))
            .unwrap();
        self.send(request).await
    }

    /// Puts a cookie into the browser.
    pub(crate) fn put_cookie(&self, name: &str, value: &str) {
        self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
    }

    /// Sends a form that stands on a page.
    pub(crate) async fn submit(&self, form: &Form) -> Page {
        if form.method == "get" {
            let pairs: Vec<String> =
                form.values.iter().map(|(k, v)| format!("{}={}", encode(k), encode(v))).collect();
            return self.get(&format!("{}?{}", form.action, pairs.join("&"))).await;
        }
        if !form.multipart {
            return self.post(&form.action, &form.values, Origin::Own).await;
        }
        let request = from(Origin::Own, Request::post(&form.action))
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
            .body(Body::from(multipart(form)))
            .unwrap();
        self.send(request).await
    }

    async fn send(&self, mut request: Request<Body>) -> Page {
        self.stay_signed_in().await;
        let path = request.uri().to_string();
        let cookies: Vec<String> =
            self.cookies.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            let value = cookies.join("; ").parse().unwrap();
            request.headers_mut().insert(header::COOKIE, value);
        }
        request.extensions_mut().insert(ConnectInfo(self.address));
        let response = self.portal.router.clone().oneshot(request).await.unwrap();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().unwrap());
        }
        let text = |name| {
            let value = response.headers().get(name);
            value.and_then(|v| v.to_str().ok()).map(ToOwned::to_owned)
        };
        let (location, content_type) = (text(header::LOCATION), text(header::CONTENT_TYPE));
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = axum::body::to_bytes(response.into_body(), 64 << 20).await.unwrap();
        Page {
            status,
            path,
            location,
            content_type: content_type.unwrap_or_default(),
            headers,
            text: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    fn keep(&self, cookie: &str) {
        let first = cookie.split(';').next().unwrap_or_default();
        let (name, value) = first.split_once('=').unwrap();
        let mut cookies = self.cookies.borrow_mut();
        if value.is_empty() || cookie.contains("Max-Age=0") {
            cookies.remove(name);
        } else {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    /// Whether the browser holds a session.
    pub(crate) fn is_signed_in(&self) -> bool {
        self.cookies.borrow().contains_key("sid")
    }
}

fn from(origin: Origin, request: axum::http::request::Builder) -> axum::http::request::Builder {
    let request = request.header(header::HOST, "portal.test");
    match origin {
        Origin::Own => {
            request.header("sec-fetch-site", "same-origin").header(header::ORIGIN, "http://portal.test")
        }
        Origin::Foreign => {
            request.header("sec-fetch-site", "cross-site").header(header::ORIGIN, "http://elsewhere.test")
        }
        Origin::Silent => request,
    }
}

fn multipart(form: &Form) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in &form.values {
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(value.as_bytes());
        body.extend_from_slice(b"\r\n");
    }
    for file in &form.files {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\nContent-Type: application/octet-stream\r\n\r\n",
            file.field, file.file_name
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(&file.bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}
