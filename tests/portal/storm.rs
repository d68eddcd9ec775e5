//! A storm: many people pay at once, in every way and with every fault of the sandbox, and afterwards every đồng that moved is in
//! one place and in one place only. `STORM=10000` makes it as large as one likes.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU64, Ordering},
    time::Instant,
};

use chrono::TimeDelta;
use futures_util::StreamExt as _;
use motcua::{
    app::pay::{self, Heard},
    domain::{command::PayMethod, ids::DossierCode, settlement::Source},
    gateways::sandbox::{
        bank::Transfer,
        faults::{Faults, Mix},
        payer::Choice,
    },
};

use crate::support::{
    paying::{Paying, reference_of},
    people::{Person, dong},
};

const AT_ONCE: usize = 12;

/// Chance that can be repeated, one stream for each payment.
struct Dice(AtomicU64);

impl Dice {
    fn below(&self, limit: u64) -> u64 {
        let z =
            self.0.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        ((z ^ (z >> 29)).wrapping_mul(0x94D0_49BB_1331_11EB) >> 33) % limit
    }
}

fn chosen(dice: &Dice) -> Choice {
    let all = [
        Choice::Pay,
        Choice::Pay,
        Choice::Pay,
        Choice::Refuse,
        Choice::Cancel,
        Choice::Close,
        Choice::Late,
        Choice::Less,
        Choice::More,
        Choice::Lost,
        Choice::Thrice,
    ];
    all[usize::try_from(dice.below(11)).unwrap()]
}

/// One payer does what payers do.
async fn pays(world: &Paying, person: &Person<'_>, code: &DossierCode, dice: &Dice) {
    let begun = world.begins(person, code).await;
    let transfers = begun.is_err() || dice.below(5) == 0;
    if let Ok(pay_url) = begun {
        let reference = reference_of(&pay_url);
        world.sandbox.payer(&reference, chosen(dice));
        if dice.below(4) == 0 {
            // The back button and once more; perhaps with a new try.
            if let Ok(pay_url) = world.begins(person, code).await {
                world.sandbox.payer(&reference_of(&pay_url), chosen(dice));
            }
        }
    }
    if transfers {
        transfer(world, code, dice).await;
    }
}

async fn transfer(world: &Paying, code: &DossierCode, dice: &Dice) {
    let sql = format!(
        "SELECT i.reference FROM payment_intent i JOIN dossier d ON d.id = i.dossier_id WHERE d.code = '{code}'"
    );
    let reference = world.portal.texts(&sql).await.concat();
    let memo = match dice.below(4) {
        0 => "nop phi ho so".to_owned(),
        1 => format!("MBVCB.{}.{reference}.CT", dice.below(1_000_000)),
        2 => format!("{}-{} nop phi", &reference[..5], reference[5..].to_lowercase()),
        _ => reference,
    };
    let amount = dong([50_000, 50_000, 20_000, 30_000, 60_000][usize::try_from(dice.below(5)).unwrap()]);
    let faults = Faults {
        copies: 1 + u8::try_from(dice.below(3)).unwrap(),
        lost: dice.below(4) == 0,
        wrong_code: dice.below(6) == 0,
        ..Faults::default()
    };
    world.sandbox.transfer(Transfer {
        account: "4800000010101".to_owned(),
        amount,
        memo,
        faults,
        ..Transfer::default()
    });
}

/// The bank's statement of the day, line by line: what its messages lost is made up for.
async fn statement(world: &Paying) {
    let lines = world.sandbox.book().lines.clone();
    for line in lines {
        let heard = Heard {
            source: Source::Statement,
            key: format!("bank:{}:{}", line.account, line.number),
            method: PayMethod::Transfer,
            account: Some(line.account),
            amount: line.amount,
            success: true,
            code: None,
            at: line.at,
            number: Some(line.number),
            memo: Some(line.memo),
            payer: None,
            attempt: None,
            by: None,
        };
        pay::hear(&world.portal.app, &heard).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_storm_of_payments_every_sum_balances() {
    let many: usize = std::env::var("STORM").ok().and_then(|text| text.parse().ok()).unwrap_or(120);
    let world = Paying::new().await;
    world.sandbox.mix(Some(Mix { seed: 2_026, percent: 12 }));
    let lan = world.portal.lan().await;
    let dice = Dice(AtomicU64::new(42));
    let begun = Instant::now();
    futures_util::stream::iter(0..many)
        .for_each_concurrent(AT_ONCE, async |_| {
            let code = world.owed(&lan).await;
            pays(&world, &lan, &code, &dice).await;
        })
        .await;
    world.sandbox.settled().await;
    world.sandbox.mix(None);
    statement(&world).await;
    until_nothing_is_open(&world).await;
    let seconds = begun.elapsed().as_secs_f64();

    let balance = Balance::of(&world).await;
    eprintln!("{many} payments in {seconds:.1} s: {balance:?}\n{:?}", world.sandbox.counts());
    balance.holds();
    each_movement_is_one_event(&world).await;
    each_dossier_is_booked_when_enough_came(&world).await;
}

/// Two days go by, in which the platform is asked.
async fn until_nothing_is_open(world: &Paying) {
    for _ in 0..200 {
        world.portal.clock.advance(TimeDelta::minutes(15));
        world.asks_the_platform().await;
        let open = "SELECT reference FROM payment_attempt WHERE ask_at IS NOT NULL LIMIT 1";
        if world.portal.texts(open).await.is_empty() {
            return;
        }
    }
    panic!("something is asked for without end");
}

/// Where the money is, in whole đồng.
#[derive(Debug)]
struct Balance {
    moved: i64,
    heard: i64,
    matched: i64,
    inbox: i64,
    booked: i64,
    held: i64,
}

impl Balance {
    async fn of(world: &Paying) -> Self {
        let sum = async |sql: &str| -> i64 {
            let sql = format!("SELECT coalesce(sum(x.amount), 0)::text FROM ({sql}) x");
            world.portal.texts(&sql).await[0].parse().unwrap()
        };
        Self {
            moved: world.sandbox.moved().iter().map(|moved| moved.amount).sum(),
            heard: sum("SELECT amount FROM bank_event WHERE success").await,
            matched: sum("SELECT e.amount FROM bank_event e JOIN event_match m ON m.event_id = e.id
                          WHERE e.success AND m.intent_id IS NOT NULL")
            .await,
            inbox: sum("SELECT amount FROM bank_event e WHERE success
                        AND NOT EXISTS (SELECT FROM event_match m WHERE m.event_id = e.id)")
            .await,
            booked: sum("SELECT amount FROM payment").await,
            held: sum(&format!("SELECT held AS amount FROM ({DOSSIERS}) d")).await,
        }
    }

    fn holds(&self) {
        assert_eq!(self.heard, self.moved, "every đồng that moved was heard of, and no other");
        assert_eq!(self.matched + self.inbox, self.heard, "each is with a dossier or in the inbox");
        assert_eq!(self.booked + self.held, self.matched, "what is with a dossier is booked or held");
        assert!(self.booked > 0 && self.inbox > 0 && self.held > 0, "it was a storm");
    }
}

/// For each dossier: what is owed, what came for it, what is booked, what is held.
const DOSSIERS: &str = "
    SELECT d.code, d.fee_total, d.fee_paid, c.came, b.booked, c.came - b.booked AS held
    FROM dossier d
    CROSS JOIN LATERAL (SELECT coalesce(sum(e.amount), 0) AS came FROM payment_intent i
                        JOIN event_match m ON m.intent_id = i.id JOIN bank_event e ON e.id = m.event_id
                        WHERE i.dossier_id = d.id AND e.success) c
    CROSS JOIN LATERAL (SELECT coalesce(sum(p.amount), 0) AS booked FROM payment p WHERE p.dossier_id = d.id) b";

/// Each movement at the platform or the bank is one successful event of the same amount.
async fn each_movement_is_one_event(world: &Paying) {
    let sql = "SELECT number || ' ' || amount FROM bank_event WHERE success";
    let mut events: BTreeMap<String, u32> = BTreeMap::new();
    for event in world.portal.texts(sql).await {
        *events.entry(event).or_default() += 1;
    }
    for moved in world.sandbox.moved() {
        let key = format!("{} {}", moved.number, moved.amount);
        assert_eq!(events.remove(&key), Some(1), "{key} for {}", moved.reference);
    }
    assert!(events.is_empty(), "nobody moved {events:?}");
}

async fn each_dossier_is_booked_when_enough_came(world: &Paying) {
    let wrong = format!(
        "SELECT code || ': ' || row_to_json(x) FROM ({DOSSIERS}) x
         WHERE held < 0 OR booked <> fee_paid OR booked > fee_total OR (booked < fee_total AND came >= fee_total)"
    );
    assert_eq!(world.portal.texts(&wrong).await, [""; 0]);
    let stuck = "SELECT state FROM payment_attempt WHERE state = 'pending'";
    assert_eq!(world.portal.texts(stuck).await, [""; 0], "nothing is left unknown");
    let open_though_paid = "SELECT i.reference FROM payment_intent i JOIN dossier d ON d.id = i.dossier_id
                            WHERE i.closed_at IS NULL AND d.fee_paid >= d.fee_total";
    assert_eq!(world.portal.texts(open_though_paid).await, [""; 0]);
}
