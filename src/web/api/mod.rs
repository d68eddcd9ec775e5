//! JSON for programs.

pub mod problem;
