//! The subcommands that need the application and then end.

use std::{
    fs::File as Disk,
    io::{BufRead as _, Read},
    path::Path,
};

use anyhow::Context as _;
use motcua::{
    app::{
        administer::{self, NewUser},
        context::App,
        demo, health,
        import::{self, Report},
        units,
    },
    config::{Demo, Exit, Import, UserAdd},
};
use secrecy::ExposeSecret as _;

use super::{Stop, say};

/// `motcua migrate`: opening the house has done it.
pub(super) fn migrated() -> Result<Exit, Stop> {
    say("The database has the newest schema.");
    Ok(Exit::Done)
}

/// `motcua demo [--reset]`.
pub(super) async fn load_demo(app: &App, options: Demo) -> Result<Exit, Stop> {
    if options.reset {
        demo::reset(app).await?;
        say("Emptied.");
    }
    demo::load(app).await?;
    say("Agencies, procedures and people are loaded; now the dossiers …");
    let count = demo::fill(app).await?;
    motcua::jobs::worker::drain(app).await;
    say(&format!("The demo province is loaded; {count} dossiers are new."));
    Ok(Exit::Done)
}

/// `motcua import procedures FILE`, `motcua import units FILE`.
pub(super) async fn import(app: &App, what: Import) -> Result<Exit, Stop> {
    let report = match what {
        Import::Procedures(file) => {
            import::procedures(app, open(&file.file)?, |so_far| {
                if so_far.read() % 500 < 100 {
                    say(&format!("  {} lines …", so_far.read()));
                }
            })
            .await?
        }
        Import::Units(file) => units::units(app, open(&file.file)?).await?,
    };
    tell(&report);
    Ok(if report.broken.is_empty() { Exit::Done } else { Exit::Partial })
}

fn open(path: &Path) -> anyhow::Result<Box<dyn Read + Send>> {
    if path == Path::new("-") {
        return Ok(Box::new(std::io::stdin()));
    }
    Ok(Box::new(Disk::open(path).with_context(|| format!("cannot open {}", path.display()))?))
}

fn tell(report: &Report) {
    say(&format!(
        "new {} · changed {} · unchanged {} · configured here and kept {} · broken lines {}",
        report.new,
        report.changed,
        report.unchanged,
        report.kept,
        report.broken.len()
    ));
    if report.incomplete > 0 {
        say(&format!("{} of the new and changed ones stay drafts until somebody completes them:", report.incomplete));
        for (kind, count) in &report.gaps {
            say(&format!("  {count:>6}  {kind}"));
        }
    }
    for (line, why) in &report.broken {
        say(&format!("  line {line}: {why}"));
    }
}

/// `motcua user add`. The password comes from the option, MOTCUA_PASSWORD, or the first line of the standard input.
pub(super) async fn add_user(app: &App, new: UserAdd) -> Result<Exit, Stop> {
    let password = match &new.password {
        Some(secret) => secret.expose_secret().to_owned(),
        None => {
            say("Password (one line):");
            let mut line = String::new();
            std::io::stdin().lock().read_line(&mut line)?;
            line.trim_end_matches(['\r', '\n']).to_owned()
        }
    };
    let user = NewUser {
        name: new.name,
        phone: new.phone,
        personal_number: String::new(),
        password,
        roles: new.role.into_iter().map(|role| (role, new.agency.clone())).collect(),
    };
    match administer::add_user(app, None, &user).await {
        Ok(id) => {
            say(&format!("Added; account {id}."));
            Ok(Exit::Done)
        }
        Err(motcua::app::error::Error::Fields(fields)) => {
            for (field, error) in fields {
                say(&format!("  {field}: {error}"));
            }
            Err(Stop { exit: Exit::Usage, error: anyhow::anyhow!("nothing was added") })
        }
        Err(error) => Err(error.into()),
    }
}

/// `motcua check`: one line per finding.
pub(super) async fn check(app: &App) -> Result<Exit, Stop> {
    let findings = health::findings(app).await?;
    for finding in &findings {
        say(&format!("{}  {}", if finding.fine { "ok  " } else { "LOOK" }, finding.text));
    }
    Ok(if findings.iter().all(|f| f.fine) { Exit::Done } else { Exit::NeedsAttention })
}
