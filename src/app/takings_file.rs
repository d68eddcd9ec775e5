//! The payments behind a number of the figures as a file: written as it is read, a batch at a time, so that it may be as long as it likes.

use std::sync::Arc;

use futures_util::{Stream, stream};

use super::{context::App, error::Error, reference::Reference};
use crate::{
    domain::takings::{Kind, Slice},
    gateways::table::{self, Cell},
    i18n::{Locale, format::local, text},
    store::{
        queue::Cursor,
        takings::{Line, lines},
    },
};

/// Rows that are read at once.
const BATCH: u16 = 5_000;

/// What the file is written from.
pub struct TakingsFile {
    /// The portal.
    pub app: App,
    /// Which payments.
    pub slice: Slice,
    /// Names of agencies.
    pub reference: Arc<Reference>,
    /// In whose language.
    pub locale: Locale,
}

/// How far it is written.
enum At {
    Head,
    After(Cursor),
    End,
}

impl TakingsFile {
    /// The file, piece by piece: CSV with a head.
    /// # Errors
    /// As the store, in place of a piece; nothing comes after it.
    pub fn pieces(self) -> impl Stream<Item = Result<Vec<u8>, Error>> {
        stream::try_unfold((self, At::Head), |(file, at)| async move {
            let written = file.piece(at).await?;
            Ok(written.map(|(piece, at)| (piece, (file, at))))
        })
    }

    async fn piece(&self, at: At) -> Result<Option<(Vec<u8>, At)>, Error> {
        let after = match at {
            At::Head => {
                let heads = HEADS.map(|key| self.say(key)).to_vec();
                let head = [table::MARK.as_bytes(), &table::csv_rows([heads])?].concat();
                return Ok(Some((head, At::After(Cursor::START))));
            }
            At::After(after) => after,
            At::End => return Ok(None),
        };
        let (found, next) = lines(&self.app.db, &self.slice, after, BATCH).await?;
        let piece = table::csv_rows(found.iter().map(|line| self.cells(line)))?;
        Ok(Some((piece, next.map_or(At::End, At::After))))
    }

    fn say(&self, key: &str) -> Cell {
        Cell::Text(text(self.locale, key, &[]))
    }

    /// What went back is less than nothing, so that the column adds up to what is left.
    fn cells(&self, line: &Line) -> Vec<Cell> {
        let row = &line.row;
        let (amount, what) = if row.is_back() {
            (-row.amount.dong(), Kind::Refunds)
        } else {
            (row.amount.dong(), Kind::Payments)
        };
        vec![
            Cell::text(row.on.to_string()),
            Cell::text(local(line.at).format("%H:%M:%S").to_string()),
            Cell::text(line.code.as_str()),
            self.say(&format!("figures-what-{what}")),
            Cell::Number(amount),
            self.say(&format!("cash-source-{}", row.origin())),
            Cell::text(row.agency.as_str()),
            Cell::text(self.reference.short_name(row.agency.as_str())),
            self.say(&format!("figures-level-{}", row.level)),
            Cell::text(row.field.as_str()),
        ]
    }
}

const HEADS: [&str; 10] = [
    "figures-day",
    "figures-time",
    "desk-column-code",
    "figures-what",
    "cash-amount",
    "cash-source",
    "figures-agency-code",
    "cash-agency",
    "figures-by-level",
    "figures-by-field",
];
