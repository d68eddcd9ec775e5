//! Pages of a signed-in citizen: the journey of a draft, the dossiers, the account.

pub mod account;
pub mod begin;
pub mod check;
pub mod confirmation;
pub mod document;
pub mod dossier;
pub mod dossiers;
pub mod form;
pub mod headline;
pub mod hub;
pub mod messages;
pub mod open;
pub mod owed;
pub mod payee;
pub mod payment;
pub mod pieces;
pub mod quoted;
pub mod return_method;
pub mod supplement;
pub mod withdrawal;
