//! Real Chromium, driven through chromedriver: one session for each person, so that nobody shares a cookie.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
    sync::LazyLock,
    time::Duration,
};

use serde_json::{Value, json};
use thirtyfour::{LoggingPrefsLogLevel, prelude::*};

use crate::{checker, modes::Mode};

/// Where pictures of the pages are left with `PICTURES=1` (and of the addresses of `ONLY`), for whoever changes them to look at. They
/// take a quarter of the time of a run and decide nothing.
pub(crate) const SHOTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/shots");

/// chromedriver, stopped when dropped.
pub(crate) struct Browsers {
    child: Child,
    address: String,
}

impl Browsers {
    /// Starts chromedriver on a free port. A machine without it fails here, loudly.
    pub(crate) async fn start() -> Self {
        // The WebDriver client is built for https too, though it only talks to this machine. Another test may have been first.
        drop(rustls::crypto::ring::default_provider().install_default());
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = Command::new("chromedriver")
            .args([&format!("--port={port}"), "--silent"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is needed for the browser tests: tests/run --prepare installs it");
        let browsers = Self { child, address: format!("http://127.0.0.1:{port}") };
        for _ in 0..100 {
            if tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return browsers;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("chromedriver does not answer on port {port}");
    }

    /// A browser window of its own: `width` × `height` CSS pixels.
    pub(crate) async fn open(&self, width: u32, height: u32) -> Window {
        let mut wanted = DesiredCapabilities::chrome();
        for flag in [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            "--force-color-profile=srgb",
            "--lang=vi",
        ] {
            wanted.add_arg(flag).unwrap();
        }
        wanted.add_arg(&format!("--window-size={width},{height}")).unwrap();
        // what the page asks for and complains of is read by the gate
        for log in ["browser", "performance"] {
            wanted.set_logging_prefs(log, LoggingPrefsLogLevel::All).unwrap();
        }
        wanted
            .add_experimental_option("perfLoggingPrefs", json!({"enableNetwork": true, "enablePage": false}))
            .unwrap();
        let driver = WebDriver::new(&self.address, wanted).await.expect("Chromium starts");
        Window { driver, width, height }
    }
}

impl Drop for Browsers {
    fn drop(&mut self) {
        // It may have gone already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// One browser window.
pub(crate) struct Window {
    pub(crate) driver: WebDriver,
    width: u32,
    height: u32,
}

impl Window {
    pub(crate) async fn goto(&self, url: &str) {
        self.driver.goto(url).await.unwrap();
    }

    /// Path and query of the page.
    pub(crate) async fn path(&self) -> String {
        let url = self.driver.current_url().await.unwrap();
        match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        }
    }

    pub(crate) async fn find(&self, css: &str) -> WebElement {
        let Ok(element) = self.driver.find(By::Css(css)).await else {
            panic!("{css} is not on {}:\n{}", self.path().await, self.text().await)
        };
        element
    }

    pub(crate) async fn has(&self, css: &str) -> bool {
        self.driver.find(By::Css(css)).await.is_ok()
    }

    /// All words of the main part; nothing while a page is being replaced by the next.
    pub(crate) async fn text(&self) -> String {
        let words = self
            .driver
            .execute("return (document.querySelector('main') || document.body).innerText", vec![])
            .await;
        words.ok().and_then(|w| w.json().as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Types into the field with this name.
    pub(crate) async fn types(&self, name: &str, text: &str) {
        let field = self.find(&format!("[name='{name}']:not([type=hidden])")).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Presses the link or button with these words.
    pub(crate) async fn presses(&self, words: &str) {
        let path = format!(
            "//main//button[not(@hidden)][contains(normalize-space(.), \"{words}\")] | //main//a[contains(normalize-space(.), \"{words}\")]"
        );
        let Ok(element) = self.driver.find(By::XPath(&path)).await else {
            panic!("nothing says “{words}” on {}:\n{}", self.path().await, self.text().await)
        };
        self.press(&element).await;
    }

    /// Ticks the box with this name, as a finger on its label would.
    pub(crate) async fn chooses_tick(&self, name: &str) {
        let input = self.find(&format!("input[type=checkbox][name='{name}']")).await;
        let id = input.attr("id").await.unwrap().unwrap();
        self.find(&format!("label[for='{id}']")).await.click().await.unwrap();
        assert!(input.is_selected().await.unwrap(), "{name} stays unticked");
    }

    /// Presses an act in the card of acts on a dossier page.
    pub(crate) async fn presses_act(&self, words: &str) {
        let path = format!(
            "//*[contains(@class, 'dossier-acts')]//*[self::a or self::button][normalize-space(.) = \"{words}\"]"
        );
        let Ok(element) = self.driver.find(By::XPath(&path)).await else {
            panic!("“{words}” is not offered on {}:\n{}", self.path().await, self.text().await)
        };
        self.press(&element).await;
    }

    async fn press(&self, element: &WebElement) {
        self.driver.execute("window.before = true", vec![]).await.unwrap();
        element.scroll_into_view().await.unwrap();
        element.click().await.unwrap();
        self.turns().await;
    }

    /// Waits until the page that a click leads to has taken the place of this one, and is whole.
    async fn turns(&self) {
        for _ in 0..200 {
            let new = self
                .driver
                .execute("return !window.before && document.readyState === 'complete'", vec![])
                .await;
            if new.is_ok_and(|s| s.json() == true) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
        panic!("nothing came after {}:\n{}", self.path().await, self.text().await);
    }

    /// The first submit button of the page's main form.
    pub(crate) async fn presses_the_main_button(&self) {
        let button = self
            .find("main form button.button:not(.button-quiet):not([formaction]):not(.button-danger)")
            .await;
        self.press(&button).await;
    }

    /// Fills every field of the main form that is empty and wanted, with something that fits it.
    pub(crate) async fn fills_what_is_empty(&self) {
        self.driver
            .execute(
                r"
                const form = document.querySelector('main form:has(input:not([type=hidden]), textarea, select)');
                if (!form) return;
                const names = new Set();
                for (const field of form.elements) {
                    if (!field.name || field.type === 'hidden' || field.type === 'file') continue;
                    if (field.type === 'radio') {
                        if (names.has(field.name)) continue;
                        names.add(field.name);
                        const group = [...form.elements].filter(f => f.name === field.name);
                        if (!group.some(f => f.checked)) group[group.length - 1].click();
                        continue;
                    }
                    if (field.type === 'checkbox' || field.value) continue;
                    const optional = field.labels && [...field.labels].some(l => l.querySelector('.optional'));
                    const set = field.closest('fieldset');
                    if (optional || (set && set.querySelector('legend .optional')) || field.closest('.when')) continue;
                    if (field.tagName === 'SELECT') {
                        const option = [...field.options].find(o => o.value);
                        if (option) field.value = option.value;
                    } else if (/day|ngay|\[0\]$|-d$/.test(field.name)) field.value = '20';
                    else if (/month|thang|\[1\]$|-m$/.test(field.name)) field.value = '11';
                    else if (/year|nam|\[2\]$|-y$/.test(field.name)) field.value = '2026';
                    else if (field.inputMode === 'numeric') field.value = '1';
                    else field.value = 'Theo yêu cầu của công việc';
                }
                ",
                vec![],
            )
            .await
            .unwrap();
    }

    /// Everything that is wrong with the page as it stands: axe, and what `page.js` sees in any width.
    pub(crate) async fn faults(&self) -> Vec<String> {
        let page = format!("{} at {}", self.path().await, self.width);
        checker::inject(self).await;
        let mut found = checker::axe(self).await;
        found.extend(self.ask("return window.gate.narrow()", vec![]).await);
        found.into_iter().map(|fault| format!("{page}: {fault}")).collect()
    }

    /// What a script says, as a list.
    pub(crate) async fn ask(&self, script: &str, given: Vec<Value>) -> Vec<String> {
        let said = self.driver.execute(script, given).await.unwrap_or_else(|e| panic!("{script}: {e}"));
        serde_json::from_value(said.json().clone()).unwrap()
    }

    /// One command of the browser's own protocol.
    pub(crate) async fn command(&self, name: &str, given: Value) -> Value {
        self.driver.cdp().send_raw(name, given).await.unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    /// The window becomes as large as this, whatever it was opened with.
    pub(crate) async fn becomes(&self, width: u32, height: u32) {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.command("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// From now on whoever holds this session is signed in; nobody without one.
    pub(crate) async fn holds(&self, base: &str, session: Option<&str>) {
        self.command("Network.clearBrowserCookies", json!({})).await;
        if let Some(token) = session {
            let cookie = json!({"name": "sid", "value": token, "url": base, "httpOnly": true});
            self.command("Network.setCookie", cookie).await;
        }
    }

    /// Sends an empty form to `path`, as a browser does from a page of the portal.
    pub(crate) async fn posts_nothing(&self, path: &str) {
        let script = "window.before = true;
            const form = document.createElement('form');
            form.method = 'post';
            form.action = arguments[0];
            document.body.append(form);
            form.submit();";
        self.driver.execute(script, vec![json!(path)]).await.unwrap();
        self.turns().await;
    }

    /// Whether scripts of the page may run.
    pub(crate) async fn scripts(&self, allowed: bool) {
        self.command("Emulation.setScriptExecutionDisabled", json!({"value": !allowed})).await;
    }

    /// Complaints in the console, and requests to anybody but `base`, since this was last asked.
    pub(crate) async fn complaints(&self, base: &str) -> Vec<String> {
        let mut found = Vec::new();
        for entry in self.driver.browser_log().await.unwrap() {
            // a page that is itself an error page is not a fault
            let answered = entry.source.as_deref() == Some("network") && !entry.message.contains("/static/");
            if entry.level == "SEVERE"
                && !(answered && entry.message.contains("the server responded with a status of 4"))
            {
                found.push(format!("console: {}", entry.message));
            }
        }
        for entry in self.driver.get_log("performance").await.unwrap() {
            let event: Value = serde_json::from_str(&entry.message).unwrap();
            let url = event["message"]["params"]["request"]["url"].as_str().unwrap_or_default();
            let is_request = event["message"]["method"] == "Network.requestWillBeSent";
            if is_request && url.starts_with("http") && !url.starts_with(base) {
                found.push(format!("another host: {url}"));
            }
        }
        found
    }

    /// Expects these words in the main part.
    pub(crate) async fn reads(&self, words: &str) {
        let text = self.text().await;
        assert!(text.contains(words), "“{words}” is not on {}:\n{text}", self.path().await);
    }

    /// A picture of the whole page, for whoever changes it to look at.
    pub(crate) async fn shot(&self, name: &str) {
        self.shot_at(name, (self.width, self.height)).await;
    }

    /// The same in the size of a mode.
    pub(crate) async fn shot_in(&self, name: &str, mode: Mode) {
        self.shot_at(name, mode.size()).await;
    }

    async fn shot_at(&self, name: &str, (width, height): (u32, u32)) {
        static WANTED: LazyLock<bool> =
            LazyLock::new(|| ["PICTURES", "ONLY"].iter().any(|name| std::env::var_os(name).is_some()));
        if !*WANTED {
            return;
        }
        std::fs::create_dir_all(SHOTS).unwrap();
        let script = "return Math.min(document.documentElement.scrollHeight, 6000)";
        let tall = self.driver.execute(script, vec![]).await.unwrap().json().as_u64().unwrap();
        self.becomes(width, height.max(u32::try_from(tall).unwrap())).await;
        self.driver.screenshot(&Path::new(SHOTS).join(format!("{name}-{width}.png"))).await.unwrap();
        self.becomes(width, height).await;
    }

    /// How many CSS pixels the page is wider than the window.
    pub(crate) async fn overflow(&self) -> i64 {
        let script = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        self.driver.execute(script, vec![]).await.unwrap().json().as_i64().unwrap()
    }

    /// Signs in on the sign-in page with the demo password; whoever was signed in before is signed out first.
    pub(crate) async fn signs_in(&self, base: &str, phone: &str) {
        self.driver.delete_all_cookies().await.unwrap();
        self.goto(&format!("{base}/dang-nhap")).await;
        self.types("login", phone).await;
        self.types("password", "motcua-demo").await;
        self.presses("Đăng nhập").await;
        assert!(
            !self.path().await.starts_with("/dang-nhap"),
            "{phone} is not signed in:\n{}",
            self.text().await
        );
    }

    /// Types into the field with this id.
    pub(crate) async fn types_at(&self, id: &str, text: &str) {
        let field = self.find(&format!("[id='{id}']")).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Chooses from the list with this id.
    pub(crate) async fn chooses_at(&self, id: &str, value: &str) {
        self.find(&format!("[id='{id}'] option[value='{value}']")).await.click().await.unwrap();
    }

    /// Chooses one of the round buttons with this name, as a finger on its label would.
    pub(crate) async fn chooses_radio(&self, name: &str, value: &str) {
        let input = self.find(&format!("input[type=radio][name='{name}'][value='{value}']")).await;
        let id = input.attr("id").await.unwrap().unwrap();
        self.find(&format!("label[for='{id}']")).await.click().await.unwrap();
    }

    /// Looks at the page on a phone and on a desk: what is wrong with it there, and a picture of each.
    pub(crate) async fn looks(&self, name: &str, found: &mut Vec<String>) {
        for mode in [Mode::Phone, Mode::Desktop] {
            let (width, height) = mode.size();
            self.becomes(width, height).await;
            found.extend(self.faults().await);
            self.shot_in(name, mode).await;
        }
        self.becomes(self.width, self.height).await;
    }

    pub(crate) async fn close(self) {
        self.driver.quit().await.unwrap();
    }
}
