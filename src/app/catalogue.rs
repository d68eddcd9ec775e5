//! The catalogue's life: a change makes a new draft version, a draft without gaps is published, a procedure is taken out of
//! service. Running dossiers keep the version they were filed under. Every step leaves a row in the audit.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::{context::App, error::Error, reference::Reference, secrets};
use crate::{
    domain::{
        actor::Actor,
        calendar,
        ids::{ProcedureCode, ProcedureVersionId},
        policy::{self, Right},
        procedure::Procedure,
        publish::{self, Gap, Yardstick},
        status::Channel,
    },
    store::{
        self,
        audit::{Change, SubjectKind, What},
        procedure::{Head, NewVersion},
        tx::Tx,
    },
};

/// What identifies the content of a version: two versions with the same facts have the same hash.
/// # Errors
/// [`Error::Internal`] never happens: a procedure always becomes JSON.
pub fn content_hash(procedure: &Procedure) -> Result<Vec<u8>, Error> {
    let json = serde_json::to_vec(procedure).map_err(|e| Error::Internal(e.to_string()))?;
    Ok(Sha256::digest(&json).to_vec())
}

/// What keeps `procedure` from being published today, under the time policies in force.
#[must_use]
pub fn gaps(procedure: &Procedure, reference: &Reference, now: DateTime<Utc>) -> Vec<Gap> {
    let today = calendar::local(now).date();
    let faster = reference
        .time_cuts
        .iter()
        .filter(|cut| cut.holds(Channel::Online, today))
        .map(|cut| cut.percent)
        .max();
    let by = Yardstick { online_faster: faster.unwrap_or(0), ..Yardstick::on(today) };
    publish::incomplete(procedure, by)
}

/// Saves `procedure` as a new draft version, made from the version `base`; says whether anything changed.
/// # Errors
/// [`Error::Changed`] when `base` is no longer the one to edit, [`Error::Forbidden`], [`Error::NotFound`].
pub async fn save_draft(
    app: &App,
    actor: &Actor,
    base: ProcedureVersionId,
    procedure: &Procedure,
) -> Result<bool, Error> {
    may_manage(actor)?;
    let now = app.clock.now();
    let reference = app.reference().await?;
    let mut tx = app.db.begin().await?;
    let head = head(&mut tx, &procedure.code).await?;
    if head.draft.or(head.published) != Some(base) {
        return Err(Error::Changed);
    }
    let old = app.version_in(&mut tx, base.uuid()).await?;
    if *old == *procedure {
        return Ok(false);
    }
    let gaps =
        serde_json::to_value(gaps(procedure, &reference, now)).map_err(|e| Error::Internal(e.to_string()))?;
    let version = NewVersion {
        id: ProcedureVersionId::new(secrets::new_id(now)),
        number: head.number + 1,
        procedure,
        hash: &content_hash(procedure)?,
        gaps: &gaps,
        by: Some(actor.id),
    };
    store::procedure::put_draft(&mut tx, &version, now).await?;
    let (before, after) = differences(&old, procedure)?;
    note(&mut tx, actor, &procedure.code, (What::Drafted, before, after), now).await?;
    tx.commit().await?;
    Ok(true)
}

/// Publishes the draft version `draft`.
/// # Errors
/// [`Error::Incomplete`] with every gap, [`Error::Changed`] when it is no longer the draft, [`Error::Forbidden`].
pub async fn publish(
    app: &App,
    actor: &Actor,
    code: &ProcedureCode,
    draft: ProcedureVersionId,
) -> Result<(), Error> {
    may_manage(actor)?;
    let now = app.clock.now();
    let reference = app.reference().await?;
    let mut tx = app.db.begin().await?;
    let head = head(&mut tx, code).await?;
    if head.draft != Some(draft) {
        return Err(Error::Changed);
    }
    let procedure = app.version_in(&mut tx, draft.uuid()).await?;
    let gaps = gaps(&procedure, &reference, now);
    if !gaps.is_empty() {
        return Err(Error::Incomplete(gaps));
    }
    store::procedure::publish(&mut tx, draft, &procedure, now).await?;
    let before = json!({ "version": head.published });
    let after = json!({ "version": draft });
    note(&mut tx, actor, code, (What::Published, before, after), now).await?;
    Ok(tx.commit().await?)
}

/// Throws the draft version `draft` away; the published version is what is edited next.
/// # Errors
/// [`Error::Changed`] when it is no longer the draft or nothing is published, [`Error::Forbidden`].
pub async fn discard_draft(
    app: &App,
    actor: &Actor,
    code: &ProcedureCode,
    draft: ProcedureVersionId,
) -> Result<(), Error> {
    may_manage(actor)?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let head = head(&mut tx, code).await?;
    if head.draft != Some(draft) || head.published.is_none() {
        return Err(Error::Changed);
    }
    store::procedure::drop_draft(&mut tx, code, now).await?;
    let (before, after) = (json!({ "version": draft }), json!({ "version": head.published }));
    note(&mut tx, actor, code, (What::Discarded, before, after), now).await?;
    Ok(tx.commit().await?)
}

/// Takes a procedure out of service: nobody can file it any more, running dossiers go on.
/// # Errors
/// [`Error::Changed`] when `published` is no longer the published version, [`Error::Forbidden`].
pub async fn suspend(
    app: &App,
    actor: &Actor,
    code: &ProcedureCode,
    published: ProcedureVersionId,
) -> Result<(), Error> {
    may_manage(actor)?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let head = head(&mut tx, code).await?;
    if head.published != Some(published) {
        return Err(Error::Changed);
    }
    store::procedure::unpublish(&mut tx, code, now).await?;
    let before = json!({ "version": published });
    let after = json!({ "version": null });
    note(&mut tx, actor, code, (What::Suspended, before, after), now).await?;
    Ok(tx.commit().await?)
}

fn may_manage(actor: &Actor) -> Result<(), Error> {
    if policy::has_right(actor, Right::ManageProcedures) { Ok(()) } else { Err(Error::Forbidden) }
}

async fn head(tx: &mut Tx, code: &ProcedureCode) -> Result<Head, Error> {
    store::procedure::lock(tx, code).await?.ok_or(Error::NotFound)
}

async fn note(
    tx: &mut Tx,
    actor: &Actor,
    code: &ProcedureCode,
    (what, before, after): (What, Value, Value),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let change = Change {
        by: Some(actor.id),
        subject: SubjectKind::Procedure,
        id: code.as_str(),
        what,
        before: Some(before),
        after: Some(after),
    };
    Ok(store::audit::note(tx, &change, now).await?)
}

/// The facts that differ, as they were and as they are.
fn differences(old: &Procedure, new: &Procedure) -> Result<(Value, Value), Error> {
    let facts = |p: &Procedure| match serde_json::to_value(p) {
        Ok(Value::Object(facts)) => Ok(facts),
        Ok(_) => Err(Error::Internal("a procedure is an object".to_owned())),
        Err(e) => Err(Error::Internal(e.to_string())),
    };
    let (old, new) = (facts(old)?, facts(new)?);
    let (mut before, mut after) = (Map::new(), Map::new());
    for (key, value) in &new {
        if old.get(key) != Some(value) {
            before.insert(key.clone(), old.get(key).cloned().unwrap_or_default());
            after.insert(key.clone(), value.clone());
        }
    }
    Ok((Value::Object(before), Value::Object(after)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn procedure() -> Procedure {
        serde_json::from_value(json!({
            "code": "1.013225", "name": "Cấp giấy phép xây dựng", "field": "Xây dựng", "levels": ["commune"],
            "audiences": ["citizen"], "online": "full", "settler": "commune", "clock_policy": "pause",
            "result": "Giấy phép", "channels": [], "cases": []
        }))
        .unwrap()
    }

    #[test]
    fn the_audit_keeps_only_what_differs() {
        let old = procedure();
        let new = Procedure { result: "Giấy phép xây dựng".to_owned(), ..old.clone() };
        let (before, after) = differences(&old, &new).unwrap();
        assert_eq!(before, json!({ "result": "Giấy phép" }));
        assert_eq!(after, json!({ "result": "Giấy phép xây dựng" }));
    }

    #[test]
    fn the_hash_follows_the_facts_and_nothing_else() {
        let one = procedure();
        let other = Procedure { field: "Nhà ở".to_owned(), ..one.clone() };
        assert_eq!(content_hash(&one).unwrap(), content_hash(&one.clone()).unwrap());
        assert_ne!(content_hash(&one).unwrap(), content_hash(&other).unwrap());
    }
}
