//! How the program ends.

use std::process::ExitCode;

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
