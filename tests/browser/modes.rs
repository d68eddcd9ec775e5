//! The seven ways in which a page is looked at.

use serde_json::json;

use crate::driver::Window;

/// A way of looking at a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// A desk.
    Desktop,
    /// A desk, with colours for the dark.
    Dark,
    /// Colours of the reader's own, as Windows contrast themes force them.
    Forced,
    /// The distances between letters, words, lines and paragraphs of WCAG 1.4.12.
    Spacing,
    /// A phone.
    Phone,
    /// 1280 pixels at 400 %: WCAG 1.4.10.
    Reflow,
    /// A desk, and no script of the page runs.
    Scriptless,
}

impl Mode {
    /// In the order in which one page goes through them: those that need no new load first.
    pub(crate) const ALL: [Self; 7] =
        [Self::Desktop, Self::Dark, Self::Forced, Self::Spacing, Self::Phone, Self::Reflow, Self::Scriptless];

    /// What a page is looked at in when another one of its route was looked at in all.
    pub(crate) const TWO: [Self; 2] = [Self::Desktop, Self::Phone];

    /// Width and height in CSS pixels.
    pub(crate) const fn size(self) -> (u32, u32) {
        match self {
            Self::Desktop | Self::Dark | Self::Forced | Self::Spacing | Self::Scriptless => (1280, 800),
            Self::Phone => (390, 844),
            Self::Reflow => (320, 640),
        }
    }

    /// Makes the window so. What moves is asked not to, so that every picture is a still one.
    pub(crate) async fn begin(self, window: &Window) {
        let (width, height) = self.size();
        window.becomes(width, height).await;
        let feature = |name: &str, value: &str| json!({"name": name, "value": value});
        let colours = if self == Self::Dark { "dark" } else { "light" };
        let forced = if self == Self::Forced { "active" } else { "none" };
        let features = [
            feature("prefers-color-scheme", colours),
            feature("forced-colors", forced),
            feature("prefers-reduced-motion", "reduce"),
        ];
        window.command("Emulation.setEmulatedMedia", json!({"media": "", "features": features})).await;
        if self == Self::Spacing {
            window.driver.execute("window.gate.space(true)", vec![]).await.unwrap();
        }
    }

    /// Undoes what is in the page itself.
    pub(crate) async fn end(self, window: &Window) {
        if self == Self::Spacing {
            window.driver.execute("window.gate.space(false)", vec![]).await.unwrap();
        }
    }
}
