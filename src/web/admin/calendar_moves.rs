//! `/quan-tri/lich/{key}/cong-bo/ho-so`: the dossiers that a draft of a working calendar moves, page by page, and all of them as a file that
//! is written while they are read.

use std::sync::Arc;

use askama::Template;
use axum::{
    body::Body,
    extract::{Path, Query, State},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, Utc};
use futures_util::stream;
use serde::Deserialize;

use super::calendar_draft::in_force;
use crate::{
    app::{
        context::App,
        foresight::{Foreseen, Foresight, Mark},
        reference::Reference,
    },
    domain::{calendar::local, moved::Moved},
    i18n::{self, Locale},
    store,
    web::{
        error::{Error, Result},
        filters, paths,
        ui::Ui,
    },
};

/// So many dossiers stand on a page.
pub const SHOWN: usize = 100;

/// Which dossiers are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Which {
    /// All that move.
    #[default]
    Moved,
    /// Those that become overdue.
    Overdue,
    /// Those that cease to be.
    Relieved,
}

impl Which {
    const ALL: [Self; 3] = [Self::Moved, Self::Overdue, Self::Relieved];

    /// Whether a dossier that moves so is one of them.
    #[must_use]
    pub fn holds(self, moved: &Moved, now: DateTime<Utc>) -> bool {
        match self {
            Self::Moved => true,
            Self::Overdue => moved.becomes_overdue(now),
            Self::Relieved => moved.ceases_to_be_overdue(now),
        }
    }

    /// Key of its name.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Moved => "admin-impact-moved",
            Self::Overdue => "admin-impact-overdue",
            Self::Relieved => "admin-impact-relieved",
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Moved => "moved",
            Self::Overdue => "overdue",
            Self::Relieved => "relieved",
        }
    }

    /// Where these are listed after `after`, without language prefix.
    #[must_use]
    pub fn path(self, calendar: &str, after: Option<&Mark>) -> String {
        let page = paths::fill(paths::ADMIN_CALENDAR_MOVES, &[calendar]);
        let after =
            after.map_or_else(String::new, |mark| format!("&sau={}", paths::encode(&mark.to_string())));
        format!("{page}?loc={}{after}", self.key())
    }
}

/// One dossier.
pub struct Line {
    /// Its code.
    pub code: String,
    /// Code of its procedure.
    pub procedure: String,
    /// Name of the agency that settles it.
    pub agency: String,
    /// The date before.
    pub from: DateTime<Utc>,
    /// The date by the draft.
    pub to: DateTime<Utc>,
}

impl Line {
    /// As it stands in the list.
    #[must_use]
    pub fn of(foreseen: Foreseen, reference: &Reference) -> Self {
        let Foreseen { code, procedure, agency, moved } = foreseen;
        let agency = reference.short_name(&agency).to_owned();
        Self { code, procedure, agency, from: moved.from, to: moved.to }
    }
}

/// By how many days a date moves; negative when it comes earlier.
#[must_use]
pub fn days(moved: &Moved) -> i64 {
    (local(moved.to).date() - local(moved.from).date()).num_days()
}

/// The page.
#[derive(Template)]
#[template(path = "admin/calendar_moves.html")]
struct CalendarMovesPage {
    key: String,
    name: String,
    which: Which,
    lenses: Vec<(String, &'static str, bool)>,
    list: Vec<Line>,
    first: Option<String>,
    next: Option<String>,
}

/// Which dossiers, and after which.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct MovesQuery {
    loc: Which,
    sau: String,
}

/// Lists the dossiers that the draft moves; without a draft, shows the version in force.
/// # Errors
/// [`Error::NotFound`] without such a calendar.
pub async fn show(
    ui: Ui,
    State(app): State<App>,
    Path(key): Path<String>,
    Query(query): Query<MovesQuery>,
) -> Result<Response> {
    let all = store::calendar::all(&app.db).await?;
    let calendar = all.iter().find(|calendar| calendar.key == key).ok_or(Error::NotFound)?;
    let Some(draft) = store::calendar_version::draft(&app.db, &key).await? else {
        return Ok(ui.to(&in_force(&key)));
    };
    let foresight = Foresight::of(&key, &draft.data, &all)?;
    let after = Mark::parse(&query.sau);
    let (list, next) = page(&app, &foresight, query.loc, after.clone()).await?;
    let lens = |which: Which| (which.path(&key, None), which.title(), which == query.loc);
    ui.page(&CalendarMovesPage {
        name: calendar.name.clone(),
        which: query.loc,
        lenses: Which::ALL.map(lens).to_vec(),
        list,
        next: next.map(|mark| query.loc.path(&key, Some(&mark))),
        first: after.is_some().then(|| query.loc.path(&key, None)),
        key,
    })
}

/// As many dossiers as stand on a page, and after which there are more.
async fn page(
    app: &App,
    foresight: &Foresight,
    which: Which,
    mut after: Option<Mark>,
) -> Result<(Vec<Line>, Option<Mark>)> {
    let reference = app.reference().await?;
    let now = app.clock.now();
    let (mut list, mut end): (Vec<Line>, _) = (Vec::new(), None);
    loop {
        let batch = foresight.next(app, after.as_ref()).await?;
        let Some(last) = batch.last() else {
            return Ok((list, None));
        };
        after = Some(last.at.clone());
        for seen in batch {
            let Ok(Some(foreseen)) = seen.found else { continue };
            if !which.holds(&foreseen.moved, now) {
                continue;
            }
            if list.len() == SHOWN {
                return Ok((list, end));
            }
            list.push(Line::of(foreseen, &reference));
            end = Some(seen.at);
        }
    }
}

/// Every dossier that moves, as a file; without a draft, the version in force. It is sent as it is written, a batch at a time.
/// # Errors
/// What the store reports before the first line; after that the answer breaks off.
pub async fn export(ui: Ui, State(app): State<App>, Path(key): Path<String>) -> Result<Response> {
    let Some(draft) = store::calendar_version::draft(&app.db, &key).await? else {
        return Ok(ui.to(&in_force(&key)));
    };
    let writer = Writer {
        foresight: Foresight::of(&key, &draft.data, &store::calendar::all(&app.db).await?)?,
        reference: app.reference().await?,
        now: app.clock.now(),
        locale: ui.locale(),
        app,
    };
    let lines = stream::try_unfold((writer, At::Head), |(writer, at)| async move {
        let written = writer.write(at).await?;
        Ok::<_, Error>(written.map(|(text, at)| (text, (writer, at))))
    });
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"ho-so-doi-ngay-hen.csv\""),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, Body::from_stream(lines)).into_response())
}

/// How far the file is written.
enum At {
    Head,
    After(Option<Mark>),
}

/// Writes the file.
struct Writer {
    foresight: Foresight,
    reference: Arc<Reference>,
    now: DateTime<Utc>,
    locale: Locale,
    app: App,
}

impl Writer {
    /// The next lines; none at the end.
    async fn write(&self, at: At) -> Result<Option<(String, At)>> {
        let At::After(after) = at else {
            return Ok(Some((self.head(), At::After(None))));
        };
        let batch = self.foresight.next(&self.app, after.as_ref()).await?;
        let Some(last) = batch.last() else {
            return Ok(None);
        };
        let after = last.at.clone();
        let moving = batch.into_iter().filter_map(|seen| seen.found.ok().flatten());
        Ok(Some((moving.map(|foreseen| self.line(foreseen)).collect(), At::After(Some(after)))))
    }

    fn head(&self) -> String {
        let columns = [
            "admin-impact-code",
            "admin-impact-procedure",
            "admin-impact-agency",
            "admin-impact-from",
            "admin-impact-to",
            "admin-impact-days",
            "admin-impact-note",
        ];
        let names = columns.map(|key| self.say(key));
        format!("{}\n", names.join(","))
    }

    fn line(&self, foreseen: Foreseen) -> String {
        let moved = foreseen.moved;
        let note = if Which::Overdue.holds(&moved, self.now) {
            self.say(Which::Overdue.title())
        } else if Which::Relieved.holds(&moved, self.now) {
            self.say(Which::Relieved.title())
        } else {
            String::new()
        };
        let line = Line::of(foreseen, &self.reference);
        let moment = |at| local(at).format("%Y-%m-%dT%H:%M+07:00");
        format!(
            "{},{},\"{}\",{},{},{},{note}\n",
            line.code,
            line.procedure,
            line.agency.replace('"', "\"\""),
            moment(line.from),
            moment(line.to),
            days(&moved),
        )
    }

    fn say(&self, key: &str) -> String {
        i18n::text(self.locale, key, &[])
    }
}
