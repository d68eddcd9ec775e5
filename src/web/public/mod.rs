//! Pages that anybody may open without signing in.

pub mod error;
pub mod ui;
