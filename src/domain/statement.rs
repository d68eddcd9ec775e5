//! A bank's statement of one account as comma-separated text, as banks export it: what stands above the table is passed over, the
//! columns are found by their names, amounts carry the marks of the country. Gives the lines on which money came in; what cannot
//! be read is named with its number and never guessed. What a line pays for is not decided here.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use sha2::{Digest as _, Sha256};

use super::{
    money::{NotAnAmount, Vnd},
    same_money,
    statement_cells::{dong, in_hanoi, moment},
    statement_layout::{Column, Layout},
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
    /// line says and of how many such lines stand before it.
    pub key: String,
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
    /// Fewer cells than the head of the table: perhaps a quotation mark is missing.
    #[error("cells are missing")]
    Short,
    /// No account, and none was given for the whole statement.
    #[error("the account is missing")]
    NoAccount,
    /// Of another account than the one whose statement it is said to be.
    #[error("it is of the account {0}")]
    OtherAccount(String),
    /// The number of an earlier line.
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
            Self::Short => "short",
            Self::NoAccount => "no-account",
            Self::OtherAccount(_) => "other-account",
            Self::NumberTaken { .. } => "number-taken",
            Self::Text => "text",
        }
    }
}

/// The text is no statement at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no head of a table with the columns {missing:?}")]
pub struct NotAStatement {
    /// The columns that no line of the text names together with the others.
    pub missing: Vec<Column>,
}

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
/// [`NotAStatement`] when the head of the table is not found.
pub fn read(
    text: &[u8],
    layout: &Layout,
    account: &str,
    today: NaiveDate,
) -> Result<Statement, NotAStatement> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let mut nearest: Option<Vec<Column>> = None;
    for separator in [b',', b';', b'\t'] {
        match Reading::begin(text, separator, layout) {
            Ok(reading) => return Ok(reading.finish(account, today)),
            Err(missing) if nearest.as_ref().is_none_or(|best| missing.len() < best.len()) => {
                nearest = Some(missing);
            }
            Err(_) => {}
        }
    }
    Err(NotAStatement { missing: nearest.unwrap_or_else(|| Column::NEEDED.to_vec()) })
}

type Cells = (u64, Option<Vec<String>>);

/// A statement whose head was found.
struct Reading {
    head: Vec<String>,
    places: BTreeMap<Column, usize>,
    rows: Vec<Cells>,
}

impl Reading {
    fn begin(text: &[u8], separator: u8, layout: &Layout) -> Result<Self, Vec<Column>> {
        let mut rows = rows(text, separator).into_iter();
        let mut missing = Column::NEEDED.to_vec();
        while let Some((_, cells)) = rows.next() {
            let cells = cells.unwrap_or_default();
            let places = layout.places(&cells.iter().map(String::as_str).collect::<Vec<_>>());
            let lacking: Vec<Column> =
                Column::NEEDED.into_iter().filter(|column| !places.contains_key(column)).collect();
            if lacking.is_empty() {
                return Ok(Self { head: cells, places, rows: rows.collect() });
            }
            if lacking.len() < missing.len() {
                missing = lacking;
            }
        }
        Err(missing)
    }

    fn finish(&self, account: &str, today: NaiveDate) -> Statement {
        let mut statement = Statement::default();
        let mut seen: BTreeMap<String, u64> = BTreeMap::new();
        let mut alike: BTreeMap<String, u32> = BTreeMap::new();
        for (number, cells) in &self.rows {
            let taken = match cells {
                Some(cells) if self.is_no_line(cells) => {
                    statement.passed_over = statement.passed_over.saturating_add(1);
                    continue;
                }
                Some(cells) => self.line(*number, cells, account, today),
                None => Err(WhyRefused::Text),
            };
            match taken {
                Ok(None) => statement.outgoing = statement.outgoing.saturating_add(1),
                Ok(Some(mut line)) => {
                    line.key = key(&line, &mut alike);
                    if let Some(earlier) = seen.insert(line.key.clone(), *number) {
                        let why = WhyRefused::NumberTaken { line: earlier };
                        statement.refused.push(Refused { number: *number, why });
                    } else {
                        statement.lines.push(line);
                    }
                }
                Err(why) => statement.refused.push(Refused { number: *number, why }),
            }
        }
        statement
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
        match (credit, debit) {
            (0, 0) => Err(WhyRefused::NoMoney),
            (0, _) => Ok(None),
            (credit, 0) if credit < 0 => Ok(None),
            (credit, 0) => {
                let too_much = |_| WhyRefused::Amount(credit.to_string());
                Vnd::new(credit).map(Some).map_err(too_much)
            }
            (_, _) => Err(WhyRefused::BothWays),
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

/// The cells of each line with its number, and nothing for a line that is not text. The reader's own count of lines is one short
/// where lines end in two characters, so they are counted here.
fn rows(text: &[u8], separator: u8) -> Vec<Cells> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text);
    let cells = |record: &csv::ByteRecord| {
        record.iter().map(|cell| std::str::from_utf8(cell).ok().map(|cell| cell.trim().to_owned())).collect()
    };
    let (mut counted, mut line) = (0_usize, 1_u64);
    let mut number = |record: &csv::ByteRecord| {
        let start =
            record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(counted);
        let ends =
            text.get(start..).unwrap_or_default().iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let start = start + ends.count();
        let passed = text.get(counted..start).unwrap_or_default().iter().filter(|byte| **byte == b'\n');
        counted = start;
        line = passed.fold(line, |line, _| line.saturating_add(1));
        line
    };
    reader.byte_records().flatten().map(|record| (number(&record), cells(&record))).collect()
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
            ]
        );
        assert_eq!(read.lines[0].memo, "NGUYEN THI LAN HS7K2MP4 , CT DEN");
        assert_eq!((read.outgoing, read.passed_over), (1, 2));
        assert_eq!(read.total().unwrap().dong(), 1_244_567);
        let refused: Vec<_> = read.refused.iter().map(|r| (r.number, r.why.clone())).collect();
        assert_eq!(
            refused,
            [
                (9, WhyRefused::Date("32/11/2026".to_owned())),
                (10, WhyRefused::Amount("12,5".to_owned())),
                (11, WhyRefused::NoMoney),
                (12, WhyRefused::NumberTaken { line: 8 }),
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
        assert_eq!(read_as(&Layout::default()).unwrap_err().missing, Column::NEEDED);
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
        assert_eq!(missing.missing, [Column::Credit]);
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
            let counted = read.lines.len() + read.refused.len();
            prop_assert!(counted <= body.lines().count());
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
