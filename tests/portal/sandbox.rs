//! The client of the payment platform against the sandbox, over real sockets, with every fault.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{Json, Router, body::Bytes, extract::State, http::HeaderMap, routing::post};
use chrono::{DateTime, Utc};
use motcua::{
    domain::money::Vnd,
    gateways::{
        error::Kind,
        payment::{
            bank_hook::{self, Credit},
            gateway::{Answer, Begin, Bill, Payment, Told, Untrusted},
            messages::{Acknowledgement, Receipt},
            platform::{Platform, Settings as Reach},
        },
        sandbox::{
            bank::Transfer,
            faults::{Broken, Faults, Order, Paper},
            payer::Choice,
            server,
            state::{Sandbox, Settings},
        },
    },
};
use tokio::net::TcpListener;

const NOW: &str = "2026-11-26T08:05:09Z";

fn now() -> DateTime<Utc> {
    NOW.parse().unwrap()
}

fn vnd(dong: i64) -> Vnd {
    Vnd::new(dong).unwrap()
}

/// What the ears of a portal heard.
#[derive(Clone)]
struct Ears {
    platform: Arc<Platform>,
    told: Arc<Mutex<Vec<Result<Told, Untrusted>>>>,
    credits: Arc<Mutex<Vec<Result<Credit, bank_hook::Untrusted>>>>,
    /// So many messages are answered with 500 first.
    deaf: Arc<Mutex<u32>>,
}

async fn on_platform(
    State(ears): State<Ears>,
    body: Bytes,
) -> Result<Json<Acknowledgement>, axum::http::StatusCode> {
    {
        let mut deaf = ears.deaf.lock().unwrap();
        if *deaf > 0 {
            *deaf -= 1;
            return Err(axum::http::StatusCode::INTERNAL_SERVER_ERROR);
        }
    }
    let told = ears.platform.read_callback(&body).map(|answer| match answer {
        Answer::Told(told) => told,
        other @ (Answer::Pending | Answer::Unknown | Answer::Later(_)) => {
            panic!("the sandbox says what became of it: {other:?}")
        }
    });
    let result = told.as_ref().map_or_else(|e| e.answer(), |_| "00").to_owned();
    ears.told.lock().unwrap().push(told);
    Ok(Json(Acknowledgement { result, words: String::new() }))
}

async fn on_bank(State(ears): State<Ears>, headers: HeaderMap, body: Bytes) -> Json<Acknowledgement> {
    let header = headers.get(bank_hook::HEADER).and_then(|h| h.to_str().ok());
    let read = bank_hook::read(header, &body, now(), &"ngan-hang".into());
    let result = if read.is_ok() { "00" } else { "97" }.to_owned();
    ears.credits.lock().unwrap().push(read);
    Json(Acknowledgement { result, words: String::new() })
}

struct World {
    sandbox: Sandbox,
    platform: Arc<Platform>,
    ears: Ears,
    tasks: Vec<tokio::task::JoinHandle<()>>,
    url: String,
}

impl Drop for World {
    fn drop(&mut self) {
        self.tasks.iter().for_each(tokio::task::JoinHandle::abort);
    }
}

impl World {
    async fn new() -> Self {
        let portal = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let bank = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", bank.local_addr().unwrap());
        let sandbox = Sandbox::new(Settings {
            own_url: url.clone(),
            portal_url: format!("http://{}", portal.local_addr().unwrap()),
            partner: "QNG01".to_owned(),
            secret: "bi-mat".into(),
            bank_secret: "ngan-hang".into(),
            late: Duration::from_millis(50),
            silence: Duration::from_secs(3),
            now: Arc::new(now),
        })
        .unwrap();
        let platform = Arc::new(client(&url, "bi-mat"));
        let ears = Ears {
            platform: Arc::clone(&platform),
            told: Arc::default(),
            credits: Arc::default(),
            deaf: Arc::default(),
        };
        let router = Router::new()
            .route("/hooks/payments/platform", post(on_platform))
            .route("/hooks/payments/bank", post(on_bank))
            .with_state(ears.clone());
        #[expect(clippy::disallowed_methods, reason = "the servers of this test, stopped with it")]
        let tasks = vec![
            tokio::spawn(async move { axum::serve(portal, router).await.unwrap() }),
            tokio::spawn({
                let sandbox = sandbox.clone();
                async move { server::serve(sandbox, bank, std::future::pending()).await.unwrap() }
            }),
        ];
        Self { sandbox, platform, ears, tasks, url }
    }

    async fn begun(&self, reference: &str, amount: i64) -> String {
        self.platform.begin(&begin(reference, amount)).await.unwrap().pay_url
    }

    async fn asked(&self, reference: &str) -> Answer {
        self.platform.ask(reference, now()).await.unwrap()
    }

    async fn heard(&self) -> Vec<Result<Told, Untrusted>> {
        self.sandbox.settled().await;
        self.ears.told.lock().unwrap().clone()
    }

    /// What was heard, as `true 50000`.
    async fn said(&self) -> Vec<String> {
        let heard = self.heard().await;
        heard
            .into_iter()
            .map(|told| {
                told.map_or_else(|e| format!("{e:?}"), |t| format!("{} {}", t.success, t.amount.dong()))
            })
            .collect()
    }
}

fn client(url: &str, secret: &str) -> Platform {
    Platform::new(Reach {
        url: url.to_owned(),
        pages: None,
        partner: "QNG01".to_owned(),
        secret: secret.into(),
        identity: None,
        patience: Duration::from_millis(700),
    })
    .unwrap()
}

fn begin(reference: &str, amount: i64) -> Begin {
    Begin {
        reference: reference.to_owned(),
        amount: vnd(amount),
        at: now(),
        ip: Some([113, 160, 1, 2].into()),
        english: false,
        return_url: "http://portal.test/thanh-toan/ve/x".to_owned(),
        receipt: Receipt {
            dossier: "H48.101-261118-0001".to_owned(),
            payer: "Nguyễn Thị Lan".to_owned(),
            ..Receipt::default()
        },
    }
}

#[tokio::test]
async fn a_payment_is_begun_paid_told_and_has_a_receipt() {
    let world = World::new().await;
    let pay_url = world.begun("dvc1", 50_000).await;
    assert_eq!(pay_url, format!("{}/pay/dvc1", world.url));
    assert_eq!(world.asked("dvc1").await, Answer::Pending);
    assert_eq!(world.asked("dvc2").await, Answer::Unknown);
    assert_eq!(world.platform.bill("dvc1", now()).await.unwrap(), Bill::NotYet, "there is none yet");
    assert_eq!(world.platform.bill("dvc2", now()).await.unwrap(), Bill::None);
    world.sandbox.payer("dvc1", Choice::Pay).unwrap();
    let heard = world.heard().await;
    let told = heard[0].clone().unwrap();
    assert_eq!((told.success, told.amount, told.at), (true, vnd(50_000), now()));
    assert_eq!(world.asked("dvc1").await, Answer::Told(told), "the question and the callback tell the same");
    let Bill::Pdf(bill) = world.platform.bill("dvc1", now()).await.unwrap() else { panic!("it is there") };
    assert!(bill.starts_with(b"%PDF-"));
    let counts = world.sandbox.counts();
    assert_eq!((counts.sent, counts.taken, counts.bills), (1, 1, 3));
}

#[tokio::test]
async fn a_receipt_is_a_pdf_of_a_page_or_nothing() {
    let world = World::new().await;
    for (n, (paper, wanted)) in [
        (Paper::NotYet, Ok(Bill::NotYet)),
        (Paper::Unknown, Ok(Bill::None)),
        (Paper::Error, Err(Kind::Retry)),
        (Paper::Silence, Err(Kind::Retry)),
        (Paper::Html, Err(Kind::Fail)),
        (Paper::Disguised, Err(Kind::Fail)),
        (Paper::Long, Err(Kind::Fail)),
    ]
    .into_iter()
    .enumerate()
    {
        let reference = format!("dvc{n}");
        world.sandbox.next(Faults { bill: paper, ..Faults::default() });
        world.begun(&reference, 1_000).await;
        world.sandbox.payer(&reference, Choice::Pay).unwrap();
        let came = world.platform.bill(&reference, now()).await.map_err(|error| error.kind);
        assert_eq!(came, wanted, "{paper:?}");
    }
}

#[tokio::test]
async fn the_page_offers_every_choice_and_sends_the_payer_back() {
    let world = World::new().await;
    let pay_url = world.begun("dvc1", 50_000).await;
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let page = http.get(&pay_url).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("50000 đồng") && page.contains("THANH TOAN HO SO H48.101-261118-0001"));
    assert!(!page.contains("<script") && !page.contains("Nguyễn Thị Lan"));
    for choice in ["pay", "refuse", "cancel", "close", "late", "less", "more", "lost", "thrice"] {
        assert!(page.contains(&format!("value=\"{choice}\"")), "{choice}");
    }
    let post = |choice: &'static str| {
        let form = http.post(&pay_url).header("content-type", "application/x-www-form-urlencoded");
        async move { form.body(format!("choice={choice}")).send().await.unwrap() }
    };
    let closed = post("close").await;
    assert_eq!(closed.status(), 200);
    assert!(world.heard().await.is_empty(), "nobody hears of a closed window");
    let back = post("refuse").await;
    assert_eq!(back.status(), 303);
    assert_eq!(back.headers()["location"], "http://portal.test/thanh-toan/ve/x?MaThamChieu=dvc1&MaLoi=02");
    assert!(http.get(&pay_url).send().await.unwrap().text().await.unwrap().contains("từ chối"));
    let back = post("pay").await;
    assert_eq!(back.headers()["location"], "http://portal.test/thanh-toan/ve/x?MaThamChieu=dvc1&MaLoi=00");
    // Back button and once more: it is paid already.
    assert_eq!(post("pay").await.status(), 303);
    assert_eq!(world.said().await, ["false 50000", "true 50000"]);
    assert_eq!(world.sandbox.moved().len(), 1);
    assert_eq!(http.get(format!("{}/pay/none", world.url)).send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn messages_come_repeated_in_the_wrong_order_and_late() {
    let world = World::new().await;
    world.sandbox.next(Faults {
        copies: 3,
        order: Order::FailureAfterSuccess,
        delay_ms: 60,
        ..Faults::default()
    });
    world.begun("dvc1", 50_000).await;
    world.sandbox.payer("dvc1", Choice::Pay);
    assert!(world.ears.told.lock().unwrap().is_empty(), "late");
    assert_eq!(
        world.said().await,
        ["true 50000", "true 50000", "true 50000", "false 50000", "false 50000", "false 50000"]
    );
    let keys: std::collections::BTreeSet<String> =
        world.heard().await.into_iter().map(|t| t.unwrap().key()).collect();
    assert_eq!(keys.len(), 2, "copies have one key; the failure has another");
    let Answer::Told(told) = world.asked("dvc1").await else { panic!("it is known") };
    assert!(told.success);
    assert!(keys.contains(&told.key()));
}

#[tokio::test]
async fn success_comes_after_failure() {
    let world = World::new().await;
    world.sandbox.next(Faults { order: Order::SuccessAfterFailure, ..Faults::default() });
    world.begun("dvc1", 50_000).await;
    world.sandbox.payer("dvc1", Choice::Pay);
    assert_eq!(world.said().await, ["false 50000", "true 50000"]);
    world.begun("dvc2", 20_000).await;
    world.sandbox.payer("dvc2", Choice::Late);
    let Answer::Told(told) = world.asked("dvc2").await else { panic!("it is known") };
    assert!(!told.success, "at first the bank says no");
    assert_eq!(world.said().await, ["false 50000", "true 50000", "false 20000", "true 20000"]);
    let Answer::Told(told) = world.asked("dvc2").await else { panic!("it is known") };
    assert!(told.success);
}

#[tokio::test]
async fn a_lost_or_forged_message_is_cured_by_asking() {
    let world = World::new().await;
    world.sandbox.next(Faults { lost: true, ..Faults::default() });
    world.sandbox.next(Faults { wrong_code: true, copies: 2, ..Faults::default() });
    for reference in ["dvc1", "dvc2"] {
        world.begun(reference, 50_000).await;
        world.sandbox.payer(reference, Choice::Pay);
    }
    assert_eq!(world.said().await, ["Code", "Code"]);
    let counts = world.sandbox.counts();
    assert_eq!((counts.lost, counts.refused, counts.taken), (1, 2, 0));
    for reference in ["dvc1", "dvc2"] {
        let Answer::Told(told) = world.asked(reference).await else { panic!("{reference} is known") };
        assert!(told.success);
    }
}

#[tokio::test]
async fn a_wrong_amount_is_told_as_it_is() {
    let world = World::new().await;
    world.sandbox.next(Faults { amount_off: 7_000, ..Faults::default() });
    world.begun("dvc1", 50_000).await;
    world.sandbox.payer("dvc1", Choice::Pay);
    for (reference, choice) in [("dvc2", Choice::Less), ("dvc3", Choice::More)] {
        world.begun(reference, 50_000).await;
        world.sandbox.payer(reference, choice);
    }
    let mut said = world.said().await;
    said.sort();
    assert_eq!(said, ["true 49000", "true 51000", "true 57000"]);
    assert_eq!(world.sandbox.moved().iter().map(|m| m.amount).sum::<i64>(), 157_000);
}

#[tokio::test]
async fn a_platform_that_falls_over_is_tried_again_and_one_that_refuses_is_not() {
    let world = World::new().await;
    for (n, init) in
        [Broken::Error, Broken::ErrorAfterwards, Broken::Silence, Broken::Garbage].into_iter().enumerate()
    {
        world.sandbox.next(Faults { init, ..Faults::default() });
        let reference = format!("dvc{n}");
        let error = world.platform.begin(&begin(&reference, 1_000)).await.unwrap_err();
        assert_eq!(error.kind, Kind::Retry, "{init:?}");
        let wanted = if init == Broken::Error { Answer::Unknown } else { Answer::Pending };
        assert_eq!(world.asked(&reference).await, wanted, "{init:?}: whether it was done");
    }
    for (n, query) in [Broken::Error, Broken::Silence, Broken::Garbage].into_iter().enumerate() {
        world.sandbox.next(Faults { query, query_times: 2, ..Faults::default() });
        let reference = format!("ask{n}");
        world.begun(&reference, 1_000).await;
        for _ in 0..2 {
            assert_eq!(
                world.platform.ask(&reference, now()).await.unwrap_err().kind,
                Kind::Retry,
                "{query:?}"
            );
        }
        assert_eq!(world.asked(&reference).await, Answer::Pending);
    }
    let stranger = client(&world.url, "another secret");
    let error = stranger.begin(&begin("dvc9", 1_000)).await.unwrap_err();
    assert_eq!(error.kind, Kind::Fail);
    let why = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(why, "it refused with code 97");
    assert_eq!(
        world.platform.begin(&begin("dvc8", 0)).await.unwrap_err().kind,
        Kind::Fail,
        "nothing is no amount"
    );
    let nobody = client("http://127.0.0.1:9", "bi-mat");
    let error = nobody.ask("dvc1", now()).await.unwrap_err();
    assert_eq!(error.kind, Kind::Retry);
    let said = format!("{error:?}");
    assert!(!said.contains("bi-mat") && !said.contains("/query"), "{said}");
}

#[tokio::test]
async fn the_same_reference_is_begun_once() {
    let world = World::new().await;
    world.begun("dvc1", 1_000).await;
    world.begun("dvc1", 1_000).await;
    assert!(
        world.platform.begin(&begin("dvc1", 2_000)).await.is_err(),
        "the same reference for something else"
    );
}

#[tokio::test]
async fn a_portal_that_falls_over_is_told_again() {
    let world = World::new().await;
    *world.ears.deaf.lock().unwrap() = 2;
    world.begun("dvc1", 1_000).await;
    world.sandbox.payer("dvc1", Choice::Pay);
    assert_eq!(world.said().await, ["true 1000"]);
    assert_eq!(world.sandbox.counts().sent, 3);
}

#[tokio::test]
async fn two_hundred_clicks_pay_once() {
    let world = World::new().await;
    world.begun("dvc1", 1_000).await;
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let clicks = (0..200).map(|_| {
        let form = http
            .post(format!("{}/pay/dvc1", world.url))
            .header("content-type", "application/x-www-form-urlencoded");
        async { form.body("choice=pay").send().await.unwrap().status() }
    });
    futures_util::future::join_all(clicks).await;
    assert_eq!(world.sandbox.moved().len(), 1);
    assert_eq!(world.said().await, ["true 1000"]);
}

#[tokio::test]
async fn money_at_the_bank_is_told_signed_and_listed() {
    let world = World::new().await;
    let to = |amount, memo: &str| Transfer {
        account: "0011012345678".to_owned(),
        amount: vnd(amount),
        memo: memo.to_owned(),
        ..Transfer::default()
    };
    world.sandbox.transfer(to(50_000, "HSABC =1+1, \"x\"")).unwrap();
    let forged = Faults { wrong_code: true, ..Faults::default() };
    world.sandbox.transfer(Transfer { faults: forged, ..to(20_000, "HSDEF") }).unwrap();
    let lost = Faults { lost: true, ..Faults::default() };
    world.sandbox.transfer(Transfer { faults: lost, ..to(30_000, "HSGHJ") }).unwrap();
    let twice = Faults { copies: 2, ..Faults::default() };
    world.sandbox.transfer(Transfer { faults: twice, ..to(40_000, "HSKMN") }).unwrap();
    world.sandbox.settled().await;
    let mut credits = world.ears.credits.lock().unwrap().clone();
    assert_eq!(credits.iter().filter(|c| **c == Err(bank_hook::Untrusted::Unsigned)).count(), 1);
    credits.retain(Result::is_ok);
    let mut amounts: Vec<i64> = credits.iter().map(|c| c.as_ref().unwrap().amount.dong()).collect();
    amounts.sort_unstable();
    assert_eq!(amounts, [40_000, 40_000, 50_000]);
    let http = reqwest::Client::new();
    let csv = http
        .get(format!("{}/bank/statement.csv?account=0011012345678&day=2026-11-26", world.url))
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(csv.as_bytes()).records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 4, "the statement has what the message lost");
    assert_eq!(
        rows[0].iter().collect::<Vec<_>>(),
        ["26/11/2026 15:05:09", "FT000001", "0011012345678", "0", "50000", "HSABC =1+1, \"x\"", "", ""]
    );
    let other = http
        .get(format!("{}/bank/statement.csv?day=2026-11-25", world.url))
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert_eq!(other.lines().count(), 1);
}

#[tokio::test]
async fn the_banks_page_reads_a_code_and_the_program_is_told_in_json() {
    let world = World::new().await;
    let amount = Some(vnd(50_000));
    let code = motcua::domain::vietqr::payload(&motcua::domain::vietqr::Transfer {
        bank: "970436",
        account: "0011012345678",
        amount,
        bill: None,
        purpose: Some("HSABCDEFGHJK2"),
    })
    .unwrap();
    let http = reqwest::Client::new();
    let form = |body: String| {
        let post = http
            .post(format!("{}/bank", world.url))
            .header("content-type", "application/x-www-form-urlencoded");
        async { post.body(body).send().await.unwrap() }
    };
    assert_eq!(form(format!("code={}", code.replace(' ', "+"))).await.status(), 200);
    assert_eq!(form("code=000201".to_owned()).await.status(), 422);
    assert_eq!(form("account=0011012345678&amount=10.000&memo=abc&payer=Lan".to_owned()).await.status(), 200);
    let json = |path: &str, body: &'static str| {
        let post = http.post(format!("{}{path}", world.url)).header("content-type", "application/json");
        async move { post.body(body).send().await.unwrap() }
    };
    assert_eq!(json("/bank/transfer", r#"{"account":"1","amount":5}"#).await.status(), 200);
    assert_eq!(json("/bank/transfer", r#"{"account":"1","amount":0}"#).await.status(), 422);
    assert_eq!(json("/admin/faults", r#"{"lost":true}"#).await.status(), 204);
    world.begun("dvc1", 1_000).await;
    world.sandbox.payer("dvc1", Choice::Pay);
    world.sandbox.settled().await;
    assert_eq!(world.sandbox.counts().lost, 1);
    assert_eq!(json("/admin/mix", r#"{"seed":1,"percent":10}"#).await.status(), 204);
    assert_eq!(json("/admin/mix", "null").await.status(), 204);
    let moved = http.get(format!("{}/admin/moved", world.url)).send().await.unwrap().text().await.unwrap();
    assert!(moved.contains(r#""reference":"HSABCDEFGHJK2","amount":50000"#), "{moved}");
}
