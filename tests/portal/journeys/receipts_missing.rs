//! Payments without a receipt that holds: counted by reason wherever money is looked at, each number opened, nothing kept from being done.

use motcua::{domain::ids::DossierCode, jobs, store::receipt::Receipt};

use super::receipts::{of, paid};
use crate::support::{people::Person, portal::Portal};

const LIST: &str = "/mot-cua/bien-lai/chua-phat-hanh";

/// Lan's dossier, paid, with its fee's receipt cancelled and its money kept; the code and that receipt.
async fn cancelled(portal: &Portal, lan: &Person<'_>, hoa: &Person<'_>) -> (DossierCode, Receipt) {
    let code = paid(portal, lan, hoa).await;
    let fee = of(portal, &code).await.remove(1);
    let cashier = hoa.browser();
    let form = cashier.get(&format!("/mot-cua/bien-lai/{}/huy", fee.id)).await.is(200).form("/huy");
    cashier.submit(&form.with("reason", "bấm nhầm nút")).await.is(303);
    (code, fee)
}

#[tokio::test]
async fn payments_without_a_receipt_that_holds_are_counted_by_reason_and_each_number_opens() {
    let portal = Portal::at("2026-11-23 08:00").await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let cashier = hoa.browser();
    paid(&portal, &lan, &hoa).await;
    cashier.get("/mot-cua/thu-phi/doi-chieu").await.is(200).does_not_say("chưa có biên lai còn hiệu lực");
    let (code, fee) = cancelled(&portal, &lan, &hoa).await;
    // Of charges no number is left, of fees some are: the dossier has both.
    portal
        .sql("UPDATE receipt_range SET next_number = last_number + 1 WHERE agency = 'H48.101.01' AND kind = 'charge'")
        .await
        .unwrap();
    let waits = paid(&portal, &lan, &hoa).await;
    let money = |dong: i64| {
        motcua::i18n::format::dong(motcua::i18n::Locale::Vi, dong).replace(char::is_whitespace, " ")
    };
    for path in ["/mot-cua/thu-phi", "/mot-cua/thu-phi/doi-chieu", "/mot-cua/bien-lai"] {
        let page = cashier.get(path).await.is(200).says("2 khoản thu chưa có biên lai còn hiệu lực");
        let opened = cashier.get(&page.link_named("Biên lai đã hủy và chưa lập lại")).await.is(200);
        let opened = opened.says(code.as_str()).says(&money(fee.amount.dong())).does_not_say(waits.as_str());
        assert!(
            opened.text.contains(&format!("/mot-cua/bien-lai/{}\"", fee.id)),
            "what to do is one click away"
        );
        assert!(!opened.has_form("/chua-phat-hanh"), "another try gives no receipt for what was cancelled");
        let opened =
            cashier.get(&page.link_named("Chưa có hoặc đã hết số biên lai của năm thu")).await.is(200);
        opened.says(waits.as_str()).does_not_say(code.as_str()).says("thêm dải số tại Quản trị, Biên lai");
    }
    cashier.get(&format!("/en{LIST}")).await.is(200).says("2 payments have no receipt that holds");

    // The day is closed all the same.
    portal.it_is("2026-11-25 08:00");
    let day = cashier.get("/mot-cua/thu-phi/doi-chieu?ngay=2026-11-23").await.is(200);
    cashier.submit(&day.says("2 khoản thu chưa có biên lai").form("/khoa")).await.is(303);
    assert_eq!(portal.texts("SELECT count(*)::text FROM day_close").await, ["1"]);

    // What was cancelled is given again, what waited has its numbers: nothing is left.
    let again = cashier.get(&format!("/mot-cua/bien-lai/{}/lap-lai", fee.id)).await.is(200).form("/lap-lai");
    cashier.submit(&again.with("reason", "hủy do bấm nhầm")).await.is(303);
    cashier.get("/mot-cua/thu-phi").await.is(200).says("1 khoản thu chưa có biên lai còn hiệu lực");
    portal
        .sql("UPDATE receipt_range SET next_number = 1 + (SELECT count(*) FROM receipt t WHERE t.range_id = receipt_range.id)
              WHERE agency = 'H48.101.01' AND kind = 'charge' AND year = 2026")
        .await
        .unwrap();
    cashier.get(LIST).await.is(200).says("Đang chờ lập").does_not_say("đã hết số biên lai");
    let form = cashier.get(LIST).await.form("/chua-phat-hanh");
    cashier.submit(&form).await.is(303);
    jobs::drain(&portal.app).await;
    cashier.get(LIST).await.is(200).says("Mọi khoản thu đều đã có biên lai");
}

#[tokio::test]
async fn money_that_went_back_needs_no_receipt_and_what_was_lowered_too_early_is_told() {
    let portal = Portal::new().await;
    let (lan, hoa, hung, trang) =
        (portal.lan().await, portal.hoa().await, portal.hung().await, portal.trang().await);
    let (code, fee) = cancelled(&portal, &lan, &hoa).await;
    hoa.accepts(&code).await;
    let (cashier, leader) = (hoa.browser(), hung.browser());
    // A leader of the agency sees the list and does nothing with it; another one-stop sees none of it.
    let seen = leader.get(LIST).await.is(200).says(code.as_str());
    assert!(!seen.has_form("/chua-phat-hanh") && !seen.text.contains(&fee.id.to_string()));
    trang.browser().get(LIST).await.is(200).does_not_say(code.as_str());
    trang.browser().get(&format!("{LIST}?don-vi=H48.101.01")).await.is(403);

    let form = cashier.get(&format!("/mot-cua/ho-so/{code}/hoan-phi")).await.is(200).form("/hoan-phi");
    let amount = fee.amount.dong().to_string();
    cashier.submit(&form.with("note", "Thu nhầm").with("amount", &amount)).await.is(303);
    cashier.get(LIST).await.says(code.as_str());
    let refund = portal.texts("SELECT id::text FROM refund WHERE state = 'requested'").await.remove(0);
    let approve = leader.get(&format!("/mot-cua/thu-phi/hoan/{refund}")).await.is(200).form("/phe-duyet");
    leader.submit(&approve).await.is(303);
    cashier.get(LIST).await.is(200).says("Mọi khoản thu đều đã có biên lai").does_not_say(code.as_str());

    // Of another dossier some was taken off a receipt, and nothing went back.
    let other = paid(&portal, &lan, &hoa).await;
    let charge = of(&portal, &other).await.remove(0);
    let path = format!("/mot-cua/bien-lai/{}/dieu-chinh", charge.id);
    let form = cashier.get(&path).await.is(200).form("/dieu-chinh");
    let form = form.with("reason", "hoàn một phần").with("line", "0").with("off", "10.000");
    cashier.submit(&form).await.is(303);
    let told = cashier.get(LIST).await.is(200).says("Biên lai ghi ít hơn số tiền đang giữ");
    told.says(other.as_str()).says("10.000").does_not_say(code.as_str());
}
