//! Pages for administrators: procedures and their versions, agencies, accounts and roles, calendars, jobs.

pub mod agencies;
pub mod agency;
pub mod agency_new;
pub mod amounts;
pub mod calendar;
pub mod clock_rules;
pub mod documents;
pub mod editing;
pub mod facts;
pub mod fees;
pub mod form_fields;
pub mod form_pages;
pub mod jobs;
pub mod overview;
pub mod postings;
pub mod preview;
pub mod procedure;
pub mod procedures;
pub mod rows;
pub mod sheet;
pub mod steps;
pub mod trail;
pub mod user;
pub mod user_new;
pub mod users;
