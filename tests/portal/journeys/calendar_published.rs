//! An administrator edits a calendar as a draft, sees what it moves, and publishes it: the dates of dossiers under way follow, and
//! those concerned are told.

use motcua::{
    domain::{command::Command, dossier::Dossier, ids::DossierCode},
    jobs,
};

use crate::support::{
    browser::Browser,
    page::Page,
    people::ask,
    portal::{Portal, let_go, shown},
};

const CALENDAR: &str = "/quan-tri/lich?lich=province";
const DRAFT: &str = "/quan-tri/lich/province/ban-nhap";
const PUBLISH: &str = "/quan-tri/lich/province/cong-bo";
const REASON: &str = "Nghỉ vì ngập lụt theo Thông báo 12/TB-UBND";

/// 1.004884 online: 4 of 5 working days from Monday 23 November, the holiday of the 24th left out.
const PROMISED: &str = "30/11/2026 17:00";
/// The same with the 26th off.
const MOVED: &str = "01/12/2026 17:00";

async fn accepted(portal: &Portal) -> DossierCode {
    let code = portal.lan().await.submits("1.004884").await;
    assert_eq!(shown(portal.hoa().await.accepts(&code).await.due_at), PROMISED);
    code
}

/// Begins a draft and takes in the calendar in force with one more line.
async fn drafts(browser: &Browser<'_>, line: &str) {
    let page = browser.get(CALENDAR).await.is(200);
    browser.submit(&page.form("/ban-nhap/tao")).await.is(303);
    let csv = browser.get("/quan-tri/lich/province/tep.csv").await.is(200);
    assert_eq!(csv.content_type, "text/csv; charset=utf-8");
    let form = browser.get(DRAFT).await.is(200).form("/nhap").with("csv", &format!("{}{line}\n", csv.text));
    browser.submit(&form).await.is(303);
}

async fn publishes(browser: &Browser<'_>) -> Page {
    let form = browser.get(PUBLISH).await.is(200).form("/cong-bo").with("reason", REASON);
    browser.submit(&form).await
}

#[tokio::test]
async fn a_published_closure_moves_the_dates_of_dossiers_under_way() {
    let portal = Portal::new().await;
    let (lan, hoa, khoa) = (portal.lan().await, portal.hoa().await, portal.khoa().await);
    let code = accepted(&portal).await;
    let withdrawn = accepted(&portal).await;
    lan.withdraws(&withdrawn).await;
    let waiting = accepted(&portal).await;
    hoa.asks_for(&waiting, "ban-sao-khai-sinh", "2026-12-20").await;
    jobs::drain(&portal.app).await;
    let before = portal.dossier(&code).await;

    let browser = khoa.browser();
    drafts(&browser, "closure,2026-11-26,Ngập lụt").await;
    let page = browser.get(PUBLISH).await.is(200);
    let page = page.says("26/11/2026").says("Ngập lụt").says("480 phút");
    let page = page.says("2 hồ sơ đang giải quyết").says("1 hồ sơ hẹn muộn hơn 1 ngày").says(code.as_str());
    assert!(!page.text.contains(withdrawn.as_str()) && !page.text.contains(waiting.as_str()));
    browser.get(&format!("{PUBLISH}?loc=overdue")).await.is(200).says("Không có hồ sơ nào");
    let file = browser.get("/quan-tri/lich/province/cong-bo/ho-so.csv").await.is(200);
    assert!(file.text.contains(&format!("{code},1.004884")), "{}", file.text);
    assert!(file.text.contains("2026-11-30T17:00+07:00,2026-12-01T17:00+07:00,1,"), "{}", file.text);

    let form = page.form("/cong-bo");
    browser.submit(&form).await.is(422).says("Điền mục này");
    let form = form.with("reason", REASON);
    browser.submit(&form).await.is(303);
    // the same form again is the same publication
    browser.submit(&form).await.is(303);
    assert_eq!(shown(portal.dossier(&code).await.due_at), PROMISED, "the job has not run yet");
    jobs::drain(&portal.app).await;

    let after = portal.dossier(&code).await;
    assert_eq!((shown(after.due_at), shown(after.original_due_at)), (MOVED.to_owned(), PROMISED.to_owned()));
    assert_eq!((after.version, after.status), (before.version.next(), before.status));
    let history = portal.history(after.id).await;
    assert!(history.last().unwrap().ends_with("Đặng Hữu Khoa: recount accepted → accepted"), "{history:?}");
    let event = portal.texts("SELECT event::text FROM history WHERE action = 'recount'").await;
    assert_eq!(event.len(), 1, "the closed and the waiting dossier have no such line");
    assert!(event[0].contains(REASON) && event[0].contains("2026-11-30T10:00:00Z"), "{event:?}");
    let told = portal.texts("SELECT args::text FROM message WHERE key = 'message-due-moved'").await;
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("17:00, 01/12/2026") && told[0].contains(REASON), "{told:?}");
    lan.browser().get(&format!("/ho-so/{code}")).await.is(200).says("Lịch làm việc thay đổi").says(REASON);
    assert_eq!(shown(portal.dossier(&withdrawn).await.due_at), PROMISED);
    browser.get(CALENDAR).await.is(200).says(REASON).says("Đặng Hữu Khoa");

    // a second run finds every date as it should be
    portal
        .sql("UPDATE job SET state = 'ready', finished_at = NULL WHERE kind = 'recount-dossiers'")
        .await
        .unwrap();
    jobs::drain(&portal.app).await;
    assert_eq!(portal.dossier(&code).await.version, after.version);
    // and the clock of the waiting one counts on by the new calendar
    lan.supplies(&waiting, "ban-sao-khai-sinh").await;
    assert_eq!(shown(portal.dossier(&waiting).await.due_at), MOVED);
}

#[tokio::test]
async fn the_step_of_a_dossier_in_settlement_moves_with_it() {
    let portal = Portal::new().await;
    let code = accepted(&portal).await;
    portal.it_is("2026-11-25 16:00");
    let forwarded = portal.hoa().await.forwards(&code).await;
    let browser_of = portal.khoa().await;
    let browser = browser_of.browser();
    drafts(&browser, "closure,2026-11-26,Ngập lụt").await;
    publishes(&browser).await.is(303);
    jobs::drain(&portal.app).await;
    let after = portal.dossier(&code).await;
    assert_eq!(shown(after.due_at), MOVED);
    let days = |at: Option<chrono::DateTime<chrono::Utc>>| {
        (at.unwrap() - forwarded.step_due_at.unwrap()).num_hours()
    };
    assert!(days(after.step_due_at) >= 24, "{:?} → {:?}", forwarded.step_due_at, after.step_due_at);
}

#[tokio::test]
async fn a_dossier_of_another_calendar_stays() {
    let portal = Portal::new().await;
    portal.sql("UPDATE agency SET calendar = 'police' WHERE code LIKE 'H48.102%'").await.unwrap();
    let trang = portal.trang().await;
    let other = trang.files("1.004873").at("H48.102.01").walk_in("Trần Văn Bảy").taken_in().await;
    let before = portal.dossier(&other).await;
    assert!(before.due_at.is_some());
    let khoa = portal.khoa().await;
    let browser = khoa.browser();
    drafts(&browser, "closure,2026-11-25,Ngập lụt").await;
    publishes(&browser).await.is(303);
    jobs::drain(&portal.app).await;
    let after = portal.dossier(&other).await;
    assert_eq!((after.due_at, after.version), (before.due_at, before.version));
}

#[tokio::test]
async fn what_cannot_be_read_is_named_by_its_line_and_given_back() {
    let portal = Portal::new().await;
    let khoa = portal.khoa().await;
    let browser = khoa.browser();
    drafts(&browser, "# nothing more").await;
    let typed = "published,2026\nholiday,26/11/2026,Ngập lụt";
    let form = browser.get(DRAFT).await.is(200).form("/nhap").with("csv", typed);
    let page = browser.submit(&form).await.is(422).says("Dòng 2").says("26/11/2026");
    assert_eq!(page.form("/nhap").value("csv").map(str::trim), Some(typed));
    let overlapping = "weekly,mon,07:00-11:30,08:00-10:00\npublished,2026";
    let form = page.form("/nhap").with("csv", overlapping);
    browser.submit(&form).await.is(422).says("hai buổi trùng giờ");
    browser.get(PUBLISH).await.is(200).says("Bản nháp chưa khác lịch đang áp dụng");

    // rows of the form: one more day, in two steps
    let form = browser.get(DRAFT).await.is(200).form("/ban-nhap");
    let form = browser.submit(&form.pressing("do", "add:day")).await.is(200).form("/ban-nhap");
    let last = form.values.iter().filter(|(name, _)| name == "day.date").count() - 1;
    let form = form.with_row("day.date", last, "hôm nào").with_row("day.kind", last, "closure").with_row(
        "day.name",
        last,
        "Ngập lụt",
    );
    let again = browser.submit(&form).await.is(422).form("/ban-nhap");
    browser.submit(&again.with_row("day.date", last, "26/11/2026")).await.is(303);
    browser.get(PUBLISH).await.is(200).says("26/11/2026").says("Ngập lụt");
}

#[tokio::test]
async fn nobody_overwrites_or_publishes_what_they_have_not_seen() {
    let portal = Portal::new().await;
    let (khoa, diem) = (portal.khoa().await, portal.person("0900000110").await);
    let (one, other) = (khoa.browser(), diem.browser());
    drafts(&one, "closure,2026-11-26,Ngập lụt").await;
    let (form, import) = {
        let page = other.get(DRAFT).await.is(200);
        (page.form("/ban-nhap"), page.form("/nhap"))
    };
    let to_publish = other.get(PUBLISH).await.is(200).form("/cong-bo").with("reason", REASON);
    let saved = one.get(DRAFT).await.is(200).form("/ban-nhap").with("nominal", "450");
    one.submit(&saved).await.is(303);
    one.submit(&saved).await.is(303);

    let late = other.submit(&form.with("nominal", "470")).await.is(409).says("Người khác vừa sửa");
    assert_eq!(late.form("/ban-nhap").value("nominal"), Some("470"));
    other.submit(&import.with("csv", "closure,2026-11-27,Ngập lụt")).await.is(409);
    other.submit(&to_publish).await.is(409);
    let versions = async || {
        portal.texts("SELECT state FROM calendar_version WHERE calendar = 'province' ORDER BY number").await
    };
    assert_eq!(versions().await, ["published", "draft"]);
    publishes(&one).await.is(303);
    assert_eq!(versions().await, ["published", "published"]);
    // whoever still has the page of the draft is told that it is gone
    other.submit(&to_publish).await.is(303);
    assert_eq!(versions().await, ["published", "published"]);
    for sql in ["UPDATE calendar_version SET reason = 'x'", "DELETE FROM calendar_version"] {
        assert!(portal.sql(sql).await.unwrap_err().to_string().contains("append-only"), "{sql}");
    }
}

#[tokio::test]
async fn a_published_year_is_not_given_up_and_only_the_system_administrator_edits() {
    let portal = Portal::new().await;
    let (khoa, ngoc_lan) = (portal.khoa().await, portal.ngoc_lan().await);
    let browser = khoa.browser();
    drafts(&browser, "closure,2026-11-26,Ngập lụt").await;
    let mut form = browser.get(DRAFT).await.is(200).form("/ban-nhap");
    form.values.retain(|(name, _)| name != "publish");
    browser.submit(&form).await.is(303);
    let page = browser.get(PUBLISH).await.is(200).says("Năm đã công bố không bỏ được");
    assert!(!page.has_form("/cong-bo"));
    let other = ngoc_lan.browser();
    assert!(!other.get(CALENDAR).await.is(200).has_form("/tao"));
    other.get(DRAFT).await.is(403);
    other.get("/quan-tri/lich/province/tep.csv").await.is(200);
}

#[tokio::test]
async fn an_acceptance_that_runs_while_a_calendar_is_published_gets_the_date_of_the_new_one() {
    let portal = Portal::new().await;
    let (lan, hoa, khoa) = (portal.lan().await, portal.hoa().await, portal.khoa().await);
    let code = lan.submits("1.004884").await;
    jobs::drain(&portal.app).await;
    let browser = khoa.browser();
    drafts(&browser, "closure,2026-11-26,Ngập lụt").await;
    let form = browser.get(PUBLISH).await.is(200).form("/cong-bo").with("reason", REASON);

    // The acceptance has counted its date and cannot write its history yet.
    let seen = portal.version(&code).await;
    let door = portal.holding("LOCK TABLE history IN SHARE MODE").await;
    let accepting = hoa.tries_seeing(&code, seen, Command::Accept);
    let publishing = async {
        portal.until_waiting(1).await;
        let publication = browser.submit(&form);
        tokio::pin!(publication);
        let published_before = tokio::select! {
            page = &mut publication => Some(page),
            () = portal.until_waiting(2) => None,
        };
        if published_before.is_some() {
            // and the job, too, is over before the acceptance is there to be seen
            jobs::drain(&portal.app).await;
        }
        let_go(door).await;
        match published_before {
            Some(page) => page.is(303),
            None => publication.await.is(303),
        }
    };
    let (accepted, _) = tokio::join!(accepting, publishing);
    assert_eq!(shown(accepted.unwrap().dossier.due_at), PROMISED, "the calendar of its day");
    jobs::drain(&portal.app).await;
    let after = portal.dossier(&code).await;
    assert_eq!((shown(after.due_at), shown(after.original_due_at)), (MOVED.to_owned(), PROMISED.to_owned()));
    let events = portal.texts("SELECT event ->> 'kind' FROM history WHERE action = 'recount'").await;
    assert_eq!(events, ["due-moved"]);
}

#[tokio::test]
async fn no_calendar_comes_into_force_while_a_batch_of_dates_is_stored_by_the_one_before() {
    let portal = Portal::new().await;
    let khoa = portal.khoa().await;
    let code = accepted(&portal).await;
    jobs::drain(&portal.app).await;
    let browser = khoa.browser();
    drafts(&browser, "closure,2026-11-26,Ngập lụt").await;
    publishes(&browser).await.is(303);
    drafts(&browser, "closure,2026-11-27,Ngập lụt").await;
    let form = browser.get(PUBLISH).await.is(200).form("/cong-bo").with("reason", REASON);

    let row = portal.holding(&format!("SELECT FROM dossier WHERE code = '{code}' FOR UPDATE")).await;
    let counting = jobs::drain(&portal.app);
    let publishing = async {
        portal.until_waiting(1).await;
        let publication = browser.submit(&form);
        tokio::pin!(publication);
        tokio::select! {
            _ = &mut publication => panic!("published in the middle of a batch"),
            () = portal.until_waiting(2) => {}
        }
        let_go(row).await;
        publication.await.is(303)
    };
    tokio::join!(counting, publishing);
    jobs::drain(&portal.app).await;
    // two days of flood: the 26th and the 27th
    assert_eq!(shown(portal.dossier(&code).await.due_at), "02/12/2026 17:00");
}

#[tokio::test]
async fn the_time_to_answer_opinions_and_a_step_move_too_and_history_keeps_both_dates() {
    let portal = Portal::new().await;
    let (lan, hoa, tuan, khoa) =
        (portal.lan().await, portal.hoa().await, portal.tuan().await, portal.khoa().await);
    // Handed in on the holiday: to be answered by Wednesday evening, and the flood is on Wednesday.
    let consulted = accepted(&portal).await;
    hoa.forwards(&consulted).await;
    tuan.consults(&consulted, "H48.12").await;
    hoa.does(&accepted(&portal).await, ask("ban-sao-khai-sinh", "2026-12-20")).await;
    portal.it_is("2026-11-24 09:00");
    let waiting = lan.submits("1.004884").await;
    let again = lan.submits("1.004884").await;
    hoa.asks_for(&again, "ban-sao-khai-sinh", "2026-12-20").await;
    portal.it_is("2026-11-24 21:00");
    lan.supplies(&again, "ban-sao-khai-sinh").await;
    let answer = |dossier: &Dossier| shown(dossier.respond_by);
    assert_eq!(answer(&portal.dossier(&waiting).await), "25/11/2026 17:00");
    jobs::drain(&portal.app).await;

    let browser = khoa.browser();
    drafts(&browser, "closure,2026-11-25,Ngập lụt").await;
    browser.get(PUBLISH).await.is(200).says("2 hồ sơ đang giải quyết");
    publishes(&browser).await.is(303);
    jobs::drain(&portal.app).await;

    for code in [&waiting, &again] {
        let after = portal.dossier(code).await;
        assert_eq!(answer(&after), "26/11/2026 17:00", "8 working hours from the next opening");
        let history = portal.history(after.id).await;
        assert!(history.last().unwrap().ends_with("recount submitted → submitted"), "{history:?}");
    }
    let due = portal
        .texts("SELECT to_char(due_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'DD/MM') FROM consultation")
        .await;
    assert_eq!(due, ["27/11"], "two working days after Monday: Thursday and Friday");
    let events = portal
        .texts(
            "SELECT coalesce(event ->> 'term', event ->> 'kind') || ' ' || (event ->> 'from') || ' ' || (event ->> 'to')
             FROM history WHERE action = 'recount' ORDER BY 1",
        )
        .await;
    let (wed, thu, fri) = ("2026-11-25T10:00:00Z", "2026-11-26T10:00:00Z", "2026-11-27T10:00:00Z");
    assert_eq!(
        events,
        [
            format!("answer {wed} {thu}"),
            format!("answer {wed} {thu}"),
            "due-moved 2026-11-30T10:00:00Z 2026-12-01T10:00:00Z".to_owned(),
            format!("opinion {thu} {fri}"),
        ]
    );
    // the person is told, and whoever owes the opinion
    let told = portal
        .texts(
            "SELECT key || ' ' || count(*) FROM message WHERE key LIKE '%-moved' GROUP BY key ORDER BY key",
        )
        .await;
    assert_eq!(told.first().map(String::as_str), Some("message-answer-moved 2"));
    assert_eq!(told.get(1).map(String::as_str), Some("message-due-moved 1"));
    assert!(told.get(2).is_some_and(|line| line.starts_with("message-work-opinion-moved ")), "{told:?}");
    lan.browser()
        .get(&format!("/ho-so/{waiting}"))
        .await
        .is(200)
        .says("thời hạn trả lời chuyển từ")
        .says(REASON);
    let page = tuan.browser().get(&format!("/xu-ly/ho-so/{consulted}")).await.is(200);
    page.says("Hạn cho ý kiến: 17:00, thứ Năm 26/11/2026 → 17:00, thứ Sáu 27/11/2026");

    // A second run finds everything as it should be.
    portal.sql("UPDATE job SET state = 'ready', finished_at = NULL WHERE kind IN ('recount-dossiers', 'notify-moved')").await.unwrap();
    jobs::drain(&portal.app).await;
    assert_eq!(portal.texts("SELECT count(*)::text FROM history WHERE action = 'recount'").await, ["4"]);
    let again = portal
        .texts(
            "SELECT key || ' ' || count(*) FROM message WHERE key LIKE '%-moved' GROUP BY key ORDER BY key",
        )
        .await;
    assert_eq!(again, told, "nobody is told twice");
}

#[tokio::test]
async fn a_step_that_moves_alone_has_a_line_of_history_of_its_own() {
    let portal = Portal::new().await;
    let (hoa, khoa) = (portal.hoa().await, portal.khoa().await);
    let code = accepted(&portal).await;
    let before = hoa.forwards(&code).await;
    let browser = khoa.browser();
    // Mondays close an hour earlier: whole days end with the same day, minutes do not.
    let page = browser.get(CALENDAR).await.is(200);
    browser.submit(&page.form("/ban-nhap/tao")).await.is(303);
    let csv = browser.get("/quan-tri/lich/province/tep.csv").await.is(200).text;
    let shorter = csv.replace("weekly,mon,07:00-11:30", "weekly,mon,07:00-08:30");
    assert_ne!(shorter, csv);
    let form = browser.get(DRAFT).await.is(200).form("/nhap").with("csv", &shorter);
    browser.submit(&form).await.is(303);
    publishes(&browser).await.is(303);
    jobs::drain(&portal.app).await;
    let after = portal.dossier(&code).await;
    assert_eq!(after.due_at, before.due_at);
    assert!(after.step_due_at > before.step_due_at, "{:?}", after.step_due_at);
    let events = portal.texts("SELECT event ->> 'term' FROM history WHERE action = 'recount'").await;
    assert_eq!(events, ["step"]);
}

#[tokio::test]
async fn an_agency_that_moves_to_another_calendar_takes_its_dates_along() {
    let portal = Portal::new().await;
    let khoa = portal.khoa().await;
    let code = accepted(&portal).await;
    let browser = khoa.browser();
    let page = browser.get("/quan-tri/lich?lich=police").await.is(200);
    browser.submit(&page.form("/ban-nhap/tao")).await.is(303);
    let csv = browser.get("/quan-tri/lich/police/tep.csv").await.is(200);
    let page = browser.get("/quan-tri/lich/police/ban-nhap").await.is(200);
    let lines = format!("{}closure,2026-11-26,Ngập lụt\n", csv.text);
    browser.submit(&page.form("/nhap").with("csv", &lines)).await.is(303);
    let page = browser.get("/quan-tri/lich/police/cong-bo").await.is(200);
    browser.submit(&page.form("/cong-bo").with("reason", REASON)).await.is(303);
    jobs::drain(&portal.app).await;
    assert_eq!(shown(portal.dossier(&code).await.due_at), PROMISED, "another agency's calendar");

    let settling = portal.dossier(&code).await.settling;
    let path = format!("/quan-tri/co-quan/{}", settling.as_str());
    let form = browser.get(&path).await.is(200).form(settling.as_str()).with("calendar", "police");
    browser.submit(&form).await.is(303);
    jobs::drain(&portal.app).await;
    assert_eq!(shown(portal.dossier(&code).await.due_at), MOVED);
    let why = "SELECT event->>'reason' FROM history WHERE action = 'recount'";
    assert_eq!(portal.texts(why).await, ["Cơ quan giải quyết đổi lịch làm việc"]);
}
