//! Receipts of what was paid: issued by themselves, one kind each, numbers without a gap.

use futures_util::future::join_all;
use motcua::{
    app::receipts,
    domain::ids::{DossierCode, DossierId},
    jobs,
    store::{self, receipt::Receipt, receipt::Which},
    web::server::{self, Options},
};

use crate::support::{
    people::{Person, by_decision},
    portal::Portal,
};

/// All receipts of a dossier, in order.
pub(super) async fn of(portal: &Portal, code: &DossierCode) -> Vec<Receipt> {
    let id = portal.dossier(code).await.id;
    store::receipt::find(&portal.app.db, Which::Dossier(id.uuid())).await.unwrap()
}

/// `charge 300000 26TAA 1`.
fn told(all: &[Receipt]) -> Vec<String> {
    all.iter()
        .map(|r| format!("{} {} {} {}", r.contents.kind, r.amount.dong(), r.name.symbol, r.name.number.get()))
        .collect()
}

/// Lan's dossier with a charge and a fee, all of it paid in cash to Hoa; jobs are done.
pub(super) async fn paid(portal: &Portal, lan: &Person<'_>, hoa: &Person<'_>) -> DossierCode {
    let code = lan.submits("1.012784").await;
    pays(portal, hoa, &code).await;
    jobs::drain(&portal.app).await;
    code
}

async fn pays(portal: &Portal, hoa: &Person<'_>, code: &DossierCode) {
    let outstanding = portal.dossier(code).await.outstanding();
    hoa.takes(code, outstanding.dong()).await;
}

/// How much the receipts of a dossier stand for.
pub(super) fn holding(all: &[Receipt]) -> i64 {
    all.iter().map(|receipt| receipt.link().holds().dong()).sum()
}

async fn booked(portal: &Portal, id: DossierId) -> i64 {
    let sql = format!("SELECT coalesce(sum(amount), 0)::text FROM payment WHERE dossier_id = '{id}'");
    portal.texts(&sql).await[0].parse().unwrap()
}

/// Tries the dossier once more, as a job that runs a second time.
async fn issue_again(portal: &Portal, id: DossierId, n: usize) {
    let now = portal.app.clock.now();
    let mut tx = portal.app.db.begin().await.unwrap();
    let payload = serde_json::json!({ "dossier": id });
    store::job::put(&mut tx, "issue-receipts", &format!("again:{id}:{n}"), &payload, (now, now))
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn what_was_paid_has_a_receipt_for_charges_and_one_for_fees_to_the_dong() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = paid(&portal, &lan, &hoa).await;
    let id = portal.dossier(&code).await.id;
    let all = of(&portal, &code).await;
    assert_eq!(all.len(), 2, "{:?}", told(&all));
    assert!(told(&all)[0].starts_with("charge ") && told(&all)[0].ends_with(" 26TAA 1"), "{:?}", told(&all));
    assert!(told(&all)[1].starts_with("fee ") && told(&all)[1].ends_with(" 26TAB 1"), "{:?}", told(&all));
    assert_eq!(holding(&all), booked(&portal, id).await);
    let first = &all[0];
    assert_eq!(first.contents.payer.name, "Nguyễn Thị Lan");
    assert_eq!(first.contents.dossier, code.as_str());
    assert_ne!(first.check, all[1].check);
    assert!(all.iter().all(|receipt| receipt.paper.is_some()), "they are signed");

    // the same job again, twice at once
    for n in 0..2 {
        issue_again(&portal, id, n).await;
    }
    jobs::drain(&portal.app).await;
    assert_eq!(told(&of(&portal, &code).await), told(&all));
}

#[tokio::test]
async fn money_asked_for_later_has_a_receipt_with_its_reason() {
    let portal = Portal::new().await;
    let (hoa, tuan) = (portal.hoa().await, portal.tuan().await);
    let code = hoa.files("1.001612").walk_in("Trần Văn Bảy").taken_in().await;
    pays(&portal, &hoa, &code).await;
    jobs::drain(&portal.app).await;
    hoa.forwards(&code).await;
    tuan.does(&code, by_decision(20_000, "Phí thẩm định lại")).await;
    pays(&portal, &hoa, &code).await;
    jobs::drain(&portal.app).await;
    let all = of(&portal, &code).await;
    assert_eq!(told(&all), ["fee 100000 26TAB 1", "fee 20000 26TAB 2"]);
    assert_eq!(
        all[1].contents.what_for(),
        "Phí thẩm định lại (Văn bản số 15/QĐ-UBND ngày 01/12/2025 của UBND tỉnh Quảng Ngãi)"
    );
    assert_eq!(holding(&all), 120_000);
}

#[tokio::test]
async fn each_payment_has_the_reason_it_was_asked_for_with_however_late_its_receipt_is_issued() {
    let portal = Portal::new().await;
    let (hoa, tuan) = (portal.hoa().await, portal.tuan().await);
    let code = hoa.files("1.001612").walk_in("Trần Văn Bảy").taken_in().await;
    pays(&portal, &hoa, &code).await;
    hoa.forwards(&code).await;
    for (extra, reason) in [(20_000, "Phí thẩm định lại"), (5_000, "Phí in bản đồ")] {
        portal.clock.advance(chrono::TimeDelta::minutes(1));
        tuan.does(&code, by_decision(extra, reason)).await;
        pays(&portal, &hoa, &code).await;
    }
    jobs::drain(&portal.app).await;
    let mut said: Vec<String> = of(&portal, &code).await.iter().map(|r| r.contents.what_for()).collect();
    said.sort();
    assert!(said[1].starts_with("Phí in bản đồ (Văn bản số"), "{said:?}");
    assert!(said[2].starts_with("Phí thẩm định lại (Văn bản số"), "{said:?}");
    assert_eq!(said.len(), 3);
}

#[tokio::test]
async fn without_a_certificate_a_real_portal_issues_nothing_and_says_why() {
    let mut portal = Portal::new().await;
    let (before, id) = {
        let (lan, hoa) = (portal.lan().await, portal.hoa().await);
        let code = paid(&portal, &lan, &hoa).await;
        let id = of(&portal, &code).await.remove(0).id;
        (code, id)
    };
    portal.app.demo = false;
    portal.router = server::portal(portal.app.clone(), Options::default());
    let code = {
        let (lan, hoa, khoa) = (portal.lan().await, portal.hoa().await, portal.khoa().await);
        let code = paid(&portal, &lan, &hoa).await;
        assert_eq!(of(&portal, &code).await.len(), 0, "no number is spent on a paper that proves nothing");
        let cashier = hoa.browser();
        let waiting = cashier.get("/mot-cua/bien-lai/chua-phat-hanh").await.is(200);
        waiting
            .says(code.as_str())
            .says("Chưa có chứng thư ký số")
            .says("no certificate to sign receipts with");
        cashier
            .get("/en/mot-cua/bien-lai/chua-phat-hanh")
            .await
            .is(200)
            .says("No certificate of the agency is set");
        khoa.browser().get("/quan-tri/bien-lai").await.is(200).says("các khoản thu đang chờ");
        // Nor is one changed for another that nobody could sign.
        let form = cashier.get(&format!("/mot-cua/bien-lai/{id}/thay-the")).await.is(200).form("/thay-the");
        let form = form.with("name", "Trần Thị Ba").with("reason", "sai tên");
        cashier.submit(&form).await.is(422).says("Chưa có chứng thư ký số");
        assert_eq!(of(&portal, &before).await.len(), 2);
        let found = motcua::app::health::findings(&portal.app).await.unwrap();
        assert!(found.iter().any(|one| !one.fine && one.text.contains("receipts wait")), "{found:?}");
        code
    };
    portal.app.signing = std::sync::Arc::new(motcua::gateways::signing::Fake::new("Trung tâm").vouched_for());
    portal.router = server::portal(portal.app.clone(), Options::default());
    let hoa = portal.hoa().await;
    let again = hoa.browser().get("/mot-cua/bien-lai/chua-phat-hanh").await.is(200);
    hoa.browser().submit(&again.does_not_say("Chưa có chứng thư").form("/chua-phat-hanh")).await.is(303);
    jobs::drain(&portal.app).await;
    let all = of(&portal, &code).await;
    assert_eq!(all.len(), 2);
    assert!(all.iter().all(|r| r.paper.as_ref().is_some_and(|paper| !paper.is_demonstration)));
}

#[tokio::test]
async fn staff_who_see_the_dossier_find_its_receipts_and_cashiers_their_pages() {
    let portal = Portal::new().await;
    let (lan, hoa, nhan) = (portal.lan().await, portal.hoa().await, portal.nhan().await);
    let code = paid(&portal, &lan, &hoa).await;
    let receipt = of(&portal, &code).await.remove(0);
    let (pdf, page) =
        (format!("/bien-lai/{}/pdf", receipt.id), format!("/mot-cua/bien-lai/{}\"", receipt.id));
    let cashier = hoa.browser().get(&format!("/mot-cua/ho-so/{code}")).await.is(200);
    assert!(cashier.text.contains(&page), "what can be done with it");
    let officer = nhan.browser().get(&format!("/mot-cua/ho-so/{code}")).await.is(200);
    assert!(officer.text.contains(&pdf) && !officer.text.contains(&page));
    nhan.browser().get(&pdf).await.is(200);
}

#[tokio::test]
async fn sixteen_at_once_leave_no_gap_and_give_no_number_twice() {
    let portal = Portal::new().await;
    let hoa = portal.hoa().await;
    let mut dossiers = Vec::new();
    for _ in 0..16 {
        let code = hoa.files("1.001612").walk_in("Trần Văn Bảy").taken_in().await;
        pays(&portal, &hoa, &code).await;
        dossiers.push(portal.dossier(&code).await.id);
    }
    // three tries for each dossier, all at once
    for n in 0..2 {
        for id in &dossiers {
            issue_again(&portal, *id, n).await;
        }
    }
    let claims =
        store::job::claim(&portal.app.db, 500, portal.app.clock.now(), jobs::worker::LEASE).await.unwrap();
    let claims: Vec<_> = claims.into_iter().filter(|claim| claim.kind == "issue-receipts").collect();
    assert_eq!(claims.len(), 48);
    let done = join_all(claims.iter().map(|claim| receipts::issue(&portal.app, claim))).await;
    for outcome in done {
        outcome.unwrap();
    }
    let numbers = portal.texts("SELECT t.number::text FROM receipt t ORDER BY t.number").await;
    let expected: Vec<String> = (1..=16).map(|n| n.to_string()).collect();
    assert_eq!(numbers, expected);
    assert_eq!(portal.texts("SELECT next_number::text FROM receipt_range WHERE year = 2026 AND kind = 'fee' AND agency = 'H48.101.01'").await, ["17"]);
}

#[tokio::test]
async fn without_numbers_a_payment_waits_and_says_why_and_gets_its_receipt_once_there_are_some() {
    let portal = Portal::new().await;
    portal
        .sql("UPDATE receipt_range SET next_number = last_number + 1 WHERE agency = 'H48.101.01'")
        .await
        .unwrap();
    let (lan, hoa, khoa) = (portal.lan().await, portal.hoa().await, portal.khoa().await);
    let code = paid(&portal, &lan, &hoa).await;
    assert_eq!(of(&portal, &code).await.len(), 0, "neither of the two: all or nothing");
    let cashier = hoa.browser();
    cashier.get("/mot-cua/bien-lai").await.is(200).says("1 khoản thu chưa có biên lai còn hiệu lực");
    let waiting = cashier.get("/mot-cua/bien-lai/chua-phat-hanh").await.is(200);
    let waiting = waiting.says(code.as_str()).says("no number left for a charge of H48.101.01 in 2026");
    let again = waiting.form("/chua-phat-hanh");
    cashier.submit(&again).await.is(303);
    jobs::drain(&portal.app).await;
    assert_eq!(of(&portal, &code).await.len(), 0);

    let admin = khoa.browser();
    let setup = admin.get("/quan-tri/bien-lai/H48.101.01").await.is(200);
    let range = setup.form("/day-so").with("symbol", "26TAC").with("first", "1").with("last", "2");
    let wrong = range.clone().with("kind", "charge").with("symbol", "26TAW");
    admin.submit(&wrong).await.is(422).says("26TAA");
    for kind in ["charge", "fee"] {
        let symbol = if kind == "fee" { "26TAD" } else { "26TAC" };
        admin.submit(&range.clone().with("kind", kind).with("symbol", symbol)).await.is(303);
    }
    // From 1 on, one after the other, and a symbol for one kind.
    let fees = range.clone().with("kind", "fee").with("symbol", "26TAD");
    admin.submit(&fees).await.is(422).says("Nhập 3: số của một ký hiệu bắt đầu từ 1");
    for (first, last) in [("500", "600"), ("2", "9"), ("4", "9")] {
        admin.submit(&fees.clone().with("first", first).with("last", last)).await.is(422).says("Nhập 3");
    }
    let new = fees.clone().with("symbol", "26TAE").with("first", "2").with("last", "9");
    admin.submit(&new).await.is(422).says("Nhập 1: số của một ký hiệu bắt đầu từ 1");
    let other = fees.clone().with("kind", "charge").with("first", "3").with("last", "9");
    admin.submit(&other).await.is(422).says("đã dùng cho loại biên lai kia");
    admin.submit(&fees.with("first", "3").with("last", "9")).await.is(303);
    jobs::drain(&portal.app).await;
    let all = of(&portal, &code).await;
    let names: Vec<String> = all.iter().map(|receipt| receipt.name.to_string()).collect();
    assert_eq!(names, ["EBL01 26TAC 00000001", "EBL01 26TAD 00000001"]);
    cashier.get("/mot-cua/bien-lai/chua-phat-hanh").await.is(200).says("Mọi khoản thu đều đã có biên lai");
}

#[tokio::test]
async fn the_collector_of_an_agency_is_set_by_administrators_and_stands_on_what_follows() {
    let portal = Portal::new().await;
    let (lan, hoa, khoa) = (portal.lan().await, portal.hoa().await, portal.khoa().await);
    let before = paid(&portal, &lan, &hoa).await;
    let admin = khoa.browser();
    let setup = admin.get("/quan-tri/bien-lai/H48.101.01").await.is(200);
    let form = setup.form("/bien-lai/H48.101.01").with("name", "Đơn vị thu mới");
    admin.submit(&form.clone().with("tax_code", "0100109107")).await.is(422).says("Nhập mã số thuế");
    admin.submit(&form.with("tax_code", "0100109106")).await.is(303);
    let after = paid(&portal, &lan, &hoa).await;
    let name = |all: &[Receipt]| all[0].contents.collector.name.clone();
    assert_ne!(name(&of(&portal, &before).await), "Đơn vị thu mới");
    assert_eq!(name(&of(&portal, &after).await), "Đơn vị thu mới");
    hoa.browser().get("/quan-tri/bien-lai").await.is(403);
    admin.get("/quan-tri/bien-lai/H48.101").await.is(404);
}

#[tokio::test]
async fn money_of_new_years_eve_has_a_number_of_the_old_year_however_late_it_is_issued() {
    let portal = Portal::at("2025-12-31 16:30").await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.012784").await;
    pays(&portal, &hoa, &code).await;
    portal.it_is("2026-01-06 08:00");
    jobs::drain(&portal.app).await;
    let other = paid(&portal, &lan, &hoa).await;
    let symbols = |all: Vec<Receipt>| -> Vec<String> {
        all.iter().map(|r| format!("{} {}", r.name.symbol, r.name.number.get())).collect()
    };
    assert_eq!(symbols(of(&portal, &code).await), ["25TAA 1", "25TAB 1"]);
    assert_eq!(symbols(of(&portal, &other).await), ["26TAA 1", "26TAB 1"]);
    let day = motcua::domain::receipt::day_of(of(&portal, &code).await[0].issued_at);
    assert_eq!(day.to_string(), "2025-12-31");
}

#[tokio::test]
async fn the_person_opens_the_receipts_and_nobody_else_does() {
    let portal = Portal::new().await;
    let (lan, hoa, vinh, trang) =
        (portal.lan().await, portal.hoa().await, portal.vinh().await, portal.trang().await);
    let code = paid(&portal, &lan, &hoa).await;
    let all = of(&portal, &code).await;
    let path = format!("/bien-lai/{}/pdf", all[0].id);
    let page = lan.browser().get(&format!("/ho-so/{code}")).await.is(200);
    assert!(page.text.contains(&path), "the dossier links to its receipts");
    for who in [&lan, &hoa] {
        let pdf = who.browser().get(&path).await.is(200);
        assert!(pdf.text.starts_with("%PDF-1.7") && pdf.content_type == "application/pdf");
    }
    for who in [&vinh, &trang] {
        who.browser().get(&path).await.is(404);
    }
    portal.browser().get(&path).await.is(303).leads_to("/dang-nhap");
    // a cashier of another one-stop sees nothing of it either
    let there = trang.browser();
    there.get(&format!("/mot-cua/bien-lai/{}", all[0].id)).await.is(404);
    let words = there.get("/mot-cua/bien-lai").await.is(200);
    words.says("không có biên lai nào");
}

#[tokio::test]
async fn whoever_holds_the_paper_can_ask_whether_it_holds_and_learns_no_more_than_it_says() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = paid(&portal, &lan, &hoa).await;
    let receipt = of(&portal, &code).await.remove(0);
    let anybody = portal.browser();
    let start = anybody.get("/bien-lai").await.is(200);
    let found =
        anybody.submit(&start.form("/bien-lai").with("ma", &receipt.check.grouped().to_lowercase())).await;
    let found = found.is(200).says("Biên lai còn hiệu lực").says(&receipt.name.to_string());
    let found = found.does_not_say("Nguyễn Thị Lan").does_not_say(code.as_str());
    assert!(!found.text.contains(&receipt.contents.payer.number.clone().unwrap_or("051".to_owned())));
    anybody.get("/bien-lai?ma=K7QX-2M4P-9RTZ").await.is(200).says("Không có biên lai nào mang mã này");
    // The number of the sheet in hand, as people type it, must be the receipt's.
    let with = |number: String| format!("/bien-lai?ma={}&so={number}", receipt.check.grouped());
    let number = receipt.name.number.to_string();
    let short = number.trim_start_matches('0').to_owned();
    for right in [number.clone(), short.clone(), format!("26TAA+{number}")] {
        anybody.get(&with(right)).await.is(200).says("Biên lai còn hiệu lực");
    }
    anybody.get(&with(format!("{short}9"))).await.is(200).says("Không có biên lai nào mang mã này");
    anybody.get("/bien-lai?ma=K7QX").await.is(422).says("Nhập đủ 12 chữ và số");
}

#[tokio::test]
async fn a_receipt_can_be_neither_changed_nor_deleted() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    paid(&portal, &lan, &hoa).await;
    for sql in [
        "UPDATE receipt SET amount = 1",
        "DELETE FROM receipt",
        "UPDATE receipt_paper SET serial = ''",
        "DELETE FROM receipt_paper",
    ] {
        let error = portal.sql(sql).await.expect_err(sql);
        assert!(error.to_string().contains("append-only"), "{sql}: {error}");
    }
}

#[tokio::test]
async fn the_check_of_the_house_tells_which_agencies_cannot_give_receipts() {
    let portal = Portal::at("2026-12-01 08:00").await;
    let about = async || -> Vec<(bool, String)> {
        let all = motcua::app::health::findings(&portal.app).await.unwrap();
        let about = all.into_iter().filter(|finding| finding.text.contains("receipts"));
        about.map(|finding| (finding.fine, finding.text)).collect()
    };
    let before = about().await;
    assert_eq!(before.len(), 3, "this year, the next one, the certificate: {before:?}");
    assert!(before.iter().all(|(fine, _)| *fine), "{before:?}");
    portal.sql("UPDATE receipt_range SET next_number = last_number + 1 WHERE year = 2027").await.unwrap();
    let after = about().await;
    assert!(after[0].0 && !after[1].0 && after[1].1.contains("2027"), "{after:?}");
}

#[tokio::test]
async fn with_a_certificate_that_ended_nothing_is_spent_and_with_the_next_one_what_waited_is_done() {
    use motcua::gateways::signing::Fake;
    let mut portal = Portal::new().await;
    let ended = portal.app.clock.now() - chrono::Duration::days(1);
    // One receipt was written and its signing given up before anybody saw why.
    let signing = std::sync::Arc::new(Fake::new("Trung tâm"));
    signing.break_down(true);
    portal.app.signing = signing;
    portal.router = server::portal(portal.app.clone(), Options::default());
    let written = {
        let (lan, hoa) = (portal.lan().await, portal.hoa().await);
        paid(&portal, &lan, &hoa).await
    };
    assert!(of(&portal, &written).await.iter().all(|receipt| receipt.paper.is_none()));
    portal
        .sql("UPDATE job SET state = 'dead', finished_at = now() WHERE kind = 'sign-receipt'")
        .await
        .unwrap();

    portal.app.signing = std::sync::Arc::new(Fake::new("Trung tâm").until(ended));
    portal.router = server::portal(portal.app.clone(), Options::default());
    let waiting = {
        let (lan, hoa, khoa) = (portal.lan().await, portal.hoa().await, portal.khoa().await);
        let code = paid(&portal, &lan, &hoa).await;
        assert_eq!(of(&portal, &code).await.len(), 0, "no number is spent on what cannot be signed");
        khoa.browser().get("/quan-tri/bien-lai").await.is(200).says("hôm nay không có hiệu lực");
        code
    };
    portal.sql("UPDATE job SET state = 'dead', finished_at = now() WHERE kind = 'issue-receipts' AND state = 'ready'").await.unwrap();
    let wakes = async |portal: &Portal, n: i32| {
        let now = portal.app.clock.now();
        let mut tx = portal.app.db.begin().await.unwrap();
        let key = format!("wake-receipts:{n}");
        store::job::put(&mut tx, "wake-receipts", &key, &serde_json::json!({}), (now, now)).await.unwrap();
        tx.commit().await.unwrap();
        jobs::drain(&portal.app).await;
    };
    wakes(&portal, 1).await;
    assert_eq!(of(&portal, &waiting).await.len(), 0);

    let soon = portal.app.clock.now() + chrono::Duration::days(9);
    portal.app.signing = std::sync::Arc::new(Fake::new("Trung tâm").until(soon));
    portal.router = server::portal(portal.app.clone(), Options::default());
    portal.it_is("2026-11-23 18:00");
    wakes(&portal, 2).await;
    for code in [&written, &waiting] {
        let all = of(&portal, code).await;
        assert_eq!(all.len(), 2, "{:?}", told(&all));
        assert!(all.iter().all(|receipt| receipt.paper.is_some()), "{:?}", told(&all));
    }
    let khoa = portal.khoa().await;
    khoa.browser().get("/quan-tri/bien-lai").await.is(200).says("Chứng thư ký số hết hiệu lực ngày");
}

#[tokio::test]
async fn a_payment_that_waits_for_its_numbers_keeps_no_other_of_its_dossier_waiting() {
    let portal = Portal::at("2025-12-31 08:00").await;
    let (hoa, tuan) = (portal.hoa().await, portal.tuan().await);
    let code = hoa.files("1.001612").walk_in("Trần Văn Bảy").taken_in().await;
    pays(&portal, &hoa, &code).await;
    // Nobody has set up numbers of the old year.
    portal.sql("UPDATE receipt_range SET next_number = last_number + 1 WHERE year = 2025").await.unwrap();
    hoa.forwards(&code).await;
    portal.it_is("2026-01-06 08:00");
    tuan.does(&code, by_decision(20_000, "Phí in bản đồ")).await;
    pays(&portal, &hoa, &code).await;
    jobs::drain(&portal.app).await;
    let all = of(&portal, &code).await;
    assert_eq!(told(&all), ["fee 20000 26TAB 1"]);
    assert!(all[0].contents.what_for().starts_with("Phí in bản đồ ("), "{}", all[0].contents.what_for());
    let waiting = hoa.browser().get("/mot-cua/bien-lai/chua-phat-hanh").await.is(200);
    waiting.says(code.as_str()).says("no number left for a fee of H48.101.01 in 2025");
    // The first day is set: what was paid before has its receipt on paper.
    let khoa = portal.khoa().await;
    let setup = khoa.browser().get("/quan-tri/bien-lai/H48.101.01").await.is(200);
    let form = setup.form("/bien-lai/H48.101.01");
    khoa.browser().submit(&form.clone().with("since", "32/01/2026")).await.is(422);
    khoa.browser().submit(&form.with("since", "01/01/2026")).await.is(303);
    jobs::drain(&portal.app).await;
    hoa.browser()
        .get("/mot-cua/bien-lai/chua-phat-hanh")
        .await
        .is(200)
        .says("Mọi khoản thu đều đã có biên lai");
    assert_eq!(of(&portal, &code).await.len(), 1);
}

#[tokio::test]
async fn a_number_that_was_given_and_that_no_receipt_bears_stands_in_the_table() {
    let portal = Portal::new().await;
    let (lan, hoa, khoa) = (portal.lan().await, portal.hoa().await, portal.khoa().await);
    paid(&portal, &lan, &hoa).await;
    let cashier = hoa.browser();
    cashier.get("/mot-cua/bien-lai/tong-hop").await.is(200).does_not_say("thiếu");
    portal
        .sql("UPDATE receipt_range SET next_number = 90000000 WHERE symbol = '26TAA' AND agency = 'H48.101.01'")
        .await
        .unwrap();
    cashier.get("/mot-cua/bien-lai/tong-hop").await.is(200).says("00000002–89999999");
    let setup = khoa.browser().get("/quan-tri/bien-lai/H48.101.01").await.is(200);
    let range = setup.form("/day-so").with("symbol", "26TAK").with("kind", "fee");
    let mut forged = range;
    forged.values.retain(|(name, _)| name != "form");
    forged.values.push(("form".to_owned(), "EBL02".to_owned()));
    khoa.browser().submit(&forged).await.is(422);
}
