//! History is written, never rewritten.

use crate::support::portal::Portal;

#[tokio::test]
async fn the_database_itself_refuses_to_change_or_delete_history() {
    let portal = Portal::new().await;
    let lan = portal.lan().await;
    let code = lan.submits("1.001193").await;
    let id = portal.dossier(&code).await.id;
    let before = portal.history(id).await;
    for sql in ["UPDATE history SET action = 'accept'", "DELETE FROM history"] {
        let error = portal.sql(sql).await.expect_err(sql);
        assert!(error.to_string().contains("append-only"), "{sql}: {error}");
    }
    assert_eq!(portal.history(id).await, before);
}
