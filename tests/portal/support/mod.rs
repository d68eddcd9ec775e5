//! What the tests share.

pub(crate) mod browser;
pub(crate) mod database;
pub(crate) mod filing;
pub(crate) mod filling;
pub(crate) mod form;
pub(crate) mod mounted;
pub(crate) mod national;
pub(crate) mod page;
pub(crate) mod paper;
pub(crate) mod paying;
pub(crate) mod people;
pub(crate) mod portal;
pub(crate) mod rules;
pub(crate) mod server;
pub(crate) mod snapshot;
pub(crate) mod source;
pub(crate) mod tree;
pub(crate) mod world;
