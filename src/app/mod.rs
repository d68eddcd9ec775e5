//! USE CASES: the only room that opens a transaction. Imports store, gateways, i18n and domain.

pub mod act;
pub mod administer;
pub mod catalogue;
pub mod choice;
pub mod context;
pub mod demo;
pub mod documents;
pub mod draft;
pub mod error;
pub mod health;
pub mod import;
pub mod intake;
pub mod lookup;
pub mod notify;
pub mod outbox;
pub mod papers;
pub mod print;
pub mod profile;
pub mod progress;
pub mod quotation;
pub mod reference;
pub mod secrets;
pub mod sign_in;
pub mod units;
pub mod upkeep;
