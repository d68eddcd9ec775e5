//! From a phone in the evening to the result in the hand.

use motcua::domain::{refusal::Refusal, status::Status};

use crate::support::{
    people::{dong, hand_over, refusal},
    portal::{Portal, local, shown},
};

#[tokio::test]
async fn a_dossier_filed_online_goes_its_way_and_the_result_is_returned() {
    let portal = Portal::new().await;
    let (lan, hoa, tuan) = (portal.lan().await, portal.hoa().await, portal.tuan().await);
    let (hung, mai) = (portal.hung().await, portal.mai().await);

    let code = lan.files("1.004873").case("muc-dich-khac").submitted().await;
    let filed = portal.dossier(&code).await;
    assert_eq!(code.as_str(), "H48.101.01-261123-0001");
    assert_eq!(filed.status, Status::Submitted);
    // 8 working hours: 3.5 this morning, 3.5 this afternoon, 1 on Wednesday
    assert_eq!(shown(filed.respond_by), "25/11/2026 08:00");

    portal.it_is("2026-11-23 09:00");
    let accepted = hoa.accepts(&code).await;
    assert_eq!(shown(accepted.due_at), "27/11/2026 10:12");

    portal.it_is("2026-11-23 09:30");
    let at_the_desk = hoa.forwards(&code).await;
    assert_eq!((at_the_desk.status, at_the_desk.holding.as_str()), (Status::Processing, "H48.101"));

    portal.it_is("2026-11-23 10:00");
    tuan.forwards(&code).await;
    portal.it_is("2026-11-23 10:30");
    tuan.forwards(&code).await;
    portal.it_is("2026-11-23 14:00");
    hung.approves(&code).await;
    portal.it_is("2026-11-25 07:30");
    mai.issues(&code, "01/XN-UBND").await;
    portal.it_is("2026-11-25 07:45");
    let completed = mai.completes(&code).await;
    assert_eq!((completed.status, completed.on_time), (Status::Completed, Some(true)));

    portal.it_is("2026-11-25 15:00");
    assert_eq!(refusal(hoa.tries(&code, hand_over("Nguyễn Thị Lan")).await), Refusal::FeeUnpaid);
    hoa.takes(&code, 5_000).await;
    portal.it_is("2026-11-25 15:05");
    let returned = hoa.hands_over(&code, "Nguyễn Thị Lan").await;
    assert_eq!(returned.status, Status::Returned);
    assert_eq!(returned.ended_at, Some(local("2026-11-25 15:05")));

    assert_eq!(
        portal.history(returned.id).await,
        [
            "23/11 08:00 Nguyễn Thị Lan: submit draft → submitted",
            "23/11 09:00 Lê Thị Hoa: accept submitted → accepted",
            "23/11 09:30 Lê Thị Hoa: forward accepted → processing",
            "23/11 10:00 Trần Minh Tuấn: forward processing → processing",
            "23/11 10:30 Trần Minh Tuấn: forward processing → processing",
            "23/11 14:00 Nguyễn Quốc Hùng: approve processing → processing",
            "25/11 07:30 Phạm Thị Mai: issue processing → processing",
            "25/11 07:45 Phạm Thị Mai: complete processing → completed",
            "25/11 15:00 Lê Thị Hoa: pay completed → completed",
            "25/11 15:05 Lê Thị Hoa: return completed → returned",
        ]
    );
    assert_eq!(
        portal.jobs(returned.id).await,
        [
            "notify-owner 2",
            "notify-workers 2",
            "notify-owner 3",
            "notify-owner 9",
            "issue-receipts 10",
            "notify-owner 10",
            "notify-owner 11",
        ]
    );
}

#[tokio::test]
async fn online_costs_half_and_takes_a_fifth_less_at_least() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);

    let online = lan.submits("1.001612").await;
    let counter = hoa.files("1.001612").walk_in("Nguyễn Thị Lan").submitted().await;
    portal.it_is("2026-11-23 09:00");
    let online = hoa.accepts(&online).await;
    let counter = hoa.accepts(&counter).await;

    assert_eq!((online.fee_total, counter.fee_total), (dong(50_000), dong(100_000)));
    // 2.4 working days instead of 3, the holiday between: four tenths of Friday
    assert_eq!(shown(online.due_at), "27/11/2026 10:12");
    assert_eq!(shown(counter.due_at), "27/11/2026 17:00");
}

#[tokio::test]
async fn a_dossier_without_its_required_documents_is_not_submitted() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let tried = lan.files("1.004884").case("co-ban-sao").without_documents().tried().await;
    assert_eq!(refusal(tried), Refusal::DocumentsMissing { count: 1 });
    assert_eq!(portal.texts("SELECT status FROM dossier").await, ["draft"], "nothing else may come of it");
    assert!(portal.texts("SELECT kind FROM job").await.is_empty());
}

#[tokio::test]
async fn a_group_that_the_law_exempts_pays_nothing() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let code = lan.files("1.004884").answer("exempt-group", "poor-household").submitted().await;
    assert_eq!(portal.dossier(&code).await.fee_total, dong(0));
}
