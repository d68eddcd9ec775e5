//! `motcua dev prepare`: checks every query against an empty migrated database and writes what an offline build needs. It takes
//! migrations and queries from the folder, so a program built before they changed does it: until it ran, no other builds.

use std::{path::Path, process::Command};

use anyhow::{Context as _, bail};
use motcua::{
    config::Exit,
    postgres::{Cluster, StartOptions},
    store::{provision, tx::Db},
};

use super::{Stop, say};

const NAME: &str = "prepare";

/// Writes `.sqlx` anew, or (with `check`) only says whether it is what it should be.
pub(super) async fn prepare(check: bool) -> Result<Exit, Stop> {
    let root = std::env::current_dir()?;
    if !root.join("migrations").is_dir() {
        return Err(
            anyhow::anyhow!("start it in the folder of the sources (there is no migrations/ here)").into()
        );
    }
    let start = StartOptions { data_dir: None, ephemeral: true };
    let cluster = Cluster::start(start).await?;
    let done = write(&cluster, &root, check).await;
    cluster.stop().await?;
    Ok(done?)
}

async fn write(cluster: &Cluster, root: &Path, check: bool) -> anyhow::Result<Exit> {
    provision::ensure_database(&cluster.connect_options("postgres"), NAME).await?;
    let options = cluster.connect_options(NAME);
    let db = Db::connect(options.clone(), 2).await?;
    db.migrate_from(&root.join("migrations")).await?;
    db.close().await;
    let fresh = tempfile::Builder::new().prefix("sqlx-").tempdir_in(root.join("target"))?;
    let socket = options.get_socket().context("the private cluster has a socket")?;
    let url = format!("postgres://motcua@localhost/{NAME}?host={}", socket.display());
    // Cargo does not know that the queries changed with the schema: make it look at the crate again.
    filetime_touch(&root.join("src/lib.rs"))?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["check", "--quiet", "--lib"])
        .current_dir(root)
        .env("SQLX_OFFLINE", "false")
        .env("DATABASE_URL", url)
        .env("SQLX_OFFLINE_DIR", fresh.path())
        .status()?;
    if !status.success() {
        bail!("a query does not fit the schema: see above");
    }
    let (new, old) = (read_all(fresh.path())?, read_all(&root.join(".sqlx"))?);
    if new == old {
        say(&format!("{} queries; .sqlx is fresh.", new.len()));
        return Ok(Exit::Done);
    }
    if check {
        bail!(".sqlx is not fresh: run `cargo run -- dev prepare` and commit what it writes");
    }
    let target = root.join(".sqlx");
    if target.is_dir() {
        std::fs::remove_dir_all(&target)?;
    }
    std::fs::create_dir(&target)?;
    for (name, text) in &new {
        std::fs::write(target.join(name), text)?;
    }
    say(&format!("{} queries written to .sqlx.", new.len()));
    Ok(Exit::Done)
}

type Queries = std::collections::BTreeMap<std::ffi::OsString, Vec<u8>>;

fn read_all(folder: &Path) -> anyhow::Result<Queries> {
    let mut all = Queries::new();
    if folder.is_dir() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            all.insert(entry.file_name(), std::fs::read(entry.path())?);
        }
    }
    Ok(all)
}

fn filetime_touch(path: &Path) -> std::io::Result<()> {
    let text = std::fs::read(path)?;
    std::fs::write(path, text)
}
