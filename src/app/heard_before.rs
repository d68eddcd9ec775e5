//! What was probably heard before, though nothing makes it certain: one of the two words of a bank has no number of a transaction. Such
//! money is never booked by itself, and never counted twice without somebody's word.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate, NaiveTime};

use super::error::Error;
use crate::{
    domain::{
        calendar::instant,
        facts::local_date,
        money::Vnd,
        same_money::Word,
        statement::{Line, Statement},
    },
    store::{
        bank_event::{self, OnAccount},
        cash::Span,
        tx::Tx,
    },
};

/// Whether the money of `word` on `account` was probably heard of.
/// # Errors
/// [`Error::Store`].
pub async fn probably(tx: &mut Tx, account: &str, word: &Word<'_>) -> Result<bool, Error> {
    let heard = bank_event::on_account(tx, account, days(word.on, word.on)).await?;
    Ok(heard.iter().any(|event| of_event(event).is_probably(word)))
}

/// The keys of the lines whose money was probably heard of. An event is the money of one line: of three lines that say the same, one
/// event makes the first one known. What a line is known by for certain is no other line's.
/// # Errors
/// [`Error::Store`].
pub async fn lines(tx: &mut Tx, statement: &Statement) -> Result<BTreeSet<String>, Error> {
    let keys: BTreeSet<&str> = statement.lines.iter().map(|line| line.key.as_str()).collect();
    let mut of_accounts: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
    for line in &statement.lines {
        of_accounts.entry(&line.account).or_default().push(line);
    }
    let mut found = BTreeSet::new();
    for (account, lines) in of_accounts {
        let on = lines.iter().map(|line| local_date(line.at));
        let (Some(first), Some(last)) = (on.clone().min(), on.max()) else { continue };
        let heard = bank_event::on_account(tx, account, days(first, last)).await?;
        let certain: BTreeSet<&str> = heard.iter().map(|event| event.key.as_str()).collect();
        let mut left: BTreeMap<(NaiveDate, Vnd), Vec<&OnAccount>> = BTreeMap::new();
        for event in heard.iter().filter(|event| !keys.contains(event.key.as_str())) {
            let word = of_event(event);
            left.entry((word.on, word.amount)).or_default().push(event);
        }
        for line in lines.into_iter().filter(|line| !certain.contains(line.key.as_str())) {
            let word = of_line(line);
            let Some(same) = left.get_mut(&(word.on, word.amount)) else { continue };
            if let Some(at) = same.iter().position(|event| of_event(event).is_probably(&word)) {
                same.remove(at);
                found.insert(line.key.clone());
            }
        }
    }
    Ok(found)
}

fn of_event(event: &OnAccount) -> Word<'_> {
    Word {
        amount: Vnd::new(event.amount).unwrap_or_default(),
        on: local_date(event.at),
        memo: &event.memo,
        numbered: event.numbered,
    }
}

fn of_line(line: &Line) -> Word<'_> {
    let numbered = line.transaction.is_some();
    Word { amount: line.amount, on: local_date(line.at), memo: &line.memo, numbered }
}

/// From the beginning of the first day to the end of the last, local.
fn days(first: NaiveDate, last: NaiveDate) -> Span {
    let begins = |day: NaiveDate| instant(day.and_time(NaiveTime::MIN));
    (begins(first), begins(last.checked_add_days(Days::new(1)).unwrap_or(last)))
}
