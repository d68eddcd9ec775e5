//! What dossiers owed, and what was booked, before there were requests of money.

use chrono::TimeDelta;
use motcua::{
    app::pay::{self, Became, Finding},
    domain::command::Command,
    jobs::{self, schedule},
    store,
};

use crate::support::portal::Portal;

impl Portal {
    /// The upkeep of the next night.
    async fn wakes_up(&self) {
        self.clock.advance(TimeDelta::days(1));
        schedule::plan(&self.app).await.unwrap();
        jobs::drain(&self.app).await;
    }

    async fn open_requests(&self) -> Vec<String> {
        let sql =
            "SELECT d.code || ' ' || i.amount FROM payment_intent i JOIN dossier d ON d.id = i.dossier_id
                   WHERE i.closed_at IS NULL ORDER BY d.code";
        self.texts(sql).await
    }
}

#[tokio::test]
async fn whoever_owed_before_there_were_requests_gets_one_and_can_pay() {
    let portal = Portal::new().await;
    let (lan, vinh, hoa) = (portal.lan().await, portal.vinh().await, portal.hoa().await);
    let (owing, paid, gone) =
        (lan.submits("1.001612").await, vinh.submits("1.001612").await, lan.submits("1.001612").await);
    hoa.takes(&paid, 50_000).await;
    lan.does(&gone, Command::Withdraw { reason: String::new() }).await;
    // As it was before the requests came.
    portal.sql("DELETE FROM payment_intent WHERE closed_at IS NULL").await.unwrap();
    let page = format!("/ho-so/{owing}/nop-phi");
    lan.browser().get(&page).await.is(200).does_not_say("Nội dung chuyển khoản");
    portal.wakes_up().await;
    assert_eq!(portal.open_requests().await, [format!("{owing} 50000")], "neither who paid nor who left");
    let reference = portal.reference(&owing).await;
    lan.browser().get(&page).await.is(200).says(&reference);
    portal.wakes_up().await;
    assert_eq!(portal.reference(&owing).await, reference, "once");
    assert!(matches!(portal.hears(&reference, 50_000).await, Became::Booked(_)));
    portal.wakes_up().await;
    assert_eq!(portal.open_requests().await, [""; 0]);
}

#[tokio::test]
async fn what_was_booked_earlier_can_be_read_and_late_money_matched_to_it() {
    let portal = Portal::new().await;
    let (lan, hoa) = (portal.lan().await, portal.hoa().await);
    let code = lan.submits("1.001612").await;
    hoa.takes(&code, 50_000).await;
    portal.sql("UPDATE payment_intent SET reference = 'EARLIER-' || id").await.unwrap();
    assert_eq!(portal.hears("khong ro", 10_000).await, Became::Inbox);
    let event = portal.texts("SELECT id::text FROM bank_event WHERE amount = 10000").await.remove(0);
    let request = portal.texts("SELECT id::text FROM payment_intent").await.remove(0);
    let mut tx = portal.app.db.begin().await.unwrap();
    let read = store::intent::with_id(&mut tx, request.parse().unwrap()).await.unwrap().unwrap();
    assert_eq!(read.reference, None, "nobody ever had a reference of it");
    drop(tx);
    let finding = Finding::Belongs(request.parse().unwrap());
    let became = pay::find_out(&portal.app, &hoa.actor, event.parse().unwrap(), &finding).await.unwrap();
    assert!(matches!(became, Became::Held(_)), "{became:?}");
    lan.browser().get(&format!("/ho-so/{code}/nop-phi")).await.is(200).says("nộp thừa 10.000");
}
