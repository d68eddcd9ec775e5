//! THE DOOR FOR PEOPLE AND PROGRAMS: routes, pages, forms. Imports app, store (reads only), i18n and domain.

pub mod access;
pub mod address;
pub mod admin;
pub mod api;
pub mod assets;
pub mod cash;
pub mod chrome;
pub mod citizen;
#[cfg(test)]
mod colours;
pub mod cookies;
pub mod counter;
pub mod csp;
pub mod desk;
pub mod display;
pub mod documents;
pub mod error;
pub mod explain;
pub mod fees;
pub mod fields;
pub mod figures;
pub mod filters;
pub mod form;
pub mod hooks;
pub mod limit;
pub mod parts;
pub mod paths;
pub mod payee;
pub mod print;
pub mod public;
pub mod routes;
pub mod server;
pub mod session;
pub mod summary;
pub mod ui;
pub mod upload;
