//! Settings that every command understands. The comments on the fields are the text of `--help`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;

use clap::builder::BoolishValueParser;
use clap::{Args, Parser};
use secrecy::SecretString;

use super::{
    commands::{Command, Serve},
    parsers::{MetricsAddress, address_or_off, public_url, secret, store_url},
};

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Exit;
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
