//! A portal that runs already gets its new tables: what they are filled with out of the rows of before. Each test brings a database up
//! to just before a migration, writes what stood there then, and lets that one happen.

use motcua::{domain::quote::Quote, store::tx::MIGRATOR};
use sqlx::{AssertSqlSafe, Row as _};

use crate::support::database::TestDb;

/// The migrations that fill something.
const MONEY: i64 = 20_261_126_100_000;
const TOLD_APART: i64 = 20_261_126_140_000;
const INBOX: i64 = 20_261_126_160_000;
const RECEIPT_AGAIN: i64 = 20_261_126_180_000;
const RECEIPTS_SINCE: i64 = 20_261_126_190_000;
const MONEY_BACK: i64 = 20_261_126_200_000;

/// What there was from the beginning: an agency above another one, a cashier, a procedure.
const WORLD: &str = "
    INSERT INTO calendar (key, name, data, updated_at) VALUES ('tinh', 'Lịch của tỉnh', '{}', '2026-01-01 00:00+07');
    INSERT INTO agency (code, name, short_name, level, parent, receives, calendar, valid_from)
    VALUES ('H48', 'Tỉnh', 'Tỉnh', 'province', NULL, false, 'tinh', '2026-01-01'),
           ('H48.101', 'Phường', 'Phường', 'commune', 'H48', true, 'tinh', '2026-01-01'),
           ('H48.102', 'Xã', 'Xã', 'commune', 'H48', true, 'tinh', '2026-01-01');
    INSERT INTO account (id, kind, full_name, created_at)
    VALUES ('00000000-0000-4000-8000-00000000000a', 'staff', 'Lê Thị Hoa', '2026-01-01 00:00+07'),
           ('00000000-0000-4000-8000-00000000000b', 'staff', 'Nguyễn Quốc Hùng', '2026-01-01 00:00+07');
    INSERT INTO procedure (code, name, field, levels, audiences, online, search, updated_at)
    VALUES ('1.001612', 'Hộ kinh doanh', 'Doanh nghiệp', '{}', '{}', 'full', '', '2026-01-01 00:00+07'),
           ('1.004873', 'Tình trạng hôn nhân', 'Hộ tịch', '{}', '{}', 'full', '', '2026-01-01 00:00+07');
    INSERT INTO procedure_version (id, code, number, name, content, content_hash, created_at)
    VALUES ('00000000-0000-4000-8000-0000000000c1', '1.001612', 1, 'Hộ kinh doanh', '{}', '', '2026-01-01 00:00+07'),
           ('00000000-0000-4000-8000-0000000000c2', '1.004873', 1, 'Tình trạng hôn nhân', '{}', '', '2026-01-01 00:00+07');
";
const HOA: &str = "'00000000-0000-4000-8000-00000000000a'";
const HUNG: &str = "'00000000-0000-4000-8000-00000000000b'";

/// A database on its way.
struct Old(TestDb);

impl Old {
    /// As it was before the migration `version`.
    async fn before(version: i64) -> Self {
        let old = Self(TestDb::bare().await);
        old.goes_to(version - 1).await;
        old.has(WORLD).await;
        old
    }

    /// All migrations up to this one happen.
    async fn goes_to(&self, version: i64) {
        MIGRATOR.run_to(version, &self.0.pool).await.unwrap();
    }

    async fn has(&self, sql: &str) {
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&self.0.pool).await.unwrap();
    }

    /// The first column of what a query finds; it must be text.
    async fn texts(&self, sql: &str) -> Vec<String> {
        let rows = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).fetch_all(&self.0.pool).await.unwrap();
        rows.iter().map(|row| row.get::<String, _>(0)).collect()
    }

    /// A dossier, whose identifier ends with `n`, that costs `total` of which `paid` is paid.
    async fn dossier(&self, n: u32, agency: &str, procedure: &str, (total, paid): (i64, i64)) {
        let version = if procedure == "1.001612" { "c1" } else { "c2" };
        self.has(&format!(
            "INSERT INTO dossier (id, code, lookup_secret, link_token, form_key, version, status, procedure_code,
                                  procedure_version, case_key, channel, entered_by, filer_id, applicant, applicant_name,
                                  receiving_agency, settling_agency, holding_agency, quote, fee_total, fee_paid, created_at,
                                  updated_at, status_at, submitted_at)
             VALUES ({id}, '{agency}-261120-{n:04}', 'x', 'link-{n}', gen_random_uuid(), 1, 'submitted', '{procedure}',
                     '00000000-0000-4000-8000-0000000000{version}', 'x', 'online', 'citizen', {HOA}, '{{}}', 'Lan',
                     '{agency}', '{agency}', '{agency}', '{{\"lines\": [], \"total\": {total}}}', {total}, {paid},
                     '2026-11-20 08:00+07', '2026-11-20 08:00+07', '2026-11-20 08:00+07', '2026-11-20 08:00+07')",
            id = id('d', n)
        ))
        .await;
    }
}

/// An identifier in quotation marks: of a dossier `d`, a payment `a`, an event `e`, a request `f`, …
fn id(kind: char, n: u32) -> String {
    format!("'00000000-0000-4000-8000-{kind}{n:011}'")
}

/// The values of `(…)` that a request has: of which dossier, and when it was made.
fn request(n: u32, dossier: u32, agency: &str) -> String {
    format!(
        "INSERT INTO payment_intent (id, dossier_id, agency, reference, amount, created_at)
         VALUES ({}, {}, '{agency}', 'HS{n}', 50000, '2026-11-20 08:00+07');",
        id('f', n),
        id('d', dossier)
    )
}

/// Something that was said about money, and that it belongs to a request since `matched`.
fn said(n: u32, source: &str, to: u32, matched: &str) -> String {
    format!(
        "INSERT INTO bank_event (id, source, key, method, agency, amount, success, at, heard_at)
         VALUES ({event}, '{source}', 'key-{n}', 'transfer', 'H48.101', 20000, true, '{matched}', '{matched}');
         INSERT INTO event_match (event_id, intent_id, kind, at) VALUES ({event}, {}, 'reference', '{matched}');",
        id('f', to),
        event = id('e', n)
    )
}

/// Money that was booked, before a payment said anything of itself.
fn booked(n: u32, dossier: u32, at: &str) -> String {
    format!(
        "INSERT INTO payment (id, dossier_id, amount, method, reference, confirmed_by, confirmed_at)
         VALUES ({}, {}, 50000, 'transfer', 'FT {n}', {HOA}, '{at}');",
        id('a', n),
        id('d', dossier)
    )
}

#[tokio::test]
async fn what_was_booked_before_there_were_events_balances_with_them() {
    let old = Old::before(MONEY).await;
    old.dossier(1, "H48.101", "1.001612", (70_000, 70_000)).await;
    old.dossier(2, "H48.102", "1.004873", (10_000, 0)).await;
    old.has(&format!(
        "{}INSERT INTO payment (id, dossier_id, amount, method, confirmed_by, confirmed_at)
         VALUES ({}, {}, 20000, 'cash', {HUNG}, '2026-11-22 09:00+07')",
        booked(1, 1, "2026-11-21 08:00+07"),
        id('a', 2),
        id('d', 1)
    ))
    .await;
    old.goes_to(MONEY).await;
    let requests = "SELECT concat_ws(' ', right(i.dossier_id::text, 1), i.agency, i.reference = 'EARLIER-' || i.id, i.amount,
                                     i.closed_as, i.closed_at = p.confirmed_at AND i.created_at = p.confirmed_at)
                    FROM payment_intent i JOIN payment p ON p.id = i.id ORDER BY i.created_at";
    assert_eq!(old.texts(requests).await, ["1 H48.101 t 50000 paid t", "1 H48.101 t 20000 paid t"]);
    let events = "SELECT concat_ws(' ', e.source, e.key = 'counter:' || e.id, e.method, e.agency, e.amount, e.success, e.number,
                                   e.by = p.confirmed_by, e.at = p.confirmed_at AND e.heard_at = p.confirmed_at,
                                   m.kind, m.intent_id = p.id, m.at = p.confirmed_at, m.by = p.confirmed_by)
                  FROM payment p LEFT JOIN bank_event e ON e.id = p.id LEFT JOIN event_match m ON m.event_id = e.id
                  ORDER BY p.confirmed_at";
    assert_eq!(
        old.texts(events).await,
        [
            "counter t transfer H48.101 50000 t FT 1 t t counter t t t",
            "counter t cash H48.101 20000 t t t counter t t t"
        ]
    );
    // Who only owes gets no request here: that is done by the portal, which makes references.
    assert_eq!(old.texts("SELECT count(*)::text FROM payment_intent").await, ["2"]);
    MIGRATOR.run(&old.0.pool).await.unwrap();
    let sums = "SELECT concat_ws(' ', right(id::text, 1), money_collected(id), money_held(id)) FROM dossier ORDER BY id";
    assert_eq!(old.texts(sums).await, ["1 70000 0", "2 0 0"], "nothing is held and nothing is beyond");
    let told = "SELECT concat_ws(' ', agency, procedure_code, source) FROM payment ORDER BY confirmed_at";
    assert_eq!(old.texts(told).await, ["H48.101 1.001612 counter"; 2], "all the way to today");
    assert_eq!(old.texts("SELECT event_id::text FROM inbox").await, [""; 0]);
}

#[tokio::test]
async fn payments_are_told_apart_by_who_spoke_last_before_they_were_booked() {
    let old = Old::before(TOLD_APART).await;
    for (n, agency, procedure) in [
        (1, "H48.101", "1.001612"),
        (2, "H48.102", "1.004873"),
        (3, "H48.101", "1.001612"),
        (4, "H48.101", "1.001612"),
        (5, "H48.101", "1.001612"),
    ] {
        old.dossier(n, agency, procedure, (50_000, 50_000)).await;
        old.has(&request(n, n, agency)).await;
    }
    let failed = format!(
        "INSERT INTO bank_event (id, source, key, method, amount, success, at, heard_at)
         VALUES ({event}, 'callback', 'failed', 'platform', 50000, false, '2026-11-21 07:59+07', '2026-11-21 07:59+07');
         INSERT INTO event_match (event_id, intent_id, kind, at) VALUES ({event}, {}, 'platform', '2026-11-21 07:59+07');",
        id('f', 2),
        event = id('e', 90)
    );
    let own = format!(
        "INSERT INTO bank_event (id, source, key, method, agency, amount, success, at, heard_at)
         VALUES ({event}, 'counter', 'own', 'cash', 'H48.101', 30000, true, '2026-11-21 08:00+07', '2026-11-21 08:00+07');
         INSERT INTO event_match (event_id, intent_id, kind, at) VALUES ({event}, {}, 'counter', '2026-11-21 08:00+07');",
        id('f', 3),
        event = id('a', 3)
    );
    let rows = [
        // Two spoke, the bank last.
        said(1, "statement", 1, "2026-11-21 07:00+07"),
        said(2, "bank", 1, "2026-11-21 08:00+07"),
        booked(1, 1, "2026-11-21 08:00+07"),
        // Who spoke after it was booked, and what failed, does not count.
        said(3, "query", 2, "2026-11-21 07:00+07"),
        failed,
        said(4, "statement", 2, "2026-11-21 08:01+07"),
        booked(2, 2, "2026-11-21 08:00+07"),
        // A part by transfer, the rest at the counter: the counter.
        said(5, "bank", 3, "2026-11-21 07:00+07"),
        own,
        booked(3, 3, "2026-11-21 08:00+07"),
        // Nobody spoke.
        booked(4, 4, "2026-11-21 08:00+07"),
        // What is said of one dossier says nothing of another; a closed request still counts.
        said(6, "callback", 5, "2026-11-21 07:00+07"),
        booked(5, 5, "2026-11-21 08:00+07"),
        "UPDATE payment_intent SET closed_at = '2026-11-21 08:00+07', closed_as = 'paid';".to_owned(),
    ];
    old.has(&rows.concat()).await;
    old.goes_to(TOLD_APART).await;
    let told =
        "SELECT concat_ws(' ', right(id::text, 1), agency, procedure_code, source) FROM payment ORDER BY id";
    assert_eq!(
        old.texts(told).await,
        [
            "1 H48.101 1.001612 bank",
            "2 H48.102 1.004873 query",
            "3 H48.101 1.001612 counter",
            "4 H48.101 1.001612 counter",
            "5 H48.101 1.001612 callback"
        ]
    );
}

#[tokio::test]
async fn money_remembers_its_account_and_only_what_nobody_looked_at_waits() {
    let old = Old::before(INBOX).await;
    old.dossier(1, "H48.101", "1.001612", (50_000, 0)).await;
    let event = |n: u32, key: &str, success: bool| {
        format!(
            "INSERT INTO bank_event (id, source, key, method, amount, success, at, heard_at)
             VALUES ({}, 'bank', '{}', 'transfer', 20000, {success}, '2026-11-21 08:00+07', '2026-11-21 08:00+07');",
            id('e', n),
            key.replace('\'', "''")
        )
    };
    let rows = [
        request(1, 1, "H48.101"),
        event(1, "bank:4800 0000.10101:ft 1", true),
        // The same number, read another way by somebody else; the one that is written as now is known by it.
        event(2, "bank:4800000010101:FT2", true),
        event(3, "bank:4800000010101:'ft 2", true),
        // Marks may tell two numbers apart: such a number stays as it is.
        event(4, "bank:4800000010101:1.12", true),
        event(5, "platform:GD1", true),
        event(6, "platform:GD2:02", false),
        event(7, "bank:4800000010101:FT7", true),
        event(8, "bank:4800000010101:FT8", true),
        format!(
            "INSERT INTO event_match (event_id, intent_id, kind, at, reason)
             VALUES ({}, {}, 'reference', '2026-11-21 08:00+07', NULL), ({}, NULL, 'aside', '2026-11-21 08:00+07', 'Chuyển nhầm');",
            id('e', 7),
            id('f', 1),
            id('e', 8)
        ),
    ];
    old.has(&rows.concat()).await;
    old.goes_to(INBOX).await;
    let kept = "SELECT concat_ws('|', right(id::text, 1), key, account) FROM bank_event ORDER BY id";
    assert_eq!(
        old.texts(kept).await,
        [
            "1|bank:4800000010101:FT1|4800000010101",
            "2|bank:4800000010101:FT2|4800000010101",
            "3|bank:4800000010101:'ft 2|4800000010101",
            "4|bank:4800000010101:1.12|4800000010101",
            "5|platform:GD1",
            "6|platform:GD2:02",
            "7|bank:4800000010101:FT7|4800000010101",
            "8|bank:4800000010101:FT8|4800000010101"
        ]
    );
    let waits = "SELECT right(event_id::text, 1) FROM inbox ORDER BY event_id";
    assert_eq!(
        old.texts(waits).await,
        ["1", "2", "3", "4", "5"],
        "neither what failed nor what was looked at"
    );
    let changed = sqlx::raw_sql("UPDATE bank_event SET amount = 1").execute(&old.0.pool).await;
    assert!(changed.is_err(), "and nothing of it can be changed any more");
    // An agency without an account collects on that of the one above it.
    old.has(
        "INSERT INTO bank_account (agency, bank, number, holder, updated_at)
         VALUES ('H48', '970405', '4800', 'TINH', now()), ('H48.102', '970405', '4802', 'XA', now())",
    )
    .await;
    let collects = "SELECT a.code || ' ' || c.number FROM agency a, LATERAL collecting(a.code) c ORDER BY 1";
    assert_eq!(old.texts(collects).await, ["H48 4800", "H48.101 4800", "H48.102 4802"]);
}

#[tokio::test]
async fn receipts_that_were_given_are_known_and_go_on_from_their_first_day() {
    let old = Old::before(RECEIPT_AGAIN).await;
    old.dossier(1, "H48.101", "1.001612", (50_000, 50_000)).await;
    old.dossier(2, "H48.101", "1.001612", (50_000, 50_000)).await;
    let payment = |n: u32| {
        booked(n, n, "2026-11-21 08:00+07")
            .replace("confirmed_at)", "confirmed_at, agency, procedure_code, source)")
            .replace("+07')", "+07', 'H48.101', '1.001612', 'bank')")
    };
    let range = |n: u32, agency: &str, added: &str| {
        format!(
            "INSERT INTO receipt_range (id, agency, year, form, symbol, kind, first_number, last_number, next_number, added_at)
             VALUES ({}, '{agency}', 2026, 'EBL01', '26TAA', 'fee', 1, 100, 2, '{added}');",
            id('c', n)
        )
    };
    let rows = [
        payment(1),
        payment(2),
        // Collectors that were set anew later, one of them with a receipt; and one that never gave any.
        "INSERT INTO receipt_collector (agency, name, tax_code, updated_at)
         VALUES ('H48.101', 'Phường', '0100109106', '2026-11-25 08:00+07'),
                ('H48.102', 'Xã', '0100109107', '2026-11-24 23:30+07'),
                ('H48', 'Tỉnh', '0100109108', '2026-11-23 08:00+07');"
            .to_owned(),
        range(1, "H48.101", "2026-11-22 08:00+07"),
        range(2, "H48.102", "2026-11-25 00:10+07"),
        format!(
            "INSERT INTO receipt (id, range_id, agency, form, symbol, number, kind, origin, payment_id, dossier_id, amount, contents,
                                  check_code, issued_at, created_at)
             VALUES ({}, {}, 'H48.101', 'EBL01', '26TAA', 1, 'fee', 'first', {}, {}, 50000, '{{}}', 'ABC',
                     '2026-11-21 00:10+07', '2026-11-22 08:00+07');",
            id('b', 1),
            id('c', 1),
            id('a', 1),
            id('d', 1)
        ),
    ];
    old.has(&rows.concat()).await;
    old.goes_to(RECEIPTS_SINCE).await;
    let given = "SELECT right(id::text, 1) || ' ' || has_receipt FROM payment ORDER BY id";
    assert_eq!(old.texts(given).await, ["1 true", "2 false"]);
    let since = "SELECT agency || ' ' || since FROM receipt_collector ORDER BY agency";
    assert_eq!(
        old.texts(since).await,
        ["H48 2026-11-23", "H48.101 2026-11-21", "H48.102 2026-11-24"],
        "the first of all, on the day in Vietnam"
    );
}

#[tokio::test]
async fn what_went_back_before_is_neither_paid_nor_owed() {
    let old = Old::before(MONEY_BACK).await;
    let refund = |n: u32, dossier: u32, (held, booked): (i64, i64), state: &str| {
        let paid = if state == "paid-out" { "'2026-11-22 08:00+07'" } else { "NULL" };
        let decided = if state == "requested" { "NULL" } else { "'2026-11-22 08:00+07'" };
        let of = |when: &str, value: &str| if when == "NULL" { "NULL".to_owned() } else { value.to_owned() };
        format!(
            "INSERT INTO refund (id, dossier_id, agency, cause, of_held, of_booked, note, requested_at, requested_by, state,
                                 decided_at, decided_by, reason, paid_at, paid_by, method, reference)
             VALUES ({}, {}, 'H48.101', 'agency-error', {held}, {booked}, '', '2026-11-21 08:00+07', {HOA}, '{state}', {decided},
                     {}, {}, {paid}, {}, {}, {});",
            id('b', n),
            id('d', dossier),
            of(decided, HUNG),
            if state == "declined" { "'Thu đúng'" } else { "NULL" },
            of(paid, HOA),
            of(paid, "'transfer'"),
            of(paid, "'FT9'")
        )
    };
    // Paid and owed; what went back is all of it, a part, only what was too much, more than that, in two parts, not booked money,
    // not gone yet, not agreed to, and of a dossier without a quote.
    for (n, total, paid) in [
        (1, 50_000, 50_000),
        (2, 50_000, 50_000),
        (3, 50_000, 60_000),
        (4, 50_000, 60_000),
        (5, 50_000, 50_000),
        (6, 50_000, 50_000),
        (7, 50_000, 50_000),
        (8, 50_000, 50_000),
        (9, 50_000, 50_000),
    ] {
        old.dossier(n, "H48.101", "1.001612", (total, paid)).await;
    }
    let rows = [
        "UPDATE dossier SET quote = NULL WHERE right(id::text, 1) = '9';".to_owned(),
        refund(1, 1, (0, 50_000), "paid-out"),
        refund(2, 2, (5_000, 20_000), "paid-out"),
        refund(3, 3, (0, 10_000), "paid-out"),
        refund(4, 4, (0, 30_000), "paid-out"),
        refund(5, 5, (0, 20_000), "paid-out"),
        refund(15, 5, (0, 10_000), "paid-out"),
        refund(25, 5, (0, 20_000), "requested"),
        refund(6, 6, (10_000, 0), "paid-out"),
        refund(7, 7, (0, 10_000), "approved"),
        refund(8, 8, (0, 10_000), "declined"),
        refund(9, 9, (0, 20_000), "paid-out"),
    ];
    old.has(&rows.concat()).await;
    old.goes_to(MONEY_BACK).await;
    let stands = "SELECT concat_ws(' ', right(id::text, 1), fee_total, fee_paid) FROM dossier ORDER BY id";
    assert_eq!(
        old.texts(stands).await,
        [
            "1 0 0",
            "2 30000 30000",
            "3 50000 50000",
            "4 30000 30000",
            "5 20000 20000",
            "6 50000 50000",
            "7 50000 50000",
            "8 50000 50000",
            "9 30000 30000"
        ]
    );
    // The portal reads what the quotes say of it, and the lines ask for what they asked for.
    let quotes = old.texts("SELECT quote::text FROM dossier WHERE quote IS NOT NULL ORDER BY id").await;
    let read = quotes.iter().map(|text| serde_json::from_str::<Quote>(text).unwrap());
    let read: Vec<(i64, i64)> = read.map(|quote| (quote.total.dong(), quote.given_back.dong())).collect();
    let given_back = [50_000, 20_000, 0, 20_000, 30_000, 0, 0, 0].map(|back| (50_000, back));
    assert_eq!(read, given_back);
    // Whoever asked may take it back from now on, and still nobody agrees to what they asked for.
    let back = format!("UPDATE refund SET decided_by = {HOA} WHERE state = ");
    old.has(&format!("{back}'declined'")).await;
    let agrees = sqlx::raw_sql(AssertSqlSafe(format!("{back}'approved'"))).execute(&old.0.pool).await;
    assert!(agrees.is_err());
}
