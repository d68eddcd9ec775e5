//! Emptying the demo province, to begin anew.

use crate::{
    app::{context::App, error::Error},
    store,
};

/// Removes everything: people, procedures, dossiers and their history. What was uploaded stays in the object store, where the
/// same content is kept once.
/// # Errors
/// [`Error::Store`]; then nothing was removed.
pub async fn reset(app: &App) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    store::reset::everything(&mut tx).await?;
    tx.commit().await?;
    app.cache.reload(&app.db).await?;
    Ok(())
}
