//! Một Cửa: the portal of a Vietnamese province for administrative-procedure dossiers.

pub mod domain;
