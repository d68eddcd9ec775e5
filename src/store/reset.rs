//! Emptying the database: only for the demo province.

use super::{error::Error, tx::Tx};

/// Removes every row of every table; the schema stays. Other transactions wait meanwhile.
/// # Errors
/// [`Error::Sql`].
pub async fn everything(tx: &mut Tx) -> Result<(), Error> {
    // The trigger that keeps history append-only guards rows; TRUNCATE passes it, and nothing else in the house truncates.
    sqlx::query!(
        r#"
        TRUNCATE account, agency, attempt, audit, bank_account, bank_event, blob, calendar, calendar_version, consultation, day_close, document,
                 dossier, dossier_serial, fee_schedule, finding, finding_undone, held_form, history, job, message, partial_upload, payment, payment_attempt,
                 payment_intent, policy, posting, print_log, procedure, procedure_version, receipt, receipt_collector, receipt_mark,
                 receipt_paper, receipt_range, receipt_series, refund, refund_payee, session, shift, statement_import, statement_layout, supplement_request, upload_piece
        RESTART IDENTITY CASCADE
        "#
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
