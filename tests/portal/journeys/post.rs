//! By post: the postal officer brings it, and takes the result back.

use motcua::domain::{
    command::Command,
    status::{Channel, EnteredBy, ReturnMethod, Status},
};

use crate::support::{
    people::dong,
    portal::{Portal, shown},
};

#[tokio::test]
async fn a_dossier_that_came_by_post_goes_back_by_post() {
    let portal = Portal::new().await;
    let (long, hoa, tuan) = (portal.long().await, portal.hoa().await, portal.tuan().await);
    let (hung, mai) = (portal.hung().await, portal.mai().await);

    let code = long.files("1.001193").case("qua-han").by(Channel::Postal).submitted().await;
    let accepted = hoa.accepts(&code).await;
    assert_eq!((accepted.channel, accepted.entered_by), (Channel::Postal, EnteredBy::Post));
    // by post nothing is cheaper, and the day is the law's
    assert_eq!(accepted.fee_total, dong(8_000));
    assert_eq!(shown(accepted.due_at), "23/11/2026 17:00");

    hoa.takes(&code, 8_000).await;
    hoa.forwards(&code).await;
    tuan.forwards(&code).await;
    hung.approves(&code).await;
    mai.issues(&code, "12/2026").await;
    mai.completes(&code).await;
    let back = Command::Return { to: "Bưu điện phường Cẩm Thành".to_owned(), method: ReturnMethod::Postal };
    assert_eq!(long.does(&code, back).await.status, Status::Returned);
}
