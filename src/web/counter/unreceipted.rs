//! What whoever looks at money is told of payments that have no receipt that holds: how many, why, and where they are. It is a warning
//! and keeps nothing from being done.

use crate::{
    app::{context::App, receipt_write},
    domain::receipt_missing::Missing,
    store,
    web::{error::Result, paths},
};

/// All of them, for `counter/_unreceipted.html`.
#[derive(Clone, Debug, Default)]
pub struct Unreceipted {
    /// How many payments.
    pub count: i64,
    /// One for each reason.
    pub lines: Vec<Line>,
}

/// Those of one reason.
#[derive(Clone, Debug)]
pub struct Line {
    /// Why.
    pub why: Missing,
    /// How many payments.
    pub count: i64,
    /// How much of them no receipt says, in whole đồng.
    pub amount: i64,
    /// Where they are listed.
    pub href: String,
}

/// The payments of `agencies`; `chosen` is the agency of the page when it is of one only.
/// # Errors
/// What the store reports.
pub async fn of(app: &App, agencies: &[String], chosen: Option<&str>) -> Result<Unreceipted> {
    let can_sign = receipt_write::can_sign(app);
    let counted = store::receipt_missing::counted(&app.db, agencies).await?;
    let lines: Vec<Line> = counted
        .into_iter()
        .map(|one| {
            let why = one.why.seen(can_sign);
            Line { why, count: one.count, amount: one.amount, href: href(chosen.unwrap_or_default(), why) }
        })
        .collect();
    Ok(Unreceipted { count: lines.iter().map(|line| line.count).sum(), lines })
}

/// The list of one reason.
fn href(agency: &str, why: Missing) -> String {
    let agency = if agency.is_empty() { String::new() } else { format!("&don-vi={}", paths::encode(agency)) };
    format!("{}?ly-do={why}{agency}", paths::RECEIPTS_WAITING)
}
