//! By post, through the real pages: from the consignment at the counter to the result on its way back.

use motcua::domain::{
    ids::DossierCode,
    status::{Channel, EnteredBy, Status},
};

use crate::support::{
    browser::Browser,
    filling::Side,
    people::dong,
    portal::{Portal, local, shown},
};

const PATH: &str = "/mot-cua/tiep-nhan/1.004873";

async fn takes_in(browser: &Browser<'_>, day: &str, time: &str) -> DossierCode {
    let page = browser.get(PATH).await.is(200);
    let form = page
        .form(PATH)
        .pressing("step", "accept")
        .with("channel", "postal")
        .with("name", "Trần Văn Bảy")
        .with("number", "051188575785")
        .with("address", "Thôn 2, xã Bình Sơn, tỉnh Quảng Ngãi")
        .with("return_method", "postal")
        .with("handed-day", day)
        .with("handed_time", time)
        .ticking("doc", "to-khai")
        .with("settling", "H48.101");
    let form = if form.choices("receiving").is_empty() { form } else { form.with("receiving", "H48.101.01") };
    // without its number a consignment is not taken
    let again = browser.submit(&form).await.is(422);
    assert_eq!(again.form(PATH).value("name"), Some("Trần Văn Bảy"));
    let form = again.form(PATH).pressing("step", "accept").with("tracking", "rq 123 456 789 vn");
    let done = browser.submit(&form).await.is(303);
    DossierCode::parse(done.leads_to("/mot-cua/ho-so/").rsplit('/').next().unwrap()).unwrap()
}

#[tokio::test]
async fn a_consignment_is_taken_in_and_the_result_goes_back_by_post() {
    let portal = Portal::at("2026-11-23 10:00").await;
    let (long, hoa, tuan) = (portal.long().await, portal.hoa().await, portal.tuan().await);
    let (hung, mai) = (portal.hung().await, portal.mai().await);
    let (post, counter) = (long.browser(), hoa.browser());

    // postal staff bring nothing in by another way
    let page = post.get(PATH).await.is(200);
    assert_eq!(page.form(PATH).choices("channel"), ["postal"]);
    let code = takes_in(&post, "23", "8h15").await;
    let dossier = portal.dossier(&code).await;
    assert_eq!(dossier.status, Status::Submitted, "the one-stop takes it in");
    assert_eq!((dossier.channel, dossier.entered_by), (Channel::Postal, EnteredBy::Post));
    assert_eq!(dossier.post.as_ref().unwrap().tracking, "RQ123456789VN");
    // filed when the hand-over record was signed; the 8 working hours to answer run from there
    assert_eq!(dossier.submitted_at, Some(local("2026-11-23 08:15")));
    assert_eq!(shown(dossier.respond_by), "25/11/2026 08:15");
    post.get(&Side::Counter.dossier(&code)).await.is(200).says("RQ123456789VN");

    counter.acts(Side::Counter, &code, "tiep-nhan", &[]).await;
    let accepted = portal.dossier(&code).await;
    // by post nothing is cheaper, and the day is the law's
    assert_eq!(accepted.fee_total, dong(10_000));
    assert_eq!(shown(accepted.due_at), "27/11/2026 17:00");
    counter.acts(Side::Counter, &code, "thu-phi", &[]).await;
    counter.acts(Side::Counter, &code, "chuyen-buoc", &[]).await;
    let (specialist, leader, clerk) = (tuan.browser(), hung.browser(), mai.browser());
    specialist.acts(Side::Desk, &code, "chuyen-buoc", &[]).await;
    specialist.acts(Side::Desk, &code, "chuyen-buoc", &[]).await;
    leader.acts(Side::Desk, &code, "phe-duyet", &[]).await;
    let result = [("number", "01/XN-UBND"), ("signer", "Nguyễn Quốc Hùng")];
    clerk.acts(Side::Desk, &code, "ban-hanh", &result).await;
    clerk.acts(Side::Desk, &code, "hoan-thanh", &[]).await;

    let give = post.offered(Side::Counter, &code, "tra-ket-qua").await;
    assert_eq!(give.value("method"), Some("postal"));
    post.submit(&give.with("to", "Bưu điện phường Cẩm Thành")).await.is(303);
    assert_eq!(portal.dossier(&code).await.status, Status::Returned);
    let history = post.get(&Side::Counter.dossier(&code)).await.is(200).words();
    assert!(history.contains("Bưu gửi RQ123456789VN, ký biên bản giao nhận lúc"), "{history}");
}

#[tokio::test]
async fn an_officer_takes_a_consignment_in_and_accepts_it_at_once() {
    let portal = Portal::at("2026-11-23 10:00").await;
    let hoa = portal.hoa().await;
    let code = takes_in(&hoa.browser(), "20", "16:30").await;
    let dossier = portal.dossier(&code).await;
    assert_eq!((dossier.status, dossier.entered_by), (Status::Accepted, EnteredBy::Officer));
    assert_eq!(dossier.submitted_at, Some(local("2026-11-20 16:30")));
    assert_eq!(dossier.accepted_at, Some(local("2026-11-23 10:00")));
}

#[tokio::test]
async fn a_record_cannot_have_been_signed_tomorrow() {
    let portal = Portal::at("2026-11-23 10:00").await;
    let hoa = portal.hoa().await;
    let browser = hoa.browser();
    let page = browser.get(PATH).await.is(200);
    let form = page
        .form(PATH)
        .pressing("step", "accept")
        .with("channel", "postal")
        .with("name", "Trần Văn Bảy")
        .with("number", "051188575785")
        .with("tracking", "RQ123456789VN")
        .with("handed-day", "24");
    let again = browser.submit(&form).await.is(422);
    assert_eq!(again.form(PATH).value("tracking"), Some("RQ123456789VN"));
    assert!(portal.texts("SELECT status FROM dossier").await.is_empty());
}
