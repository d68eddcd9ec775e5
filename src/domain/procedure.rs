//! A procedure as the province offers it: facts, cases, required documents, fees, time limits, e-form and route.
//! One version is one immutable value; a dossier pins the version it was submitted under.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    fee::FeeRule,
    ids::{AgencyCode, ProcedureCode},
    limit::TimeLimit,
    status::{Channel, ReturnMethod, Role, keyed},
};

keyed! {
    /// At which floor of the province a procedure is settled.
    Level {
        /// Sở, ban, ngành và tương đương.
        Province = "province",
        /// Xã, phường, đặc khu.
        Commune = "commune",
    }
}

keyed! {
    /// How much of the service works online. Source: NĐ 224/2026 Art.14.
    OnlineLevel {
        /// Toàn trình.
        Full = "full",
        /// Một phần.
        Partial = "partial",
        /// Chỉ cung cấp thông tin.
        Information = "information",
    }
}

keyed! {
    /// Who may file.
    Audience {
        /// Cá nhân.
        Citizen = "citizen",
        /// Doanh nghiệp, hộ kinh doanh, hợp tác xã.
        Enterprise = "enterprise",
        /// Tổ chức, cơ quan.
        Organisation = "organisation",
    }
}

keyed! {
    /// What happens to the clock when the person is asked for a supplement during appraisal.
    ClockPolicy {
        /// The time waited is not counted.
        Pause = "pause",
        /// The time limit is counted anew. Source: NĐ 61/2018 Art.19.
        Restart = "restart",
    }
}

keyed! {
    /// Who settles a dossier of this procedure.
    Settler {
        /// The commune's own People's Committee: the commune where the dossier belongs.
        Commune = "commune",
        /// One named agency of the province.
        Agency = "agency",
    }
}

/// One version of one procedure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Procedure {
    /// National code, `1.001193`.
    pub code: ProcedureCode,
    /// Full official name, NFC, up to about 1,100 characters.
    pub name: String,
    /// Official field (lĩnh vực), as written: `Hộ tịch`.
    pub field: String,
    /// Decision that published it, as written.
    #[serde(default)]
    pub decision: Option<String>,
    /// Levels at which it is settled.
    pub levels: Vec<Level>,
    /// Who may file.
    pub audiences: Vec<Audience>,
    /// How much works online.
    pub online: OnlineLevel,
    /// Why it is only partly online (required by law when `Partial`).
    #[serde(default)]
    pub partial_reason: Option<String>,
    /// Who settles it.
    pub settler: Settler,
    /// The settling agency when `settler` is `Agency`.
    #[serde(default)]
    pub agency: Option<AgencyCode>,
    /// One entry for each channel that is open.
    pub channels: Vec<ChannelTerms>,
    /// At least one; the person picks the one that fits.
    pub cases: Vec<Case>,
    /// Every document that some case asks for, by key.
    #[serde(default)]
    pub documents: Vec<RequiredDoc>,
    /// Fees and charges; a case names the ones it asks for.
    #[serde(default)]
    pub fees: Vec<Fee>,
    /// Own e-form; empty means the general form.
    #[serde(default)]
    pub form: Vec<FormPage>,
    /// The internal process: steps in order, the last one a clerk's.
    #[serde(default)]
    pub route: Vec<Step>,
    /// How the clock treats a supplement in appraisal.
    pub clock_policy: ClockPolicy,
    /// How the order of proceedings is described (Trình tự thực hiện).
    #[serde(default)]
    pub proceedings: Option<String>,
    /// Requirements and conditions.
    #[serde(default)]
    pub requirements: Option<String>,
    /// What the person gets.
    pub result: String,
    /// Code of the result type, `KQ.G15.000031`.
    #[serde(default)]
    pub result_code: Option<String>,
    /// Legal basis, one act a line.
    #[serde(default)]
    pub legal_basis: Vec<String>,
    /// Everyday words and abbreviations people search by: `giấy khai sinh`, `GPXD`.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Where the facts were taken from.
    #[serde(default)]
    pub source: Option<String>,
}

/// What holds when the dossier comes in by one channel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChannelTerms {
    /// The channel.
    pub channel: Channel,
    /// Statutory time limit; `None` where the national row has none (then the version cannot be published).
    pub limit: Option<TimeLimit>,
    /// A shorter limit that the province set for this procedure online, where it is not the general rule.
    #[serde(default)]
    pub promised: Option<TimeLimit>,
    /// What the national row says beside it.
    #[serde(default)]
    pub note: Option<String>,
}

/// One case (trường hợp) of a procedure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Stable key, kebab-case ASCII.
    pub key: String,
    /// What the person reads when choosing.
    pub name: String,
    /// One more line that helps to choose.
    #[serde(default)]
    pub hint: Option<String>,
    /// The documents of this case, in order.
    #[serde(default)]
    pub documents: Vec<CaseDoc>,
    /// Keys of the fees of this case.
    #[serde(default)]
    pub fees: Vec<String>,
    /// A time limit of this case that replaces the channel's.
    #[serde(default)]
    pub limit: Option<TimeLimit>,
}

/// A document as one case asks for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseDoc {
    /// Key of a [`RequiredDoc`].
    pub doc: String,
    /// Whether the dossier cannot be submitted without it.
    pub required: bool,
}

keyed! {
    /// What a row among the documents is.
    DocKind {
        /// Giấy tờ phải nộp.
        Submit = "submit",
        /// Giấy tờ xuất trình: shown at the counter, not kept, not uploaded.
        Present = "present",
        /// Ghi chú: help, never an upload.
        Note = "note",
        /// The e-form itself (tờ khai): made from the answers.
        Form = "form",
    }
}

/// A required document (thành phần hồ sơ).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequiredDoc {
    /// Stable key, kebab-case ASCII, unique in the procedure.
    pub key: String,
    /// Official name.
    pub name: String,
    /// What it is.
    pub kind: DocKind,
    /// Originals to hand in.
    #[serde(default)]
    pub originals: u32,
    /// Copies to hand in.
    #[serde(default)]
    pub copies: u32,
    /// Number or name of the form, where there is one.
    #[serde(default)]
    pub form: Option<String>,
    /// What a good one looks like, or when it is not needed.
    #[serde(default)]
    pub hint: Option<String>,
}

keyed! {
    /// Charge or fee; receipts and ledgers keep them apart. Source: Law 97/2015.
    FeeKind {
        /// Phí.
        Charge = "charge",
        /// Lệ phí.
        Fee = "fee",
    }
}

/// One fee or charge of a procedure, with its rules over time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fee {
    /// Stable key, unique in the procedure.
    pub key: String,
    /// What it is called on the receipt.
    pub name: String,
    /// Charge or fee.
    pub kind: FeeKind,
    /// Amounts by channel and day; see [`super::fee`].
    pub rules: Vec<FeeRule>,
    /// Key of the form field that says how many pages, copies or persons; absent means one.
    #[serde(default)]
    pub quantity_field: Option<String>,
    /// Key of the form field that says how often the amount of that quantity is taken, its cap included: copies of so many
    /// pages. Absent means once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copies_field: Option<String>,
    /// Whether the province's resolution on online filing covers it.
    #[serde(default)]
    pub online_discount: bool,
    /// Groups that do not pay, with the basis: see [`super::fee`].
    #[serde(default)]
    pub exemptions: Vec<Exemption>,
    /// When it is collected.
    #[serde(default)]
    pub collection: Collection,
    /// Whether the agency keeps it when the dossier is refused. Source: the fee's own text, e.g. that of household businesses.
    #[serde(default)]
    pub keeps_on_refusal: bool,
}

keyed! {
    /// When a fee is collected.
    Collection {
        /// Thu trước: before the dossier is accepted.
        BeforeAcceptance = "before-acceptance",
        /// Thu sau: when the amount is known, before the result is handed over.
        After = "after",
        /// Không thu qua hệ thống: paid to somebody else, or taken in no account of the province.
        Elsewhere = "none",
    }
}

impl Default for Collection {
    /// What was configured before the moment could be said is collected at any time before the result is handed over.
    fn default() -> Self {
        Self::After
    }
}

impl Fee {
    /// Keys of the form fields that the fee is counted by.
    pub fn counted_by(&self) -> impl Iterator<Item = &String> {
        self.quantity_field.iter().chain(&self.copies_field)
    }
}

/// A group of persons who do not pay a fee.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exemption {
    /// The group.
    pub group: ExemptGroup,
    /// Act and article that exempt it.
    pub legal_basis: String,
    /// What proves it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
}

/// What proves that a person belongs to a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proof {
    /// A paper to show or upload, by its name.
    Document(String),
    /// A register in which the officer looks, by its name.
    Register(String),
}

impl Exemption {
    /// The paper to show, by its name.
    #[must_use]
    pub fn paper(&self) -> Option<&str> {
        match &self.proof {
            Some(Proof::Document(name)) => Some(name),
            Some(Proof::Register(_)) | None => None,
        }
    }

    /// The register in which the officer looks, by its name.
    #[must_use]
    pub fn register(&self) -> Option<&str> {
        match &self.proof {
            Some(Proof::Register(name)) => Some(name),
            Some(Proof::Document(_)) | None => None,
        }
    }
}

keyed! {
    /// Groups that fee law exempts. Source: Law 97/2015 Art.10.
    ExemptGroup {
        /// Trẻ em.
        Child = "child",
        /// Hộ nghèo.
        PoorHousehold = "poor-household",
        /// Người cao tuổi.
        Elderly = "elderly",
        /// Người khuyết tật.
        Disabled = "disabled",
        /// Người có công với cách mạng.
        Merit = "merit",
        /// Đồng bào dân tộc thiểu số ở xã đặc biệt khó khăn.
        EthnicMinority = "ethnic-minority",
    }
}

/// One screen of the e-form: one topic.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormPage {
    /// Stable key, kebab-case ASCII.
    pub key: String,
    /// Heading.
    pub title: String,
    /// Fields in order.
    pub fields: Vec<FormField>,
}

keyed! {
    /// What a field takes.
    FieldKind {
        /// One line.
        Text = "text",
        /// Several lines.
        LongText = "long-text",
        /// Full name, never split.
        Name = "name",
        /// dd/mm/yyyy in three boxes.
        Date = "date",
        /// Whole number.
        Number = "number",
        /// Whole đồng.
        Money = "money",
        /// 12-digit personal number.
        PersonalNumber = "personal-number",
        /// Vietnamese phone number.
        Phone = "phone",
        /// E-mail address.
        Email = "email",
        /// One of `options`, as radios.
        Choice = "choice",
        /// One of the province's communes.
        Commune = "commune",
        /// A box to tick.
        Tick = "tick",
    }
}

keyed! {
    /// From where a field can be filled before the person types.
    Prefill {
        /// The person's full name.
        Name = "name",
        /// Personal number.
        PersonalNumber = "personal-number",
        /// Date of birth.
        BirthDate = "birth-date",
        /// Phone.
        Phone = "phone",
        /// E-mail.
        Email = "email",
        /// Address.
        Address = "address",
    }
}

/// One field of the e-form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormField {
    /// Stable key, kebab-case ASCII, unique in the form.
    pub key: String,
    /// Plain-language label.
    pub label: String,
    /// What it takes.
    pub kind: FieldKind,
    /// Whether it may be left empty.
    #[serde(default)]
    pub optional: bool,
    /// Help under the label.
    #[serde(default)]
    pub hint: Option<String>,
    /// For `Choice`: key and label of each option.
    #[serde(default)]
    pub options: Vec<FieldOption>,
    /// Where to take a first value from.
    #[serde(default)]
    pub prefill: Option<Prefill>,
    /// Only for these cases; empty means all.
    #[serde(default)]
    pub cases: Vec<String>,
    /// Smallest number, or earliest year for dates.
    #[serde(default)]
    pub min: Option<i64>,
    /// Largest number, or longest text.
    #[serde(default)]
    pub max: Option<i64>,
    /// For dates: may lie in the future.
    #[serde(default)]
    pub future: bool,
}

/// One option of a `Choice`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldOption {
    /// Stable key.
    pub key: String,
    /// What the person reads.
    pub label: String,
    /// What proves it, where the option is an exempt group.
    #[serde(skip)]
    pub proofs: Vec<Proof>,
}

/// What the person typed, by field key. Dates are `YYYY-MM-DD`, numbers plain digits, ticks `yes`.
pub type Answers = BTreeMap<String, String>;

keyed! {
    /// At which agency a step is done.
    StepUnit {
        /// The agency that settles the dossier.
        Settling = "settling",
        /// The one-stop that received it.
        Receiving = "receiving",
        /// One named agency.
        Agency = "agency",
    }
}

/// One step of the route.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Stable key, kebab-case ASCII, unique in the route.
    pub key: String,
    /// What is done: `Thẩm định hồ sơ`.
    pub name: String,
    /// Who does it: Specialist, Leader or Clerk.
    pub role: Role,
    /// Where.
    pub unit: StepUnit,
    /// The agency when `unit` is `Agency`.
    #[serde(default)]
    pub agency: Option<AgencyCode>,
    /// Working minutes it may take; a step of 0 shares the rest.
    pub minutes: u32,
}

/// The ways in which a result can be handed over for this procedure.
#[must_use]
pub const fn return_methods() -> &'static [ReturnMethod] {
    ReturnMethod::ALL
}
