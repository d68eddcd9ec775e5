//! The portal of one test behind a real address.

use std::net::SocketAddr;

use super::portal::Portal;

/// A portal that answers on a port of its own until the test ends.
pub(crate) struct Served {
    pub(crate) portal: Portal,
    pub(crate) base: String,
    task: tokio::task::JoinHandle<()>,
}

impl Served {
    pub(crate) async fn new() -> Self {
        let portal = Portal::new().await;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let service = portal.router.clone().into_make_service_with_connect_info::<SocketAddr>();
        #[expect(clippy::disallowed_methods, reason = "the server of this test, stopped with it")]
        let task = tokio::spawn(async move { axum::serve(listener, service).await.unwrap() });
        Self { portal, base, task }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.task.abort();
    }
}
