//! The figures of what was paid: each payment is counted once, every number opens down to the payments, nobody sees those of others.

use motcua::{
    app::pay,
    domain::{ids::DossierCode, settlement::Source},
};

use crate::support::{
    browser::Browser,
    page::{Page, css},
    people::{Person, dong},
    portal::Portal,
};

const COUNTER: &str = "/mot-cua/thu-phi/so-lieu";
const DESK: &str = "/xu-ly/so-lieu-thu-phi";
const ADMINISTRATION: &str = "/quan-tri/so-lieu-thu-phi";

/// The links of the table, each with its number.
fn numbers(page: &Page) -> Vec<(String, String)> {
    let html = page.html();
    let link = |a: scraper::ElementRef<'_>| {
        let number = a.text().next().unwrap_or_default().trim().to_owned();
        (number, a.attr("href").unwrap().to_owned())
    };
    html.select(&css("main .cards td a")).map(link).collect()
}

/// The codes of the dossiers in a list, and of these the ones that open.
fn codes(page: &Page) -> (Vec<String>, Vec<String>) {
    let html = page.html();
    let read = |selector: &str| {
        let cells = css(selector);
        html.select(&cells).map(|cell| cell.text().collect::<String>().trim().to_owned()).collect()
    };
    (read("main .cards tbody td:nth-child(2)"), read("main .cards tbody td:nth-child(2) a"))
}

/// The columns of a file: code, amount.
fn file(page: &Page) -> Vec<(String, i64)> {
    let line = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        (cells[2].to_owned(), cells[4].parse().unwrap())
    };
    page.text.lines().skip(1).map(line).collect()
}

/// One pays in cash, one through the bank, and one gets the money back.
async fn three(portal: &Portal) -> [DossierCode; 3] {
    let (lan, hoa, hung) = (portal.lan().await, portal.hoa().await, portal.hung().await);
    let [cash, online, back] =
        [lan.submits("1.001612").await, lan.submits("1.001612").await, lan.submits("1.001612").await];
    hoa.takes(&cash, 50_000).await;
    portal.hears(&format!("x {}", portal.reference(&online).await), 50_000).await;
    assert_eq!(portal.dossier(&online).await.outstanding(), dong(0));
    hoa.takes(&back, 50_000).await;
    lan.withdraws(&back).await;
    let page = portal.texts("SELECT '/mot-cua/thu-phi/hoan/' || id FROM refund").await.remove(0);
    let leader = hung.browser();
    leader.submit(&leader.get(&page).await.is(200).form("/phe-duyet")).await.is(303);
    let desk = hoa.browser();
    desk.submit(&desk.get(&page).await.is(200).form("/chi").with("reference", "FT9")).await.is(303);
    [cash, online, back]
}

#[tokio::test]
async fn the_figures_count_each_payment_once_and_every_number_opens_to_its_payments() {
    let portal = Portal::new().await;
    let [cash, online, back] = three(&portal).await;
    let hoa = portal.hoa().await;
    let desk = hoa.browser();
    for by in ["month", "quarter", "year", "agency", "level", "field", "source"] {
        let page = desk.get(&format!("{COUNTER}?theo={by}")).await.is(200);
        let page = page.says("150.000").says("33,3% Tỷ lệ giao dịch trực tuyến 1/3");
        let links = numbers(&page);
        assert!(links.len() >= 3, "{by}: {links:?}");
        for (number, href) in links {
            let list = desk.get(&href).await.is(200);
            let (codes, opening) = codes(&list);
            assert_eq!(codes.len().to_string(), number, "{by}: {href}");
            assert_eq!(codes, opening, "whoever takes the money opens the dossiers");
            let sum: i64 = file(&desk.get(&href.replace("/giao-dich?", "/giao-dich.csv?")).await.is(200))
                .into_iter()
                .map(|(code, amount)| {
                    assert!(codes.contains(&code), "{code} of the file is not on the page");
                    amount.abs()
                })
                .sum();
            let shown = list.words().replace('.', "");
            assert!(shown.contains(&format!("{number} khoản, {sum}")), "{href}: {shown}");
        }
    }
    let listed =
        async |query: &str| codes(&desk.get(&format!("{COUNTER}/giao-dich?{query}")).await.is(200)).0;
    assert_eq!(listed("theo=source&nhom=bank&loai=giao-dich").await, [online.as_str()]);
    assert_eq!(listed("loai=truc-tuyen").await, [online.as_str()]);
    assert_eq!(listed("loai=hoan").await, [back.as_str()]);
    let mut at_the_counter = listed("theo=source&nhom=counter&loai=giao-dich").await;
    at_the_counter.sort();
    assert_eq!(at_the_counter, [cash.as_str(), back.as_str()]);
    assert_eq!(listed("theo=month&nhom=2026-10&loai=giao-dich").await, Vec::<String>::new());
    let whole = file(&desk.get(&format!("{COUNTER}/giao-dich.csv")).await.is(200));
    assert_eq!(whole.len(), 4);
    assert_eq!(whole.iter().map(|(_, amount)| amount).sum::<i64>(), 100_000, "what went back is taken off");
    let booked = "SELECT source || ' ' || agency || ' ' || procedure_code FROM payment ORDER BY 1";
    let said = portal.texts(booked).await;
    assert_eq!(said, ["bank", "counter", "counter"].map(|source| format!("{source} H48.101.01 1.001612")));
}

#[tokio::test]
async fn a_period_is_chosen_quickly_and_a_wrong_one_is_said() {
    let portal = Portal::new().await;
    let code = portal.lan().await.submits("1.001612").await;
    portal.hoa().await.takes(&code, 50_000).await;
    let hoa = portal.hoa().await;
    let desk = hoa.browser();
    let page = desk.get(&format!("{COUNTER}?theo=year")).await.is(200);
    let html = page.html();
    let links: Vec<(&str, bool)> = html
        .select(&css("main .lenses a"))
        .map(|a| (a.attr("href").unwrap(), a.attr("aria-current").is_some()))
        .collect();
    let link = |from: &str, to: &str| format!("{COUNTER}?tu={from}&den={to}&theo=year");
    let wanted = [
        link("2026-11-01", "2026-11-23"),
        link("2026-10-01", "2026-10-31"),
        link("2026-10-01", "2026-11-23"),
        link("2026-07-01", "2026-09-30"),
        link("2026-01-01", "2026-11-23"),
    ];
    assert_eq!(links.iter().map(|(href, _)| *href).collect::<Vec<_>>(), wanted);
    assert_eq!(links.iter().map(|(_, here)| *here).collect::<Vec<_>>(), [true, false, false, false, false]);
    desk.get(&wanted[1]).await.is(200).says("Không có giao dịch nào");
    desk.get(&wanted[4]).await.is(200).says("50.000");

    let wrong = desk.get(&format!("{COUNTER}?tu=31%2F11%2F2026&den=23%2F11%2F2026")).await.is(422);
    assert!(wrong.text.contains(r#"value="31/11/2026""#), "what was typed stays");
    wrong.says("Nhập ngày theo dạng");
    desk.get(&format!("{COUNTER}?tu=24/11/2026&den=23/11/2026"))
        .await
        .is(422)
        .says("Nhập từ ngày trước đến ngày");
    desk.get(&format!("{COUNTER}?tu=0001-01-01")).await.is(422);
    desk.get(&format!("{COUNTER}/giao-dich?tu=x")).await.is(404);
    desk.get(&format!("{COUNTER}/giao-dich.csv?tu=2026-12-01&den=2026-11-01")).await.is(404);
}

/// Whether somebody is told of a dossier's payment anywhere on a side, however they ask.
async fn told(browser: &Browser<'_>, side: &str, code: &DossierCode) -> bool {
    let mut told = Vec::new();
    for query in [
        "",
        "?theo=agency&nhom=H48.101.01",
        "?theo=agency&nhom=H48.101.01&loai=truc-tuyen",
        "?loai=giao-dich",
    ] {
        let list = browser.get(&format!("{side}/giao-dich{query}")).await.is(200);
        let file = browser.get(&format!("{side}/giao-dich.csv{query}")).await.is(200);
        told.push(list.text.contains(code.as_str()));
        told.push(file.text.contains(code.as_str()));
    }
    let figures = browser.get(&format!("{side}?theo=agency")).await.is(200);
    told.push(figures.text.contains("50.000"));
    assert!(told.iter().all(|one| *one == told[0]), "{side}: {told:?}");
    told[0]
}

#[tokio::test]
async fn everybody_sees_the_figures_of_their_own_agencies_and_of_no_others() {
    let portal = Portal::new().await;
    let code = portal.lan().await.submits("1.001612").await;
    portal.hears(&format!("x {}", portal.reference(&code).await), 50_000).await;
    // Somebody leads the province.
    let posted = "INSERT INTO posting SELECT id, 'leader', 'H48' FROM account WHERE phone = '+84900000126'";
    assert_eq!(portal.sql(posted).await.unwrap(), 1);
    let [hoa, trang, hung, khoa, ngoc_lan] = [
        portal.hoa().await,
        portal.trang().await,
        portal.hung().await,
        portal.khoa().await,
        portal.ngoc_lan().await,
    ];
    let (cashier, leader, elsewhere, province) = (
        portal.person("0900000150").await,
        portal.person("0900000153").await,
        portal.person("0900000156").await,
        portal.person("0900000126").await,
    );
    let sees: &[(&str, &Person<'_>, &str, bool)] = &[
        ("cashier and officer there", &hoa, COUNTER, true),
        ("cashier there", &cashier, COUNTER, true),
        ("cashier of another commune", &trang, COUNTER, false),
        ("leader of the commune", &hung, DESK, true),
        ("leader of the commune at the cash desk", &leader, COUNTER, true),
        ("leader of another commune", &elsewhere, DESK, false),
        ("leader of another commune at the cash desk", &elsewhere, COUNTER, false),
        ("leader of the province", &province, DESK, true),
        ("administrator of the system", &khoa, ADMINISTRATION, true),
        ("administrator of procedures", &ngoc_lan, ADMINISTRATION, true),
    ];
    for (who, person, side, yes) in sees {
        assert_eq!(told(&person.browser(), side, &code).await, *yes, "{who}");
    }
    for (person, side) in [
        (&hoa, DESK),
        (&hoa, ADMINISTRATION),
        (&hung, ADMINISTRATION),
        (&khoa, COUNTER),
        (&khoa, DESK),
        (&portal.tuan().await, DESK),
        (&portal.nhan().await, COUNTER),
        (&portal.lan().await, COUNTER),
    ] {
        for path in [side.to_owned(), format!("{side}/giao-dich"), format!("{side}/giao-dich.csv")] {
            person.browser().get(&path).await.is(403);
        }
    }
    // A payment leads to its dossier on the side where its reader works, and to none for who may not open it.
    let leads = async |person: &Person<'_>, side: &str| {
        let list = person.browser().get(&format!("{side}/giao-dich?loai=giao-dich")).await.is(200);
        let href =
            list.html().select(&css("main .cards td a")).next().map(|a| a.attr("href").unwrap().to_owned());
        if let Some(href) = &href {
            person.browser().get(href).await.is(200);
        }
        href
    };
    assert_eq!(leads(&hoa, COUNTER).await, Some(format!("/mot-cua/ho-so/{code}")));
    assert_eq!(leads(&hung, DESK).await, Some(format!("/xu-ly/ho-so/{code}")));
    assert_eq!(leads(&hung, COUNTER).await, Some(format!("/xu-ly/ho-so/{code}")));
    assert_eq!(leads(&province, DESK).await, None);
    assert_eq!(leads(&khoa, ADMINISTRATION).await, None);
    // The menus lead there.
    hung.browser().get("/xu-ly").await.is(200);
    for (person, home, to) in [(&hung, "/xu-ly", DESK), (&khoa, "/quan-tri", ADMINISTRATION)] {
        assert!(person.browser().get(home).await.is(200).text.contains(&format!("href=\"{to}\"")), "{home}");
    }
    assert!(!portal.tuan().await.browser().get("/xu-ly").await.is(200).text.contains(DESK));
}

#[tokio::test]
async fn what_is_read_off_a_statement_was_paid_online() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let (online, cash) = (lan.submits("1.001612").await, lan.submits("1.001612").await);
    let told = portal.transfer(&portal.reference(&online).await, 50_000).await;
    let heard = pay::Heard { source: Source::Statement, by: Some(hoa.actor.id), ..told };
    pay::hear(&portal.app, &heard).await.unwrap();
    hoa.takes(&cash, 50_000).await;
    let desk = hoa.browser();
    desk.get(COUNTER).await.is(200).says("50% Tỷ lệ giao dịch trực tuyến 1/2");
    let list = desk.get(&format!("{COUNTER}/giao-dich?loai=truc-tuyen")).await.is(200);
    assert_eq!(codes(&list).0, [online.as_str()]);
}
