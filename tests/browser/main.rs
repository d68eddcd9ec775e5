//! The same journeys in real Chromium: four people in four browsers carry a dossier from the home page to the result, and
//! every page they see passes the accessibility gate. Pictures of the pages are left in `tests/browser/shots/`.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop loudly, in its helpers too"
)]

mod atlas;
mod budgets;
mod burden;
mod checker;
mod comfort;
mod corrections;
mod counter;
mod driver;
mod gate;
mod html;
mod imported;
mod journey;
mod lighthouse;
mod modes;
mod paying;
mod planted;
mod server;
mod story;
#[expect(dead_code, reason = "the browser tests use only a part of what the portal tests share")]
#[path = "../portal/support/mod.rs"]
mod support;
mod till;
mod uploads;
mod visits;
