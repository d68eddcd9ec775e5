//! What people are told of money is what becomes of it: the counter books what it showed, a claim waits until somebody looked, a
//! payment under way is not asked for again, and a request can be taken back.

use motcua::{domain::status::Status, gateways::sandbox::payer::Choice};

use crate::support::{
    browser::{Browser, Origin},
    filling::{Side, Wish},
    form::Form,
    page::css,
    paying::Paying,
    people::dong,
    portal::Portal,
};

const COPIES: &str = "/mot-cua/tiep-nhan/2.000815";

/// The form of certified copies, with somebody named and the papers ticked.
async fn copies(browser: &Browser<'_>) -> Form {
    let form = browser.get(COPIES).await.is(200).form(COPIES);
    let form = form.with("name", "Nguyễn Thị Lan").with("number", "051190491679");
    let form = browser.submit(&form.pressing("step", "look")).await.is(200).form(COPIES);
    form.ticking("doc", "to-khai")
}

#[tokio::test]
async fn the_counter_books_what_it_showed_and_copies_count() {
    let portal = Portal::new().await;
    let hoa = portal.hoa().await;
    let desk = hoa.browser();
    let form = copies(&desk).await.with("to-khai.pages", "7").with("to-khai.copies", "3");
    let look = desk.submit(&form.clone().pressing("step", "look")).await.is(200);
    let look = look.says("27.000 ₫").says("Đã thu tiền mặt 27.000").does_not_say("tiền mặt 9.000");

    // Changed after the money was counted: the new amount is said, nothing is booked, nothing is lost.
    let counted = look.form(COPIES).ticking("cash", "yes");
    let more = counted.clone().with("to-khai.copies", "4").pressing("step", "accept");
    let refused = desk.submit(&more).await.is(422).says("36.000");
    assert_eq!(refused.form(COPIES).value("to-khai.copies"), Some("4"));
    assert!(portal.texts("SELECT status FROM dossier").await.is_empty());

    let done = desk.submit(&counted.pressing("step", "accept")).await.is(303);
    let code = done.leads_to("/mot-cua/ho-so/").rsplit('/').next().unwrap().to_owned();
    assert_eq!(portal.texts("SELECT method || ' ' || amount FROM payment").await, ["cash 27000"]);
    desk.get(&format!("/giay-hen/{code}")).await.is(200).says("27.000 đồng (đã nộp)").says("7 trang × 3 bản");
}

#[tokio::test]
async fn what_the_fee_cannot_be_counted_from_is_said_when_it_is_looked_at() {
    let portal = Portal::new().await;
    let hoa = portal.hoa().await;
    let desk = hoa.browser();
    let form = copies(&desk).await;
    for typed in ["abc", "-3", "0", "9999999999", ""] {
        let look = form.clone().with("to-khai.pages", typed).pressing("step", "look");
        let page = desk.submit(&look).await.is(422).says("Chưa tính được phí").does_not_say("2.000 ₫");
        assert_eq!(page.form(COPIES).value("to-khai.pages"), Some(typed));
        let wrong = page.html().select(&css("input[name='to-khai.pages'][aria-invalid]")).count();
        assert_eq!(wrong, 1, "“{typed}” is marked");
        assert!(!page.form(COPIES).asks("cash"), "there is no amount to take");
    }
}

#[tokio::test]
async fn whoever_claims_to_pay_nothing_reads_that_somebody_has_to_confirm_it() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let claims = lan.files("1.004873").case("muc-dich-khac").answer("exempt-group", "poor-household");
    let code = claims.submitted().await;
    let browser = lan.browser();
    for page in [format!("/ho-so/{code}"), format!("/ho-so/{code}/nop-phi"), format!("/ho-so/{code}/da-nop")]
    {
        let page = browser.get(&page).await.is(200).says("chờ cán bộ Một cửa kiểm tra và xác nhận");
        page.says("Danh sách hộ nghèo").does_not_say("Hồ sơ này không phải nộp phí");
    }
    browser.get(&format!("/en/ho-so/{code}")).await.is(200).says("still has to check and confirm");

    let desk = hoa.browser();
    let page = desk.get(&format!("/mot-cua/ho-so/{code}/mien-giam")).await.is(200).says("Chưa tra cứu");
    assert_eq!(page.form("/mien-giam").value("group"), None, "the officer says what was found");
    desk.submit(&page.form("/mien-giam")).await.is(422);
    // Born the day after the day of filing.
    let born = r#"UPDATE dossier SET applicant = jsonb_set(applicant, '{birth_date}', '"1950-11-24"')"#;
    portal.sql(born).await.unwrap();
    let page = desk.get(&format!("/mot-cua/ho-so/{code}/mien-giam")).await.is(200);
    page.says("sinh ngày 24/11/1950, 75 tuổi");
    desk.acts(Side::Counter, &code, "mien-giam", &[("group", "poor-household")]).await;
    let page = browser.get(&format!("/ho-so/{code}")).await.is(200).says("Cơ quan đã xác nhận");
    page.does_not_say("chờ cán bộ Một cửa kiểm tra");
}

#[tokio::test]
async fn while_the_bank_is_asked_the_notice_stands_on_top_and_paying_again_is_folded_away() {
    let world = Paying::new().await;
    let lan = world.portal.lan().await;
    let code = world.owed(&lan).await;
    let browser = lan.browser();
    let here = format!("/ho-so/{code}/nop-phi");
    let dossier = browser.get(&format!("/ho-so/{code}")).await.is(200).says("Nộp 50.000 ₫");
    dossier.says("thanh toán trực tuyến, chuyển khoản hoặc tại quầy");
    let confirmed = browser.get(&format!("/ho-so/{code}/da-nop")).await.is(200);
    let html = confirmed.html();
    let main = html.select(&css(".buttons .button-primary")).next().map(|one| one.text().collect::<String>());
    assert_eq!(main.as_deref(), Some("Nộp 50.000\u{a0}₫"), "what is to be done is the main button");

    world.tries(&lan, &code).await;
    let page = browser.get(&here).await.is(200);
    let words = page.words();
    let (notice, owed) = (words.find("Đang kiểm tra với ngân hàng"), words.find("Ông/bà cần nộp"));
    assert!(notice < owed && notice.is_some(), "{words}");
    assert_eq!(page.html().select(&css("details .pay-qr")).count(), 1, "the code is folded away");
    browser.get(&format!("/ho-so/{code}")).await.is(200).says("đang được kiểm tra với ngân hàng");
}

#[tokio::test]
async fn the_code_of_the_transfer_is_a_picture_to_keep_for_its_owner_as_long_as_money_is_owed() {
    let world = Paying::new().await;
    let (lan, vinh) = (world.portal.lan().await, world.portal.vinh().await);
    let code = world.owed(&lan).await;
    let browser = lan.browser();
    let page = browser.get(&format!("/ho-so/{code}/nop-phi")).await.is(200);
    let html = page.html();
    let picture = html.select(&css(".pay-qr img")).next().unwrap().attr("src").unwrap().to_owned();
    let kept = html.select(&css("a[download]")).next().unwrap().attr("href").unwrap();
    assert_eq!(kept, picture, "the picture and what is kept are one");
    let kept = browser.get(&picture).await.is(200);
    assert_eq!(kept.header("content-type"), "image/png");
    let name = format!("vietqr-{}.png", world.portal.reference(&code).await);
    assert!(kept.header("content-disposition").contains(&name), "{}", kept.header("content-disposition"));
    vinh.browser().get(&picture).await.is(404);
    let reference = world.portal.reference(&code).await;
    world.portal.hears(&format!("x {reference}"), 50_000).await;
    browser.get(&picture).await.is(404);
}

#[tokio::test]
async fn looking_again_says_when_nothing_had_come() {
    let portal = Portal::at("2026-11-23 09:05").await;
    let lan = portal.lan().await;
    let code = lan.submits("1.001612").await;
    let browser = lan.browser();
    let here = format!("/ho-so/{code}/nop-phi");
    let page = browser.get(&here).await.is(200).does_not_say("chưa nhận được tin của ngân hàng");
    let again = page.link("main a[href*=\"?\"]");
    assert_eq!(again, format!("{here}?xem=1"));
    browser.get(&again).await.is(200).says("Lúc 09:05 chưa nhận được tin của ngân hàng");
    portal.hears(&portal.reference(&code).await, 50_000).await;
    browser.get(&again).await.is(200).does_not_say("chưa nhận được tin").says("đã nộp đủ");
}

#[tokio::test]
async fn what_came_and_is_compared_is_said_once_with_what_is_left() {
    let world = Paying::new().await;
    let lan = world.portal.lan().await;
    let code = world.owed(&lan).await;
    let reference = world.tries(&lan, &code).await;
    world.sandbox.payer(&reference, Choice::Less).unwrap();
    world.sandbox.settled().await;
    let page = lan.browser().get(&format!("/ho-so/{code}")).await.is(200);
    let page =
        page.says("Đã nhận 49.000 ₫, cán bộ đang đối chiếu").says("Đối chiếu xong, còn phải nộp 1.000");
    page.does_not_say("Đã nộp 0").does_not_say("Còn phải nộp 50.000");
}

#[tokio::test]
async fn sending_a_payment_again_after_it_was_paid_says_only_that_it_is_paid() {
    let world = Paying::new().await;
    let lan = world.portal.lan().await;
    let code = world.owed(&lan).await;
    world.portal.hears(&world.portal.reference(&code).await, 50_000).await;
    let browser = lan.browser();
    let begin = format!("/ho-so/{code}/nop-phi/cong");
    let sent = browser.post(&begin, &[], Origin::Own).await.is(303);
    let page = browser.follow(&sent).await.is(200).says("Ông/bà đã nộp đủ");
    page.does_not_say("không còn khoản nào phải thu");
    // The address itself, by going back or by the language switch.
    assert_eq!(browser.get(&begin).await.is(303).leads_to("/"), format!("/ho-so/{code}/nop-phi"));
}

#[tokio::test]
async fn whoever_gets_nothing_back_is_told_why_and_promised_nothing() {
    let portal = Portal::new().await;
    let (lan, hung) = (portal.lan().await, portal.hung().await);
    let code = lan.submits("1.001612").await;
    portal.hears(&portal.reference(&code).await, 70_000).await;
    let browser = lan.browser();
    let here = format!("/ho-so/{code}/nop-phi");
    browser.get(&here).await.is(200).says("20.000 ₫ đang chờ duyệt hoàn");
    let page = portal.texts("SELECT '/mot-cua/thu-phi/hoan/' || id FROM refund").await.remove(0);
    let leader = hung.browser();
    let decline = leader.get(&page).await.is(200).form("/tu-choi").with("reason", "Tiền của hồ sơ khác");
    leader.submit(&decline).await.is(303);
    let page = browser.get(&here).await.is(200).says("20.000 ₫ không được hoàn").says("Tiền của hồ sơ khác");
    page.does_not_say("đã nộp thừa");
    browser.get("/thong-bao").await.is(200).says("không hoàn 20.000 đồng").says("Tiền của hồ sơ khác");
    let told = portal.texts("SELECT count(*)::text FROM message WHERE key = 'message-not-refunded'").await;
    assert_eq!(told, ["1"]);
}

#[tokio::test]
async fn a_refused_submission_keeps_the_declaration() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let browser = lan.browser();
    let check = browser.fills_in(&Wish { procedure: "1.004873", case: "muc-dich-khac" }).await;
    let form = check.form("/kiem-tra");
    let declared = form.choices("declared")[0].clone();
    assert_eq!(form.value("declared"), None);
    portal.sql("DELETE FROM document").await.unwrap();
    portal.sql("UPDATE dossier SET answers = '{}'").await.unwrap();
    let refused = browser.submit(&form.with("declared", &declared)).await.is(422);
    assert_eq!(refused.form("/kiem-tra").value("declared"), Some(declared.as_str()));
}

#[tokio::test]
async fn a_further_amount_is_read_in_words_and_can_be_taken_back() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.001612").await;
    hoa.takes(&code, 50_000).await;
    hoa.accepts(&code).await;
    let desk = hoa.browser();
    let ask = format!("/mot-cua/ho-so/{code}/yeu-cau-nop-phi");
    let form = desk.get(&ask).await.is(200).form("/yeu-cau-nop-phi");
    let form = form.with("further", "notice").with("kind", "fee").with("number", "15/QĐ-UBND");
    let form = form.with("date-day", "1").with("date-month", "12").with("date-year", "2025");
    let form =
        form.with("issuer", "UBND tỉnh").with("amount", "999999999999").with("reason", "Phí thẩm định");
    let look = desk.submit(&form).await.is(200).says("Chín trăm chín mươi chín tỷ");
    assert_eq!(portal.dossier(&code).await.status, Status::Accepted, "nothing is asked for yet");
    // Another amount is looked at again; the same one is asked for.
    let look = desk.submit(&look.form("/yeu-cau-nop-phi").with("amount", "200.000")).await.is(200);
    let look = look.says("Hai trăm nghìn đồng");
    desk.submit(&look.form("/yeu-cau-nop-phi")).await.is(303);
    let asked = portal.dossier(&code).await;
    assert_eq!((asked.status, asked.outstanding()), (Status::PaymentRequested, dong(200_000)));
    let requests =
        async || portal.texts("SELECT amount::text FROM payment_intent WHERE closed_at IS NULL").await;
    assert_eq!(requests().await, ["200000"]);
    let pay = lan.browser().get(&format!("/ho-so/{code}/nop-phi")).await.is(200);
    pay.says("Ông/bà cần nộp 200.000").says("Phí thẩm định");
    let slip = lan.browser().get(&format!("/giay-hen/{code}")).await.is(200);
    slip.says("250.000 đồng (đã nộp 50.000 đồng, còn phải nộp 200.000 đồng)");

    let recall = desk.offered(Side::Counter, &code, "thu-hoi-yeu-cau-nop-phi").await;
    let thin = desk.submit(&recall.clone().with("reason", "x")).await.is(422);
    let recall = thin.form("/thu-hoi-yeu-cau-nop-phi").with("reason", "Ghi sai số tiền");
    desk.submit(&recall).await.is(303);
    let after = portal.dossier(&code).await;
    assert_eq!(
        (after.status, after.outstanding(), after.fee_total),
        (Status::Accepted, dong(0), dong(50_000))
    );
    assert_eq!(requests().await, [""; 0], "nobody can pay it any more");
    motcua::jobs::drain(&portal.app).await;
    let browser = lan.browser();
    browser.get("/thong-bao").await.is(200).says("thu hồi yêu cầu nộp phí").says("Ghi sai số tiền");
    let page = browser.get(&format!("/ho-so/{code}")).await.is(200).says("Cơ quan thu hồi yêu cầu nộp phí");
    page.says("Đã nộp 50.000").does_not_say("Còn phải nộp");
}
