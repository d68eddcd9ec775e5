//! The frame round every page: language, who is signed in, where they work, what was just done. A page does not carry it:
//! [`render`] hands it to the template as runtime values, and `base.html` takes it from there.

use askama::Template;
use serde::{Deserialize, Serialize};

use super::{display::Display, summary};
use crate::i18n::{Locale, Message};

/// What the frame shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chrome {
    /// Language of the page.
    pub locale: Locale,
    /// Path and query of the page without its language prefix, for the language switch and the current place in the menu.
    pub path: String,
    /// Name of the person signed in.
    pub actor_name: Option<String>,
    /// Areas this person can work in.
    pub areas: Vec<Area>,
    /// What was just done.
    pub flash: Option<Flash>,
    /// Whether the demonstration notice is shown.
    pub demo: bool,
    /// Unread notices.
    pub unread: i64,
    /// Whether the person turned the keys of queues off.
    pub shortcuts_off: bool,
    /// Telephone of the help line.
    pub help_phone: String,
    /// Places of the menu that do not open to this person: no link leads there.
    pub closed: Vec<&'static str>,
    /// How the person wants to see the pages.
    pub display: Display,
    /// Whether others use this device too: then nothing typed stays on it.
    pub shared: bool,
    /// What the switch of languages opens: this page, or the one whose form was sent.
    pub switch: String,
}

impl Chrome {
    /// The frame of a visitor.
    #[must_use]
    pub fn new(locale: Locale, path: &str) -> Self {
        Self {
            locale,
            path: path.to_owned(),
            switch: path.to_owned(),
            actor_name: None,
            areas: Vec::new(),
            flash: None,
            demo: false,
            unread: 0,
            shortcuts_off: false,
            help_phone: "02551022".to_owned(),
            closed: Vec::new(),
            display: Display::default(),
            shared: false,
        }
    }

    /// This page in the other language.
    #[must_use]
    pub fn switch_path(&self) -> String {
        self.locale.other().path(&self.switch)
    }

    /// The menu: public places, then those of the area that the path is in.
    #[must_use]
    pub fn menu(&self) -> Vec<Link> {
        let links = links(self.area().unwrap_or(Area::Citizen));
        let mut menu: Vec<Link> = links.iter().map(|(key, path)| self.link(key, path)).collect();
        menu.retain(|link| !self.closed.contains(&link.path));
        if self.areas.contains(&Area::Citizen) && matches!(self.area(), None | Some(Area::Citizen)) {
            menu.push(self.link("nav-my-dossiers", "/ho-so"));
        }
        keep_the_closest(&mut menu);
        menu
    }

    /// The areas as links, for a person who works in one; empty for citizens.
    #[must_use]
    pub fn area_links(&self) -> Vec<Link> {
        if self.areas.iter().all(|a| *a == Area::Citizen) {
            return Vec::new();
        }
        self.areas
            .iter()
            .filter(|area| !self.closed.contains(&area.path()))
            .map(|area| Link {
                key: area.title_key(),
                path: area.path(),
                current: self.area().unwrap_or(Area::Citizen) == *area,
            })
            .collect()
    }

    /// Whether this person works here: only then lists can stand close.
    #[must_use]
    pub fn is_staff(&self) -> bool {
        self.areas.iter().any(|a| *a != Area::Citizen)
    }

    /// Whether the page lies where officers and administrators work, which has styles of its own.
    #[must_use]
    pub fn is_work(&self) -> bool {
        self.area().is_some()
    }

    /// Where `G` and one key more lead in the queues: of the area that the path is in, else of the first that has any.
    #[must_use]
    pub fn goes(&self) -> Vec<&'static Go> {
        let staff = [Area::Counter, Area::Desk];
        let here = self.area().filter(|area| staff.contains(area));
        let area = here.or_else(|| staff.into_iter().find(|area| self.areas.contains(area)));
        let all = area.map_or(&[][..], goes);
        let opens = |go: &&Go| !self.closed.iter().any(|path| go.path.split('?').next() == Some(*path));
        all.iter().filter(opens).collect()
    }

    fn area(&self) -> Option<Area> {
        [Area::Counter, Area::Desk, Area::Admin].into_iter().find(|area| within(&self.path, area.path()))
    }

    fn link(&self, key: &'static str, path: &'static str) -> Link {
        Link { key, path, current: if path == "/" { self.path == "/" } else { within(&self.path, path) } }
    }
}

/// The links of an area: key of the words, and path.
const fn links(area: Area) -> &'static [(&'static str, &'static str)] {
    match area {
        Area::Counter => &[
            ("nav-counter", "/mot-cua"),
            ("nav-queue", "/mot-cua/hang-doi"),
            ("nav-intake", "/mot-cua/tiep-nhan"),
            ("nav-receipts", "/mot-cua/bien-lai"),
            ("nav-cash", "/mot-cua/thu-phi"),
        ],
        Area::Desk => &[
            ("nav-desk-queue", "/xu-ly"),
            ("nav-figures", "/xu-ly/so-lieu-thu-phi"),
            ("nav-refunds", "/mot-cua/thu-phi/hoan"),
        ],
        Area::Admin => &[
            ("nav-admin", "/quan-tri"),
            ("nav-admin-procedures", "/quan-tri/thu-tuc"),
            ("nav-admin-preferences", "/quan-tri/uu-dai"),
            ("nav-admin-agencies", "/quan-tri/co-quan"),
            ("nav-admin-receipts", "/quan-tri/bien-lai"),
            ("nav-figures", "/quan-tri/so-lieu-thu-phi"),
            ("nav-admin-users", "/quan-tri/nguoi-dung"),
            ("nav-admin-calendar", "/quan-tri/lich"),
            ("nav-admin-clock-rules", "/quan-tri/quy-tac-thoi-han"),
            ("nav-admin-jobs", "/quan-tri/cong-viec"),
        ],
        Area::Citizen => &[
            ("nav-home", "/"),
            ("nav-procedures", "/thu-tuc"),
            ("nav-lookup", "/tra-cuu"),
            ("nav-agencies", "/co-quan"),
        ],
    }
}

/// A place that two keys lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Go {
    /// The second key.
    pub letter: char,
    /// Key of its words.
    pub key: &'static str,
    /// Path without language prefix.
    pub path: &'static str,
}

const fn goes(area: Area) -> &'static [Go] {
    match area {
        Area::Counter => &[
            Go { letter: 'H', key: "nav-queue", path: "/mot-cua/hang-doi" },
            Go { letter: 'T', key: "nav-intake", path: "/mot-cua/tiep-nhan" },
            Go { letter: 'Q', key: "counter-queue-qua-han", path: "/mot-cua/hang-doi?q=qua-han" },
            Go { letter: 'R', key: "counter-queue-cho-tra", path: "/mot-cua/hang-doi?q=cho-tra" },
        ],
        Area::Desk => &[
            Go { letter: 'H', key: "nav-desk-queue", path: "/xu-ly" },
            Go { letter: 'Q', key: "desk-queue-sap-han", path: "/xu-ly?q=sap-han" },
        ],
        Area::Citizen | Area::Admin => &[],
    }
}

/// Every place that a menu can lead to.
pub fn places() -> impl Iterator<Item = &'static str> {
    [Area::Citizen, Area::Counter, Area::Desk, Area::Admin]
        .into_iter()
        .flat_map(|area| links(area).iter().map(|(_, path)| *path))
}

/// `/mot-cua` is not current on `/mot-cua/hang-doi`, which has a link of its own.
fn keep_the_closest(menu: &mut [Link]) {
    let longest = menu.iter().filter(|l| l.current).map(|l| l.path.len()).max();
    for link in menu {
        link.current = link.current && Some(link.path.len()) == longest;
    }
}

fn within(path: &str, place: &str) -> bool {
    path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
}

/// One link of the frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Key of its words.
    pub key: &'static str,
    /// Path without language prefix.
    pub path: &'static str,
    /// Whether the page lies there.
    pub current: bool,
}

/// A part of the portal with a menu of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// For everybody, and the signed-in citizen.
    Citizen,
    /// One-stop counter.
    Counter,
    /// Specialists, leaders, clerks.
    Desk,
    /// Administration.
    Admin,
}

impl Area {
    /// Where it begins, without language prefix.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Citizen => "/",
            Self::Counter => "/mot-cua",
            Self::Desk => "/xu-ly",
            Self::Admin => "/quan-tri",
        }
    }

    /// Key of its name.
    #[must_use]
    pub const fn title_key(self) -> &'static str {
        match self {
            Self::Citizen => "area-citizen",
            Self::Counter => "area-counter",
            Self::Desk => "area-desk",
            Self::Admin => "area-admin",
        }
    }
}

/// A line shown once at the top of the next page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// How it looks.
    pub kind: FlashKind,
    /// What it says.
    pub message: Message,
}

impl Flash {
    /// Something was done.
    #[must_use]
    pub const fn done(message: Message) -> Self {
        Self { kind: FlashKind::Ok, message }
    }

    /// Something was not done.
    #[must_use]
    pub const fn refused(message: Message) -> Self {
        Self { kind: FlashKind::Error, message }
    }
}

/// How a flash line looks; also the kind of an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FlashKind {
    /// Done.
    Ok,
    /// For information.
    Info,
    /// Take care.
    Warn,
    /// Not done.
    Error,
}

impl FlashKind {
    /// Key of the look, as the macro `ui::alert` takes it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "err",
        }
    }
}

/// Renders `page` in its frame.
/// # Errors
/// What askama reports: a filter or the writer failed.
pub fn render<T: Template>(page: &T, chrome: &Chrome) -> askama::Result<String> {
    let values: [(&str, &dyn std::any::Any); 2] = [("chrome", chrome), ("locale", &chrome.locale)];
    Ok(summary::named(lean(&page.render_with_values(&values)?)))
}

/// A page without the indentation of its templates, which is a tenth of it. What stands in `<textarea>` and `<pre>` stays as it
/// was typed.
fn lean(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut is_typed = false;
    let last = |line: &str, tags: [&str; 2]| tags.iter().filter_map(|tag| line.rfind(tag)).max();
    for line in html.split_inclusive('\n') {
        out.push_str(if is_typed { line } else { line.trim_start_matches([' ', '\t']) });
        let (opened, closed) = (last(line, ["<textarea", "<pre"]), last(line, ["</textarea>", "</pre>"]));
        if opened.is_some() || closed.is_some() {
            is_typed = opened > closed;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_switch_stays_on_the_page() {
        assert_eq!(Chrome::new(Locale::Vi, "/thu-tuc?q=a").switch_path(), "/en/thu-tuc?q=a");
        assert_eq!(Chrome::new(Locale::En, "/").switch_path(), "/");
    }

    #[test]
    fn one_link_at_most_is_current() {
        let current = |path: &str| -> Vec<&'static str> {
            Chrome::new(Locale::Vi, path).menu().into_iter().filter(|l| l.current).map(|l| l.path).collect()
        };
        assert_eq!(current("/mot-cua/hang-doi?q=1"), ["/mot-cua/hang-doi"]);
        assert_eq!(current("/mot-cua/ho-so/1"), ["/mot-cua"]);
        assert_eq!(current("/thu-tuc/1.001193"), ["/thu-tuc"]);
        assert_eq!(current("/"), ["/"]);
        assert!(current("/thu-tuc-khac").is_empty());
    }

    #[test]
    fn only_the_indentation_of_templates_goes() {
        let page = "<p>\n  <b>a  b</b>\n\n  c</p>\n  <textarea>\n  typed\n    so</textarea>\n  <pre> x\n  y</pre> <i>\n  z";
        let lean_page =
            "<p>\n<b>a  b</b>\n\nc</p>\n<textarea>\n  typed\n    so</textarea>\n<pre> x\n  y</pre> <i>\nz";
        assert_eq!(lean(page), lean_page);
    }

    #[test]
    fn two_keys_lead_to_places_of_the_area_that_open() {
        let keys = |path: &str, areas: &[Area], closed: &[&'static str]| -> String {
            let mut chrome = Chrome::new(Locale::Vi, path);
            chrome.areas = areas.to_vec();
            chrome.closed = closed.to_vec();
            chrome.goes().iter().map(|go| go.letter).collect()
        };
        let both = [Area::Citizen, Area::Counter, Area::Desk];
        assert_eq!(keys("/mot-cua/hang-doi", &both, &[]), "HTQR");
        assert_eq!(keys("/xu-ly", &both, &[]), "HQ");
        assert_eq!(keys("/phim-tat", &both, &[]), "HTQR");
        assert_eq!(keys("/phim-tat", &[Area::Citizen], &[]), "");
        assert_eq!(keys("/mot-cua", &both, &["/mot-cua/tiep-nhan"]), "HQR");
    }

    #[test]
    fn only_staff_see_areas() {
        let mut chrome = Chrome::new(Locale::Vi, "/xu-ly");
        chrome.areas = vec![Area::Citizen];
        assert!(chrome.area_links().is_empty());
        chrome.areas.push(Area::Desk);
        assert_eq!(chrome.area_links().iter().filter(|l| l.current).count(), 1);
    }
}
