//! The first lock: a route cannot be mounted without saying who may open it, and the guard looks before the handler does.

use std::sync::{Arc, OnceLock};

use axum::{
    extract::{FromRequest as _, Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};

use super::{
    chrome::{self, Flash, FlashKind},
    cookies,
    error::Error,
    paths, session,
    ui::{Visit, with_cookie},
};
use crate::{
    app::{context::App, held_form},
    domain::{
        policy::{self, Right},
        status::Role,
    },
    i18n::{Locale, Message},
    store::held_form::HeldForm,
};

/// Who may open a route.
#[derive(Clone, Copy, Debug)]
pub enum Access {
    /// Everybody; nobody is looked up (assets, probes, the public API).
    Open,
    /// Everybody; whoever is signed in is known.
    Public,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever holds one of these roles anywhere. Which dossier is then the desk's and the shelf's lock.
    Any(&'static [Role]),
    /// Whoever has this right.
    Right(Right),
}

impl Access {
    /// Whether a person with these roles may open it; `None` = not signed in.
    #[must_use]
    pub fn admits(self, roles: Option<&[Role]>) -> bool {
        match (self, roles) {
            (Self::Open | Self::Public, _) | (Self::SignedIn, Some(_)) => true,
            (Self::Any(wanted), Some(roles)) => {
                wanted.iter().any(|w| *w == Role::Citizen || roles.contains(w))
            }
            (Self::Right(right), Some(roles)) => policy::roles_with(right).iter().any(|w| roles.contains(w)),
            (Self::SignedIn | Self::Any(_) | Self::Right(_), None) => false,
        }
    }
}

/// A page that was mounted: its pattern, and who may open it.
pub type Door = (&'static str, Access);

/// Every page that was mounted. Each guard holds it, so that the menu offers exactly the doors that open.
#[derive(Clone, Debug, Default)]
pub struct Doors(Arc<OnceLock<Vec<Door>>>);

impl Doors {
    /// Notes what was mounted, once all is.
    pub fn close(&self, all: Vec<Door>) {
        let _: &Vec<Door> = self.0.get_or_init(|| all);
    }

    /// The places of the menu that do not open to a person with these roles.
    #[must_use]
    pub fn closed_to(&self, roles: Option<&[Role]>) -> Vec<&'static str> {
        let doors = self.0.get().map_or(&[][..], Vec::as_slice);
        chrome::places()
            .filter(|place| !doors.iter().any(|(path, access)| path == place && access.admits(roles)))
            .collect()
    }
}

/// What the guard needs.
#[derive(Clone, Debug)]
pub struct Guard {
    /// The application.
    pub app: App,
    /// Who may pass.
    pub access: Access,
    /// What else there is.
    pub doors: Doors,
}

/// Looks who comes, and lets them pass or not. Not signed in: to the sign-in page (and back afterwards).
pub async fn guard(State(guard): State<Guard>, mut request: Request, next: Next) -> Response {
    let locale = request.extensions().get::<Locale>().copied().unwrap_or(Locale::Vi);
    let mut visit = Visit::of(&request, locale, guard.app.demo);
    if !matches!(guard.access, Access::Open)
        && let Some(token) = session::token(request.headers())
    {
        match crate::app::sign_in::who(&guard.app, &token).await {
            Ok(signed) => visit.signed = signed.map(std::sync::Arc::new),
            Err(error) => return Error::from(error).into_response(),
        }
    }
    let roles: Option<Vec<Role>> =
        visit.signed.as_ref().map(|s| s.actor.postings.iter().map(|p| p.role).collect());
    visit.closed = guard.doors.closed_to(roles.as_deref());
    let admitted = guard.access.admits(roles.as_deref());
    let signed_in = visit.signed.is_some();
    let back = visit.path_and_query.clone();
    request.extensions_mut().insert(visit.clone());
    if admitted {
        let mut response = next.run(request).await;
        response.extensions_mut().insert(visit);
        return response;
    }
    let mut response = if signed_in {
        Error::Forbidden.into_response()
    } else if asks_for_data(request.headers()) {
        Error::SignIn.into_response()
    } else {
        to_sign_in(&guard.app, request, locale, &back, visit.sent_from.clone()).await
    };
    response.extensions_mut().insert(visit);
    response
}

/// Whether a script asks, which cannot sign anybody in and has to know that nothing was done.
fn asks_for_data(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).is_some_and(|v| v.as_bytes().starts_with(b"application/json"))
}

/// To the sign-in page, and from there back to the page; what was sent in a form waits meanwhile.
async fn to_sign_in(app: &App, request: Request, locale: Locale, path: &str, from: String) -> Response {
    let to = |back: Option<&str>| Redirect::to(&locale.path(&paths::sign_in(back))).into_response();
    if request.method() == Method::GET {
        return to(Some(path));
    }
    match hold(app, request, path).await {
        Ok(Some(token)) => {
            let flash = Flash { kind: FlashKind::Info, message: Message::new("held-sign-in") };
            let response = with_cookie(to(Some(paths::HELD)), cookies::note(session::HELD, &token));
            with_cookie(response, session::set_flash(&flash))
        }
        // Nobody knows whose form it was: the way back is kept, and the browser still has what was typed.
        Ok(None) => {
            let flash = Flash { kind: FlashKind::Info, message: Message::new("held-not-kept") };
            with_cookie(to(Some(&from)), session::set_flash(&flash))
        }
        Err(error) => error.into_response(),
    }
}

/// Keeps a form whose sender was signed in once; files are not kept.
async fn hold(app: &App, request: Request, path: &str) -> Result<Option<String>, Error> {
    let Some(ended) = session::token(request.headers()) else {
        return Ok(None);
    };
    type Sent = Vec<(String, String)>;
    match axum_extra::extract::Form::<Sent>::from_request(request, &()).await {
        Ok(form) => {
            let form = HeldForm { path: path.to_owned(), fields: form.0 };
            Ok(held_form::keep(app, &ended, &form).await?)
        }
        Err(_) => Ok(None),
    }
}
