//! What the portal says, in Vietnamese and in English. Words live in `vi/*.ftl` and `en/*.ftl` (Fluent, one file per area,
//! the same keys in both); how dates, money, numbers and names look lives in `format`; templates reach both through
//! `filters`. Reads nothing but the domain. Procedure data is not translated.

pub mod catalogue;
pub mod explain;
pub mod fees;
pub mod filters;
pub mod format;
pub mod locale;
pub mod message;
pub mod number;
pub mod value;

#[cfg(test)]
mod checks;
#[cfg(test)]
mod hints;

pub use catalogue::{keys, text};
pub use locale::Locale;
pub use message::Message;
pub use value::{Argument, Value};
