//! Pages made to be printed: the same papers that the gateway sets as PDF, as HTML on A5.

pub mod bill;
pub mod pdf;
pub mod slip;
