use std::{collections::BTreeMap, fs, path::PathBuf};

use serde_json::{Value, json};

use super::*;
use crate::domain::ids::{AgencyCode, ProcedureCode};

fn data() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src/app/demo/data"))
}

fn read(name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(data().join(name)).unwrap()).unwrap()
}

fn yardstick() -> Yardstick {
    Yardstick::on(NaiveDate::from_ymd_opt(2026, 11, 23).unwrap())
}

fn demo_files() -> Vec<(String, Value)> {
    let mut files: Vec<_> = fs::read_dir(data().join("procedures"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .map(|name| (name.clone(), read(&format!("procedures/{name}"))))
        .collect();
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files
}

fn demo_procedures() -> Vec<Procedure> {
    demo_files()
        .into_iter()
        .map(|(name, value)| serde_json::from_value(value).unwrap_or_else(|why| panic!("{name}: {why}")))
        .collect()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a Vec<Value> {
    value[key].as_array().unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn agency_codes() -> BTreeSet<String> {
    list(&read("agencies.json"), "agencies").iter().map(|a| text(&a["code"]).to_owned()).collect()
}

/// Where something was written that no type knows, or that came out different.
fn lost(path: &str, written: &Value, kept: &Value) -> Vec<String> {
    match (written, kept) {
        (Value::Object(a), Value::Object(b)) => a
            .iter()
            .flat_map(|(key, value)| {
                let path = format!("{path}.{key}");
                b.get(key).map_or_else(|| vec![path.clone()], |kept| lost(&path, value, kept))
            })
            .collect(),
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => a
            .iter()
            .zip(b)
            .enumerate()
            .flat_map(|(n, (value, kept))| lost(&format!("{path}[{n}]"), value, kept))
            .collect(),
        (a, b) if a == b => Vec::new(),
        _ => vec![path.to_owned()],
    }
}

fn demo(code: &str) -> Procedure {
    let mut all = demo_procedures().into_iter();
    all.find(|procedure| procedure.code.as_str() == code).unwrap()
}

/// Gaps of the registration of births after `change`.
fn gaps_of(change: impl FnOnce(&mut Procedure)) -> Vec<(GapKind, String)> {
    gaps_in("1.001193", change)
}

fn gaps_in(code: &str, change: impl FnOnce(&mut Procedure)) -> Vec<(GapKind, String)> {
    let mut procedure = demo(code);
    change(&mut procedure);
    incomplete(&procedure, yardstick()).into_iter().map(|gap| (gap.kind, gap.detail)).collect()
}

fn gap(kind: GapKind, detail: &str) -> (GapKind, String) {
    (kind, detail.to_owned())
}

#[test]
fn a_complete_version_has_no_gap() {
    assert_eq!(gaps_of(|_| {}), []);
}

#[test]
fn every_omission_is_named() {
    assert!(gaps_of(|p| p.channels.clear()).contains(&gap(GapKind::NoChannel, "")));
    assert_eq!(gaps_of(|p| p.channels[1].limit = None), [gap(GapKind::ChannelWithoutLimit, "online")]);
    assert!(
        gaps_of(|p| p.channels[1].limit = Some(TimeLimit::whole(LimitUnit::WorkingDay, 0)))
            .contains(&gap(GapKind::ChannelWithoutLimit, "online"))
    );
    assert_eq!(
        gaps_of(|p| p.channels.push(p.channels[0].clone())),
        [gap(GapKind::DuplicateChannel, "direct")]
    );
    assert_eq!(
        gaps_of(|p| p.online = OnlineLevel::Information),
        [gap(GapKind::OnlineMismatch, "information")]
    );
    assert_eq!(
        gaps_of(|p| {
            p.channels.remove(1);
        }),
        [gap(GapKind::OnlineMismatch, "full")]
    );
    assert_eq!(gaps_of(|p| p.online = OnlineLevel::Partial), [gap(GapKind::PartialWithoutReason, "")]);
    assert!(gaps_of(|p| p.cases.clear()).contains(&gap(GapKind::NoCase, "")));
    assert_eq!(gaps_of(|p| p.route.clear()), [gap(GapKind::NoRoute, "")]);
    assert_eq!(gaps_of(|p| p.result = " ".to_owned()), [gap(GapKind::NoResult, "")]);
    assert_eq!(gaps_of(|p| p.legal_basis.clear()), [gap(GapKind::NoLegalBasis, "")]);
    assert_eq!(gaps_of(|p| p.settler = Settler::Agency), [gap(GapKind::SettlerWithoutAgency, "")]);
}

#[test]
fn keys_must_be_unique_and_known() {
    assert_eq!(
        gaps_of(|p| p.documents.push(p.documents[0].clone())),
        [gap(GapKind::DuplicateKey, "document to-khai")]
    );
    assert_eq!(
        gaps_of(|p| p.form[1].fields[0].key = "child-name".to_owned()),
        [gap(GapKind::DuplicateKey, "field child-name")]
    );
    assert_eq!(
        gaps_of(|p| p.cases[0].documents[0].doc = "xyz".to_owned()),
        [gap(GapKind::UnknownDocument, "dung-han xyz")]
    );
    assert_eq!(
        gaps_of(|p| p.cases[0].fees.push("xyz".to_owned())),
        [gap(GapKind::UnknownFee, "dung-han xyz")]
    );
    assert_eq!(
        gaps_of(|p| p.form[0].fields[0].cases = vec!["xyz".to_owned()]),
        [gap(GapKind::UnknownCase, "child-name xyz")]
    );
    assert_eq!(
        gaps_of(|p| p.form[0].fields[2].options.clear()),
        [gap(GapKind::ChoiceWithoutOptions, "child-sex")]
    );
}

#[test]
fn a_fee_needs_an_amount_on_the_day_by_every_open_channel() {
    let direct_only = gaps_of(|p| p.fees[0].rules[0].channels = vec![Channel::Direct]);
    assert_eq!(
        direct_only,
        [
            gap(GapKind::FeeWithoutRule, "le-phi-khai-sinh online"),
            gap(GapKind::FeeWithoutRule, "le-phi-khai-sinh postal")
        ]
    );
    let day = yardstick().on;
    assert_eq!(gaps_of(|p| p.fees[0].rules[0].valid_to = Some(day)), []);
    assert_eq!(gaps_of(|p| p.fees[0].rules[0].valid_to = day.pred_opt()).len(), 3);
    assert_eq!(gaps_of(|p| p.fees[0].rules[0].valid_from = day.succ_opt().unwrap()).len(), 3);
}

#[test]
fn a_fee_is_counted_by_a_number_that_every_payer_must_give() {
    fn field(procedure: &mut Procedure) -> &mut FormField {
        let mut fields = procedure.form.iter_mut().flat_map(|page| &mut page.fields);
        fields.find(|field| field.key == "copies").unwrap()
    }
    let copies = |change: fn(&mut Procedure)| gaps_in("2.000635", change);
    let named = |key: &str| [gap(GapKind::QuantityField, &format!("ban-sao-trich-luc {key}"))];
    assert_eq!(copies(|p| p.fees[0].quantity_field = Some("xyz".to_owned())), named("xyz"));
    assert_eq!(copies(|p| p.fees[0].quantity_field = Some("subject-name".to_owned())), named("subject-name"));
    assert_eq!(copies(|p| field(p).optional = true), named("copies"));
    assert_eq!(copies(|p| field(p).cases = vec!["ca-nhan".to_owned()]), named("copies"));
}

#[test]
fn the_route_ends_with_a_clerk_and_fits_the_shortest_time() {
    assert_eq!(
        gaps_of(|p| {
            p.route.pop();
        }),
        [gap(GapKind::NoFinalClerk, "ky")]
    );
    assert_eq!(gaps_of(|p| p.route[0].role = Role::Cashier), [gap(GapKind::StepRole, "tham-dinh cashier")]);
    assert_eq!(
        gaps_of(|p| p.route[0].unit = StepUnit::Agency),
        [gap(GapKind::StepWithoutAgency, "tham-dinh")]
    );
    // Half a day of 480 minutes; the promise leaves a same-day limit as it is.
    let fill = |p: &mut Procedure, total: u32| {
        p.route[1].minutes = 0;
        p.route[2].minutes = 0;
        p.route[0].minutes = total;
    };
    assert_eq!(gaps_of(|p| fill(p, 240)), []);
    assert_eq!(gaps_of(|p| fill(p, 241)), [gap(GapKind::RouteTooLong, "bi-bo-roi direct 241 > 240")]);
    let promised =
        |p: &mut Procedure| p.channels[1].promised = Some(TimeLimit::whole(LimitUnit::WorkingHour, 2));
    assert_eq!(
        gaps_of(|p| {
            promised(p);
            fill(p, 121);
        }),
        [gap(GapKind::RouteTooLong, "bi-bo-roi online 121 > 120")]
    );
}

#[test]
fn limits_are_counted_in_the_working_time_they_surely_hold() {
    let minutes = |unit, amount| working_minutes(TimeLimit::whole(unit, amount), 480);
    assert_eq!(minutes(LimitUnit::Hour, 1), 60);
    assert_eq!(minutes(LimitUnit::WorkingHour, 8), 480);
    assert_eq!(minutes(LimitUnit::WorkingDay, 3), 1440);
    assert_eq!(minutes(LimitUnit::CalendarDay, 15), 4800);
    assert_eq!(minutes(LimitUnit::Month, 1), 9600);
    assert_eq!(minutes(LimitUnit::SameDay, 7), 240);
    let part = TimeLimit { unit: LimitUnit::WorkingDay, hundredths: 240 };
    assert_eq!(working_minutes(part, 480), 1152);
    assert_eq!(working_minutes(TimeLimit::UNLIMITED, 480), u32::MAX);
}

#[test]
fn the_demo_procedures_can_all_be_published() {
    let procedures = demo_procedures();
    assert!(procedures.len() >= 42, "{}", procedures.len());
    let own_form = procedures.iter().filter(|p| !p.form.is_empty()).count();
    assert!(own_form >= 10, "{own_form}");
    for procedure in &procedures {
        assert_eq!(incomplete(procedure, yardstick()), [], "{}", procedure.code);
        assert!(!procedure.keywords.is_empty(), "{}", procedure.code);
        assert!(procedure.proceedings.is_some(), "{}", procedure.code);
        let role_of = |role| procedure.route.iter().any(|step| step.role == role);
        assert!(role_of(Role::Specialist) && role_of(Role::Leader), "{}", procedure.code);
        assert!((1..=5).contains(&procedure.route.len()) && procedure.form.len() <= 4);
        assert!(procedure.form.iter().all(|page| page.fields.len() <= 12));
    }
}

#[test]
fn the_demo_procedures_hold_only_what_the_types_know() {
    for (name, written) in demo_files() {
        let procedure: Procedure = serde_json::from_value(written.clone()).unwrap();
        assert_eq!(format!("{}.json", procedure.code), name);
        let kept = serde_json::to_value(&procedure).unwrap();
        assert_eq!(lost(&name, &written, &kept), Vec::<String>::new());
    }
}

#[test]
fn an_unknown_key_is_noticed() {
    let mut written = serde_json::to_value(demo("1.001193")).unwrap();
    written["cases"][0]["optoinal"] = json!(true);
    let kept = serde_json::to_value(serde_json::from_value::<Procedure>(written.clone()).unwrap()).unwrap();
    assert_eq!(lost("x", &written, &kept), ["x.cases[0].optoinal"]);
}

#[test]
fn the_demo_procedures_name_agencies_that_exist_and_are_staffed() {
    let codes = agency_codes();
    let people = read("people.json");
    let staffed: BTreeSet<(String, String)> = list(&people, "staff")
        .iter()
        .flat_map(|person| list(person, "roles"))
        .map(|held| (text(&held["agency"]).to_owned(), text(&held["role"]).to_owned()))
        .collect();
    for procedure in demo_procedures() {
        for step in &procedure.route {
            let agency = step
                .agency
                .as_ref()
                .or_else(|| procedure.agency.as_ref().filter(|_| step.unit == StepUnit::Settling));
            let Some(agency) = agency else { continue };
            assert!(codes.contains(agency.as_str()), "{} {agency}", procedure.code);
            let held = (agency.as_str().to_owned(), step.role.key().to_owned());
            assert!(staffed.contains(&held), "{} {} {held:?}", procedure.code, step.key);
        }
    }
    for commune in list(&read("agencies.json"), "agencies") {
        if commune["level"] == "commune" {
            let code = text(&commune["code"]);
            for role in ["specialist", "leader", "clerk"] {
                assert!(staffed.contains(&(code.to_owned(), role.to_owned())), "{code} {role}");
            }
            for role in ["one-stop-officer", "cashier"] {
                assert!(staffed.contains(&(format!("{code}.01"), role.to_owned())), "{code} {role}");
            }
        }
    }
}

#[test]
fn the_demo_province_has_its_96_communes_each_with_a_centre() {
    let file = read("agencies.json");
    let agencies = list(&file, "agencies");
    let calendars = read("calendars.json");
    let keys: BTreeSet<&str> = list(&calendars, "calendars").iter().map(|c| text(&c["key"])).collect();
    let codes = agency_codes();
    assert_eq!(codes.len(), agencies.len(), "agency codes are unique");
    for agency in agencies {
        let code = text(&agency["code"]);
        assert_eq!(AgencyCode::parse(code).unwrap().as_str(), code);
        assert!(agency["parent"].is_null() || codes.contains(text(&agency["parent"])));
        assert!(keys.contains(text(&agency["calendar"])), "{code}");
    }
    let wards = |level: &str| -> BTreeSet<String> {
        agencies.iter().filter(|a| a["level"] == level).map(|a| text(&a["ward_code"]).to_owned()).collect()
    };
    assert_eq!(wards("commune").len(), 96);
    assert_eq!(wards("commune"), wards("commune-centre"));
    assert!(agencies.iter().all(|a| a["level"] != "commune-centre" || a["receives"] == true));
}

#[test]
fn the_demo_calendars_end_with_2026_which_has_249_working_days() {
    use crate::domain::calendar::{CalendarData, WorkCalendar};
    use chrono::Datelike;
    for written in list(&read("calendars.json"), "calendars") {
        let mut known = written.clone();
        for key in ["key", "name"] {
            assert!(known.as_object_mut().unwrap().remove(key).is_some());
        }
        let data: CalendarData = serde_json::from_value(known.clone()).unwrap();
        for special in &data.special_days {
            let saturday = special.date.weekday() == chrono::Weekday::Sat;
            assert!(saturday || special.works_as.is_none(), "{}", special.date);
        }
        let calendar = WorkCalendar::new(data).unwrap();
        let worked = NaiveDate::from_ymd_opt(2026, 1, 1)
            .unwrap()
            .iter_days()
            .take_while(|day| day.year() == 2026)
            .filter(|day| calendar.is_working_day(*day).unwrap());
        assert_eq!(worked.count(), 249, "{}", written["key"]);
        let next_year = NaiveDate::from_ymd_opt(2027, 1, 4).unwrap();
        assert!(calendar.is_working_day(next_year).is_err());
    }
}

#[test]
fn the_demo_policies_and_preferences_hold_today() {
    use crate::domain::preference::Schedule;
    for policy in list(&read("policies.json"), "policies") {
        assert_eq!(policy["kind"], "time");
    }
    let schedule: Schedule = serde_json::from_value(read("preferences.json")).unwrap();
    assert_eq!(schedule.reward(Channel::Online, yardstick().on), Some(50));
}

#[test]
fn the_demo_people_are_told_apart() {
    let people = read("people.json");
    let codes = agency_codes();
    let mut phones = BTreeSet::new();
    let mut numbers = BTreeSet::new();
    let mut sign_ins = 0;
    let (staff, citizens) = (list(&people, "staff"), list(&people, "citizens"));
    assert!(citizens.len() >= 24);
    for person in staff.iter().chain(citizens) {
        let (phone, number) = (text(&person["phone"]), text(&person["personal_number"]));
        assert!(phone.len() == 10 && phone.starts_with("09") && phones.insert(phone.to_owned()));
        assert!(number.len() == 12 && numbers.insert(number.to_owned()));
        sign_ins += usize::from(person["login"] == true);
    }
    assert_eq!(sign_ins, 8);
    let mut held = BTreeMap::new();
    for person in staff {
        for posting in list(person, "roles") {
            let role = Role::parse(text(&posting["role"])).unwrap();
            assert!(codes.contains(text(&posting["agency"])));
            if person["login"] == true {
                held.entry(role).or_insert(0);
            }
        }
    }
    let working: Vec<Role> = Role::ALL.iter().copied().filter(|r| *r != Role::Citizen).collect();
    assert_eq!(held.into_keys().collect::<Vec<_>>(), working, "a sign-in for every role");
    for citizen in citizens {
        let (born, number) = (text(&citizen["birth_date"]), text(&citizen["personal_number"]));
        let sex = u32::from(citizen["sex"] == "female") + if born < "2000" { 0 } else { 2 };
        assert_eq!(number[3..6], format!("{sex}{}", &born[2..4]), "{number}");
        assert!(["051", "062"].contains(&&number[..3]));
    }
}

#[test]
fn every_labelled_query_names_real_codes() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/portal/data/search_queries.tsv");
    let file = fs::read_to_string(path).unwrap();
    let mut queries = BTreeSet::new();
    let mut expected = BTreeSet::new();
    for line in file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (query, codes) = line.split_once('\t').unwrap_or_else(|| panic!("{line}"));
        assert!(queries.insert(query.to_owned()), "{query} stands twice");
        for code in codes.split(',') {
            assert_eq!(ProcedureCode::parse(code).unwrap().as_str(), code, "{line}");
            expected.insert(code.to_owned());
        }
    }
    assert!(queries.len() >= 70, "{}", queries.len());
    let demo: BTreeSet<String> = demo_procedures().iter().map(|p| p.code.as_str().to_owned()).collect();
    assert_eq!(demo.difference(&expected).collect::<Vec<_>>(), Vec::<&String>::new());
    assert!(expected.difference(&demo).count() >= 20);
}
