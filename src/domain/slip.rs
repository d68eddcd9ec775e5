//! The papers handed out at the one-stop, as plain data: form 01 Giấy tiếp nhận hồ sơ và hẹn trả kết quả, form 02 Phiếu yêu
//! cầu bổ sung, hoàn thiện hồ sơ, form 03 Phiếu từ chối tiếp nhận giải quyết hồ sơ. What they say, not how they look: the
//! print page and the PDF show the same values. Source: TT 03/2025/TT-VPCP, annex I (forms 01–03 keep their numbers of
//! TT 01/2018/TT-VPCP); the forms are Vietnamese in every interface language.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    ids::{DossierCode, LookupSecret},
    limit::TimeLimit,
    money::Vnd,
    pay_code::PayCode,
    printed,
    procedure::FeeKind,
    status::ReturnMethod,
};

/// One paper to print.
#[derive(Clone, Debug, PartialEq)]
pub enum Paper {
    /// Form 01.
    Slip(Slip),
    /// Form 02.
    Supplement(SupplementSheet),
    /// Form 03.
    Refusal(RefusalSheet),
}

impl Paper {
    /// Who issued it, when, and which printing this is.
    #[must_use]
    pub const fn heading(&self) -> &Heading {
        match self {
            Self::Slip(paper) => &paper.heading,
            Self::Supplement(paper) => &paper.heading,
            Self::Refusal(paper) => &paper.heading,
        }
    }

    /// The person it is handed to.
    #[must_use]
    pub const fn applicant(&self) -> &Applicant {
        match self {
            Self::Slip(paper) => &paper.applicant,
            Self::Supplement(paper) => &paper.applicant,
            Self::Refusal(paper) => &paper.applicant,
        }
    }

    /// How the person finds the dossier again; a paper without a dossier code has none.
    #[must_use]
    pub const fn lookup(&self) -> Option<&Lookup> {
        match self {
            Self::Slip(paper) => Some(&paper.lookup),
            Self::Supplement(paper) => paper.lookup.as_ref(),
            Self::Refusal(paper) => paper.lookup.as_ref(),
        }
    }

    /// Full name of the procedure.
    #[must_use]
    pub fn procedure(&self) -> &str {
        match self {
            Self::Slip(paper) => &paper.procedure,
            Self::Supplement(paper) => &paper.procedure,
            Self::Refusal(paper) => &paper.procedure,
        }
    }

    /// Number of the form, `Mẫu số 01`.
    #[must_use]
    pub const fn form(&self) -> &'static str {
        match self {
            Self::Slip(_) => "Mẫu số 01",
            Self::Supplement(_) => "Mẫu số 02",
            Self::Refusal(_) => "Mẫu số 03",
        }
    }

    /// Official title.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        match self {
            Self::Slip(_) => "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
            Self::Supplement(_) => "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
            Self::Refusal(_) => "Phiếu từ chối tiếp nhận, giải quyết hồ sơ",
        }
    }
}

/// The head common to all papers, and what identifies this printing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The agency above the one-stop: `Ủy ban nhân dân xã Ba Tơ`. Printed in capitals.
    pub authority: String,
    /// The one-stop: `Trung tâm Phục vụ hành chính công`. Printed in capitals.
    pub office: String,
    /// Running number and sign: `0007/TNHS`.
    pub number: String,
    /// Place in the dateline: `Ba Tơ`.
    pub place: String,
    /// Day in the dateline (local date).
    pub date: NaiveDate,
    /// Which printing of this paper: 1 is the first, 2 the first reprint.
    pub printing: u32,
    /// When this copy was printed.
    pub printed_at: DateTime<Utc>,
}

impl Heading {
    /// The dateline, `Ba Tơ, ngày 21 tháng 11 năm 2026`.
    #[must_use]
    pub fn dateline(&self) -> String {
        format!("{}, {}", self.place, printed::day(self.date))
    }

    /// The mark of a reprint, `In lại lần 2`; the first printing has none.
    #[must_use]
    pub fn reprint(&self) -> Option<String> {
        (self.printing > 1).then(|| format!("In lại lần {}", self.printing - 1))
    }

    /// Which printing, for the footer: `Lần in 1`.
    #[must_use]
    pub fn printing_words(&self) -> String {
        format!("Lần in {}", self.printing)
    }

    /// When it was printed, for the footer: `In lúc 08:05 21/11/2026`.
    #[must_use]
    pub fn printed_words(&self) -> String {
        format!("In lúc {}", printed::stamp(self.printed_at))
    }
}

/// What opens the public look-up of the dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookup {
    /// Dossier code; also drawn as Code 128.
    pub code: DossierCode,
    /// The four characters that go with it.
    pub secret: LookupSecret,
    /// Address that the QR code opens, `https://…/h/K7QX…`.
    pub link: String,
}

/// The person or organisation that files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applicant {
    /// Full name.
    pub name: String,
    /// Personal number or tax number.
    pub id_number: Option<String>,
    /// Address.
    pub address: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Owner of the dossier, where somebody else files it.
    pub owner: Option<String>,
}

/// Form 01, given out when a dossier is accepted.
#[derive(Clone, Debug, PartialEq)]
pub struct Slip {
    /// Who issued it, when, which printing.
    pub heading: Heading,
    /// Dossier code, secret and link.
    pub lookup: Lookup,
    /// Who files.
    pub applicant: Applicant,
    /// Full name of the procedure, up to about 1,100 characters.
    pub procedure: String,
    /// What was handed in, in the order of the procedure.
    pub documents: Vec<HandedIn>,
    /// How many sets of the dossier.
    pub sets: u32,
    /// The limit of the law; absent where the result follows at once.
    pub statutory: Option<TimeLimit>,
    /// The limit the agency promises, where it is shorter.
    pub committed: Option<TimeLimit>,
    /// Official time of receipt.
    pub received_at: DateTime<Utc>,
    /// When the result is due.
    pub due_at: DateTime<Utc>,
    /// How the person wants the result.
    pub result_method: ReturnMethod,
    /// Where: the counter, the postal address, the electronic mailbox.
    pub result_place: String,
    /// What is to pay; empty means nothing is.
    pub fees: Vec<FeeLine>,
    /// What changed in the fees since filing, and why, as written.
    pub fee_changes: Vec<String>,
    /// All that is asked for: the fees, and what was asked for beside them.
    pub fees_asked: Vnd,
    /// What of it was paid.
    pub fees_paid: Vnd,
    /// How the fees can be transferred, as long as they are owed.
    pub transfer: Option<PayCode>,
    /// Where the paper register has the dossier, if one is kept.
    pub register: Option<RegisterEntry>,
    /// Who signs as the receiving officer.
    pub officer: String,
    /// Who signs as the person handing in.
    pub submitter: String,
    /// How the date of return came about, for the back of the slip; absent where it cannot be said.
    pub explained: Option<Explained>,
}

/// How the date of return came about, as the pages of the dossier say it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explained {
    /// The rows of the sum.
    pub rows: Vec<Reason>,
    /// The days from the start to the date; none in short form.
    pub days: Vec<PaperDay>,
}

/// One row of the sum, in the words of the pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What is counted or not.
    pub label: String,
    /// How, with its reason.
    pub words: String,
}

/// One day of the calendar strip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperDay {
    /// Local date.
    pub date: NaiveDate,
    /// Its weekday in short: `T2`, `CN`.
    pub mark: String,
    /// Whether it counts.
    pub counts: bool,
    /// Whether it is the day of return.
    pub due: bool,
}

impl Slip {
    /// The time limits in words: `03 ngày làm việc (cam kết: 2,5 ngày làm việc)`.
    #[must_use]
    pub fn limits(&self) -> String {
        let by_law = self.statutory.map_or_else(|| "giải quyết ngay".to_owned(), printed::limit);
        match self.committed.filter(|promise| Some(*promise) != self.statutory) {
            Some(promise) => format!("{by_law} (cam kết: {})", printed::limit(promise)),
            None => by_law,
        }
    }

    /// Time of receipt in words.
    #[must_use]
    pub fn received(&self) -> String {
        printed::moment(self.received_at)
    }

    /// Time of return in words.
    #[must_use]
    pub fn due(&self) -> String {
        printed::moment(self.due_at)
    }

    /// How and where the result is handed over: `Tại quầy – Trung tâm …`.
    #[must_use]
    pub fn returned(&self) -> String {
        let method = match self.result_method {
            ReturnMethod::Counter => "Tại quầy",
            ReturnMethod::Postal => "Qua dịch vụ bưu chính công ích",
            ReturnMethod::Electronic => "Bản điện tử",
        };
        if self.result_place.is_empty() {
            method.to_owned()
        } else {
            format!("{method} – {}", self.result_place)
        }
    }

    /// Sets in words, `01 bộ`.
    #[must_use]
    pub fn sets_words(&self) -> String {
        format!("{:02} bộ", self.sets)
    }

    /// The sum in words of the form: `9.000 đồng (đã nộp)`.
    #[must_use]
    pub fn total_words(&self) -> String {
        let total = self.fees_asked;
        if total.is_zero() {
            "không phải nộp".to_owned()
        } else {
            let owed = total.less(self.fees_paid);
            let state = match (self.fees_paid.is_zero(), owed.is_zero()) {
                (_, true) => "đã nộp".to_owned(),
                (true, false) => "chưa nộp".to_owned(),
                (false, false) => format!(
                    "đã nộp {}, còn phải nộp {}",
                    printed::amount(self.fees_paid),
                    printed::amount(owed)
                ),
            };
            format!("{} ({state})", printed::amount(total))
        }
    }
}

/// One document that was handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HandedIn {
    /// Official name.
    pub name: String,
    /// Originals.
    pub originals: u32,
    /// Certified copies.
    pub certified: u32,
    /// Plain copies on paper.
    pub copies: u32,
    /// Electronic files.
    pub files: u32,
}

impl HandedIn {
    /// Cell "bản chính".
    #[must_use]
    pub fn originals_cell(&self) -> String {
        printed::count(self.originals)
    }

    /// Cell "bản chứng thực".
    #[must_use]
    pub fn certified_cell(&self) -> String {
        printed::count(self.certified)
    }

    /// Cell "bản chụp, tệp điện tử": `01`, `01 tệp`, `01 + 02 tệp`.
    #[must_use]
    pub fn copies_cell(&self) -> String {
        match (self.copies, self.files) {
            (copies, 0) => printed::count(copies),
            (0, files) => format!("{files:02} tệp"),
            (copies, files) => format!("{copies:02} + {files:02} tệp"),
        }
    }
}

/// One fee or charge on the slip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeLine {
    /// What it is called on the receipt.
    pub name: String,
    /// Phí or lệ phí.
    pub kind: FeeKind,
    /// The amount after every reduction.
    pub amount: Vnd,
    /// Why it is not the full amount: resolution or exemption, as written.
    pub note: Option<String>,
}

impl FeeLine {
    /// The line as printed: `Lệ phí hộ tịch: 5.000 đồng (giảm 50 % …)`; a name that does not say it gets `Phí` or `Lệ phí`.
    #[must_use]
    pub fn words(&self) -> String {
        let kind = match self.kind {
            FeeKind::Charge => "Phí",
            FeeKind::Fee => "Lệ phí",
        };
        let said = self.name.to_lowercase().starts_with(&kind.to_lowercase());
        let name = if said { self.name.clone() } else { format!("{kind} – {}", self.name) };
        let note = self.note.as_ref().map_or_else(String::new, |note| format!(" ({note})"));
        format!("{name}: {}{note}", printed::amount(self.amount))
    }
}

/// Book and row of the register (form 07).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterEntry {
    /// Number of the book, as written on it.
    pub book: String,
    /// Row in the book.
    pub row: u32,
}

/// Form 02: what is still missing, said once and completely.
#[derive(Clone, Debug, PartialEq)]
pub struct SupplementSheet {
    /// Who issued it, when, which printing.
    pub heading: Heading,
    /// Absent when the dossier was never entered.
    pub lookup: Option<Lookup>,
    /// Who files.
    pub applicant: Applicant,
    /// Full name of the procedure.
    pub procedure: String,
    /// Everything that is missing or has to be mended.
    pub missing: Vec<Missing>,
    /// Why, in one or two sentences.
    pub reason: String,
    /// Last moment to supply it, where one is set.
    pub until: Option<DateTime<Utc>>,
    /// Whom to ask.
    pub contact: Contact,
    /// Who signs as the guiding officer.
    pub officer: String,
    /// Who signs for the agency when it is asked during appraisal.
    pub leader: Option<String>,
}

impl SupplementSheet {
    /// Last moment to supply it, in words.
    #[must_use]
    pub fn until_words(&self) -> Option<String> {
        self.until.map(printed::moment)
    }
}

/// One document that is missing or has to be mended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    /// Official name.
    pub name: String,
    /// Originals asked for.
    pub originals: u32,
    /// Certified copies asked for.
    pub certified: u32,
    /// Plain copies or files asked for.
    pub copies: u32,
    /// What is wrong with it and how to put it right.
    pub reason: String,
}

impl Missing {
    /// The three cells of numbers: originals, certified copies, plain copies.
    #[must_use]
    pub fn cells(&self) -> [String; 3] {
        [self.originals, self.certified, self.copies].map(printed::count)
    }
}

/// Whom the person can ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// Officer.
    pub name: String,
    /// Phone.
    pub phone: Option<String>,
    /// Address of the web site.
    pub web: Option<String>,
}

impl Contact {
    /// `Trần Thị Hoa, điện thoại 0255 …, dichvucong…`.
    #[must_use]
    pub fn words(&self) -> String {
        let mut text = self.name.clone();
        if let Some(phone) = &self.phone {
            text.push_str(", điện thoại ");
            text.push_str(phone);
        }
        if let Some(web) = &self.web {
            text.push_str(", ");
            text.push_str(web);
        }
        text
    }
}

/// Form 03: why a dossier cannot be received or settled.
#[derive(Clone, Debug, PartialEq)]
pub struct RefusalSheet {
    /// Who issued it, when, which printing.
    pub heading: Heading,
    /// Absent when the dossier was never entered.
    pub lookup: Option<Lookup>,
    /// Who files.
    pub applicant: Applicant,
    /// Full name of the procedure.
    pub procedure: String,
    /// Why; one paragraph each.
    pub reasons: Vec<String>,
    /// Act and article it rests on, as written.
    pub legal_basis: Option<String>,
    /// Whom to ask.
    pub contact: Contact,
    /// Who signs as the receiving officer.
    pub officer: String,
    /// Who signs as the person handing in.
    pub submitter: String,
}

#[cfg(test)]
#[path = "slip_samples.rs"]
pub(crate) mod samples;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_printing_is_not_a_reprint() {
        let mut heading = samples::heading("0007/TNHS");
        assert_eq!(heading.reprint(), None);
        heading.printing = 2;
        assert_eq!(heading.reprint().as_deref(), Some("In lại lần 1"));
    }

    #[test]
    fn a_promise_is_only_named_where_it_differs_from_the_law() {
        let mut slip = samples::slip();
        assert_eq!(slip.limits(), "05 ngày làm việc (cam kết: 04 ngày làm việc)");
        slip.committed = slip.statutory;
        assert_eq!(slip.limits(), "05 ngày làm việc");
    }

    #[test]
    fn fees_are_added_up_and_say_whether_they_are_paid() {
        let mut slip = samples::slip();
        assert_eq!(slip.total_words(), "9.000 đồng (đã nộp)");
        slip.fees_paid = Vnd::ZERO;
        assert_eq!(slip.total_words(), "9.000 đồng (chưa nộp)");
        slip.fees_paid = Vnd::new(4_000).unwrap();
        assert_eq!(slip.total_words(), "9.000 đồng (đã nộp 4.000 đồng, còn phải nộp 5.000 đồng)");
        slip.fees_asked = Vnd::ZERO;
        assert_eq!(slip.total_words(), "không phải nộp");
    }

    #[test]
    fn a_fee_line_names_its_kind_once() {
        let mut line = samples::slip().fees.remove(0);
        assert_eq!(line.words(), "Lệ phí đăng ký khai sinh: 5.000 đồng (giảm 50 % khi nộp trực tuyến)");
        line.name = "Khai thác dữ liệu".to_owned();
        line.note = None;
        assert_eq!(line.words(), "Lệ phí – Khai thác dữ liệu: 5.000 đồng");
    }

    #[test]
    fn paper_copies_and_files_share_a_cell() {
        let cell = |copies, files| HandedIn { copies, files, ..HandedIn::default() }.copies_cell();
        assert_eq!([cell(0, 0), cell(1, 0), cell(0, 2), cell(1, 2)], ["", "01", "02 tệp", "01 + 02 tệp"]);
    }
}
