//! What is said of the doors for programs is what they do: every route stands in the document, and real answers fit its schemas.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::support::{mounted, portal::Portal};

async fn ask(portal: &Portal, request: Request<Body>) -> (StatusCode, String, Value) {
    let response = portal.router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).map_or("", |v| v.to_str().unwrap()).to_owned();
    let bytes = axum::body::to_bytes(response.into_body(), 4 << 20).await.unwrap();
    (status, kind, serde_json::from_slice(&bytes).unwrap_or_default())
}

fn get(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

fn post(path: &str, body: &Value) -> Request<Body> {
    let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
    request.body(Body::from(body.to_string())).unwrap()
}

/// What of `value` does not fit `schema`, each with its place. A keyword that is not known here is a fault too.
fn misfits(document: &Value, schema: &Value, value: &Value, place: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (keyword, rule) in schema.as_object().unwrap() {
        match keyword.as_str() {
            "$ref" => {
                let target = document.pointer(rule.as_str().unwrap().trim_start_matches('#'));
                let target = target.unwrap_or_else(|| panic!("{rule} is nowhere"));
                found.extend(misfits(document, target, value, place));
            }
            "type" => {
                let kinds = rule.as_array().map_or_else(|| vec![rule], |many| many.iter().collect());
                let kinds: Vec<&str> = kinds.into_iter().map(|kind| kind.as_str().unwrap()).collect();
                if !kinds.iter().any(|kind| is(kind, value)) {
                    found.push(format!("{place}: {value} is not {kinds:?}"));
                }
            }
            "enum" if !rule.as_array().unwrap().contains(value) => {
                found.push(format!("{place}: {value} is none of {rule}"));
            }
            "anyOf" => {
                let fits = |one: &Value| misfits(document, one, value, place).is_empty();
                if !rule.as_array().unwrap().iter().any(fits) {
                    found.push(format!("{place}: {value} fits none"));
                }
            }
            "properties" => {
                for (name, inner) in rule.as_object().unwrap() {
                    if let Some(held) = value.get(name) {
                        found.extend(misfits(document, inner, held, &format!("{place}.{name}")));
                    }
                }
            }
            "required" => {
                let missing = rule.as_array().unwrap().iter().map(|name| name.as_str().unwrap());
                let missing = missing.filter(|name| value.is_object() && value.get(name).is_none());
                found.extend(missing.map(|name| format!("{place}.{name} is missing")));
            }
            "additionalProperties" => {
                let known =
                    |name: &String| schema.pointer("/properties").is_some_and(|p| p.get(name).is_some());
                for (name, held) in value.as_object().into_iter().flatten().filter(|(name, _)| !known(name)) {
                    match rule.as_bool() {
                        Some(true) => {}
                        Some(false) => found.push(format!("{place}.{name} is not in the document")),
                        None => found.extend(misfits(document, rule, held, &format!("{place}.{name}"))),
                    }
                }
            }
            "items" => {
                for (n, held) in value.as_array().into_iter().flatten().enumerate() {
                    found.extend(misfits(document, rule, held, &format!("{place}[{n}]")));
                }
            }
            "enum" | "description" | "format" => {}
            other => found.push(format!("{place}: the keyword {other}")),
        }
    }
    found
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("the type {other}"),
    }
}

/// The document, and a judge of answers by path, method and status.
struct Contract(Value);

impl Contract {
    async fn of(portal: &Portal) -> Self {
        let (status, kind, document) = ask(portal, get("/api/v1/openapi.json")).await;
        assert_eq!((status, kind.as_str()), (StatusCode::OK, "application/json"));
        Self(document)
    }

    fn fits(&self, (path, method): (&str, &str), (status, kind, body): &(StatusCode, String, Value)) {
        let schema = &self.0["paths"][path][method]["responses"][status.as_str()]["content"][kind]["schema"];
        assert!(schema.is_object(), "{method} {path} does not say that it answers {status} as {kind}");
        let found = misfits(&self.0, schema, body, "answer");
        assert!(found.is_empty(), "{method} {path} {status}: {found:#?}");
    }
}

#[test]
fn the_judge_of_schemas_sees_what_does_not_fit() {
    let schema = json!({"type": "object", "properties": {"a": {"type": ["integer", "null"]}, "b": {"type": "array", "items": {"enum": ["x"]}}},
        "required": ["a"], "additionalProperties": false});
    let faults = |value: Value| misfits(&json!({}), &schema, &value, "v").len();
    assert_eq!([faults(json!({"a": 1, "b": ["x"]})), faults(json!({"a": null}))], [0, 0]);
    assert_eq!([faults(json!({})), faults(json!({"a": "1"})), faults(json!({"a": 1, "c": 1}))], [1, 1, 1]);
    assert_eq!([faults(json!({"a": 1, "b": ["y"]})), faults(json!([]))], [1, 1]);
}

#[tokio::test]
async fn every_door_for_programs_stands_in_the_document_and_nothing_else_does() {
    let portal = Portal::new().await;
    let Contract(document) = Contract::of(&portal).await;
    let mut mounted: Vec<String> = mounted::all(&portal)
        .iter()
        .filter(|route| route.path.starts_with("/api/v1/"))
        .map(|route| format!("{} {}", route.method.to_lowercase(), route.path))
        .collect();
    let mut described: Vec<String> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, methods)| methods.as_object().unwrap().keys().map(move |m| format!("{m} {path}")))
        .collect();
    mounted.sort();
    described.sort();
    assert_eq!(described, mounted);
}

#[tokio::test]
async fn real_answers_fit_the_document() {
    let portal = Portal::new().await;
    let contract = Contract::of(&portal).await;
    let list = ask(&portal, get("/api/v1/procedures?q=khai+sinh&limit=50")).await;
    assert!(list.2["total"].as_i64().unwrap() > 0);
    contract.fits(("/api/v1/procedures", "get"), &list);
    let published = portal.texts("SELECT code FROM procedure WHERE published_version IS NOT NULL").await;
    assert!(published.len() > 5);
    for code in published.iter().take(12) {
        let whole = ask(&portal, get(&format!("/api/v1/procedures/{code}"))).await;
        contract.fits(("/api/v1/procedures/{code}", "get"), &whole);
    }
    contract
        .fits(("/api/v1/procedures/{code}", "get"), &ask(&portal, get("/api/v1/procedures/9.999999")).await);
    let code = portal.lan().await.submits("1.001612").await;
    let secret = portal.texts(&format!("SELECT lookup_secret FROM dossier WHERE code = '{code}'")).await;
    for secret in [secret[0].as_str(), "ZZZZ"] {
        let proof = json!({"code": code.to_string(), "secret": secret});
        contract.fits(("/api/v1/lookups", "post"), &ask(&portal, post("/api/v1/lookups", &proof)).await);
    }
}

#[tokio::test]
async fn quotes_and_their_refusals_fit_the_document_and_say_what_to_do_in_both_languages() {
    let portal = Portal::new().await;
    let contract = Contract::of(&portal).await;
    let door = ("/api/v1/quotes", "post");
    let question = json!({"procedure": "1.001612", "case": "ca-nhan", "channel": "online", "at": "2026-11-23T09:00", "agency": "H48.101"});
    let with = |key: &str, value: Value| {
        let mut changed = question.clone();
        changed[key] = value;
        changed
    };
    let fine = ask(&portal, post(door.0, &question)).await;
    assert_eq!(fine.0, StatusCode::OK);
    contract.fits(door, &fine);
    let exempt = ask(&portal, post(door.0, &with("exempt", json!("merit")))).await;
    contract.fits(door, &exempt);
    for (asked, status, field, refusal) in [
        (with("channel", json!("pigeon")), 422, json!("channel"), Value::Null),
        (with("at", json!("soon")), 422, json!("at"), Value::Null),
        (with("agency", Value::Null), 422, json!("agency"), Value::Null),
        (with("exempt", json!("friends")), 422, json!("exempt"), Value::Null),
        (with("agency", json!("H48.999")), 409, Value::Null, json!("agency-not-competent")),
        (with("at", json!("2031-01-01T09:00")), 409, Value::Null, json!("calendar-year-missing")),
        (with("procedure", json!("9.999999")), 404, Value::Null, Value::Null),
        (json!([]), 422, Value::Null, Value::Null),
    ] {
        let answer = ask(&portal, post(door.0, &asked)).await;
        assert_eq!(answer.0.as_u16(), status, "{asked}");
        contract.fits(door, &answer);
        let held = |name: &str| answer.2.get(name).cloned().unwrap_or_default();
        assert_eq!((held("field"), held("refusal")), (field, refusal), "{asked}");
    }
    let spoken = async |path: &str, language: &str| {
        let mut request = post(path, &with("channel", json!("pigeon")));
        request.headers_mut().insert(header::ACCEPT_LANGUAGE, language.parse().unwrap());
        ask(&portal, request).await.2["detail"].as_str().unwrap().to_owned()
    };
    assert!(spoken(door.0, "fr").await.starts_with("Ghi channel"));
    assert!(spoken(door.0, "en-GB, vi;q=0.5").await.starts_with("Give channel"));
    assert!(spoken("/en/api/v1/quotes", "vi").await.starts_with("Give channel"));
}
