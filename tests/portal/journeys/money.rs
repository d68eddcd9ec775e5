//! Where the money is: what the bank says is enough, too little, too much, twice, late, or for nobody.

use motcua::{
    app::{
        pay::{self, Became, Finding, Heard},
        payable,
    },
    domain::{
        command::{Command, PayMethod},
        ids::DossierCode,
        policy,
        settlement::Source,
        status::Status,
    },
    store::{dossier::Key, view},
};

use crate::support::{
    people::{by_decision, cash, dong, refusal},
    portal::{Portal, local, shown},
};

/// The reference of the request that is open for a dossier.
async fn reference(portal: &Portal, code: &DossierCode) -> String {
    let sql = format!(
        "SELECT i.reference FROM payment_intent i JOIN dossier d ON d.id = i.dossier_id
         WHERE d.code = '{code}' AND i.closed_at IS NULL"
    );
    portal.texts(&sql).await.concat()
}

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

/// Requests as `amount closed-as`, oldest first.
async fn requests(portal: &Portal) -> Vec<String> {
    portal
        .texts(
            "SELECT amount || ' ' || coalesce(closed_as, 'open') FROM payment_intent ORDER BY created_at, 1",
        )
        .await
}

#[tokio::test]
async fn a_transfer_with_the_reference_pays_and_starts_the_answer_anew() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let code = lan.submits("1.001612").await;
    assert_eq!(requests(&portal).await, ["50000 open"]);
    let memo = format!("NGUYEN THI LAN nop phi {} GD 77", reference(&portal, &code).await.to_lowercase());

    portal.it_is("2026-11-26 08:00");
    let became = pay::hear(&portal.app, &transfer("FT1", 50_000, &memo)).await.unwrap();
    assert!(matches!(became, Became::Booked(_)), "{became:?}");
    let paid = portal.dossier(&code).await;
    assert_eq!((paid.status, paid.outstanding()), (Status::Submitted, dong(0)));
    assert_eq!(shown(paid.respond_by), "27/11/2026 08:00", "8 working hours from the payment");
    assert_eq!(requests(&portal).await, ["50000 paid"]);
    assert_eq!(
        portal.texts("SELECT method || ' ' || amount || ' ' || reference FROM payment").await,
        ["transfer 50000 FT1"]
    );
    let who = "SELECT a.full_name || ' ' || h.actor_agency FROM history h JOIN account a ON a.id = h.actor_id WHERE h.action = 'pay'";
    assert_eq!(portal.texts(who).await, ["Thu tự động H48.101.01"]);

    let again = pay::hear(&portal.app, &transfer("FT1", 50_000, &memo)).await.unwrap();
    assert_eq!(again, Became::Known, "a message that comes again is the same event");
}

#[tokio::test]
async fn too_little_is_held_until_the_rest_comes_by_any_way() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.001612").await;
    let reference = reference(&portal, &code).await;
    let became = pay::hear(&portal.app, &transfer("FT1", 20_000, &reference)).await.unwrap();
    assert!(matches!(became, Became::Held(_)), "{became:?}");
    assert_eq!(portal.dossier(&code).await.outstanding(), dong(50_000), "nothing is booked yet");

    let told = "SELECT args->>'came' || ' ' || (args->>'missing') FROM message WHERE key = 'message-short'";
    assert_eq!(portal.texts(told).await, ["20000 30000"]);
    lan.browser().get("/thong-bao").await.is(200).says("Đã nhận 20.000 đồng").says("còn thiếu 30.000 đồng");

    // The cashier takes what is missing, not what is outstanding.
    assert_eq!(
        refusal(hoa.tries(&code, cash(50_000)).await),
        motcua::domain::refusal::Refusal::AmountDiffers
    );
    let paid = hoa.does(&code, cash(30_000)).await;
    assert_eq!(paid.outstanding(), dong(0));
    assert_eq!(portal.texts("SELECT amount::text FROM payment").await, ["50000"]);
    assert_eq!(
        portal.texts("SELECT source || ' ' || amount FROM bank_event ORDER BY 1").await,
        ["bank 20000", "counter 30000"]
    );
}

#[tokio::test]
async fn a_second_transfer_and_one_after_the_end_are_kept_and_never_booked() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let code = lan.submits("1.001612").await;
    let reference = reference(&portal, &code).await;
    pay::hear(&portal.app, &transfer("FT1", 60_000, &reference)).await.unwrap();
    assert!(portal.dossier(&code).await.outstanding().is_zero(), "more than enough is enough");
    let twice = pay::hear(&portal.app, &transfer("FT2", 60_000, &reference)).await.unwrap();
    assert!(matches!(twice, Became::Held(_)), "{twice:?}");
    assert_eq!(portal.texts("SELECT amount::text FROM payment").await, ["50000"]);

    let other = lan.submits("1.001612").await;
    let late = self::reference(&portal, &other).await;
    lan.does(&other, Command::Withdraw { reason: String::new() }).await;
    assert_eq!(requests(&portal).await, ["50000 paid", "50000 void"]);
    let late = pay::hear(&portal.app, &transfer("FT3", 50_000, &late)).await.unwrap();
    assert!(matches!(late, Became::Held(_)), "{late:?}");
}

#[tokio::test]
async fn what_fits_nothing_waits_for_a_cashier_who_says_it_once() {
    let portal = Portal::new().await;
    let (lan, hoa, nhan) = (portal.lan().await, portal.hoa().await, portal.nhan().await);
    let code = lan.submits("1.001612").await;
    let became = pay::hear(&portal.app, &transfer("FT1", 50_000, "nop phi ho so")).await.unwrap();
    assert_eq!(became, Became::Inbox);
    let one =
        |column: &'static str| async { portal.texts(column).await.concat().parse::<uuid::Uuid>().unwrap() };
    let event = one("SELECT id::text FROM bank_event").await;
    let intent = one("SELECT id::text FROM payment_intent").await;
    assert_eq!(portal.texts("SELECT agency FROM bank_event").await, ["H48.101.01"], "by the account");

    let belongs = Finding::Belongs(intent);
    let officer = pay::find_out(&portal.app, &nhan.actor, event, &belongs).await;
    assert!(matches!(officer, Err(motcua::app::error::Error::Forbidden)), "{officer:?}");
    let elsewhere = Finding::Aside { reason: "Không phải của chúng tôi".to_owned() };
    let other = pay::find_out(&portal.app, &portal.trang().await.actor, event, &elsewhere).await;
    assert!(matches!(other, Err(motcua::app::error::Error::NotFound)), "another one-stop's money: {other:?}");
    let booked = pay::find_out(&portal.app, &hoa.actor, event, &belongs).await.unwrap();
    assert!(matches!(booked, Became::Booked(_)), "{booked:?}");
    assert!(portal.dossier(&code).await.outstanding().is_zero());
    let aside = Finding::Aside { reason: "Tiền thuê nhà".to_owned() };
    let second = pay::find_out(&portal.app, &hoa.actor, event, &aside).await;
    assert!(matches!(second, Err(motcua::app::error::Error::Changed)), "{second:?}");
}

#[tokio::test]
async fn references_of_two_dossiers_in_one_text_are_for_a_cashier() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let (a, b) = (lan.submits("1.001612").await, lan.submits("1.001612").await);
    let memo = format!("{} {}", reference(&portal, &a).await, reference(&portal, &b).await);
    assert_eq!(pay::hear(&portal.app, &transfer("FT1", 100_000, &memo)).await.unwrap(), Became::Inbox);
}

#[tokio::test]
async fn a_further_demand_makes_a_new_request_and_the_old_reference_still_counts() {
    let portal = Portal::at("2026-11-23 09:00").await;
    let (hoa, tuan) = (portal.hoa().await, portal.tuan().await);
    let code = hoa.files("1.001612").walk_in("Trần Văn Bảy").taken_in().await;
    hoa.forwards(&code).await;
    let old = reference(&portal, &code).await;
    let more = by_decision(20_000, "Phí thẩm định");
    tuan.does(&code, more).await;
    assert_eq!(requests(&portal).await, ["100000 replaced", "120000 open"]);
    let new = reference(&portal, &code).await;
    assert_ne!(old, new);

    pay::hear(&portal.app, &transfer("FT1", 100_000, &old)).await.unwrap();
    assert_eq!(portal.dossier(&code).await.status, Status::PaymentRequested);
    pay::hear(&portal.app, &transfer("FT2", 20_000, &new)).await.unwrap();
    assert_eq!(
        portal.dossier(&code).await.status,
        Status::Processing,
        "the clock runs again when all has come"
    );
}

#[tokio::test]
async fn two_hundred_messages_about_one_transfer_book_it_once() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let code = lan.submits("1.001612").await;
    let memo = reference(&portal, &code).await;
    let heard = transfer("FT1", 50_000, &memo);
    let all = futures_util::future::join_all((0..200).map(|_| pay::hear(&portal.app, &heard))).await;
    let booked = all.iter().filter(|one| matches!(one, Ok(Became::Booked(_)))).count();
    // Who waits too long for a connection is told to try again; nobody is told that it was booked a second time.
    assert_eq!(booked, 1, "{all:?}");
    assert_eq!(portal.texts("SELECT count(*)::text FROM bank_event").await, ["1"]);
    assert_eq!(portal.texts("SELECT amount::text FROM payment").await, ["50000"]);
}

#[tokio::test]
async fn the_page_shows_amount_reference_account_and_code() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let code = lan.submits("1.001612").await;
    let reference = reference(&portal, &code).await;
    let browser = lan.browser();
    browser.get(&format!("/ho-so/{code}")).await.is(200).says("Nộp 50.000 ₫");
    let page = browser.get(&format!("/ho-so/{code}/nop-phi")).await.is(200);
    let page = page.says("50.000 ₫").says("Năm mươi nghìn đồng").says(&reference);
    let _ = page.says("Agribank").says("4800000010101");
    pay::hear(&portal.app, &transfer("FT9", 50_000, &reference)).await.unwrap();
    let page = browser.get(&format!("/ho-so/{code}/nop-phi")).await.is(200);
    let _ = page.says("Ông/bà đã nộp đủ phí, lệ phí.").says("FT9");
}

#[tokio::test]
async fn the_slip_carries_the_code_as_long_as_money_is_owed() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.004873").await;
    hoa.accepts(&code).await;
    let reference = reference(&portal, &code).await;
    let slip = format!("/giay-hen/{code}");
    let browser = lan.browser();
    let words = format!("nội dung: {reference}");
    let page = browser.get(&slip).await.is(200).says("Quét mã bằng ứng dụng ngân hàng").says(&words);
    assert!(
        page.text.contains(&format!("Mã VietQR để nộp phí, nội dung {reference}")),
        "the code has its name"
    );
    browser.get(&format!("{slip}/pdf")).await.is(200);
    pay::hear(&portal.app, &transfer("FT1", 5_000, &reference)).await.unwrap();
    let _ = browser.get(&slip).await.is(200).does_not_say("Quét mã bằng ứng dụng ngân hàng");
}

#[tokio::test]
async fn the_account_is_set_on_a_page_and_used_at_once() {
    let portal = Portal::new().await;
    let (lan, khoa) = (portal.lan().await, portal.khoa().await);
    let browser = khoa.browser();
    let path = "/quan-tri/co-quan/H48.101.01/tai-khoan";
    let page = browser.get(path).await.is(200);
    let form = page.form("/tai-khoan");
    let wrong = browser
        .submit(&page.form("/tai-khoan").with("number", "12 ký tự lạ").with("holder", ""))
        .await
        .is(422);
    let _ = wrong.says("Tên tài khoản: ");
    let right =
        form.with("bank", "970436").with("number", "0071 0001.234-56").with("holder", "Trung tâm Cẩm Thành");
    browser.submit(&right).await.is(303);
    let code = lan.submits("1.001612").await;
    let page = lan.browser().get(&format!("/ho-so/{code}/nop-phi")).await.is(200);
    let _ = page.says("Vietcombank").says("0071000123456").says("TRUNG TAM CAM THANH");
    // Who moved where the money goes stands in the log, with the account of before.
    let noted = "SELECT concat_ws(' ', c.full_name, a.subject_id, a.before ->> 'bank_account', '→', a.after ->> 'bank_account')
                 FROM audit a JOIN account c ON c.id = a.actor_id WHERE a.after ? 'bank_account'";
    let noted = portal.texts(noted).await;
    assert_eq!(noted.len(), 1, "{noted:?}");
    assert!(noted[0].contains("H48.101.01") && noted[0].contains("4800000010101"), "{noted:?}");
    assert!(noted[0].ends_with("→ 970436 0071000123456 TRUNG TAM CAM THANH"), "{noted:?}");
    // The same once more is no change.
    let same = browser.get(path).await.is(200).form("/tai-khoan");
    browser.submit(&same).await.is(303);
    assert_eq!(portal.texts("SELECT subject_id FROM audit WHERE after ? 'bank_account'").await.len(), 1);
}

#[tokio::test]
async fn the_code_for_the_banks_app_asks_for_what_is_missing_and_no_more() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let code = lan.submits("1.001612").await;
    let memo = reference(&portal, &code).await;
    pay::hear(&portal.app, &transfer("FT1", 20_000, &memo)).await.unwrap();
    let (scope, key) = (policy::scope(&lan.actor), Key::Code(code.clone()));
    let view = view::of(&portal.app.db, &scope, &key).await.unwrap().unwrap();
    let payable = payable::of(&portal.app, &view).await.unwrap().unwrap();
    assert_eq!((payable.amount, payable.reference.as_str()), (dong(30_000), memo.as_str()));
    let read = payable.transfer.unwrap().payload.unwrap();
    assert!(read.contains("540530000") && read.contains(&memo), "{read}");
    pay::hear(&portal.app, &transfer("FT2", 30_000, &memo)).await.unwrap();
    let view = view::of(&portal.app.db, &scope, &key).await.unwrap().unwrap();
    assert!(payable::of(&portal.app, &view).await.unwrap().is_none(), "nothing is asked for any more");
}
