//! Paying as a citizen on a phone does it, through the sandbox's pages: the platform with its refusals and closed windows, and a
//! transfer with the code of the page. Chromium looks at where forms lead, so the way out of the portal is tried here too.

use chrono::TimeDelta;
use motcua::{
    app::payable,
    domain::{ids::DossierCode, policy},
    store::{dossier::Key, view},
};

use crate::{
    driver::{Browsers, Window},
    support::paying::Paying,
};

const PAY: &str = "form[action$='/nop-phi/cong'] button";

/// Chooses what the payer does on the platform's page.
async fn chooses(window: &Window, choice: &str) {
    window.find(&format!("button[value='{choice}']")).await.click().await.unwrap();
}

/// Goes from the page of the fee to the page of the platform.
async fn to_the_platform(window: &Window, world: &Paying, code: &DossierCode) -> String {
    window.goto(&format!("{}/ho-so/{code}/nop-phi", world.base)).await;
    // While a payment is being checked the ways to pay are folded away.
    let unfold = "document.querySelectorAll('main details').forEach((details) => { details.open = true; })";
    window.driver.execute(unfold, vec![]).await.unwrap();
    window.find(PAY).await.click().await.unwrap();
    // The portal asks the platform first, and the browser goes when it has its answer.
    let mut path = window.path().await;
    for _ in 0..200 {
        if path.starts_with("/pay/dvc") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        path = window.path().await;
    }
    assert!(path.starts_with("/pay/dvc"), "the form leads to {path}:\n{}", window.text().await);
    path
}

/// Waits until the page says this, loading itself again.
async fn until_it_reads(window: &Window, words: &str) {
    for _ in 0..200 {
        if window.text().await.contains(words) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    window.reads(words).await;
}

/// Lan on her phone, and a dossier for which 50,000 đồng are owed.
async fn lan_owes(world: &Paying, browsers: &Browsers) -> (Window, DossierCode) {
    let code = world.owed(&world.portal.lan().await).await;
    let window = browsers.open(390, 844).await;
    window.signs_in(&world.base, "0900000001").await;
    (window, code)
}

#[tokio::test(flavor = "multi_thread")]
async fn paid_through_the_platform() {
    let world = Paying::new().await;
    let browsers = Browsers::start().await;
    let (lan, code) = lan_owes(&world, &browsers).await;
    lan.goto(&format!("{}/ho-so/{code}/nop-phi", world.base)).await;
    let mut found = lan.faults().await;
    lan.shot("pay-platform").await;
    to_the_platform(&lan, &world, &code).await;
    lan.reads("50000 đồng").await;
    for width in [320, 390, 1280] {
        lan.becomes(width, 700).await;
        assert_eq!(lan.overflow().await, 0, "the sandbox's page at {width}");
    }
    lan.becomes(390, 844).await;
    chooses(&lan, "pay").await;
    until_it_reads(&lan, "Đã nộp xong").await;
    assert!(lan.path().await.starts_with("/thanh-toan/ve/dvc"), "{}", lan.path().await);
    found.extend(lan.faults().await);
    lan.shot("pay-done").await;
    lan.presses("Xem hồ sơ").await;
    assert!(lan.path().await.ends_with(code.as_str()), "{}", lan.path().await);
    assert_eq!(world.booked().await, ["platform 50000"]);
    assert!(found.is_empty(), "{}", found.join("\n"));
    lan.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_at_first_and_paid_after_all() {
    let world = Paying::new().await;
    let browsers = Browsers::start().await;
    let (lan, code) = lan_owes(&world, &browsers).await;
    to_the_platform(&lan, &world, &code).await;
    chooses(&lan, "refuse").await;
    until_it_reads(&lan, "Lần thanh toán này chưa xong").await;
    let found = lan.faults().await;
    lan.shot("pay-failed").await;
    lan.presses("Về trang nộp phí").await;
    until_it_reads(&lan, "Ông/bà cần nộp").await;
    world.portal.clock.advance(TimeDelta::seconds(1));
    to_the_platform(&lan, &world, &code).await;
    chooses(&lan, "late").await;
    world.sandbox.settled().await;
    lan.driver.refresh().await.unwrap();
    lan.reads("Đã nộp xong").await;
    assert_eq!(world.attempts().await, ["failed", "succeeded"]);
    assert_eq!(world.booked().await, ["platform 50000"]);
    assert!(found.is_empty(), "{}", found.join("\n"));
    lan.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_window_is_being_checked_and_can_be_opened_again() {
    let world = Paying::new().await;
    let browsers = Browsers::start().await;
    let (lan, code) = lan_owes(&world, &browsers).await;
    let pay = to_the_platform(&lan, &world, &code).await;
    chooses(&lan, "close").await;
    lan.goto(&format!("{}/ho-so/{code}/nop-phi", world.base)).await;
    lan.reads("đang được kiểm tra với ngân hàng").await;
    let mut found = lan.faults().await;
    lan.presses("Xem kết quả kiểm tra").await;
    lan.reads("Đang kiểm tra với ngân hàng").await;
    // While it loads itself again, the page goes from under the checker's feet: it is looked at when it stands still.
    lan.presses("Ngừng tự kiểm tra").await;
    lan.reads("Kiểm tra lại").await;
    found.extend(lan.faults().await);
    lan.shot("pay-checking").await;
    assert_eq!(to_the_platform(&lan, &world, &code).await, pay, "the same one");
    chooses(&lan, "pay").await;
    until_it_reads(&lan, "Đã nộp xong").await;
    assert_eq!(world.attempts().await, ["succeeded"]);
    assert!(found.is_empty(), "{}", found.join("\n"));
    lan.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_click_and_the_back_button_pay_once() {
    let world = Paying::new().await;
    let browsers = Browsers::start().await;
    let (lan, code) = lan_owes(&world, &browsers).await;
    let here = format!("{}/ho-so/{code}/nop-phi", world.base);
    lan.goto(&here).await;
    let twice = format!("const button = document.querySelector(\"{PAY}\"); button.click(); button.click();");
    lan.driver.execute(&twice, vec![]).await.unwrap();
    until_it_reads(&lan, "50000 đồng").await;
    let pay = lan.path().await;
    assert_eq!(world.attempts().await, ["pending"], "two clicks are one try");

    lan.driver.back().await.unwrap();
    lan.reads("50.000").await;
    assert_eq!(to_the_platform(&lan, &world, &code).await, pay);
    chooses(&lan, "pay").await;
    until_it_reads(&lan, "Đã nộp xong").await;
    // Back to the platform, whose page may be an old one that offers to pay: it is paid once. And the portal knows.
    lan.driver.back().await.unwrap();
    until_it_reads(&lan, "50000 đồng").await;
    if lan.has("button[value='pay']").await {
        chooses(&lan, "pay").await;
        until_it_reads(&lan, "Đã nộp xong").await;
    }
    assert_eq!(world.sandbox.moved().len(), 1);
    lan.goto(&here).await;
    lan.reads("Ông/bà đã nộp đủ").await;
    assert!(!lan.has(PAY).await);
    assert_eq!((world.attempts().await.len(), world.booked().await), (1, vec!["platform 50000".to_owned()]));
    lan.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn paid_with_the_code_of_the_page() {
    let world = Paying::new().await;
    let browsers = Browsers::start().await;
    let (lan, code) = lan_owes(&world, &browsers).await;
    let here = format!("{}/ho-so/{code}/nop-phi", world.base);
    lan.goto(&here).await;
    let loaded = "const i = document.querySelector('.pay-qr img'); return [String(i.complete && i.naturalWidth > 400)]";
    assert_eq!(lan.ask(loaded, vec![]).await, ["true"], "the code is to be seen");
    // What a bank's app would read in the picture.
    let actor = world.portal.lan().await.actor;
    let key = Key::Code(code.clone());
    let view = view::of(&world.portal.app.db, &policy::scope(&actor), &key).await.unwrap().unwrap();
    let payable = payable::of(&world.portal.app, &view).await.unwrap().unwrap();
    let payload = payable.transfer.unwrap().payload.unwrap();

    let bank = browsers.open(390, 844).await;
    bank.goto(&format!("{}/bank", world.bank)).await;
    bank.becomes(320, 700).await;
    assert_eq!(bank.overflow().await, 0, "the bank's page at 320");
    bank.types("code", "000201").await;
    bank.presses("Chuyển tiền").await;
    bank.reads("Chưa đọc được").await;
    bank.types("code", &payload).await;
    bank.presses("Chuyển tiền").await;
    bank.reads("Đã chuyển 50000 đồng").await;
    world.sandbox.settled().await;

    lan.presses("Tôi đã chuyển, kiểm tra lại").await;
    lan.reads("Ông/bà đã nộp đủ").await;
    let found = lan.faults().await;
    assert_eq!(world.booked().await, ["transfer 50000"]);
    assert!(found.is_empty(), "{}", found.join("\n"));
    lan.close().await;
    bank.close().await;
}
