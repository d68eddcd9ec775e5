//! Money at the counter, in a real browser: cash is taken and its papers are printed; money goes back by two persons.

use motcua::{domain::ids::DossierCode, jobs};

use crate::{
    driver::{Browsers, Window},
    server::Served,
    support::people::cash,
};

/// Hoa is cashier of the one-stop, Hùng leads the agency that settles.
const HOA: &str = "0900000002";
const HUNG: &str = "0900000004";

async fn filed(served: &Served) -> DossierCode {
    served.portal.lan().await.submits("1.001612").await
}

/// What the address answers in this window: its status and the first bytes.
async fn fetched(window: &Window, path: &str) -> String {
    let script = "const done = arguments[1]; fetch(arguments[0]).then(async a => \
                  done(a.status + ' ' + (await a.text()).slice(0, 5))).catch(e => done(String(e)))";
    let given = vec![serde_json::Value::from(path)];
    window.driver.execute_async(script, given).await.unwrap().json().as_str().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn cash_is_taken_and_its_papers_are_printed() {
    let served = Served::new().await;
    let base = served.base.as_str();
    let browsers = Browsers::start().await;
    let code = filed(&served).await;
    let hoa = browsers.open(1366, 768).await;
    let mut found = Vec::new();
    hoa.signs_in(base, HOA).await;
    hoa.goto(&format!("{base}/mot-cua/ho-so/{code}")).await;
    hoa.presses_act("Xác nhận đã thu").await;
    hoa.looks("till-cash", &mut found).await;
    hoa.presses_the_main_button().await;
    hoa.reads("Đã ghi nhận tiền").await;
    hoa.presses_act("Tiếp nhận").await;
    hoa.reads("Đã tiếp nhận").await;
    hoa.goto(&format!("{base}/giay-hen/{code}")).await;
    hoa.reads("đã nộp").await;
    assert_eq!(fetched(&hoa, &format!("/giay-hen/{code}/pdf")).await, "200 %PDF-");

    jobs::drain(&served.portal.app).await;
    hoa.goto(&format!("{base}/mot-cua/bien-lai")).await;
    hoa.looks("till-receipts", &mut found).await;
    let receipt = served.portal.texts("SELECT id::text FROM receipt").await.concat();
    hoa.goto(&format!("{base}/mot-cua/bien-lai/{receipt}")).await;
    hoa.reads("50.000").await;
    hoa.looks("till-receipt", &mut found).await;
    assert_eq!(fetched(&hoa, &format!("/bien-lai/{receipt}/pdf")).await, "200 %PDF-");
    hoa.close().await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fee_goes_back_by_two_persons() {
    let served = Served::new().await;
    let base = served.base.as_str();
    let browsers = Browsers::start().await;
    let code = filed(&served).await;
    let officer = served.portal.hoa().await;
    officer.does(&code, cash(50_000)).await;
    // The fee of this procedure stays when it is refused, and goes back when it is withdrawn in time.
    served.portal.lan().await.withdraws(&code).await;
    let mut found = Vec::new();

    let lan = browsers.open(390, 844).await;
    lan.signs_in(base, "0900000001").await;
    lan.goto(&format!("{base}/ho-so/{code}")).await;
    lan.looks("till-payee-asked", &mut found).await;
    lan.presses("Cho biết nơi nhận tiền").await;
    lan.chooses_radio("way", "account").await;
    lan.chooses_at("f-bank", "970436").await;
    lan.types("number", "0071 001.234567").await;
    lan.presses("Tiếp tục").await;
    lan.reads("0071 0012 3456 7").await;
    lan.looks("till-payee-check", &mut found).await;
    lan.presses("Đúng, ghi lại").await;
    lan.reads("Nếu được duyệt, tiền chuyển về tài khoản …4567 Vietcombank").await;

    let desk = browsers.open(1280, 800).await;
    desk.signs_in(base, HUNG).await;
    desk.goto(&format!("{base}/mot-cua/thu-phi/hoan")).await;
    desk.looks("till-refunds", &mut found).await;
    desk.presses(code.as_str()).await;
    desk.looks("till-refund", &mut found).await;
    desk.presses("Duyệt hoàn").await;
    desk.reads("Đã duyệt").await;

    desk.signs_in(base, HOA).await;
    let page = served.portal.texts("SELECT '/mot-cua/thu-phi/hoan/' || id FROM refund").await.concat();
    desk.goto(&format!("{base}{page}")).await;
    desk.types("reference", "FT9").await;
    desk.reads("HOAN H48").await;
    desk.looks("till-payout", &mut found).await;
    desk.presses("Đã chi tiền").await;

    lan.goto(&format!("{base}/ho-so/{code}")).await;
    lan.reads("Đã hoàn 50.000").await;
    lan.reads("về tài khoản …4567 Vietcombank, mã FT9").await;
    found.extend(lan.faults().await);
    lan.close().await;
    desk.close().await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}
