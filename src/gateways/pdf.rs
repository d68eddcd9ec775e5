//! Papers as PDF, set by typst inside this process: no file, no network, no clock. The fonts are those built into the program,
//! after the Liberation faces of the system where they are installed (the look that NĐ 30/2020/NĐ-CP asks for). Every paper is
//! PDF/A-2a and PDF/UA-1: it can be archived and read aloud. Nothing is ever set in bold italic: the built-in face lacks Ơ and Ư.

use std::sync::LazyLock;

use serde_json::{Value, json};
use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Bytes, Datetime, Duration, Smart},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook, FontStretch, FontStyle, FontVariant, FontWeight},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use unicode_normalization::UnicodeNormalization;

use crate::domain::{
    barcode::{self, NotDrawable, Symbol},
    pay_code::PayCode,
    slip::{Applicant, Explained, Heading, Lookup, Paper, PaperDay, RefusalSheet, Slip, SupplementSheet},
};

/// Why a paper could not be set.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The template or the data do not fit together, or the result would break PDF/A or PDF/UA.
    #[error("the paper could not be set: {0}")]
    Typesetting(String),
    /// The link or the dossier code cannot be drawn.
    #[error("the code could not be drawn")]
    Code(#[from] NotDrawable),
}

/// The paper as a PDF/A-2a and PDF/UA-1 file on A5; the same paper gives the same bytes on the same machine.
///
/// Takes some 10 ms (release) to 100 ms of processor time: call it on a blocking thread. All text is normalised to NFC, and a
/// character that no font has (an emoji in a name) becomes □.
/// # Errors
/// [`Error::Code`] when the link is too long for a QR code; [`Error::Typesetting`] when a template is broken.
pub fn render(paper: &Paper) -> Result<Vec<u8>, Error> {
    let set = set(paper);
    forget_old();
    set
}

/// Keeps what the last few papers have in common, drops the rest.
pub(super) fn forget_old() {
    typst::comemo::evict(5);
}

/// Loads fonts and library ahead of the first paper.
pub fn warm_up() {
    LazyLock::force(&LIBRARY);
    LazyLock::force(&FONTS);
}

fn set(paper: &Paper) -> Result<Vec<u8>, Error> {
    let main = match paper {
        Paper::Slip(_) => SLIP,
        Paper::Supplement(_) => SUPPLEMENT,
        Paper::Refusal(_) => REFUSAL,
    };
    let codes = paper.lookup().map(|lookup| Codes::of(lookup, paper)).transpose()?;
    let heading = paper.heading();
    let at = heading.printed_at.naive_utc();
    let data = data(paper, codes.as_ref());
    let ident = format!("{}/{}/{at}", paper.form(), heading.number);
    let pictures = codes.map_or_else(Vec::new, Codes::pictures);
    typeset(Sheet { main, data, pictures, ident, at })
}

/// What a template is set with.
pub(super) struct Sheet {
    /// The template.
    pub(super) main: &'static str,
    /// What it reads as `data.json`.
    pub(super) data: Value,
    /// Pictures by name, as SVG.
    pub(super) pictures: Vec<(&'static str, String)>,
    /// What the file is, in one text: the same for the same paper.
    pub(super) ident: String,
    /// When it was made, in UTC.
    pub(super) at: chrono::NaiveDateTime,
}

/// The sheet as PDF/A-2a and PDF/UA-1.
pub(super) fn typeset(mut sheet: Sheet) -> Result<Vec<u8>, Error> {
    make_printable(&mut sheet.data);
    let options = options(&sheet)?;
    let desk = Desk::new(sheet)?;
    let document = typst::compile::<PagedDocument>(&desk).output.map_err(diagnosed)?;
    typst_pdf::pdf(&document, &options).map_err(diagnosed)
}

fn options(sheet: &Sheet) -> Result<PdfOptions, Error> {
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|error| Error::Typesetting(error.message().to_string()))?;
    Ok(PdfOptions {
        ident: Smart::Custom(sheet.ident.clone()),
        creator: Smart::Custom(Some("Một Cửa".to_owned())),
        timestamp: datetime(sheet.at).map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    })
}

fn datetime(at: chrono::NaiveDateTime) -> Option<Datetime> {
    use chrono::{Datelike, Timelike};
    let small = |n: u32| u8::try_from(n).ok();
    Datetime::from_ymd_hms(
        at.year(),
        small(at.month())?,
        small(at.day())?,
        small(at.hour())?,
        small(at.minute())?,
        small(at.second())?,
    )
}

fn diagnosed(errors: impl IntoIterator<Item = SourceDiagnostic>) -> Error {
    let messages: Vec<String> = errors.into_iter().map(|e| e.message.to_string()).collect();
    Error::Typesetting(messages.join("; "))
}

// What the templates read as `data.json`.

fn data(paper: &Paper, codes: Option<&Codes>) -> Value {
    let body = match paper {
        Paper::Slip(slip) => slip_data(slip),
        Paper::Supplement(sheet) => supplement_data(sheet),
        Paper::Refusal(sheet) => refusal_data(sheet),
    };
    json!({
        "form": paper.form(),
        "title": paper.title(),
        "heading": heading_data(paper.heading()),
        "lookup": paper.lookup().map(lookup_data),
        "bars_modules": codes.map_or(0, |codes| codes.bars.modules),
        "applicant": applicant_data(paper.applicant()),
        "procedure": paper.procedure(),
        "body": body,
    })
}

fn heading_data(heading: &Heading) -> Value {
    json!({
        "authority": heading.authority.to_uppercase(),
        "office": heading.office.to_uppercase(),
        "agency": heading.office,
        "number": heading.number,
        "dateline": heading.dateline(),
        "reprint": heading.reprint(),
        "printing": heading.printing_words(),
        "printed": heading.printed_words(),
    })
}

fn lookup_data(lookup: &Lookup) -> Value {
    json!({ "code": lookup.code, "secret": lookup.secret, "link": lookup.link })
}

fn applicant_data(applicant: &Applicant) -> Value {
    json!({
        "name": applicant.name,
        "id_number": applicant.id_number,
        "address": applicant.address,
        "phone": applicant.phone,
        "email": applicant.email,
        "owner": applicant.owner,
    })
}

fn slip_data(slip: &Slip) -> Value {
    let documents: Vec<Value> = slip
        .documents
        .iter()
        .map(|d| json!([d.name, d.originals_cell(), d.certified_cell(), d.copies_cell()]))
        .collect();
    let fees: Vec<Value> = slip
        .fees
        .iter()
        .map(|f| json!(f.words()))
        .chain(slip.fee_changes.iter().map(|change| json!(change)))
        .collect();
    json!({
        "documents": documents,
        "sets": slip.sets_words(),
        "limits": slip.limits(),
        "received": slip.received(),
        "due": slip.due(),
        "returned": slip.returned(),
        "fees": fees,
        "total": slip.total_words(),
        "transfer": slip.transfer.as_ref().map(PayCode::words),
        "register": slip.register.as_ref().map(|r| json!({ "book": r.book, "row": r.row.to_string() })),
        "officer": slip.officer,
        "submitter": slip.submitter,
        "explained": slip.explained.as_ref().map(explained_data),
    })
}

fn explained_data(explained: &Explained) -> Value {
    let rows: Vec<Value> = explained.rows.iter().map(|row| json!([row.label, row.words])).collect();
    let day = |day: &PaperDay| json!({ "mark": day.mark, "number": day.date.format("%d").to_string(), "counts": day.counts, "due": day.due });
    json!({ "rows": rows, "days": explained.days.iter().map(day).collect::<Vec<_>>() })
}

fn supplement_data(sheet: &SupplementSheet) -> Value {
    let missing: Vec<Value> = sheet
        .missing
        .iter()
        .map(|m| json!({ "name": m.name, "cells": m.cells(), "reason": m.reason }))
        .collect();
    json!({
        "missing": missing,
        "reason": sheet.reason,
        "until": sheet.until_words(),
        "contact": sheet.contact.words(),
        "officer": sheet.officer,
        "leader": sheet.leader,
    })
}

fn refusal_data(sheet: &RefusalSheet) -> Value {
    json!({
        "reasons": sheet.reasons,
        "legal_basis": sheet.legal_basis,
        "contact": sheet.contact.words(),
        "officer": sheet.officer,
        "submitter": sheet.submitter,
    })
}

/// The drawn codes of one dossier.
struct Codes {
    qr: Symbol,
    bars: Symbol,
    pay: Option<Symbol>,
}

impl Codes {
    fn of(lookup: &Lookup, paper: &Paper) -> Result<Self, NotDrawable> {
        let transfer = match paper {
            Paper::Slip(slip) => slip.transfer.as_ref(),
            Paper::Supplement(_) | Paper::Refusal(_) => None,
        };
        Ok(Self {
            qr: barcode::qr(&lookup.link, "")?,
            bars: barcode::code128(lookup.code.as_str(), "")?,
            pay: transfer.map(|transfer| barcode::qr(&transfer.payload, "")).transpose()?,
        })
    }

    fn pictures(self) -> Vec<(&'static str, String)> {
        let pay = self.pay.map(|pay| ("pay.svg", pay.svg));
        [("qr.svg", self.qr.svg), ("bars.svg", self.bars.svg)].into_iter().chain(pay).collect()
    }
}

// Text that the fonts can really show.

/// Brings every text of the data to NFC and to characters that can be printed, and lets overlong words break.
fn make_printable(value: &mut Value) {
    match value {
        Value::String(text) => *text = printable(text),
        Value::Array(items) => items.iter_mut().for_each(make_printable),
        Value::Object(fields) => fields.values_mut().for_each(make_printable),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A word longer than this may break after every [`PIECE`] characters; no Vietnamese word, code or address of ours is.
const LONGEST_WORD: usize = 40;
const PIECE: usize = 10;

fn printable(text: &str) -> String {
    let clean: String = text
        .nfc()
        .filter_map(|c| match c {
            '\n' => Some('\n'),
            c if c.is_whitespace() => Some(' '),
            c if is_invisible(c) => None,
            c if is_covered(c) => Some(c),
            _ => Some('□'),
        })
        .collect();
    clean.split_inclusive([' ', '\n']).map(breakable).collect()
}

/// Links stay as they are, so that they can be copied.
fn breakable(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    if letters.len() <= LONGEST_WORD || word.contains("://") {
        return word.to_owned();
    }
    let pieces: Vec<String> = letters.chunks(PIECE).map(|piece| piece.iter().collect()).collect();
    pieces.join("\u{200B}")
}

/// Controls, joiners, variation selectors, direction marks and the like: nothing is lost without them.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether every style we set has the character in some face. Private-use characters have no meaning on paper.
fn is_covered(c: char) -> bool {
    let private = matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..);
    !private
        && STYLES
            .iter()
            .all(|style| FONTS.faces.iter().any(|face| face.info().variant == *style && has(face, c)))
}

fn has(face: &Font, c: char) -> bool {
    face.info().coverage.contains(u32::from(c))
}

// The world typst sees: one main template, the common base, the data and two pictures.

const BASE: &str = include_str!("../../templates/print/base.typ");
const SLIP: &str = include_str!("../../templates/print/slip.typ");
const SUPPLEMENT: &str = include_str!("../../templates/print/supplement.typ");
const REFUSAL: &str = include_str!("../../templates/print/refusal.typ");

struct Desk {
    main: Source,
    base: Source,
    files: Vec<(FileId, Bytes)>,
}

impl Desk {
    fn new(sheet: Sheet) -> Result<Self, Error> {
        let mut files = vec![(file("data.json")?, Bytes::new(sheet.data.to_string().into_bytes()))];
        for (name, svg) in sheet.pictures {
            files.push((file(name)?, Bytes::new(svg.into_bytes())));
        }
        Ok(Self {
            main: Source::new(file("main.typ")?, sheet.main.to_owned()),
            base: Source::new(file("base.typ")?, BASE.to_owned()),
            files,
        })
    }
}

fn file(name: &str) -> Result<FileId, Error> {
    let path = VirtualPath::new(name).map_err(|error| Error::Typesetting(format!("{error:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }
    fn main(&self) -> FileId {
        self.main.id()
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        [&self.main, &self.base]
            .into_iter()
            .find(|source| source.id() == id)
            .cloned()
            .ok_or(FileError::AccessDenied)
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files
            .iter()
            .find(|(known, _)| *known == id)
            .map(|(_, bytes)| bytes.clone())
            .ok_or(FileError::AccessDenied)
    }
    fn font(&self, index: usize) -> Option<Font> {
        FONTS.faces.get(index).cloned()
    }
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
static FONTS: LazyLock<Fonts> = LazyLock::new(|| Fonts::load(&SYSTEM_FONTS));

/// Where Debian puts Liberation (packages fonts-liberation and fonts-liberation2).
const SYSTEM_FONTS: [&str; 2] =
    ["/usr/share/fonts/truetype/liberation", "/usr/share/fonts/truetype/liberation2"];
/// The families of `base.typ`, in its order.
const FAMILIES: [&str; 2] = ["Liberation Serif", "Libertinus Serif"];
/// Every style the templates use.
const STYLES: [FontVariant; 3] = [
    style(FontStyle::Normal, FontWeight::REGULAR),
    style(FontStyle::Normal, FontWeight::BOLD),
    style(FontStyle::Italic, FontWeight::REGULAR),
];
const fn style(style: FontStyle, weight: FontWeight) -> FontVariant {
    FontVariant { style, weight, stretch: FontStretch::NORMAL }
}

/// Beyond ASCII, everything Vietnamese and these forms are written with, in lower case.
const VIETNAMESE: &str = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ–…“”·";

struct Fonts {
    book: LazyHash<FontBook>,
    faces: Vec<Font>,
}

impl Fonts {
    /// The built-in faces, and from `folders` those Liberation faces that have the whole Vietnamese alphabet.
    fn load(folders: &[&str]) -> Self {
        let installed = folders
            .iter()
            .filter_map(|folder| std::fs::read_dir(folder).ok())
            .flat_map(Iterator::flatten)
            .map(|entry| entry.path())
            .collect::<std::collections::BTreeSet<_>>();
        let installed = installed
            .iter()
            .filter_map(|path| std::fs::read(path).ok())
            .map(Bytes::new)
            .filter(|bytes| Font::iter(bytes.clone()).all(|face| writes_vietnamese(&face)));
        let built_in = typst_assets::fonts().map(Bytes::new);
        let faces: Vec<Font> = installed
            .chain(built_in)
            .flat_map(Font::iter)
            .filter(|face| {
                FAMILIES.contains(&face.info().family.as_str()) && STYLES.contains(&face.info().variant)
            })
            .collect();
        Self { book: LazyHash::new(FontBook::from_fonts(&faces)), faces }
    }
}

fn writes_vietnamese(face: &Font) -> bool {
    VIETNAMESE
        .chars()
        .flat_map(|c| std::iter::once(c).chain(c.to_uppercase()))
        .chain(' '..='~')
        .all(|c| has(face, c))
}

#[cfg(test)]
#[path = "pdf_tests.rs"]
mod tests;
