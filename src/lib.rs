//! Một Cửa: the portal of a Vietnamese province for administrative-procedure dossiers.

// Floor 1
pub mod clock;
pub mod config;
pub mod domain;
pub mod postgres;
// Floor 2
pub mod gateways;
pub mod i18n;
pub mod store;
// Floor 3
pub mod app;
// Floor 4
pub mod web;
