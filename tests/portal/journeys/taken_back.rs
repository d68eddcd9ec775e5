//! What was found out about money and turns out to be wrong: taken back, found out anew, and no day that was closed changes by it.

use motcua::{
    app::{
        balance,
        error::Error,
        pay::{self, Became, Finding},
        taken_back,
    },
    domain::{
        ids::DossierCode,
        money::Vnd,
        reconcile::{Break, Table},
        settlement::Fixed,
    },
};
use uuid::Uuid;

use crate::support::{
    people::{agency, day, not_found},
    portal::Portal,
};

const FOUND: &str = "/mot-cua/thu-phi/da-ro";
const INBOX: &str = "/mot-cua/thu-phi/chua-ro";
const CENTRE: &str = "H48.101.01";

async fn event(portal: &Portal, memo: &str) -> Uuid {
    let sql = format!("SELECT id::text FROM bank_event WHERE memo = '{memo}'");
    portal.texts(&sql).await.remove(0).parse().unwrap()
}

async fn intent(portal: &Portal, code: &DossierCode) -> Uuid {
    let sql = format!(
        "SELECT i.id::text FROM payment_intent i JOIN dossier d ON d.id = i.dossier_id WHERE d.code = '{code}' ORDER BY i.created_at DESC"
    );
    portal.texts(&sql).await.remove(0).parse().unwrap()
}

/// The table of a day, which has no difference and no row that money alone keeps open.
async fn table(portal: &Portal, of: &str, on: &str) -> Table {
    let day = balance::day(&portal.app, &agency(of), day(on)).await.unwrap();
    let odd: Vec<Break> =
        day.breaks().unwrap().into_iter().filter(|one| !matches!(one, Break::Unclear { .. })).collect();
    assert_eq!(odd, [], "{of} {on}");
    day.table().unwrap()
}

fn dongs(amounts: [Vnd; 5]) -> [i64; 5] {
    amounts.map(Vnd::dong)
}

#[tokio::test]
async fn a_wrong_match_is_taken_back_with_a_reason_and_matched_anew() {
    let portal = Portal::at("2026-11-23 09:00").await;
    let (lan, hoa, trang) = (portal.lan().await, portal.hoa().await, portal.trang().await);
    let (wrong, right) = (lan.submits("1.001612").await, lan.submits("1.001612").await);
    portal.hears("phi cua chau", 20_000).await;
    let event = event(&portal, "phi cua chau").await;
    let found = Finding::Belongs(intent(&portal, &wrong).await);
    pay::find_out(&portal.app, &hoa.actor, event, &found).await.unwrap();
    let before = table(&portal, CENTRE, "2026-11-23").await;
    assert_eq!(before.short.amount.dong(), 20_000);

    portal.it_is("2026-11-25 09:00");
    let desk = hoa.browser();
    let page = desk.follow(&desk.get(&format!("{INBOX}/{event}")).await.is(303)).await;
    assert_eq!(page.path, format!("{FOUND}/{event}"), "it waits no more");
    desk.get(FOUND).await.is(200).says(wrong.as_str()).says("20.000");
    let page =
        desk.get(&format!("{FOUND}/{event}")).await.is(200).says("Ghép với hồ sơ").says(wrong.as_str());
    let form = page.form("/rut-lai");
    desk.submit(&form.clone().with("reason", " ")).await.is(422);
    let form = form.with("reason", "Ghép chưa đúng hồ sơ");
    let done = desk.submit(&form).await.is(303);
    desk.follow(&done).await.says("Ông/bà ghép lại khoản này").says("phi cua chau");
    let again = desk.submit(&form).await.is(303);
    desk.follow(&again).await.says("Khoản này đã được xử lý").says("Ghép chưa đúng hồ sơ");
    let told = "SELECT args ->> 'amount' FROM message WHERE key = 'message-not-theirs'";
    assert_eq!(portal.texts(told).await.len(), 1, "who was told that it came is told that it is not there");
    let history = "UPDATE finding_undone SET reason = 'x'";
    assert!(portal.sql(history).await.is_err(), "what was said stays");

    // Nobody of another agency, and nobody twice.
    trang.browser().get(&format!("{FOUND}/{event}")).await.is(404);
    not_found(taken_back::take_back(&portal.app, &trang.actor, (event, 0), "lý do khác").await);
    let twice = taken_back::take_back(&portal.app, &hoa.actor, (event, 0), "lý do khác").await;
    assert!(matches!(twice, Err(Error::Changed)), "{twice:?}");

    let open = table(&portal, CENTRE, "2026-11-25").await;
    let sums = |t: &Table| {
        dongs([t.opening, t.short.amount, t.inbox.amount, t.came().unwrap(), t.closing().unwrap()])
    };
    assert_eq!(sums(&open), [20_000, 0, 20_000, 0, 20_000]);
    assert_eq!(table(&portal, CENTRE, "2026-11-23").await, before, "the day of the match stays as it was");

    portal.it_is("2026-11-26 09:00");
    let found = Finding::Belongs(intent(&portal, &right).await);
    let became = pay::find_out(&portal.app, &hoa.actor, event, &found).await.unwrap();
    assert!(matches!(became, Became::Held(_)), "{became:?}");
    assert_eq!(sums(&table(&portal, CENTRE, "2026-11-26").await), [20_000, 20_000, 0, 0, 20_000]);
    assert_eq!(sums(&table(&portal, CENTRE, "2026-11-25").await), sums(&open));
    hoa.takes(&right, 30_000).await;
    assert_eq!(portal.dossier(&right).await.outstanding(), Vnd::ZERO);
    assert_eq!(portal.dossier(&wrong).await.outstanding().dong(), 50_000);
    let page = desk.get(&format!("{FOUND}/{event}")).await.is(200);
    let page = page.says("Đã rút lại").says(right.as_str()).says("đã được ghi nhận vào hồ sơ");
    assert!(!page.has_form("/rut-lai"));
    let booked = taken_back::take_back(&portal.app, &hoa.actor, (event, 1), "ghép chưa đúng").await.unwrap();
    assert_eq!(booked, Err(Fixed::Booked), "what is booked goes back as a refund");
}

#[tokio::test]
async fn what_went_over_to_another_agency_comes_back_with_the_word() {
    let portal = Portal::at("2026-11-23 09:00").await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    // The commune's account is the centre's too.
    portal.sql("UPDATE bank_account SET agency = 'H48.101' WHERE agency = 'H48.101.01'").await.unwrap();
    let code = lan.submits("1.001612").await;
    let account = portal.texts("SELECT number FROM bank_account WHERE agency = 'H48.101'").await;
    let heard = pay::Heard { account: account.first().cloned(), ..portal.transfer("khong ma", 20_000).await };
    pay::hear(&portal.app, &heard).await.unwrap();
    let event = event(&portal, "khong ma").await;
    let found = Finding::Belongs(intent(&portal, &code).await);
    pay::find_out(&portal.app, &hoa.actor, event, &found).await.unwrap();
    let sums = async |on| {
        let mut all = Vec::new();
        for of in [CENTRE, "H48.101"] {
            let t = table(&portal, of, on).await;
            all.push(dongs([
                t.opening,
                t.moved_in.amount,
                t.moved_out.amount,
                t.closing().unwrap(),
                t.inbox.amount,
            ]));
        }
        all
    };
    assert_eq!(sums("2026-11-23").await, [[0, 20_000, 0, 20_000, 0], [0, 0, 20_000, 0, 0]]);
    portal.it_is("2026-11-25 09:00");
    taken_back::take_back(&portal.app, &hoa.actor, (event, 0), "của việc khác").await.unwrap().unwrap();
    assert_eq!(sums("2026-11-25").await, [[20_000, 0, 20_000, 0, 0], [0, 20_000, 0, 20_000, 20_000]]);
    assert_eq!(sums("2026-11-23").await, [[0, 20_000, 0, 20_000, 0], [0, 0, 20_000, 0, 0]]);
}

#[tokio::test]
async fn money_of_which_two_messages_told_is_struck_off_once() {
    let portal = Portal::at("2026-11-23 09:00").await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.001612").await;
    let reference = portal.reference(&code).await;
    for (number, memo) in [("FT1", format!("phi {reference}")), ("FT1-X", format!("PHI {reference} lan"))] {
        let heard = pay::Heard { number: Some(number.to_owned()), ..portal.transfer(&memo, 50_000).await };
        pay::hear(&portal.app, &heard).await.unwrap();
    }
    let first = event(&portal, &format!("phi {reference}")).await;
    let second = event(&portal, &format!("PHI {reference} lan")).await;
    let refunds = "SELECT state || ' ' || of_held FROM refund";
    assert_eq!(portal.texts(refunds).await, ["requested 50000"], "it looks as if it was paid twice");

    portal.it_is("2026-11-25 09:00");
    let desk = hoa.browser();
    let page = desk.get(&format!("{FOUND}/{second}")).await.is(200);
    desk.submit(&page.form("/rut-lai").with("reason", "Ngân hàng báo hai lần")).await.is(303);
    assert_eq!(portal.texts(refunds).await, Vec::<String>::new(), "nothing is to go back any more");
    let page = desk.get(&format!("{INBOX}/{second}")).await.is(200).says("Cùng một khoản tiền với");
    let form = page.form("/trung");
    desk.submit(&form.clone()).await.is(422).says("Chọn khoản đã nhận tin trước");
    let done = desk.submit(&form.with("same_as", &first.to_string())).await.is(303);
    desk.follow(&done).await.says("Đã gạch khoản trùng");
    desk.get("/mot-cua/thu-phi/doi-chieu?xem=struck").await.is(200).says("Gạch vì trùng").says("− 50.000");
    desk.get(&format!("{FOUND}/{second}")).await.is(200).says("Khoản đã nhận tin trước");

    let sums = |t: &Table| {
        dongs([t.opening, t.struck.amount, t.counted_again.amount, t.closing().unwrap(), t.aside.amount])
    };
    assert_eq!(sums(&table(&portal, CENTRE, "2026-11-25").await), [50_000, 50_000, 0, 0, 0]);
    assert_eq!(table(&portal, CENTRE, "2026-11-26").await.opening, Vnd::ZERO);

    // Not both for one another, and the first one only as long as it counts.
    portal.it_is("2026-11-26 09:00");
    let tries = pay::find_out(&portal.app, &hoa.actor, second, &Finding::Twice { same_as: first }).await;
    assert!(matches!(tries, Err(Error::Changed)), "{tries:?}");
    portal.hears("khoan khac", 50_000).await;
    let third = event(&portal, "khoan khac").await;
    for other in [second, third] {
        not_found(pay::find_out(&portal.app, &hoa.actor, third, &Finding::Twice { same_as: other }).await);
    }
    portal.hears("so tien khac", 49_000).await;
    let other = event(&portal, "so tien khac").await;
    not_found(pay::find_out(&portal.app, &hoa.actor, other, &Finding::Twice { same_as: first }).await);

    taken_back::take_back(&portal.app, &hoa.actor, (second, 1), "là khoản khác").await.unwrap().unwrap();
    let t = table(&portal, CENTRE, "2026-11-26").await;
    assert_eq!(sums(&t), [0, 0, 50_000, 149_000, 0]);
    assert_eq!(t.inbox.amount.dong(), 149_000);
    assert_eq!(sums(&table(&portal, CENTRE, "2026-11-25").await), [50_000, 50_000, 0, 0, 0]);
}

#[tokio::test]
async fn cash_and_the_platforms_money_stay_where_they_are() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.001612").await;
    hoa.takes(&code, 50_000).await;
    let taken: Uuid = portal.texts("SELECT id::text FROM bank_event").await.remove(0).parse().unwrap();
    let tries = taken_back::take_back(&portal.app, &hoa.actor, (taken, 0), "lý do nào đó").await.unwrap();
    assert_eq!(tries, Err(Fixed::Certain));
    let page = hoa.browser().get(&format!("{FOUND}/{taken}")).await.is(200);
    assert!(!page.says("Thu tại quầy").has_form("/rut-lai"));
}
