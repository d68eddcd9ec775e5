//! What proves that a person belongs to the group that the dossier claims, so that a fee is waived: a paper among the documents, or
//! the officer's word to have looked the person up. What is claimed counts for the price at once; until it is proved, the dossier
//! is not accepted, and once it was accepted nothing is taken off for a group that was not proved.
//! Source: Law 97/2015/QH13 Art.10; each fee's own text.

use super::procedure::{Answers, Case, DocKind, ExemptGroup, Exemption, Procedure, Proof, RequiredDoc};

/// Key of the answer that names the exempt group, on every form that has a fee with exemptions.
pub const EXEMPT_KEY: &str = "exempt-group";
/// Begins the key of every paper that proves a group.
const PAPER: &str = "exemption-";

/// The group that the answers claim.
#[must_use]
pub fn claimed(answers: &Answers) -> Option<ExemptGroup> {
    answers.get(EXEMPT_KEY).and_then(|key| ExemptGroup::parse(key))
}

/// The exemptions of the fees of `case` for `group`.
fn exemptions<'p>(
    procedure: &'p Procedure,
    case: &'p Case,
    group: ExemptGroup,
) -> impl Iterator<Item = &'p Exemption> {
    procedure
        .fees
        .iter()
        .filter(|fee| case.fees.contains(&fee.key))
        .flat_map(|fee| &fee.exemptions)
        .filter(move |exemption| exemption.group == group)
}

/// Whether a fee of `case` is waived for `group`.
#[must_use]
pub fn is_waived(procedure: &Procedure, case: &Case, group: ExemptGroup) -> bool {
    exemptions(procedure, case, group).next().is_some()
}

/// What has to be shown for `group`, each once: empty where the fees of `case` do not say, and then the officer has to know.
#[must_use]
pub fn needed<'p>(procedure: &'p Procedure, case: &'p Case, group: ExemptGroup) -> Vec<&'p Proof> {
    let mut all: Vec<&Proof> = Vec::new();
    for proof in exemptions(procedure, case, group).filter_map(|exemption| exemption.proof.as_ref()) {
        if !all.contains(&proof) {
            all.push(proof);
        }
    }
    all
}

/// The papers that prove `group`, as documents of the dossier.
#[must_use]
pub fn papers_for(procedure: &Procedure, case: &Case, group: ExemptGroup) -> Vec<RequiredDoc> {
    let names = needed(procedure, case, group).into_iter().filter_map(|proof| match proof {
        Proof::Document(name) => Some(name.clone()),
        Proof::Register(_) => None,
    });
    names
        .enumerate()
        .map(|(at, name)| RequiredDoc {
            key: if at == 0 { format!("{PAPER}{group}") } else { format!("{PAPER}{group}-{}", at + 1) },
            name,
            kind: DocKind::Submit,
            originals: 0,
            copies: 1,
            form: None,
            hint: None,
        })
        .collect()
}

/// The papers that the claim in `answers` needs, each of them required.
#[must_use]
pub fn papers(procedure: &Procedure, case: &Case, answers: &Answers) -> Vec<RequiredDoc> {
    claimed(answers).map_or_else(Vec::new, |group| papers_for(procedure, case, group))
}

/// The paper with this key, whichever group of `case` it proves.
#[must_use]
pub fn paper(procedure: &Procedure, case: &Case, key: &str) -> Option<RequiredDoc> {
    let papers = ExemptGroup::ALL.iter().flat_map(|group| papers_for(procedure, case, *group));
    papers.into_iter().find(|paper| paper.key == key)
}

/// The registers in which an officer looks for the claim in `answers`.
#[must_use]
pub fn registers<'p>(procedure: &'p Procedure, case: &'p Case, answers: &Answers) -> Vec<&'p str> {
    let proofs = claimed(answers).map_or_else(Vec::new, |group| needed(procedure, case, group));
    proofs
        .into_iter()
        .filter_map(|proof| match proof {
            Proof::Register(name) => Some(name.as_str()),
            Proof::Document(_) => None,
        })
        .collect()
}

/// Where the claim of a dossier stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing is claimed that would waive a fee.
    Nothing,
    /// Proved: by papers that are held, or by an officer.
    Proved,
    /// Papers are missing.
    PaperMissing,
    /// An officer has to look the person up.
    LookUp,
}

/// Where the claim in `answers` stands when an officer found `checked`; `is_held` says whether the dossier has a document.
#[must_use]
pub fn standing(
    (procedure, case): (&Procedure, &Case),
    answers: &Answers,
    checked: Option<ExemptGroup>,
    is_held: impl Fn(&str) -> bool,
) -> Standing {
    let Some(group) = claimed(answers).filter(|group| is_waived(procedure, case, *group)) else {
        return Standing::Nothing;
    };
    if checked == Some(group) {
        return Standing::Proved;
    }
    let papers = papers_for(procedure, case, group);
    if !papers.iter().all(|paper| is_held(&paper.key)) {
        Standing::PaperMissing
    } else if papers.is_empty() || !registers(procedure, case, answers).is_empty() {
        Standing::LookUp
    } else {
        Standing::Proved
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn procedure() -> Procedure {
        serde_json::from_str(
            r#"{"code": "1.004873", "name": "Xác nhận", "field": "Hộ tịch", "levels": ["commune"], "audiences": ["citizen"],
            "online": "full", "settler": "commune", "clock_policy": "pause", "result": "Giấy", "channels": [],
            "cases": [{"key": "usual", "name": "Thông thường", "fees": ["a", "b"]}, {"key": "free", "name": "Không thu"}],
            "fees": [
                {"key": "a", "name": "A", "kind": "fee", "rules": [], "exemptions": [
                    {"group": "merit", "legal_basis": "L", "proof": {"document": "Thẻ"}},
                    {"group": "disabled", "legal_basis": "L", "proof": {"document": "Giấy xác nhận"}},
                    {"group": "child", "legal_basis": "L"}]},
                {"key": "b", "name": "B", "kind": "charge", "rules": [], "exemptions": [
                    {"group": "merit", "legal_basis": "L", "proof": {"document": "Thẻ"}},
                    {"group": "merit", "legal_basis": "L", "proof": {"document": "Đơn"}},
                    {"group": "disabled", "legal_basis": "L", "proof": {"register": "Sổ"}}]}]}"#,
        )
        .unwrap()
    }

    fn claims(group: &str) -> Answers {
        [(EXEMPT_KEY.to_owned(), group.to_owned())].into()
    }

    fn stands(group: &str, checked: Option<ExemptGroup>, held: &[&str]) -> Standing {
        let procedure = procedure();
        standing((&procedure, &procedure.cases[0]), &claims(group), checked, |key| held.contains(&key))
    }

    #[test]
    fn each_paper_is_asked_for_once_and_has_a_key_of_its_own_for_each_group() {
        let procedure = procedure();
        let keys = |group: &str| -> Vec<String> {
            papers(&procedure, &procedure.cases[0], &claims(group)).into_iter().map(|p| p.key).collect()
        };
        assert_eq!(keys("merit"), ["exemption-merit", "exemption-merit-2"]);
        assert_eq!(keys("disabled"), ["exemption-disabled"]);
        assert!(keys("child").is_empty() && keys("none").is_empty());
        assert!(
            papers(&procedure, &procedure.cases[1], &claims("merit")).is_empty(),
            "that case costs nothing"
        );
        assert_eq!(registers(&procedure, &procedure.cases[0], &claims("disabled")), ["Sổ"]);
    }

    #[test]
    fn papers_prove_what_papers_prove_and_the_rest_an_officer() {
        let merit = Some(ExemptGroup::Merit);
        assert_eq!(stands("none", None, &[]), Standing::Nothing);
        assert_eq!(stands("elderly", None, &[]), Standing::Nothing, "no fee is waived for that group");
        assert_eq!(stands("merit", None, &["exemption-merit"]), Standing::PaperMissing);
        assert_eq!(stands("merit", None, &["exemption-merit", "exemption-merit-2"]), Standing::Proved);
        assert_eq!(stands("merit", merit, &[]), Standing::Proved);
        assert_eq!(
            stands("disabled", None, &["exemption-merit", "exemption-merit-2"]),
            Standing::PaperMissing
        );
        assert_eq!(stands("disabled", None, &["exemption-disabled"]), Standing::LookUp);
        assert_eq!(stands("disabled", merit, &["exemption-disabled"]), Standing::LookUp, "another was found");
        assert_eq!(stands("child", None, &[]), Standing::LookUp, "nothing is set, so an officer has to know");
    }
}
