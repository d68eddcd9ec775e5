//! A portal behind a real address and the payment sandbox behind another one, which speak to each other over sockets.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use motcua::{
    app::platform_payment::{self, Payer},
    clock::Clock as _,
    domain::{ids::DossierCode, policy},
    gateways::{
        payment::platform::{Platform, Settings as Reach},
        sandbox::{
            server,
            state::{Sandbox, Settings},
        },
    },
    i18n::Locale,
    jobs::{self, schedule},
    store::{dossier::Key, view},
    web::{
        paths,
        server::{self as portal_server, Options},
    },
};
use tokio::net::TcpListener;

use super::{people::Person, portal::Portal};

/// The number of the account of the centre of Cẩm Thành, where the demo's fees go.
pub(crate) const PARTNER: &str = "QNG01";

/// Both, until the test ends.
pub(crate) struct Paying {
    pub(crate) portal: Portal,
    pub(crate) sandbox: Sandbox,
    /// Address of the portal.
    pub(crate) base: String,
    /// Address of the sandbox.
    pub(crate) bank: String,
    tasks: Vec<tokio::task::JoinHandle<()>>,
}

impl Drop for Paying {
    fn drop(&mut self) {
        self.tasks.iter().for_each(tokio::task::JoinHandle::abort);
    }
}

impl Paying {
    /// Opens on Monday 23 November 2026 at 8:00.
    pub(crate) async fn new() -> Self {
        Self::on(Portal::new().await, "bi-mat").await
    }

    /// The portal signs with another secret than the platform.
    pub(crate) async fn strangers() -> Self {
        Self::on(Portal::new().await, "another").await
    }

    async fn on(mut portal: Portal, secret: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let bank_listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let bank = format!("http://{}", bank_listener.local_addr().unwrap());
        let clock = portal.clock.clone();
        let sandbox = Sandbox::new(Settings {
            own_url: bank.clone(),
            portal_url: base.clone(),
            partner: PARTNER.to_owned(),
            secret: secret.into(),
            bank_secret: "ngan-hang".into(),
            late: Duration::from_millis(40),
            silence: Duration::from_secs(2),
            now: Arc::new(move || clock.now()),
        })
        .unwrap();
        let platform = Platform::new(Reach {
            url: bank.clone(),
            pages: None,
            partner: PARTNER.to_owned(),
            secret: "bi-mat".into(),
            identity: None,
            patience: Duration::from_secs(1),
        });
        portal.app.payment = Some(Arc::new(platform.unwrap()));
        portal.app.bank_secret = Some("ngan-hang".into());
        portal.app.public_url = base.as_str().into();
        portal.router = portal_server::portal(portal.app.clone(), Options::default());
        let service = portal.router.clone().into_make_service_with_connect_info::<SocketAddr>();
        #[expect(clippy::disallowed_methods, reason = "the servers of this test, stopped with it")]
        let tasks = vec![
            tokio::spawn(async move { axum::serve(listener, service).await.unwrap() }),
            tokio::spawn({
                let sandbox = sandbox.clone();
                async move { server::serve(sandbox, bank_listener, std::future::pending()).await.unwrap() }
            }),
        ];
        Self { portal, sandbox, base, bank, tasks }
    }

    /// A dossier of 50,000 đồng that this person files online.
    pub(crate) async fn owed(&self, person: &Person<'_>) -> DossierCode {
        person.submits("1.001612").await
    }

    /// Begins a payment through the platform; gives back where it is paid.
    pub(crate) async fn begins(
        &self,
        person: &Person<'_>,
        code: &DossierCode,
    ) -> Result<String, motcua::app::error::Error> {
        let app = &self.portal.app;
        let scope = policy::scope(&person.actor);
        let view = view::of(&app.db, &scope, &Key::Code(code.clone())).await.unwrap().unwrap();
        let payer = Payer { actor: &person.actor, address: "113.160.1.2", locale: Locale::Vi };
        platform_payment::begin(app, payer, &view, paths::PAYMENT_RETURN).await
    }

    /// The same; gives back the reference of the try.
    pub(crate) async fn tries(&self, person: &Person<'_>, code: &DossierCode) -> String {
        reference_of(&self.begins(person, code).await.unwrap())
    }

    /// The scheduled question to the platform, as the worker does it.
    pub(crate) async fn asks_the_platform(&self) {
        schedule::plan(&self.portal.app).await.unwrap();
        jobs::drain(&self.portal.app).await;
    }

    /// Events as `source success amount` in the order in which they were heard.
    pub(crate) async fn events(&self) -> Vec<String> {
        let sql = "SELECT source || ' ' || success || ' ' || amount FROM bank_event ORDER BY heard_at, id";
        self.portal.texts(sql).await
    }

    /// The states of all tries, oldest first.
    pub(crate) async fn attempts(&self) -> Vec<String> {
        self.portal.texts("SELECT state FROM payment_attempt ORDER BY begun_at, id").await
    }

    /// What was booked.
    pub(crate) async fn booked(&self) -> Vec<String> {
        self.portal.texts("SELECT method || ' ' || amount FROM payment ORDER BY confirmed_at, id").await
    }

    /// How many events wait for a cashier.
    pub(crate) async fn inbox(&self) -> usize {
        let sql = "SELECT e.key FROM bank_event e WHERE e.success
                   AND NOT EXISTS (SELECT FROM event_match m WHERE m.event_id = e.id)";
        self.portal.texts(sql).await.len()
    }
}

/// The reference at the end of the address of the platform's page.
pub(crate) fn reference_of(pay_url: &str) -> String {
    pay_url.rsplit('/').next().unwrap().to_owned()
}
