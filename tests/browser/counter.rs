//! The counter works by keyboard alone: a card is scanned, papers are ticked, Enter takes the dossier in.

use crate::{
    driver::{Browsers, Window},
    server::Served,
};

/// What a scanner types, before its Enter.
const CARD: &str =
    "051188575785|212345678|Trần Văn Bảy|02031988|Nam|Tổ 3, Phường Cẩm Thành, Quảng Ngãi|01012022";

/// The keys by their `WebDriver` names.
const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";

/// The most keys that a simple intake may take after the card.
const MOST_KEYS: usize = 25;

/// Hands on a keyboard; nothing else touches the page.
struct Keyboard<'w> {
    window: &'w Window,
    pressed: usize,
}

impl Keyboard<'_> {
    async fn press(&mut self, key: &str) {
        self.pressed += key.chars().count();
        self.window.driver.active_element().await.unwrap().send_keys(key).await.unwrap();
    }

    /// Which field has the keys: name and value.
    async fn at(&self) -> (String, String) {
        let at = self.window.driver.active_element().await.unwrap();
        let text = |v: Option<String>| v.unwrap_or_default();
        (text(at.attr("name").await.unwrap()), text(at.attr("value").await.unwrap()))
    }

    /// On with Tab until this field has the keys.
    async fn tabs_to(&mut self, name: &str, value: &str) {
        for _ in 0..MOST_KEYS {
            self.press(TAB).await;
            if self.at().await == (name.to_owned(), value.to_owned()) {
                return;
            }
        }
        panic!("{name} {value} is not reached by Tab:\n{}", self.window.text().await);
    }

    /// Presses Enter, and waits for the page that comes.
    async fn enters(&mut self, comes: impl Fn(&str, &str) -> bool) {
        self.press(ENTER).await;
        for _ in 0..200 {
            let (path, text) = (self.window.path().await, self.window.text().await);
            if comes(&path, &text) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("nothing came after Enter on {}:\n{}", self.window.path().await, self.window.text().await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_simple_intake_takes_few_keys_after_the_card() {
    let served = Served::new().await;
    let base = served.base.as_str();
    let browsers = Browsers::start().await;
    let hoa = browsers.open(1366, 768).await;
    hoa.signs_in(base, "0900000002").await;
    hoa.goto(&format!("{base}/mot-cua/tiep-nhan/1.001193")).await;
    let mut found = hoa.faults().await;
    let mut keys = Keyboard { window: &hoa, pressed: 0 };
    assert_eq!(keys.at().await.0, "card", "the scanner types where the keys are");
    keys.press(CARD).await;
    keys.enters(|_, _| true).await;
    for _ in 0..100 {
        if keys.at().await.0 == "doc" {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(keys.at().await, ("doc".to_owned(), "to-khai".to_owned()), "on the first paper");
    assert_eq!(hoa.find("[name=name]").await.prop("value").await.unwrap().unwrap(), "Trần Văn Bảy");

    keys.pressed = 0;
    keys.press(" ").await;
    keys.tabs_to("doc", "giay-chung-sinh").await;
    keys.press(" ").await;
    keys.tabs_to("doc", "van-ban-uy-quyen").await;
    keys.press(" ").await;
    found.extend(hoa.faults().await);
    keys.enters(|path, _| path.starts_with("/mot-cua/ho-so/")).await;
    eprintln!("{} keys after the card", keys.pressed);
    assert!(keys.pressed <= MOST_KEYS, "{} keys", keys.pressed);

    hoa.reads("Đã nhận hồ sơ").await;
    let code = hoa.path().await.rsplit('/').next().unwrap().to_owned();
    hoa.close().await;
    let dossier = served.portal.dossier(&code.parse().unwrap()).await;
    assert_eq!(dossier.status.key(), "accepted");
    assert_eq!(dossier.return_method.key(), "counter");
    assert_eq!(
        served.portal.texts("SELECT originals::text || copies FROM document ORDER BY doc_key").await,
        ["10", "10", "10"],
        "one original each"
    );
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_of_the_counter() {
    let served = Served::new().await;
    let base = served.base.as_str();
    let browsers = Browsers::start().await;
    let mut found = Vec::new();
    for (width, height) in [(390, 844), (1280, 800)] {
        let hoa = browsers.open(width, height).await;
        hoa.signs_in(base, "0900000002").await;
        for (language, name) in [("", "vi"), ("/en", "en")] {
            let path = format!("{base}{language}/mot-cua/tiep-nhan/1.004873");
            hoa.goto(&path).await;
            hoa.types("card", "123456").await;
            let card = hoa.find("[name=card]").await;
            card.send_keys(ENTER).await.unwrap();
            tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
            found.extend(hoa.faults().await);
            hoa.types("card", CARD).await;
            let card = hoa.find("[name=card]").await;
            card.send_keys(ENTER).await.unwrap();
            tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
            for choice in ["[name=behalf][value=other]", "[name=channel][value=postal]"] {
                let id = hoa.find(choice).await.attr("id").await.unwrap().unwrap();
                hoa.find(&format!("label[for='{id}']")).await.click().await.unwrap();
            }
            hoa.find("details summary").await.click().await.unwrap();
            found.extend(hoa.faults().await);
            hoa.shot(&format!("intake-{name}")).await;
        }
        hoa.close().await;
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
