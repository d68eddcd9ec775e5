//! What money does after it was booked or held: it goes back, it is enough for something else, and the receipts follow it.

use motcua::{
    app::pay::{self, Became, Heard},
    domain::{
        command::PayMethod, ids::DossierCode, receipt_chain::State, settlement::Source, status::Status,
    },
    jobs,
};

use super::receipts::{holding, of};
use crate::support::{
    page::Page,
    people::{Person, agency, by_decision, day, dong},
    portal::{Portal, local},
};

fn transfer(number: &str, amount: i64, memo: &str) -> Heard {
    Heard {
        source: Source::Bank,
        key: format!("bank:4800000010101:{number}"),
        method: PayMethod::Transfer,
        account: Some("4800000010101".to_owned()),
        amount: dong(amount),
        success: true,
        code: None,
        at: local("2026-11-23 08:00"),
        number: Some(number.to_owned()),
        memo: Some(memo.to_owned()),
        payer: None,
        payer_account: None,
        attempt: None,
        by: None,
    }
}

async fn any_reference(portal: &Portal, code: &DossierCode) -> String {
    let sql = format!(
        "SELECT i.reference FROM payment_intent i JOIN dossier d ON d.id = i.dossier_id
         WHERE d.code = '{code}' ORDER BY i.created_at LIMIT 1"
    );
    portal.texts(&sql).await.concat()
}

async fn refunds(portal: &Portal) -> Vec<String> {
    let sql = "SELECT concat_ws(' ', cause, of_held, of_booked, state) FROM refund ORDER BY requested_at, id";
    portal.texts(sql).await
}

async fn open_refund(portal: &Portal) -> String {
    let sql = "SELECT id::text FROM refund WHERE state IN ('requested', 'approved')";
    format!("/mot-cua/thu-phi/hoan/{}", portal.texts(sql).await.concat())
}

async fn asks_back(hoa: &Person<'_>, code: &DossierCode, amount: &str) {
    let desk = hoa.browser();
    let form = desk.get(&format!("/mot-cua/ho-so/{code}/hoan-phi")).await.is(200).form("/hoan-phi");
    let form = form.with("note", "Thu nhầm mức phí của năm trước").with("amount", amount);
    desk.submit(&form).await.is(303);
}

async fn says_yes(leader: &Person<'_>, page: &str) -> Page {
    let desk = leader.browser();
    let form = desk.get(page).await.is(200).form("/phe-duyet");
    desk.submit(&form).await
}

async fn says_no(person: &Person<'_>, page: &str) -> Page {
    let desk = person.browser();
    let form = desk.get(page).await.is(200).form("/tu-choi").with("reason", "Khoản này thu đúng quy định");
    desk.submit(&form).await
}

async fn pays_out(hoa: &Person<'_>, page: &str) {
    let desk = hoa.browser();
    let form = desk.get(page).await.is(200).form("/chi").with("reference", "FT900");
    desk.submit(&form).await.is(303);
}

#[tokio::test]
async fn what_went_back_is_neither_paid_nor_owed() {
    let portal = Portal::new().await;
    let (lan, hoa, hung, tuan) =
        (portal.lan().await, portal.hoa().await, portal.hung().await, portal.tuan().await);
    let code = lan.submits("1.001612").await;
    hoa.takes(&code, 50_000).await;
    asks_back(&hoa, &code, "20.000").await;
    let page = open_refund(&portal).await;
    says_yes(&hung, &page).await.is(303);
    pays_out(&hoa, &page).await;
    let after = portal.dossier(&code).await;
    assert_eq!((after.fee_total, after.fee_paid), (dong(30_000), dong(30_000)));
    // Nobody is asked for it again, not even for acceptance.
    hoa.accepts(&code).await;
    hoa.forwards(&code).await;
    let more = by_decision(15_000, "Phí thẩm định thực địa");
    tuan.does(&code, more).await;
    assert_eq!(portal.dossier(&code).await.outstanding(), dong(15_000), "all of the new demand");
    hoa.takes(&code, 15_000).await;
    lan.browser().get(&format!("/ho-so/{code}")).await.is(200).says("65.000").says("Đã hoàn 20.000");
}

#[tokio::test]
async fn the_receipts_say_less_after_a_refund_and_nothing_after_all_of_it() {
    let portal = Portal::new().await;
    let (lan, hoa, hung) = (portal.lan().await, portal.hoa().await, portal.hung().await);
    let code = super::receipts::paid(&portal, &lan, &hoa).await;
    let before = of(&portal, &code).await;
    let (charge, fee) = (before[0].amount.dong(), before[1].amount.dong());
    asks_back(&hoa, &code, "10.000").await;
    let page = open_refund(&portal).await;
    says_yes(&hung, &page).await.is(303);
    pays_out(&hoa, &page).await;
    jobs::drain(&portal.app).await;
    let after = of(&portal, &code).await;
    assert_eq!(holding(&after), charge + fee - 10_000);
    let adjusted = after.iter().find(|one| one.link().state() == State::Adjusted).unwrap();
    let said = &adjusted.marks[0].reason;
    assert!(said.contains("10.000") && said.contains("Cơ quan"), "{said}");

    hoa.rejects(&code, "Không thuộc thẩm quyền giải quyết").await;
    let page = open_refund(&portal).await;
    says_yes(&hung, &page).await.is(303);
    pays_out(&hoa, &page).await;
    jobs::drain(&portal.app).await;
    let ended = of(&portal, &code).await;
    let back: i64 = portal.texts("SELECT sum(of_booked)::text FROM refund").await[0].parse().unwrap();
    assert_eq!(holding(&ended), charge + fee - back, "they stand for what is paid");
    // Doing it again takes nothing more off.
    let now = portal.app.clock.now();
    let mut tx = portal.app.db.begin().await.unwrap();
    let payload = serde_json::json!({ "dossier": portal.dossier(&code).await.id });
    motcua::store::job::put(&mut tx, "issue-receipts", "again", &payload, (now, now)).await.unwrap();
    tx.commit().await.unwrap();
    jobs::drain(&portal.app).await;
    assert_eq!(of(&portal, &code).await.len(), ended.len());
}

#[tokio::test]
async fn what_a_cashier_took_off_by_hand_is_not_taken_off_twice() {
    let portal = Portal::new().await;
    let (lan, hoa, hung) = (portal.lan().await, portal.hoa().await, portal.hung().await);
    let code = super::receipts::paid(&portal, &lan, &hoa).await;
    let before = of(&portal, &code).await;
    let cashier = hoa.browser();
    let path = format!("/mot-cua/bien-lai/{}/dieu-chinh", before[0].id);
    let form = cashier.get(&path).await.is(200).form("/dieu-chinh").with("reason", "Hoàn một phần phí");
    cashier.submit(&form.with("line", "0").with("off", "10.000")).await.is(303);
    asks_back(&hoa, &code, "10.000").await;
    let page = open_refund(&portal).await;
    says_yes(&hung, &page).await.is(303);
    pays_out(&hoa, &page).await;
    jobs::drain(&portal.app).await;
    let sum: i64 = before.iter().map(|one| one.amount.dong()).sum();
    assert_eq!(holding(&of(&portal, &code).await), sum - 10_000);
}

#[tokio::test]
async fn money_that_is_held_is_booked_once_it_is_enough_for_what_is_owed() {
    let portal = Portal::at("2026-11-23 09:00").await;
    let (hoa, tuan) = (portal.hoa().await, portal.tuan().await);
    let code = hoa.files("1.001612").walk_in("Trần Văn Bảy").taken_in().await;
    hoa.forwards(&code).await;
    let memo = any_reference(&portal, &code).await;
    pay::hear(&portal.app, &transfer("FT1", 105_000, &memo)).await.unwrap();
    assert!(portal.dossier(&code).await.outstanding().is_zero());
    assert_eq!(refunds(&portal).await, ["overpaid 5000 0 requested"]);
    let more = by_decision(5_000, "Phí thẩm định thực địa");
    tuan.does(&code, more).await;
    let open = "SELECT reference FROM payment_intent WHERE closed_at IS NULL";
    assert_eq!(portal.texts(open).await, [""; 0], "nothing has to be paid");
    jobs::drain(&portal.app).await;
    let after = portal.dossier(&code).await;
    assert_eq!((after.status, after.outstanding()), (Status::Processing, dong(0)), "the clock runs again");
    assert_eq!(refunds(&portal).await, [""; 0], "nothing is too much any more");
    assert_eq!(
        portal.texts("SELECT method || ' ' || amount FROM payment ORDER BY amount DESC").await,
        ["transfer 100000", "transfer 5000"]
    );
}

#[tokio::test]
async fn what_was_said_about_money_is_kept_although_it_cannot_be_booked_yet() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let code = lan.submits("1.001612").await;
    let memo = any_reference(&portal, &code).await;
    // No calendar of that year: the time to answer cannot be counted, so the payment cannot be booked.
    portal.it_is("2035-03-05 08:00");
    let became = pay::hear(&portal.app, &transfer("FT1", 50_000, &memo)).await.unwrap();
    assert!(matches!(became, Became::Held(_)), "{became:?}");
    assert_eq!(portal.dossier(&code).await.outstanding(), dong(50_000));
    assert_eq!(portal.texts("SELECT key FROM bank_event").await, ["bank:4800000010101:FT1"]);
    assert_eq!(portal.texts("SELECT kind FROM event_match").await, ["reference"]);
    let waits = "SELECT state FROM job WHERE kind = 'book-money'";
    assert_eq!(portal.texts(waits).await, ["ready"]);
}

#[tokio::test]
async fn nobody_agrees_to_an_amount_that_they_did_not_see() {
    let portal = Portal::new().await;
    let (lan, hung) = (portal.lan().await, portal.hung().await);
    let code = lan.submits("1.001612").await;
    let memo = any_reference(&portal, &code).await;
    pay::hear(&portal.app, &transfer("FT1", 55_000, &memo)).await.unwrap();
    let page = open_refund(&portal).await;
    let leader = hung.browser();
    let seen = leader.get(&page).await.is(200).says("5.000").form("/phe-duyet");
    pay::hear(&portal.app, &transfer("FT2", 50_000, &memo)).await.unwrap();
    assert_eq!(refunds(&portal).await, ["overpaid 55000 0 requested"]);
    let refused = leader.submit(&seen).await.is(303);
    leader.follow(&refused).await.is(200).says("Số tiền hoàn nay là 55.000");
    assert_eq!(refunds(&portal).await, ["overpaid 55000 0 requested"]);
    says_yes(&hung, &page).await.is(303);
    assert_eq!(refunds(&portal).await, ["overpaid 55000 0 approved"]);
}

#[tokio::test]
async fn what_was_agreed_to_can_be_called_off_and_then_pays_what_is_owed() {
    let portal = Portal::at("2026-11-23 09:00").await;
    let (hoa, hung, tuan) = (portal.hoa().await, portal.hung().await, portal.tuan().await);
    let code = hoa.files("1.001612").walk_in("Trần Văn Bảy").taken_in().await;
    hoa.forwards(&code).await;
    let memo = any_reference(&portal, &code).await;
    pay::hear(&portal.app, &transfer("FT1", 105_000, &memo)).await.unwrap();
    let page = open_refund(&portal).await;
    says_yes(&hung, &page).await.is(303);
    let more = by_decision(5_000, "Phí thẩm định thực địa");
    tuan.does(&code, more).await;
    jobs::drain(&portal.app).await;
    assert_eq!(portal.dossier(&code).await.status, Status::PaymentRequested, "it was to go back");
    says_no(&hung, &page).await.is(303);
    jobs::drain(&portal.app).await;
    assert_eq!(refunds(&portal).await, ["overpaid 5000 0 declined"]);
    assert_eq!(portal.dossier(&code).await.status, Status::Processing);
}

#[tokio::test]
async fn a_refund_that_was_declined_comes_again_only_when_something_changed() {
    let portal = Portal::new().await;
    let (lan, hung) = (portal.lan().await, portal.hung().await);
    let code = lan.submits("1.001612").await;
    let memo = any_reference(&portal, &code).await;
    pay::hear(&portal.app, &transfer("FT1", 55_000, &memo)).await.unwrap();
    says_no(&hung, &open_refund(&portal).await).await.is(303);
    jobs::drain(&portal.app).await;
    assert_eq!(refunds(&portal).await, ["overpaid 5000 0 declined"]);
    portal.clock.advance(chrono::TimeDelta::minutes(1));
    pay::hear(&portal.app, &transfer("FT2", 1_000, &memo)).await.unwrap();
    assert_eq!(refunds(&portal).await, ["overpaid 5000 0 declined", "overpaid 6000 0 requested"]);
}

#[tokio::test]
async fn whoever_asked_for_a_refund_may_take_it_back_and_never_agree_to_it() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.001612").await;
    hoa.takes(&code, 50_000).await;
    asks_back(&hoa, &code, "20.000").await;
    let page = open_refund(&portal).await;
    assert!(!hoa.browser().get(&page).await.is(200).says("Rút lại đề nghị này").has_form("/phe-duyet"));
    says_no(&hoa, &page).await.is(303);
    assert_eq!(refunds(&portal).await, ["agency-error 0 20000 declined"]);
    asks_back(&hoa, &code, "5.000").await;
}

#[tokio::test]
async fn what_was_asked_back_and_is_owed_by_now_is_not_agreed_to() {
    let portal = Portal::at("2026-11-23 09:00").await;
    let (hoa, hung, tuan) = (portal.hoa().await, portal.hung().await, portal.tuan().await);
    let code = hoa.files("1.001612").walk_in("Trần Văn Bảy").taken_in().await;
    hoa.forwards(&code).await;
    let memo = any_reference(&portal, &code).await;
    pay::hear(&portal.app, &transfer("FT1", 105_000, &memo)).await.unwrap();
    asks_back(&hoa, &code, "5.000").await;
    let page = open_refund(&portal).await;
    let leader = hung.browser();
    let approve = leader.get(&page).await.is(200).form("/phe-duyet");
    // Before anybody agrees, what is too much is needed.
    let more = by_decision(5_000, "Phí thẩm định thực địa");
    tuan.does(&code, more).await;
    jobs::drain(&portal.app).await;
    assert_eq!(portal.dossier(&code).await.outstanding(), dong(0), "it pays what is owed");
    let said = leader.submit(&approve).await.is(303);
    let now = leader.follow(&said).await.says("Chỉ được hoàn tối đa");
    assert!(!now.has_form("/phe-duyet"), "a button never lies");
    assert!(!leader.get(&page).await.says("Chỉ được hoàn tối đa").has_form("/phe-duyet"));
    assert_eq!(refunds(&portal).await, ["agency-error 5000 0 requested"]);
}

#[tokio::test]
async fn what_comes_while_a_refund_is_under_way_is_not_forgotten() {
    let portal = Portal::new().await;
    let (lan, hoa, hung) = (portal.lan().await, portal.hoa().await, portal.hung().await);
    let code = lan.submits("1.001612").await;
    let memo = any_reference(&portal, &code).await;
    pay::hear(&portal.app, &transfer("FT1", 55_000, &memo)).await.unwrap();
    let page = open_refund(&portal).await;
    says_yes(&hung, &page).await.is(303);
    pay::hear(&portal.app, &transfer("FT2", 3_000, &memo)).await.unwrap();
    assert_eq!(refunds(&portal).await, ["overpaid 5000 0 approved"], "one at a time");
    portal.clock.advance(chrono::TimeDelta::minutes(1));
    pays_out(&hoa, &page).await;
    jobs::drain(&portal.app).await;
    assert_eq!(refunds(&portal).await, ["overpaid 5000 0 paid-out", "overpaid 3000 0 requested"]);
    // What went back is gone from the day's money.
    let day = motcua::app::balance::day(&portal.app, &agency("H48.101.01"), day("2026-11-23")).await.unwrap();
    let table = day.table().unwrap();
    assert_eq!([table.held_back.amount, table.surplus.amount], [dong(5_000), dong(3_000)]);
    assert_eq!(day.breaks().unwrap(), []);
}
