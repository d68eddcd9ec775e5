//! How far a draft is: its tasks in the order of the journey, each done, to do, or to be mended.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::{
    domain::{
        answers,
        decide::EXEMPT_KEY,
        party::Party,
        procedure::{Answers, Case, DocKind, FormPage, Procedure, RequiredDoc},
        proof,
    },
    store::view::DossierView,
};

/// One thing to do for a draft.
#[derive(Clone, Debug, PartialEq)]
pub enum Task {
    /// Fill in a page of the form.
    Page(FormPage),
    /// Upload a document.
    Document {
        /// Which.
        doc: RequiredDoc,
        /// Whether the dossier cannot be handed in without it.
        required: bool,
        /// How many were uploaded.
        held: usize,
    },
    /// Say how the result shall come, and see what it costs.
    Return,
}

/// How far a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing left to do.
    Done,
    /// Not begun.
    Todo,
    /// Begun, and something has to be mended or added.
    Fix,
    /// May be left out.
    Optional,
}

/// How many things one screen of the form asks at most; a page that asks more stands alone.
const MOST_ASKED: usize = 9;

/// The tasks of a draft.
#[derive(Clone, Debug)]
pub struct Progress {
    /// Task and state, in the order of the journey.
    pub tasks: Vec<(Task, State)>,
    /// Keys of the fields that need not be asked: what they take is known from the person's account or from the applicant.
    pub known: BTreeSet<String>,
}

impl Progress {
    /// How far the draft in `view` is.
    #[must_use]
    pub fn of(view: &DossierView, procedure: &Procedure, case: &Case, today: NaiveDate) -> Self {
        let pages = answers::pages(procedure, case, view.applicant.kind);
        let known = known(&pages, &view.applicant, &view.answers, today);
        let mut tasks: Vec<(Task, State)> = pages
            .into_iter()
            .map(|page| {
                let state = page_state(&page, case, &view.applicant, &view.answers, today);
                (Task::Page(page), state)
            })
            .collect();
        for (doc, required) in uploads(procedure, case, &view.answers) {
            let held = view.documents.iter().filter(|d| d.key == doc.key).count();
            let state = match (held, required) {
                (0, true) => State::Todo,
                (0, false) => State::Optional,
                (1.., _) => State::Done,
            };
            tasks.push((Task::Document { doc, required, held }, state));
        }
        tasks.push((Task::Return, State::Done));
        Self { tasks, known }
    }

    /// How many tasks are left before the dossier can be handed in.
    #[must_use]
    pub fn left(&self) -> usize {
        self.tasks.iter().filter(|(_, state)| matches!(state, State::Todo | State::Fix)).count()
    }

    /// The next task that is not done after the one for which `is_here` holds. `None` means: check and hand in.
    #[must_use]
    pub fn after(&self, is_here: impl Fn(&Task) -> bool) -> Option<&Task> {
        let here = self.tasks.iter().position(|(task, _)| is_here(task))?;
        self.open_from(here + 1)
    }

    /// The first task that is not done.
    #[must_use]
    pub fn first(&self) -> Option<&Task> {
        self.open_from(0)
    }

    fn open_from(&self, at: usize) -> Option<&Task> {
        self.tasks.iter().skip(at).find(|(_, state)| *state != State::Done).map(|(task, _)| task)
    }

    /// The pages of the form that stand on one screen with the page `key`: it alone when it is done, else also those behind it
    /// that are not, as long as the screen asks for little. What the applicant's page will tell is not asked beside it.
    #[must_use]
    pub fn screen(&self, key: &str) -> Vec<FormPage> {
        let mut pages = self.tasks.iter().filter_map(|(task, state)| match task {
            Task::Page(page) => Some((page, *state)),
            Task::Document { .. } | Task::Return => None,
        });
        let Some((first, state)) = pages.by_ref().find(|(page, _)| page.key == key) else {
            return Vec::new();
        };
        let mut screen = vec![first.clone()];
        if state == State::Done {
            return screen;
        }
        let mut asked = self.asked(first);
        for (page, state) in pages {
            let waits = first.key == answers::APPLICANT
                && page.fields.iter().any(|f| f.prefill.is_some() && !self.known.contains(&f.key));
            asked += self.asked(page);
            if state == State::Done || waits || asked > MOST_ASKED {
                break;
            }
            screen.push(page.clone());
        }
        screen
    }

    /// How many fields of `page` the person has to think about.
    fn asked(&self, page: &FormPage) -> usize {
        page.fields.iter().filter(|f| !self.known.contains(&f.key)).count()
    }

    /// Which stage of the journey this task belongs to, and how many there are: the form, the documents where there are any,
    /// checking.
    #[must_use]
    pub fn place(&self, is_here: impl Fn(&Task) -> bool) -> (usize, usize) {
        let any = self.tasks.iter().any(|(task, _)| matches!(task, Task::Document { .. }));
        let last = if any { 3 } else { 2 };
        let here = self.tasks.iter().find(|(task, _)| is_here(task)).map_or(last, |(task, _)| match task {
            Task::Page(_) => 1,
            Task::Document { .. } => 2,
            Task::Return => last,
        });
        (here, last)
    }
}

/// The fields whose value is there without asking: what the account says of the applicant, and what a procedure's own form takes
/// from there.
fn known(pages: &[FormPage], applicant: &Party, typed: &Answers, today: NaiveDate) -> BTreeSet<String> {
    let shown = answers::shown(applicant, typed);
    pages
        .iter()
        .flat_map(|page| page.fields.iter().map(move |f| (page.key == answers::APPLICANT, f)))
        .filter(|(of_applicant, f)| *of_applicant || f.prefill.is_some())
        .filter(|(_, f)| {
            let value = shown.get(&f.key).map_or("", String::as_str);
            matches!(answers::check_field(f, value, today), Ok(Some(_)))
        })
        .map(|(_, f)| f.key.clone())
        .collect()
}

/// The documents of `case` that are uploaded, and whether each is required: the papers that prove what `answers` claim come last.
/// What is only shown at the counter, notes and the e-form itself are none.
#[must_use]
pub fn uploads(procedure: &Procedure, case: &Case, answers: &Answers) -> Vec<(RequiredDoc, bool)> {
    let own = case.documents.iter().filter_map(|wanted| {
        procedure
            .documents
            .iter()
            .find(|d| d.key == wanted.doc && d.kind == DocKind::Submit)
            .map(|d| (d.clone(), wanted.required))
    });
    own.chain(proof::papers(procedure, case, answers).into_iter().map(|paper| (paper, true))).collect()
}

fn page_state(page: &FormPage, case: &Case, applicant: &Party, typed: &Answers, today: NaiveDate) -> State {
    let shown = answers::shown(applicant, typed);
    let begun = page.fields.iter().any(|f| {
        let prefilled = f.prefill.is_some() || f.key == EXEMPT_KEY;
        shown.contains_key(&f.key) && !prefilled
    });
    let whole = answers::check_page(page, &case.key, &shown, today).is_ok();
    let all_optional = page.fields.iter().all(|f| f.optional);
    match (whole, begun) {
        (true, false) if all_optional => State::Optional,
        (true, _) => State::Done,
        (false, true) => State::Fix,
        (false, false) => State::Todo,
    }
}
