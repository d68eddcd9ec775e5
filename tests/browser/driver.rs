//! Real Chromium, driven through chromedriver: one session for each person, so that nobody shares a cookie.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use thirtyfour::prelude::*;

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

    /// Everything that is wrong with the page: axe, sideways scrolling.
    pub(crate) async fn faults(&self) -> Vec<String> {
        let page = format!("{} at {}", self.path().await, self.width);
        let mut found: Vec<String> =
            self.violations().await.into_iter().map(|v| format!("{page}: {v}")).collect();
        let overflow = self.overflow().await;
        if overflow > 0 {
            found.push(format!("{page}: {overflow} px wider than the window"));
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
        let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/shots"));
        std::fs::create_dir_all(&folder).unwrap();
        let height = self
            .driver
            .execute("return Math.min(document.documentElement.scrollHeight, 6000)", vec![])
            .await
            .unwrap()
            .json()
            .as_u64()
            .unwrap_or(u64::from(self.height));
        self.driver.set_window_rect(0, 0, self.width, u32::try_from(height).unwrap() + 120).await.unwrap();
        let path = folder.join(format!("{name}-{}.png", self.width));
        self.driver.screenshot(Path::new(&path)).await.unwrap();
        self.driver.set_window_rect(0, 0, self.width, self.height).await.unwrap();
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
        for (width, height) in [(390, 844), (1280, 800)] {
            let there = Self { driver: self.driver.clone(), width, height };
            self.driver.set_window_rect(0, 0, width, height).await.unwrap();
            found.extend(there.faults().await);
            there.shot(name).await;
        }
        self.driver.set_window_rect(0, 0, self.width, self.height).await.unwrap();
    }

    /// What axe finds with every WCAG 2.2 A and AA rule; `[]` when nothing.
    pub(crate) async fn violations(&self) -> Vec<String> {
        let axe =
            std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/vendor/axe.min.js"))
                .expect("axe-core is needed for the browser tests: tests/run --prepare fetches it");
        self.driver.execute(&axe, vec![]).await.unwrap();
        let found = self
            .driver
            .execute_async(
                "const done = arguments[arguments.length - 1];
                 axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})
                    .then(r => done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(' | '))))
                    .catch(e => done(['axe failed: ' + e]))",
                vec![],
            )
            .await
            .unwrap();
        serde_json::from_value(found.json().clone()).unwrap()
    }

    /// How many CSS pixels the page is wider than the window.
    pub(crate) async fn overflow(&self) -> i64 {
        let wide = self
            .driver
            .execute(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth",
                vec![],
            )
            .await
            .unwrap();
        wide.json().as_i64().unwrap()
    }

    pub(crate) async fn close(self) {
        self.driver.quit().await.unwrap();
    }
}
