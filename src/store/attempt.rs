//! Tries to pay through the platform: one row a try, whatever became of it.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    error::{Error, read},
    tx::{Db, Tx},
};
use crate::domain::{
    ids::{AccountId, DossierId},
    money::Vnd,
    settlement::AttemptState,
};

/// A try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Identifier.
    pub id: Uuid,
    /// The request that it shall pay.
    pub intent: Uuid,
    /// The reference under which the platform knows it.
    pub reference: String,
    /// How much the platform was asked for.
    pub amount: Vnd,
    /// How far it has come.
    pub state: AttemptState,
    /// Where the payer pays; not known before the platform has said so.
    pub pay_url: Option<String>,
    /// When it was begun.
    pub begun_at: DateTime<Utc>,
    /// How often the platform was asked about it.
    pub asked: u32,
    /// When it is asked next; never when absent.
    pub ask_at: Option<DateTime<Utc>>,
    /// Until when the payer may come back to it.
    pub expires_at: DateTime<Utc>,
}

struct Row {
    id: Uuid,
    intent_id: Uuid,
    reference: String,
    amount: i64,
    state: String,
    pay_url: Option<String>,
    begun_at: DateTime<Utc>,
    asked: i32,
    ask_at: Option<DateTime<Utc>>,
    expires_at: DateTime<Utc>,
}

impl TryFrom<Row> for Attempt {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self, Error> {
        let bad = |column| Error::corrupt("payment_attempt", column, row.id);
        Ok(Self {
            id: row.id,
            intent: row.intent_id,
            amount: Vnd::new(row.amount).map_err(|_| bad("amount"))?,
            state: read(AttemptState::parse(&row.state), "payment_attempt", "state", row.id)?,
            asked: u32::try_from(row.asked).map_err(|_| bad("asked"))?,
            reference: row.reference,
            pay_url: row.pay_url,
            begun_at: row.begun_at,
            ask_at: row.ask_at,
            expires_at: row.expires_at,
        })
    }
}

/// Keeps a try that begins.
/// # Errors
/// [`Error::Taken`] when the reference is taken.
pub async fn open(tx: &mut Tx, attempt: &Attempt) -> Result<(), Error> {
    sqlx::query!(
        r#"
        INSERT INTO payment_attempt (id, intent_id, method, reference, amount, state, begun_at, ask_at, expires_at)
        VALUES ($1, $2, 'platform', $3, $4, $5, $6, $7, $8)
        "#,
        attempt.id,
        attempt.intent,
        attempt.reference,
        attempt.amount.dong(),
        attempt.state.key(),
        attempt.begun_at,
        attempt.ask_at,
        attempt.expires_at,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The last try to pay a request; one that is still pending before all others.
/// # Errors
/// [`Error::Corrupt`].
pub async fn newest(tx: &mut Tx, intent: Uuid) -> Result<Option<Attempt>, Error> {
    sqlx::query_as!(
        Row,
        r#"
        SELECT id, intent_id, reference, amount, state, pay_url, begun_at, asked, ask_at, expires_at
        FROM payment_attempt
        WHERE intent_id = $1
        ORDER BY (state = 'pending') DESC, begun_at DESC, id DESC LIMIT 1
        "#,
        intent,
    )
    .fetch_optional(tx.conn())
    .await?
    .map(Attempt::try_from)
    .transpose()
}

/// The try with this reference, for whoever writes it next: the others wait.
/// # Errors
/// [`Error::Corrupt`].
pub async fn lock(tx: &mut Tx, reference: &str) -> Result<Option<Attempt>, Error> {
    sqlx::query_as!(
        Row,
        r#"
        SELECT id, intent_id, reference, amount, state, pay_url, begun_at, asked, ask_at, expires_at
        FROM payment_attempt
        WHERE reference = $1
        FOR UPDATE
        "#,
        reference,
    )
    .fetch_optional(tx.conn())
    .await?
    .map(Attempt::try_from)
    .transpose()
}

/// Keeps where the payer pays, unless that is known.
/// # Errors
/// [`Error::Sql`].
pub async fn begun(tx: &mut Tx, id: Uuid, pay_url: &str) -> Result<(), Error> {
    sqlx::query!("UPDATE payment_attempt SET pay_url = $2 WHERE id = $1 AND pay_url IS NULL", id, pay_url)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Keeps how far a try has come, when something was heard of it, and when the platform is asked next.
/// # Errors
/// [`Error::Sql`].
pub async fn became(
    tx: &mut Tx,
    id: Uuid,
    state: AttemptState,
    heard_at: Option<DateTime<Utc>>,
    ask_at: Option<DateTime<Utc>>,
) -> Result<(), Error> {
    sqlx::query!(
        "UPDATE payment_attempt SET state = $2, heard_at = coalesce($3, heard_at), ask_at = $4 WHERE id = $1",
        id,
        state.key(),
        heard_at,
        ask_at,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Keeps that the platform is being asked, and when next.
/// # Errors
/// [`Error::Sql`].
pub async fn asking(tx: &mut Tx, id: Uuid, next: Option<DateTime<Utc>>) -> Result<(), Error> {
    sqlx::query!("UPDATE payment_attempt SET asked = asked + 1, ask_at = $2 WHERE id = $1", id, next)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// References of tries about which the platform is to be asked now, the longest waiting first.
/// # Errors
/// [`Error::Unavailable`].
pub async fn due(db: &Db, now: DateTime<Utc>, most: i64) -> Result<Vec<String>, Error> {
    Ok(sqlx::query_scalar!(
        "SELECT reference FROM payment_attempt WHERE ask_at <= $1 ORDER BY ask_at, id LIMIT $2",
        now,
        most,
    )
    .fetch_all(db.pool())
    .await?)
}

/// A try as a page shows it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its reference.
    pub reference: String,
    /// How far it has come.
    pub state: AttemptState,
    /// When it was begun.
    pub begun_at: DateTime<Utc>,
    /// When the platform is asked next.
    pub ask_at: Option<DateTime<Utc>>,
    /// Until when the payer may come back to it.
    pub expires_at: DateTime<Utc>,
    /// Whether what it shall pay is paid, by this try or another way.
    pub is_settled: bool,
    /// For which dossier.
    pub dossier: DossierId,
    /// The code of it.
    pub code: Option<String>,
    /// Whose it is.
    pub owner: Option<AccountId>,
}

struct SeenRow {
    id: Uuid,
    reference: String,
    state: String,
    begun_at: DateTime<Utc>,
    ask_at: Option<DateTime<Utc>>,
    expires_at: DateTime<Utc>,
    is_settled: bool,
    dossier_id: Uuid,
    code: Option<String>,
    owner_id: Option<Uuid>,
}

impl TryFrom<SeenRow> for Seen {
    type Error = Error;
    fn try_from(row: SeenRow) -> Result<Self, Error> {
        Ok(Self {
            state: read(AttemptState::parse(&row.state), "payment_attempt", "state", row.id)?,
            reference: row.reference,
            begun_at: row.begun_at,
            ask_at: row.ask_at,
            expires_at: row.expires_at,
            is_settled: row.is_settled,
            dossier: DossierId::new(row.dossier_id),
            code: row.code,
            owner: row.owner_id.map(AccountId::new),
        })
    }
}

/// The try with this reference, for its page.
/// # Errors
/// [`Error::Corrupt`].
pub async fn seen(db: &Db, reference: &str) -> Result<Option<Seen>, Error> {
    sqlx::query_as!(
        SeenRow,
        r#"
        SELECT a.id, a.reference, a.state, a.begun_at, a.ask_at, a.expires_at,
               coalesce(i.closed_as = 'paid', false) AS "is_settled!", i.dossier_id, d.code, d.owner_id
        FROM payment_attempt a
        JOIN payment_intent i ON i.id = a.intent_id
        JOIN dossier d ON d.id = i.dossier_id
        WHERE a.reference = $1
        "#,
        reference,
    )
    .fetch_optional(db.pool())
    .await?
    .map(Seen::try_from)
    .transpose()
}

/// The last try for a dossier's open request of which the payer saw the platform's page, for the page of what is owed: where the
/// platform could not be reached, nobody paid there.
/// # Errors
/// [`Error::Corrupt`].
pub async fn last_of(db: &Db, dossier: DossierId) -> Result<Option<Seen>, Error> {
    sqlx::query_as!(
        SeenRow,
        r#"
        SELECT a.id, a.reference, a.state, a.begun_at, a.ask_at, a.expires_at, false AS "is_settled!", i.dossier_id,
               d.code, d.owner_id
        FROM payment_intent i
        JOIN payment_attempt a ON a.intent_id = i.id
        JOIN dossier d ON d.id = i.dossier_id
        WHERE i.dossier_id = $1
          AND i.closed_at IS NULL
          AND a.pay_url IS NOT NULL
        ORDER BY a.begun_at DESC, a.id DESC LIMIT 1
        "#,
        dossier.uuid(),
    )
    .fetch_optional(db.pool())
    .await?
    .map(Seen::try_from)
    .transpose()
}

/// Money that tries for a dossier brought and of which nobody has said yet where it belongs, whole đồng: a cashier compares it.
/// # Errors
/// [`Error::Unavailable`].
pub async fn being_matched(db: &Db, dossier: DossierId) -> Result<Vnd, Error> {
    let mut tx = db.begin().await?;
    being_matched_in(&mut tx, dossier).await
}

/// The same inside a transaction.
/// # Errors
/// [`Error::Sql`], [`Error::Corrupt`].
pub async fn being_matched_in(tx: &mut Tx, dossier: DossierId) -> Result<Vnd, Error> {
    let dong = sqlx::query_scalar!(
        r#"
        SELECT coalesce(sum(e.amount), 0)::bigint AS "dong!"
        FROM payment_intent i
        JOIN payment_attempt a ON a.intent_id = i.id
        JOIN bank_event e ON e.attempt_id = a.id
        WHERE i.dossier_id = $1
          AND e.success
          AND NOT EXISTS (SELECT FROM event_match m WHERE m.event_id = e.id)
        "#,
        dossier.uuid(),
    )
    .fetch_one(tx.conn())
    .await?;
    Vnd::new(dong).map_err(|_| Error::corrupt("bank_event", "amount", dossier.uuid()))
}

/// A try through which money came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    /// Its reference.
    pub reference: String,
    /// When the money moved.
    pub at: DateTime<Utc>,
    /// Whole đồng.
    pub amount: i64,
}

/// The tries for a dossier through which money came, the oldest first.
/// # Errors
/// [`Error::Unavailable`].
pub async fn paid(db: &Db, dossier: DossierId) -> Result<Vec<Paid>, Error> {
    Ok(sqlx::query_as!(
        Paid,
        r#"
        SELECT a.reference, min(e.at) AS "at!", sum(e.amount)::bigint AS "amount!"
        FROM payment_intent i
        JOIN payment_attempt a ON a.intent_id = i.id
        JOIN bank_event e ON e.attempt_id = a.id
        WHERE i.dossier_id = $1 AND e.success
        GROUP BY a.id
        ORDER BY 2, a.id
        "#,
        dossier.uuid(),
    )
    .fetch_all(db.pool())
    .await?)
}

/// Who may ask for the platform's receipt of a try.
#[derive(Clone, Debug)]
pub struct Payer {
    /// Whose dossier it is.
    pub owner: Option<Uuid>,
    /// The agency that collects.
    pub agency: String,
    /// The code of the dossier.
    pub code: Option<String>,
}

/// Who may ask for the platform's receipt of the try with this reference; nothing when no money came through it.
/// # Errors
/// [`Error::Unavailable`].
pub async fn payer(db: &Db, reference: &str) -> Result<Option<Payer>, Error> {
    Ok(sqlx::query_as!(
        Payer,
        r#"
        SELECT d.owner_id AS owner, d.receiving_agency AS agency, d.code
        FROM payment_attempt a
        JOIN payment_intent i ON i.id = a.intent_id
        JOIN dossier d ON d.id = i.dossier_id
        WHERE a.reference = $1
          AND EXISTS (SELECT FROM bank_event e WHERE e.attempt_id = a.id AND e.success)
        "#,
        reference,
    )
    .fetch_optional(db.pool())
    .await?)
}
