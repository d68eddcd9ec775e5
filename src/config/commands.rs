//! The subcommands and their options. The comments on the fields are the text of `--help`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::BoolishValueParser;
use clap::{Args, Subcommand};
use secrecy::SecretString;

use super::parsers::{public_url, secret};

/// Where the payment sandbox answers, and where the demo looks for it.
pub const SANDBOX_ADDRESS: &str = "127.0.0.1:8090";
/// What the demo and the sandbox sign with when nobody said otherwise. No money stands behind it.
pub const SANDBOX_SECRET: &str = "sandbox";

/// What the program can do.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Serve the portal (and do its background jobs); migrates first, and loads the demo province into an empty database.
    Serve(Serve),
    /// Do background jobs only: notifications, synchronisation, deadlines. Several may run beside one another.
    Work,
    /// Bring the database to the newest schema, then stop.
    Migrate,
    /// Load the demo province: agencies, procedures, people and dossiers to try everything with.
    Demo(Demo),
    /// Take in data from a file.
    #[command(subcommand)]
    Import(Import),
    /// Accounts of staff.
    #[command(subcommand)]
    User(User),
    /// Look whether configuration and database are in order; prints one line per finding.
    Check(Check),
    /// Due dates: compute one and say how it came about.
    #[command(subcommand)]
    Deadline(Deadline),
    /// Days off and days worked as lines of a calendar file; no database is needed.
    #[command(subcommand)]
    Calendar(Calendar),
    /// Servers that stand in for other systems, to try the portal with.
    #[command(subcommand)]
    Sandbox(Sandbox),
    /// For developers of the portal.
    #[command(subcommand)]
    Dev(Dev),
}

/// What can be asked about due dates.
#[derive(Clone, Debug, Subcommand)]
pub enum Deadline {
    /// When would it be due, and why? By the calendar of an agency, or of a file (then without a database).
    Explain(Explain),
}

/// Options of `deadline explain`.
#[derive(Args, Clone, Debug)]
pub struct Explain {
    /// When it is received, on the clocks of Việt Nam: 2026-04-24T10:00.
    #[arg(long, required_unless_present = "stdin")]
    pub received: Option<String>,
    /// The time limit: "5 working-days", "8 working-hours", "90 working-minutes", "15 calendar-days", "1 month", "24 hours", same-day, none.
    #[arg(long, required_unless_present = "stdin")]
    pub limit: Option<String>,
    /// Code of the agency whose calendar counts, like H48.05.
    #[arg(long, conflicts_with = "calendar")]
    pub agency: Option<String>,
    /// A calendar as CSV; README.md says how it is written.
    #[arg(long)]
    pub calendar: Option<PathBuf>,
    /// How working days are counted: day or hour.
    #[arg(long)]
    pub mode: Option<String>,
    /// Filed online: the promise is shorter.
    #[arg(long)]
    pub online: bool,
    /// By how many percent it is shorter online.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u8).range(0..=100))]
    pub faster: u8,
    /// A stretch in which the clock stands still: FROM..TO, or FROM.. while it lasts. May be repeated, in order.
    #[arg(long)]
    pub pause: Vec<String>,
    /// How the answer is written.
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
    pub format: AnswerFormat,
    /// Read one question a line from the standard input, as JSON (received, limit, mode, online, pauses); write one answer a line.
    #[arg(long)]
    pub stdin: bool,
}

/// What can be said about calendars.
#[derive(Clone, Debug, Subcommand)]
pub enum Calendar {
    /// The days off of a year as the law alone gives them, as CSV. Swapped days are decreed and have to be added by hand.
    Propose(Propose),
    /// The days of an iCalendar file (.ics), as CSV.
    Convert(File),
}

/// Options of `calendar propose`.
#[derive(Args, Clone, Copy, Debug)]
pub struct Propose {
    /// The year, 2021 to 2100.
    #[arg(value_parser = clap::value_parser!(i32).range(2021..=2100))]
    pub year: i32,
    /// How many of the five days of Tết lie before the first of the lunar year.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(0..=5))]
    pub tet_before: u8,
    /// The second day of the National Day is 1 September, not the 3rd.
    #[arg(long)]
    pub first_of_september: bool,
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum AnswerFormat {
    /// Lines for people.
    Text,
    /// One JSON object.
    Json,
}

/// Options of `serve`.
#[derive(Args, Clone, Copy, Debug, Default)]
pub struct Serve {
    /// Leave background jobs to `motcua work`.
    #[arg(long, env = "MOTCUA_NO_JOBS", value_parser = BoolishValueParser::new())]
    pub no_jobs: bool,
    /// Do not load the demo province into an empty database.
    #[arg(long, env = "MOTCUA_NO_DEMO", value_parser = BoolishValueParser::new())]
    pub no_demo: bool,
}

/// Options of `demo`.
#[derive(Args, Clone, Copy, Debug)]
pub struct Demo {
    /// Empty the database first. EVERYTHING in it is lost.
    #[arg(long)]
    pub reset: bool,
}

/// What can be imported.
#[derive(Clone, Debug, Subcommand)]
pub enum Import {
    /// Procedures of the national database, one JSON object a line; may be compressed (.gz).
    Procedures(File),
    /// Administrative units and agencies, as CSV with a header line.
    Units(File),
}

/// A file to read.
#[derive(Args, Clone, Debug)]
pub struct File {
    /// The file; `-` reads the standard input.
    pub file: PathBuf,
}

/// What can be done with accounts.
#[derive(Clone, Debug, Subcommand)]
pub enum User {
    /// Add a member of staff. The password is read from `MOTCUA_PASSWORD` or from the first line of the standard input.
    Add(UserAdd),
}

/// Options of `user add`.
#[derive(Args, Clone, Debug)]
pub struct UserAdd {
    /// Phone number, with which they sign in.
    #[arg(long)]
    pub phone: String,
    /// Full name.
    #[arg(long)]
    pub name: String,
    /// What they do: one-stop-officer, cashier, specialist, leader, clerk, postal, procedure-admin or system-admin. May be repeated.
    #[arg(long, required = true)]
    pub role: Vec<String>,
    /// Code of the agency they do it for, like H48.05.
    #[arg(long)]
    pub agency: String,
    /// Their first password. Better not on the command line, which others can see.
    #[arg(long, env = "MOTCUA_PASSWORD", hide = true, hide_env_values = true, value_parser = secret)]
    pub password: Option<SecretString>,
}

/// Options of `check`.
#[derive(Args, Clone, Copy, Debug)]
pub struct Check {
    /// Only ask the portal that runs on --listen whether it lives (for container health checks).
    #[arg(long)]
    pub live: bool,
}

/// What can be stood in for.
#[derive(Clone, Debug, Subcommand)]
pub enum Sandbox {
    /// The payment platform and a bank: no money moves, and things go wrong on demand.
    Payments(SandboxPayments),
}

/// Options of `sandbox payments`. Partner and secrets are those of the portal's own options.
#[derive(Args, Clone, Debug)]
pub struct SandboxPayments {
    /// Address on which it answers.
    #[arg(long = "at", env = "MOTCUA_SANDBOX_LISTEN", value_name = "ADDRESS:PORT", default_value = SANDBOX_ADDRESS)]
    pub at: SocketAddr,
    /// Address at which payers reach it [default: http:// and the --at address].
    #[arg(long, env = "MOTCUA_SANDBOX_URL", value_name = "URL", value_parser = public_url)]
    pub url: Option<String>,
    /// After how many seconds money comes that comes after a refusal.
    #[arg(long, env = "MOTCUA_SANDBOX_LATE", value_name = "SECONDS", default_value_t = 20)]
    pub late: u64,
    /// Of a hundred payments, how many each kind of fault strikes by chance.
    #[arg(long, env = "MOTCUA_SANDBOX_FAULTS", value_name = "PERCENT", default_value_t = 0,
          value_parser = clap::value_parser!(u8).range(0..=50))]
    pub faults: u8,
}

/// What developers need.
#[derive(Clone, Debug, Subcommand)]
pub enum Dev {
    /// Check every query against an empty migrated database and write what the build needs to .sqlx.
    Prepare(Prepare),
}

/// Options of `dev prepare`.
#[derive(Args, Clone, Copy, Debug)]
pub struct Prepare {
    /// Change nothing; fail when .sqlx is not what it should be.
    #[arg(long)]
    pub check: bool,
}
