//! The sandbox's memory: what was begun, what moved, what was said. The portal's figures are compared with it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::faults::{Faults, Script};
use crate::{
    domain::money::Vnd,
    gateways::payment::{
        gateway::amount,
        messages::{Init, codes},
    },
};

/// One payment at the platform.
#[derive(Clone, Debug)]
pub struct Transaction {
    /// What the portal sent.
    pub init: Init,
    /// How much it asked for.
    pub amount: Vnd,
    /// What goes wrong with it.
    pub faults: Faults,
    /// Where it stands.
    pub standing: Standing,
    /// How many more times asking goes wrong.
    pub deaf: u8,
}

/// Where a payment stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The payer did nothing yet.
    Waiting,
    /// The bank said no, or the payer did.
    Refused(Said),
    /// The money moved.
    Paid(Said),
}

/// What is said of a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The platform's number.
    pub number: String,
    /// Its code.
    pub code: &'static str,
    /// How much moved, or would have.
    pub amount: Vnd,
    /// When.
    pub at: DateTime<Utc>,
}

/// Money that came on an account at the bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The account.
    pub account: String,
    /// The bank's number.
    pub number: String,
    /// How much.
    pub amount: Vnd,
    /// When.
    pub at: DateTime<Utc>,
    /// What the payer wrote.
    pub memo: String,
    /// Who paid.
    pub payer_name: String,
    /// From where.
    pub payer_account: String,
}

/// Money that moved, by whichever way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The number of the platform or the bank.
    pub number: String,
    /// The reference of the try, or what was written on the transfer.
    pub reference: String,
    /// How much, in whole đồng.
    pub amount: i64,
}

/// How many messages there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Requests to begin.
    pub begun: u64,
    /// Questions.
    pub asked: u64,
    /// Receipts fetched.
    pub bills: u64,
    /// Messages sent to the portal, copies too.
    pub sent: u64,
    /// Of these, taken by the portal.
    pub taken: u64,
    /// Of these, refused by the portal.
    pub refused: u64,
    /// Of these, the portal could not be reached or fell over, until the sandbox gave up.
    pub undelivered: u64,
    /// Messages that were lost on purpose.
    pub lost: u64,
}

/// Everything.
#[derive(Debug, Default)]
pub struct Book {
    /// Payments by reference.
    pub transactions: BTreeMap<String, Transaction>,
    /// Lines of the bank's statement.
    pub lines: Vec<Line>,
    /// Messages.
    pub counts: Counts,
    /// What the next ones get.
    pub script: Script,
    serial: u64,
}

impl Book {
    /// The next number, as in `GD000001`.
    pub fn number(&mut self, prefix: &str) -> String {
        self.serial += 1;
        format!("{prefix}{:06}", self.serial)
    }

    /// Notes a payment that the portal begins. The same reference twice is refused, unless it is the same message.
    ///
    /// # Errors
    /// The platform's code of what is wrong.
    pub fn begin(&mut self, init: Init, faults: Faults) -> Result<(), &'static str> {
        let asked = amount(&init.amount).filter(|amount| !amount.is_zero()).ok_or(codes::AMOUNT)?;
        if let Some(known) = self.transactions.get(&init.reference) {
            return if known.init == init { Ok(()) } else { Err(codes::UNREADABLE) };
        }
        let deaf = faults.query_times;
        let transaction = Transaction { amount: asked, faults, standing: Standing::Waiting, deaf, init };
        self.transactions.insert(transaction.init.reference.clone(), transaction);
        Ok(())
    }

    /// The payer pays `off` more or less than was asked for. Nothing when there is no such payment, or it is paid.
    pub fn pay(&mut self, reference: &str, off: i64, at: DateTime<Utc>) -> Option<(Transaction, Said)> {
        let number = self.number("GD");
        let transaction = self.unpaid(reference)?;
        let off = off.saturating_add(transaction.faults.amount_off);
        let amount = Vnd::new(transaction.amount.dong().saturating_add(off).max(1)).ok()?;
        let said = Said { number, code: codes::DONE, amount, at };
        transaction.standing = Standing::Paid(said.clone());
        Some((transaction.clone(), said))
    }

    /// The bank says no (or the payer does): what is then said. Nothing when there is no such payment, or it is paid.
    pub fn refuse(
        &mut self,
        reference: &str,
        code: &'static str,
        at: DateTime<Utc>,
    ) -> Option<(Transaction, Said)> {
        let number = self.number("GD");
        let transaction = self.unpaid(reference)?;
        let said = Said { number, code, amount: transaction.amount, at };
        transaction.standing = Standing::Refused(said.clone());
        Some((transaction.clone(), said))
    }

    fn unpaid(&mut self, reference: &str) -> Option<&mut Transaction> {
        let found = self.transactions.get_mut(reference)?;
        (!matches!(found.standing, Standing::Paid(_))).then_some(found)
    }

    /// All the money that moved.
    #[must_use]
    pub fn moved(&self) -> Vec<Moved> {
        let paid =
            self.transactions.iter().filter_map(|(reference, transaction)| match &transaction.standing {
                Standing::Paid(said) => Some(moved(&said.number, reference, said.amount)),
                Standing::Waiting | Standing::Refused(_) => None,
            });
        let came = self.lines.iter().map(|line| moved(&line.number, &line.memo, line.amount));
        paid.chain(came).collect()
    }
}

fn moved(number: &str, reference: &str, amount: Vnd) -> Moved {
    Moved { number: number.to_owned(), reference: reference.to_owned(), amount: amount.dong() }
}
