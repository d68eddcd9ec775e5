//! Tables as files that offices open: XLSX and CSV, from the same cells. A text cell is never a formula, whatever it begins with:
//! names and reasons are typed by people. Source: ISO/IEC 29500; RFC 4180.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet};

use super::error::{Error, Kind};

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// A text.
    Text(String),
    /// A whole number, grouped by three.
    Number(i64),
    /// Nothing.
    Empty,
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

/// A table with a title over it and a row of heads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What its sheet is called: at most 31 characters.
    pub name: String,
    /// Lines over it.
    pub title: Vec<String>,
    /// Heads of the columns, with their width in characters.
    pub heads: Vec<(String, u16)>,
    /// Rows.
    pub rows: Vec<Vec<Cell>>,
}

/// Microsoft's name for an XLSX file.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The tables as sheets of one workbook.
/// # Errors
/// [`Error`] when a table is larger than a sheet can be.
pub fn xlsx(tables: &[Table]) -> Result<Vec<u8>, Error> {
    workbook(tables).map_err(failed)
}

fn workbook(tables: &[Table]) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
    let mut book = Workbook::new();
    for table in tables {
        sheet(book.add_worksheet(), table)?;
    }
    book.save_to_buffer()
}

fn sheet(sheet: &mut Worksheet, table: &Table) -> Result<(), rust_xlsxwriter::XlsxError> {
    let bold = Format::new().set_bold();
    let head = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin);
    let text = Format::new().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::Top);
    let number =
        Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::Top).set_num_format("#,##0");
    sheet.set_name(&table.name)?;
    let mut at = 0;
    for line in &table.title {
        sheet.write_string_with_format(at, 0, line, &bold)?;
        at += 1;
    }
    for (column, (name, width)) in (0..).zip(&table.heads) {
        sheet.set_column_width(column, f64::from(*width))?;
        sheet.write_string_with_format(at, column, name, &head)?;
    }
    sheet.set_freeze_panes(at + 1, 0)?;
    sheet.set_repeat_rows(at, at)?;
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    for row in &table.rows {
        at += 1;
        for (column, cell) in (0..).zip(row) {
            match cell {
                Cell::Text(said) => sheet.write_string_with_format(at, column, &*short(said), &text)?,
                Cell::Number(count) => {
                    // Exact to 2^53 in the format; no sum of ours comes near.
                    #[expect(
                        clippy::as_conversions,
                        clippy::cast_precision_loss,
                        reason = "the format has no integers"
                    )]
                    let count = *count as f64;
                    sheet.write_number_with_format(at, column, count, &number)?
                }
                Cell::Empty => sheet.write_blank(at, column, &text)?,
            };
        }
    }
    Ok(())
}

/// A text as a cell can hold it: a longer one would spoil the whole file.
fn short(text: &str) -> std::borrow::Cow<'_, str> {
    /// In UTF-16, as the format counts; less one for the ellipsis.
    const MOST: usize = 32_766;
    if text.len() <= MOST {
        return text.into();
    }
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > MOST
    });
    end.and_then(|(at, _)| text.get(..at)).map_or_else(|| text.into(), |kept| format!("{kept}…").into())
}

/// With what a CSV file begins: by this mark Excel knows UTF-8 and reads Vietnamese.
pub const MARK: &str = "\u{feff}";

/// The table as CSV for programs and offices: UTF-8 with [`MARK`]; numbers without grouping.
/// # Errors
/// [`Error`] never happens in practice: it is written to memory.
pub fn csv(table: &Table) -> Result<Vec<u8>, Error> {
    let heads = table.heads.iter().map(|(name, _)| Cell::text(name.as_str())).collect();
    let lines = csv_rows(std::iter::once(heads).chain(table.rows.iter().cloned()))?;
    Ok([MARK.as_bytes(), &lines].concat())
}

/// Rows as lines of CSV, for a file that is sent piece by piece: it begins with [`MARK`].
/// # Errors
/// [`Error`] never happens in practice: it is written to memory.
pub fn csv_rows(rows: impl IntoIterator<Item = Vec<Cell>>) -> Result<Vec<u8>, Error> {
    let mut writer =
        csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        let cells = row.into_iter().map(|cell| match cell {
            Cell::Text(said) => harmless(&said),
            Cell::Number(count) => count.to_string(),
            Cell::Empty => String::new(),
        });
        writer.write_record(cells).map_err(failed)?;
    }
    writer.into_inner().map_err(|e| failed(e.into_error()))
}

/// Programs take a text that begins with one of these as a formula, and would run it.
fn harmless(text: &str) -> String {
    let quote = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("{quote}{text}")
}

fn failed<E: std::error::Error + Send + Sync + 'static>(source: E) -> Error {
    Error { system: "tables", kind: Kind::Fail, source: Box::new(source) }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn table() -> Table {
        Table {
            name: "Tổng hợp".to_owned(),
            title: vec!["Bảng tổng hợp".to_owned()],
            heads: vec![("Ký hiệu".to_owned(), 12), ("Số tiền".to_owned(), 16), ("Ghi chú".to_owned(), 40)],
            rows: vec![
                vec![Cell::text("26TAA"), Cell::Number(1_250_000), Cell::Empty],
                vec![Cell::text("26TAB"), Cell::Number(-3), Cell::text("=HYPERLINK(\"x\";\"y\")")],
            ],
        }
    }

    #[test]
    fn a_text_longer_than_a_cell_is_cut_and_does_not_spoil_the_file() {
        let mut long = table();
        long.rows.push(vec![Cell::text("ế".repeat(40_000)), Cell::text("😀".repeat(20_000)), Cell::Empty]);
        assert!(xlsx(&[long]).unwrap().starts_with(b"PK"));
        assert_eq!(short("ế").as_ref(), "ế");
        assert_eq!(short(&"😀".repeat(20_000)).encode_utf16().count(), 32_767);
    }

    /// One file out of a ZIP: its head, with its name, stands before it (APPNOTE.TXT, 4.3.7).
    fn unpacked(zip: &[u8], name: &str) -> String {
        let number = |at: usize| usize::from(u16::from_le_bytes([zip[at], zip[at + 1]]));
        let mut starts = (0..zip.len() - 30).filter(|at| zip[*at..].starts_with(b"PK\x03\x04"));
        let named = |at: &usize| zip[at + 30..].starts_with(name.as_bytes()) && number(at + 26) == name.len();
        let at = starts.find(named).unwrap_or_else(|| panic!("no {name}"));
        let mut text = String::new();
        let packed = &zip[at + 30 + number(at + 26) + number(at + 28)..];
        flate2::read::DeflateDecoder::new(packed).read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn comma_separated_values_carry_vietnamese_and_no_formulas() {
        let text = String::from_utf8(csv(&table()).unwrap()).unwrap();
        assert_eq!(
            text,
            "\u{feff}Ký hiệu,Số tiền,Ghi chú\r\n26TAA,1250000,\r\n26TAB,-3,\"'=HYPERLINK(\"\"x\"\";\"\"y\"\")\"\r\n"
        );
    }

    #[test]
    fn a_workbook_has_numbers_as_numbers_and_texts_as_texts() {
        let file = xlsx(&[table(), Table { name: "Chi tiết".to_owned(), ..table() }]).unwrap();
        let part = |name: &str| unpacked(&file, name);
        let sheet = part("xl/worksheets/sheet1.xml");
        assert!(sheet.contains("<v>1250000</v>"), "{sheet}");
        assert!(!sheet.contains("<f>"), "{sheet}");
        assert!(part("xl/sharedStrings.xml").contains("=HYPERLINK"));
        assert!(part("xl/workbook.xml").contains("Chi tiết"));
    }
}
