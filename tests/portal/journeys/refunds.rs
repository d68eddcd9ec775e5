//! Money that goes back: proposed by the portal or asked for, agreed to by a second person, paid out, told to the citizen.

use motcua::{
    app::{
        error::Error,
        refund::{self, Asked, Word},
    },
    domain::{
        ids::DossierCode,
        refund::{Cause, NotRefunded, Saw},
        refusal::Refusal,
    },
    store::dossier::Key,
};

use crate::support::{
    people::{Person, dong, not_found, refusal},
    portal::Portal,
};

async fn refunds(portal: &Portal) -> Vec<String> {
    portal
        .texts("SELECT concat_ws(' ', cause, of_held, of_booked, state, reference) FROM refund ORDER BY requested_at, id")
        .await
}

/// The page of the dossier's open refund.
async fn page_of(portal: &Portal, code: &DossierCode) -> String {
    let sql = format!(
        "SELECT r.id::text FROM refund r JOIN dossier d ON d.id = r.dossier_id
         WHERE d.code = '{code}' AND r.state IN ('requested', 'approved')"
    );
    format!("/mot-cua/thu-phi/hoan/{}", portal.texts(&sql).await.remove(0))
}

async fn pays_out(person: &Person<'_>, page: &str, number: &str) -> crate::support::page::Page {
    let desk = person.browser();
    let form = desk.get(page).await.is(200).form("/chi").with("reference", number);
    desk.submit(&form).await
}

#[tokio::test]
async fn a_rejected_dossier_gives_its_fee_back_by_two_persons() {
    let portal = Portal::new().await;
    let (lan, hoa, hung) = (portal.lan().await, portal.hoa().await, portal.hung().await);
    let code = owes(&lan).await;
    hoa.takes(&code, 5_000).await;
    hoa.rejects(&code, "Không thuộc thẩm quyền").await;
    let ended = portal.dossier(&code).await.ended_at;
    assert_eq!(refunds(&portal).await, ["rejected 0 5000 requested"]);
    lan.browser().get(&format!("/ho-so/{code}")).await.is(200).says("đang chờ duyệt hoàn");

    let page = page_of(&portal, &code).await;
    // The cashier is no second person where there is a leader.
    let seen = hoa.browser().get(&page).await.is(200).says("chờ lãnh đạo đơn vị duyệt");
    assert!(!seen.has_form("/phe-duyet"));
    let leader = hung.browser();
    leader.get("/mot-cua/thu-phi/hoan").await.is(200).says(code.as_str());
    let approve = leader.get(&page).await.is(200).form("/phe-duyet");
    leader.submit(&approve).await.is(303);
    let again = leader.submit(&approve).await.is(303);
    leader.follow(&again).await.says("đã chuyển sang bước khác");

    pays_out(&hoa, &page, " ").await.is(422).says("Ghi số chứng từ chi");
    pays_out(&hoa, &page, "FT9").await.is(303);
    assert_eq!(refunds(&portal).await, ["rejected 0 5000 paid-out FT9"]);
    let dossier = portal.dossier(&code).await;
    assert_eq!(dossier.ended_at, ended, "that money went back ends nothing anew");
    let history = portal.history(dossier.id).await;
    assert!(history.last().unwrap().ends_with("refund rejected → rejected"), "{history:?}");
    assert!(portal.jobs(dossier.id).await.contains(&format!("notify-owner {}", dossier.version.number())));
    lan.browser().get(&format!("/ho-so/{code}")).await.is(200).says("Đã hoàn 5.000").says("FT9");
    // Nothing is left to give back.
    let nothing = hoa.browser().get(&format!("/mot-cua/ho-so/{code}/hoan-phi")).await.is(303);
    hoa.browser().follow(&nothing).await.is(200);
}

#[tokio::test]
async fn what_an_agency_did_wrong_is_asked_for_by_a_cashier_within_what_was_paid() {
    let portal = Portal::new().await;
    let (lan, hoa, hung) = (portal.lan().await, portal.hoa().await, portal.hung().await);
    let code = lan.submits("1.001612").await;
    hoa.takes(&code, 50_000).await;
    hoa.accepts(&code).await;
    let desk = hoa.browser();
    let form = desk.get(&format!("/mot-cua/ho-so/{code}/hoan-phi")).await.is(200).form("/hoan-phi");
    assert_eq!(form.choices("cause"), ["agency-error"]);
    let form = form.with("note", "Thu nhầm mức phí");
    desk.submit(&form.clone().with("amount", "50.001")).await.is(422).says("tối đa 50.000");
    desk.submit(&form.clone().with("amount", "20.000")).await.is(303);
    // One at a time.
    let second = desk.submit(&form.with("amount", "20.000")).await.is(303);
    desk.follow(&second).await.says("đã có một khoản hoàn đang xử lý");
    assert_eq!(refunds(&portal).await, ["agency-error 0 20000 requested"]);

    let page = page_of(&portal, &code).await;
    let leader = hung.browser();
    let decline = leader.get(&page).await.form("/tu-choi");
    for thin in ["", "x", "aaaaaaaaaaaa"] {
        let again = leader.submit(&decline.clone().with("reason", thin)).await.is(422);
        let again = again.says("Ghi lý do không hoàn bằng ít nhất hai từ");
        assert_eq!(again.form("/tu-choi").value("reason"), Some(thin));
    }
    leader.submit(&decline.with("reason", "Mức phí đúng")).await.is(303);
    lan.browser().get(&format!("/ho-so/{code}")).await.is(200).says("Mức phí đúng");
    assert_eq!(refunds(&portal).await, ["agency-error 0 20000 declined"]);
}

#[tokio::test]
async fn withdrawing_before_acceptance_sets_all_free_and_afterwards_nothing() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let (before, after) = (lan.submits("1.001612").await, lan.submits("1.001612").await);
    for code in [&before, &after] {
        hoa.takes(code, 50_000).await;
    }
    hoa.accepts(&after).await;
    lan.withdraws(&before).await;
    lan.withdraws(&after).await;
    assert_eq!(refunds(&portal).await, ["withdrawn 0 50000 requested"]);
}

#[tokio::test]
async fn nobody_gives_money_back_for_another_agency() {
    let portal = Portal::new().await;
    let (lan, hoa, trang) = (portal.lan().await, portal.hoa().await, portal.trang().await);
    let code = lan.submits("1.001612").await;
    hoa.takes(&code, 50_000).await;
    lan.withdraws(&code).await;
    let page = page_of(&portal, &code).await;
    trang.browser().get(&page).await.is(404);
    lan.browser().get(&page).await.is(403);
    let foreign = format!("{page}/chi");
    let sent = [("method".to_owned(), "cash".to_owned()), ("reference".to_owned(), "1".to_owned())];
    trang.browser().post(&foreign, &sent, crate::support::browser::Origin::Own).await.is(404);
    assert_eq!(refunds(&portal).await, ["withdrawn 0 50000 requested"]);
}

/// A dossier whose fee goes back when it is refused.
async fn owes(person: &Person<'_>) -> DossierCode {
    person.files("1.004873").case("muc-dich-khac").answer("exempt-group", "none").submitted().await
}

#[tokio::test]
async fn forms_that_end_a_dossier_say_what_becomes_of_the_money() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let (kept, back) = (lan.submits("1.001612").await, owes(&lan).await);
    let withdraws = async |code: &DossierCode| lan.browser().get(&format!("/ho-so/{code}/rut")).await.is(200);
    withdraws(&kept).await.does_not_say("Tiền đã nộp");
    hoa.takes(&kept, 50_000).await;
    hoa.takes(&back, 5_000).await;
    withdraws(&kept).await.says("50.000 ₫ được đề nghị hoàn trả");
    // The text of this fee lets the agency keep it when it refuses.
    let rejects =
        async |code: &DossierCode| hoa.browser().get(&format!("/mot-cua/ho-so/{code}/tu-choi")).await.is(200);
    rejects(&kept).await.says("50.000 ₫ không được hoàn trả");
    rejects(&back).await.says("5.000 ₫ được đề nghị hoàn trả");
    hoa.accepts(&kept).await;
    withdraws(&kept).await.says("50.000 ₫ không được hoàn trả");
    lan.withdraws(&kept).await;
    hoa.rejects(&back, "Không thuộc thẩm quyền").await;
    assert_eq!(refunds(&portal).await, ["rejected 0 5000 requested"], "as the forms said");
}

#[tokio::test]
async fn only_a_cashier_asks_and_only_who_leads_agrees_by_whatever_door_they_come() {
    let portal = Portal::new().await;
    let (lan, hoa, nhan, trang, tuan) = (
        portal.lan().await,
        portal.hoa().await,
        portal.nhan().await,
        portal.trang().await,
        portal.tuan().await,
    );
    let code = lan.submits("1.001612").await;
    hoa.takes(&code, 50_000).await;
    let key = Key::Code(code.clone());
    let note = "Thu nhầm mức phí".to_owned();
    let asked = Asked { cause: Cause::AgencyError, amount: dong(20_000), note };
    for who in [&lan, &nhan] {
        let tries = refund::request(&portal.app, &who.actor, &key, &asked).await;
        assert_eq!(refusal(tries), Refusal::NotPermitted, "{}", who.actor.name);
    }
    not_found(refund::request(&portal.app, &trang.actor, &key, &asked).await);
    assert_eq!(refunds(&portal).await, [""; 0]);

    lan.withdraws(&code).await;
    let id = portal.texts("SELECT id::text FROM refund").await.remove(0).parse().unwrap();
    for word in [
        Word::Approve { saw: Saw { amount: dong(50_000), payee: 0 } },
        Word::Decline { reason: "Khoản này thu đúng quy định".to_owned() },
    ] {
        let cashier = refund::decide(&portal.app, &hoa.actor, id, &word).await;
        assert!(matches!(cashier, Err(Error::Forbidden)), "there is a leader: {cashier:?}");
        for who in [&lan, &nhan, &trang, &tuan] {
            not_found(refund::decide(&portal.app, &who.actor, id, &word).await);
        }
    }
    assert_eq!(refunds(&portal).await, ["withdrawn 0 50000 requested"]);
}

#[tokio::test]
async fn a_cause_that_is_not_the_dossiers_gives_nothing_back() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.001612").await;
    hoa.takes(&code, 50_000).await;
    let asks = async |cause: Cause| {
        let asked = Asked { cause, amount: dong(50_000), note: "Người nộp đề nghị".to_owned() };
        refund::request(&portal.app, &hoa.actor, &Key::Code(code.clone()), &asked).await.unwrap()
    };
    for cause in [Cause::Rejected, Cause::Withdrawn] {
        assert_eq!(asks(cause).await, Err(NotRefunded::Nothing), "{cause}");
    }
    // Work was done for it before it was taken back.
    hoa.accepts(&code).await;
    lan.withdraws(&code).await;
    for cause in [Cause::Rejected, Cause::Withdrawn] {
        assert_eq!(asks(cause).await, Err(NotRefunded::Nothing), "{cause}");
    }
    assert_eq!(asks(Cause::Overpaid).await, Err(NotRefunded::TooMuch { most: dong(0) }));
    assert_eq!(refunds(&portal).await, [""; 0]);
}

#[tokio::test]
async fn whoever_leads_does_not_agree_to_money_for_themselves() {
    let portal = Portal::new().await;
    let (lan, hoa, hung) = (portal.lan().await, portal.hoa().await, portal.hung().await);
    let code = lan.submits("1.001612").await;
    hoa.takes(&code, 50_000).await;
    lan.withdraws(&code).await;
    let his = format!("UPDATE dossier SET owner_id = '{}' WHERE code = '{code}'", hung.actor.id.uuid());
    assert_eq!(portal.sql(&his).await.unwrap(), 1);
    let page = page_of(&portal, &code).await;
    let leader = hung.browser();
    let seen = leader.get(&page).await.is(200).says("cần một người khác thực hiện");
    assert!(!seen.has_form("/phe-duyet"));
    let sent = [("amount".to_owned(), "50000".to_owned())];
    leader.post(&format!("{page}/phe-duyet"), &sent, crate::support::browser::Origin::Own).await.is(303);
    assert_eq!(refunds(&portal).await, ["withdrawn 0 50000 requested"]);
}
