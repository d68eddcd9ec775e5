//! The agency made a mistake and mends it before the result is handed over.

use motcua::domain::{
    command::Command,
    refusal::Refusal,
    status::{Action, Role, Status},
};

use crate::support::{
    people::{not_found, refusal},
    portal::Portal,
};

fn correct() -> Command {
    Command::Correct { reason: "Sai ngày sinh trên giấy".to_owned() }
}

#[tokio::test]
async fn a_finished_dossier_is_reopened_at_its_last_step_and_its_verdict_is_taken_back() {
    let portal = Portal::new().await;
    let (lan, hoa, tuan) = (portal.lan().await, portal.hoa().await, portal.tuan().await);
    let (hung, mai) = (portal.hung().await, portal.mai().await);
    let code = lan.submits("1.001193").await;
    let due = hoa.accepts(&code).await.due_at;
    hoa.forwards(&code).await;
    tuan.forwards(&code).await;
    hung.approves(&code).await;
    mai.issues(&code, "17/2026").await;
    mai.completes(&code).await;

    for other in [&lan, &tuan, &mai] {
        assert_eq!(refusal(other.tries(&code, correct()).await), Refusal::NotPermitted);
    }
    not_found(portal.trang().await.tries(&code, correct()).await);
    let reopened = hoa.does(&code, correct()).await;
    assert_eq!((reopened.status, reopened.place.map(|p| p.role)), (Status::Processing, Some(Role::Clerk)));
    assert_eq!((reopened.on_time, reopened.result.clone()), (None, None));
    assert_eq!(reopened.due_at, due, "the appointment stays what was promised");

    // the next day is past the appointment: the verdict is honest
    portal.it_is("2026-11-25 09:00");
    mai.issues(&code, "18/2026").await;
    let completed = mai.completes(&code).await;
    assert_eq!(completed.on_time, Some(false));
    hoa.hands_over(&code, "Nguyễn Thị Lan").await;
    assert_eq!(
        refusal(hoa.tries(&code, correct()).await),
        Refusal::NotFromHere { status: Status::Returned, action: Action::Correct }
    );
}
