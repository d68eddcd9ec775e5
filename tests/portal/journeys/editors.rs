//! Administrators change what a procedure asks for and costs, on the pages: what was typed is never lost, nobody overwrites
//! anybody, and citizens see it once it is published.

use crate::support::{browser::Browser, form::Form, people::dong, portal::Portal};

const COPIES: &str = "/quan-tri/thu-tuc/2.000815";

async fn presses(browser: &Browser<'_>, form: Form, what: &str) -> Form {
    let ending = form.action.clone();
    browser.submit(&form.pressing("do", what)).await.is(200).form(&ending)
}

#[tokio::test]
async fn the_fee_of_certified_copies_is_tiers_with_a_cap_for_each_copy() {
    let portal = Portal::new().await;
    let hoa = portal.hoa().await;
    let counter = hoa.browser();
    let page = counter.get("/mot-cua/tiep-nhan/2.000815").await.is(200);
    let form = page.form("/mot-cua/tiep-nhan/2.000815");
    let asked = form.names();
    for counted in ["to-khai.pages", "to-khai.copies"] {
        assert!(asked.contains(&counted), "the counter does not ask for {counted}: {asked:?}");
    }

    let admin = portal.ngoc_lan().await;
    let browser = admin.browser();
    let form = browser.get(&format!("{COPIES}/phi")).await.is(200).form("/phi");
    assert_eq!(form.value("rule.amount"), Some("1: 2.000\n3: 1.000"));
    assert_eq!((form.value("rule.cap"), form.value("fee.copies")), (Some("200.000"), Some("copies")));
    let form = form.with_row("rule.amount", 0, "1: 3.000\n4: 1.500").with_row("rule.cap", 0, "250.000");
    browser.submit(&form).await.is(303);
    let fees = portal
        .texts(
            "SELECT (v.content -> 'fees' -> 0 -> 'rules' -> 0 -> 'amount')::text FROM procedure p
             JOIN procedure_version v ON v.id = p.draft_version WHERE p.code = '2.000815'",
        )
        .await;
    let amount: motcua::domain::fee::Amount = serde_json::from_str(&fees[0]).unwrap();
    assert_eq!(amount.price(5), Ok(dong(3 * 3_000 + 2 * 1_500)));
    assert_eq!(amount.price(400), Ok(dong(250_000)));
}

#[tokio::test]
async fn what_cannot_be_read_is_given_back_as_it_was_typed() {
    let portal = Portal::new().await;
    let admin = portal.ngoc_lan().await;
    let browser = admin.browser();
    let form = browser.get(&format!("{COPIES}/phi")).await.is(200).form("/phi");
    let form = presses(&browser, form, "add:exempt").await;
    let form = form.with_row("rule.amount", 0, "hai nghìn").with_row("rule.from", 0, "mai").with_row(
        "exempt.group",
        0,
        "merit",
    );
    let again = browser.submit(&form).await.is(422).says("từ đơn vị thứ mấy");
    let kept = again.form("/phi");
    assert_eq!((kept.value("rule.amount"), kept.value("rule.from")), (Some("hai nghìn"), Some("mai")));
    assert_eq!(kept.value("exempt.group"), Some("merit"));
    let html = again.html();
    for id in ["f-rule-amount-0", "f-rule-from-0", "f-exempt-basis-0"] {
        let found = html.select(&crate::support::page::css(&format!("#{id}[aria-invalid]"))).count();
        assert_eq!(found, 1, "{id} is marked and can be reached from the summary");
    }
}

#[tokio::test]
async fn moving_rows_saves_nothing_and_saving_twice_is_saving_once() {
    let portal = Portal::new().await;
    let admin = portal.ngoc_lan().await;
    let browser = admin.browser();
    let versions =
        async || portal.texts("SELECT number::text FROM procedure_version WHERE code = '1.001193'").await;
    let before = versions().await;
    let form = browser.get("/quan-tri/thu-tuc/1.001193/to-khai/child").await.is(200).form("/child");
    let first: Vec<String> = labels(&form);
    let form = presses(&browser, form, "down:field:0").await;
    assert_eq!(labels(&form)[..2], [first[1].clone(), first[0].clone()]);
    assert_eq!(versions().await, before);
    browser.submit(&form).await.is(303);
    assert_eq!(versions().await.len(), before.len() + 1);
    // the same form again was made from a version that is no longer the one to edit
    browser.submit(&form).await.is(409).says("vừa được người khác thay đổi");
    assert_eq!(versions().await.len(), before.len() + 1);
}

fn labels(form: &Form) -> Vec<String> {
    form.values.iter().filter(|(name, _)| name == "field.label").map(|(_, label)| label.clone()).collect()
}
