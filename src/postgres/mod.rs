//! The private cluster: a Postgres of our own in the data directory, for a portal that was given no `DATABASE_URL`.
//!
//! It listens on a unix socket only, in a folder that nobody else may enter, and never runs as root. One process owns it (a lock
//! says who); others attach to it, and one of them takes over when the owner goes. However the owner ends, `kill -9` included, the
//! server ends with it, and the next start clears what was left. What is in the databases is not known here: no SQL lives in this room.

mod account;
mod binaries;
mod cluster;
mod control;
mod error;
mod fetch;
mod leftover;
mod place;
mod server;

pub use cluster::{Cluster, StartOptions};
pub use error::ClusterError;
pub use place::{data_dir, scratch_dir};
