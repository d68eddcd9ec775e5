//! The province's rules of the clock: new ones are added for a day to come; those that hold or have held stay as they were, since promises
//! were made under them.

use chrono::NaiveTime;

use super::{context::App, error::Error, recount};
use crate::{
    domain::{
        actor::Actor,
        calendar,
        clock_rules::ClockRules,
        party::FieldError,
        policy::{self, Right},
    },
    store::{
        self,
        audit::{Change, SubjectKind, What},
    },
};

/// The subject of these changes in the audit.
pub const SUBJECT: &str = "province";

/// Sets the rules from a day to come on; the same twice is the same as once. Rules that are still to come are replaced.
/// # Errors
/// [`Error::Fields`] (`valid_from`, `cut_off`, `response_minutes`, `soon_percent`, `reschedules`, `legal_basis`) with everything to mend,
/// [`Error::Forbidden`].
pub async fn set(app: &App, actor: &Actor, rules: &ClockRules) -> Result<(), Error> {
    if !policy::has_right(actor, Right::ManageClock) {
        return Err(Error::Forbidden);
    }
    let now = app.clock.now();
    let faults: Vec<(&'static str, FieldError)> = [
        ("valid_from", FieldError::ComingDate, rules.valid_from <= calendar::local(now).date()),
        ("cut_off", FieldError::Time, rules.convention.cut_off == NaiveTime::MIN),
        ("response_minutes", FieldError::Number, !(1..=14_400).contains(&rules.response_minutes)),
        ("soon_percent", FieldError::Number, !(1..=100).contains(&rules.soon_percent)),
        ("reschedules", FieldError::Number, rules.reschedules > 9),
        ("legal_basis", FieldError::Required, rules.legal_basis.is_empty()),
    ]
    .into_iter()
    .filter(|(_, _, wrong)| *wrong)
    .map(|(field, error, _)| (field, error))
    .collect();
    if !faults.is_empty() {
        return Err(Error::Fields(faults));
    }
    let mut tx = app.db.begin().await?;
    let known = store::clock_rule::current(&mut tx).await?;
    let before = known.iter().find(|known| known.valid_from == rules.valid_from);
    if before == Some(rules) {
        return Ok(());
    }
    store::clock_rule::put(&mut tx, rules).await?;
    // What is due soon is stored: it follows on the day.
    let begins = calendar::instant(rules.valid_from.and_time(NaiveTime::MIN));
    for calendar in store::calendar::keys(&mut tx).await? {
        let task = recount::Task::of_rules(&calendar, rules.valid_from);
        recount::put(&mut tx, &task, begins, now).await?;
    }
    let value = |rules: &ClockRules| {
        serde_json::to_value(rules).map_err(|error| Error::Internal(format!("rules: {error}")))
    };
    let change = Change {
        by: Some(actor.id),
        subject: SubjectKind::ClockRule,
        id: SUBJECT,
        what: if before.is_some() { What::Edited } else { What::Added },
        before: before.map(value).transpose()?,
        after: Some(value(rules)?),
    };
    store::audit::note(&mut tx, &change, now).await?;
    tx.commit().await?;
    app.cache.reload(&app.db).await?;
    Ok(())
}
