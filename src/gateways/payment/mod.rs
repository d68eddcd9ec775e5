//! PAYMENT: the national payment platform, on which people pay by card or wallet, and what banks say of themselves. The messages
//! follow the platform's description, version 1.0.6; the same messages are spoken by [`super::sandbox`], which stands in for the
//! platform in tests and in the demo.

pub mod bank_hook;
pub mod gateway;
pub mod messages;
pub mod platform;
pub mod seal;
