//! The specialist finds that something is missing: the clock stands still, or begins anew where the law says so.

use motcua::domain::{refusal::Refusal, status::Status};

use crate::support::{
    people::{ask, refusal},
    portal::{Portal, shown},
};

#[tokio::test]
async fn waiting_for_a_supplement_moves_the_appointment_by_the_working_time_that_passed() {
    let portal = Portal::at("2026-11-23 09:00").await;
    let (hoa, tuan) = (portal.hoa().await, portal.tuan().await);
    let code = hoa.files("1.004873").walk_in("Trần Văn Bảy").taken_in().await;
    let forwarded = hoa.forwards(&code).await;
    assert_eq!(shown(forwarded.due_at), "27/11/2026 17:00");

    portal.it_is("2026-11-25 10:00");
    let asked = tuan.asks_for(&code, "giay-xac-nhan-cu", "2026-12-10").await;
    assert_eq!(asked.status, Status::SupplementRequested);

    // from Wednesday 10:00 to Monday 10:00: exactly three working days
    portal.it_is("2026-11-30 10:00");
    let supplied = hoa.supplies(&code, "giay-xac-nhan-cu").await;
    assert_eq!(supplied.status, Status::Processing);
    assert_eq!(supplied.place, asked.place, "back on the step it was on");
    // Friday 27 November and three working days: Mon 30, Tue 1, Wed 2
    assert_eq!(shown(supplied.due_at), "02/12/2026 17:00");
    assert_eq!(shown(supplied.original_due_at), "27/11/2026 17:00");
}

#[tokio::test]
async fn where_the_law_counts_anew_the_appointment_is_counted_from_the_supplement() {
    let portal = Portal::at("2026-11-23 09:00").await;
    let (hoa, tuan) = (portal.hoa().await, portal.tuan().await);
    let code = hoa.files("1.004884").walk_in("Trần Văn Bảy").taken_in().await;
    let forwarded = hoa.forwards(&code).await;
    // 5 working days: Wed 25, Thu 26, Fri 27, Mon 30, Tue 1
    assert_eq!(shown(forwarded.due_at), "01/12/2026 17:00");
    portal.it_is("2026-11-25 10:00");
    tuan.asks_for(&code, "giay-to-ca-nhan", "2026-12-10").await;
    portal.it_is("2026-11-30 10:00");
    let supplied = hoa.supplies(&code, "giay-to-ca-nhan").await;
    // Tue 1, Wed 2, Thu 3, Fri 4, Mon 7
    assert_eq!(shown(supplied.due_at), "07/12/2026 17:00");
}

#[tokio::test]
async fn a_second_request_comes_from_the_leader_only() {
    let portal = Portal::at("2026-11-23 09:00").await;
    let (hoa, tuan, hung) = (portal.hoa().await, portal.tuan().await, portal.hung().await);
    let code = hoa.files("1.004873").walk_in("Trần Văn Bảy").taken_in().await;
    hoa.forwards(&code).await;
    tuan.asks_for(&code, "giay-xac-nhan-cu", "2026-12-10").await;
    hoa.supplies(&code, "giay-xac-nhan-cu").await;

    let again = ask("giay-to-cu-tru", "2026-12-20");
    assert_eq!(refusal(tuan.tries(&code, again.clone()).await), Refusal::SupplementRoundUsed);

    tuan.forwards(&code).await;
    tuan.forwards(&code).await;
    let asked = hung.does(&code, again).await;
    assert_eq!((asked.status, asked.supplement_rounds), (Status::SupplementRequested, 2));
}
