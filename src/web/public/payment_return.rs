//! Where the payment platform sends the payer back to, and where a payer looks again later. What stands behind `?` in the address is
//! for nobody to believe: the page says what the platform itself told the portal, or that it is being asked. It says nothing of
//! the person, and to the owner of the dossier it offers the way back.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::HeaderValue,
    response::Response,
};
use axum_extra::extract::Query;
use chrono::TimeDelta;
use serde::Deserialize;

use crate::{
    app::{context::App, platform_query},
    domain::settlement::AttemptState,
    store::attempt::Seen,
    web::{error::Result, filters, paths, ui::Ui},
};

/// The page loads itself again after so many seconds while the platform is asked.
const AGAIN: &str = "5";
/// Nobody stares at a page for longer.
const STARING: TimeDelta = TimeDelta::minutes(20);

/// What may stand behind `?`; what the platform adds is not among it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The page is not to load itself again.
    dung: Option<String>,
}

/// What the page says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Checking,
    Paid,
    Matching,
    Failed,
    Ended,
}

impl Shown {
    const fn of(seen: &Seen) -> Self {
        match (seen.state, seen.is_settled) {
            (_, true) => Self::Paid,
            (AttemptState::Succeeded, false) => Self::Matching,
            (AttemptState::Pending, false) => Self::Checking,
            (AttemptState::Failed, false) => Self::Failed,
            (AttemptState::Expired, false) => Self::Ended,
        }
    }

    const fn is_checking(self) -> bool {
        matches!(self, Self::Checking)
    }

    const fn may_try_again(self) -> bool {
        matches!(self, Self::Checking | Self::Failed | Self::Ended)
    }

    const fn tone(self) -> &'static str {
        match self {
            Self::Checking | Self::Matching => "info",
            Self::Paid => "ok",
            Self::Failed | Self::Ended => "warn",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Checking => "platform-checking-title",
            Self::Paid => "platform-paid-title",
            Self::Matching => "platform-matching-title",
            Self::Failed => "platform-failed-title",
            Self::Ended => "platform-ended-title",
        }
    }

    const fn text(self) -> &'static str {
        match self {
            Self::Checking => "platform-checking-text",
            Self::Paid => "platform-paid-text",
            Self::Matching => "platform-matching-text",
            Self::Failed => "platform-failed-text",
            Self::Ended => "platform-ended-text",
        }
    }
}

#[derive(Template)]
#[template(path = "public/payment_return.html")]
struct ReturnPage {
    shown: Shown,
    reference: String,
    /// Whether the page loads itself again.
    goes_on: bool,
    /// Code of the dossier, for its owner only.
    code: Option<String>,
    path: String,
}

/// `GET /thanh-toan/ve/{reference}`.
/// # Errors
/// [`crate::web::error::Error::NotFound`] without such a payment.
pub async fn show(
    ui: Ui,
    State(app): State<App>,
    Path(reference): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let seen = platform_query::look(&app, &reference).await?;
    let shown = Shown::of(&seen);
    let is_own = seen.owner.is_some() && ui.someone().map(|actor| actor.id) == seen.owner;
    let fresh = app.clock.now() - seen.begun_at < STARING;
    let goes_on = shown.is_checking() && asked.dung.is_none() && fresh;
    let page = ReturnPage {
        shown,
        goes_on,
        code: seen.code.filter(|_| is_own),
        path: paths::fill(paths::PAYMENT_RETURN, &[&seen.reference]),
        reference: seen.reference,
    };
    let mut response = ui.page(&page)?;
    if goes_on {
        // A header and no element: the same page can be had without it, by the link that stops it.
        response.headers_mut().insert("refresh", HeaderValue::from_static(AGAIN));
    }
    Ok(response)
}
