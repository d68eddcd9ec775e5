//! What a cashier, a bank or the payment platform said about money, and to which request it belongs. Only ever added to.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    cash::Span,
    error::{Error, read},
    tx::Tx,
};
use crate::domain::{
    command::PayMethod,
    ids::{AccountId, AgencyCode, DossierId},
    money::Vnd,
    settlement::{MatchKind, Source},
};

/// One thing that was said.
#[derive(Clone, Debug)]
pub struct NewEvent<'a> {
    /// Identifier.
    pub id: Uuid,
    /// Who said it.
    pub source: Source,
    /// What makes a repeated message the same event.
    pub key: &'a str,
    /// How the money came.
    pub method: PayMethod,
    /// Whose money it is, when that is known.
    pub agency: Option<&'a AgencyCode>,
    /// The account on which it came.
    pub account: Option<&'a str>,
    /// How much.
    pub amount: Vnd,
    /// Whether money came.
    pub success: bool,
    /// What the platform called the outcome.
    pub code: Option<&'a str>,
    /// When the money moved.
    pub at: DateTime<Utc>,
    /// Number of the transaction.
    pub number: Option<&'a str>,
    /// Text of the transfer.
    pub memo: Option<&'a str>,
    /// Who paid, as the bank says.
    pub payer: Option<&'a str>,
    /// From which account, where the bank says so.
    pub payer_account: Option<&'a str>,
    /// For which try.
    pub attempt: Option<Uuid>,
    /// Who took or entered it.
    pub by: Option<AccountId>,
}

/// Keeps what was said; says whether it is new.
/// # Errors
/// [`Error::Sql`].
pub async fn insert(tx: &mut Tx, event: &NewEvent<'_>, now: DateTime<Utc>) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"
        INSERT INTO bank_event (id, source, key, method, agency, amount, success, code, at, heard_at, number, memo, payer,
                                attempt_id, by, account, payer_account)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        ON CONFLICT (key) DO NOTHING
        "#,
        event.id,
        event.source.key(),
        event.key,
        event.method.key(),
        event.agency.map(AgencyCode::as_str),
        event.amount.dong(),
        event.success,
        event.code,
        event.at,
        now,
        event.number,
        event.memo,
        event.payer,
        event.attempt,
        event.by.map(AccountId::uuid),
        event.account,
        event.payer_account,
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// What is known under a key.
#[derive(Clone, Debug)]
pub struct Known {
    /// The key.
    pub key: String,
    /// Key of who said so.
    pub source: String,
    /// Whole đồng.
    pub amount: i64,
    /// When the money moved.
    pub at: DateTime<Utc>,
    /// What the payer wrote.
    pub memo: String,
    /// Whether its transaction has a number.
    pub numbered: bool,
}

/// Of these keys, what is known under them.
/// # Errors
/// [`Error::Sql`].
pub async fn known(tx: &mut Tx, keys: &[String]) -> Result<Vec<Known>, Error> {
    Ok(sqlx::query_as!(
        Known,
        r#"
        SELECT key, source, amount, at, coalesce(memo, '') AS "memo!", (number IS NOT NULL) AS "numbered!"
        FROM bank_event
        WHERE key = ANY($1)
        "#,
        keys,
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Puts an event where a cashier looks at it.
/// # Errors
/// [`Error::Sql`].
pub async fn waits(tx: &mut Tx, event: Uuid) -> Result<(), Error> {
    sqlx::query!("INSERT INTO inbox (event_id) VALUES ($1) ON CONFLICT DO NOTHING", event)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Money that came on an account.
#[derive(Clone, Debug)]
pub struct OnAccount {
    /// By what it is known.
    pub key: String,
    /// Whole đồng.
    pub amount: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// What the payer wrote.
    pub memo: String,
    /// Whether its transaction has a number.
    pub numbered: bool,
}

/// What came on `account` within `span`.
/// # Errors
/// [`Error::Sql`].
pub async fn on_account(tx: &mut Tx, account: &str, (from, to): Span) -> Result<Vec<OnAccount>, Error> {
    Ok(sqlx::query_as!(
        OnAccount,
        r#"
        SELECT key, amount, at, coalesce(memo, '') AS "memo!", (number IS NOT NULL) AS "numbered!"
        FROM bank_event
        WHERE account = $1 AND success AND at >= $2 AND at < $3
        ORDER BY at, id
        "#,
        account,
        from,
        to,
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Where an event belongs.
#[derive(Clone, Copy, Debug)]
pub struct NewMatch<'a> {
    /// Which event.
    pub event: Uuid,
    /// To which request; to none when it is set aside.
    pub intent: Option<Uuid>,
    /// How that is known.
    pub kind: MatchKind,
    /// Who looked at it.
    pub by: Option<AccountId>,
    /// Why, when it is set aside.
    pub reason: Option<&'a str>,
    /// The event that told of the same money before.
    pub same_as: Option<Uuid>,
}

/// Says where an event belongs; says whether no word about it holds.
/// # Errors
/// [`Error::Sql`].
pub async fn belongs(tx: &mut Tx, to: &NewMatch<'_>, now: DateTime<Utc>) -> Result<bool, Error> {
    let done = sqlx::query!(
        r#"
        WITH looked_at AS (DELETE FROM inbox WHERE event_id = $1)
        INSERT INTO finding (event_id, turn, intent_id, kind, by, at, reason, same_as)
        VALUES ($1, (SELECT count(*) FROM finding_undone u WHERE u.event_id = $1), $2, $3, $4, $5, $6, $7)
        ON CONFLICT (event_id, turn) DO NOTHING
        "#,
        to.event,
        to.intent,
        to.kind.key(),
        to.by.map(AccountId::uuid),
        now,
        to.reason,
        to.same_as,
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Money that came for a dossier and is not booked. Less than nothing never is held.
/// # Errors
/// [`Error::Corrupt`] when more was booked than came.
pub async fn held(tx: &mut Tx, dossier: DossierId) -> Result<Vnd, Error> {
    let dong = sqlx::query_scalar!(r#"SELECT money_held($1) AS "dong!""#, dossier.uuid())
        .fetch_one(tx.conn())
        .await?;
    Vnd::new(dong).map_err(|_| Error::corrupt("payment", "amount", dossier.uuid()))
}

/// Of the money that came for a dossier, the last.
#[derive(Clone, Debug)]
pub struct LastCame {
    /// Who said so.
    pub source: Source,
    /// How it came.
    pub method: PayMethod,
    /// Number of its transaction.
    pub number: Option<String>,
}

/// The last money that came for a dossier.
/// # Errors
/// [`Error::Corrupt`].
pub async fn last(tx: &mut Tx, dossier: DossierId) -> Result<Option<LastCame>, Error> {
    let row = sqlx::query!(
        r#"
        SELECT e.source, e.method, e.number
        FROM payment_intent i
        JOIN event_match m ON m.intent_id = i.id
        JOIN bank_event e ON e.id = m.event_id
        WHERE i.dossier_id = $1 AND e.success
        ORDER BY m.at DESC, e.id DESC LIMIT 1
        "#,
        dossier.uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(|row| {
        Ok(LastCame {
            source: read(Source::parse(&row.source), "bank_event", "source", dossier.uuid())?,
            method: read(PayMethod::parse(&row.method), "bank_event", "method", dossier.uuid())?,
            number: row.number,
        })
    })
    .transpose()
}
