//! How far a draft is: its tasks in the order of the journey, each done, to do, or to be mended.

use chrono::NaiveDate;

use crate::{
    domain::{
        answers,
        decide::EXEMPT_KEY,
        party::Party,
        procedure::{Answers, Case, DocKind, FormPage, Procedure, RequiredDoc},
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

/// The tasks of a draft.
#[derive(Clone, Debug)]
pub struct Progress {
    /// Task and state, in the order of the journey.
    pub tasks: Vec<(Task, State)>,
}

impl Progress {
    /// How far the draft in `view` is.
    #[must_use]
    pub fn of(view: &DossierView, procedure: &Procedure, case: &Case, today: NaiveDate) -> Self {
        let pages = answers::pages(procedure, case, view.applicant.kind);
        let mut tasks: Vec<(Task, State)> = pages
            .into_iter()
            .map(|page| {
                let state = page_state(&page, case, &view.applicant, &view.answers, today);
                (Task::Page(page), state)
            })
            .collect();
        for (doc, required) in uploads(procedure, case) {
            let held = view.documents.iter().filter(|d| d.key == doc.key).count();
            let state = match (held, required) {
                (0, true) => State::Todo,
                (0, false) => State::Optional,
                (1.., _) => State::Done,
            };
            let doc = doc.clone();
            tasks.push((Task::Document { doc, required, held }, state));
        }
        tasks.push((Task::Return, State::Done));
        Self { tasks }
    }

    /// How many tasks are left before the dossier can be handed in.
    #[must_use]
    pub fn left(&self) -> usize {
        self.tasks.iter().filter(|(_, state)| matches!(state, State::Todo | State::Fix)).count()
    }

    /// The next task after the one for which `is_here` holds: the first that is not done, or the choice of the way back.
    /// `None` means: check and hand in.
    #[must_use]
    pub fn after(&self, is_here: impl Fn(&Task) -> bool) -> Option<&Task> {
        let here = self.tasks.iter().position(|(task, _)| is_here(task))?;
        self.tasks
            .iter()
            .skip(here + 1)
            .find(|(task, state)| *state != State::Done || *task == Task::Return)
            .map(|(task, _)| task)
    }

    /// Which task this is, counted from one, and how many there are, checking included.
    #[must_use]
    pub fn place(&self, is_here: impl Fn(&Task) -> bool) -> (usize, usize) {
        let here = self.tasks.iter().position(|(task, _)| is_here(task));
        (here.map_or(self.tasks.len() + 1, |at| at + 1), self.tasks.len() + 1)
    }
}

/// The documents of `case` that are uploaded, and whether each is required. What is only shown at the counter, notes and the
/// e-form itself are none.
pub fn uploads<'p>(procedure: &'p Procedure, case: &'p Case) -> impl Iterator<Item = (&'p RequiredDoc, bool)> {
    case.documents.iter().filter_map(|wanted| {
        procedure
            .documents
            .iter()
            .find(|d| d.key == wanted.doc && d.kind == DocKind::Submit)
            .map(|d| (d, wanted.required))
    })
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
