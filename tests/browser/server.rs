//! The portal of one test behind a real address.

pub(crate) use crate::support::server::Served;
