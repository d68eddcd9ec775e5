//! Holidays, make-up Saturdays, the end of the published years.

use motcua::domain::{command::Command, refusal::Refusal, status::Status};

use crate::support::{
    people::refusal,
    portal::{Portal, shown},
};

/// When a walk-in of `procedure` taken in at `time` is due.
async fn due(time: &str, procedure: &str) -> String {
    let portal = Portal::at(time).await;
    let hoa = portal.hoa().await;
    let code = hoa.files(procedure).walk_in("Trần Văn Bảy").taken_in().await;
    shown(portal.dossier(&code).await.due_at)
}

#[tokio::test]
async fn a_make_up_saturday_counts() {
    // Friday 21 August 2026, 5 working days: Sat 22 (made up for Mon 31), Mon 24, Tue 25, Wed 26, Thu 27
    assert_eq!(due("2026-08-21 10:00", "1.004884").await, "27/08/2026 17:00");
}

#[tokio::test]
async fn the_national_day_does_not_count() {
    // Thursday 27 August: Fri 28; Mon 31, Tue 1, Wed 2 are off; Thu 3, Fri 4, Mon 7, Tue 8
    assert_eq!(due("2026-08-27 10:00", "1.004884").await, "08/09/2026 17:00");
}

#[tokio::test]
async fn what_is_done_the_same_day_must_come_before_three() {
    assert_eq!(due("2026-11-23 14:59", "1.001193").await, "23/11/2026 17:00");
    // Tuesday is a holiday
    assert_eq!(due("2026-11-23 15:01", "1.001193").await, "25/11/2026 17:00");
}

#[tokio::test]
async fn what_comes_at_night_is_answered_from_the_next_opening() {
    let portal = Portal::at("2026-11-23 21:00").await;
    let lan = portal.lan().await;
    let code = lan.submits("1.004873").await;
    // Wednesday 7:00 and 8 working hours: the whole day
    assert_eq!(shown(portal.dossier(&code).await.respond_by), "25/11/2026 17:00");
}

#[tokio::test]
async fn without_a_published_calendar_for_the_year_nothing_is_promised() {
    let portal = Portal::at("2026-12-29 09:00").await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.004884").await;
    assert_eq!(refusal(hoa.tries(&code, Command::Accept).await), Refusal::CalendarYearMissing { year: 2027 });
    let dossier = portal.dossier(&code).await;
    assert_eq!((dossier.status, dossier.due_at), (Status::Submitted, None), "nothing was half done");
    assert_eq!(portal.history(dossier.id).await.len(), 1);
}
