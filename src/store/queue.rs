//! The queues of the one-stop: one query each on its own partial index, page by page (keyset), and all their lengths in one
//! query. The desk's queues are in `queue_desk`; they share the row and the page.

use chrono::{DateTime, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    error::{Error, read},
    tx::Db,
};
use crate::domain::{
    ids::AgencyCode,
    ledger::Ledger,
    policy::Scope,
    status::{Channel, Status, keyed},
};

/// Rows on one page.
pub const PAGE: usize = 50;
/// Lengths are counted up to here; beyond, a page says "999+".
pub const MOST_COUNTED: i64 = 1000;

keyed! {
    /// A queue of the one-stop.
    CounterQueue {
        /// Submitted, to be answered by the time the law gives.
        Intake = "cho-tiep-nhan",
        /// Accepted, to be passed on.
        Accepted = "da-tiep-nhan",
        /// Waiting for a supplement.
        Supplement = "cho-bo-sung",
        /// Money outstanding.
        Unpaid = "cho-thu-phi",
        /// Being settled, soonest due first.
        Settlement = "dang-giai-quyet",
        /// Being settled and due by the end of today.
        DueToday = "den-han",
        /// Being settled and past the appointment.
        Overdue = "qua-han",
        /// Settled, to be handed over.
        ToReturn = "cho-tra",
    }
}

/// One row of a queue.
#[derive(Clone, Debug)]
pub struct QueueRow {
    /// Identifier.
    pub id: Uuid,
    /// Code.
    pub code: String,
    /// Version, for forms.
    pub version: i32,
    /// Key of the status.
    pub status_key: String,
    /// Procedure.
    pub procedure_code: String,
    /// Its pinned version: the names of its steps are there.
    pub procedure_version: Uuid,
    /// Name of the procedure in that version.
    pub procedure_name: String,
    /// For whom.
    pub applicant_name: String,
    /// Key of the channel.
    pub channel_key: String,
    /// Index of the step.
    pub step: Option<i32>,
    /// Who has the step.
    pub holder_name: Option<String>,
    /// Who settles.
    pub settling: String,
    /// Who has it now.
    pub holding: String,
    /// The clock.
    pub ledger: Json<Ledger>,
    /// Handed in.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Answer of the one-stop until.
    pub respond_by: Option<DateTime<Utc>>,
    /// Appointment.
    pub due_at: Option<DateTime<Utc>>,
    /// From when on it is due soon.
    pub soon_at: Option<DateTime<Utc>>,
    /// Present step until.
    pub step_due_at: Option<DateTime<Utc>>,
    /// Whole đồng.
    pub fee_total: i64,
    /// Whole đồng.
    pub fee_paid: i64,
    /// What the queue is ordered by.
    pub sort_at: DateTime<Utc>,
}

impl QueueRow {
    /// Where it is.
    /// # Errors
    /// [`Error::Corrupt`] for an unknown key.
    pub fn status(&self) -> Result<Status, Error> {
        read(Status::parse(&self.status_key), "dossier", "status", self.id)
    }

    /// How it came in.
    /// # Errors
    /// [`Error::Corrupt`] for an unknown key.
    pub fn channel(&self) -> Result<Channel, Error> {
        read(Channel::parse(&self.channel_key), "dossier", "channel", self.id)
    }

    /// What is still to be paid, whole đồng.
    #[must_use]
    pub fn outstanding(&self) -> i64 {
        (self.fee_total - self.fee_paid).max(0)
    }
}

/// Where a page begins: behind the row with this sort key and identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Sort key of the last row seen.
    pub at: DateTime<Utc>,
    /// Its identifier.
    pub id: Uuid,
}

impl Cursor {
    /// Before every row.
    pub const START: Self = Self { at: DateTime::UNIX_EPOCH, id: Uuid::nil() };

    /// Behind every row: nothing is noted after the year 9999.
    #[must_use]
    pub fn end() -> Self {
        let at = DateTime::from_timestamp(253_370_764_800, 0).unwrap_or(DateTime::<Utc>::MAX_UTC);
        Self { at, id: Uuid::max() }
    }

    /// Reads what [`Display`](std::fmt::Display) wrote; the start for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        text.split_once('.')
            .and_then(|(micros, id)| {
                Some(Self {
                    at: DateTime::from_timestamp_micros(micros.parse().ok()?)?,
                    id: id.parse().ok()?,
                })
            })
            .unwrap_or(Self::START)
    }

    /// Whether this is the start.
    #[must_use]
    pub fn is_start(self) -> bool {
        self == Self::START
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.at.timestamp_micros(), self.id.simple())
    }
}

/// What part of a queue is asked for.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Behind which row.
    pub after: Cursor,
    /// Only rows whose sort key lies before this.
    pub before: DateTime<Utc>,
    /// Part of a code or of a name, with or without tone marks; empty for all.
    pub words: String,
}

impl Ask {
    /// Everything behind `after` that has `words` in it.
    #[must_use]
    pub fn new(after: Cursor, words: &str) -> Self {
        Self {
            after,
            before: Cursor::end().at,
            words: words.replace(['%', '_', '\\'], " ").trim().to_owned(),
        }
    }

    /// The same, only up to a moment.
    #[must_use]
    pub fn before(mut self, moment: DateTime<Utc>) -> Self {
        self.before = moment;
        self
    }
}

/// A page of a queue.
#[derive(Clone, Debug)]
pub struct Page {
    /// At most [`PAGE`] rows.
    pub rows: Vec<QueueRow>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
}

impl Page {
    /// A page from one row more than it shows.
    #[must_use]
    pub fn of(mut rows: Vec<QueueRow>) -> Self {
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().filter(|_| more).map(|last| Cursor { at: last.sort_at, id: last.id });
        Self { rows, next }
    }
}

/// The rows of a queue: the pieces in brackets give `q (id, sort_at)`, in order, at most 51 of them.
macro_rules! queue_rows {
    ($db:expr, [$($piece:literal),+ $(,)?], $($arg:expr),+ $(,)?) => {
        sqlx::query_as!(
            QueueRow,
            r#"
            SELECT d.id, d.code AS "code!", d.version, d.status AS status_key, d.procedure_code, d.procedure_version,
                   pv.name AS procedure_name, d.applicant_name, d.channel AS channel_key, d.step,
                   ho.full_name AS "holder_name?", d.settling_agency AS settling, d.holding_agency AS holding,
                   d.ledger AS "ledger: Json<Ledger>", d.submitted_at, d.respond_by, d.due_at, d.soon_at,
                   d.step_due_at,
                   d.fee_total, d.fee_paid, q.sort_at AS "sort_at!"
            FROM "# + $($piece +)+ r#"
            JOIN dossier d ON d.id = q.id
            JOIN procedure_version pv ON pv.id = d.procedure_version
            LEFT JOIN account ho ON ho.id = d.holder_id
            ORDER BY q.sort_at, q.id
            LIMIT 51
            "#,
            $($arg),+
        )
        .fetch_all($db.pool())
        .await
        .map(Page::of)
        .map_err(Error::from)
    };
}
pub(super) use queue_rows;

/// The rows of a counter queue: index predicate, sort key. One ordered walk of the index for each agency.
macro_rules! counter_rows {
    ($db:expr, $codes:expr, $ask:expr, $predicate:literal, $key:literal) => {
        queue_rows!(
            $db,
            [
                "unnest($1::text[]) AS a (code) CROSS JOIN LATERAL (SELECT x.id, x.",
                $key,
                " AS sort_at FROM dossier x WHERE ",
                $predicate,
                " AND x.receiving_agency = a.code AND (x.",
                $key,
                ", x.id) > ($2, $3) AND x.",
                $key,
                " < $4 AND ($5 = '' OR vn_fold(x.code || ' ' || x.applicant_name) LIKE '%' || vn_fold($5) || '%') ORDER BY x.",
                $key,
                ", x.id LIMIT 51) q"
            ],
            $codes,
            $ask.after.at,
            $ask.after.id,
            $ask.before,
            $ask.words,
        )
    };
}

/// Of the agencies `at`, those that `scope` lets be seen.
pub(super) fn seen(scope: &Scope, at: &[AgencyCode]) -> Vec<String> {
    let (_, visible) = scope.person();
    at.iter().map(|code| code.as_str().to_owned()).filter(|code| visible.contains(code)).collect()
}

/// A page of a queue of the one-stops `at`.
/// # Errors
/// [`Error::Unavailable`], [`Error::Corrupt`].
pub async fn counter(
    db: &Db,
    scope: &Scope,
    at: &[AgencyCode],
    queue: CounterQueue,
    ask: &Ask,
) -> Result<Page, Error> {
    let codes = seen(scope, at);
    match queue {
        CounterQueue::Intake => {
            counter_rows!(db, &codes, ask, "x.status = 'submitted'", "respond_by")
        }
        CounterQueue::Accepted => counter_rows!(db, &codes, ask, "x.status = 'accepted'", "due_at"),
        CounterQueue::Supplement => {
            counter_rows!(db, &codes, ask, "x.status = 'supplement-requested'", "status_at")
        }
        CounterQueue::Unpaid => counter_rows!(
            db,
            &codes,
            ask,
            "x.fee_paid < x.fee_total AND x.status IN ('submitted', 'accepted', 'processing', 'payment-requested', 'completed')",
            "status_at"
        ),
        CounterQueue::Settlement | CounterQueue::DueToday | CounterQueue::Overdue => {
            counter_rows!(db, &codes, ask, "x.status = 'processing'", "due_at")
        }
        CounterQueue::ToReturn => {
            counter_rows!(db, &codes, ask, "x.status = 'completed'", "completed_at")
        }
    }
}

/// How many dossiers stand in each queue of the one-stops, each counted up to [`MOST_COUNTED`].
#[derive(Clone, Debug)]
pub struct CounterCounts {
    intake: i64,
    accepted: i64,
    supplement: i64,
    unpaid: i64,
    settlement: i64,
    due_today: i64,
    overdue: i64,
    to_return: i64,
    /// Submitted and not answered in time.
    pub unanswered: i64,
}

impl CounterCounts {
    /// Length of one queue.
    #[must_use]
    pub const fn of(&self, queue: CounterQueue) -> i64 {
        match queue {
            CounterQueue::Intake => self.intake,
            CounterQueue::Accepted => self.accepted,
            CounterQueue::Supplement => self.supplement,
            CounterQueue::Unpaid => self.unpaid,
            CounterQueue::Settlement => self.settlement,
            CounterQueue::DueToday => self.due_today,
            CounterQueue::Overdue => self.overdue,
            CounterQueue::ToReturn => self.to_return,
        }
    }
}

/// The lengths of the queues of the one-stops `at`: overdue before `now`, due today before `tonight`.
/// # Errors
/// [`Error::Unavailable`].
pub async fn counter_counts(
    db: &Db,
    scope: &Scope,
    at: &[AgencyCode],
    now: DateTime<Utc>,
    tonight: DateTime<Utc>,
) -> Result<CounterCounts, Error> {
    let codes = seen(scope, at);
    Ok(sqlx::query_as!(
        CounterCounts,
        r#"
        SELECT (SELECT count(*) FROM (SELECT FROM dossier
                WHERE status = 'submitted' AND receiving_agency = ANY($1) LIMIT 1000) x) AS "intake!",
               (SELECT count(*) FROM (SELECT FROM dossier
                WHERE status = 'submitted' AND receiving_agency = ANY($1) AND respond_by < $2
                LIMIT 1000) x) AS "unanswered!",
               (SELECT count(*) FROM (SELECT FROM dossier
                WHERE status = 'accepted' AND receiving_agency = ANY($1) LIMIT 1000) x) AS "accepted!",
               (SELECT count(*) FROM (SELECT FROM dossier
                WHERE status = 'supplement-requested' AND receiving_agency = ANY($1)
                LIMIT 1000) x) AS "supplement!",
               (SELECT count(*) FROM (SELECT FROM dossier
                WHERE fee_paid < fee_total
                  AND status IN ('submitted', 'accepted', 'processing', 'payment-requested', 'completed')
                  AND receiving_agency = ANY($1) LIMIT 1000) x) AS "unpaid!",
               (SELECT count(*) FROM (SELECT FROM dossier
                WHERE status = 'processing' AND receiving_agency = ANY($1) LIMIT 1000) x) AS "settlement!",
               (SELECT count(*) FROM (SELECT FROM dossier
                WHERE status = 'processing' AND receiving_agency = ANY($1) AND due_at < $3
                LIMIT 1000) x) AS "due_today!",
               (SELECT count(*) FROM (SELECT FROM dossier
                WHERE status = 'processing' AND receiving_agency = ANY($1) AND due_at < $2
                LIMIT 1000) x) AS "overdue!",
               (SELECT count(*) FROM (SELECT FROM dossier
                WHERE status = 'completed' AND receiving_agency = ANY($1) LIMIT 1000) x) AS "to_return!"
        "#,
        &codes,
        now,
        tonight,
    )
    .fetch_one(db.pool())
    .await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_the_way_through_a_url() {
        let cursor = Cursor {
            at: DateTime::from_timestamp_micros(1_795_000_000_123_456).unwrap(),
            id: Uuid::from_u128(7),
        };
        assert_eq!(Cursor::parse(&cursor.to_string()), cursor);
        assert!(Cursor::parse("x.y").is_start());
    }

    #[test]
    fn signs_of_the_pattern_language_are_words_for_nobody() {
        assert_eq!(Ask::new(Cursor::START, " 50%_ ").words, "50");
    }
}
