//! Back to whoever had it before.

use motcua::domain::{
    command::Command,
    refusal::Refusal,
    status::{Role, Status},
};

use crate::support::{people::refusal, portal::Portal};

#[tokio::test]
async fn the_leader_sends_it_back_to_the_specialist_and_the_specialist_to_the_one_stop() {
    let portal = Portal::new().await;
    let (lan, hoa, tuan, hung) = (portal.lan().await, portal.hoa().await, portal.tuan().await, portal.hung().await);
    let code = lan.submits("1.001193").await;
    let due = hoa.accepts(&code).await.due_at;
    hoa.forwards(&code).await;
    let at_the_leader = tuan.forwards(&code).await;
    assert_eq!(at_the_leader.place.map(|p| p.role), Some(Role::Leader));

    let reason = String::new();
    assert_eq!(refusal(hung.tries(&code, Command::SendBack { reason }).await), Refusal::ReasonMissing);
    let back = hung.sends_back(&code, "Ghi thiếu nơi sinh").await;
    assert_eq!(back.place.map(|p| (p.step, p.role)), Some((0, Role::Specialist)));
    assert_eq!(back.status, Status::Processing);

    let back = tuan.sends_back(&code, "Nhờ Một cửa hỏi lại").await;
    assert_eq!((back.status, back.place), (Status::Accepted, None));
    assert_eq!(back.due_at, due, "the clock ran all the while");

    // and the one-stop can send it on again
    assert_eq!(hoa.forwards(&code).await.place.map(|p| p.role), Some(Role::Specialist));
}
