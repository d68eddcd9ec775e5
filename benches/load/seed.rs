//! The real part of the data: the demo province, people who are signed in, and a few dozen dossiers whose every step went
//! through the use cases. `clones` multiplies them.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use anyhow::{Context as _, anyhow};
use chrono::{DateTime, Duration, Utc};
use motcua::{
    app::{
        act,
        context::App,
        demo,
        secrets::{self, Passwords},
    },
    clock::{Clock as _, FixedClock, SystemClock},
    domain::{
        actor::{Actor, Posting},
        command::{Command, ItemKind, SupplementItem},
        decide::local_date,
        further::{Further, Notice},
        ids::{AccountId, AgencyCode, DocumentId, DossierId, ProcedureCode, Version},
        money::Vnd,
        party::Party,
        procedure::{Answers, Audience, DocKind, FeeKind},
        status::{Channel, EnteredBy, ReturnMethod},
    },
    gateways::files::Store,
    store::{
        self,
        account::{AccountKind, NewAccount, Profile},
        document::{Blob, NewDocument},
        dossier::Key,
        draft::NewDraft,
        procedure::StoredVersion,
        tx::Db,
    },
};
use uuid::Uuid;

use super::{
    database::Open,
    plan::{self, BUSY, Crew, EVERYBODY, Stage, token},
};

/// Procedures without a fee, three steps each, one of their cases.
const PROCEDURES: [(&str, &str); 3] =
    [("1.001570", "tam-ngung"), ("1.003677", "thong-thuong"), ("1.010040", "da-co-du-lieu")];
/// How many of each procedure and stage.
const EACH: u32 = 2;

/// The real dossiers, by how far they have come.
#[derive(Debug, Default)]
pub(crate) struct Templates(pub(crate) BTreeMap<Stage, Vec<Uuid>>);

impl Templates {
    pub(crate) fn count(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }
}

/// The account of person `number`: known beforehand, so that pgbench can name it too.
pub(crate) fn account(number: u32) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_9000_0000_0000_0000 + u128::from(number))
}

/// Loads everything into an empty database.
pub(crate) async fn all(open: &Open, place: &Path) -> anyhow::Result<Templates> {
    let db = Db::connect(open.options.clone(), 4).await?;
    db.migrate().await?;
    let now = SystemClock.now();
    let clock = FixedClock::at(now);
    let app = App {
        db,
        clock: Arc::new(clock.clone()),
        files: Arc::new(Store::folder(&place.join("files"))?),
        payment: None,
        bank_secret: None,
        signing: Arc::new(motcua::gateways::signing::Fake::new("Chữ ký trình diễn")),
        passwords: Passwords::default(),
        public_url: "http://127.0.0.1".into(),
        demo: false,
        cache: Arc::default(),
    };
    demo::load(&app).await?;
    leave_demo(&app).await?;
    people(&app, now).await?;
    let templates = Maker::new(&app, clock, now).await?.all().await?;
    app.db.close().await;
    Ok(templates)
}

/// A province whose people have passwords of their own is not the demo province: the portal then adds no dossiers to it.
async fn leave_demo(app: &App) -> anyhow::Result<()> {
    let mut tx = app.db.begin().await?;
    for login in demo::logins()? {
        let phone = motcua::domain::party::phone(&login.phone)?;
        let account = store::account::credentials(&app.db, &phone).await?.context("no demo account")?;
        store::account::save_password(&mut tx, account.id, "none").await?;
    }
    Ok(tx.commit().await?)
}

async fn people(app: &App, now: DateTime<Utc>) -> anyhow::Result<()> {
    let mut tx = app.db.begin().await?;
    let until = now + Duration::days(2);
    for Crew { first, count, post } in EVERYBODY {
        for number in first..first + count {
            let id = AccountId::new(account(number));
            let kind = if post.is_some() { AccountKind::Staff } else { AccountKind::Citizen };
            let profile = Profile {
                name: "Nguyễn Thị Đo".to_owned(),
                phone: Some(format!("+849{:08}", 10_000_000 + number)),
                personal_number: Some(format!("0511{number:08}")),
                birth_date: chrono::NaiveDate::from_ymd_opt(1985, 5, 5),
                email: None,
                address: Some("Tổ 1".to_owned()),
                ward_code: Some("21025".to_owned()),
            };
            let new = NewAccount {
                id,
                kind,
                name: profile.name.clone(),
                phone: profile.phone.clone(),
                personal_number: profile.personal_number.clone(),
                password_hash: None,
            };
            store::account::insert(&mut tx, &new, now).await?;
            store::account::save_profile(&mut tx, id, &profile).await?;
            if let Some((role, agency)) = post {
                let posting = Posting { role, agency: AgencyCode::parse(agency)? };
                store::account::save_postings(&mut tx, id, &[posting]).await?;
            }
            let hash = secrets::digest(&token(number));
            store::session::open(&mut tx, &hash, id.uuid(), now, until).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

/// Makes the real dossiers, with a clock that is moved from step to step.
struct Maker<'a> {
    app: &'a App,
    clock: FixedClock,
    begin: DateTime<Utc>,
    citizen: Actor,
    officer: Actor,
    specialist: Actor,
    leader: Actor,
    clerk: Actor,
}

impl<'a> Maker<'a> {
    async fn new(app: &'a App, clock: FixedClock, now: DateTime<Utc>) -> anyhow::Result<Self> {
        let who = async |crew: Crew| {
            let found = store::account::actor(&app.db, AccountId::new(account(crew.first))).await?;
            found.context("a person of the run is not there")
        };
        Ok(Self {
            app,
            clock,
            begin: now - Duration::hours(26),
            citizen: who(plan::CITIZENS).await?,
            officer: who(plan::OFFICERS).await?,
            specialist: who(plan::SPECIALISTS).await?,
            leader: who(plan::LEADERS).await?,
            clerk: who(plan::CLERKS).await?,
        })
    }

    async fn all(&self) -> anyhow::Result<Templates> {
        let mut templates = Templates::default();
        for stage in Stage::ALL {
            for (code, case) in PROCEDURES {
                let code = ProcedureCode::parse(code)?;
                let version = store::procedure::published(&self.app.db, &code).await?;
                let version = version.with_context(|| format!("procedure {code} is not published"))?;
                for _ in 0..EACH {
                    let id = self.one(&version, case, stage).await?;
                    templates.0.entry(stage).or_default().push(id.uuid());
                }
            }
        }
        Ok(templates)
    }

    async fn one(&self, version: &StoredVersion, case: &str, stage: Stage) -> anyhow::Result<DossierId> {
        self.clock.set(self.begin);
        let id = self.draft(version, case).await?;
        for (actor, command) in self.path(stage) {
            self.clock.advance(Duration::minutes(20));
            let seen = self.version_of(id, actor).await?;
            let what = command.action();
            act::act(self.app, actor, &Key::Id(id), seen, command)
                .await
                .map_err(|e| anyhow!("{what} of a {stage:?} dossier: {e:?}"))?;
        }
        Ok(id)
    }

    async fn version_of(&self, id: DossierId, actor: &Actor) -> anyhow::Result<Version> {
        let mut tx = self.app.db.begin().await?;
        let scope = motcua::domain::policy::scope(actor);
        let locked = store::dossier::lock(&mut tx, &scope, &Key::Id(id)).await?;
        Ok(locked.context("the dossier is not visible")?.dossier.version)
    }

    async fn draft(&self, version: &StoredVersion, case: &str) -> anyhow::Result<DossierId> {
        let now = self.clock.now();
        let procedure = &version.procedure;
        let mut tx = self.app.db.begin().await?;
        let draft = NewDraft {
            id: DossierId::new(secrets::new_id(now)),
            form_key: secrets::form_key(),
            procedure: procedure.code.clone(),
            version: version.id,
            case: case.to_owned(),
            channel: Channel::Online,
            entered_by: EnteredBy::Citizen,
            owner: Some(self.citizen.id),
            filer: self.citizen.id,
            applicant: applicant(),
            receiving: AgencyCode::parse(&format!("{BUSY}.01"))?,
            settling: AgencyCode::parse(BUSY)?,
            answers: Answers::from([(
                "general-request".to_owned(),
                "Đề nghị giải quyết theo quy định".to_owned(),
            )]),
        };
        let id = store::draft::begin(&mut tx, &draft, now).await?;
        let text = b"%PDF-1.4 measured";
        let blob = Blob {
            sha256: secrets::digest("measured"),
            size: i64::try_from(text.len())?,
            media_type: "application/pdf".to_owned(),
        };
        for required in procedure.documents.iter().filter(|d| d.kind == DocKind::Submit) {
            let document = NewDocument {
                id: DocumentId::new(secrets::new_id(now)),
                dossier: id,
                key: required.key.clone(),
                name: required.name.clone(),
                file_name: Some("giay-to.pdf".to_owned()),
                blob: Some(blob.clone()),
                originals: 0,
                copies: 0,
                round: 0,
                staged: true,
                by: self.citizen.id,
                form_key: secrets::form_key(),
            };
            store::document::insert(&mut tx, &document, now).await?;
        }
        tx.commit().await?;
        Ok(id)
    }

    /// Who does what, up to `stage`.
    fn path(&self, stage: Stage) -> Vec<(&Actor, Command)> {
        let forward = || Command::Forward { note: "Đủ hồ sơ".to_owned(), to: None };
        let today = local_date(self.begin);
        let reason = || "Không thuộc phạm vi giải quyết".to_owned();
        let submit = (&self.citizen, Command::Submit);
        let accept = (&self.officer, Command::Accept);
        let hand_over = (&self.officer, forward());
        let propose = (&self.specialist, forward());
        let approve = (&self.leader, Command::Approve { note: String::new() });
        let issue = Command::Issue {
            number: "12/QĐ".to_owned(),
            date: today,
            signer: self.leader.name.clone(),
            document: None,
        };
        let done = || {
            let mut path = self.path(Stage::AtLeader);
            path.extend([approve, (&self.clerk, issue), (&self.clerk, Command::Complete)]);
            path
        };
        match stage {
            Stage::Draft => vec![],
            Stage::Submitted => vec![submit],
            Stage::Accepted => vec![submit, accept],
            Stage::AtSpecialist => vec![submit, accept, hand_over],
            Stage::AtLeader => vec![submit, accept, hand_over, propose],
            Stage::Supplement => {
                let item = SupplementItem {
                    kind: ItemKind::Document,
                    key: "other".to_owned(),
                    name: "Giấy tờ".to_owned(),
                    reason: "Bản chụp bị mờ".to_owned(),
                };
                let until = today + Duration::days(20);
                let ask = Command::RequestSupplement { items: vec![item], note: String::new(), until };
                vec![submit, (&self.officer, ask)]
            }
            Stage::Payment => {
                let notice = Notice {
                    kind: Some(FeeKind::Fee),
                    number: "1/QĐ".to_owned(),
                    date: today,
                    issuer: "UBND phường".to_owned(),
                };
                let amount = Vnd::new(50_000).unwrap_or_default();
                let further = Some(Further::Notice { amount, notice });
                vec![submit, accept, (&self.officer, Command::RequestPayment { further, reason: reason() })]
            }
            Stage::Completed => done(),
            Stage::Returned => {
                let hand =
                    Command::Return { to: "Nguyễn Thị Đo".to_owned(), method: ReturnMethod::Counter };
                let mut path = done();
                path.push((&self.officer, hand));
                path
            }
            Stage::Rejected => vec![submit, (&self.officer, Command::Reject { reason: reason() })],
            Stage::Withdrawn => vec![submit, (&self.citizen, Command::Withdraw { reason: reason() })],
            Stage::Stopped => {
                vec![submit, accept, hand_over, (&self.leader, Command::Stop { reason: reason() })]
            }
        }
    }
}

fn applicant() -> Party {
    Party {
        sex: None,
        kind: Audience::Citizen,
        name: "Nguyễn Thị Đo".to_owned(),
        number: Some("051185000001".to_owned()),
        birth_date: chrono::NaiveDate::from_ymd_opt(1985, 5, 5),
        phone: Some("+84910001000".to_owned()),
        email: None,
        address: Some("Tổ 1, phường Cẩm Thành".to_owned()),
        ward_code: Some("21025".to_owned()),
        representative: None,
    }
}
