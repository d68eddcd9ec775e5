//! What is asked of one page: axe, `page.js` and `keyboard.js`, in one or all modes.

use std::{collections::BTreeSet, sync::LazyLock, time::Duration};

use serde_json::json;
use thirtyfour::Key;

use crate::{driver::Window, modes::Mode};

/// axe and our own questions, in one piece: a page is asked to read it once.
static SCRIPTS: LazyLock<String> = LazyLock::new(|| {
    let axe =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/vendor/axe.min.js"))
            .expect("axe-core is needed for the browser tests: tests/run --prepare fetches it");
    format!("{axe};\n{};\n{}", include_str!("page.js"), include_str!("keyboard.js"))
});

/// Every rule for WCAG 2.0, 2.1 and 2.2, A and AA, also those that axe calls experimental or has switched off.
const AXE: &str = r"
    const [only, done] = arguments.length > 1 ? arguments : [null, arguments[0]];
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
    const rules = axe.getRules().filter(r => r.tags.some(t => tags.includes(t)) && !r.tags.includes('deprecated'))
        .filter(r => !only || only.includes(r.ruleId));
    axe.run({runOnly: {type: 'rule', values: rules.map(r => r.ruleId)}, resultTypes: ['violations']})
        .then(r => done(r.violations.map(v => 'axe ' + v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(' | '))))
        .catch(e => done(['axe failed: ' + e]))";

/// A page to look at.
#[derive(Clone, Debug)]
pub(crate) struct Address<'a> {
    pub(crate) base: &'a str,
    /// With language and query.
    pub(crate) path: &'a str,
    pub(crate) lang: &'a str,
    /// It is what comes when an empty form is sent there.
    pub(crate) posted: bool,
    /// It asks to mend something.
    pub(crate) failed: bool,
    /// Its picture.
    pub(crate) shot: Option<String>,
}

impl Address<'_> {
    async fn open(&self, window: &Window) {
        if self.posted {
            // from any page of ours
            window.goto(&format!("{}/_ui", self.base)).await;
            window.posts_nothing(self.path).await;
        } else {
            window.goto(&format!("{}{}", self.base, self.path)).await;
        }
    }
}

/// Gives the page what it is asked with.
pub(crate) async fn inject(window: &Window) {
    window.driver.execute(SCRIPTS.as_str(), vec![]).await.unwrap();
}

/// Every page that this window opens from now on brings with it what it is asked with: sending it anew each time takes longer than
/// opening the page.
pub(crate) async fn equip(window: &Window) {
    // what a frame shows is not asked
    let source = format!("if (window === window.top) {{ {} }}", SCRIPTS.as_str());
    window.command("Page.addScriptToEvaluateOnNewDocument", json!({"source": source})).await;
}

/// The rules whose answer can be another one when the same page only looks otherwise.
const OF_LOOKS: [&str; 4] =
    ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"];

/// What axe finds.
pub(crate) async fn axe(window: &Window) -> Vec<String> {
    asks_axe(window, vec![]).await
}

async fn asks_axe(window: &Window, given: Vec<serde_json::Value>) -> Vec<String> {
    let found = window.driver.execute_async(AXE, given).await.unwrap();
    serde_json::from_value(found.json().clone()).unwrap()
}

/// Walks the page with real Tab keys.
async fn keyboard(window: &Window) -> Vec<String> {
    let expected = window.driver.execute("return window.gate.keyboard.watch()", vec![]).await.unwrap();
    let presses = expected.json().as_u64().unwrap() + 5;
    let mut keys = window.driver.action_chain_with_delay(Some(Duration::ZERO), Some(Duration::ZERO));
    for _ in 0..presses {
        keys = keys.key_down(Key::Tab).key_up(Key::Tab);
    }
    keys.perform().await.unwrap();
    window.ask("return window.gate.keyboard.report()", vec![]).await
}

/// Everything that is wrong with a page in these modes, each fault with where and how it was seen. The window is equipped.
pub(crate) async fn examine(window: &Window, address: &Address<'_>, modes: &[Mode]) -> Vec<String> {
    let mut found = Vec::new();
    let mut with_scripts = Vec::new();
    let known = modes == Mode::TWO;
    Mode::Desktop.begin(window).await;
    address.open(window).await;
    for mode in modes {
        let mode = *mode;
        if mode == Mode::Scriptless {
            window.scripts(false).await;
            address.open(window).await;
            // the page has been read without scripts; now only ours run
            window.scripts(true).await;
            inject(window).await;
        }
        mode.begin(window).await;
        // What is in the page is the same as on the desk, and on the smallest screen as on a phone: only what it looks like is asked
        // again. So it is on a phone with a page whose route has been walked on one before.
        let looks = match mode {
            Mode::Dark | Mode::Forced | Mode::Spacing | Mode::Reflow => true,
            Mode::Phone => known,
            Mode::Desktop | Mode::Scriptless => false,
        };
        let mut here = asks_axe(window, if looks { vec![json!(OF_LOOKS)] } else { vec![] }).await;
        match mode {
            Mode::Desktop | Mode::Phone => {
                let prefixes = json!(["Lỗi: ", "Error: "]);
                let given = vec![json!(address.lang), json!(address.failed), prefixes];
                here.extend(window.ask("return window.gate.page(...arguments)", given).await);
                if !looks {
                    here.extend(keyboard(window).await);
                }
                if let Some(name) = &address.shot {
                    window.shot_in(name, mode).await;
                }
                with_scripts = window.ask("return window.gate.inventory()", vec![]).await;
            }
            Mode::Forced => here.extend(keyboard(window).await),
            Mode::Spacing | Mode::Reflow => {
                here.extend(window.ask("return window.gate.narrow()", vec![]).await);
            }
            Mode::Dark => {}
            Mode::Scriptless => {
                here.extend(window.ask("return window.gate.narrow()", vec![]).await);
                let without: BTreeSet<String> =
                    window.ask("return window.gate.inventory()", vec![]).await.into_iter().collect();
                let lost = with_scripts.iter().filter(|part| !without.contains(*part));
                here.extend(lost.map(|part| format!("only with scripts: {part}")));
            }
        }
        mode.end(window).await;
        found.extend(here.into_iter().map(|fault| format!("{mode:?}: {fault}")));
    }
    found.extend(window.complaints(address.base).await);
    found.sort();
    found.dedup();
    found.into_iter().map(|fault| format!("{} {fault}", address.path)).collect()
}
