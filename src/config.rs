//! The options of the program: subcommands, flags and environment variables, one struct. No actions live here.
//! The comments on the fields are the text of `--help`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::BoolishValueParser;
use clap::{Args, Parser, Subcommand};
use secrecy::SecretString;

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  failed; the message says why
  2  the command line or a setting is wrong
  3  the database cannot be reached or started
  4  the address is already in use
  5  `check` found something that needs attention
  6  an import took in a part only; the report names the lines that were left out

Every option can also be given as the environment variable in brackets. The command line wins.";

/// Where the payment sandbox answers, and where the demo looks for it.
pub const SANDBOX_ADDRESS: &str = "127.0.0.1:8090";
/// What the demo and the sandbox sign with when nobody said otherwise. No money stands behind it.
pub const SANDBOX_SECRET: &str = "sandbox";

/// One-stop portal for administrative procedures of a Vietnamese province.
///
/// Without a command it serves the portal. Without --database-url it starts a private PostgreSQL of its own in the data directory.
#[derive(Clone, Debug, Parser)]
#[command(name = "motcua", version, after_help = EXIT_CODES, propagate_version = true, max_term_width = 110)]
pub struct Config {
    /// What to do; serves when there is none.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Settings for every command.
    #[command(flatten)]
    pub settings: Settings,
}

/// Settings that every command understands.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// Address on which the portal answers.
    #[arg(
        long,
        global = true,
        env = "MOTCUA_LISTEN",
        value_name = "ADDRESS:PORT",
        default_value = "127.0.0.1:8080"
    )]
    pub listen: SocketAddr,
    /// Address at which people reach the portal, as printed on slips and put in messages [default: http:// and the --listen address].
    #[arg(long, global = true, env = "MOTCUA_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<String>,
    /// Folder for everything the portal keeps [default: ./data; /var/lib/motcua when started as root in a closed folder].
    #[arg(long, global = true, env = "MOTCUA_DATA_DIR", value_name = "FOLDER")]
    pub data_dir: Option<PathBuf>,
    /// PostgreSQL database to use, `postgres://USER:PASSWORD@HOST/NAME`. Nothing is started then.
    #[arg(long, global = true, env = "DATABASE_URL", value_name = "URL", hide_env_values = true, value_parser = secret)]
    pub database_url: Option<SecretString>,
    /// Most connections to the database at once.
    #[arg(long, global = true, env = "MOTCUA_DATABASE_CONNECTIONS", value_name = "NUMBER", default_value_t = 16,
          value_parser = clap::value_parser!(u32).range(2..=1000))]
    pub database_connections: u32,
    /// Address on which Prometheus reads /metrics; "off" for none. Keep it inside your network.
    #[arg(long, global = true, env = "MOTCUA_METRICS_LISTEN", value_name = "ADDRESS:PORT", default_value = "127.0.0.1:9180",
          value_parser = address_or_off)]
    pub metrics_listen: MetricsAddress,
    /// How many reverse proxies of yours stand before the portal: that many addresses of X-Forwarded-For are believed.
    #[arg(long, global = true, env = "MOTCUA_PROXIES", value_name = "NUMBER", default_value_t = 0)]
    pub proxies: u8,
    /// What to log: error, warn, info, debug or trace, also per module (info,sqlx=warn).
    #[arg(long, global = true, env = "MOTCUA_LOG", value_name = "LEVEL", default_value = "info,sqlx=warn")]
    pub log: String,
    /// Log lines as JSON.
    #[arg(long, global = true, env = "MOTCUA_LOG_JSON", value_parser = BoolishValueParser::new())]
    pub log_json: bool,
    /// Where uploaded documents are kept.
    #[command(flatten)]
    pub uploads: Uploads,
    /// The payment platform and the bank.
    #[command(flatten)]
    pub payments: Payments,
    /// With which certificate receipts are signed.
    #[command(flatten)]
    pub signing: Signing,
}

/// The payment platform and the bank.
#[derive(Args, Clone, Debug)]
pub struct Payments {
    /// Address of the national payment platform; without it paying online is not offered [default in the demo: the sandbox].
    #[arg(long, global = true, env = "MOTCUA_PAYMENT_URL", value_name = "URL", value_parser = public_url)]
    pub payment_url: Option<String>,
    /// Address of the platform's pages, when payers pay elsewhere than at --payment-url.
    #[arg(long, global = true, env = "MOTCUA_PAYMENT_PAGES", value_name = "URL", value_parser = public_url)]
    pub payment_pages: Option<String>,
    /// The province's number at the platform.
    #[arg(
        long,
        global = true,
        env = "MOTCUA_PAYMENT_PARTNER",
        value_name = "NUMBER",
        default_value = "SANDBOX"
    )]
    pub payment_partner: String,
    /// Secret for the codes of the platform's messages.
    #[arg(long, global = true, env = "MOTCUA_PAYMENT_SECRET", value_name = "SECRET", hide_env_values = true, value_parser = secret)]
    pub payment_secret: Option<SecretString>,
    /// Certificate with its key (PEM) by which the platform knows the portal, when it asks for one.
    #[arg(long, global = true, env = "MOTCUA_PAYMENT_CERTIFICATE", value_name = "FILE")]
    pub payment_certificate: Option<PathBuf>,
    /// Secret with which the bank signs its messages; without it they are refused [default in the demo: the sandbox's].
    #[arg(long, global = true, env = "MOTCUA_BANK_HOOK_SECRET", value_name = "SECRET", hide_env_values = true, value_parser = secret)]
    pub bank_hook_secret: Option<SecretString>,
}

/// With which certificate receipts are signed.
#[derive(Args, Clone, Debug)]
pub struct Signing {
    /// Certificate with private key that signs receipts, a PKCS#12 file (.p12, .pfx) [default: in the demo province one made by the portal, and receipts say that they are a demonstration; elsewhere receipts wait].
    #[arg(
        long = "signing-certificate",
        global = true,
        env = "MOTCUA_SIGNING_CERTIFICATE",
        value_name = "FILE"
    )]
    pub certificate: Option<PathBuf>,
    /// Password of that file.
    #[arg(long = "signing-password", global = true, env = "MOTCUA_SIGNING_PASSWORD", value_name = "PASSWORD", hide_env_values = true,
          value_parser = secret)]
    pub password: Option<SecretString>,
}

/// Where uploaded documents are kept.
#[derive(Args, Clone, Debug)]
pub struct Uploads {
    /// Where uploads are kept: `file:///FOLDER` or `s3://BUCKET/PREFIX` [default: the folder `files` of the data directory].
    #[arg(long, global = true, env = "MOTCUA_STORE_URL", value_name = "URL", value_parser = store_url)]
    pub store_url: Option<String>,
    /// Address of an S3-compatible service that is not Amazon's.
    #[arg(long, global = true, env = "MOTCUA_S3_ENDPOINT", value_name = "URL")]
    pub s3_endpoint: Option<String>,
    /// Region of the bucket.
    #[arg(long, global = true, env = "MOTCUA_S3_REGION", value_name = "NAME", default_value = "us-east-1")]
    pub s3_region: String,
    /// Access key of the bucket.
    #[arg(long, global = true, env = "MOTCUA_S3_ACCESS_KEY", value_name = "KEY", hide_env_values = true, value_parser = secret)]
    pub s3_access_key: Option<SecretString>,
    /// Secret key of the bucket.
    #[arg(long, global = true, env = "MOTCUA_S3_SECRET_KEY", value_name = "KEY", hide_env_values = true, value_parser = secret)]
    pub s3_secret_key: Option<SecretString>,
}

/// Where metrics are served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricsAddress {
    /// On a listener of their own.
    At(SocketAddr),
    /// Not at all.
    Off,
}

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

/// How the program ended; scripts can rely on the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: done.
    Done,
    /// 1: failed.
    Failed,
    /// 2: the command line or a setting is wrong.
    Usage,
    /// 3: the database cannot be reached or started.
    NoDatabase,
    /// 4: the address is already in use.
    AddressInUse,
    /// 5: `check` found something.
    NeedsAttention,
    /// 6: an import took in a part only.
    Partial,
}

impl Exit {
    /// The number, as the shell sees it.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::NoDatabase => 3,
            Self::AddressInUse => 4,
            Self::NeedsAttention => 5,
            Self::Partial => 6,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

impl Config {
    /// What to do, `serve` when nothing was said.
    #[must_use]
    pub fn command(&self) -> Command {
        self.command.clone().unwrap_or_else(|| Command::Serve(Serve::from_environment()))
    }
}

impl Serve {
    /// Without a subcommand its variables still count.
    fn from_environment() -> Self {
        let arguments = ["motcua".to_owned(), "serve".to_owned()];
        let read = Config::try_parse_from(arguments).map(|config| config.command);
        if let Ok(Some(Command::Serve(serve))) = read { serve } else { Self::default() }
    }
}

impl Settings {
    /// The address at which people reach the portal, without a slash at the end.
    #[must_use]
    pub fn public_url(&self) -> String {
        self.public_url.clone().unwrap_or_else(|| format!("http://{}", self.own_address()))
    }

    /// Where this machine itself reaches the portal: --listen, with the loopback address for "every address".
    #[must_use]
    pub const fn own_address(&self) -> SocketAddr {
        let ip = match self.listen.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
            IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
            ip @ (IpAddr::V4(_) | IpAddr::V6(_)) => ip,
        };
        SocketAddr::new(ip, self.listen.port())
    }
}

fn public_url(typed: &str) -> Result<String, String> {
    let url = typed.trim().trim_end_matches('/');
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains(char::is_whitespace) => Ok(url.to_owned()),
        _ => Err("write it like https://dichvucong.example.vn".to_owned()),
    }
}

fn store_url(typed: &str) -> Result<String, String> {
    let rest = typed.strip_prefix("file:///").or_else(|| typed.strip_prefix("s3://"));
    match rest {
        Some(rest) if !rest.is_empty() => Ok(typed.to_owned()),
        _ => Err("write it like file:///srv/uploads or s3://bucket/prefix".to_owned()),
    }
}

fn address_or_off(typed: &str) -> Result<MetricsAddress, String> {
    if typed == "off" {
        return Ok(MetricsAddress::Off);
    }
    typed.parse().map(MetricsAddress::At).map_err(|_| "write it like 127.0.0.1:9180, or off".to_owned())
}

/// Keeps a secret out of logs and error messages.
#[expect(clippy::unnecessary_wraps, reason = "the shape that clap asks for")]
fn secret(typed: &str) -> Result<SecretString, std::convert::Infallible> {
    Ok(SecretString::from(typed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn parse(words: &[&str]) -> Config {
        Config::try_parse_from([&["motcua"], words].concat()).unwrap()
    }

    #[test]
    fn the_command_line_is_well_formed() {
        <Config as CommandFactory>::command().debug_assert();
    }

    #[test]
    fn without_words_it_serves_on_the_usual_address() {
        let config = parse(&[]);
        assert!(matches!(config.command(), Command::Serve(Serve { no_jobs: false, .. })));
        assert_eq!(config.settings.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(config.settings.public_url(), "http://127.0.0.1:8080");
    }

    #[test]
    fn a_portal_on_every_address_is_reached_on_the_loopback_address() {
        let settings = parse(&["--listen", "0.0.0.0:8080"]).settings;
        assert_eq!(settings.public_url(), "http://127.0.0.1:8080");
        assert_eq!(parse(&["--listen", "[::]:80"]).settings.own_address().to_string(), "[::1]:80");
    }

    #[test]
    fn settings_may_stand_before_or_after_the_command() {
        assert_eq!(
            parse(&["--data-dir", "/srv/a", "migrate"]).settings.data_dir,
            Some(PathBuf::from("/srv/a"))
        );
        assert_eq!(
            parse(&["migrate", "--data-dir", "/srv/a"]).settings.data_dir,
            Some(PathBuf::from("/srv/a"))
        );
    }

    #[test]
    fn every_setting_is_also_an_environment_variable() {
        let command = <Config as CommandFactory>::command();
        let settings =
            command.get_arguments().filter(|a| !["help", "version"].contains(&a.get_id().as_str()));
        for setting in settings {
            assert!(setting.get_env().is_some(), "--{} has no variable", setting.get_id());
        }
    }

    #[test]
    fn every_command_and_setting_explains_itself() {
        fn look(command: &clap::Command) {
            assert!(command.get_about().is_some(), "{} has no help", command.get_name());
            for argument in command.get_arguments() {
                let id = argument.get_id();
                assert!(argument.get_help().is_some(), "{} {id} has no help", command.get_name());
            }
            command.get_subcommands().for_each(look);
        }
        look(&<Config as CommandFactory>::command());
    }

    #[test]
    fn the_help_names_every_exit_code() {
        let help = <Config as CommandFactory>::command().render_help().to_string();
        let all = [
            Exit::Done,
            Exit::Failed,
            Exit::Usage,
            Exit::NoDatabase,
            Exit::AddressInUse,
            Exit::NeedsAttention,
            Exit::Partial,
        ];
        for exit in all {
            assert!(help.contains(&format!("\n  {}  ", exit.code())), "{exit:?} is not in the help");
        }
    }

    #[test]
    fn a_password_in_the_database_url_is_not_shown() {
        let config = parse(&["--database-url", "postgres://u:hunter2@db/motcua"]);
        assert!(!format!("{config:?}").contains("hunter2"));
    }

    #[test]
    fn a_public_url_loses_its_last_slash_and_must_be_a_web_address() {
        let config = parse(&["--public-url", "https://dichvucong.example.vn/"]);
        assert_eq!(config.settings.public_url(), "https://dichvucong.example.vn");
        assert!(Config::try_parse_from(["motcua", "--public-url", "dichvucong"]).is_err());
    }

    #[test]
    fn metrics_can_be_switched_off() {
        assert_eq!(parse(&["--metrics-listen", "off"]).settings.metrics_listen, MetricsAddress::Off);
    }
}
