//! What is owed: one row a request of money, with the reference by which it is recognised.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    error::{Error, read},
    tx::{Db, Tx},
};
use crate::domain::{
    ids::{AgencyCode, DossierId},
    money::Vnd,
    pay_reference::PayReference,
    settlement::ClosedAs,
};

/// A request of money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intent {
    /// Identifier.
    pub id: Uuid,
    /// For which dossier.
    pub dossier: DossierId,
    /// Who collects it.
    pub agency: AgencyCode,
    /// By what it is recognised; absent for what was booked before there were requests: nobody ever had a reference of it.
    pub reference: Option<PayReference>,
    /// What was owed when it was made.
    pub amount: Vnd,
    /// How it ended; open when absent.
    pub closed_as: Option<ClosedAs>,
}

/// How the references begin of requests that were made up for what was booked earlier.
const EARLIER: &str = "EARLIER-";

struct Row {
    id: Uuid,
    dossier_id: Uuid,
    agency: String,
    reference: String,
    amount: i64,
    closed_as: Option<String>,
}

impl TryFrom<Row> for Intent {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self, Error> {
        let bad = |column| Error::corrupt("payment_intent", column, row.id);
        Ok(Self {
            id: row.id,
            dossier: DossierId::new(row.dossier_id),
            agency: AgencyCode::parse(&row.agency).map_err(|_| bad("agency"))?,
            reference: if row.reference.starts_with(EARLIER) {
                None
            } else {
                Some(PayReference::parse(&row.reference).map_err(|_| bad("reference"))?)
            },
            amount: Vnd::new(row.amount).map_err(|_| bad("amount"))?,
            closed_as: match &row.closed_as {
                Some(key) => Some(read(ClosedAs::parse(key), "payment_intent", "closed_as", row.id)?),
                None => None,
            },
        })
    }
}

/// Opens a request.
/// # Errors
/// [`Error::Taken`] when the reference is taken or another one is open for the dossier.
pub async fn open(tx: &mut Tx, intent: &Intent, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        "INSERT INTO payment_intent (id, dossier_id, agency, reference, amount, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        intent.id,
        intent.dossier.uuid(),
        intent.agency.as_str(),
        intent.reference.as_ref().map_or_else(|| format!("{EARLIER}{}", intent.id), |own| own.as_str().to_owned()),
        intent.amount.dong(),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Closes the open request of a dossier, if there is one.
/// # Errors
/// [`Error::Sql`].
pub async fn close(
    tx: &mut Tx,
    dossier: DossierId,
    closed_as: ClosedAs,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "UPDATE payment_intent SET closed_at = $2, closed_as = $3 WHERE dossier_id = $1 AND closed_at IS NULL",
        dossier.uuid(),
        now,
        closed_as.key(),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The open request of a dossier, inside a transaction.
/// # Errors
/// [`Error::Corrupt`].
pub async fn opened(tx: &mut Tx, dossier: DossierId) -> Result<Option<Intent>, Error> {
    sqlx::query_as!(
        Row,
        "SELECT id, dossier_id, agency, reference, amount, closed_as FROM payment_intent
         WHERE dossier_id = $1 AND closed_at IS NULL",
        dossier.uuid(),
    )
    .fetch_optional(tx.conn())
    .await?
    .map(Intent::try_from)
    .transpose()
}

/// The open request of a dossier, for pages.
/// # Errors
/// [`Error::Corrupt`].
pub async fn of(db: &Db, dossier: DossierId) -> Result<Option<Intent>, Error> {
    sqlx::query_as!(
        Row,
        "SELECT id, dossier_id, agency, reference, amount, closed_as FROM payment_intent
         WHERE dossier_id = $1 AND closed_at IS NULL",
        dossier.uuid(),
    )
    .fetch_optional(db.pool())
    .await?
    .map(Intent::try_from)
    .transpose()
}

/// The request with this identifier.
/// # Errors
/// [`Error::Corrupt`].
pub async fn with_id(tx: &mut Tx, id: Uuid) -> Result<Option<Intent>, Error> {
    sqlx::query_as!(
        Row,
        "SELECT id, dossier_id, agency, reference, amount, closed_as FROM payment_intent WHERE id = $1",
        id,
    )
    .fetch_optional(tx.conn())
    .await?
    .map(Intent::try_from)
    .transpose()
}

/// The receiving agency of a dossier: who collects for it.
/// # Errors
/// [`Error::Corrupt`].
pub async fn collector(tx: &mut Tx, dossier: DossierId) -> Result<Option<AgencyCode>, Error> {
    let code = sqlx::query_scalar!("SELECT receiving_agency FROM dossier WHERE id = $1", dossier.uuid())
        .fetch_optional(tx.conn())
        .await?;
    code.map(|code| {
        AgencyCode::parse(&code).map_err(|_| Error::corrupt("dossier", "receiving_agency", dossier.uuid()))
    })
    .transpose()
}

/// All money that ever came for a dossier.
/// # Errors
/// [`Error::Corrupt`].
pub async fn collected(tx: &mut Tx, dossier: DossierId) -> Result<Vnd, Error> {
    let dong = sqlx::query_scalar!(r#"SELECT money_collected($1) AS "dong!""#, dossier.uuid())
        .fetch_one(tx.conn())
        .await?;
    Vnd::new(dong).map_err(|_| Error::corrupt("bank_event", "amount", dossier.uuid()))
}

/// Up to `most` dossiers that ask for money of which nobody has said that it comes, and have no open request, with who receives it; those
/// after `after`. There are some that owed before there were requests.
/// # Errors
/// [`Error::Unavailable`], [`Error::Corrupt`].
pub async fn unasked(
    db: &Db,
    after: Option<DossierId>,
    most: i64,
) -> Result<Vec<(DossierId, AgencyCode)>, Error> {
    let rows = sqlx::query!(
        r#"
        SELECT d.id, d.receiving_agency
        FROM dossier d
        WHERE d.fee_paid < d.fee_total
          AND d.code IS NOT NULL
          AND d.status NOT IN ('draft', 'rejected', 'withdrawn', 'stopped')
          AND ($1::uuid IS NULL OR d.id > $1)
          AND NOT EXISTS (SELECT FROM payment_intent i WHERE i.dossier_id = d.id AND i.closed_at IS NULL)
          AND money_held(d.id) < d.fee_total - d.fee_paid
        ORDER BY d.id
        LIMIT $2
        "#,
        after.map(DossierId::uuid),
        most,
    )
    .fetch_all(db.pool())
    .await?;
    rows.into_iter()
        .map(|row| {
            let agency = AgencyCode::parse(&row.receiving_agency);
            let agency = agency.map_err(|_| Error::corrupt("dossier", "receiving_agency", row.id))?;
            Ok((DossierId::new(row.id), agency))
        })
        .collect()
}
