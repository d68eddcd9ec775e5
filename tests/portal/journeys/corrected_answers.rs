//! The officer names answers of the form that are wrong; the owner corrects them; both stay in the history.

use motcua::domain::{event::Event, ids::DossierCode, quote::DifferenceReason, status::Status};

use crate::support::{
    browser::Browser,
    filling::{Side, Wish},
    portal::Portal,
};

const MARITAL: Wish<'_> = Wish { procedure: "1.004873", case: "muc-dich-khac" };

/// Every part is in order, but for these answers.
async fn asks(browser: &Browser<'_>, side: Side, code: &DossierCode, wrong: &[&str]) {
    let mut form = browser.offered(side, code, "yeu-cau-bo-sung").await;
    for (name, value) in &mut form.values {
        if name == "item_state" {
            "ok".clone_into(value);
        }
    }
    let keys: Vec<String> =
        form.values.iter().filter(|(n, _)| n == "answer_key").map(|(_, v)| v.clone()).collect();
    for key in wrong {
        assert!(keys.iter().any(|k| k == key), "{key} is not offered: {keys:?}");
        form.values.push(("answer_wrong".to_owned(), (*key).to_owned()));
    }
    // a tick without a reason is asked for one
    let again = browser.submit(&form).await.is(422);
    let mut form = again.form("/yeu-cau-bo-sung");
    let mut reasons = form.values.iter_mut().filter(|(n, _)| n == "answer_reason");
    for key in &keys {
        let (_, reason) = reasons.next().unwrap();
        if wrong.contains(&key.as_str()) {
            "Khác với giấy tờ kèm theo".clone_into(reason);
        }
    }
    assert_eq!(form.values.iter().filter(|(n, _)| n == "answer_wrong").count(), wrong.len());
    browser.submit(&form).await.is(303);
}

fn change(events: &[Event], key: &str) -> Option<(String, String)> {
    events.iter().find_map(|event| {
        let Event::Supplemented { answers, .. } = event else { return None };
        answers.iter().find(|c| c.key == key).map(|c| (c.old.clone(), c.new.clone()))
    })
}

async fn events(portal: &Portal) -> Vec<Event> {
    let stored = portal.texts("SELECT event::text FROM history ORDER BY id").await;
    stored.iter().map(|text| serde_json::from_str(text).unwrap()).collect()
}

#[tokio::test]
async fn at_intake_the_owner_corrects_an_answer_and_the_old_one_is_kept() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let (citizen, counter) = (lan.browser(), hoa.browser());
    let check = citizen.fills_in(&MARITAL).await;
    let code = citizen.hands_in(&check).await;
    let before = portal.dossier(&code).await.answers["purpose"].clone();
    asks(&counter, Side::Counter, &code, &["purpose", "applicant-phone"]).await;

    let path = format!("/ho-so/{code}/bo-sung");
    let page = citizen.get(&path).await.is(200).says("Khác với giấy tờ kèm theo");
    let form = page.form("/bo-sung");
    assert_eq!(form.value("to-khai.purpose"), Some(before.as_str()), "what was answered stands there");
    assert!(!form.asks("to-khai.person-ethnicity"), "what nobody asked for is not on the page");
    // the same answers again are no supplement
    citizen.submit(&form).await.is(422);
    // what cannot be read is said, and kept
    let wrong =
        form.clone().with("to-khai.purpose", "Vay vốn ngân hàng").with("to-khai.applicant-phone", "12");
    let again = citizen.submit(&wrong).await.is(422);
    assert_eq!(again.form("/bo-sung").value("to-khai.applicant-phone"), Some("12"));
    // and stays when the page is left and opened again
    let later = citizen.get(&path).await.is(200).form("/bo-sung");
    assert_eq!(later.value("to-khai.purpose"), Some("Vay vốn ngân hàng"));
    assert_eq!(portal.dossier(&code).await.answers["purpose"], before, "nothing changed before it was sent");
    let right = later.with("to-khai.applicant-phone", "0912 345 678");
    citizen.submit(&right).await.is(303);
    // the second click of an impatient person
    citizen.submit(&right).await.is(303);

    let dossier = portal.dossier(&code).await;
    assert_eq!(dossier.status, Status::Submitted);
    assert_eq!(dossier.answers["purpose"], "Vay vốn ngân hàng");
    assert_eq!(dossier.applicant.phone.as_deref(), Some("+84912345678"));
    let events = events(&portal).await;
    assert_eq!(change(&events, "purpose"), Some((before.clone(), "Vay vốn ngân hàng".to_owned())));
    let history = counter.get(&Side::Counter.dossier(&code)).await.is(200).words();
    assert!(history.contains(&format!("{before} → Vay vốn ngân hàng")), "{history}");
    assert!(history.contains("0912 345 678") || history.contains("0912\u{a0}345\u{a0}678"), "{history}");
    citizen.get(&format!("/ho-so/{code}")).await.is(200).says("→ Vay vốn ngân hàng");
}

#[tokio::test]
async fn in_appraisal_the_counter_types_the_corrected_answer_for_whoever_comes() {
    let portal = Portal::new().await;
    let (lan, hoa, tuan) = (portal.lan().await, portal.hoa().await, portal.tuan().await);
    let (citizen, counter, desk) = (lan.browser(), hoa.browser(), tuan.browser());
    let check = citizen.fills_in(&MARITAL).await;
    let code = citizen.hands_in(&check).await;
    counter.acts(Side::Counter, &code, "tiep-nhan", &[]).await;
    counter.acts(Side::Counter, &code, "chuyen-buoc", &[]).await;
    asks(&desk, Side::Desk, &code, &["purpose"]).await;
    assert!(portal.dossier(&code).await.ledger.is_paused());

    let form = counter.offered(Side::Counter, &code, "bo-sung").await;
    counter.submit(&form.clone().with("to-khai.purpose", "")).await.is(422);
    counter.submit(&form.with("to-khai.purpose", "Mua bán nhà đất")).await.is(303);
    let dossier = portal.dossier(&code).await;
    assert_eq!(dossier.status, Status::Processing);
    assert_eq!(dossier.answers["purpose"], "Mua bán nhà đất");
    let (_, new) = change(&events(&portal).await, "purpose").unwrap();
    assert_eq!(new, "Mua bán nhà đất");
    let history = desk.get(&Side::Desk.dossier(&code)).await.is(200).words();
    assert!(history.contains("→ Mua bán nhà đất") && history.contains("Lê Thị Hoa"), "{history}");
}

#[tokio::test]
async fn an_answer_that_nobody_asked_for_stays_as_it_is() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let (citizen, counter) = (lan.browser(), hoa.browser());
    let check = citizen.fills_in(&MARITAL).await;
    let code = citizen.hands_in(&check).await;
    let before = portal.dossier(&code).await;
    asks(&counter, Side::Counter, &code, &["purpose"]).await;
    let mut form = citizen.get(&format!("/ho-so/{code}/bo-sung")).await.is(200).form("/bo-sung");
    form.values.push(("to-khai.marital-status".to_owned(), "x".to_owned()));
    citizen.submit(&form.with("to-khai.purpose", "Đi học nước ngoài")).await.is(303);
    let after = portal.dossier(&code).await;
    assert_eq!(after.answers["marital-status"], before.answers["marital-status"]);
    assert_eq!(after.answers["purpose"], "Đi học nước ngoài");
}

#[tokio::test]
async fn a_corrected_quantity_changes_what_is_owed_at_the_rates_of_the_day_of_filing() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let (citizen, counter) = (lan.browser(), hoa.browser());
    let check = citizen.fills_in(&Wish { procedure: "2.000635", case: "ca-nhan" }).await;
    let code = citizen.hands_in(&check).await;
    let before = portal.dossier(&code).await;
    let copies: i64 = before.answers["copies"].parse().unwrap();
    assert_eq!(before.fee_total.dong(), 8_000 * copies);

    asks(&counter, Side::Counter, &code, &["copies"]).await;
    let form = citizen.get(&format!("/ho-so/{code}/bo-sung")).await.is(200).form("/bo-sung");
    citizen.submit(&form.with("to-khai.copies", &(copies + 2).to_string())).await.is(303);
    let after = portal.dossier(&code).await;
    assert_eq!(after.fee_total.dong(), 8_000 * (copies + 2));
    let quote = after.quote.unwrap();
    let [difference] = &quote.differences[..] else { panic!("{:?}", quote.differences) };
    assert_eq!((difference.before.dong(), difference.after.dong()), (8_000 * copies, 8_000 * (copies + 2)));
    assert_eq!(quote.schedule, before.quote.unwrap().schedule);
    assert_eq!(difference.reason, DifferenceReason::Correction);
}

#[tokio::test]
async fn a_corrected_group_is_priced_anew_and_its_difference_says_why() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let (citizen, counter) = (lan.browser(), hoa.browser());
    let code = lan
        .files("1.004873")
        .case("muc-dich-khac")
        .answer("exempt-group", "poor-household")
        .submitted()
        .await;
    assert!(portal.dossier(&code).await.fee_total.is_zero());

    asks(&counter, Side::Counter, &code, &["exempt-group"]).await;
    let page = citizen.get(&format!("/ho-so/{code}/bo-sung")).await.is(200);
    let form = page.form("/bo-sung");
    assert_eq!(form.value("to-khai.exempt-group"), Some("poor-household"));
    citizen.submit(&form.with("to-khai.exempt-group", "none")).await.is(303);
    let after = portal.dossier(&code).await;
    assert_eq!(after.fee_total.dong(), 5_000);
    let quote = after.quote.unwrap();
    let [difference] = &quote.differences[..] else { panic!("{:?}", quote.differences) };
    assert_eq!((difference.before.dong(), difference.after.dong()), (0, 5_000));
    assert_eq!(difference.reason, DifferenceReason::Correction);
    assert!(!difference.note.is_empty(), "the answer is named");
    // nothing is claimed any more: nothing is to be proved
    hoa.accepts(&code).await;
}
