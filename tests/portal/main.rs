//! The one test binary of the portal: everything that runs without a browser.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop loudly, in its helpers too"
)]

mod allocations;
mod cluster;
mod comfort;
mod demo;
mod diagram;
mod draft;
mod estimate;
mod house;
mod jobs;
mod journeys;
mod looks;
mod matrix;
mod openapi;
mod pages;
mod reckoning;
mod sandbox;
mod schema;
mod search;
mod storm;
mod support;
mod upgrade;
mod uploads;
