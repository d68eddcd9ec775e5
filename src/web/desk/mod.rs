//! Pages of those who settle, and what the counter shares with them: the dossier page, its actions, the rows of queues.

pub mod action;
pub mod answers;
pub mod choices;
pub mod clockface;
pub mod dossier;
pub mod forms;
pub mod further;
pub mod lines;
pub mod place;
pub mod refund;
pub mod timeline;
pub mod typed;
pub mod uploads;
pub mod worklist;
