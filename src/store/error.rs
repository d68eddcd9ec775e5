//! What can go wrong between us and Postgres.

use uuid::Uuid;

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database did not answer in time, or the connection broke: try again later.
    #[error("the database is not available")]
    Unavailable(#[source] sqlx::Error),
    /// A row that cannot be read as what it should be.
    #[error("row {row} of {table} has an unreadable {column}")]
    Corrupt {
        /// Table.
        table: &'static str,
        /// Column.
        column: &'static str,
        /// Which row.
        row: String,
    },
    /// A unique key is taken: the same thing was stored before.
    #[error("{constraint} is taken")]
    Taken {
        /// Name of the constraint.
        constraint: String,
    },
    /// Any other answer of the database.
    #[error("the database refused")]
    Sql(#[source] sqlx::Error),
}

impl Error {
    /// A row that cannot be read.
    #[must_use]
    pub fn corrupt(table: &'static str, column: &'static str, row: impl std::fmt::Display) -> Self {
        Self::Corrupt { table, column, row: row.to_string() }
    }

    /// Whether the unique key `constraint` was the reason.
    #[must_use]
    pub fn is_taken(&self, name: &str) -> bool {
        matches!(self, Self::Taken { constraint } if constraint == name)
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "sqlx's errors are many and not ours: what is not named is one kind"
)]
impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) | sqlx::Error::Tls(_) => {
                Self::Unavailable(error)
            }
            sqlx::Error::Database(db) if db.code().is_some_and(|c| c.starts_with("57P") || c.starts_with("08")) => {
                Self::Unavailable(error)
            }
            sqlx::Error::Database(db) if db.is_unique_violation() => {
                Self::Taken { constraint: db.constraint().unwrap_or_default().to_owned() }
            }
            _ => Self::Sql(error),
        }
    }
}

/// Reads a stored key back into its enum or code.
pub(crate) fn read<T>(value: Option<T>, table: &'static str, column: &'static str, row: Uuid) -> Result<T, Error> {
    value.ok_or_else(|| Error::corrupt(table, column, row))
}
