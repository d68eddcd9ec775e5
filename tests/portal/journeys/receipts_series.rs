//! A series belongs to one agency under a tax code: two agencies with one tax code never give receipts of the same name.

use motcua::jobs;

use super::receipts::of;
use crate::support::{people::Person, portal::Portal};

const HERE: &str = "H48.101.01";
const THERE: &str = "H48.102.01";

async fn text(portal: &Portal, sql: &str) -> String {
    portal.texts(sql).await.remove(0)
}

/// Gives the agency the tax code of another, through the page of administrators.
async fn shares(portal: &Portal, admin: &Person<'_>, agency: &str, with: &str) {
    let code = text(portal, &format!("SELECT tax_code FROM receipt_collector WHERE agency = '{with}'")).await;
    let page = admin.browser().get(&format!("/quan-tri/bien-lai/{agency}")).await.is(200);
    let form = page.form(&format!("/bien-lai/{agency}")).with("tax_code", &code);
    admin.browser().submit(&form).await.is(303);
}

#[tokio::test]
async fn two_agencies_with_one_tax_code_never_give_the_same_number() {
    let portal = Portal::new().await;
    let (lan, hoa, trang, khoa) =
        (portal.lan().await, portal.hoa().await, portal.trang().await, portal.khoa().await);
    super::receipts::paid(&portal, &lan, &hoa).await;
    let name = text(&portal, &format!("SELECT name FROM agency WHERE code = '{HERE}'")).await;
    shares(&portal, &khoa, THERE, HERE).await;
    let admin = khoa.browser();
    let path = format!("/quan-tri/bien-lai/{THERE}");
    let setup = admin.get(&path).await.is(200).says("Không dùng được").says(&name);
    admin.get("/quan-tri/bien-lai?q=H48.102.01").await.is(200).says(&name);

    // What is paid there waits and says why; the other's symbol is refused by name.
    let code = trang.files("1.001612").at(THERE).walk_in("Trần Văn Bảy").taken_in().await;
    trang.takes(&code, portal.dossier(&code).await.outstanding().dong()).await;
    jobs::drain(&portal.app).await;
    assert_eq!(of(&portal, &code).await.len(), 0);
    let list = trang.browser().get("/mot-cua/bien-lai/chua-phat-hanh").await.is(200);
    list.says(code.as_str()).says("đã hết số biên lai của năm thu");
    let range = setup.form("/day-so").with("kind", "fee").with("first", "1").with("last", "9");
    let refused = admin.submit(&range.clone().with("symbol", "26TAB")).await.is(422);
    refused.says(&format!("{name} dùng ký hiệu 26TAB với cùng mã số thuế"));
    admin.submit(&range.with("symbol", "26TBB")).await.is(303);
    jobs::drain(&portal.app).await;
    let names: Vec<String> = of(&portal, &code).await.iter().map(|one| one.name.to_string()).collect();
    assert_eq!(names, ["EBL01 26TBB 00000001"]);

    // Past every page, the database refuses.
    let forged = format!(
        "INSERT INTO receipt (id, range_id, agency, form, symbol, number, kind, origin, about_id, reason, payment_id, dossier_id,
                              amount, contents, check_code, issued_at, created_at)
         SELECT gen_random_uuid(), range_id, '{THERE}', form, symbol, number + 1, kind, 'again', id, 'x', payment_id, dossier_id,
                amount, contents, check_code || 'X', issued_at, created_at
         FROM receipt WHERE symbol = '26TAB' AND agency = '{HERE}'"
    );
    let error = portal.sql(&forged).await.expect_err("a number of the other's series").to_string();
    assert!(error.contains("receipt_series_fkey"), "{error}");
}

#[tokio::test]
async fn of_two_agencies_that_set_up_one_series_at_once_one_has_it() {
    let portal = Portal::new().await;
    let khoa = portal.khoa().await;
    shares(&portal, &khoa, THERE, HERE).await;
    let admin = khoa.browser();
    let mut forms = Vec::new();
    for agency in [HERE, THERE] {
        let setup = admin.get(&format!("/quan-tri/bien-lai/{agency}")).await.is(200);
        let form = setup.form("/day-so").with("kind", "fee").with("symbol", "26TXX");
        forms.push(form.with("first", "1").with("last", "9"));
    }
    let (one, other) = tokio::join!(admin.submit(&forms[0]), admin.submit(&forms[1]));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
    assert_eq!(portal.texts("SELECT count(*)::text FROM receipt_range WHERE symbol = '26TXX'").await, ["1"]);
}

#[tokio::test]
async fn a_tax_code_set_by_mistake_keeps_nobody_from_its_series() {
    let portal = Portal::new().await;
    let khoa = portal.khoa().await;
    let own =
        text(&portal, &format!("SELECT tax_code FROM receipt_collector WHERE agency = '{THERE}'")).await;
    let admin = khoa.browser();
    let set = async |agency: &str, code: &str| {
        let page = admin.get(&format!("/quan-tri/bien-lai/{agency}")).await.is(200);
        let form = page.form(&format!("/bien-lai/{agency}")).with("tax_code", code);
        admin.submit(&form).await.is(303);
        admin.get(&format!("/quan-tri/bien-lai/{agency}")).await.is(200)
    };
    set(THERE, "0100109106").await.does_not_say("Không dùng được");
    set(HERE, "0100109106").await.says("Không dùng được");
    set(THERE, &own).await.does_not_say("Không dùng được");
    set(HERE, "0100109106").await.does_not_say("Không dùng được");
}

#[tokio::test]
async fn rows_that_share_a_series_already_stay_and_whoever_gave_receipts_keeps_it() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = super::receipts::paid(&portal, &lan, &hoa).await;
    // As it was before: two agencies with one tax code and the same series; the one that was set up later gave receipts.
    for sql in [
        "DROP VIEW unreceipted",
        "DROP VIEW receipt_numbers",
        "ALTER TABLE receipt DROP CONSTRAINT receipt_series_fkey",
        "ALTER TABLE receipt DROP COLUMN tax_code",
        "DROP TABLE receipt_series",
        &format!("UPDATE receipt_range SET added_at = added_at - interval '1 day' WHERE agency = '{THERE}'"),
        &format!(
            "UPDATE receipt_collector SET tax_code = (SELECT tax_code FROM receipt_collector WHERE agency = '{HERE}')
             WHERE agency = '{THERE}'"
        ),
    ] {
        portal.sql(sql).await.unwrap();
    }
    portal.sql(include_str!("../../../migrations/20261126231000_receipt_series.sql")).await.unwrap();
    let whose =
        "SELECT s.symbol || ' ' || s.agency FROM receipt_series s JOIN receipt_collector c USING (tax_code)
                 WHERE c.agency = 'H48.101.01' AND s.symbol LIKE '26%' ORDER BY 1";
    assert_eq!(portal.texts(whose).await, ["26TAA H48.101.01", "26TAB H48.101.01"]);
    assert_eq!(of(&portal, &code).await.len(), 2, "what was given stays");
    let left = "SELECT count(*)::text FROM receipt_numbers WHERE agency = 'H48.102.01' AND year = 2026";
    assert_eq!(portal.texts(left).await, ["0"]);
    super::receipts::paid(&portal, &lan, &hoa).await;
    assert_eq!(portal.texts("SELECT count(*)::text FROM receipt").await, ["4"], "the other one goes on");
}
