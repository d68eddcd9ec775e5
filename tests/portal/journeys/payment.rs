//! Money: asked for, taken, never more or less than what is due.

use motcua::domain::{
    command::{Command, PayMethod},
    refusal::Refusal,
    status::Status,
};

use crate::support::{
    people::{by_decision, cash, dong, refusal},
    portal::{Portal, shown},
};

/// Only what is outstanding.
fn ask() -> Command {
    Command::RequestPayment { further: None, reason: "Phí, lệ phí của thủ tục".to_owned() }
}

#[tokio::test]
async fn asking_for_money_stops_the_clock_until_exactly_that_is_paid() {
    let portal = Portal::at("2026-11-23 09:00").await;
    let (hoa, tuan) = (portal.hoa().await, portal.tuan().await);
    let code = hoa.files("1.001612").walk_in("Trần Văn Bảy").taken_in().await;
    let forwarded = hoa.forwards(&code).await;
    assert_eq!(shown(forwarded.due_at), "27/11/2026 17:00");

    portal.it_is("2026-11-25 10:00");
    let asked = tuan.does(&code, by_decision(20_000, "Phí thẩm định")).await;
    assert_eq!((asked.status, asked.outstanding()), (Status::PaymentRequested, dong(120_000)));
    assert_eq!(refusal(tuan.tries(&code, cash(120_000)).await), Refusal::NotPermitted);
    for wrong in [100_000, 119_999, 120_001] {
        assert_eq!(refusal(hoa.tries(&code, cash(wrong)).await), Refusal::AmountDiffers);
    }

    portal.it_is("2026-11-26 10:00");
    // That it came by a bank is the bank's word, never a person's.
    for method in [PayMethod::Transfer, PayMethod::Platform] {
        let said = Command::Pay { amount: dong(120_000), method, reference: Some("FT26330".to_owned()) };
        assert_eq!(refusal(hoa.tries(&code, said).await), Refusal::NotPermitted);
    }
    assert_eq!(portal.texts("SELECT id::text FROM payment").await, [""; 0]);
    portal.hears(&format!("phi {}", portal.reference(&code).await), 120_000).await;
    let paid = portal.dossier(&code).await;
    assert_eq!(paid.status, Status::Processing);
    assert_eq!(paid.outstanding(), dong(0));
    // exactly one working day later than it was: Monday instead of Friday
    assert_eq!(shown(paid.due_at), "30/11/2026 17:00");
    assert_eq!(refusal(hoa.tries(&code, cash(1)).await), Refusal::NothingToPay);
    assert_eq!(portal.texts("SELECT method || ' ' || amount::text FROM payment").await, ["transfer 120000"]);
}

#[tokio::test]
async fn a_fee_asked_for_before_acceptance_leads_back_to_the_one_stop() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.001612").await;
    let asked = hoa.does(&code, ask()).await;
    assert_eq!((asked.status, asked.outstanding()), (Status::PaymentRequested, dong(50_000)));
    portal.it_is("2026-11-26 08:00");
    let paid = hoa.takes(&code, 50_000).await;
    assert_eq!(paid.status, Status::Submitted);
    // the 8 working hours begin with the payment
    assert_eq!(shown(paid.respond_by), "27/11/2026 08:00");
}

#[tokio::test]
async fn nobody_is_asked_for_nothing() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.001193").await;
    assert_eq!(refusal(hoa.tries(&code, ask()).await), Refusal::NothingToPay);
}

#[tokio::test]
async fn an_officer_who_is_no_cashier_takes_no_money() {
    let portal = Portal::new().await;
    let (lan, nhan) = (portal.lan().await, portal.nhan().await);
    let code = lan.submits("1.001612").await;
    assert_eq!(refusal(nhan.tries(&code, cash(50_000)).await), Refusal::NotPermitted);
}
