//! Issues the receipts of what was paid: one for charges, one for fees. Numbers are given in the transaction that writes the receipt,
//! one agency after the other, so that none is lost and none given twice; doing it again issues nothing more.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    context::App,
    error::Error,
    outbox, receipt_back,
    receipt_write::{cannot_sign, number, write},
    secrets,
};
use crate::{
    domain::{
        actor::Actor,
        effect::Effect,
        ids::{AgencyCode, DossierId},
        party::Party,
        receipt::{Collector, Contents, Payer},
        receipt_chain::Origin,
        receipt_split::{self, Ask, Part, Rest},
        status::Role,
    },
    store::{
        self,
        job::Job,
        receipt::NewReceipt,
        receipt_range,
        receipt_source::{self, Source, Unreceipted},
        tx::Tx,
    },
};

/// So many dossiers are put in at once.
const LOT: i64 = 500;
/// What money is called that was asked for without a word.
const OTHER: &str = "Khoản thu khác theo hồ sơ";

/// What the job is told: of a notice, the dossier is all it needs.
#[derive(Serialize, Deserialize)]
struct Wanted {
    dossier: DossierId,
}

/// Issues the receipts of the dossier that `job` names, and finishes the job.
/// # Errors
/// [`Error::NotSetUp`] while the portal has no certificate, the agency no tax code or no numbers left: later it may succeed.
pub async fn issue(app: &App, job: &Job) -> Result<(), Error> {
    let wanted: Wanted = serde_json::from_value(job.payload.clone())
        .map_err(|e| Error::Internal(format!("job {} cannot be read: {e}", job.id)))?;
    if let Some(why) = cannot_sign(app) {
        return Err(Error::NotSetUp(why.to_owned()));
    }
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    match issue_in(&mut tx, app, wanted.dossier, now).await? {
        None => outbox::close(tx, job, now).await,
        // What could be issued stays issued; the rest is tried again.
        Some(why) => {
            tx.commit().await?;
            Err(Error::NotSetUp(why))
        }
    }
}

/// Issues what is missing for a dossier, and takes off what went back. Of several payments one may wait for its numbers and the others
/// go on: then it says what is missing. The caller commits.
async fn issue_in(
    tx: &mut Tx,
    app: &App,
    dossier: DossierId,
    now: DateTime<Utc>,
) -> Result<Option<String>, Error> {
    let agency = receipt_source::agency(tx, dossier).await?.ok_or(Error::NotFound)?;
    let collector = receipt_range::lock_collector(tx, agency.as_str()).await?;
    // Read under the lock: whoever was here before has written already.
    let Some(mut source) = receipt_source::of(tx, dossier).await? else { return Ok(None) };
    let mut waits = None;
    if !source.payments.is_empty() {
        let collector = collector.ok_or_else(|| Error::NotSetUp(format!("no collector for {agency}")))?;
        for payment in std::mem::take(&mut source.payments) {
            let parts = parts(&source, &payment)?;
            // Also what waits is paid for: what comes after it is for something else.
            cover(&mut source, &parts)?;
            let desk = Desk { agency: &agency, collector: &collector, dossier, source: &source, now };
            tx.begin_part().await?;
            match desk.write_all(tx, &payment, parts).await {
                Ok(()) => tx.keep_part().await?,
                Err(Error::NotSetUp(why)) => {
                    tx.undo_part().await?;
                    waits.get_or_insert(why);
                }
                Err(other) => return Err(other),
            }
        }
    }
    if waits.is_none() {
        receipt_back::take_off(tx, app, (&agency, dossier), now).await?;
    }
    Ok(waits)
}

fn cover(source: &mut Source, parts: &[Part]) -> Result<(), Error> {
    for line in parts.iter().flat_map(|part| &part.lines).filter(|line| !line.fee.is_empty()) {
        let sum = source.covered.entry(line.fee.clone()).or_default();
        *sum = sum.plus(line.amount).map_err(|e| Error::Internal(e.to_string()))?;
    }
    Ok(())
}

fn parts(source: &Source, payment: &Unreceipted) -> Result<Vec<Part>, Error> {
    let paid = (payment.amount, payment.at);
    let asks = receipt_split::asked_with(&source.story, paid);
    let by_paper = asks.iter().find_map(|ask| ask.notice.as_ref().and_then(|notice| notice.kind));
    let rest = Rest {
        name: what_for(&asks),
        kind: by_paper.unwrap_or_else(|| receipt_split::rest_kind(&source.quote)),
        least: receipt_split::by_notice(&source.story, paid).fees,
    };
    // What is neither a charge nor a fee has no receipt of charges and fees.
    let receipted = payment.amount.less(payment.obligations);
    receipt_split::split(receipted, &source.quote, &source.covered, &rest)
        .map_err(|e| Error::Internal(e.to_string()))
}

/// What was said when it was asked for, each with the paper that asks for it.
fn what_for(asks: &[Ask]) -> String {
    let one = |ask: &Ask| match &ask.notice {
        Some(notice) => format!("{} ({})", ask.reason, notice.cited()),
        None => ask.reason.clone(),
    };
    let all = asks.iter().map(one).collect::<Vec<_>>().join("; ");
    if all.is_empty() { OTHER.to_owned() } else { all }
}

struct Desk<'a> {
    agency: &'a AgencyCode,
    collector: &'a Collector,
    dossier: DossierId,
    source: &'a Source,
    now: DateTime<Utc>,
}

impl Desk<'_> {
    async fn write_all(&self, tx: &mut Tx, payment: &Unreceipted, parts: Vec<Part>) -> Result<(), Error> {
        for part in parts {
            self.write(tx, payment, part).await?;
        }
        Ok(())
    }

    async fn write(&self, tx: &mut Tx, payment: &Unreceipted, part: Part) -> Result<(), Error> {
        // The day on a receipt is the day on which the money was taken, and so is its year; when it was signed stands beside it.
        let issued_at = payment.at;
        let contents = Contents {
            kind: part.kind,
            collector: self.collector.clone(),
            payer: payer(&self.source.party),
            lines: part.lines,
            dossier: self.source.code.clone(),
            procedure: self.source.procedure.clone(),
        };
        let (range, name) = number(tx, self.agency, issued_at, part.kind).await?;
        let new = NewReceipt {
            id: secrets::new_id(self.now),
            range,
            agency: self.agency.as_str(),
            name,
            origin: Origin::First,
            about: None,
            payment: payment.id,
            dossier: self.dossier.uuid(),
            amount: contents.total().map_err(|e| Error::Internal(e.to_string()))?,
            contents: &contents,
            check: &secrets::check_code()?,
            issued_at,
            by: None,
        };
        write(tx, &new, self.now).await
    }
}

fn payer(party: &Party) -> Payer {
    Payer { name: party.name.clone(), number: party.number.clone(), address: party.address.clone() }
}

/// The agencies for which `actor` takes money, and so gives receipts.
#[must_use]
pub fn collects_for(actor: &Actor) -> Vec<AgencyCode> {
    let all = actor.postings.iter().filter(|posting| posting.role == Role::Cashier);
    all.map(|posting| posting.agency.clone()).collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}

/// Tries again for the payments without a receipt of the agencies where `actor` is cashier; says how many dossiers that are. The
/// same `form_key` again tries nothing more.
/// # Errors
/// [`Error::Store`].
pub async fn again(app: &App, actor: &Actor, form_key: Uuid) -> Result<usize, Error> {
    let agencies: Vec<String> = collects_for(actor).iter().map(|code| code.as_str().to_owned()).collect();
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let count = put_again(&mut tx, &agencies, &form_key.to_string(), now).await?;
    tx.commit().await?;
    tracing::info!(by = %actor.id, count, "receipts are tried again");
    Ok(count)
}

/// Puts a job in for every dossier of these agencies with a payment that has no receipt.
/// # Errors
/// [`Error::Store`].
pub(super) async fn put_again(
    tx: &mut Tx,
    agencies: &[String],
    occasion: &str,
    now: DateTime<Utc>,
) -> Result<usize, Error> {
    let (mut after, mut count) = (None, 0_usize);
    loop {
        let lot = receipt_source::dossiers_waiting(tx, agencies, after, LOT).await?;
        let Some(last) = lot.last() else { return Ok(count) };
        after = Some(*last);
        count += lot.len();
        let (keys, payloads) = jobs(&lot, occasion)?;
        store::job::put_all(tx, Effect::IssueReceipts.key(), &keys, &payloads, now).await?;
    }
}

/// Puts a job in for every dossier with a payment that waits although its agency has a collector and numbers of its year; says how
/// many.
/// # Errors
/// [`Error::Store`].
pub(super) async fn wake(tx: &mut Tx, now: DateTime<Utc>) -> Result<usize, Error> {
    let (mut after, mut count) = (None, 0_usize);
    loop {
        let lot = receipt_source::dossiers_ready(tx, after, LOT).await?;
        let Some(last) = lot.last() else { return Ok(count) };
        after = Some(*last);
        count += lot.len();
        let (keys, payloads) = jobs(&lot, "woken")?;
        store::job::wake_all(tx, Effect::IssueReceipts.key(), &keys, &payloads, now).await?;
    }
}

/// The keys of jobs for these dossiers, and what they are told.
fn jobs(dossiers: &[Uuid], occasion: &str) -> Result<(Vec<String>, Vec<serde_json::Value>), Error> {
    let kind = Effect::IssueReceipts.key();
    let keys = dossiers.iter().map(|dossier| format!("{kind}:{dossier}:{occasion}")).collect();
    let payloads = dossiers
        .iter()
        .map(|dossier| serde_json::to_value(Wanted { dossier: DossierId::new(*dossier) }))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|e| Error::Internal(e.to_string()))?;
    Ok((keys, payloads))
}
