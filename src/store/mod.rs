//! POSTGRES IN OUR WORDS: all SQL lives here, checked when compiled. Reads take `&Db`, writes `&mut Tx`. Imports the domain only.

#![expect(
    clippy::as_conversions,
    reason = "`as` inside query! names the type of a column; it converts nothing"
)]

pub mod account;
pub mod agency;
pub mod attempt;
pub mod audit;
pub mod balance;
pub mod bank_account;
pub mod bank_event;
pub mod calendar;
pub mod calendar_version;
pub mod cash;
pub mod catalogue_admin;
pub mod clock_rule;
pub mod consultation;
pub mod document;
pub mod dossier;
pub mod draft;
pub mod error;
pub mod fee_schedule;
pub mod finding;
pub mod held_form;
pub mod history;
pub mod inbox;
pub mod intake;
pub mod intent;
pub mod job;
pub mod job_admin;
pub mod message;
pub mod mine;
mod owing;
pub mod partial_upload;
pub mod payee;
pub mod payment;
pub mod policy;
pub mod print_log;
pub mod procedure;
pub mod provision;
pub mod queue;
pub mod queue_desk;
pub mod receipt;
pub mod receipt_list;
pub mod receipt_missing;
pub mod receipt_range;
pub mod receipt_series;
pub mod receipt_source;
pub mod recount;
pub mod refund;
pub mod reset;
pub mod search;
pub mod serial;
pub mod session;
pub mod shift;
pub mod supplement;
pub mod takings;
pub mod tx;
pub mod user_admin;
pub mod view;
mod view_lines;
pub mod view_money;
