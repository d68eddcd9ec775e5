//! What a bank says by itself when it is odd: a number for other money, the same message with another amount, signs that no store takes.
//! None of it is lost, and none is booked twice.

use motcua::{
    app::pay::{self, Became, Heard},
    clock::Clock as _,
    domain::{ids::DossierCode, money::Vnd},
    gateways::payment::bank_hook,
};
use serde_json::{Value, json};

use crate::support::{
    paying::Paying,
    people::{Person, agency, day},
    portal::{Portal, let_go},
};

const INBOX: &str = "/mot-cua/thu-phi/chua-ro";
const STATEMENT: &str = "/mot-cua/thu-phi/sao-ke";
/// The account of the centre of Cẩm Thành.
const OWN: &str = "4800000010101";

/// Money that came on Monday morning.
fn credit(number: &str, amount: i64, memo: &str) -> Value {
    json!({ "account": OWN, "transaction": number, "amount": amount, "at": "2026-11-23T08:00:00+07:00", "memo": memo })
}

/// The same on another day.
fn on(day: &str, credit: &Value) -> Value {
    let mut later = credit.clone();
    later["at"] = json!(format!("{day}T08:00:00+07:00"));
    later
}

impl Paying {
    /// The bank signs this and brings it to the portal's door; gives back what it is answered.
    async fn bank_brings(&self, credit: &Value) -> (u16, String) {
        let body = credit.to_string();
        let signature = bank_hook::sign(body.as_bytes(), self.portal.clock.now(), &"ngan-hang".into());
        let request = reqwest::Client::new()
            .post(format!("{}/hooks/payments/bank", self.base))
            .header(bank_hook::HEADER, signature)
            .body(body);
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    /// The same, and it is taken.
    async fn bank_tells(&self, credit: &Value) {
        assert_eq!(self.bank_brings(credit).await, (200, r#"{"MaLoi":"00"}"#.to_owned()), "{credit}");
    }

    async fn outstanding(&self, code: &DossierCode) -> i64 {
        self.portal.dossier(code).await.outstanding().dong()
    }

    /// What the day of the centre says of itself: what came, what is booked, what waits, and what does not add up.
    async fn day_of_the_centre(&self, on: &str) -> [i64; 4] {
        let day = motcua::app::balance::day(&self.portal.app, &agency("H48.101.01"), day(on)).await.unwrap();
        let table = day.table().unwrap();
        [
            table.came().map(Vnd::dong).unwrap(),
            table.booked.amount.dong(),
            table.inbox.amount.dong(),
            table.difference,
        ]
    }
}

/// The cashier says for which dossier the one thing is that waits.
async fn gives(hoa: &Person<'_>, code: &DossierCode) {
    let event = hoa.portal.texts("SELECT event_id::text FROM inbox").await;
    assert_eq!(event.len(), 1, "one thing waits");
    let desk = hoa.browser();
    let page = desk.get(&format!("{INBOX}/{}", event[0])).await.is(200).says("đã dùng số giao dịch này");
    let seen = desk.submit(&page.form(&page.path).with("code", code.as_str())).await.is(200);
    desk.submit(&seen.form(&page.path)).await.is(303);
}

#[tokio::test]
async fn a_number_that_the_bank_uses_again_for_other_money_loses_none_of_it() {
    let world = Paying::new().await;
    let (lan, hoa) = (world.portal.lan().await, world.portal.hoa().await);
    let (one, two) = (world.owed(&lan).await, world.owed(&lan).await);
    let first = format!("phi {}", world.portal.reference(&one).await);
    let second = format!("phi {}", world.portal.reference(&two).await);
    world.bank_tells(&credit("0012", 50_000, &first)).await;
    assert_eq!(world.outstanding(&one).await, 0);

    // Two days later the bank has come to this number again: other money, whatever its memo says.
    world.portal.it_is("2026-11-25 08:00");
    let other = on("2026-11-25", &credit("0012", 80_000, &second));
    for _ in 0..2 {
        world.bank_tells(&other).await;
        assert_eq!(world.events().await, ["bank true 50000", "bank true 80000"]);
    }
    assert_eq!(world.outstanding(&two).await, 50_000, "under such a number nothing is certain");
    assert_eq!(world.day_of_the_centre("2026-11-25").await, [80_000, 0, 80_000, 0]);
    hoa.browser().get(INBOX).await.is(200).says("80.000");
    // The statement of the week says nothing new of either.
    let text = format!(
        "Ngày giao dịch,Số giao dịch,Ghi có,Nội dung\n23/11/2026,0012,50000,{first}\n25/11/2026,0012,80000,{second}\n"
    );
    let desk = hoa.browser();
    let form = desk.get(STATEMENT).await.is(200).form("/sao-ke/xem-truoc").with("text", &text);
    desk.submit(&form).await.is(200).says("Đã ghi nhận").says("không có dòng nào mới");
    assert_eq!(world.events().await.len(), 2);

    gives(&hoa, &two).await;
    assert_eq!(world.booked().await, ["transfer 50000", "transfer 50000"]);
    let refunds = "SELECT cause || ' ' || of_held FROM refund";
    assert_eq!(world.portal.texts(refunds).await, ["overpaid 30000"]);
    // And a third time, for a third.
    world.bank_tells(&on("2026-11-25", &credit("0012", 10_000, "tien nuoc"))).await;
    assert_eq!(world.inbox().await, 1);
    assert_eq!(world.day_of_the_centre("2026-11-25").await, [90_000, 50_000, 10_000, 0]);
}

#[tokio::test]
async fn a_number_of_another_day_with_the_same_amount_and_another_reference_is_other_money() {
    let world = Paying::new().await;
    let (lan, hoa) = (world.portal.lan().await, world.portal.hoa().await);
    let (one, two) = (world.owed(&lan).await, world.owed(&lan).await);
    let first = credit("0012", 50_000, &world.portal.reference(&one).await);
    world.bank_tells(&first).await;
    world.portal.it_is("2026-11-25 08:00");
    // Most fees are the same: what the bank says of another payer under the number of another day is nobody's repetition.
    let other = on("2026-11-25", &credit("0012", 50_000, &world.portal.reference(&two).await));
    world.bank_tells(&other).await;
    assert_eq!(world.inbox().await, 1, "{:?}", world.events().await);
    gives(&hoa, &two).await;
    assert_eq!(world.outstanding(&two).await, 0);
    // What is told once more is none, although the bank dates it anew.
    world.bank_tells(&on("2026-11-25", &first)).await;
    assert_eq!(world.events().await, ["bank true 50000", "bank true 50000"]);
}

#[tokio::test]
async fn the_same_message_with_another_amount_is_for_a_cashier_and_books_nothing() {
    let world = Paying::new().await;
    let lan = world.portal.lan().await;
    let code = world.owed(&lan).await;
    let memo = world.portal.reference(&code).await;
    let first = credit("FT1", 50_000, &memo);
    world.bank_tells(&first).await;
    world.bank_tells(&first).await;
    assert_eq!(world.events().await, ["bank true 50000"], "the same again is the same");
    for other in [60_000, 1] {
        for _ in 0..2 {
            world.bank_tells(&credit("FT1", other, &memo)).await;
        }
    }
    world.bank_tells(&first).await;
    assert_eq!(world.booked().await, ["transfer 50000"]);
    assert_eq!(world.events().await.len(), 3, "each amount once");
    assert_eq!(world.inbox().await, 2);
    assert_eq!(
        world.portal.texts("SELECT cause FROM refund").await,
        [""; 0],
        "nothing is known to be too much"
    );
    assert_eq!(world.day_of_the_centre("2026-11-23").await, [110_001, 50_000, 60_001, 0]);
}

#[tokio::test]
async fn signs_that_no_store_takes_and_signs_of_four_bytes_lose_no_money() {
    let world = Paying::new().await;
    let (lan, hoa) = (world.portal.lan().await, world.portal.hoa().await);
    let code = world.owed(&lan).await;
    let reference = world.portal.reference(&code).await;
    let mut odd = credit("FT\u{0}1", 50_000, &format!("nop\u{0} phi\u{7} {reference} 🏠\u{1b}[2J"));
    odd["payer_name"] = json!("LAN\u{0} 👩‍🌾");
    world.bank_tells(&odd).await;
    assert_eq!(world.booked().await, ["transfer 50000"]);
    let kept = "SELECT key || '|' || number || '|' || memo || '|' || payer FROM bank_event";
    assert_eq!(
        world.portal.texts(kept).await,
        [format!("bank:{OWN}:FT1|FT1|nop phi {reference} 🏠[2J|LAN 👩‍🌾")]
    );
    lan.browser().get(&format!("/ho-so/{code}/nop-phi")).await.is(200).says("đã nộp đủ");
    world.bank_tells(&odd).await;
    assert_eq!(world.events().await.len(), 1, "it is known again by what is left of it");

    // Of which nobody knows what it is for, the cashier reads what can be read.
    world.bank_tells(&credit("FT2", 7_000, "\u{0}tang co chu 🎁\n\u{0}")).await;
    hoa.browser().get(INBOX).await.is(200).says("tang co chu 🎁").says("7.000");
    assert_eq!(world.day_of_the_centre("2026-11-23").await, [57_000, 50_000, 7_000, 0]);
}

#[tokio::test]
async fn of_two_moneys_told_at_once_under_one_number_none_is_taken_for_the_other() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let code = lan.submits("1.001612").await;
    let memo = portal.reference(&code).await;
    let told = async |amount| {
        let heard = Heard {
            key: format!("bank:{OWN}:0012"),
            number: Some("0012".to_owned()),
            ..portal.transfer(&memo, amount).await
        };
        pay::hear(&portal.app, &heard).await.unwrap()
    };
    // Both have found the number free before either of them is kept.
    let held = portal.holding("LOCK TABLE bank_event IN EXCLUSIVE MODE").await;
    let frees = async {
        portal.until_waiting(2).await;
        let_go(held).await;
    };
    let (one, other, ()) = tokio::join!(told(50_000), told(80_000), frees);
    let both = [one, other];
    assert!(both.iter().any(|became| matches!(became, Became::Booked(_))), "{both:?}");
    assert!(both.contains(&Became::Inbox), "{both:?}");
    assert_eq!(portal.texts("SELECT sum(amount)::text FROM bank_event").await, ["130000"]);
}

#[tokio::test]
async fn what_cannot_be_kept_is_asked_for_once_more() {
    let world = Paying::new().await;
    let lan = world.portal.lan().await;
    let code = world.owed(&lan).await;
    let told = credit("FT1", 50_000, &world.portal.reference(&code).await);
    world.portal.sql("ALTER TABLE bank_event RENAME TO away").await.unwrap();
    assert_eq!(world.bank_brings(&told).await, (500, r#"{"MaLoi":"99"}"#.to_owned()));
    world.portal.sql("ALTER TABLE away RENAME TO bank_event").await.unwrap();
    world.bank_tells(&told).await;
    assert_eq!(world.booked().await, ["transfer 50000"]);
}
