//! THE LAW. Pure: values in, values out. No database, no web, no async, no clock, no randomness.

pub mod actor;
pub mod barcode;
pub mod calendar;
pub mod command;
pub mod deadline;
pub mod decide;
pub mod dossier;
pub mod effect;
pub mod event;
pub mod explain;
pub mod fee;
pub mod ids;
pub mod ledger;
pub mod limit;
pub mod money;
pub mod office_hours;
pub mod party;
pub mod policy;
pub mod printed;
pub mod procedure;
pub mod publish;
pub mod quote;
pub mod refusal;
pub mod slip;
pub mod status;
pub mod workflow;
