//! Money: asked for, taken, never more or less than what is due.

use motcua::domain::{
    command::{Command, PayMethod},
    refusal::Refusal,
    status::Status,
};

use crate::support::{
    people::{cash, dong, refusal},
    portal::{Portal, shown},
};

fn ask_for(extra: i64) -> Command {
    Command::RequestPayment { extra: dong(extra), reason: "Phí thẩm định".to_owned() }
}

#[tokio::test]
async fn asking_for_money_stops_the_clock_until_exactly_that_is_paid() {
    let portal = Portal::at("2026-11-23 09:00").await;
    let (hoa, tuan) = (portal.hoa().await, portal.tuan().await);
    let code = hoa.files("1.001612").walk_in("Trần Văn Bảy").taken_in().await;
    let forwarded = hoa.forwards(&code).await;
    assert_eq!(shown(forwarded.due_at), "27/11/2026 17:00");

    portal.it_is("2026-11-25 10:00");
    let asked = tuan.does(&code, ask_for(20_000)).await;
    assert_eq!((asked.status, asked.outstanding()), (Status::PaymentRequested, dong(120_000)));
    assert_eq!(refusal(tuan.tries(&code, cash(120_000)).await), Refusal::NotPermitted);
    for wrong in [100_000, 119_999, 120_001] {
        assert_eq!(refusal(hoa.tries(&code, cash(wrong)).await), Refusal::AmountDiffers);
    }

    portal.it_is("2026-11-26 10:00");
    let transfer =
        Command::Pay { amount: dong(120_000), method: PayMethod::Transfer, reference: Some("FT26330".to_owned()) };
    let paid = hoa.does(&code, transfer).await;
    assert_eq!(paid.status, Status::Processing);
    assert_eq!(paid.outstanding(), dong(0));
    // exactly one working day later than it was: Monday instead of Friday
    assert_eq!(shown(paid.due_at), "30/11/2026 17:00");
    assert_eq!(refusal(hoa.tries(&code, cash(1)).await), Refusal::NothingToPay);
    assert_eq!(
        portal.texts("SELECT method || ' ' || amount::text || ' ' || reference FROM payment").await,
        ["transfer 120000 FT26330"]
    );
}

#[tokio::test]
async fn a_fee_asked_for_before_acceptance_leads_back_to_the_one_stop() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.001612").await;
    let asked = hoa.does(&code, ask_for(0)).await;
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
    assert_eq!(refusal(hoa.tries(&code, ask_for(0)).await), Refusal::NothingToPay);
}

#[tokio::test]
async fn an_officer_who_is_no_cashier_takes_no_money() {
    let portal = Portal::new().await;
    let (lan, nhan) = (portal.lan().await, portal.nhan().await);
    let code = lan.submits("1.001612").await;
    assert_eq!(refusal(nhan.tries(&code, cash(50_000)).await), Refusal::NotPermitted);
}
