//! The one-stop does not take the dossier in.

use motcua::domain::{command::Command, refusal::Refusal, status::Status};

use crate::support::{
    people::{refusal, reject},
    portal::Portal,
};

#[tokio::test]
async fn a_refusal_has_a_reason_and_is_the_end() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.001193").await;
    for thin in [" ", "x", "aaaaaaaaaaaa"] {
        assert_eq!(refusal(hoa.tries(&code, reject(thin)).await), Refusal::ReasonMissing, "{thin}");
    }
    let rejected = hoa.rejects(&code, "Không thuộc thẩm quyền").await;
    assert_eq!(rejected.status, Status::Rejected);
    assert_eq!(rejected.due_at, None);
    assert!(rejected.ended_at.is_some());
    assert_eq!(
        refusal(hoa.tries(&code, Command::Accept).await),
        Refusal::NotFromHere { status: Status::Rejected, action: motcua::domain::status::Action::Accept }
    );
    assert_eq!(portal.jobs(rejected.id).await, ["notify-owner 2", "notify-workers 2", "notify-owner 3"]);
}
