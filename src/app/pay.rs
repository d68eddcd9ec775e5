//! What was said about money, and what follows: the one door for messages of banks and of the payment platform, for lines of
//! statements, and for what a cashier finds out about an event that fits nothing. A dossier is paid when enough came; a message
//! that comes again changes nothing, and failure never unpays.

use uuid::Uuid;

use super::{
    act::{self, Wanted},
    booking::{self, TELLER, ToBook},
    context::App,
    error::Error,
    giving_back, heard_before, notify, outbox, secrets,
};
use crate::{
    domain::{
        actor::{Actor, Posting},
        command::{Command, PayMethod},
        facts::local_date,
        ids::{AgencyCode, DossierId},
        matching::{self, Told, Verdict},
        money::Vnd,
        pay_reference::PayReference,
        policy,
        same_money::{self, Word},
        settlement::{MatchKind, Source},
        status::{Action, Role},
    },
    store::{
        self,
        bank_event::{self, NewEvent, NewMatch},
        dossier::Key,
        inbox::Sight,
        intent::Intent,
        job::Job,
        tx::Tx,
    },
};

pub use super::heard::{Heard, Try};

const TELLER_NAME: &str = "Thu tự động";

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// It was known already.
    Known,
    /// No money came.
    NoMoney,
    /// It fits no request: a cashier has to look at it.
    Inbox,
    /// It belongs to a dossier, on which nothing is to be booked: too little came, or more than is owed.
    Held(DossierId),
    /// The dossier is paid with it.
    Booked(DossierId),
}

impl Heard {
    /// Whether the platform took what it was asked for. Another amount is for a cashier to look at, whatever the reference says.
    fn is_what_was_asked(&self) -> bool {
        self.attempt.is_none_or(|of| !self.success || of.asked == self.amount)
    }

    /// The same in words that can be kept: a sign that no store takes would have the bank say it for ever.
    fn printable(&self) -> Self {
        let clean = |text: &Option<String>| text.as_deref().map(same_money::printable);
        Self {
            key: same_money::printable(&self.key),
            account: clean(&self.account),
            code: clean(&self.code),
            number: clean(&self.number),
            memo: clean(&self.memo),
            payer: clean(&self.payer),
            payer_account: clean(&self.payer_account),
            ..self.clone()
        }
    }
}

/// Takes in what was said.
/// # Errors
/// [`Error::Store`]; what booking reports.
pub async fn hear(app: &App, heard: &Heard) -> Result<Became, Error> {
    let mut tx = app.db.begin().await?;
    let became = hear_in(&mut tx, app, heard).await?;
    tx.commit().await?;
    Ok(became)
}

/// The same inside a transaction that keeps something more. The caller commits.
/// # Errors
/// As [`hear`].
pub async fn hear_in(tx: &mut Tx, app: &App, heard: &Heard) -> Result<Became, Error> {
    let now = app.clock.now();
    let heard = &heard.printable();
    let Some(key) = heard_before::free_key(tx, heard).await? else { return Ok(Became::Known) };
    let is_used_again = same_money::is_used_again(&key);
    if is_used_again {
        metrics::counter!("motcua_bank_numbers_used_again_total", "source" => heard.source.key())
            .increment(1);
        tracing::warn!(%key, "a number of a transaction is used for other money");
    }
    let found = find(tx, heard).await?;
    // Where it is collected on the account on which it came, it is the collector's at once; else it is there where it came.
    let agency = match (&found, &heard.account) {
        (Some(found), account) if account.is_none() || found.account == *account => {
            Some(found.intent.agency.clone())
        }
        (_, Some(number)) => whose(tx, number).await?,
        (_, None) => None,
    };
    // Under a number of other money nothing is certain: a cashier looks at it.
    let found = found.filter(|_| heard.is_what_was_asked() && !is_used_again);
    let id = secrets::new_id(now);
    let event = NewEvent {
        id,
        source: heard.source,
        key: &key,
        method: heard.method,
        agency: agency.as_ref(),
        account: heard.account.as_deref(),
        amount: heard.amount,
        success: heard.success,
        code: heard.code.as_deref(),
        at: heard.at,
        number: heard.number.as_deref(),
        memo: heard.memo.as_deref(),
        payer: heard.payer.as_deref(),
        payer_account: heard.payer_account.as_deref(),
        attempt: heard.attempt.map(|of| of.id),
        by: heard.by,
    };
    if !bank_event::insert(tx, &event, now).await? {
        // Something was kept under this key meanwhile: the same money, or other money under the same number.
        return Box::pin(hear_in(tx, app, heard)).await;
    }
    let Some(Found { intent, kind, .. }) = found else {
        if !heard.success {
            return Ok(Became::NoMoney);
        }
        bank_event::waits(tx, id).await?;
        return Ok(Became::Inbox);
    };
    let to = NewMatch { event: id, intent: Some(intent.id), kind, by: heard.by, reason: None, same_as: None };
    bank_event::belongs(tx, &to, now).await?;
    if heard.success { settle_now_or_later(tx, app, intent.dossier, id).await } else { Ok(Became::NoMoney) }
}

/// Books, or keeps what was heard and has it booked later: what was said about money is never lost because booking is not possible
/// yet.
async fn settle_now_or_later(
    tx: &mut Tx,
    app: &App,
    dossier: DossierId,
    event: Uuid,
) -> Result<Became, Error> {
    tx.begin_part().await?;
    match settle(tx, app, dossier).await {
        Ok(became) => {
            tx.keep_part().await?;
            Ok(became)
        }
        Err(why) => {
            tx.undo_part().await?;
            tracing::warn!(%dossier, %why, "money came and cannot be booked yet");
            booking::later(tx, dossier, &event.to_string(), app.clock.now()).await?;
            Ok(Became::Held(dossier))
        }
    }
}

/// Books what is held for the dossier that `job` names when it is enough, and finishes the job.
/// # Errors
/// As [`settle`].
pub async fn book(app: &App, job: &Job) -> Result<(), Error> {
    let ToBook { dossier } = serde_json::from_value(job.payload.clone())
        .map_err(|e| Error::Internal(format!("job {} cannot be read: {e}", job.id)))?;
    let mut tx = app.db.begin().await?;
    settle(&mut tx, app, dossier).await?;
    outbox::close(tx, job, app.clock.now()).await
}

/// The request to which it belongs.
struct Found {
    intent: Intent,
    kind: MatchKind,
    /// The account on which it is collected.
    account: Option<String>,
}

/// The request to which it belongs, when that is certain: the platform was asked for it, or matching says so. Nothing is certain of what
/// was probably heard before without a number.
async fn find(tx: &mut Tx, heard: &Heard) -> Result<Option<Found>, Error> {
    if let Some(of) = heard.attempt {
        let intent = store::intent::with_id(tx, of.intent).await?;
        return Ok(intent.map(|intent| Found { intent, kind: MatchKind::Platform, account: None }));
    }
    let memo = heard.memo.as_deref().unwrap_or_default();
    let references = PayReference::all_in(memo);
    if references.is_empty() || is_repeated(tx, heard).await? {
        return Ok(None);
    }
    let owed = store::inbox::referred_in(tx, &references).await?;
    let told = Told {
        amount: heard.amount,
        memo,
        payer: heard.payer.as_deref(),
        on: local_date(heard.at),
        account: heard.account.as_deref(),
        entered: heard.source == Source::Statement,
    };
    let Verdict::Belongs { intent: meant, .. } = matching::verdict(&told, &owed) else { return Ok(None) };
    let account = owed.into_iter().find(|one| one.intent == meant).and_then(|one| one.account);
    let intent = store::intent::with_id(tx, meant).await?;
    Ok(intent.map(|intent| Found { intent, kind: MatchKind::Reference, account }))
}

/// Whether the bank tells what probably stood on a statement without a number.
async fn is_repeated(tx: &mut Tx, heard: &Heard) -> Result<bool, Error> {
    let Some(account) = heard.account.as_deref().filter(|_| heard.source == Source::Bank) else {
        return Ok(false);
    };
    let memo = heard.memo.as_deref().unwrap_or_default();
    let word =
        Word { amount: heard.amount, on: local_date(heard.at), memo, numbered: heard.number.is_some() };
    heard_before::probably(tx, account, &word).await
}

async fn whose(tx: &mut Tx, number: &str) -> Result<Option<AgencyCode>, Error> {
    let code = store::bank_account::whose(tx, number).await?;
    Ok(code.and_then(|code| AgencyCode::parse(&code).ok()))
}

/// What a cashier says about an event that waits in the inbox.
#[derive(Clone, Debug)]
pub enum Finding {
    /// It belongs to this request.
    Belongs(Uuid),
    /// It belongs to none.
    Aside {
        /// Why.
        reason: String,
    },
    /// It is the money of which this event told before.
    Twice {
        /// Which.
        same_as: Uuid,
    },
}

/// Says where an event of the inbox belongs. Sending the same again changes nothing; another answer is refused as changed.
/// # Errors
/// [`Error::NotFound`] without the request or the event, when that is another agency's, or when the other event cannot have told of it;
/// [`Error::Forbidden`] for who is no cashier of
/// the request's agency nor of the one on whose account it collects, [`Error::Changed`] when somebody has answered already.
pub async fn find_out(app: &App, actor: &Actor, event: Uuid, finding: &Finding) -> Result<Became, Error> {
    let now = app.clock.now();
    if !actor.is(Role::Cashier) {
        return Err(Error::Forbidden);
    }
    // What came on another agency's account is not there for this cashier.
    let sight = Sight::of(&app.db, &actor.agencies(Role::Cashier)).await?;
    let mut tx = app.db.begin().await?;
    if !store::inbox::is_seen(&mut tx, &sight, event).await? {
        return Err(Error::NotFound);
    }
    let (intent, kind, reason) = match finding {
        Finding::Belongs(id) => {
            let intent = store::intent::with_id(&mut tx, *id).await?.ok_or(Error::NotFound)?;
            if !takes_for(&mut tx, actor, &intent.agency).await? {
                return Err(Error::Forbidden);
            }
            (Some(intent), MatchKind::Cashier, None)
        }
        Finding::Aside { reason } => (None, MatchKind::Aside, Some(reason.as_str())),
        Finding::Twice { .. } => (None, MatchKind::Twice, None),
    };
    let same_as = match finding {
        Finding::Twice { same_as } => Some(*same_as),
        Finding::Belongs(_) | Finding::Aside { .. } => None,
    };
    if let Some(first) = same_as
        && !store::finding::may_stand_for(&mut tx, event, first).await?
    {
        return Err(Error::NotFound);
    }
    let id = intent.as_ref().map(|intent| intent.id);
    let to = NewMatch { event, intent: id, kind, by: Some(actor.id), reason, same_as };
    if !bank_event::belongs(&mut tx, &to, now).await? {
        return Err(Error::Changed);
    }
    let became = match &intent {
        Some(intent) => settle_now_or_later(&mut tx, app, intent.dossier, event).await?,
        None => Became::NoMoney,
    };
    tx.commit().await?;
    Ok(became)
}

/// Whether `actor` is a cashier of `agency`, or of the one on whose account it collects.
pub(super) async fn takes_for(tx: &mut Tx, actor: &Actor, agency: &AgencyCode) -> Result<bool, Error> {
    if actor.holds(Role::Cashier, agency) {
        return Ok(true);
    }
    let owner = store::bank_account::owner(tx, agency).await?;
    let owner = owner.and_then(|code| AgencyCode::parse(&code).ok());
    Ok(owner.is_some_and(|owner| actor.holds(Role::Cashier, &owner)))
}

/// In whose name the portal looks at the money of the one-stop `agency`.
pub(super) fn teller(agency: AgencyCode) -> Actor {
    let postings = vec![Posting { role: Role::Cashier, agency }];
    Actor { id: TELLER, name: TELLER_NAME.to_owned(), postings }
}

/// Books what is outstanding on a dossier when enough is held for it.
/// # Errors
/// [`Error::Store`]; what the single door reports.
pub async fn settle(tx: &mut Tx, app: &App, dossier: DossierId) -> Result<Became, Error> {
    let Some(agency) = store::intent::collector(tx, dossier).await? else {
        return Err(Error::NotFound);
    };
    let teller = teller(agency);
    let key = Key::Id(dossier);
    let locked = store::dossier::lock(tx, &policy::scope(&teller), &key).await?.ok_or(Error::NotFound)?;
    let dossier = locked.dossier;
    let outstanding = dossier.outstanding();
    let held = bank_event::held(tx, dossier.id).await?;
    notify::too_much(tx, &dossier, held, app.clock.now()).await?;
    let may = policy::permit(&teller, &dossier.subject(), Action::Pay).is_ok();
    if !may || outstanding.is_zero() || held < outstanding {
        let now = app.clock.now();
        if may && !outstanding.is_zero() && !held.is_zero() {
            notify::short(tx, dossier.id, (held, outstanding.less(held)), now).await?;
        }
        let procedure = app.version_in(tx, dossier.procedure_version.uuid()).await?;
        giving_back::propose(tx, &dossier, &procedure, now).await?;
        return Ok(Became::Held(dossier.id));
    }
    store::account::ensure_system(tx, TELLER, TELLER_NAME, app.clock.now()).await?;
    let last = bank_event::last(tx, dossier.id).await?;
    let (method, reference) = last.map_or((PayMethod::Transfer, None), |last| (last.method, last.number));
    let commands = vec![Command::Pay { amount: Vnd::ZERO, method, reference }];
    let id = dossier.id;
    act::within(tx, app, &teller, Wanted { key, seen: dossier.version, commands }).await?;
    Ok(Became::Booked(id))
}
