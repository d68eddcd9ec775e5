//! What the tests share.

pub(crate) mod database;
pub(crate) mod filing;
pub(crate) mod people;
pub(crate) mod portal;
pub(crate) mod rules;
pub(crate) mod source;
pub(crate) mod tree;
