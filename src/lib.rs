//! Một Cửa: the portal of a Vietnamese province for administrative-procedure dossiers.

pub mod domain;
pub mod i18n;
pub mod web;
