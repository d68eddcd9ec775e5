//! The leader ends a dossier without a result.

use motcua::domain::{command::Command, refusal::Refusal, status::Status};

use crate::support::{people::refusal, portal::Portal};

#[tokio::test]
async fn only_the_leader_stops_what_is_being_processed_and_says_why() {
    let portal = Portal::new().await;
    let (lan, hoa, tuan, hung) = (portal.lan().await, portal.hoa().await, portal.tuan().await, portal.hung().await);
    let code = lan.submits("1.004873").await;
    hoa.accepts(&code).await;
    hoa.forwards(&code).await;
    let stop = |reason: &str| Command::Stop { reason: reason.to_owned() };
    for other in [&lan, &hoa, &tuan] {
        assert_eq!(refusal(other.tries(&code, stop("Không đủ điều kiện")).await), Refusal::NotPermitted);
    }
    assert_eq!(refusal(hung.tries(&code, stop("")).await), Refusal::ReasonMissing);
    let stopped = hung.stops(&code, "Người nộp đã chuyển nơi cư trú").await;
    assert_eq!(stopped.status, Status::Stopped);
    assert!(stopped.ledger.is_ended());
}

#[tokio::test]
async fn the_one_stop_stops_what_was_never_supplied() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.004884").await;
    hoa.asks_for(&code, "ban-sao-khai-sinh", "2026-12-01").await;
    portal.it_is("2026-12-02 08:00");
    let stopped = hoa.stops(&code, "Quá hạn bổ sung").await;
    assert_eq!(stopped.status, Status::Stopped);
}
