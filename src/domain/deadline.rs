//! Deadline ledger.
