//! A storm: many people pay at once, in every way and with every fault of the sandbox, at two one-stops whose cashiers take cash, read
//! statements, look at what is unclear and give money back meanwhile; and afterwards every đồng that moved is in one place and in one
//! place only, by sums of its own and by the portal's reconciliation. `STORM=10000` makes it as large as one likes.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::{AtomicU64, Ordering},
    time::Instant,
};

use chrono::{NaiveDate, TimeDelta};
use futures_util::StreamExt as _;
use motcua::{
    app::{
        balance,
        pay::{self, Finding},
        payee,
        refund::{self, Word},
        shift,
        statement::{self, Fate, Taken, Told},
        taken_back,
    },
    clock::Clock as _,
    domain::{
        actor::{Actor, Posting},
        command::Command,
        facts::local_date,
        ids::{AgencyCode, DossierCode},
        payee::{Basis, Payee, Typed},
        reconcile::{Break, Day, Table},
        refund::Saw,
        statement as law,
        statement_layout::Layout,
        status::Role,
        till::Count,
    },
    gateways::sandbox::{
        bank::Transfer,
        faults::{Faults, Mix},
        payer::Choice,
    },
    store::{self, bank_account::BankAccount, inbox::Sight, queue::Cursor},
};
use uuid::Uuid;

use crate::support::{
    paying::{Paying, reference_of},
    people::{Person, agency, cash, dong},
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

/// A one-stop with its account and its people.
struct Place<'p> {
    code: AgencyCode,
    account: BankAccount,
    cashier: Person<'p>,
    leader: Actor,
}

impl<'p> Place<'p> {
    async fn of(world: &Paying, code: &str, cashier: Person<'p>) -> Self {
        let code = agency(code);
        let account = store::bank_account::collecting(&world.portal.app.db, &code).await.unwrap().unwrap();
        assert_eq!(account.agency, code.as_str(), "an account of its own");
        let postings = vec![Posting { role: Role::Leader, agency: code.clone() }];
        let leader = Actor { postings, ..world.portal.hung().await.actor };
        Self { code, account, cashier, leader }
    }
}

/// One payer does what payers do, and a cashier what cashiers do.
async fn pays(world: &Paying, person: &Person<'_>, places: &[Place<'_>; 2], dice: &Dice) {
    let (here, there) = if dice.below(3) == 0 { (&places[1], &places[0]) } else { (&places[0], &places[1]) };
    let code = person.files("1.001612").at(here.code.as_str()).submitted().await;
    let at_the_counter = dice.below(5) == 0;
    if at_the_counter {
        // Refused when part of it came already.
        here.cashier.tries(&code, cash(50_000)).await.ok();
    }
    if !at_the_counter || dice.below(3) == 0 {
        pays_from_afar(world, person, (&code, here, there), dice).await;
    }
    if dice.below(8) == 0 {
        let reason = "Không còn cần nữa".to_owned();
        person.tries(&code, Command::Withdraw { reason }).await.ok();
    }
    match dice.below(12) {
        0 => {
            reads_statement(world, here).await;
        }
        1..4 => looks_at_the_inbox(world, here, dice).await,
        4..7 => gives_back(world, here, dice).await,
        _ => {}
    }
}

async fn pays_from_afar(
    world: &Paying,
    person: &Person<'_>,
    (code, here, there): (&DossierCode, &Place<'_>, &Place<'_>),
    dice: &Dice,
) {
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
        // Some copy the wrong account.
        let to = if dice.below(5) == 0 { there } else { here };
        transfer(world, code, to, dice).await;
    }
}

async fn transfer(world: &Paying, code: &DossierCode, to: &Place<'_>, dice: &Dice) {
    let sql = format!(
        "SELECT i.reference FROM payment_intent i JOIN dossier d ON d.id = i.dossier_id WHERE d.code = '{code}'
         ORDER BY i.created_at LIMIT 1"
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
        account: to.account.number.clone(),
        amount,
        memo,
        faults,
        ..Transfer::default()
    });
}

/// The bank's statement of the account as its cashier reads it in: what its messages lost is made up for.
async fn reads_statement(world: &Paying, place: &Place<'_>) -> Taken {
    let text = world.sandbox.statement(Some(&place.account.number), None).unwrap();
    takes_in(world, place, &text).await
}

fn read(world: &Paying, place: &Place<'_>, text: &[u8]) -> law::Statement {
    let today = local_date(world.portal.app.clock.now());
    let read = law::read(text, &Layout::default(), &place.account.number, today).unwrap();
    assert_eq!(read.refused, [], "the sandbox writes what is read");
    read
}

/// While nothing else happens, the preview says what taking in does.
async fn reads_as_foreseen(world: &Paying, place: &Place<'_>) -> Taken {
    let text = world.sandbox.statement(Some(&place.account.number), None).unwrap();
    let fates = statement::foresee(&world.portal.app, &read(world, place, &text)).await.unwrap();
    let count = |is: fn(&Fate) -> bool| fates.iter().filter(|fate| is(fate)).count();
    let taken = takes_in(world, place, &text).await;
    let became = [taken.known, taken.unclear, taken.booked + taken.held, taken.left];
    let foreseen = [
        count(|fate| *fate == Fate::Known),
        count(|fate| *fate == Fate::Unclear),
        count(|fate| matches!(fate, Fate::For(..))),
        count(|fate| *fate == Fate::Probably),
    ];
    assert_eq!(became, foreseen);
    taken
}

async fn takes_in(world: &Paying, place: &Place<'_>, text: &[u8]) -> Taken {
    let app = &world.portal.app;
    let layout = Layout::default();
    let read = read(world, place, text);
    let told = Told { layout: &layout, statement: &read, despite: &BTreeSet::new() };
    statement::take_in(app, &place.cashier.actor, (&place.code, &place.account), told).await.unwrap()
}

/// The same lines without the numbers of the transactions.
fn without_numbers(text: &[u8]) -> String {
    let mut reader = csv::Reader::from_reader(text);
    let line = |record: Result<csv::StringRecord, csv::Error>| {
        let record = record.unwrap();
        format!("{};{};{}\n", &record[0], &record[4], &record[5])
    };
    let head = std::iter::once("Ngày giao dịch;Ghi có;Nội dung\n".to_owned());
    head.chain(reader.records().map(line)).collect()
}

/// The cashier says of some unclear money whose it is, rightly or not, that it is nobody's or was heard of before; and takes such a word
/// back now and then.
async fn looks_at_the_inbox(world: &Paying, place: &Place<'_>, dice: &Dice) {
    let app = &world.portal.app;
    if dice.below(5) == 0 {
        return thinks_again(world, place, dice).await;
    }
    let sight = Sight::of(&app.db, std::slice::from_ref(&place.code)).await.unwrap();
    let page = store::inbox::waiting(&app.db, &sight, Cursor::parse("")).await.unwrap();
    let Some(one) = page.rows.get(usize::try_from(dice.below(5)).unwrap()) else { return };
    let alike = store::finding::alike(&app.db, one.id).await.unwrap();
    let finding = if let (0, Some(first)) = (dice.below(4), alike.first()) {
        Finding::Twice { same_as: first.id }
    } else if dice.below(4) == 0 {
        Finding::Aside { reason: "Không phải phí".to_owned() }
    } else {
        let near = store::inbox::near(&app.db, std::slice::from_ref(&place.code), one.at).await.unwrap();
        let at = usize::try_from(dice.below(u64::try_from(near.len().max(1)).unwrap())).unwrap();
        let Some(owed) = near.get(at) else { return };
        Finding::Belongs(owed.intent)
    };
    // Another one of the twelve may have been faster.
    pay::find_out(app, &place.cashier.actor, one.id, &finding).await.ok();
}

/// A word about money is taken back, where it still can be.
async fn thinks_again(world: &Paying, place: &Place<'_>, dice: &Dice) {
    let sql = format!(
        "SELECT m.event_id || ' ' || m.turn FROM event_match m JOIN bank_event e ON e.id = m.event_id
         WHERE e.agency = '{}' AND m.kind IN ('reference', 'cashier', 'aside', 'twice') ORDER BY m.at DESC LIMIT 30",
        place.code
    );
    let all = world.portal.texts(&sql).await;
    let at = usize::try_from(dice.below(30)).unwrap();
    let Some((event, turn)) = all.get(at).and_then(|one| one.split_once(' ')) else { return };
    let word = (event.parse().unwrap(), turn.parse().unwrap());
    // It may be booked, or another one of the twelve was faster.
    taken_back::take_back(&world.portal.app, &place.cashier.actor, word, "Chưa đúng hồ sơ").await.ok();
}

/// A refund goes one step further: somebody says where it goes, also after it was agreed to; it is agreed to, or paid out.
async fn gives_back(world: &Paying, place: &Place<'_>, dice: &Dice) {
    let app = &world.portal.app;
    let sql = format!(
        "SELECT concat_ws(' ', state, id, of_held + of_booked, (SELECT count(*) FROM refund_payee p WHERE p.refund_id = r.id))
         FROM refund r WHERE agency = '{}' AND state IN ('requested', 'approved') ORDER BY id",
        place.code
    );
    let all = world.portal.texts(&sql).await;
    let Some(one) = all.get(usize::try_from(dice.below(u64::try_from(all.len().max(1)).unwrap())).unwrap())
    else {
        return;
    };
    let mut parts = one.split(' ');
    let (state, id) = (parts.next().unwrap(), parts.next().unwrap().parse::<Uuid>().unwrap());
    let (amount, turn) = (parts.next().unwrap().parse().unwrap(), parts.next().unwrap().parse().unwrap());
    // Half of them get a payee first, and of some it is changed after it was agreed to. Another one of the twelve may have been faster.
    let kind = id.as_u128() % 6;
    let is_asked = state == "requested";
    let names = if is_asked { turn == 0 && kind < 3 } else { turn == 1 && kind == 0 };
    if names {
        let payee = if kind == 2 {
            Payee::Cash { name: "Trần Văn Bảy".to_owned() }
        } else {
            let number = format!("1234567{turn}");
            let typed = Typed { way: "account", bank: "970436", number: &number, name: "TRAN VAN BAY" };
            Payee::parse(&typed).unwrap()
        };
        let by = &place.cashier.actor;
        payee::at_the_counter(app, by, id, (payee, turn), Basis::Word).await.ok();
    }
    if names || is_asked {
        let saw = Saw { amount: dong(amount), payee: turn + u32::from(names) };
        refund::decide(app, &place.leader, id, &Word::Approve { saw }).await.ok();
    } else {
        let saw = Saw { amount: dong(amount), payee: turn };
        refund::pay_out(app, &place.cashier.actor, id, (saw, &format!("PC {id}"))).await.ok();
    }
}

/// What was paid out went where it was to go when it was agreed to: to an account by transfer, else in cash.
async fn none_went_astray(world: &Paying, is_large: bool) {
    let went = |which: &str| {
        format!(
            "SELECT concat_ws(' ', r.id, r.method, t.way) FROM refund r
             LEFT JOIN LATERAL (SELECT p.way, p.said_at FROM refund_payee p WHERE p.refund_id = r.id
                                ORDER BY p.turn DESC LIMIT 1) t ON true
             WHERE r.state = 'paid-out' AND {which}"
        )
    };
    let astray =
        "((r.method = 'transfer') <> coalesce(t.way = 'account', false) OR r.decided_at < t.said_at)";
    assert_eq!(world.portal.texts(&went(astray)).await, [""; 0]);
    let by_account = world.portal.texts(&went("t.way = 'account'")).await;
    assert!(!is_large || !by_account.is_empty(), "some went to accounts");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_storm_of_payments_every_sum_balances() {
    let many: usize = std::env::var("STORM").ok().and_then(|text| text.parse().ok()).unwrap_or(120);
    let world = Paying::new().await;
    world.sandbox.mix(Some(Mix { seed: 2_026, percent: 12 }));
    let (lan, hoa, trang) = (world.portal.lan().await, world.portal.hoa().await, world.portal.trang().await);
    let places = [Place::of(&world, "H48.101.01", hoa).await, Place::of(&world, "H48.102.01", trang).await];
    for place in &places {
        shift::open(&world.portal.app, &place.cashier.actor, &place.code, dong(500_000)).await.unwrap();
    }
    let first = local_date(world.portal.clock.now());
    let dice = Dice(AtomicU64::new(42));
    let begun = Instant::now();
    futures_util::stream::iter(0..many)
        .for_each_concurrent(AT_ONCE, async |_| pays(&world, &lan, &places, &dice).await)
        .await;
    world.sandbox.settled().await;
    world.sandbox.mix(None);
    // The cluster of the tests gathers no statistics by itself.
    world.portal.sql("ANALYZE").await.unwrap();
    for place in &places {
        reads_as_foreseen(&world, place).await;
    }
    let read = "SELECT key FROM bank_event WHERE source = 'statement'";
    assert!(!world.portal.texts(read).await.is_empty(), "statements made up for lost messages");
    until_nothing_is_open(&world).await;
    for place in &places {
        let again = reads_as_foreseen(&world, place).await;
        assert_eq!(again.fresh(), 0, "what was read is known");
        let text = world.sandbox.statement(Some(&place.account.number), None).unwrap();
        let unnumbered = takes_in(&world, place, without_numbers(&text).as_bytes()).await;
        assert_eq!((unnumbered.fresh(), unnumbered.left), (0, again.known), "none is counted twice");
        for _ in 0..many / 6 {
            gives_back(&world, place, &dice).await;
        }
    }
    // What became enough by a refund that ended is booked in a turn of its own.
    world.asks_the_platform().await;
    let seconds = begun.elapsed().as_secs_f64();

    let sums = Sums::of(&world).await;
    eprintln!("{many} payments in {seconds:.1} s: {sums:?}\n{:?}", world.sandbox.counts());
    let is_large = many >= 600;
    sums.hold(is_large);
    none_went_astray(&world, is_large).await;
    each_movement_is_one_event(&world).await;
    each_dossier_is_booked_when_enough_came(&world).await;
    reconciliation_says_the_same(&world, &places, first, &sums).await;
    shifts_hold_the_cash(&world, &places).await;
    every_day_is_closed(&world, &places, first).await;
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

/// Where the money is, in whole đồng, by sums over the rows.
#[derive(Debug)]
struct Sums {
    moved: i64,
    heard: i64,
    cash: i64,
    matched: i64,
    over: i64,
    inbox: i64,
    aside: i64,
    struck: i64,
    booked: i64,
    booked_back: i64,
    held_back: i64,
    held: i64,
}

impl Sums {
    async fn of(world: &Paying) -> Self {
        let sum = async |sql: &str| -> i64 {
            let sql = format!("SELECT coalesce(sum(x.amount), 0)::text FROM ({sql}) x");
            world.portal.texts(&sql).await[0].parse().unwrap()
        };
        let matched = |condition: &str| {
            format!(
                "SELECT e.amount FROM bank_event e JOIN event_match m ON m.event_id = e.id
                 LEFT JOIN payment_intent i ON i.id = m.intent_id WHERE e.success AND {condition}"
            )
        };
        Self {
            moved: world.sandbox.moved().iter().map(|moved| moved.amount).sum(),
            heard: sum("SELECT amount FROM bank_event WHERE success").await,
            cash: sum("SELECT amount FROM bank_event WHERE success AND method = 'cash'").await,
            matched: sum(&matched("m.intent_id IS NOT NULL")).await,
            // There, and where the word was taken back, back again.
            over: sum("SELECT e.amount FROM finding_span m JOIN bank_event e ON e.id = m.event_id
                       JOIN payment_intent i ON i.id = m.intent_id
                       CROSS JOIN LATERAL generate_series(1, CASE WHEN m.until = 'infinity' THEN 1 ELSE 2 END) way
                       WHERE e.success AND i.agency <> e.agency")
            .await,
            aside: sum(&matched("m.kind = 'aside'")).await,
            struck: sum(&matched("m.kind = 'twice'")).await,
            inbox: sum("SELECT amount FROM bank_event e WHERE success
                        AND NOT EXISTS (SELECT FROM event_match m WHERE m.event_id = e.id)")
            .await,
            booked: sum("SELECT amount FROM payment").await,
            booked_back: sum("SELECT of_booked AS amount FROM refund WHERE paid_at IS NOT NULL").await,
            held_back: sum("SELECT of_held AS amount FROM refund WHERE paid_at IS NOT NULL").await,
            held: sum(&format!("SELECT held AS amount FROM ({DOSSIERS}) d")).await,
        }
    }

    /// `is_large`: so large that even what is rare happens.
    fn hold(&self, is_large: bool) {
        assert_eq!(self.heard, self.moved + self.cash, "every đồng that moved was heard of, and no other");
        assert_eq!(
            self.matched + self.inbox + self.aside + self.struck,
            self.heard,
            "each is with a dossier, unclear, aside or struck off"
        );
        assert_eq!(
            self.booked + self.held + self.held_back,
            self.matched,
            "and there booked, held or given back"
        );
        let common = [self.cash, self.over, self.inbox, self.booked, self.held_back, self.held];
        let rare = [self.aside, self.struck, self.booked_back];
        let all = common.iter().chain(rare.iter().filter(|_| is_large));
        assert!(all.copied().all(|sum| sum > 0), "it was a storm: {self:?}");
    }
}

/// For each dossier: what is owed, what came for it, what is booked, what is held.
const DOSSIERS: &str = "
    SELECT d.code, d.status, d.fee_total, d.fee_paid, c.came, b.booked, r.back, r.gone, c.came - b.booked - r.back AS held
    FROM dossier d
    CROSS JOIN LATERAL (SELECT coalesce(sum(e.amount), 0) AS came FROM payment_intent i
                        JOIN event_match m ON m.intent_id = i.id JOIN bank_event e ON e.id = m.event_id
                        WHERE i.dossier_id = d.id AND e.success) c
    CROSS JOIN LATERAL (SELECT coalesce(sum(p.amount), 0) AS booked FROM payment p WHERE p.dossier_id = d.id) b
    CROSS JOIN LATERAL (SELECT coalesce(sum(r.of_held), 0) AS back, coalesce(sum(r.of_booked), 0) AS gone FROM refund r
                        WHERE r.dossier_id = d.id AND r.paid_at IS NOT NULL) r";

/// Each movement at the platform or the bank is one successful event of the same amount.
async fn each_movement_is_one_event(world: &Paying) {
    let sql = "SELECT number || ' ' || amount FROM bank_event WHERE success AND method <> 'cash'";
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
         WHERE held < 0 OR booked - gone <> fee_paid OR fee_paid > fee_total
               OR (fee_paid < fee_total AND came - back - gone >= fee_total AND status <> 'withdrawn')"
    );
    assert_eq!(world.portal.texts(&wrong).await, [""; 0]);
    let stuck = "SELECT state FROM payment_attempt WHERE state = 'pending'";
    assert_eq!(world.portal.texts(stuck).await, [""; 0], "nothing is left unknown");
    let open_though_paid = "SELECT i.reference FROM payment_intent i JOIN dossier d ON d.id = i.dossier_id
                            WHERE i.closed_at IS NULL AND d.fee_paid >= d.fee_total";
    assert_eq!(world.portal.texts(open_though_paid).await, [""; 0]);
    let not_listed = "SELECT e.id::text FROM bank_event e FULL JOIN inbox w ON w.event_id = e.id
                      LEFT JOIN event_match m ON m.event_id = e.id
                      WHERE (w.event_id IS NOT NULL) <> (e.success AND m.event_id IS NULL)";
    assert_eq!(world.portal.texts(not_listed).await, [""; 0], "the inbox is what nobody matched");
}

/// Every day of a one-stop, with its table.
async fn days(world: &Paying, place: &Place<'_>, first: NaiveDate) -> Vec<(Day, Table)> {
    let mut all = Vec::new();
    for on in first.iter_days().take_while(|on| *on <= local_date(world.portal.clock.now())) {
        let day = balance::day(&world.portal.app, &place.code, on).await.unwrap();
        let table = day.table().unwrap();
        all.push((day, table));
    }
    all
}

/// The portal's own reconciliation: each day of each one-stop balances to the đồng, begins with what the day before left, names nothing
/// but what is unclear or open, and all of them come to the sums over the rows.
async fn reconciliation_says_the_same(
    world: &Paying,
    places: &[Place<'_>; 2],
    first: NaiveDate,
    sums: &Sums,
) {
    let mut total = [0_i64; 10];
    for place in places {
        let mut before = 0;
        let days = days(world, place, first).await;
        assert!(days.len() > 1, "the storm goes on over midnight");
        for (day, table) in &days {
            let on = format!("{} {table:?}", place.code);
            assert_eq!((table.difference, table.opening.dong()), (0, before), "{on}");
            before = table.closing().unwrap().dong();
            for found in day.breaks().unwrap() {
                match found {
                    Break::Unclear { event, .. } => assert!(day.waiting.contains(&event), "{on}"),
                    Break::ShiftOpen { .. } => {}
                    Break::Beyond { .. }
                    | Break::PaidDiffers { .. }
                    | Break::NotBooked { .. }
                    | Break::Unexplained { .. } => panic!("{found:?} on {on}"),
                }
            }
            let moves = [
                table.came().unwrap(),
                table.moved_in.amount,
                table.moved_out.amount,
                table.booked.amount,
                table.booked_back.amount,
                table.held_back.amount,
            ];
            for (sum, moved) in total.iter_mut().zip(moves) {
                *sum += moved.dong();
            }
        }
        total[9] +=
            days.iter().map(|(_, t)| t.struck.amount.dong() - t.counted_again.amount.dong()).sum::<i64>();
        let (_, last) = days.last().unwrap();
        total[6] += last.short.amount.dong() + last.surplus.amount.dong();
        total[7] += last.inbox.amount.dong();
        total[8] += last.aside.amount.dong();
    }
    let Sums { heard, over, booked, booked_back, held_back, held, inbox, aside, struck, .. } = *sums;
    assert_eq!(total, [heard, over, over, booked, booked_back, held_back, held, inbox, aside, struck]);
}

/// Both shifts are closed, and hold the cash that was taken and paid out.
async fn shifts_hold_the_cash(world: &Paying, places: &[Place<'_>; 2]) {
    let app = &world.portal.app;
    for place in places {
        let sum = async |sql: &str| -> i64 {
            let sql =
                format!("SELECT coalesce(sum(x.amount), 0)::text FROM ({sql} agency = '{}') x", place.code);
            world.portal.texts(&sql).await[0].parse().unwrap()
        };
        let taken = sum("SELECT amount FROM bank_event WHERE method = 'cash' AND").await;
        let back = sum("SELECT of_held + of_booked AS amount FROM refund WHERE method = 'cash' AND").await;
        assert!(taken > 0 && back > 0, "{} moved cash", place.code);
        let closed =
            shift::close(app, &place.cashier.actor, &place.code, (&Count::default(), "Nộp kho bạc")).await;
        assert_eq!(closed.unwrap().unwrap().expected, 500_000 + taken - back);
    }
}

/// When nothing is unclear any more, every day is closed, one after the other.
async fn every_day_is_closed(world: &Paying, places: &[Place<'_>; 2], first: NaiveDate) {
    let app = &world.portal.app;
    let last = local_date(world.portal.clock.now());
    world.portal.clock.advance(TimeDelta::days(1));
    for place in places {
        let sight = Sight::of(&app.db, std::slice::from_ref(&place.code)).await.unwrap();
        loop {
            let page = store::inbox::waiting(&app.db, &sight, Cursor::parse("")).await.unwrap();
            if page.rows.is_empty() {
                break;
            }
            for one in page.rows {
                let aside = Finding::Aside { reason: "Đã trả lại ngân hàng".to_owned() };
                pay::find_out(app, &place.cashier.actor, one.id, &aside).await.unwrap();
            }
        }
        for on in first.iter_days().take_while(|on| *on <= last) {
            let table = balance::close(app, &place.cashier.actor, &place.code, on).await.unwrap();
            assert_eq!(table.map(|table| table.difference), Ok(0), "{} {on}", place.code);
        }
    }
}
