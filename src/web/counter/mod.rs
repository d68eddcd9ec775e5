//! Pages of the one-stop: the day, the queues, intake. A dossier's own page is `desk::dossier`, the same for all who work on it.

pub mod bulk;
pub mod choose;
pub mod day;
pub mod intake;
pub mod intake_form;
mod intake_papers;
mod intake_parts;
pub mod office;
pub mod queue;
pub mod receipt;
pub mod receipt_change;
pub mod receipts;
pub mod receipts_table;
pub mod receipts_waiting;
pub mod unreceipted;
