//! `/quan-tri/uu-dai/ban-nhap`: the draft of the preferences on fees, a row for each.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    amounts,
    editing::Frame,
    fees::{join, sets},
    rows,
    sheet::{Row, Sheet},
};
use crate::{
    app::{self, context::App, fee_schedule},
    domain::{
        party::FieldError,
        preference::{Cut, Preference, Scope},
        procedure::ExemptGroup,
        status::{Channel, keyed},
    },
    i18n::Message,
    store::{self, fee_schedule::StoredSchedule},
    web::{
        error::{Error, Result},
        filters,
        form::{Checked, FieldErrors, Sent},
        parts::Choice,
        paths,
        ui::Ui,
    },
};

const TABLE: &str = "preference";

keyed! {
    /// How a preference cuts an amount, as it is chosen.
    Way {
        /// So many percent less.
        Percent = "percent",
        /// A lower price.
        Price = "price",
        /// So much less.
        Off = "off",
    }
}

/// The page.
#[derive(Template)]
#[template(path = "admin/preferences_draft.html")]
struct DraftPage {
    edit: Frame,
    ways: Vec<Choice>,
    channels: Vec<Choice>,
    groups: Vec<Choice>,
}

/// Shows the draft, or what it would begin with.
/// # Errors
/// What the store reports.
pub async fn show(ui: Ui, State(app): State<App>) -> Result<Response> {
    let newest = store::fee_schedule::latest(&app.db).await?.into_iter().next();
    let sheet = sheet_of(newest.as_ref().map_or(&[][..], |newest| &newest.schedule.preferences));
    ui.page(&page(&ui, frame(base_of(newest.as_ref()), sheet)))
}

/// Saves the draft; or shows the form again with a row more or less, with what to mend, or because somebody else was faster.
/// # Errors
/// [`Error::Forbidden`], [`Error::Unreadable`].
pub async fn save(ui: Ui, State(app): State<App>, Checked(sent): Checked<Sent>) -> Result<Response> {
    let mut sheet = Sheet::sent(sent);
    let base = Uuid::parse_str(sheet.raw("base")).map_err(|_| Error::Unreadable)?;
    let changes_rows = sheet.change();
    let read = read(&sheet);
    let mut frame = frame(base, sheet);
    if changes_rows {
        return ui.page(&page(&ui, frame));
    }
    match read {
        Err(errors) => {
            frame.errors = errors;
            ui.again(&page(&ui, frame))
        }
        Ok(preferences) => {
            match fee_schedule::save_draft(&app, ui.actor()?, moment_of(base), &preferences).await {
                Ok(()) => Ok(ui.done(paths::ADMIN_PREFERENCES, Message::new("admin-flash-drafted"))),
                Err(app::error::Error::Changed) => {
                    frame.changed = true;
                    ui.page_with(StatusCode::CONFLICT, &page(&ui, frame))
                }
                Err(other) => Err(other.into()),
            }
        }
    }
}

fn frame(base: Uuid, sheet: Sheet) -> Frame {
    Frame {
        code: String::new(),
        name: String::new(),
        base,
        action: paths::ADMIN_PREFERENCES_DRAFT.to_owned(),
        back: paths::ADMIN_PREFERENCES.to_owned(),
        changed: false,
        sheet,
        errors: FieldErrors::none(),
    }
}

fn page(ui: &Ui, edit: Frame) -> DraftPage {
    let locale = ui.locale();
    DraftPage {
        edit,
        ways: rows::choices(Way::ALL.iter().map(|way| way.key()), "admin-cut", locale),
        channels: sets(locale),
        groups: rows::choices(ExemptGroup::ALL.iter().map(|group| group.key()), "exempt-group", locale),
    }
}

/// What a form was made from: when the newest schedule was saved last, in microseconds; nothing before the first.
#[must_use]
pub fn base_of(newest: Option<&StoredSchedule>) -> Uuid {
    let micros = newest.map_or(0, |newest| newest.edited_at.timestamp_micros());
    Uuid::from_u128(u128::try_from(micros).unwrap_or_default())
}

/// The moment that [`base_of`] made into a form.
#[must_use]
pub fn moment_of(base: Uuid) -> Option<DateTime<Utc>> {
    let micros = i64::try_from(base.as_u128()).ok().filter(|micros| *micros > 0)?;
    DateTime::from_timestamp_micros(micros)
}

fn sheet_of(preferences: &[Preference]) -> Sheet {
    let mut sheet = Sheet::default();
    for one in preferences {
        let (way, value) = match one.cut {
            Cut::Percent(percent) => (Way::Percent, percent.to_string()),
            Cut::Price(price) => (Way::Price, amounts::grouped(price)),
            Cut::Off(off) => (Way::Off, amounts::grouped(off)),
        };
        let cells = [
            ("handle", one.key.clone()),
            ("name", one.name.clone()),
            ("way", way.to_string()),
            ("value", value),
            ("channels", join(&one.channels)),
            ("group", one.group.map_or_else(String::new, |group| group.to_string())),
            ("procedures", one.scope.procedures.join("\n")),
            ("fields", one.scope.fields.join("\n")),
            ("fees", one.scope.fees.join("\n")),
            ("from", rows::date_of(Some(one.valid_from))),
            ("to", rows::date_of(one.valid_to)),
            ("priority", if one.priority == 0 { String::new() } else { one.priority.to_string() }),
            ("basis", one.legal_basis.clone()),
        ];
        let row = sheet.push(TABLE, &cells);
        for (ticked, column) in [(one.scope.listed, "listed"), (one.stackable, "stackable")] {
            if ticked {
                sheet.tick(TABLE, column, row);
            }
        }
    }
    sheet
}

fn read(sheet: &Sheet) -> std::result::Result<Vec<Preference>, FieldErrors> {
    let mut errors = FieldErrors::none();
    let mut all: Vec<Preference> = Vec::new();
    for row in sheet.rows(TABLE) {
        let others = ["value", "from", "to", "basis", "procedures", "fields", "fees"];
        let Some(name) = row.name(&mut errors, "name", &others) else { continue };
        let key = rows::key(&row.had(), &name, all.iter().map(|one| &one.key));
        if let Some(one) = preference(row, key, name, &mut errors) {
            all.push(one);
        }
    }
    if errors.is_empty() { Ok(all) } else { Err(errors) }
}

fn preference(row: Row<'_>, key: String, name: String, errors: &mut FieldErrors) -> Option<Preference> {
    let way = row.read(errors, "way", rows::known(Way::parse));
    let cut = row.read(errors, "value", |typed| cut(way, typed));
    let from =
        row.read(errors, "from", |typed| rows::date(typed).and_then(|day| day.ok_or(FieldError::Date)));
    let to = row.read(errors, "to", rows::date);
    if let (Some(from), Some(Some(to))) = (from, to)
        && to < from
    {
        errors.add(&row.at("to"), Message::new("admin-ends-before-it-begins"));
    }
    let priority = row.read(errors, "priority", |typed| match typed.trim() {
        "" => Ok(0),
        number => number.parse::<i16>().map_err(|_| FieldError::Number),
    });
    let group = match row.raw("group") {
        "" => Some(None),
        _ => row.read(errors, "group", rows::known(ExemptGroup::parse)).map(Some),
    };
    let basis = row.read(errors, "basis", rows::required);
    let list = |column: &str| super::sheet::lines(row.raw(column));
    Some(Preference {
        key,
        name,
        scope: Scope {
            procedures: list("procedures"),
            fields: list("fields"),
            fees: list("fees"),
            listed: row.ticked("listed"),
        },
        channels: row.text("channels").split_whitespace().filter_map(Channel::parse).collect(),
        group: group?,
        cut: cut?,
        valid_from: from?,
        valid_to: to?,
        priority: priority?,
        stackable: row.ticked("stackable"),
        legal_basis: basis?,
    })
}

fn cut(way: Option<Way>, typed: &str) -> std::result::Result<Cut, FieldError> {
    match way {
        Some(Way::Percent) => {
            let digits = typed.trim().trim_end_matches('%').trim();
            let percent = digits.parse::<u8>().map_err(|_| FieldError::Number)?;
            if (1..=100).contains(&percent) { Ok(Cut::Percent(percent)) } else { Err(FieldError::Number) }
        }
        Some(Way::Price) => amounts::dong(typed.trim()).map(Cut::Price),
        Some(Way::Off) => amounts::dong(typed.trim()).map(Cut::Off),
        None => Err(FieldError::Choice),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Vec<Preference> {
        serde_json::from_value(serde_json::json!([
            {"key": "nua", "name": "Một nửa", "scope": {"listed": true}, "channels": ["online"], "cut": {"percent": 50},
             "valid_from": "2022-07-18", "legal_basis": "NQ 11"},
            {"key": "hoc-sinh", "name": "Học sinh", "scope": {"procedures": ["1.1", "1.2"], "fields": ["Lý lịch tư pháp"], "fees": ["phi"]},
             "group": "child", "cut": {"price": 100_000}, "valid_from": "2026-01-01", "valid_to": "2026-12-31",
             "priority": -2, "stackable": true, "legal_basis": "TT 244"},
            {"key": "bot", "name": "Bớt", "cut": {"off": 5_000}, "valid_from": "2026-01-01", "legal_basis": "NQ 2"}
        ]))
        .unwrap()
    }

    #[test]
    fn what_the_form_shows_it_takes_back_unchanged() {
        assert_eq!(read(&sheet_of(&some())).unwrap(), some());
    }

    #[test]
    fn what_cannot_be_is_to_be_mended_in_its_row() {
        for (column, typed) in [
            ("value", "0"),
            ("value", "101"),
            ("value", "nhiều"),
            ("from", ""),
            ("to", "17/07/2022"),
            ("basis", " "),
            ("priority", "cao"),
            ("way", "x"),
        ] {
            let mut sheet = sheet_of(&some());
            sheet.set(TABLE, column, 0, typed);
            let errors = read(&sheet).unwrap_err();
            let names: Vec<&str> = errors.iter().map(|(name, _)| name).collect();
            assert!(
                names.contains(&format!("preference.{column}-0").as_str()),
                "{column} {typed}: {names:?}"
            );
        }
        let mut sheet = sheet_of(&some());
        sheet.set(TABLE, "value", 0, " 50 % ");
        assert_eq!(read(&sheet).unwrap(), some());
    }

    #[test]
    fn the_moment_of_a_form_comes_back() {
        let now = DateTime::from_timestamp_micros(1_795_659_728_123_456).unwrap();
        let base = Uuid::from_u128(u128::try_from(now.timestamp_micros()).unwrap());
        assert_eq!(moment_of(base), Some(now));
        assert_eq!(moment_of(Uuid::nil()), None);
    }
}
