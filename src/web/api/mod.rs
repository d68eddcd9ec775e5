//! JSON for programs.

pub mod lookups;
pub mod openapi;
pub mod problem;
pub mod procedures;
pub mod quotes;
