//! The dossier row: locked for a change, saved with its next version. Lists and pages are in `queue` and `view`.

use chrono::{DateTime, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    calendar,
    error::{Error, read},
    tx::Tx,
};
use crate::domain::{
    decide::Held,
    dossier::{Dossier, Identity, IssuedResult, Place},
    ids::{
        AccountId, AgencyCode, DossierCode, DossierId, LookupSecret, ProcedureCode, ProcedureVersionId,
        Version,
    },
    ledger::Ledger,
    limit::TimeLimit,
    money::Vnd,
    party::Party,
    policy::Scope,
    postal::PostalArrival,
    procedure::{Answers, ExemptGroup},
    quote::Quote,
    status::{Channel, EnteredBy, ReturnMethod, Role, Status},
};

/// How a use case names a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// By its identifier (drafts have no code).
    Id(DossierId),
    /// By its code.
    Code(DossierCode),
}

impl Key {
    fn parts(&self) -> (Option<Uuid>, Option<&str>) {
        match self {
            Self::Id(id) => (Some(id.uuid()), None),
            Self::Code(code) => (None, Some(code.as_str())),
        }
    }
}

/// A locked dossier with what a decision needs beside it.
#[derive(Debug)]
pub struct Locked {
    /// The dossier.
    pub dossier: Dossier,
    /// Documents it holds.
    pub documents: Vec<Held>,
    /// Key of the calendar of the settling agency.
    pub calendar: String,
    /// Its revision.
    pub calendar_revision: i32,
}

struct Row {
    id: Uuid,
    code: Option<String>,
    lookup_secret: Option<String>,
    link_token: Option<String>,
    version: i32,
    status: String,
    resumes_to: Option<String>,
    procedure_code: String,
    procedure_version: Uuid,
    case_key: String,
    channel: String,
    entered_by: String,
    owner_id: Option<Uuid>,
    filer_id: Uuid,
    applicant: Json<Party>,
    answers: Json<Answers>,
    post: Option<Json<PostalArrival>>,
    return_method: String,
    receiving_agency: String,
    settling_agency: String,
    holding_agency: String,
    step: Option<i32>,
    step_role: Option<String>,
    holder_id: Option<Uuid>,
    statutory: Option<Json<TimeLimit>>,
    promised: Option<Json<TimeLimit>>,
    ledger: Json<Ledger>,
    quote: Option<Json<Quote>>,
    fee_total: i64,
    fee_paid: i64,
    supplement_rounds: i32,
    result: Option<Json<IssuedResult>>,
    on_time: Option<bool>,
    submitted_at: Option<DateTime<Utc>>,
    respond_by: Option<DateTime<Utc>>,
    accepted_at: Option<DateTime<Utc>>,
    original_due_at: Option<DateTime<Utc>>,
    due_at: Option<DateTime<Utc>>,
    soon_at: Option<DateTime<Utc>>,
    step_due_at: Option<DateTime<Utc>>,
    completed_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    status_at: DateTime<Utc>,
    consulted: Vec<String>,
    documents: Json<Vec<(String, bool)>>,
    exempt_checked: Option<String>,
    calendar: String,
    calendar_revision: i32,
}

/// Locks the dossier that `key` names, if `scope` lets it be seen, and keeps the calendars in force. `None` = not there or not
/// visible.
/// # Errors
/// [`Error::Corrupt`] when a column cannot be read.
pub async fn lock(tx: &mut Tx, scope: &Scope, key: &Key) -> Result<Option<Locked>, Error> {
    calendar::hold(tx).await?;
    let (account, agencies) = scope.person();
    let (id, code) = key.parts();
    // FOR NO KEY UPDATE OF d: two acts on one dossier queue up here, the second then sees the first one's version. Its identifier is
    // not locked: what only refers to the dossier (a receipt, a notice, a print) is written meanwhile.
    let row = sqlx::query_as!(
        Row,
        r#"
        SELECT d.id, d.code, d.lookup_secret, d.link_token, d.version, d.status, d.resumes_to, d.procedure_code,
               d.procedure_version, d.case_key, d.channel, d.entered_by, d.owner_id, d.filer_id,
               d.applicant AS "applicant: Json<Party>", d.answers AS "answers: Json<Answers>",
               d.post AS "post: Json<PostalArrival>", d.return_method,
               d.receiving_agency, d.settling_agency, d.holding_agency, d.step, d.step_role, d.holder_id,
               d.statutory AS "statutory: Json<TimeLimit>", d.promised AS "promised: Json<TimeLimit>",
               d.ledger AS "ledger: Json<Ledger>", d.quote AS "quote: Json<Quote>", d.fee_total, d.fee_paid,
               d.supplement_rounds, d.result AS "result: Json<IssuedResult>", d.on_time, d.submitted_at,
               d.respond_by, d.accepted_at, d.original_due_at, d.due_at, d.soon_at, d.step_due_at,
               d.completed_at, d.ended_at, d.status_at,
               ARRAY(SELECT c.agency FROM consultation c
                     WHERE c.dossier_id = d.id AND c.answered_at IS NULL) AS "consulted!",
               (SELECT coalesce(jsonb_agg(jsonb_build_array(x.doc_key, x.staged)), '[]')
                FROM document x WHERE x.dossier_id = d.id) AS "documents!: Json<Vec<(String, bool)>>",
               (SELECT h.event->>'found' FROM history h
                WHERE h.dossier_id = d.id AND h.action = 'check-exemption'
                ORDER BY h.id DESC LIMIT 1) AS exempt_checked,
               a.calendar, k.revision AS calendar_revision
        FROM dossier d
        JOIN agency a ON a.code = d.settling_agency
        JOIN calendar k ON k.key = a.calendar
        WHERE (d.owner_id = $1
               OR d.filer_id = $1
               OR d.receiving_agency = ANY($2)
               OR d.settling_agency = ANY($2)
               OR d.holding_agency = ANY($2)
               OR EXISTS (SELECT FROM consultation c WHERE c.dossier_id = d.id AND c.agency = ANY($2)))
          AND (d.status <> 'draft' OR d.filer_id = $1)
          AND (d.id = $3 OR d.code = $4)
        FOR NO KEY UPDATE OF d
        "#,
        account,
        &agencies,
        id,
        code,
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(Locked::try_from).transpose()
}

impl TryFrom<Row> for Locked {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self, Error> {
        let id = row.id;
        let bad = |column| move |_| Error::corrupt("dossier", column, id);
        let agency = |text: &str, column| AgencyCode::parse(text).map_err(bad(column));
        let place = match (row.step, row.step_role.as_deref()) {
            (Some(step), Some(role)) => Some(Place {
                step: usize::try_from(step).map_err(|_| Error::corrupt("dossier", "step", id))?,
                role: read(Role::parse(role), "dossier", "step_role", id)?,
            }),
            _ => None,
        };
        let dossier = Dossier {
            id: DossierId::new(id),
            identity: identity(row.code, row.lookup_secret, row.link_token, id)?,
            version: Version::new(row.version),
            status: read(Status::parse(&row.status), "dossier", "status", id)?,
            resumes_to: match row.resumes_to {
                Some(key) => Some(read(Status::parse(&key), "dossier", "resumes_to", id)?),
                None => None,
            },
            procedure: ProcedureCode::parse(&row.procedure_code).map_err(bad("procedure_code"))?,
            procedure_version: ProcedureVersionId::new(row.procedure_version),
            case: row.case_key,
            channel: read(Channel::parse(&row.channel), "dossier", "channel", id)?,
            entered_by: read(EnteredBy::parse(&row.entered_by), "dossier", "entered_by", id)?,
            owner: row.owner_id.map(AccountId::new),
            filer: AccountId::new(row.filer_id),
            applicant: row.applicant.0,
            answers: row.answers.0,
            post: row.post.map(|j| j.0),
            return_method: read(ReturnMethod::parse(&row.return_method), "dossier", "return_method", id)?,
            receiving: agency(&row.receiving_agency, "receiving_agency")?,
            settling: agency(&row.settling_agency, "settling_agency")?,
            holding: agency(&row.holding_agency, "holding_agency")?,
            place,
            holder: row.holder_id.map(AccountId::new),
            consulted: row
                .consulted
                .iter()
                .map(|code| AgencyCode::parse(code).map_err(|_| Error::corrupt("consultation", "agency", id)))
                .collect::<Result<_, _>>()?,
            statutory: row.statutory.map(|j| j.0),
            promised: row.promised.map(|j| j.0),
            ledger: row.ledger.0,
            quote: row.quote.map(|j| j.0),
            exempt_checked: match row.exempt_checked {
                Some(key) => Some(read(ExemptGroup::parse(&key), "history", "event", id)?),
                None => None,
            },
            fee_total: Vnd::new(row.fee_total).map_err(|_| Error::corrupt("dossier", "fee_total", id))?,
            fee_paid: Vnd::new(row.fee_paid).map_err(|_| Error::corrupt("dossier", "fee_paid", id))?,
            supplement_rounds: row.supplement_rounds,
            result: row.result.map(|j| j.0),
            on_time: row.on_time,
            submitted_at: row.submitted_at,
            respond_by: row.respond_by,
            accepted_at: row.accepted_at,
            original_due_at: row.original_due_at,
            due_at: row.due_at,
            soon_at: row.soon_at,
            step_due_at: row.step_due_at,
            completed_at: row.completed_at,
            ended_at: row.ended_at,
            status_at: row.status_at,
        };
        let documents = row.documents.0.into_iter().map(|(key, staged)| Held { key, staged }).collect();
        Ok(Self { dossier, documents, calendar: row.calendar, calendar_revision: row.calendar_revision })
    }
}

fn identity(
    code: Option<String>,
    secret: Option<String>,
    link: Option<String>,
    row: Uuid,
) -> Result<Option<Identity>, Error> {
    let (Some(code), Some(secret), Some(link)) = (code, secret, link) else {
        return Ok(None);
    };
    Ok(Some(Identity {
        code: DossierCode::parse(&code).map_err(|_| Error::corrupt("dossier", "code", row))?,
        secret: LookupSecret::parse(&secret).map_err(|_| Error::corrupt("dossier", "lookup_secret", row))?,
        link,
    }))
}

/// Stores what a decision made of the dossier. The caller holds the lock, so the version cannot have moved.
/// # Errors
/// [`Error::Taken`] when the code was given twice (the caller tries the next serial).
pub async fn save(tx: &mut Tx, d: &Dossier, now: DateTime<Utc>) -> Result<(), Error> {
    let step = d.place.and_then(|p| i32::try_from(p.step).ok());
    let identity = d.identity.as_ref();
    let changed = sqlx::query!(
        r#"
        UPDATE dossier
        SET code = $2, lookup_secret = $3, link_token = $4, version = $5, status = $6, resumes_to = $7,
            settling_agency = $8, holding_agency = $9, step = $10, step_role = $11, holder_id = $12,
            statutory = $13, promised = $14, ledger = $15, quote = $16, fee_total = $17, fee_paid = $18,
            supplement_rounds = $19, result = $20, on_time = $21, submitted_at = $22, respond_by = $23,
            accepted_at = $24, original_due_at = $25, due_at = $26, step_due_at = $27, completed_at = $28,
            ended_at = $29, status_at = $30, updated_at = $31, soon_at = $32
        WHERE id = $1
          AND version = $5 - 1
        "#,
        d.id.uuid(),
        identity.map(|i| i.code.as_str()),
        identity.map(|i| i.secret.expose()),
        identity.map(|i| i.link.as_str()),
        d.version.number(),
        d.status.key(),
        d.resumes_to.map(Status::key),
        d.settling.as_str(),
        d.holding.as_str(),
        step,
        d.place.map(|p| p.role.key()),
        d.holder.map(AccountId::uuid),
        d.statutory.map(Json) as Option<Json<TimeLimit>>,
        d.promised.map(Json) as Option<Json<TimeLimit>>,
        Json(&d.ledger) as Json<&Ledger>,
        d.quote.as_ref().map(Json) as Option<Json<&Quote>>,
        d.fee_total.dong(),
        d.fee_paid.dong(),
        d.supplement_rounds,
        d.result.as_ref().map(Json) as Option<Json<&IssuedResult>>,
        d.on_time,
        d.submitted_at,
        d.respond_by,
        d.accepted_at,
        d.original_due_at,
        d.due_at,
        d.step_due_at,
        d.completed_at,
        d.ended_at,
        d.status_at,
        now,
        d.soon_at,
    )
    .execute(tx.conn())
    .await?;
    if changed.rows_affected() == 1 { Ok(()) } else { Err(Error::corrupt("dossier", "version", d.id)) }
}

/// Stores what a supplement made of the answers and of the applicant. In the same transaction as [`save`].
/// # Errors
/// [`Error::Sql`].
pub async fn save_answers(tx: &mut Tx, d: &Dossier) -> Result<(), Error> {
    sqlx::query!(
        "UPDATE dossier SET applicant = $2, applicant_name = $3, answers = $4 WHERE id = $1",
        d.id.uuid(),
        Json(&d.applicant) as Json<&Party>,
        d.applicant.name,
        Json(&d.answers) as Json<&Answers>,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
