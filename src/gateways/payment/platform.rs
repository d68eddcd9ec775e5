//! The payment platform over HTTPS. Neither the secret nor a name is ever logged; an error says what kind of thing went wrong and
//! carries no body.

use std::{fmt, time::Duration};

use chrono::{DateTime, Utc};
use reqwest::{Client, Identity, StatusCode, Url, header, redirect};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;

use super::{
    gateway::{self, Answer, Begin, Begun, Bill, Payment, Untrusted},
    messages::{Acknowledgement, CURRENCY, Init, InitAnswer, Outcome, Question, VERSION, codes, kinds},
    seal,
};
use crate::gateways::{
    error::{Error, Kind},
    files::Promise,
};

const SYSTEM: &str = "payment platform";
/// The most that is read of an answer: it is far smaller.
const LONGEST_ANSWER: usize = 1024 * 1024;
/// The most that is read of a receipt: one page is far smaller.
const LONGEST_BILL: usize = 4 * 1024 * 1024;
/// What a receipt may say it is. Whether it is, its first bytes say.
const PAPERS: [&str; 2] = ["application/pdf", "application/octet-stream"];
/// How long the platform may take until it takes the connection, and until it has answered.
const CONNECT: Duration = Duration::from_secs(5);
/// The usual patience with an answer.
pub const PATIENCE: Duration = Duration::from_secs(15);

/// How the platform is reached.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Its address, without a slash at the end.
    pub url: String,
    /// Where its pages are, `https://pay.example.vn`; at the same place when absent.
    pub pages: Option<String>,
    /// The province's number there.
    pub partner: String,
    /// What the codes are made with.
    pub secret: SecretString,
    /// The portal's certificate with its key, as PEM, when the platform asks for one.
    pub identity: Option<SecretString>,
    /// How long an answer may take.
    pub patience: Duration,
}

/// The platform.
#[derive(Clone)]
pub struct Platform {
    client: Client,
    url: String,
    pages: String,
    partner: String,
    secret: SecretString,
}

impl fmt::Debug for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Platform")
            .field("url", &self.url)
            .field("partner", &self.partner)
            .finish_non_exhaustive()
    }
}

/// What the platform said that cannot be gone on with.
#[derive(Debug, thiserror::Error)]
enum Refusal {
    #[error("it answered {0}")]
    Status(StatusCode),
    #[error("it refused with code {0}")]
    Code(String),
    #[error("its answer cannot be read")]
    Unreadable,
    #[error("it leads payers to an address that is neither its own nor protected")]
    Address,
    #[error("its answer is too long")]
    TooLong,
    #[error("what it sent is no PDF")]
    NoPaper,
    #[error("its answer is not to be believed")]
    Untrusted(#[source] Untrusted),
    #[error("its answer is about another reference")]
    Another,
}

impl Platform {
    /// A client of the platform.
    /// # Errors
    /// [`Error`] when the certificate cannot be read.
    pub fn new(settings: Settings) -> Result<Self, Error> {
        // One may be installed already: then that one is used.
        drop(rustls::crypto::ring::default_provider().install_default());
        let Settings { url, pages, partner, secret, identity, patience } = settings;
        let pages = origin(pages.as_deref().unwrap_or(&url));
        let mut builder = Client::builder()
            .connect_timeout(CONNECT.min(patience))
            .timeout(patience)
            // A message under a code goes to the platform or to nobody.
            .redirect(redirect::Policy::none());
        if url.starts_with("http://") {
            // Without TLS (the sandbox on this machine) no certificates of the system are looked for, and no proxy.
            builder = builder.tls_certs_only([]).no_proxy();
        }
        if let Some(pem) = identity {
            let identity = Identity::from_pem(pem.expose_secret().as_bytes()).map_err(failed(Kind::Fail))?;
            builder = builder.identity(identity);
        }
        let client = builder.build().map_err(failed(Kind::Fail))?;
        Ok(Self { client, url, pages, partner, secret })
    }

    async fn send(&self, path: &str, message: &impl Serialize) -> Result<Vec<u8>, Error> {
        Ok(self.fetch(path, message, LONGEST_ANSWER).await?.1)
    }

    /// What is answered, with its kind; `longest` bytes at most.
    async fn fetch(
        &self,
        path: &str,
        message: &impl Serialize,
        longest: usize,
    ) -> Result<(String, Vec<u8>), Error> {
        let body = serde_json::to_vec(message).map_err(failed(Kind::Fail))?;
        let request =
            self.client.post(format!("{}{path}", self.url)).header(header::CONTENT_TYPE, "application/json");
        // The address is of no use in the log, and the client would put it there.
        let lost = |e: reqwest::Error| failed(Kind::Retry)(e.without_url());
        let mut response = request.body(body).send().await.map_err(lost)?;
        let status = response.status();
        if !status.is_success() {
            let later = status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS;
            return Err(refused(if later { Kind::Retry } else { Kind::Fail }, Refusal::Status(status)));
        }
        let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let kind = kind.unwrap_or_default().to_owned();
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(lost)? {
            if bytes.len() + chunk.len() > longest {
                return Err(refused(Kind::Fail, Refusal::TooLong));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok((kind, bytes))
    }

    fn question(&self, kind: &str, reference: &str, at: DateTime<Utc>) -> Question {
        let question = Question {
            kind: kind.to_owned(),
            version: VERSION.to_owned(),
            partner: self.partner.clone(),
            reference: reference.to_owned(),
            at: seal::stamp(at),
            code: String::new(),
        };
        seal::seal(question, &self.secret)
    }

    fn init(&self, begin: &Begin) -> Init {
        let init = Init {
            kind: kinds::INIT.to_owned(),
            version: VERSION.to_owned(),
            partner: self.partner.clone(),
            reference: begin.reference.clone(),
            amount: begin.amount.dong().to_string(),
            payment_kind: String::new(),
            channel: String::new(),
            device: String::new(),
            language: if begin.english { "en" } else { "vi" }.to_owned(),
            currency: CURRENCY.to_owned(),
            bank: String::new(),
            about: format!("THANH TOAN HO SO {}", begin.receipt.dossier).replace('|', " "),
            at: seal::stamp(begin.at),
            ip: begin.ip.map(|ip| ip.to_string()).unwrap_or_default(),
            receipt: begin.receipt.clone(),
            return_url: begin.return_url.clone(),
            code: String::new(),
        };
        seal::seal(init, &self.secret)
    }

    async fn start(&self, begin: &Begin) -> Result<Begun, Error> {
        let answer = self.send("/init", &self.init(begin)).await?;
        let answer: InitAnswer = read(&answer)?;
        if answer.result != codes::DONE {
            return Err(refused(kind_of(&answer.result), Refusal::Code(answer.result)));
        }
        if !self.may_lead_to(&answer.pay_url) {
            return Err(refused(Kind::Fail, Refusal::Address));
        }
        Ok(Begun { pay_url: answer.pay_url })
    }

    /// Whether payers may be sent to this address: under TLS, or to the very place that is configured (the sandbox on this machine).
    fn may_lead_to(&self, address: &str) -> bool {
        let Ok(to) = Url::parse(address) else { return false };
        let mut own = [&self.url, &self.pages].into_iter().filter_map(|own| Url::parse(own).ok());
        let is_own = |own: Url| own.origin() == to.origin();
        !address.chars().any(char::is_control) && (to.scheme() == "https" || own.any(is_own))
    }

    async fn query(&self, reference: &str, at: DateTime<Utc>) -> Result<Answer, Error> {
        let answer = self.send("/query", &self.question(kinds::QUERY, reference, at)).await?;
        let outcome: Outcome = read(&answer)?;
        if outcome.reference != reference {
            return Err(refused(Kind::Retry, Refusal::Another));
        }
        gateway::answer(outcome, kinds::QUERY, &self.partner, &self.secret)
            .map_err(|e| refused(Kind::Retry, Refusal::Untrusted(e)))
    }

    async fn receipt(&self, reference: &str, at: DateTime<Utc>) -> Result<Bill, Error> {
        let (kind, answer) =
            self.fetch("/bill", &self.question(kinds::GET_BILL, reference, at), LONGEST_BILL).await?;
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if PAPERS.contains(&kind.as_str()) {
            return if answer.starts_with(b"%PDF-") {
                Ok(Bill::Pdf(answer))
            } else {
                Err(refused(Kind::Fail, Refusal::NoPaper))
            };
        }
        // No word of it is under a code: nothing but which words are shown rests on it.
        let answer: Acknowledgement =
            serde_json::from_slice(&answer).map_err(|_| refused(Kind::Fail, Refusal::NoPaper))?;
        match answer.result.as_str() {
            codes::PENDING => Ok(Bill::NotYet),
            codes::UNKNOWN => Ok(Bill::None),
            _ => Err(refused(Kind::Retry, Refusal::Code(answer.result))),
        }
    }
}

impl Payment for Platform {
    fn begin<'a>(&'a self, begin: &'a Begin) -> Promise<'a, Begun> {
        Box::pin(self.start(begin))
    }

    fn ask<'a>(&'a self, reference: &'a str, at: DateTime<Utc>) -> Promise<'a, Answer> {
        Box::pin(self.query(reference, at))
    }

    fn bill<'a>(&'a self, reference: &'a str, at: DateTime<Utc>) -> Promise<'a, Bill> {
        Box::pin(self.receipt(reference, at))
    }

    fn pages(&self) -> &str {
        &self.pages
    }

    fn read_callback(&self, body: &[u8]) -> Result<Answer, Untrusted> {
        let outcome: Outcome = serde_json::from_slice(body).map_err(|_| Untrusted::Unreadable)?;
        gateway::answer(outcome, kinds::CALLBACK, &self.partner, &self.secret)
    }
}

/// Scheme, host and port of an address.
fn origin(url: &str) -> String {
    let host = url.find("://").map_or(0, |at| at + 3);
    let end = url.get(host..).and_then(|rest| rest.find('/')).map_or(url.len(), |at| host + at);
    url.get(..end).unwrap_or_default().to_owned()
}

fn read<'a, T: serde::Deserialize<'a>>(answer: &'a [u8]) -> Result<T, Error> {
    // What serde says would quote the answer.
    serde_json::from_slice(answer).map_err(|_| refused(Kind::Retry, Refusal::Unreadable))
}

fn kind_of(result: &str) -> Kind {
    if matches!(result, codes::BROKEN | codes::PENDING) { Kind::Retry } else { Kind::Fail }
}

fn failed<E: std::error::Error + Send + Sync + 'static>(kind: Kind) -> impl FnOnce(E) -> Error {
    move |e| Error { system: SYSTEM, kind, source: Box::new(e) }
}

fn refused(kind: Kind, why: Refusal) -> Error {
    failed(kind)(why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origin_is_all_before_the_path() {
        for url in ["https://pay.example.vn", "https://pay.example.vn/", "https://pay.example.vn/api/v1"] {
            assert_eq!(origin(url), "https://pay.example.vn");
        }
        assert_eq!(origin("http://127.0.0.1:8090/x"), "http://127.0.0.1:8090");
    }

    #[test]
    fn payers_are_sent_under_tls_or_to_the_configured_place_and_nowhere_else() {
        let platform = |url: &str, pages: Option<&str>| {
            Platform::new(Settings {
                url: url.to_owned(),
                pages: pages.map(ToOwned::to_owned),
                partner: "QNG01".to_owned(),
                secret: "bi-mat".into(),
                identity: None,
                patience: PATIENCE,
            })
            .unwrap()
        };
        let sandbox = platform("http://127.0.0.1:8090", None);
        for good in
            ["http://127.0.0.1:8090/pay/dvc1", "https://pay.example.vn/dvc1", "HTTPS://pay.example.vn"]
        {
            assert!(sandbox.may_lead_to(good), "{good}");
        }
        for bad in [
            "",
            "/pay/dvc1",
            "http://127.0.0.1:8091/pay",
            "http://127.0.0.1/pay",
            "http://127.0.0.1:8090@evil.example/pay",
            "http://127.0.0.1:8090.evil.example/pay",
            "http://pay.example.vn/dvc1",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://pay.example.vn/\r\nSet-Cookie: a=b",
        ] {
            assert!(!sandbox.may_lead_to(bad), "{bad}");
        }
        let apart = platform("https://api.example.vn", Some("http://10.0.0.7:9000/pages"));
        assert!(apart.may_lead_to("http://10.0.0.7:9000/pay/1"));
        assert!(!apart.may_lead_to("http://api.example.vn/pay/1"));
    }
}
