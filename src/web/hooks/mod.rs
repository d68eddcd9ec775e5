//! Doors for other systems: probes.

pub mod health;
