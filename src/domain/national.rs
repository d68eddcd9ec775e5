//! One record of the file of national procedures, and the procedure that can be made of it. The file was rebuilt from
//! flattened tables: units are missing in some rows, amounts lost their thousands, notes stand among the documents, quantities
//! grew together with file names. What the file does not say stays empty, so that `publish::incomplete` names it; nothing is
//! guessed that a person would have to answer for. Credit: Cổng Dịch vụ công quốc gia.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Deserialize;

use super::{
    fee::{Amount, FeeRule},
    ids::ProcedureCode,
    limit::{LimitUnit, TimeLimit},
    money::Vnd,
    party::tidy,
    procedure::{
        Audience, Case, CaseDoc, ChannelTerms, ClockPolicy, Collection, DocKind, Fee, FeeKind, Level,
        OnlineLevel, Procedure, RequiredDoc, Settler,
    },
    status::Channel,
    words::fold,
};

/// The day from which an amount of the file is taken to hold: the file does not say since when.
const TAKEN_ON: Option<NaiveDate> = NaiveDate::from_ymd_opt(2026, 7, 1);
/// No fee is that low; the thousands were lost (`40` beside "40.000đ").
const LOWEST_FEE: i64 = 1_000;
/// More originals or copies than this are a number grown together with what stood before it.
const MOST_COPIES: u32 = 9;
const NOTHING_SAID: &str = "Không có thông tin";

/// A record as it stands in the file.
#[derive(Clone, Debug, Deserialize)]
pub struct Record {
    /// Code.
    ma: String,
    /// Name.
    ten: String,
    /// Decision.
    #[serde(default)]
    quyet_dinh: String,
    /// Levels.
    #[serde(default)]
    cap: Vec<String>,
    /// Field.
    #[serde(default)]
    linh_vuc: String,
    /// Audiences.
    #[serde(default)]
    doi_tuong: Vec<String>,
    /// Rows of the table of channels.
    #[serde(default)]
    kenh: Vec<Row>,
    /// Documents.
    #[serde(default)]
    giay_to: Vec<Paper>,
    /// Proceedings.
    #[serde(default)]
    trinh_tu: String,
    /// Requirements.
    #[serde(default)]
    yeu_cau: String,
    /// Result.
    #[serde(default)]
    ket_qua: String,
    /// Where it was read.
    #[serde(default)]
    nguon: String,
}

#[derive(Clone, Debug, Deserialize)]
struct Row {
    kenh: String,
    so: Option<f64>,
    don_vi: Option<String>,
    phi_vnd: Option<f64>,
    ghi_chu: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
struct Paper {
    ten: String,
    #[serde(default)]
    ban_chinh: Option<u32>,
    #[serde(default)]
    ban_sao: Option<u32>,
    #[serde(default)]
    la_ghi_chu: bool,
}

/// A line that no procedure can be made of.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// Not a record.
    #[error("not a record: {0}")]
    NotARecord(#[from] serde_json::Error),
    /// The code is not a procedure code.
    #[error("the code {0:?} is not a procedure code")]
    Code(String),
    /// There is no name.
    #[error("procedure {0} has no name")]
    NoName(ProcedureCode),
}

/// The procedure of one line of the file.
/// # Errors
/// [`Broken`] when the line is not a record, or its code or name is missing.
pub fn read(line: &str) -> Result<Procedure, Broken> {
    procedure(serde_json::from_str(line)?)
}

/// The procedure of a record.
///
/// Several rows of one channel: the first with a readable limit counts, the notes of all are kept. "Cấp bộ" has no floor in a
/// province, so a procedure of ministries alone has no level. Whether a procedure is fully online the file does not say: with an
/// online channel it is `Partial` without a reason, which must be settled before publishing.
/// # Errors
/// [`Broken::Code`], [`Broken::NoName`].
#[expect(clippy::needless_pass_by_value, reason = "a record is read once and used up")]
pub fn procedure(record: Record) -> Result<Procedure, Broken> {
    let code = ProcedureCode::parse(&record.ma).map_err(|_| Broken::Code(record.ma.clone()))?;
    let name = line(&record.ten);
    if name.is_empty() {
        return Err(Broken::NoName(code));
    }
    let levels = levels(&record.cap);
    let channels = channels(&record.kenh);
    let documents = documents(&record.giay_to);
    let fee = fee(&record);
    let online = channels.iter().any(|c| c.channel == Channel::Online);
    Ok(Procedure {
        code,
        name,
        field: line(&record.linh_vuc),
        decision: said(&record.quyet_dinh),
        settler: if levels == [Level::Commune] { Settler::Commune } else { Settler::Agency },
        levels,
        audiences: audiences(&record.doi_tuong),
        online: if online { OnlineLevel::Partial } else { OnlineLevel::Information },
        partial_reason: None,
        agency: None,
        channels,
        cases: vec![only_case(&documents, fee.as_ref())],
        documents,
        fees: fee.into_iter().collect(),
        form: Vec::new(),
        route: Vec::new(),
        clock_policy: ClockPolicy::Pause,
        proceedings: said(&record.trinh_tu),
        requirements: said(&record.yeu_cau),
        result: said(&record.ket_qua).unwrap_or_default(),
        result_code: None,
        legal_basis: Vec::new(),
        keywords: Vec::new(),
        source: said(&record.nguon).map(|url| format!("Cổng Dịch vụ công quốc gia: {url}")),
    })
}

fn only_case(documents: &[RequiredDoc], fee: Option<&Fee>) -> Case {
    let sometimes = |name: &str| {
        let words = format!(" {} ", fold(name));
        [" neu co ", " truong hop ", " neu "].iter().any(|w| words.contains(w))
    };
    Case {
        key: "chung".to_owned(),
        name: "Trường hợp chung".to_owned(),
        hint: None,
        documents: documents
            .iter()
            .map(|d| CaseDoc {
                doc: d.key.clone(),
                required: d.kind == DocKind::Submit && !sometimes(&d.name),
            })
            .collect(),
        fees: fee.iter().map(|f| f.key.clone()).collect(),
        limit: None,
    }
}

/// Text of one line.
fn line(text: &str) -> String {
    tidy(text).replace('\n', " ")
}

/// Text, unless it says nothing.
fn said(text: &str) -> Option<String> {
    let text = tidy(text);
    let text = text.strip_prefix(NOTHING_SAID).unwrap_or(&text).trim_start();
    (!text.is_empty()).then(|| text.to_owned())
}

fn levels(written: &[String]) -> Vec<Level> {
    let has = |words: &str| written.iter().any(|w| fold(w) == words);
    [(Level::Province, "cap tinh"), (Level::Commune, "cap xa")]
        .into_iter()
        .filter_map(|(level, words)| has(words).then_some(level))
        .collect()
}

fn audiences(written: &[String]) -> Vec<Audience> {
    let of = |w: &String| {
        let words = fold(w);
        if words.contains("doanh nghiep") || words.contains("hop tac xa") || words.contains("ho kinh doanh") {
            Audience::Enterprise
        } else if words.contains("to chuc") || words.contains("co quan") {
            Audience::Organisation
        } else {
            Audience::Citizen
        }
    };
    let found: Vec<Audience> = written.iter().map(of).collect();
    Audience::ALL.iter().copied().filter(|a| found.contains(a)).collect()
}

fn channel(written: &str) -> Option<Channel> {
    match written {
        "truc_tiep" => Some(Channel::Direct),
        "truc_tuyen" => Some(Channel::Online),
        "buu_chinh" => Some(Channel::Postal),
        _ => None,
    }
}

fn channels(rows: &[Row]) -> Vec<ChannelTerms> {
    Channel::ALL
        .iter()
        .copied()
        .filter_map(|wanted| {
            let own: Vec<&Row> = rows.iter().filter(|r| channel(&r.kenh) == Some(wanted)).collect();
            let notes: BTreeSet<String> =
                own.iter().filter_map(|r| r.ghi_chu.as_deref().and_then(said)).collect();
            let note = notes.into_iter().collect::<Vec<_>>().join("\n");
            (!own.is_empty()).then(|| ChannelTerms {
                channel: wanted,
                limit: own.iter().find_map(|r| limit(r)),
                promised: None,
                note: (!note.is_empty()).then_some(note),
            })
        })
        .collect()
}

/// A number without a unit is no limit.
fn limit(row: &Row) -> Option<TimeLimit> {
    let unit = match row.don_vi.as_deref()? {
        "ngay_lam_viec" => LimitUnit::WorkingDay,
        "ngay" => LimitUnit::CalendarDay,
        "gio" => LimitUnit::Hour,
        "thang" => LimitUnit::Month,
        _ => return None,
    };
    let hundredths = whole(row.so? * 100.0).and_then(|n| u32::try_from(n).ok())?;
    TimeLimit::new(unit, hundredths).ok()
}

/// A number of the file without a fraction.
fn whole(number: f64) -> Option<i64> {
    format!("{number:.0}").parse().ok().filter(|_| number.fract() == 0.0)
}

/// The fee of the file, with a rule for every channel whose amount can be believed. Without any sum above zero, and every row
/// saying that it is free, there is no fee; where a row says nothing, the missing rule shows as a gap.
fn fee(record: &Record) -> Option<Fee> {
    let amounts: Vec<(Channel, Option<i64>, &Row)> = Channel::ALL
        .iter()
        .filter_map(|c| record.kenh.iter().find(|r| channel(&r.kenh) == Some(*c)).map(|r| (*c, r)))
        .map(|(c, r)| (c, r.phi_vnd.and_then(whole).filter(|n| *n == 0 || *n >= LOWEST_FEE), r))
        .collect();
    if amounts.iter().all(|(_, amount, _)| *amount == Some(0)) {
        return None;
    }
    let basis = said(&record.quyet_dinh).unwrap_or_else(|| "Cổng Dịch vụ công quốc gia".to_owned());
    let rules = amounts
        .iter()
        .filter_map(|(channel, amount, _)| {
            Some(FeeRule {
                channels: vec![*channel],
                amount: Amount::Flat(Vnd::new((*amount)?).ok()?),
                valid_from: TAKEN_ON?,
                valid_to: None,
                legal_basis: basis.clone(),
            })
        })
        .collect();
    let says_charge = amounts
        .iter()
        .filter_map(|(_, _, row)| row.ghi_chu.as_deref())
        .any(|note| fold(note).contains("phi tham dinh"));
    Some(Fee {
        key: "phi-le-phi".to_owned(),
        name: "Phí, lệ phí".to_owned(),
        kind: if says_charge { FeeKind::Charge } else { FeeKind::Fee },
        rules,
        quantity_field: None,
        copies_field: None,
        online_discount: false,
        collection: Collection::default(),
        keeps_on_refusal: false,
        exemptions: Vec::new(),
    })
}

fn documents(papers: &[Paper]) -> Vec<RequiredDoc> {
    let mut taken = BTreeSet::new();
    papers
        .iter()
        .filter_map(|paper| {
            let (name, form) = without_file_name(&line(&paper.ten));
            let name = name
                .trim_start_matches(|c: char| matches!(c, '-' | '+' | '*' | '•' | '–') || c.is_whitespace())
                .to_owned();
            if name.is_empty() {
                return None;
            }
            let (originals, copies) = (copies(paper.ban_chinh), copies(paper.ban_sao));
            let note = paper.la_ghi_chu || originals + copies == 0 || is_a_note(&name);
            Some(RequiredDoc {
                key: key(&name, &mut taken),
                kind: if note { DocKind::Note } else { DocKind::Submit },
                originals: if note { 0 } else { originals },
                copies: if note { 0 } else { copies },
                name,
                form,
                hint: None,
            })
        })
        .collect()
}

/// `181` was `18` of the text before and `1` of the table.
fn copies(written: Option<u32>) -> u32 {
    let n = written.unwrap_or(0);
    if n > MOST_COPIES { n % 10 } else { n }
}

/// Headings and remarks that the file counts among the documents.
fn is_a_note(name: &str) -> bool {
    let words = fold(name);
    name.ends_with(':')
        || ["luu y", "ghi chu", "thanh phan ho so", "truong hop nguoi", "giay to phai xuat trinh"]
            .iter()
            .any(|start| words.starts_with(start))
}

/// Splits the name of an attached file off, which the file has grown together with the name of the document:
/// `Văn bản đề nghị (NA20).Mau NA20.docx` → (`Văn bản đề nghị (NA20).`, `Mau NA20.docx`).
fn without_file_name(name: &str) -> (String, Option<String>) {
    let lower = name.to_lowercase();
    let is_file = [".doc", ".docx", ".pdf", ".xls", ".xlsx", ".rtf", ".rar", ".zip"]
        .iter()
        .any(|ending| lower.ends_with(ending));
    if !is_file {
        return (name.to_owned(), None);
    }
    let letters: Vec<(usize, char)> = name.char_indices().collect();
    let seam = letters.windows(2).rev().find_map(|two| match two {
        [(_, before), (at, after)] => {
            let ends = before.is_lowercase() || matches!(before, ')' | '.' | ';' | ',' | ':' | '”');
            let begins = after.is_uppercase() || (after.is_ascii_digit() && !before.is_ascii_lowercase());
            (ends && begins).then_some(*at)
        }
        _ => None,
    });
    match seam.map(|at| name.split_at(at)) {
        Some((document, file)) if document.chars().count() > 3 => {
            (document.trim_end().to_owned(), Some(file.trim().to_owned()))
        }
        Some(_) | None => (name.to_owned(), None),
    }
}

/// A key of at most about 40 letters that no other document has.
fn key(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut stem = String::new();
    for word in fold(name).split(' ') {
        if stem.len() + word.len() > 40 {
            break;
        }
        if !stem.is_empty() {
            stem.push('-');
        }
        stem.push_str(word);
    }
    if stem.is_empty() {
        stem.push_str("giay-to");
    }
    let key = std::iter::once(stem.clone())
        .chain((2_u32..=9_999).map(|n| format!("{stem}-{n}")))
        .find(|key| !taken.contains(key))
        .unwrap_or(stem);
    taken.insert(key.clone());
    key
}

/// What was configured here, with the facts of the catalogue as `record` has them now: name, field, decision, audiences, proceedings,
/// requirements, result and legal basis. Time limits, papers, fees, form and route stay: whoever configured them compares
/// them with the record before the draft is published.
#[must_use]
pub fn renewed(local: &Procedure, record: &Procedure) -> Procedure {
    let kept = local.clone();
    let result = if record.result.trim().is_empty() { kept.result } else { record.result.clone() };
    Procedure {
        name: record.name.clone(),
        field: record.field.clone(),
        decision: record.decision.clone(),
        audiences: record.audiences.clone(),
        proceedings: record.proceedings.clone(),
        requirements: record.requirements.clone(),
        result,
        legal_basis: record.legal_basis.clone(),
        source: record.source.clone(),
        ..kept
    }
}

#[cfg(test)]
#[path = "national_tests.rs"]
mod tests;
