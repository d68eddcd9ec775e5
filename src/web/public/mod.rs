//! Pages that anybody may open without signing in.

pub mod ui;
pub mod error;
