//! What was probably heard before, though nothing makes it certain: one of the two words of a bank has no number of a transaction. Such
//! money is never booked by itself, and never counted twice without somebody's word.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate, NaiveTime};

use super::{error::Error, heard::Heard};
use crate::{
    domain::{
        calendar::instant,
        facts::local_date,
        money::Vnd,
        same_money::{self, Word},
        settlement::Source,
        statement::{Line, Statement},
    },
    store::{
        bank_event::{self, Known, OnAccount},
        cash::Span,
        tx::Tx,
    },
};

/// A number is looked up under so many keys at most.
const MOST_TURNS: u32 = 1_000;

/// The key under which `heard` is new: its own, or, where other money has that, one with the turn behind it. None when it is known.
/// # Errors
/// [`Error::Store`].
pub async fn free_key(tx: &mut Tx, heard: &Heard) -> Result<Option<String>, Error> {
    let memo = heard.memo.as_deref().unwrap_or_default();
    let numbered = heard.number.is_some();
    let word = Word { amount: heard.amount, on: local_date(heard.at), memo, numbered };
    let mut key = heard.key.clone();
    for turn in 2..=MOST_TURNS {
        let known = bank_event::known(tx, std::slice::from_ref(&key)).await?;
        let Some(known) = known.first() else { return Ok(Some(key)) };
        if is_the_same(&word, heard.source == Source::Statement, known) {
            return Ok(None);
        }
        key = same_money::used_again(&heard.key, turn);
    }
    Err(Error::Internal(format!("the number of {} is used too often", heard.key)))
}

fn is_the_same(word: &Word<'_>, of_statement: bool, known: &Known) -> bool {
    let other = Word {
        amount: Vnd::new(known.amount).unwrap_or_default(),
        on: local_date(known.at),
        memo: &known.memo,
        numbered: known.numbered,
    };
    word.is_under_one_number(&other, (of_statement, known.source == Source::Statement.key()))
}

/// What is known of the number of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// Nothing.
    New,
    /// It is this line's money, and was heard.
    Known,
    /// It is used for other money.
    UsedAgain,
}

/// What is known of the number of each line of `statement`, in order.
/// # Errors
/// [`Error::Store`].
pub async fn numbers(tx: &mut Tx, statement: &Statement) -> Result<Vec<Number>, Error> {
    // What a line is looked for under now, until nothing is there or it is the same money.
    let mut open: Vec<(usize, String)> =
        statement.lines.iter().map(crate::domain::statement::Line::said_key).enumerate().collect();
    let mut numbers: Vec<Number> = statement
        .lines
        .iter()
        .map(|line| if same_money::is_used_again(&line.key) { Number::UsedAgain } else { Number::New })
        .collect();
    for turn in 2..=MOST_TURNS {
        if open.is_empty() {
            break;
        }
        let keys: Vec<String> = open.iter().map(|(_, key)| key.clone()).collect();
        let found = bank_event::known(tx, &keys).await?;
        let known: BTreeMap<&str, &Known> = found.iter().map(|known| (known.key.as_str(), known)).collect();
        let mut next = Vec::new();
        for (at, key) in open {
            let (Some(line), Some(number)) = (statement.lines.get(at), numbers.get_mut(at)) else { continue };
            let Some(known) = known.get(key.as_str()) else { continue };
            if is_the_same(&of_line(line), true, known) {
                *number = Number::Known;
            } else {
                *number = Number::UsedAgain;
                next.push((at, same_money::used_again(&line.said_key(), turn)));
            }
        }
        open = next;
    }
    Ok(numbers)
}

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
