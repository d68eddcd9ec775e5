//! What was typed into a page that edits rows: single fields, and tables whose columns are named `table.column` (one value a
//! row, in order) or `table#column` (boxes that are ticked, each sends the number of its row). Reading rows, adding, removing
//! and moving them, and giving them back after an error is done here for every such page. What a value means is the page's.

use std::{borrow::Borrow, collections::BTreeMap};

use crate::{
    domain::party::{self, FieldError},
    i18n::Message,
    web::form::FieldErrors,
};

/// Name of the buttons that change rows. Their values are `add:table`, `up:table:row`, `down:table:row`, `remove:table:row`.
const CHANGE: &str = "do";
/// More rows than anybody types into one table.
const MOST_ROWS: usize = 300;

/// Everything that was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet(BTreeMap<String, Vec<String>>);

impl Sheet {
    /// What was sent.
    #[must_use]
    pub fn sent(pairs: Vec<(String, String)>) -> Self {
        let mut sheet = Self::default();
        for (name, value) in pairs {
            sheet.0.entry(name).or_default().push(value);
        }
        sheet
    }

    /// Sets a single field.
    pub fn put(&mut self, name: &str, value: impl Into<String>) {
        self.0.insert(name.to_owned(), vec![value.into()]);
    }

    /// Sets a field with several values: boxes of one group.
    pub fn put_all(&mut self, name: &str, values: impl IntoIterator<Item = &'static str>) {
        self.0.insert(name.to_owned(), values.into_iter().map(str::to_owned).collect());
    }

    /// Adds a row with these cells; gives its number.
    pub fn push(&mut self, table: &str, cells: &[(&str, String)]) -> usize {
        let row = self.count(table);
        for (column, value) in cells {
            self.set(table, column, row, value);
        }
        row
    }

    /// Sets one cell.
    pub fn set(&mut self, table: &str, column: &str, row: usize, value: &str) {
        let cells = self.0.entry(format!("{table}.{column}")).or_default();
        if cells.len() <= row {
            cells.resize(row + 1, String::new());
        }
        if let Some(cell) = cells.get_mut(row) {
            value.clone_into(cell);
        }
    }

    /// Ticks a box of a row.
    pub fn tick(&mut self, table: &str, column: &str, row: usize) {
        self.0.entry(format!("{table}#{column}")).or_default().push(row.to_string());
    }

    /// A single field as it was typed.
    #[must_use]
    pub fn raw(&self, name: &str) -> &str {
        self.0.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// A single field, tidied.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        party::tidy(self.raw(name))
    }

    /// A single field that may be missing.
    #[must_use]
    pub fn optional(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    /// The entries of a single field, one a line, without empty ones.
    #[must_use]
    pub fn lines(&self, name: &str) -> Vec<String> {
        lines(self.raw(name))
    }

    /// Every value of a group of boxes.
    #[must_use]
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// The cell `table.column` of a row as it was typed; empty when it was not sent.
    #[must_use]
    pub fn cell(&self, name: &str, row: impl Borrow<usize>) -> &str {
        self.0.get(name).and_then(|cells| cells.get(*row.borrow())).map_or("", String::as_str)
    }

    /// Whether the box `table#column` of a row is ticked.
    #[must_use]
    pub fn ticked(&self, name: &str, row: impl Borrow<usize>) -> bool {
        let wanted = row.borrow().to_string();
        self.all(name).contains(&wanted)
    }

    /// How many rows a table has.
    #[must_use]
    pub fn count(&self, table: &str) -> usize {
        let of = |name: &str| name.strip_prefix(table).is_some_and(|rest| rest.starts_with('.'));
        let longest = self.0.iter().filter(|(name, _)| of(name)).map(|(_, cells)| cells.len()).max();
        longest.unwrap_or(0).min(MOST_ROWS)
    }

    /// The rows of a table.
    pub fn rows<'a>(&'a self, table: &'a str) -> impl Iterator<Item = Row<'a>> {
        (0..self.count(table)).map(move |number| Row { sheet: self, table, number })
    }

    /// Does what the button says that was pressed; `false` when it was none of those that change rows. A new row is empty but
    /// for its `handle`, by which rows of other tables can point at it.
    pub fn change(&mut self) -> bool {
        let pressed = self.0.remove(CHANGE).and_then(|values| values.into_iter().next()).unwrap_or_default();
        let mut parts = pressed.split(':');
        let (Some(what), Some(table)) = (parts.next(), parts.next()) else {
            return false;
        };
        let count = self.count(table);
        let row = parts.next().and_then(|row| row.parse::<usize>().ok()).filter(|row| *row < count);
        match (what, row) {
            ("add", None) if count < MOST_ROWS => {
                let handle = self.free_handle(table);
                self.push(table, &[("handle", handle)]);
            }
            ("up", Some(row)) if row > 0 => self.swap(table, row, row - 1),
            ("down", Some(row)) if row + 1 < count => self.swap(table, row, row + 1),
            ("remove", Some(row)) => self.remove(table, row, count),
            _ => {}
        }
        true
    }

    fn free_handle(&self, table: &str) -> String {
        let name = format!("{table}.handle");
        let taken = self.all(&name);
        (1..=taken.len() + 1).map(|n| format!("+{n}")).find(|h| !taken.contains(h)).unwrap_or_default()
    }

    fn swap(&mut self, table: &str, one: usize, other: usize) {
        let most = one.max(other);
        self.each_column(
            table,
            |cells| {
                if cells.len() <= most {
                    cells.resize(most + 1, String::new());
                }
                cells.swap(one, other);
            },
            |row| match row {
                row if row == one => Some(other),
                row if row == other => Some(one),
                row => Some(row),
            },
        );
    }

    fn remove(&mut self, table: &str, row: usize, count: usize) {
        self.each_column(
            table,
            |cells| {
                cells.resize(count, String::new());
                cells.remove(row);
            },
            |each| match each.cmp(&row) {
                std::cmp::Ordering::Less => Some(each),
                std::cmp::Ordering::Equal => None,
                std::cmp::Ordering::Greater => Some(each - 1),
            },
        );
    }

    fn each_column(
        &mut self,
        table: &str,
        cells: impl Fn(&mut Vec<String>),
        ticks: impl Fn(usize) -> Option<usize>,
    ) {
        for (name, values) in &mut self.0 {
            match name.strip_prefix(table).and_then(|rest| rest.chars().next()) {
                Some('.') => cells(values),
                Some('#') => {
                    let moved = values.iter().filter_map(|row| row.parse().ok()).filter_map(&ticks);
                    *values = moved.map(|row| row.to_string()).collect();
                }
                Some(_) | None => {}
            }
        }
    }
}

/// One entry a line, without empty ones.
#[must_use]
pub fn lines(typed: &str) -> Vec<String> {
    party::tidy(typed).lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect()
}

/// One row of a table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    sheet: &'a Sheet,
    table: &'a str,
    /// Its number, from 0.
    pub number: usize,
}

impl Row<'_> {
    /// A cell as it was typed.
    #[must_use]
    pub fn raw(&self, column: &str) -> &str {
        self.sheet.cell(&format!("{}.{column}", self.table), self.number)
    }

    /// A cell, tidied.
    #[must_use]
    pub fn text(&self, column: &str) -> String {
        party::tidy(self.raw(column))
    }

    /// A cell that may be missing.
    #[must_use]
    pub fn optional(&self, column: &str) -> Option<String> {
        Some(self.text(column)).filter(|text| !text.is_empty())
    }

    /// Whether a box is ticked.
    #[must_use]
    pub fn ticked(&self, column: &str) -> bool {
        self.sheet.ticked(&format!("{}#{column}", self.table), self.number)
    }

    /// The key that the row had before; empty for a new one.
    #[must_use]
    pub fn had(&self) -> String {
        Some(self.text("handle")).filter(|handle| !handle.starts_with('+')).unwrap_or_default()
    }

    /// Where an error of a cell is noted.
    #[must_use]
    pub fn at(&self, column: &str) -> String {
        format!("{}.{column}-{}", self.table, self.number)
    }

    /// The value of a cell, or its error noted.
    pub fn read<T>(
        &self,
        errors: &mut FieldErrors,
        column: &str,
        parse: impl FnOnce(&str) -> Result<T, FieldError>,
    ) -> Option<T> {
        let read = parse(&self.text(column));
        if read.as_ref().err() == Some(&FieldError::Date) {
            // A day is one field here, and no three.
            errors.add(&self.at(column), Message::new("admin-day-typed"));
        }
        errors.take(&self.at(column), read)
    }

    /// The name of the row. A new row without one is left out, unless a box is ticked in it or something stands in one of
    /// `others`: then a name is wanted. A row that was there before always wants one: who means to take it out says so.
    pub fn name(&self, errors: &mut FieldErrors, column: &str, others: &[&str]) -> Option<String> {
        let name = self.optional(column);
        let is_filled = || others.iter().any(|other| !self.text(other).is_empty());
        if name.is_none() && (!self.had().is_empty() || self.is_ticked() || is_filled()) {
            errors.add(&self.at(column), Message::new("admin-row-without-name"));
        }
        name
    }

    /// Whether any box of the row is ticked.
    fn is_ticked(&self) -> bool {
        let table = format!("{}#", self.table);
        let number = self.number.to_string();
        self.sheet.0.iter().any(|(name, rows)| name.starts_with(&table) && rows.contains(&number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(pressed: &str) -> Sheet {
        let mut sheet = Sheet::default();
        for name in ["a", "b", "c"] {
            sheet.push("step", &[("handle", name.to_owned()), ("name", name.to_uppercase())]);
        }
        sheet.tick("step", "last", 2);
        sheet.push("stepping", &[("name", "other".to_owned())]);
        sheet.put(CHANGE, pressed);
        sheet
    }

    fn names(sheet: &Sheet) -> String {
        sheet.rows("step").map(|row| row.text("name")).collect()
    }

    #[test]
    fn rows_move_with_their_ticks_and_other_tables_stay() {
        for (pressed, wanted, ticked) in [
            ("up:step:2", "ACB", Some(1)),
            ("down:step:0", "BAC", Some(2)),
            ("remove:step:0", "BC", Some(1)),
            ("remove:step:2", "AB", None),
            ("up:step:0", "ABC", Some(2)),
            ("down:step:2", "ABC", Some(2)),
            ("remove:step:9", "ABC", Some(2)),
        ] {
            let mut sheet = sheet(pressed);
            assert!(sheet.change(), "{pressed}");
            assert_eq!(names(&sheet), wanted, "{pressed}");
            let found = sheet.rows("step").find(|row| row.ticked("last")).map(|row| row.number);
            assert_eq!(found, ticked, "{pressed}");
            assert_eq!(sheet.count("stepping"), 1);
        }
    }

    #[test]
    fn a_new_row_is_empty_and_has_a_handle_of_its_own() {
        let mut sheet = sheet("add:step");
        assert!(sheet.change());
        sheet.put(CHANGE, "add:step");
        assert!(sheet.change());
        let handles: Vec<String> = sheet.rows("step").map(|row| row.text("handle")).collect();
        assert_eq!(handles, ["a", "b", "c", "+1", "+2"]);
        assert!(sheet.rows("step").skip(3).all(|row| row.had().is_empty() && row.text("name").is_empty()));
        assert!(!sheet.change(), "nothing was pressed");
    }

    #[test]
    fn cells_that_were_not_sent_do_not_shift_the_others() {
        let mut sheet = sheet("");
        sheet.push("step", &[("handle", "d".to_owned()), ("note", "of d".to_owned())]);
        let notes: Vec<String> = sheet.rows("step").map(|row| row.text("note")).collect();
        assert_eq!(notes, ["", "", "", "of d"]);
    }

    #[test]
    fn a_row_that_was_there_or_has_a_tick_wants_a_name_and_an_empty_new_one_does_not() {
        let mut sheet = Sheet::default();
        sheet.push("step", &[("handle", "ky".to_owned()), ("name", String::new())]);
        sheet.push("step", &[("handle", "+1".to_owned()), ("name", String::new())]);
        sheet.push("step", &[("handle", "+2".to_owned()), ("name", String::new())]);
        sheet.tick("step", "last", 2);
        let mut errors = FieldErrors::none();
        assert!(sheet.rows("step").all(|row| row.name(&mut errors, "name", &["note"]).is_none()));
        let wrong: Vec<&str> = errors.iter().map(|(name, _)| name).collect();
        assert_eq!(wrong, ["step.name-0", "step.name-2"]);
    }

    #[test]
    fn a_row_with_something_in_it_wants_a_name() {
        let mut sheet = Sheet::default();
        sheet.push("step", &[("name", String::new()), ("note", "x".to_owned())]);
        sheet.push("step", &[("name", "  ".to_owned()), ("note", String::new())]);
        let mut errors = FieldErrors::none();
        assert!(sheet.rows("step").all(|row| row.name(&mut errors, "name", &["note"]).is_none()));
        assert_eq!(errors.len(), 1);
        assert!(errors.get("step.name-0").is_some());
    }
}
