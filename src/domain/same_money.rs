//! What makes two words of banks the same money. Banks write the numbers of accounts and transactions once with spaces and dots and once
//! without: here they are read in one way, for messages and for statements alike, so that the same money has the same key. Where one of
//! two words has no number of a transaction, nothing is certain: they may be the same money, and a person has to say so.

use chrono::NaiveDate;

use super::{money::Vnd, pay_reference::PayReference, words::fold};

/// The number of an account, without what only helps to read it.
#[must_use]
pub fn account(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// The number of a transaction: without spaces and the mark by which spreadsheets keep a number as text, in capitals. Other marks stay:
/// they may be what tells two transactions apart.
#[must_use]
pub fn transaction(text: &str) -> String {
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    bare.trim_start_matches('\'').to_uppercase()
}

/// By what the money of a transaction is known, whoever tells of it.
#[must_use]
pub fn key(account_number: &str, number: &str) -> String {
    format!("bank:{}:{}", account(account_number), transaction(number))
}

/// The key of other money, the `turn`-th from 2, under a number that was used before: no number has a space in it.
#[must_use]
pub fn used_again(key: &str, turn: u32) -> String {
    format!("{key} #{turn}")
}

/// Whether a key is of money under a number that was used before.
#[must_use]
pub fn is_used_again(key: &str) -> bool {
    key.contains(" #")
}

/// A word without what no store keeps and no page shows: signs that steer machines. Lines are put behind one another.
#[must_use]
pub fn printable(text: &str) -> String {
    let seen = |c: char| match c {
        '\n' | '\r' | '\t' => Some(' '),
        c if c.is_control() => None,
        c => Some(c),
    };
    text.chars().filter_map(seen).collect()
}

/// What a bank says, as far as money can be told apart by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// How much.
    pub amount: Vnd,
    /// On which day, local.
    pub on: NaiveDate,
    /// What the payer wrote.
    pub memo: &'a str,
    /// Whether the transaction has a number.
    pub numbered: bool,
}

impl Word<'_> {
    /// Whether two words under one number are said of the same money. Some banks begin their numbers anew each day, so statements have
    /// to name the same day. What a bank tells at night stands on the statement of a later day, and what it tells once more may have
    /// another day: then the memo has to be the same too.
    #[must_use]
    pub fn is_under_one_number(
        &self,
        other: &Self,
        (of_statement, other_of_statement): (bool, bool),
    ) -> bool {
        let apart = self.on.signed_duration_since(other.on).num_days().abs();
        self.amount == other.amount
            && match (of_statement, other_of_statement) {
                (false, false) => apart == 0 || self.has_memo_of(other),
                (true, true) => apart == 0,
                (true, false) | (false, true) => apart == 0 || apart <= 3 && self.has_memo_of(other),
            }
    }

    fn has_memo_of(&self, other: &Self) -> bool {
        let references = PayReference::all_in(self.memo);
        fold(self.memo) == fold(other.memo)
            || !references.is_empty() && references == PayReference::all_in(other.memo)
    }

    /// Whether both are probably said of the same money on one account: amount and day are the same, and the memo or the references in
    /// it, which banks put other words around. Two numbers are two transactions.
    #[must_use]
    pub fn is_probably(&self, other: &Self) -> bool {
        !(self.numbered && other.numbered)
            && self.amount == other.amount
            && self.on == other.on
            && self.has_memo_of(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(memo: &str) -> Word<'_> {
        let amount = Vnd::new(50_000).unwrap();
        Word { amount, on: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(), memo, numbered: false }
    }

    #[test]
    fn a_number_is_the_same_however_it_is_written() {
        for (written, bare) in [("0071 0012 34567", "0071001234567"), ("0071.001.234567", "0071001234567")] {
            assert_eq!(account(written), bare);
        }
        assert_eq!(transaction("'ft 2633 0001\t"), "FT26330001");
        assert_ne!(transaction("1.12"), transaction("11.2"), "marks may tell two apart");
        assert_eq!(key("0071.001", " ft1"), "bank:0071001:FT1");
    }

    #[test]
    fn a_number_may_be_used_for_other_money() {
        let monday = word("nop phi");
        let tuesday = Word { on: monday.on.succ_opt().unwrap(), ..monday };
        let other = Word { amount: Vnd::new(80_000).unwrap(), ..monday };
        let (both, hook, mixed) = ((true, true), (false, false), (true, false));
        for sources in [both, hook, mixed] {
            assert!(monday.is_under_one_number(&monday, sources));
            assert!(!monday.is_under_one_number(&other, sources), "another amount");
        }
        assert!(!monday.is_under_one_number(&tuesday, both), "two days of two statements");
        assert!(monday.is_under_one_number(&tuesday, mixed), "told at night, booked on the next day");
        assert!(!monday.is_under_one_number(&Word { memo: "khac", ..tuesday }, mixed));
        assert!(monday.is_under_one_number(&tuesday, hook), "it is told once more");
        assert!(
            !monday.is_under_one_number(&Word { memo: "khac", ..tuesday }, hook),
            "most fees are the same"
        );
        let again = used_again(&key("0071", "12"), 2);
        assert!(is_used_again(&again) && !is_used_again(&key("0071", "1 #2")));
    }

    #[test]
    fn signs_that_steer_machines_are_left_out() {
        assert_eq!(printable("nop\0 phi\u{7}\nlan 2"), "nop phi lan 2");
        assert_eq!(transaction("ft\0 1"), "FT1");
    }

    #[test]
    fn without_a_number_the_same_words_are_probably_the_same_money() {
        let reference = PayReference::new([1, 2, 3, 4, 5, 6, 7, 8, 9]);
        let (plain, around) = (format!("nop phi {reference}"), format!("MBVCB.77.{reference}.CT tu A"));
        let (one, other) = (word(&plain), word(&around));
        assert!(one.is_probably(&other), "the reference is the same");
        assert!(word("Nộp phí").is_probably(&word("NOP  PHI")));
        assert!(!word("nop phi").is_probably(&word("nop phi lan 2")));
        assert!(!one.is_probably(&Word { amount: Vnd::new(1).unwrap(), ..other }));
        assert!(!one.is_probably(&Word { on: other.on.succ_opt().unwrap(), ..other }));
        let numbered = Word { numbered: true, ..one };
        assert!(numbered.is_probably(&other) && other.is_probably(&numbered));
        assert!(!numbered.is_probably(&numbered), "two numbers are two transactions");
    }
}
