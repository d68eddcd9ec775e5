//! What comes into the draft of a calendar from elsewhere: a file of iCalendar or of lines, and the proposal of the law for next year.

use crate::support::{browser::Browser, page::Page, portal::Portal};

const CALENDAR: &str = "/quan-tri/lich?lich=province";
const DRAFT: &str = "/quan-tri/lich/province/ban-nhap";
const FILE: &str = "/quan-tri/lich/province/tep.csv?ban=nhap";

const ICS: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261126\r\n\
                   CATEGORIES:đóng cửa\r\nSUMMARY:Nghỉ vì ngập lụt\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

async fn begins(browser: &Browser<'_>) -> String {
    let page = browser.get(CALENDAR).await.is(200);
    browser.submit(&page.form("/ban-nhap/tao")).await.is(303);
    browser.get(FILE).await.is(200).text
}

async fn sends(browser: &Browser<'_>, file_name: &str, bytes: &[u8]) -> Page {
    let form = browser.get(DRAFT).await.is(200).form("/ban-nhap/tep");
    browser.submit(&form.with_file("file", file_name, bytes)).await
}

#[tokio::test]
async fn a_file_adds_its_days_to_the_draft_whatever_it_is_called() {
    let portal = Portal::new().await;
    let khoa = portal.khoa().await;
    let browser = khoa.browser();
    let before = begins(&browser).await;
    sends(&browser, "ngay-nghi.txt", ICS.as_bytes()).await.is(303);
    let after = browser.get(FILE).await.is(200).text;
    assert_eq!(after.lines().count(), before.lines().count() + 1);
    assert!(after.contains("closure,2026-11-26,Nghỉ vì ngập lụt"), "{after}");
    // the same file again changes nothing, and a file with hours is the whole calendar
    sends(&browser, "ngay-nghi.ics", ICS.as_bytes()).await.is(303);
    assert_eq!(browser.get(FILE).await.is(200).text, after);
    sends(&browser, "lich.ics", before.as_bytes()).await.is(303);
    assert_eq!(browser.get(FILE).await.is(200).text, before);
    sends(&browser, "them.csv", "holiday,2026-12-24,Nghỉ thêm,TB 9".as_bytes()).await.is(303);
    assert!(browser.get(FILE).await.is(200).text.contains("holiday,2026-12-24,Nghỉ thêm,TB 9"));
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_named_by_line_and_reason_and_the_draft_stays() {
    let portal = Portal::new().await;
    let khoa = portal.khoa().await;
    let browser = khoa.browser();
    let before = begins(&browser).await;
    let half = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:26/11/2026\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR\n";
    let repeated = ICS.replace("SUMMARY", "RRULE:FREQ=YEARLY\r\nSUMMARY");
    let large = vec![b'#'; 1024 * 1024 + 1];
    for (bytes, said) in [
        (half.as_bytes(), "Dòng 3: “26/11/2026” không phải ngày"),
        (repeated.as_bytes(), "Dòng 6: sự kiện lặp lại theo quy tắc"),
        ("published,2026\nholiday,2026-13-01,x\n".as_bytes(), "Dòng 2: “2026-13-01” không phải ngày"),
        (b"%PDF-1.7 \0\0".as_slice(), "tệp này không phải văn bản"),
        (b"\n\n".as_slice(), "Tệp không có dòng lịch nào"),
        (b"".as_slice(), "Tệp không có nội dung"),
        (large.as_slice(), "Chọn tệp không quá 1 MB"),
        (b"weekly,mon,07:00-11:30,08:00-10:00\npublished,2026".as_slice(), "hai buổi trùng giờ"),
    ] {
        let page = sends(&browser, "lich.ics", bytes).await.is(422).says(said);
        assert!(page.has_form("/ban-nhap/tep"), "{said}");
        assert_eq!(browser.get(FILE).await.is(200).text, before, "{said}");
    }
    let none = browser.get(DRAFT).await.is(200).form("/ban-nhap/tep");
    browser.submit(&none).await.is(422).says("Điền mục này");
    // the draft is gone, and whoever still sees its page is told so
    let late =
        browser.get(DRAFT).await.is(200).form("/ban-nhap/tep").with_file("file", "a.ics", ICS.as_bytes());
    browser.submit(&browser.get(DRAFT).await.is(200).form("/ban-nhap/bo")).await.is(303);
    browser.submit(&late).await.is(303).leads_to("/quan-tri/lich?lich=province");
}

#[tokio::test]
async fn next_year_is_proposed_by_law_and_its_swaps_stay_open() {
    let portal = Portal::new().await;
    let (khoa, ngoc_lan) = (portal.khoa().await, portal.ngoc_lan().await);
    let browser = khoa.browser();
    let page = browser.get(CALENDAR).await.is(200).says("Lịch năm 2027 chưa công bố").says("Ngày hoán đổi");
    let form = page.form("/ban-nhap/de-xuat");
    browser.submit(&form).await.is(303).leads_to("/quan-tri/lich/province/ban-nhap?nam=2027");
    let first = browser.get(FILE).await.is(200).text;
    for line in
        ["holiday,2027-02-05,Tết Nguyên đán", "holiday,2027-04-16,Giỗ Tổ Hùng Vương", "holiday,2027-09-03,"]
    {
        assert!(first.contains(line), "{line} is not in {first}");
    }
    assert!(!first.contains("workday,2027") && !first.contains("published,2027"));
    browser.submit(&form).await.is(303);
    assert_eq!(browser.get(FILE).await.is(200).text, first, "twice is once");

    let draft = browser.get(&format!("{DRAFT}?nam=2027")).await.is(200).says("không có trong đề xuất");
    let other = draft.form("/ban-nhap/de-xuat").with("tet", "2").with("september", "1");
    browser.submit(&other).await.is(303);
    let second = browser.get(FILE).await.is(200).text;
    assert!(second.contains("holiday,2027-09-01,") && !second.contains("holiday,2027-09-03,"), "{second}");
    assert!(second.contains("holiday,2027-02-04,") && !second.contains("holiday,2027-02-11,"), "{second}");

    let page = ngoc_lan.browser().get(CALENDAR).await.is(200);
    assert!(!page.has_form("/de-xuat"), "only who edits calendars proposes");
    let beyond = [("year".to_owned(), "2101".to_owned())];
    let path = "/quan-tri/lich/province/ban-nhap/de-xuat";
    browser.post(path, &beyond, crate::support::browser::Origin::Own).await.is(404);
}
