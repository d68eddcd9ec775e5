//! The payment platform's own receipt: for the owner and the cashiers of the agency, as a file to be kept; and words when there is none.

use motcua::gateways::sandbox::{
    faults::{Faults, Paper},
    payer::Choice,
};

use crate::support::paying::Paying;

#[tokio::test]
async fn the_owner_and_the_cashiers_of_the_agency_fetch_it_and_nobody_else() {
    let world = Paying::new().await;
    let portal = &world.portal;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = world.owed(&lan).await;
    let reference = world.tries(&lan, &code).await;
    let path = format!("/thanh-toan/bien-lai/{reference}");
    lan.browser().get(&path).await.is(404);
    assert_eq!(world.sandbox.counts().bills, 0, "while no money came, nobody asks");
    world.sandbox.payer(&reference, Choice::Pay).unwrap();
    world.sandbox.settled().await;

    for page in [format!("/ho-so/{code}/nop-phi"), format!("/ho-so/{code}")] {
        let page = lan.browser().get(&page).await.is(200).says("Biên lai của Cổng thanh toán: 50.000");
        assert!(page.text.contains(&path));
    }
    let desk = hoa.browser().get(&format!("/mot-cua/ho-so/{code}")).await.is(200);
    assert!(desk.text.contains(&path), "and for the cashier");
    for who in [&lan, &hoa] {
        let file = who.browser().get(&path).await.is(200);
        assert!(file.text.starts_with("%PDF-") && file.text.contains(&reference));
        assert_eq!(file.content_type, "application/pdf");
        assert!(file.header("content-disposition").starts_with("attachment; filename="));
        assert_eq!(file.header("x-content-type-options"), "nosniff");
        assert_eq!(file.header("cache-control"), "private, no-store");
    }
    let asked = world.sandbox.counts().bills;
    // Another citizen, a cashier elsewhere, and staff of the agency who take no money.
    for who in [portal.vinh().await, portal.trang().await, portal.nhan().await] {
        who.browser().get(&path).await.is(404);
        let page = who.browser().get(&format!("/mot-cua/ho-so/{code}")).await;
        assert!(!page.text.contains(&path));
    }
    portal.browser().get(&path).await.is(303).leads_to("/dang-nhap");
    lan.browser().get("/thanh-toan/bien-lai/dvcnone").await.is(404);
    assert_eq!(world.sandbox.counts().bills, asked, "the platform is not asked for them");
}

#[tokio::test]
async fn when_there_is_none_it_is_said_in_words_and_nothing_untrue_is_passed_on() {
    let world = Paying::new().await;
    let lan = world.portal.lan().await;
    let code = world.owed(&lan).await;
    let reference = world.tries(&lan, &code).await;
    world.sandbox.payer(&reference, Choice::Pay).unwrap();
    world.sandbox.settled().await;
    let browser = lan.browser();
    let path = format!("/thanh-toan/bien-lai/{reference}");
    for (paper, vi, en) in [
        (Paper::NotYet, "chưa lập biên lai", "has not made a receipt"),
        (Paper::Unknown, "không có biên lai cho lần thanh toán này", "has no receipt for this payment"),
        (Paper::Error, "chưa trả lời", "did not answer"),
        (Paper::Silence, "chưa trả lời", "did not answer"),
        (Paper::Html, "không phải là tệp PDF", "not a proper PDF"),
        (Paper::Disguised, "không phải là tệp PDF", "not a proper PDF"),
        (Paper::Long, "không phải là tệp PDF", "not a proper PDF"),
    ] {
        let faults = Faults { bill: paper, ..Faults::default() };
        world.sandbox.book().transactions.get_mut(&reference).unwrap().faults = faults;
        for (path, words) in [(path.clone(), vi), (format!("/en{path}"), en)] {
            let back = browser.get(&path).await.is(303);
            assert!(!back.text.contains("<script"), "{paper:?}");
            browser.follow(&back).await.is(200).says(words);
        }
    }
}
