//! The queues of those who settle: what I have in hand, what nobody has taken, what is due soon, what other agencies ask, and
//! the leader's overview. Row and page are those of `queue`.

use chrono::{DateTime, Utc};
use sqlx::types::Json;

use super::{
    error::Error,
    queue::{Ask, Page, QueueRow, queue_rows, seen},
    tx::Db,
};
use crate::domain::{
    actor::Actor,
    ledger::Ledger,
    policy::Scope,
    status::{Role, keyed},
};

keyed! {
    /// A queue of the desk.
    DeskQueue {
        /// What I have in hand.
        Mine = "cua-toi",
        /// Steps of my roles that nobody has taken.
        Free = "chua-nhan",
        /// Steps of my roles that are due soon or overdue.
        Soon = "sap-han",
        /// Opinions that other agencies ask of mine.
        Consultation = "phoi-hop",
        /// Everything my agency settles.
        Agency = "co-quan",
    }
}

/// The agencies and roles at which `actor` takes steps: two lists of the same length.
fn places(scope: &Scope, actor: &Actor) -> (Vec<String>, Vec<String>) {
    let (_, visible) = scope.person();
    actor
        .postings
        .iter()
        .filter(|p| matches!(p.role, Role::Specialist | Role::Leader | Role::Clerk))
        .map(|p| (p.agency.as_str().to_owned(), p.role.key().to_owned()))
        .filter(|(agency, _)| visible.contains(agency))
        .unzip()
}

/// The agencies that `actor` answers for when others ask, and those whose work they oversee.
fn asked_and_led(scope: &Scope, actor: &Actor) -> (Vec<String>, Vec<String>) {
    let mut asked = actor.agencies(Role::Specialist);
    asked.extend(actor.agencies(Role::Leader));
    asked.sort();
    asked.dedup();
    let mut led = asked.clone();
    led.extend(actor.agencies(Role::Clerk));
    led.sort();
    led.dedup();
    (seen(scope, &asked), seen(scope, &led))
}

/// A page of a queue of `actor` as it stands at `now`.
/// # Errors
/// [`Error::Unavailable`], [`Error::Corrupt`].
pub async fn desk(
    db: &Db,
    scope: &Scope,
    actor: &Actor,
    (queue, ask): (DeskQueue, &Ask),
    now: DateTime<Utc>,
) -> Result<Page, Error> {
    match queue {
        DeskQueue::Mine => mine(db, actor, ask).await,
        DeskQueue::Free => free(db, scope, actor, ask).await,
        DeskQueue::Soon => soon(db, scope, actor, ask, now).await,
        DeskQueue::Consultation => consultation(db, scope, actor, ask).await,
        DeskQueue::Agency => agency(db, scope, actor, ask).await,
    }
}

async fn mine(db: &Db, actor: &Actor, ask: &Ask) -> Result<Page, Error> {
    queue_rows!(
        db,
        ["(SELECT x.id, x.due_at AS sort_at FROM dossier x
              WHERE x.status = 'processing' AND x.holder_id = $1 AND (x.due_at, x.id) > ($2, $3) AND x.due_at < $4
                AND ($5 = '' OR vn_fold(x.code || ' ' || x.applicant_name) LIKE '%' || vn_fold($5) || '%')
              ORDER BY x.due_at, x.id LIMIT 51) q"],
        actor.id.uuid(),
        ask.after.at,
        ask.after.id,
        ask.before,
        ask.words,
    )
}

async fn free(db: &Db, scope: &Scope, actor: &Actor, ask: &Ask) -> Result<Page, Error> {
    let (agencies, roles) = places(scope, actor);
    queue_rows!(
        db,
        ["unnest($1::text[], $2::text[]) AS a (code, role) CROSS JOIN LATERAL (
              SELECT x.id, x.due_at AS sort_at FROM dossier x
              WHERE x.status = 'processing' AND x.holding_agency = a.code AND x.step_role = a.role
                AND x.holder_id IS NULL AND (x.due_at, x.id) > ($3, $4) AND x.due_at < $5
                AND ($6 = '' OR vn_fold(x.code || ' ' || x.applicant_name) LIKE '%' || vn_fold($6) || '%')
              ORDER BY x.due_at, x.id LIMIT 51) q"],
        &agencies,
        &roles,
        ask.after.at,
        ask.after.id,
        ask.before,
        ask.words,
    )
}

async fn soon(db: &Db, scope: &Scope, actor: &Actor, ask: &Ask, now: DateTime<Utc>) -> Result<Page, Error> {
    let (agencies, roles) = places(scope, actor);
    // dossier_soon finds them; they are few beside those on track, and shown by the appointment like every queue.
    queue_rows!(
        db,
        ["unnest($1::text[], $2::text[]) AS a (code, role) CROSS JOIN LATERAL (
              SELECT x.id, x.due_at AS sort_at FROM dossier x
              WHERE x.status = 'processing' AND x.holding_agency = a.code AND x.step_role = a.role
                AND x.soon_at <= $7 AND (x.due_at, x.id) > ($3, $4) AND x.due_at < $5
                AND ($6 = '' OR vn_fold(x.code || ' ' || x.applicant_name) LIKE '%' || vn_fold($6) || '%')
              ORDER BY x.due_at, x.id LIMIT 51) q"],
        &agencies,
        &roles,
        ask.after.at,
        ask.after.id,
        ask.before,
        ask.words,
        now,
    )
}

async fn consultation(db: &Db, scope: &Scope, actor: &Actor, ask: &Ask) -> Result<Page, Error> {
    let (asked, _) = asked_and_led(scope, actor);
    // Ordered by when the opinion is due; the cursor's identifier is the dossier's, as in every queue.
    queue_rows!(
        db,
        ["unnest($1::text[]) AS a (code) CROSS JOIN LATERAL (
              SELECT c.dossier_id AS id, c.due_at AS sort_at
              FROM consultation c
              JOIN dossier x ON x.id = c.dossier_id
              WHERE c.answered_at IS NULL AND c.agency = a.code AND (c.due_at, c.dossier_id) > ($2, $3)
                AND c.due_at < $4
                AND ($5 = '' OR vn_fold(x.code || ' ' || x.applicant_name) LIKE '%' || vn_fold($5) || '%')
              ORDER BY c.due_at, c.dossier_id LIMIT 51) q"],
        &asked,
        ask.after.at,
        ask.after.id,
        ask.before,
        ask.words,
    )
}

async fn agency(db: &Db, scope: &Scope, actor: &Actor, ask: &Ask) -> Result<Page, Error> {
    let (_, led) = asked_and_led(scope, actor);
    queue_rows!(
        db,
        ["unnest($1::text[]) AS a (code) CROSS JOIN LATERAL (
              SELECT x.id, x.due_at AS sort_at FROM dossier x
              WHERE x.status IN ('accepted', 'processing', 'supplement-requested', 'payment-requested')
                AND x.settling_agency = a.code AND (x.due_at, x.id) > ($2, $3) AND x.due_at < $4
                AND ($5 = '' OR vn_fold(x.code || ' ' || x.applicant_name) LIKE '%' || vn_fold($5) || '%')
              ORDER BY x.due_at, x.id LIMIT 51) q"],
        &led,
        ask.after.at,
        ask.after.id,
        ask.before,
        ask.words,
    )
}

/// How many dossiers stand in each queue of the desk, each counted up to `queue::MOST_COUNTED`.
#[derive(Clone, Debug)]
pub struct DeskCounts {
    mine: i64,
    free: i64,
    soon: i64,
    consultation: i64,
    agency: i64,
    /// Steps of my roles past the appointment.
    pub overdue: i64,
}

impl DeskCounts {
    /// Length of one queue.
    #[must_use]
    pub const fn of(&self, queue: DeskQueue) -> i64 {
        match queue {
            DeskQueue::Mine => self.mine,
            DeskQueue::Free => self.free,
            DeskQueue::Soon => self.soon,
            DeskQueue::Consultation => self.consultation,
            DeskQueue::Agency => self.agency,
        }
    }
}

/// The lengths of the queues of `actor` at `now`.
/// # Errors
/// [`Error::Unavailable`].
pub async fn desk_counts(
    db: &Db,
    scope: &Scope,
    actor: &Actor,
    now: DateTime<Utc>,
) -> Result<DeskCounts, Error> {
    let (agencies, roles) = places(scope, actor);
    let (asked, led) = asked_and_led(scope, actor);
    Ok(sqlx::query_as!(
        DeskCounts,
        r#"
        SELECT (SELECT count(*) FROM (SELECT FROM dossier
                WHERE status = 'processing' AND holder_id = $3 LIMIT 1000) x) AS "mine!",
               (SELECT count(*) FROM (SELECT
                FROM unnest($1::text[], $2::text[]) AS a (code, role)
                JOIN dossier d ON d.status = 'processing' AND d.holding_agency = a.code AND d.step_role = a.role
                WHERE d.holder_id IS NULL LIMIT 1000) x) AS "free!",
               (SELECT count(*) FROM (SELECT
                FROM unnest($1::text[], $2::text[]) AS a (code, role)
                JOIN dossier d ON d.status = 'processing' AND d.holding_agency = a.code AND d.step_role = a.role
                WHERE d.soon_at <= $6 LIMIT 1000) x) AS "soon!",
               (SELECT count(*) FROM (SELECT
                FROM unnest($1::text[], $2::text[]) AS a (code, role)
                JOIN dossier d ON d.status = 'processing' AND d.holding_agency = a.code AND d.step_role = a.role
                WHERE d.due_at < $6 LIMIT 1000) x) AS "overdue!",
               (SELECT count(*) FROM (SELECT FROM consultation
                WHERE answered_at IS NULL AND agency = ANY($4) LIMIT 1000) x) AS "consultation!",
               (SELECT count(*) FROM (SELECT FROM dossier
                WHERE status IN ('accepted', 'processing', 'supplement-requested', 'payment-requested')
                  AND settling_agency = ANY($5) AND due_at IS NOT NULL LIMIT 1000) x) AS "agency!"
        "#,
        &agencies,
        &roles,
        actor.id.uuid(),
        &asked,
        &led,
        now,
    )
    .fetch_one(db.pool())
    .await?)
}
