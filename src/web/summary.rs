//! The summary of faults at the head of a form names the field of each: what a field is called stands once, in its label, and is read
//! from there.

const LIST: &str = "<div class=\"error-summary\"";
const LINK: &str = "<a href=\"#";

/// The page with every line of its summary opened by the name of its field, unless the line says it already.
#[must_use]
pub fn named(html: String) -> String {
    let Some(start) = html.find(LIST) else { return html };
    let Some(end) = html.get(start..).and_then(|rest| rest.find("</div>")).map(|at| start + at) else {
        return html;
    };
    let (Some(before), Some(list), Some(page)) = (html.get(..start), html.get(start..end), html.get(end..))
    else {
        return html;
    };
    let mut out = String::with_capacity(html.len() + 512);
    out.push_str(before);
    let mut pieces = list.split(LINK);
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        out.push_str(LINK);
        match told(piece, page) {
            Some((opening, Name { words, lang: "" }, rest)) => {
                out.extend([opening, words, ": ", rest]);
            }
            Some((opening, Name { words, lang }, rest)) => {
                out.extend([opening, "<span", lang, ">", words, "</span>: ", rest]);
            }
            None => out.push_str(piece),
        }
    }
    out.push_str(page);
    out
}

/// A link of the summary, `f-name">words</a>…`, taken apart with the name of its field between.
fn told<'a>(piece: &'a str, page: &'a str) -> Option<(&'a str, Name<'a>, &'a str)> {
    let (id, _) = piece.split_once('"')?;
    let (opening, rest) = piece.split_at(piece.find('>')? + 1);
    let (words, _) = rest.split_once("</a>")?;
    let name = name_of(id, page)?;
    let says = words.to_lowercase().contains(&name.words.to_lowercase());
    (!says).then_some((opening, name, rest))
}

/// What the field with this `id` is called: the legend of its group when it is one of several to choose from, else its label.
fn name_of<'a>(id: &str, page: &'a str) -> Option<Name<'a>> {
    let field = page.find(&format!(" id=\"{id}\""))?;
    let head = page.get(..field)?;
    let tag = page.get(head.rfind('<')?..)?;
    let tag = tag.get(..tag.find('>')?)?;
    let is_choice = tag.starts_with("<fieldset") || tag.contains("type=\"radio\"");
    let from = if tag.starts_with("<fieldset") {
        field + page.get(field..)?.find("<legend")?
    } else if is_choice {
        head.rfind("<legend")?
    } else {
        page.find(&format!(" for=\"{id}\""))?
    };
    words_of(page.get(from..)?)
}

/// What a field is called.
struct Name<'a> {
    words: &'a str,
    /// ` lang="vi"` where its label is marked so, else nothing.
    lang: &'static str,
}

/// The first words within an element.
fn words_of(element: &str) -> Option<Name<'_>> {
    let mut rest = element;
    loop {
        let (tag, after) = rest.split_once('>')?;
        let (words, _) = after.split_once('<')?;
        if !words.trim().is_empty() {
            const VI: &str = " lang=\"vi\"";
            return Some(Name { words: words.trim(), lang: if tag.ends_with(VI) { VI } else { "" } });
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(summary: &str, form: &str) -> String {
        format!("<main><div class=\"error-summary\" role=\"alert\"><ul>{summary}</ul></div>{form}</main>")
    }

    #[test]
    fn a_line_is_opened_by_the_label_of_its_field() {
        let form = "<label class=\"field-label\" for=\"f-name\"><span lang=\"vi\">Họ và tên</span></label><input id=\"f-name\" name=\"name\">";
        let html = named(page("<li><a href=\"#f-name\">Điền mục này</a></li>", form));
        let named = "<a href=\"#f-name\"><span lang=\"vi\">Họ và tên</span>: Điền mục này</a>";
        assert!(html.contains(named), "{html}");
        assert!(html.ends_with(&format!("{form}</main>")), "the form stays as it is");
    }

    #[test]
    fn of_several_to_choose_from_it_is_the_legend() {
        let form = "<fieldset><legend><span>Hình thức thu</span></legend><input type=\"radio\" id=\"f-method\"><label for=\"f-method\">Tiền mặt</label></fieldset>";
        let html = named(page("<li><a href=\"#f-method\">Chọn một mục</a></li>", form));
        assert!(html.contains(">Hình thức thu: Chọn một mục</a>"), "{html}");
        let form = "<fieldset id=\"f-method\"><legend><span>Hình thức thu</span></legend></fieldset>";
        let html = named(page("<li><a href=\"#f-method\">Chọn một mục</a></li>", form));
        assert!(html.contains(">Hình thức thu: Chọn một mục</a>"), "{html}");
    }

    #[test]
    fn nothing_is_said_twice_and_what_has_no_name_stays() {
        let form = "<label for=\"f-name\">Họ tên</label><input id=\"f-name\">";
        for summary in
            ["<li><a href=\"#f-name\">Nhập họ tên</a></li>", "<li><a href=\"#f-gone\">Điền mục này</a></li>"]
        {
            let html = page(summary, form);
            assert_eq!(named(html.clone()), html);
        }
        assert_eq!(named("<p>không có lỗi</p>".to_owned()), "<p>không có lỗi</p>");
    }
}
