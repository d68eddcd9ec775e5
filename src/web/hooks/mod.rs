//! Doors for other systems: probes, and what the payment platform and the bank say.

pub mod health;
pub mod payments;
