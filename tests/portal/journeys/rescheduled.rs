//! The agency cannot keep the date: it apologises and moves it, once, in time or saying that it is late.

use motcua::domain::{command::Command, refusal::Refusal, status::Status};

use crate::support::{
    people::refusal,
    portal::{Portal, shown},
};

fn later(more: u32, late: bool) -> Command {
    Command::Reschedule { more, reason: "Chờ kết quả xác minh".to_owned(), late }
}

/// 1.004884 online: 4 of 5 working days from Monday 23 November, the holiday of the 24th left out.
const PROMISED: &str = "30/11/2026 17:00";

#[tokio::test]
async fn a_leader_moves_the_date_once_and_both_dates_are_kept() {
    let portal = Portal::new().await;
    let (lan, hoa, tuan, hung) =
        (portal.lan().await, portal.hoa().await, portal.tuan().await, portal.hung().await);
    let code = lan.submits("1.004884").await;
    assert_eq!(shown(hoa.accepts(&code).await.due_at), PROMISED);
    hoa.forwards(&code).await;

    for other in [&lan, &hoa, &tuan] {
        assert_eq!(refusal(other.tries(&code, later(2, false)).await), Refusal::NotPermitted);
    }
    let moved = hung.does(&code, later(2, false)).await;
    assert_eq!(moved.status, Status::Processing);
    assert_eq!(shown(moved.due_at), "02/12/2026 17:00");
    assert_eq!(shown(moved.original_due_at), PROMISED, "statistics see the first promise as well");
    assert_eq!(refusal(hung.tries(&code, later(1, false)).await), Refusal::AlreadyExtended);

    let told = portal.texts("SELECT args::text FROM message WHERE key = 'message-rescheduled'").await;
    assert_eq!(told.len(), 0, "the letter goes out with the outbox, not before it");
    let history = portal.history(moved.id).await;
    assert!(history.iter().any(|line| line.contains("reschedule")), "{history:?}");
}

#[tokio::test]
async fn a_letter_that_comes_late_has_to_say_so() {
    let portal = Portal::new().await;
    let (lan, hoa, hung) = (portal.lan().await, portal.hoa().await, portal.hung().await);
    let code = lan.submits("1.004884").await;
    hoa.accepts(&code).await;
    hoa.forwards(&code).await;
    // one working day before the due date is the last moment: Friday 27 November, 17:00
    portal.it_is("2026-11-30 08:00");
    assert_eq!(refusal(hung.tries(&code, later(1, false)).await), Refusal::ApologyLate);
    let moved = hung.does(&code, later(1, true)).await;
    assert_eq!(shown(moved.due_at), "01/12/2026 17:00");
}
