//! A bank's statement of one account as comma-separated text, as banks export it: what stands above the table is passed over, the
//! columns are found by their names, amounts carry the marks of the country. Gives the lines on which money came in; what cannot
//! be read is named with its number and never guessed. What a line pays for is not decided here.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use sha2::{Digest as _, Sha256};

use super::{
    facts::local_date,
    money::{NotAnAmount, Vnd},
    same_money,
    statement_cells::{dong, in_hanoi, moment},
    statement_layout::{Column, Direction, Layout},
    statement_rows::{Row, Rows},
    words::fold,
};

/// Money that came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// On which line of the text, from 1.
    pub number: u64,
    /// When; the day's beginning where the bank gives no time.
    pub at: DateTime<Utc>,
    /// How much.
    pub amount: Vnd,
    /// What the payer wrote.
    pub memo: String,
    /// The account it came to.
    pub account: String,
    /// The bank's number, where it gives one.
    pub transaction: Option<String>,
    /// Who paid.
    pub payer: Option<String>,
    /// From which account.
    pub payer_account: Option<String>,
    /// The same for the same money, however often it is read: `bank:{account}:{number}`; without a number, of a digest of what the
    /// line says and of how many such lines stand before it. No other line of the statement has it: where other money has the number
    /// of an earlier line, its turn stands behind it.
    pub key: String,
}

impl Line {
    /// The key that the line alone says, whatever stands before it.
    #[must_use]
    pub fn said_key(&self) -> String {
        self.transaction
            .as_ref()
            .map_or_else(|| self.key.clone(), |transaction| same_money::key(&self.account, transaction))
    }
}

/// A line that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Which, from 1.
    pub number: u64,
    /// Why.
    pub why: WhyRefused,
}

/// Why a line was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WhyRefused {
    /// No date that can be read.
    #[error("“{0}” is no date")]
    Date(String),
    /// After today: perhaps day and month are exchanged.
    #[error("{0} has not come yet")]
    Future(NaiveDate),
    /// No amount that can be read.
    #[error("“{0}” is no amount")]
    Amount(String),
    /// Neither money in nor money out.
    #[error("no money moved")]
    NoMoney,
    /// Money in and money out.
    #[error("money moved both ways")]
    BothWays,
    /// Money out with a minus: perhaps the bank took a debit back, and money came in.
    #[error("money that went out is less than nothing")]
    TakenBack,
    /// Neither money in nor money out is what the column of directions says.
    #[error("“{0}” says neither money in nor money out")]
    Direction(String),
    /// A quotation mark is not closed, or only behind other lines.
    #[error("a quotation mark is not closed")]
    Quote,
    /// More cells than any table has.
    #[error("there are too many cells")]
    Wide,
    /// Fewer cells than the head of the table: perhaps a quotation mark is missing.
    #[error("cells are missing")]
    Short,
    /// No account, and none was given for the whole statement.
    #[error("the account is missing")]
    NoAccount,
    /// Of another account than the one whose statement it is said to be.
    #[error("it is of the account {0}")]
    OtherAccount(String),
    /// The number, the day and the amount of an earlier line.
    #[error("the transaction's number stands on line {line} already")]
    NumberTaken {
        /// Which.
        line: u64,
    },
    /// Not text.
    #[error("it is not text in UTF-8")]
    Text,
}

impl WhyRefused {
    /// Stable key for the translation `statement-refused-…`.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Date(_) => "date",
            Self::Future(_) => "future",
            Self::Amount(_) => "amount",
            Self::NoMoney => "no-money",
            Self::BothWays => "both-ways",
            Self::TakenBack => "taken-back",
            Self::Direction(_) => "direction",
            Self::Quote => "quote",
            Self::Wide => "wide",
            Self::Short => "short",
            Self::NoAccount => "no-account",
            Self::OtherAccount(_) => "other-account",
            Self::NumberTaken { .. } => "number-taken",
            Self::Text => "text",
        }
    }
}

/// The text is no statement that can be taken in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAStatement {
    /// The head of the table is not found.
    #[error("no head of a table with the columns {missing:?}")]
    NoHead {
        /// The columns that no line of the text names together with the others.
        missing: Vec<Column>,
    },
    /// Amounts have no sign, and no column says whether money came in or went out.
    #[error("nothing says whether money came in or went out")]
    NoDirection,
    /// More lines than [`MOST_LINES`].
    #[error("more than {MOST_LINES} lines")]
    TooLong,
}

/// A statement has so many lines at most, whatever they say.
pub const MOST_LINES: u64 = 10_000;
/// The head of the table is looked for on so many lines.
const MOST_BEFORE: usize = 200;

/// What a statement says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    /// Money that came in.
    pub lines: Vec<Line>,
    /// Lines not taken.
    pub refused: Vec<Refused>,
    /// How many lines are of money that went out.
    pub outgoing: u32,
    /// How many lines are sums, balances or repeated heads.
    pub passed_over: u32,
    /// How many lines go on with a cell of the line before.
    pub joined: u64,
    /// How many lines there are behind the head of the table, empty ones aside. Each is one of those counted above.
    pub behind_head: u64,
}

impl Statement {
    /// What came in by all lines taken.
    /// # Errors
    /// [`NotAnAmount`] beyond every amount.
    pub fn total(&self) -> Result<Vnd, NotAnAmount> {
        Vnd::total(self.lines.iter().map(|line| line.amount))
    }
}

/// Reads a statement. `account` is the agency's: of another one no line is taken; empty takes what the lines name. `today` is the last day that a line can be of.
/// # Errors
/// [`NotAStatement`] when the head of the table is not found, or what stands behind it cannot be taken as money in.
pub fn read(
    text: &[u8],
    layout: &Layout,
    account: &str,
    today: NaiveDate,
) -> Result<Statement, NotAStatement> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let mut nearest: Option<Vec<Column>> = None;
    for separator in [b',', b';', b'\t', b'|'] {
        match Reading::begin(text, separator, layout) {
            Ok(reading) => return reading.finish(account, today),
            Err(missing) if nearest.as_ref().is_none_or(|best| missing.len() < best.len()) => {
                nearest = Some(missing);
            }
            Err(_) => {}
        }
    }
    Err(NotAStatement::NoHead { missing: nearest.unwrap_or_else(|| Column::NEEDED.to_vec()) })
}

/// A statement whose head was found.
struct Reading<'t> {
    head: Vec<String>,
    places: BTreeMap<Column, usize>,
    separator: u8,
    rows: Rows<'t>,
    /// Whether the only column of amounts may as well have money out.
    may_be_both: bool,
}

impl<'t> Reading<'t> {
    fn begin(text: &'t [u8], separator: u8, layout: &Layout) -> Result<Self, Vec<Column>> {
        let mut rows = Rows::of(text, separator);
        let mut missing = Column::NEEDED.to_vec();
        for _ in 0..MOST_BEFORE {
            let Some(row) = rows.next() else { break };
            let head = row.cells.clone().unwrap_or_default();
            let places = layout.places(&head.iter().map(String::as_str).collect::<Vec<_>>());
            let lacking: Vec<Column> =
                Column::NEEDED.into_iter().filter(|column| !places.contains_key(column)).collect();
            if lacking.is_empty() {
                let has = |column| places.contains_key(&column);
                let credit = places.get(&Column::Credit).and_then(|place| head.get(*place));
                let may_be_both = !has(Column::Debit)
                    && !has(Column::Direction)
                    && credit.is_some_and(|cell| layout.may_be_both(cell));
                return Ok(Self { head, places, separator, rows, may_be_both });
            }
            // The head may stand behind a quotation mark that has no business there.
            rows.back_to_second(&row);
            if lacking.len() < missing.len() {
                missing = lacking;
            }
        }
        Err(missing)
    }

    fn finish(mut self, account: &str, today: NaiveDate) -> Result<Statement, NotAStatement> {
        let mut statement = Statement::default();
        let mut seen: BTreeMap<String, (u64, Vnd, NaiveDate)> = BTreeMap::new();
        let mut alike: BTreeMap<String, u32> = BTreeMap::new();
        let mut signed = false;
        while let Some(row) = self.rows.next() {
            let number = row.number;
            let swallows = row.lines > 1 && self.swallows(&row);
            if swallows {
                self.rows.back_to_second(&row);
            } else {
                statement.joined = statement.joined.saturating_add(row.lines.saturating_sub(1));
            }
            let lines = if swallows { 1 } else { row.lines };
            statement.behind_head = statement.behind_head.saturating_add(lines);
            if statement.behind_head > MOST_LINES {
                return Err(NotAStatement::TooLong);
            }
            let taken = match &row.cells {
                _ if swallows || !row.closed => Err(WhyRefused::Quote),
                _ if row.wide => Err(WhyRefused::Wide),
                None => Err(WhyRefused::Text),
                Some(cells) if self.is_no_line(cells) => {
                    statement.passed_over = statement.passed_over.saturating_add(1);
                    continue;
                }
                Some(cells) => {
                    let amount = self.cell(cells, Column::Credit).unwrap_or_default();
                    signed |= amount.starts_with(['+', '-', '−', '(']);
                    self.line(number, cells, account, today)
                }
            };
            match taken {
                Ok(None) => statement.outgoing = statement.outgoing.saturating_add(1),
                Ok(Some(line)) => match with_key(line, &mut alike, &mut seen) {
                    Ok(line) => statement.lines.push(line),
                    Err(why) => statement.refused.push(Refused { number, why }),
                },
                Err(why) => statement.refused.push(Refused { number, why }),
            }
        }
        if self.may_be_both && !signed && !statement.lines.is_empty() {
            return Err(NotAStatement::NoDirection);
        }
        Ok(statement)
    }

    /// Whether a cell of `row` in quotation marks has other lines of the table in it.
    fn swallows(&self, row: &Row) -> bool {
        Rows::of(self.rows.behind_first(row), self.separator).any(|inner| {
            let cells = inner.cells.unwrap_or_default();
            let has_all = self.places.values().all(|place| *place < cells.len());
            has_all && self.cell(&cells, Column::Date).is_some_and(|date| moment(date).is_some())
        })
    }

    fn cell<'c>(&self, cells: &'c [String], column: Column) -> Option<&'c str> {
        let cell = self.places.get(&column).and_then(|place| cells.get(*place))?.trim();
        Some(cell).filter(|cell| !cell.is_empty())
    }

    /// Sums, balances, the foot and heads that a page break repeats: they have no date, and say what they are.
    fn is_no_line(&self, cells: &[String]) -> bool {
        const SAID: [&str; 7] =
            ["tong", "cong phat sinh", "so du", "total", "balance", "opening balance", "closing balance"];
        let says_so = |cell: &str| {
            let cell = fold(cell);
            cell == "cong"
                || SAID.iter().any(|said| {
                    cell.strip_prefix(said).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
                })
        };
        cells.iter().all(|cell| cell.trim().is_empty())
            || *cells == self.head
            || match self.cell(cells, Column::Date) {
                None => cells.iter().any(|cell| says_so(cell)),
                Some(date) => says_so(date),
            }
    }

    /// The line; nothing when money went out.
    fn line(
        &self,
        number: u64,
        cells: &[String],
        account: &str,
        today: NaiveDate,
    ) -> Result<Option<Line>, WhyRefused> {
        if self.places.values().max().is_some_and(|last| *last >= cells.len()) {
            return Err(WhyRefused::Short);
        }
        let date = self.cell(cells, Column::Date).unwrap_or_default();
        let local = moment(date).ok_or_else(|| WhyRefused::Date(date.to_owned()))?;
        if local.date() > today {
            return Err(WhyRefused::Future(local.date()));
        }
        let Some(amount) = self.incoming(cells)? else { return Ok(None) };
        let own = |column| self.cell(cells, column).map(str::to_owned);
        let account = account_of(self.cell(cells, Column::Account), account)?;
        Ok(Some(Line {
            number,
            at: in_hanoi(local),
            amount,
            memo: own(Column::Memo).unwrap_or_default(),
            account,
            transaction: own(Column::Transaction),
            payer: own(Column::Payer),
            payer_account: own(Column::PayerAccount),
            key: String::new(),
        }))
    }

    /// What came in; nothing when money went out.
    fn incoming(&self, cells: &[String]) -> Result<Option<Vnd>, WhyRefused> {
        let read = |column| match self.cell(cells, column) {
            None => Ok(0),
            Some(cell) if cell.chars().all(|c| matches!(c, '-' | '–' | ' ')) => Ok(0),
            Some(cell) => dong(cell).ok_or_else(|| WhyRefused::Amount(cell.to_owned())),
        };
        let (credit, debit) = (read(Column::Credit)?, read(Column::Debit)?);
        let credit = match self.direction(cells, credit)? {
            Some(Direction::Out) => return if credit == 0 { Err(WhyRefused::NoMoney) } else { Ok(None) },
            Some(Direction::In) if credit < 0 => return Err(WhyRefused::TakenBack),
            Some(Direction::In) | None => credit,
        };
        match (credit, debit) {
            (0, 0) => Err(WhyRefused::NoMoney),
            (0, debit) if debit < 0 => Err(WhyRefused::TakenBack),
            (0, _) => Ok(None),
            (credit, 0) if credit < 0 => Ok(None),
            (credit, 0) => {
                let too_much = |_| WhyRefused::Amount(credit.to_string());
                Vnd::new(credit).map(Some).map_err(too_much)
            }
            (_, _) => Err(WhyRefused::BothWays),
        }
    }

    /// What the column of directions says. Where money out has a column of its own, or the amount a minus, nothing is asked of it.
    fn direction(&self, cells: &[String], amount: i64) -> Result<Option<Direction>, WhyRefused> {
        if self.places.contains_key(&Column::Debit) || !self.places.contains_key(&Column::Direction) {
            return Ok(None);
        }
        let cell = self.cell(cells, Column::Direction).unwrap_or_default();
        let signed = self.cell(cells, Column::Credit).is_some_and(|amount| amount.starts_with('+'));
        match Direction::read(cell) {
            None if amount < 0 || signed => Ok(None),
            None => Err(WhyRefused::Direction(cell.to_owned())),
            said => Ok(said),
        }
    }
}

/// The account of a line: the one it names, which has to be the one that is asked for.
fn account_of(named: Option<&str>, asked: &str) -> Result<String, WhyRefused> {
    let (named, asked) = (same_money::account(named.unwrap_or_default()), same_money::account(asked));
    match (named.is_empty(), asked.is_empty()) {
        (true, true) => Err(WhyRefused::NoAccount),
        (true, false) => Ok(asked),
        (false, true) => Ok(named),
        (false, false) if named == asked => Ok(asked),
        (false, false) => Err(WhyRefused::OtherAccount(named)),
    }
}

/// The line with its key. Other money under the number of an earlier line has a key of its own; the same amount on the same day is the
/// same money.
fn with_key(
    mut line: Line,
    alike: &mut BTreeMap<String, u32>,
    seen: &mut BTreeMap<String, (u64, Vnd, NaiveDate)>,
) -> Result<Line, WhyRefused> {
    let plain = key(&line, alike);
    let on = local_date(line.at);
    line.key.clone_from(&plain);
    for turn in 2_u32.. {
        match seen.get(&line.key) {
            Some((earlier, amount, day)) if (*amount, *day) == (line.amount, on) => {
                return Err(WhyRefused::NumberTaken { line: *earlier });
            }
            Some(_) => line.key = same_money::used_again(&plain, turn),
            None => break,
        }
    }
    seen.insert(line.key.clone(), (line.number, line.amount, on));
    Ok(line)
}

fn key(line: &Line, alike: &mut BTreeMap<String, u32>) -> String {
    if let Some(transaction) = &line.transaction {
        return same_money::key(&line.account, transaction);
    }
    let said = format!("{}|{}|{}", line.at.timestamp(), line.amount.dong(), fold(&line.memo));
    let before = alike.entry(format!("{}|{said}", line.account)).or_default();
    *before = before.saturating_add(1);
    let digest = Sha256::digest(format!("{said}|{before}"));
    let digest: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("bank:{}:~{digest}", line.account)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 26).unwrap();

    fn statement(text: &str) -> Statement {
        read(text.as_bytes(), &Layout::default(), "0071001234567", TODAY).unwrap()
    }

    const LONG: &str = "\u{feff}NGÂN HÀNG TMCP MẪU,,,,,\r\nSao kê tài khoản 0071 0012 34567,,,,,\r\n,,,,,\r\n\
        STT,Ngày giao dịch,Số tham chiếu,Ghi nợ (VND),Ghi có (VND),Nội dung\r\n\
        1,25/11/2026 08:15:22,FT26330001,,\"10,000\",\"NGUYEN THI LAN HS7K2MP4 , CT DEN\"\r\n\
        2,25/11/2026 09:00,FT26330002,\"3,300.00\",0,PHI DICH VU\r\n\
        STT,Ngày giao dịch,Số tham chiếu,Ghi nợ (VND),Ghi có (VND),Nội dung\r\n\
        3,26/11/2026,FT26330003,,\"1.234.567\",nop phi\r\n\
        4,32/11/2026,FT26330004,,500,x\r\n\
        5,26/11/2026,FT26330005,,\"12,5\",x\r\n\
        6,26/11/2026,FT26330006,,,x\r\n\
        7,26/11/2026,FT26330003,,900,lai\r\n\
        8,26/11/2026,FT26330008,5,9,x\r\n\
        9,27/11/2026,FT26330009,,9,x\r\n\
        10,26/11/2026\r\n\
        ,,,\"3,300\",\"1,244,567\",Tổng cộng\r\n";

    #[test]
    fn a_statement_with_preamble_signs_and_foot_is_read() {
        let read = statement(LONG);
        let lines: Vec<_> = read
            .lines
            .iter()
            .map(|l| (l.number, l.amount.dong(), l.at.to_rfc3339(), l.key.as_str()))
            .collect();
        assert_eq!(
            lines,
            [
                (5, 10_000, "2026-11-25T01:15:22+00:00".to_owned(), "bank:0071001234567:FT26330001"),
                (8, 1_234_567, "2026-11-25T17:00:00+00:00".to_owned(), "bank:0071001234567:FT26330003"),
                (12, 900, "2026-11-25T17:00:00+00:00".to_owned(), "bank:0071001234567:FT26330003 #2"),
            ]
        );
        assert_eq!(read.lines[0].memo, "NGUYEN THI LAN HS7K2MP4 , CT DEN");
        assert_eq!((read.outgoing, read.passed_over), (1, 2));
        assert_eq!((read.behind_head, read.joined), (12, 0));
        assert_eq!(read.total().unwrap().dong(), 1_245_467);
        let refused: Vec<_> = read.refused.iter().map(|r| (r.number, r.why.clone())).collect();
        assert_eq!(
            refused,
            [
                (9, WhyRefused::Date("32/11/2026".to_owned())),
                (10, WhyRefused::Amount("12,5".to_owned())),
                (11, WhyRefused::NoMoney),
                (13, WhyRefused::BothWays),
                (14, WhyRefused::Future(NaiveDate::from_ymd_opt(2026, 11, 27).unwrap())),
                (15, WhyRefused::Short),
            ]
        );
    }

    #[test]
    fn each_separator_and_both_ways_of_writing_money_are_known() {
        for text in [
            "Date;Amount;Description\n2026-11-25 07:00;+50.000 VND;HS\n2026-11-25;-50.000;tra\n",
            "No.\tTransaction Date\tCredit\tDebit\tRemarks\n1\t25-11-2026 07:00:00\t50,000.00\t0.00\tHS\n2\t25.11.2026\t-\t7\tx\n",
            "Ngày,Nợ,Có,Diễn giải\n07:00:00 25/11/2026,,50000,HS\n25/11/2026,50000,,HS\n",
        ] {
            let read = statement(text);
            assert_eq!(read.refused, [], "{text}");
            assert_eq!((read.lines.len(), read.outgoing), (1, 1), "{text}");
            assert_eq!((read.lines[0].amount.dong(), read.lines[0].memo.as_str()), (50_000, "HS"), "{text}");
            assert_eq!(read.lines[0].at.to_rfc3339(), "2026-11-25T00:00:00+00:00", "{text}");
        }
    }

    #[test]
    fn columns_have_the_names_that_an_agency_gives_them() {
        let text = "Cột A,Cột B,Cột C,TK\n25/11/2026,7.000,HS,12.34-5\n";
        let named = |column, name: &str| (column, vec![name.to_owned()]);
        let layout = Layout {
            columns: [
                named(Column::Date, "cột a"),
                named(Column::Credit, "COT B"),
                named(Column::Memo, "cột c"),
                named(Column::Account, "tk"),
            ]
            .into(),
        };
        let read_as = |layout: &Layout| read(text.as_bytes(), layout, "", TODAY);
        let found = read_as(&layout).unwrap();
        assert_eq!((found.lines[0].amount.dong(), found.lines[0].account.as_str()), (7_000, "12345"));
        let all = NotAStatement::NoHead { missing: Column::NEEDED.to_vec() };
        assert_eq!(read_as(&Layout::default()).unwrap_err(), all);
        let other = read(text.as_bytes(), &layout, "999", TODAY).unwrap();
        assert_eq!(other.refused[0].why, WhyRefused::OtherAccount("12345".to_owned()));
        let without_account = statement("Ngày,Có,Diễn giải\n25/11/2026,1,a\n");
        assert_eq!(without_account.lines[0].account, "0071001234567");
        assert_eq!(
            read("Ngày,Có,Diễn giải\n25/11/2026,1,a\n".as_bytes(), &Layout::default(), " ", TODAY)
                .unwrap()
                .refused[0]
                .why,
            WhyRefused::NoAccount
        );
        let missing = read("Ngày,Diễn giải\n".as_bytes(), &Layout::default(), "1", TODAY).unwrap_err();
        assert_eq!(missing, NotAStatement::NoHead { missing: vec![Column::Credit] });
    }

    #[test]
    fn a_number_of_other_money_is_no_reason_to_lose_it() {
        let read = statement(
            "Ngày,Số CT,Có,Nội dung\n23/11/2026,0012,50000,a\n24/11/2026,0012,50000,b\n24/11/2026,0012,80000,c\n\
             24/11/2026,0012,80000,c\n",
        );
        let keys: Vec<_> = read.lines.iter().map(|line| line.key.as_str()).collect();
        assert_eq!(
            keys,
            ["bank:0071001234567:0012", "bank:0071001234567:0012 #2", "bank:0071001234567:0012 #3"]
        );
        assert_eq!(read.refused, [Refused { number: 5, why: WhyRefused::NumberTaken { line: 4 } }]);
    }

    #[test]
    fn amounts_without_a_sign_go_the_way_that_a_column_says() {
        for (head, came, went) in
            [("Loại", "Có", "Nợ"), ("D/C", "C", "D"), ("+/-", "+", "-"), ("Nợ/Có", "Ghi có", "Ghi nợ")]
        {
            let text = format!(
                "Ngày|{head}|Số tiền|Nội dung\n25/11/2026|{came}|50000|a\n25/11/2026|{went}|70000|b\n25/11/2026|?|1|c\n"
            );
            let read = statement(&text);
            let amounts: Vec<_> = read.lines.iter().map(|line| line.amount.dong()).collect();
            assert_eq!((amounts, read.outgoing), (vec![50_000], 1), "{head}");
            assert_eq!(read.refused, [Refused { number: 4, why: WhyRefused::Direction("?".to_owned()) }]);
        }
    }

    #[test]
    fn amounts_of_which_nothing_says_that_they_came_in_are_not_taken() {
        let read_as = |text: &str, layout: &Layout| read(text.as_bytes(), layout, "1", TODAY);
        let unsigned = "Ngày,Số tiền,Nội dung\n25/11/2026,50000,a\n25/11/2026,70000,b\n";
        assert_eq!(read_as(unsigned, &Layout::default()), Err(NotAStatement::NoDirection));
        let signed = unsigned.replace("70000", "-70000");
        let signed = read_as(&signed, &Layout::default()).unwrap();
        assert_eq!((signed.lines.len(), signed.outgoing), (1, 1));
        let said = Layout { columns: [(Column::Credit, vec!["Số tiền".to_owned()])].into() };
        assert_eq!(read_as(unsigned, &said).unwrap().lines.len(), 2, "a cashier says that it is money in");
        assert_eq!(statement("Ngày,Có,Nội dung\n25/11/2026,5,a\n").lines.len(), 1);
    }

    #[test]
    fn money_out_with_a_minus_is_shown_and_not_passed_over() {
        let read = statement("Ngày,Có,Nợ,Nội dung\n25/11/2026,,-50000,hoan\n25/11/2026,,50000,tra\n");
        assert_eq!((read.lines.len(), read.outgoing), (0, 1));
        assert_eq!(read.refused, [Refused { number: 2, why: WhyRefused::TakenBack }]);
    }

    #[test]
    fn a_quotation_mark_swallows_no_line() {
        let head = "Ngày,Có,Nội dung\n";
        let refused = |number| Refused { number, why: WhyRefused::Quote };
        let to_the_end = statement(&format!("{head}25/11/2026,1,\"a\n25/11/2026,2,b\n25/11/2026,3,c\n"));
        assert_eq!(to_the_end.refused, [refused(2)]);
        assert_eq!(to_the_end.lines.len(), 2);
        let to_the_next = statement(&format!("{head}25/11/2026,1,\"a\n25/11/2026,2,b \"\n25/11/2026,3,c\n"));
        assert_eq!(to_the_next.refused, [refused(2)]);
        assert_eq!(to_the_next.lines.iter().map(|line| line.number).collect::<Vec<_>>(), [3, 4]);
        let of_two_lines = statement(&format!("{head}25/11/2026,1,\"a\nb\"\n25/11/2026,2,c\n"));
        assert_eq!((of_two_lines.refused.len(), of_two_lines.lines.len(), of_two_lines.joined), (0, 2, 1));
        assert_eq!(of_two_lines.behind_head, 3);
        let before = statement(&format!("\"x\n{head}25/11/2026,2,\"c\"\n"));
        assert_eq!(before.lines.len(), 1, "the head is found behind a mark");
    }

    #[test]
    fn what_is_too_long_or_too_wide_is_not_read_to_its_end() {
        let long = format!("Ngày,Có,Nội dung\n{}", "25/11/2026,1,a\n".repeat(10_001));
        assert_eq!(read(long.as_bytes(), &Layout::default(), "1", TODAY), Err(NotAStatement::TooLong));
        let wide = statement(&format!("Ngày,Có,Nội dung\n25/11/2026,1,a{}\n", ",".repeat(100)));
        assert_eq!(wide.refused, [Refused { number: 2, why: WhyRefused::Wide }]);
    }

    #[test]
    fn lines_without_a_number_are_told_apart_and_found_again() {
        let head = "Ngày,Có,Diễn giải\n";
        let (a, b) = ("25/11/2026,2000,Nộp lệ phí\n", "25/11/2026,2000,khac\n");
        let keys =
            |text: String| -> Vec<String> { statement(&text).lines.into_iter().map(|l| l.key).collect() };
        let one = keys(format!("{head}{a}{a}{b}"));
        assert_eq!(one.iter().collect::<std::collections::BTreeSet<_>>().len(), 3);
        assert_eq!(keys(format!("{head}{b}{a}{a}")), [&one[2], &one[0], &one[1]].map(Clone::clone));
        assert!(one.iter().all(|key| key.starts_with("bank:0071001234567:~")));
    }

    proptest! {
        #[test]
        fn nothing_makes_it_fall_over_and_every_line_is_accounted_for(body in "([0-9/,.\"\n a-zđ;:-]{0,120})") {
            let text = format!("Ngày,Có,Nợ,Nội dung\n{body}");
            let read = statement(&text);
            let wide = |count: usize| u64::try_from(count).unwrap();
            let counted = wide(read.lines.len() + read.refused.len()) + u64::from(read.outgoing + read.passed_over);
            prop_assert_eq!(counted + read.joined, read.behind_head);
            let lines = wide(body.lines().filter(|line| !line.is_empty()).count());
            let empty = wide(body.lines().filter(|line| line.is_empty()).count());
            prop_assert!((lines..=lines + empty).contains(&read.behind_head), "empty lines may stand in a cell");
            let again = statement(&text);
            prop_assert_eq!(again, read);
        }

        #[test]
        fn reading_the_same_lines_in_another_file_gives_the_same_keys(
            lines in prop::collection::vec((1_u32..28, 1_i64..5, "[ab]{1}"), 1..12),
        ) {
            let body: String = lines.iter().map(|(d, n, m)| format!("{d}/10/2026,{n}000,{m}\n")).collect();
            let keys = |text: &str| statement(text).lines.into_iter().map(|l| l.key).collect::<Vec<_>>();
            let first = keys(&format!("Ngày,Có,Nội dung\n{body}"));
            let second = keys(&format!("ABC BANK\nDate;Credit;Memo\n{}", body.replace(',', ";")));
            prop_assert_eq!(&first, &second);
            let unique: std::collections::BTreeSet<_> = first.iter().collect();
            prop_assert_eq!(unique.len(), first.len());
        }
    }
}
