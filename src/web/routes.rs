//! THE route table: method, path, who may open it, handler; one line each. A route cannot be mounted without its `Access`,
//! and what was mounted is recorded, so that the matrix can walk it with every role.

use axum::{
    Router,
    handler::Handler,
    middleware,
    routing::{MethodFilter, MethodRouter, on},
};

use super::{
    access::{Access, Guard, guard},
    assets, public,
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
    use Access::{Open, Public};
    use super::paths as p;
    Routes::new(app)
        .get(assets::ROUTE, Open, assets::serve)
        .get(p::HOME, Public, public::ui::show)
}
