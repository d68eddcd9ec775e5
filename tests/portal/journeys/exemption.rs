//! Who says to belong to a group that does not pay has to prove it: with a paper, or the officer looks them up.

use motcua::domain::{
    command::Command, procedure::ExemptGroup, quote::DifferenceReason, refusal::Refusal, status::Status,
};

use crate::support::{
    filling::Side,
    page::css,
    people::{by_decision, dong, refusal},
    portal::Portal,
};

const BIRTH: &str = "1.004873";

fn found(group: Option<ExemptGroup>, reason: &str) -> Command {
    Command::CheckExemption { found: group, reason: reason.to_owned() }
}

#[tokio::test]
async fn a_claim_that_a_paper_proves_is_not_handed_in_without_the_paper() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let claims = || lan.files(BIRTH).case("muc-dich-khac").answer("exempt-group", "merit");
    assert_eq!(refusal(claims().tried().await), Refusal::DocumentsMissing { count: 1 });

    let draft = claims().drafted().await;
    let page = lan.browser().get(&format!("/nhap/{draft}/giay-to")).await.is(200);
    let page = page.says("Giấy xác nhận người có công với cách mạng");
    assert!(page.has_form("/giay-to/exemption-merit"), "there is a place to upload it");
    lan.attaches(draft, "exemption-merit", 0).await;
    let code = lan.hands_in_draft(draft).await;
    hoa.browser()
        .get(&Side::Counter.dossier(&code))
        .await
        .is(200)
        .says("Đề nghị miễn phí, lệ phí")
        .says("Có giấy tờ, chưa kiểm tra");
    let accepted = hoa.accepts(&code).await;
    assert_eq!((accepted.status, accepted.fee_total), (Status::Accepted, dong(0)));
}

#[tokio::test]
async fn a_claim_that_a_register_proves_waits_until_an_officer_looked() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code =
        lan.files(BIRTH).case("muc-dich-khac").answer("exempt-group", "poor-household").submitted().await;
    assert_eq!(refusal(hoa.tries(&code, Command::Accept).await), Refusal::ExemptionUnproved);
    let desk = hoa.browser();
    let page = desk.get(&Side::Counter.dossier(&code)).await.is(200).says("Chưa tra cứu");
    let page = page.says("Danh sách hộ nghèo");
    assert!(!page.has_form("/tiep-nhan"), "what would be refused is no button");

    desk.acts(Side::Counter, &code, "mien-giam", &[("group", "poor-household")]).await;
    let page = desk.get(&Side::Counter.dossier(&code)).await.is(200).says("Đã chứng minh");
    assert!(page.has_form("/tiep-nhan"));
    let accepted = hoa.accepts(&code).await;
    assert_eq!((accepted.status, accepted.fee_total), (Status::Accepted, dong(0)));
    assert!(accepted.quote.unwrap().differences.is_empty(), "nothing differs from what was filed");
}

#[tokio::test]
async fn a_group_that_is_found_wrong_is_corrected_with_a_reason_and_what_is_owed_follows() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code =
        lan.files(BIRTH).case("muc-dich-khac").answer("exempt-group", "poor-household").submitted().await;
    assert_eq!(refusal(hoa.tries(&code, found(None, " ")).await), Refusal::ReasonMissing);
    let child = found(Some(ExemptGroup::Child), "x");
    assert_eq!(refusal(hoa.tries(&code, child).await), Refusal::NothingToProve, "no fee is waived for it");

    let form = hoa.browser().offered(Side::Counter, &code, "mien-giam").await;
    assert_eq!(form.value("group"), None, "nothing is found beforehand");
    let without = hoa.browser().submit(&form.clone().with("group", "none")).await.is(422);
    assert_eq!(without.form("/mien-giam").value("group"), Some("none"), "what was chosen stays");
    let reason = "Không có tên trong danh sách năm 2026";
    hoa.browser().submit(&form.with("group", "none").with("reason", reason)).await.is(303);
    let dossier = portal.dossier(&code).await;
    assert_eq!((dossier.fee_total, dossier.answers["exempt-group"].as_str()), (dong(5_000), "none"));
    let quote = dossier.quote.unwrap();
    let [line] = &quote.differences[..] else { panic!("{:?}", quote.differences) };
    assert_eq!((line.before, line.after, line.reason), (dong(0), dong(5_000), DifferenceReason::Exemption));
    assert_eq!(line.note, reason);
    // and back, since the person brought the paper after all
    hoa.does(&code, found(Some(ExemptGroup::Disabled), "Đã xuất trình bản chính")).await;
    assert!(portal.dossier(&code).await.fee_total.is_zero());
    hoa.accepts(&code).await;
}

#[tokio::test]
async fn after_acceptance_a_claim_that_nobody_proved_takes_nothing_off() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.files(BIRTH).case("muc-dich-khac").answer("exempt-group", "none").submitted().await;
    hoa.accepts(&code).await;
    let form = hoa.browser().offered(Side::Counter, &code, "yeu-cau-bo-sung").await;
    let mut form = form;
    form.values.push(("answer_wrong".to_owned(), "exempt-group".to_owned()));
    let at = form.values.iter().filter(|(n, _)| n == "answer_key").position(|(_, v)| v == "exempt-group");
    for (name, value) in &mut form.values {
        if name == "item_state" {
            "ok".clone_into(value);
        }
    }
    let form = form.with_row("answer_reason", at.unwrap(), "Ông bà cho biết thuộc hộ nghèo");
    hoa.browser().submit(&form).await.is(303);
    let form = lan.browser().get(&format!("/ho-so/{code}/bo-sung")).await.is(200).form("/bo-sung");
    lan.browser().submit(&form.with("to-khai.exempt-group", "poor-household")).await.is(303);
    let claimed = portal.dossier(&code).await;
    assert_eq!(
        (claimed.answers["exempt-group"].as_str(), claimed.fee_total),
        ("poor-household", dong(5_000))
    );
    let found = hoa.does(&code, found(Some(ExemptGroup::PoorHousehold), "")).await;
    assert!(found.fee_total.is_zero());
}

#[tokio::test]
async fn whoever_is_asked_for_the_group_again_proves_the_new_one_at_once() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code =
        lan.files(BIRTH).case("muc-dich-khac").answer("exempt-group", "poor-household").submitted().await;
    let form = hoa.browser().offered(Side::Counter, &code, "yeu-cau-bo-sung").await;
    let at = form.values.iter().filter(|(n, _)| n == "answer_key").position(|(_, v)| v == "exempt-group");
    let mut form = form.with_row("answer_reason", at.unwrap(), "Không có tên trong danh sách");
    form.values.push(("answer_wrong".to_owned(), "exempt-group".to_owned()));
    for (name, value) in &mut form.values {
        if name == "item_state" {
            "ok".clone_into(value);
        }
    }
    hoa.browser().submit(&form).await.is(303);
    let path = format!("/ho-so/{code}/bo-sung");
    let page = lan.browser().get(&path).await.is(200);
    assert!(!page.has_form("/bo-sung/exemption-merit"));
    let chosen = page.form("/bo-sung").with("to-khai.exempt-group", "merit");
    lan.browser().submit(&chosen.pressing("then", "keep")).await.is(303);
    let page = lan.browser().get(&path).await.is(200).says("Giấy xác nhận người có công");
    assert!(page.has_form("exemption-merit"), "there is a place to upload it");
    lan.stages(&code, "exemption-merit").await;
    lan.browser().submit(&page.form("/bo-sung")).await.is(303);
    let accepted = hoa.accepts(&code).await;
    assert!(accepted.fee_total.is_zero());
}

#[tokio::test]
async fn the_counter_ticks_the_paper_off_or_says_to_have_looked() {
    let portal = Portal::new().await;
    let hoa = portal.hoa().await;
    let desk = hoa.browser();
    let path = format!("/mot-cua/tiep-nhan/{BIRTH}");
    let form = async || {
        let form = desk.get(&path).await.is(200).form("/1.004873").with("name", "Nguyễn Thị Lan");
        let form = form.with("number", "051190491679").with("case", "muc-dich-khac");
        let form = desk.submit(&form.pressing("step", "look")).await.is(200).form("/1.004873");
        form.ticking("doc", "to-khai")
    };
    let poor = form().await.with("to-khai.exempt-group", "poor-household");
    let refused = desk.submit(&poor.pressing("step", "accept")).await.is(422);
    let refused = refused.says("Chưa có gì chứng minh").says("Danh sách hộ nghèo");
    let marked = refused.html().select(&css("input[name='looked_up'][aria-invalid]")).count();
    assert_eq!(marked, 1, "the box that records the look is marked");
    let again = refused.form("/1.004873");
    assert_eq!(portal.texts("SELECT status FROM dossier").await, Vec::<String>::new());
    let mut ticked = again.pressing("step", "accept");
    ticked.values.push(("looked_up".to_owned(), "yes".to_owned()));
    desk.submit(&ticked).await.is(303);
    assert_eq!(portal.texts("SELECT status || ' ' || fee_total FROM dossier").await, ["accepted 0"]);

    let merit = form().await.with("to-khai.exempt-group", "merit");
    let refused = desk.submit(&merit.pressing("step", "accept")).await.is(422);
    let mut ticked = refused.says("Giấy xác nhận người có công").form("/1.004873").pressing("step", "accept");
    ticked.values.push(("doc".to_owned(), "exemption-merit".to_owned()));
    // Whoever looked at the paper says so with the acceptance.
    ticked.values.push(("looked_up".to_owned(), "yes".to_owned()));
    desk.submit(&ticked).await.is(303);
    let checks = portal.texts("SELECT count(*)::text FROM history WHERE action = 'check-exemption'").await;
    assert_eq!(checks, ["2"]);
    let papers = portal.texts("SELECT doc_key FROM document WHERE doc_key LIKE 'exemption-%'").await;
    assert_eq!(papers, ["exemption-merit"]);
}

#[tokio::test]
async fn what_was_asked_for_beside_the_fees_stays_owed_when_the_group_is_another() {
    let portal = Portal::at("2026-11-23 09:00").await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code =
        lan.files(BIRTH).case("muc-dich-khac").answer("exempt-group", "poor-household").submitted().await;
    let more = by_decision(20_000, "Phí xác minh thực địa");
    hoa.does(&code, more).await;
    hoa.takes(&code, 20_000).await;
    let dossier = hoa.does(&code, found(None, "Không có tên trong danh sách năm 2026")).await;
    assert_eq!((dossier.fee_total, dossier.fee_paid), (dong(25_000), dong(20_000)));
    let refunds = "SELECT cause FROM refund";
    assert_eq!(portal.texts(refunds).await, [""; 0], "nothing of it is too much");
}

#[tokio::test]
async fn what_is_found_later_is_priced_as_on_the_day_of_filing() {
    let portal = Portal::at("2026-11-23 09:00").await;
    let ends = "INSERT INTO fee_schedule (number, state, preferences, edited_at, published_at)
                SELECT 2, 'published', jsonb_set(preferences, '{0,valid_to}', '\"2026-11-23\"'), edited_at, published_at
                FROM fee_schedule WHERE number = 1";
    assert_eq!(portal.sql(ends).await.unwrap(), 1);
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let claims = |group: &'static str| lan.files(BIRTH).case("muc-dich-khac").answer("exempt-group", group);
    let code = claims("poor-household").submitted().await;
    portal.it_is("2026-11-25 09:00");
    let dossier = hoa.does(&code, found(None, "Không có tên trong danh sách năm 2026")).await;
    assert_eq!(dossier.fee_total, dong(5_000), "half, as was promised then");
    let later = claims("none").submitted().await;
    assert_eq!(portal.dossier(&later).await.fee_total, dong(10_000), "what is filed now costs all of it");
}
