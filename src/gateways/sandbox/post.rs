//! What the sandbox sends to the portal: outcomes of payments and money that came at the bank, with the faults that were drawn.

use std::time::Duration;

use futures_util::future::join_all;
use reqwest::header;

use super::{
    book::{Line, Said, Transaction},
    faults::{Faults, Order},
    state::Sandbox,
};
use crate::gateways::payment::{
    bank_hook::{self, Credit},
    messages::{Acknowledgement, CURRENCY, Outcome, codes, kinds},
    seal,
};

/// Where the portal listens to the platform.
pub const CALLBACK_PATH: &str = "/hooks/payments/platform";
/// Where the portal listens to the bank.
pub const BANK_PATH: &str = "/hooks/payments/bank";
/// How many times a message is sent to a portal that cannot be reached or falls over.
const TRIES: u32 = 4;
/// Việt Nam's clocks.
const AHEAD: i32 = 7 * 3600;

impl Sandbox {
    /// Tells the portal that a payment succeeded; in the order that was drawn for it.
    pub(super) fn tell_success(&self, transaction: &Transaction, success: &Said) {
        let stale =
            || Said { number: format!("{}F", success.number), code: codes::REFUSED, ..success.clone() };
        let told = match transaction.faults.order {
            Order::Straight => vec![success.clone()],
            Order::FailureAfterSuccess => vec![success.clone(), stale()],
            Order::SuccessAfterFailure => vec![stale(), success.clone()],
        };
        self.tell(transaction, &told);
    }

    /// Tells the portal what became of a payment, one after the other.
    pub(super) fn tell(&self, transaction: &Transaction, told: &[Said]) {
        let faults = transaction.faults;
        let bodies = told.iter().map(|said| {
            let mut outcome = self.outcome(transaction, said, kinds::CALLBACK);
            if faults.wrong_code {
                outcome.code = "0".repeat(outcome.code.len());
            }
            serde_json::to_vec(&outcome).unwrap_or_default()
        });
        let bodies: Vec<Vec<u8>> = bodies.collect();
        self.send_all(CALLBACK_PATH, bodies, faults, false);
    }

    /// What is said of a payment, under its code.
    pub(super) fn outcome(&self, transaction: &Transaction, said: &Said, kind: &str) -> Outcome {
        let outcome = Outcome {
            kind: kind.to_owned(),
            result: said.code.to_owned(),
            partner: self.settings().partner.clone(),
            reference: transaction.init.reference.clone(),
            amount: said.amount.dong().to_string(),
            currency: CURRENCY.to_owned(),
            transaction: said.number.clone(),
            bank: if said.code == codes::DONE { "970436" } else { "" }.to_owned(),
            at: seal::stamp(said.at),
            about: transaction.init.about.clone(),
            code: String::new(),
        };
        seal::seal(outcome, &self.settings().secret)
    }

    /// Tells the portal that money came at the bank.
    pub(super) fn tell_bank(&self, line: &Line, faults: Faults) {
        let optional = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let Some(zone) = chrono::FixedOffset::east_opt(AHEAD) else { return };
        let credit = Credit {
            account: line.account.clone(),
            transaction: line.number.clone(),
            amount: line.amount,
            at: line.at.with_timezone(&zone),
            memo: line.memo.clone(),
            payer_name: optional(&line.payer_name),
            payer_account: optional(&line.payer_account),
        };
        self.send_all(BANK_PATH, vec![serde_json::to_vec(&credit).unwrap_or_default()], faults, true);
    }

    fn send_all(&self, path: &'static str, bodies: Vec<Vec<u8>>, faults: Faults, signed: bool) {
        if faults.lost {
            let lost = u64::try_from(bodies.len()).unwrap_or(0);
            self.book().counts.lost += lost;
            return;
        }
        let me = self.clone();
        self.later(async move {
            tokio::time::sleep(faults.delay()).await;
            for body in &bodies {
                join_all(
                    (0..faults.copies.max(1)).map(|_| me.send(path, body, signed && !faults.wrong_code)),
                )
                .await;
            }
        });
    }

    async fn send(&self, path: &str, body: &[u8], signed: bool) {
        for attempt in 1..=TRIES {
            self.book().counts.sent += 1;
            if let Some(taken) = self.send_once(path, body, signed).await {
                let counts = &mut self.book().counts;
                *(if taken { &mut counts.taken } else { &mut counts.refused }) += 1;
                return;
            }
            tokio::time::sleep(Duration::from_millis(100) * attempt).await;
        }
        self.book().counts.undelivered += 1;
    }

    /// Whether the portal took it; nothing when it could not be asked.
    async fn send_once(&self, path: &str, body: &[u8], signed: bool) -> Option<bool> {
        let settings = self.settings();
        let mut request = self
            .client()
            .post(format!("{}{path}", settings.portal_url))
            .header(header::CONTENT_TYPE, "application/json")
            .body(body.to_vec());
        if signed {
            request =
                request.header(bank_hook::HEADER, bank_hook::sign(body, self.now(), &settings.bank_secret));
        }
        let response = request.send().await.ok()?;
        let status = response.status();
        let answer = response.bytes().await.ok()?;
        if status.is_server_error() {
            return None;
        }
        let answer: Option<Acknowledgement> = serde_json::from_slice(&answer).ok();
        match answer.map(|answer| answer.result) {
            Some(code) if code == codes::BROKEN => None,
            Some(code) => Some(status.is_success() && code == codes::DONE),
            None => Some(false),
        }
    }
}
