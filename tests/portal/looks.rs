//! What pages say of a dossier where it would be easy to say something that is not so.

use motcua::domain::{command::Command, ids::DossierCode};
use scraper::Html;

use crate::support::{page::css, people::Person, portal::Portal};

/// The words of the first part that `selector` finds.
fn words(html: &Html, selector: &str) -> String {
    let found = html.select(&css(selector)).next().unwrap_or_else(|| panic!("no {selector}"));
    found.text().collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A dossier that was taken in with an appointment.
async fn accepted(portal: &Portal, lan: &Person<'_>) -> DossierCode {
    let code = lan.files("1.004873").case("muc-dich-khac").submitted().await;
    portal.hoa().await.accepts(&code).await;
    code
}

#[tokio::test]
async fn a_dossier_without_a_result_to_come_has_no_appointment() {
    const APPOINTMENT: &str = "27/11/2026";
    let portal = Portal::new().await;
    let (lan, hoa, hung) = (portal.lan().await, portal.hoa().await, portal.hung().await);
    let code = accepted(&portal, &lan).await;
    hoa.forwards(&code).await;
    let token = portal.texts(&format!("SELECT link_token FROM dossier WHERE code = '{code}'")).await;
    let verdicts = async || {
        let (citizen, anybody, desk) = (lan.browser(), portal.browser(), hoa.browser());
        let own = citizen.get(&format!("/ho-so/{code}")).await.is(200).html();
        let list = citizen.get("/ho-so").await.is(200).html();
        let link = anybody.get(&format!("/h/{}", token[0])).await.is(200).html();
        let staff = desk.get(&format!("/mot-cua/ho-so/{code}")).await.is(200).html();
        [
            words(&own, ".verdict"),
            words(&list, ".results"),
            words(&link, ".verdict"),
            words(&staff, "section[data-peek] .summary"),
        ]
    };
    for said in verdicts().await {
        assert!(said.contains(APPOINTMENT), "{said}");
    }
    hung.stops(&code, "Người nộp đã chuyển nơi cư trú").await;
    for said in verdicts().await {
        assert!(!said.contains(APPOINTMENT), "{said}");
    }
}

#[tokio::test]
async fn the_confirmation_speaks_of_the_answer_until_there_is_one() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let code = lan.files("1.004873").case("muc-dich-khac").submitted().await;
    let page = async || lan.browser().get(&format!("/ho-so/{code}/da-nop")).await.is(200);
    page().await.says("trả lời trước").says("dự kiến có kết quả");
    portal.hoa().await.accepts(&code).await;
    page().await.does_not_say("trả lời trước").says("Hẹn trả kết quả lúc");
    lan.withdraws(&code).await;
    page().await.does_not_say("trả lời trước").does_not_say("Hẹn trả kết quả lúc");
}

#[tokio::test]
async fn nobody_is_asked_to_confirm_nothing() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = accepted(&portal, &lan).await;
    let form = format!("/mot-cua/ho-so/{code}/thu-phi");
    hoa.browser().get(&form).await.is(200).says("5.000");
    hoa.takes(&code, 5_000).await;
    let page = hoa.browser();
    let answer = page.get(&form).await.is(303);
    page.follow(&answer).await.is(200);
}

#[tokio::test]
async fn a_field_has_the_same_name_on_every_page() {
    let portal = Portal::new().await;
    let labels = |html: &Html| -> Vec<String> {
        ["f-name", "f-phone", "f-personal-number"]
            .iter()
            .map(|id| words(html, &format!("label[for={id}] span")))
            .collect()
    };
    for prefix in ["", "/en"] {
        let register = portal.browser().get(&format!("{prefix}/dang-ky")).await.is(200).html();
        let account = portal.lan().await.browser().get(&format!("{prefix}/tai-khoan")).await.is(200).html();
        assert_eq!(labels(&register), labels(&account));
    }
}

#[tokio::test]
async fn our_own_words_are_not_marked_as_vietnamese_in_english() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let draft = lan.files("1.001193").drafted().await;
    let mut seen = 0;
    for screen in ["child", "applicant"] {
        let page = lan.browser().get(&format!("/en/nhap/{draft}/to-khai/{screen}")).await.is(200).html();
        for part in page.select(&css(".optional")) {
            seen += 1;
            let marked = part.ancestors().filter_map(scraper::ElementRef::wrap).find_map(|e| e.attr("lang"));
            assert_eq!(marked, Some("en"), "{:?}", part.text().collect::<String>());
        }
    }
    assert!(seen > 0, "no field is optional");
}

#[tokio::test]
async fn history_tells_what_was_done() {
    let portal = Portal::new().await;
    let (lan, hoa, tuan) = (portal.lan().await, portal.hoa().await, portal.tuan().await);
    let code = accepted(&portal, &lan).await;
    hoa.forwards(&code).await;
    tuan.does(&code, Command::Reassign { to: Some(tuan.actor.id), agency: None, reason: String::new() })
        .await;
    let read = async |prefix: &str| -> Vec<String> {
        let page = hoa.browser().get(&format!("{prefix}/mot-cua/ho-so/{code}")).await.is(200).html();
        page.select(&css(".event-title")).map(|e| e.text().collect::<String>()).collect()
    };
    assert_eq!(read("/en").await, ["Step taken", "Forwarded to the next step", "Accepted", "Submitted"]);
    assert_eq!(read("").await, ["Đã nhận việc", "Đã chuyển bước", "Đã tiếp nhận", "Đã nộp hồ sơ"]);
}

#[tokio::test]
async fn a_document_is_called_by_its_name() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let code = lan.submits("1.001193").await;
    lan.browser().get(&format!("/ho-so/{code}")).await.is(200).says("Giấy chứng sinh");
    let names = portal.texts("SELECT name FROM document").await;
    assert!(names.iter().all(|name| name.contains(' ')), "{names:?}");
}

#[tokio::test]
async fn a_document_is_shown_with_the_portal_round_it() {
    let portal = Portal::new().await;
    let (lan, hoa, vinh) = (portal.lan().await, portal.hoa().await, portal.vinh().await);
    let code = lan.submits("1.001193").await;
    let id = portal.texts("SELECT id::text FROM document ORDER BY uploaded_at, id LIMIT 1").await.remove(0);
    let path = format!("/giay-to/{id}/xem");
    for (who, back) in [(&lan, format!("/ho-so/{code}")), (&hoa, format!("/mot-cua/ho-so/{code}"))] {
        let page = who.browser().get(&path).await.is(200).html();
        let frame = page.select(&css("iframe")).next().unwrap();
        assert_eq!(frame.attr("src"), Some(format!("/giay-to/{id}").as_str()), "from the portal itself");
        assert!(frame.attr("title").is_some_and(|title| title.contains(".pdf")));
        let saved: Vec<_> = page.select(&css("a[download]")).filter_map(|a| a.attr("href")).collect();
        assert_eq!(saved, [frame.attr("src").unwrap(); 2]);
        assert_eq!(page.select(&css(".back-link")).next().unwrap().attr("href"), Some(back.as_str()));
    }
    vinh.browser().get(&path).await.is(404);
    portal.sql("UPDATE document SET media_type = 'image/png'").await.unwrap();
    let page = lan.browser().get(&format!("/en{path}?co=150")).await.is(200).html();
    assert_eq!(
        page.select(&css(".zoom-150 img")).next().unwrap().attr("src"),
        Some(format!("/en/giay-to/{id}").as_str())
    );
    assert!(page.select(&css("iframe")).next().is_none());
    portal.sql("UPDATE document SET media_type = 'application/msword'").await.unwrap();
    let page = lan.browser().get(&path).await.is(200).says("không xem được ngay trên trang").html();
    assert!(page.select(&css("iframe, .viewer-page")).next().is_none());
}

#[tokio::test]
async fn agencies_are_read_group_by_group_and_page_by_page() {
    let portal = Portal::new().await;
    let browser = portal.browser();
    let rows = |html: &Html| html.select(&css(".agency-list li")).count();
    let mut all = 0;
    let first = browser.get("/co-quan").await.is(200).html();
    let groups: Vec<String> =
        first.select(&css(".tabs a")).map(|a| a.attr("href").unwrap().to_owned()).collect();
    assert_eq!(groups.len(), 4);
    for group in groups {
        let mut next = Some(group);
        while let Some(path) = next {
            let page = browser.get(&path).await.is(200).html();
            let here = rows(&page);
            assert!((1..=60).contains(&here), "{here} rows of {path}");
            all += here;
            next = page.select(&css(".pagination-next")).next().map(|a| a.attr("href").unwrap().to_owned());
        }
    }
    let there = portal
        .texts("SELECT count(*)::text FROM agency WHERE valid_from <= '2026-11-23' AND (valid_to IS NULL OR valid_to >= '2026-11-23')")
        .await;
    assert_eq!([all.to_string()].as_slice(), there);
    let found = browser.get("/co-quan?q=cam+thanh").await.is(200).html();
    assert_eq!(rows(&found), 2, "the ward and its centre");
    assert_eq!(found.select(&css(".tabs a[aria-current]")).count(), 0);
}
