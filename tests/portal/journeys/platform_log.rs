//! What the log learns of a payment: its reference, never a name and nothing that stands behind `?` in an address.

use std::{
    io,
    sync::{Arc, Mutex},
};

use motcua::gateways::sandbox::payer::Choice;
use tracing_subscriber::fmt::MakeWriter;

use crate::support::paying::Paying;

/// The lines of a log.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn the_way_back_leaves_its_reference_in_the_log_and_no_name() {
    let world = Paying::new().await;
    let lan = world.portal.lan().await;
    let code = world.owed(&lan).await;
    let lines = Lines::default();
    let log = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_ansi(false)
        .with_writer(lines.clone())
        .finish();
    let guard = tracing::subscriber::set_default(log);
    let reference = world.tries(&lan, &code).await;
    world.sandbox.payer(&reference, Choice::Pay).unwrap();
    world.sandbox.settled().await;
    let names = "HoTenNguoiNop=Nguyen-Thi-Lan&SoTien=50000&MaLoi=00";
    for back in [format!("/thanh-toan/ve/{reference}?{names}"), format!("/en/thanh-toan/ve/dvcnone?{names}")]
    {
        for browser in [world.portal.browser(), lan.browser()] {
            browser.get(&back).await;
        }
    }
    drop(guard);
    let said = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(said.contains(&format!("path=\"/thanh-toan/ve/{reference}\"")), "{said}");
    for never in ["Nguyen-Thi-Lan", "HoTenNguoiNop", "Nguyễn Thị Lan"] {
        let line = said.lines().find(|line| line.contains(never));
        assert_eq!(line, None, "{never} is in the log");
    }
}
