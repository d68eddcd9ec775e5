//! The papers of a dossier – form 01 slip, form 02 supplement sheet, form 03 refusal sheet – filled from its view and its
//! procedure, and set as PDF. A paper shows what was true when it was issued: a later printing has the same facts.
//!
//! Which printing a slip is counts the printings at the one-stop ([`record`], a row of its own each); reading the page or the
//! PDF counts nothing, so that a GET stays safe.

use chrono::{DateTime, NaiveDate, Utc};
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::{
    context::App,
    error::Error,
    payable::{self, Payable},
    print_reasons,
    reference::Reference,
};
use crate::{
    domain::{
        actor::Actor,
        calendar,
        decide::EXEMPT_KEY,
        event::Event,
        ids::{DossierCode, LookupSecret},
        money::Vnd,
        pay_code::PayCode,
        policy::Scope,
        procedure::{DocKind, Fee, Procedure},
        quote::{Difference, Reduction},
        slip::{
            Applicant, Contact, FeeLine, HandedIn, Heading, Lookup, Missing, Paper, RefusalSheet, Slip,
            SupplementSheet,
        },
        status::{Channel, ReturnMethod},
    },
    gateways,
    i18n::{self, Locale},
    store::{
        self,
        agency::{Agency, AgencyLevel},
        dossier::Key,
        view::{DocumentLine, DossierView, HistoryLine},
    },
};

/// Typesetting takes processor time: so many papers at once, the others wait.
static PRESS: Semaphore = Semaphore::const_new(2);

/// Which paper of a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// Form 01; there from acceptance on.
    Slip,
    /// Form 02 of the n-th request.
    Supplement(i32),
    /// Form 03; there after a refusal.
    Refusal,
}

/// The paper, for whoever sees the dossier.
/// # Errors
/// [`Error::NotFound`] when the dossier is not visible or has no such paper (yet).
pub async fn paper(app: &App, scope: &Scope, code: &DossierCode, sheet: Sheet) -> Result<Paper, Error> {
    let view = store::view::of(&app.db, scope, &Key::Code(code.clone())).await?.ok_or(Error::NotFound)?;
    let reference = app.reference().await?;
    let desk = Desk { view: &view, reference: &reference, public_url: &app.public_url, now: app.clock.now() };
    match sheet {
        Sheet::Slip => {
            let procedure = app.version(view.procedure_version).await?;
            let printed = store::print_log::slips(&app.db, view.id).await?;
            let printing = u32::try_from(printed).unwrap_or(u32::MAX).max(1);
            let mut slip = desk.slip(&procedure, printing)?;
            let promised = (slip.received_at, slip.due_at);
            slip.transfer = payable::of(app, &view).await?.and_then(pay_code);
            slip.explained = print_reasons::of(app, &reference, &view, promised).await?;
            Ok(Paper::Slip(slip))
        }
        Sheet::Supplement(round) => desk.supplement(round).map(Paper::Supplement),
        Sheet::Refusal => desk.refusal().map(Paper::Refusal),
    }
}

/// The slip, for its print page.
/// # Errors
/// As [`paper`].
pub async fn slip(app: &App, scope: &Scope, code: &DossierCode) -> Result<Slip, Error> {
    match paper(app, scope, code, Sheet::Slip).await? {
        Paper::Slip(slip) => Ok(slip),
        Paper::Supplement(_) | Paper::Refusal(_) => Err(Error::NotFound),
    }
}

/// The paper as PDF.
/// # Errors
/// As [`paper`]; [`Error::Internal`] when it cannot be set.
pub async fn pdf(app: &App, scope: &Scope, code: &DossierCode, sheet: Sheet) -> Result<Vec<u8>, Error> {
    let paper = paper(app, scope, code, sheet).await?;
    on_the_press(move || gateways::pdf::render(&paper)).await?.map_err(|e| Error::Internal(e.to_string()))
}

/// Does what takes processor time on a thread of its own, when it is its turn.
pub(super) async fn on_the_press<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    let _turn = PRESS.acquire().await.map_err(|e| Error::Internal(e.to_string()))?;
    tokio::task::spawn_blocking(work).await.map_err(|e| Error::Internal(e.to_string()))
}

/// Notes that the slip is printed once more. The same `form_key` again is the same printing.
/// # Errors
/// [`Error::NotFound`] when there is no slip to print for this person.
pub async fn record(
    app: &App,
    actor: &Actor,
    scope: &Scope,
    code: &DossierCode,
    form_key: Uuid,
) -> Result<(), Error> {
    let view = store::view::of(&app.db, scope, &Key::Code(code.clone()))
        .await?
        .filter(|view| view.accepted_at.is_some())
        .ok_or(Error::NotFound)?;
    let mut tx = app.db.begin().await?;
    store::print_log::note_slip(&mut tx, form_key, view.id, actor.id, app.clock.now()).await?;
    Ok(tx.commit().await?)
}

fn pay_code(payable: Payable) -> Option<PayCode> {
    let account = payable.transfer?;
    Some(PayCode {
        payload: account.payload?,
        amount: payable.amount,
        reference: payable.reference.as_str().to_owned(),
        account: format!("{} {}, {}", account.bank, account.number, account.holder),
    })
}

/// Everything a paper is filled from.
struct Desk<'a> {
    view: &'a DossierView,
    reference: &'a Reference,
    public_url: &'a str,
    now: DateTime<Utc>,
}

impl Desk<'_> {
    fn slip(&self, procedure: &Procedure, printing: u32) -> Result<Slip, Error> {
        let view = self.view;
        let accepted_at = view.accepted_at.ok_or(Error::NotFound)?;
        let due_at = view.original_due_at.or(view.due_at).ok_or(Error::NotFound)?;
        let accepted = self.last(|event| matches!(event, Event::Accepted { .. }));
        let method = ReturnMethod::parse(&view.return_method)
            .ok_or_else(|| Error::Internal(format!("return method {}", view.return_method)))?;
        let quote = view.quote.as_ref();
        Ok(Slip {
            heading: self.heading(&view.receiving, "TNHS", accepted_at, printing),
            lookup: self.lookup()?,
            applicant: self.applicant(),
            procedure: view.procedure_name.clone(),
            documents: handed_in(view, procedure, accepted_at),
            sets: 1,
            statutory: view.statutory.as_ref().map(|limit| limit.0),
            committed: view.promised.as_ref().map(|limit| limit.0),
            received_at: accepted_at,
            due_at,
            result_method: method,
            result_place: self.result_place(method),
            fees: quote.map_or_else(Vec::new, |quote| fee_lines(&quote.0.lines)),
            fee_changes: quote
                .map_or_else(Vec::new, |quote| quote.0.differences.iter().map(fee_change).collect()),
            fees_asked: Vnd::new(view.ever_asked()).unwrap_or_default(),
            fees_paid: Vnd::new(view.ever_paid()).unwrap_or_default(),
            transfer: None,
            register: None,
            officer: accepted.map_or_else(String::new, |line| line.actor.clone()),
            submitter: self.submitter(),
            explained: None,
        })
    }

    fn supplement(&self, round: i32) -> Result<SupplementSheet, Error> {
        let view = self.view;
        let asked = view.supplements.iter().find(|line| line.round == round).ok_or(Error::NotFound)?;
        let said = self
            .last(|event| matches!(event, Event::SupplementRequested { round: said, .. } if *said == round));
        let agency = said.and_then(|line| line.agency.as_deref()).unwrap_or(&view.receiving);
        let mut heading = self.heading(agency, "HDHS", asked.at, 1);
        if round > 1 {
            heading.number = format!("{}-{round}/HDHS", self.serial());
        }
        Ok(SupplementSheet {
            heading,
            lookup: Some(self.lookup()?),
            applicant: self.applicant(),
            procedure: view.procedure_name.clone(),
            missing: asked
                .items
                .iter()
                .map(|item| Missing {
                    name: item.name.clone(),
                    reason: item.reason.clone(),
                    ..Missing::default()
                })
                .collect(),
            reason: asked.note.clone(),
            until: Some(self.closing(agency, asked.until)),
            contact: self.contact(agency, &asked.by),
            officer: asked.by.clone(),
            leader: None,
        })
    }

    fn refusal(&self) -> Result<RefusalSheet, Error> {
        let line = self.last(|event| matches!(event, Event::Rejected { .. })).ok_or(Error::NotFound)?;
        let Event::Rejected { reason } = &line.event else {
            return Err(Error::NotFound);
        };
        let agency = line.agency.as_deref().unwrap_or(&self.view.receiving);
        Ok(RefusalSheet {
            heading: self.heading(agency, "TCTN", line.at, 1),
            lookup: Some(self.lookup()?),
            applicant: self.applicant(),
            procedure: self.view.procedure_name.clone(),
            reasons: reason.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect(),
            legal_basis: None,
            contact: self.contact(agency, &line.actor),
            officer: line.actor.clone(),
            submitter: self.submitter(),
        })
    }

    fn heading(&self, agency: &str, sign: &str, issued: DateTime<Utc>, printing: u32) -> Heading {
        let issuer = self.reference.agency(agency);
        let parent = issuer.and_then(|a| a.parent.as_deref()).and_then(|code| self.reference.agency(code));
        let name = |a: Option<&Agency>| a.map_or_else(|| agency.to_owned(), |a| a.name.clone());
        Heading {
            authority: name(parent.or(issuer)),
            office: name(issuer),
            number: format!("{}/{sign}", self.serial()),
            place: place(issuer, self.province()),
            date: calendar::local(issued).date(),
            printing,
            printed_at: self.now,
        }
    }

    fn province(&self) -> Option<&Agency> {
        self.reference.agencies.values().find(|a| a.level == AgencyLevel::Province.key())
    }

    /// The last part of the dossier code.
    fn serial(&self) -> &str {
        let code = self.view.code.as_deref().unwrap_or_default();
        code.rsplit('-').next().unwrap_or_default()
    }

    fn lookup(&self) -> Result<Lookup, Error> {
        let view = self.view;
        let code = view.code.as_deref().ok_or(Error::NotFound)?;
        let secret = view.lookup_secret.as_deref().unwrap_or_default();
        let token = view.link_token.as_deref().unwrap_or_default();
        Ok(Lookup {
            code: DossierCode::parse(code).map_err(|e| Error::Internal(e.to_string()))?,
            secret: LookupSecret::parse(secret).map_err(|e| Error::Internal(e.to_string()))?,
            link: format!("{}/h/{token}", self.public_url),
        })
    }

    fn applicant(&self) -> Applicant {
        let party = &self.view.applicant;
        // Whoever files for somebody else is named first, with their own number and phone; the owner stands below.
        let filer = party.representative.as_ref();
        let phone = filer.map_or(party.phone.as_deref(), |r| r.phone.as_deref());
        Applicant {
            name: filer.map_or(&party.name, |r| &r.name).clone(),
            id_number: filer.map_or(&party.number, |r| &r.number).clone(),
            address: party.address.clone(),
            phone: phone.map(i18n::format::phone),
            email: party.email.clone(),
            owner: filer.map(|_| party.name.clone()),
        }
    }

    fn submitter(&self) -> String {
        let party = &self.view.applicant;
        party.representative.as_ref().map_or_else(|| party.name.clone(), |r| r.name.clone())
    }

    fn result_place(&self, method: ReturnMethod) -> String {
        match method {
            ReturnMethod::Counter => {
                self.reference.agency(&self.view.receiving).map_or_else(String::new, |a| a.name.clone())
            }
            ReturnMethod::Postal => self.view.applicant.address.clone().unwrap_or_default(),
            ReturnMethod::Electronic => format!("tài khoản trên {}", host(self.public_url)),
        }
    }

    fn contact(&self, agency: &str, name: &str) -> Contact {
        let phone = self.reference.agency(agency).and_then(|a| a.phone.as_deref());
        Contact {
            name: name.to_owned(),
            phone: phone.map(i18n::format::phone),
            web: Some(host(self.public_url).to_owned()),
        }
    }

    /// When the agency closes on `day`; the end of the afternoon where its calendar does not say.
    fn closing(&self, agency: &str, day: NaiveDate) -> DateTime<Utc> {
        let by_calendar = self
            .reference
            .agency(agency)
            .and_then(|a| self.reference.calendars.get(&a.calendar))
            .and_then(|(_, calendar)| calendar.end_of_day(day).ok());
        by_calendar.unwrap_or_else(|| {
            let five = chrono::NaiveTime::from_hms_opt(17, 0, 0).unwrap_or_default();
            calendar::instant(day.and_time(five))
        })
    }

    fn last(&self, is: impl Fn(&Event) -> bool) -> Option<&HistoryLine> {
        self.view.history.iter().rev().find(|line| is(&line.event))
    }
}

/// The place in the dateline: the commune's own name, for anything above a commune the province's.
/// Source: NĐ 30/2020/NĐ-CP annex I, 4.
fn place(agency: Option<&Agency>, province: Option<&Agency>) -> String {
    let of_commune = agency.filter(|a| {
        [AgencyLevel::Commune, AgencyLevel::CommuneCentre].iter().any(|level| level.key() == a.level)
    });
    let (named, kinds): (_, &[&str]) = match of_commune {
        Some(agency) => (Some(agency), &[" phường ", " xã ", " đặc khu "]),
        None => (province.or(agency), &[" tỉnh ", " thành phố "]),
    };
    named.map_or_else(String::new, |a| {
        kinds
            .iter()
            .find_map(|kind| a.name.rsplit_once(kind))
            .map_or_else(|| a.short_name.clone(), |(_, place)| place.to_owned())
    })
}

fn host(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, host)| host)
}

/// What had come in by the time of acceptance, in the order of the case, then what else was brought.
fn handed_in(view: &DossierView, procedure: &Procedure, until: DateTime<Utc>) -> Vec<HandedIn> {
    let there: Vec<&DocumentLine> = view
        .documents
        .iter()
        .filter(|line| !line.staged && line.key != "result" && line.uploaded_at <= until)
        .collect();
    let case = procedure.cases.iter().find(|case| case.key == view.case_key);
    let order: Vec<&str> =
        case.map_or_else(Vec::new, |case| case.documents.iter().map(|asked| asked.doc.as_str()).collect());
    let mut rows = Vec::new();
    for doc in order.iter().filter_map(|key| procedure.documents.iter().find(|doc| doc.key == *key)) {
        let own: Vec<&DocumentLine> = there.iter().copied().filter(|line| line.key == doc.key).collect();
        let mut row = counted(&doc.name, &own);
        // The form itself is kept as data: what was typed, by the person or at the counter.
        let typed = doc.kind == DocKind::Form && is_typed(view, procedure);
        if own.is_empty() && typed {
            row.files = 1;
        }
        if !own.is_empty() || typed {
            rows.push(row);
        }
    }
    let other = there.iter().filter(|line| !order.contains(&line.key.as_str()));
    rows.extend(other.map(|line| counted(&line.name, &[line])));
    rows
}

/// Whether the form was filled in as data: online by any answer, at the counter by one that the fee does not need.
fn is_typed(view: &DossierView, procedure: &Procedure) -> bool {
    let for_fees: Vec<&String> = procedure.fees.iter().flat_map(Fee::counted_by).collect();
    let is_online = view.channel == Channel::Online.key();
    let own = |key: &String| is_online || (key != EXEMPT_KEY && !for_fees.contains(&key));
    view.answers.keys().any(own)
}

fn counted(name: &str, lines: &[&DocumentLine]) -> HandedIn {
    let sum = |of: fn(&DocumentLine) -> i32| {
        lines.iter().map(|line| u32::try_from(of(line)).unwrap_or(0)).fold(0, u32::saturating_add)
    };
    HandedIn {
        name: name.to_owned(),
        originals: sum(|line| line.originals),
        certified: 0,
        copies: sum(|line| line.copies),
        files: sum(|line| i32::from(line.media_type.is_some())),
    }
}

fn fee_lines(lines: &[crate::domain::quote::QuoteLine]) -> Vec<FeeLine> {
    lines
        .iter()
        .map(|line| FeeLine {
            name: i18n::fees::counted(line),
            kind: line.kind,
            amount: line.amount,
            note: line.reduction.as_ref().map(|reduction| note(reduction, line.full)),
        })
        .collect()
}

/// What a fee came to cost after filing, and why, in the Vietnamese of the form.
fn fee_change(difference: &Difference) -> String {
    let name = i18n::fees::changed_name(difference);
    let name = if name.is_empty() { name } else { format!("{name}, ") };
    format!("Thay đổi: {name}{}", i18n::fees::change(Locale::Vi, difference))
}

/// Why less is asked, and by which act, in the Vietnamese of the form.
fn note(reduction: &Reduction, full: Vnd) -> String {
    format!("{}, {}", i18n::fees::reduction(Locale::Vi, reduction, full), reduction.legal_basis())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::procedure::ExemptGroup;

    fn agency(name: &str, level: AgencyLevel) -> Agency {
        Agency {
            code: "H48.101".to_owned(),
            name: name.to_owned(),
            short_name: name.to_owned(),
            level: level.key().to_owned(),
            parent: None,
            ward_code: None,
            receives: true,
            calendar: "province".to_owned(),
            address: None,
            phone: None,
            valid_from: NaiveDate::from_ymd_opt(2025, 7, 1).unwrap(),
            valid_to: None,
        }
    }

    #[test]
    fn the_dateline_of_a_commune_names_the_commune_and_of_any_other_agency_the_province() {
        let province = agency("Ủy ban nhân dân tỉnh Quảng Ngãi", AgencyLevel::Province);
        for (name, level, place_said) in [
            ("Trung tâm Phục vụ hành chính công phường Cẩm Thành", AgencyLevel::CommuneCentre, "Cẩm Thành"),
            ("Ủy ban nhân dân đặc khu Lý Sơn", AgencyLevel::Commune, "Lý Sơn"),
            ("Ủy ban nhân dân xã Ba Xa", AgencyLevel::Commune, "Ba Xa"),
            ("Sở Tư pháp tỉnh Quảng Ngãi", AgencyLevel::Department, "Quảng Ngãi"),
        ] {
            assert_eq!(place(Some(&agency(name, level)), Some(&province)), place_said);
        }
    }

    #[test]
    fn paper_and_files_of_one_document_are_counted_together() {
        let line = |originals, media_type: Option<&str>| DocumentLine {
            id: Uuid::nil(),
            key: "to-khai".to_owned(),
            name: "Tờ khai".to_owned(),
            file_name: None,
            media_type: media_type.map(str::to_owned),
            size: None,
            originals,
            copies: 0,
            round: 0,
            staged: false,
            uploaded_by: Uuid::nil(),
            uploaded_at: DateTime::UNIX_EPOCH,
        };
        let (paper, file) = (line(2, None), line(0, Some("application/pdf")));
        let row = counted("Tờ khai", &[&paper, &file, &file]);
        assert_eq!((row.originals, row.copies, row.files), (2, 0, 2));
    }

    #[test]
    fn a_reduction_says_why_in_the_words_of_the_form() {
        let half = Reduction::Percent {
            percent: 50,
            legal_basis: "NQ 11/2022/NQ-HĐND".to_owned(),
            preference: String::new(),
        };
        let full = Vnd::new(20_000).unwrap();
        assert_eq!(note(&half, full), "giảm 50 % của 20.000\u{a0}₫, NQ 11/2022/NQ-HĐND");
        let poor = Reduction::Exempt {
            group: ExemptGroup::PoorHousehold,
            legal_basis: "Luật 97/2015/QH13".to_owned(),
        };
        assert_eq!(note(&poor, full), "được miễn: Hộ nghèo; người khác nộp 20.000\u{a0}₫, Luật 97/2015/QH13");
    }
}
