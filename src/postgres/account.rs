//! Who runs the server. Postgres refuses to run as root, so root drops to an account without rights.

use std::fs::{Metadata, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use super::error::{ClusterError, Doing};

/// An account of this machine other than root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Account {
    /// Its name, for messages.
    pub(super) name: String,
    uid: u32,
    gid: u32,
}

/// The account that must run the server in our place: none when we are not root.
pub(super) fn to_drop_to() -> Result<Option<Account>, ClusterError> {
    let temp = std::env::temp_dir();
    let me = tempfile::tempfile().and_then(|f| f.metadata()).doing("write to", &temp)?;
    if me.uid() != 0 {
        return Ok(None);
    }
    let passwd = Path::new("/etc/passwd");
    let accounts = std::fs::read_to_string(passwd).doing("read", passwd)?;
    least_privileged(&accounts).map(Some).ok_or(ClusterError::NoAccount)
}

/// `postgres`, else `nobody`, else any account that is not root, from the text of `/etc/passwd`.
fn least_privileged(passwd: &str) -> Option<Account> {
    let accounts: Vec<Account> = passwd.lines().filter_map(account).filter(|a| a.uid != 0).collect();
    let named = |name: &str| accounts.iter().find(|a| a.name == name);
    named("postgres").or_else(|| named("nobody")).or_else(|| accounts.last()).cloned()
}

fn account(line: &str) -> Option<Account> {
    let mut fields = line.split(':');
    let name = fields.next()?.to_owned();
    let mut numbers = fields.skip(1).map(str::parse);
    Some(Account { name, uid: numbers.next()?.ok()?, gid: numbers.next()?.ok()? })
}

impl Account {
    /// Makes `command` run as this account; the standard library also drops the supplementary groups.
    pub(super) fn run(&self, command: &mut Command) {
        command.uid(self.uid).gid(self.gid);
    }

    /// Gives `path` to this account.
    pub(super) fn give(&self, path: &Path) -> Result<(), ClusterError> {
        chown(path, Some(self.uid), Some(self.gid)).doing("give to the database's account", path)
    }

    /// Whether every folder on the way to `path`, and `path` itself, can be entered.
    pub(super) fn can_enter(&self, path: &Path) -> Result<(), ClusterError> {
        let closed = |p: &&Path| !std::fs::metadata(p).is_ok_and(|m| self.may_pass(&m));
        match path.ancestors().find(closed) {
            None => Ok(()),
            Some(path) => Err(ClusterError::NotEnterable { path: path.to_owned(), account: self.name.clone() }),
        }
    }

    fn may_pass(&self, folder: &Metadata) -> bool {
        let bit = if folder.uid() == self.uid {
            0o100
        } else if folder.gid() == self.gid {
            0o010
        } else {
            0o001
        };
        folder.mode() & bit != 0
    }
}

/// Makes a folder (or takes the one that is there) that only the server's account and root may enter.
pub(super) fn private_dir(path: &Path, account: Option<&Account>) -> Result<(), ClusterError> {
    std::fs::create_dir_all(path).doing("make the folder", path)?;
    let what = std::fs::symlink_metadata(path).doing("look at", path)?;
    if !what.is_dir() {
        return Err(std::io::Error::from(std::io::ErrorKind::NotADirectory)).doing("use as a folder", path);
    }
    if let Some(account) = account {
        account.give(path)?;
    }
    std::fs::set_permissions(path, Permissions::from_mode(0o700)).doing("close to others", path)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = "root:x:0:0:root:/root:/bin/bash\n";
    const NOBODY: &str = "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n";
    const POSTGRES: &str = "postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash\n";

    #[test]
    fn postgres_is_preferred_to_nobody() {
        let chosen = least_privileged(&[ROOT, NOBODY, POSTGRES].concat()).unwrap();
        assert_eq!(chosen, Account { name: "postgres".to_owned(), uid: 101, gid: 104 });
    }

    #[test]
    fn any_account_but_root_will_do() {
        let chosen = least_privileged(&[ROOT, "app:x:1000:1000::/home/app:/bin/sh\n"].concat()).unwrap();
        assert_eq!(chosen.name, "app");
    }

    #[test]
    fn a_second_name_for_root_is_still_root() {
        assert_eq!(least_privileged(&[ROOT, "toor:x:0:0::/root:/bin/sh\n"].concat()), None);
    }

    #[test]
    fn a_broken_line_is_passed_over() {
        let chosen = least_privileged(&["+::::::\n\n", NOBODY].concat()).unwrap();
        assert_eq!(chosen.name, "nobody");
    }

    #[test]
    fn a_closed_folder_above_is_named() {
        let top = tempfile::tempdir().unwrap();
        let closed = top.path().canonicalize().unwrap();
        let inside = closed.join("a");
        std::fs::create_dir(&inside).unwrap();
        std::fs::set_permissions(&inside, Permissions::from_mode(0o755)).unwrap();
        std::fs::set_permissions(&closed, Permissions::from_mode(0o700)).unwrap();
        let stranger = Account { name: "stranger".to_owned(), uid: 4_000_000, gid: 4_000_000 };
        let error = stranger.can_enter(&inside).unwrap_err();
        assert!(matches!(&error, ClusterError::NotEnterable { path, .. } if *path == closed), "{error}");
        std::fs::set_permissions(&closed, Permissions::from_mode(0o755)).unwrap();
        stranger.can_enter(&inside).unwrap();
    }
}
