//! What an owner types for the answers that a request for supplement names, kept until it is sent. The dossier itself changes
//! only when `app::act` takes the supplement.

use super::{context::App, error::Error};
use crate::{
    domain::{actor::Actor, policy, procedure::Answers, status::Action},
    store::{self, dossier::Key},
};

/// Keeps what was typed as long as the supplement is still asked for; `false` when it is not (any more).
/// # Errors
/// [`Error::NotFound`] when the dossier is not to be seen, [`Error::Store`].
pub async fn keep(app: &App, actor: &Actor, key: &Key, typed: &Answers) -> Result<bool, Error> {
    let mut tx = app.db.begin().await?;
    let dossier =
        store::dossier::lock(&mut tx, &policy::scope(actor), key).await?.ok_or(Error::NotFound)?.dossier;
    if policy::permit(actor, &dossier.subject(), Action::Supplement).is_err() {
        return Ok(false);
    }
    store::supplement::keep_typed(&mut tx, dossier.id, typed).await?;
    tx.commit().await?;
    Ok(true)
}
