//! A form as it stands on a page. Only what is on the page can be filled in.

use scraper::ElementRef;

use super::page::{Page, css};

/// A file to be sent.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) field: String,
    pub(crate) file_name: String,
    pub(crate) bytes: Vec<u8>,
}

/// A form, with what it would send now.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub(crate) action: String,
    pub(crate) method: String,
    pub(crate) multipart: bool,
    pub(crate) values: Vec<(String, String)>,
    pub(crate) files: Vec<Sent>,
    controls: Vec<Control>,
}

#[derive(Clone, Debug)]
struct Control {
    name: String,
    kind: String,
    /// For radios, boxes and lists: what can be chosen.
    choices: Vec<String>,
    /// Whether a phone would show digits only.
    digits: bool,
}

impl Page {
    /// The form that is sent to a path with this ending.
    #[track_caller]
    pub(crate) fn form(&self, action_ending: &str) -> Form {
        let html = self.html();
        let all: Vec<ElementRef<'_>> = html.select(&css("form")).collect();
        let action = |form: &ElementRef<'_>| form.attr("action").unwrap_or(&self.path).to_owned();
        let found = all.iter().find(|form| action(form).ends_with(action_ending));
        let form = found.unwrap_or_else(|| {
            let others: Vec<String> = all.iter().map(action).collect();
            panic!("{} ({}) has no form for {action_ending}, only {others:?}", self.path, self.status)
        });
        Form::read(*form, action(form))
    }

    /// Whether there is such a form.
    pub(crate) fn has_form(&self, action_ending: &str) -> bool {
        let html = self.html();
        html.select(&css("form"))
            .any(|form| form.attr("action").unwrap_or(&self.path).ends_with(action_ending))
    }
}

impl Form {
    fn read(form: ElementRef<'_>, action: String) -> Self {
        let mut new = Self {
            action,
            method: form.attr("method").unwrap_or("get").to_lowercase(),
            multipart: form.attr("enctype") == Some("multipart/form-data"),
            values: Vec::new(),
            files: Vec::new(),
            controls: Vec::new(),
        };
        for element in form.select(&css("input[name], select[name], textarea[name], button[name]")) {
            new.take(element);
        }
        new
    }

    fn take(&mut self, element: ElementRef<'_>) {
        let name = element.attr("name").unwrap_or_default().to_owned();
        let tag = element.value().name();
        let kind = match tag {
            "input" => element.attr("type").unwrap_or("text"),
            other => other,
        }
        .to_owned();
        let value = element.attr("value").unwrap_or_default().to_owned();
        let digits = element.attr("inputmode") == Some("numeric");
        match kind.as_str() {
            "radio" | "checkbox" => {
                let value = if value.is_empty() { "on".to_owned() } else { value };
                if element.attr("checked").is_some() {
                    self.values.push((name.clone(), value.clone()));
                }
                match self.controls.iter_mut().find(|c| c.name == name) {
                    Some(control) => control.choices.push(value),
                    None => self.control(name, kind, vec![value]),
                }
            }
            "select" => {
                let option = css("option");
                let given =
                    |o: ElementRef<'_>| o.attr("value").map_or_else(|| o.text().collect(), ToOwned::to_owned);
                let choices: Vec<String> = element.select(&option).map(given).collect();
                let chosen = element
                    .select(&css("option[selected]"))
                    .next()
                    .map(given)
                    .or_else(|| choices.first().cloned());
                if let Some(chosen) = chosen {
                    self.values.push((name.clone(), chosen));
                }
                self.control(name, kind, choices);
            }
            "textarea" => {
                // the first line break after the tag belongs to the markup
                let text: String = element.text().collect();
                let text = text.strip_prefix('\n').unwrap_or(&text).to_owned();
                self.values.push((name.clone(), text));
                self.control(name, kind, Vec::new());
            }
            "submit" | "button" | "reset" | "image" => self.control(name, kind, vec![value]),
            "file" => self.control(name, kind, Vec::new()),
            _ => {
                self.values.push((name.clone(), value));
                self.control(name, kind, Vec::new());
            }
        }
        if let Some(control) = self.controls.last_mut() {
            control.digits |= digits;
        }
    }

    fn control(&mut self, name: String, kind: String, choices: Vec<String>) {
        self.controls.push(Control { name, kind, choices, digits: false });
    }

    /// What can be chosen for a field.
    pub(crate) fn choices(&self, name: &str) -> &[String] {
        self.controls.iter().find(|c| c.name == name).map_or(&[], |c| c.choices.as_slice())
    }

    /// Whether a field takes digits only.
    pub(crate) fn wants_digits(&self, name: &str) -> bool {
        self.controls.iter().any(|c| c.name == name && c.digits)
    }

    /// Fields that a person sees and that have no value yet.
    pub(crate) fn open_questions(&self) -> Vec<String> {
        let mut open: Vec<String> = self
            .controls
            .iter()
            .filter(|c| !matches!(c.kind.as_str(), "hidden" | "submit" | "button" | "file" | "checkbox"))
            .map(|c| c.name.clone())
            .filter(|name| self.value(name).is_none_or(str::is_empty))
            .collect();
        open.dedup();
        open
    }

    /// The value a field has now.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Whether the form asks for this.
    pub(crate) fn asks(&self, name: &str) -> bool {
        self.controls.iter().any(|c| c.name == name)
    }

    /// Names of the fields.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.controls.iter().map(|c| c.name.as_str()).collect()
    }

    /// Types or chooses.
    #[track_caller]
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        let found = self.controls.iter().find(|c| c.name == name);
        let control =
            found.unwrap_or_else(|| panic!("{} does not ask for {name}: {:?}", self.action, self.names()));
        assert!(
            control.choices.is_empty() || control.choices.iter().any(|c| c == value),
            "{name} offers {:?}, not {value}",
            control.choices
        );
        assert!(control.kind != "hidden", "nobody types into the hidden {name}");
        self.values.retain(|(n, _)| n != name);
        self.values.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Ticks one box of several with the same name.
    #[track_caller]
    pub(crate) fn ticking(mut self, name: &str, value: &str) -> Self {
        let mut boxes = self.controls.iter().filter(|c| c.name == name && c.kind == "checkbox");
        assert!(
            boxes.any(|c| c.choices.iter().any(|v| v == value)),
            "{} has no box {name} {value}",
            self.action
        );
        self.values.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Takes a tick away.
    #[track_caller]
    pub(crate) fn unticked(mut self, name: &str) -> Self {
        assert!(self.value(name).is_some(), "{name} is not ticked");
        self.values.retain(|(n, _)| n != name);
        self
    }

    /// Types or chooses in the row with this number of a table of inputs.
    #[track_caller]
    pub(crate) fn with_row(mut self, name: &str, row: usize, value: &str) -> Self {
        let control = self.controls.iter().filter(|c| c.name == name).nth(row);
        let control = control.unwrap_or_else(|| panic!("no row {row} of {name}: {:?}", self.names()));
        assert!(
            control.choices.is_empty() || control.choices.iter().any(|c| c == value),
            "{name} offers {:?}, not {value}",
            control.choices
        );
        let cell = self.values.iter_mut().filter(|(n, _)| n == name).nth(row).unwrap();
        value.clone_into(&mut cell.1);
        self
    }

    /// Sends the form with one of its named buttons.
    #[track_caller]
    pub(crate) fn pressing(mut self, name: &str, value: &str) -> Self {
        let buttons = self.controls.iter().filter(|c| c.name == name && c.kind == "button");
        let values: Vec<&String> = buttons.flat_map(|c| &c.choices).collect();
        assert!(values.iter().any(|v| *v == value), "no button {name} {value}, only {values:?}");
        self.values.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Chooses a file.
    #[track_caller]
    pub(crate) fn with_file(mut self, field: &str, file_name: &str, bytes: &[u8]) -> Self {
        assert!(
            self.controls.iter().any(|c| c.name == field && c.kind == "file"),
            "{} takes no file {field}: {:?}",
            self.action,
            self.names()
        );
        self.files.push(Sent {
            field: field.to_owned(),
            file_name: file_name.to_owned(),
            bytes: bytes.to_vec(),
        });
        self
    }

    /// The name of the one file field.
    #[track_caller]
    pub(crate) fn file_field(&self) -> String {
        let found = self.controls.iter().find(|c| c.kind == "file");
        found.unwrap_or_else(|| panic!("{} takes no files", self.action)).name.clone()
    }
}
