//! Filling in and handing in a dossier, in the ordinary way unless said otherwise.

use chrono::NaiveDate;
use motcua::{
    app::{act, error::Error, secrets},
    domain::{
        command::Command,
        decide::missing_documents,
        ids::{AgencyCode, DocumentId, DossierCode, DossierId, ProcedureCode},
        party::Party,
        procedure::{Answers, Audience, Case, DocKind, Procedure, Settler},
        status::{Channel, EnteredBy},
    },
    store::{
        self,
        document::{Blob, NewDocument},
        dossier::Key,
        draft::NewDraft,
    },
};

use super::{
    paper::sheet,
    people::{Person, agency},
};

/// A dossier about to be filled in. Where nothing is said: the first case, online, at the centre of Cẩm Thành, every required
/// document uploaded.
pub(crate) struct Filing<'p> {
    person: &'p Person<'p>,
    procedure: ProcedureCode,
    case: Option<String>,
    channel: Channel,
    receiving: AgencyCode,
    answers: Answers,
    applicant: String,
    owned: bool,
    complete: bool,
}

impl<'p> Filing<'p> {
    pub(crate) fn new(person: &'p Person<'p>, procedure: ProcedureCode) -> Self {
        Self {
            procedure,
            case: None,
            channel: Channel::Online,
            receiving: agency("H48.101.01"),
            answers: Answers::new(),
            applicant: person.actor.name.clone(),
            owned: !person.actor.is_staff(),
            person,
            complete: true,
        }
    }

    /// Which case.
    pub(crate) fn case(mut self, key: &str) -> Self {
        self.case = Some(key.to_owned());
        self
    }

    /// At the counter, for whoever came.
    pub(crate) fn walk_in(mut self, applicant: &str) -> Self {
        self.channel = Channel::Direct;
        applicant.clone_into(&mut self.applicant);
        self
    }

    /// By another channel.
    pub(crate) const fn by(mut self, channel: Channel) -> Self {
        self.channel = channel;
        self
    }

    /// At another centre.
    pub(crate) fn at(mut self, code: &str) -> Self {
        self.receiving = agency(code);
        self
    }

    /// One answer of the form.
    pub(crate) fn answer(mut self, key: &str, value: &str) -> Self {
        self.answers.insert(key.to_owned(), value.to_owned());
        self
    }

    /// Leaves every document out.
    pub(crate) const fn without_documents(mut self) -> Self {
        self.complete = false;
        self
    }

    /// Fills it in, and hands it in; it must work.
    pub(crate) async fn submitted(self) -> DossierCode {
        let name = self.person.actor.name.clone();
        match self.tried().await {
            Ok(code) => code,
            Err(error) => panic!("{name} could not hand the dossier in: {error}"),
        }
    }

    /// Fills it in, and tries to hand it in.
    pub(crate) async fn tried(self) -> Result<DossierCode, Error> {
        let (person, key) = (self.person, Key::Id(self.drafted().await));
        let version = person.portal.find(&key).await.version;
        let done = act::act(&person.portal.app, &person.actor, &key, version, Command::Submit).await?;
        Ok(done.dossier.identity.unwrap().code)
    }

    /// Hands in and takes in at once, as the counter does.
    pub(crate) async fn taken_in(self) -> DossierCode {
        let (person, key) = (self.person, Key::Id(self.drafted().await));
        let version = person.portal.find(&key).await.version;
        let commands = vec![Command::Submit, Command::Accept];
        let done = act::act_all(&person.portal.app, &person.actor, &key, version, commands).await.unwrap();
        done.dossier.identity.unwrap().code
    }

    /// Only fills it in.
    pub(crate) async fn drafted(self) -> DossierId {
        let app = &self.person.portal.app;
        let now = app.clock.now();
        let stored = store::procedure::published(&app.db, &self.procedure).await.unwrap();
        let stored = stored.unwrap_or_else(|| panic!("{} is not published", self.procedure));
        let procedure = &stored.procedure;
        let case = match &self.case {
            Some(key) => procedure.cases.iter().find(|c| c.key == *key).unwrap(),
            None => &procedure.cases[0],
        };
        let new = NewDraft {
            id: DossierId::new(secrets::new_id(now)),
            form_key: secrets::form_key(),
            procedure: self.procedure.clone(),
            version: stored.id,
            case: case.key.clone(),
            channel: self.channel,
            entered_by: match (self.owned, self.channel) {
                (true, _) => EnteredBy::Citizen,
                (false, Channel::Postal) => EnteredBy::Post,
                (false, Channel::Direct | Channel::Online) => EnteredBy::Officer,
            },
            owner: self.owned.then_some(self.person.actor.id),
            filer: self.person.actor.id,
            applicant: party(&self.applicant),
            receiving: self.receiving.clone(),
            settling: settling(procedure, &self.receiving),
            answers: self.answers.clone(),
        };
        let mut tx = app.db.begin().await.unwrap();
        let id = store::draft::begin(&mut tx, &new, now).await.unwrap();
        tx.commit().await.unwrap();
        if self.complete {
            self.upload_everything(id, procedure, case).await;
        }
        id
    }

    async fn upload_everything(&self, id: DossierId, procedure: &Procedure, case: &Case) {
        assert!(
            missing_documents(procedure, case, self.channel, &Answers::new(), &[]) <= case.documents.len()
        );
        for wanted in case.documents.iter().filter(|d| d.required) {
            let document = procedure.documents.iter().find(|d| d.key == wanted.doc).unwrap();
            let is_form = document.kind == DocKind::Form && self.channel != Channel::Online;
            if document.kind == DocKind::Submit || is_form {
                self.person.attaches(id, &wanted.doc, 0).await;
            }
        }
    }
}

/// The commune settles for its own centre; otherwise the procedure names the agency.
fn settling(procedure: &Procedure, receiving: &AgencyCode) -> AgencyCode {
    match procedure.settler {
        Settler::Agency => procedure.agency.clone().unwrap(),
        Settler::Commune => agency(receiving.as_str().trim_end_matches(".01")),
    }
}

fn party(name: &str) -> Party {
    Party {
        kind: Audience::Citizen,
        name: name.to_owned(),
        number: Some("051190491679".to_owned()),
        birth_date: NaiveDate::from_ymd_opt(1990, 3, 8),
        sex: None,
        phone: Some("+84900000001".to_owned()),
        email: None,
        address: Some("Tổ dân phố 4, phường Cẩm Thành, tỉnh Quảng Ngãi".to_owned()),
        ward_code: Some("21025".to_owned()),
        representative: None,
    }
}

impl Person<'_> {
    /// Uploads a document to a dossier, not handed in yet.
    pub(crate) async fn attaches(&self, dossier: DossierId, key: &str, round: i32) {
        let app = &self.portal.app;
        let now = app.clock.now();
        let content = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(content.path(), sheet(key)).unwrap();
        app.files.keep(&secrets::digest(key), content.path()).await.unwrap();
        let sql = format!("SELECT procedure_version::text FROM dossier WHERE id = '{dossier}'");
        let version = self.portal.texts(&sql).await[0].parse().unwrap();
        let procedure = app.version(version).await.unwrap();
        let wanted = procedure.documents.iter().find(|d| d.key == key);
        let document = NewDocument {
            id: DocumentId::new(secrets::new_id(now)),
            dossier,
            key: key.to_owned(),
            name: wanted.map_or(key, |d| d.name.as_str()).to_owned(),
            file_name: Some(format!("{key}.pdf")),
            blob: Some(Blob {
                sha256: secrets::digest(key),
                size: 1234,
                media_type: "application/pdf".to_owned(),
            }),
            originals: 0,
            copies: 0,
            round,
            staged: true,
            by: self.actor.id,
            form_key: secrets::form_key(),
        };
        let mut tx = app.db.begin().await.unwrap();
        store::document::insert(&mut tx, &document, now).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Hands a draft in as it is.
    pub(crate) async fn hands_in_draft(&self, draft: DossierId) -> DossierCode {
        let key = Key::Id(draft);
        let version = self.portal.find(&key).await.version;
        let done = act::act(&self.portal.app, &self.actor, &key, version, Command::Submit).await.unwrap();
        done.dossier.identity.unwrap().code
    }

    /// Uploads a document that was asked for, without handing it in.
    pub(crate) async fn stages(&self, code: &DossierCode, key: &str) {
        let dossier = self.portal.dossier(code).await;
        self.attaches(dossier.id, key, dossier.supplement_rounds).await;
    }
}
