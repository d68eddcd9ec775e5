//! Where the money of a refund goes: what was said about it, the newest word last. Only ever added to.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    error::{Error, read},
    tx::{Db, Tx},
};
use crate::domain::{
    ids::{AccountId, DossierId},
    payee::{AccountNumber, Basis, Payee, Way},
    refund::{Decision, Entry},
};

/// The newest word about a refund.
/// # Errors
/// [`Error::Corrupt`].
pub async fn newest(tx: &mut Tx, refund: Uuid) -> Result<Option<Entry>, Error> {
    let row = sqlx::query!(
        r#"
        SELECT turn, way, bank, number, name, said_by
        FROM refund_payee WHERE refund_id = $1 ORDER BY turn DESC LIMIT 1
        "#,
        refund,
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let bad = |column| Error::corrupt("refund_payee", column, refund);
    let payee = match read(Way::parse(&row.way), "refund_payee", "way", refund)? {
        Way::Cash => Payee::Cash { name: row.name },
        Way::Account => Payee::Account {
            bank: row.bank.ok_or_else(|| bad("bank"))?,
            number: AccountNumber::parse(&row.number.unwrap_or_default()).map_err(|_| bad("number"))?,
            holder: row.name,
        },
    };
    let turn = u32::try_from(row.turn).map_err(|_| bad("turn"))?;
    Ok(Some(Entry { payee, by: AccountId::new(row.said_by), turn }))
}

/// A word to be kept.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    /// About which refund.
    pub refund: Uuid,
    /// Of which dossier.
    pub dossier: DossierId,
    /// The word.
    pub entry: &'a Entry,
    /// On what it stands.
    pub basis: Basis,
    /// The agreement that it took back.
    pub undid: Option<&'a Decision>,
}

/// Keeps a word.
/// # Errors
/// [`Error::Sql`].
pub async fn put(tx: &mut Tx, new: &New<'_>, now: DateTime<Utc>) -> Result<(), Error> {
    let (bank, number) = match &new.entry.payee {
        Payee::Cash { .. } => (None, None),
        Payee::Account { bank, number, .. } => (Some(bank.as_str()), Some(number.whole())),
    };
    let turn =
        i32::try_from(new.entry.turn).map_err(|_| Error::corrupt("refund_payee", "turn", new.refund))?;
    sqlx::query!(
        r#"
        INSERT INTO refund_payee (refund_id, turn, dossier_id, way, bank, number, name, basis, said_at, said_by, undid_at, undid_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        "#,
        new.refund,
        turn,
        new.dossier.uuid(),
        new.entry.payee.way().key(),
        bank,
        number,
        new.entry.payee.name(),
        new.basis.key(),
        now,
        new.entry.by.uuid(),
        new.undid.map(|decision| decision.at),
        new.undid.map(|decision| decision.by.uuid()),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What was said last about where money of `dossier` goes counts for another refund of it, `to`, as long as it was not paid out there
/// already: nobody says again what they said when a proposal gives way or is declined.
/// # Errors
/// [`Error::Sql`].
pub async fn hand_on(tx: &mut Tx, dossier: DossierId, to: Uuid) -> Result<(), Error> {
    sqlx::query!(
        r#"
        INSERT INTO refund_payee (refund_id, turn, dossier_id, way, bank, number, name, basis, said_at, said_by)
        SELECT $2, 1, p.dossier_id, p.way, p.bank, p.number, p.name, p.basis, p.said_at, p.said_by
        FROM refund_payee p
        WHERE p.dossier_id = $1
          AND NOT EXISTS (SELECT FROM refund r WHERE r.id = p.refund_id AND r.state = 'paid-out')
        ORDER BY p.said_at DESC, p.turn DESC
        LIMIT 1
        "#,
        dossier.uuid(),
        to,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A word, as pages show it: of an account only the last signs.
#[derive(Clone, Debug)]
pub struct Said {
    /// The how-manieth.
    pub turn: i32,
    /// Key of the way.
    pub way: String,
    /// Number of the bank.
    pub bank: Option<String>,
    /// The last signs of the account.
    pub ending: Option<String>,
    /// Who takes the cash, or the holder of the account.
    pub name: String,
    /// Key of what it stands on.
    pub basis: String,
    /// When it was said.
    pub said_at: DateTime<Utc>,
    /// By whom.
    pub said_by: String,
    /// When the agreement was given that it took back.
    pub undid_at: Option<DateTime<Utc>>,
    /// Who had given it.
    pub undid_by: Option<String>,
}

/// All that was said about where the money of a refund goes, the newest first.
/// # Errors
/// [`Error::Unavailable`].
pub async fn all(db: &Db, refund: Uuid) -> Result<Vec<Said>, Error> {
    Ok(sqlx::query_as!(
        Said,
        r#"
        SELECT p.turn, p.way, p.bank, p.ending, p.name, p.basis, p.said_at, a.full_name AS said_by, p.undid_at,
               u.full_name AS "undid_by?"
        FROM refund_payee p
        JOIN account a ON a.id = p.said_by
        LEFT JOIN account u ON u.id = p.undid_by
        WHERE p.refund_id = $1
        ORDER BY p.turn DESC
        "#,
        refund,
    )
    .fetch_all(db.pool())
    .await?)
}

/// The whole number of the account to which a refund goes, for those who pay it out.
/// # Errors
/// [`Error::Corrupt`].
pub async fn number(db: &Db, refund: Uuid, turn: i32) -> Result<Option<AccountNumber>, Error> {
    let number = sqlx::query_scalar!(
        "SELECT number FROM refund_payee WHERE refund_id = $1 AND turn = $2",
        refund,
        turn,
    )
    .fetch_optional(db.pool())
    .await?
    .flatten();
    number
        .map(|number| {
            AccountNumber::parse(&number).map_err(|_| Error::corrupt("refund_payee", "number", refund))
        })
        .transpose()
}

/// The account from which money for a dossier came last, as its bank said.
#[derive(Clone)]
pub struct Payer {
    /// The account, as the bank wrote it.
    pub number: String,
    /// Who paid.
    pub name: Option<String>,
}

/// From which account money for a dossier came last, where a bank said so.
/// # Errors
/// [`Error::Unavailable`].
pub async fn payer(db: &Db, dossier: DossierId) -> Result<Option<Payer>, Error> {
    Ok(sqlx::query_as!(
        Payer,
        r#"
        SELECT e.payer_account AS "number!", e.payer AS name
        FROM payment_intent i
        JOIN event_match m ON m.intent_id = i.id
        JOIN bank_event e ON e.id = m.event_id
        WHERE i.dossier_id = $1 AND e.success AND e.payer_account IS NOT NULL
        ORDER BY e.at DESC, e.id DESC
        LIMIT 1
        "#,
        dossier.uuid(),
    )
    .fetch_optional(db.pool())
    .await?)
}
