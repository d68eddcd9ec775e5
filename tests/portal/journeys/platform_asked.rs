//! When the platform is asked and when it is not, whoever wants to know; and how long a payer may come back to a try.

use chrono::TimeDelta;
use motcua::app::platform_query;

use crate::support::paying::Paying;

#[tokio::test]
async fn of_many_who_ask_at_once_one_does_and_nobody_before_it_is_time() {
    let world = Paying::new().await;
    let lan = world.portal.lan().await;
    let code = world.owed(&lan).await;
    let reference = world.tries(&lan, &code).await;
    let asks = async || platform_query::ask(&world.portal.app, &reference).await.unwrap();
    assert!(!asks().await, "it was begun just now");
    assert_eq!(world.sandbox.counts().asked, 0);
    world.portal.clock.advance(TimeDelta::minutes(1));
    let all = futures_util::future::join_all((0..8).map(|_| asks())).await;
    assert_eq!((all.iter().filter(|asked| **asked).count(), world.sandbox.counts().asked), (1, 1), "{all:?}");
    assert_eq!(world.attempts().await, ["pending"]);
}

#[tokio::test]
async fn half_an_hour_later_a_payer_begins_another_try_and_the_old_one_still_counts() {
    let world = Paying::new().await;
    let lan = world.portal.lan().await;
    let code = world.owed(&lan).await;
    let first = world.tries(&lan, &code).await;
    world.portal.clock.advance(TimeDelta::minutes(29));
    assert_eq!(world.tries(&lan, &code).await, first, "it is gone on with");
    world.portal.clock.advance(TimeDelta::minutes(1));
    let second = world.tries(&lan, &code).await;
    assert_ne!(second, first);
    world.sandbox.payer(&first, motcua::gateways::sandbox::payer::Choice::Pay).unwrap();
    world.sandbox.settled().await;
    assert_eq!(world.booked().await, ["platform 50000"]);
    assert_eq!(world.attempts().await, ["succeeded", "pending"]);
}
