//! Learns from the database's own log which statements the portal sends for each operation, so that pgbench does the same and
//! cannot go out of date. One operation at a time is done with logging on; values that name the dossier or the person become
//! expressions, everything else stays as it was sent.

use std::{
    io::{Read as _, Seek as _, SeekFrom},
    path::Path,
    time::Duration,
};

use anyhow::{Context as _, bail};
use motcua::app::secrets;
use sqlx::PgPool;

use super::{
    database::{Database, raw},
    http::Connection,
    mix::{Kind, Mix, Op, QUEUES, Step, citizen_of, clone_id},
    plan::{
        BUSY, CITIZENS, CODE_DAY, Crew, Lot, OFFICERS, SECOND, SECOND_LEADERS, SECOND_OFFICERS,
        SECOND_SPECIALISTS, Stage, token,
    },
    seed::account,
};

/// How many at the end of a lot are not pgbench's. Every sixth clone is of the same model, whose procedure is then known.
const SPARE: u32 = 7;

/// One statement and its values as text; nothing stands for NULL.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub(crate) sql: String,
    pub(crate) values: Vec<Option<String>>,
}

/// An operation as statements.
#[derive(Clone, Debug)]
pub(crate) struct Recipe {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    /// Its part of all operations.
    pub(crate) weight: u32,
    pub(crate) statements: Vec<Statement>,
    /// Whose dossiers: each is taken once.
    pub(crate) lot: Lot,
    /// Who does it.
    pub(crate) crew: Crew,
    /// Values that differ from time to time, as SQL over `:n` (the dossier) and `:who` (the person).
    pub(crate) varying: Vec<(String, String)>,
}

/// Records every operation of the mix.
pub(crate) async fn all(database: &Database, pool: &PgPool, mix: &mut Mix) -> anyhow::Result<Vec<Recipe>> {
    let mut recorder = Recorder {
        log: &database.log()?,
        pool,
        mix,
        connection: Connection::open(mix.address, false).await?,
    };
    let mut recipes = Vec::new();
    let (of_four, of_all) = (15, 60);
    let submit = recorder.lot(Stage::Draft, SECOND)?;
    recipes.push(recorder.one("submit", 20, submit, CITIZENS).await?);
    for step in Step::ALL {
        let crew = match step {
            Step::Accept | Step::HandOver => SECOND_OFFICERS,
            Step::Propose => SECOND_SPECIALISTS,
            Step::Approve => SECOND_LEADERS,
        };
        let lot = recorder.lot(step.from(), SECOND)?;
        recipes.push(recorder.one(step.name(), of_four, lot, crew).await?);
    }
    let lookups = recorder.lot(Stage::Returned, BUSY)?;
    for queue in QUEUES {
        recipes.push(recorder.one(queue, of_four, lookups, OFFICERS).await?);
    }
    recipes.push(recorder.one("look-up", of_all, lookups, CITIZENS).await?);
    Ok(recipes)
}

struct Recorder<'a> {
    log: &'a Path,
    pool: &'a PgPool,
    mix: &'a Mix,
    connection: Connection,
}

impl Recorder<'_> {
    fn lot(&self, stage: Stage, ward: &'static str) -> anyhow::Result<Lot> {
        self.mix.plan.lot(stage, ward).context("the plan has no such dossiers")
    }

    /// Does the operation once to warm caches up and once to listen; both with the last dossiers of the lot, copies of one model.
    async fn one(&mut self, name: &str, weight: u32, lot: Lot, crew: Crew) -> anyhow::Result<Recipe> {
        let last = lot.first + lot.count - 1;
        let first = self.op(name, last + 1 - SPARE, crew).await?;
        first.perform(&mut self.connection).await.map_err(|e| anyhow::anyhow!("{name}: {e}"))?;
        let op = self.op(name, last, crew).await?;
        self.listen("all").await?;
        let from = std::fs::metadata(self.log)?.len();
        op.perform(&mut self.connection).await.map_err(|e| anyhow::anyhow!("{name}: {e}"))?;
        let statements = statements(&self.written_since(from)?);
        self.listen("none").await?;
        if statements.is_empty() {
            bail!("{name}: the database noted no statement");
        }
        let count = |verb| statements.iter().filter(|s| s.sql.starts_with(verb)).count();
        if count("BEGIN") != count("COMMIT") {
            bail!("{name}: something else worked on the database at the same time");
        }
        Ok(Recipe {
            name: name.to_owned(),
            kind: op.kind(),
            weight,
            statements,
            lot: Lot { count: lot.count.saturating_sub(SPARE), ..lot },
            crew,
            varying: self.varying(&op, last).await?,
        })
    }

    async fn op(&self, name: &str, n: u32, crew: Crew) -> anyhow::Result<Op> {
        let id = clone_id(n);
        let row = sqlx::query_as(
            "SELECT version, coalesce(code, ''), coalesce(lookup_secret, '') FROM dossier WHERE id = $1",
        );
        let (version, code, secret): (i32, String, String) = row.bind(id).fetch_one(self.pool).await?;
        let who = crew.first;
        let step = Step::ALL.into_iter().find(|step| step.name() == name);
        let queue = QUEUES.into_iter().find(|queue| *queue == name);
        Ok(match (step, queue) {
            (Some(step), _) => Op::Transition { step, code, version, who },
            (None, Some(queue)) => Op::Queue { queue, who },
            (None, None) if name == "submit" => Op::Submit { draft: id, version, who: citizen_of(n) },
            (None, None) => Op::Lookup { code, secret, client: "10.0.0.1".to_owned() },
        })
    }

    async fn listen(&self, what: &str) -> anyhow::Result<()> {
        raw(self.pool, &format!("ALTER SYSTEM SET log_statement = '{what}'")).await?;
        raw(self.pool, "SELECT pg_reload_conf()").await?;
        tokio::time::sleep(Duration::from_millis(150)).await;
        Ok(())
    }

    fn written_since(&self, from: u64) -> anyhow::Result<String> {
        let mut file = std::fs::File::open(self.log)?;
        file.seek(SeekFrom::Start(from))?;
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        Ok(text)
    }

    /// What pgbench must say instead of the values of this one time.
    async fn varying(&self, op: &Op, n: u32) -> anyhow::Result<Vec<(String, String)>> {
        let id = clone_id(n);
        let row =
            sqlx::query_as("SELECT coalesce(code, ''), coalesce(link_token, '') FROM dossier WHERE id = $1");
        let (code, link): (String, String) = row.bind(id).fetch_one(self.pool).await?;
        let who = match op {
            Op::Submit { who, .. } | Op::Transition { who, .. } | Op::Queue { who, .. } => Some(*who),
            Op::Lookup { .. } => None,
        };
        let (code_sql, link_sql) = if matches!(op, Op::Submit { .. }) {
            ("('new-' || :n)".to_owned(), "('new-' || :n)".to_owned())
        } else {
            let ward = code.split('-').next().unwrap_or_default();
            (format!("('{ward}-{CODE_DAY}-' || :n)"), "('load' || md5(:n::text))".to_owned())
        };
        let mut varying = vec![
            (id.to_string(), "('01900000-0000-7000-8000-' || lpad(to_hex(:n::int), 12, '0'))".to_owned()),
            (code, code_sql),
            (link, link_sql),
        ];
        if let Some(who) = who {
            let person = "('01900000-0000-7000-9000-' || lpad(to_hex(:who::int), 12, '0'))".to_owned();
            varying.push((account(who).to_string(), person));
            let hash =
                secrets::digest(&token(who)).iter().fold(String::new(), |hex, b| format!("{hex}{b:02x}"));
            varying.push((format!("\\x{hash}"), "sha256(convert_to('load-' || :who, 'UTF8'))".to_owned()));
        }
        varying.retain(|(value, _)| !value.is_empty());
        Ok(varying)
    }
}

/// Statements and their values, in the order in which they came, from what the server logged.
fn statements(log: &str) -> Vec<Statement> {
    let mut found: Vec<Statement> = Vec::new();
    for entry in entries(log) {
        if let Some((_, sql)) = entry.split_once("LOG:  statement: ") {
            found.push(Statement { sql: sql.to_owned(), values: Vec::new() });
        } else if let Some((_, rest)) = entry.split_once("LOG:  execute ") {
            if let Some((_, sql)) = rest.split_once(": ") {
                found.push(Statement { sql: sql.to_owned(), values: Vec::new() });
            }
        } else if let Some((_, list)) = entry.split_once("arameters: ")
            && entry.contains("DETAIL:")
            && let Some(last) = found.last_mut()
        {
            last.values = values(list);
        }
    }
    found.retain(|s| !s.sql.starts_with("ALTER SYSTEM") && !s.sql.contains("pg_reload_conf"));
    found
}

/// Whole entries: a line that begins with a tab goes on.
fn entries(log: &str) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    for line in log.lines() {
        match (line.strip_prefix('\t'), entries.last_mut()) {
            (Some(more), Some(entry)) => {
                entry.push('\n');
                entry.push_str(more);
            }
            _ => entries.push(line.to_owned()),
        }
    }
    entries
}

/// `$1 = 'a''b', $2 = NULL` as values.
fn values(list: &str) -> Vec<Option<String>> {
    let mut values = Vec::new();
    let mut rest = list;
    while let Some((_, after)) = rest.split_once(" = ") {
        let Some(quoted) = after.strip_prefix('\'') else {
            values.push(None);
            rest = after;
            continue;
        };
        let mut value = String::new();
        let mut letters = quoted.char_indices().peekable();
        let mut end = quoted.len();
        while let Some((at, letter)) = letters.next() {
            if letter == '\'' {
                if letters.peek().is_some_and(|(_, next)| *next == '\'') {
                    letters.next();
                } else {
                    end = at + 1;
                    break;
                }
            }
            value.push(letter);
        }
        values.push(Some(value));
        rest = quoted.get(end..).unwrap_or_default();
    }
    values
}
