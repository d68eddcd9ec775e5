//! Two doors to the deadline engine and the fee for whoever wants to check ours: the command line and the API.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::support::portal::Portal;

const CALENDAR: &str = "weekly,mon,07:00-11:30,13:30-17:00\nweekly,tue,07:00-11:30,13:30-17:00\n\
    weekly,wed,07:00-11:30,13:30-17:00\nweekly,thu,07:00-11:30,13:30-17:00\nweekly,fri,07:00-11:30,13:30-17:00\n\
    holiday,2026-04-27,Giỗ Tổ Hùng Vương\nholiday,2026-04-30,Ngày Chiến thắng\nholiday,2026-05-01,Quốc tế Lao động\n\
    workday,2026-08-22,07:00-11:30,13:30-17:00\npublished,2026\nnominal,480\n";

fn explain(arguments: &[&str], input: &str) -> (bool, String) {
    let mut calendar = tempfile::NamedTempFile::new().unwrap();
    calendar.write_all(CALENDAR.as_bytes()).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_motcua"))
        .args(["deadline", "explain", "--calendar"])
        .arg(calendar.path())
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    (output.status.success(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn a_due_date_is_explained_without_a_database() {
    let asked = ["--received", "2026-04-24T10:00", "--limit", "5 working-days", "--format", "json"];
    let (fine, answer) = explain(&asked, "");
    assert!(fine);
    let answer: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer["due_at"], "2026-05-06T17:00:00+07:00");
    assert_eq!(answer["allowance_minutes"], 2_400);
    let holidays: Vec<&str> = answer["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["row"] == "holiday")
        .map(|row| row["name"].as_str().unwrap())
        .collect();
    assert_eq!(holidays, ["Giỗ Tổ Hùng Vương", "Ngày Chiến thắng", "Quốc tế Lao động"]);
    let (_, text) =
        explain(&["--received", "2026-04-24T10:00", "--limit", "3 ngày làm việc", "--online"], "");
    assert!(text.contains("2,4 ngày làm việc") && text.contains("= 2026-05-04T10:12:00+07:00"), "{text}");
}

#[test]
fn a_stream_of_questions_gets_an_answer_a_line() {
    let lines = [
        r#"{"received":"2026-08-20T09:00","limit":"3 working-days","mode":"day"}"#,
        r#"{"received":"2026-08-20T09:00","limit":"3 working-days","mode":"hour","online":true}"#,
        r#"{"received":"2026-08-20T09:00","limit":"3 working-days","pauses":["2026-08-21T09:00..2026-08-21T11:00"]}"#,
        r#"{"received":"2026-08-20T09:00","limit":"3 working-days","pauses":[["2026-08-21T09:00",null]]}"#,
        r#"{"received":"2026-12-30T09:00","limit":"3 working-days"}"#,
        r#"{"received":"tomorrow","limit":"3 working-days"}"#,
        "nonsense",
    ];
    let (fine, answers) = explain(&["--stdin"], &lines.join("\n"));
    assert!(!fine, "lines that cannot be answered show in the exit code");
    let answers: Vec<Value> = answers.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let due: Vec<&Value> = answers.iter().map(|answer| &answer["due_at"]).collect();
    let moment = |text: &str| json!(format!("2026-08-{text}:00+07:00"));
    assert_eq!(due[..4], [&moment("24T17:00"), &moment("22T14:12"), &moment("25T09:00"), &Value::Null]);
    let error = |at: usize| answers[at]["error"].as_str().unwrap().to_owned();
    assert!(error(4).contains("2027"), "{}", error(4));
    assert!(error(5).contains("tomorrow"), "{}", error(5));
    assert!(error(6).contains("question"), "{}", error(6));
}

async fn quote(portal: &Portal, ask: Value) -> (StatusCode, Value) {
    let request = Request::post("/api/v1/quotes")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(ask.to_string()))
        .unwrap();
    let response = portal.router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

#[tokio::test]
async fn a_program_is_told_how_long_and_how_much() {
    let portal = Portal::new().await;
    let ask = |channel: &str| json!({"procedure": "1.001612", "case": "ca-nhan", "channel": channel, "at": "2026-11-23T09:00", "agency": "H48.101"});
    let (status, online) = quote(&portal, ask("online")).await;
    assert_eq!(status, StatusCode::OK, "{online}");
    assert_eq!((&online["total"], &online["lines"][0]["full"]), (&json!(50_000), &json!(100_000)));
    assert_eq!(online["committed"]["words"]["en"], "2.4 working days");
    assert_eq!(online["statutory"]["words"]["vi"], "3 ngày làm việc");
    // Tuesday 24 November is a holiday: Wednesday, Thursday, and 0.4 of Friday
    assert_eq!(online["due_at"], "2026-11-27T10:12:00+07:00");
    let rows = online["rows"].as_array().unwrap();
    assert!(rows.iter().any(|row| row["vi"]["words"].as_str().unwrap().contains("906")), "{rows:?}");
    let (_, counter) = quote(&portal, ask("direct")).await;
    assert_eq!(
        (&counter["total"], &counter["due_at"]),
        (&json!(100_000), &json!("2026-11-27T17:00:00+07:00"))
    );
    assert_eq!(
        quote(&portal, json!({"procedure": "9.999999", "channel": "online"})).await.0,
        StatusCode::NOT_FOUND
    );
    let (status, problem) = quote(&portal, ask("pigeon")).await;
    assert_eq!((status, &problem["status"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(422)));
}

fn calendar(arguments: &[&str], input: &str) -> (bool, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_motcua"))
        .arg("calendar")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    (output.status.success(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn a_year_is_proposed_and_an_ics_file_becomes_lines_without_a_database() {
    let (fine, lines) = calendar(&["propose", "2027"], "");
    assert!(fine);
    assert!(lines.contains("holiday,2027-02-06,Tết Nguyên đán Đinh Mùi,"), "{lines}");
    assert!(lines.contains("holiday,2027-05-03,Nghỉ bù Ngày Quốc tế lao động,"), "{lines}");
    let (_, other) = calendar(&["propose", "2026", "--first-of-september"], "");
    assert!(other.contains("holiday,2026-09-01,") && !other.contains("2026-09-03"), "{other}");
    let event =
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260822\nSUMMARY:Làm bù\nEND:VEVENT\nEND:VCALENDAR\n";
    assert_eq!(calendar(&["convert", "-"], event), (true, "workday,2026-08-22,name=Làm bù\n".to_owned()));
    assert_eq!(calendar(&["convert", "-"], "weekly,mon"), (false, String::new()));
}
