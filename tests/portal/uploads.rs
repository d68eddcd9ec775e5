//! Uploads in pieces over a real connection: what broke off goes on, and nobody else can touch it.

use chrono::TimeDelta;
use motcua::{app::upkeep, domain::ids::DossierId, store};
use reqwest::{Method, Response, header};
use sha2::{Digest as _, Sha256};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::support::{page::css, people::Person, server::Served};

const PIECE: usize = 256 * 1024;

/// A PDF of two pieces and a half.
fn paper() -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.extend((0..PIECE * 5 / 2).map(|n| b'a' + u8::try_from(n % 23).unwrap()));
    bytes
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// A script of the portal's own pages, in the browser of somebody.
struct Script<'s> {
    served: &'s Served,
    session: String,
    client: reqwest::Client,
}

impl<'s> Script<'s> {
    async fn of(served: &'s Served, person: &Person<'_>) -> Self {
        drop(rustls::crypto::ring::default_provider().install_default());
        let browser = person.browser();
        browser.get("/ho-so").await.is(200);
        let session = browser.cookie("sid").unwrap();
        Self { served, session, client: reqwest::Client::new() }
    }

    async fn ask(&self, method: Method, path: &str, offset: Option<usize>, body: Vec<u8>) -> Response {
        let mut request = self
            .client
            .request(method.clone(), format!("{}{path}", self.served.base))
            .header(header::COOKIE, format!("sid={}", self.session))
            .header(header::ACCEPT, "application/json")
            .header("sec-fetch-site", "same-origin")
            .body(body);
        if method == Method::POST {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        if let Some(offset) = offset {
            request = request.header("upload-offset", offset);
        }
        request.send().await.unwrap()
    }

    /// Announces a file for the birth certificate of a draft.
    async fn announces(&self, draft: DossierId, size: usize, sha256: &str) -> Response {
        let path = format!("/nhap/{draft}/giay-to/giay-chung-sinh/tung-phan");
        let body = format!("name=C%3A%5CGi%E1%BA%A5y.pdf&size={size}&sha256={sha256}");
        self.ask(Method::POST, &path, None, body.into_bytes()).await
    }

    /// How far it is.
    async fn offset(&self, place: &str) -> usize {
        let answer = self.ask(Method::HEAD, place, None, Vec::new()).await;
        assert_eq!(answer.status(), 200);
        number(&answer, "upload-offset")
    }

    async fn sends(&self, place: &str, bytes: &[u8], start: usize) -> Response {
        let end = bytes.len().min(start + PIECE);
        self.ask(Method::PATCH, place, Some(start), bytes[start..end].to_vec()).await
    }

    /// Begins a piece, and is gone before the end of it.
    async fn breaks_off(&self, place: &str, bytes: &[u8], start: usize) {
        let address = self.served.base.trim_start_matches("http://");
        let mut line = tokio::net::TcpStream::connect(address).await.unwrap();
        let head = format!(
            "PATCH {place} HTTP/1.1\r\nHost: {address}\r\nCookie: sid={}\r\nSec-Fetch-Site: same-origin\r\n\
             Upload-Offset: {start}\r\nContent-Length: {PIECE}\r\n\r\n",
            self.session
        );
        line.write_all(head.as_bytes()).await.unwrap();
        line.write_all(&bytes[start..start + PIECE / 2]).await.unwrap();
        line.shutdown().await.unwrap();
        // until the server has seen it too
        let mut rest = Vec::new();
        line.read_to_end(&mut rest).await.unwrap();
    }
}

fn number(answer: &Response, name: &str) -> usize {
    answer.headers()[name].to_str().unwrap().parse().unwrap()
}

fn place(answer: &Response) -> String {
    answer.headers()["location"].to_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_broke_off_goes_on_where_it_stopped() {
    let served = Served::new().await;
    let portal = &served.portal;
    let lan = portal.lan().await;
    let draft = lan.files("1.001193").without_documents().drafted().await;
    let (bytes, digest) = (paper(), sha256(&paper()));
    let script = Script::of(&served, &lan).await;

    let begun = script.announces(draft, bytes.len(), &digest).await;
    assert_eq!((begun.status().as_u16(), number(&begun, "upload-offset")), (201, 0));
    let at = place(&begun);
    let first = script.sends(&at, &bytes, 0).await;
    assert_eq!((first.status().as_u16(), number(&first, "upload-offset")), (200, PIECE));
    script.breaks_off(&at, &bytes, PIECE).await;
    assert_eq!(script.offset(&at).await, PIECE, "half a piece is none");

    // the page says what is missing, and the tab is opened anew
    let page = lan.browser().get(&format!("/nhap/{draft}/giay-to")).await;
    let html = page.says("Giấy.pdf").html();
    let said: String =
        html.select(&css("[data-partial]")).flat_map(|e| e.text().collect::<Vec<_>>()).collect();
    assert!(said.contains("39 %"), "{said}");
    let script = Script::of(&served, &lan).await;
    let again = script.announces(draft, bytes.len(), &digest).await;
    assert_eq!((again.status().as_u16(), number(&again, "upload-offset")), (200, PIECE));
    assert_eq!(place(&again), at);

    // a wrong offset is told the right one
    for wrong in [0, PIECE * 2, PIECE - 1] {
        let refused = script.sends(&at, &bytes, wrong).await;
        assert_eq!((refused.status().as_u16(), number(&refused, "upload-offset")), (409, PIECE));
        let problem: serde_json::Value = refused.json().await.unwrap();
        assert_eq!(
            (&problem["expected-offset"], &problem["provided-offset"]),
            (&PIECE.into(), &wrong.into())
        );
    }
    assert_eq!(script.ask(Method::PATCH, &at, None, vec![1]).await.status(), 422, "no offset at all");
    let large = script.ask(Method::PATCH, &at, Some(PIECE), vec![1; PIECE + 1]).await;
    assert_eq!(large.status(), 413);

    script.sends(&at, &bytes, PIECE).await;
    assert_eq!(portal.texts("SELECT count(*)::text FROM document").await, ["0"]);
    let last = script.sends(&at, &bytes, PIECE * 2).await;
    assert_eq!(last.status(), 200);
    assert_eq!(last.headers()["upload-complete"], "?1");
    assert!(last.headers()["set-cookie"].to_str().unwrap().starts_with("flash="));
    let kept = portal.texts(
        "SELECT concat_ws(' ', file_name, media_type, size, staged, encode(sha256, 'hex')) FROM document",
    );
    let expected = format!("Giấy.pdf application/pdf {} t {digest}", bytes.len());
    assert_eq!(kept.await, [expected]);
    let hash = Sha256::digest(&bytes).to_vec();
    assert_eq!(portal.app.files.read(&hash).await.unwrap(), bytes);
    assert_eq!(portal.texts("SELECT count(*)::text FROM upload_piece").await, ["0"]);

    // the answer was lost: the last piece and the announcement come again
    for answer in [
        script.sends(&at, &bytes, PIECE * 2).await,
        script.ask(Method::PATCH, &at, Some(bytes.len()), Vec::new()).await,
        script.announces(draft, bytes.len(), &digest).await,
    ] {
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["upload-complete"]),
            (200, &"?1".parse().unwrap())
        );
    }
    assert_eq!(portal.texts("SELECT count(*)::text FROM document").await, ["1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_is_there_for_whoever_began_it_only() {
    let served = Served::new().await;
    let (lan, vinh) = (served.portal.lan().await, served.portal.vinh().await);
    let draft = lan.files("1.001193").without_documents().drafted().await;
    let bytes = paper();
    let (hers, his) = (Script::of(&served, &lan).await, Script::of(&served, &vinh).await);
    let at = place(&hers.announces(draft, bytes.len(), &sha256(&bytes)).await);
    hers.sends(&at, &bytes, 0).await;

    assert_eq!(his.announces(draft, bytes.len(), &sha256(&bytes)).await.status(), 404);
    assert_eq!(his.ask(Method::GET, &at, None, Vec::new()).await.status(), 404);
    assert_eq!(his.sends(&at, &bytes, PIECE).await.status(), 404);
    his.ask(Method::DELETE, &at, None, Vec::new()).await;
    assert_eq!(hers.offset(&at).await, PIECE, "hers is untouched");

    let nobody = Script { session: "none".to_owned(), ..Script::of(&served, &vinh).await };
    assert_eq!(nobody.sends(&at, &bytes, PIECE).await.status(), 401);
    assert_eq!(hers.ask(Method::DELETE, &at, None, Vec::new()).await.status(), 204);
    assert_eq!(hers.ask(Method::DELETE, &at, None, Vec::new()).await.status(), 204);
    assert_eq!(hers.sends(&at, &bytes, PIECE).await.status(), 404);
    assert_eq!(served.portal.texts("SELECT count(*)::text FROM upload_piece").await, ["0"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_arrives_is_looked_at_as_any_upload_is() {
    let served = Served::new().await;
    let portal = &served.portal;
    let lan = portal.lan().await;
    let draft = lan.files("1.001193").without_documents().drafted().await;
    let script = Script::of(&served, &lan).await;
    let told = async |bytes: &[u8], digest: &str| {
        let at = place(&script.announces(draft, bytes.len(), digest).await);
        let answer = script.sends(&at, bytes, 0).await;
        assert_eq!(answer.status(), 422);
        let words: Vec<String> = answer.json().await.unwrap();
        assert_eq!(script.ask(Method::HEAD, &at, None, Vec::new()).await.status(), 404, "it is given up");
        words.concat()
    };
    let html = b"<html>not a paper</html>";
    assert_eq!(told(html, &sha256(html)).await, "Chọn tệp PDF, JPG hoặc PNG");
    let locked = b"%PDF-1.7 trailer << /Encrypt 5 0 R >>";
    assert!(told(locked, &sha256(locked)).await.contains("mật khẩu"));
    assert!(told(b"%PDF-1.7 one", &sha256(b"%PDF-1.7 two")).await.contains("khác tệp đã chọn"));
    for (size, words) in [(0, "không có nội dung"), (11 << 20, "không quá 10 MB")] {
        let answer = script.announces(draft, size, &sha256(b"")).await;
        assert_eq!(answer.status(), 422);
        assert!(answer.text().await.unwrap().contains(words));
    }
    assert_eq!(script.announces(draft, 5, "abc").await.status(), 422);
    assert_eq!(portal.texts("SELECT count(*)::text FROM document").await, ["0"]);

    // as a document that was removed, the same content is sent anew
    let paper = b"%PDF-1.7 whole";
    for _ in 0..2 {
        let begun = script.announces(draft, paper.len(), &sha256(paper)).await;
        assert_eq!(begun.status(), 201);
        assert_eq!(script.sends(&place(&begun), paper, 0).await.status(), 200);
        let page = lan.browser().get(&format!("/nhap/{draft}/giay-to")).await;
        lan.browser().submit(&page.form("/xoa")).await.is(303);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_keeps_only_so_much_and_only_for_so_long() {
    let served = Served::new().await;
    let portal = &served.portal;
    let lan = portal.lan().await;
    let draft = lan.files("1.001193").without_documents().drafted().await;
    let script = Script::of(&served, &lan).await;
    for n in 0..25_u8 {
        portal.clock.advance(TimeDelta::seconds(1));
        assert_eq!(script.announces(draft, 900_000, &sha256(&[n])).await.status(), 201);
    }
    let left =
        async || portal.texts("SELECT encode(sha256, 'hex') FROM partial_upload ORDER BY touched_at").await;
    let last_twenty: Vec<String> = (5..25_u8).map(|n| sha256(&[n])).collect();
    assert_eq!(left().await, last_twenty);

    let prune = async || {
        let before = portal.app.clock.now() - TimeDelta::days(upkeep::UPLOAD_DAYS);
        let mut tx = portal.app.db.begin().await.unwrap();
        store::partial_upload::prune(&mut tx, before).await.unwrap();
        tx.commit().await.unwrap();
    };
    portal.clock.advance(TimeDelta::days(2));
    prune().await;
    assert_eq!(left().await.len(), 20);
    let script = Script::of(&served, &lan).await;
    script.announces(draft, 900_000, &sha256(&[24])).await;
    portal.clock.advance(TimeDelta::days(2));
    prune().await;
    assert_eq!(left().await, [sha256(&[24])], "what was touched in between stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_sends_only_so_many_pieces_at_once() {
    let served = Served::new().await;
    let lan = served.portal.lan().await;
    let draft = lan.files("1.001193").without_documents().drafted().await;
    let script = Script::of(&served, &lan).await;
    let at = place(&script.announces(draft, 900_000, &sha256(b"a")).await);
    for tries in 0..600 {
        let answer = script.ask(Method::HEAD, &at, None, Vec::new()).await;
        if answer.status() == 429 {
            assert!((200..500).contains(&tries), "after {tries}");
            assert!(answer.headers().contains_key("retry-after"));
            return;
        }
    }
    panic!("nobody holds it back");
}
