//! THE route table: method, path, who may open it, handler; one line each. A route cannot be mounted without its `Access`,
//! and what was mounted is recorded, so that the matrix can walk it with every role.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    handler::Handler,
    middleware,
    routing::{MethodFilter, MethodRouter, on},
};

use super::{
    access::{Access, Guard, guard},
    assets, citizen, documents, public, upload,
};
use crate::app::context::App;

/// A route as it was mounted.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Method.
    pub method: &'static str,
    /// Pattern.
    pub path: &'static str,
    /// Who may open it.
    pub access: Access,
}

/// Builds the router and keeps the record.
#[derive(Debug)]
pub struct Routes {
    app: App,
    router: Router<App>,
    listed: Vec<Listed>,
}

impl Routes {
    fn new(app: App) -> Self {
        Self {
            app,
            router: Router::new(),
            listed: Vec::new(),
        }
    }

    fn get<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.mount(("GET", MethodFilter::GET), path, access, handler)
    }

    fn post<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.mount(("POST", MethodFilter::POST), path, access, handler)
    }

    /// A `POST` that takes documents: a larger body than forms have.
    fn upload<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let larger = handler.layer(DefaultBodyLimit::max(upload::MOST_REQUEST));
        self.mount(("POST", MethodFilter::POST), path, access, larger)
    }

    fn mount<H, T>(
        mut self,
        (method, filter): (&'static str, MethodFilter),
        path: &'static str,
        access: Access,
        handler: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let lock = Guard {
            app: self.app.clone(),
            access,
        };
        let guarded: MethodRouter<App> =
            on(filter, handler).layer(middleware::from_fn_with_state(lock, guard));
        self.router = self.router.route(path, guarded);
        self.listed.push(Listed { method, path, access });
        self
    }

    /// The router and the record of what it opens to whom.
    pub fn finish(self) -> (Router<App>, Vec<Listed>) {
        (self.router, self.listed)
    }
}

/// Every route of the portal.
#[rustfmt::skip]
pub fn all(app: App) -> Routes {
    use Access::{Open, Public, SignedIn};
    use super::paths as p;
    Routes::new(app)
        .get(assets::ROUTE, Open, assets::serve)
        .get(p::HOME, Public, public::ui::show)
        // The citizen: the journey, the dossiers, the account
        .get(p::BEGIN, SignedIn, citizen::begin::show)
        .post(p::BEGIN, SignedIn, citizen::begin::begin)
        .get(p::DRAFT, SignedIn, citizen::hub::show)
        .post(p::DRAFT_DISCARD, SignedIn, citizen::hub::discard)
        .get(p::DRAFT_CHOICE, SignedIn, citizen::begin::show_choice)
        .post(p::DRAFT_CHOICE, SignedIn, citizen::begin::choose)
        .get(p::DRAFT_FORM, SignedIn, citizen::form::show)
        .post(p::DRAFT_FORM, SignedIn, citizen::form::save)
        .get(p::DRAFT_DOCUMENT, SignedIn, citizen::document::show)
        .upload(p::DRAFT_DOCUMENT, SignedIn, citizen::document::upload)
        .post(p::DRAFT_DOCUMENT_REMOVAL, SignedIn, citizen::document::remove)
        .get(p::DRAFT_RETURN, SignedIn, citizen::return_method::show)
        .post(p::DRAFT_RETURN, SignedIn, citizen::return_method::save)
        .get(p::DRAFT_CHECK, SignedIn, citizen::check::show)
        .post(p::DRAFT_CHECK, SignedIn, citizen::check::submit)
        .get(p::MY_DOSSIERS, SignedIn, citizen::dossiers::show)
        .get(p::MY_DOSSIER, SignedIn, citizen::dossier::show)
        .get(p::CONFIRMATION, SignedIn, citizen::confirmation::show)
        .get(p::SUPPLEMENT, SignedIn, citizen::supplement::show)
        .post(p::SUPPLEMENT, SignedIn, citizen::supplement::send)
        .get(p::SUPPLEMENT_DOCUMENT, SignedIn, citizen::supplement::back)
        .upload(p::SUPPLEMENT_DOCUMENT, SignedIn, citizen::supplement::upload)
        .post(p::SUPPLEMENT_DOCUMENT_REMOVAL, SignedIn, citizen::supplement::remove)
        .get(p::WITHDRAWAL, SignedIn, citizen::withdrawal::show)
        .post(p::WITHDRAWAL, SignedIn, citizen::withdrawal::withdraw)
        .get(p::DOCUMENT, SignedIn, documents::show)
        .get(p::ACCOUNT, SignedIn, citizen::account::show)
        .post(p::ACCOUNT, SignedIn, citizen::account::save)
        .get(p::PASSWORD, SignedIn, citizen::account::show)
        .post(p::PASSWORD, SignedIn, citizen::account::password)
        .post(p::PREFERENCES, SignedIn, citizen::account::prefer)
        .get(p::MESSAGES, SignedIn, citizen::messages::show)
        .post(p::MESSAGES_READ, SignedIn, citizen::messages::read)
}
