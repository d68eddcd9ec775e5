//! Somebody fills in a dossier page by page, as the pages lead: what is asked is answered, what is wanted is uploaded.

use motcua::domain::ids::DossierCode;

use super::{
    browser::Browser,
    form::Form,
    page::{Page, css},
};

/// The least that is a PDF to whoever looks at its beginning.
pub(crate) const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

/// What an ordinary person answers to a field of this name that is still empty.
fn answer(form: &Form, name: &str) -> Option<String> {
    if name == motcua::domain::decide::EXEMPT_KEY {
        // the last one: belongs to none of the groups that pay less
        return form.choices(name).last().cloned();
    }
    if let Some(choice) = form.choices(name).iter().find(|c| !c.is_empty()) {
        return Some(choice.clone());
    }
    let text = match name {
        _ if name.ends_with("-day") => "15",
        _ if name.ends_with("-month") => "9",
        _ if name.ends_with("-year") => "1995",
        _ if name.ends_with("name") => "Nguyễn Văn An",
        _ if name.ends_with("phone") => "0912345678",
        _ if name.ends_with("email") => "an@example.vn",
        _ if name.ends_with("personal-number") || name.ends_with("-number") => "051190491679",
        _ if form.wants_digits(name) => "2",
        _ => "Phường Cẩm Thành, tỉnh Quảng Ngãi",
    };
    Some(text.to_owned())
}

/// Answers everything that is still empty.
pub(crate) fn answered(mut form: Form) -> Form {
    for name in form.open_questions() {
        if let Some(text) = answer(&form, &name) {
            form = form.with(&name, &text);
        }
    }
    form
}

/// What somebody wants to hand in.
pub(crate) struct Wish<'a> {
    pub(crate) procedure: &'a str,
    pub(crate) case: &'a str,
}

impl Browser<'_> {
    /// From the procedure's page through every screen to the last one, where all is to be checked.
    pub(crate) async fn fills_in(&self, wish: &Wish<'_>) -> Page {
        let begin = self.get(&format!("/nop/{}", wish.procedure)).await.is(200);
        let form = begin
            .form(&format!("/nop/{}", wish.procedure))
            .with("case", wish.case)
            .with("receiving", "H48.101.01");
        let form = if form.asks("commune") { form.with("commune", "H48.101") } else { form };
        let mut page = self.next(self.submit(&form).await).await;
        for _ in 0..30 {
            if page.path.ends_with("/kiem-tra") {
                return page;
            }
            page = self.step(page).await;
        }
        panic!("the way does not end: {}", page.path);
    }

    /// One screen of the way.
    async fn step(&self, page: Page) -> Page {
        let path = page.path.clone();
        if path.ends_with("/giay-to") {
            let mut page = page;
            for action in page.actions("form[enctype]") {
                let form = page.form(&action);
                let field = form.file_field();
                let sent = self.submit(&form.with_file(&field, "ban-chup.pdf", PDF)).await;
                page = self.next(sent).await;
            }
            return self.get(&page.link("main .next a")).await.is(200);
        }
        if path.contains("/to-khai/") || path.ends_with("/nhan-ket-qua") {
            let form = answered(page.form(&path));
            return self.next(self.submit(&form).await).await;
        }
        self.get(&page.link("main a.task-link")).await.is(200)
    }

    /// Where a form leads when it was taken.
    pub(crate) async fn next(&self, sent: Page) -> Page {
        let sent = sent.is(303);
        self.follow(&sent).await.is(200)
    }

    /// Declares that all is right, and hands in.
    pub(crate) async fn hands_in(&self, check: &Page) -> DossierCode {
        let form = check.form("/kiem-tra");
        let declared = form.choices("declared")[0].clone();
        let form = form.with("declared", &declared);
        let done = self.submit(&form).await.is(303);
        let to = done.leads_to("/ho-so/");
        let code = to.split('/').find(|piece| piece.starts_with("H48")).unwrap();
        DossierCode::parse(code).unwrap()
    }
}

impl Page {
    /// Where the link with these words leads.
    #[track_caller]
    pub(crate) fn link_named(&self, words: &str) -> String {
        let html = self.html();
        let all = css("a[href]");
        let found = html.select(&all).find(|a| a.text().collect::<String>().contains(words));
        let link = found.unwrap_or_else(|| panic!("{} has no link “{words}”", self.path));
        link.attr("href").unwrap_or_default().to_owned()
    }

    /// Where the forms of this kind are sent.
    pub(crate) fn actions(&self, selector: &str) -> Vec<String> {
        let html = self.html();
        html.select(&css(selector)).filter_map(|f| f.attr("action")).map(ToOwned::to_owned).collect()
    }

    /// Where the first link of this kind leads.
    #[track_caller]
    pub(crate) fn link(&self, selector: &str) -> String {
        let html = self.html();
        let found = html.select(&css(selector)).find_map(|a| a.attr("href"));
        found.unwrap_or_else(|| panic!("{} has no {selector}: {}", self.path, self.words())).to_owned()
    }
}

/// From where somebody of the staff works.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Side {
    Counter,
    Desk,
}

impl Side {
    /// The page of a dossier, seen from here.
    pub(crate) fn dossier(self, code: &DossierCode) -> String {
        match self {
            Self::Counter => format!("/mot-cua/ho-so/{code}"),
            Self::Desk => format!("/xu-ly/ho-so/{code}"),
        }
    }
}

impl Browser<'_> {
    /// Opens the form for what is to be done, from the dossier's page, which must offer it.
    pub(crate) async fn offered(&self, side: Side, code: &DossierCode, verb: &str) -> Form {
        let page = self.get(&side.dossier(code)).await.is(200);
        let ending = format!("{code}/{verb}");
        if page.has_form(&ending) {
            return page.form(&ending);
        }
        let link = page.link(&format!("main a[href$=\"/{ending}\"]"));
        self.get(&link).await.is(200).form(&ending)
    }

    /// Does it: finds it on the dossier's page, fills in, sends; it must be taken.
    pub(crate) async fn acts(&self, side: Side, code: &DossierCode, verb: &str, fields: &[(&str, &str)]) {
        let mut form = self.offered(side, code, verb).await;
        for (name, value) in fields {
            form = form.with(name, value);
        }
        self.submit(&form).await.is(303);
    }
}
