//! A citizen's draft: nothing typed is lost, nothing is made twice, and nobody else gets at it.

use std::io::Write as _;

use motcua::{
    app::{
        choice::Choice,
        context::App,
        demo,
        documents::{self, Attachment, Batch},
        draft::{self, Submission},
        error::Error,
    },
    clock::FixedClock,
    domain::{
        actor::Actor,
        ids::{DossierId, ProcedureCode, Version},
        party::FieldError,
        policy,
        refusal::Refusal,
    },
    store::{self, document::Blob, dossier::Key, view::DossierView},
};
use uuid::Uuid;

use crate::{
    demo::{app_on, at},
    support::database::TestDb,
};

const BIRTH: &str = "1.001193";
const DOCUMENT: &str = "giay-chung-sinh";

struct House {
    _db: TestDb,
    app: App,
    lan: Actor,
    binh: Actor,
}

async fn person(app: &App, phone: &str) -> Actor {
    let found = store::account::credentials(&app.db, phone).await.unwrap().unwrap();
    store::account::actor(&app.db, found.id).await.unwrap().unwrap()
}

async fn house() -> House {
    let db = TestDb::new().await;
    let app = app_on(&db, &FixedClock::at(at("2026-11-23T02:00:00Z")));
    demo::load(&app).await.unwrap();
    let (lan, binh) = (person(&app, "+84900000001").await, person(&app, "+84900000559").await);
    House { _db: db, app, lan, binh }
}

fn choice() -> Choice {
    Choice { case: "dung-han".into(), receiving: "H48.101.01".into(), behalf: "oneself".into(), ..Choice::default() }
}

impl House {
    async fn begin(&self, key: u128, choice: &Choice) -> Result<DossierId, Error> {
        let code = ProcedureCode::parse(BIRTH).unwrap();
        draft::begin(&self.app, &self.lan, &code, Uuid::from_u128(key), choice).await
    }

    async fn save(&self, id: DossierId, page: &str, sent: &[(&str, &str)]) -> Vec<(String, FieldError)> {
        let sent: Vec<(String, String)> = sent.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect();
        draft::save_page(&self.app, &self.lan, id, page, &sent).await.unwrap()
    }

    async fn view(&self, id: DossierId) -> DossierView {
        let scope = policy::scope(&self.lan);
        store::view::of(&self.app.db, &scope, &Key::Id(id)).await.unwrap().unwrap()
    }

    async fn fill(&self, id: DossierId) {
        let pages: [(&str, &[(&str, &str)]); 5] = [
            ("applicant", &APPLICANT),
            (
                "child",
                &[
                    ("child-name", "Trần Minh An"),
                    ("child-birth-date-day", "5"),
                    ("child-birth-date-month", "11"),
                    ("child-birth-date-year", "2026"),
                    ("child-sex", "male"),
                    ("child-birth-place", "Bệnh viện tỉnh"),
                    ("child-ethnicity", "Kinh"),
                    ("child-hometown", "Quảng Ngãi"),
                ],
            ),
            (
                "mother",
                &[
                    ("mother-name", "Nguyễn Thị Lan"),
                    ("mother-birth-date-day", "8"),
                    ("mother-birth-date-month", "3"),
                    ("mother-birth-date-year", "1990"),
                    ("mother-ethnicity", "Kinh"),
                    ("mother-address", "Tổ 4"),
                ],
            ),
            ("father", &[]),
            (
                "requester",
                &[
                    ("requester-name", "Nguyễn Thị Lan"),
                    ("requester-number", "051190491679"),
                    ("relation", "mother"),
                    ("requester-phone", "0905123456"),
                ],
            ),
        ];
        for (page, sent) in pages {
            assert_eq!(self.save(id, page, sent).await, [], "{page}");
        }
    }

    async fn attach(&self, who: &Actor, id: DossierId, key: u128) -> Result<(), Error> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"%PDF-1.7").unwrap();
        let blob = Blob { sha256: vec![7; 32], size: 8, media_type: "application/pdf".into() };
        let upload = Attachment { file_name: "a.pdf", temporary: file.path(), blob: &blob };
        let batch = Batch { heading: DOCUMENT, form_key: Uuid::from_u128(key), uploads: &[upload] };
        documents::attach(&self.app, who, &Key::Id(id), &batch).await
    }
}

const APPLICANT: [(&str, &str); 7] = [
    ("applicant-name", "Nguyễn Thị Lan"),
    ("applicant-number", "051190491679"),
    ("applicant-birth-date-day", "8"),
    ("applicant-birth-date-month", "3"),
    ("applicant-birth-date-year", "1990"),
    ("applicant-phone", "0905 123 456"),
    ("applicant-address", "Tổ 4, phường Cẩm Thành"),
];

#[tokio::test]
async fn the_same_form_begins_one_draft_filled_from_the_profile() {
    let house = house().await;
    let id = house.begin(1, &choice()).await.unwrap();
    assert_eq!(house.begin(1, &choice()).await.unwrap(), id);
    assert_ne!(house.begin(2, &choice()).await.unwrap(), id);
    let view = house.view(id).await;
    assert_eq!(view.settling, "H48.101");
    assert_eq!(view.applicant.number.as_deref(), Some("051190491679"));
    assert_eq!(view.answers["requester-name"], house.lan.name);
}

#[tokio::test]
async fn a_one_stop_of_no_commune_needs_to_know_which_commune_settles() {
    let house = house().await;
    let provincial = Choice { receiving: "H48.05".into(), ..choice() };
    match house.begin(1, &provincial).await {
        Err(Error::Fields(fields)) => assert_eq!(fields, [("commune", FieldError::Choice)]),
        other => panic!("{other:?}"),
    }
    let with_commune = Choice { commune: "H48.101".into(), ..provincial };
    let id = house.begin(1, &with_commune).await.unwrap();
    let view = house.view(id).await;
    assert_eq!((view.receiving.as_str(), view.settling.as_str()), ("H48.05", "H48.101"));
}

#[tokio::test]
async fn what_cannot_be_read_is_kept_as_it_was_typed_until_it_can() {
    let house = house().await;
    let id = house.begin(1, &choice()).await.unwrap();
    let mut wrong = APPLICANT;
    wrong[2] = ("applicant-birth-date-day", "");
    wrong[5] = ("applicant-phone", "0905");
    let faults = house.save(id, "applicant", &wrong).await;
    assert_eq!(
        faults,
        [("applicant-birth-date".to_owned(), FieldError::Date), ("applicant-phone".to_owned(), FieldError::Phone)]
    );
    let view = house.view(id).await;
    assert_eq!(view.answers["applicant-phone"], "0905");
    assert_eq!(view.answers["applicant-birth-date"], "1990-3-");
    assert_eq!(view.applicant.phone.as_deref(), Some("+84900000001"));
    assert_eq!(house.save(id, "applicant", &APPLICANT).await, []);
    let view = house.view(id).await;
    assert_eq!(view.applicant.phone.as_deref(), Some("+84905123456"));
    assert!(view.answers.keys().all(|k| !k.starts_with("applicant-")));
}

#[tokio::test]
async fn a_draft_is_handed_in_once_when_everything_is_there() {
    let house = house().await;
    let (app, lan) = (&house.app, &house.lan);
    let id = house.begin(1, &choice()).await.unwrap();
    match draft::submit(app, lan, id, Version::FIRST).await.unwrap() {
        Submission::Unfinished(pages) => assert_eq!(pages, ["child", "mother", "requester"]),
        Submission::Done(done) => panic!("{done:?}"),
    }
    house.fill(id).await;
    match draft::submit(app, lan, id, Version::FIRST).await {
        Err(Error::Refused(refusal)) => assert_eq!(refusal, Refusal::DocumentsMissing { count: 1 }),
        other => panic!("{other:?}"),
    }
    house.attach(lan, id, 1).await.unwrap();
    house.attach(lan, id, 1).await.unwrap();
    assert_eq!(house.view(id).await.documents.len(), 1);
    let mut codes = Vec::new();
    for repeated in [false, true] {
        match draft::submit(app, lan, id, Version::FIRST).await.unwrap() {
            Submission::Done(done) => {
                assert_eq!(done.repeated, repeated);
                codes.push(done.dossier.identity.unwrap().code.to_string());
            }
            Submission::Unfinished(pages) => panic!("{pages:?}"),
        }
    }
    assert_eq!(codes, ["H48.101.01-261123-0001", "H48.101.01-261123-0001"]);
    let view = house.view(id).await;
    assert!(view.documents.iter().all(|d| !d.staged));
    assert_eq!(view.answers["child-birth-date"], "2026-11-05");
}

#[tokio::test]
async fn nobody_else_gets_at_a_draft() {
    let house = house().await;
    let id = house.begin(1, &choice()).await.unwrap();
    let (app, binh) = (&house.app, &house.binh);
    let gone = |r: Result<(), Error>| assert!(matches!(r, Err(Error::NotFound)), "{r:?}");
    gone(draft::save_page(app, binh, id, "applicant", &[]).await.map(drop));
    gone(draft::submit(app, binh, id, Version::FIRST).await.map(drop));
    gone(draft::choose(app, binh, id, &choice()).await);
    gone(draft::discard(app, binh, id).await);
    gone(house.attach(binh, id, 9).await);
    draft::discard(app, &house.lan, id).await.unwrap();
    gone(draft::discard(app, &house.lan, id).await);
}
