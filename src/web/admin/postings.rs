//! The table of roles of an account: a role and an agency in each row.

use crate::{
    app::reference::Reference,
    domain::{actor::Posting, status::Role},
    i18n::Locale,
    web::{admin::rows, parts::Choice},
};

/// What the table shows and offers.
#[derive(Clone, Debug)]
pub struct Postings {
    /// Key of the role and code of the agency, for each row; the last rows are empty.
    pub rows: Vec<(String, String)>,
    /// The roles to choose from.
    pub roles: Vec<Choice>,
    /// The agencies to choose from.
    pub agencies: Vec<Choice>,
}

impl Postings {
    /// The table with `rows`, and `spare` empty ones.
    #[must_use]
    pub fn new(mut rows: Vec<(String, String)>, spare: usize, reference: &Reference, locale: Locale) -> Self {
        rows.extend(std::iter::repeat_n((String::new(), String::new()), spare));
        let roles = Role::ALL.iter().filter(|role| **role != Role::Citizen);
        Self {
            rows,
            roles: rows::choices(roles.map(|role| role.key()), "role", locale),
            agencies: reference
                .agencies
                .values()
                .map(|a| Choice::new(a.code.clone(), a.short_name.clone()))
                .collect(),
        }
    }
}

/// Postings as rows.
#[must_use]
pub fn shown(postings: &[Posting]) -> Vec<(String, String)> {
    postings.iter().map(|p| (p.role.key().to_owned(), p.agency.as_str().to_owned())).collect()
}

/// The rows that were filled in, as role and agency. The agency may have its name behind the code.
#[must_use]
pub fn typed(roles: &[String], agencies: &[String]) -> Vec<(String, String)> {
    roles
        .iter()
        .zip(agencies)
        .map(|(role, agency)| {
            let code = agency.split_whitespace().next().unwrap_or_default();
            (role.trim().to_owned(), code.to_owned())
        })
        .filter(|(role, agency)| !role.is_empty() || !agency.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_rows_are_no_postings() {
        let roles = ["clerk".to_owned(), String::new()];
        let agencies = ["H48.12 – Sở Xây dựng".to_owned(), String::new()];
        assert_eq!(typed(&roles, &agencies), [("clerk".to_owned(), "H48.12".to_owned())]);
    }
}
