//! A bank's statement: seen before it is taken in, taken in twice without a difference, and what fits nothing is given to its dossier.

use motcua::{
    app::pay::{self, Became, Heard},
    domain::{ids::DossierCode, settlement::Source, status::Status},
};

use crate::support::{
    page::Page,
    people::{Person, agency, day, dong},
    portal::Portal,
};

const PAGE: &str = "/mot-cua/thu-phi/sao-ke";
const INBOX: &str = "/mot-cua/thu-phi/chua-ro";

/// The page of the event with this memo.
async fn finding(portal: &Portal, memo: &str) -> String {
    let sql = format!("SELECT id::text FROM bank_event WHERE memo = '{memo}'");
    format!("{INBOX}/{}", portal.texts(&sql).await.remove(0))
}

async fn paid(portal: &Portal, code: &DossierCode) -> (i64, Status) {
    let dossier = portal.dossier(code).await;
    (dossier.outstanding().dong(), dossier.status)
}

#[tokio::test]
async fn a_statement_pays_what_it_names_and_the_rest_is_found_by_a_cashier() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let (one, two) = (lan.submits("1.001612").await, lan.submits("1.001612").await);
    let (first, second) = (portal.reference(&one).await, portal.reference(&two).await);
    let wrong = format!("{}0{}", &second[..5], &second[6..]);
    let text = format!(
        "NGAN HANG MAU;;;;\nNgày giao dịch;Số tham chiếu;Ghi có;Ghi nợ;Nội dung\n\
         23/11/2026 07:15;FT1;50.000;;NGUYEN THI LAN {first}\n\
         23/11/2026 07:20;FT2;50.000;;nop phi {wrong}\n\
         23/11/2026 07:30;FT3;12.345;;chuyen nham\n\
         23/11/2026;FT4;;3.300;phi dich vu\n\
         23/11/2026;FT5;abc;;x\n"
    );
    let desk = hoa.browser();
    let form = desk.get(PAGE).await.is(200).form("/sao-ke/xem-truoc").with("text", &text);
    let seen = desk.submit(&form).await.is(200);
    let seen =
        seen.says(one.as_str()).says("Vừa đủ").says("Chưa rõ hồ sơ").says("“abc” không phải là số tiền");
    assert_eq!(paid(&portal, &one).await.0, 50_000, "looking changes nothing");

    let take = seen.form("/mot-cua/thu-phi/sao-ke");
    let inbox = desk.follow(&desk.submit(&take).await.is(303)).await;
    assert_eq!(inbox.path, INBOX);
    inbox.says("1 khoản đủ phí, 0 khoản giữ lại, 2 khoản chưa rõ");
    assert_eq!(paid(&portal, &one).await.0, 0);
    assert_eq!(paid(&portal, &two).await.0, 50_000);

    // The same again: nothing new.
    let again = desk.follow(&desk.submit(&take).await.is(303)).await;
    again.says("không có dòng nào mới").says("3 trên 3");
    assert_eq!(portal.texts("SELECT count(*)::text FROM bank_event").await, ["3"]);

    // One wrong character: offered first, taken only by the cashier's word.
    desk.get(INBOX).await.is(200).says("chuyen nham").says(&wrong);
    let page = desk
        .get(&finding(&portal, &format!("nop phi {wrong}")).await)
        .await
        .is(200)
        .says("Mã thanh toán gần đúng")
        .says("Vừa đủ");
    let form = page.form(&page.path);
    let intent = form.choices("intent")[0].clone();
    desk.submit(&form.with("intent", &intent)).await.is(303);
    assert_eq!(paid(&portal, &two).await.0, 0);

    // Nothing says what it is for: set aside with a reason, and not without.
    desk.get(INBOX).await.is(200).does_not_say(&wrong);
    let page = desk.get(&finding(&portal, "chuyen nham").await).await.is(200);
    let aside = page.form("/de-rieng");
    desk.submit(&aside.clone().with("reason", " ")).await.is(422);
    desk.submit(&aside.clone().with("reason", "k")).await.is(422).says("ít nhất hai từ");
    desk.submit(&aside.clone().with("reason", "Chuyển nhầm, đã báo ngân hàng")).await.is(303);
    desk.get(INBOX).await.is(200).says("Không còn khoản nào chưa rõ");
    let late = desk.follow(&desk.submit(&aside.with("reason", "lý do khác")).await.is(303)).await;
    late.says("Khoản này đã được xử lý");
    assert_eq!(
        portal
            .texts("SELECT kind || ' ' || coalesce(reason, '-') FROM event_match ORDER BY at, kind")
            .await
            .len(),
        3
    );
}

#[tokio::test]
async fn a_typed_code_finds_the_dossier_and_a_second_transfer_is_held_and_offered_back() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.001612").await;
    let desk = hoa.browser();
    for (number, memo) in [("A1", "phi ho so"), ("A2", "phi ho so lan nua")] {
        let text = format!("Ngày,Số tham chiếu,Có,Nội dung\n23/11/2026,{number},50000,{memo}\n");
        let form = desk.get(PAGE).await.form("/sao-ke/xem-truoc").with("text", &text);
        let seen = desk.submit(&form).await.is(200);
        desk.submit(&seen.form("/mot-cua/thu-phi/sao-ke")).await.is(303);
        let page = desk.get(&finding(&portal, memo).await).await.is(200);
        let form = page.form(&page.path);
        desk.submit(&form.clone().with("code", "H48.05-261123-9999"))
            .await
            .is(422)
            .says("H48.05-261123-9999");
        let typed = code.as_str().to_lowercase().replace(['-', '.'], " ");
        let seen = desk.submit(&form.with("code", &typed)).await.is(200).says("Nguyễn Thị Lan");
        let form = seen.form(&page.path);
        if memo == "phi ho so" {
            let other = lan.submits("1.001612").await;
            let two = form.clone().with("code", other.as_str());
            desk.submit(&two).await.is(422).says("Bỏ một trong hai");
        }
        desk.submit(&form).await.is(303);
    }
    assert_eq!(paid(&portal, &code).await.0, 0);
    assert_eq!(
        portal.texts("SELECT cause || ' ' || of_held || ' ' || of_booked || ' ' || state FROM refund").await,
        ["overpaid 50000 0 requested"]
    );
}

/// The lines of a statement whose bank gives no numbers, looked at.
async fn without_numbers(person: &Person<'_>, lines: &str) -> Page {
    let desk = person.browser();
    let text = format!("Ngày giao dịch,Ghi có,Nội dung\n{lines}");
    desk.submit(&desk.get(PAGE).await.form("/sao-ke/xem-truoc").with("text", &text)).await.is(200)
}

#[tokio::test]
async fn a_statement_without_numbers_does_not_repeat_what_the_bank_told() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.001612").await;
    let reference = portal.reference(&code).await;
    for number in ["FT1", "FT2"] {
        let heard = Heard { number: Some(number.to_owned()), ..portal.transfer(&reference, 50_000).await };
        pay::hear(&portal.app, &heard).await.unwrap();
    }
    let refunds = "SELECT of_held::text FROM refund";
    assert_eq!(portal.texts(refunds).await, ["50000"], "it was paid twice");

    // The bank tells of two; its statement, with words around the reference, of three.
    let line = format!("23/11/2026,50.000,MBVCB {reference} CT\n");
    let seen = without_numbers(&hoa, &line.repeat(3)).await;
    let seen = seen.says("Có lẽ đã ghi nhận").says("Thừa 50.000");
    let take = seen.form(PAGE);
    assert_eq!(take.choices("despite").len(), 2, "the third one is other money");
    let desk = hoa.browser();
    let done = desk.follow(&desk.submit(&take).await.is(303)).await;
    done.says("1 khoản giữ lại").says("Bỏ qua 2 dòng");
    assert_eq!(portal.texts("SELECT sum(amount)::text FROM bank_event").await, ["150000"]);
    assert_eq!(portal.texts(refunds).await, ["100000"]);

    // Once more, nothing is new; a line is taken in when a cashier says that it is other money, and then once.
    let seen = without_numbers(&hoa, &line.repeat(3)).await;
    let take = seen.form(PAGE);
    let key = take.choices("despite")[1].clone();
    desk.submit(&take.clone().with("despite", &key)).await.is(303);
    desk.submit(&take.with("despite", &key)).await.is(303);
    assert_eq!(portal.texts("SELECT sum(amount)::text FROM bank_event").await, ["200000"]);
}

#[tokio::test]
async fn what_a_statement_said_without_a_number_is_not_booked_again_when_the_bank_tells_it() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.001612").await;
    let reference = portal.reference(&code).await;
    let seen = without_numbers(&hoa, &format!("23/11/2026,20.000,{reference}\n")).await;
    hoa.browser().submit(&seen.form(PAGE)).await.is(303);
    let told = portal.transfer(&format!("tu A {reference}"), 20_000).await;
    let numbered = Heard { number: Some("FT1".to_owned()), ..told.clone() };
    assert_eq!(pay::hear(&portal.app, &numbered).await.unwrap(), Became::Inbox, "a cashier has to say");
    // Another amount, or another day, is other money.
    let other = Heard { key: "bank:test:2".to_owned(), amount: dong(30_000), ..numbered };
    let became = pay::hear(&portal.app, &other).await.unwrap();
    assert!(matches!(became, Became::Booked(_)), "{became:?}");
    assert_eq!(paid(&portal, &code).await.0, 0);
}

#[tokio::test]
async fn a_statement_without_its_columns_names_them() {
    let portal = Portal::new().await;
    let hoa = portal.hoa().await;
    let desk = hoa.browser();
    let form =
        desk.get(PAGE).await.form("/sao-ke/xem-truoc").with("text", "Ngày,Tiền,Ghi chú\n23/11/2026,1,x\n");
    let page = desk.submit(&form).await.is(422).says("Chưa tìm thấy cột này");
    let form = page.form("/sao-ke/xem-truoc").with("column-credit", "tiền").with("column-memo", "Ghi chú");
    let seen = desk.submit(&form).await.is(200).says("Chưa rõ hồ sơ");
    desk.submit(&seen.form("/mot-cua/thu-phi/sao-ke")).await.is(303);
    let remembered = desk.get(PAGE).await.form("/sao-ke/xem-truoc");
    assert_eq!(remembered.value("column-memo"), Some("Ghi chú"));
}

#[tokio::test]
async fn the_list_of_statements_says_how_much_of_each_was_new() {
    let portal = Portal::new().await;
    let hoa = portal.hoa().await;
    let desk = hoa.browser();
    let first = "23/11/2026,A1,50000,phi ho so\n";
    for lines in [first.to_owned(), format!("{first}23/11/2026,A2,7000,tien nuoc\n")] {
        let text = format!("Ngày,Số tham chiếu,Có,Nội dung\n{lines}");
        let form = desk.get(PAGE).await.form("/sao-ke/xem-truoc").with("text", &text);
        let seen = desk.submit(&form).await.is(200);
        desk.submit(&seen.form("/mot-cua/thu-phi/sao-ke")).await.is(303);
    }
    let kept = "SELECT concat_ws(' ', lines, taken, amount) FROM statement_import ORDER BY lines";
    assert_eq!(portal.texts(kept).await, ["1 1 50000", "2 1 7000"]);
    desk.get(PAGE).await.is(200).says("1 trên 1").says("1 trên 2");
}

#[tokio::test]
async fn of_two_lines_for_one_dossier_the_second_finds_less_missing() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.001612").await;
    let reference = portal.reference(&code).await;
    let desk = hoa.browser();
    let text = format!(
        "Ngày,Số tham chiếu,Có,Nội dung\n23/11/2026,A1,30000,{reference}\n23/11/2026,A2,30000,{reference}\n"
    );
    let form = desk.get(PAGE).await.form("/sao-ke/xem-truoc").with("text", &text);
    let seen = desk.submit(&form).await.is(200).says("Còn thiếu 20.000").says("Thừa 10.000");
    let done = desk.submit(&seen.form("/mot-cua/thu-phi/sao-ke")).await.is(303);
    desk.follow(&done).await.says("1 khoản đủ phí, 1 khoản giữ lại, 0 khoản chưa rõ");
    assert_eq!(portal.texts("SELECT of_held::text FROM refund").await, ["10000"], "as was foreseen");
    let day = motcua::app::balance::day(&portal.app, &agency("H48.101.01"), day("2026-11-23")).await.unwrap();
    let table = day.table().unwrap();
    assert_eq!(table.collected[&Source::Statement].amount, dong(60_000));
    assert_eq!((table.surplus.amount, day.breaks().unwrap()), (dong(10_000), vec![]));
}
