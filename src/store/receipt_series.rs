//! Which agency gives the receipts of a series under a tax code: never two of them.

use super::{error::Error, tx::Tx};
use crate::domain::receipt::{ReceiptForm, ReceiptSymbol, TaxCode};

/// Gives a series of a tax code to `agency`, unless another one has it: then that one's name. Who asks at the same moment waits here.
/// # Errors
/// [`Error::Sql`].
pub async fn claim(
    tx: &mut Tx,
    tax_code: &TaxCode,
    (form, symbol): (ReceiptForm, ReceiptSymbol),
    agency: &str,
) -> Result<Option<String>, Error> {
    let symbol = symbol.to_string();
    sqlx::query!(
        r#"
        INSERT INTO receipt_series (tax_code, form, symbol, agency)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (tax_code, form, symbol) DO NOTHING
        "#,
        tax_code.as_str(),
        form.key(),
        symbol,
        agency,
    )
    .execute(tx.conn())
    .await?;
    Ok(sqlx::query_scalar!(
        r#"
        SELECT a.name
        FROM receipt_series s JOIN agency a ON a.code = s.agency
        WHERE s.tax_code = $1 AND s.form = $2 AND s.symbol = $3 AND s.agency <> $4
        "#,
        tax_code.as_str(),
        form.key(),
        symbol,
        agency,
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// The series of which an agency has numbers left, whoever has them under its tax code.
/// # Errors
/// [`Error::Sql`], [`Error::Corrupt`].
pub async fn unspent(tx: &mut Tx, agency: &str) -> Result<Vec<(ReceiptForm, ReceiptSymbol)>, Error> {
    let rows = sqlx::query!(
        r#"
        SELECT DISTINCT form, symbol FROM receipt_range
        WHERE agency = $1 AND next_number <= last_number
        ORDER BY form, symbol
        "#,
        agency,
    )
    .fetch_all(tx.conn())
    .await?;
    let bad = |column| Error::corrupt("receipt_range", column, agency);
    rows.into_iter()
        .map(|row| {
            let form = ReceiptForm::parse(&row.form).ok_or_else(|| bad("form"))?;
            Ok((form, ReceiptSymbol::parse(&row.symbol).map_err(|_| bad("symbol"))?))
        })
        .collect()
}

/// Gives up what an agency has under other tax codes than this one, as far as it gave no receipt there: it was set by mistake.
/// # Errors
/// [`Error::Sql`].
pub async fn release(tx: &mut Tx, agency: &str, tax_code: &TaxCode) -> Result<(), Error> {
    sqlx::query!(
        r#"
        DELETE FROM receipt_series s
        WHERE s.agency = $1 AND s.tax_code <> $2
          AND NOT EXISTS (SELECT FROM receipt t
                          WHERE t.agency = s.agency AND t.form = s.form AND t.symbol = s.symbol AND t.tax_code = s.tax_code)
        "#,
        agency,
        tax_code.as_str(),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
