//! For which request of money an event of a bank is. Only one thing says so by itself: the request's reference in the memo, and no
//! reference of another dossier beside it. Everything else is a guess: it is offered to the cashier with its reason, and never taken.

use std::cmp::Ordering;

use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    ids::{AgencyCode, DossierCode},
    money::Vnd,
    pay_reference::PayReference,
    status::keyed,
    words::fold,
};

/// A request of money, as matching sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// The request.
    pub intent: Uuid,
    /// What the payer shall write.
    pub reference: PayReference,
    /// For which dossier.
    pub dossier: DossierCode,
    /// Who collects it.
    pub agency: AgencyCode,
    /// The account on which they collect, where there is one.
    pub account: Option<String>,
    /// Name of the dossier's owner.
    pub owner: String,
    /// What is still missing on the dossier.
    pub missing: Vnd,
    /// The day of the request, local.
    pub asked_on: NaiveDate,
    /// Whether it is what the dossier owes now, and not what it owed before.
    pub open: bool,
}

/// What the bank said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told<'a> {
    /// How much came.
    pub amount: Vnd,
    /// What the payer wrote.
    pub memo: &'a str,
    /// Name of the payer, where the bank gives it.
    pub payer: Option<&'a str>,
    /// The day the money moved, local.
    pub on: NaiveDate,
    /// The account on which it came, where that is known.
    pub account: Option<&'a str>,
    /// Whether a person entered it, and not the bank told it by itself.
    pub entered: bool,
}

impl Told<'_> {
    /// Whether it may pay the request by itself. What a person enters pays only what is collected on the same account: nobody pays
    /// the dossiers of another one-stop by a line of their own statement.
    fn may_pay(&self, one: &Owed) -> bool {
        !self.entered || one.account.as_deref() == self.account
    }
}

/// How the amount fits what was missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// To the đồng.
    Exact,
    /// Less.
    Under {
        /// What is missing after it.
        missing: Vnd,
    },
    /// More; all of it when nothing was missing any more.
    Over {
        /// What is beyond.
        surplus: Vnd,
    },
}

impl Fit {
    fn of(amount: Vnd, owed: &Owed) -> Self {
        let missing = owed.missing;
        match amount.cmp(&missing) {
            Ordering::Equal => Self::Exact,
            Ordering::Less => Self::Under { missing: missing.less(amount) },
            Ordering::Greater => Self::Over { surplus: amount.less(missing) },
        }
    }
}

keyed! {
    /// Why it cannot be said for what the money is.
    Unclear {
        /// There is no reference in the memo.
        NoReference = "no-reference",
        /// There are those of several dossiers.
        SeveralReferences = "several-references",
        /// There is one, and it is none of ours.
        UnknownReference = "unknown-reference",
        /// There is one, of a request that is collected on another account.
        OtherAccount = "other-account",
        /// The platform was asked for another amount.
        OtherAmount = "other-amount",
    }
}

keyed! {
    /// Why a request is offered, the strongest reason first.
    Hint {
        /// A cashier typed its dossier's code.
        Typed = "typed",
        /// The platform was asked for it.
        Attempt = "attempt",
        /// Its reference stands in the memo, beside another.
        Reference = "reference",
        /// Its reference but for one character, or without its first two letters.
        NearReference = "near-reference",
        /// Its dossier's code.
        DossierCode = "dossier-code",
        /// Day and number of its dossier's code, without the agency.
        DossierNumber = "dossier-number",
        /// The missing amount, the owner's name and the day.
        NameAndDay = "name-and-day",
        /// The missing amount and the owner's name, within a month.
        Name = "name",
    }
}

/// A request that may be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The request.
    pub intent: Uuid,
    /// Why it is offered.
    pub hint: Hint,
    /// How the amount fits.
    pub fit: Fit,
}

impl Candidate {
    /// What is offered for another reason than the memo.
    #[must_use]
    pub fn of(hint: Hint, amount: Vnd, owed: &Owed) -> Self {
        Self { intent: owed.intent, hint, fit: Fit::of(amount, owed) }
    }
}

/// For what the money is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// For this request, by its reference.
    Belongs {
        /// The request.
        intent: Uuid,
        /// How the amount fits.
        fit: Fit,
    },
    /// A cashier has to say.
    Unclear {
        /// Why.
        why: Unclear,
        /// What may be meant, the likeliest first.
        candidates: Vec<Candidate>,
    },
}

/// For which of `owed` the money is. What is closed takes part too: money may come late or twice. Several references of one dossier
/// are what was owed before and what is owed now: the open one is meant.
#[must_use]
pub fn verdict(told: &Told<'_>, owed: &[Owed]) -> Verdict {
    let references = PayReference::all_in(told.memo);
    let named: Vec<&Owed> = owed.iter().filter(|one| references.contains(&one.reference)).collect();
    let same = named.windows(2).all(|pair| matches!(pair, [a, b] if a.dossier == b.dossier));
    let meant = named.iter().max_by_key(|one| (one.open, one.asked_on, one.intent)).filter(|_| same);
    if let Some(one) = meant.filter(|one| told.may_pay(one)) {
        return Verdict::Belongs { intent: one.intent, fit: Fit::of(told.amount, one) };
    }
    let why = match (references.is_empty(), named.is_empty(), meant) {
        (true, _, _) => Unclear::NoReference,
        (false, true, _) => Unclear::UnknownReference,
        (false, false, Some(_)) => Unclear::OtherAccount,
        (false, false, None) => Unclear::SeveralReferences,
    };
    Verdict::Unclear { why, candidates: candidates(told, &references, owed) }
}

/// What may be meant, the likeliest first: by the strength of the reason, then what fits to the đồng, then the dossier's code.
fn candidates(told: &Told<'_>, references: &[PayReference], owed: &[Owed]) -> Vec<Candidate> {
    let memo = Memo::of(told);
    let offered = |one| Some((one, memo.hint(told, references, one)?));
    let mut found: Vec<(&Owed, Hint)> = owed.iter().filter_map(offered).collect();
    found.sort_by_key(|(one, hint)| {
        (*hint, Fit::of(told.amount, one) != Fit::Exact, one.dossier.clone(), one.intent)
    });
    let candidate =
        |(one, hint): (&Owed, Hint)| Candidate { intent: one.intent, hint, fit: Fit::of(told.amount, one) };
    found.into_iter().map(candidate).collect()
}

/// A memo in the shapes in which it is looked through.
struct Memo {
    /// Letters and digits only, upper-case, without tone marks.
    compact: Vec<u8>,
    /// Words of memo and payer, folded, with a space at each end.
    words: String,
}

impl Memo {
    fn of(told: &Told<'_>) -> Self {
        let compact = compact(&fold(told.memo));
        Self { compact, words: format!(" {} {} ", fold(told.memo), fold(told.payer.unwrap_or_default())) }
    }

    fn hint(&self, told: &Told<'_>, references: &[PayReference], one: &Owed) -> Option<Hint> {
        if references.contains(&one.reference) {
            return Some(Hint::Reference);
        }
        if self.nearly_holds(one.reference.as_str()) {
            return Some(Hint::NearReference);
        }
        let code = one.dossier.as_str();
        if self.holds_number(&compact(code)) {
            return Some(Hint::DossierCode);
        }
        let number = code.split_once('-').map(|(_, number)| compact(number)).unwrap_or_default();
        if self.holds_number(&number) {
            return Some(Hint::DossierNumber);
        }
        let owner = fold(&one.owner);
        let named = owner.contains(' ') && self.words.contains(&format!(" {owner} "));
        let days = told.on.signed_duration_since(one.asked_on).num_days();
        match (named && Fit::of(told.amount, one) == Fit::Exact, days) {
            (true, 0) => Some(Hint::NameAndDay),
            (true, 1..=31) => Some(Hint::Name),
            (true | false, _) => None,
        }
    }

    /// Whether `number` stands in the memo with no digit behind it that would make it another one.
    fn holds_number(&self, number: &[u8]) -> bool {
        let starts_here = |at: usize| {
            let digit =
                |at: Option<usize>| at.and_then(|at| self.compact.get(at)).is_some_and(u8::is_ascii_digit);
            let led = number.first().is_some_and(u8::is_ascii_digit) && digit(at.checked_sub(1));
            !led && !digit(Some(at + number.len()))
        };
        !number.is_empty()
            && self
                .compact
                .windows(number.len())
                .enumerate()
                .any(|(at, here)| here == number && starts_here(at))
    }

    /// Whether the memo holds the reference with one character wrong, missing, doubled or exchanged with its neighbour; or all of it
    /// but the two letters in front, which say nothing.
    fn nearly_holds(&self, reference: &str) -> bool {
        let whole = reference.as_bytes();
        let lengths = whole.len().saturating_sub(1)..=whole.len() + 1;
        let near = |length: usize| {
            length > 0 && self.compact.windows(length).any(|window| is_one_slip_away(window, whole))
        };
        let tail = whole.get(2..).unwrap_or_default();
        lengths.into_iter().any(near)
            || (!tail.is_empty() && self.compact.windows(tail.len()).any(|window| window == tail))
    }
}

fn compact(text: &str) -> Vec<u8> {
    text.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_uppercase()).collect()
}

/// Whether `typed` becomes `meant` by at most one slip of the keyboard.
fn is_one_slip_away(typed: &[u8], meant: &[u8]) -> bool {
    let same = typed.iter().zip(meant).take_while(|(a, b)| a == b).count();
    let (typed, meant) = (typed.get(same..).unwrap_or_default(), meant.get(same..).unwrap_or_default());
    match (typed, meant) {
        ([], []) => true,
        ([a, typed @ ..], [b, meant @ ..]) if typed == meant => a != b,
        ([a, b, typed @ ..], [c, d, meant @ ..]) if (a, b) == (d, c) && typed == meant => true,
        ([_, typed @ ..], meant) if typed == meant => true,
        (typed, [_, meant @ ..]) => typed == meant,
        (_, []) => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn vnd(dong: i64) -> Vnd {
        Vnd::new(dong).unwrap()
    }

    fn owed(n: u8) -> Owed {
        Owed {
            intent: Uuid::from_u128(n.into()),
            reference: PayReference::new([n, 2, 3, 4, 5, 6, 7, 8, 9]),
            dossier: DossierCode::parse(&format!("H48.05-261123-{n:04}")).unwrap(),
            agency: AgencyCode::parse("H48.05").unwrap(),
            account: Some("4800".to_owned()),
            owner: "Nguyễn Thị Lan".to_owned(),
            missing: vnd(10_000),
            asked_on: day("2026-11-23"),
            open: true,
        }
    }

    fn told(memo: &str, dong: i64) -> Told<'_> {
        let on = day("2026-11-23");
        Told { amount: vnd(dong), memo, payer: None, on, account: Some("4800"), entered: true }
    }

    fn hints(verdict: Verdict) -> Vec<(u128, Hint)> {
        match verdict {
            Verdict::Belongs { .. } => panic!("it was not to be taken"),
            Verdict::Unclear { candidates, .. } => {
                candidates.into_iter().map(|c| (c.intent.as_u128(), c.hint)).collect()
            }
        }
    }

    #[test]
    fn the_reference_decides_and_the_amount_is_only_flagged() {
        let (one, paid) = (owed(1), Owed { open: false, missing: Vnd::ZERO, ..owed(2) });
        let half = Owed { missing: vnd(6_000), ..owed(3) };
        let all = [one.clone(), paid.clone(), half.clone()];
        for (to, dong, fit) in [
            (&one, 10_000, Fit::Exact),
            (&one, 9_000, Fit::Under { missing: vnd(1_000) }),
            (&one, 10_001, Fit::Over { surplus: vnd(1) }),
            (&paid, 10_000, Fit::Over { surplus: vnd(10_000) }),
            (&half, 6_000, Fit::Exact),
        ] {
            let memo = format!("chuyen tien {} cam on", to.reference);
            assert_eq!(
                verdict(&told(&memo, dong), &all),
                Verdict::Belongs { intent: to.intent, fit },
                "{dong}"
            );
        }
    }

    #[test]
    fn two_references_go_to_the_cashier_with_both_offered() {
        let all = [owed(1), owed(2), owed(3)];
        let memo = format!("{} {}", all[1].reference, all[0].reference);
        let found = verdict(&told(&memo, 20_000), &all);
        assert!(matches!(found, Verdict::Unclear { why: Unclear::SeveralReferences, .. }));
        assert_eq!(hints(found)[..2], [(1, Hint::Reference), (2, Hint::Reference)]);

        let earlier =
            Owed { open: false, intent: Uuid::from_u128(9), reference: PayReference::new([9; 9]), ..owed(1) };
        let (memo, both) = (format!("{} {}", earlier.reference, all[0].reference), [earlier, all[0].clone()]);
        let meant = Verdict::Belongs { intent: all[0].intent, fit: Fit::Exact };
        assert_eq!(verdict(&told(&memo, 10_000), &both), meant, "two of one dossier: the open one");
    }

    #[test]
    fn what_a_person_enters_pays_only_what_is_collected_on_the_same_account() {
        let (own, other) = (owed(1), Owed { account: Some("4899".to_owned()), ..owed(2) });
        let nobodys = Owed { account: None, ..owed(3) };
        let all = [own.clone(), other.clone(), nobodys.clone()];
        let memo = |one: &Owed| format!("phi {}", one.reference);
        for one in [&other, &nobodys] {
            let (memo, account) = (memo(one), Some("4800"));
            let entered = Told { account, ..told(&memo, 10_000) };
            let found = verdict(&entered, &all);
            assert!(matches!(found, Verdict::Unclear { why: Unclear::OtherAccount, .. }), "{found:?}");
            assert_eq!(hints(found)[0], (one.intent.as_u128(), Hint::Reference));
            let meant = Verdict::Belongs { intent: one.intent, fit: Fit::Exact };
            assert_eq!(verdict(&Told { entered: false, ..entered }, &all), meant, "the bank is believed");
        }
        let memo = memo(&own);
        let elsewhere = Told { account: None, ..told(&memo, 10_000) };
        assert!(matches!(verdict(&elsewhere, &all), Verdict::Unclear { why: Unclear::OtherAccount, .. }));
        let here = verdict(&told(&memo, 10_000), &all);
        assert_eq!(here, Verdict::Belongs { intent: own.intent, fit: Fit::Exact });
    }

    #[test]
    fn what_people_write_instead_of_the_reference_is_offered() {
        let one = owed(7);
        let text = one.reference.as_str().to_owned();
        let (a, b) = text.split_at(6);
        let mut swapped: Vec<char> = text.chars().collect();
        swapped.swap(4, 5);
        let swapped: String = swapped.into_iter().collect();
        for (memo, hint) in [
            (format!("nop phi {a}0{}", &b[1..]), Some(Hint::NearReference)),
            (format!("nop phi {a}{} xin cam on", &b[1..]), Some(Hint::NearReference)),
            (format!("nop phi {a}9{b}"), Some(Hint::NearReference)),
            (format!("nop phi {swapped}"), Some(Hint::NearReference)),
            (format!("phi {}", &text[2..]), Some(Hint::NearReference)),
            ("nộp phí hồ sơ h48.05 261123 0007".to_owned(), Some(Hint::DossierCode)),
            ("MBVCB.55.H48052611230007.CT".to_owned(), Some(Hint::DossierCode)),
            ("ho so 261123-0007".to_owned(), Some(Hint::DossierNumber)),
            ("ho so 261123-00071".to_owned(), None),
            ("H48.05-261123-00071".to_owned(), None),
            ("NGUYEN THI LAN chuyen tien".to_owned(), Some(Hint::NameAndDay)),
            ("NGUYEN THI LANH chuyen tien".to_owned(), None),
            ("nop phi".to_owned(), None),
        ] {
            let found = hints(verdict(&told(&memo, 10_000), std::slice::from_ref(&one)));
            assert_eq!(found, hint.map(|hint| (7, hint)).into_iter().collect::<Vec<_>>(), "{memo}");
        }
    }

    #[test]
    fn a_name_counts_with_the_missing_amount_and_within_a_month() {
        let one = owed(1);
        let with = |dong, on, payer| {
            let told = Told { payer: Some(payer), on: day(on), ..told("phi", dong) };
            hints(verdict(&told, std::slice::from_ref(&one)))
        };
        assert_eq!(with(10_000, "2026-11-23", "Nguyễn Thị Lan"), [(1, Hint::NameAndDay)]);
        assert_eq!(with(10_000, "2026-11-25", "NGUYEN THI LAN"), [(1, Hint::Name)]);
        assert_eq!(with(10_000, "2026-12-25", "NGUYEN THI LAN"), []);
        assert_eq!(with(10_000, "2026-11-22", "NGUYEN THI LAN"), []);
        assert_eq!(with(9_999, "2026-11-23", "NGUYEN THI LAN"), []);
        assert_eq!(with(10_000, "2026-11-23", "LAN"), []);
    }

    #[test]
    fn the_stronger_reason_and_the_fitting_amount_come_first() {
        let all = [
            Owed { missing: vnd(5_000), ..owed(4) },
            Owed { dossier: DossierCode::parse("H48.06-261123-0004").unwrap(), ..owed(5) },
            owed(6),
        ];
        let memo = "261123-0004 NGUYEN THI LAN";
        let found = hints(verdict(&told(memo, 10_000), &all));
        assert_eq!(found, [(5, Hint::DossierNumber), (4, Hint::DossierNumber), (6, Hint::NameAndDay)]);
    }

    proptest! {
        #[test]
        fn without_a_whole_reference_nothing_is_ever_taken(memo in "[A-Za-z0-9 .-]{0,60}", dong in 1_i64..20_000) {
            let all: Vec<Owed> = (0..20).map(owed).collect();
            if PayReference::all_in(&memo).is_empty() {
                let no_reference = matches!(verdict(&told(&memo, dong), &all), Verdict::Unclear { why: Unclear::NoReference, .. });
                prop_assert!(no_reference);
            }
        }

        #[test]
        fn one_wrong_character_is_offered_and_never_taken(n in any::<u8>(), at in 0_usize..12, other in 0_u32..36) {
            let one = owed(n);
            let mut letters: Vec<char> = one.reference.as_str().chars().collect();
            let new = char::from_digit(other, 36).unwrap().to_ascii_uppercase();
            prop_assume!(letters[at] != new);
            letters[at] = new;
            let memo = format!("phi {}.", letters.into_iter().collect::<String>());
            let found = hints(verdict(&told(&memo, 1), std::slice::from_ref(&one)));
            prop_assert_eq!(found, [(u128::from(n), Hint::NearReference)]);
        }

        #[test]
        fn the_order_of_requests_is_irrelevant(memo in "(NGUYEN THI LAN|261123-000[0-9]|phi| ){0,4}", turn in 0_usize..12) {
            let mut all: Vec<Owed> = (0..12).map(owed).collect();
            let first = verdict(&told(&memo, 10_000), &all);
            all.rotate_left(turn);
            prop_assert_eq!(verdict(&told(&memo, 10_000), &all), first);
        }
    }
}
