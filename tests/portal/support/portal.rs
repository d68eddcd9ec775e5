//! A whole portal for one test: a database of its own with the demo province, a clock that stands still, contents in memory,
//! and the real router.

use std::{sync::Arc, time::Duration};

use axum::Router;
use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeDelta, Utc};
use motcua::{
    app::{
        context::App,
        demo,
        pay::{self, Became, Heard},
        secrets::Passwords,
    },
    clock::FixedClock,
    domain::{
        actor::{Actor, Posting},
        command::PayMethod,
        dossier::Dossier,
        ids::{AccountId, AgencyCode, DossierCode, DossierId, Version},
        money::Vnd,
        policy,
        settlement::Source,
        status::Role,
    },
    gateways::files::Fake,
    store::{self, dossier::Key, tx::Db},
    web::server::{self, Options},
};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection, PgPool, Row};
use uuid::Uuid;

use super::{database::TestDb, people::Person};

/// The portal of one test.
pub(crate) struct Portal {
    pub(crate) app: App,
    pub(crate) clock: FixedClock,
    pub(crate) router: Router,
    pub(crate) db: TestDb,
}

/// A moment in Quảng Ngãi: `2026-11-23 08:00`.
pub(crate) fn local(text: &str) -> DateTime<Utc> {
    let naive = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    naive.and_utc() - TimeDelta::hours(7)
}

/// The same the other way: `26/11/2026 17:00`; a dash when there is none.
pub(crate) fn shown(at: Option<DateTime<Utc>>) -> String {
    let east = FixedOffset::east_opt(7 * 3600).unwrap();
    at.map_or("-".to_owned(), |at| at.with_timezone(&east).format("%d/%m/%Y %H:%M").to_string())
}

/// `4.hours()`, as people speak.
pub(crate) trait Span {
    fn hours(self) -> TimeDelta;
}

impl Span for i64 {
    fn hours(self) -> TimeDelta {
        TimeDelta::hours(self)
    }
}

fn app_on(pool: PgPool, clock: &FixedClock) -> App {
    App {
        db: Db::from_pool(pool),
        clock: Arc::new(clock.clone()),
        files: Arc::new(Fake::default()),
        payment: None,
        bank_secret: None,
        signing: Arc::new(motcua::gateways::signing::Fake::new("Chữ ký trình diễn")),
        passwords: Passwords::default(),
        public_url: "http://portal.test".into(),
        demo: true,
        cache: Arc::default(),
    }
}

impl Portal {
    /// Opens on Monday 23 November 2026 at 8:00. The day after is a public holiday.
    pub(crate) async fn new() -> Self {
        Self::at("2026-11-23 08:00").await
    }

    /// Opens at another time.
    pub(crate) async fn at(time: &str) -> Self {
        let db = TestDb::loaded(async |pool| {
            let clock = FixedClock::at(local("2026-01-05 08:00"));
            demo::load(&app_on(pool, &clock)).await.unwrap();
        });
        let db = db.await;
        let clock = FixedClock::at(local(time));
        let app = app_on(db.pool.clone(), &clock);
        let router = server::portal(app.clone(), Options::default());
        Self { app, clock, router, db }
    }

    /// It is now `2026-11-25 10:00`.
    pub(crate) fn it_is(&self, time: &str) {
        self.clock.set(local(time));
    }

    /// Whoever signs in with this phone.
    pub(crate) async fn person(&self, phone: &str) -> Person<'_> {
        let login = motcua::app::sign_in::normal_login(phone);
        let found = store::account::credentials(&self.app.db, &login).await.unwrap();
        let id = found.unwrap_or_else(|| panic!("nobody has the phone {phone}")).id;
        let actor = store::account::actor(&self.app.db, id).await.unwrap().unwrap();
        Person::new(self, actor)
    }

    /// The dossier as it is now, whoever may see it.
    pub(crate) async fn dossier(&self, code: &DossierCode) -> Dossier {
        self.find(&Key::Code(code.clone())).await
    }

    /// The same by key: a draft has no code.
    pub(crate) async fn find(&self, key: &Key) -> Dossier {
        let condition = match key {
            Key::Code(code) => format!("code = '{code}'"),
            Key::Id(id) => format!("id = '{id}'"),
        };
        let sql = format!("SELECT filer_id::text || ' ' || receiving_agency FROM dossier WHERE {condition}");
        let found = self.texts(&sql).await;
        let (filer, agency) =
            found.first().unwrap_or_else(|| panic!("no dossier {condition}")).split_once(' ').unwrap();
        let all_seeing = Actor {
            id: AccountId::new(Uuid::parse_str(filer).unwrap()),
            name: String::new(),
            postings: vec![Posting {
                role: Role::OneStopOfficer,
                agency: AgencyCode::parse(agency).unwrap(),
            }],
        };
        let mut tx = self.app.db.begin().await.unwrap();
        let locked = store::dossier::lock(&mut tx, &policy::scope(&all_seeing), key).await;
        locked.unwrap().unwrap().dossier
    }

    /// The bank says that money came to the account of Cẩm Thành's centre, with this memo.
    pub(crate) async fn hears(&self, memo: &str, amount: i64) -> Became {
        pay::hear(&self.app, &self.transfer(memo, amount).await).await.unwrap()
    }

    /// What the bank says then.
    pub(crate) async fn transfer(&self, memo: &str, amount: i64) -> Heard {
        let number = "SELECT number FROM bank_account WHERE agency = 'H48.101.01'";
        Heard {
            source: Source::Bank,
            key: format!("bank:test:{}", Uuid::new_v4()),
            method: PayMethod::Transfer,
            account: self.texts(number).await.pop(),
            amount: Vnd::new(amount).unwrap(),
            success: true,
            code: None,
            at: self.app.clock.now(),
            number: None,
            memo: Some(memo.to_owned()),
            payer: None,
            payer_account: None,
            attempt: None,
            by: None,
        }
    }

    /// The reference by which money for a dossier is recognised now.
    pub(crate) async fn reference(&self, code: &DossierCode) -> String {
        let sql = format!(
            "SELECT i.reference FROM payment_intent i JOIN dossier d ON d.id = i.dossier_id
             WHERE d.code = '{code}' AND i.closed_at IS NULL"
        );
        self.texts(&sql).await.remove(0)
    }

    /// The version of a dossier now.
    pub(crate) async fn version(&self, code: &DossierCode) -> Version {
        self.dossier(code).await.version
    }

    /// What history says, a line each: `23/11 09:00 Lê Thị Hoa: accept submitted → accepted`.
    pub(crate) async fn history(&self, id: DossierId) -> Vec<String> {
        let sql = format!(
            "SELECT format('%s %s: %s %s → %s', to_char(h.at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'DD/MM HH24:MI'),
                           a.full_name, h.action, h.from_status, h.to_status)
             FROM history h JOIN account a ON a.id = h.actor_id
             WHERE h.dossier_id = '{id}' ORDER BY h.id"
        );
        self.texts(&sql).await
    }

    /// The jobs that the changes of a dossier left behind: `notify-owner 2` is for its second version.
    pub(crate) async fn jobs(&self, id: DossierId) -> Vec<String> {
        let sql = format!(
            "SELECT concat_ws(' ', kind, payload ->> 'version') FROM job
             WHERE payload ->> 'dossier' = '{id}' ORDER BY (payload ->> 'version')::int, kind"
        );
        self.texts(&sql).await
    }

    /// The first column of what a query finds; it must be text.
    pub(crate) async fn texts(&self, sql: &str) -> Vec<String> {
        let rows = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).fetch_all(&self.db.pool).await.unwrap();
        rows.iter().map(|row| row.get::<String, _>(0)).collect()
    }

    /// Runs SQL as it stands; says what the database said.
    pub(crate) async fn sql(&self, sql: &str) -> Result<u64, sqlx::Error> {
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
            .execute(&self.db.pool)
            .await
            .map(|done| done.rows_affected())
    }

    /// Waits until `count` statements wait for a lock that another one holds.
    pub(crate) async fn until_waiting(&self, count: usize) {
        let sql = "SELECT pid::text FROM pg_stat_activity
                   WHERE datname = current_database() AND wait_event_type = 'Lock'";
        for _ in 0..1000 {
            if self.texts(sql).await.len() >= count {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("nobody waits");
    }

    /// A connection of its own on which `sql` was done and which holds the locks of that until [`let_go`].
    pub(crate) async fn holding(&self, sql: &str) -> PgConnection {
        let mut connection = self.db.options.connect().await.unwrap();
        let sql = format!("BEGIN; {sql}");
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
        connection
    }
}

/// Gives up what a connection holds.
pub(crate) async fn let_go(mut connection: PgConnection) {
    sqlx::raw_sql("ROLLBACK").execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}
