//! A bank's statement of an account: what each of its lines would do, and taking it in through the door for events. Taking the same
//! statement in twice changes nothing.

use std::collections::BTreeSet;

use super::{
    context::App,
    error::Error,
    heard_before::{self, Number},
    pay::{self, Became, Heard},
    secrets,
};
use crate::{
    domain::{
        actor::Actor,
        command::PayMethod,
        facts::local_date,
        ids::{AgencyCode, DossierCode},
        matching::{self, Fit, Verdict},
        money::Vnd,
        pay_reference::PayReference,
        settlement::Source,
        statement::{Line, Statement},
        statement_layout::Layout,
        status::Role,
    },
    store::{
        bank_account::BankAccount,
        inbox::{self, NewImport},
    },
};

/// So many lines are taken in at once.
pub const MOST_LINES: usize = 2_000;

/// What a line would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Nothing: it was heard before.
    Known,
    /// A cashier has to look at it: its number is used for other money.
    UsedAgain,
    /// Nothing without a cashier's word: it was probably heard before, and one of the two has no number.
    Probably,
    /// It is money for this dossier.
    For(DossierCode, Fit),
    /// A cashier has to say what it is for.
    Unclear,
}

/// What each line of `statement` would do, in order.
/// # Errors
/// [`Error::Store`].
pub async fn foresee(app: &App, statement: &Statement) -> Result<Vec<Fate>, Error> {
    let mut tx = app.db.begin().await?;
    let numbers = heard_before::numbers(&mut tx, statement).await?;
    let probably = heard_before::lines(&mut tx, statement).await?;
    drop(tx);
    let references: Vec<PayReference> =
        statement.lines.iter().flat_map(|line| PayReference::all_in(&line.memo)).collect();
    let mut owed = inbox::referred(&app.db, &references).await?;
    let mut fates = Vec::with_capacity(statement.lines.len());
    for (line, number) in statement.lines.iter().zip(numbers) {
        let by_number = match number {
            Number::Known => Some(Fate::Known),
            _ if probably.contains(&line.key) => Some(Fate::Probably),
            Number::UsedAgain => Some(Fate::UsedAgain),
            Number::New => None,
        };
        if let Some(fate) = by_number {
            fates.push(fate);
            continue;
        }
        let meant = match matching::verdict(&told(line), &owed) {
            Verdict::Unclear { .. } => None,
            Verdict::Belongs { intent, fit } => {
                owed.iter().find(|one| one.intent == intent).map(|one| (one.dossier.clone(), fit))
            }
        };
        let Some((dossier, fit)) = meant else {
            fates.push(Fate::Unclear);
            continue;
        };
        // What comes after it in the same statement finds less missing.
        for one in owed.iter_mut().filter(|one| one.dossier == dossier) {
            one.missing = one.missing.less(line.amount);
        }
        fates.push(Fate::For(dossier, fit));
    }
    Ok(fates)
}

fn told(line: &Line) -> matching::Told<'_> {
    let (memo, payer, account) = (line.memo.as_str(), line.payer.as_deref(), Some(line.account.as_str()));
    matching::Told { amount: line.amount, memo, payer, on: local_date(line.at), account, entered: true }
}

/// What was taken in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Lines that were heard before.
    pub known: usize,
    /// Lines with which a dossier is paid.
    pub booked: usize,
    /// Lines of a dossier that is not paid with them, or was paid before.
    pub held: usize,
    /// Lines of which a cashier has to say what they are for.
    pub unclear: usize,
    /// Lines that were left out, because they were probably heard before.
    pub left: usize,
}

impl Taken {
    /// How many lines were new.
    #[must_use]
    pub const fn fresh(&self) -> usize {
        self.booked.saturating_add(self.held).saturating_add(self.unclear)
    }
}

/// A statement, and what a cashier says about it.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// How it is laid out.
    pub layout: &'a Layout,
    /// What it says.
    pub statement: &'a Statement,
    /// The keys of lines that are taken in although they were probably heard before.
    pub despite: &'a BTreeSet<String>,
}

/// Takes in the lines of a statement, which is of `account`, each in a turn of its own: what stops half-way is taken in by doing it
/// again. What was probably heard before is left out, unless a cashier says that it is other money. What the columns are called is
/// kept for the next time.
/// # Errors
/// [`Error::Forbidden`] for who is no cashier of `agency`, what hearing an event reports.
pub async fn take_in(
    app: &App,
    actor: &Actor,
    (agency, account): (&AgencyCode, &BankAccount),
    Told { layout, statement, despite }: Told<'_>,
) -> Result<Taken, Error> {
    if !actor.holds(Role::Cashier, agency) {
        return Err(Error::Forbidden);
    }
    let probably = heard_before::lines(&mut app.db.begin().await?, statement).await?;
    let (mut taken, mut amount) = (Taken::default(), Vnd::ZERO);
    for line in &statement.lines {
        if probably.contains(&line.key) && !despite.contains(&line.key) {
            taken.left = taken.left.saturating_add(1);
            continue;
        }
        match pay::hear(app, &heard(line, actor)).await? {
            Became::Known | Became::NoMoney => {
                taken.known = taken.known.saturating_add(1);
                continue;
            }
            Became::Booked(_) => taken.booked = taken.booked.saturating_add(1),
            Became::Held(_) => taken.held = taken.held.saturating_add(1),
            Became::Inbox => taken.unclear = taken.unclear.saturating_add(1),
        }
        amount = amount.plus(line.amount).map_err(|e| Error::Internal(e.to_string()))?;
    }
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    inbox::put_layout(&mut tx, agency, layout, actor.id, now).await?;
    if taken.fresh() > 0 {
        let import = NewImport {
            id: secrets::new_id(now),
            agency,
            account: &account.number,
            lines: statement.lines.len(),
            taken: taken.fresh(),
            amount,
            by: actor.id,
        };
        inbox::note(&mut tx, &import, now).await?;
    }
    tx.commit().await?;
    Ok(taken)
}

fn heard(line: &Line, actor: &Actor) -> Heard {
    Heard {
        source: Source::Statement,
        key: line.said_key(),
        method: PayMethod::Transfer,
        account: Some(line.account.clone()),
        amount: line.amount,
        success: true,
        code: None,
        at: line.at,
        number: line.transaction.clone(),
        memo: Some(line.memo.clone()),
        payer: line.payer.clone(),
        payer_account: line.payer_account.clone(),
        attempt: None,
        by: Some(actor.id),
    }
}
