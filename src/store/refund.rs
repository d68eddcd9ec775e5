//! Money that goes back: asked for, decided on, paid out.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    cash::codes,
    error::{Error, read},
    payee,
    queue::Cursor,
    tx::{Db, Tx},
};
use crate::domain::{
    command::PayMethod,
    ids::{AccountId, AgencyCode, DossierId},
    money::Vnd,
    refund::{Cause, Decision, Purse, Refund, RefundState, Share, Stage},
    status::{Role, keyed},
};

/// Rows on one page.
const PAGE: usize = 50;

keyed! {
    /// A list of refunds.
    Shelf {
        /// Waits for a second person.
        Requested = "cho-duyet",
        /// Waits for the money to go out.
        Approved = "cho-chi",
        /// Ended.
        Ended = "da-xong",
    }
}

impl Shelf {
    fn states(self) -> Vec<String> {
        let states: &[RefundState] = match self {
            Self::Requested => &[RefundState::Requested],
            Self::Approved => &[RefundState::Approved],
            Self::Ended => &[RefundState::Declined, RefundState::PaidOut],
        };
        states.iter().map(|state| state.key().to_owned()).collect()
    }
}

/// A refund, as pages show it.
#[derive(Clone, Debug)]
pub struct Line {
    /// Identifier.
    pub id: Uuid,
    /// The dossier.
    pub dossier: Uuid,
    /// Its code.
    pub code: String,
    /// For whom the dossier is.
    pub applicant: String,
    /// Who collected.
    pub agency: String,
    /// Key of the cause.
    pub cause: String,
    /// Whole đồng.
    pub of_held: i64,
    /// Whole đồng.
    pub of_booked: i64,
    /// What was said when it was asked for.
    pub note: String,
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
    /// By whom; nobody when the portal proposed it.
    pub requested_by: Option<String>,
    /// The same, by identifier.
    pub requested_id: Option<Uuid>,
    /// Key of how far it has come.
    pub state: String,
    /// When it was decided on.
    pub decided_at: Option<DateTime<Utc>>,
    /// By whom.
    pub decided_by: Option<String>,
    /// Why it was not agreed to.
    pub reason: Option<String>,
    /// When it was paid out.
    pub paid_at: Option<DateTime<Utc>>,
    /// By whom.
    pub paid_by: Option<String>,
    /// Key of how.
    pub method: Option<String>,
    /// Number of the transfer or paper.
    pub reference: Option<String>,
    /// Key of the way on which it goes, when somebody said where.
    pub way: Option<String>,
    /// Number of the bank.
    pub bank: Option<String>,
    /// The last signs of the account.
    pub ending: Option<String>,
    /// Who takes the cash, or the holder of the account.
    pub payee: Option<String>,
}

macro_rules! lines {
    ($rest:literal, $($arg:expr),+ $(,)?) => {
        sqlx::query_as!(
            Line,
            r#"
            SELECT r.id, r.dossier_id AS dossier, d.code AS "code!", d.applicant_name AS applicant, r.agency, r.cause, r.of_held, r.of_booked, r.note,
                   r.requested_at, q.full_name AS "requested_by?", r.requested_by AS requested_id, r.state, r.decided_at, w.full_name AS "decided_by?",
                   r.reason, r.paid_at, p.full_name AS "paid_by?", r.method, r.reference,
                   t.way AS "way?", t.bank, t.ending, t.name AS "payee?"
            FROM refund r
            JOIN dossier d ON d.id = r.dossier_id
            LEFT JOIN account q ON q.id = r.requested_by
            LEFT JOIN account w ON w.id = r.decided_by
            LEFT JOIN account p ON p.id = r.paid_by
            LEFT JOIN LATERAL (SELECT s.way, s.bank, s.ending, s.name FROM refund_payee s
                               WHERE s.refund_id = r.id ORDER BY s.turn DESC LIMIT 1) t ON true
            WHERE r.agency = ANY($1) AND
            "# + $rest,
            $($arg),+
        )
    };
}

/// A page of refunds, the oldest first.
#[derive(Clone, Debug)]
pub struct Page {
    /// Rows.
    pub rows: Vec<Line>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
}

/// The refunds of `agencies` on a shelf.
/// # Errors
/// [`Error::Unavailable`].
pub async fn page(db: &Db, agencies: &[AgencyCode], shelf: Shelf, after: Cursor) -> Result<Page, Error> {
    let mut rows = lines!(
        "r.state = ANY($2) AND (r.requested_at, r.id) > ($3, $4) ORDER BY r.requested_at, r.id LIMIT 51",
        &codes(agencies),
        &shelf.states(),
        after.at,
        after.id,
    )
    .fetch_all(db.pool())
    .await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| Cursor { at: row.requested_at, id: row.id });
    Ok(Page { rows, next })
}

/// One refund of `agencies`.
/// # Errors
/// [`Error::Unavailable`].
pub async fn one(db: &Db, agencies: &[AgencyCode], id: Uuid) -> Result<Option<Line>, Error> {
    Ok(lines!("r.id = $2", &codes(agencies), id).fetch_optional(db.pool()).await?)
}

/// How many refunds of `agencies` wait for a decision, and how many for the money.
/// # Errors
/// [`Error::Unavailable`].
pub async fn lengths(db: &Db, agencies: &[AgencyCode]) -> Result<(i64, i64), Error> {
    let row = sqlx::query!(
        r#"
        SELECT count(*) FILTER (WHERE state = 'requested') AS "requested!",
               count(*) FILTER (WHERE state = 'approved') AS "approved!"
        FROM refund
        WHERE agency = ANY($1) AND state IN ('requested', 'approved')
        "#,
        &codes(agencies),
    )
    .fetch_one(db.pool())
    .await?;
    Ok((row.requested, row.approved))
}

/// A refund with what it is of.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The refund.
    pub refund: Refund,
    /// Of which dossier.
    pub dossier: DossierId,
    /// Who collected.
    pub agency: AgencyCode,
}

/// Of which dossier a refund is, and who collected.
/// # Errors
/// [`Error::Corrupt`].
pub async fn of(tx: &mut Tx, id: Uuid) -> Result<Option<(DossierId, AgencyCode)>, Error> {
    let row = sqlx::query!("SELECT dossier_id, agency FROM refund WHERE id = $1", id)
        .fetch_optional(tx.conn())
        .await?;
    row.map(|row| {
        let agency = AgencyCode::parse(&row.agency).map_err(|_| Error::corrupt("refund", "agency", id))?;
        Ok((DossierId::new(row.dossier_id), agency))
    })
    .transpose()
}

/// The refund of a dossier that waits for a decision or for the money.
/// # Errors
/// [`Error::Sql`].
pub async fn open_of(tx: &mut Tx, dossier: DossierId) -> Result<Option<Uuid>, Error> {
    Ok(sqlx::query_scalar!(
        "SELECT id FROM refund WHERE dossier_id = $1 AND state IN ('requested', 'approved')",
        dossier.uuid(),
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// The refund, locked until the transaction ends.
/// # Errors
/// [`Error::Corrupt`].
pub async fn lock(tx: &mut Tx, id: Uuid) -> Result<Option<Stored>, Error> {
    let row = sqlx::query!(
        r#"
        SELECT dossier_id, agency, cause, of_held, of_booked, requested_by, state, decided_at, decided_by, reason, paid_at,
               paid_by, reference
        FROM refund WHERE id = $1 FOR UPDATE
        "#,
        id,
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let bad = |column| Error::corrupt("refund", column, id);
    let decision = |by: Option<Uuid>, at: Option<DateTime<Utc>>, column| {
        by.zip(at).map(|(by, at)| Decision { by: AccountId::new(by), at }).ok_or_else(|| bad(column))
    };
    let decided = || decision(row.decided_by, row.decided_at, "decided_by");
    let stage = match read(RefundState::parse(&row.state), "refund", "state", id)? {
        RefundState::Requested => Stage::Requested,
        RefundState::Approved => Stage::Approved(decided()?),
        RefundState::Declined => {
            Stage::Declined { decision: decided()?, reason: row.reason.clone().unwrap_or_default() }
        }
        RefundState::PaidOut => Stage::PaidOut {
            approval: decided()?,
            payout: decision(row.paid_by, row.paid_at, "paid_by")?,
            reference: row.reference.clone().unwrap_or_default(),
        },
    };
    let refund = Refund {
        id,
        cause: read(Cause::parse(&row.cause), "refund", "cause", id)?,
        share: Share {
            of_held: Vnd::new(row.of_held).map_err(|_| bad("of_held"))?,
            of_booked: Vnd::new(row.of_booked).map_err(|_| bad("of_booked"))?,
        },
        requested_by: row.requested_by.map(AccountId::new),
        payee: payee::newest(tx, id).await?,
        stage,
    };
    let agency = AgencyCode::parse(&row.agency).map_err(|_| bad("agency"))?;
    Ok(Some(Stored { refund, dossier: DossierId::new(row.dossier_id), agency }))
}

/// Keeps a refund that was asked for; says whether the dossier had no open one.
/// # Errors
/// [`Error::Sql`].
pub async fn insert(tx: &mut Tx, new: &Stored, note: &str, now: DateTime<Utc>) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"
        INSERT INTO refund (id, dossier_id, agency, cause, of_held, of_booked, note, requested_at, requested_by, state)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'requested')
        ON CONFLICT DO NOTHING
        "#,
        new.refund.id,
        new.dossier.uuid(),
        new.agency.as_str(),
        new.refund.cause.key(),
        new.refund.share.of_held.dong(),
        new.refund.share.of_booked.dong(),
        note,
        now,
        new.refund.requested_by.map(AccountId::uuid),
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Keeps the step that a refund took. `method` is how it was paid out.
/// # Errors
/// [`Error::Sql`].
pub async fn save(tx: &mut Tx, refund: &Refund, method: Option<PayMethod>) -> Result<(), Error> {
    let (mut decided, mut paid, mut reason, mut reference) = (None, None, None, None);
    match &refund.stage {
        Stage::Requested => {}
        Stage::Approved(decision) => decided = Some(decision),
        Stage::Declined { decision, reason: why } => (decided, reason) = (Some(decision), Some(why.as_str())),
        Stage::PaidOut { approval, payout, reference: number } => {
            (decided, paid, reference) = (Some(approval), Some(payout), Some(number.as_str()));
        }
    }
    sqlx::query!(
        r#"
        UPDATE refund
        SET state = $2, decided_at = $3, decided_by = $4, reason = $5, paid_at = $6, paid_by = $7, method = $8,
            reference = $9
        WHERE id = $1
        "#,
        refund.id,
        refund.state().key(),
        decided.map(|decision| decision.at),
        decided.map(|decision| decision.by.uuid()),
        reason,
        paid.map(|payout| payout.at),
        paid.map(|payout| payout.by.uuid()),
        method.map(PayMethod::key),
        reference,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Takes back what the portal proposed for a dossier and nobody decided on yet; gives its identifier.
/// # Errors
/// [`Error::Sql`].
pub async fn take_back(tx: &mut Tx, dossier: DossierId) -> Result<Option<Uuid>, Error> {
    Ok(sqlx::query_scalar!(
        "DELETE FROM refund WHERE dossier_id = $1 AND state = 'requested' AND requested_by IS NULL RETURNING id",
        dossier.uuid(),
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// What the last refund of a dossier was that somebody said no to, when nothing was asked for after it and the portal had proposed it.
/// # Errors
/// [`Error::Corrupt`].
pub async fn last_declined(tx: &mut Tx, dossier: DossierId) -> Result<Option<(Cause, Share)>, Error> {
    let row = sqlx::query!(
        r#"
        SELECT id, cause, of_held, of_booked, state = 'declined' AND requested_by IS NULL AS "declined!"
        FROM refund WHERE dossier_id = $1 ORDER BY requested_at DESC, id DESC LIMIT 1
        "#,
        dossier.uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row.filter(|row| row.declined) else { return Ok(None) };
    let amount = |dong, column| Vnd::new(dong).map_err(|_| Error::corrupt("refund", column, row.id));
    let share =
        Share { of_held: amount(row.of_held, "of_held")?, of_booked: amount(row.of_booked, "of_booked")? };
    Ok(Some((read(Cause::parse(&row.cause), "refund", "cause", row.id)?, share)))
}

/// What is known of a dossier's money, when the refund `but` is left out. What is owed and what is kept on refusal are the
/// dossier's to say.
/// # Errors
/// [`Error::Corrupt`].
pub async fn purse(tx: &mut Tx, dossier: DossierId, but: Option<Uuid>) -> Result<Purse, Error> {
    let row = sqlx::query!(
        r#"
        SELECT money_collected($1) AS "collected!",
               (SELECT coalesce(sum(p.amount), 0) FROM payment p WHERE p.dossier_id = $1)::bigint AS "booked!",
               (SELECT coalesce(sum(r.of_booked), 0) FROM refund r
                WHERE r.dossier_id = $1 AND r.state <> 'declined' AND r.id IS DISTINCT FROM $2)::bigint AS "booked_back!",
               (SELECT coalesce(sum(r.of_held), 0) FROM refund r
                WHERE r.dossier_id = $1 AND r.state <> 'declined' AND r.id IS DISTINCT FROM $2)::bigint AS "held_back!"
        "#,
        dossier.uuid(),
        but,
    )
    .fetch_one(tx.conn())
    .await?;
    let amount = |dong, column| Vnd::new(dong).map_err(|_| Error::corrupt("refund", column, dossier.uuid()));
    Ok(Purse {
        collected: amount(row.collected, "collected")?,
        booked: amount(row.booked, "booked")?,
        booked_back: amount(row.booked_back, "of_booked")?,
        held_back: amount(row.held_back, "of_held")?,
        owed: Vnd::ZERO,
        outstanding: Vnd::ZERO,
        kept_on_refusal: Vnd::ZERO,
    })
}

/// Whether anybody is a leader at one of these agencies.
/// # Errors
/// [`Error::Sql`].
pub async fn has_leader(tx: &mut Tx, agencies: &[AgencyCode]) -> Result<bool, Error> {
    Ok(sqlx::query_scalar!(
        r#"
        SELECT EXISTS (SELECT FROM posting p JOIN account a ON a.id = p.account_id
                       WHERE p.role = $1 AND p.agency = ANY($2) AND a.active) AS "any!"
        "#,
        Role::Leader.key(),
        &codes(agencies),
    )
    .fetch_one(tx.conn())
    .await?)
}
