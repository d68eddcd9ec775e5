//! The main pages of the citizen's journey, as Lan opens them.

use crate::{atlas::session, server::Served};

/// Where the pages are, and Lan's session.
pub(crate) struct Visits {
    draft: String,
    token: String,
    pub(crate) session: String,
}

impl Visits {
    /// A draft that is filled in, and a dossier that is handed in.
    pub(crate) async fn of(served: &Served) -> Self {
        let portal = &served.portal;
        let lan = portal.lan().await;
        let draft = lan.files("1.001193").drafted().await.to_string();
        let code = lan.submits("1.001193").await;
        let tokens = portal.texts(&format!("SELECT link_token FROM dossier WHERE code = '{code}'")).await;
        Self { draft, token: tokens[0].clone(), session: session(portal, &lan).await }
    }

    /// The pages with budgets: home, a procedure, a form, tracking.
    pub(crate) fn pages(&self) -> [(&'static str, String); 4] {
        [
            ("home", "/".to_owned()),
            ("procedure", "/thu-tuc/1.001193".to_owned()),
            ("form", format!("/nhap/{}/to-khai/child", self.draft)),
            ("tracking", format!("/h/{}", self.token)),
        ]
    }

    /// The page on which all answers are checked before they are sent.
    pub(crate) fn check(&self) -> String {
        format!("/nhap/{}/kiem-tra", self.draft)
    }
}
