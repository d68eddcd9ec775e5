//! The yardstick: the statements that were recorded, under pgbench, on the same cluster by its socket. What is left to the
//! portal is everything else: HTTP, sessions, rules, pages.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use anyhow::{Context as _, bail};

use super::{
    args::Args,
    database::Database,
    measure::{Meter, Times},
    mix::Kind,
    record::{Recipe, Statement},
};

/// What pgbench reached.
#[derive(Clone, Debug)]
pub(crate) struct Yardstick {
    /// Operations a second, as fast as it can.
    pub(crate) rate: f64,
    /// Processor time of the database for one operation.
    pub(crate) database: Duration,
    pub(crate) failed: u64,
    /// Times at the fixed rate, from the schedule.
    pub(crate) fixed: Times,
}

/// Runs pgbench on the recorded operations: as fast as it can, then at the fixed rate.
pub(crate) fn run(
    database: &Database,
    place: &Path,
    args: &Args,
    recipes: &[Recipe],
    meter: &Meter,
) -> anyhow::Result<Yardstick> {
    let bench = Bench { program: find()?, folder: place.join("pgbench"), socket: database.socket()?, args };
    if bench.folder.exists() {
        std::fs::remove_dir_all(&bench.folder)?;
    }
    std::fs::create_dir_all(&bench.folder)?;
    let wanted: Vec<&Recipe> =
        recipes.iter().filter(|recipe| args.only.is_none_or(|only| only == recipe.kind)).collect();
    let reads: Vec<&Recipe> =
        wanted.iter().copied().filter(|r| matches!(r.kind, Kind::Queue | Kind::Lookup)).collect();
    if !reads.is_empty() {
        bench.run(&reads, Half::First, args.warm_up.max(1), &[])?;
    }
    let before = meter.cpu()?;
    let text = bench.run(&wanted, Half::First, args.seconds, &[])?;
    let cpu = meter.cpu()?.since(before);
    let done: u32 = number(&text, "number of transactions actually processed: ")?;
    let (rate, prefix) = (args.rate.to_string(), bench.folder.join("times"));
    let logged = ["--rate", &rate, "--log", "--log-prefix", &prefix.to_string_lossy()];
    bench.run(&wanted, Half::Second, args.seconds, &logged)?;
    Ok(Yardstick {
        rate: number(&text, "tps = ")?,
        database: cpu.database / done.max(1),
        failed: number(&text, "number of failed transactions: ").unwrap_or(0),
        fixed: bench.times()?,
    })
}

/// Which half of its stripe a client takes: so that two runs never meet the same dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Half {
    First,
    Second,
}

struct Bench<'a> {
    program: PathBuf,
    folder: PathBuf,
    socket: PathBuf,
    args: &'a Args,
}

impl Bench<'_> {
    fn run(&self, recipes: &[&Recipe], half: Half, seconds: u64, more: &[&str]) -> anyhow::Result<String> {
        let mut command = Command::new(&self.program);
        command.env_clear().env("LC_ALL", "C.UTF-8").arg("-h").arg(&self.socket);
        command.args(["-p", "5432", "-U", "motcua", "-n", "-M", "prepared", "-j", "1"]);
        command.args(["-c", &self.args.connections.to_string(), "-T", &seconds.to_string()]);
        command.args(more);
        for (index, recipe) in recipes.iter().enumerate() {
            let script = Script::of(recipe, index, self.args.connections, half);
            let file = self.folder.join(format!("{index}.sql"));
            std::fs::write(&file, &script.text)?;
            command.arg("-f").arg(format!("{}@{}", file.display(), recipe.weight));
            script.set(&mut command);
        }
        let output = command.arg("motcua").output().context("pgbench cannot be started")?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let errors = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() || errors.contains("aborted") {
            bail!("pgbench failed: {}", errors.lines().take(6).collect::<Vec<_>>().join("\n"));
        }
        Ok(text)
    }

    /// What `--log` wrote: the third word of a line is the time in microseconds, from the schedule.
    fn times(&self) -> anyhow::Result<Times> {
        let mut times = Times::default();
        for entry in std::fs::read_dir(&self.folder)?.filter_map(Result::ok) {
            if entry.file_name().to_string_lossy().starts_with("times") {
                let text = std::fs::read_to_string(entry.path())?;
                let micros = text.lines().filter_map(|line| line.split(' ').nth(2)?.parse().ok());
                micros.for_each(|n| times.push(Duration::from_micros(n)));
            }
        }
        Ok(times)
    }
}

fn find() -> anyhow::Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let installed = std::fs::read_dir("/usr/lib/postgresql").ok();
    let versions = installed.into_iter().flatten().filter_map(Result::ok).map(|e| e.path().join("bin"));
    std::env::split_paths(&path)
        .chain(versions)
        .map(|folder| folder.join("pgbench"))
        .find(|file| file.is_file())
        .context("pgbench is not installed (Debian: the package postgresql-contrib or postgresql-15)")
}

fn number<T: std::str::FromStr>(text: &str, name: &str) -> anyhow::Result<T> {
    let (_, rest) = text.split_once(name).with_context(|| format!("pgbench does not say {name}"))?;
    let word: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    word.parse().ok().with_context(|| format!("pgbench says a strange {name}"))
}

/// One recorded operation in pgbench's language, and the values it is given on the command line.
struct Script {
    text: String,
    set: Vec<(String, String)>,
}

impl Script {
    fn of(recipe: &Recipe, index: usize, clients: u32, half: Half) -> Self {
        let (lot, crew) = (recipe.lot, recipe.crew);
        let stripe = (lot.count / clients).max(1);
        let counter = format!("k{index}");
        let first = if half == Half::First { 0 } else { stripe / 2 };
        // Every client takes the dossiers of a stripe of its own one after the other.
        let mut text = format!(
            "\\set {counter} :{counter} + 1\n\\set n {} + :client_id * {stripe} + :{counter} % {stripe}\n",
            lot.first
        );
        let who = match recipe.kind {
            Kind::Submit | Kind::Lookup => format!("\\set who {} + :n % {}\n", crew.first, crew.count),
            Kind::Transition | Kind::Queue => {
                format!("\\set who random({}, {})\n", crew.first, crew.first + crew.count - 1)
            }
        };
        text.push_str(&who);
        let mut script =
            Self { text, set: vec![(counter, first.to_string()), ("none".to_owned(), "0".to_owned())] };
        for (place, statement) in recipe.statements.iter().enumerate() {
            let sql = script.filled(recipe, statement, &format!("v{index}_{place}"));
            script.text.push_str(&sql);
            script.text.push_str(";\n");
        }
        script
    }

    fn set(&self, command: &mut Command) {
        for (name, value) in &self.set {
            command.arg("-D").arg(format!("{name}={value}"));
        }
    }

    /// The statement with every `$n` replaced: the largest first, so that `$1` leaves `$12` alone.
    fn filled(&mut self, recipe: &Recipe, statement: &Statement, prefix: &str) -> String {
        let mut sql = statement.sql.trim_end_matches(';').to_owned();
        for (at, value) in statement.values.iter().enumerate().rev() {
            let instead = match value {
                None => "NULL".to_owned(),
                // pgbench has no empty values; the planner must not know that it is empty.
                Some(value) if value.is_empty() => "left('x', :none::int)".to_owned(),
                Some(value) => varied(recipe, value).unwrap_or_else(|| {
                    let name = format!("{prefix}_{at}");
                    self.set.push((name.clone(), value.clone()));
                    format!(":{name}")
                }),
            };
            sql = sql.replace(&format!("${}", at + 1), &instead);
        }
        sql
    }
}

/// The expression for a value that differs from time to time, alone or inside a plain text.
fn varied(recipe: &Recipe, value: &str) -> Option<String> {
    for (known, sql) in &recipe.varying {
        if value == known {
            let is_id = uuid::Uuid::parse_str(known).is_ok();
            return Some(if is_id { format!("{sql}::uuid") } else { sql.clone() });
        }
    }
    // The key under which attempts are counted is a hash of code and address.
    if let Some((what, hash)) = value.rsplit_once(':')
        && hash.len() == 24
        && hash.bytes().all(|b| b.is_ascii_hexdigit())
    {
        return Some(format!("('{what}:' || :n)"));
    }
    let is_json = value.starts_with(['{', '[']);
    let inside = recipe.varying.iter().find(|(known, _)| value.contains(known.as_str()));
    let (known, sql) = inside.filter(|_| !is_json)?;
    let (before, after) = value.split_once(known.as_str())?;
    Some(format!("('{}' || {sql} || '{}')", before.replace('\'', "''"), after.replace('\'', "''")))
}
