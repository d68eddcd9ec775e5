//! Nothing is typed twice: a form that comes with a session that has ended is kept for a short while and given back to the
//! same person after signing in. To anybody else it is not there.

use chrono::Duration;

use super::{context::App, error::Error, secrets};
use crate::{
    domain::actor::Actor,
    store::{self, held_form::HeldForm},
};

/// How long a form waits for its owner.
pub const MINUTES: i64 = 60;
/// The largest form that is kept, in bytes of its values.
const MOST: usize = 128 * 1024;

/// Keeps `form` for whoever `session` belonged to; gives the token for the cookie. `None` when it was nobody's, when the
/// form is too large, and when it holds a password.
/// # Errors
/// [`Error::Store`].
pub async fn keep(app: &App, session: &str, form: &HeldForm) -> Result<Option<String>, Error> {
    let size: usize = form.fields.iter().map(|(name, value)| name.len() + value.len()).sum();
    let secret = form.fields.iter().any(|(name, _)| name.contains("password"));
    if size > MOST || secret {
        return Ok(None);
    }
    let Some(account) = store::held_form::owner(&app.db, &secrets::digest(session)).await? else {
        return Ok(None);
    };
    let token = secrets::token();
    let until = app.clock.now() + Duration::minutes(MINUTES);
    let mut tx = app.db.begin().await?;
    store::held_form::keep(&mut tx, &secrets::digest(&token), account, form, until).await?;
    tx.commit().await?;
    Ok(Some(token))
}

/// What waits under `token` for this person.
/// # Errors
/// [`Error::Store`].
pub async fn find(app: &App, actor: &Actor, token: &str) -> Result<Option<HeldForm>, Error> {
    Ok(store::held_form::find(&app.db, &secrets::digest(token), actor.id, app.clock.now()).await?)
}
