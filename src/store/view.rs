//! A dossier as pages show it: everything in one round trip, within a scope.

use chrono::{DateTime, Utc};
use sqlx::types::Json;
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use super::{
    dossier::Key,
    error::{Error, read},
    tx::Db,
};
use crate::domain::{
    dossier::IssuedResult,
    ids::{AccountId, AgencyCode, DossierId},
    ledger::Ledger,
    limit::TimeLimit,
    party::Party,
    policy::{Scope, Sight, Subject},
    postal::PostalArrival,
    procedure::Answers,
    quote::Quote,
    status::{Role, Status},
};

pub use super::view_lines::{
    ConsultationLine, DocumentLine, HistoryLine, PaymentLine, RefundLine, SupplementLine,
};

/// A dossier with all that belongs to it.
#[derive(Clone, Debug)]
pub struct DossierView {
    /// Identifier.
    pub id: Uuid,
    /// Code; none for drafts.
    pub code: Option<String>,
    /// The four characters beside it.
    pub lookup_secret: Option<String>,
    /// Token of the short link.
    pub link_token: Option<String>,
    /// Version, for forms.
    pub version: i32,
    /// Key of the status: see [`DossierView::status`].
    pub status_key: String,
    /// Where a supplement or payment leads back to.
    pub resumes_to: Option<String>,
    /// Procedure.
    pub procedure_code: String,
    /// The pinned version: `App::version` has its content.
    pub procedure_version: Uuid,
    /// Name of the procedure in that version.
    pub procedure_name: String,
    /// Key of the case.
    pub case_key: String,
    /// Key of the channel.
    pub channel: String,
    /// Who typed it.
    pub entered_by: String,
    /// Owner's account.
    pub owner_id: Option<Uuid>,
    /// Filer's account.
    pub filer_id: Uuid,
    /// Who has the step.
    pub holder_id: Option<Uuid>,
    /// Their name.
    pub holder_name: Option<String>,
    /// For whom.
    pub applicant: Json<Party>,
    /// Answers.
    pub answers: Json<Answers>,
    /// How it arrived by post.
    pub post: Option<Json<PostalArrival>>,
    /// Key of the way the result shall come.
    pub return_method: String,
    /// The one-stop.
    pub receiving: String,
    /// Who settles.
    pub settling: String,
    /// Who has it now.
    pub holding: String,
    /// Index of the step.
    pub step: Option<i32>,
    /// Role of the step.
    pub step_role: Option<String>,
    /// Time limit of the law.
    pub statutory: Option<Json<TimeLimit>>,
    /// Promised time limit.
    pub promised: Option<Json<TimeLimit>>,
    /// The clock.
    pub ledger: Json<Ledger>,
    /// Fee lines.
    pub quote: Option<Json<Quote>>,
    /// Whole đồng.
    pub fee_total: i64,
    /// Whole đồng.
    pub fee_paid: i64,
    /// How many supplement requests there were.
    pub supplement_rounds: i32,
    /// The issued result.
    pub result: Option<Json<IssuedResult>>,
    /// The verdict.
    pub on_time: Option<bool>,
    /// When the draft was begun.
    pub created_at: DateTime<Utc>,
    /// Last change.
    pub updated_at: DateTime<Utc>,
    /// Since when in this status.
    pub status_at: DateTime<Utc>,
    /// Handed in.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Answer of the one-stop until.
    pub respond_by: Option<DateTime<Utc>>,
    /// Taken in.
    pub accepted_at: Option<DateTime<Utc>>,
    /// First appointment.
    pub original_due_at: Option<DateTime<Utc>>,
    /// Appointment.
    pub due_at: Option<DateTime<Utc>>,
    /// From when on it is due soon.
    pub soon_at: Option<DateTime<Utc>>,
    /// Present step until.
    pub step_due_at: Option<DateTime<Utc>>,
    /// Settled.
    pub completed_at: Option<DateTime<Utc>>,
    /// Ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// History, oldest first.
    pub history: Json<Vec<HistoryLine>>,
    /// Documents, oldest first.
    pub documents: Json<Vec<DocumentLine>>,
    /// Supplement requests, oldest first.
    pub supplements: Json<Vec<SupplementLine>>,
    /// Consultations, oldest first.
    pub consultations: Json<Vec<ConsultationLine>>,
    /// Payments, oldest first.
    pub payments: Json<Vec<PaymentLine>>,
    /// Refunds, oldest first.
    pub refunds: Json<Vec<RefundLine>>,
    /// Money that came, is not booked and does not go back, whole đồng.
    pub held: i64,
}

impl DossierView {
    /// Where it is.
    /// # Errors
    /// [`Error::Corrupt`] for an unknown key.
    pub fn status(&self) -> Result<Status, Error> {
        read(Status::parse(&self.status_key), "dossier", "status", self.id)
    }

    /// What policy needs to know: `policy::offered(actor, &view.subject()?)` are the buttons.
    /// # Errors
    /// [`Error::Corrupt`].
    pub fn subject(&self) -> Result<Subject, Error> {
        let agency =
            |code: &str| AgencyCode::parse(code).map_err(|_| Error::corrupt("dossier", "agency", self.id));
        Ok(Subject {
            id: DossierId::new(self.id),
            status: self.status()?,
            owner: self.owner_id.map(AccountId::new),
            filer: AccountId::new(self.filer_id),
            holder: self.holder_id.map(AccountId::new),
            step_role: self.step_role.as_deref().and_then(Role::parse),
            receiving: agency(&self.receiving)?,
            settling: agency(&self.settling)?,
            holding: agency(&self.holding)?,
            consulted: self
                .consultations
                .iter()
                .filter(|c| c.answered_at.is_none())
                .map(|c| agency(&c.agency))
                .collect::<Result<_, _>>()?,
        })
    }

    /// The request that waits for an answer.
    #[must_use]
    pub fn open_supplement(&self) -> Option<&SupplementLine> {
        self.supplements.iter().rev().find(|s| s.answered_at.is_none())
    }
}

/// The dossier that `key` names, if `scope` lets it be seen. Drafts only their filer sees.
/// # Errors
/// [`Error::Unavailable`], [`Error::Corrupt`].
pub async fn of(db: &Db, scope: &Scope, key: &Key) -> Result<Option<DossierView>, Error> {
    let (account, agencies) = scope.person();
    let (id, code) = match key {
        Key::Id(id) => (Some(id.uuid()), None),
        Key::Code(code) => (None, Some(code.as_str())),
    };
    Ok(sqlx::query_as!(
        DossierView,
        r#"
        SELECT d.id, d.code, d.lookup_secret, d.link_token, d.version, d.status AS status_key, d.resumes_to,
               d.procedure_code, d.procedure_version, pv.name AS procedure_name, d.case_key, d.channel, d.entered_by,
               d.owner_id, d.filer_id, d.holder_id, ho.full_name AS "holder_name?",
               d.applicant AS "applicant: Json<Party>", d.answers AS "answers: Json<Answers>",
               d.post AS "post: Json<PostalArrival>", d.return_method,
               d.receiving_agency AS receiving, d.settling_agency AS settling, d.holding_agency AS holding, d.step,
               d.step_role, d.statutory AS "statutory: Json<TimeLimit>", d.promised AS "promised: Json<TimeLimit>",
               d.ledger AS "ledger: Json<Ledger>", d.quote AS "quote: Json<Quote>", d.fee_total, d.fee_paid,
               d.supplement_rounds, d.result AS "result: Json<IssuedResult>", d.on_time, d.created_at, d.updated_at,
               d.status_at, d.submitted_at, d.respond_by, d.accepted_at, d.original_due_at, d.due_at, d.soon_at,
               d.step_due_at,
               d.completed_at, d.ended_at,
               (SELECT coalesce(jsonb_agg(jsonb_build_object(
                           'at', h.at, 'actor', a.full_name, 'actor_id', h.actor_id, 'agency', h.actor_agency,
                           'action', h.action, 'from', h.from_status, 'to', h.to_status, 'event', h.event)
                           ORDER BY h.id), '[]')
                FROM history h JOIN account a ON a.id = h.actor_id
                WHERE h.dossier_id = d.id) AS "history!: Json<Vec<HistoryLine>>",
               (SELECT coalesce(jsonb_agg(jsonb_build_object(
                           'id', x.id, 'key', x.doc_key, 'name', x.name, 'file_name', x.file_name,
                           'media_type', x.media_type, 'size', x.size, 'originals', x.originals, 'copies', x.copies,
                           'round', x.round, 'staged', x.staged, 'uploaded_by', x.uploaded_by,
                           'uploaded_at', x.uploaded_at) ORDER BY x.uploaded_at, x.id), '[]')
                FROM document x
                WHERE x.dossier_id = d.id
                  AND (NOT x.staged OR x.uploaded_by = $1)) AS "documents!: Json<Vec<DocumentLine>>",
               (SELECT coalesce(jsonb_agg(jsonb_build_object(
                           'round', s.round, 'stage', s.stage, 'items', s.items, 'note', s.note, 'until', s.until,
                           'by', a.full_name, 'at', s.requested_at, 'answered_at', s.answered_at,
                           'typed', s.typed)
                           ORDER BY s.round), '[]')
                FROM supplement_request s JOIN account a ON a.id = s.requested_by
                WHERE s.dossier_id = d.id) AS "supplements!: Json<Vec<SupplementLine>>",
               (SELECT coalesce(jsonb_agg(jsonb_build_object(
                           'id', c.id, 'agency', c.agency, 'question', c.question, 'at', c.asked_at,
                           'due_at', c.due_at, 'answer', c.answer, 'agrees', c.agrees, 'answered_at', c.answered_at)
                           ORDER BY c.asked_at), '[]')
                FROM consultation c
                WHERE c.dossier_id = d.id) AS "consultations!: Json<Vec<ConsultationLine>>",
               (SELECT coalesce(jsonb_agg(jsonb_build_object(
                           'amount', p.amount, 'method', p.method, 'reference', p.reference, 'by', a.full_name,
                           'at', p.confirmed_at) ORDER BY p.confirmed_at), '[]')
                FROM payment p JOIN account a ON a.id = p.confirmed_by
                WHERE p.dossier_id = d.id) AS "payments!: Json<Vec<PaymentLine>>",
               (SELECT coalesce(jsonb_agg(jsonb_build_object(
                           'id', r.id, 'cause', r.cause, 'amount', r.of_held + r.of_booked, 'of_booked', r.of_booked, 'state', r.state, 'at', r.requested_at,
                           'reason', r.reason, 'paid_at', r.paid_at, 'method', r.method, 'reference', r.reference, 'way', t.way,
                           'bank', t.bank, 'ending', t.ending, 'payee', t.name, 'turn', coalesce(t.turn, 0))
                           ORDER BY r.requested_at), '[]')
                FROM refund r
                LEFT JOIN LATERAL (SELECT s.way, s.bank, s.ending, s.name, s.turn FROM refund_payee s
                                   WHERE s.refund_id = r.id ORDER BY s.turn DESC LIMIT 1) t ON true
                WHERE r.dossier_id = d.id) AS "refunds!: Json<Vec<RefundLine>>",
               money_held(d.id) AS "held!"
        FROM dossier d
        JOIN procedure_version pv ON pv.id = d.procedure_version
        LEFT JOIN account ho ON ho.id = d.holder_id
        WHERE (d.owner_id = $1
               OR d.filer_id = $1
               OR d.receiving_agency = ANY($2)
               OR d.settling_agency = ANY($2)
               OR d.holding_agency = ANY($2)
               OR EXISTS (SELECT FROM consultation c WHERE c.dossier_id = d.id AND c.agency = ANY($2)))
          AND (d.status <> 'draft' OR d.filer_id = $1)
          AND (d.id = $3 OR d.code = $4)
        "#,
        account,
        &agencies,
        id,
        code,
    )
    .fetch_optional(db.pool())
    .await?)
}

/// What somebody sees who has only the slip: where it stands, and names masked by the page.
#[derive(Clone, Debug)]
pub struct LookupView {
    /// Code.
    pub code: String,
    /// Secret, compared here and never shown.
    pub secret: String,
    /// Token of the short link.
    pub link: String,
    /// Key of the status.
    pub status: String,
    /// Procedure.
    pub procedure_name: String,
    /// For whom, to be masked.
    pub applicant_name: String,
    /// Who settles it.
    pub settling: String,
    /// Where it is now.
    pub holding: String,
    /// Where the result is handed over.
    pub receiving: String,
    /// The clock.
    pub ledger: Json<Ledger>,
    /// Handed in.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Answer of the one-stop until.
    pub respond_by: Option<DateTime<Utc>>,
    /// Taken in.
    pub accepted_at: Option<DateTime<Utc>>,
    /// First appointment.
    pub original_due_at: Option<DateTime<Utc>>,
    /// Appointment.
    pub due_at: Option<DateTime<Utc>>,
    /// Settled.
    pub completed_at: Option<DateTime<Utc>>,
    /// Ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Since when in this status.
    pub status_at: DateTime<Utc>,
}

/// The dossier behind a proof or a link. A wrong secret and a wrong code give the same answer in the same way: the secret is
/// compared in constant time after the row was read, and against a fixed text when there is no row.
/// # Errors
/// [`Error::Unavailable`].
pub async fn lookup(db: &Db, scope: &Scope) -> Result<Option<LookupView>, Error> {
    let (code, secret, token) = match scope.sight() {
        Sight::Proof { code, secret } => (Some(code.as_str()), Some(secret.expose()), None),
        Sight::Link { token } => (None, None, Some(token.as_str())),
        Sight::Person { .. } => return Ok(None),
    };
    let row = sqlx::query_as!(
        LookupView,
        r#"
        SELECT d.code AS "code!", d.lookup_secret AS "secret!", d.link_token AS "link!", d.status, pv.name AS procedure_name, d.applicant_name,
               d.settling_agency AS settling, d.holding_agency AS holding, d.receiving_agency AS receiving,
               d.ledger AS "ledger: Json<Ledger>", d.submitted_at, d.respond_by, d.accepted_at, d.original_due_at,
               d.due_at, d.completed_at, d.ended_at, d.status_at
        FROM dossier d
        JOIN procedure_version pv ON pv.id = d.procedure_version
        WHERE d.status <> 'draft'
          AND (d.code = $1 OR d.link_token = $2)
        "#,
        code,
        token,
    )
    .fetch_optional(db.pool())
    .await?;
    let Some(typed) = secret else { return Ok(row) };
    let kept = row.as_ref().map_or("\0\0\0\0", |r| r.secret.as_str());
    let fits: bool = kept.as_bytes().ct_eq(typed.as_bytes()).into();
    Ok(row.filter(|_| fits))
}
