//! The life of a dossier in plain words, one scenario a file. Every date and amount was worked out by hand from the calendar
//! (Tuesday 24 November 2026 is a public holiday; offices work 7:00–11:30 and 13:30–17:00) and the procedures of the demo:
//!
//! | procedure | law | online | fee | fee online | waits |
//! |---|---|---|---|---|---|
//! | 1.004873 marital status, `muc-dich-khac` | 3 working days | 2.4 | 10.000 | 5.000 | pause |
//! | 1.004884 birth again, `co-ban-sao` | 5 working days | 4 | 8.000 | 4.000 | restart |
//! | 1.001612 household business, `ca-nhan` | 3 working days | 2.4 | 100.000 | 50.000 | pause |
//! | 1.001193 birth, `dung-han` | the same day | the same day | 0 | 0 | pause |

mod agency;
mod append_only;
mod bank_messages;
mod calendar;
mod calendar_inherited;
mod calendar_moves;
mod calendar_published;
mod calendar_taken_in;
mod cash_accounts;
mod cash_day;
mod cash_statement;
mod clock_rules;
mod concurrency;
mod consultation;
mod corrected;
mod corrected_answers;
mod editors;
mod exemption;
mod figures;
mod figures_rows;
mod found_by_users;
mod further;
mod imported;
mod intake;
mod menu;
mod money;
mod money_back;
mod online;
mod owed_earlier;
mod payee;
mod payment;
mod platform;
mod platform_asked;
mod platform_bill;
mod platform_codes;
mod platform_log;
mod platform_matching;
mod post;
mod post_through_the_pages;
mod preferences;
mod receipts;
mod receipts_changed;
mod receipts_missing;
mod receipts_next_year;
mod receipts_series;
mod receipts_table;
mod refunds;
mod refused;
mod rescheduled;
mod sent_back;
mod slip_explained;
mod soon;
mod stale;
mod stopped;
mod supplement_at_intake;
mod supplement_in_appraisal;
mod taken_back;
mod through_the_pages;
mod through_the_pages_of_staff;
mod told_of_money;
mod walk_in;
mod who_may;
mod withdrawn;
mod wrong_agency;
