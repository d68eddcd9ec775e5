//! What the codes of the platform mean, when it says them by itself: nothing but a failure is a failure.

use chrono::TimeDelta;
use motcua::{
    clock::Clock as _,
    gateways::{
        payment::{
            messages::{CURRENCY, Outcome, kinds},
            seal,
        },
        sandbox::payer::Choice,
    },
};

use crate::support::paying::{PARTNER, Paying};

impl Paying {
    fn outcome(&self, reference: &str, (kind, code): (&str, &str)) -> Outcome {
        let outcome = Outcome {
            kind: kind.to_owned(),
            result: code.to_owned(),
            partner: PARTNER.to_owned(),
            reference: reference.to_owned(),
            amount: "50000".to_owned(),
            currency: CURRENCY.to_owned(),
            transaction: "GD777".to_owned(),
            bank: "970436".to_owned(),
            at: seal::stamp(self.portal.clock.now()),
            about: "THANH TOAN".to_owned(),
            code: String::new(),
        };
        seal::seal(outcome, &"bi-mat".into())
    }

    /// What the portal answers to a message of the platform.
    async fn is_told(&self, outcome: &Outcome) -> String {
        let request =
            reqwest::Client::new().post(format!("{}/hooks/payments/platform", self.base)).json(outcome);
        request.send().await.unwrap().text().await.unwrap()
    }
}

#[tokio::test]
async fn once_more_please_unknown_and_unheard_of_codes_are_no_failure() {
    let world = Paying::new().await;
    let lan = world.portal.lan().await;
    let code = world.owed(&lan).await;
    let reference = world.tries(&lan, &code).await;
    for said in ["01", "04", "05", "06", "97", "99", "51", ""] {
        let answer = world.is_told(&world.outcome(&reference, (kinds::CALLBACK, said))).await;
        assert_eq!(answer, r#"{"MaLoi":"00"}"#, "{said}: it was heard");
        assert_eq!(world.attempts().await, ["pending"], "{said}");
        assert_eq!(world.events().await, [""; 0], "{said}");
    }
    world
        .portal
        .browser()
        .get(&format!("/thanh-toan/ve/{reference}"))
        .await
        .is(200)
        .says("Đang kiểm tra với ngân hàng");
    // And it is asked about on, as if nothing had been said.
    world.sandbox.payer(&reference, Choice::Lost).unwrap();
    world.portal.clock.advance(TimeDelta::minutes(1));
    world.asks_the_platform().await;
    assert_eq!(world.booked().await, ["platform 50000"]);
}

#[tokio::test]
async fn an_answer_to_a_question_is_no_message() {
    let world = Paying::new().await;
    let lan = world.portal.lan().await;
    let code = world.owed(&lan).await;
    let reference = world.tries(&lan, &code).await;
    for kind in [kinds::QUERY, kinds::INIT, "CONFIRM"] {
        let answer = world.is_told(&world.outcome(&reference, (kind, "00"))).await;
        assert_eq!(answer, r#"{"MaLoi":"06"}"#, "{kind}");
    }
    assert_eq!((world.attempts().await, world.events().await.len()), (vec!["pending".to_owned()], 0));
    world.is_told(&world.outcome(&reference, (kinds::CALLBACK, "02"))).await;
    assert_eq!(world.attempts().await, ["failed"], "a failure is one");
    world.is_told(&world.outcome(&reference, (kinds::CALLBACK, "00"))).await;
    assert_eq!(world.booked().await, ["platform 50000"]);
}
