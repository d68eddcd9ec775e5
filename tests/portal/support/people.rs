//! The people of the demo province, and what they do, in plain words. What a person does here goes through `app::act`,
//! from the newest version of the dossier unless said otherwise.

use chrono::NaiveDate;
use motcua::{
    app::{
        act::{self, Done},
        error::{Error, Stale},
        pay, secrets,
    },
    domain::{
        actor::Actor,
        command::{Command, ItemKind, PayMethod, SupplementItem},
        dossier::Dossier,
        further::{Further, Notice},
        ids::{AgencyCode, ConsultationId, DossierCode, ProcedureCode, Version},
        money::Vnd,
        procedure::FeeKind,
        refusal::Refusal,
        status::ReturnMethod,
    },
    store::dossier::Key,
};

use super::{filing::Filing, portal::Portal};

/// Somebody at work in a portal.
pub(crate) struct Person<'p> {
    pub(crate) portal: &'p Portal,
    pub(crate) actor: Actor,
}

macro_rules! cast {
    ($($(#[$doc:meta])* $name:ident = $phone:literal),* $(,)?) => {
        impl Portal { $($(#[$doc])* pub(crate) async fn $name(&self) -> Person<'_> { self.person($phone).await })* }
    };
}

cast! {
    /// Nguyễn Thị Lan, citizen of phường Cẩm Thành.
    lan = "0900000001",
    /// Lê Quang Vinh, another citizen.
    vinh = "0900000561",
    /// Lê Thị Hoa, one-stop officer and cashier of the centre of Cẩm Thành (H48.101.01).
    hoa = "0900000002",
    /// Phạm Thanh Nhân, second one-stop officer there, no cashier.
    nhan = "0900000149",
    /// Trần Minh Tuấn, specialist of the committee of Cẩm Thành (H48.101).
    tuan = "0900000003",
    /// Đỗ Thị Nhi, second specialist there.
    nhi = "0900000151",
    /// Nguyễn Quốc Hùng, leader there.
    hung = "0900000004",
    /// Phạm Thị Mai, clerk there.
    mai = "0900000005",
    /// Võ Thanh Long, postal staff for Cẩm Thành and the provincial centre.
    long = "0900000006",
    /// Huỳnh Ngọc Lan, administrator of procedures.
    ngoc_lan = "0900000007",
    /// Đặng Hữu Khoa, administrator of the system.
    khoa = "0900000008",
    /// Lương Hồng Trang, one-stop officer and cashier of the centre of Nghĩa Lộ (H48.102.01).
    trang = "0900000154",
    /// Nguyễn Thị Thủy, specialist of Nghĩa Lộ (H48.102).
    thuy = "0900000155",
    /// Nguyễn Văn Hậu, specialist of Sở Xây dựng (H48.12).
    hau = "0900000119",
    /// Lý Hồng Nga, specialist of Thuế tỉnh (H48.18).
    nga = "0900000133",
}

/// An amount.
pub(crate) fn dong(amount: i64) -> Vnd {
    Vnd::new(amount).unwrap()
}

/// An agency.
pub(crate) fn agency(code: &str) -> AgencyCode {
    AgencyCode::parse(code).unwrap()
}

/// A day: `2026-12-10`.
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The rule that said no.
#[track_caller]
pub(crate) fn refusal<T: std::fmt::Debug>(result: Result<T, Error>) -> Refusal {
    match result {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("a refusal was expected, not {other:?}"),
    }
}

/// What somebody else did in between.
#[track_caller]
pub(crate) fn stale<T: std::fmt::Debug>(result: Result<T, Error>) -> Stale {
    match result {
        Err(Error::Stale(stale)) => *stale,
        other => panic!("a stale page was expected, not {other:?}"),
    }
}

/// Nothing there, as far as this person can see.
#[track_caller]
pub(crate) fn not_found<T: std::fmt::Debug>(result: Result<T, Error>) {
    match result {
        Err(Error::NotFound) => {}
        other => panic!("nothing should be found, not {other:?}"),
    }
}

impl<'p> Person<'p> {
    pub(crate) const fn new(portal: &'p Portal, actor: Actor) -> Self {
        Self { portal, actor }
    }

    /// Begins to fill in a dossier.
    pub(crate) fn files(&self, procedure: &str) -> Filing<'_> {
        Filing::new(self, ProcedureCode::parse(procedure).unwrap())
    }

    /// Fills in and hands in online, in the ordinary case.
    pub(crate) async fn submits(&self, procedure: &str) -> DossierCode {
        self.files(procedure).submitted().await
    }

    /// Tries to, having seen `version`.
    pub(crate) async fn tries_seeing(
        &self,
        code: &DossierCode,
        version: Version,
        command: Command,
    ) -> Result<Done, Error> {
        let key = Key::Code(code.clone());
        act::act(&self.portal.app, &self.actor, &key, version, command).await
    }

    /// Tries to, having seen the newest version.
    pub(crate) async fn tries(&self, code: &DossierCode, command: Command) -> Result<Done, Error> {
        let version = self.portal.version(code).await;
        self.tries_seeing(code, version, command).await
    }

    /// Does it, and nobody objects.
    pub(crate) async fn does(&self, code: &DossierCode, command: Command) -> Dossier {
        let action = command.action();
        match self.tries(code, command).await {
            Ok(done) => done.dossier,
            Err(error) => panic!("{} could not {action} {code}: {error}", self.actor.name),
        }
    }

    pub(crate) async fn accepts(&self, code: &DossierCode) -> Dossier {
        self.does(code, Command::Accept).await
    }

    pub(crate) async fn rejects(&self, code: &DossierCode, reason: &str) -> Dossier {
        self.does(code, reject(reason)).await
    }

    /// Asks for one document.
    pub(crate) async fn asks_for(&self, code: &DossierCode, document: &str, until: &str) -> Dossier {
        self.does(code, ask(document, until)).await
    }

    /// Hands in one document that was asked for.
    pub(crate) async fn supplies(&self, code: &DossierCode, document: &str) -> Dossier {
        self.stages(code, document).await;
        self.does(code, Command::supplement()).await
    }

    pub(crate) async fn forwards(&self, code: &DossierCode) -> Dossier {
        self.does(code, forward()).await
    }

    pub(crate) async fn sends_back(&self, code: &DossierCode, reason: &str) -> Dossier {
        let reason = reason.to_owned();
        self.does(code, Command::SendBack { reason }).await
    }

    pub(crate) async fn approves(&self, code: &DossierCode) -> Dossier {
        let note = "Đồng ý".to_owned();
        self.does(code, Command::Approve { note }).await
    }

    /// Gives the result its number, with today's date.
    pub(crate) async fn issues(&self, code: &DossierCode, number: &str) -> Dossier {
        let today = motcua::domain::decide::local_date(self.portal.app.clock.now());
        let command = Command::Issue {
            number: number.to_owned(),
            date: today,
            signer: "Nguyễn Quốc Hùng".to_owned(),
            document: None,
        };
        self.does(code, command).await
    }

    pub(crate) async fn completes(&self, code: &DossierCode) -> Dossier {
        self.does(code, Command::Complete).await
    }

    pub(crate) async fn hands_over(&self, code: &DossierCode, to: &str) -> Dossier {
        self.does(code, hand_over(to)).await
    }

    /// Takes money in cash.
    pub(crate) async fn takes(&self, code: &DossierCode, amount: i64) -> Dossier {
        self.does(code, cash(amount)).await
    }

    /// Sets the money with this memo aside.
    pub(crate) async fn sets_aside(&self, memo: &str, reason: &str) {
        let sql = format!("SELECT id::text FROM bank_event WHERE memo = '{memo}'");
        let event = self.portal.texts(&sql).await.remove(0).parse().unwrap();
        let finding = pay::Finding::Aside { reason: reason.to_owned() };
        pay::find_out(&self.portal.app, &self.actor, event, &finding).await.unwrap();
    }

    pub(crate) async fn consults(&self, code: &DossierCode, whom: &str) -> Dossier {
        self.does(code, consult(self.portal, whom)).await
    }

    pub(crate) async fn answers(&self, code: &DossierCode, for_agency: &str) -> Dossier {
        self.does(code, opinion(for_agency)).await
    }

    pub(crate) async fn withdraws(&self, code: &DossierCode) -> Dossier {
        let reason = "Tôi không còn cần nữa".to_owned();
        self.does(code, Command::Withdraw { reason }).await
    }

    pub(crate) async fn stops(&self, code: &DossierCode, reason: &str) -> Dossier {
        let reason = reason.to_owned();
        self.does(code, Command::Stop { reason }).await
    }
}

pub(crate) fn reject(reason: &str) -> Command {
    Command::Reject { reason: reason.to_owned() }
}

pub(crate) fn ask(document: &str, until: &str) -> Command {
    Command::RequestSupplement {
        items: vec![SupplementItem {
            kind: ItemKind::Document,
            key: document.to_owned(),
            name: document.to_owned(),
            reason: "Ảnh mờ, chụp lại đủ bốn góc".to_owned(),
        }],
        note: String::new(),
        until: day(until),
    }
}

pub(crate) fn forward() -> Command {
    Command::Forward { note: String::new(), to: None }
}

pub(crate) fn hand_over(to: &str) -> Command {
    Command::Return { to: to.to_owned(), method: ReturnMethod::Counter }
}

pub(crate) fn cash(amount: i64) -> Command {
    Command::Pay { amount: dong(amount), method: PayMethod::Cash, reference: None }
}

/// A decision of an authority, of long ago, that asks for a charge, a fee, or neither.
pub(crate) fn decision(kind: Option<FeeKind>) -> Notice {
    let issuer = "UBND tỉnh Quảng Ngãi".to_owned();
    Notice { kind, number: "15/QĐ-UBND".to_owned(), date: day("2025-12-01"), issuer }
}

/// Asks for a further fee by such a decision.
pub(crate) fn by_decision(amount: i64, reason: &str) -> Command {
    let notice = decision(Some(FeeKind::Fee));
    let further = Some(Further::Notice { amount: dong(amount), notice });
    Command::RequestPayment { further, reason: reason.to_owned() }
}

pub(crate) fn consult(portal: &Portal, whom: &str) -> Command {
    Command::Consult {
        id: ConsultationId::new(secrets::new_id(portal.app.clock.now())),
        agency: agency(whom),
        question: "Đề nghị cho biết ý kiến về hồ sơ".to_owned(),
        days: 2,
    }
}

pub(crate) fn opinion(of: &str) -> Command {
    Command::GiveOpinion { agency: agency(of), answer: "Thống nhất".to_owned(), agrees: true }
}

pub(crate) fn issue(number: &str, date: &str) -> Command {
    Command::Issue {
        number: number.to_owned(),
        date: day(date),
        signer: "Nguyễn Quốc Hùng".to_owned(),
        document: None,
    }
}
