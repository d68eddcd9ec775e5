//! Some three hundred dossiers in every status, each lived through by people of the demo province, one act after the other, on a
//! clock that runs through the last months. Killed in between, the next start goes on where it stopped.

use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, Days, TimeDelta, Utc};
use futures_util::{StreamExt as _, TryStreamExt as _};
use tokio::sync::watch;

use super::{
    bank,
    cast::Cast,
    load, papers, play,
    plot::{self, Plot, Published},
    stage::{Stage, form_key},
};
use crate::{
    app::{context::App, error::Error, reference::Reference},
    domain::{
        calendar::{WorkCalendar, local},
        ids::AgencyCode,
    },
    store,
};

/// So many dossiers live at the same time; each needs a connection.
const AT_ONCE: usize = 4;
/// A calendar must reach so far beyond today for the last acts to be possible.
const DAYS_AHEAD: u64 = 12;

/// [`fill`] as a task beside the portal: ends when it is done, when it fails (the next start goes on), or when `stop` becomes true.
pub async fn history(app: App, mut stop: watch::Receiver<bool>) {
    let stopped = async move {
        // A sender that went away never says stop.
        if stop.wait_for(|stop| *stop).await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        filled = fill(&app) => match filled {
            Ok(0) => {}
            Ok(made) => tracing::info!(made, "demo dossiers"),
            Err(error) => tracing::error!(?error, "the demo dossiers could not all be made; the next start goes on"),
        },
        () = stopped => {}
    }
}

/// Lives through the dossiers of the demo province that are not there yet; says how many that were. Does nothing when all are
/// there. Takes some seconds; dropping it in between loses nothing.
/// # Errors
/// [`Error::Store`], [`Error::Gateway`] when the papers cannot be kept, [`Error::Refused`] when no calendar is published.
pub async fn fill(app: &App) -> Result<usize, Error> {
    let stage = set(app).await?;
    let procedures = published(app).await?;
    let plots = plot::all(&stage.cast, &stage.reference, &procedures, stage.today)?;
    let waiting = missing(app, plots).await?;
    let count = waiting.len();
    // The papers are written only when somebody needs them.
    let stage = if count > 0 { Stage { papers: papers::keep(app).await?, ..stage } } else { stage };
    let stage = &stage;
    let plays = waiting.into_iter().map(|plot| async move { play::play(app, stage, &plot).await });
    futures_util::stream::iter(plays).buffer_unordered(AT_ONCE).try_collect::<()>().await?;
    if count > 0 {
        bank::speaks(app, stage).await?;
    }
    Ok(count)
}

/// The plots that were not played yet. Drafts that people threw away meanwhile are not begun again once all else is there.
async fn missing(app: &App, mut plots: Vec<Plot>) -> Result<Vec<Plot>, Error> {
    let keys: Vec<_> = plots.iter().map(|p| form_key(p.index)).collect();
    let begun = store::draft::begun(&app.db, &keys).await?;
    let drafts: BTreeSet<_> = begun.iter().filter(|(_, draft)| *draft).map(|(key, _)| *key).collect();
    let played = begun.len() - drafts.len();
    let begun: BTreeSet<_> = begun.into_iter().map(|(key, _)| key).collect();
    plots.retain(|plot| {
        let key = form_key(plot.index);
        !begun.contains(&key) || drafts.contains(&key) && !plot.is_draft
    });
    if plots.iter().all(|plot| plot.is_draft) && played > 0 {
        plots.clear();
    }
    Ok(plots)
}

async fn set(app: &App) -> Result<Stage, Error> {
    let reference: Arc<Reference> = app.cache.reload(&app.db).await?;
    let communes = reference.agencies.values().filter(|a| a.level == "commune");
    let wards = communes.filter_map(|a| a.ward_code.clone()).collect();
    let asked = |a: &&store::agency::Agency| a.level == "department" && !a.receives;
    let cast = Cast::gather(app).await?;
    let advisers = reference
        .agencies
        .values()
        .filter(asked)
        .filter_map(|a| AgencyCode::parse(&a.code).ok())
        .filter(|code| cast.at(crate::domain::status::Role::Specialist, code, 0).is_some())
        .collect();
    let calendar = reference.calendars.get("province");
    let (_, calendar) =
        calendar.ok_or_else(|| Error::Internal("there is no calendar province".to_owned()))?;
    let today = last_possible(calendar, app.clock.now());
    Ok(Stage { cast, papers: Vec::new(), wards, advisers, today, reference })
}

/// Now, or the last moment before it from which on the calendar is published far enough.
fn last_possible(calendar: &WorkCalendar, now: DateTime<Utc>) -> DateTime<Utc> {
    let reaches = |moment: &DateTime<Utc>| {
        let ahead = local(*moment).date().checked_add_days(Days::new(DAYS_AHEAD));
        ahead.is_some_and(|day| calendar.is_working_day(day).is_ok())
    };
    (0..4000).filter_map(|days| now.checked_sub_signed(TimeDelta::days(days))).find(reaches).unwrap_or(now)
}

async fn published(app: &App) -> Result<Vec<Published>, Error> {
    let mut procedures = Vec::new();
    for code in load::procedures()? {
        if let Some(version) = store::procedure::published(&app.db, &code).await? {
            procedures.push(Published { id: version.id, procedure: Arc::new(version.procedure) });
        }
    }
    Ok(procedures)
}
