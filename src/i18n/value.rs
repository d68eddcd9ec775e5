//! Values inside messages.

use serde::{Deserialize, Serialize};

use crate::domain::{
    ids::{AgencyCode, DossierCode, ProcedureCode},
    money::Vnd,
};

/// A value inside a message. A number can choose a plural form and is shown grouped (`1.234`); so a year is text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// A whole number.
    Number(i64),
    /// Words, already as they shall be shown.
    Text(String),
}

/// What can stand as a value in a message: texts, whole numbers, codes.
pub trait Argument {
    /// The value to put in.
    fn value(&self) -> Value;
}

impl Argument for Value {
    fn value(&self) -> Value {
        self.clone()
    }
}

impl<T: Argument + ?Sized> Argument for &T {
    fn value(&self) -> Value {
        (*self).value()
    }
}

macro_rules! text_arguments {
    ($($t:ty),*) => { $(impl Argument for $t { fn value(&self) -> Value { Value::Text(self.to_string()) } })* };
}
text_arguments!(char, AgencyCode, DossierCode, ProcedureCode);

impl Argument for str {
    fn value(&self) -> Value {
        Value::Text(self.to_owned())
    }
}

impl Argument for String {
    fn value(&self) -> Value {
        Value::Text(self.clone())
    }
}

impl Argument for Vnd {
    fn value(&self) -> Value {
        Value::Number(self.dong())
    }
}

macro_rules! number_arguments {
    ($($t:ty),*) => { $(impl Argument for $t {
        fn value(&self) -> Value {
            i64::try_from(*self).map_or_else(|_| Value::Text(self.to_string()), Value::Number)
        }
    })* };
}
number_arguments!(i8, i16, i32, i64, u8, u16, u32, u64, usize, isize);
