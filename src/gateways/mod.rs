//! OTHER SYSTEMS: each one file with trait, real and fake side by side. Imports domain and config.

pub mod error;
pub mod files;
pub mod payment;
pub mod pdf;
pub mod receipt_pdf;
pub mod sandbox;
pub mod signing;
pub mod table;
