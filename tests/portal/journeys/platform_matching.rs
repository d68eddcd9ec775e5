//! What the owner reads when money came that is not simply what was asked for: too little, too much, too late, or still being compared
//! with the dossier. Nobody is asked to pay what has come.

use motcua::{
    domain::{command::Command, refusal::Refusal},
    gateways::sandbox::payer::Choice,
};

use crate::support::{browser::Origin, paying::Paying, people::refusal, portal::Portal};

/// The notices of the owner of all dossiers, `key words`.
async fn notices(portal: &Portal) -> Vec<String> {
    let sql = "SELECT key || ' ' || coalesce(args ->> 'over', args ->> 'came', '') FROM message
               WHERE key IN ('message-over', 'message-late-money', 'message-short') ORDER BY at, unique_key";
    portal.texts(sql).await
}

#[tokio::test]
async fn while_money_that_came_is_matched_nobody_is_asked_to_pay_again() {
    let world = Paying::new().await;
    let lan = world.portal.lan().await;
    let code = world.owed(&lan).await;
    let reference = world.tries(&lan, &code).await;
    world.sandbox.payer(&reference, Choice::Less).unwrap();
    world.sandbox.settled().await;
    assert_eq!(world.inbox().await, 1);

    let browser = lan.browser();
    let here = format!("/ho-so/{code}/nop-phi");
    let page = browser.get(&here).await.is(200).says("Đã nhận 49.000").says("không cần nộp lại");
    assert!(!page.has_form("/nop-phi/cong") && !page.text.contains("class=\"qr"), "no way to pay is offered");
    page.does_not_say("Ông/bà cần nộp").does_not_say("Nội dung chuyển khoản");
    browser.get(&format!("/en{here}")).await.is(200).says("need not pay again");
    let dossier = browser.get(&format!("/ho-so/{code}")).await.is(200).says("Ông/bà không cần nộp lại");
    assert!(!dossier.text.contains(&format!("{here}\"")), "nor on the page of the dossier");
    // Whoever still has the form of before is told too.
    let sent = browser.post(&format!("{here}/cong"), &[], Origin::Own).await.is(303);
    browser.follow(&sent).await.is(200).says("Không cần nộp lại");
    assert_eq!(refusal(world.begins(&lan, &code).await), Refusal::BeingMatched);
    assert_eq!(world.attempts().await, ["succeeded"]);

    // A cashier says where it belongs: then what is missing is asked for, and no more.
    let hoa = world.portal.hoa().await;
    let event = world.portal.texts("SELECT id::text FROM bank_event").await.remove(0);
    let intent = world.portal.texts("SELECT id::text FROM payment_intent").await.remove(0);
    let finding = motcua::app::pay::Finding::Belongs(intent.parse().unwrap());
    motcua::app::pay::find_out(&world.portal.app, &hoa.actor, event.parse().unwrap(), &finding)
        .await
        .unwrap();
    browser.get(&here).await.is(200).says("Ông/bà cần nộp 1.000").says("Nội dung chuyển khoản");
    assert_eq!(notices(&world.portal).await, ["message-short 49000"]);
}

#[tokio::test]
async fn more_than_is_owed_is_told_with_what_happens_next() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let code = lan.submits("1.001612").await;
    let memo = portal.reference(&code).await;
    portal.hears(&memo, 70_000).await;
    assert_eq!(notices(&portal).await, ["message-over 20000"], "with the booking of what was owed");
    assert!(portal.dossier(&code).await.outstanding().is_zero());
    // And once more the whole amount, by mistake.
    portal.hears(&memo, 50_000).await;
    assert_eq!(notices(&portal).await, ["message-over 20000", "message-over 70000"]);
    let browser = lan.browser();
    browser.get("/thong-bao").await.is(200).says("nhiều hơn số phải nộp 70.000").says("đề nghị hoàn trả");
    browser.get("/en/thong-bao").await.is(200).says("proposes to pay it back");
}

#[tokio::test]
async fn money_after_the_end_is_told_and_exact_money_is_not() {
    let portal = Portal::new().await;
    let (lan, vinh) = (portal.lan().await, portal.vinh().await);
    let (code, other) = (lan.submits("1.001612").await, vinh.submits("1.001612").await);
    let memo = portal.reference(&code).await;
    lan.does(&code, Command::Withdraw { reason: String::new() }).await;
    portal.hears(&portal.reference(&other).await, 50_000).await;
    assert_eq!(notices(&portal).await, [""; 0], "what is owed came");
    portal.hears(&memo, 50_000).await;
    assert_eq!(notices(&portal).await, ["message-late-money 50000"]);
    let browser = lan.browser();
    browser.get("/thong-bao").await.is(200).says("sau khi hồ sơ").says("đề nghị hoàn trả");
    browser.get("/en/thong-bao").await.is(200).says("had ended");
    vinh.browser().get("/thong-bao").await.is(200).does_not_say("đề nghị hoàn trả");
}
