//! What a refund means for the receipts of its dossier: they say less, so that what they stand for is always what is paid.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{context::App, error::Error, receipt_change};
use crate::{
    domain::{
        ids::{AgencyCode, DossierId},
        money::{NotAnAmount, Vnd},
        receipt_back::{self, Standing},
        receipt_chain::{self, Link},
        refund::{self, Cause},
    },
    i18n::{Locale, Message},
    store::{
        self,
        receipt::{Receipt, Which},
        receipt_source::{self, WentBack},
        tx::Tx,
    },
};

/// Takes off the receipts of a dossier what went back and still stands on them. The collector of its agency must be locked and every
/// payment have its receipts.
/// # Errors
/// [`Error::NotSetUp`] while the agency has no number left for an adjustment, [`Error::Store`].
pub(super) async fn take_off(
    tx: &mut Tx,
    app: &App,
    (agency, dossier): (&AgencyCode, DossierId),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let Some(back) = receipt_source::went_back(tx, dossier).await? else { return Ok(()) };
    let all = store::receipt::find_in(tx, Which::Dossier(dossier.uuid())).await?;
    let links: Vec<Link> = all.iter().map(Receipt::link).collect();
    let beyond = |e: NotAnAmount| Error::Internal(e.to_string());
    // A cashier may have taken it off already.
    let off = receipt_chain::holding(&links).map_err(beyond)?.less(back.paid.less(back.amount));
    if off.is_zero() {
        return Ok(());
    }
    let standing: Vec<Standing> = all
        .iter()
        .zip(links)
        .map(|(receipt, link)| {
            let left = receipt_change::left_of(receipt, &all);
            let lines = receipt.contents.lines.iter().zip(left).map(|(line, left)| (line.fee.clone(), left));
            Standing { link, lines: lines.collect() }
        })
        .collect();
    let keep = kept(tx, app, &back).await?;
    let reason = Message::new("receipt-given-back")
        .with("amount", back.amount)
        .with("cause", Message::new(&format!("refund-cause-{}", back.cause)).text(Locale::Vi))
        .text(Locale::Vi);
    let desk = receipt_change::Desk { agency: agency.clone(), by: back.by, reason: &reason, now };
    for step in receipt_back::take_off(&standing, off, &keep) {
        let Some(receipt) = all.get(step.receipt) else { continue };
        desk.give_back(tx, receipt, &step).await?;
    }
    Ok(())
}

/// What should stay of each fee: what the agency keeps on refusal, nothing of what was withdrawn, else what is still asked for.
async fn kept(tx: &mut Tx, app: &App, back: &WentBack) -> Result<BTreeMap<String, Vnd>, Error> {
    let mut keep: BTreeMap<String, Vnd> = BTreeMap::new();
    let lines = match back.cause {
        Cause::Withdrawn => Vec::new(),
        Cause::Rejected => {
            let procedure = app.version_in(tx, back.version).await?;
            refund::lines_kept_on_refusal(&back.quote.lines, &procedure.fees).cloned().collect()
        }
        Cause::Overpaid | Cause::AgencyError => {
            keep.insert(String::new(), back.further);
            back.quote.lines.clone()
        }
    };
    for line in lines {
        let sum = keep.entry(line.fee).or_default();
        *sum = sum.plus(line.amount).map_err(|e| Error::Internal(e.to_string()))?;
    }
    Ok(keep)
}
