//! Postgres in our words: all SQL lives here.

pub mod provision;
