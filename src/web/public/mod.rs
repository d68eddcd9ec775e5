//! Pages that anybody may open without signing in.

pub mod accessibility;
pub mod agencies;
pub mod agency;
pub mod contact;
pub mod display;
pub mod document;
pub mod error;
pub mod estimate;
pub mod held;
pub mod help;
pub mod home;
pub mod keys;
pub mod lookup;
pub mod offer;
pub mod payment_return;
pub mod privacy;
pub mod procedure;
pub mod procedures;
pub mod receipt;
pub mod register;
pub mod sign_in;
pub mod tracking;
pub mod ui;
pub mod ui_samples;
