//! Paying through the payment platform and by transfer, over real sockets: whatever the platform and the network do, each đồng is
//! seen once.

use chrono::TimeDelta;
use futures_util::future::join_all;
use motcua::{
    domain::{command::Command, status::Status},
    gateways::sandbox::{
        bank::Transfer,
        faults::{Broken, Faults, Order},
        payer::Choice,
    },
};

use crate::support::{
    browser::Origin,
    paying::{Paying, reference_of},
    people::{cash, dong, refusal},
};

#[tokio::test]
async fn a_payment_is_begun_paid_and_booked() {
    let world = Paying::new().await;
    let lan = world.portal.lan().await;
    let code = world.owed(&lan).await;
    let reference = world.tries(&lan, &code).await;
    let plain: String = code.as_str().chars().filter(char::is_ascii_alphanumeric).collect();
    assert!(reference.starts_with(&format!("dvc{plain}20261123080000")), "{reference}: on a 24-hour clock");

    world.sandbox.payer(&reference, Choice::Pay).unwrap();
    world.sandbox.settled().await;
    assert_eq!(world.attempts().await, ["succeeded"]);
    assert_eq!(world.booked().await, ["platform 50000"]);
    assert!(world.portal.dossier(&code).await.outstanding().is_zero());
    let counts = world.sandbox.counts();
    assert_eq!((counts.sent, counts.taken), (1, 1));
    world.portal.clock.advance(TimeDelta::days(2));
    world.asks_the_platform().await;
    assert_eq!(world.sandbox.counts().asked, 0, "what is known is not asked for");
    assert_eq!(refusal(world.begins(&lan, &code).await), motcua::domain::refusal::Refusal::NothingToPay);
}

#[tokio::test]
async fn what_the_receipt_says_is_sent_and_nothing_more() {
    let world = Paying::new().await;
    let lan = world.portal.lan().await;
    let code = world.owed(&lan).await;
    let reference = world.tries(&lan, &code).await;
    let init = world.sandbox.book().transactions[&reference].init.clone();
    assert_eq!(init.about, format!("THANH TOAN HO SO {code}"));
    assert_eq!((init.amount.as_str(), init.at.as_str()), ("50000", "20261123080000"));
    assert_eq!(init.return_url, format!("{}/thanh-toan/ve/{reference}", world.base));
    let receipt = init.receipt;
    assert_eq!((receipt.procedure.as_str(), receipt.service.as_str()), ("1.001612", "1.001612.01"));
    assert_eq!(receipt.dossier, code.to_string());
    assert_eq!((receipt.payer.as_str(), receipt.agency.as_str()), ("Nguyễn Thị Lan", "H48.101.01"));
    assert!(!receipt.account.is_empty() && !receipt.account_bank.is_empty());
    let sum: i64 = receipt.fees.iter().map(|fee| fee.amount.parse::<i64>().unwrap()).sum();
    assert_eq!(sum, 50_000);
}

#[tokio::test]
async fn failure_is_no_end_and_late_success_is_taken() {
    let world = Paying::new().await;
    let lan = world.portal.lan().await;
    let code = world.owed(&lan).await;
    let first = world.tries(&lan, &code).await;
    world.sandbox.payer(&first, Choice::Refuse).unwrap();
    world.sandbox.settled().await;
    assert_eq!(world.attempts().await, ["failed"]);
    assert_eq!(world.booked().await, [""; 0]);
    // Another try; but the money of the first comes after all.
    world.portal.clock.advance(TimeDelta::minutes(1));
    let second = world.tries(&lan, &code).await;
    assert_ne!(first, second);
    world.sandbox.payer(&first, Choice::Pay).unwrap();
    world.sandbox.settled().await;
    assert_eq!(world.attempts().await, ["succeeded", "pending"]);
    assert_eq!(world.booked().await, ["platform 50000"]);
    // And the second try too: too much came, which is held and seen.
    world.sandbox.payer(&second, Choice::Late).unwrap();
    world.sandbox.settled().await;
    assert_eq!(world.attempts().await, ["succeeded", "succeeded"]);
    assert_eq!(world.booked().await, ["platform 50000"]);
    assert_eq!(world.inbox().await, 0);
}

#[tokio::test]
async fn messages_in_the_wrong_order_and_repeated_book_once() {
    for order in [Order::FailureAfterSuccess, Order::SuccessAfterFailure] {
        let world = Paying::new().await;
        let lan = world.portal.lan().await;
        let code = world.owed(&lan).await;
        world.sandbox.next(Faults { order, copies: 5, ..Faults::default() });
        let reference = world.tries(&lan, &code).await;
        world.sandbox.payer(&reference, Choice::Pay).unwrap();
        world.sandbox.settled().await;
        let counts = world.sandbox.counts();
        assert_eq!(
            (counts.sent, counts.taken),
            (10, 10),
            "{order:?}: what is repeated is answered as if it were new"
        );
        assert_eq!(world.attempts().await, ["succeeded"], "{order:?}");
        assert_eq!(world.booked().await, ["platform 50000"], "{order:?}");
        assert_eq!(world.events().await.len(), 2, "{order:?}");
    }
}

#[tokio::test]
async fn a_window_that_was_closed_is_asked_about_until_its_time_is_over_and_once_more_a_day_later() {
    let world = Paying::new().await;
    let lan = world.portal.lan().await;
    let code = world.owed(&lan).await;
    let reference = world.tries(&lan, &code).await;
    world.sandbox.payer(&reference, Choice::Close);
    world.asks_the_platform().await;
    assert_eq!(world.sandbox.counts().asked, 0, "not before the payer could have paid");
    for _ in 0..31 {
        world.portal.clock.advance(TimeDelta::minutes(1));
        world.asks_the_platform().await;
    }
    assert_eq!(world.attempts().await, ["pending"]);
    for _ in 0..10 {
        world.portal.clock.advance(TimeDelta::minutes(1));
        world.asks_the_platform().await;
    }
    assert_eq!(world.attempts().await, ["expired"]);
    let asked = world.sandbox.counts().asked;
    assert!((5..=9).contains(&asked), "{asked}: with pauses that grow");
    // The payer comes back to the open window hours later, and the message is lost: the question of the next day finds it.
    world.sandbox.payer(&reference, Choice::Lost).unwrap();
    world.portal.clock.advance(TimeDelta::hours(20));
    world.asks_the_platform().await;
    assert_eq!(world.booked().await, [""; 0]);
    world.portal.clock.advance(TimeDelta::hours(5));
    world.asks_the_platform().await;
    assert_eq!(
        (world.attempts().await, world.booked().await),
        (vec!["succeeded".to_owned()], vec!["platform 50000".to_owned()])
    );
    world.portal.clock.advance(TimeDelta::days(9));
    world.asks_the_platform().await;
    assert_eq!(world.sandbox.counts().asked, asked + 1, "then never again");
}

#[tokio::test]
async fn a_lost_or_forged_message_is_cured_by_asking() {
    for faults in [
        Faults { lost: true, ..Faults::default() },
        Faults { wrong_code: true, copies: 3, ..Faults::default() },
    ] {
        let world = Paying::new().await;
        let lan = world.portal.lan().await;
        let code = world.owed(&lan).await;
        world.sandbox.next(faults);
        let reference = world.tries(&lan, &code).await;
        world.sandbox.payer(&reference, Choice::Pay).unwrap();
        world.sandbox.settled().await;
        assert_eq!(world.events().await, [""; 0], "nothing of a forged message is kept");
        assert_eq!(world.sandbox.counts().refused, world.sandbox.counts().sent);
        world.portal.clock.advance(TimeDelta::minutes(1));
        world.asks_the_platform().await;
        assert_eq!(world.events().await, ["query true 50000"]);
        assert_eq!(world.booked().await, ["platform 50000"]);
    }
}

#[tokio::test]
async fn a_platform_with_another_secret_is_not_believed_and_cannot_be_begun_with() {
    let world = Paying::strangers().await;
    let lan = world.portal.lan().await;
    let code = world.owed(&lan).await;
    let error = world.begins(&lan, &code).await.unwrap_err();
    assert!(matches!(error, motcua::app::error::Error::Gateway(_)), "{error:?}");
    assert_eq!(world.attempts().await, ["failed"]);
    assert_eq!(world.portal.dossier(&code).await.outstanding(), dong(50_000));
}

#[tokio::test]
async fn another_amount_than_was_asked_for_waits_for_a_cashier() {
    for (choice, amount) in [(Choice::Less, 49_000), (Choice::More, 51_000)] {
        let world = Paying::new().await;
        let lan = world.portal.lan().await;
        let code = world.owed(&lan).await;
        let reference = world.tries(&lan, &code).await;
        world.sandbox.payer(&reference, choice).unwrap();
        world.sandbox.settled().await;
        assert_eq!(world.events().await, [format!("callback true {amount}")]);
        assert_eq!(
            world.portal.texts("SELECT agency FROM bank_event").await,
            ["H48.101.01"],
            "whose cashier"
        );
        assert_eq!((world.inbox().await, world.booked().await.len()), (1, 0));
        world
            .portal
            .browser()
            .get(&format!("/thanh-toan/ve/{reference}"))
            .await
            .is(200)
            .says("Đã nhận được tiền");
    }
}

#[tokio::test]
async fn a_success_for_a_reference_that_nobody_knows_waits_for_a_cashier() {
    let world = Paying::new().await;
    let lan = world.portal.lan().await;
    let code = world.owed(&lan).await;
    let reference = world.tries(&lan, &code).await;
    world.portal.sql("DELETE FROM payment_attempt").await.unwrap();
    world.sandbox.payer(&reference, Choice::Pay).unwrap();
    world.sandbox.settled().await;
    assert_eq!(world.sandbox.counts().taken, 1);
    assert_eq!(world.inbox().await, 1);
}

#[tokio::test]
async fn two_hundred_messages_of_one_payment_book_it_once() {
    let world = Paying::new().await;
    let lan = world.portal.lan().await;
    let code = world.owed(&lan).await;
    world.sandbox.next(Faults { copies: 200, ..Faults::default() });
    let reference = world.tries(&lan, &code).await;
    world.sandbox.payer(&reference, Choice::Pay).unwrap();
    world.sandbox.settled().await;
    let counts = world.sandbox.counts();
    assert_eq!((counts.taken, counts.refused, counts.undelivered), (200, 0, 0));
    assert_eq!(world.events().await, ["callback true 50000"]);
    assert_eq!(world.booked().await, ["platform 50000"]);
    let history = world.portal.history(world.portal.dossier(&code).await.id).await;
    assert_eq!(history.iter().filter(|line| line.contains(": pay ")).count(), 1);
}

#[tokio::test]
async fn two_clicks_in_one_second_are_one_try_and_two_dossiers_are_two() {
    let world = Paying::new().await;
    let lan = world.portal.lan().await;
    let (code, other) = (world.owed(&lan).await, world.owed(&lan).await);
    let clicks = join_all((0..8).map(|_| world.begins(&lan, &code))).await;
    let mut places: Vec<String> = clicks.into_iter().map(Result::unwrap).collect();
    places.dedup();
    assert_eq!(places.len(), 1, "{places:?}");
    let second = world.begins(&lan, &other).await.unwrap();
    assert_ne!(reference_of(&places[0]), reference_of(&second));
    // After a refusal in the same second the next try has a reference of its own.
    world.sandbox.payer(&reference_of(&second), Choice::Refuse).unwrap();
    world.sandbox.settled().await;
    assert_ne!(world.begins(&lan, &other).await.unwrap(), second);
    assert_eq!(world.attempts().await.len(), 3);
}

#[tokio::test]
async fn a_try_that_may_have_begun_is_gone_on_with_under_its_reference() {
    for init in [Broken::Error, Broken::ErrorAfterwards, Broken::Silence, Broken::Garbage] {
        let world = Paying::new().await;
        let lan = world.portal.lan().await;
        let code = world.owed(&lan).await;
        world.sandbox.next(Faults { init, ..Faults::default() });
        world.begins(&lan, &code).await.unwrap_err();
        assert_eq!(world.attempts().await, ["pending"], "{init:?}");
        let page = lan.browser().get(&format!("/ho-so/{code}/nop-phi")).await.is(200);
        page.says("50.000").does_not_say("Đang kiểm tra với ngân hàng");
        let reference = world.tries(&lan, &code).await;
        assert_eq!(world.attempts().await, ["pending"], "{init:?}: the same one");
        world.sandbox.payer(&reference, Choice::Pay).unwrap();
        world.sandbox.settled().await;
        assert_eq!(world.booked().await, ["platform 50000"], "{init:?}");
    }
}

#[tokio::test]
async fn a_try_of_which_the_platform_knows_nothing_ends_and_the_next_click_begins_another() {
    let world = Paying::new().await;
    let lan = world.portal.lan().await;
    let code = world.owed(&lan).await;
    world.sandbox.next(Faults { init: Broken::Error, ..Faults::default() });
    world.begins(&lan, &code).await.unwrap_err();
    for _ in 0..4 {
        world.portal.clock.advance(TimeDelta::minutes(1));
        world.asks_the_platform().await;
    }
    assert_eq!(world.attempts().await, ["failed"]);
    let reference = world.tries(&lan, &code).await;
    world.sandbox.payer(&reference, Choice::Pay).unwrap();
    world.sandbox.settled().await;
    assert_eq!(world.booked().await, ["platform 50000"]);
}

#[tokio::test]
async fn a_platform_that_is_away_is_asked_until_it_is_back() {
    let world = Paying::new().await;
    let lan = world.portal.lan().await;
    let code = world.owed(&lan).await;
    world.sandbox.next(Faults { lost: true, query: Broken::Error, query_times: 12, ..Faults::default() });
    let reference = world.tries(&lan, &code).await;
    world.sandbox.payer(&reference, Choice::Pay).unwrap();
    world.sandbox.settled().await;
    for _ in 0..12 {
        world.portal.clock.advance(TimeDelta::minutes(61));
        world.asks_the_platform().await;
        assert_eq!(world.attempts().await, ["pending"], "unknown is not failed");
    }
    world.portal.clock.advance(TimeDelta::minutes(61));
    world.asks_the_platform().await;
    assert_eq!(world.booked().await, ["platform 50000"]);
}

#[tokio::test]
async fn the_last_question_is_repeated_too_until_somebody_answers_it() {
    let world = Paying::new().await;
    let lan = world.portal.lan().await;
    let code = world.owed(&lan).await;
    let broken = Faults { query: Broken::Error, query_times: 3, ..Faults::default() };
    world.sandbox.next(broken);
    let reference = world.tries(&lan, &code).await;
    world.sandbox.payer(&reference, Choice::Refuse).unwrap();
    world.sandbox.settled().await;
    assert_eq!(world.attempts().await, ["failed"]);
    // Paid after all, and the message about it is lost: only the question a day later finds it.
    world.sandbox.payer(&reference, Choice::Lost).unwrap();
    world.portal.clock.advance(TimeDelta::days(1) + TimeDelta::minutes(31));
    for _ in 0..3 {
        world.asks_the_platform().await;
        assert_eq!(world.booked().await, [""; 0]);
        world.portal.clock.advance(TimeDelta::minutes(61));
    }
    world.asks_the_platform().await;
    assert_eq!(world.booked().await, ["platform 50000"]);
    let asked = world.sandbox.counts().asked;
    world.portal.clock.advance(TimeDelta::days(3));
    world.asks_the_platform().await;
    assert_eq!(world.sandbox.counts().asked, asked, "answered once, it is left alone");
}

#[tokio::test]
async fn part_of_it_by_transfer_the_rest_through_the_platform() {
    let world = Paying::new().await;
    let lan = world.portal.lan().await;
    let code = world.owed(&lan).await;
    let stale = world.tries(&lan, &code).await;
    let memo = world.portal.texts("SELECT reference FROM payment_intent").await.concat();
    let account =
        world.portal.texts("SELECT number FROM bank_account WHERE agency = 'H48.101.01'").await.concat();
    let part = Transfer {
        account: account.clone(),
        amount: dong(20_000),
        memo: memo.to_lowercase(),
        ..Transfer::default()
    };
    world
        .sandbox
        .transfer(Transfer { faults: Faults { copies: 3, ..Faults::default() }, ..part.clone() })
        .unwrap();
    world
        .sandbox
        .transfer(Transfer { faults: Faults { wrong_code: true, ..Faults::default() }, ..part })
        .unwrap();
    world.sandbox.settled().await;
    assert_eq!(
        world.events().await,
        ["bank true 20000"],
        "copies are one, and what is not signed is nothing"
    );
    world.portal.clock.advance(TimeDelta::minutes(1));
    let rest = world.tries(&lan, &code).await;
    assert_ne!(rest, stale, "the try over the whole sum is not gone on with");
    let init = world.sandbox.book().transactions[&rest].init.clone();
    assert_eq!(init.amount, "30000");
    assert_eq!((init.receipt.fees.len(), init.receipt.sums.len()), (0, 1));
    world.sandbox.payer(&rest, Choice::Pay).unwrap();
    world.sandbox.settled().await;
    assert_eq!(world.booked().await, ["platform 50000"]);
    // Meanwhile the first window was still open.
    world.sandbox.payer(&stale, Choice::Pay).unwrap();
    world.sandbox.settled().await;
    assert_eq!(world.booked().await, ["platform 50000"], "too much is held, not booked");
    assert_eq!(world.inbox().await, 0);
}

#[tokio::test]
async fn money_for_a_dossier_that_ended_is_held() {
    let world = Paying::new().await;
    let lan = world.portal.lan().await;
    let code = world.owed(&lan).await;
    let reference = world.tries(&lan, &code).await;
    lan.does(&code, Command::Withdraw { reason: String::new() }).await;
    world.sandbox.payer(&reference, Choice::Pay).unwrap();
    world.sandbox.settled().await;
    assert_eq!(world.events().await, ["callback true 50000"]);
    assert_eq!((world.booked().await.len(), world.inbox().await), (0, 0));
    assert_eq!(world.portal.dossier(&code).await.status, Status::Withdrawn);
}

#[tokio::test]
async fn paid_in_cash_meanwhile_the_platforms_money_is_too_much_and_seen() {
    let world = Paying::new().await;
    let (lan, hoa) = (world.portal.lan().await, world.portal.hoa().await);
    let code = world.owed(&lan).await;
    let reference = world.tries(&lan, &code).await;
    hoa.does(&code, cash(50_000)).await;
    world.sandbox.payer(&reference, Choice::Pay).unwrap();
    world.sandbox.settled().await;
    assert_eq!(world.booked().await, ["cash 50000"]);
    let mut events = world.events().await;
    events.sort();
    assert_eq!(events, ["callback true 50000", "counter true 50000"]);
}

#[tokio::test]
async fn through_the_pages_of_the_citizen() {
    let world = Paying::new().await;
    let lan = world.portal.lan().await;
    let code = world.owed(&lan).await;
    let browser = lan.browser();
    let here = format!("/ho-so/{code}/nop-phi");
    let page = browser.get(&here).await.is(200).says("Thanh toán trực tuyến");
    let policy = page.header("content-security-policy");
    assert!(policy.contains(&format!("form-action 'self' {}", world.bank)), "{policy}");

    // The platform is down: a word, the other ways, and nothing is lost.
    world.sandbox.next(Faults { init: Broken::Error, ..Faults::default() });
    let sent = browser.post(&format!("{here}/cong"), &[], Origin::Own).await.is(303);
    assert_eq!(sent.leads_to("/"), here);
    let page = browser.get(&here).await.is(200).says("Cổng thanh toán chưa trả lời").says("Nộp tại quầy");
    page.says("Thanh toán trực tuyến").does_not_say("đang được kiểm tra với ngân hàng");

    // A double click leads to one place.
    let first = browser.post(&format!("{here}/cong"), &[], Origin::Own).await.is(303);
    let pay_url = first.leads_to("http");
    let second = browser.post(&format!("{here}/cong"), &[], Origin::Own).await.is(303);
    assert_eq!(second.leads_to("http"), pay_url);
    browser.get(&here).await.is(200).says("đang được kiểm tra với ngân hàng");
    let reference = reference_of(&pay_url);
    let back = format!("/thanh-toan/ve/{reference}");

    // What stands in the address is not believed.
    let checking = browser.get(&format!("{back}?MaThamChieu={reference}&MaLoi=00")).await.is(200);
    assert!(checking.words().contains("Đang kiểm tra với ngân hàng"));
    assert_eq!(checking.header("refresh"), "5");
    let stopped = browser.get(&format!("{back}?dung=1")).await.is(200).says("Kiểm tra lại");
    assert_eq!(stopped.header("refresh"), "");

    // The message is lost; the page itself has the platform asked, once it is time.
    world.sandbox.payer(&reference, Choice::Lost).unwrap();
    world.portal.clock.advance(TimeDelta::seconds(16));
    let own = browser.get(&back).await.is(200).says("Đã nộp xong");
    assert!(own.text.contains(&format!("href=\"/ho-so/{code}\"")), "the way back to the dossier");
    browser.get(&format!("/en{back}")).await.is(200).says("Paid");
    browser.get(&here).await.is(200).says("Ông/bà đã nộp đủ");
    // Somebody else, and nobody: the same, without the dossier.
    for browser in [world.portal.vinh().await.browser(), world.portal.browser()] {
        let page = browser.get(&back).await.is(200).says("Đã nộp xong").does_not_say("Lan");
        assert!(!page.text.contains(code.as_str()), "the dossier is its owner's");
    }
    world.portal.browser().get("/thanh-toan/ve/dvcnone").await.is(404);
    // Nobody pays for somebody else's dossier through its page.
    let vinh = world.portal.vinh().await;
    vinh.browser().post(&format!("{here}/cong"), &[], Origin::Own).await.is(404);
}

#[tokio::test]
async fn each_state_of_a_try_has_its_words() {
    let world = Paying::new().await;
    let lan = world.portal.lan().await;
    let code = world.owed(&lan).await;
    let reference = world.tries(&lan, &code).await;
    let browser = lan.browser();
    let back = format!("/thanh-toan/ve/{reference}");
    world.sandbox.payer(&reference, Choice::Refuse).unwrap();
    world.sandbox.settled().await;
    let page = browser.get(&back).await.is(200).says("Lần thanh toán này chưa xong").says("Về trang nộp phí");
    assert_eq!(page.header("refresh"), "");
    world.portal.sql("UPDATE payment_attempt SET state = 'expired'").await.unwrap();
    browser.get(&back).await.is(200).says("Chưa có kết quả thanh toán");
    world.portal.sql("UPDATE payment_attempt SET state = 'pending', ask_at = NULL").await.unwrap();
    world.portal.clock.advance(TimeDelta::minutes(25));
    let page = browser.get(&back).await.is(200).says("Đang kiểm tra với ngân hàng");
    assert_eq!(page.header("refresh"), "", "nobody stares that long");
}

#[tokio::test]
async fn the_hooks_take_nothing_unsigned_and_are_closed_where_nobody_is_set_up() {
    let world = Paying::new().await;
    let http = reqwest::Client::new();
    let post = |path: &str, signature: Option<&'static str>, body: Vec<u8>| {
        let mut request =
            http.post(format!("{}{path}", world.base)).header("content-type", "application/json").body(body);
        if let Some(signature) = signature {
            request = request.header("x-signature", signature);
        }
        async { request.send().await.unwrap() }
    };
    let answer = post("/hooks/payments/platform", None, b"{}".to_vec()).await;
    assert_eq!(
        (answer.status().as_u16(), answer.text().await.unwrap()),
        (200, r#"{"MaLoi":"06"}"#.to_owned())
    );
    let body = br#"{"account":"1","transaction":"2","amount":5,"at":"2026-11-23T08:00:00+07:00","memo":""}"#;
    for signature in [None, Some("t=1,v1=00"), Some("nonsense")] {
        assert_eq!(post("/hooks/payments/bank", signature, body.to_vec()).await.status(), 401);
    }
    let long = vec![b' '; 2_000_000];
    assert_eq!(post("/hooks/payments/platform", None, long).await.status(), 413);
    assert_eq!(world.events().await, [""; 0]);
    let bare = crate::support::portal::Portal::new().await;
    for path in ["/hooks/payments/platform", "/hooks/payments/bank"] {
        bare.browser().post(path, &[], Origin::Silent).await.is(404);
    }
}
