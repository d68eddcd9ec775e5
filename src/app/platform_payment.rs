//! Paying through the payment platform: a try is begun and kept before the platform hears of it, so that nothing it says is about
//! something unknown; and whatever it says, by message or on asking, goes through `pay`.

use std::net::IpAddr;

use chrono::{DateTime, Utc};

use super::{
    booking,
    context::App,
    error::Error,
    pay::{self, Became, Heard, Try},
    secrets,
};
use crate::{
    domain::{
        actor::Actor,
        command::PayMethod,
        ids::{AgencyCode, DossierId},
        money::Vnd,
        policy,
        procedure::FeeKind,
        refusal::Refusal,
        settlement::{self, AttemptState, LIFE, Source},
    },
    gateways::{
        error::Kind,
        payment::{
            gateway::{Answer, Begin, Payment, Told, Untrusted},
            messages::{Fee, Receipt, Sum, codes},
            seal,
        },
    },
    i18n::Locale,
    store::{
        self,
        attempt::{self, Attempt},
        bank_event,
        dossier::Key,
        view::DossierView,
    },
};

/// Who pays: from where, and in which language they read.
#[derive(Clone, Copy, Debug)]
pub struct Payer<'a> {
    /// Whose dossier it is.
    pub actor: &'a Actor,
    /// Address of their machine, as far as it is known.
    pub address: &'a str,
    /// Their language.
    pub locale: Locale,
}

/// The address of the platform's own pages, to which a form of ours leads: `https://pay.example.vn`. Nothing without a platform.
#[must_use]
pub fn pages(app: &App) -> Option<String> {
    app.payment.as_ref().map(|platform| platform.pages().to_owned())
}

/// Where the payer pays what is missing on the dossier of `view`. A try that is still pending is gone on with, so that a second
/// click begins nothing new. `back` is the path of the page to which the platform sends the payer, `{reference}` in it.
/// # Errors
/// [`Error::NotFound`] without a platform, [`Error::Refused`] when nothing is missing or what came is being matched, [`Error::Gateway`] when the platform cannot be
/// reached or does not want to.
pub async fn begin(app: &App, payer: Payer<'_>, view: &DossierView, back: &str) -> Result<String, Error> {
    let platform = app.payment.as_ref().ok_or(Error::NotFound)?;
    let receipt = receipt(app, view).await?;
    loop {
        let (attempt, is_new) = take_up(app, payer.actor, view).await?;
        if let Some(pay_url) = attempt.pay_url {
            return Ok(pay_url);
        }
        match begin_at(app, platform.as_ref(), payer, (&attempt, &receipt, back)).await {
            // What the platform wants no more is begun anew, once.
            Err(Error::Gateway(error)) if error.kind == Kind::Fail && !is_new => {}
            other => return other,
        }
    }
}

async fn begin_at(
    app: &App,
    platform: &dyn Payment,
    payer: Payer<'_>,
    (attempt, receipt, back): (&Attempt, &Receipt, &str),
) -> Result<String, Error> {
    let Attempt { id, reference, amount, begun_at, .. } = attempt;
    let back = payer.locale.path(&back.replace("{reference}", reference));
    let begin = Begin {
        reference: reference.clone(),
        amount: *amount,
        at: *begun_at,
        ip: payer.address.parse::<IpAddr>().ok(),
        english: payer.locale == Locale::En,
        return_url: format!("{}{back}", app.public_url),
        receipt: with_sum(receipt, *amount),
    };
    let answer = platform.begin(&begin).await;
    let mut tx = app.db.begin().await?;
    match &answer {
        Ok(begun) => attempt::begun(&mut tx, *id, &begun.pay_url).await?,
        Err(error) if error.kind == Kind::Fail => {
            let (state, now) = (AttemptState::Failed, app.clock.now());
            let next = settlement::ask_next(state, attempt.asked, now, attempt.expires_at);
            attempt::became(&mut tx, *id, state, None, next).await?;
        }
        // It may have begun all the same: the try stays, and is asked for.
        Err(_) => {}
    }
    tx.commit().await?;
    if let Err(error) = &answer {
        let why = std::error::Error::source(error).map(ToString::to_string);
        tracing::warn!(reference, why, "the payment platform did not begin a payment");
    }
    Ok(answer?.pay_url)
}

/// The pending try for what is missing, or a new one; and whether it is new.
async fn take_up(app: &App, actor: &Actor, view: &DossierView) -> Result<(Attempt, bool), Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    // Two clicks queue up here: the second finds what the first began.
    let key = Key::Id(DossierId::new(view.id));
    let locked = store::dossier::lock(&mut tx, &policy::scope(actor), &key).await?.ok_or(Error::NotFound)?;
    if !attempt::being_matched_in(&mut tx, locked.dossier.id).await?.is_zero() {
        return Err(Error::Refused(Refusal::BeingMatched));
    }
    let held = bank_event::held(&mut tx, locked.dossier.id).await?;
    let missing = booking::asked(&locked.dossier).less(held);
    let intent = store::intent::opened(&mut tx, locked.dossier.id).await?;
    let Some(intent) = intent.filter(|_| !missing.is_zero()) else {
        return Err(Error::Refused(Refusal::NothingToPay));
    };
    let last = attempt::newest(&mut tx, intent.id).await?;
    let goes_on = |last: &Attempt| {
        last.state == AttemptState::Pending && last.expires_at > now && last.amount == missing
    };
    if let Some(last) = last.filter(goes_on) {
        return Ok((last, false));
    }
    let new = Attempt {
        id: secrets::new_id(now),
        intent: intent.id,
        reference: reference(view.code.as_deref().unwrap_or_default(), now),
        amount: missing,
        state: AttemptState::Pending,
        pay_url: None,
        begun_at: now,
        asked: 0,
        ask_at: settlement::ask_next(AttemptState::Pending, 0, now, now + LIFE),
        expires_at: now + LIFE,
    };
    attempt::open(&mut tx, &new).await?;
    tx.commit().await?;
    Ok((new, true))
}

/// `dvc`, the letters and digits of the dossier's code, the time on a 24-hour clock, and eight letters by chance.
fn reference(code: &str, now: DateTime<Utc>) -> String {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("dvc{plain}{}{}", seal::stamp(now), secrets::try_suffix())
}

/// What the platform's receipt shall say of the dossier.
async fn receipt(app: &App, view: &DossierView) -> Result<Receipt, Error> {
    let agency = AgencyCode::parse(&view.receiving).map_err(|e| Error::Internal(e.to_string()))?;
    let account = store::bank_account::collecting(&app.db, &agency).await?;
    let reference = app.reference().await?;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let code = text(&view.code);
    let lines = view.quote.as_deref().map(|quote| quote.lines.as_slice()).unwrap_or_default();
    let fees = lines.iter().filter(|line| !line.amount.is_zero()).map(|line| Fee {
        kind: match line.kind {
            FeeKind::Charge => "1".to_owned(),
            FeeKind::Fee => "2".to_owned(),
        },
        number: line.fee.clone(),
        name: line.name.clone(),
        amount: line.amount.dong().to_string(),
    });
    Ok(Receipt {
        procedure: view.procedure_code.clone(),
        procedure_name: view.procedure_name.clone(),
        service: format!("{}.01", view.procedure_code),
        agency: view.receiving.clone(),
        agency_name: reference.agency(&view.receiving).map(|agency| agency.name.clone()).unwrap_or_default(),
        about: format!("THANH TOAN HO SO {code}"),
        dossier: code,
        account: account.as_ref().map(|account| account.number.clone()).unwrap_or_default(),
        account_name: account.as_ref().map(|account| account.holder.clone()).unwrap_or_default(),
        account_bank: account.map(|account| account.bank).unwrap_or_default(),
        payer: view.applicant.name.clone(),
        payer_number: text(&view.applicant.number),
        payer_address: text(&view.applicant.address),
        fees: fees.collect(),
        sums: Vec::new(),
    })
}

/// The fees when they are what is paid now; else one sum: what was paid before is nobody's business on this receipt.
fn with_sum(receipt: &Receipt, amount: Vnd) -> Receipt {
    let dong = |fee: &Fee| fee.amount.parse::<i64>().unwrap_or(0);
    if receipt.fees.iter().map(dong).sum::<i64>() == amount.dong() {
        return receipt.clone();
    }
    let sums = vec![Sum { about: receipt.about.clone(), amount: amount.dong().to_string() }];
    Receipt { fees: Vec::new(), sums, ..receipt.clone() }
}

/// Takes in a message of the platform; gives back what it is answered.
/// # Errors
/// [`Error::NotFound`] without a platform, [`Error::Store`].
pub async fn callback(app: &App, body: &[u8]) -> Result<&'static str, Error> {
    let platform = app.payment.as_ref().ok_or(Error::NotFound)?;
    let told = match platform.read_callback(body) {
        Ok(Answer::Told(told)) => told,
        // That nobody knows is neither a success nor a failure: the try stays as it is, and is asked about.
        Ok(Answer::Pending | Answer::Unknown | Answer::Later(_)) => {
            metrics::counter!("motcua_payment_messages_total", "outcome" => "nothing-new").increment(1);
            return Ok(codes::DONE);
        }
        Err(why) => {
            metrics::counter!("motcua_payment_messages_total", "outcome" => "untrusted").increment(1);
            tracing::warn!(%why, "a message of the payment platform is not believed");
            return Ok(Untrusted::answer(why));
        }
    };
    take_in(app, &told, Source::Callback).await?;
    Ok(codes::DONE)
}

/// Takes in what the platform says of a try.
/// # Errors
/// [`Error::Store`]; what booking reports.
pub async fn take_in(app: &App, told: &Told, source: Source) -> Result<Became, Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let attempt = attempt::lock(&mut tx, &told.reference).await?;
    if let Some(attempt) = &attempt {
        let state = settlement::heard(attempt.state, told.success);
        let next = settlement::ask_next(state, attempt.asked, now, attempt.expires_at);
        attempt::became(&mut tx, attempt.id, state, Some(now), next).await?;
    }
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let heard = Heard {
        source,
        key: told.key(),
        method: PayMethod::Platform,
        account: None,
        amount: told.amount,
        success: told.success,
        code: some(&told.code),
        at: told.at,
        number: some(&told.transaction),
        // For whoever looks at it in the inbox.
        memo: some(&told.reference),
        payer: None,
        payer_account: None,
        attempt: attempt.map(|of| Try { id: of.id, intent: of.intent, asked: of.amount }),
        by: None,
    };
    let became = pay::hear_in(&mut tx, app, &heard).await?;
    tx.commit().await?;
    let (reference, amount, success) = (&told.reference, told.amount.dong(), told.success);
    tracing::info!(reference, amount, success, ?source, ?became, "the payment platform said something");
    Ok(became)
}
