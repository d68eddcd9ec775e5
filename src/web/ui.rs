//! What every handler takes: who comes, in which language, and how to answer with a page or a redirect.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{FromRequestParts, Request},
    http::{HeaderValue, Method, StatusCode, Uri, header, request::Parts},
    response::{Html, IntoResponse, Response},
};

use super::{
    address::Address,
    chrome::{self, Area, Chrome, Flash},
    cookies,
    display::Display,
    error::{Error, Result},
    session,
};
use crate::{
    domain::{
        actor::Actor,
        ids::AccountId,
        policy::{self, Right, Scope},
        status::Role,
    },
    i18n::{Locale, Message},
    store::session::Signed,
};

/// One visit: found out by the guard, carried along with the request.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Language.
    pub locale: Locale,
    /// Path and query without the language prefix.
    pub path_and_query: String,
    /// The page whose form was sent, where one was; the same as the path otherwise.
    pub sent_from: String,
    /// Who is signed in.
    pub signed: Option<Arc<Signed>>,
    /// The line handed over from the page before.
    pub flash: Option<Flash>,
    /// Where the request came from.
    pub address: String,
    /// Whether this is the demo province.
    pub demo: bool,
    /// Places of the menu that do not open to whoever comes.
    pub closed: Vec<&'static str>,
    /// How this browser is to show the pages.
    pub display: Display,
    /// Whether the person said that others use this device too.
    pub shared: bool,
}

impl Visit {
    /// What a request says of itself.
    #[must_use]
    pub fn of(request: &Request, locale: Locale, demo: bool) -> Self {
        Self {
            locale,
            path_and_query: request.uri().path_and_query().map_or("/", |p| p.as_str()).to_owned(),
            sent_from: sent_from(request),
            signed: None,
            flash: session::flash(request.headers()),
            address: request.extensions().get::<Address>().map(|a| a.0.clone()).unwrap_or_default(),
            demo,
            closed: Vec::new(),
            display: Display::of_cookie(request.headers()),
            shared: cookies::read(request.headers(), session::SHARED).is_some(),
        }
    }

    /// How the person wants to see the pages.
    #[must_use]
    pub fn display(&self) -> Display {
        self.signed.as_ref().map_or(self.display, |signed| self.display.of_account(&signed.preferences))
    }

    /// The frame of the page.
    #[must_use]
    pub fn chrome(&self) -> Chrome {
        let mut chrome = Chrome::new(self.locale, &self.path_and_query);
        chrome.switch.clone_from(&self.sent_from);
        chrome.flash.clone_from(&self.flash);
        chrome.demo = self.demo;
        chrome.closed.clone_from(&self.closed);
        chrome.display = self.display();
        chrome.shared = self.shared;
        if let Some(signed) = &self.signed {
            chrome.actor_name = Some(signed.actor.name.clone());
            chrome.unread = signed.unread;
            chrome.shortcuts_off =
                signed.preferences.get("shortcuts").and_then(|v| v.as_str()) == Some("off");
            chrome.areas = areas(&signed.actor);
            // The counter's computers are everybody's.
            chrome.shared |= signed.actor.is_staff();
        }
        chrome
    }
}

/// The page from which a request comes, without language: its own path when it only reads, else the page of the form by the
/// browser's word for it, which is used for nothing but a link.
fn sent_from(request: &Request) -> String {
    let own = || request.uri().path_and_query().map_or("/", |p| p.as_str()).to_owned();
    if request.method() == Method::GET {
        return own();
    }
    let referer = request.headers().get(header::REFERER).and_then(|value| value.to_str().ok());
    let page = referer.and_then(|text| text.parse::<Uri>().ok());
    let path = page
        .as_ref()
        .and_then(|uri| uri.path_and_query())
        .map(|path| Locale::split(path.as_str()).1.to_owned());
    path.unwrap_or_else(own)
}

/// The areas in which `actor` has something to do.
#[must_use]
pub fn areas(actor: &Actor) -> Vec<Area> {
    let any = |roles: &[Role]| roles.iter().any(|r| actor.is(*r));
    let rights = Right::ALL.iter().any(|r| policy::has_right(actor, *r));
    [
        (Area::Citizen, true),
        (Area::Counter, any(&[Role::OneStopOfficer, Role::Cashier, Role::Postal])),
        (Area::Desk, any(&[Role::Specialist, Role::Leader, Role::Clerk])),
        (Area::Admin, rights),
    ]
    .into_iter()
    .filter_map(|(area, yes)| yes.then_some(area))
    .collect()
}

/// The extractor.
#[derive(Clone, Debug)]
pub struct Ui(pub Visit);

impl<S: Send + Sync> FromRequestParts<S> for Ui {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        parts
            .extensions
            .get::<Visit>()
            .cloned()
            .map(Self)
            .ok_or_else(|| Error::Internal("a route without a guard".to_owned()))
    }
}

impl Ui {
    /// Language.
    #[must_use]
    pub const fn locale(&self) -> Locale {
        self.0.locale
    }

    /// Who is signed in.
    /// # Errors
    /// [`Error::SignIn`] when nobody is: the route's `Access` should have said so.
    pub fn actor(&self) -> Result<&Actor> {
        self.0.signed.as_ref().map(|s| &s.actor).ok_or(Error::SignIn)
    }

    /// Who is signed in, if anybody.
    #[must_use]
    pub fn someone(&self) -> Option<&Actor> {
        self.0.signed.as_ref().map(|s| &s.actor)
    }

    /// Account of whoever is signed in.
    /// # Errors
    /// [`Error::SignIn`] when nobody is.
    pub fn account(&self) -> Result<AccountId> {
        Ok(self.actor()?.id)
    }

    /// What whoever is signed in may see.
    /// # Errors
    /// [`Error::SignIn`] when nobody is.
    pub fn scope(&self) -> Result<Scope> {
        Ok(policy::scope(self.actor()?))
    }

    /// A preference of the account.
    #[must_use]
    pub fn preference(&self, key: &str) -> Option<&str> {
        self.0.signed.as_ref().and_then(|s| s.preferences.get(key)).and_then(|v| v.as_str())
    }

    /// The page, 200.
    /// # Errors
    /// [`Error::Internal`] when the template fails.
    pub fn page<T: Template>(&self, page: &T) -> Result<Response> {
        self.page_with(StatusCode::OK, page)
    }

    /// The same page again with what was typed and what to mend, 422.
    /// # Errors
    /// [`Error::Internal`] when the template fails.
    pub fn again<T: Template>(&self, page: &T) -> Result<Response> {
        self.page_with(StatusCode::UNPROCESSABLE_ENTITY, page)
    }

    /// The page with a status.
    /// # Errors
    /// [`Error::Internal`] when the template fails.
    pub fn page_with<T: Template>(&self, status: StatusCode, page: &T) -> Result<Response> {
        let html =
            chrome::render(page, &self.0.chrome()).map_err(|e| Error::Internal(format!("template: {e}")))?;
        let mut response = (status, Html(html)).into_response();
        if self.0.flash.is_some() {
            response.headers_mut().append(header::SET_COOKIE, session::clear_flash());
        }
        Ok(response)
    }

    /// To `path` (without language prefix), 303.
    #[must_use]
    pub fn to(&self, path: &str) -> Response {
        axum::response::Redirect::to(&self.0.locale.path(path)).into_response()
    }

    /// To `path`, with a line that says what was done.
    #[must_use]
    pub fn done(&self, path: &str, message: Message) -> Response {
        with_flash(self.to(path), &Flash::done(message))
    }

    /// An answer to a script, after which the next page says what was done.
    #[must_use]
    pub fn noting(&self, response: Response, message: Message) -> Response {
        with_flash(response, &Flash::done(message))
    }

    /// To `path`, with a line that says why nothing was done.
    #[must_use]
    pub fn refused(&self, path: &str, message: Message) -> Response {
        with_flash(self.to(path), &Flash::refused(message))
    }
}

fn with_flash(mut response: Response, flash: &Flash) -> Response {
    response.headers_mut().append(header::SET_COOKIE, session::set_flash(flash));
    response
}

/// Adds a cookie to a response.
#[must_use]
pub fn with_cookie(mut response: Response, cookie: HeaderValue) -> Response {
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}
