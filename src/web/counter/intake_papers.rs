//! The papers of intake: which are ticked off, how many of each, and what is still missing.

use super::intake_form::IntakeForm;
use crate::{
    app::papers::Paper,
    domain::{facts, procedure::Procedure, proof},
    i18n::Message,
    web::{desk::forms, form::FieldErrors},
};

impl IntakeForm {
    /// Whether a paper is ticked.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.doc.iter().any(|k| k == key)
    }

    /// What was typed for a paper: originals, copies; none before anything was.
    #[must_use]
    pub fn counts(&self, key: &str) -> Option<(&str, &str)> {
        let at = self.doc_key.iter().position(|k| k == key)?;
        Some((self.doc_originals.get(at)?, self.doc_copies.get(at)?))
    }

    /// Every paper that the case requires is ticked off, the paper form too.
    pub(super) fn nothing_is_missing(&self, procedure: &Procedure, errors: &mut FieldErrors) {
        let Some(case) = self.case_of(procedure) else { return };
        for document in facts::missing(procedure, case, self.channel(), |key| self.has(key)) {
            let message = Message::new("counter-intake-paper-missing").with("name", &document.name);
            errors.add(&format!("doc-{}", document.key), message);
        }
    }

    pub(super) fn papers(&self, procedure: &Procedure, errors: &mut FieldErrors) -> Vec<Paper> {
        let mut papers = Vec::new();
        let case = self.case_of(procedure);
        let proofs = case.map_or_else(Vec::new, |case| proof::papers(procedure, case, &self.answers));
        for document in procedure.documents.iter().chain(&proofs).filter(|d| self.has(&d.key)) {
            let (originals, copies) = self.counts(&document.key).unwrap_or(("1", "0"));
            let field = format!("doc-{}", document.key);
            let originals = errors.take(&field, forms::count(originals));
            let copies = errors.take(&field, forms::count(copies));
            if let (Some(originals), Some(copies)) = (originals, copies) {
                if originals + copies == 0 {
                    errors.add(&field, Message::new("counter-intake-paper-count"));
                    continue;
                }
                papers.push(Paper {
                    key: document.key.clone(),
                    name: document.name.clone(),
                    originals,
                    copies,
                });
            }
        }
        papers
    }
}
