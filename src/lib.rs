//! Một Cửa: the portal of a Vietnamese province for administrative-procedure dossiers.

pub mod clock;
pub mod config;
pub mod domain;
pub mod postgres;
pub mod store;
