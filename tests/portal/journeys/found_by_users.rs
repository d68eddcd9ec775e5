//! What new users ran into, and must not run into again.

use crate::support::{filling::Wish, portal::Portal};

#[tokio::test]
async fn the_address_of_a_draft_leads_to_the_dossier_that_it_became() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let browser = lan.browser();
    let check = browser.fills_in(&Wish { procedure: "1.004873", case: "muc-dich-khac" }).await;
    let address = check.path.clone();
    let code = browser.hands_in(&check).await;
    let again = browser.get(&address).await.is(303);
    assert_eq!(again.location.as_deref(), Some(format!("/ho-so/{code}").as_str()));
}

#[tokio::test]
async fn saving_facts_unchanged_keeps_a_settler_that_also_receives_and_a_draft_can_be_thrown_away() {
    const PAGE: &str = "/quan-tri/thu-tuc/3.000333";
    let portal = Portal::new().await;
    let admin = portal.ngoc_lan().await;
    let browser = admin.browser();
    let form = browser.get(&format!("{PAGE}/thong-tin")).await.is(200).form("/thong-tin");
    browser.submit(&form).await.is(303);
    assert!(
        !browser.get(PAGE).await.is(200).has_form("/bo-ban-nhap"),
        "nothing changed, so there is no draft"
    );
    browser.submit(&form.with("result", "Phiếu lý lịch tư pháp số 1")).await.is(303);
    let discard = browser.get(PAGE).await.is(200).form("/bo-ban-nhap");
    let draft = discard.choices("version")[0].clone();
    browser.submit(&discard.pressing("version", &draft)).await.is(303);
    assert!(!browser.get(PAGE).await.is(200).has_form("/bo-ban-nhap"));
}
