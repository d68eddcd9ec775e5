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
    assets,
    desk::place,
    paths::Both,
    public, upload,
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

    /// A POST that may carry one document.
    fn upload<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let wide = on(MethodFilter::POST, handler).layer(DefaultBodyLimit::max(upload::MOST_REQUEST));
        self.add("POST", path, access, wide)
    }

    /// The same resource of a dossier at the counter and at the desk: its form, and what the form does.
    fn both<G, T, P, U>(self, paths: Both, access: Access, ask: G, act: P) -> Self
    where
        G: Handler<T, App>,
        T: 'static,
        P: Handler<U, App>,
        U: 'static,
    {
        paths.into_iter().fold(self, |routes, path| {
            routes
                .get(path, access, ask.clone())
                .post(path, access, act.clone())
        })
    }

    fn mount<H, T>(
        self,
        (method, filter): (&'static str, MethodFilter),
        path: &'static str,
        access: Access,
        handler: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(method, path, access, on(filter, handler))
    }

    fn add(
        mut self,
        method: &'static str,
        path: &'static str,
        access: Access,
        handler: MethodRouter<App>,
    ) -> Self {
        let lock = Guard {
            app: self.app.clone(),
            access,
        };
        let guarded = handler.layer(middleware::from_fn_with_state(lock, guard));
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
    use Access::{Any, Open, Public};
    use super::{counter as c, desk as d, paths as p};
    const COUNTER: Access = Any(place::COUNTER);
    const DESK: Access = Any(place::DESK);
    const STAFF: Access = Any(place::STAFF);
    Routes::new(app)
        .get(assets::ROUTE, Open, assets::serve)
        .get(p::HOME, Public, public::ui::show)
        // the one-stop
        .get(p::COUNTER, COUNTER, c::day::show)
        .get(p::SCAN, COUNTER, c::day::scan)
        .get(p::COUNTER_QUEUE, COUNTER, c::queue::show)
        .post(p::BULK_ACCEPTANCE, COUNTER, c::bulk::accept)
        .get(p::INTAKE, COUNTER, c::choose::show)
        .get(p::INTAKE_FORM, COUNTER, c::intake::show)
        .post(p::INTAKE_FORM, COUNTER, c::intake::take_in)
        .get(p::COUNTER_DOSSIER, COUNTER, d::dossier::show)
        // those who settle
        .get(p::DESK, DESK, d::worklist::show)
        .get(p::DESK_DOSSIER, DESK, d::dossier::show)
        // what is done to a dossier, from either side
        .both(p::ACCEPTANCE, STAFF, d::action::ask, d::action::act)
        .both(p::REJECTION, STAFF, d::action::ask, d::action::act)
        .both(p::SUPPLEMENT_REQUEST, STAFF, d::action::ask, d::action::act)
        .both(p::PAPER_SUPPLEMENT, STAFF, d::action::ask, d::uploads::supplement)
        .both(p::PAYMENT_REQUEST, STAFF, d::action::ask, d::action::act)
        .both(p::PAYMENT, STAFF, d::action::ask, d::action::act)
        .both(p::HANDOVER, STAFF, d::action::ask, d::action::act)
        .both(p::SENDING_BACK, STAFF, d::action::ask, d::action::act)
        .both(p::CONSULTATION, STAFF, d::action::ask, d::action::act)
        .both(p::OPINION, STAFF, d::action::ask, d::action::act)
        .both(p::APPROVAL, STAFF, d::action::ask, d::action::act)
        .both(p::COMPLETION, STAFF, d::action::ask, d::action::act)
        .both(p::RETURN, STAFF, d::action::ask, d::action::act)
        .both(p::STAFF_WITHDRAWAL, STAFF, d::action::ask, d::action::act)
        .both(p::STOP, STAFF, d::action::ask, d::action::act)
        .both(p::ASSIGNMENT, STAFF, d::action::ask, d::action::act)
        .both(p::CORRECTION, STAFF, d::action::ask, d::action::act)
        .get(p::ISSUE[0], STAFF, d::action::ask)
        .get(p::ISSUE[1], STAFF, d::action::ask)
        .upload(p::ISSUE[0], STAFF, d::uploads::issue)
        .upload(p::ISSUE[1], STAFF, d::uploads::issue)
}
