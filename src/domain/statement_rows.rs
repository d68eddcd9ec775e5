//! The rows of a table of text with separators and quotation marks, so read that no line of the text is lost: a row knows on which
//! line it begins and over how many it goes, and a quotation mark that is never closed costs its own line only.

/// A row has so many cells at most.
pub(super) const MOST_CELLS: usize = 100;
/// A cell in quotation marks goes over so many lines at most.
const MOST_LINES: u64 = 8;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// On which line of the text it begins, from 1.
    pub number: u64,
    /// Over how many lines it goes.
    pub lines: u64,
    /// Its cells, without spaces around them; nothing when they are not text.
    pub cells: Option<Vec<String>>,
    /// Whether it has more cells than [`MOST_CELLS`].
    pub wide: bool,
    /// Whether each quotation mark that opens a cell is closed.
    pub closed: bool,
    /// Where its second line begins.
    second: usize,
    /// Where the next row begins.
    next: usize,
    /// How many ends of lines are in it.
    ends: u64,
}

/// Where in a cell one is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Start,
    Plain,
    Quoted,
    /// Behind a quotation mark within a quoted cell: it closes the cell, or is the first of two that stand for one.
    Mark,
}

/// The rows of a text. Empty lines are none.
#[derive(Clone, Debug)]
pub(super) struct Rows<'t> {
    text: &'t [u8],
    separator: u8,
    at: usize,
    line: u64,
}

impl<'t> Rows<'t> {
    /// All rows of `text`.
    pub(super) const fn of(text: &'t [u8], separator: u8) -> Self {
        Self { text, separator, at: 0, line: 1 }
    }

    /// The text of the lines of `row` behind its first.
    pub(super) fn behind_first(&self, row: &Row) -> &'t [u8] {
        self.text.get(row.second..row.next).unwrap_or_default()
    }

    /// Goes back behind the first line of `row`, which was the last one given.
    pub(super) const fn back_to_second(&mut self, row: &Row) {
        if row.lines > 1 {
            (self.at, self.line) = (row.second, row.number.saturating_add(1));
        }
    }

    fn row(&self, at: usize, quoted: bool) -> Row {
        let (mut cells, mut cell, mut state) = (Vec::new(), Vec::new(), At::Start);
        let (mut next, mut ends, mut second, mut wide) = (at, 0_u64, None, false);
        for byte in self.text.get(at..).unwrap_or_default() {
            next = next.saturating_add(1);
            let end = *byte == b'\n';
            ends = ends.saturating_add(u64::from(end));
            state = match (state, *byte) {
                (At::Start, b'"') if quoted => At::Quoted,
                (At::Quoted, b'"') => At::Mark,
                (At::Quoted, byte) => {
                    cell.push(byte);
                    if end {
                        second = second.or(Some(next));
                    }
                    if ends >= MOST_LINES {
                        break;
                    }
                    At::Quoted
                }
                (At::Mark, b'"') => {
                    cell.push(b'"');
                    At::Quoted
                }
                (_, b'\r' | b'\n') => {
                    state = At::Plain;
                    break;
                }
                (_, byte) if byte == self.separator => {
                    wide |= cells.len().saturating_add(1) >= MOST_CELLS;
                    if !wide {
                        cells.push(std::mem::take(&mut cell));
                    }
                    cell.clear();
                    At::Start
                }
                (_, byte) => {
                    cell.push(byte);
                    At::Plain
                }
            };
        }
        cells.push(cell);
        let text = |cell: Vec<u8>| String::from_utf8(cell).ok().map(|cell| cell.trim().to_owned());
        Row {
            number: self.line,
            lines: ends.saturating_add(1).saturating_sub(u64::from(ended(self.text, next))),
            cells: cells.into_iter().map(text).collect(),
            wide,
            closed: state != At::Quoted,
            second: second.unwrap_or(next),
            next,
            ends,
        }
    }
}

/// Whether an end of a line stands before `next`.
fn ended(text: &[u8], next: usize) -> bool {
    next.checked_sub(1).and_then(|last| text.get(last)) == Some(&b'\n')
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        loop {
            match self.text.get(self.at)? {
                b'\n' => self.line = self.line.saturating_add(1),
                b'\r' => {}
                _ => break,
            }
            self.at = self.at.saturating_add(1);
        }
        let mut row = self.row(self.at, true);
        if !row.closed {
            row = Row { closed: false, ..self.row(self.at, false) };
        }
        self.at = row.next;
        self.line = self.line.saturating_add(row.ends);
        Some(row)
    }
}

/// A text as spreadsheets save it: in UTF-8, or in UTF-16 with the mark that says so. Nothing when it is neither.
#[must_use]
pub fn decoded(bytes: &[u8]) -> Option<String> {
    let units = |read: fn([u8; 2]) -> u16, rest: &[u8]| {
        let pairs = rest.chunks_exact(2);
        if !pairs.remainder().is_empty() {
            return None;
        }
        let units: Vec<u16> = pairs.filter_map(|pair| <[u8; 2]>::try_from(pair).ok()).map(read).collect();
        String::from_utf16(&units).ok()
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => units(u16::from_le_bytes, rest),
        [0xfe, 0xff, rest @ ..] => units(u16::from_be_bytes, rest),
        [0xef, 0xbb, 0xbf, rest @ ..] | rest => std::str::from_utf8(rest).ok().map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(u64, u64, Vec<String>, bool)> {
        Rows::of(text.as_bytes(), b',')
            .map(|row| (row.number, row.lines, row.cells.unwrap(), row.closed))
            .collect()
    }

    fn row(number: u64, lines: u64, cells: &[&str], closed: bool) -> (u64, u64, Vec<String>, bool) {
        (number, lines, cells.iter().map(|cell| (*cell).to_owned()).collect(), closed)
    }

    #[test]
    fn marks_and_ends_of_lines_are_read_as_spreadsheets_write_them() {
        let text = "a, b \r\n\r\n\"x, \"\"y\"\"\",\"one\ntwo\",z\r\nlast,\n";
        let expected = [
            row(1, 1, &["a", "b"], true),
            row(3, 2, &["x, \"y\"", "one\ntwo", "z"], true),
            row(5, 1, &["last", ""], true),
        ];
        assert_eq!(read(text), expected);
        assert_eq!(read("a\rb"), [row(1, 1, &["a"], true), row(1, 1, &["b"], true)]);
    }

    #[test]
    fn a_mark_that_is_never_closed_costs_its_own_line_only() {
        let expected =
            [row(1, 1, &["a", "\"b"], false), row(2, 1, &["c", "d"], true), row(3, 1, &["e"], true)];
        assert_eq!(read("a,\"b\nc,d\ne"), expected);
        let long = format!("\"a\n{}b\"\nlast", "x\n".repeat(9));
        assert_eq!(read(&long).len(), 12, "it is closed too far away");
    }

    #[test]
    fn rows_have_a_hundred_cells_at_most() {
        let wide: Vec<_> = Rows::of(",".repeat(1_000_000).as_bytes(), b',').collect();
        assert!(wide.len() == 1 && wide[0].wide);
        assert!(wide[0].cells.as_ref().unwrap().len() <= MOST_CELLS);
        let widest: Vec<_> = Rows::of(",".repeat(MOST_CELLS - 1).as_bytes(), b',').collect();
        assert!(!widest[0].wide);
        assert_eq!(widest[0].cells.as_ref().unwrap().len(), MOST_CELLS);
    }

    #[test]
    fn texts_of_spreadsheets_are_decoded_by_their_mark() {
        let utf16 = |swap: bool| -> Vec<u8> {
            let units = "\u{feff}Ngày\tCó".encode_utf16();
            units.flat_map(|unit| if swap { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        };
        for bytes in [utf16(false), utf16(true), "\u{feff}Ngày\tCó".into(), "Ngày\tCó".into()] {
            assert_eq!(decoded(&bytes).as_deref(), Some("Ngày\tCó"));
        }
        for broken in [&b"\xff\xfea"[..], b"\xff\xfe\x00\xd8", b"\xe0"] {
            assert_eq!(decoded(broken), None);
        }
    }
}
