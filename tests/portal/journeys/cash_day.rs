//! The day of a cash desk: it balances to the đồng, a difference keeps it open and is named; a shift is counted.

use crate::support::{people::dong, portal::Portal};

const BALANCE: &str = "/mot-cua/thu-phi/doi-chieu";
const SHIFT: &str = "/mot-cua/thu-phi/ca";

#[tokio::test]
async fn a_day_is_closed_when_it_balances_and_every_number_opens() {
    let portal = Portal::at("2026-11-23 08:00").await;
    let (lan, hoa, hung) = (portal.lan().await, portal.hoa().await, portal.hung().await);
    let codes = [lan.submits("1.001612").await, lan.submits("1.001612").await, lan.submits("1.001612").await];
    hoa.takes(&codes[0], 50_000).await;
    let reference = portal.reference(&codes[1]).await;
    portal.hears(&format!("phi {reference}"), 70_000).await;
    portal.hears(&format!("phi {}", portal.reference(&codes[2]).await), 20_000).await;
    portal.hears("khong ro", 5_000).await;

    let desk = hoa.browser();
    let today = desk.get(BALANCE).await.is(200);
    let today = today
        .says("Nhận tại quầy")
        .says("+ 50.000")
        .says("+ 95.000")
        .says("− 100.000")
        .says("1 điểm cần xử lý");
    assert!(!today.has_form("/khoa"), "a day that is not over is not closed");
    let opened = desk.get(&format!("{BALANCE}?xem=surplus")).await.is(200).says(codes[1].as_str());
    opened.does_not_say(codes[0].as_str());
    desk.get(&format!("{BALANCE}?xem=short")).await.is(200).says(codes[2].as_str()).says("20.000");
    let file = desk.get(&format!("{BALANCE}.csv")).await.is(200);
    assert!(file.text.contains("Chưa rõ hồ sơ") && file.text.contains(",5000,"), "{}", file.text);

    portal.it_is("2026-11-25 08:00");
    let day = format!("{BALANCE}?ngay=2026-11-23");
    let sent = [("agency".to_owned(), "H48.101.01".to_owned()), ("on".to_owned(), "2026-11-23".to_owned())];
    let refused =
        desk.post(&format!("{BALANCE}/khoa"), &sent, crate::support::browser::Origin::Own).await.is(303);
    desk.follow(&refused).await.says("1 điểm cần xử lý");
    let unclear = portal.texts("SELECT id::text FROM bank_event WHERE memo = 'khong ro'").await.remove(0);
    let page = desk.get(&format!("/mot-cua/thu-phi/chua-ro/{unclear}")).await;
    desk.submit(&page.form("/de-rieng").with("reason", "Chuyển nhầm")).await.is(303);

    // On the 23rd it was still unclear: that day's table says so for ever. It keeps the day open no longer, and leads nowhere.
    let shown = desk.get(&format!("{day}&xem=inbox")).await.is(200).says("Chưa rõ hồ sơ").says("5.000");
    let shown = shown.does_not_say("điểm cần xử lý");
    assert!(!shown.text.contains("/mot-cua/thu-phi/chua-ro/"), "a page that is gone is not led to");
    let done = desk.submit(&shown.form("/khoa")).await.is(303);
    desk.follow(&done).await.says("Đã khóa ngày").does_not_say("khác bảng lúc khóa");
    let later = desk.get(&format!("{BALANCE}?ngay=2026-11-24")).await.is(200);
    later.says("Còn giữ đầu ngày 45.000");

    // Where nothing is unclear the day is closed, by a leader as well, once.
    portal.it_is("2026-11-26 08:00");
    let leader = hung.browser();
    let close =
        leader.get(&format!("{BALANCE}?ngay=2026-11-25&don-vi=H48.101.01")).await.is(200).form("/khoa");
    let done = leader.submit(&close).await.is(303);
    leader.follow(&done).await.says("Đã khóa ngày").says("đã khóa ngày này lúc");
    let again = leader.submit(&close).await.is(303);
    leader.follow(&again).await.says("Ngày này đã được khóa");
    assert!(portal.sql("UPDATE day_close SET figures = '{}'").await.is_err(), "what is closed stays");
    // A statement read late counts on the day it is read.
    portal.hears("den muon", 7_000).await;
    desk.get(&format!("{BALANCE}?ngay=2026-11-25")).await.is(200).does_not_say("khác bảng lúc khóa");
}

#[tokio::test]
async fn what_is_matched_after_midnight_keeps_no_day_open_and_is_found_with_its_dossier() {
    let portal = Portal::at("2026-11-23 23:50").await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.001612").await;
    portal.hears("nop phi", 50_000).await;
    portal.it_is("2026-11-24 00:05");
    let event = portal.texts("SELECT id::text FROM bank_event").await.remove(0);
    let desk = hoa.browser();
    let page = desk.get(&format!("/mot-cua/thu-phi/chua-ro/{event}")).await.is(200);
    let seen = desk.submit(&page.form(&page.path).with("code", code.as_str())).await.is(200);
    desk.submit(&seen.form(&page.path)).await.is(303);
    let day = format!("{BALANCE}?ngay=2026-11-23&xem=inbox");
    let early = desk.get(&day).await.is(200).says(code.as_str()).does_not_say("điểm cần xử lý");
    assert!(!early.has_form("/khoa"), "what began before midnight may still be on its way");
    let sent = [("agency".to_owned(), "H48.101.01".to_owned()), ("on".to_owned(), "2026-11-23".to_owned())];
    let refused =
        desk.post(&format!("{BALANCE}/khoa"), &sent, crate::support::browser::Origin::Own).await.is(303);
    desk.follow(&refused).await.says("Khóa được từ 0 giờ 15 phút hôm sau");
    portal.it_is("2026-11-24 00:15");
    let close = desk.get(&day).await.is(200).form("/khoa");
    desk.follow(&desk.submit(&close).await.is(303)).await.says("Đã khóa ngày 23/11/2026");
}

#[tokio::test]
async fn a_day_is_read_in_one_moment() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let code = lan.submits("1.001612").await;
    portal.hears(&format!("phi {}", portal.reference(&code).await), 20_000).await;
    let centre = crate::support::people::agency("H48.101.01");
    let on = crate::support::people::day("2026-11-23");
    // While the rows are read, one after the other, somebody books.
    let held = portal.holding("LOCK TABLE refund").await;
    let read = motcua::app::balance::day(&portal.app, &centre, on);
    let meanwhile = async {
        portal.until_waiting(1).await;
        portal.sql("UPDATE dossier SET fee_paid = 20000 WHERE fee_total > 0").await.unwrap();
        let books = "INSERT INTO payment (id, dossier_id, amount, method, confirmed_by, confirmed_at, agency, procedure_code, source)
                     SELECT gen_random_uuid(), id, 20000, 'transfer', filer_id, '2026-11-23 08:30+07', receiving_agency,
                            procedure_code, 'bank'
                     FROM dossier WHERE fee_total > 0";
        portal.sql(books).await.unwrap();
        crate::support::portal::let_go(held).await;
    };
    let (day, ()) = tokio::join!(read, meanwhile);
    let day = day.unwrap();
    assert_eq!((day.table().unwrap().difference, day.breaks().unwrap()), (0, vec![]));
    assert_eq!(day.booked, [], "it is the moment before");
    let after = motcua::app::balance::day(&portal.app, &centre, on).await.unwrap();
    assert_eq!((after.booked.len(), after.table().unwrap().difference), (1, 0));
}

#[tokio::test]
async fn a_shift_that_paid_out_more_than_it_had_is_closed_with_a_reason() {
    let portal = Portal::new().await;
    let (lan, hoa, hung) = (portal.lan().await, portal.hoa().await, portal.hung().await);
    let code = lan.submits("1.001612").await;
    portal.hears(&format!("phi {}", portal.reference(&code).await), 60_000).await;
    let refund = portal.texts("SELECT id::text FROM refund").await.remove(0);
    let page = format!("/mot-cua/thu-phi/hoan/{refund}");
    hung.browser().submit(&hung.browser().get(&page).await.is(200).form("/phe-duyet")).await.is(303);
    let desk = hoa.browser();
    desk.submit(&desk.get(SHIFT).await.form(SHIFT).with("float", "0")).await.is(303);
    portal.it_is("2026-11-23 10:00");
    let pays = desk.get(&page).await.is(200).form("/chi").with("reference", "PC 1");
    desk.submit(&pays).await.is(303);
    let close = desk.get(SHIFT).await.is(200).says("−10.000").form("/ca/dong");
    desk.submit(&close).await.is(422).says("Thừa 10.000");
    desk.submit(&close.with("reason", "Ứng tiền riêng, lấy lại hôm sau")).await.is(303);
    let sql = "SELECT counted || ' ' || paid_out || ' ' || reason FROM shift WHERE closed_at IS NOT NULL";
    assert_eq!(portal.texts(sql).await, ["0 10000 Ứng tiền riêng, lấy lại hôm sau"]);
}

#[tokio::test]
async fn cash_that_is_being_taken_is_counted_in_the_shift_that_is_closed() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.001612").await;
    let centre = crate::support::people::agency("H48.101.01");
    motcua::app::shift::open(&portal.app, &hoa.actor, &centre, dong(0)).await.unwrap();
    portal.it_is("2026-11-23 10:00");
    // The cash is taken, and what is noted last of it waits; the shift is closed meanwhile.
    let held = portal.holding("LOCK TABLE payment IN EXCLUSIVE MODE").await;
    let count = motcua::domain::till::Count::default();
    let closes = async {
        portal.until_waiting(1).await;
        let closing = motcua::app::shift::close(&portal.app, &hoa.actor, &centre, (&count, "chưa đếm"));
        let frees = async {
            portal.until_waiting(2).await;
            crate::support::portal::let_go(held).await;
        };
        tokio::join!(closing, frees).0
    };
    let (_, closed) = tokio::join!(hoa.takes(&code, 50_000), closes);
    assert_eq!(closed.unwrap().unwrap().expected, 50_000);
    assert_eq!(portal.texts("SELECT taken::text FROM shift").await, ["50000"]);
}

#[tokio::test]
async fn money_that_is_not_where_it_should_be_is_named() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.001612").await;
    hoa.takes(&code, 50_000).await;
    let desk = hoa.browser();
    desk.get(BALANCE).await.is(200).does_not_say("điểm cần xử lý");
    portal.sql(&format!("UPDATE dossier SET fee_paid = 40000 WHERE code = '{code}'")).await.unwrap();
    desk.get(BALANCE).await.is(200).says(&format!("Hồ sơ {code} ghi đã nộp 40.000"));
    portal.sql(&format!("UPDATE dossier SET fee_paid = 50000 WHERE code = '{code}'")).await.unwrap();
    let twice = "INSERT INTO payment (id, dossier_id, amount, method, confirmed_by, confirmed_at, agency, procedure_code, source)
                 SELECT gen_random_uuid(), dossier_id, 50000, method, confirmed_by, confirmed_at, agency, procedure_code, source
                 FROM payment";
    portal.sql(twice).await.unwrap();
    desk.get(BALANCE)
        .await
        .is(200)
        .says("nhiều hơn số đã nhận 50.000")
        .says("các khoản ghi nhận cộng lại 100.000");
}

#[tokio::test]
async fn a_shift_is_counted_and_a_difference_needs_its_reason() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let desk = hoa.browser();
    let open = desk.get(SHIFT).await.is(200).form(SHIFT);
    desk.submit(&open.clone().with("float", "nhiều")).await.is(422);
    desk.submit(&open.clone().with("float", "200.000")).await.is(303);
    let twice = desk.submit(&open.with("float", "1")).await.is(303);
    desk.follow(&twice).await.says("Ca của ông/bà đang mở");
    portal.it_is("2026-11-23 10:00");
    let code = lan.submits("1.001612").await;
    hoa.takes(&code, 50_000).await;
    desk.get(BALANCE).await.says("Còn ca thu chưa đóng");

    let close = desk.get(SHIFT).await.is(200).says("250.000").form("/ca/dong");
    desk.submit(&close.clone().with("note-200000", "một")).await.is(422);
    let short = close.clone().with("note-200000", "1").with("note-20000", "2");
    desk.submit(&short).await.is(422).says("Thiếu 10.000");
    desk.submit(&short.with("reason", "Thối nhầm")).await.is(303);
    let gone = desk.submit(&close).await.is(303);
    desk.follow(&gone).await.says("Không có ca nào đang mở");
    desk.get(SHIFT).await.is(200).says("Thối nhầm").says("−10.000");
    assert_eq!(
        portal
            .texts("SELECT taken || ' ' || paid_out || ' ' || counted || ' ' || count::text FROM shift")
            .await,
        [r#"50000 0 240000 {"20000": 2, "200000": 1}"#]
    );
}

#[tokio::test]
async fn nobody_looks_into_the_till_of_another_one_stop() {
    let portal = Portal::new().await;
    let hoa = portal.hoa().await;
    let desk = hoa.browser();
    let file = format!("{BALANCE}.csv");
    for path in [BALANCE, &file, SHIFT] {
        desk.get(&format!("{path}?don-vi=H48.101.01")).await.is(200);
        for other in ["H48.102.01", "H48.101", "H48", "khong-co"] {
            desk.get(&format!("{path}?don-vi={other}")).await.is(403);
        }
    }
    portal.it_is("2026-11-25 08:00");
    let other = [("agency", "H48.102.01"), ("on", "2026-11-23"), ("float", "1")];
    let sent = other.map(|(name, value)| (name.to_owned(), value.to_owned()));
    for path in [format!("{BALANCE}/khoa"), SHIFT.to_owned(), format!("{SHIFT}/dong")] {
        desk.post(&path, &sent, crate::support::browser::Origin::Own).await.is(403);
    }
    let done = "SELECT agency FROM day_close UNION ALL SELECT agency FROM shift";
    assert_eq!(portal.texts(done).await, [""; 0]);
}
