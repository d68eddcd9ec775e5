//! The options of the program: subcommands, flags and environment variables, one struct. No actions live here.

mod commands;
mod exit;
mod options;
mod parsers;

pub use commands::{
    AnswerFormat, Calendar, Check, Command, Deadline, Demo, Dev, Explain, File, Import, Prepare, Propose,
    SANDBOX_ADDRESS, SANDBOX_SECRET, Sandbox, SandboxPayments, Serve, User, UserAdd,
};
pub use exit::Exit;
pub use options::{Config, Payments, Settings, Signing, Uploads};
pub use parsers::MetricsAddress;
