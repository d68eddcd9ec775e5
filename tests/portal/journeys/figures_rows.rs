//! The figures over many payments: the database sums what the domain sums, and a list is read a page at a time without losing any.

use std::{collections::BTreeSet, fmt::Write as _};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use motcua::{
    domain::{
        actor::{Actor, Posting},
        facts::local_date,
        ids::{AccountId, AgencyCode, DossierId},
        period::Period,
        policy::{self, Seat},
        settlement::Source,
        status::Role,
        takings::{Grouping, Kind, Level, Row, Slice, Table},
    },
    store::{
        queue::Cursor,
        takings::{lines, table},
    },
};
use uuid::Uuid;

use crate::support::{page::css, people::dong, portal::Portal};

/// Chance that can be repeated.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 29)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 32)) % limit
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.below(u64::try_from(of.len()).unwrap())).unwrap()].clone()
    }
}

/// A dossier like the one with this code, at another agency and of another procedure.
async fn copies(portal: &Portal, like: &str, at: &str, procedure: &str) -> Uuid {
    let id = Uuid::new_v4();
    let sql = format!(
        "INSERT INTO dossier
         SELECT (jsonb_populate_record(d, jsonb_build_object(
             'id', '{id}', 'code', 'H48.101.01-261123-' || (9000 + (SELECT count(*) FROM dossier)), 'form_key', '{}',
             'link_token', '{id}', 'receiving_agency', '{at}', 'procedure_code', '{procedure}'))).*
         FROM dossier d WHERE d.code = '{like}'",
        Uuid::new_v4(),
    );
    assert_eq!(portal.sql(&sql).await.unwrap(), 1);
    id
}

/// A moment of the years 2025 and 2026, often about midnight of the first of a month.
fn moment(dice: &mut Dice) -> DateTime<Utc> {
    let year = 2025 + i32::try_from(dice.below(2)).unwrap();
    let month = 1 + u32::try_from(dice.below(12)).unwrap();
    let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap().and_hms_opt(0, 0, 0).unwrap().and_utc();
    let midnight = first - TimeDelta::hours(7);
    let day = TimeDelta::days(i64::try_from(dice.below(28)).unwrap());
    dice.one(&[midnight, midnight - TimeDelta::microseconds(1), first, midnight + day, first + day])
}

/// Random payments and refunds, in the database and as the domain sees them.
async fn rows(portal: &Portal, dice: &mut Dice) -> Vec<(Uuid, DateTime<Utc>, Row)> {
    let like = portal.lan().await.submits("1.001612").await;
    let by = portal.hoa().await.actor.id;
    let fields = portal.texts("SELECT field || '|' || code FROM procedure ORDER BY code LIMIT 5").await;
    let agencies = [
        ("H48.05", Level::Province),
        ("H48.17", Level::Province),
        ("H48.101.01", Level::Commune),
        ("H48.102.01", Level::Commune),
    ];
    let mut dossiers = Vec::new();
    for _ in 0..25 {
        let ((at, level), field) = (dice.one(&agencies), dice.one(&fields));
        let (field, procedure) = field.split_once('|').unwrap();
        let id = copies(portal, like.as_str(), at, procedure).await;
        dossiers.push((id, at, level, field.to_owned(), procedure.to_owned()));
    }
    let (mut rows, mut payments, mut refunds) = (Vec::new(), String::new(), String::new());
    for _ in 0..400 {
        let ((dossier, at, level, field, procedure), id) = (dice.one(&dossiers), Uuid::new_v4());
        let (back, amount, when) =
            (dice.below(6) == 0, 1_000 + i64::try_from(dice.below(90_000)).unwrap(), moment(dice));
        let source = (!back).then(|| dice.one(Source::ALL));
        if back {
            write!(refunds, ",('{id}','{dossier}','{at}','overpaid',{amount},0,'','{when}',NULL,'paid-out','{when}','{by}',NULL,'{when}','{by}','cash','1')", by = by.uuid()).unwrap();
        } else {
            write!(
                payments,
                ",('{id}','{dossier}',{amount},'cash',NULL,'{by}','{when}','{at}','{procedure}','{}')",
                source.unwrap(),
                by = by.uuid()
            )
            .unwrap();
        }
        rows.push((
            id,
            when,
            Row {
                dossier: DossierId::new(dossier),
                amount: dong(amount),
                source,
                agency: AgencyCode::parse(at).unwrap(),
                level,
                field,
                on: local_date(when),
            },
        ));
    }
    let sql = format!(
        "INSERT INTO payment (id, dossier_id, amount, method, reference, confirmed_by, confirmed_at, agency, procedure_code, source) VALUES {}",
        &payments[1..]
    );
    portal.sql(&sql).await.unwrap();
    let sql = format!(
        "INSERT INTO refund (id, dossier_id, agency, cause, of_held, of_booked, note, requested_at, requested_by, state, decided_at, decided_by, reason, paid_at, paid_by, method, reference) VALUES {}",
        &refunds[1..]
    );
    portal.sql(&sql).await.unwrap();
    rows.sort_by_key(|(id, when, _)| (*when, *id));
    rows
}

#[tokio::test]
async fn the_database_sums_and_lists_what_the_domain_does() {
    let portal = Portal::new().await;
    let mut dice = Dice(20_261_126);
    let rows = rows(&portal, &mut dice).await;
    let reference = portal.app.reference().await.unwrap();
    let groups: BTreeSet<(Grouping, String)> =
        rows.iter().flat_map(|(_, _, row)| Grouping::ALL.iter().map(|by| (*by, row.group(*by)))).collect();
    let groups: Vec<(Grouping, String)> = groups.into_iter().collect();
    let mut seen = 0;
    for turn in 0..150 {
        let at = dice.one(&["H48", "H48.101", "H48.05", "H48.102.01"]);
        let leader = Actor {
            id: AccountId::new(Uuid::nil()),
            name: String::new(),
            postings: vec![Posting { role: Role::Leader, agency: AgencyCode::parse(at).unwrap() }],
        };
        let purview = policy::purview(&leader, Seat::Desk, reference.agencies.keys());
        let days = [local_date(moment(&mut dice)), local_date(moment(&mut dice))];
        let period = Period::new(days[0].min(days[1]), days[0].max(days[1])).unwrap();
        let mut slice = Slice::of(&purview, |code| reference.level(code), period);
        if dice.below(2) == 0 {
            let (by, key) = dice.one(&groups);
            slice = slice.group(by, &key);
        }
        slice = slice.kind(dice.one(Kind::ALL));
        let wanted: Vec<_> = rows.iter().filter(|(_, _, row)| slice.has(row)).cloned().collect();
        seen += wanted.len();
        let of: Vec<Row> = wanted.iter().map(|(_, _, row)| row.clone()).collect();
        for by in Grouping::ALL {
            let pure = Table::of(&of, *by).unwrap();
            assert_eq!(
                table(&portal.app.db, &slice, *by).await.unwrap(),
                pure,
                "turn {turn}, by {by}: {slice:?}"
            );
        }
        let (mut listed, mut after) = (Vec::new(), Some(Cursor::START));
        while let Some(cursor) = after {
            let (page, next) = lines(&portal.app.db, &slice, cursor, 23).await.unwrap();
            assert!(page.len() <= 23 && (next.is_none() || page.len() == 23));
            listed.extend(page.into_iter().map(|line| (line.id, line.at, line.row)));
            after = next;
        }
        assert_eq!(listed, wanted, "turn {turn}: {slice:?}");
    }
    assert!(seen > 3_000, "{seen} rows in all turns prove little");
}

#[tokio::test]
async fn a_long_list_is_read_page_by_page_and_the_file_is_the_same_list() {
    let portal = Portal::new().await;
    let code = portal.lan().await.submits("1.001612").await;
    let hoa = portal.hoa().await;
    hoa.takes(&code, 50_000).await;
    // Many of one moment: the order among them is their number.
    let more = "INSERT INTO payment (id, dossier_id, amount, method, confirmed_by, confirmed_at, agency, procedure_code, source)
                SELECT gen_random_uuid(), p.dossier_id, n, p.method, p.confirmed_by, p.confirmed_at - n / 60 * interval '1 day', p.agency,
                       p.procedure_code, 'callback'
                FROM payment p, generate_series(1, 170) n";
    portal.sql(more).await.unwrap();
    let desk = hoa.browser();
    let (mut next, mut seen, mut pages) =
        (Some("/mot-cua/thu-phi/so-lieu/giao-dich?loai=truc-tuyen".to_owned()), Vec::new(), 0);
    while let Some(path) = next {
        let page = desk.get(&path).await.is(200).says("170 khoản, 14.535");
        let html = page.html();
        let cells = css("main .cards tbody td.number");
        let amount = |text: String| {
            text.chars().filter(char::is_ascii_digit).collect::<String>().parse::<i64>().unwrap()
        };
        seen.extend(html.select(&cells).map(|cell| amount(cell.text().collect())));
        next = html.select(&css("a[rel=next]")).next().map(|a| a.attr("href").unwrap().to_owned());
        pages += 1;
    }
    assert_eq!(pages, 4);
    let file = desk.get("/mot-cua/thu-phi/so-lieu/giao-dich.csv?loai=truc-tuyen").await.is(200);
    let amounts: Vec<i64> =
        file.text.lines().skip(1).map(|l| l.split(',').nth(4).unwrap().parse().unwrap()).collect();
    assert_eq!(seen, amounts);
    seen.sort_unstable();
    assert_eq!(seen, (1..=170).collect::<Vec<_>>());
    desk.get("/mot-cua/thu-phi/so-lieu").await.is(200).says("171").says("99,4% 170/171").says("100% 1/1");
}
