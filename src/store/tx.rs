//! The pool and the transaction, as types of our own: a read takes `&Db`, a write takes `&mut Tx`.

use std::time::Duration;

use sqlx::{
    Executor as _, PgPool, Postgres, Transaction,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use super::error::Error;

/// The database, for reads and for beginning transactions.
#[derive(Clone, Debug)]
pub struct Db(PgPool);

impl Db {
    /// A pool of at most `connections`. Waiting for a free one fails after 3 s, so that a page can say 503.
    /// # Errors
    /// [`Error::Unavailable`] when no connection can be made.
    pub async fn connect(options: PgConnectOptions, connections: u32) -> Result<Self, Error> {
        let pool = PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(Duration::from_secs(3))
            .connect_with(options)
            .await?;
        Ok(Self(pool))
    }

    /// Wraps a pool made elsewhere (tests).
    #[must_use]
    pub const fn from_pool(pool: PgPool) -> Self {
        Self(pool)
    }

    /// Begins a transaction.
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn begin(&self) -> Result<Tx, Error> {
        Ok(Tx(self.0.begin().await?))
    }

    /// Begins a transaction in which every statement sees the same moment and none changes anything.
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn snapshot(&self) -> Result<Tx, Error> {
        Ok(Tx(self.0.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?))
    }

    /// Applies the migrations that are missing.
    /// # Errors
    /// [`Error::Sql`] when one fails or the database has others than this program knows.
    pub async fn migrate(&self) -> Result<(), Error> {
        MIGRATOR.run(&self.0).await.map_err(|e| Error::Sql(sqlx::Error::Migrate(Box::new(e))))
    }

    /// Applies the migrations of a folder as it stands now: for developers, whose program knows only those it was built with.
    /// # Errors
    /// [`Error::Sql`] when the folder cannot be read or one fails.
    pub async fn migrate_from(&self, folder: &std::path::Path) -> Result<(), Error> {
        let failed = |e: sqlx::migrate::MigrateError| Error::Sql(sqlx::Error::Migrate(Box::new(e)));
        let migrator = sqlx::migrate::Migrator::new(folder).await.map_err(failed)?;
        migrator.run(&self.0).await.map_err(failed)
    }

    /// How many migrations are still to be applied.
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn pending_migrations(&self) -> Result<usize, Error> {
        let applied = sqlx::query_scalar!(r#"SELECT count(*) AS "n!" FROM _sqlx_migrations WHERE success"#)
            .fetch_one(&self.0)
            .await?;
        Ok(MIGRATOR.iter().count().saturating_sub(usize::try_from(applied).unwrap_or(0)))
    }

    /// Whether the database answers.
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn ping(&self) -> Result<(), Error> {
        sqlx::query_scalar!(r#"SELECT 1 AS "one!""#).fetch_one(&self.0).await?;
        Ok(())
    }

    /// Closes every connection.
    pub async fn close(&self) {
        self.0.close().await;
    }

    pub(crate) const fn pool(&self) -> &PgPool {
        &self.0
    }
}

/// The migrations of this program.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!();

/// A transaction. Dropped without [`Tx::commit`], nothing happened.
#[must_use = "a transaction that is not committed changes nothing"]
#[derive(Debug)]
pub struct Tx(Transaction<'static, Postgres>);

impl Tx {
    /// Makes everything since `begin` lasting.
    /// # Errors
    /// [`Error::Unavailable`] when the database went away: then nothing was changed.
    pub async fn commit(self) -> Result<(), Error> {
        Ok(self.0.commit().await?)
    }

    /// Begins a part that can be undone alone. One at a time.
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn begin_part(&mut self) -> Result<(), Error> {
        self.0.execute("SAVEPOINT part").await?;
        Ok(())
    }

    /// Keeps the part.
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn keep_part(&mut self) -> Result<(), Error> {
        self.0.execute("RELEASE SAVEPOINT part").await?;
        Ok(())
    }

    /// Undoes the part, whatever went wrong in it.
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn undo_part(&mut self) -> Result<(), Error> {
        self.0.execute("ROLLBACK TO SAVEPOINT part").await?;
        Ok(())
    }

    pub(crate) fn conn(&mut self) -> &mut sqlx::PgConnection {
        &mut self.0
    }
}
