//! How banks lay their statements out: what a column says and what it is called.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{status::keyed, words::fold};

keyed! {
    /// What a column says.
    Column {
        /// When the money moved.
        Date = "date",
        /// Money in; or, where there is no column for money out, money with its sign.
        Credit = "credit",
        /// Money out.
        Debit = "debit",
        /// Whether money came in or went out, where one column has the amounts of both without a sign.
        Direction = "direction",
        /// What the payer wrote.
        Memo = "memo",
        /// The bank's number of the transaction.
        Transaction = "transaction",
        /// The agency's account.
        Account = "account",
        /// Name of the payer.
        Payer = "payer",
        /// Account of the payer.
        PayerAccount = "payer-account",
    }
}

impl Column {
    /// Without these there is no statement.
    pub(super) const NEEDED: [Self; 3] = [Self::Date, Self::Credit, Self::Memo];

    /// What banks call it, folded. Several may be given by an agency instead.
    #[rustfmt::skip]
    const fn usual(self) -> &'static [&'static str] {
        match self {
            Self::Date => &[
                "ngay giao dich", "ngay gio giao dich", "thoi gian giao dich", "ngay hieu luc", "ngay hach toan", "ngay",
                "thoi gian", "transaction date", "transaction time", "date", "tran date",
            ],
            Self::Credit => &[
                "ghi co", "so tien ghi co", "phat sinh co", "ps co", "tien vao", "so tien vao", "co", "credit",
                "credit amount", "so tien", "so tien giao dich", "amount", "transaction amount",
            ],
            Self::Debit => &[
                "ghi no", "so tien ghi no", "phat sinh no", "ps no", "tien ra", "so tien ra", "nợ", "debit", "debit amount",
            ],
            Self::Direction => &[
                "no co", "co no", "ghi no ghi co", "ghi co ghi no", "ghi no co", "loai", "loai giao dich", "chieu", "dau", "+/-",
                "d c", "c d", "dc", "cd", "dr cr", "cr dr", "debit credit", "credit debit", "direction", "type",
                "transaction type",
            ],
            Self::Memo => &[
                "noi dung", "noi dung giao dich", "noi dung chi tiet", "dien giai", "mo ta", "mo ta giao dich",
                "chi tiet giao dich", "description", "transaction description", "remark", "remarks", "details", "memo",
            ],
            Self::Transaction => &[
                "ma giao dich", "so giao dich", "so tham chieu", "ma tham chieu", "so but toan", "so ct", "so chung tu",
                "transaction no", "transaction number", "transaction id", "reference", "reference no", "reference number",
                "ref no",
            ],
            Self::Account => &[
                "tai khoan", "so tai khoan", "tai khoan thu huong", "account", "account no", "account number",
            ],
            Self::Payer => &[
                "nguoi chuyen", "ten nguoi chuyen", "ten doi ung", "ten tai khoan doi ung", "don vi chuyen", "nguoi nop",
                "counterparty", "counterparty name", "payer", "sender", "sender name",
            ],
            Self::PayerAccount => &[
                "tai khoan doi ung", "so tai khoan doi ung", "tai khoan chuyen", "tk doi ung", "counterparty account",
                "payer account", "sender account",
            ],
        }
    }
}

/// How a bank lays its statement out. A column without a name of its own is looked for by its usual names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// Names of columns, as they stand in the head of the table; case and tone marks do not matter.
    #[serde(default)]
    pub columns: BTreeMap<Column, Vec<String>>,
}

impl Layout {
    fn names(&self, column: Column) -> Vec<String> {
        match self.columns.get(&column) {
            Some(own) if !own.is_empty() => own.iter().map(|name| head(name)).collect(),
            Some(_) | None => column.usual().iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    /// Whether the column of money in, which has the name `cell`, is only by its usual name taken to be that: such a column may as
    /// well have money out. Who names a column says what it has.
    pub(super) fn may_be_both(&self, cell: &str) -> bool {
        const BOTH: [&str; 4] = ["so tien", "so tien giao dich", "amount", "transaction amount"];
        let named = self.columns.get(&Column::Credit).is_some_and(|names| !names.is_empty());
        !named && BOTH.contains(&bare(cell).as_str())
    }

    /// Where each column stands, when `cells` are the head of the table. A name further to the front of the list wins, and
    /// brackets behind a name (`Ghi có (VND)`) do not matter.
    pub(super) fn places(&self, cells: &[&str]) -> BTreeMap<Column, usize> {
        let heads: Vec<String> = cells.iter().map(|cell| bare(cell)).collect();
        let place = |column: Column| {
            let names = self.names(column);
            names.iter().find_map(|name| heads.iter().position(|head| head == name))
        };
        Column::ALL.iter().filter_map(|column| Some((*column, place(*column)?))).collect()
    }
}

/// The same without brackets behind it.
fn bare(cell: &str) -> String {
    head(cell.split('(').next().unwrap_or_default())
}

/// The name of a column, folded. `Nợ` (money out) keeps its mark: without it, it is the `No.` of English tables. `+/-` has nothing else.
fn head(cell: &str) -> String {
    match fold(cell).as_str() {
        "no" if !cell.is_ascii() => "nợ".to_owned(),
        "" if cell.contains('+') => "+/-".to_owned(),
        folded => folded.to_owned(),
    }
}

/// What a cell of the column of directions says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// Money came in.
    In,
    /// Money went out.
    Out,
}

impl Direction {
    /// The words and signs of banks; nothing for others.
    pub(super) fn read(cell: &str) -> Option<Self> {
        match cell.trim() {
            "+" => return Some(Self::In),
            "-" | "−" | "–" => return Some(Self::Out),
            _ => {}
        }
        match fold(cell).as_str() {
            "c" | "cr" | "co" | "ghi co" | "phat sinh co" | "credit" | "in" | "vao" | "tien vao" => {
                Some(Self::In)
            }
            "d" | "dr" | "no" | "ghi no" | "phat sinh no" | "debit" | "out" | "ra" | "tien ra" => {
                Some(Self::Out)
            }
            _ => None,
        }
    }
}
