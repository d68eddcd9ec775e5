//! THE LAW. Pure: values in, values out. No database, no web, no async, no clock, no randomness.

pub mod calendar;
pub mod deadline;
pub mod explain;
pub mod fee;
pub mod ids;
pub mod ledger;
pub mod limit;
pub mod money;
pub mod office_hours;
pub mod procedure;
pub mod quote;
pub mod refusal;
pub mod status;
