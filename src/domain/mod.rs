//! THE LAW. Pure: values in, values out. No database, no web, no async, no clock, no randomness.

pub mod calendar;
pub mod deadline;
pub mod fee;
pub mod ids;
pub mod limit;
pub mod money;
pub mod procedure;
pub mod quote;
pub mod refusal;
pub mod status;
