//! Forms are parsed, not validated: `Checked<F>` reads what was sent into plain text fields; `F` makes a command of it or
//! says, field by field, what to mend. What was typed is never lost.

use std::collections::BTreeMap;

use axum::extract::{FromRequest, Request};
use chrono::NaiveTime;
use serde::de::DeserializeOwned;

use super::error::{Error, Result};
use crate::{domain::party::FieldError, i18n::Message};

/// The largest form without uploads, in bytes.
pub const MOST_FORM: u64 = 512 * 1024;

/// Every field of a form whose fields are not known beforehand, in order.
pub type Sent = Vec<(String, String)>;

/// A form as it was sent. Fields that are missing are empty; repeated keys make lists.
#[derive(Clone, Debug)]
pub struct Checked<F>(pub F);

impl<S: Send + Sync, F: DeserializeOwned> FromRequest<S> for Checked<F> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        match axum_extra::extract::Form::<F>::from_request(request, state).await {
            Ok(form) => Ok(Self(form.0)),
            Err(rejection) => {
                let status = axum::response::IntoResponse::into_response(rejection).status();
                if status == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
                    Err(Error::TooLarge { most: MOST_FORM })
                } else {
                    Err(Error::Unreadable)
                }
            }
        }
    }
}

/// The same for a form that also asks what a procedure's own e-form asks: what it knows as `F`, and everything that was sent.
#[derive(Clone, Debug)]
pub struct CheckedAll<F>(pub F, pub Vec<(String, String)>);

impl<S: Send + Sync, F: DeserializeOwned + Send> FromRequest<S> for CheckedAll<F> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let (head, body) = request.into_parts();
        let most = usize::try_from(MOST_FORM).unwrap_or(usize::MAX);
        let bytes =
            axum::body::to_bytes(body, most).await.map_err(|_| Error::TooLarge { most: MOST_FORM })?;
        let again = || Request::from_parts(head.clone(), axum::body::Body::from(bytes.clone()));
        let Checked(form) = Checked::<F>::from_request(again(), state).await?;
        let Checked(sent) = Checked::<Vec<(String, String)>>::from_request(again(), state).await?;
        Ok(Self(form, sent))
    }
}

/// What to mend, by field name, in the order of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldErrors {
    order: Vec<String>,
    by_name: BTreeMap<String, Message>,
}

impl FieldErrors {
    /// Nothing to mend.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Notes that `field` needs attention; the first message of a field stays.
    pub fn add(&mut self, field: &str, message: Message) {
        if !self.by_name.contains_key(field) {
            self.order.push(field.to_owned());
            self.by_name.insert(field.to_owned(), message);
        }
    }

    /// The value, or its error noted under `field`.
    pub fn take<T>(&mut self, field: &str, parsed: std::result::Result<T, FieldError>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(error) => {
                self.add(field, field_message(error));
                None
            }
        }
    }

    /// The message of a field, for its macro.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&Message> {
        self.by_name.get(field)
    }

    /// The message of a field in the row `index` of a table, noted under `name-index`.
    #[must_use]
    pub fn row(&self, name: &str, index: impl std::borrow::Borrow<usize>) -> Option<&Message> {
        self.by_name.get(&format!("{name}-{}", index.borrow()))
    }

    /// How many fields there are to mend.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there is nothing to mend.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Field and message in the order of the form, for the summary.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Message)> {
        self.order.iter().filter_map(|f| self.by_name.get(f).map(|m| (f.as_str(), m)))
    }
}

impl From<Vec<(&'static str, FieldError)>> for FieldErrors {
    fn from(list: Vec<(&'static str, FieldError)>) -> Self {
        let mut errors = Self::none();
        for (field, error) in list {
            errors.add(field, field_message(error));
        }
        errors
    }
}

/// A time of day: `14:30`, `14h30`, `14.30`, `1430`, `8h`.
/// # Errors
/// [`FieldError::Required`], [`FieldError::Time`].
pub fn time_of_day(typed: &str) -> std::result::Result<NaiveTime, FieldError> {
    let text: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if text.is_empty() {
        return Err(FieldError::Required);
    }
    let (hour, minute) = match text.split_once([':', 'h', 'H', '.']) {
        Some((hour, "")) => (hour, "0"),
        Some(parts) => parts,
        None if text.len() >= 3 => text.split_at_checked(text.len() - 2).ok_or(FieldError::Time)?,
        None => (text.as_str(), "0"),
    };
    let number = |part: &str| part.parse::<u32>().map_err(|_| FieldError::Time);
    NaiveTime::from_hms_opt(number(hour)?, number(minute)?, 0).ok_or(FieldError::Time)
}

/// The words for a field error.
#[must_use]
pub fn field_message(error: FieldError) -> Message {
    let message = Message::new(&format!("field-{}", error.key()));
    match error.number() {
        Some(n) => message.with("n", n),
        None => message,
    }
}
