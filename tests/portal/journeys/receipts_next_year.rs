//! The turn of the year: numbers of the next one are prepared in December, and each payment takes a number of its own year.

use motcua::jobs;

use super::receipts::of;
use crate::support::portal::Portal;

#[tokio::test]
async fn in_december_numbers_of_the_next_year_are_asked_for_and_each_payment_takes_one_of_its_own() {
    let portal = Portal::at("2025-11-28 08:00").await;
    portal.sql("DELETE FROM receipt_range WHERE year = 2026 AND agency = 'H48.101.01'").await.unwrap();
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let (list, setup) = ("/quan-tri/bien-lai?q=H48.101.01", "/quan-tri/bien-lai/H48.101.01");
    let khoa = portal.khoa().await;
    let admin = khoa.browser();
    admin.get(list).await.is(200).does_not_say("dải số của năm 2026").does_not_say("phí, 2026");
    admin.get(setup).await.is(200).does_not_say("Năm 2026 chưa đủ dải số");

    portal.it_is("2025-12-01 08:00");
    let admin = khoa.browser();
    let all = admin.get(list).await.is(200).says("1 cơ quan chưa đủ dải số của năm 2026");
    all.says("Số còn lại cho phí, 2026").says("Số còn lại cho phí, 2025");
    admin.get(&format!("/en{list}")).await.is(200).says("1 agency lacks numbers for 2026");
    let page = admin.get(setup).await.is(200).says("Năm 2026 chưa đủ dải số").says("2026: 26T…");
    let form = page.form("/day-so");
    assert_eq!(form.value("symbol"), Some("26T"), "what is missing is offered");
    for far in ["23TAK", "27TAK", "62TAK"] {
        let form = form.clone().with("kind", "fee").with("symbol", far);
        admin.submit(&form).await.is(422).says("Nhập ký hiệu của năm nay, năm trước hoặc năm sau");
    }
    for (kind, symbol) in [("charge", "26TAA"), ("fee", "26TAB")] {
        admin.submit(&form.clone().with("kind", kind).with("symbol", symbol)).await.is(303);
    }
    let done = admin.get(setup).await.is(200).does_not_say("Năm 2026 chưa đủ dải số");
    assert_eq!(done.form("/day-so").value("symbol"), Some("25T"));
    admin.get(list).await.is(200).does_not_say("chưa đủ dải số");

    let mut symbols = Vec::new();
    for at in ["2025-12-31 16:00", "2026-01-06 08:00"] {
        portal.it_is(at);
        let code = lan.submits("1.012784").await;
        hoa.takes(&code, portal.dossier(&code).await.outstanding().dong()).await;
        jobs::drain(&portal.app).await;
        symbols.extend(
            of(&portal, &code)
                .await
                .iter()
                .map(|one| format!("{} {}", one.name.symbol, one.name.number.get())),
        );
    }
    assert_eq!(symbols, ["25TAA 1", "25TAB 1", "26TAA 1", "26TAB 1"]);

    // Past every rule, the database refuses a number of another year than the day on the receipt.
    let forged = "INSERT INTO receipt (id, range_id, agency, form, symbol, number, kind, origin, about_id, reason, payment_id, dossier_id,
                                       amount, contents, check_code, issued_at, created_at)
                  SELECT gen_random_uuid(), range_id, agency, form, symbol, number + 1, kind, 'again', id, 'x', payment_id, dossier_id,
                         amount, contents, check_code || 'X', '2025-12-31T16:59:59Z', created_at
                  FROM receipt WHERE symbol = '26TAB'";
    let error = portal.sql(forged).await.expect_err("a number of another year").to_string();
    assert!(error.contains("receipt_year"), "{error}");
    portal.sql(&forged.replace("2025-12-31T16:59:59Z", "2025-12-31T17:00:00Z")).await.unwrap();
}
