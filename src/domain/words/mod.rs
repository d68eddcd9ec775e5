//! How people type when they search: without tone marks, with slips of the Telex keyboard, in abbreviations and in everyday
//! speech. Makes a `Query` of it that the store can hold against the catalogue. The vocabulary is data, in `speech`.

mod fold;
mod query;
mod speech;
mod syllable;

pub use fold::fold;
pub use query::{Query, Variant, Word};
pub use speech::Saying;
