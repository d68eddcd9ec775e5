//! The dossier as a value: where it is, whose, under which terms. It changes only by `decide`.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    calendar::WorkCalendar,
    deadline,
    ids::{
        AccountId, AgencyCode, DocumentId, DossierCode, DossierId, LookupSecret, ProcedureCode,
        ProcedureVersionId, Version,
    },
    ledger::{Ledger, Mark, MarkKind},
    limit::TimeLimit,
    money::Vnd,
    party::Party,
    policy::Subject,
    postal::PostalArrival,
    procedure::{Answers, ExemptGroup, Procedure, Step, StepUnit},
    quote::Quote,
    refusal::Refusal,
    status::{Channel, EnteredBy, ReturnMethod, Role, Status},
};

/// What is printed beside the code: given once, at submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The dossier code.
    pub code: DossierCode,
    /// The four characters that open the look-up.
    pub secret: LookupSecret,
    /// The token of the short link (QR).
    pub link: String,
}

/// The issued result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedResult {
    /// Number on it.
    pub number: String,
    /// Date on it.
    pub date: NaiveDate,
    /// Who signed.
    pub signer: String,
    /// The electronic result.
    #[serde(default)]
    pub document: Option<DocumentId>,
}

/// A point in the route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Index of the step.
    pub step: usize,
    /// Its role.
    pub role: Role,
}

/// A dossier.
#[derive(Clone, Debug, PartialEq)]
pub struct Dossier {
    /// Identifier.
    pub id: DossierId,
    /// Code, secret and link; none before submission.
    pub identity: Option<Identity>,
    /// How often it changed.
    pub version: Version,
    /// Where it is in its life.
    pub status: Status,
    /// Where a supplement or payment leads back to.
    pub resumes_to: Option<Status>,
    /// Code of the procedure.
    pub procedure: ProcedureCode,
    /// The version it was submitted under.
    pub procedure_version: ProcedureVersionId,
    /// Key of the case.
    pub case: String,
    /// How it came in.
    pub channel: Channel,
    /// Who typed it.
    pub entered_by: EnteredBy,
    /// Account of the owner, if there is one.
    pub owner: Option<AccountId>,
    /// Account that filled it in.
    pub filer: AccountId,
    /// For whom it is.
    pub applicant: Party,
    /// The answers of the e-form.
    pub answers: Answers,
    /// How it arrived, where it came by post.
    pub post: Option<PostalArrival>,
    /// How the result shall be handed over.
    pub return_method: ReturnMethod,
    /// The one-stop that received it.
    pub receiving: AgencyCode,
    /// The agency that settles it.
    pub settling: AgencyCode,
    /// The agency of the present step.
    pub holding: AgencyCode,
    /// The present step.
    pub place: Option<Place>,
    /// Who has taken the step.
    pub holder: Option<AccountId>,
    /// Agencies with an open consultation.
    pub consulted: Vec<AgencyCode>,
    /// The law's time limit, frozen at submission.
    pub statutory: Option<TimeLimit>,
    /// The promised time limit, frozen at submission.
    pub promised: Option<TimeLimit>,
    /// The clock's truth.
    pub ledger: Ledger,
    /// The fee, frozen at submission.
    pub quote: Option<Quote>,
    /// The group that an officer found the person to belong to, so that a fee is waived.
    pub exempt_checked: Option<ExemptGroup>,
    /// All that is to be paid.
    pub fee_total: Vnd,
    /// What was paid.
    pub fee_paid: Vnd,
    /// How many supplement requests there were.
    pub supplement_rounds: i32,
    /// The issued result.
    pub result: Option<IssuedResult>,
    /// The verdict, once completed.
    pub on_time: Option<bool>,
    /// When it was handed in.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Until when the one-stop answers.
    pub respond_by: Option<DateTime<Utc>>,
    /// When it was taken in.
    pub accepted_at: Option<DateTime<Utc>>,
    /// The first appointment.
    pub original_due_at: Option<DateTime<Utc>>,
    /// The appointment now.
    pub due_at: Option<DateTime<Utc>>,
    /// From when on it is due soon: the projection beside `due_at`.
    pub soon_at: Option<DateTime<Utc>>,
    /// Until when the present step shall be done.
    pub step_due_at: Option<DateTime<Utc>>,
    /// When it was settled.
    pub completed_at: Option<DateTime<Utc>>,
    /// When it ended (returned, refused, withdrawn, stopped).
    pub ended_at: Option<DateTime<Utc>>,
    /// Since when it is in its status.
    pub status_at: DateTime<Utc>,
}

impl Dossier {
    /// What policy needs to know.
    #[must_use]
    pub fn subject(&self) -> Subject {
        Subject {
            id: self.id,
            status: self.status,
            owner: self.owner,
            filer: self.filer,
            holder: self.holder,
            step_role: self.place.map(|p| p.role),
            receiving: self.receiving.clone(),
            settling: self.settling.clone(),
            holding: self.holding.clone(),
            consulted: self.consulted.clone(),
        }
    }

    /// What is still to be paid.
    #[must_use]
    pub fn outstanding(&self) -> Vnd {
        Vnd::new((self.fee_total.dong() - self.fee_paid.dong()).max(0)).unwrap_or(Vnd::ZERO)
    }

    /// Whether the appointment has passed while the agency still had to work.
    #[must_use]
    pub fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        matches!(self.status, Status::Accepted | Status::Processing)
            && self.due_at.is_some_and(|due| now > due)
    }

    /// The agency at which `step` is done.
    #[must_use]
    pub fn agency_of(&self, step: &Step) -> AgencyCode {
        match step.unit {
            StepUnit::Settling => self.settling.clone(),
            StepUnit::Receiving => self.receiving.clone(),
            StepUnit::Agency => step.agency.clone().unwrap_or_else(|| self.settling.clone()),
        }
    }

    /// Stores the moments that follow from the clock by `calendar` and by the percentage that is soon: when it is due, and due soon.
    pub(super) fn project(&mut self, soon_percent: u8, calendar: &WorkCalendar) -> Result<(), Refusal> {
        let stored = deadline::projection(&self.ledger, soon_percent, calendar)?;
        self.due_at = stored.map(|stored| stored.due_at);
        self.soon_at = stored.map(|stored| stored.soon_at);
        Ok(())
    }

    /// The wait that ends at `now` does not count for the step either.
    pub(super) fn step_waited(&mut self, now: DateTime<Utc>, calendar: &WorkCalendar) -> Result<(), Refusal> {
        let paused = |mark: &&Mark| matches!(mark.kind, MarkKind::Paused { .. });
        let since = self.ledger.marks().iter().rfind(paused).map(|mark| mark.at);
        if let (Some(due), Some(since)) = (self.step_due_at, since) {
            self.step_due_at = Some(deadline::step_after(due, (since, now), calendar)?);
        }
        Ok(())
    }

    /// The present step on the route of `procedure`.
    #[must_use]
    pub fn step<'p>(&self, procedure: &'p Procedure) -> Option<&'p Step> {
        self.place.and_then(|place| procedure.route.get(place.step))
    }
}
