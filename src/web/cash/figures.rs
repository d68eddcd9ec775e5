//! What was taken in a period, by month, quarter, year, agency, level, field or source; each number leads to the payments it is made of.
//! One page for the cash desk, for leaders and for administrators: each of what they may see.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use chrono::NaiveDate;

use super::{
    asked::{Asked, FiguresQuery},
    seat::Seated,
};
use crate::{
    app::{context::App, reference::Reference},
    domain::{
        facts::local_date,
        money::Vnd,
        period::Usual,
        takings::{self, Grouping, Kind, Takings},
    },
    i18n::{
        Locale, Value,
        format::{dong, num, percent},
        text,
    },
    store,
    web::{
        error::Result,
        figures::{Bars, Datum},
        filters,
        form::FieldErrors,
        parts::{Choice, Place},
        paths,
        ui::Ui,
    },
};

/// More groups than this make no picture.
const MOST_BARS: usize = 12;

/// A number of payments and what they come to, with the list of them; the list is empty when there are none.
struct Counted {
    count: usize,
    amount: Vnd,
    href: String,
}

/// A part of a whole: `24,4%` and `677/2.770`.
struct Shared {
    percent: String,
    counts: String,
}

/// The figures of a group, or of all.
struct Sums {
    label: String,
    payments: Counted,
    online: Counted,
    rate: Shared,
    dossiers: Shared,
    refunds: Counted,
}

/// The page.
#[derive(Template)]
#[template(path = "cash/figures.html")]
struct FiguresPage {
    title: &'static str,
    home: (&'static str, &'static str),
    action: &'static str,
    typed: [String; 2],
    errors: FieldErrors,
    usual: Vec<Place>,
    by: Grouping,
    groupings: Vec<Choice>,
    whole: Sums,
    groups: Vec<Sums>,
    bars: Option<Bars>,
    file: String,
}

/// `GET` of the figures.
/// # Errors
/// As the store.
pub async fn show(
    ui: Ui,
    State(app): State<App>,
    seated: Seated,
    Query(query): Query<FiguresQuery>,
) -> Result<Response> {
    let today = local_date(app.clock.now());
    let (asked, errors) = query.read(today);
    let reference = app.reference().await?;
    let slice = seated.slice(ui.actor()?, &reference, asked.period);
    let table = store::takings::table(&app.db, &slice, asked.by).await?;
    let writer = Writer { locale: ui.locale(), reference: &reference, seated, asked: &asked };
    let groups: Vec<Sums> = table.groups.iter().map(|(key, sums)| writer.sums(Some(key), sums)).collect();
    let page = FiguresPage {
        title: seated.title(),
        home: seated.home(),
        action: seated.path(paths::FIGURES),
        typed: query.typed(asked.period),
        usual: writer.usual(today),
        by: asked.by,
        groupings: Grouping::ALL
            .iter()
            .map(|by| Choice::new(by.key(), writer.say("figures-by", by)))
            .collect(),
        whole: writer.sums(None, &table.whole),
        bars: writer.bars(&groups, &table),
        groups,
        file: asked.behind(None, Kind::All).rows(seated.path(paths::TAKINGS_FILE)),
        errors,
    };
    if page.errors.is_empty() { ui.page(&page) } else { ui.again(&page) }
}

/// Puts figures into words.
struct Writer<'a> {
    locale: Locale,
    reference: &'a Reference,
    seated: Seated,
    asked: &'a Asked,
}

impl Writer<'_> {
    fn say(&self, prefix: &str, key: impl std::fmt::Display) -> String {
        text(self.locale, &format!("{prefix}-{key}"), &[])
    }

    fn sums(&self, group: Option<&String>, sums: &Takings) -> Sums {
        let counted = |kind, count: usize, amount| {
            let href =
                self.asked.behind(group.map(String::as_str), kind).rows(self.seated.path(paths::TAKINGS));
            Counted { count, amount, href: if count == 0 { String::new() } else { href } }
        };
        Sums {
            label: group.map_or_else(String::new, |key| self.asked.label(self.locale, self.reference, key)),
            payments: counted(Kind::Payments, sums.payments, sums.amount),
            online: counted(Kind::Online, sums.online_payments, sums.online_amount),
            rate: self.shared(sums.payments_online()),
            dossiers: self.shared(sums.dossiers_online),
            refunds: counted(Kind::Refunds, sums.refunds, sums.refunded),
        }
    }

    fn shared(&self, rate: takings::Rate) -> Shared {
        let counts = format!("{}/{}", num(self.locale, rate.part), num(self.locale, rate.whole));
        let tenths = rate.permille().and_then(|permille| u32::try_from(permille).ok());
        let shown = tenths.map(|tenths| percent(self.locale, f64::from(tenths) / 10.0));
        Shared { percent: shown.unwrap_or_else(|| "–".to_owned()), counts }
    }

    fn usual(&self, today: NaiveDate) -> Vec<Place> {
        let here = Usual::ALL.iter().find(|usual| usual.period(today) == self.asked.period);
        let place = |usual: &Usual| Place {
            label: self.say("figures-usual", usual),
            href: self.asked.during(usual.period(today)).table(self.seated.path(paths::FIGURES)),
            current: Some(usual) == here,
        };
        Usual::ALL.iter().map(place).collect()
    }

    /// The rates of online payments as a picture, when there is something to compare: what one source says is online or not.
    fn bars(&self, groups: &[Sums], table: &takings::Table) -> Option<Bars> {
        if self.asked.by == Grouping::Source {
            return None;
        }
        let whole = self.shared(table.whole.payments_online());
        let datum = |(sums, of): (&Sums, &Takings)| {
            let permille = of.payments_online().permille()?;
            Some(Datum {
                label: sums.label.clone(),
                thousandths: i64::try_from(permille).ok()?.saturating_mul(100),
                shown: sums.rate.percent.clone(),
                tone: "1",
                made_of: vec![sums.rate.counts.clone(), dong(self.locale, sums.online.amount)],
                href: self.locale.path(&sums.payments.href),
            })
        };
        let data: Vec<Datum> = groups.iter().zip(table.groups.values()).filter_map(datum).collect();
        (2..=MOST_BARS).contains(&data.len()).then(|| Bars {
            id: "rates",
            title: text(self.locale, "figures-rate", &[]),
            summary: text(
                self.locale,
                "figures-rate-summary",
                &[("rate", Value::Text(whole.percent)), ("counts", Value::Text(whole.counts))],
            ),
            columns: [
                self.say("figures-by", self.asked.by),
                text(self.locale, "figures-rate", &[]),
                text(self.locale, "figures-counts", &[]),
                text(self.locale, "figures-online-amount", &[]),
            ]
            .to_vec(),
            full: 100_000,
            data,
        })
    }
}
